//! `minyi merge`: several exports become one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use serde_json::{Value, json};
use survey_core::format::export::{Damage, Form, Reading};
use survey_core::response::{Bundle, Merged, Part};

use crate::exports;

/// What `minyi merge` takes.
#[derive(Args, Debug)]
#[command(after_help = "\
Merging is a set union: the order of the files does not matter, a file that is
given twice changes nothing, and the same responses always give the same bytes.
A corrected response supersedes its older revision; both are kept. Two responses
with the same id and revision that differ are in conflict; both are kept too.
Damaged files give every response that is whole; the rest is reported.

Inputs may be JSON or NDJSON, compressed (.gz) or not; `-` is standard input.

Exit codes: 0 all is well; 1 merged, but something was damaged or in conflict;
2 nothing was written.

Examples:
  minyi merge tablet1.json tablet2.json -o all.json
  minyi merge inbox/*.json -o all.ndjson.gz --json report.json")]
pub(crate) struct Options {
    /// Exports to merge
    #[arg(required = true, value_name = "IN")]
    inputs: Vec<PathBuf>,
    /// Where to write; compressed if the name ends in .gz, `-` for standard output
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// Write one JSON object a line; the default if OUT ends in .ndjson or .ndjson.gz
    #[arg(long)]
    ndjson: bool,
    /// Write the report as JSON to this file as well
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// One file and what became of what it held.
struct Outcome<'a> {
    path: &'a Path,
    merged: Merged,
    damages: Vec<Damage>,
    more_damages: usize,
    repeated: usize,
}

/// Merges and reports.
///
/// # Errors
/// When a file cannot be read or written.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let mut bundle = Bundle::default();
    let mut outcomes = Vec::new();
    for path in &options.inputs {
        let Reading {
            bundle: read,
            damages,
            more_damages,
            repeated,
        } = exports::read(path)?;
        let merged = bundle.absorb(read);
        outcomes.push(Outcome {
            path,
            merged,
            damages,
            more_damages,
            repeated,
        });
    }
    exports::write(&bundle, form(options), &options.output)?;
    if let Some(path) = &options.json {
        let report = serde_json::to_string_pretty(&report(&outcomes, &bundle))?;
        fs::write(path, report + "\n").with_context(|| path.display().to_string())?;
    }
    // Standard output may be the merged export.
    for outcome in &outcomes {
        eprint!("{}", outcome.lines());
    }
    eprintln!(
        "{}: {}",
        options.output.display(),
        exports::summary(&bundle)
    );
    let is_clean = outcomes
        .iter()
        .all(|it| it.damages.is_empty() && it.merged.conflicts.is_empty());
    Ok(if is_clean {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

fn form(options: &Options) -> Form {
    let name = options.output.to_string_lossy().to_ascii_lowercase();
    let is_ndjson = name.trim_end_matches(".gz").ends_with(".ndjson");
    if options.ndjson || is_ndjson {
        Form::Ndjson
    } else {
        Form::Json
    }
}

impl Outcome<'_> {
    fn lines(&self) -> String {
        let Outcome {
            merged, repeated, ..
        } = self;
        let name = self.path.display();
        let n_damages = self.damages.len() + self.more_damages;
        let counts = [
            (merged.new, "new"),
            (merged.identical + repeated, "identical"),
            (merged.newer, "newer"),
            (merged.older, "older"),
            (merged.conflicts.len(), "conflicting"),
            (n_damages, "damaged"),
        ];
        let counts: Vec<String> = counts
            .iter()
            .map(|(n, what)| format!("{n} {what}"))
            .collect();
        let mut lines = format!("{name}: {}\n", counts.join(", "));
        for (id, revision) in &merged.conflicts {
            lines += &format!(
                "{name}: conflict: response {id}, revision {revision} was there with other content\n"
            );
        }
        for damage in &self.damages {
            lines += &format!("{name}: damaged: {}\n", exports::describe(damage));
        }
        if self.more_damages > 0 {
            lines += &format!("{name}: damaged: {} more places\n", self.more_damages);
        }
        lines
    }

    fn report(&self) -> Value {
        let conflicts = self.merged.conflicts.iter();
        let damages = self.damages.iter();
        json!({
            "file": self.path.display().to_string(),
            "new": self.merged.new,
            "identical": self.merged.identical + self.repeated,
            "newer": self.merged.newer,
            "older": self.merged.older,
            "conflicting": conflicts
                .map(|(id, revision)| json!({"id": id, "revision": revision}))
                .collect::<Vec<_>>(),
            "damaged": damages
                .map(|it| json!({"from": it.at.start, "to": it.at.end, "text": it.text, "id": it.id}))
                .collect::<Vec<_>>(),
            "damaged_more": self.more_damages,
        })
    }
}

fn report(outcomes: &[Outcome<'_>], bundle: &Bundle) -> Value {
    json!({
        "files": outcomes.iter().map(Outcome::report).collect::<Vec<_>>(),
        "responses": bundle.records().len(),
        "current": bundle.current().count(),
        "conflicts": bundle.conflicts().count(),
        "surveys": bundle.documents(Part::Survey).len(),
        "areas": bundle.documents(Part::Areas).len(),
        "contacts": bundle.documents(Part::Contact).len(),
        "withdrawals": bundle.documents(Part::Withdrawal).len(),
        "simulated": bundle.is_simulated(),
    })
}
