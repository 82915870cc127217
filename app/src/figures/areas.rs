use super::{About, Drawn, Raw, count, end, value};
use crate::charts::Figure;
use crate::charts::figure::{DotRow, Dots, Numbers, Order, Reference};
use crate::locale::analysis::Analysis;
use crate::worker::protocol::{AreaRow, Areas, Measure};

/// One measure by community: a dot with its interval each, and a line for all together.
pub fn areas(about: &About, it: &Areas) -> Drawn {
    let numbers = numbers(it);
    let n = count(it.whole.map_or(0, |whole| whole.n));
    let rule = match (&it.measure, it.ends) {
        (Measure::Top2(_), _) => Analysis::RuleTop2 { n },
        (Measure::Rate(_), _) => Analysis::RuleRate { n },
        (Measure::Score(_), _) => Analysis::RuleMean { n },
        (Measure::Mean(_), Some((0.0, 100.0))) => Analysis::RuleMean { n },
        (Measure::Mean(_), Some((from, to))) => Analysis::RulePoints {
            from: end(from),
            to: end(to),
            n,
        },
        (Measure::Mean(_), None) => Analysis::RuleNumber { n },
    };
    let mut notes = vec![about.interval_note(), Analysis::NoteMarked];
    if it.rows.iter().any(|row| row.shown.is_err()) {
        notes.push(Analysis::NoteSuppressed);
    }
    let subtitle = format!("{}　{}", it.label, about.say(rule));
    let row = |row: &AreaRow| DotRow {
        label: row.label.clone(),
        group: row.group.map(|it| it as usize),
        shown: about.shown(&row.shown),
        n: row.n,
    };
    let reference = it.whole.ok().map(|whole| Reference {
        label: about.say(Analysis::WholeDistrict {
            value: value(whole.value, &numbers),
        }),
        value: whole.value,
    });
    // Best first, withheld last; the figure takes them as they come.
    let mut rows: Vec<&AreaRow> = it.rows.iter().collect();
    let rank = |it: &AreaRow| it.shown.map_or(f64::NEG_INFINITY, |it| it.value);
    rows.sort_by(|a, b| rank(b).total_cmp(&rank(a)));
    let raw = |row: &&AreaRow| Raw {
        key: row.code.clone(),
        estimate: row.shown.ok(),
    };
    let (kind, name) = crate::desk::measure_key(&it.measure);
    let key = match it.measure {
        Measure::Top2(_) => format!("area:{name}"),
        Measure::Mean(_) | Measure::Score(_) | Measure::Rate(_) => format!("area:{kind}:{name}"),
    };
    let raws = rows.iter().map(raw).collect();
    let figure = Figure::Dots(Dots {
        caption: about.caption(finding(it), subtitle, notes),
        heads: about.heads(Analysis::HeadCommunity, Analysis::HeadValue),
        numbers,
        group_head: about.say(Analysis::HeadStreet),
        groups: it.groups.clone(),
        rows: rows.into_iter().map(row).collect(),
        reference,
        domain: None,
        order: Order::Given,
    });
    Drawn {
        key,
        figure,
        raw: raws,
    }
}

pub(super) fn numbers(it: &Areas) -> Numbers {
    match it.measure {
        Measure::Top2(_) | Measure::Rate(_) => Numbers::percent(),
        Measure::Mean(_) | Measure::Score(_) => Numbers::plain(1),
    }
}

/// How many communities stand out beyond chance.
fn finding(it: &Areas) -> Analysis {
    let shown = it.rows.iter().filter(|row| row.shown.is_ok());
    let of = |sign: i8| shown.clone().filter(|row| row.differs == sign).count();
    match (of(1), of(-1), of(0)) {
        (0, 0, 0) => Analysis::FindAreasFew,
        (above, below, same) => Analysis::FindAreas { above, below, same },
    }
}
