use super::{About, Drawn, overlap, short, value};
use crate::charts::Figure;
use crate::charts::figure::{Numbers, Order, Stacked, StackedHeads, StackedRow, StackedShares};
use crate::locale::analysis::Analysis;
use crate::worker::protocol::{Battery, BatteryRow, Estimated};

/// Questions that share a scale: bars around the middle.
pub fn battery(about: &About, it: &Battery) -> Drawn {
    let rule = about.say(Analysis::RuleSharesEach);
    let mut notes = Vec::new();
    if it.rows.iter().any(|row| row.levels.is_err()) {
        notes.push(Analysis::NoteSuppressed);
    }
    let row = |row: &BatteryRow| StackedRow {
        label: format!("{} {}", row.name, row.label),
        shares: match &row.levels {
            Ok(levels) => StackedShares::Shown {
                levels: levels.clone(),
                missing: row.missing,
            },
            Err(why) => StackedShares::Withheld(about.withheld(*why)),
        },
        n: row.n,
    };
    let figure = Figure::Stacked(Stacked {
        caption: about.caption(finding(it), format!("{}　{rule}", it.label), notes),
        numbers: Numbers::percent(),
        heads: StackedHeads {
            label: about.say(Analysis::HeadItem),
            missing: about.say(Analysis::HeadNoAnswer),
            n: about.say(Analysis::HeadN),
        },
        levels: it.levels.clone(),
        neutral: it.neutral.map(|it| it as usize),
        rows: it.rows.iter().map(row).collect(),
        order: Order::Descending,
    });
    Drawn::plain(&format!("battery:{}", it.key), figure)
}

/// The best and the worst, if they can be told apart.
fn finding(it: &Battery) -> Analysis {
    let mut rows: Vec<(&BatteryRow, &Estimated)> = it
        .rows
        .iter()
        .filter_map(|row| Some((row, row.top2.as_ref().ok()?)))
        .collect();
    rows.sort_by(|a, b| b.1.value.total_cmp(&a.1.value));
    let numbers = Numbers::percent();
    match (rows.first(), rows.last()) {
        (Some(best), Some(worst)) if rows.len() > 1 && !overlap(best.1, worst.1) => {
            Analysis::FindBattery {
                best: short(&best.0.label, 40),
                best_share: value(best.1.value, &numbers),
                worst: short(&worst.0.label, 40),
                worst_share: value(worst.1.value, &numbers),
            }
        }
        (Some(best), Some(worst)) => Analysis::FindBatteryTie {
            low: value(worst.1.value, &numbers),
            high: value(best.1.value, &numbers),
        },
        (_, _) => Analysis::FindTooFew,
    }
}
