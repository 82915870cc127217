//! A form with every way to draw a question, by touch on a phone and by keyboard at a desk.

use minyi_tests::browser::{Browser, Page, Profile, Site, Viewport};
use serde_json::{Value, json};

/// The pictures that the form names are not on the device; everything else is honoured.
fn items() -> Value {
    let one = |name: &str, list: &str, look: &str| {
        json!({"type": "select_one", "name": name, "label": format!("{name} ({look})"),
            "choices": list, "appearance": look})
    };
    let range = |name: &str, look: &str, more: Value| {
        let mut parameters = json!({"start": 0, "end": 10, "step": 1});
        for (key, value) in more.as_object().into_iter().flatten() {
            parameters[key] = value.clone();
        }
        json!({"type": "range", "name": name, "label": format!("{name} ({look})"),
            "appearance": look, "parameters": parameters,
            "start_label": "worst", "end_label": "best"})
    };
    json!([
        one("pick", "degree", "minimal"),
        {"type": "select_multiple", "name": "fold", "label": "fold", "choices": "degree",
            "appearance": "minimal"},
        one("town", "towns", ""),
        one("column", "degree", "columns-3 no-buttons"),
        one("pack", "degree", "columns-pack"),
        one("line", "degree", "likert"),
        {"type": "select_one", "name": "part", "label": "part", "choices": "degree",
            "appearance": "image-map", "media": {"image": "body.svg"}},
        one("place", "degree", "map"),
        one("fast", "degree", "quick"),
        range("stars", "rating", json!({"start": 1, "end": 5})),
        range("slide", "", json!({"end": 100, "tick_interval": 25})),
        range("up", "distress", json!({})),
        range("wheel", "picker", json!({})),
        {"type": "integer", "name": "count", "label": "count", "appearance": "counter"},
        {"type": "integer", "name": "grouped", "label": "grouped", "appearance": "thousands-sep"},
        {"type": "text", "name": "secret", "label": "secret", "appearance": "masked"},
        {"type": "text", "name": "link", "label": "link", "appearance": "url"},
        {"type": "text", "name": "app", "label": "app", "appearance": "ex:org.app(a)"},
        {"type": "date", "name": "month", "label": "month", "appearance": "month-year"},
        {"type": "date", "name": "born", "label": "born", "appearance": "no-calendar"},
        {"type": "date", "name": "persian", "label": "persian", "appearance": "persian"},
        {"type": "rank", "name": "order", "label": "order", "choices": "degree"},
        {"type": "note", "name": "seen", "label": "seen",
            "media": {"image": "seen.png", "audio": "heard.mp3"}},
        {"type": "acknowledge", "name": "ok", "label": "ok"},
        {"type": "group", "name": "table", "label": "A table", "appearance": "field-list", "items": [
            one("head", "yn", "label"), one("row1", "yn", "list-nolabel"),
            one("row2", "yn", "list-nolabel"),
            {"type": "group", "name": "inner", "label": "An inner group", "items": [
                {"type": "text", "name": "left", "label": "left", "appearance": "w5"},
                {"type": "text", "name": "right", "label": "right", "appearance": "w5"},
            ]},
        ]},
        {"type": "repeat", "name": "kid", "label": "Child", "items": [
            {"type": "text", "name": "called", "label": "called"}]},
    ])
}

fn survey() -> String {
    let choice = |name: &str, label: &str| json!({"name": name, "label": label});
    let towns = (0..50_000).map(|it| choice(&format!("t{it}"), &format!("Town {it}")));
    json!({
        "format": "minyi-survey/1", "id": "fields", "version": "1", "title": "Fields",
        "languages": ["en"], "default_language": "en", "modes": ["interviewer"],
        "choices": {
            "yn": [choice("y", "Yes"), choice("n", "No")],
            "degree": [choice("1", "Never"), choice("2", "Seldom"), choice("3", "Sometimes"),
                choice("4", "Often"), choice("5", "Always")],
            "towns": towns.collect::<Vec<_>>(),
        },
        "items": items(),
    })
    .to_string()
}

/// Begins an interview with the form, as if the site had no other survey.
fn begin(browser: &mut Browser, site: &Site, viewport: Viewport) -> Page {
    let mut page = browser.open("about:blank", viewport);
    page.set_language("en");
    page.run_first(&format!(
        "const real = window.fetch;
        const files = {{ 'index.json': '[{{\"file\": \"fields.json\"}}]', 'fields.json': {} }};
        window.fetch = (address, ...rest) => {{
            const text = files[String(address).split('surveys/')[1]];
            return text ? Promise.resolve(new Response(text)) : real(address, ...rest);
        }};",
        json!(survey())
    ));
    page.go(&site.url("#/surveys/fields"));
    page.click("[data-area=\"90-01-001\"]");
    page.wait_until_gone("[data-area=\"90-01-002\"]");
    page.click("[data-do=\"begin\"]");
    page.wait_for("[data-screen=\"fill\"]");
    page
}

fn next(page: &mut Page, to: &str) {
    page.screenshot(&format!("fields-before-{}", to.replace('/', "-")));
    page.click("[data-do=\"next\"]");
    page.wait_for(&format!("[data-screen=\"fill\"] [data-place=\"{to}\"]"));
}

/// Picks from the device's own list, as its wheel or menu does.
fn pick(page: &mut Page, selector: &str, value: &str) {
    page.wait_for(selector);
    let _: bool = page.eval(&format!(
        "(() => {{ const it = document.querySelector('{selector}'); it.value = '{value}';
            it.dispatchEvent(new Event('change', {{ bubbles: true }})); return true; }})()"
    ));
}

/// What the review says was answered.
fn reviewed(page: &mut Page, place: &str) -> String {
    page.text(&format!(
        ".review-row[data-place=\"{place}\"] .review-answer"
    ))
}

#[test]
fn every_appearance_is_answered_by_touch_on_a_phone() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = begin(&mut browser, &site, Viewport::PHONE);
    pick(&mut page, "[data-place=\"pick\"] select", "4");
    next(&mut page, "fold");
    page.click("[data-place=\"fold\"] summary");
    page.click("[data-place=\"fold\"] [data-choice=\"2\"]");
    page.click("[data-place=\"fold\"] [data-choice=\"5\"]");
    page.wait_for_text("Seldom · Always");
    next(&mut page, "town");
    assert_eq!(page.count("[role=\"option\"]"), 20);
    page.type_into("[data-place=\"town\"] input", "49999 TOWN");
    page.wait_for_text("1 choice");
    page.click("[data-choice=\"t49999\"]");
    page.wait_for("[data-chosen=\"t49999\"]");
    next(&mut page, "column");
    page.click("[data-choice=\"3\"]");
    next(&mut page, "pack");
    page.click("[data-choice=\"5\"]");
    next(&mut page, "line");
    page.click("[data-choice=\"2\"]");
    next(&mut page, "part");
    page.wait_for_text("is not on this device");
    page.click("[data-choice=\"1\"]");
    next(&mut page, "place");
    page.wait_for_text("A map would be shown here");
    page.click("[data-choice=\"1\"]");
    next(&mut page, "fast");
    page.screenshot("fields-fast");
    page.click("[data-choice=\"4\"]");
    page.wait_for("[data-place=\"stars\"]");
    scales_by_touch(&mut page);
    fields_by_touch(&mut page);
    groups_by_touch(&mut page);
    for (place, answer) in [
        ("pick", "Often"),
        ("fold", "Seldom, Always"),
        ("town", "Town 49999"),
        ("column", "Sometimes"),
        ("pack", "Always"),
        ("line", "Seldom"),
        ("fast", "Often"),
        ("stars", "4"),
        ("slide", "1"),
        ("up", "10"),
        ("wheel", "7"),
        ("count", "2"),
        ("grouped", "1234567"),
        ("month", "1985-06-01"),
        ("born", "1990-02-28"),
        ("row1", "Yes"),
        ("row2", "No"),
        ("order", "Sometimes, Never, Always, Seldom, Often"),
    ] {
        assert_eq!(reviewed(&mut page, place), answer, "{place}");
    }
    assert_eq!(page.console_errors(), [""; 0]);
}

fn scales_by_touch(page: &mut Page) {
    page.click("[data-choice=\"4\"]");
    page.wait_for(".star.full[data-choice=\"4\"]");
    next(page, "slide");
    page.wait_for_text("No answer");
    page.click("[data-do=\"step-down\"]");
    page.wait_for(".scale:not(.untouched)");
    page.click("[data-do=\"step-up\"]");
    page.wait_for_truth(
        "one",
        "document.querySelector('.scale-value').textContent === '1'",
    );
    next(page, "up");
    page.click("[data-do=\"step-up\"]");
    page.wait_for(".scale:not(.untouched)");
    next(page, "wheel");
    pick(page, "[data-place=\"wheel\"] select", "7");
    next(page, "count");
}

fn fields_by_touch(page: &mut Page) {
    page.click("[data-do=\"step-up\"]");
    page.wait_for_truth(
        "one",
        "document.querySelector('.counting input').value === '1'",
    );
    page.click("[data-do=\"step-up\"]");
    page.wait_for_truth(
        "two",
        "document.querySelector('.counting input').value === '2'",
    );
    next(page, "grouped");
    page.type_into("[data-place=\"grouped\"] input", "1234567");
    next(page, "secret");
    page.type_into("[data-place=\"secret\"] input[type=\"password\"]", "hush");
    next(page, "link");
    page.type_into("[data-place=\"link\"] input", "https://example.org/");
    page.wait_for("a[href=\"https://example.org/\"][rel=\"noopener noreferrer\"]");
    next(page, "app");
    page.wait_for_text("Another app on the device");
    next(page, "month");
    page.type_into("[data-part=\"year\"]", "1985");
    pick(page, "[data-part=\"month\"]", "6");
    next(page, "born");
    pick(page, "[data-part=\"day\"]", "28");
    pick(page, "[data-part=\"month\"]", "2");
    page.type_into("[data-part=\"year\"]", "1990");
    next(page, "persian");
    page.wait_for_text("Persian calendar");
    next(page, "order");
    page.click("[data-choice=\"1\"] button");
    page.wait_for("[data-choice=\"1\"].chosen");
    page.click("[data-choice=\"3\"] button");
    page.wait_for("[data-choice=\"3\"].chosen");
    page.click("[data-choice=\"3\"] [data-do=\"rank-up\"]");
    for choice in ["5", "2", "4"] {
        page.click(&format!("[data-choice=\"{choice}\"] [data-do=\"rank\"]"));
        page.wait_for(&format!("[data-choice=\"{choice}\"].chosen"));
    }
    page.wait_for_truth(
        "the order that is read aloud",
        "document.querySelector('.rank [role=status]').textContent
            === '1. Sometimes; 2. Never; 3. Always; 4. Seldom; 5. Often'",
    );
    next(page, "seen");
    page.wait_for_text("The file “heard.mp3” is not on this device");
}

fn groups_by_touch(page: &mut Page) {
    // A note goes with the question after it.
    page.click("[data-place=\"ok\"] .choice");
    next(page, "row1");
    page.wait_for_text("An inner group");
    assert_eq!(
        page.count("table.grid"),
        0,
        "a phone has no room for a table"
    );
    page.click("[data-place=\"row1\"] [data-choice=\"y\"]");
    page.click("[data-place=\"row2\"] [data-choice=\"n\"]");
    next(page, "kid[1]/called");
    page.wait_for_text("Child 1 of 1");
    next(page, "kid");
    page.click("[data-do=\"add-repeat\"]");
    page.wait_for("[data-place=\"kid[2]/called\"]");
    page.wait_for_text("Child 2 of 2");
    next(page, "kid");
    page.click("li:last-child [data-do=\"ask-remove\"]");
    page.click("li:last-child [data-do=\"remove-repeat\"]");
    page.wait_for_truth(
        "one instance",
        "document.querySelectorAll('[data-do=\"ask-remove\"]').length === 1",
    );
    page.screenshot("fields-kid");
    page.click("[data-do=\"next\"]");
    page.wait_for("[data-screen=\"review\"]");
}

#[test]
fn long_lists_and_scales_are_answered_with_the_keyboard() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = begin(&mut browser, &site, Viewport::PHONE);
    let go = |page: &mut Page, to: &str| {
        page.press("Enter");
        page.wait_for(&format!("[data-screen=\"fill\"] [data-place=\"{to}\"]"));
        page.wait_for_truth(
            "the focus on the new screen",
            "document.activeElement.matches('[data-heading]')",
        );
    };
    page.wait_for_truth(
        "the focus",
        "document.activeElement.matches('[data-heading]')",
    );
    go(&mut page, "fold");
    go(&mut page, "town");
    page.press("Tab");
    for letter in ["4", "9"] {
        page.press(letter);
    }
    page.wait_for_text("The first 20; 2,455 more");
    page.press("ArrowDown");
    page.press("ArrowDown");
    page.press("ArrowUp");
    page.press("End");
    page.press("Home");
    page.wait_for_truth(
        "the first match",
        "document.activeElement === document.querySelector('[role=option]')",
    );
    page.press("Enter");
    page.wait_for("[data-chosen=\"t49\"]");
    page.press("Escape");
    page.wait_for_truth("the field", "document.activeElement.type === 'search'");
    for _ in 0..2 {
        page.press("Backspace");
    }
    page.press("7");
    // Enter in the field takes the best match: here the first whose number begins with 7.
    page.wait_for_truth(
        "matches",
        "document.querySelector('[role=option]')?.dataset.choice === 't7'",
    );
    page.press("Enter");
    page.wait_for("[data-chosen=\"t7\"]");
    assert_eq!(page.console_errors(), [""; 0]);
}
