//! Journals of interviews: one JSON object an entry, with the verb under `do`.
//!
//! The same lines drive `minyi run`.

use serde_json::{Map, Value as Json, json};

use crate::base::{Missing, Value};
use crate::interview::{Event, Input, JournalEntry, Layout, Start};
use crate::response::{Mode, SurveyRef};

/// Writes an entry.
pub fn write(entry: &JournalEntry) -> Json {
    let mut line = Map::new();
    line.insert("at".into(), entry.at.into());
    line.insert("do".into(), verb(&entry.event).into());
    match &entry.event {
        Event::Start(start) => write_start(start, &mut line),
        Event::Answer { place, input } => {
            line.insert("place".into(), place.as_str().into());
            match input {
                Input::Value(value) => line.insert("value".into(), write_value(value)),
                Input::Missing(reason) => line.insert("missing".into(), reason.name().into()),
                Input::Clear => line.insert("clear".into(), true.into()),
            };
        }
        Event::GoTo { place } | Event::AddRepeat { place } | Event::RemoveRepeat { place } => {
            line.insert("place".into(), place.as_str().into());
        }
        Event::Language(language) => {
            line.insert("language".into(), language.as_str().into());
        }
        Event::Layout(layout) => {
            line.insert("layout".into(), layout_name(*layout).into());
        }
        Event::BreakOff { disposition } => {
            line.insert("disposition".into(), json!(disposition));
        }
        Event::Next
        | Event::Back
        | Event::FirstOpen
        | Event::Review
        | Event::Pause
        | Event::Resume
        | Event::Finish => {}
    }
    Json::Object(line)
}

/// Reads an entry.
///
/// # Errors
/// What is missing or was not expected.
pub fn read(line: &Json) -> Result<JournalEntry, String> {
    let at = line
        .get("at")
        .and_then(Json::as_i64)
        .ok_or("`at` is missing, milliseconds")?;
    Ok(JournalEntry {
        at,
        event: read_event(line)?,
    })
}

/// Reads an event, whose time comes from elsewhere.
///
/// # Errors
/// As [`read`].
pub fn read_event(line: &Json) -> Result<Event, String> {
    let place = || text(line, "place");
    match text(line, "do")?.as_str() {
        "start" => Ok(Event::Start(Box::new(read_start(line)?))),
        "answer" => Ok(Event::Answer {
            place: place()?,
            input: read_input(line)?,
        }),
        "next" => Ok(Event::Next),
        "back" => Ok(Event::Back),
        "go_to" => Ok(Event::GoTo { place: place()? }),
        "first_open" => Ok(Event::FirstOpen),
        "review" => Ok(Event::Review),
        "add_repeat" => Ok(Event::AddRepeat { place: place()? }),
        "remove_repeat" => Ok(Event::RemoveRepeat { place: place()? }),
        "language" => Ok(Event::Language(text(line, "language")?)),
        "layout" => Ok(Event::Layout(read_layout(line)?)),
        "pause" => Ok(Event::Pause),
        "resume" => Ok(Event::Resume),
        "finish" => Ok(Event::Finish),
        "break_off" => Ok(Event::BreakOff {
            disposition: maybe(line, "disposition"),
        }),
        other => {
            let verbs = [
                "start",
                "answer",
                "next",
                "back",
                "go_to",
                "first_open",
                "review",
                "add_repeat",
                "remove_repeat",
                "language",
                "layout",
                "pause",
                "resume",
                "finish",
                "break_off",
            ];
            let near = crate::base::nearest(other, verbs);
            let help = near
                .map(|it| format!(", did you mean `{it}`?"))
                .unwrap_or_default();
            Err(format!("there is no verb `{other}`{help}"))
        }
    }
}

fn verb(event: &Event) -> &'static str {
    match event {
        Event::Start(_) => "start",
        Event::Answer { .. } => "answer",
        Event::Next => "next",
        Event::Back => "back",
        Event::GoTo { .. } => "go_to",
        Event::FirstOpen => "first_open",
        Event::Review => "review",
        Event::AddRepeat { .. } => "add_repeat",
        Event::RemoveRepeat { .. } => "remove_repeat",
        Event::Language(_) => "language",
        Event::Layout(_) => "layout",
        Event::Pause => "pause",
        Event::Resume => "resume",
        Event::Finish => "finish",
        Event::BreakOff { .. } => "break_off",
    }
}

fn write_start(start: &Start, line: &mut Map<String, Json>) {
    let fields = json!({
        "id": start.id,
        "survey": {
            "id": start.survey.id,
            "version": start.survey.version,
            "digest": start.survey.digest,
        },
        "mode": start.mode.name(),
        "language": start.language,
        "area": start.area,
        "wave": start.wave,
        "interviewer": start.interviewer,
        "device": start.device,
        "packs": start.packs,
        // A JSON number cannot hold 64 bits everywhere.
        "seed": start.seed.to_string(),
        "offset": start.offset,
        "layout": layout_name(start.layout),
        "simulated": start.simulated,
    });
    if let Json::Object(fields) = fields {
        line.extend(fields);
    }
}

fn read_start(line: &Json) -> Result<Start, String> {
    let survey = line
        .get("survey")
        .ok_or("`survey` is missing, its id, version and digest")?;
    let mode = text(line, "mode")?;
    let offset = line.get("offset").and_then(Json::as_i64).unwrap_or(0);
    let packs = line
        .get("packs")
        .and_then(Json::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    Ok(Start {
        id: text(line, "id")?,
        survey: SurveyRef {
            id: text(survey, "id")?,
            version: text(survey, "version")?,
            digest: text(survey, "digest")?,
        },
        mode: Mode::from_name(&mode).ok_or_else(|| format!("there is no mode `{mode}`"))?,
        language: text(line, "language")?,
        area: maybe(line, "area"),
        wave: maybe(line, "wave"),
        interviewer: maybe(line, "interviewer"),
        device: maybe(line, "device"),
        packs: packs
            .iter()
            .filter_map(|it| it.as_str().map(str::to_owned))
            .collect(),
        seed: text(line, "seed")?
            .parse()
            .map_err(|_| "`seed` is not a whole number")?,
        offset: i16::try_from(offset).map_err(|_| "`offset` is not an offset in minutes")?,
        layout: read_layout(line)?,
        simulated: line
            .get("simulated")
            .and_then(Json::as_bool)
            .unwrap_or(false),
    })
}

fn read_input(line: &Json) -> Result<Input, String> {
    if let Some(value) = line.get("value") {
        return Ok(Input::Value(read_value(value)?));
    }
    if let Some(reason) = line.get("missing").and_then(Json::as_str) {
        let found = Missing::from_name(reason);
        return found
            .map(Input::Missing)
            .ok_or_else(|| format!("there is no reason `{reason}`"));
    }
    match line.get("clear") {
        Some(Json::Bool(true)) => Ok(Input::Clear),
        Some(_) | None => Err("expected `value`, `missing` or `clear`".into()),
    }
}

fn layout_name(layout: Layout) -> &'static str {
    match layout {
        Layout::Question => "question",
        Layout::Section => "section",
    }
}

fn read_layout(line: &Json) -> Result<Layout, String> {
    match line.get("layout").and_then(Json::as_str) {
        Some("question") | None => Ok(Layout::Question),
        Some("section") => Ok(Layout::Section),
        Some(other) => Err(format!(
            "found layout `{other}`, expected question or section"
        )),
    }
}

/// A value in JSON: words, a number, or a list of names.
pub(crate) fn write_value(value: &Value) -> Json {
    match value {
        Value::Text(text) => text.as_str().into(),
        Value::Number(number) => number_json(*number),
        Value::Many(names) => names.as_slice().into(),
    }
}

/// Whole numbers are written without a point.
pub(crate) fn number_json(number: f64) -> Json {
    if libm::trunc(number) == number && number.abs() < 9e15 {
        (number as i64).into()
    } else {
        number.into()
    }
}

/// The inverse of [`write_value`].
pub(crate) fn read_value(value: &Json) -> Result<Value, String> {
    let unexpected = || Err("`value` is no words, no number and no list of names".to_owned());
    match value {
        Json::String(text) => Ok(Value::Text(text.clone())),
        Json::Number(number) => match number.as_f64().filter(|it| it.is_finite()) {
            Some(number) => Ok(Value::Number(number)),
            None => unexpected(),
        },
        Json::Array(names) => {
            let names: Option<Vec<String>> = names
                .iter()
                .map(|it| it.as_str().map(str::to_owned))
                .collect();
            names.map_or_else(unexpected, |it| Ok(Value::Many(it)))
        }
        Json::Null | Json::Bool(_) | Json::Object(_) => unexpected(),
    }
}

fn text(line: &Json, key: &str) -> Result<String, String> {
    maybe(line, key).ok_or_else(|| format!("`{key}` is missing, words"))
}

fn maybe(line: &Json, key: &str) -> Option<String> {
    line.get(key).and_then(Json::as_str).map(str::to_owned)
}
