//! The questionnaires say word for word what the instruments say that they were made from.
//!
//! `fixtures/instruments.yaml` is read here without any help from the core: what a questionnaire
//! should look like is worked out from the YAML, then compared with the JSON, field by field.

mod expected;
mod scores;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use self::expected::Instrument;

const IDS: [&str; 3] = ["annual-resident", "resident-qr-short", "eval-residents"];

/// Fields that may be added to an item without touching what is asked.
const FREE: [&str; 3] = ["appearance", "guidance_hint", "required_message"];

fn surveys_dir() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../surveys")
}

fn json(file: &str) -> Value {
    let path = surveys_dir().join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path:?}: {error}"))
}

fn each(mut test: impl FnMut(&Instrument, &Value)) {
    let sources = yaml::read();
    for id in IDS {
        test(&Instrument::new(&sources, id), &json(&format!("{id}.json")));
    }
}

/// Every place where `actual` is not what `expected` says.
fn differences(expected: &Value, actual: &Value, at: &str, found: &mut Vec<String>) {
    match (expected, actual) {
        (Value::Object(left), Value::Object(right)) => {
            for (key, value) in left {
                match right.get(key) {
                    Some(it) => differences(value, it, &format!("{at}/{key}"), found),
                    None => found.push(format!("{at}/{key}: missing, expected {value}")),
                }
            }
            for (key, value) in right {
                if !left.contains_key(key) && !FREE.contains(&key.as_str()) {
                    found.push(format!("{at}/{key}: found {value}, expected nothing"));
                }
            }
        }
        (Value::Array(left), Value::Array(right)) => {
            if left.len() != right.len() {
                found.push(format!(
                    "{at}: {} entries, expected {}",
                    right.len(),
                    left.len()
                ));
            }
            for (idx, (left, right)) in left.iter().zip(right).enumerate() {
                differences(left, right, &format!("{at}/{idx}"), found);
            }
        }
        // 100 and 100.0 are the same number.
        (Value::Number(left), Value::Number(right)) if left.as_f64() == right.as_f64() => {}
        _ if expected == actual => {}
        _ => found.push(format!("{at}: found {actual}, expected {expected}")),
    }
}

#[track_caller]
fn assert_same(expected: &Value, actual: &Value, at: &str) {
    let mut found = Vec::new();
    differences(expected, actual, at, &mut found);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The items of a document in order, those in groups too.
fn flat<'v>(items: &'v Value, into: &mut Vec<&'v Value>) {
    for item in items.as_array().into_iter().flatten() {
        into.push(item);
        flat(&item["items"], into);
    }
}

fn all_items(survey: &Value) -> Vec<&Value> {
    let mut items = Vec::new();
    flat(&survey["items"], &mut items);
    items
}

#[test]
fn header_is_the_instrument_s() {
    each(|instrument, survey| {
        for (key, value) in instrument.header() {
            assert_same(&value, &survey[key], &format!("{}/{key}", instrument.id));
        }
    });
}

#[test]
fn every_item_is_the_instrument_s_in_order_and_nothing_else_is_asked() {
    each(|instrument, survey| {
        assert_same(
            &instrument.items(),
            &survey["items"],
            &format!("{}/items", instrument.id),
        );
    });
}

#[test]
fn every_choice_is_the_instrument_s() {
    each(|instrument, survey| {
        let at = format!("{}/choices", instrument.id);
        assert_same(&instrument.choices(), &survey["choices"], &at);
    });
}

#[test]
fn every_score_is_the_instrument_s() {
    each(|instrument, survey| {
        let at = format!("{}/constructs", instrument.id);
        let scores: serde_json::Map<String, Value> = survey["constructs"]
            .as_object()
            .expect("constructs")
            .iter()
            .map(|(name, it)| (name.clone(), it["score"].clone()))
            .collect();
        assert_same(&scores::expected(instrument), &scores.into(), &at);
    });
}

#[test]
fn reasons_for_no_answer_keep_their_words_and_codes() {
    each(|instrument, survey| {
        assert_same(&instrument.reasons(), &survey["missing"], instrument.id);
    });
}

#[test]
fn settings_keep_views_and_address_parameters() {
    each(|instrument, survey| {
        let (source, settings) = (instrument.source, &survey["settings"]);
        assert_eq!(
            source["derive"]["five_senses"],
            settings["views"]["five_senses"]
        );
        assert_eq!(source["url_params"], settings["url_params"]);
        for name in settings["views"]["five_senses"]
            .as_array()
            .into_iter()
            .flatten()
        {
            assert!(
                survey["constructs"][name.as_str().unwrap()].is_object(),
                "{name}"
            );
        }
    });
}

#[test]
fn no_question_is_lost_or_doubled() {
    let expected = BTreeMap::from([
        ("annual-resident", (55, 39)),
        ("resident-qr-short", (10, 10)),
        ("eval-residents", (13, 13)),
    ]);
    each(|instrument, survey| {
        let items = all_items(survey);
        let ids = instrument.question_ids();
        for id in &ids {
            let n_items = items.iter().filter(|it| it["name"] == id.as_str()).count();
            assert_eq!(n_items, 1, "{}: {id}", instrument.id);
        }
        let core = items.iter().filter(|it| it["core"] == true).count();
        assert_eq!(
            (ids.len(), core),
            expected[instrument.id],
            "{}",
            instrument.id
        );
        let names: BTreeSet<&str> = items.iter().filter_map(|it| it["name"].as_str()).collect();
        assert_eq!(
            names.len(),
            items.len(),
            "{}: a name stands twice",
            instrument.id
        );
    });
}

#[test]
fn every_question_is_core_or_in_a_pack_of_the_survey() {
    each(|instrument, survey| {
        let ids = instrument.question_ids();
        for item in all_items(survey) {
            let name = item["name"].as_str().unwrap();
            let pack = item["pack"].as_str();
            if ids.iter().any(|id| id == name) {
                assert_eq!(
                    pack.is_none(),
                    item["core"] == true,
                    "{}: {name}",
                    instrument.id
                );
            }
            if let Some(pack) = pack {
                assert!(
                    survey["packs"][pack].is_object(),
                    "{}: {name}",
                    instrument.id
                );
            }
        }
        assert_eq!(
            survey["packs"]
                .as_object()
                .into_iter()
                .flat_map(|it| it.keys())
                .collect::<Vec<_>>(),
            instrument.pack_names(),
        );
    });
}

#[test]
fn every_choice_list_is_used() {
    each(|instrument, survey| {
        let used: BTreeSet<&str> = all_items(survey)
            .iter()
            .filter_map(|it| it["choices"].as_str())
            .collect();
        let lists = survey["choices"].as_object().unwrap();
        let lists: BTreeSet<&str> = lists.keys().map(String::as_str).collect();
        assert_eq!(used, lists, "{}", instrument.id);
    });
}

fn is_han(it: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&it)
}

/// Looks at every text in `value`; a text is an object of words by language.
fn check_texts(value: &Value, at: &str, n_texts: &mut usize) {
    match value {
        Value::Object(map) if map.contains_key("zh") || map.contains_key("en") => {
            let keys: Vec<&str> = map.keys().map(String::as_str).collect();
            assert_eq!(
                BTreeSet::from_iter(keys),
                BTreeSet::from(["zh", "en"]),
                "{at}"
            );
            let words = |lang: &str| map[lang].as_str().unwrap_or_default();
            assert!(
                words("zh").contains(is_han),
                "{at}: no Chinese in {}",
                map["zh"]
            );
            let english = words("en");
            assert!(
                !english.trim().is_empty() && !english.contains(is_han),
                "{at}: {english:?}"
            );
            for lang in ["zh", "en"] {
                assert_eq!(
                    words(lang).trim(),
                    words(lang),
                    "{at}: space around the words"
                );
            }
            *n_texts += 1;
        }
        Value::Object(map) => {
            for (key, value) in map {
                let at = format!("{at}/{key}");
                let is_text = ["label", "title", "hint", "end", "purpose", "population"];
                let plain = value.is_string() && is_text.contains(&key.as_str());
                assert!(!plain, "{at}: words in one language only");
                check_texts(value, &at, n_texts);
            }
        }
        Value::Array(list) => {
            for (idx, value) in list.iter().enumerate() {
                check_texts(value, &format!("{at}/{idx}"), n_texts);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn every_text_is_in_both_languages() {
    for (id, least) in IDS.into_iter().zip([250, 50, 45]) {
        let mut n_texts = 0;
        check_texts(&json(&format!("{id}.json")), id, &mut n_texts);
        assert!(n_texts > least, "{id}: {n_texts} texts");
    }
    for file in ["index.json", "areas-example.json"] {
        check_texts(&json(file), file, &mut 0);
    }
}

#[test]
fn the_catalogue_lists_every_questionnaire_once() {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(surveys_dir()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !name.ends_with(".json") {
            continue;
        }
        let document = json(&name);
        if document["format"] == "minyi-survey/1" {
            found.insert(name, (document["id"].clone(), document["title"].clone()));
        }
    }
    let catalogue = json("index.json");
    let listed: BTreeMap<String, (Value, Value)> = catalogue
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                it["file"].as_str().unwrap().into(),
                (it["id"].clone(), it["title"].clone()),
            )
        })
        .collect();
    assert_eq!(listed.len(), catalogue.as_array().unwrap().len());
    assert_eq!(listed, found);
}

#[test]
fn the_example_areas_are_one_district_of_six_streets_and_47_communities() {
    let document = json("areas-example.json");
    assert_eq!(document["format"], "minyi-areas/1");
    let areas = document["areas"].as_array().unwrap();
    let level_of: BTreeMap<&str, &str> = areas
        .iter()
        .map(|it| (it["code"].as_str().unwrap(), it["level"].as_str().unwrap()))
        .collect();
    assert_eq!(level_of.len(), areas.len(), "a code stands twice");
    for area in areas {
        let parent = area.get("parent").map(|it| level_of[it.as_str().unwrap()]);
        let expected = match area["level"].as_str().unwrap() {
            "district" => None,
            "street" => Some("district"),
            "community" => Some("street"),
            "compound" => Some("community"),
            other => panic!("{area}: level {other}"),
        };
        assert_eq!(parent, expected, "{area}");
    }
    let count = |key: &str, value: &str| areas.iter().filter(|it| it[key] == value).count();
    assert_eq!(
        (count("level", "district"), count("level", "street")),
        (1, 6)
    );
    assert_eq!((count("kind", "urban"), count("kind", "village")), (25, 22));
    assert_eq!(count("level", "community"), 47);
}
