//! `minyi eval`: expressions against answers, without a questionnaire.

mod world;

use std::io::{self, BufRead, BufWriter, Write};
use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};
use survey_core::base::DateTime;
use survey_core::expr::{Expr, World, XValue, number_from_text};

use world::AnswerWorld;

/// What `minyi eval` takes.
#[derive(Args, Debug)]
#[command(after_help = "\
Reads NDJSON from standard input, one question a line:
  expr      the expression
  answers   an object of values by name: words, numbers, lists of choices, {\"missing\": \"refused\"};
            an object is a group, a list of objects is a repeat
  context   where the expression stands, such as /data/kids[2]/age; . and .. start there
  now       the moment, ISO 8601 with a zone; or today, a date
  mode      how the answers are given, for mode()
and writes one line each: the value as boolean, number and string, and for node-sets every node's
text; or an error with its place, in bytes of the expression.

Example:
  $ echo '{\"expr\": \"${age} >= 18 and selected(${uses}, \\'bus\\')\",
           \"answers\": {\"age\": 20, \"uses\": [\"bus\", \"car\"]}}' | tr -d '\\n' | minyi eval
  {\"boolean\":true,\"number\":1,\"string\":\"true\"}")]
pub(crate) struct Options {}

/// Evaluates line by line.
///
/// # Errors
/// When standard input or output fails.
pub(crate) fn run(_options: &Options) -> anyhow::Result<ExitCode> {
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line?;
        if !line.trim().is_empty() {
            writeln!(out, "{}", evaluate(&line))?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The result of one line.
fn evaluate(line: &str) -> Value {
    let failed = |message: String| json!({"error": {"message": message, "at": Value::Null}});
    let line: Value = match serde_json::from_str(line) {
        Ok(line) => line,
        Err(error) => return failed(format!("not JSON: {error}")),
    };
    let Some(source) = line.get("expr").and_then(Value::as_str) else {
        return failed("`expr` is missing, an expression".to_owned());
    };
    if line.get("instance").is_some() {
        return failed("`instance` is not read yet; give `answers`".to_owned());
    }
    let expr = match Expr::parse(source) {
        Ok(expr) => expr,
        Err(error) => {
            let help = error.help.map_or_else(String::new, |it| format!(" ({it})"));
            let message = format!("{}{help}", error.message);
            return json!({"error": {"message": message, "at": [error.at.start, error.at.end]}});
        }
    };
    let world = match moment(&line).and_then(|now| AnswerWorld::new(&line, now)) {
        Ok(world) => world,
        Err(message) => return failed(message),
    };
    match expr.eval(&world, world.context()) {
        Ok(value) => write(&value, &world),
        Err(error) => {
            json!({"error": {"message": error.message, "at": [error.at.start, error.at.end]}})
        }
    }
}

fn moment(line: &Value) -> Result<DateTime, String> {
    let word = |key: &str| line.get(key).and_then(Value::as_str);
    let text = match (word("now"), word("today")) {
        (Some(now), _) => now.to_owned(),
        (None, Some(day)) => format!("{day}T00:00:00{}", word("tz").unwrap_or("Z")),
        (None, None) => "1970-01-01T00:00:00Z".to_owned(),
    };
    let unreadable = |()| format!("found moment `{text}`, expected ISO 8601 with a zone");
    text.parse().map_err(unreadable)
}

fn write(value: &XValue, world: &dyn World) -> Value {
    let text = value.to_text(world).into_owned();
    let number = match value {
        // XPath reads a node-set's number from its text.
        XValue::Nodes(_) | XValue::Text(_) => number_from_text(&text),
        XValue::Bool(_) | XValue::Number(_) => value.to_number(world),
    };
    let mut json = json!({
        "boolean": value.to_bool(),
        "number": number_json(number),
        "string": text,
    });
    if let XValue::Nodes(nodes) = value {
        json["nodes"] = nodes
            .iter()
            .map(|it| world.value(*it).into_owned())
            .collect();
    }
    json
}

fn number_json(number: f64) -> Value {
    if number.is_nan() {
        "NaN".into()
    } else if number.is_infinite() {
        if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        }
        .into()
    } else if number.fract() == 0.0 && number.abs() < 9e15 {
        (number as i64).into()
    } else {
        number.into()
    }
}

#[cfg(test)]
mod tests;
