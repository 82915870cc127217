//! An answer against its question: the first of the three matches over [`Kind`].

use crate::base::{Answer, Date, DateTime, Missing, Time, Value, number};
use crate::questionnaire::{Bounds, Item, Kind, Select};

/// What to tell a person about an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Complaint {
    /// An answer, or one of the offered reasons, is needed; with the author's words if any.
    Required(String),
    /// The author's words about the constraint; empty if there are none.
    Constraint(String),
    /// Not a number.
    NotANumber,
    /// Not a whole number.
    NotWhole,
    /// Less than the least value.
    TooSmall(f64),
    /// More than the greatest value.
    TooLarge(f64),
    /// More characters than fit.
    TooLong(u32),
    /// Fewer ticks than needed.
    TooFew(u32),
    /// More ticks than allowed.
    TooMany(u32),
    /// Not a date that exists.
    NotADate,
    /// Not a time of day.
    NotATime,
    /// Not a place, or too few for a line or a border.
    NotAPlace,
    /// Choices that still have to be put in order.
    Unranked(u32),
}

/// What a box that is ticked holds, in XLSForm.
pub(super) const ACKNOWLEDGED: &str = "OK";

/// What an input comes to.
pub(super) enum Accepted {
    /// It answers the question.
    Answer(Option<Answer>),
    /// It cannot be read yet; what was typed is kept beside the answer.
    Typed(String),
    /// No honest screen sends this.
    Refused(String),
}

/// Reads a value as an answer to `item`.
pub(super) fn accept(item: &Item, old: Option<&Answer>, value: Value) -> Accepted {
    if value.is_blank() {
        return Accepted::Answer(None);
    }
    match &item.kind {
        Kind::Consent(select) | Kind::SelectOne(select) => one(select, value),
        Kind::SelectMultiple(select) => many(select, old, value),
        Kind::Integer(_) | Kind::Decimal(_) | Kind::Range(_) => number(value),
        Kind::Rank(select) => ranked(select, value),
        Kind::DateTime => moment(value, is_moment),
        Kind::Geo(geo) => moment(value, |text| geo.reads(text)),
        Kind::Acknowledge => match value {
            Value::Text(text) if text == ACKNOWLEDGED => given(Value::Text(text)),
            Value::Text(_) | Value::Number(_) | Value::Many(_) => refused(ACKNOWLEDGED, &value),
        },
        Kind::Text(_) | Kind::Area(_) | Kind::File(_) | Kind::Barcode => match value {
            Value::Text(text) => given(Value::Text(text)),
            Value::Number(_) | Value::Many(_) => refused("words", &value),
        },
        Kind::Date => moment(value, |text| text.parse::<Date>().is_ok()),
        Kind::Time => moment(value, |text| text.parse::<Time>().is_ok()),
        Kind::Note
        | Kind::Calculate
        | Kind::Group
        | Kind::Repeat(_)
        | Kind::Hidden
        | Kind::Metadata(_) => Accepted::Refused(format!("`{}` takes no answer", item.name)),
    }
}

/// Reads a reason for giving no value.
pub(super) fn accept_missing(item: &Item, reason: Missing) -> Accepted {
    if item.missing.iter().any(|it| it.reason == reason) {
        Accepted::Answer(Some(Answer::Missing(reason)))
    } else {
        Accepted::Refused(format!("`{}` does not offer `{reason}`", item.name))
    }
}

fn given(value: Value) -> Accepted {
    Accepted::Answer(Some(Answer::Given(value)))
}

fn refused(expected: &str, found: &Value) -> Accepted {
    Accepted::Refused(format!("found `{}`, expected {expected}", found.to_xpath()))
}

fn one(select: &Select, value: Value) -> Accepted {
    match value {
        // Choices that are nodes are looked up by whoever asks.
        Value::Text(name) if select.from.is_some() || select.choice(&name).is_some() => {
            given(Value::Text(name))
        }
        Value::Text(_) | Value::Number(_) | Value::Many(_) => {
            refused("the name of a choice", &value)
        }
    }
}

fn many(select: &Select, old: Option<&Answer>, value: Value) -> Accepted {
    let Value::Many(names) = value else {
        return refused("names of choices", &value);
    };
    let old: &[String] = match old {
        Some(Answer::Given(Value::Many(names))) => names,
        Some(Answer::Given(Value::Text(_) | Value::Number(_)) | Answer::Missing(_)) | None => &[],
    };
    let mut ticked: Vec<String> = Vec::new();
    for name in names {
        match select.choice(&name) {
            _ if ticked.contains(&name) => {}
            Some(_) => ticked.push(name),
            None if select.from.is_some() => ticked.push(name),
            None => return Accepted::Refused(format!("there is no choice `{name}`")),
        }
    }
    let exclusive = |name: &String| select.choice(name).is_some_and(|it| it.exclusive);
    match ticked.iter().rfind(|it| exclusive(it) && !old.contains(it)) {
        Some(chosen) => ticked = vec![chosen.clone()],
        None if ticked.iter().all(exclusive) => ticked.truncate(1),
        None => ticked.retain(|it| !exclusive(it)),
    }
    given(Value::Many(ticked))
}

fn ranked(select: &Select, value: Value) -> Accepted {
    let Value::Many(names) = value else {
        return refused("names of choices", &value);
    };
    for (idx, name) in names.iter().enumerate() {
        let known = select.from.is_some() || select.choice(name).is_some();
        if !known || names[..idx].contains(name) {
            return Accepted::Refused(format!("found `{name}`, expected each choice once"));
        }
    }
    given(Value::Many(names))
}

/// A date and a time of day with `T` between them; with a time zone or without one.
fn is_moment(text: &str) -> bool {
    let civil = || {
        let (date, time) = text.split_once('T')?;
        date.parse::<Date>().ok()?;
        time.parse::<Time>().ok()
    };
    text.parse::<DateTime>().is_ok() || civil().is_some()
}

fn number(value: Value) -> Accepted {
    match value {
        Value::Number(number) if number.is_finite() => given(Value::Number(number)),
        Value::Text(text) => match read_number(&text) {
            Some(number) => given(Value::Number(number)),
            None => Accepted::Typed(text),
        },
        Value::Number(_) | Value::Many(_) => refused("a number", &value),
    }
}

/// A number as people type it: full-width digits and a comma for the point will do.
fn read_number(text: &str) -> Option<f64> {
    let plain: String = text
        .trim()
        .chars()
        .map(|it| match it {
            '０'..='９' => char::from(b'0' + (it as u32 - '０' as u32) as u8),
            ',' | '，' | '．' => '.',
            '－' | '−' => '-',
            other => other,
        })
        .collect();
    let honest = plain
        .chars()
        .all(|it| it.is_ascii_digit() || matches!(it, '.' | '-' | '+'));
    number::read(&plain).filter(|it| honest && it.is_finite())
}

fn moment(value: Value, reads: impl Fn(&str) -> bool) -> Accepted {
    match value {
        Value::Text(text) if reads(&text) => given(Value::Text(text)),
        Value::Text(text) => Accepted::Typed(text),
        Value::Number(_) | Value::Many(_) => refused("a date or time", &value),
    }
}

/// What there is to say about what was typed and cannot be read.
pub(super) fn complain_typed(item: &Item) -> Complaint {
    match &item.kind {
        Kind::Date | Kind::DateTime => Complaint::NotADate,
        Kind::Time => Complaint::NotATime,
        Kind::Geo(_) => Complaint::NotAPlace,
        Kind::Note
        | Kind::Consent(_)
        | Kind::SelectOne(_)
        | Kind::SelectMultiple(_)
        | Kind::Integer(_)
        | Kind::Decimal(_)
        | Kind::Range(_)
        | Kind::Text(_)
        | Kind::Area(_)
        | Kind::Calculate
        | Kind::Group
        | Kind::Repeat(_)
        | Kind::Rank(_)
        | Kind::File(_)
        | Kind::Barcode
        | Kind::Acknowledge
        | Kind::Hidden
        | Kind::Metadata(_) => Complaint::NotANumber,
    }
}

/// What there is to say about a value, constraints aside.
pub(super) fn complain_value(item: &Item, value: &Value) -> Option<Complaint> {
    match (&item.kind, value) {
        (Kind::Integer(_), Value::Number(number)) if libm::trunc(*number) != *number => {
            Some(Complaint::NotWhole)
        }
        (kind, Value::Number(number)) => outside(kind.bounds(), *number),
        (Kind::SelectMultiple(select), Value::Many(names)) => {
            let n_ticks = names.len() as u32;
            let exclusive = names
                .iter()
                .any(|it| select.choice(it).is_some_and(|c| c.exclusive));
            if select.max.is_some_and(|max| n_ticks > max) {
                select.max.map(Complaint::TooMany)
            } else if !exclusive && select.min.is_some_and(|min| n_ticks < min) {
                select.min.map(Complaint::TooFew)
            } else {
                None
            }
        }
        (Kind::Rank(select), Value::Many(names)) if select.filter.is_none() => {
            let n_left = select.choices.len().saturating_sub(names.len()) as u32;
            (n_left > 0).then_some(Complaint::Unranked(n_left))
        }
        (Kind::Text(field), Value::Text(text)) => field
            .max_length
            .filter(|max| text.chars().count() > *max as usize)
            .map(Complaint::TooLong),
        (_, Value::Text(_) | Value::Many(_)) => None,
    }
}

fn outside(bounds: Bounds, number: f64) -> Option<Complaint> {
    let small = bounds
        .min
        .filter(|min| number < *min)
        .map(Complaint::TooSmall);
    small.or_else(|| {
        bounds
            .max
            .filter(|max| number > *max)
            .map(Complaint::TooLarge)
    })
}

/// Whether words hold a number long enough to be a phone or an identity number.
pub(super) fn looks_personal(value: Option<&Value>) -> bool {
    let Some(Value::Text(text)) = value else {
        return false;
    };
    let mut run = 0;
    text.chars()
        .filter(|it| !matches!(it, ' ' | '-'))
        .any(|it| {
            run = if it.is_ascii_digit() { run + 1 } else { 0 };
            run >= 8
        })
}
