//! Every questionnaire in `surveys/` compiles, and can be walked from start to end in each of its
//! languages, along a short and a long path.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use survey_core::base::Value;
use survey_core::format::survey::{self, Survey};
use survey_core::interview::{
    Control, Effect, Event, Input, Interview, JournalEntry, Layout, QuestionView, RangeView, Stage,
    Start,
};
use survey_core::response::{Response, SurveyRef};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../surveys")
}

fn surveys() -> Vec<Survey> {
    let index = fs::read_to_string(folder().join("index.json")).expect("a catalogue");
    let index: serde_json::Value = serde_json::from_str(&index).expect("JSON");
    let files = index.as_array().expect("a list").iter();
    let files = files.map(|it| it["file"].as_str().expect("a file name").to_owned());
    let read = |file: String| {
        let text = fs::read_to_string(folder().join(&file)).expect("the catalogue's files exist");
        survey::read(&text).unwrap_or_else(|problems| panic!("{file}:\n{problems}"))
    };
    files.map(read).collect()
}

/// Walks an interview, answering with `choose`, and gives the response and the screens it took.
fn walk(
    survey: &Survey,
    language: &str,
    long: bool,
    choose: impl Fn(&QuestionView) -> Option<Input>,
) -> (Response, Vec<String>) {
    let form = Arc::new(survey.questionnaire.clone());
    let packs = form.packs.keys().filter(|_| long).cloned().collect();
    let start = Start {
        id: "walk".into(),
        survey: SurveyRef {
            id: form.id.clone(),
            version: form.version.clone(),
            digest: form.digest.clone(),
        },
        mode: form.modes[0],
        language: language.into(),
        area: None,
        wave: None,
        interviewer: None,
        device: None,
        packs,
        seed: 1,
        offset: 480,
        layout: Layout::Question,
        simulated: false,
    };
    let first = JournalEntry {
        at: 0,
        event: Event::Start(Box::new(start)),
    };
    let mut interview = Interview::start(form, first).expect("it starts");
    let mut screens = Vec::new();
    let mut at = 0;
    let mut act = |interview: &mut Interview, event| {
        at += 1500;
        interview.apply(JournalEntry { at, event })
    };
    while interview.stage() == Stage::Asking {
        let view = interview.view();
        screens.push(view.screen.key.clone());
        assert!(screens.len() < 1000, "{} does not end", view.title);
        for question in &view.screen.questions {
            assert!(
                !question.label.is_empty(),
                "{} has no words",
                question.place
            );
            if let Some(input) = choose(question) {
                let event = Event::Answer {
                    place: question.place.clone(),
                    input,
                };
                let effects = act(&mut interview, event);
                assert!(matches!(effects[0], Effect::Store(_)), "{effects:?}");
            }
        }
        let effects = act(&mut interview, Event::Next);
        assert!(
            effects.contains(&Effect::Moved),
            "{}: {effects:?}",
            view.screen.key
        );
    }
    let effects = act(&mut interview, Event::Finish);
    match effects.last() {
        Some(Effect::Finished(response)) => ((**response).clone(), screens),
        other => panic!("{other:?}"),
    }
}

fn text(name: &str) -> Option<Input> {
    Some(Input::Value(Value::Text(name.into())))
}

/// The first choice of everything; numbers in the middle.
fn answer_all(question: &QuestionView) -> Option<Input> {
    match &question.control {
        Control::Note | Control::Repeat(_) => None,
        Control::Consent(choices) => text(&choices[0].name),
        // Those with follow-up questions are chosen on purpose.
        Control::SelectOne(_) if question.name == "F4" => text("1"),
        Control::SelectOne(choices) => text(&choices[0].name),
        Control::SelectMultiple { .. } if question.name == "F1" => {
            Some(Input::Value(Value::Many(vec!["0".into()])))
        }
        Control::SelectMultiple { choices, .. } => {
            Some(Input::Value(Value::Many(vec![choices[0].name.clone()])))
        }
        Control::Seek(it) => Some(Input::Value(it.answer_with(it.finder.name(0)))),
        Control::Range(RangeView { points, .. }) => {
            Some(Input::Value(Value::Number(points[points.len() / 2].0)))
        }
        Control::Number { .. } => text("3"),
        Control::Text { .. } => text("很好"),
        Control::Date(_) => text("2026-05-01"),
        Control::Time(_) => text("19:30"),
        Control::Area { .. } => text("90-01-001"),
        Control::Rank { choices, .. } => {
            let names = choices.iter().map(|it| it.name.clone()).collect();
            Some(Input::Value(Value::Many(names)))
        }
        Control::DateTime(_) => text("2026-05-01T19:30"),
        Control::Geo { .. } => text("30.66 104.06; 30.67 104.06; 30.67 104.07"),
        Control::File { .. } => text("photo.jpg"),
        Control::Barcode(_) => text("6901234567892"),
        Control::Acknowledge(_) => text("OK"),
    }
}

/// Refuses what can be refused, answers what must be answered, and skips the rest.
fn answer_least(question: &QuestionView) -> Option<Input> {
    match question.missing.first() {
        Some(missing) => Some(Input::Missing(missing.reason)),
        None if question.required => answer_all(question),
        None => None,
    }
}

#[test]
fn every_questionnaire_can_be_walked_in_every_language() {
    for survey in surveys() {
        for language in survey.questionnaire.languages.clone() {
            let (long, long_screens) = walk(&survey, &language, true, answer_all);
            let (short, short_screens) = walk(&survey, &language, false, answer_least);
            assert_eq!(long.disposition, "1.1", "{}", survey.questionnaire.id);
            assert_eq!(long.language, language);
            assert!(long.answers.len() >= short.answers.len());
            assert!(long_screens.len() >= short_screens.len());
        }
    }
}

#[test]
fn a_refusal_at_the_door_ends_politely() {
    for survey in surveys() {
        let refuse = |question: &QuestionView| match &question.control {
            Control::Consent(choices) => text(&choices[1].name),
            _ => panic!("{} is asked after a refusal", question.place),
        };
        let (response, screens) = walk(&survey, "zh", false, refuse);
        assert_eq!(screens.len(), 1);
        assert_eq!(response.disposition, "2.112");
        assert_eq!(response.answers.len(), 1);
    }
}

#[test]
fn packs_are_asked_only_when_they_are_on() {
    let all = surveys();
    let annual = all
        .iter()
        .find(|it| it.questionnaire.id == "annual-resident")
        .expect("it is there");
    let (with, _) = walk(annual, "zh", true, answer_all);
    let (without, _) = walk(annual, "zh", false, answer_all);
    assert!(with.answers.contains_key("B2") && !without.answers.contains_key("B2"));
    assert!(with.answers.contains_key("G7") && !without.answers.contains_key("G7"));
}
