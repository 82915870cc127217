//! `minyi import`: forms of other programs as questionnaires.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use survey_core::format::foreign::Form;
use survey_core::format::import::{Finding, Severity};

use crate::files;

/// What `minyi import` takes.
#[derive(Args, Debug)]
#[command(after_help = "\
Reads XLSForms (.xlsx, .xls, .ods, .csv, .md), XForms (.xml) and questionnaires
(.json), and writes the questionnaire, or the XForm that ODK's converter makes of
a workbook. Tables that the form reads are looked for in --attach, or beside it.

Exit codes: 0 it was read, perhaps with warnings; 1 it was refused; 2 a file
cannot be read.

Examples:
  minyi import household.xlsx --out household.json
  minyi import household.xlsx --to xform
  minyi import published.xml --attach media --report json")]
pub(crate) struct Options {
    /// The form; `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What to write
    #[arg(long, value_enum, default_value_t = To::Json)]
    to: To,
    /// Where to write it, instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The folder with the tables that the form reads
    #[arg(long, value_name = "FOLDER")]
    attach: Option<PathBuf>,
    /// Writes what was found as this, in place of the form unless --out is given
    #[arg(long, value_enum)]
    report: Option<Report>,
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum To {
    /// A questionnaire, minyi-survey/1
    Json,
    /// An XForm
    Xform,
}

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Report {
    /// A line a finding
    Text,
    /// One JSON document
    Json,
}

/// Imports a form.
///
/// # Errors
/// When a file cannot be read or written.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let form = files::form(&options.file, options.attach.as_deref())?;
    let accepted = form.errors().next().is_none();
    let text = match options.to {
        To::Json => form.survey.as_ref().filter(|_| accepted).map(|it| {
            let text = serde_json::to_string_pretty(&it.document);
            text.unwrap_or_default() + "\n"
        }),
        // A workbook has its XForm even where its expressions cannot be read.
        To::Xform => form.xform.clone(),
    };
    match options.report {
        Some(Report::Json) => println!("{:#}", report(options, &form, accepted)),
        Some(Report::Text) => form
            .findings
            .iter()
            .for_each(|it| println!("{}: {it}", options.file.display())),
        None => form
            .findings
            .iter()
            .for_each(|it| eprintln!("{}: {it}", options.file.display())),
    }
    match (&text, &options.out) {
        (Some(text), Some(out)) => {
            fs::write(out, text).with_context(|| format!("{}", out.display()))?;
        }
        (Some(text), None) if options.report.is_none() => print!("{text}"),
        (Some(_) | None, _) => {}
    }
    Ok(ExitCode::from(u8::from(!accepted)))
}

fn report(options: &Options, form: &Form, accepted: bool) -> Value {
    let survey = form.survey.as_ref();
    json!({
        "file": options.file.display().to_string(),
        "accepted": accepted,
        "id": survey.map(|it| &it.questionnaire.id),
        "version": survey.map(|it| &it.questionnaire.version),
        "languages": survey.map(|it| &it.questionnaire.languages),
        "items": survey.map(|it| it.questionnaire.items().len() - 1),
        "missing_files": form.missing,
        "findings": form.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn finding(it: &Finding) -> Value {
    json!({
        "severity": match it.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "code": it.code,
        "message": it.message,
        "sheet": it.place.sheet,
        "row": it.place.row,
        "column": it.place.column,
        "path": it.place.path,
    })
}
