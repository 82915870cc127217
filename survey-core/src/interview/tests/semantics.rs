//! What a form's author who tested it in ODK's clients relies on.

use serde_json::{Value as Json, json};

use super::super::{Complaint, Event, Interview};
use super::kinds::{add, answer, tell, text_at};
use super::{begin, begin_document, document, run};

fn give(interview: &mut Interview, place: &str, text: &str) {
    answer(interview, place, text).unwrap_or_else(|it| panic!("{place}: {it}"));
}

fn remove(interview: &mut Interview, place: &str) {
    let place = place.to_owned();
    tell(interview, Event::RemoveRepeat { place }).expect("an instance");
}

fn label_at(interview: &Interview, place: &str) -> String {
    interview.question_at(place).expect("a place").label
}

/// Each of these must hold its text.
fn hold(interview: &Interview, expected: &[(&str, &str)]) {
    for (place, text) in expected {
        assert_eq!(text_at(interview, place), *text, "{place}");
    }
}

#[test]
fn what_is_hidden_is_blank_for_everyone_and_comes_back() {
    let mut it = begin(json!([
        {"type": "select_one", "name": "has", "label": "Has?", "choices": "yn"},
        {"type": "group", "name": "g", "relevant": "${has} = 'y'", "items": [
            {"type": "group", "name": "h", "items": [
                {"type": "integer", "name": "n", "label": "How many?", "required": true},
                {"type": "text", "name": "why", "label": "Why?", "relevant": "${n} > 1"},
            ]},
        ]},
        {"type": "calculate", "name": "seen", "calculation": "concat('[', ${n}, '|', ../g/h/why, ']')"},
        {"type": "calculate", "name": "groups", "calculation": "count(/data/g) + count(${n})"},
    ]));
    hold(&it, &[("seen", "[|]"), ("groups", "0")]);
    give(&mut it, "has", "y");
    hold(&it, &[("groups", "2")]);
    assert_eq!(
        it.complaint_at("n"),
        Some(Complaint::Required(String::new()))
    );
    give(&mut it, "n", "2");
    give(&mut it, "why", "so");
    hold(&it, &[("seen", "[2|so]")]);
    give(&mut it, "has", "n");
    hold(&it, &[("seen", "[|]"), ("n", ""), ("groups", "0")]);
    assert_eq!(it.complaint_at("n"), None);
    assert!(!it.response().answers.contains_key("n"));
    give(&mut it, "has", "y");
    hold(&it, &[("seen", "[2|so]"), ("why", "so")]);
}

#[test]
fn blank_is_no_number_and_no_reason_to_complain() {
    let mut it = begin(json!([
        {"type": "integer", "name": "n", "label": "N", "constraint": ". > 5 and . < 10",
         "constraint_message": "Between ${low} and 10"},
        {"type": "calculate", "name": "low", "calculation": "5"},
        {"type": "calculate", "name": "sum", "calculation": "${n} + 1"},
        {"type": "text", "name": "other", "label": "Other", "relevant": "${n} != 7"},
    ]));
    assert_eq!(it.complaint_at("n"), None);
    assert!(it.is_relevant("other"));
    hold(&it, &[("sum", "")]);
    give(&mut it, "n", "3");
    let complaint = Complaint::Constraint("Between 5 and 10".into());
    assert_eq!(it.complaint_at("n"), Some(complaint));
    hold(&it, &[("sum", "4")]);
    give(&mut it, "n", "7");
    assert_eq!(it.complaint_at("n"), None);
    assert!(!it.is_relevant("other"));
}

#[test]
fn a_note_that_is_required_stops_the_interview() {
    let mut it = begin(json!([
        {"type": "integer", "name": "age", "label": "Age"},
        {"type": "note", "name": "stop", "label": "Only adults", "required": true,
         "required_message": "Please end here", "relevant": "${age} < 18"},
    ]));
    give(&mut it, "age", "12");
    let complaint = Complaint::Required("Please end here".into());
    assert_eq!(it.complaint_at("stop"), Some(complaint));
    give(&mut it, "age", "30");
    assert_eq!(it.complaint_at("stop"), None);
}

#[test]
fn a_note_holds_what_it_calculates() {
    let mut it = begin(json!([
        {"type": "integer", "name": "a", "label": "A"},
        {"type": "note", "name": "twice", "label": "Twice: ${twice}", "calculation": "${a} * 2"},
        {"type": "calculate", "name": "more", "calculation": "${twice} + 1"},
    ]));
    give(&mut it, "a", "4");
    hold(&it, &[("more", "9")]);
    assert_eq!(label_at(&it, "twice"), "Twice: 8");
}

fn cascade() -> Json {
    let mut form = document(json!([
        {"type": "select_one", "name": "s", "label": "State", "choices": "states"},
        {"type": "select_one", "name": "c", "label": "County", "choices": "counties",
         "choice_filter": "state = ${s}"},
        {"type": "select_multiple", "name": "t", "label": "Towns", "choices": "towns",
         "choice_filter": "county = current()/../c"},
        {"type": "calculate", "name": "names", "calculation":
         "jr:choice-name(${c}, '${c}')"},
    ]));
    let list = |names: &[(&str, &str, &str)]| -> Json {
        let choice = |(name, key, of): &(&str, &str, &str)| json!({"name": name, "label": format!("The {name}"), "properties": {*key: of}});
        names.iter().map(choice).collect()
    };
    form["choices"] = json!({
        "states": list(&[("s1", "x", ""), ("s2", "x", "")]),
        "counties": list(&[("c1", "state", "s1"), ("c2", "state", "s2"), ("c3", "state", "s2")]),
        "towns": list(&[("t1", "county", "c1"), ("t2", "county", "c2"), ("t3", "county", "c2")]),
    });
    form
}

#[test]
fn a_choice_no_longer_offered_is_taken_back_down_the_cascade() {
    let mut it = begin_document(cascade());
    assert!(it.choices_at("c").is_empty());
    give(&mut it, "s", "s2");
    give(&mut it, "c", "c2");
    let ticks = crate::base::Value::Many(vec!["t3".into(), "t2".into()]);
    let input = super::super::Input::Value(ticks);
    let place = "t".to_owned();
    tell(&mut it, Event::Answer { place, input }).expect("offered");
    // The order of ticking stays.
    hold(&it, &[("t", "t3 t2"), ("names", "The c2")]);
    assert_eq!(it.choices_at("t"), ["t2", "t3"]);
    give(&mut it, "s", "s1");
    hold(&it, &[("c", ""), ("t", ""), ("names", "")]);
    assert_eq!(it.choices_at("c"), ["c1"]);
}

#[test]
fn once_keeps_its_first_value_and_calculations_follow() {
    let mut it = begin(json!([
        {"type": "integer", "name": "a", "label": "A"},
        {"type": "calculate", "name": "first", "calculation": "once(${a})"},
        {"type": "calculate", "name": "drawn", "calculation": "once(random())"},
        {"type": "calculate", "name": "now", "calculation": "${a} + 0"},
        {"type": "integer", "name": "fixed", "label": "F", "calculation": "${a} + 5"},
        {"type": "integer", "name": "own", "label": "O", "read_only": "${a} > 2", "default": "1"},
    ]));
    give(&mut it, "a", "1");
    let drawn = text_at(&it, "drawn");
    assert!(answer(&mut it, "fixed", "3").is_err());
    give(&mut it, "own", "8");
    give(&mut it, "a", "3");
    hold(
        &it,
        &[
            ("first", "1"),
            ("now", "3"),
            ("fixed", "8"),
            ("drawn", &drawn),
        ],
    );
    assert!(answer(&mut it, "own", "9").is_err());
    hold(&it, &[("own", "8")]);
}

#[test]
fn repeats_may_be_counted_by_a_number_an_answer_or_their_holder() {
    let mut it = begin(json!([
        {"type": "integer", "name": "n", "label": "N"},
        {"type": "repeat", "name": "three", "repeat_count": "3", "items": [
            {"type": "text", "name": "a", "label": "A"}]},
        {"type": "repeat", "name": "house", "repeat_count": "${n}", "items": [
            {"type": "integer", "name": "rooms", "label": "Rooms"},
            {"type": "repeat", "name": "room", "repeat_count": "../rooms", "items": [
                {"type": "calculate", "name": "id",
                 "calculation": "concat(position(../..), '.', position(..))"},
                {"type": "text", "name": "use", "label": "What is ${id} of ${n} for?"},
            ]},
            {"type": "calculate", "name": "n_rooms", "calculation": "count(${room})"},
        ]},
        {"type": "calculate", "name": "all", "calculation": "join(' ', ${id})"},
    ]));
    assert!(it.is_relevant("three[3]/a") && !it.is_relevant("three[4]/a"));
    give(&mut it, "n", "2");
    give(&mut it, "house[1]/rooms", "1");
    give(&mut it, "house[2]/rooms", "2");
    hold(&it, &[("all", "1.1 2.1 2.2"), ("house[2]/n_rooms", "2")]);
    assert_eq!(
        label_at(&it, "house[2]/room[2]/use"),
        "What is 2.2 of 2 for?"
    );
    give(&mut it, "house[2]/room[2]/use", "sleep");
    // Lowering a count hides; raising it again shows what was there.
    give(&mut it, "house[2]/rooms", "1");
    hold(&it, &[("all", "1.1 2.1"), ("house[2]/n_rooms", "1")]);
    assert!(
        tell(
            &mut it,
            Event::AddRepeat {
                place: "house[2]/room".into()
            }
        )
        .is_err()
    );
    give(&mut it, "house[2]/rooms", "2");
    hold(&it, &[("house[2]/room[2]/use", "sleep")]);
    give(&mut it, "n", "0");
    hold(&it, &[("all", "")]);
}

#[test]
fn removing_an_instance_moves_the_places_of_those_behind() {
    let mut it = begin(json!([
        {"type": "repeat", "name": "kid", "items": [
            {"type": "text", "name": "name", "label": "Name of child ${no}"},
            {"type": "calculate", "name": "no", "calculation": "position(..)"},
            {"type": "calculate", "name": "before", "calculation":
             "indexed-repeat(${name}, ${kid}, position(..) - 1)"},
            {"type": "calculate", "name": "share", "calculation": "count(${kid})"},
        ]},
        {"type": "calculate", "name": "row", "calculation": "join(',', ${name})"},
        {"type": "calculate", "name": "last", "calculation": "${kid}[last()]/name"},
        {"type": "calculate", "name": "second", "calculation": "/data/kid[2]/name"},
    ]));
    for (number, name) in ["An", "Bo", "Cy"].into_iter().enumerate() {
        if number > 0 {
            add(&mut it, "kid");
        }
        give(&mut it, &format!("kid[{}]/name", number + 1), name);
    }
    hold(
        &it,
        &[
            ("row", "An,Bo,Cy"),
            ("kid[3]/before", "Bo"),
            ("kid[1]/share", "3"),
        ],
    );
    hold(&it, &[("last", "Cy"), ("second", "Bo")]);
    remove(&mut it, "kid[1]");
    hold(
        &it,
        &[
            ("row", "Bo,Cy"),
            ("kid[1]/no", "1"),
            ("kid[2]/no", "2"),
            ("second", "Cy"),
        ],
    );
    hold(
        &it,
        &[
            ("kid[1]/before", ""),
            ("kid[2]/before", "Bo"),
            ("kid[2]/share", "2"),
        ],
    );
    assert_eq!(label_at(&it, "kid[2]/name"), "Name of child 2");
    remove(&mut it, "kid[2]");
    remove(&mut it, "kid[1]");
    hold(&it, &[("row", ""), ("last", "")]);
}

#[test]
fn paths_lead_where_names_lead() {
    let mut it = begin(json!([
        {"type": "integer", "name": "age", "label": "Own age", "default": "50"},
        {"type": "repeat", "name": "kid", "items": [
            {"type": "integer", "name": "kid_age", "element": "age", "label": "Age"},
            {"type": "calculate", "name": "by_name", "calculation": "${age} - ${kid_age}"},
            {"type": "calculate", "name": "by_way", "calculation": "../../age - ../age"},
            {"type": "calculate", "name": "by_path", "calculation":
             "/data/age - /data/kid/age"},
            {"type": "calculate", "name": "mean", "calculation":
             "sum(../../kid/age) div count(../../kid)"},
            {"type": "calculate", "name": "older", "calculation":
             "count(../../kid[age > current()/../age])"},
            {"type": "group", "name": "deep", "items": [
                {"type": "text", "name": "school", "label": "School",
                 "relevant": "../../age > 5", "constraint": "string-length(.) > ../../age"},
            ]},
        ]},
        {"type": "calculate", "name": "first", "calculation": "/data/kid/age"},
        {"type": "calculate", "name": "total", "calculation": "sum(/data/kid/age)"},
        {"type": "calculate", "name": "wide", "calculation": "sum(//kid/age) + count(/data/*/deep)"},
    ]));
    add(&mut it, "kid");
    give(&mut it, "kid[1]/kid_age", "10");
    give(&mut it, "kid[2]/kid_age", "4");
    for name in ["by_name", "by_way", "by_path"] {
        hold(
            &it,
            &[
                (&format!("kid[1]/{name}"), "40"),
                (&format!("kid[2]/{name}"), "46"),
            ],
        );
    }
    hold(
        &it,
        &[
            ("kid[1]/mean", "7"),
            ("kid[2]/mean", "7"),
            ("first", "10"),
            ("total", "14"),
        ],
    );
    hold(
        &it,
        &[("kid[1]/older", "0"), ("kid[2]/older", "1"), ("wide", "16")],
    );
    assert!(it.is_relevant("kid[1]/school") && !it.is_relevant("kid[2]/school"));
    give(&mut it, "kid[1]/school", "Kunming No. 8");
    assert_eq!(it.complaint_at("kid[1]/school"), None);
    give(&mut it, "kid[1]/kid_age", "13");
    assert!(it.complaint_at("kid[1]/school").is_some());
    give(&mut it, "age", "60");
    hold(
        &it,
        &[
            ("kid[2]/by_name", "56"),
            ("kid[2]/by_way", "56"),
            ("kid[2]/by_path", "56"),
        ],
    );
}

#[test]
fn choices_out_of_a_repeat_inside_the_repeat() {
    let mut it = begin(json!([
        {"type": "repeat", "name": "person", "items": [
            {"type": "text", "name": "name", "label": "Name"},
            {"type": "select_one", "name": "parent", "label": "Parent of ${name}", "choices_from":
             {"nodeset": "../../person[name != '' and position() != position(current()/..)]",
              "value": "name", "label": "name"}},
        ]},
    ]));
    add(&mut it, "person");
    give(&mut it, "person[1]/name", "Li");
    give(&mut it, "person[2]/name", "Wu");
    assert_eq!(it.choices_at("person[2]/parent"), ["Li"]);
    assert_eq!(it.choices_at("person[1]/parent"), ["Wu"]);
    give(&mut it, "person[2]/parent", "Li");
    give(&mut it, "person[1]/name", "Liu");
    hold(&it, &[("person[2]/parent", "")]);
}

#[test]
fn triggers_fire_on_changes_only() {
    let mut it = begin(json!([
        {"type": "text", "name": "a", "label": "A", "default": "'x'"},
        {"type": "select_one", "name": "show", "label": "Show", "choices": "yn", "default": "'y'"},
        {"type": "text", "name": "b", "label": "B", "relevant": "${show} = 'y'"},
        {"type": "calculate", "name": "upper", "calculation": "concat(${a}, '!')"},
        {"type": "hidden", "name": "count", "default": "0", "calculation": ". + 1",
         "trigger": ["upper", "b"]},
        {"type": "hidden", "name": "when", "calculation": "now()", "trigger": ["a"]},
    ]));
    hold(&it, &[("count", "0"), ("when", "")]);
    give(&mut it, "a", "y");
    hold(&it, &[("count", "1")]);
    assert!(!text_at(&it, "when").is_empty());
    give(&mut it, "a", "y");
    hold(&it, &[("count", "1")]);
    give(&mut it, "b", "z");
    hold(&it, &[("count", "2")]);
    // Hiding is no change of the value.
    give(&mut it, "show", "n");
    give(&mut it, "show", "y");
    hold(&it, &[("count", "2"), ("b", "z")]);
}

#[test]
fn defaults_see_calculations_and_are_given_once() {
    let mut it = begin(json!([
        {"type": "integer", "name": "a", "label": "A", "default": "2"},
        {"type": "calculate", "name": "twice", "calculation": "${a} * 2"},
        {"type": "integer", "name": "b", "label": "B", "default": "${twice} + 1"},
        {"type": "repeat", "name": "r", "items": [
            {"type": "integer", "name": "c", "label": "C", "default": "${b} + position(..)"},
            {"type": "integer", "name": "d", "label": "D",
             "default": "if(position(..) > 1, indexed-repeat(${d}, ${r}, position(..) - 1) + 1, 1)"},
        ]},
    ]));
    hold(&it, &[("b", "5"), ("r[1]/c", "6"), ("r[1]/d", "1")]);
    give(&mut it, "a", "10");
    give(&mut it, "r[1]/d", "7");
    hold(&it, &[("b", "5")]);
    give(&mut it, "b", "1");
    add(&mut it, "r");
    hold(&it, &[("r[1]/c", "6"), ("r[2]/c", "3"), ("r[2]/d", "8")]);
}

#[test]
fn an_open_repeat_that_is_not_asked_offers_no_first_instance() {
    let mut it = begin(json!([
        {"type": "select_one", "name": "has", "label": "Has?", "choices": "yn"},
        {"type": "repeat", "name": "kid", "relevant": "${has} = 'y'", "items": [
            {"type": "text", "name": "name", "label": "Name"}]},
    ]));
    assert!(!it.is_relevant("kid[1]/name"));
    give(&mut it, "has", "y");
    remove(&mut it, "kid[1]");
    assert_eq!(it.view().progress.n_screens, 2);
    give(&mut it, "has", "n");
    assert_eq!(it.view().progress.n_screens, 1);
}

#[test]
fn two_repeats_beside_each_other_are_both_left_behind() {
    let repeat = |name: &str, item: &str| {
        json!({"type": "repeat", "name": name, "label": name,
            "items": [{"type": "text", "name": item, "label": item}]})
    };
    let mut interview = begin(json!([
        repeat("a", "x"),
        repeat("b", "y"),
        {"type": "text", "name": "z", "label": "z"},
    ]));
    let mut shown = vec![run(&mut interview, "")];
    for _ in 0..4 {
        shown.push(run(&mut interview, "next"));
    }
    assert_eq!(shown, ["a[1]/x", "a", "b[1]/y", "b", "z"]);
    for before in ["b", "b[1]/y", "a", "a[1]/x"] {
        assert_eq!(run(&mut interview, "back"), before);
    }
    // Without an instance each still has a screen of its own.
    run(&mut interview, "remove_repeat a[1]");
    run(&mut interview, "remove_repeat b[1]");
    assert_eq!(run(&mut interview, ""), "a");
    assert_eq!(run(&mut interview, "next"), "b");
    assert_eq!(run(&mut interview, "next"), "z");
}

#[test]
fn who_removes_the_instance_on_the_screen_stays_near() {
    let mut interview = begin(json!([
        {"type": "text", "name": "first", "label": "first"},
        {"type": "repeat", "name": "a", "label": "a",
         "items": [{"type": "text", "name": "x", "label": "x"}]},
        {"type": "text", "name": "last", "label": "last"},
    ]));
    run(&mut interview, "next");
    run(&mut interview, "add_repeat a");
    assert_eq!(run(&mut interview, ""), "a[2]/x");
    run(&mut interview, "remove_repeat a[2]");
    assert_eq!(run(&mut interview, ""), "a[1]/x");
    run(&mut interview, "remove_repeat a[1]");
    assert_eq!(run(&mut interview, ""), "first");
}
