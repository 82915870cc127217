//! A short run of what is fuzzed: every corpus, and mutations of it by a fixed seed.

use std::fs;
use std::path::Path;

use minyi_fuzz::{Mutator, TARGETS, target};

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(name);
    let files = fs::read_dir(&folder).unwrap_or_else(|it| panic!("{}: {it}", folder.display()));
    let mut files: Vec<_> = files.map(|it| it.unwrap().path()).collect();
    files.sort();
    files.iter().map(|it| fs::read(it).unwrap()).collect()
}

fn short(name: &str) {
    let (target, corpus) = (target(name), corpus(name));
    assert!(!corpus.is_empty(), "the corpus of {name} is empty");
    for input in &corpus {
        (target.run)(input);
    }
    let mut mutator = Mutator::new(1, &corpus, target.words);
    for _ in 0..target.n_short {
        let input = mutator.input();
        (target.run)(&input);
    }
}

#[test]
fn expressions_are_parsed_or_refused() {
    short("expression");
}

#[test]
fn expressions_have_values_or_errors() {
    short("evaluate");
}

#[test]
fn surveys_are_read_or_refused() {
    short("survey");
}

#[test]
fn tables_are_read_or_refused() {
    short("table");
}

#[test]
fn instances_are_read_or_refused() {
    short("instance");
}

#[test]
fn xlsforms_are_read_or_refused() {
    short("xlsform");
}

#[test]
fn workbooks_are_read_or_refused() {
    short("workbook");
}

#[test]
fn xforms_are_read_or_refused() {
    short("xform");
}

#[test]
fn surveyjs_forms_are_read_or_refused() {
    short("surveyjs");
}

#[test]
fn every_target_is_in_the_short_run() {
    let source = include_str!("short.rs");
    for target in TARGETS {
        let call = format!("short(\"{}\")", target.name);
        assert!(source.contains(&call), "{} is not run", target.name);
    }
}
