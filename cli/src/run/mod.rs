//! `minyi run`: an interview without a screen.

mod ask;
mod expect;
mod json;
mod query;
mod session;
mod view;
mod words;

#[cfg(test)]
mod tests;

use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, anyhow};
use clap::Args;
use serde_json::json;
use survey_core::base::DateTime;
use survey_core::questionnaire::Questionnaire;

use crate::files;
use session::Session;
use words::Line;

/// The moment of the beginning, where nobody says.
pub const NOW: &str = "2026-03-02T09:00:00+08:00";

/// What `minyi run` takes.
#[derive(Args, Debug)]
#[command(after_help = "\
A script is a line a step: words such as

  set age = 40
  expect spouse is relevant
  add kids
  set /data/kids[2]/first = \"An\"
  expect label kids[2]/first in zh = 名字
  next

or the events and queries of the journal as NDJSON. Lines of words print what they `show` and what
went wrong; lines of JSON give one line of JSON each. docs/run.md says what there is, with worked
scripts.

Example:
  minyi run surveys/resident-qr-short.json --script - <<'END'
  set consent = 1
  next
  show screen
  expect Q1 is valid
  END

Exit code: 0, or 1 when a line could not be read or done, or an expectation was not met.")]
pub(crate) struct Options {
    /// The questionnaire: ours, an XForm or an XLSForm
    survey: PathBuf,
    /// The script; - is standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    script: PathBuf,
    /// The moment of the beginning; each event comes a second after the last
    #[arg(long, value_name = "MOMENT", default_value = NOW)]
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
    let path = options.script.display();
    let folder = options.script.parent().unwrap_or(Path::new(""));
    let mut script = Script::new(form, now, folder);
    let mut out = BufWriter::new(io::stdout().lock());
    let lines: Box<dyn BufRead> = if options.script.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        let file = std::fs::File::open(&options.script).with_context(|| format!("{path}"))?;
        Box::new(BufReader::new(file))
    };
    for line in lines.lines() {
        script.line(&line.with_context(|| format!("{path}"))?);
        for text in script.printed.drain(..) {
            writeln!(out, "{text}")?;
        }
        out.flush()?;
    }
    script.end();
    for text in script.printed.drain(..) {
        writeln!(out, "{text}")?;
    }
    out.flush()?;
    Ok(ExitCode::from(u8::from(!script.failures.is_empty())))
}

/// A script as it runs, line by line.
pub struct Script {
    session: Session,
    folder: PathBuf,
    /// How many lines there were.
    n_lines: usize,
    /// A line that waits for the indented lines under it, with its number.
    open: Option<(usize, String, String)>,
    /// What was printed and not taken yet.
    pub printed: Vec<String>,
    /// What went wrong, with the number of its line.
    pub failures: Vec<(usize, String)>,
}

impl Script {
    /// A script that has not begun. Files it names are looked for in `folder`.
    pub fn new(form: Arc<Questionnaire>, now: DateTime, folder: &Path) -> Script {
        Script {
            session: Session::new(form, now),
            folder: folder.to_owned(),
            n_lines: 0,
            open: None,
            printed: Vec::new(),
            failures: Vec::new(),
        }
    }

    /// The next line. One that ends with a colon is done when the indented lines under it are
    /// over.
    pub fn line(&mut self, line: &str) {
        self.n_lines += 1;
        if let Some((_, _, block)) = &mut self.open
            && (line.trim().is_empty() || line.starts_with(char::is_whitespace))
        {
            block.push_str(line);
            block.push('\n');
            return;
        }
        self.end();
        let text = line.trim();
        if text.is_empty() || text.starts_with('#') {
            return;
        }
        if text.starts_with('{') {
            return self.json(text);
        }
        if text.ends_with(':') {
            self.open = Some((self.n_lines, text.to_owned(), String::new()));
        } else {
            self.words(self.n_lines, text, "");
        }
    }

    /// Does what waits for lines that will not come.
    pub fn end(&mut self) {
        if let Some((number, text, block)) = self.open.take() {
            self.words(number, &text, &block);
        }
    }

    fn words(&mut self, number: usize, text: &str, block: &str) {
        let folder = self.folder.clone();
        let line = Line {
            text,
            block,
            folder: &folder,
        };
        match words::line(&mut self.session, line) {
            Ok(printed) => self.printed.extend(printed),
            Err(why) => {
                self.printed.push(format!("line {number}: {why} ({text})"));
                self.failures.push((number, why));
            }
        }
    }

    fn json(&mut self, text: &str) {
        let number = self.n_lines;
        match json::line(&mut self.session, text) {
            Ok((result, met)) => {
                if !met {
                    self.failures.push((number, result.to_string()));
                }
                self.printed.push(result.to_string());
            }
            Err(why) => {
                let result = json!({"error": why, "line": number});
                self.printed.push(result.to_string());
                self.failures.push((number, why));
            }
        }
    }
}
