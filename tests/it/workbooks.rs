//! Questionnaires as XLSForm workbooks: written, read again, and the same.

use std::path::Path;

use serde_json::{Map, Value};
use survey_core::base::Text;
use survey_core::format::foreign::{self, Form};
use survey_core::format::survey::{self, Survey};
use survey_core::format::xform::{self, Attachments};
use survey_core::format::xlsform::write;

use crate::xlsforms::xforms;

fn survey_of(path: &str) -> Survey {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(path).expect("the file can be read");
    survey::read(&text).expect("the survey is sound")
}

fn back(survey: &Survey) -> Form {
    let exported = write::write(survey);
    let bytes = exported.xlsx().expect("it fits");
    let files: Attachments = exported.files.into_iter().collect();
    foreign::read(&bytes, "back.xlsx", &files)
}

#[test]
fn our_surveys_become_workbooks_that_ask_the_same() {
    for name in ["annual-resident", "resident-qr-short", "eval-residents"] {
        let survey = survey_of(&format!("../surveys/{name}.json"));
        let form = back(&survey);
        let errors: Vec<String> = form.errors().map(ToString::to_string).collect();
        assert_eq!(errors, [""; 0], "{name}");
        let read = form.survey.expect("it is accepted").questionnaire;
        let own = &survey.questionnaire;
        assert_eq!((&read.id, &read.version), (&own.id, &own.version));
        assert_eq!(read.languages, own.languages, "{name}");
        for item in own.items().iter().skip(1) {
            let id = read.named(&item.name);
            let it = read.item(id.unwrap_or_else(|| panic!("{name}: {} is gone", item.name)));
            for language in &own.languages {
                assert_eq!(
                    straight(read.words(&it.label, language)),
                    straight(own.words(&item.label, language)),
                    "{name}: {}",
                    item.name
                );
            }
            let choices = |it: &survey_core::questionnaire::Item| -> Vec<String> {
                let choices = it.kind.select().map(|it| it.choices.iter());
                choices
                    .into_iter()
                    .flatten()
                    .map(|it| it.name.clone())
                    .collect()
            };
            // Reasons for no answer stand behind the choices.
            assert!(
                choices(it).starts_with(&choices(item)),
                "{name}: {}",
                item.name
            );
        }
    }
}

/// The converter makes curly quotes straight, in whatever language.
fn straight(words: &str) -> String {
    words.replace(['“', '”'], "\"").replace(['‘', '’'], "'")
}

#[test]
fn the_same_survey_gives_the_same_bytes() {
    let survey = survey_of("fixtures/every-kind.json");
    let bytes = || write::write(&survey).xlsx().expect("it fits");
    assert!(bytes() == bytes());
}

/// Why a document does not come back as it was.
const EXPLAINED: [(&str, &str); 10] = [
    ("another_loop.xls", LOOP),
    ("test_osm-5cae07.md", OSM),
    ("test_osm-59f6df.md", OSM),
    ("type-osm.xlsx", OSM),
    ("test_dynamic_default-2b99bc.md", DOLLAR),
    ("test_dynamic_default-f7a082.md", DOLLAR),
    ("test_dynamic_default-bcef5a.md", DOLLAR),
    ("test_dynamic_default-2b9005.md", DOLLAR),
    ("test_typed_calculates-3a2604.md", DOLLAR),
    (
        "test_last_saved-e8932b.md",
        "an expression in words becomes a calculation",
    ),
];
const LOOP: &str = "of two items with one name, one gives its short name up";
const OSM: &str = "a file from a map editor is any file";
const DOLLAR: &str = "words with $ are a default written as an expression";

#[test]
fn forms_of_others_come_back_as_they_were() {
    let mut n_same = 0;
    let mut differ = Vec::new();
    for (name, text) in xforms() {
        let document = xform::import(&text, &Attachments::new()).document;
        let Some(survey) = document.and_then(|it| survey::from_value(it).ok()) else {
            continue;
        };
        let form = back(&survey);
        let errors: Vec<String> = form.errors().map(ToString::to_string).collect();
        assert_eq!(errors, [""; 0], "{name}");
        let again = form.survey.expect("what is accepted has a document");
        if plain(&survey) == plain(&again) {
            n_same += 1;
        } else {
            differ.push(name);
        }
    }
    let explained = |it: &&String| EXPLAINED.iter().any(|(name, _)| name == it);
    let unexplained: Vec<&String> = differ.iter().filter(|it| !explained(it)).collect();
    assert!(
        unexplained.is_empty(),
        "{n_same} same; differ: {unexplained:#?}"
    );
    let stale = EXPLAINED
        .iter()
        .filter(|it| !differ.iter().any(|name| name == it.0));
    assert_eq!(stale.count(), 0, "some that are explained are the same");
}

/// A document without what does not matter: blanks in expressions, whether words that are missing
/// in a language are written there too, files that wait by another name, lists without choices.
fn plain(survey: &Survey) -> Value {
    let form = &survey.questionnaire;
    let mut document = survey.document.clone();
    squeeze(&mut document, &form.languages, &form.default_language);
    let lists = document.get_mut("choices").and_then(Value::as_object_mut);
    if let Some(lists) = lists {
        lists.retain(|_, it| it.as_array().is_some_and(|it| !it.is_empty()));
    }
    let instances = document.get_mut("instances").and_then(Value::as_object_mut);
    for instance in instances.into_iter().flat_map(|it| it.values_mut()) {
        let instance = instance.as_object_mut().expect("an instance is an object");
        instance.remove("src");
    }
    drop_blank(&mut document);
    document
}

/// Fields whose words are expressions.
const EXPRESSIONS: [&str; 13] = [
    "calculation",
    "choice_filter",
    "constraint",
    "create_if",
    "default",
    "entity_id",
    "instance_name",
    "nodeset",
    "read_only",
    "relevant",
    "repeat_count",
    "required",
    "update_if",
];

/// Fields with words in languages.
const WORDS: [&str; 9] = [
    "audio",
    "big-image",
    "constraint_message",
    "guidance_hint",
    "hint",
    "image",
    "label",
    "required_message",
    "video",
];

fn squeeze(value: &mut Value, languages: &[String], default: &str) {
    match value {
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                if EXPRESSIONS.contains(&key.as_str())
                    && let Value::String(text) = value
                {
                    text.retain(|it| !it.is_whitespace());
                } else if WORDS.contains(&key.as_str()) {
                    *value = in_all(value, languages, default);
                } else {
                    squeeze(value, languages, default);
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                squeeze(item, languages, default);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Words as people see them in each language.
fn in_all(value: &Value, languages: &[String], default: &str) -> Value {
    let text = match value {
        Value::String(words) => Text::new(default, words.clone()),
        Value::Object(map) => Text::from_pairs(
            map.iter()
                .filter_map(|(lang, it)| Some((lang.clone(), it.as_str()?.to_owned()))),
        ),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => return value.clone(),
    };
    let words = languages.iter().map(|it| {
        let words = text.get(it, default);
        let words: Vec<&str> = words.split_whitespace().collect();
        (it.clone(), Value::String(words.join(" ")))
    });
    Value::Object(words.collect::<Map<String, Value>>())
}

fn drop_blank(document: &mut Value) {
    let map = document.as_object_mut().expect("a document is an object");
    if let Some(settings) = map.get_mut("settings").and_then(Value::as_object_mut) {
        settings.retain(|_, it| it != "");
    }
    map.retain(|_, it| !it.as_object().is_some_and(Map::is_empty));
}
