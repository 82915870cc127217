//! The main job: two people are interviewed on two devices whose tabs and batteries die, both
//! hand over an export, and a third browser loads both and draws what the command line computes.

use std::path::PathBuf;

use minyi_tests::browser::{Browser, Page, Profile, Site, Viewport};
use serde_json::json;

use crate::command::{check_table, import, simulated, tabulate};

/// One question with choices as it stands on the screen.
#[derive(serde::Deserialize)]
struct Asked {
    place: String,
    choices: Vec<String>,
    reasons: Vec<String>,
}

/// What can be chosen now: notes and open questions, which may be skipped, are left out.
fn asked(page: &mut Page) -> Vec<Asked> {
    page.eval(
        "[...document.querySelectorAll('[data-screen=\"fill\"] [data-place]')].map(it => ({
            place: it.dataset.place,
            choices: [...it.querySelectorAll('[data-choice]')]
                .filter(c => c.closest('[data-place]') === it).map(c => c.dataset.choice),
            reasons: [...it.querySelectorAll('[data-missing]')].map(c => c.dataset.missing),
        })).filter(it => it.choices.length > 0)",
    )
}

fn places(page: &mut Page) -> Vec<String> {
    asked(page).into_iter().map(|it| it.place).collect()
}

/// The choice a person with this number makes, so that two people differ, with three skips on
/// the way: nobody who took part says why not, and nobody without a problem says what came of it.
fn choice<'a>(question: &'a Asked, person: usize) -> &'a str {
    let nth = |idx: usize| question.choices[idx % question.choices.len()].as_str();
    match question.place.as_str() {
        "consent" => "1",
        "F1" => "1",
        "F4" => "3",
        "Z2" => "0",
        // Whoever picks "other" is asked for words, which is another test.
        "A2" | "C2" | "D10" | "Z1" => nth(person),
        place => nth(person + place.len() + place.bytes().map(usize::from).sum::<usize>() / 3),
    }
}

fn answer(page: &mut Page, question: &Asked, person: usize) {
    let place = &question.place;
    let wanted = match place.as_str() {
        "D7" => format!("[data-place=\"{place}\"] [data-missing=\"not_applicable\"]"),
        "E9" => format!("[data-place=\"{place}\"] [data-missing=\"dont_know\"]"),
        _ => format!(
            "[data-place=\"{place}\"] [data-choice=\"{}\"]",
            choice(question, person)
        ),
    };
    if place == "D7" || place == "E9" {
        assert!(!question.reasons.is_empty(), "{place} offers no reasons");
    }
    page.click(&wanted);
    let chosen = format!(
        "(() => {{ const it = document.querySelector({});
            const input = it?.matches('input') ? it : it?.querySelector('input');
            return input ? input.checked
                : it?.getAttribute('aria-checked') === 'true' || it?.classList.contains('chosen');
        }})() === true",
        json!(wanted)
    );
    page.wait_for_truth(&format!("{wanted} to be chosen"), &chosen);
}

/// Opens the page of an interview again after its tab or browser died, where it was.
fn reopen(browser: &mut Browser, url: &str, viewport: Viewport, before: &[String]) -> Page {
    let mut page = browser.open(url, viewport);
    page.wait_for("[data-screen=\"fill\"]");
    assert_eq!(places(&mut page), before, "it comes back where it was");
    page
}

/// Interviews one person and gives the export.
fn interview(site: &Site, profile: &Profile, viewport: Viewport, person: usize) -> PathBuf {
    let mut browser = Browser::launch(profile);
    let mut page = browser.open(&site.url("#/surveys"), viewport);
    page.set_language("zh-CN");
    page.reload();
    page.wait_for("[data-survey=\"annual-resident\"] [data-do=\"start\"]");
    page.click("[data-survey=\"annual-resident\"] [data-do=\"start\"]");
    page.click("[data-area=\"90-01-001\"]");
    page.click("[data-do=\"begin\"]");
    page.wait_for("[data-screen=\"fill\"]");
    let (mut seen, mut deaths) = (Vec::new(), 0);
    for n_screens in 1.. {
        assert!(n_screens < 200, "the interview does not end: {seen:?}");
        let questions = asked(&mut page);
        for question in &questions {
            answer(&mut page, question, person);
        }
        seen.extend(questions.into_iter().map(|it| it.place));
        // The tab dies once early on, the battery once in the middle.
        if (deaths == 0 && seen.len() >= 5) || (deaths == 1 && seen.len() >= 25) {
            let before = places(&mut page);
            let url: String = page.eval("location.href");
            if deaths == 0 {
                browser.kill_tab(page);
            } else {
                drop(page);
                browser.kill();
                browser = Browser::launch(profile);
            }
            deaths += 1;
            page = reopen(&mut browser, &url, viewport, &before);
        }
        let shown = "JSON.stringify([...document.querySelectorAll(
            '[data-screen=\"fill\"] [data-place]')].map(it => it.dataset.place))";
        let before: String = page.eval(shown);
        page.click("[data-do=\"next\"]");
        let moved = format!(
            "document.querySelector('[data-screen=\"review\"]') !== null || {shown} !== {}",
            json!(before)
        );
        page.wait_for_truth("the next screen", &moved);
        if page.count("[data-screen=\"review\"]") > 0 {
            break;
        }
    }
    assert_eq!(deaths, 2);
    for skipped in ["F3", "F5", "F6"] {
        assert!(!seen.iter().any(|it| it == skipped), "{skipped} is skipped");
    }
    assert!(seen.iter().any(|it| it == "G6"), "{seen:?}");
    page.click("[data-do=\"finish\"]");
    let receipt = page.text("[data-receipt]");
    assert!(receipt.trim().len() >= 8, "the receipt is `{receipt}`");
    page.go(&site.url("#/responses"));
    page.reload();
    page.wait_for("[data-count=\"1\"]");
    page.click("[data-do=\"export-json\"]");
    let export = profile.wait_for_download(".json");
    assert_eq!(page.console_errors(), [""; 0]);
    browser.close_tab(page);
    export
}

#[test]
fn two_devices_and_an_analyst() {
    let site = Site::start();
    let (phone, tablet, desk) = (Profile::new(), Profile::new(), Profile::new());
    let one = interview(&site, &phone, Viewport::PHONE, 0);
    let other = interview(&site, &tablet, Viewport::TABLET, 1);
    std::fs::create_dir_all(desk.downloads()).expect("a folder for files");
    // Figures of fewer than ten are withheld, so two interviews alone would show none.
    let third = simulated(120, &desk.downloads().join("neighbours.json"));

    let mut browser = Browser::launch(&desk);
    let mut page = browser.open(&site.url("#/responses"), Viewport::DESKTOP);
    page.wait_for("[data-do=\"import\"]");
    import(&mut page, &[&one, &other], 2);
    let new: Vec<String> =
        page.eval("[...document.querySelectorAll('[data-report]')].map(it => it.dataset.new)");
    assert_eq!(new, ["1", "1"]);
    assert_eq!(tabulate(&[&one, &other], "D0")["responses"], 2);
    // Loading the same file twice changes nothing.
    import(&mut page, &[&one], 2);
    page.wait_for("[data-report][data-identical=\"1\"]");
    import(&mut page, &[&third], 122);

    page.go(&site.url("#/analysis/questions/D0"));
    page.wait_for("[data-chart=\"question:D0\"] svg");
    page.click("[data-chart=\"question:D0\"] [data-do=\"as-table\"]");
    page.wait_for("table[data-table=\"question:D0\"]");
    let wanted = tabulate(&[&one, &other, &third], "D0");
    assert_eq!(wanted["responses"], 122, "{wanted}");
    check_table(&mut page, &wanted);
    assert_eq!(page.console_errors(), [""; 0]);
}
