//! Journals of interviews: one JSON object an entry, with the verb under `do`.
//!
//! The same lines drive `minyi run`.

use super::canonical::Object;
use super::fields::{self, Fields};
use super::response;
use crate::base::{Missing, Value};
use crate::interview::{Event, Input, JournalEntry, Layout, Start};
use crate::response::{Mode, SurveyRef};

/// Writes an entry as a line.
pub fn write(entry: &JournalEntry) -> String {
    let mut line = Object::default();
    line.number("at", entry.at as f64);
    line.words("do", verb(&entry.event));
    match &entry.event {
        Event::Start(start) => write_start(start, &mut line),
        Event::Answer { place, input } => {
            line.words("place", place);
            match input {
                Input::Value(value) => line.json("value", response::value(value)),
                Input::Missing(reason) => line.words("missing", reason.name()),
                Input::Clear => line.flag("clear", true),
            }
        }
        Event::GoTo { place } | Event::AddRepeat { place } | Event::RemoveRepeat { place } => {
            line.words("place", place);
        }
        #[cfg(feature = "authoring")]
        Event::Restore { answers } => {
            let mut object = Object::default();
            for (place, text) in answers {
                object.words(place, text);
            }
            line.object("answers", &object);
        }
        Event::Language(language) => line.words("language", language),
        Event::Layout(layout) => line.words("layout", layout_name(*layout)),
        Event::BreakOff { disposition } => line.maybe("disposition", disposition.as_deref()),
        Event::Next
        | Event::Back
        | Event::FirstOpen
        | Event::Review
        | Event::Pause
        | Event::Resume
        | Event::Finish => {}
    }
    line.to_string()
}

/// Reads a line.
///
/// # Errors
/// What is missing or was not expected.
pub fn read(line: &str) -> Result<JournalEntry, String> {
    let line = &Fields::read(line).map_err(|fault| fault.to_string())?;
    let at = line.whole("at").ok_or("`at` is missing, milliseconds")?;
    Ok(JournalEntry {
        at,
        event: event(line)?,
    })
}

/// Reads an event, whose time comes from elsewhere.
///
/// # Errors
/// As [`read`].
pub fn read_event(line: &str) -> Result<Event, String> {
    event(&Fields::read(line).map_err(|fault| fault.to_string())?)
}

fn event(line: &Fields<'_>) -> Result<Event, String> {
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
        #[cfg(feature = "authoring")]
        "restore" => {
            let answers = line.object("answers").ok_or("`answers` is missing")?;
            Ok(Event::Restore {
                answers: answers
                    .texts()
                    .ok_or("`answers` holds something else than words")?,
            })
        }
        "language" => Ok(Event::Language(text(line, "language")?)),
        "layout" => Ok(Event::Layout(read_layout(line)?)),
        "pause" => Ok(Event::Pause),
        "resume" => Ok(Event::Resume),
        "finish" => Ok(Event::Finish),
        "break_off" => Ok(Event::BreakOff {
            disposition: line.words("disposition"),
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
                "restore",
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
        #[cfg(feature = "authoring")]
        Event::Restore { .. } => "restore",
        Event::Language(_) => "language",
        Event::Layout(_) => "layout",
        Event::Pause => "pause",
        Event::Resume => "resume",
        Event::Finish => "finish",
        Event::BreakOff { .. } => "break_off",
    }
}

fn write_start(start: &Start, line: &mut Object) {
    line.words("id", &start.id);
    line.object("survey", &response::survey(&start.survey));
    line.words("mode", start.mode.name());
    line.words("language", &start.language);
    line.maybe("area", start.area.as_deref());
    line.maybe("wave", start.wave.as_deref());
    line.maybe("interviewer", start.interviewer.as_deref());
    line.maybe("device", start.device.as_deref());
    line.list("packs", &start.packs);
    // A JSON number cannot hold 64 bits everywhere.
    line.words("seed", &start.seed.to_string());
    line.number("offset", start.offset.into());
    line.words("layout", layout_name(start.layout));
    line.flag("simulated", start.simulated);
}

fn read_start(line: &Fields<'_>) -> Result<Start, String> {
    let survey = &line
        .object("survey")
        .ok_or("`survey` is missing, its id, version and digest")?;
    let mode = text(line, "mode")?;
    Ok(Start {
        id: text(line, "id")?,
        survey: SurveyRef {
            id: text(survey, "id")?,
            version: text(survey, "version")?,
            digest: text(survey, "digest")?,
        },
        mode: Mode::from_name(&mode).ok_or_else(|| format!("there is no mode `{mode}`"))?,
        language: text(line, "language")?,
        area: line.words("area"),
        wave: line.words("wave"),
        interviewer: line.words("interviewer"),
        device: line.words("device"),
        packs: line.list("packs").unwrap_or_default().into_iter().collect(),
        seed: text(line, "seed")?
            .parse()
            .map_err(|_| "`seed` is not a whole number")?,
        offset: i16::try_from(line.whole("offset").unwrap_or(0))
            .map_err(|_| "`offset` is not an offset in minutes")?,
        layout: read_layout(line)?,
        simulated: line.get("simulated") == Some("true"),
    })
}

fn read_input(line: &Fields<'_>) -> Result<Input, String> {
    if let Some(json) = line.get("value") {
        let value = read_value(json);
        let value = value.ok_or("`value` is no words, no number and no list of names")?;
        return Ok(Input::Value(value));
    }
    if let Some(reason) = line.words("missing") {
        let found = Missing::from_name(&reason);
        return found
            .map(Input::Missing)
            .ok_or_else(|| format!("there is no reason `{reason}`"));
    }
    match line.get("clear") {
        Some("true") => Ok(Input::Clear),
        Some(_) | None => Err("expected `value`, `missing` or `clear`".into()),
    }
}

fn layout_name(layout: Layout) -> &'static str {
    match layout {
        Layout::Question => "question",
        Layout::Section => "section",
    }
}

fn read_layout(line: &Fields<'_>) -> Result<Layout, String> {
    match line.words("layout").as_deref() {
        Some("question") | None => Ok(Layout::Question),
        Some("section") => Ok(Layout::Section),
        Some(other) => Err(format!(
            "found layout `{other}`, expected question or section"
        )),
    }
}

/// Words, a number, or a list of names.
fn read_value(json: &str) -> Option<Value> {
    let text = || fields::words(json).map(Value::Text);
    let number = || fields::number(json).map(Value::Number);
    let many = || fields::list(json).map(Value::Many);
    text().or_else(number).or_else(many)
}

fn text(line: &Fields<'_>, key: &str) -> Result<String, String> {
    line.words(key)
        .ok_or_else(|| format!("`{key}` is missing, words"))
}
