//! Queries of scripts in JSON.

use serde_json::{Value, json};
use survey_core::base::{Answer, Value as Given};
use survey_core::format::{journal, response};
use survey_core::interview::{Complaint, Stage};

use super::ask::{Found, Question};
use super::session::Session;
use super::view;

/// Queries that give JSON; the others are those of [`ask`].
pub(super) const OWN: [&str; 6] = [
    "view",
    "value",
    "complaint",
    "response",
    "journal",
    "replay",
];

/// The name and the value of the result.
pub(super) fn answer(session: &mut Session, line: &Value) -> Result<(String, Value), String> {
    let query = line["query"].as_str().ok_or("`query` is not a word")?;
    if !OWN.contains(&query) {
        let found = asked(session, query, line)?;
        return Ok((query.to_owned(), found));
    }
    let found = match query {
        "view" => view::write(&session.interview()?.view()),
        "value" => {
            let place = known_place(session, line)?;
            match place
                .as_deref()
                .and_then(|it| session.interview().ok()?.answer_at(it))
            {
                Some(Answer::Given(value)) => given(value),
                Some(Answer::Missing(_)) | None => Value::Null,
            }
        }
        "complaint" => {
            let place = known_place(session, line)?;
            let interview = session.interview()?;
            let found = place.and_then(|it| interview.complaint_at(&it));
            found.map_or(Value::Null, |it| complaint(&it))
        }
        "response" => response::to_json(&session.interview()?.response()),
        "journal" => {
            let lines = session.journal.iter().map(journal::write);
            let read: Result<Vec<Value>, _> = lines.map(|it| it.parse()).collect();
            read.expect("what was written is JSON").into()
        }
        _ => session.replay()?.into(),
    };
    Ok((query.to_owned(), found))
}

fn given_place(line: &Value) -> Result<&str, String> {
    let place = line.get("place").and_then(Value::as_str);
    place.ok_or_else(|| {
        "`place` is missing, such as `D0`, `kids[2]/age` or `/data/kids[2]/age`".to_owned()
    })
}

/// The place of a line; none where there is no such place.
fn known_place(session: &mut Session, line: &Value) -> Result<Option<String>, String> {
    let reference = given_place(line)?;
    Ok(session.place(reference).ok())
}

fn asked(session: &mut Session, query: &str, line: &Value) -> Result<Value, String> {
    let mut words = vec![query.replace('_', "-")];
    if line.get("place").is_some() {
        words.push(given_place(line)?.to_owned());
    }
    if let Some(name) = line.get("name").and_then(Value::as_str) {
        words.push(name.to_owned());
    }
    let mut question = Question::read(&words)?;
    question.language = line
        .get("language")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let interview = session.interview()?;
    match question.answer(interview) {
        // What is not there is not asked and offers nothing.
        Err(_) if query == "relevant" => Ok(false.into()),
        Err(_) if query == "choices" => Ok(Vec::<String>::new().into()),
        Err(_) if query == "missing" => Ok(Value::Null),
        Err(why) => Err(why),
        Ok(Found::Text(text)) if query == "missing" && text.is_empty() => Ok(Value::Null),
        Ok(found) => Ok(found.to_json()),
    }
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
