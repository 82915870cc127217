//! Long lists: what a search finds is what looking through all labels finds.

use serde_json::json;

use super::super::{Control, Interview, LONG, NoChoices, SeekView};
use super::{begin_document, document, run};
use crate::base::{Seed, fold};

const SYLLABLES: [&str; 12] = [
    "che", "ng", "du", "Jin", "牛", "锦", "江", "São ", "wu", "Lắk", " Road", "b",
];

/// The label of a place: a few syllables, decided by its number.
fn label(idx: usize) -> String {
    let mut seed = Seed::new(idx as u64);
    let n = 2 + (seed.unit() * 4.0) as usize;
    let syllables = (0..n).map(|_| SYLLABLES[(seed.unit() * 12.0) as usize]);
    format!("{} {idx}", syllables.collect::<String>())
}

fn interview(n: usize, question: serde_json::Value) -> Interview {
    let mut document = document(json!([
        {"type": "select_one", "name": "yes", "label": "Yes?", "choices": "yn"},
        question,
    ]));
    let places = (0..n).map(|idx| {
        let side = if idx % 3 == 0 { "y" } else { "n" };
        json!({"name": format!("p{idx}"), "label": label(idx), "properties": {"side": side}})
    });
    document["choices"]["places"] = places.collect();
    begin_document(document)
}

fn sought(interview: &Interview) -> SeekView {
    match interview.question_at("place").expect("it is asked").control {
        Control::Seek(it) => it,
        other => panic!("not sought: {other:?}"),
    }
}

fn question(more: serde_json::Value) -> serde_json::Value {
    let mut question = json!({
        "type": "select_one", "name": "place", "label": "Place", "choices": "places",
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        question[key] = value.clone();
    }
    question
}

#[test]
fn a_search_finds_what_looking_through_all_of_50000_finds() {
    let interview = interview(50_000, question(json!({})));
    let finder = sought(&interview).finder;
    assert_eq!(finder.len(), 50_000);
    let folded: Vec<String> = (0..50_000).map(|it| fold(&label(it))).collect();
    for words in [
        "",
        " ",
        "c",
        "chengdu",
        "CHENGDU",
        "sao",
        "lak 7",
        "锦江",
        "江 锦",
        "499",
        "du road 12",
        "nobody",
        "牛b",
        "\n",
        "b",
    ] {
        let parts = fold(words);
        let parts: Vec<&str> = parts.split_whitespace().collect();
        let holds = |row: &usize| parts.iter().all(|it| folded[*row].contains(it));
        let expected: Vec<usize> = (0..50_000).filter(holds).collect();
        let mut found = finder.find(words, usize::MAX);
        assert_eq!(found.n, expected.len(), "{words}");
        let window = finder.find(words, 50);
        assert_eq!(window.n, expected.len(), "{words}");
        assert_eq!(
            window.rows,
            found.rows[..found.rows.len().min(50)],
            "{words}"
        );
        found.rows.sort_unstable();
        assert_eq!(found.rows, expected, "{words}");
    }
}

#[test]
fn labels_that_begin_with_the_words_come_first() {
    let mut document = document(json!([question(json!({"appearance": "autocomplete"}))]));
    let labels = ["Newark", "West Newark", "Renewal", "new", "A\nnew line"];
    let choices = labels.iter().enumerate();
    let choice = |(idx, it): (usize, &&str)| json!({"name": format!("c{idx}"), "label": it});
    document["choices"]["places"] = choices.map(choice).collect();
    let finder = sought(&begin_document(document)).finder;
    let labels = |words| {
        let rows = finder.find(words, 10).rows;
        rows.iter().map(|it| finder.label(*it)).collect::<Vec<_>>()
    };
    assert_eq!(
        labels("new"),
        ["Newark", "new", "West Newark", "A\nnew line", "Renewal"]
    );
    assert_eq!(
        labels("a new"),
        ["A\nnew line", "Newark", "West Newark", "Renewal"]
    );
}

#[test]
fn lists_are_sought_from_a_length_on_or_when_the_author_says_so() {
    let is_sought = |n, more| {
        let control = interview(n, question(more)).question_at("place");
        matches!(control.expect("it is asked").control, Control::Seek(_))
    };
    assert!(is_sought(LONG, json!({})));
    assert!(!is_sought(LONG - 1, json!({})));
    assert!(is_sought(2, json!({"appearance": "w4 Search"})));
    assert!(is_sought(LONG, json!({"appearance": "minimal"})));
    assert!(!is_sought(LONG, json!({"appearance": "likert"})));
    assert!(!is_sought(LONG, json!({"type": "rank"})));
    // What a filter leaves counts, not the list.
    assert!(!is_sought(LONG, json!({"choice_filter": "side = 'y'"})));
}

#[test]
fn a_filter_and_a_language_change_what_is_sought() {
    let mut interview = interview(300, question(json!({"choice_filter": "side = ${yes}"})));
    run(&mut interview, r#"answer yes "y""#);
    let yes = sought(&interview).finder;
    assert_eq!(yes.len(), 100);
    assert_eq!(yes.name(1), "p3");
    run(&mut interview, r#"answer yes "n""#);
    assert_eq!(sought(&interview).finder.len(), 200);
    run(&mut interview, r#"answer yes "y""#);
    let again = sought(&interview).finder;
    assert!(std::sync::Arc::ptr_eq(&yes, &again), "it is made once");
}

#[test]
fn what_is_chosen_is_told_in_the_order_of_the_answer() {
    let several = question(json!({"type": "select_multiple", "parameters": {"max": 3}}));
    let mut interview = interview(40, several);
    run(&mut interview, r#"answer place ["p7","p3"]"#);
    let seek = sought(&interview);
    let names: Vec<&str> = seek.chosen.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["p7", "p3"]);
    assert_eq!((seek.many, seek.max), (true, Some(3)));
    let all = seek.choices();
    assert_eq!(all.iter().filter(|it| it.chosen).count(), 2);
    assert!(all[7].chosen && all[3].chosen);
}

#[test]
fn a_select_without_choices_says_which_answer_or_list_is_wanting() {
    let mut form = document(json!([
        {"type": "select_one", "name": "yes", "label": "Yes?", "choices": "yn"},
        {"type": "select_one", "name": "town", "label": "Town?", "choices": "towns",
         "choice_filter": "side = ${yes}"},
    ]));
    form["choices"]["towns"] = json!([{"name": "a", "label": "A", "properties": {"side": "y"}}]);
    let mut interview = begin_document(form);
    let why = |it: &Interview| it.question_at("town").expect("it is asked").no_choices;
    let label = "Yes?".to_owned();
    assert_eq!(why(&interview), Some(NoChoices::Unanswered { label }));
    run(&mut interview, r#"answer yes "n""#);
    assert_eq!(why(&interview), Some(NoChoices::Filtered));
    run(&mut interview, r#"answer yes "y""#);
    assert_eq!(why(&interview), None);
}
