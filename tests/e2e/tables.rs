//! Data of other programs: a table is looked over, brought in and analysed like any survey.

use std::path::Path;

use minyi_tests::browser::{Browser, Profile, Site, Viewport};

#[test]
fn real_data_are_brought_in_corrected_and_analysed() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open("about:blank", Viewport::TABLET);
    page.go(&site.url("#/responses"));
    page.wait_for("[data-do=\"import\"]");
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("reference/data/insteval_s7.csv");
    page.choose_files("#import-files", &[&data]);
    page.wait_for("[data-table-panel=\"shown\"] [data-column=\"y\"]");
    page.wait_for_text("10,210 rows and 5 columns");
    let choose = |column: &str, kind: &str| {
        format!(
            "(it => {{
                it.value = {kind:?};
                it.dispatchEvent(new Event('change', {{ bubbles: true }}));
            }})(document.querySelector('[data-column={column:?}] select'))"
        )
    };
    for (column, kind) in [("y", "scale:1:5"), ("d", "category"), ("s", "out")] {
        page.eval::<()>(&choose(column, kind));
    }
    page.click("[data-do=\"make-of-table\"]");
    page.wait_for("[data-count=\"10210\"]");
    page.wait_until_gone("[data-table-panel]");

    // People were drawn in clusters: the lecturers they judge.
    page.go(&site.url("#/analysis/weights"));
    page.wait_for_text("Clusters (drawn first)");
    page.eval::<()>(
        "(it => {
            it.value = 'd';
            it.dispatchEvent(new Event('change', { bubbles: true }));
        })(document.querySelector('[data-do=\"cluster\"]'))",
    );
    page.wait_for_text("1073 / –");
    page.click("[data-do=\"weigh\"]");
    page.click("[data-tab=\"questions\"]");
    page.wait_for("[data-chart=\"question:y\"] svg");
    page.click("[data-chart=\"question:y\"] [data-do=\"as-table\"]");
    page.wait_for("table[data-table=\"question:y\"]");
    let share: f64 =
        page.eval("Number(document.querySelector('tr[data-key=\"5\"]').dataset.value)");
    let text = std::fs::read_to_string(&data).expect("the file");
    let rows: Vec<&str> = text.lines().skip(1).collect();
    let five = rows.iter().filter(|it| it.ends_with(",5")).count();
    assert!(
        (share - five as f64 / rows.len() as f64).abs() < 1e-12,
        "{share}"
    );

    // What was brought in is there again, and a table that is none is refused by name.
    page.go(&site.url("#/responses"));
    page.reload();
    page.wait_for("[data-count=\"10210\"]");
    std::fs::create_dir_all(profile.downloads()).expect("a folder");
    let empty = profile.downloads().join("empty.csv");
    std::fs::write(&empty, "").expect("a file");
    page.choose_files("#import-files", &[&empty]);
    page.wait_for("[data-table-panel=\"failed\"]");
    page.wait_for_text("empty.csv: found nothing, expected a header");
    page.click("[data-do=\"close-table\"]");
    page.wait_until_gone("[data-table-panel]");
    assert_eq!(page.console_errors(), [""; 0]);
}
