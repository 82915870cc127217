//! `minyi estimate`: statistics of a case file, held to the numbers it expects.

use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use clap::Args;
use survey_core::format::cases::{self, CaseFile, Report, Verdict};

use crate::files;

/// What `minyi estimate` takes.
#[derive(Args, Debug)]
#[command(after_help = "\
A case file names designs (data, strata, PSUs, weights, population sizes) and asks for statistics
under them; tests/reference/README.md describes the format. One line of NDJSON is printed a case:
its id, op, status, result and, where the case says what to expect, the largest relative
difference and the reason of a failure. status is pass, fail, skip (not offered, or without its
data) or done (nothing was expected). The last line counts them. The exit code is 1 when a case
failed. --digest prints one digest over all that was found, to compare devices: the page Settings,
Check the mathematics, shows the same for the same files.

Examples:
  minyi estimate tests/reference/expected/01_means.json --data tests/reference/data
  minyi estimate cases.json --data . --summary")]
pub(crate) struct Options {
    /// Case files
    #[arg(required = true, value_name = "CASES")]
    cases: Vec<PathBuf>,
    /// The folder of the data files
    #[arg(long, value_name = "DIR", default_value = ".")]
    data: PathBuf,
    /// Only what failed, what was skipped, and the counts
    #[arg(long)]
    summary: bool,
    /// A line with a SHA-256 over every bit of every result, whatever the order of the files
    #[arg(long)]
    digest: bool,
}

/// Runs the cases.
///
/// # Errors
/// When a case file cannot be read. What goes wrong in a case is said in its line.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let mut reports = Vec::new();
    let mut out = io::stdout().lock();
    let load = |name: &str| load(&options.data, name);
    for path in &options.cases {
        let file = CaseFile::read(&files::text(path)?);
        let file = file.map_err(|it| anyhow!("{}: {it}", path.display()))?;
        let mut report = Report::new(&file.topic);
        for outcome in file.outcomes(&load) {
            report.add(&outcome);
            let quiet = matches!(outcome.verdict, Verdict::Passed | Verdict::Computed);
            if !(options.summary && quiet) {
                let written = writeln!(out, "{}", outcome.line()).and_then(|()| out.flush());
                written.context("writing to standard output")?;
            }
        }
        reports.push(report);
    }
    if options.digest {
        writeln!(out, "sha256 {}", cases::digest(&reports))?;
    }
    let sum = |of: fn(&Report) -> usize| -> usize { reports.iter().map(of).sum() };
    let (passed, failed, skipped) = (
        sum(|it| it.passed),
        sum(|it| it.failed),
        sum(|it| it.skipped),
    );
    write!(out, "{passed} passed, {failed} failed, {skipped} skipped")?;
    let computed = sum(|it| it.computed);
    if computed > 0 {
        write!(out, ", {computed} computed")?;
    }
    writeln!(out)?;
    Ok(ExitCode::from(u8::from(failed > 0)))
}

/// A data file's text. Names that lead out of the folder name nothing.
fn load(folder: &Path, name: &str) -> Option<String> {
    let plain = |it: Component| matches!(it, Component::Normal(_));
    if !Path::new(name).components().all(plain) {
        return None;
    }
    fs::read_to_string(folder.join(name)).ok()
}
