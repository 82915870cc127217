//! People who use the keyboard alone, who need large words, and who change their minds.

use minyi_tests::browser::{Browser, Page, Profile, Site, Viewport};

/// Presses Tab until an element is focused, and checks on the way that the focus can be seen.
///
/// A new screen takes the focus to its heading, which no Tab reaches and nothing marks; on a slow
/// machine it may do so after the first Tab.
fn tab_to(page: &mut Page, selector: &str) {
    for _ in 0..80 {
        page.press("Tab");
        let (there, seen, focused): (bool, bool, String) = page.eval(&format!(
            "(() => {{
                const it = document.activeElement;
                const marked = part => part !== null && (getComputedStyle(part).outlineStyle !== 'none'
                    || getComputedStyle(part).boxShadow !== 'none');
                const box = it.getBoundingClientRect();
                return [it.matches('{selector}'), it === document.body || it.tabIndex < 0 || (box.bottom > 0
                    && box.top < innerHeight && [it, it.nextElementSibling, it.parentElement,
                    it.parentElement?.parentElement ?? null].some(marked)),
                    `${{it.cloneNode().outerHTML}} at ${{box.top}} to ${{box.bottom}}`];
            }})()"
        ));
        assert!(
            seen,
            "the focus cannot be seen on the way to {selector}: {focused}"
        );
        if there {
            return;
        }
    }
    panic!("Tab does not lead to {selector}");
}

fn place(page: &mut Page) -> Option<String> {
    page.eval(
        "document.querySelector('[data-screen=\"fill\"] [data-place]')?.dataset.place ?? null",
    )
}

/// Waits for another screen of the interview than the one with `before`.
fn wait_for_next(page: &mut Page, before: Option<String>) {
    let before = before.unwrap_or_default();
    page.wait_for_truth(
        "the next screen",
        &format!(
            "document.querySelector('[data-screen=\"review\"]') !== null
            || ![undefined, '{before}'].includes(
                document.querySelector('[data-screen=\"fill\"] [data-place]')?.dataset.place)"
        ),
    );
}

#[test]
fn an_interview_is_held_with_the_keyboard_alone() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open(&site.url("#/surveys"), Viewport::DESKTOP);
    page.wait_for("[data-survey=\"resident-qr-short\"] [data-do=\"start\"]");
    tab_to(
        &mut page,
        "[data-survey=\"resident-qr-short\"] [data-do=\"start\"]",
    );
    page.press("Enter");
    page.wait_for("[data-area=\"90-01-001\"]");
    tab_to(&mut page, "[data-area]");
    page.press("Enter");
    page.wait_until_gone("[data-area=\"90-01-002\"]");
    tab_to(&mut page, "[data-do=\"begin\"]");
    page.press("Enter");
    page.wait_for("[data-screen=\"fill\"]");
    let mut n_screens = 0;
    while page.count("[data-screen=\"review\"]") == 0 {
        n_screens += 1;
        assert!(n_screens < 40, "the interview does not end");
        let before = place(&mut page);
        // Digits answer the first question that has none yet; one by one, as Tab leads there.
        let questions: Vec<String> = page.eval(
            "[...document.querySelectorAll('[data-screen=\"fill\"] [data-place]')]
                .filter(it => it.querySelector('[data-choice]')).map(it => it.dataset.place)",
        );
        for question in questions {
            let input = format!("[data-place=\"{question}\"] input:not([type=text])");
            tab_to(&mut page, &input);
            page.press("1");
            page.wait_for_truth(
                &format!("an answer to {question}"),
                &format!(
                    "document.querySelector('[data-place=\"{question}\"] input:checked') !== null"
                ),
            );
        }
        if page.count("textarea") > 0 {
            tab_to(&mut page, "[data-do=\"next\"]");
        }
        page.press("Enter");
        wait_for_next(&mut page, before);
    }
    tab_to(&mut page, "[data-do=\"finish\"]");
    page.press("Enter");
    page.wait_for("[data-receipt]");
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn large_words_fit_on_a_phone() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let address = site.url("answer/#s=resident-qr-short&a=90-01-001");
    let mut page = browser.open("about:blank", Viewport::PHONE);
    page.set_language("zh-CN");
    page.go(&address);
    page.wait_for("[data-choice]");
    page.click("[data-do=\"text-size\"]");
    page.click("[data-do=\"text-size\"]");
    page.wait_for("html[data-text=\"elder\"]");
    for n_screens in 0.. {
        assert!(n_screens < 40, "the interview does not end");
        let (overflow, words, smallest): (i64, f64, f64) = page.eval(
            "(() => {
                const root = document.documentElement;
                const label = document.querySelector('.label, .note, h1');
                const targets = [...document.querySelectorAll('button, .choice, .point, .reason')];
                return [root.scrollWidth - root.clientWidth, parseFloat(getComputedStyle(label).fontSize),
                    Math.min(...targets.filter(it => it.getClientRects().length > 0)
                        .map(it => it.getBoundingClientRect().height))];
            })()",
        );
        assert_eq!(overflow, 0, "screen {n_screens} scrolls sideways");
        assert!(words >= 24.0, "words of {words} px");
        assert!(smallest >= 59.5, "a target of {smallest} px");
        if page.count("[data-screen=\"review\"]") > 0 {
            break;
        }
        let before = place(&mut page);
        if page.count("[data-choice]") > 0 {
            page.click("[data-choice]");
        }
        page.click("[data-do=\"next\"]");
        wait_for_next(&mut page, before);
    }
    page.click("[data-do=\"finish\"]");
    page.wait_for("[data-receipt]");
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn a_deleted_interview_comes_back_as_it_was() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open(&site.url("#/surveys/resident-qr-short"), Viewport::PHONE);
    page.click("[data-area=\"90-01-001\"]");
    page.click("[data-do=\"begin\"]");
    page.wait_for("[data-choice]");
    let before = place(&mut page);
    page.click("[data-choice]");
    page.click("[data-do=\"next\"]");
    wait_for_next(&mut page, before);
    let left_at = place(&mut page);
    page.go(&site.url("#/interviews"));
    page.click("[data-do=\"delete\"]");
    page.click(".confirm .danger");
    page.wait_until_gone("[data-draft]");
    page.click("[data-do=\"undo\"]");
    page.click("[data-draft] [data-do=\"resume\"]");
    page.wait_for("[data-screen=\"fill\"]");
    assert_eq!(place(&mut page), left_at);
    page.click("[data-do=\"back\"]");
    page.wait_for("[data-place=\"consent\"] input:checked");
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn the_language_that_was_chosen_stays() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open("about:blank", Viewport::DESKTOP);
    page.set_language("en");
    page.go(&site.url("#/surveys"));
    page.wait_for("html[lang=\"en\"] [data-survey]");
    page.click("[data-do=\"other-tongue\"]");
    page.wait_for("html[lang^=\"zh\"]");
    // The resident's language is that of the interview, not of the device.
    page.go(&site.url("#/surveys/resident-qr-short"));
    page.click("[data-area=\"90-01-001\"]");
    page.click("[data-do=\"begin\"]");
    page.wait_for("[data-screen=\"fill\"]");
    page.click_text(".tools .segment", "English");
    page.wait_for("[data-screen=\"fill\"][lang=\"en\"]");
    let url: String = page.eval("location.href");
    browser.kill_tab(page);

    let mut page = browser.open("about:blank", Viewport::DESKTOP);
    page.set_language("en");
    page.go(&url);
    page.wait_for("html[lang^=\"zh\"] [data-screen=\"fill\"][lang=\"en\"]");
    page.wait_for_text("问卷");
}
