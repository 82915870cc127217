//! Scripts of `minyi run`: those of the manual, one or more for each sentence that says what
//! questionnaires do, and one for each thing that JavaRosa is known to do.
//!
//! [tests/README.md](../../README.md) says how a case is written.

mod case;
mod form;
mod manual;
mod worked;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use case::Case;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The cases of all files of a folder, in the order of their names.
fn cases(name: &str) -> Vec<Case> {
    let files = fs::read_dir(folder().join(name)).expect("the folder is there");
    let paths: BTreeSet<PathBuf> = files.map(|it| it.expect("a file").path()).collect();
    let texts = paths
        .iter()
        .filter(|it| it.extension().is_some_and(|it| it == "cases"));
    let read = |path: &PathBuf| Case::read_all(path).unwrap_or_else(|it| panic!("{it}"));
    texts.flat_map(read).collect()
}

/// Runs cases; panics with a line for each that fails.
fn run(cases: &[Case], fewest: usize) {
    assert!(cases.len() >= fewest, "{} cases", cases.len());
    let failures: Vec<String> = cases.iter().flat_map(Case::run).collect();
    assert!(
        failures.is_empty(),
        "{} of {} cases:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
}

#[test]
fn questionnaires_do_what_the_manual_says() {
    run(&cases("features"), 300);
}

#[test]
fn forms_do_what_javarosa_does() {
    run(&cases("scenarios"), 115);
}

#[test]
fn every_sentence_of_the_format_has_a_case() {
    let text = fs::read_to_string(folder().join("../docs/format.md")).expect("the manual");
    let known = manual::sentences(&text);
    let exempt = fs::read_to_string(folder().join("features/without-case.txt")).expect("the list");
    let exempt: BTreeSet<&str> = exempt.lines().filter(|it| !it.starts_with('#')).collect();
    let all = cases("features");
    let mut wrong: Vec<String> = Vec::new();
    let mut covered = BTreeSet::new();
    for case in &all {
        if case.quotes.is_empty() {
            wrong.push(format!("{}: quotes nothing", case.at()));
        }
        for quote in &case.quotes {
            match known.iter().find(|it| it.contains(quote.as_str())) {
                Some(sentence) => {
                    covered.insert(sentence.as_str());
                }
                None => wrong.push(format!("{}: not in the manual: {quote}", case.at())),
            }
        }
    }
    for sentence in &known {
        let exempt = exempt.contains(sentence.as_str());
        match (covered.contains(sentence.as_str()), exempt) {
            (false, false) => wrong.push(format!("no case for: {sentence}")),
            (true, true) => wrong.push(format!("has a case now: {sentence}")),
            (true, false) | (false, true) => {}
        }
    }
    let gone = exempt
        .iter()
        .filter(|it| !it.is_empty() && !known.iter().any(|k| k == *it));
    wrong.extend(gone.map(|it| format!("not in the manual any more: {it}")));
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
