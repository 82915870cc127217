use super::{About, Drawn, count, short, value};
use crate::charts::Figure;
use crate::charts::figure::{
    CountRow, Counts, CountsHeads, Day, Distribution, Estimate, Numbers, OptionBar, Order, Shown,
    Timeline,
};
use crate::locale::analysis::Analysis;
use crate::locale::responses;
use crate::worker::protocol::Overview;

/// Responses by community, those without any included.
pub fn by_area(about: &About, it: &Overview) -> Drawn {
    let with: Vec<u64> = it
        .areas
        .iter()
        .map(|it| it.count)
        .filter(|it| *it > 0)
        .collect();
    let (n, without) = (it.areas.len(), it.areas.len() - with.len());
    let finding = if without == 0 {
        let low = with.iter().min().copied().unwrap_or(0);
        let high = with.iter().max().copied().unwrap_or(0);
        Analysis::FindCounts { low, high, n }
    } else if without * 2 < n {
        Analysis::FindCountsGaps { without, n }
    } else {
        Analysis::FindCountsMany {
            without,
            with: with.len(),
        }
    };
    let figure = Figure::Counts(Counts {
        caption: about.caption(finding, about.say(Analysis::OverviewAreas), Vec::new()),
        heads: CountsHeads {
            label: about.say(Analysis::HeadCommunity),
            count: about.say(Analysis::HeadResponses),
            target: about.say(Analysis::HeadTarget),
        },
        rows: it
            .areas
            .iter()
            .map(|it| CountRow {
                label: it.label.clone(),
                count: it.count,
                target: None,
            })
            .collect(),
        order: Order::Descending,
    });
    Drawn::plain("overview:areas", figure)
}

/// Responses by day and mode.
pub fn by_day(about: &About, it: &Overview) -> Drawn {
    let total = |counts: &[u64]| counts.iter().sum::<u64>();
    let best = it.days.iter().max_by_key(|it| total(&it.counts));
    let finding = Analysis::FindDays {
        day: best.map_or_else(String::new, |it| short_day(&it.day)),
        count: best.map_or_else(String::new, |it| count(total(&it.counts))),
        days: it.days.len(),
    };
    let mode = |name: &String| match responses::mode(name) {
        Some(words) => about.locale.say(words).to_string(),
        None => name.clone(),
    };
    let figure = Figure::Timeline(Timeline {
        caption: about.caption(finding, about.say(Analysis::OverviewDays), Vec::new()),
        day_head: about.say(Analysis::HeadDay),
        total_head: about.say(Analysis::HeadAll),
        series: it.modes.iter().map(mode).collect(),
        days: it
            .days
            .iter()
            .map(|it| Day {
                label: short_day(&it.day),
                counts: it.counts.clone(),
            })
            .collect(),
    });
    Drawn::plain("overview:days", figure)
}

/// `3-7` of `2026-03-07`: the year is in the filter and in every table.
fn short_day(day: &str) -> String {
    match day.split('-').collect::<Vec<_>>().as_slice() {
        [_, month, day] => format!(
            "{}-{}",
            month.trim_start_matches('0'),
            day.trim_start_matches('0')
        ),
        _ => day.to_owned(),
    }
}

/// Responses by AAPOR disposition.
pub fn dispositions(about: &About, it: &Overview) -> Drawn {
    let finding = Analysis::FindAnswered {
        n: it.n,
        interviews: it.interviews,
    };
    let words = |code: &str| match responses::disposition(code) {
        Some(words) => format!("{code} {}", about.locale.say(words)),
        None => code.to_owned(),
    };
    let figure = Figure::Counts(Counts {
        caption: about.caption(
            finding,
            about.say(Analysis::OverviewDispositions),
            Vec::new(),
        ),
        heads: CountsHeads {
            label: about.say(Analysis::HeadDisposition),
            count: about.say(Analysis::HeadResponses),
            target: about.say(Analysis::HeadTarget),
        },
        rows: it
            .dispositions
            .iter()
            .map(|(code, count)| CountRow {
                label: words(code),
                count: *count,
                target: None,
            })
            .collect(),
        order: Order::Descending,
    });
    Drawn::plain("overview:dispositions", figure)
}

/// The questions that are left open most.
pub fn missing(about: &About, it: &Overview) -> Drawn {
    let numbers = Numbers::percent();
    let share = |counts: &[u64; 5]| {
        let open: u64 = counts[1..].iter().sum();
        open as f64 / counts[0].max(1) as f64
    };
    let finding = match it.missing.first() {
        Some((_, label, counts)) => Analysis::FindMissing {
            label: short(label, 40),
            share: value(share(counts), &numbers),
        },
        None => Analysis::FindMissingNone,
    };
    let bar = |(name, label, counts): &(String, String, [u64; 5])| OptionBar {
        label: format!("{name} {label}"),
        shown: Shown::Value(Estimate {
            value: share(counts),
            interval: None,
        }),
        n: counts[0],
    };
    let mut heads = about.heads(Analysis::HeadItem, Analysis::HeadShare);
    heads.n = about.say(Analysis::HeadAsked);
    let figure = Figure::Distribution(Distribution {
        caption: about.caption(finding, about.say(Analysis::MissingRule), Vec::new()),
        numbers,
        heads,
        valid: it.missing.iter().map(bar).collect(),
        missing_title: String::new(),
        missing: Vec::new(),
    });
    Drawn::plain("overview:missing", figure)
}
