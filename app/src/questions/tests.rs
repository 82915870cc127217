//! What a question becomes on the page, drawn natively from what core says is shown.

mod looks;

use std::sync::Arc;

use survey_core::base::{Area, AreaTree, Missing, Text, Value};
use survey_core::format::survey;
use survey_core::interview::{Event, Input, Interview, JournalEntry, Layout, QuestionView, Start};
use survey_core::questionnaire::Mode;
use survey_core::response::SurveyRef;

use super::{Files, Scene, choose_by_digit, fit_together, grid, question};
use crate::locale::{Locale, Tongue};

/// An interview on one section with these items, in English.
fn asked(items: &str, mode: Mode, events: Vec<Event>) -> Vec<QuestionView> {
    let document = format!(
        r#"{{ "format": "minyi-survey/1", "id": "it", "version": "1", "title": "It",
        "languages": ["en"], "default_language": "en", "modes": ["interviewer", "self"],
        "missing": {{ "dont_know": {{ "label": "Don't know" }}, "refused": {{ "label": "Rather not" }} }},
        "choices": {{
            "yn": [{{ "name": "1", "label": "Yes" }}, {{ "name": "2", "label": "No" }}],
            "some": [{{ "name": "a", "label": "Apples" }}, {{ "name": "b", "label": "Pears" }},
                {{ "name": "z", "label": "Other", "other": true }},
                {{ "name": "0", "label": "None", "exclusive": true }}]
        }},
        "items": [{{ "type": "group", "name": "all", "label": "All", "items": [{items}] }}] }}"#
    );
    let form = survey::read(&document)
        .expect("the survey is sound")
        .questionnaire;
    let start = Start {
        id: "id".into(),
        survey: SurveyRef {
            id: form.id.clone(),
            version: form.version.clone(),
            digest: form.digest.clone(),
        },
        mode,
        language: "en".into(),
        area: None,
        wave: None,
        interviewer: None,
        device: None,
        packs: Default::default(),
        seed: 1,
        offset: 0,
        layout: Layout::Section,
        simulated: false,
    };
    let entry = |event| JournalEntry { at: 0, event };
    let first = entry(Event::Start(Box::new(start)));
    let mut interview = Interview::start(Arc::new(form), first).expect("it begins");
    for event in events {
        interview.apply(entry(event));
    }
    interview.view().screen.questions
}

fn answer(place: &str, value: Value) -> Event {
    Event::Answer {
        place: place.into(),
        input: Input::Value(value),
    }
}

fn scene(interviewer: bool) -> Scene<'static> {
    Scene {
        locale: Locale(Tongue::En),
        interviewer,
        wide: true,
        alone: true,
        files: None,
        areas: None,
        sought: ("", ""),
    }
}

fn drawn(questions: &[QuestionView], interviewer: bool) -> String {
    let scene = scene(interviewer);
    let first = &questions[0];
    let next = questions.get(1);
    if next.is_some_and(|it| fit_together(first, it)) {
        return grid(scene, questions).html();
    }
    let other = next.filter(|it| it.is_other);
    question(scene, first, other, true).html()
}

fn page(items: &str, events: Vec<Event>) -> String {
    drawn(&asked(items, Mode::SelfCompletion, events), false)
}

#[track_caller]
fn has(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "no {part} in {page}");
    }
}

const ONE: &str = r#"{ "type": "select_one", "name": "q", "label": "**Well**?", "choices": "yn", "missing": ["dont_know"] }"#;

#[test]
fn one_of_several_is_a_group_of_radios_named_by_its_label() {
    let page = page(ONE, vec![answer("q", Value::Text("2".into()))]);
    has(
        &page,
        &[
            r#"role="radiogroup""#,
            r#"aria-labelledby="q-q-label""#,
            r#"<h1 class="label" id="q-q-label""#,
            "<strong>Well</strong>?",
            r#"data-choice="2""#,
            r#"data-missing="dont_know""#,
            r#"data-do="clear""#,
        ],
    );
    assert_eq!(page.matches("checked").count(), 1, "{page}");
}

#[test]
fn labels_hold_words_and_never_markup_of_the_page() {
    let item = r#"{ "type": "note", "name": "n", "label": "<img src=x> *so* 2 * 3 ____" }"#;
    let page = page(item, Vec::new());
    has(&page, &["&lt;img src=x&gt; <em>so</em> 2 * 3 ____"]);
}

#[test]
fn reasons_are_not_read_aloud_by_an_interviewer() {
    let said = "Do not read these aloud";
    assert!(drawn(&asked(ONE, Mode::Interviewer, Vec::new()), true).contains(said));
    assert!(!page(ONE, Vec::new()).contains(said));
}

#[test]
fn a_reason_is_the_answer() {
    let reason = Event::Answer {
        place: "q".into(),
        input: Input::Missing(Missing::DontKnow),
    };
    has(
        &page(ONE, vec![reason]),
        &[r#"class="reason chosen" data-missing="dont_know""#],
    );
}

#[test]
fn a_complaint_describes_its_question() {
    let item = r#"{ "type": "select_one", "name": "q", "label": "Q?", "choices": "yn", "required": true, "missing": ["refused"] }"#;
    let page = page(item, vec![Event::Next]);
    has(
        &page,
        &[
            r#"aria-describedby="q-q-complaint""#,
            r#"role="alert""#,
            "If you do not know or would rather not say",
        ],
    );
}

#[test]
fn full_ticks_leave_only_ticked_and_exclusive_choices_open() {
    let item = r#"{ "type": "select_multiple", "name": "m", "label": "M?", "choices": "some", "parameters": { "max": 1 } }"#;
    let page = page(item, vec![answer("m", Value::Many(vec!["a".into()]))]);
    has(
        &page,
        &[
            "Choose up to 1; 1 chosen",
            r#"class="choice chosen" data-choice="a""#,
        ],
    );
    has(
        &page,
        &[
            r#"class="choice disabled" data-choice="b""#,
            r#"class="choice" data-choice="0""#,
        ],
    );
}

#[test]
fn the_text_for_other_stands_beneath_its_choice() {
    let items = r#"{ "type": "select_one", "name": "q", "label": "Q?", "choices": "some" }"#;
    let questions = asked(
        items,
        Mode::SelfCompletion,
        vec![answer("q", Value::Text("z".into()))],
    );
    assert_eq!(questions.len(), 2, "other opens a text");
    let page = drawn(&questions, false);
    let (other, none) = (
        page.find(r#"class="other""#),
        page.find(r#"data-choice="0""#),
    );
    assert!(other.is_some() && other < none, "{page}");
}

#[test]
fn a_scale_has_a_button_a_point_and_says_what_its_ends_mean() {
    let item = r#"{ "type": "range", "name": "r", "label": "R?", "start_label": "bad", "end_label": "good",
        "parameters": { "start": 0, "end": 10, "step": 1 } }"#;
    let page = page(item, vec![answer("r", Value::Number(10.0))]);
    assert_eq!(page.matches("data-choice").count(), 11);
    has(
        &page,
        &[
            r#"aria-label="0 bad""#,
            r#"aria-label="10 good""#,
            r#"class="point chosen" data-choice="10""#,
        ],
    );
}

#[test]
fn fields_bring_up_the_right_keyboard() {
    let integer = r#"{ "type": "integer", "name": "n", "label": "N?", "parameters": { "min": 1, "max": 9 } }"#;
    has(
        &page(integer, Vec::new()),
        &[r#"inputmode="numeric""#, "Between 1 and 9"],
    );
    let decimal = r#"{ "type": "decimal", "name": "n", "label": "N?" }"#;
    has(&page(decimal, Vec::new()), &[r#"inputmode="decimal""#]);
    let date = r#"{ "type": "date", "name": "d", "label": "D?" }"#;
    has(&page(date, Vec::new()), &[r#"type="date""#]);
    let time = r#"{ "type": "time", "name": "t", "label": "T?" }"#;
    has(&page(time, Vec::new()), &[r#"type="time""#]);
}

#[test]
fn words_are_counted_and_numbers_of_people_noticed() {
    let item = r#"{ "type": "text", "name": "t", "label": "T?", "parameters": { "max_length": 20, "rows": 3 } }"#;
    let page = page(
        item,
        vec![answer("t", Value::Text("call 13800138000".into()))],
    );
    has(
        &page,
        &[
            "<textarea",
            "16 of 20 characters",
            "leave personal details out",
        ],
    );
}

#[test]
fn questions_of_a_grid_are_rows_of_one_table() {
    let items = r#"{ "type": "select_one", "name": "a", "label": "A", "choices": "yn", "grid": "g", "missing": ["dont_know"] },
        { "type": "select_one", "name": "b", "label": "B", "choices": "yn", "grid": "g", "missing": ["refused"] }"#;
    let page = page(items, vec![answer("b", Value::Text("1".into()))]);
    assert_eq!(
        page.matches(r#"scope="col""#).count(),
        4,
        "two answers and two reasons"
    );
    has(
        &page,
        &[
            r#"aria-labelledby="q-b-label g-a-1""#,
            r#"<tr class="question" data-place="b""#,
        ],
    );
    assert_eq!(page.matches("checked").count(), 1);
}

#[test]
fn digits_choose_by_place_and_points_by_value() {
    let choices = &asked(ONE, Mode::SelfCompletion, Vec::new())[0];
    assert_eq!(
        choose_by_digit(choices, 2, false),
        Some(answer("q", Value::Text("2".into())))
    );
    assert_eq!(choose_by_digit(choices, 3, false), None);
    let item = r#"{ "type": "range", "name": "r", "label": "R?", "parameters": { "start": 0, "end": 10, "step": 1 } }"#;
    let one = vec![answer("r", Value::Number(1.0))];
    let scale = &asked(item, Mode::SelfCompletion, one)[0];
    assert_eq!(
        choose_by_digit(scale, 7, false),
        Some(answer("r", Value::Number(7.0)))
    );
    assert_eq!(
        choose_by_digit(scale, 0, true),
        Some(answer("r", Value::Number(10.0)))
    );
    assert_eq!(
        choose_by_digit(scale, 0, false),
        Some(answer("r", Value::Number(0.0)))
    );
}

#[test]
fn a_place_is_found_by_the_name_of_what_it_lies_in() {
    let named = |code: &str, name: &str, level: &str, parent: Option<&str>| Area {
        code: code.into(),
        name: Text::new("en", name),
        level: level.into(),
        parent: parent.map(str::to_owned),
    };
    let tree = AreaTree::build(vec![
        named("1", "Willow Street", "street", None),
        named("1-1", "East", "community", Some("1")),
        named("2", "River Street", "street", None),
        named("2-1", "West", "community", Some("2")),
    ])
    .expect("the areas fit together");
    let item =
        r#"{ "type": "area", "name": "a", "label": "A?", "parameters": { "level": "community" } }"#;
    let drawn = |sought: &str, events| {
        let areas = Some(&tree);
        let scene = Scene {
            areas,
            sought: ("a", sought),
            ..scene(false)
        };
        let view = &asked(item, Mode::SelfCompletion, events)[0];
        question(scene, view, None, true).html()
    };
    let page = drawn("wILL", Vec::new());
    has(
        &page,
        &[r#"data-area="1-1""#, "<small>Willow Street</small>"],
    );
    assert!(!page.contains(r#"data-area="2-1""#), "{page}");
    has(&drawn("nowhere", Vec::new()), &[r#"<p class="hint">"#]);
    let chosen = vec![answer("a", Value::Text("2-1".into()))];
    has(&drawn("", chosen), &["River Street › West"]);
}

#[test]
fn instances_of_a_repeat_are_removed_one_by_one() {
    let item = r#"{ "type": "repeat", "name": "kids", "label": "Kids", "items": [
        { "type": "text", "name": "k", "label": "K" }] }"#;
    let place = "kids".to_owned();
    let questions = asked(item, Mode::SelfCompletion, vec![Event::AddRepeat { place }]);
    let last = questions.last().expect("the repeat can grow");
    let page = question(scene(false), last, None, false).html();
    let n = page.matches(r#"data-do="remove-repeat""#).count();
    assert_eq!(n, 2, "the first is there from the start");
    assert_eq!(page.matches(r#"data-do="add-repeat""#).count(), 1);
}

#[test]
fn a_list_to_seek_in_draws_the_best_matches_and_what_is_chosen() {
    let item = r#"{ "type": "select_multiple", "name": "m", "label": "M?", "choices": "some", "appearance": "autocomplete" }"#;
    let view = &asked(
        item,
        Mode::SelfCompletion,
        vec![answer("m", Value::Many(vec!["a".into()]))],
    )[0];
    let drawn = |sought| {
        let scene = Scene {
            sought: ("m", sought),
            ..scene(false)
        };
        question(scene, view, None, true).html()
    };
    let all = drawn("");
    has(
        &all,
        &[
            r#"type="search""#,
            r#"role="listbox" id="q-m-list" aria-labelledby="q-m-label" aria-multiselectable="true""#,
            r#"aria-selected="true" data-choice="a""#,
            r#"data-chosen="a""#,
            r#"aria-label="Take back: Apples""#,
            "4 choices",
        ],
    );
    let some = drawn("PEA");
    assert_eq!(some.matches(r#"role="option""#).count(), 1, "{some}");
    has(
        &some,
        &[r#"data-choice="b""#, r#"value="PEA""#, "1 choice<"],
    );
    has(&drawn("plums"), &["Nothing found"]);
}

/// A select with this appearance and no answer.
fn select(kind: &str, appearance: &str) -> String {
    format!(
        r#"{{ "type": "{kind}", "name": "q", "label": "Q?", "choices": "some", "appearance": "{appearance}" }}"#
    )
}

#[test]
fn appearances_place_choices() {
    for (appearance, class) in [
        ("columns", r#"class="choices columns""#),
        (
            "Columns-4 no-buttons",
            r#"class="choices no-buttons columns-4""#,
        ),
        ("columns-pack", r#"class="choices pack""#),
        ("likert", r#"class="choices likert""#),
        ("likert minimal", r#"<select class="field field-pick""#),
    ] {
        has(
            &page(&select("select_one", appearance), Vec::new()),
            &[class],
        );
    }
}

#[test]
fn a_folded_list_is_the_devices_own_and_takes_answers_back() {
    let chosen = vec![answer("q", Value::Text("b".into()))];
    let page_of = |kind, events| page(&select(kind, "minimal"), events);
    let one = page_of("select_one", chosen);
    has(
        &one,
        &[
            r#"<option value="">Choose…</option>"#,
            r#"value="b">"#,
            "Pears</option>",
        ],
    );
    let ticked = vec![answer("q", Value::Many(vec!["a".into(), "b".into()]))];
    let several = page_of("select_multiple", ticked);
    has(
        &several,
        &[r#"<details class="folded chosen"><summary class="field">Apples · Pears</summary>"#],
    );
}

#[test]
fn quick_choices_are_buttons_unless_more_is_asked() {
    let item = select("select_one", "quick");
    let views = asked(&item, Mode::SelfCompletion, Vec::new());
    let drawn = |alone| {
        let scene = Scene {
            alone,
            ..scene(false)
        };
        question(scene, &views[0], None, true).html()
    };
    assert_eq!(
        drawn(true).matches(r#"role="radio""#).count(),
        3,
        "all but other"
    );
    assert_eq!(drawn(false).matches(r#"type="radio""#).count(), 4);
}

#[test]
fn selects_of_a_table_list_are_rows_under_their_head() {
    let row = |name: &str, kind: &str, appearance: &str| {
        format!(
            r#"{{ "type": "{kind}", "name": "{name}", "label": "{name}?", "choices": "yn", "appearance": "{appearance}" }}"#
        )
    };
    let items = [
        row("head", "select_one", "label"),
        row("a", "select_one", "list-nolabel"),
        row("b", "select_multiple", "list-nolabel"),
    ];
    let views = asked(&items.join(","), Mode::SelfCompletion, Vec::new());
    assert!(fit_together(&views[0], &views[1]) && fit_together(&views[0], &views[2]));
    let page = grid(scene(false), &views).html();
    assert_eq!(page.matches("<tr").count(), 3, "{page}");
    assert_eq!(page.matches(r#"type="radio""#).count(), 2);
    assert_eq!(page.matches(r#"type="checkbox""#).count(), 2);
    has(&page, &[r#"<td data-place="head">head?</td>"#]);
}

#[test]
fn media_of_labels_and_choices_come_out_of_the_forms_files() {
    let item = r#"{ "type": "note", "name": "n", "label": "N",
        "media": { "image": "a.png", "big-image": "big.png", "audio": "a.mp3", "video": "no.mp4" } }"#;
    let view = &asked(item, Mode::SelfCompletion, Vec::new())[0];
    let urls = ["a.png", "big.png", "a.mp3"].map(|it| (it.to_owned(), format!("blob:{it}")));
    let files = Files {
        urls: urls.into_iter().collect(),
        ..Files::default()
    };
    let scene = Scene {
        files: Some(&files),
        ..scene(false)
    };
    has(
        &question(scene, view, None, true).html(),
        &[
            r#"<img class="label-image" src="blob:a.png" alt="">"#,
            r#"<img class="label-image-large" src="blob:big.png""#,
            r#"<audio class="player" src="blob:a.mp3" controls="""#,
            "The file “no.mp4” is not on this device",
        ],
    );
}
