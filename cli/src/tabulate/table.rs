//! The table for people, aligned whatever the script.

use std::fmt::Write;

use survey_core::base::{Date, Missing, Text};
use survey_core::dataset::{Group, Plan};
use survey_core::report::{
    Base, Comparison, Figure, Finding, Frame, Question, Slice, Unit, Weighting,
};
use survey_core::stats::Status;
use unicode_width::UnicodeWidthStr;

use super::{Counts, Found, Options};

pub(super) fn write(
    frame: &Frame,
    found: &Found,
    (options, weighting): (&Options, &Weighting),
    lang: &str,
) -> String {
    let data = frame.data;
    let counts = Counts::of(data, frame);
    let words = |text: &Text| text.get(lang, data.default_language()).to_owned();
    let label = match found {
        Found::Item(it) => words(&it.label),
        Found::Construct(it) => words(&it.label),
    };
    let mut out = format!("{}  {label}\n", options.question);
    let _ = write!(
        out,
        "{}: {} responses, {} interviews",
        data.survey(),
        counts.rows,
        counts.interviews
    );
    if counts.of_interest != counts.interviews {
        let _ = write!(out, ", {} of interest", counts.of_interest);
    }
    if counts.simulated > 0 {
        let _ = write!(out, "; {} simulated", counts.simulated);
    }
    out.push('\n');
    out.push_str(&weighed(weighting));
    out.push('\n');
    let percent = frame.level * 100.0;
    let interval = format!("{percent}% interval");
    let rows = match found {
        Found::Item(it) => item(it, &words, &interval, options.by.as_deref()),
        Found::Construct(it) => construct(it, &words, &interval),
    };
    out.push_str(&align(&rows));
    if let Found::Item(question) = found {
        out.push('\n');
        out.push_str(&base(&question.all.base));
        if let (Finding::Words { rows }, Some(at)) =
            (&question.all.finding, data.find(&question.name))
        {
            for row in rows {
                let _ = writeln!(out, "- {}", data.text(at, *row));
            }
        }
    }
    out
}

/// What the weights do; nothing where everybody counts once.
fn weighed(weighting: &Weighting) -> String {
    if weighting.design().weights.is_none() {
        return String::new();
    }
    let (least, greatest) = weighting.range;
    let kish = weighting.kish;
    let mut out = format!(
        "weights {least:.2} to {greatest:.2} times the mean, design effect {:.2}, {:.0} effective interviews\n",
        kish.deff, kish.n_eff
    );
    if weighting.without > 0 {
        let _ = writeln!(out, "{} interviews have no weight", weighting.without);
    }
    for met in &weighting.margins {
        let missed = met.categories.iter().map(|it| (it.after - it.target).abs());
        let missed = 100.0 * missed.fold(0.0, f64::max);
        let _ = write!(out, "raked to {}", met.var);
        if met.unknown > 0 {
            let _ = write!(out, ", unknown of {}", met.unknown);
        }
        if missed >= 0.05 {
            let _ = write!(out, ", missed by up to {missed:.1} points");
        }
        out.push('\n');
    }
    out
}

type Words<'a> = &'a dyn Fn(&Text) -> String;

fn item(question: &Question, words: Words, interval: &str, by: Option<&str>) -> Vec<Vec<String>> {
    match by {
        Some(by) => grouped(question, words, interval, by),
        None => alone(question, words, interval),
    }
}

/// One part a row, then what sums them up.
fn alone(question: &Question, words: Words, interval: &str) -> Vec<Vec<String>> {
    let head = |unit: &str| {
        vec![
            "".into(),
            "".into(),
            "n".into(),
            unit.into(),
            interval.into(),
        ]
    };
    let mut rows = Vec::new();
    let mut parts = |counts: &[u64], shares: &[Figure]| {
        rows.push(head("share"));
        for ((part, n), share) in question.parts.iter().zip(counts).zip(shares) {
            let mut row = vec![part.code.clone(), words(&part.label), n.to_string()];
            row.extend(shown(share, Show::Share));
            rows.push(row);
        }
    };
    match &question.all.finding {
        Finding::Withheld => rows.push(vec!["withheld: fewer than 10 valid answers".into()]),
        Finding::Choice(it) => {
            parts(&it.counts, &it.shares);
            let n = question.all.base.valid.to_string();
            for (name, figure, show) in [
                ("top 2", it.top, Show::Share),
                ("top 3, lenient", it.lenient, Show::Share),
                ("bottom 2", it.bottom, Show::Share),
                ("score, 0 to 100", it.score, Show::Score),
                ("mean", it.mean, Show::Mean),
            ] {
                if let Some(figure) = figure {
                    let mut row = vec![String::new(), name.to_owned(), n.clone()];
                    row.extend(shown(&figure, show));
                    rows.push(row);
                }
            }
        }
        Finding::Choices { counts, shares } => parts(counts, shares),
        Finding::Number {
            mean,
            sd,
            quantiles,
            score,
        } => {
            rows.push(head("value"));
            let mut row = vec![String::new(), "mean".to_owned(), mean.n.to_string()];
            row.extend(shown(mean, Show::Mean));
            rows.push(row);
            let names = [
                "least",
                "lower quartile",
                "median",
                "upper quartile",
                "greatest",
            ];
            let named = names.iter().zip(quantiles.iter().flatten());
            let others = [("standard deviation", *sd)].into_iter();
            for (name, value) in others.chain(named.map(|(name, it)| (*name, *it))) {
                let value = format!("{value:.2}");
                rows.push(vec!["".into(), name.into(), "".into(), value, "".into()]);
            }
            if let Some(score) = score {
                let mut row = vec![
                    String::new(),
                    "score, 0 to 100".to_owned(),
                    score.n.to_string(),
                ];
                row.extend(shown(score, Show::Score));
                rows.push(row);
            }
        }
        Finding::Words { rows: said } => {
            rows.push(vec!["".into(), "texts".into(), said.len().to_string()]);
        }
        Finding::Moments { counts } => {
            rows.push(vec!["".into(), "".into(), "n".into()]);
            for (moment, n) in counts {
                let name = moment_name(&question.plan, *moment);
                rows.push(vec![String::new(), name, n.to_string()]);
            }
        }
    }
    rows
}

fn moment_name(plan: &Plan, moment: i32) -> String {
    if *plan == Plan::Time {
        return format!("{moment:02}:00");
    }
    let day = Date::from_days(i64::from(moment));
    day.map_or_else(String::new, |it| it.to_string())
}

/// One group a row: what sums the item up, or else every part's share.
fn grouped(question: &Question, words: Words, interval: &str, by: &str) -> Vec<Vec<String>> {
    let summary: Vec<(&str, Show)> = match &question.all.finding {
        Finding::Choice(it) if it.top.is_some() => {
            vec![("top 2", Show::Share), ("score", Show::Score)]
        }
        Finding::Choice(it) if it.mean.is_some() => vec![("mean", Show::Mean)],
        Finding::Number { .. } => vec![("mean", Show::Mean)],
        Finding::Choice(_)
        | Finding::Choices { .. }
        | Finding::Words { .. }
        | Finding::Moments { .. }
        | Finding::Withheld => Vec::new(),
    };
    let mut head = vec![by.to_owned(), String::new(), "valid".to_owned()];
    if summary.is_empty() {
        head.extend(question.parts.iter().map(|it| it.code.clone()));
    }
    for (name, _) in &summary {
        head.extend([(*name).to_owned(), interval.to_owned()]);
    }
    let mut rows = vec![head];
    for slice in question.groups.iter().chain([&question.all]) {
        let mut row = named(&slice.group, words);
        row.push(slice.base.valid.to_string());
        row.extend(cells(slice, &summary));
        rows.push(row);
    }
    rows
}

fn cells(slice: &Slice, summary: &[(&str, Show)]) -> Vec<String> {
    let figures: Vec<Option<Figure>> = match &slice.finding {
        Finding::Withheld => return vec!["withheld".to_owned()],
        Finding::Choice(it) if it.top.is_some() => vec![it.top, it.score],
        Finding::Choice(it) if it.mean.is_some() => vec![it.mean],
        Finding::Number { mean, .. } => vec![Some(*mean)],
        Finding::Choice(it) => return shares(&it.shares),
        Finding::Choices { shares: all, .. } => return shares(all),
        Finding::Words { .. } | Finding::Moments { .. } => return Vec::new(),
    };
    let pairs = figures.into_iter().flatten().zip(summary);
    pairs
        .flat_map(|(it, (_, show))| shown(&it, *show))
        .collect()
}

fn shares(all: &[Figure]) -> Vec<String> {
    all.iter()
        .map(|it| shown(it, Show::Share)[0].clone())
        .collect()
}

fn construct(found: &Comparison, words: Words, interval: &str) -> Vec<Vec<String>> {
    let show = match found.unit {
        Unit::Share => Show::Share,
        Unit::Score => Show::Score,
        Unit::Own => Show::Mean,
    };
    let head = ["", "", "valid", "estimate", interval];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for standing in found.groups.iter().chain([&found.all]) {
        let mut row = named(&standing.group, words);
        row.push(standing.base.valid.to_string());
        row.extend(shown(&standing.figure, show));
        rows.push(row);
    }
    rows
}

fn named(group: &Group, words: Words) -> Vec<String> {
    if group.key.is_empty() {
        vec![String::new(), "all".to_owned()]
    } else {
        vec![group.key.clone(), words(&group.label)]
    }
}

#[derive(Clone, Copy)]
enum Show {
    Share,
    Score,
    Mean,
}

/// Estimate and interval.
fn shown(figure: &Figure, show: Show) -> [String; 2] {
    let write = |it: f64| match show {
        Show::Share => format!("{:.1}%", 100.0 * it),
        Show::Score => format!("{it:.1}"),
        Show::Mean => format!("{it:.2}"),
    };
    let estimate = match figure.status {
        Status::Suppressed => "withheld".to_owned(),
        Status::Empty => "-".to_owned(),
        Status::Ok
        | Status::ZeroVariance
        | Status::LonelyStratum
        | Status::OnePsu
        | Status::OneRespondent => write(figure.est),
    };
    let interval = match (figure.bounds, figure.status) {
        (Some(it), _) => format!("{} to {}", write(it.low), write(it.high)),
        (None, Status::Suppressed | Status::Empty) => String::new(),
        (
            None,
            Status::Ok
            | Status::ZeroVariance
            | Status::LonelyStratum
            | Status::OnePsu
            | Status::OneRespondent,
        ) => "not estimable".to_owned(),
    };
    [estimate, interval]
}

fn base(base: &Base) -> String {
    let reasons = Missing::ALL.iter().filter(|it| base.of(**it) > 0);
    let missing: Vec<String> = reasons
        .map(|it| format!("{} {}", in_words(*it), base.of(*it)))
        .collect();
    let missing = if missing.is_empty() {
        "nothing missing".to_owned()
    } else {
        format!("missing: {}", missing.join(", "))
    };
    format!("n {}, valid {}; {missing}\n", base.rows, base.valid)
}

fn in_words(reason: Missing) -> &'static str {
    match reason {
        Missing::NotAsked => "not asked",
        Missing::Skipped => "skipped",
        Missing::NotApplicable => "not applicable",
        Missing::DontKnow => "don't know",
        Missing::Refused => "refused",
        Missing::Suppressed => "suppressed",
    }
}

/// Columns side by side: words to the left, numbers to the right, wide characters counted as two.
fn align(rows: &[Vec<String>]) -> String {
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at));
        cells.map(|it| it.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..n_columns).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (at, cell) in row.iter().enumerate() {
            let space = " ".repeat(widths[at] - cell.width());
            let gap = if at > 0 && widths[at - 1] > 0 {
                "  "
            } else {
                ""
            };
            if at < 2 {
                line += &format!("{gap}{cell}{space}");
            } else {
                line += &format!("{gap}{space}{cell}");
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
