//! From the analysis down to a single response.

use minyi_tests::browser::{Browser, Page, Profile, Site, Viewport};

use crate::command::{import, simulated};

fn campaign(site: &Site, profile: &Profile, page: &mut Page, n: usize) {
    std::fs::create_dir_all(profile.downloads()).expect("a folder for files");
    let file = simulated(n, &profile.downloads().join("many.json"));
    page.set_language("en");
    page.go(&site.url("#/responses"));
    page.wait_for("[data-do=\"import\"]");
    import(page, &[&file], n);
}

#[test]
fn a_sign_leads_to_a_single_response() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open("about:blank", Viewport::TABLET);
    campaign(&site, &profile, &mut page, 240);
    page.go(&site.url("#/analysis/quality"));
    page.wait_for("[data-sign=\"unlikely\"]");
    assert!(page.text("[data-supervisor]").contains("supervisors"));
    let n: u32 = page.eval("+document.querySelector('[data-sign=unlikely]').dataset.flagged");
    assert!(n > 0, "somebody answers as nobody does");

    // A milder limit marks more; the address keeps it.
    choose(&mut page, "[data-sign=\"unlikely\"] select", "0.05");
    page.wait_for_truth(
        "more with a sign",
        &format!("+document.querySelector('[data-sign=unlikely]').dataset.flagged > {n}"),
    );
    page.click("[data-sign=\"unlikely\"] [data-do=\"show-sign\"]");
    page.wait_for_truth(
        "as many in the list as have the sign",
        "document.querySelector('[data-total]').dataset.total
            === document.querySelector('[data-sign=unlikely]').dataset.flagged
            && [...document.querySelectorAll('.flagged > li')]
                .every(it => it.querySelector('[data-has=unlikely]'))",
    );
    page.reload();
    page.wait_for("[data-has=\"unlikely\"]");
    assert_eq!(
        page.eval::<String>("document.querySelector('[data-sign=unlikely] select').value"),
        "0.05"
    );

    let first: String = page.eval("document.querySelector('.flagged > li').dataset.row");
    page.click(".flagged > li [data-do=\"open\"]");
    page.wait_for("[data-opened]");
    assert!(page.text("[data-opened]").contains(&first));
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn an_interviewer_leads_to_responses() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open("about:blank", Viewport::DESKTOP);
    campaign(&site, &profile, &mut page, 240);
    page.go(&site.url("#/analysis/quality/all/-/-/0.5_10_-0.1_0.001_0.85/0"));
    page.wait_for("[data-person]");
    let (code, n): (String, u32) = page.eval(
        "(it => [it.dataset.person, +it.cells[1].textContent])(document.querySelector('[data-person]'))",
    );
    choose(&mut page, "[data-do=\"who\"]", &code);
    page.wait_for_truth(
        "the interviewer's responses",
        &format!("document.querySelector('[data-total]').dataset.total === '{n}'"),
    );
    assert!(page.text(".flagged > li").contains(&code));
    // Without an answer, by question and by interviewer, add up to the same.
    let name: String = page
        .eval("document.querySelector('[data-table=missing-questions] [data-key]').dataset.key");
    choose(&mut page, "[data-do=\"missing-of\"]", &name);
    page.wait_for_truth(
        "the same number asked",
        "(sum => sum('missing-people') === +document.querySelector(
            '[data-table=missing-questions] [data-key] td').textContent)
         (name => [...document.querySelectorAll(`[data-table=${name}] [data-key]`)]
            .reduce((all, it) => all + +it.cells[1].textContent, 0))",
    );
    assert_eq!(page.console_errors(), [""; 0]);
}

/// Chooses an option as a person does, by keyboard or mouse: the page hears of a change.
fn choose(page: &mut Page, select: &str, value: &str) {
    page.wait_for(select);
    let chosen: String = page.eval(&format!(
        "(it => {{ it.value = {value:?}; it.dispatchEvent(new Event('change', {{ bubbles: true }}));
            return it.value; }})(document.querySelector({select:?}))"
    ));
    assert_eq!(chosen, value);
}

#[test]
fn a_community_has_a_page_of_its_own() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open("about:blank", Viewport::DESKTOP);
    campaign(&site, &profile, &mut page, 940);
    page.go(&site.url("#/analysis/communities/top2/D1"));
    page.wait_for("[data-chart=\"area:ranks\"] svg");
    page.wait_for("[data-chart=\"area:shrunk\"] svg");
    // Every figure that is no measurement says so.
    page.click("[data-chart=\"area:shrunk\"] [data-do=\"as-table\"]");
    page.wait_for_truth(
        "marked rows",
        "(it => it.length > 2 && it.every(row => row.cells[0].textContent.startsWith('≈')))
            ([...document.querySelectorAll('table[data-table=\"area:shrunk\"] tr[data-key]')])",
    );
    let (code, name): (String, String) = page.eval(
        "(it => [it.value, it.textContent.trim()])(document.querySelector('[data-do=open-area]').options[1])",
    );
    choose(&mut page, "[data-do=\"open-area\"]", &code);
    let chart = format!("[data-chart=\"area:one:{code}\"]");
    page.wait_for(&format!("{chart} svg"));
    page.click(&format!("{chart} [data-do=\"as-table\"]"));
    page.wait_for(&format!("{chart} .figure-title"));
    assert!(page.text(&format!("{chart} .figure-title")).contains(&name));
    page.wait_for(&format!(
        "table[data-table=\"area:one:{code}\"] tr[data-key=\"D1\"]"
    ));
    page.wait_for(&format!(
        "table[data-table=\"area:one:{code}\"] tr[data-key=\"D1:others\"]"
    ));
    page.click("[data-do=\"all-areas\"]");
    page.wait_for("[data-chart=\"area:ranks\"]");
    assert_eq!(page.console_errors(), [""; 0]);
}
