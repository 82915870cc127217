//! A survey of the site that changes, or does not come, while people answer it.

use minyi_tests::browser::{Browser, Page, Profile, Site, Viewport, wait_until};

const ADDRESS: &str = "answer/#s=resident-qr-short&a=90-01-001";

/// The keys and values of a table of the device's storage.
fn stored(page: &mut Page, table: &str) -> Vec<(String, String)> {
    page.eval(&format!(
        "new Promise(resolve => {{
            const open = indexedDB.open('minyi');
            open.onsuccess = () => {{
                const it = open.result.transaction('{table}').objectStore('{table}');
                const [keys, values] = [it.getAllKeys(), it.getAll()];
                values.onsuccess = () => {{
                    open.result.close();
                    resolve(keys.result.map((key, idx) => [key, values.result[idx]]));
                }};
            }};
        }})"
    ))
}

/// The question on the screen.
fn place(page: &mut Page) -> String {
    page.wait_for("[data-place] [data-choice]");
    page.eval("document.querySelector('[data-place]').dataset.place")
}

/// Chooses the first answer and goes on to the next question.
fn answer(page: &mut Page) {
    let before = place(page);
    page.click("[data-choice]");
    page.click("[data-do=\"next\"]");
    page.wait_until_gone(&format!("[data-place=\"{before}\"]"));
}

#[test]
fn an_open_interview_outlives_a_change_of_its_survey() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open(&site.url(ADDRESS), Viewport::PHONE);
    answer(&mut page);
    let before = place(&mut page);
    // As if the site had another survey under the same name now.
    page.run_first(
        "const real = window.fetch;
        window.fetch = (address, ...rest) =>
            real(String(address).replace('resident-qr-short.form', 'eval-residents.form'), ...rest);",
    );
    page.reload();
    assert_eq!(place(&mut page), before);
    answer(&mut page);
    let forms = stored(&mut page, "forms");
    assert_eq!(forms.len(), 1, "{forms:?}");
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn the_document_of_a_survey_comes_later_if_it_does_not_come_at_once() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open("about:blank", Viewport::PHONE);
    page.block("*.json");
    page.go(&site.url(ADDRESS));
    answer(&mut page);
    assert_eq!(stored(&mut page, "surveys"), []);
    page.block("nothing");
    answer(&mut page);
    let (digest, document) = wait_until("the document", || stored(&mut page, "surveys").pop());
    assert!(
        document == include_str!("../../surveys/resident-qr-short.json"),
        "another document"
    );
    let (pinned, _) = &stored(&mut page, "forms")[0];
    assert_eq!(&digest, pinned);
}
