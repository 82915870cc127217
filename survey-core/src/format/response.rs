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

use serde_json::{Map, Value as Json, json};

use super::canonical;
use super::journal::{number_json, write_value};
#[cfg(feature = "authoring")]
use super::record::RecordReader;
use crate::base::Answer;
#[cfg(feature = "authoring")]
use crate::base::Problems;
#[cfg(feature = "authoring")]
use crate::response::Record;
use crate::response::{Answers, Entry, Response};
#[cfg(feature = "authoring")]
pub use read::{read, visit};

/// The response as JSON, with its digest.
pub fn to_json(response: &Response) -> Json {
    let paradata = &response.paradata;
    let seconds = paradata
        .seconds
        .iter()
        .map(|(name, it)| (name.clone(), number_json(*it)));
    let json = json!({
        "id": response.id,
        "revision": response.revision,
        "survey": {
            "id": response.survey.id,
            "version": response.survey.version,
            "digest": response.survey.digest,
        },
        "mode": response.mode.name(),
        "language": response.language,
        "started": response.started.to_string(),
        "ended": response.ended.to_string(),
        "disposition": response.disposition,
        "answers": write_answers(&response.answers),
        "paradata": {
            "seconds": seconds.collect::<Map<String, Json>>(),
            "back_steps": paradata.back_steps,
            "changes": paradata.changes,
            "pauses": paradata.pauses,
        },
        "receipt": response.receipt,
    });
    let Json::Object(mut object) = json else {
        return json;
    };
    let words = [
        ("area", &response.area),
        ("wave", &response.wave),
        ("interviewer", &response.interviewer),
        ("device", &response.device),
    ];
    for (key, word) in words {
        if let Some(word) = word {
            object.insert(key.into(), word.as_str().into());
        }
    }
    if response.simulated {
        object.insert("simulated".into(), true.into());
    }
    canonical::seal(&mut object);
    Json::Object(object)
}

/// The response as canonical JSON, as it is stored and exported.
pub fn text(response: &Response) -> String {
    canonical::write(&to_json(response))
}

/// The response as a record, ready for a bundle.
///
/// # Errors
/// If the response breaks a rule of the format, such as an empty id or a number that is not finite.
#[cfg(feature = "authoring")]
pub fn record(response: &Response) -> Result<Record, Problems> {
    read_record(&to_json(response).to_string())
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

fn write_answers(answers: &Answers) -> Json {
    let write = |entry: &Entry| match entry {
        Entry::Answer(Answer::Given(value)) => write_value(value),
        Entry::Answer(Answer::Missing(reason)) => json!({"missing": reason.name()}),
        Entry::Repeat(instances) => instances.iter().map(write_answers).collect(),
    };
    Json::Object(
        answers
            .iter()
            .map(|(name, entry)| (name.clone(), write(entry)))
            .collect(),
    )
}
