//! `minyi simulate`: a campaign that never was.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, anyhow, bail};
use clap::Args;
use serde_json::Value;
use survey_core::base::{AreaTree, Date};
use survey_core::format::export::{self, Form};
use survey_core::format::{areas, profile, response};
use survey_core::simulate::{Options as Plan, Profile, Simulation};

use crate::{exports, files};

/// What `minyi simulate` takes.
#[derive(Args, Debug)]
#[command(after_help = "\
Simulated people answer through the same machine that asks real ones, so every response is one
that could have been. They are marked as simulated, and so is everything made from them. The same
seed gives the same bytes. If the questionnaire's folder holds profiles/ID.json, it says what
people are like; docs/simulate.md describes it.

Examples:
  minyi simulate surveys/annual-resident.json --areas surveys/areas-example.json \\
    --n 2820 --seed 7 -o demo.json
  minyi simulate surveys/resident-qr-short.json --n 100 --ndjson | head -3")]
pub(crate) struct Options {
    /// The questionnaire
    survey: PathBuf,
    /// The tree of areas; without it, responses belong to none
    #[arg(long, value_name = "TREE")]
    areas: Option<PathBuf>,
    /// How many responses, spread evenly over the areas
    #[arg(long, default_value_t = 1000)]
    n: usize,
    /// Decides everything
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The level of the areas they are spread over
    #[arg(long, default_value = "community")]
    level: String,
    /// The wave
    #[arg(long, default_value = "2026")]
    wave: String,
    /// The first day of the field work
    #[arg(long, default_value = "2026-03-02", value_name = "DATE")]
    first_day: String,
    /// How many days it takes
    #[arg(long, default_value_t = 14)]
    days: u32,
    /// Optional sets of questions that are asked, with commas between; those that are on by default
    #[arg(long, value_delimiter = ',', value_name = "PACKS")]
    packs: Option<Vec<String>>,
    /// What people are like
    #[arg(long, value_name = "FILE")]
    profile: Option<PathBuf>,
    /// Where to write; - is standard output; names that end in .gz are compressed
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// One item a line instead of one document
    #[arg(long)]
    ndjson: bool,
}

/// Simulates and writes an export.
///
/// # Errors
/// When a file cannot be read or written, or an option makes no sense.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let survey = files::survey(&options.survey)?;
    let (tree, tree_document) = match &options.areas {
        Some(path) => {
            let text = files::text(path)?;
            let tree = files::sound(path, areas::read(&text))?;
            (tree, Some(serde_json::from_str::<Value>(&text)?))
        }
        None => (AreaTree::default(), None),
    };
    let form = Arc::new(survey.questionnaire);
    let mut plan = Plan::new(&form, options.seed, options.n);
    plan.level.clone_from(&options.level);
    plan.wave = Some(options.wave.clone());
    plan.first_day = day(&options.first_day)?;
    plan.n_days = options.days;
    plan.profile = people(options, &form.id)?;
    if let Some(packs) = &options.packs {
        if let Some(unknown) = packs.iter().find(|it| !form.packs.contains_key(*it)) {
            let known: Vec<&str> = form.packs.keys().map(String::as_str).collect();
            bail!(
                "--packs: there is no pack `{unknown}`; there are: {}",
                known.join(", ")
            );
        }
        plan.packs = packs.iter().cloned().collect();
    }
    let end = plan.first_day.days() + i64::from(plan.n_days);
    let end = Date::from_days(end).context("--days: the field work ends beyond the calendar")?;
    let mut records = Vec::with_capacity(options.n);
    let mut progress = Progress::new(options.n);
    for response in Simulation::new(form, Arc::new(tree), plan) {
        let record = response::record(&response);
        records.push(record.map_err(|it| anyhow!("response {}: {it}", response.id))?);
        progress.step();
    }
    progress.end();
    let mut bundle = export::bundle(records, &format!("{end}T00:00:00.000Z"));
    export::add_survey(&mut bundle, &survey.document);
    if let Some(document) = &tree_document {
        export::add_areas(&mut bundle, document);
    }
    let form = if options.ndjson {
        Form::Ndjson
    } else {
        Form::Json
    };
    match exports::write(&bundle, form, &options.output) {
        // Whoever reads has seen enough, as `head` does.
        Err(error) if is_broken_pipe(&error) => Ok(ExitCode::SUCCESS),
        result => result.map(|()| ExitCode::SUCCESS),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let source = error.root_cause().downcast_ref::<io::Error>();
    source.is_some_and(|it| it.kind() == io::ErrorKind::BrokenPipe)
}

fn day(text: &str) -> anyhow::Result<Date> {
    let wrong = |()| anyhow!("--first-day: found `{text}`, expected a date such as 2026-03-02");
    text.parse().map_err(wrong)
}

/// The profile that was named, or the one that stands beside the questionnaire.
fn people(options: &Options, id: &str) -> anyhow::Result<Profile> {
    let folder = options.survey.parent().unwrap_or(Path::new("."));
    let beside = folder.join("profiles").join(format!("{id}.json"));
    let path = match &options.profile {
        Some(path) => path,
        None if beside.is_file() => &beside,
        None => return Ok(Profile::default()),
    };
    files::sound(path, profile::read(&files::text(path)?))
}

/// Says how far along it is, where somebody watches and it takes long enough.
struct Progress {
    n: usize,
    done: usize,
    shown: bool,
}

impl Progress {
    fn new(n: usize) -> Progress {
        let shown = n >= 2_000 && io::stderr().is_terminal();
        Progress { n, done: 0, shown }
    }

    fn step(&mut self) {
        self.done += 1;
        if self.shown && self.done.is_multiple_of(500) {
            eprint!("\r{} of {} responses", self.done, self.n);
        }
    }

    fn end(&self) {
        if self.shown {
            eprintln!("\r{} of {} responses", self.done, self.n);
        }
    }
}
