//! Weights that are made in the browser hold in every figure, and go with the address.

use std::io::Read as _;

use minyi_tests::browser::{Browser, Page, Profile, Site, Viewport};

use crate::command::{check_table, import, simulated, tabulate_by};

const TARGETS: &str = "variable,category,count\nG1,1,40\nG1,2,60\n";

/// Waits until this is among the words after the mark of the address.
fn wait_for_address(page: &mut Page, part: &str) {
    let script = format!("location.hash.includes({part:?})");
    page.wait_for_truth(&format!("the address with {part}"), &script);
}

#[test]
fn interviews_are_raked_and_every_figure_follows() {
    let (site, profile) = (Site::start(), Profile::new());
    std::fs::create_dir_all(profile.downloads()).expect("a folder for files");
    let file = simulated(240, &profile.downloads().join("many.json"));
    let targets = profile.downloads().join("census.csv");
    std::fs::write(&targets, TARGETS).expect("a file");
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open("about:blank", Viewport::TABLET);
    page.go(&site.url("#/responses"));
    page.wait_for("[data-do=\"import\"]");
    import(&mut page, &[&file], 240);
    page.go(&site.url("#/analysis/weights"));
    wait_for_address(&mut page, "survey=annual-resident");
    page.wait_for("#targets-file");
    page.choose_files("#targets-file", &[&targets]);
    page.wait_for("[data-margin=\"G1\"]");
    page.wait_for_text("Targets met");
    let after = page.text("[data-margin=\"G1\"] [data-code=\"1\"] td:last-child");
    assert_eq!(after, "40.0%");
    page.eval::<()>(
        "(it => {
            it.value = 'area:community';
            it.dispatchEvent(new Event('change', { bubbles: true }));
        })(document.querySelector('[data-do=\"cluster\"]'))",
    );
    page.wait_for_text("Clusters / strata");
    page.click("[data-do=\"weigh\"]");
    wait_for_address(&mut page, "cluster=area%3Acommunity");

    page.click("[data-tab=\"questions\"]");
    page.wait_for_text("clustered by Community, weighted");
    page.eval::<()>(
        "void (location.hash = location.hash.replace(/questions[^?]*/, 'questions/D0'))",
    );
    page.wait_for("[data-chart=\"question:D0\"] svg");
    page.click("[data-chart=\"question:D0\"] [data-do=\"as-table\"]");
    page.wait_for("table[data-table=\"question:D0\"]");
    page.wait_until_gone(".figure.stale");
    let margins = targets.to_str().expect("a plain path");
    let options = ["--margins", margins, "--cluster", "area:community"];
    check_table(&mut page, &tabulate_by(&[&file], "D0", &options));

    page.click("[data-chart=\"question:D0\"] [data-do=\"reproduce\"]");
    let archive = std::fs::File::open(profile.wait_for_download(".zip")).expect("an archive");
    let mut archive = zip::ZipArchive::new(archive).expect("an archive");
    let mut data = String::new();
    let mut part = archive.by_name("figure.csv").expect("the data");
    part.read_to_string(&mut data).expect("text");
    assert!(data.starts_with("keep,w,psu,stratum,g,y\n"), "{data}");
    assert_eq!(data.lines().count(), 241);
    drop(part);
    assert!(archive.by_name("figure.R").is_ok());

    // Everybody counts once, until that is undone.
    page.click("[data-do=\"unweigh\"]");
    page.wait_for_text("simple random sample, not weighted");
    page.wait_until_gone(".figure.stale");
    check_table(&mut page, &tabulate_by(&[&file], "D0", &[]));
    page.click("[data-do=\"undo\"]");
    page.wait_for_text("clustered by Community, weighted");
    // A tab that is opened anew at this address shows the same.
    page.reload();
    page.wait_for_text("clustered by Community, weighted");
    assert_eq!(page.console_errors(), [""; 0]);
}
