use super::{About, Drawn, Raw, count, end, interval, overlap, short, value};
use crate::charts::Figure;
use crate::charts::figure::{Distribution, Numbers, OptionBar};
use crate::locale::analysis::Analysis;
use crate::locale::responses;
use crate::worker::protocol::{Bar, Estimated, Question, Scale, Shape, Withheld};

/// The distribution of a question's answers, with the reasons for none apart.
pub fn question(about: &About, it: &Question) -> Drawn {
    let n = count(it.n);
    let subtitle = format!(
        "{} {}　{}",
        it.name,
        short(&it.label, 120),
        about.say(Analysis::RuleShares { n })
    );
    let mut notes = vec![about.interval_note()];
    if it.answers.iter().any(|bar| bar.share.is_err()) {
        notes.push(Analysis::NoteSuppressed);
    }
    let bar = |bar: &Bar| OptionBar {
        label: label(about, bar),
        shown: about.shown(&bar.share),
        n: bar.count,
    };
    let raw = |bar: &Bar| Raw {
        key: bar.code.clone(),
        estimate: bar.share.ok(),
    };
    let mut raws: Vec<Raw> = it.answers.iter().map(raw).collect();
    if !it.missing.is_empty() {
        // The line that names the base of the reasons.
        raws.push(Raw::default());
    }
    raws.extend(it.missing.iter().map(raw));
    let figure = Figure::Distribution(Distribution {
        caption: about.caption(finding(it), subtitle, notes),
        numbers: Numbers::percent(),
        heads: about.heads(Analysis::HeadAnswer, Analysis::HeadShare),
        valid: it.answers.iter().map(bar).collect(),
        missing_title: about.say(Analysis::MissingTitle {
            asked: count(it.asked),
        }),
        missing: it.missing.iter().map(bar).collect(),
    });
    Drawn {
        key: format!("question:{}", it.name),
        figure,
        raw: raws,
    }
}

fn label(about: &About, bar: &Bar) -> String {
    if !bar.label.is_empty() {
        return bar.label.clone();
    }
    match responses::missing(&bar.code) {
        Some(words) => about.locale.say(words).to_string(),
        None => bar.code.clone(),
    }
}

/// What the answers show.
fn finding(it: &Question) -> Analysis {
    if it.n == 0 {
        return Analysis::FindNobody;
    }
    if it.n < survey_core::stats::SMALLEST_BASE {
        return Analysis::FindTooFew;
    }
    match &it.scale {
        Scale::Ordered => top2(it).unwrap_or_else(|| most(it, false)),
        Scale::Choice => most(it, false),
        Scale::Choices => most(it, true),
        Scale::Points(..) | Scale::Number => mean(it).unwrap_or_else(|| most(it, false)),
        Scale::Moments => most(it, false),
        Scale::Words => Analysis::FindWords { n: count(it.n) },
    }
}

fn top2(it: &Question) -> Option<Analysis> {
    let Some(Ok(share)) = it.top2 else {
        return None;
    };
    let numbers = Numbers::percent();
    let labels: Vec<String> = it.top2_labels.iter().map(|it| format!("“{it}”")).collect();
    Some(Analysis::FindTop2 {
        labels: labels.join(" / "),
        share: value(share.value, &numbers),
        interval: interval(share.interval?, &numbers),
    })
}

fn mean(it: &Question) -> Option<Analysis> {
    let Some(Ok(mean)) = it.mean else { return None };
    let numbers = Numbers::plain(1);
    Some(Analysis::FindMean {
        mean: value(mean.value, &numbers),
        interval: interval(mean.interval?, &numbers),
    })
}

/// The most frequent answer, or the two that cannot be told apart.
fn most(it: &Question, ticked: bool) -> Analysis {
    let mut shares: Vec<(&Bar, &Estimated)> = it
        .answers
        .iter()
        .filter_map(|bar| Some((bar, bar.share.as_ref().ok()?)))
        .collect();
    shares.sort_by(|a, b| b.1.value.total_cmp(&a.1.value));
    let numbers = Numbers::percent();
    let name = |bar: &Bar| {
        if bar.label.is_empty() {
            bar.code.clone()
        } else {
            bar.label.clone()
        }
    };
    match shares.as_slice() {
        [] => Analysis::FindTooFew,
        [first, second, ..] if overlap(first.1, second.1) => {
            let (one, other) = (name(first.0), name(second.0));
            let pair = (
                value(first.1.value, &numbers),
                value(second.1.value, &numbers),
            );
            let shares = format!("{} / {}", pair.0, pair.1);
            if ticked {
                Analysis::FindTieTicked { one, other, shares }
            } else {
                Analysis::FindTie { one, other, shares }
            }
        }
        [first, ..] => {
            let (label, share) = (name(first.0), value(first.1.value, &numbers));
            let interval = first
                .1
                .interval
                .map_or_else(String::new, |it| interval(it, &numbers));
            if ticked {
                Analysis::FindMostTicked {
                    label,
                    share,
                    interval,
                }
            } else {
                Analysis::FindMost {
                    label,
                    share,
                    interval,
                }
            }
        }
    }
}

/// One key figure of a question: what it is, its value with interval, whether it may be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyFigure {
    /// What it is.
    pub name: Analysis,
    /// The estimate.
    pub shape: Shape<Estimated>,
    /// How it is written.
    pub numbers: Numbers,
}

/// The key figures beside a question's chart: strict and lenient rate, the mean.
pub fn key_figures(it: &Question) -> Vec<KeyFigure> {
    let mut out = Vec::new();
    let mut push = |name, shape: &Option<Shape<Estimated>>, numbers| {
        if let Some(shape) = shape.filter(|it| *it != Err(Withheld::Nobody)) {
            out.push(KeyFigure {
                name,
                shape,
                numbers,
            });
        }
    };
    push(Analysis::Top2Strict, &it.top2, Numbers::percent());
    push(Analysis::Top3Lenient, &it.top3, Numbers::percent());
    let (name, decimals) = match &it.scale {
        Scale::Points(from, to) => (
            Analysis::MeanPoints {
                from: end(*from),
                to: end(*to),
            },
            1,
        ),
        Scale::Number => (Analysis::MeanNumber, 1),
        Scale::Choice | Scale::Ordered | Scale::Choices | Scale::Moments | Scale::Words => {
            (Analysis::Mean100, 1)
        }
    };
    push(name, &it.mean, Numbers::plain(decimals));
    out
}
