//! Compiled forms say what their documents say, and damaged ones are refused.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use survey_core::format::compiled::{self, Refusal};
use survey_core::format::{areas, survey};
use survey_core::interview::{Event, Interview, JournalEntry, Layout, Start};
use survey_core::questionnaire::{Mode, Questionnaire};
use survey_core::response::SurveyRef;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn text(file: &str) -> String {
    fs::read_to_string(folder().join(file)).unwrap_or_else(|it| panic!("{file}: {it}"))
}

fn questionnaire(file: &str) -> Questionnaire {
    survey::read(&text(file))
        .expect("it compiles")
        .questionnaire
}

/// Every text that differs from `text` in one character or ends early.
fn damaged(text: &str, step: usize) -> impl Iterator<Item = String> {
    let places = text.char_indices().skip(13).step_by(step);
    places.flat_map(move |(at, old)| {
        let (before, after) = (&text[..at], &text[at + old.len_utf8()..]);
        let flip = |new: char| format!("{before}{new}{after}");
        let next = char::from_u32(old as u32 ^ 1).unwrap_or('0');
        [before.to_owned(), flip('0'), flip('o'), flip(next)]
    })
}

/// Walks through an interview that damage has made strange.
fn walk(form: Questionnaire) {
    let form = Arc::new(form);
    let start = Start {
        id: "form".into(),
        survey: SurveyRef {
            id: form.id.clone(),
            version: form.version.clone(),
            digest: form.digest.clone(),
        },
        mode: Mode::SelfCompletion,
        language: "en".into(),
        area: None,
        wave: None,
        interviewer: None,
        device: None,
        packs: form.packs.keys().cloned().collect(),
        seed: 3,
        offset: 0,
        layout: Layout::Section,
        simulated: false,
    };
    let entry = |event| JournalEntry { at: 1, event };
    let Ok(mut interview) = Interview::start(form, entry(Event::Start(Box::new(start)))) else {
        return;
    };
    for _ in 0..4 {
        interview.apply(entry(Event::Next));
        interview.view();
    }
    interview.apply(entry(Event::Layout(Layout::Question)));
    interview.apply(entry(Event::Finish));
    interview.response();
}

#[test]
fn a_form_comes_back_as_the_questionnaire() {
    for file in [
        "surveys/annual-resident.json",
        "surveys/eval-residents.json",
        "surveys/resident-qr-short.json",
        "tests/fixtures/every-kind.json",
    ] {
        let form = questionnaire(file);
        let written = compiled::write(&form);
        let again = compiled::read(&written).expect("it was written");
        let (again, form) = (format!("{again:?}"), format!("{form:?}"));
        assert!(again == form, "{file}");
    }
    let tree = areas::read(&text("surveys/areas-example.json")).expect("it is sound");
    let written = compiled::write_areas(&tree);
    assert_eq!(compiled::read_areas(&written), Ok(tree));
}

/// Pages that were opened before an update left such forms behind, with answers to them.
#[test]
fn forms_of_this_version_stay_readable() {
    let form = questionnaire("tests/fixtures/every-kind.json");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let file = folder().join("tests/fixtures/every-kind.form");
        fs::write(file, compiled::write(&form)).expect("the form can be written");
    }
    let kept = text("tests/fixtures/every-kind.form");
    assert!(
        compiled::write(&form) == kept,
        "raise the version in `format::compiled`, then keep the new form"
    );
}

#[test]
fn other_versions_are_refused() {
    let form = compiled::write(&questionnaire("surveys/resident-qr-short.json"));
    let newer = form.replacen("minyi-form/2", "minyi-form/3", 1);
    assert_eq!(compiled::read(&newer).map(drop), Err(Refusal::Version));
    assert_eq!(compiled::read("").map(drop), Err(Refusal::Version));
    assert_eq!(compiled::read_areas(&form), Err(Refusal::Version));
    assert_eq!(
        Refusal::Version.to_string(),
        "not a compiled form of this version"
    );
}

#[test]
fn a_form_with_something_behind_it_is_refused() {
    let form = compiled::write(&questionnaire("surveys/resident-qr-short.json"));
    assert_eq!(
        compiled::read(&format!("{form}0")).map(drop),
        Err(Refusal::Damaged)
    );
}

#[test]
fn damage_never_panics() {
    let short = compiled::write(&questionnaire("tests/fixtures/every-kind.json"));
    let mut n_read = 0;
    for text in damaged(&short, 1) {
        if let Ok(form) = compiled::read(&text) {
            n_read += 1;
            walk(form);
        }
    }
    // Most of a form is words, which may be any.
    assert!(n_read > 100, "{n_read}");
    let long = compiled::write(&questionnaire("surveys/annual-resident.json"));
    for text in damaged(&long, 211) {
        let _ = compiled::read(&text).map(walk);
    }
    let tree = areas::read(&text("surveys/areas-example.json")).expect("it is sound");
    for text in damaged(&compiled::write_areas(&tree), 23) {
        let _ = compiled::read_areas(&text);
    }
}
