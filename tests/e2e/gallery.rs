//! Every chart in every case that could break it: nothing outside its drawing, no words over words.

use minyi_tests::browser::{Browser, Page, Profile, Site, Viewport};

/// What is wrong in the drawings: words that reach outside, and words over words. A box of words is
/// taken without what is above and below its letters, which may meet the next line's.
const FAULTS: &str = "(() => {
    const faults = [];
    for (const card of document.querySelectorAll('[data-sample]')) {
        const name = card.dataset.sample, svg = card.querySelector('svg');
        const { width, height } = svg.viewBox.baseVal;
        const boxes = [...svg.querySelectorAll('text')].filter(it => it.textContent.trim()).map(it => {
            const { x, y, width, height } = it.getBBox();
            const cut = height * 0.22;
            return { text: it.textContent.trim(), x, y: y + cut, right: x + width, bottom: y + height - cut };
        });
        for (const it of boxes)
            if (it.x < -0.5 || it.y < -0.5 || it.right > width + 0.5 || it.bottom > height + 0.5)
                faults.push(`${name}: “${it.text}” is outside`);
        boxes.sort((a, b) => a.y - b.y);
        boxes.forEach((one, at) => {
            for (let next = at + 1; next < boxes.length && boxes[next].y < one.bottom; next++) {
                const other = boxes[next];
                if (one.x + 0.5 < other.right && other.x + 0.5 < one.right)
                    faults.push(`${name}: “${one.text}” meets “${other.text}”`);
            }
        });
    }
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) faults.push('the page scrolls sideways');
    return faults;
})()";

const KINDS: [&str; 7] = [
    "distribution",
    "dots",
    "stacked",
    "two-way",
    "timeline",
    "counts",
    "scatter",
];

fn look(page: &mut Page, site: &Site, (language, place): (&str, &str), dark: bool) {
    page.set_language(language);
    page.set_dark(dark);
    page.go(&site.url("#/settings"));
    page.reload();
    page.wait_for("[data-do=\"open-charts\"]");
    page.click("[data-do=\"open-charts\"]");
    page.wait_for_truth(
        "every chart is drawn",
        "(() => {
            const screen = document.querySelector('[data-samples]');
            return !!screen && document.querySelectorAll('[data-sample] svg').length
                === Number(screen.dataset.samples);
        })()",
    );
    let scheme = if dark { "dark" } else { "light" };
    let faults: Vec<String> = page.eval(FAULTS);
    // A picture of all would be longer than a browser draws.
    for kind in KINDS {
        let shown: usize = page.eval(&format!(
            "[...document.querySelectorAll('[data-kind]')].filter(it => {{
                it.hidden = it.dataset.kind !== '{kind}';
                return !it.hidden;
            }}).length"
        ));
        assert!(shown >= 6, "{kind}");
        page.screenshot_whole(&format!(
            "charts-{kind}-{place}-{}-{scheme}",
            &language[..2]
        ));
    }
    assert!(faults.is_empty(), "{place}, {language}: {faults:#?}");
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn no_chart_overflows_or_overlaps() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    for (viewport, place) in [(Viewport::PHONE, "phone"), (Viewport::DESKTOP, "desktop")] {
        let mut page = browser.open("about:blank", viewport);
        for language in ["zh-CN", "en"] {
            for dark in [false, true] {
                look(&mut page, &site, (language, place), dark);
            }
        }
        browser.close_tab(page);
    }
}

/// The check itself would see words over words.
#[test]
fn words_over_words_are_seen() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open(&site.url("#/settings/charts"), Viewport::DESKTOP);
    page.wait_for("[data-sample] svg text");
    page.eval::<bool>(
        "(() => {
            const svg = document.querySelector('[data-sample] svg');
            const [one, two] = svg.querySelectorAll('text');
            for (const it of ['x', 'y']) two.setAttribute(it, one.getAttribute(it));
            svg.querySelectorAll('text')[2].setAttribute('x', '-500');
            return true;
        })()",
    );
    let faults: Vec<String> = page.eval(FAULTS);
    assert!(faults.iter().any(|it| it.contains("meets")), "{faults:?}");
    assert!(faults.iter().any(|it| it.contains("outside")), "{faults:?}");
}
