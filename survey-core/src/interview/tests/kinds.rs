//! What XLSForm's types and columns do that the fifteen questionnaires do not use.

use serde_json::json;

use super::super::{Complaint, Effect, Event, Input, Interview, JournalEntry};
use super::{begin, begin_document, document, run};
use crate::base::Value;

pub(super) fn tell(interview: &mut Interview, event: Event) -> Result<(), String> {
    let effects = interview.apply(JournalEntry { at: 0, event });
    match effects.into_iter().next() {
        Some(Effect::Refused(why)) => Err(why),
        _ => Ok(()),
    }
}

pub(super) fn answer(interview: &mut Interview, place: &str, text: &str) -> Result<(), String> {
    let input = Input::Value(Value::Text(text.to_owned()));
    let place = place.to_owned();
    tell(interview, Event::Answer { place, input })
}

pub(super) fn text_at(interview: &Interview, place: &str) -> String {
    let answer = interview.answer_at(place).and_then(|it| it.value());
    answer.map(Value::to_xpath).unwrap_or_default()
}

pub(super) fn add(interview: &mut Interview, place: &str) {
    let place = place.to_owned();
    tell(interview, Event::AddRepeat { place }).expect("an open repeat");
}

#[test]
fn a_trigger_sets_a_value_that_people_may_change() {
    let mut interview = begin(json!([
        {"type": "text", "name": "city", "label": "City"},
        {"type": "text", "name": "note", "label": "Note",
         "calculation": "concat('from ', ${city})", "trigger": ["city"]},
        {"type": "calculate", "name": "seen", "calculation": "${note}"},
    ]));
    assert_eq!(text_at(&interview, "note"), "");
    answer(&mut interview, "city", "Chengdu").expect("words");
    assert_eq!(text_at(&interview, "note"), "from Chengdu");
    answer(&mut interview, "note", "mine").expect("it can be changed");
    assert_eq!(text_at(&interview, "seen"), "mine");
    answer(&mut interview, "city", "Leshan").expect("words");
    assert_eq!(text_at(&interview, "seen"), "from Leshan");
}

#[test]
fn a_trigger_inside_a_repeat_sets_its_own_instance() {
    let mut interview = begin(json!([
        {"type": "repeat", "name": "kid", "items": [
            {"type": "text", "name": "first", "label": "Name"},
            {"type": "calculate", "name": "copy", "calculation": "${first}", "trigger": ["first"]},
        ]},
    ]));
    add(&mut interview, "kid");
    answer(&mut interview, "kid[2]/first", "Bo").expect("words");
    assert_eq!(text_at(&interview, "kid[1]/copy"), "");
    assert_eq!(text_at(&interview, "kid[2]/copy"), "Bo");
}

#[test]
fn a_dynamic_default_is_given_once_for_each_instance() {
    let mut interview = begin(json!([
        {"type": "text", "name": "village", "label": "Village", "default": "'A'"},
        {"type": "repeat", "name": "house", "items": [
            {"type": "text", "name": "where", "label": "Where", "default": "${village}"},
        ]},
    ]));
    assert_eq!(text_at(&interview, "house[1]/where"), "A");
    answer(&mut interview, "village", "B").expect("words");
    assert_eq!(text_at(&interview, "house[1]/where"), "A");
    add(&mut interview, "house");
    assert_eq!(text_at(&interview, "house[2]/where"), "B");
}

#[test]
fn a_counted_repeat_gives_its_instances_dynamic_defaults() {
    let mut interview = begin(json!([
        {"type": "integer", "name": "n", "label": "How many"},
        {"type": "repeat", "name": "r", "repeat_count": "${n}", "items": [
            {"type": "integer", "name": "no", "label": "Number", "default": "position(..)"},
        ]},
    ]));
    answer(&mut interview, "n", "3").expect("a number");
    assert_eq!(text_at(&interview, "r[3]/no"), "3");
}

#[test]
fn choices_may_be_instances_of_a_repeat() {
    let mut interview = begin(json!([
        {"type": "repeat", "name": "kid", "items": [
            {"type": "text", "name": "first", "label": "Name"},
        ]},
        {"type": "select_one", "name": "eldest", "label": "Who is the eldest?",
         "choices_from": {"nodeset": "${kid}[first != '']", "value": "first", "label": "first"}},
    ]));
    assert!(interview.choices_at("eldest").is_empty());
    answer(&mut interview, "kid[1]/first", "An").expect("words");
    add(&mut interview, "kid");
    answer(&mut interview, "kid[2]/first", "Bo").expect("words");
    assert_eq!(interview.choices_at("eldest"), ["An", "Bo"]);
    assert!(answer(&mut interview, "eldest", "Cy").is_err());
    answer(&mut interview, "eldest", "Bo").expect("it is offered");
    // A choice that is gone takes the answer with it.
    answer(&mut interview, "kid[2]/first", "Di").expect("words");
    assert_eq!(text_at(&interview, "eldest"), "");
}

#[test]
fn words_hold_values() {
    let mut interview = begin(json!([
        {"type": "text", "name": "who", "label": "Name"},
        {"type": "note", "name": "hello", "label":
         {"en": "Hello ${who}, ${string-length(${who})} letters", "zh": "${ who }好"}},
    ]));
    answer(&mut interview, "who", "Ann").expect("words");
    let view = |interview: &mut Interview| {
        let place = "hello".to_owned();
        tell(interview, Event::GoTo { place }).expect("it is asked");
        interview.view().screen.questions[0].label.clone()
    };
    assert_eq!(view(&mut interview), "Hello Ann, 3 letters");
    tell(&mut interview, Event::Language("zh".to_owned())).expect("a language");
    assert_eq!(view(&mut interview), "Ann好");
}

#[test]
fn items_may_share_a_name_in_paths() {
    let mut interview = begin(json!([
        {"type": "group", "name": "a", "items": [
            {"type": "integer", "name": "a_age", "element": "age", "label": "Age"},
        ]},
        {"type": "group", "name": "b", "items": [
            {"type": "integer", "name": "b_age", "element": "age", "label": "Age"},
        ]},
        {"type": "calculate", "name": "sum", "calculation": "/data/a/age + /data/b/age"},
    ]));
    answer(&mut interview, "a_age", "30").expect("a number");
    answer(&mut interview, "b_age", "12").expect("a number");
    assert_eq!(text_at(&interview, "sum"), "42");
}

#[test]
fn tables_are_secondary_instances() {
    let mut with_table = document(json!([
        {"type": "text", "name": "code", "label": "Code"},
        {"type": "calculate", "name": "town", "calculation": "pulldata('towns', 'label', 'id', ${code})"},
        {"type": "calculate", "name": "n",
         "calculation": "count(instance('towns')/root/item[size > 10])"},
    ]));
    with_table["instances"] = json!({"towns": {"columns": ["id", "label", "size"],
        "rows": [["a", "Anren", 5], ["b", "Beichuan", 20], ["c", "Congzhou", 30]]}});
    let mut interview = begin_document(with_table);
    assert_eq!(text_at(&interview, "n"), "2");
    answer(&mut interview, "code", "b").expect("words");
    assert_eq!(text_at(&interview, "town"), "Beichuan");
}

#[test]
fn a_ranking_holds_each_choice_once() {
    let mut interview = begin(json!([
        {"type": "rank", "name": "best", "label": "Best first", "choices": "yn"},
    ]));
    let rank = |interview: &mut Interview, names: &[&str]| {
        let names = names.iter().map(|it| (*it).to_owned()).collect();
        let (place, input) = ("best".to_owned(), Input::Value(Value::Many(names)));
        tell(interview, Event::Answer { place, input })
    };
    rank(&mut interview, &["n"]).expect("a beginning");
    let complaint = interview.complaint_at("best");
    assert_eq!(complaint, Some(Complaint::Unranked(1)));
    rank(&mut interview, &["n", "y"]).expect("an order");
    assert_eq!(interview.complaint_at("best"), None);
    assert_eq!(text_at(&interview, "best"), "n y");
    assert!(rank(&mut interview, &["n", "n"]).is_err());
    assert!(rank(&mut interview, &["other"]).is_err());
}

#[test]
fn places_moments_and_boxes_are_checked() {
    let mut interview = begin(json!([
        {"type": "geopoint", "name": "here", "label": "Where"},
        {"type": "geoshape", "name": "field", "label": "Border"},
        {"type": "datetime", "name": "when", "label": "When"},
        {"type": "acknowledge", "name": "ok", "label": "Yes"},
        {"type": "today", "name": "day"},
        {"type": "hidden", "name": "set", "default": "'x'"},
    ]));
    answer(&mut interview, "here", "30.66 104.06 500 5").expect("a place");
    assert_eq!(interview.complaint_at("here"), None);
    answer(&mut interview, "here", "300 1").expect("it is kept as typed");
    assert_eq!(interview.complaint_at("here"), Some(Complaint::NotAPlace));
    answer(&mut interview, "field", "1 1; 1 2").expect("it is kept as typed");
    assert_eq!(interview.complaint_at("field"), Some(Complaint::NotAPlace));
    answer(&mut interview, "when", "2026-02-30T10:00").expect("it is kept as typed");
    assert_eq!(interview.complaint_at("when"), Some(Complaint::NotADate));
    answer(&mut interview, "when", "2026-02-28T10:00").expect("a moment");
    assert!(answer(&mut interview, "ok", "yes").is_err());
    answer(&mut interview, "ok", "OK").expect("a tick");
    assert!(answer(&mut interview, "day", "2026-01-01").is_err());
    assert_eq!(text_at(&interview, "day"), "1970-01-01");
    assert_eq!(text_at(&interview, "set"), "x");
}

#[test]
fn where_sections_stand_together_a_repeat_of_its_own_can_be_lengthened() {
    let mut interview = begin(json!([
        {"type": "repeat", "name": "kids", "label": "Child",
         "items": [{"type": "text", "name": "called", "label": "Called"}]},
        {"type": "text", "name": "after", "label": "After"},
    ]));
    interview.apply(crate::interview::JournalEntry {
        at: 1,
        event: crate::interview::Event::Layout(crate::interview::Layout::Section),
    });
    assert_eq!(run(&mut interview, ""), "kids[1]/called kids");
    run(&mut interview, "add_repeat kids");
    assert_eq!(run(&mut interview, ""), "kids[2]/called kids");
    assert_eq!(run(&mut interview, "next"), "after");
}
