//! `minyi estimate`: statistics of a case file, held to the numbers it expects.

use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use clap::Args;
use survey_core::format::cases::{CaseFile, Verdict};

use crate::files;

/// What `minyi estimate` takes.
#[derive(Args, Debug)]
#[command(after_help = "\
A case file names designs (data, strata, PSUs, weights, population sizes) and asks for statistics
under them; tests/reference/README.md describes the format. One line of NDJSON is printed a case:
its id, op, status, result and, where the case says what to expect, the largest relative
difference and the reason of a failure. status is pass, fail, skip (not offered, or without its
data) or done (nothing was expected). The last line counts them. The exit code is 1 when a case
failed.

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
}

#[derive(Default)]
struct Counts {
    passed: usize,
    failed: usize,
    skipped: usize,
    computed: usize,
}

/// Runs the cases.
///
/// # Errors
/// When a case file cannot be read. What goes wrong in a case is said in its line.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let mut counts = Counts::default();
    let mut out = io::stdout().lock();
    let load = |name: &str| load(&options.data, name);
    for path in &options.cases {
        let file = CaseFile::read(&files::text(path)?);
        let file = file.map_err(|it| anyhow!("{}: {it}", path.display()))?;
        let mut written = Ok(());
        file.run(&load, |outcome| {
            counts.count(outcome.verdict);
            let quiet = matches!(outcome.verdict, Verdict::Passed | Verdict::Computed);
            if written.is_ok() && !(options.summary && quiet) {
                written = writeln!(out, "{}", outcome.line()).and_then(|()| out.flush());
            }
        });
        written.context("writing to standard output")?;
    }
    let Counts {
        passed,
        failed,
        skipped,
        computed,
    } = counts;
    write!(out, "{passed} passed, {failed} failed, {skipped} skipped")?;
    if computed > 0 {
        write!(out, ", {computed} computed")?;
    }
    writeln!(out)?;
    Ok(ExitCode::from(u8::from(failed > 0)))
}

impl Counts {
    fn count(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Passed => self.passed += 1,
            Verdict::Failed => self.failed += 1,
            Verdict::Skipped => self.skipped += 1,
            Verdict::Computed => self.computed += 1,
        }
    }
}

/// A data file's text. Names that lead out of the folder name nothing.
fn load(folder: &Path, name: &str) -> Option<String> {
    let plain = |it: Component| matches!(it, Component::Normal(_));
    if !Path::new(name).components().all(plain) {
        return None;
    }
    fs::read_to_string(folder.join(name)).ok()
}
