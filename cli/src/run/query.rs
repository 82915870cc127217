//! What a script may ask.

use serde_json::{Value, json};
use survey_core::base::{Answer, Value as Given, nearest};
use survey_core::format::{journal, response};
use survey_core::interview::{Complaint, Interview, JournalEntry, Stage};

use super::view;

const QUERIES: [&str; 11] = [
    "view",
    "value",
    "missing",
    "relevant",
    "complaint",
    "choices",
    "path",
    "stage",
    "response",
    "journal",
    "replay",
];

/// The name and the value of the result.
pub(super) fn answer(
    interview: &mut Interview,
    entries: &[JournalEntry],
    line: &Value,
) -> Result<(String, Value), String> {
    let query = line["query"].as_str().ok_or("`query` is not a word")?;
    let place = || {
        let place = line.get("place").and_then(Value::as_str);
        place.ok_or("`place` is missing, a name such as `D0` or `kids[2]/age`")
    };
    let found = match query {
        "view" => view::write(&interview.view()),
        "value" => match interview.answer_at(place()?) {
            Some(Answer::Given(value)) => given(value),
            Some(Answer::Missing(_)) | None => Value::Null,
        },
        "missing" => match interview.answer_at(place()?) {
            Some(Answer::Missing(reason)) => reason.name().into(),
            Some(Answer::Given(_)) | None => Value::Null,
        },
        "relevant" => interview.is_relevant(place()?).into(),
        "complaint" => interview
            .complaint_at(place()?)
            .map_or(Value::Null, |it| complaint(&it)),
        "choices" => interview.choices_at(place()?).into(),
        "path" => interview.path().into(),
        "stage" => stage(interview.stage()).into(),
        "response" => response::to_json(&interview.response()),
        "journal" => {
            let lines = entries.iter().map(journal::write);
            let read: Result<Vec<Value>, _> = lines.map(|it| it.parse()).collect();
            read.expect("what was written is JSON").into()
        }
        // As after a crash: only what was written down is left.
        "replay" => {
            let written = entries.iter().map(journal::write);
            let read: Result<Vec<JournalEntry>, String> =
                written.map(|it| journal::read(&it)).collect();
            let again = Interview::replay(interview.form().clone(), read?)?;
            let same = again.response() == interview.response() && again.view() == interview.view();
            *interview = again;
            same.into()
        }
        other => {
            let near = nearest(other, QUERIES);
            let help = near.map_or_else(String::new, |it| format!(", did you mean `{it}`?"));
            return Err(format!("there is no query `{other}`{help}"));
        }
    };
    Ok((query.to_owned(), found))
}

pub(super) fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Asking => "asking",
        Stage::Review => "review",
        Stage::Finished => "finished",
        Stage::BrokenOff => "broken_off",
    }
}

fn given(value: &Given) -> Value {
    match value {
        Given::Text(text) => text.as_str().into(),
        Given::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
            (*number as i64).into()
        }
        Given::Number(number) => (*number).into(),
        Given::Many(names) => names.as_slice().into(),
    }
}

/// A complaint as an object with its kind and what belongs to it.
pub(super) fn complaint(complaint: &Complaint) -> Value {
    match complaint {
        Complaint::Required(words) => json!({"kind": "required", "message": words}),
        Complaint::Constraint(words) => json!({"kind": "constraint", "message": words}),
        Complaint::NotANumber => json!({"kind": "not_a_number"}),
        Complaint::NotWhole => json!({"kind": "not_whole"}),
        Complaint::TooSmall(least) => json!({"kind": "too_small", "least": least}),
        Complaint::TooLarge(greatest) => json!({"kind": "too_large", "greatest": greatest}),
        Complaint::TooLong(most) => json!({"kind": "too_long", "most": most}),
        Complaint::TooFew(fewest) => json!({"kind": "too_few", "fewest": fewest}),
        Complaint::TooMany(most) => json!({"kind": "too_many", "most": most}),
        Complaint::NotADate => json!({"kind": "not_a_date"}),
        Complaint::NotATime => json!({"kind": "not_a_time"}),
        Complaint::NotAPlace => json!({"kind": "not_a_place"}),
        Complaint::Unranked(n) => json!({"kind": "unranked", "n": n}),
    }
}
