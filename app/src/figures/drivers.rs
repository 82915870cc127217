use super::{About, Drawn, Raw, count, short, value};
use crate::charts::Figure;
use crate::charts::figure::{
    DotRow, Dots, Estimate, Numbers, Order, Reference, Scatter, ScatterAxis, ScatterPoint, Shown,
};
use crate::locale::analysis::Analysis;
use crate::worker::protocol::{DriverRow, Drivers, Explained, Quadrant};

/// What goes with a question: a dot with its interval for each of the questions compared, marked by
/// where importance and score put it, and a line where all would be equally important. None where
/// nothing was found.
pub fn drivers(about: &About, it: &Drivers) -> Option<Drawn> {
    let found = it.found.as_ref().filter(|it| !it.rows.is_empty())?;
    let numbers = Numbers::percent();
    let scores = Numbers::plain(0);
    let subtitle = about.say(Analysis::RuleDrivers {
        outcome: short(&it.label, 48),
        r2: value(found.r2, &numbers),
        complete: count(it.complete),
        answered: count(it.answered),
    });
    let mut notes = vec![
        Analysis::DriversCaution,
        Analysis::NoteImportance {
            mean_gain: found.mean_gain,
            weighted: about.recipe.weighs(),
        },
        Analysis::NoteQuadrants,
        Analysis::NoteComplete,
    ];
    if it.left_out > 0 {
        notes.push(Analysis::NoteLeftOut { n: it.left_out });
    }
    let group = |quadrant: Quadrant| Quadrant::ALL.iter().position(|it| *it == quadrant);
    let row = |row: &DriverRow| DotRow {
        label: about.say(Analysis::DriverScored {
            label: short(&row.label, 48),
            score: value(row.score, &scores),
        }),
        group: group(row.quadrant),
        shown: Shown::Value(Estimate {
            value: row.share.value,
            interval: row.share.interval,
        }),
        n: row.share.n,
    };
    let even = 1.0 / found.rows.len() as f64;
    let figure = Figure::Dots(Dots {
        caption: about.caption(finding(found), subtitle, notes),
        heads: about.heads(Analysis::HeadItem, Analysis::HeadImportance),
        numbers: numbers.clone(),
        group_head: about.say(Analysis::HeadQuadrant),
        groups: Quadrant::ALL
            .iter()
            .map(|it| about.say(name(*it)))
            .collect(),
        rows: found.rows.iter().map(row).collect(),
        reference: Some(Reference {
            label: about.say(Analysis::EvenShare {
                value: value(even, &numbers),
            }),
            value: even,
        }),
        domain: None,
        order: Order::Given,
    });
    let raw = |row: &DriverRow| Raw {
        key: row.name.clone(),
        estimate: Some(row.share),
    };
    Some(Drawn {
        key: format!("drivers:{}:{}", it.outcome, it.battery),
        figure,
        raw: found.rows.iter().map(raw).collect(),
    })
}

/// The same by importance and score: what is important stands above, what is done well to the
/// right. None where nothing was found.
pub fn quadrants(about: &About, it: &Drivers) -> Option<Drawn> {
    let found = it.found.as_ref().filter(|it| !it.rows.is_empty())?;
    let n = found.rows.len() as f64;
    let subtitle = about.say(Analysis::RuleQuadrants {
        outcome: short(&it.label, 48),
        complete: count(it.complete),
    });
    let point = |row: &DriverRow| ScatterPoint {
        label: short(&row.label, 48),
        short: short(&row.label, 22),
        x: row.score,
        y: row.share.value,
        y_interval: row.share.interval,
        group: Quadrant::ALL
            .iter()
            .position(|it| *it == row.quadrant)
            .unwrap_or(0),
    };
    let axis = |title: Analysis, head: Analysis, numbers: Numbers| ScatterAxis {
        title: about.say(title),
        head: about.say(head),
        numbers,
    };
    let notes = vec![
        Analysis::NoteQuadrants,
        Analysis::NoteBars,
        Analysis::DriversCaution,
    ];
    let figure = Figure::Scatter(Scatter {
        caption: about.caption(pressing(found), subtitle, notes),
        x: axis(Analysis::AxisScore, Analysis::HeadScore, Numbers::plain(0)),
        y: axis(
            Analysis::AxisImportance,
            Analysis::HeadImportance,
            Numbers::percent(),
        ),
        cut: (
            found.rows.iter().map(|it| it.score).sum::<f64>() / n,
            1.0 / n,
        ),
        parts: Quadrant::ALL
            .iter()
            .map(|it| about.say(name(*it)))
            .collect(),
        label_head: about.say(Analysis::HeadItem),
        group_head: about.say(Analysis::HeadQuadrant),
        interval_head: about.say(Analysis::HeadInterval),
        points: found.rows.iter().map(point).collect(),
    });
    let raw = |row: &DriverRow| Raw {
        key: row.name.clone(),
        estimate: Some(row.share),
    };
    Some(Drawn {
        key: format!("quadrants:{}:{}", it.outcome, it.battery),
        figure,
        raw: found.rows.iter().map(raw).collect(),
    })
}

/// What is important and has a low score: said to be so only where the interval of importance is
/// clear of the average.
fn pressing(it: &Explained) -> Analysis {
    let even = 1.0 / it.rows.len() as f64;
    let is_clear = |it: &&&DriverRow| it.share.interval.is_some_and(|it| it.0 > even);
    let all: Vec<&DriverRow> = it
        .rows
        .iter()
        .filter(|it| it.quadrant == Quadrant::Improve)
        .collect();
    let labels: Vec<String> = all
        .iter()
        .filter(is_clear)
        .map(|it| short(&it.label, 24))
        .collect();
    match (labels.as_slice(), all.as_slice()) {
        ([], []) => Analysis::FindNothingPressing,
        ([], [first, ..]) => Analysis::FindPerhapsPressing {
            what: short(&first.label, 24),
        },
        ([one], _) => Analysis::FindPressing { what: one.clone() },
        ([one, other], _) => Analysis::FindPressingTwo {
            one: one.clone(),
            other: other.clone(),
        },
        ([one, ..], _) => Analysis::FindPressingMany {
            one: one.clone(),
            n: labels.len() - 1,
        },
    }
}

fn name(quadrant: Quadrant) -> Analysis {
    match quadrant {
        Quadrant::Improve => Analysis::QuadrantImprove,
        Quadrant::Keep => Analysis::QuadrantKeep,
        Quadrant::Later => Analysis::QuadrantLater,
        Quadrant::Enough => Analysis::QuadrantEnough,
    }
}

/// The first question is named only if its interval is clear of the second's.
fn finding(it: &Explained) -> Analysis {
    let label = |row: &DriverRow| short(&row.label, 32);
    match it.rows.as_slice() {
        [one, other, ..] if super::overlap(&one.share, &other.share) => Analysis::FindDriversTie {
            one: label(one),
            other: label(other),
        },
        [one, ..] => Analysis::FindDriver {
            one: label(one),
            share: value(one.share.value, &Numbers::percent()),
        },
        [] => Analysis::NoDrivers,
    }
}
