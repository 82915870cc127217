//! What work costs, counted in steps of expressions and not on a clock.

use serde_json::{Value as Json, json};

use super::super::{Event, Input, Interview, JournalEntry};
use super::{begin, begin_document, document};
use crate::base::Value;

fn cost(interview: &mut Interview, event: Event) -> u64 {
    let before = interview.steps();
    interview.apply(JournalEntry { at: 0, event });
    interview.steps() - before
}

fn answer(interview: &mut Interview, place: &str, text: &str) -> u64 {
    let (place, input) = (place.to_owned(), Input::Value(Value::Text(text.to_owned())));
    cost(interview, Event::Answer { place, input })
}

fn add(interview: &mut Interview, place: &str) -> u64 {
    let place = place.to_owned();
    cost(interview, Event::AddRepeat { place })
}

/// A household whose members depend on each other's questions in every way that stays inside.
fn household() -> Json {
    json!([
        {"type": "integer", "name": "limit", "label": "Limit"},
        {"type": "repeat", "name": "person", "items": [
            {"type": "integer", "name": "age", "label": "Age", "default": "position(..) + 1"},
            {"type": "text", "name": "job", "label": "Job", "relevant": "${age} > ${limit}",
             "required": "../age > /data/limit"},
            {"type": "group", "name": "more", "relevant": "/data/person/age > 3", "items": [
                {"type": "text", "name": "school", "label": "School of ${age}",
                 "constraint": "string-length(.) > 2 and current()/../../age > 0"},
                {"type": "calculate", "name": "next", "calculation": "${age} + 1"},
                {"type": "calculate", "name": "after", "calculation": "../next + 1"},
                {"type": "repeat", "name": "pet", "repeat_count": "${age} mod 3", "items": [
                    {"type": "integer", "name": "pet_age", "label": "Age"},
                    {"type": "calculate", "name": "sum", "calculation": "${pet_age} + ${after}"},
                ]},
            ]},
        ]},
    ])
}

#[test]
fn the_five_hundredth_instance_costs_as_much_as_the_second() {
    let mut interview = begin(household());
    let costs: Vec<u64> = (2..=500).map(|_| add(&mut interview, "person")).collect();
    // Ages differ, and with them how many pets there are.
    assert!(
        costs[497] <= costs[..9].iter().copied().max().expect("some"),
        "{costs:?}"
    );
    let early = answer(&mut interview, "person[2]/age", "40");
    let late = answer(&mut interview, "person[500]/age", "40");
    assert!(early > 0);
    assert_eq!(early, late);
}

#[test]
fn an_answer_costs_what_depends_on_it() {
    let mut interview = begin(json!([
        {"type": "repeat", "name": "r", "items": [
            {"type": "integer", "name": "a", "label": "A"},
            {"type": "integer", "name": "b", "label": "B"},
            {"type": "calculate", "name": "share", "calculation": "position(..) div count(${r})"},
        ]},
        {"type": "calculate", "name": "total", "calculation": "sum(${a})"},
        {"type": "calculate", "name": "n", "calculation": "count(${r})"},
    ]));
    for _ in 2..=100 {
        add(&mut interview, "r");
    }
    // Nothing depends on `b`; a count does not depend on answers.
    assert_eq!(answer(&mut interview, "r[7]/b", "1"), 0);
    let sum = answer(&mut interview, "r[7]/a", "1");
    assert!((100..400).contains(&sum), "{sum}");
}

#[test]
fn a_running_total_is_worked_out_once_a_row() {
    let mut interview = begin(json!([
        {"type": "repeat", "name": "r", "items": [
            {"type": "integer", "name": "a", "label": "A", "default": "1"},
            {"type": "calculate", "name": "so_far", "calculation":
             "coalesce(indexed-repeat(${so_far}, ${r}, position(..) - 1), 0) + ${a}"},
        ]},
    ]));
    for _ in 2..=50 {
        add(&mut interview, "r");
    }
    assert_eq!(
        interview
            .answer_at("r[50]/so_far")
            .map(|it| format!("{it:?}")),
        Some("Given(Number(50.0))".to_owned())
    );
    let first = answer(&mut interview, "r[1]/a", "5");
    assert_eq!(
        interview
            .answer_at("r[50]/so_far")
            .map(|it| format!("{it:?}")),
        Some("Given(Number(54.0))".to_owned())
    );
    assert!(first < 50_000, "{first}");
}

#[test]
fn cascades_are_looked_up_in_lists_of_any_length() {
    let towns: Vec<Json> = (0..50_000)
        .map(|it| {
            json!({"name": format!("t{it}"), "label": "Town",
            "properties": {"state": format!("s{}", it / 10), "size": format!("{}", it % 3)}})
        })
        .collect();
    let rows: Vec<Json> = (0..50_000)
        .map(|it| json!([format!("v{it}"), format!("t{}", it / 5), "Village"]))
        .collect();
    let mut form = document(json!([
        {"type": "text", "name": "state", "label": "State"},
        {"type": "select_one", "name": "town", "label": "Town", "choices": "towns",
         "choice_filter": "state = ${state} and size != '9'"},
        {"type": "select_one", "name": "village", "label": "Village", "choices_from": {
            "nodeset": "instance('villages')/root/item[town = current()/../town]",
            "value": "name", "label": "label"}},
        {"type": "calculate", "name": "row", "calculation":
         "pulldata('villages', 'label', 'name', ${village})"},
    ]));
    form["choices"] = json!({"towns": towns});
    form["instances"] = json!({"villages": {"columns": ["name", "town", "label"], "rows": rows}});
    let mut interview = begin_document(form);
    answer(&mut interview, "state", "s432");
    let before = interview.steps();
    assert_eq!(interview.choices_at("town").len(), 10);
    answer(&mut interview, "town", "t4325");
    assert_eq!(interview.choices_at("village").len(), 5);
    answer(&mut interview, "village", "v21625");
    answer(&mut interview, "village", "v21626");
    let village = interview.choices_at("village");
    assert_eq!(village.len(), 5, "{village:?}");
    let spent = interview.steps() - before;
    assert!(spent < 1_500, "{spent}");
}
