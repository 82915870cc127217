use super::areas::numbers;
use super::{About, Drawn, Raw, count, short, value};
use crate::charts::Figure;
use crate::charts::figure::{Caption, DotRow, Dots, Estimate, Numbers, Order, Reference, Shown};
use crate::locale::analysis::Analysis;
use crate::locale::areas::Areas as Say;
use crate::worker::protocol::{AreaItem, AreaPage, AreaRow, Areas, Estimated};

/// Beyond this p value nothing differs.
const ERROR: f64 = 0.05;

/// A community with its tier, the best and the worst place it may have, and its estimate.
type Placed<'a> = (&'a AreaRow, (u32, u32, u32), Estimated);

/// A community with its shrunken estimate, its interval and the share of the mean in it.
type Mixed<'a> = (&'a AreaRow, (f64, (f64, f64), f64));

fn say(about: &About, message: Say) -> String {
    about.locale.say(message).to_string()
}

/// A caption whose title and notes are of this file.
fn caption(about: &About, title: Say, subtitle: String, notes: Vec<Say>) -> Caption {
    let rest = about.caption(
        Analysis::TabCommunities,
        subtitle,
        vec![about.interval_note()],
    );
    let notes = notes.into_iter().map(|it| say(about, it));
    Caption {
        title: say(about, title),
        notes: notes.chain(rest.notes.iter().cloned()).collect(),
        ..rest
    }
}

fn whole(about: &About, it: &Areas, numbers: &Numbers) -> Option<Reference> {
    let whole = it.whole.ok()?;
    Some(Reference {
        label: about.say(Analysis::WholeDistrict {
            value: value(whole.value, numbers),
        }),
        value: whole.value,
    })
}

/// Communities in tiers, each with the places it may have and the interval that holds together with
/// all others. None where fewer than two have a standard error.
pub fn ranks(about: &About, it: &Areas) -> Option<Drawn> {
    let mut placed: Vec<Placed<'_>> = it
        .rows
        .iter()
        .filter_map(|row| Some((row, row.ranked?, row.shown.ok()?)))
        .collect();
    if placed.len() < 2 {
        return None;
    }
    placed.sort_by(|a, b| b.2.value.total_cmp(&a.2.value));
    let numbers = numbers(it);
    let last = placed.iter().map(|it| it.1.0).max().unwrap_or(0);
    let (tiers, of) = (last as usize + 1, placed.len());
    let title = if tiers == 1 {
        Say::RanksOne { of }
    } else {
        Say::RanksSome { tiers, of }
    };
    let mut notes = vec![Say::RanksNote];
    if of < it.rows.len() {
        notes.push(Say::RanksLeft);
    }
    let subtitle = format!("{}　{}", it.label, say(about, Say::RanksRule));
    let row = |(row, (tier, low, high), estimate): &Placed<'_>| DotRow {
        label: say(
            about,
            Say::Placed {
                label: row.label.clone(),
                low: *low,
                high: *high,
            },
        ),
        group: Some(*tier as usize),
        shown: Shown::Value(Estimate {
            value: estimate.value,
            interval: row.joint,
        }),
        n: row.n,
    };
    let raw = |(row, _, estimate): &Placed<'_>| Raw {
        key: row.code.clone(),
        estimate: Some(Estimated {
            interval: row.joint,
            ..*estimate
        }),
    };
    let figure = Figure::Dots(Dots {
        caption: caption(about, title, subtitle, notes),
        heads: about.heads(Analysis::HeadCommunity, Analysis::HeadValue),
        reference: whole(about, it, &numbers),
        numbers,
        group_head: say(about, Say::HeadTier),
        groups: (0..=last)
            .map(|it| say(about, Say::Tier { n: it + 1 }))
            .collect(),
        rows: placed.iter().map(row).collect(),
        domain: None,
        order: Order::Given,
    });
    Some(Drawn {
        key: "area:ranks".to_owned(),
        figure,
        raw: placed.iter().map(raw).collect(),
    })
}

/// Estimates drawn towards the whole, every one marked. None where there are too few communities.
pub fn shrunk(about: &About, it: &Areas) -> Option<Drawn> {
    let mut drawn: Vec<Mixed<'_>> = it
        .rows
        .iter()
        .filter_map(|row| Some((row, row.shrunk?)))
        .collect();
    if drawn.is_empty() {
        return None;
    }
    drawn.sort_by(|a, b| b.1.0.total_cmp(&a.1.0));
    let numbers = numbers(it);
    let mut shares: Vec<f64> = drawn.iter().map(|it| it.1.2).collect();
    shares.sort_by(f64::total_cmp);
    let percent = |it: f64| value(it, &Numbers::percent());
    let rule = Say::ShrunkRule {
        share: percent(shares[shares.len() / 2]),
    };
    let subtitle = format!("{}　{}", it.label, say(about, rule));
    let row = |(row, (est, interval, share)): &Mixed<'_>| DotRow {
        label: say(
            about,
            Say::ShrunkLabel {
                label: row.label.clone(),
                share: percent(*share),
            },
        ),
        group: None,
        shown: Shown::Value(Estimate {
            value: *est,
            interval: Some(*interval),
        }),
        n: row.n,
    };
    let raw = |(row, (est, interval, _)): &Mixed<'_>| Raw {
        key: row.code.clone(),
        estimate: Some(Estimated {
            value: *est,
            interval: Some(*interval),
            n: row.n,
        }),
    };
    let figure = Figure::Dots(Dots {
        caption: caption(about, Say::ShrunkTitle, subtitle, vec![Say::ShrunkNote]),
        heads: about.heads(Analysis::HeadCommunity, Analysis::HeadValue),
        reference: whole(about, it, &numbers),
        numbers,
        group_head: String::new(),
        groups: Vec::new(),
        rows: drawn.iter().map(row).collect(),
        domain: None,
        order: Order::Given,
    });
    Some(Drawn {
        key: "area:shrunk".to_owned(),
        figure,
        raw: drawn.iter().map(raw).collect(),
    })
}

/// One community's questions, each above the same of all others together. None without questions.
pub fn area_page(about: &About, it: &AreaPage) -> Option<Drawn> {
    if it.rows.is_empty() {
        return None;
    }
    let differs =
        |it: &AreaItem| match (it.own, it.others) {
            (Ok(own), Some(others)) if it.p.is_some_and(|p| p < ERROR) => {
                if own.value > others.value { 1 } else { -1 }
            }
            (_, _) => 0,
        };
    let of = |sign: i32| it.rows.iter().filter(|it| differs(it) == sign).count();
    let label = it.label.clone();
    let title = match (of(1), of(-1)) {
        (0, 0) => Say::PageNone { label },
        (above, below) => Say::PageSome {
            label,
            above,
            below,
        },
    };
    let subtitle = say(about, Say::PageRule { n: count(it.n) });
    let mut rows = Vec::new();
    let mut raws = Vec::new();
    for item in &it.rows {
        let mark = match differs(item) {
            1 => "▲ ",
            -1 => "▼ ",
            _ => "",
        };
        rows.push(DotRow {
            label: format!("{mark}{} {}", item.name, short(&item.label, 40)),
            group: Some(0),
            shown: about.shown(&item.own),
            n: item.own.map_or(0, |it| it.n),
        });
        rows.push(DotRow {
            label: say(about, Say::OthersRow),
            group: Some(1),
            shown: match item.others {
                Some(it) => Shown::Value(Estimate {
                    value: it.value,
                    interval: it.interval,
                }),
                None => Shown::Withheld(say(about, Say::NotComparable)),
            },
            n: item.others.map_or(0, |it| it.n),
        });
        raws.push(Raw {
            key: item.name.clone(),
            estimate: item.own.ok(),
        });
        raws.push(Raw {
            key: format!("{}:others", item.name),
            estimate: item.others,
        });
    }
    let figure = Figure::Dots(Dots {
        caption: caption(about, title, subtitle, vec![Say::PageNote]),
        heads: about.heads(Analysis::HeadItem, Analysis::HeadValue),
        numbers: Numbers::plain(1),
        group_head: about.say(Analysis::HeadCommunity),
        groups: vec![it.label.clone(), say(about, Say::Others)],
        rows,
        reference: None,
        domain: None,
        order: Order::Given,
    });
    Some(Drawn {
        key: format!("area:one:{}", it.code),
        figure,
        raw: raws,
    })
}
