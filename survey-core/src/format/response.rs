//! Responses on the wire.
//!
//! ```json
//! {"id": "…", "revision": 1, "survey": {"id": "…", "version": "…", "digest": "…"},
//!  "area": "90-01-001", "wave": "2026", "mode": "interviewer", "language": "zh",
//!  "interviewer": "07", "device": "t3", "started": "2026-11-22T09:00:00.000+08:00",
//!  "ended": "…", "disposition": "1.1",
//!  "answers": {"A1": "3", "B1": 7, "C2": ["1", "4"], "D7": {"missing": "not_applicable"},
//!              "child": [{"age": 7}, {"age": 9}]},
//!  "paradata": {"seconds": {"A1": 4.2}, "back_steps": 0, "changes": 1, "pauses": 0},
//!  "receipt": "7KQ2M9XB", "simulated": true, "digest": "…"}
//! ```
//! An item that was not asked is absent; one that was asked and left open is
//! `{"missing": "skipped"}`. `digest` is SHA-256 over the canonical JSON of everything else.

#[cfg(feature = "authoring")]
mod read;
#[cfg(test)]
mod tests;

use super::canonical::{self, Object};
#[cfg(feature = "authoring")]
use super::record::RecordReader;
#[cfg(feature = "authoring")]
use crate::base::Problems;
use crate::base::{Answer, Value};
#[cfg(feature = "authoring")]
use crate::response::Record;
use crate::response::{Answers, Entry, Paradata, Response, SurveyRef};
#[cfg(feature = "authoring")]
pub use read::{read, visit};

/// The response as canonical JSON with its digest, as it is stored and exported.
pub fn text(response: &Response) -> String {
    let mut object = Object::default();
    object.words("id", &response.id);
    object.number("revision", response.revision.into());
    object.object("survey", &survey(&response.survey));
    object.words("mode", response.mode.name());
    object.words("language", &response.language);
    object.words("started", &response.started.to_string());
    object.words("ended", &response.ended.to_string());
    object.words("disposition", &response.disposition);
    object.object("answers", &answers(&response.answers));
    object.object("paradata", &paradata(&response.paradata));
    object.words("receipt", &response.receipt);
    object.maybe("area", response.area.as_deref());
    object.maybe("wave", response.wave.as_deref());
    object.maybe("interviewer", response.interviewer.as_deref());
    object.maybe("device", response.device.as_deref());
    if response.simulated {
        object.flag("simulated", true);
    }
    object.seal();
    object.to_string()
}

/// The response as JSON, with its digest.
#[cfg(feature = "authoring")]
pub fn to_json(response: &Response) -> serde_json::Value {
    super::json::parse(&text(response)).expect("what was written is JSON")
}

/// The response as a record, ready for a bundle.
///
/// # Errors
/// If the response breaks a rule of the format, such as an empty id.
#[cfg(feature = "authoring")]
pub fn record(response: &Response) -> Result<Record, Problems> {
    read_record(&text(response))
}

/// Reads one response as JSON text and checks its digest. Unknown fields stay in the record.
///
/// # Errors
/// What is wrong with it.
#[cfg(feature = "authoring")]
pub fn read_record(text: &str) -> Result<Record, Problems> {
    RecordReader::default().whole(text).map_err(|text| {
        let mut problems = Problems::default();
        problems.push("", text);
        problems
    })
}

/// The questionnaire that a response or an interview belongs to.
pub(super) fn survey(survey: &SurveyRef) -> Object {
    let mut object = Object::default();
    object.words("id", &survey.id);
    object.words("version", &survey.version);
    object.words("digest", &survey.digest);
    object
}

fn paradata(paradata: &Paradata) -> Object {
    let mut seconds = Object::default();
    for (name, it) in &paradata.seconds {
        seconds.number(name, *it);
    }
    let mut object = Object::default();
    object.object("seconds", &seconds);
    object.number("back_steps", paradata.back_steps.into());
    object.number("changes", paradata.changes.into());
    object.number("pauses", paradata.pauses.into());
    object
}

fn answers(all: &Answers) -> Object {
    let mut object = Object::default();
    for (name, entry) in all {
        let json = match entry {
            Entry::Answer(Answer::Given(it)) => value(it),
            Entry::Answer(Answer::Missing(reason)) => {
                let mut missing = Object::default();
                missing.words("missing", reason.name());
                missing.to_string()
            }
            Entry::Repeat(instances) => {
                canonical::list(instances.iter().map(|it| answers(it).to_string()))
            }
        };
        object.json(name, json);
    }
    object
}

/// A value in JSON: words, a number, or a list of names.
pub(super) fn value(value: &Value) -> String {
    match value {
        Value::Text(text) => canonical::string(text),
        Value::Number(number) => canonical::number(*number),
        Value::Many(names) => canonical::list(names.iter().map(|it| canonical::string(it))),
    }
}
