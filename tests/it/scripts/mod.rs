//! Scripts of `minyi run`: those of the manual, one or more for each sentence that says what
//! questionnaires do, and one for each thing that JavaRosa is known to do.
//!
//! [tests/README.md](../../README.md) says how a case is written.

mod case;
mod form;
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
    run(&cases("features"), 1);
}

#[test]
fn forms_do_what_javarosa_does() {
    run(&cases("scenarios"), 1);
}
