//! `minyi check`: everything that is wrong with a document.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use survey_core::base::Problems;
use survey_core::format::sniff::{Document, sniff};
use survey_core::format::{areas, export, json, response, survey};
use survey_core::questionnaire::Questionnaire;
use survey_core::response::{AnswerRef, Bundle, Digest, Part, Record, Visit};

use crate::exports;

/// What `minyi check` takes.
#[derive(Args, Debug)]
#[command(after_help = "\
Knows questionnaires (minyi-survey/1), trees of areas (minyi-areas/1) and exports
(minyi-export/1, as JSON or NDJSON, compressed or not) by their `format`.
Prints one line a problem: the file, the place as a JSON pointer, what was found
and what was expected. Of an export it checks every digest, the surveys and areas
inside, and every response against its survey.

Exit codes: 0 all is well; 1 there are problems; 2 a file cannot be read.

Examples:
  minyi check surveys/annual-resident.json
  minyi check exports/*.json")]
pub(crate) struct Options {
    /// Documents to check; `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// Checks every file.
///
/// # Errors
/// When a file cannot be read.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let mut all_sound = true;
    for path in &options.files {
        let (bytes, fault) = exports::bytes(path)?;
        let result = match fault {
            Some(fault) => Err(vec![fault]),
            None => check(&bytes),
        };
        match result {
            Ok(summary) => println!("{}: {summary}", path.display()),
            Err(lines) => {
                all_sound = false;
                for line in lines {
                    println!("{}: {line}", path.display());
                }
            }
        }
    }
    Ok(if all_sound {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// What is sound about a document in a few words, or all its problems.
fn check(bytes: &[u8]) -> Result<String, Vec<String>> {
    match sniff(bytes) {
        Document::Export => check_export(bytes),
        Document::Survey => survey::read(text(bytes)?)
            .map(|it| describe(&it.questionnaire))
            .map_err(lines),
        Document::Areas => areas::read(text(bytes)?)
            .map(|it| format!("{} areas, all is well", it.areas().len()))
            .map_err(lines),
        Document::Other(format) => {
            let expected = "expected minyi-survey/1, minyi-areas/1 or minyi-export/1";
            Err(vec![match (format, json::parse(text(bytes)?)) {
                (_, Err(error)) => format!("not JSON: {error}"),
                (Some(format), Ok(_)) => format!("/format: found `{format}`, {expected}"),
                (None, Ok(_)) => format!("/: `format` is missing, {expected}"),
            }])
        }
    }
}

fn text(bytes: &[u8]) -> Result<&str, Vec<String>> {
    let text = std::str::from_utf8(bytes);
    let text = text.map_err(|error| {
        vec![format!(
            "byte {}: found bytes that are not UTF-8",
            error.valid_up_to()
        )]
    })?;
    Ok(text.trim_start_matches('\u{feff}'))
}

fn describe(form: &Questionnaire) -> String {
    // The first item is the root.
    let (items, languages) = (form.items().len() - 1, form.languages.join(", "));
    format!(
        "{} {}, {items} items in {languages}, all is well",
        form.id, form.version
    )
}

fn lines(problems: Problems) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

fn check_export(bytes: &[u8]) -> Result<String, Vec<String>> {
    let reading = export::read(bytes);
    let mut found: Vec<String> = reading.damages.iter().map(exports::describe).collect();
    if reading.more_damages > 0 {
        found.push(format!("{} more damages", reading.more_damages));
    }
    let bundle = reading.bundle;
    let surveys = check_documents(&bundle, &mut found);
    for missing in bundle.missing_surveys() {
        let (id, version, digest) = (&missing.id, &missing.version, &missing.digest);
        found.push(format!(
            "responses name survey {id} {version} ({digest}), which is not here"
        ));
    }
    for group in bundle.conflicts() {
        let (id, revision, _) = group[0].key();
        let count = group.len();
        found.push(format!(
            "response {id}, revision {revision}: {count} versions are in conflict"
        ));
    }
    for record in bundle.records() {
        let form = record
            .header()
            .survey
            .digest
            .parse()
            .ok()
            .and_then(|it| surveys.get(&it));
        check_record(record, form, &mut found);
    }
    if !found.is_empty() {
        return Err(found);
    }
    Ok(format!("{}, all is well", exports::summary(&bundle)))
}

/// Checks surveys and areas; gives the surveys that are sound.
fn check_documents(bundle: &Bundle, found: &mut Vec<String>) -> BTreeMap<Digest, Questionnaire> {
    let mut surveys = BTreeMap::new();
    for (digest, text) in bundle.documents(Part::Survey) {
        match survey::read(text) {
            Ok(survey) => {
                surveys.insert(*digest, survey.questionnaire);
            }
            Err(problems) => {
                found.extend(
                    lines(problems)
                        .iter()
                        .map(|it| format!("survey {digest}: {it}")),
                );
            }
        }
    }
    for (digest, text) in bundle.documents(Part::Areas) {
        if let Err(problems) = areas::read(text) {
            found.extend(
                lines(problems)
                    .iter()
                    .map(|it| format!("areas {digest}: {it}")),
            );
        }
    }
    surveys
}

fn check_record(record: &Record, form: Option<&Questionnaire>, found: &mut Vec<String>) {
    let id = &record.header().id;
    let mut names = Names {
        form,
        strangers: Vec::new(),
    };
    let problems = match response::visit(record, &mut names) {
        // The visit named those of the answers already.
        Err(problems) => Err(problems),
        Ok(()) => response::read(record).map(|_| ()),
    };
    if let Err(problems) = problems {
        found.extend(
            lines(problems)
                .iter()
                .map(|it| format!("response {id}: {it}")),
        );
    }
    for name in names.strangers {
        found.push(format!(
            "response {id}: /answers: its survey has no item `{name}`"
        ));
    }
}

/// Looks for answers to items that the survey does not have.
struct Names<'a> {
    form: Option<&'a Questionnaire>,
    strangers: Vec<String>,
}

impl Names<'_> {
    fn see(&mut self, name: &str) {
        if self.form.is_some_and(|form| form.named(name).is_none()) {
            self.strangers.push(name.to_owned());
        }
    }
}

impl Visit for Names<'_> {
    fn answer(&mut self, name: &str, _: AnswerRef<'_>) {
        self.see(name);
    }

    fn begin(&mut self, repeat: &str) {
        self.see(repeat);
    }

    fn enter(&mut self) {}

    fn leave(&mut self) {}

    fn end(&mut self) {}
}
