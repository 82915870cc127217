//! `minyi data`: data of other programs as responses.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use clap::Args;
use survey_core::base::{AreaTree, Date};
use survey_core::format::data_file::{self, Kind, Made, Plan};
use survey_core::format::export::Form;
use survey_core::questionnaire::Table;

use crate::{exports, files};

/// What `minyi data` takes.
#[derive(Args, Debug)]
#[command(after_help = "\
Reads a table (.csv, .tsv, .xlsx, .xls, .ods) with a head and a row a person. Without
--survey a questionnaire is made of it: what each column is taken for is told by its
cells, is printed without --out, and is corrected with --set.

Kinds: out, category, scale:LOW:HIGH (scored from 0 to 100), number, text, date, area,
interviewer. Empty cells, NA and a full stop are no answers; neither are -97 (not
applicable), -98 (don't know) and -99 (refused) in columns without other negative numbers.

Exit codes: 0 every cell was read, 1 some were not (they are told, and left without an
answer), 2 the file cannot be read.

Examples:
  minyi data bfi.csv
  minyi data bfi.csv --set education=scale:1:5 --out bfi.json
  minyi data answers.xlsx --survey surveys/annual-resident.json --out answers.json")]
pub(crate) struct Options {
    /// The table
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Where to write the export; `-` for standard output
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The questionnaire that the columns answer, by the names or words of its questions
    #[arg(long, value_name = "FILE")]
    survey: Option<PathBuf>,
    /// What a column is
    #[arg(long = "set", value_name = "COLUMN=KIND", conflicts_with = "survey")]
    kinds: Vec<String>,
    /// The words of a column, or with --survey the question it answers
    #[arg(long = "name", value_name = "COLUMN=WORDS")]
    names: Vec<String>,
    /// The id of the questionnaire that is made
    #[arg(long, conflicts_with = "survey")]
    id: Option<String>,
    /// The day of responses whose row tells none
    #[arg(long, value_name = "DATE", default_value = "1970-01-01")]
    day: String,
}

/// Brings in a table.
///
/// # Errors
/// When a file cannot be read or written.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let bytes = files::bytes(&options.file)?;
    let name = options
        .file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let table = data_file::open(&name, &bytes).map_err(|it| anyhow!(it))?;
    let day: Date = options.day.parse().map_err(|()| {
        let found = &options.day;
        anyhow!("--day: found `{found}`, expected a date such as 2026-11-22")
    })?;
    let made = match &options.survey {
        Some(path) => answered(options, &table, path, day, &bytes)?,
        None => {
            let plan = plan(options, &table, &name, day)?;
            if options.out.is_none() {
                print(&plan);
                return Ok(ExitCode::SUCCESS);
            }
            let made = data_file::responses(&table, &plan, &bytes, &AreaTree::default());
            files::sound(&options.file, made)?
        }
    };
    for trouble in &made.troubles {
        eprintln!("{}: {trouble}", options.file.display());
    }
    if made.more_troubles > 0 {
        eprintln!("{}: {} more", options.file.display(), made.more_troubles);
    }
    if let Some(out) = &options.out {
        exports::write(&made.bundle, Form::Json, out)?;
    }
    eprintln!("{}", exports::summary(&made.bundle));
    Ok(ExitCode::from(u8::from(!made.troubles.is_empty())))
}

/// The plan that was guessed, as it was corrected.
fn plan(options: &Options, table: &Table, name: &str, day: Date) -> anyhow::Result<Plan> {
    let mut plan = data_file::guess(table, name, day);
    for text in &options.kinds {
        let (head, kind) = pair("--set", text)?;
        let kind: Kind = kind.parse().map_err(|it| anyhow!("--set {head}: {it}"))?;
        plan.columns[column(table, head)?].kind = kind;
    }
    for text in &options.names {
        let (head, words) = pair("--name", text)?;
        words.clone_into(&mut plan.columns[column(table, head)?].label);
    }
    if let Some(id) = &options.id {
        plan.id.clone_from(id);
    }
    Ok(plan)
}

fn answered(
    options: &Options,
    table: &Table,
    path: &std::path::Path,
    day: Date,
    bytes: &[u8],
) -> anyhow::Result<Made> {
    let survey = files::survey(path)?;
    let mut columns = data_file::matches(table, &survey.questionnaire);
    for text in &options.names {
        let (head, item) = pair("--name", text)?;
        columns[column(table, head)?] = Some(item.to_owned());
    }
    let unused = table.columns().iter().zip(&columns);
    for (head, _) in unused.filter(|it| it.1.is_none()) {
        eprintln!("{}: no question for `{head}`", options.file.display());
    }
    let whole = (&survey.questionnaire, &survey.document);
    let made = data_file::into_survey(table, whole, &columns, day, bytes);
    files::sound(&options.file, made)
}

fn pair<'a>(option: &str, text: &'a str) -> anyhow::Result<(&'a str, &'a str)> {
    let parts = text.split_once('=');
    parts.with_context(|| format!("{option}: found `{text}`, expected COLUMN=…"))
}

fn column(table: &Table, head: &str) -> anyhow::Result<usize> {
    let at = table.columns().iter().position(|it| it == head);
    at.with_context(|| format!("there is no column `{head}`"))
}

/// What the columns are taken for.
fn print(plan: &Plan) {
    println!("{} ({})", plan.title, plan.id);
    for it in &plan.columns {
        let values: Vec<&str> = it.values.iter().take(6).map(|it| it.0.as_str()).collect();
        let more = if it.distinct > values.len() {
            ", …"
        } else {
            ""
        };
        let kind = it.kind.to_string();
        println!(
            "{:<28} {kind:<14} {:>6} filled, {:>5} different: {}{more}",
            it.head,
            it.filled,
            it.distinct,
            values.join(", ")
        );
    }
}
