//! Lines of JSON: events of the journal, and queries that give JSON.

use serde_json::{Value, json};
use survey_core::format::{journal, response};
use survey_core::interview::Effect;

use super::query;
use super::session::Session;

/// What a line comes to, and whether an expectation was met.
///
/// # Errors
/// That it cannot be read or done.
pub(super) fn line(session: &mut Session, line: &str) -> Result<(Value, bool), String> {
    let line: Value = serde_json::from_str(line).map_err(|it| format!("not JSON: {it}"))?;
    match line.get("do").and_then(Value::as_str) {
        Some("start") => {
            let given = line.as_object().cloned().unwrap_or_default();
            session.start(&given)?;
            Ok((json!({"done": "start"}), true))
        }
        Some("restore") if line.get("xml").is_some() => {
            let xml = line["xml"].as_str().ok_or("`xml` is not text")?;
            let unknown = session.restore(xml)?;
            Ok((json!({"done": "restore", "unknown": unknown}), true))
        }
        _ if line.get("query").is_some() => asked(session, &line),
        Some(_) => Ok((event(session, line)?, true)),
        None => Err("found neither `do` nor `query`".to_owned()),
    }
}

fn event(session: &mut Session, mut line: Value) -> Result<Value, String> {
    let at = line.get("at");
    let at = at.map(|it| it.as_i64().ok_or("`at` is not milliseconds"));
    let at = at.transpose()?;
    let reference = line.get("place").and_then(Value::as_str).map(str::to_owned);
    // A path means the place it leads to; other places are left to the interview.
    if let Some(reference) = reference.filter(|it| it.starts_with('/')) {
        let place = match line["do"].as_str() {
            Some("add_repeat") => session.interview()?.repeat_of(&reference)?.0,
            Some("answer") => session.place_made(&reference)?,
            _ => session.place(&reference)?,
        };
        line["place"] = place.into();
    }
    let event = journal::read_event(&line.to_string())?;
    let mut result = json!({"done": line["do"]});
    match session.apply(event, at) {
        Err(why) => result = json!({"refused": why}),
        Ok(effects) => {
            for effect in effects {
                match effect {
                    Effect::Store(_) | Effect::Refused(_) => {}
                    Effect::Moved => result["moved"] = true.into(),
                    Effect::Focus(place) => result["focus"] = place.into(),
                    Effect::Finished(it) => result["response"] = response::to_json(&it),
                }
            }
        }
    }
    Ok(result)
}

fn asked(session: &mut Session, line: &Value) -> Result<(Value, bool), String> {
    let (key, found) = query::answer(session, line)?;
    let mut result = json!({ key: found });
    let mut met = true;
    if let Some(expected) = line.get("expect") {
        met = *expected == found;
        result["as_expected"] = met.into();
        if !met {
            result["expected"] = expected.clone();
        }
    }
    Ok((result, met))
}
