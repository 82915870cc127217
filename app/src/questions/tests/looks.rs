//! Scales, fields and dates as appearances ask for them.

use super::{answer, asked, has, page, scene};
use crate::questions::{Files, Scene, question};
use survey_core::base::Value;
use survey_core::questionnaire::Mode;

fn range(appearance: &str, parameters: &str) -> String {
    format!(
        r#"{{ "type": "range", "name": "r", "label": "R?", "appearance": "{appearance}",
            "parameters": {{ "start": 0, "end": 20, "step": 1{parameters} }} }}"#
    )
}

#[test]
fn a_long_scale_is_a_line_that_is_not_answered_until_it_is_touched() {
    let untouched = page(&range("", r#", "tick_interval": 5"#), Vec::new());
    has(
        &untouched,
        &[
            r#"class="scale untouched""#,
            r#"min="-1" max="20""#,
            r#"aria-valuetext="No answer""#,
            r#"value="-1""#,
            r#"<text x="28.571%" y="24" text-anchor="middle">5</text>"#,
            r#"data-do="step-down""#,
        ],
    );
    let given = vec![answer("r", Value::Number(7.0))];
    let touched = page(&range("no-ticks", ""), given);
    has(
        &touched,
        &[
            r#"min="0" max="20""#,
            r#"aria-valuetext="7""#,
            r#"value="7""#,
        ],
    );
    assert!(!touched.contains("<line"), "{touched}");
}

#[test]
fn scales_take_the_shape_that_is_asked_for() {
    has(
        &page(&range("vertical", ""), Vec::new()),
        &[r#"class="scale upright untouched""#],
    );
    has(
        &page(&range("distress", ""), Vec::new()),
        &["upright distress"],
    );
    let flat = page(&range("analog-scale horizontal", ""), Vec::new());
    assert!(!flat.contains("upright"), "{flat}");
    let picked = page(&range("picker", ""), vec![answer("r", Value::Number(3.0))]);
    has(
        &picked,
        &[
            "<select",
            r#"value="3">"#,
            r#"<option value="20">20</option>"#,
        ],
    );
    let stars = page(&range("rating", ""), vec![answer("r", Value::Number(3.0))]);
    assert_eq!(stars.matches("★").count(), 4, "0 to 3");
    has(&stars, &[r#"aria-label="4 of 21 stars""#]);
}

fn field(kind: &str, appearance: &str, value: &str) -> String {
    let item = format!(
        r#"{{ "type": "{kind}", "name": "f", "label": "F?", "appearance": "{appearance}" }}"#
    );
    let events = match value {
        "" => Vec::new(),
        value => vec![answer("f", Value::Text(value.into()))],
    };
    page(&item, events)
}

#[test]
fn fields_follow_their_appearance() {
    has(
        &field("integer", "thousands-sep", "1234567"),
        &[r#"value="1,234,567""#],
    );
    has(
        &field("integer", "counter", ""),
        &[r#"aria-label="One less""#, r#"data-do="step-up""#],
    );
    has(&field("decimal", "bearing", ""), &["Degrees from north"]);
    has(&field("text", "masked", ""), &[r#"type="password""#]);
    has(&field("text", "numbers", ""), &[r#"inputmode="numeric""#]);
    has(
        &field("text", "multiline", ""),
        &[r#"<textarea class="field" rows="4""#],
    );
    has(
        &field("text", "ex:app(a)", ""),
        &["Another app", r#"type="text""#],
    );
    has(
        &field("text", "url", "https://a.b/"),
        &[r#"href="https://a.b/" target="_blank""#],
    );
    let script = field("text", "url", "javascript:alert(1)");
    assert!(!script.contains("href"), "{script}");
}

#[test]
fn dates_are_asked_for_in_the_parts_that_are_wanted() {
    let year = field("date", "year", "1985-01-01");
    has(&year, &[r#"data-part="year""#, r#"value="1985""#]);
    assert!(!year.contains("data-part=\"month\""));
    let month = field("date", "month-year", "1985-06-01");
    has(
        &month,
        &[
            r#"data-part="month" value="6""#,
            r#"<option value="6">Jun</option>"#,
        ],
    );
    has(&field("date", "no-calendar", ""), &[r#"data-part="day""#]);
    has(
        &field("date", "persian", ""),
        &["Persian calendar", r#"type="date""#],
    );
}

#[test]
fn parts_of_a_picture_are_choices_and_nothing_in_it_runs() {
    let item = r#"{ "type": "select_one", "name": "q", "label": "Q?", "choices": "yn",
        "appearance": "image-map", "media": { "image": "body.svg" } }"#;
    let view = &asked(
        item,
        Mode::SelfCompletion,
        vec![answer("q", Value::Text("2".into()))],
    )[0];
    let svg = r#"<svg viewBox="0 0 9 9" onload="x()"><script>x()</script>
        <path id="1" d="M0 0"/><rect id="2" width="3" onclick="x()"/></svg>"#;
    let mut files = Files::default();
    files.drawings.insert("body.svg".into(), svg.into());
    let drawn = |files| {
        let scene = Scene {
            files,
            ..scene(false)
        };
        question(scene, view, None, true).html()
    };
    let page = drawn(Some(&files));
    has(
        &page,
        &[
            r#"<path d="M0 0" class="part" data-choice="1"><title>Yes</title>"#,
            r#"<rect width="3" class="part chosen" data-choice="2">"#,
            r#"role="status">No</p>"#,
            "Choose from a list",
        ],
    );
    assert!(!page.contains("x()"), "{page}");
    has(
        &drawn(None),
        &[
            "“body.svg” to tap on is not on this device",
            r#"type="radio""#,
        ],
    );
}
