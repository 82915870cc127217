//! `minyi run`: an interview without a screen.

mod query;
mod view;

use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, anyhow};
use clap::Args;
use serde_json::{Value, json};
use survey_core::base::DateTime;
use survey_core::format::journal;
use survey_core::format::response;
use survey_core::interview::{Effect, Interview, JournalEntry};
use survey_core::questionnaire::Questionnaire;

use crate::files;

/// What `minyi run` takes.
#[derive(Args, Debug)]
#[command(after_help = "\
The script is NDJSON: one event or one query a line. Events are those of the journal
(`answer`, `next`, `back`, `go_to`, `first_open`, `review`, `add_repeat`, `remove_repeat`,
`language`, `layout`, `pause`, `resume`, `finish`, `break_off`); the interview begins by itself, or
with a `start` of your own. Queries are `view`, `value`, `missing`, `relevant`, `complaint`,
`choices`, `path`, `stage`, `response`, `journal` and `replay`; with `expect` they are checks.
docs/run.md says what each takes and gives, with worked scripts.

Example:
  minyi run surveys/resident-qr-short.json --script - <<'END'
  {\"do\": \"answer\", \"place\": \"consent\", \"value\": \"1\"}
  {\"do\": \"next\"}
  {\"query\": \"view\"}
  {\"query\": \"complaint\", \"place\": \"Q1\", \"expect\": null}
  END

Exit code: 0, or 1 when a line could not be read or an expectation was not met.")]
pub(crate) struct Options {
    /// The questionnaire
    survey: PathBuf,
    /// Events and queries, one a line; - is standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    script: PathBuf,
    /// The moment of the beginning; each event without `at` comes a second after the last
    #[arg(
        long,
        value_name = "MOMENT",
        default_value = "2026-03-02T09:00:00+08:00"
    )]
    now: String,
}

/// Runs a script.
///
/// # Errors
/// When the questionnaire or the script cannot be read.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let form = Arc::new(files::survey(&options.survey)?.questionnaire);
    let now: DateTime = options.now.parse().map_err(|()| {
        anyhow!(
            "--now: found `{}`, expected ISO 8601 with a zone",
            options.now
        )
    })?;
    let mut stage = Run::new(form, now);
    let mut out = BufWriter::new(io::stdout().lock());
    let script: Box<dyn BufRead> = if options.script.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        let path = options.script.display();
        let file = std::fs::File::open(&options.script).with_context(|| format!("{path}"))?;
        Box::new(BufReader::new(file))
    };
    for (idx, line) in script.lines().enumerate() {
        let line = line.with_context(|| format!("{}", options.script.display()))?;
        if line.trim().is_empty() {
            continue;
        }
        let mut result = stage.line(&line);
        if let Some(error) = result.get("error") {
            result = json!({"error": error, "line": idx + 1});
        }
        writeln!(out, "{result}")?;
        out.flush()?;
    }
    Ok(ExitCode::from(u8::from(stage.failed)))
}

/// An interview that a script drives.
struct Run {
    form: Arc<Questionnaire>,
    now: DateTime,
    /// The time of the last event.
    at: i64,
    interview: Option<Interview>,
    journal: Vec<JournalEntry>,
    failed: bool,
}

impl Run {
    fn new(form: Arc<Questionnaire>, now: DateTime) -> Run {
        Run {
            form,
            now,
            at: now.unix_millis(),
            interview: None,
            journal: Vec::new(),
            failed: false,
        }
    }

    /// The result of one line.
    fn line(&mut self, line: &str) -> Value {
        let result = self.try_line(line);
        result.unwrap_or_else(|error| {
            self.failed = true;
            json!({ "error": error })
        })
    }

    fn try_line(&mut self, line: &str) -> Result<Value, String> {
        let line: Value = serde_json::from_str(line).map_err(|it| format!("not JSON: {it}"))?;
        if line.get("do").and_then(Value::as_str) == Some("start") {
            return self.start(&line);
        }
        if self.interview.is_none() {
            self.start(&json!({"do": "start"}))?;
        }
        if line.get("query").is_some() {
            self.query(&line)
        } else if line.get("do").is_some() {
            self.event(&line)
        } else {
            Err("found neither `do` nor `query`".to_owned())
        }
    }

    /// Begins, filling in what the script leaves out.
    fn start(&mut self, line: &Value) -> Result<Value, String> {
        if self.interview.is_some() {
            return Err("the interview has begun already".to_owned());
        }
        let form = &self.form;
        let mode = form.modes.first().map_or("self", |it| it.name());
        let on = form.packs.iter().filter(|it| it.1.on);
        let packs: Vec<&String> = on.map(|it| it.0).collect();
        let mut whole = json!({
            "at": self.at,
            "id": "00000000-0000-7000-8000-000000000001",
            "survey": {"id": form.id, "version": form.version, "digest": form.digest},
            "mode": mode,
            "language": form.default_language,
            "packs": packs,
            "seed": "1",
            "offset": self.now.offset,
        });
        if let (Some(whole), Some(given)) = (whole.as_object_mut(), line.as_object()) {
            whole.extend(given.clone());
        }
        let entry = journal::read(&whole.to_string())?;
        self.at = entry.at;
        self.journal.push(entry.clone());
        self.interview = Some(Interview::start(form.clone(), entry)?);
        Ok(json!({"done": "start"}))
    }

    fn event(&mut self, line: &Value) -> Result<Value, String> {
        let at = line
            .get("at")
            .map(|it| it.as_i64().ok_or("`at` is not milliseconds"));
        let at = at.transpose()?.unwrap_or(self.at + 1000);
        let event = journal::read_event(&line.to_string())?;
        let interview = self.interview.as_mut().expect("it was started");
        self.at = at;
        let mut result = json!({"done": line["do"]});
        for effect in interview.apply(JournalEntry { at, event }) {
            match effect {
                Effect::Store(entry) => self.journal.push(entry),
                Effect::Refused(why) => result = json!({"refused": why}),
                Effect::Moved => result["moved"] = true.into(),
                Effect::Focus(place) => result["focus"] = place.into(),
                Effect::Finished(it) => result["response"] = response::to_json(&it),
            }
        }
        Ok(result)
    }

    fn query(&mut self, line: &Value) -> Result<Value, String> {
        let interview = self.interview.as_mut().expect("it was started");
        let (key, found) = query::answer(interview, &self.journal, line)?;
        let mut result = json!({ key: found });
        if let Some(expected) = line.get("expect") {
            let met = *expected == found;
            result["as_expected"] = met.into();
            if !met {
                result["expected"] = expected.clone();
                self.failed = true;
            }
        }
        Ok(result)
    }
}
