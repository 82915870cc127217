mod cost;
mod kinds;
mod lookups;
mod seeking;
mod semantics;

use std::fmt::Write;
use std::sync::Arc;

use serde_json::json;

use super::{Control, Effect, Interview, JournalEntry, Stage};
use crate::format::{journal, survey};

/// A questionnaire with the given items and a "yes"/"no" list.
fn document(items: serde_json::Value) -> serde_json::Value {
    json!({
        "format": "minyi-survey/1", "id": "test", "version": "1", "title": "Test",
        "languages": ["en", "zh"], "default_language": "en", "modes": ["self"],
        "missing": {
            "dont_know": {"label": "Don't know"},
            "refused": {"label": "Prefer not to say"},
        },
        "choices": {
            "yn": [{"name": "y", "label": "Yes"}, {"name": "n", "label": "No"}],
            "many": [
                {"name": "1", "label": "One"}, {"name": "2", "label": "Two"},
                {"name": "3", "label": "Three"}, {"name": "0", "label": "None", "exclusive": true},
            ],
            "stop": [{"name": "go", "label": "Go"},
                     {"name": "stop", "label": "Stop", "end": true, "disposition": "2.112"}],
            "city": [
                {"name": "hz", "label": "Hangzhou", "properties": {"province": "zj"}},
                {"name": "nb", "label": "Ningbo", "properties": {"province": "zj"}},
                {"name": "nj", "label": "Nanjing", "properties": {"province": "js"}},
            ],
        },
        "items": items,
    })
}

fn begin(items: serde_json::Value) -> Interview {
    begin_document(document(items))
}

fn begin_document(document: serde_json::Value) -> Interview {
    let form = survey::from_value(document)
        .expect("a sound questionnaire")
        .questionnaire;
    let start = json!({
        "at": 0, "do": "start", "id": "r1", "mode": "self", "language": "en", "seed": "7",
        "survey": {"id": form.id, "version": form.version, "digest": form.digest},
    });
    Interview::start(
        Arc::new(form),
        journal::read(&start.to_string()).expect("a start"),
    )
    .expect("it starts")
}

/// Runs one event a line (`answer a "5"`, `next`, …) and writes what the screen shows after each.
fn run(interview: &mut Interview, script: &str) -> String {
    let mut log = String::new();
    for (idx, line) in script
        .lines()
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .enumerate()
    {
        let mut words = line.splitn(3, ' ');
        let (verb, place) = (
            words.next().unwrap_or_default(),
            words.next().unwrap_or_default(),
        );
        let mut event = json!({"do": verb, "place": place});
        match words.next() {
            Some(word) if word.starts_with('!') => event["missing"] = word[1..].into(),
            Some(word) => event["value"] = serde_json::from_str(word).expect("JSON"),
            None => event["clear"] = true.into(),
        }
        let event = journal::read_event(&event.to_string()).expect("an event");
        let entry = JournalEntry {
            at: 1000 * (idx as i64 + 1),
            event,
        };
        for effect in interview.apply(entry) {
            match effect {
                Effect::Refused(why) => writeln!(log, "refused: {why}").expect("a string"),
                Effect::Focus(place) => writeln!(log, "focus {place}").expect("a string"),
                Effect::Store(_) | Effect::Moved | Effect::Finished(_) => {}
            }
        }
    }
    log + &shown(interview)
}

fn shown(interview: &Interview) -> String {
    let view = interview.view();
    let places: Vec<&str> = view
        .screen
        .questions
        .iter()
        .map(|it| it.place.as_str())
        .collect();
    match interview.stage() {
        Stage::Asking => places.join(" "),
        other => format!("{other:?}"),
    }
}

fn value(interview: &Interview, place: &str) -> String {
    let answer = interview.answer_at(place).and_then(|it| it.value());
    answer.map(|it| it.to_xpath()).unwrap_or_default()
}

#[test]
fn asks_only_what_is_relevant_and_forgets_nothing() {
    let mut it = begin(json!([
        {"type": "select_one", "name": "a", "label": "A", "choices": "yn"},
        {"type": "integer", "name": "b", "label": "B", "relevant": "${a} = 'y'"},
        {"type": "calculate", "name": "c", "calculation": "coalesce(${b}, 'none')"},
        {"type": "text", "name": "d", "label": "D"},
    ]));
    assert_eq!(run(&mut it, "answer a \"y\"\nnext"), "b");
    assert_eq!(run(&mut it, "answer b 5\nnext"), "d");
    assert_eq!(value(&it, "c"), "5");
    assert_eq!(run(&mut it, "back\nback\nanswer a \"n\"\nnext"), "d");
    assert_eq!(value(&it, "c"), "none");
    assert!(!it.response().answers.contains_key("b"));
    assert_eq!(run(&mut it, "back\nanswer a \"y\"\nnext"), "b");
    assert_eq!(value(&it, "b"), "5");
}

#[test]
fn required_needs_an_answer_or_a_reason() {
    let mut it = begin(json!([
        {"type": "select_one", "name": "a", "label": "A", "choices": "yn", "required": true,
         "missing": ["dont_know"]},
        {"type": "text", "name": "b", "label": "B"},
    ]));
    assert_eq!(run(&mut it, "next"), "focus a\na");
    assert_eq!(
        run(&mut it, "answer a !refused"),
        "refused: `a` does not offer `refused`\na"
    );
    assert_eq!(run(&mut it, "answer a !dont_know\nnext"), "b");
    assert_eq!(run(&mut it, "next"), "Review");
    assert_eq!(run(&mut it, "finish"), "Finished");
}

#[test]
fn numbers_are_checked() {
    let mut it = begin(json!([
        {"type": "integer", "name": "a", "label": "A", "parameters": {"min": 0, "max": 31}},
        {"type": "decimal", "name": "b", "label": "B", "constraint": ". > ${a}",
         "constraint_message": "more than A, please"},
        {"type": "note", "name": "z", "label": "Z"},
    ]));
    assert_eq!(run(&mut it, "answer a 32\nnext"), "focus a\na");
    assert_eq!(run(&mut it, "answer a \"x\"\nnext"), "focus a\na");
    assert_eq!(run(&mut it, "answer a 1.5\nnext"), "focus a\na");
    assert_eq!(run(&mut it, "answer a \"１２\"\nnext"), "b");
    assert_eq!(value(&it, "a"), "12");
    assert_eq!(run(&mut it, "answer b \"11,5\"\nnext"), "focus b\nb");
    assert_eq!(run(&mut it, "answer b 12.5\nnext"), "z");
    // The constraint is judged again when what it reads changes.
    assert_eq!(
        run(&mut it, "back\nback\nanswer a 13\nnext\nnext"),
        "focus b\nb"
    );
}

#[test]
fn exclusive_choices_stand_alone() {
    let mut it = begin(json!([
        {"type": "select_multiple", "name": "a", "label": "A", "choices": "many",
         "parameters": {"max": 2}},
        {"type": "note", "name": "z", "label": "Z"},
    ]));
    run(
        &mut it,
        "answer a [\"1\", \"2\"]\nanswer a [\"1\", \"2\", \"0\"]",
    );
    assert_eq!(value(&it, "a"), "0");
    run(&mut it, "answer a [\"0\", \"3\"]");
    assert_eq!(value(&it, "a"), "3");
    assert_eq!(
        run(&mut it, "answer a [\"1\", \"2\", \"3\"]\nnext"),
        "focus a\na"
    );
    assert!(run(&mut it, "answer a [\"9\"]").starts_with("refused: there is no choice `9`"));
}

#[test]
fn an_ending_choice_takes_the_rest_off_the_path() {
    let mut it = begin(json!([
        {"type": "consent", "name": "ok", "label": "May we?", "choices": "stop"},
        {"type": "text", "name": "a", "label": "A", "required": true},
    ]));
    run(
        &mut it,
        "answer ok \"go\"\nnext\nanswer a \"x\"\nback\nanswer ok \"stop\"",
    );
    assert_eq!(run(&mut it, "next"), "Review");
    assert_eq!(run(&mut it, "finish"), "Finished");
    let response = it.response();
    assert_eq!(response.disposition, "2.112");
    assert_eq!(response.answers.keys().collect::<Vec<_>>(), ["ok"]);
}

#[test]
fn a_filter_takes_back_what_it_no_longer_offers() {
    let mut it = begin(json!([
        {"type": "text", "name": "p", "label": "Province"},
        {"type": "select_one", "name": "c", "label": "City", "choices": "city",
         "choice_filter": "province = ${p}"},
    ]));
    assert_eq!(run(&mut it, "answer p \"zj\"\nnext"), "c");
    let Control::SelectOne(choices) = &it.view().screen.questions[0].control else {
        panic!()
    };
    assert_eq!(
        choices
            .iter()
            .map(|it| it.name.as_str())
            .collect::<Vec<_>>(),
        ["hz", "nb"]
    );
    run(&mut it, "answer c \"nb\"\nback\nanswer p \"js\"");
    assert_eq!(value(&it, "c"), "");
}

#[test]
fn repeats_grow_shrink_and_see_their_own_instance() {
    let mut it = begin(json!([
        {"type": "repeat", "name": "kids", "label": "Child", "items": [
            {"type": "text", "name": "name", "label": "Name"},
            {"type": "integer", "name": "age", "label": "Age"},
            {"type": "calculate", "name": "half", "calculation": "${age} div 2"},
            {"type": "calculate", "name": "of", "calculation": "count(${kids})"},
        ]},
        {"type": "calculate", "name": "total", "calculation": "sum(${age})"},
        {"type": "calculate", "name": "n", "calculation": "count(${kids})"},
        {"type": "note", "name": "z", "label": "Z"},
    ]));
    assert_eq!(run(&mut it, "answer kids[1]/age 4\nnext\nnext"), "kids");
    assert_eq!(run(&mut it, "add_repeat kids"), "kids[2]/name");
    run(
        &mut it,
        "answer kids[2]/age 7\nadd_repeat kids\nanswer kids[3]/age 9",
    );
    assert_eq!(
        (value(&it, "total"), value(&it, "n")),
        ("20".into(), "3".into())
    );
    assert_eq!(value(&it, "kids[2]/half"), "3.5");
    assert_eq!(value(&it, "kids[2]/of"), "3");
    run(&mut it, "remove_repeat kids[2]");
    assert_eq!(
        (value(&it, "total"), value(&it, "n")),
        ("13".into(), "2".into())
    );
    assert_eq!(value(&it, "kids[2]/half"), "4.5");
}

#[test]
fn a_counted_repeat_follows_its_count_and_keeps_what_it_held() {
    let mut it = begin(json!([
        {"type": "integer", "name": "n", "label": "N"},
        {"type": "repeat", "name": "r", "label": "R", "repeat_count": "${n}", "items": [
            {"type": "text", "name": "x", "label": "X"},
        ]},
        {"type": "calculate", "name": "all", "calculation": "join('-', ${x})"},
        {"type": "note", "name": "z", "label": "Z"},
    ]));
    assert_eq!(run(&mut it, "next"), "z");
    assert_eq!(run(&mut it, "back\nanswer n 2\nnext"), "r[1]/x");
    assert_eq!(
        run(
            &mut it,
            "answer r[1]/x \"a\"\nnext\nanswer r[2]/x \"b\"\nnext"
        ),
        "z"
    );
    assert_eq!(value(&it, "all"), "a-b");
    run(&mut it, "answer n 1");
    assert_eq!(value(&it, "r[2]/x"), "");
    run(&mut it, "answer n 2");
    assert_eq!(value(&it, "r[2]/x"), "b");
}

#[test]
fn notes_go_with_the_question_after_them() {
    let mut it = begin(json!([
        {"type": "group", "name": "g", "label": "G", "items": [
            {"type": "note", "name": "lead", "label": "Lead"},
            {"type": "text", "name": "a", "label": "A"},
            {"type": "text", "name": "b", "label": "B"},
        ]},
        {"type": "note", "name": "bye", "label": "Bye"},
    ]));
    assert_eq!(shown(&it), "lead a");
    assert_eq!(run(&mut it, "next"), "b");
    assert_eq!(run(&mut it, "next"), "bye");
    let section = super::Event::Layout(super::Layout::Section);
    it.apply(JournalEntry {
        at: 9,
        event: section,
    });
    assert_eq!(run(&mut it, "back"), "lead a b");
}

#[test]
fn the_journal_replays_to_the_same_interview() {
    let mut it = begin(json!([
        {"type": "select_one", "name": "a", "label": "A", "choices": "yn"},
        {"type": "integer", "name": "b", "label": "B", "relevant": "${a} = 'y'"},
        {"type": "calculate", "name": "r", "calculation": "once(random())"},
    ]));
    let form = it.form().clone();
    let start = JournalEntry {
        at: 0,
        event: super::Event::Start(Box::new(it.begun().clone())),
    };
    let mut kept = vec![start];
    for (at, line) in [
        json!({"do": "answer", "place": "a", "value": "y"}),
        json!({"do": "next"}),
        json!({"do": "answer", "place": "b", "value": 3}),
        json!({"do": "answer", "place": "b", "value": 4}),
        json!({"do": "back"}),
    ]
    .iter()
    .enumerate()
    {
        let event = journal::read_event(&line.to_string()).expect("an event");
        for effect in it.apply(JournalEntry {
            at: at as i64 * 500,
            event,
        }) {
            if let Effect::Store(entry) = effect {
                kept.push(journal::read(&journal::write(&entry)).expect("round trip"));
            }
        }
    }
    let again = Interview::replay(form, kept).expect("it replays");
    assert_eq!(again.view(), it.view());
    assert_eq!(again.response(), it.response());
    assert_eq!(it.response().paradata.changes, 1);
    assert_eq!(it.response().paradata.back_steps, 1);
}

#[test]
fn circles_and_misspelt_names_are_problems_with_places() {
    let broken = document(json!([
        {"type": "integer", "name": "a", "label": "A", "relevant": "${b} > 1"},
        {"type": "integer", "name": "b", "label": "B", "relevant": "${a} > 1"},
        {"type": "integer", "name": "c", "label": "C", "relevant": "${aa} > (1"},
        {"type": "integr", "name": "d", "label": "D", "relevnt": "1"},
    ]));
    let shape = survey::from_value(broken.clone())
        .expect_err("broken")
        .to_string();
    assert!(shape.contains("/items/3/type: found `integr`"), "{shape}");
    assert!(shape.contains("(did you mean `integer`?)"), "{shape}");
    assert!(
        shape.contains("/items/3/relevnt: there is no field of item `relevnt`"),
        "{shape}"
    );
    let mut broken = broken;
    broken["items"][3] = json!({"type": "integer", "name": "a", "label": "D"});
    let text = survey::from_value(broken).expect_err("broken").to_string();
    assert!(text.contains("/items/2/relevant: "), "{text}");
    assert!(
        text.contains("/items/3/name: the name `a` is taken by /items/0"),
        "{text}"
    );
    let mut circle = document(json!([
        {"type": "integer", "name": "a", "label": "A", "relevant": "${b} > 1"},
        {"type": "integer", "name": "b", "label": "B", "relevant": "${a} > 1"},
    ]));
    let text = survey::from_value(circle.clone())
        .expect_err("a circle")
        .to_string();
    assert!(text.contains("in a circle: a, b"), "{text}");
    circle["items"][1]["relevant"] = "${aa} > 1".into();
    let text = survey::from_value(circle)
        .expect_err("no such name")
        .to_string();
    assert!(
        text.contains("there is no item `aa` (did you mean `a`?)"),
        "{text}"
    );
}
