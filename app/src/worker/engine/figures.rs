//! From the core's reports to what travels to the page.

use survey_core::base::{Missing, Text};
use survey_core::dataset::{Dataset, Plan as How, Variable};
use survey_core::report::{Base, Figure, Finding, Frame, Part, Question, question};
use survey_core::stats::Status;

use crate::worker::protocol::{
    Answered, Bar, Estimated, Quantiles, Question as Told, QuestionLine, Scale, Shape, Withheld,
};

/// Of what people said, so many are shown.
const WORDS: usize = 100;

/// The reasons that are shown, in the order of figures. Who was not asked is not in the base.
const REASONS: [Missing; 4] = [
    Missing::DontKnow,
    Missing::Refused,
    Missing::NotApplicable,
    Missing::Skipped,
];

/// An estimate as it travels.
pub(super) fn shape(figure: &Figure) -> Shape<Estimated> {
    match figure.status {
        Status::Suppressed => Err(Withheld::TooFew),
        Status::Empty => Err(Withheld::Nobody),
        Status::Ok
        | Status::ZeroVariance
        | Status::LonelyStratum
        | Status::OnePsu
        | Status::OneRespondent => Ok(Estimated {
            value: figure.est,
            interval: figure.bounds.map(|it| (it.low, it.high)),
            n: figure.n,
        }),
    }
}

/// Words in the reader's language.
pub(super) fn words(data: &Dataset, text: &Text, lang: &str) -> String {
    text.get(lang, data.default_language()).to_owned()
}

/// People who were asked.
pub(super) fn asked(base: &Base) -> u64 {
    base.rows - base.of(Missing::NotAsked)
}

/// How a question is answered.
pub(super) fn scale(variable: &Variable) -> Scale {
    match &variable.plan {
        How::Choice if variable.is_scored() => Scale::Ordered,
        How::Choice | How::Place(_) => Scale::Choice,
        How::Choices => Scale::Choices,
        How::Scale(..) => {
            let points = variable.codes.iter().filter_map(|it| it.point);
            let (low, high) = points.fold((f64::INFINITY, f64::NEG_INFINITY), |ends, it| {
                (ends.0.min(it), ends.1.max(it))
            });
            Scale::Points(low, high)
        }
        How::Number => Scale::Number,
        How::Day | How::Time => Scale::Moments,
        How::Words => Scale::Words,
    }
}

/// A question in one line.
pub(super) fn line(frame: &Frame, at: usize, lang: &str) -> Result<QuestionLine, String> {
    let variable = &frame.data.variables()[at];
    let found = question(frame, &variable.name, None)?;
    let told = tell(frame, &found, variable, lang);
    let main = match told.scale {
        Scale::Ordered => told.top2.or(told.mean),
        Scale::Points(..) | Scale::Number => told.mean,
        Scale::Choice | Scale::Choices | Scale::Moments | Scale::Words => None,
    };
    Ok(QuestionLine {
        name: told.name,
        label: told.label,
        section: words(frame.data, &variable.section, lang),
        scale: told.scale,
        asked: told.asked,
        n: told.n,
        main,
    })
}

/// A question in full.
pub(super) fn full(frame: &Frame, name: &str, lang: &str) -> Result<Told, String> {
    let at = frame.data.expect(name)?;
    let found = question(frame, name, None)?;
    Ok(tell(frame, &found, &frame.data.variables()[at], lang))
}

fn tell(frame: &Frame, found: &Question, variable: &Variable, lang: &str) -> Told {
    let base = &found.all.base;
    let mut told = Told {
        name: found.name.clone(),
        label: words(frame.data, &found.label, lang),
        scale: scale(variable),
        asked: asked(base),
        n: base.valid,
        answers: Vec::new(),
        missing: missing(frame.data, found, lang),
        top2: None,
        top2_labels: Vec::new(),
        top3: None,
        mean: None,
        sd: None,
        quantiles: None,
        words: Vec::new(),
    };
    let bars =
        |counts: &[u64], shares: &[Figure]| bars(frame.data, &found.parts, counts, shares, lang);
    match &found.all.finding {
        Finding::Withheld => {
            // What would be shown of more people, so that "too few" stands in its place.
            told.mean = Some(Err(Withheld::TooFew));
        }
        Finding::Choice(it) => {
            told.answers = bars(&it.counts, &it.shares);
            told.top2 = it.top.as_ref().map(shape);
            told.top3 = it.lenient.as_ref().map(shape);
            told.mean = it.mean.as_ref().or(it.score.as_ref()).map(shape);
            told.top2_labels = best(frame.data, &found.parts, lang);
        }
        Finding::Choices { counts, shares } => told.answers = bars(counts, shares),
        Finding::Number {
            mean,
            sd,
            quantiles,
            ..
        } => {
            told.mean = Some(shape(mean));
            told.sd = Some(*sd);
            told.quantiles = quantiles.map(|[_, q1, median, q3, _]| Quantiles {
                q1,
                median,
                q3,
                n: base.valid,
            });
        }
        Finding::Words { rows } => told.words = said(frame.data, found, rows, lang),
        Finding::Moments { counts } => told.answers = moments(variable, counts, base.valid),
    }
    told
}

fn bars(data: &Dataset, parts: &[Part], counts: &[u64], shares: &[Figure], lang: &str) -> Vec<Bar> {
    let all = parts.iter().zip(counts).zip(shares);
    all.map(|((part, count), share)| Bar {
        code: part.code.clone(),
        label: words(data, &part.label, lang),
        share: shape(share),
        count: *count,
    })
    .collect()
}

/// The labels of what counts as satisfied, the best first.
fn best(data: &Dataset, parts: &[Part], lang: &str) -> Vec<String> {
    let mut best: Vec<(f64, &Part)> = parts
        .iter()
        .filter_map(|it| Some((it.score.filter(|score| *score >= 75.0)?, it)))
        .collect();
    best.sort_by(|a, b| b.0.total_cmp(&a.0));
    best.iter()
        .map(|it| words(data, &it.1.label, lang))
        .collect()
}

fn missing(data: &Dataset, found: &Question, lang: &str) -> Vec<Bar> {
    let base = &found.all.base;
    let asked = asked(base);
    let label = |reason: Missing| {
        let offered = found.reasons.iter().find(|it| it.0 == reason);
        offered.map_or_else(String::new, |it| words(data, &it.1, lang))
    };
    let bar = |reason: Missing| Bar {
        code: reason.name().to_owned(),
        label: label(reason),
        share: Ok(Estimated {
            value: base.of(reason) as f64 / asked.max(1) as f64,
            interval: None,
            n: asked,
        }),
        count: base.of(reason),
    };
    let offered =
        |reason: &Missing| base.of(*reason) > 0 || found.reasons.iter().any(|it| it.0 == *reason);
    REASONS.into_iter().filter(offered).map(bar).collect()
}

fn said(data: &Dataset, found: &Question, rows: &[usize], lang: &str) -> Vec<Answered> {
    let Some(at) = data.find(&found.name) else {
        return Vec::new();
    };
    let area = |row: usize| {
        let code = data.area().name(row)?;
        let area = data
            .areas()
            .at_level(code, "community")
            .or_else(|| data.areas().get(code))?;
        Some(words(data, &area.name, lang))
    };
    let answered = |row: &usize| Answered {
        area: area(*row).unwrap_or_default(),
        words: data.text(at, *row).into_owned(),
    };
    rows.iter().take(WORDS).map(answered).collect()
}

fn moments(variable: &Variable, counts: &[(i32, u64)], n: u64) -> Vec<Bar> {
    let name = |moment: i32| match variable.plan {
        How::Time => format!("{moment}:00"),
        How::Choice
        | How::Choices
        | How::Scale(..)
        | How::Place(_)
        | How::Number
        | How::Words
        | How::Day => survey_core::base::Date::from_days(i64::from(moment))
            .map_or_else(String::new, |it| it.to_string()),
    };
    let bar = |(moment, count): &(i32, u64)| Bar {
        code: name(*moment),
        label: name(*moment),
        share: Ok(Estimated {
            value: *count as f64 / n.max(1) as f64,
            interval: None,
            n,
        }),
        count: *count,
    };
    counts.iter().map(bar).collect()
}
