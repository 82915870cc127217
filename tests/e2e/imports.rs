//! Forms of other programs on their way in: dropped, refused with places, completed by a table that
//! comes later, filled in without the network, taken off the list and brought back.

use std::path::{Path, PathBuf};

use minyi_tests::browser::{Browser, Network, Page, Profile, Site, Viewport};
use survey_core::format::foreign;
use survey_core::format::xform::Attachments;

/// A part of the screen that is in sight; what is dropped there is dropped on the screen.
const SCREEN: &str = "[data-screen=\"library\"] h1";

fn fixture(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/household");
    folder.join(name)
}

fn open(site: &Site, profile: &Profile, viewport: Viewport) -> (Browser, Page) {
    std::fs::create_dir_all(profile.downloads()).expect("a folder for files");
    let mut browser = Browser::launch(profile);
    let mut page = browser.open(&site.url("#/surveys"), viewport);
    page.wait_for("[data-do=\"import\"]");
    (browser, page)
}

#[test]
fn a_workbook_is_dropped_and_filled_in_without_the_network() {
    let (site, profile) = (Site::start(), Profile::new());
    let (_browser, mut page) = open(&site, &profile, Viewport::PHONE);
    let (form, table) = (fixture("household.xlsx"), fixture("villages.csv"));
    page.drag_files(SCREEN, &[&form], ".drop-veil");
    page.drop_files(SCREEN, &[&form]);
    page.wait_for("[data-file=\"household.xlsx\"][data-verdict=\"accepted\"]");
    page.wait_for_text("villages.csv");
    // The table and the picture come later: the form is read again with them.
    page.choose_files("#import-forms", &[&table, &fixture("well.png")]);
    page.wait_for_truth(
        "nothing is wanted any more",
        "!!document.querySelector('[data-verdict=accepted]')
            && !document.querySelector('[data-screen=library] .warning')",
    );

    page.set_network(Network::OFFLINE);
    page.click("[data-do=\"start-imported\"]");
    page.wait_for("[data-screen=\"setup\"]");
    page.click("[data-do=\"begin\"]");
    page.wait_for_text("Household survey of the water programme.");
    page.click("[data-do=\"next\"]");
    page.wait_for("[data-place]");
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn a_form_with_mistakes_is_refused_with_their_places() {
    let (site, profile) = (Site::start(), Profile::new());
    let (_browser, mut page) = open(&site, &profile, Viewport::DESKTOP);
    let wrong = profile.downloads().join("wrong.csv");
    let text = "survey,type,name,label\n,text,a,A\n,select_one nowhere,b,B\n";
    std::fs::write(&wrong, text).expect("the file can be written");
    page.choose_files("#import-forms", &[&wrong]);
    page.wait_for("[data-file=\"wrong.csv\"][data-verdict=\"refused\"]");
    let row: Vec<String> = page.eval(
        "[...document.querySelectorAll('.findings tbody tr:first-child td')].map(it => it.innerText)",
    );
    assert_eq!(row[..2], ["survey", "3"], "{row:?}");
    assert_eq!(page.count("[data-shelf=\"own\"]"), 0);

    let stray = profile.downloads().join("stray.txt");
    std::fs::write(&stray, "no form").expect("the file can be written");
    page.choose_files("#import-forms", &[&stray]);
    page.wait_for_text("stray.txt");
    page.click("[data-do=\"dismiss\"]");
    page.wait_until_gone("[data-import]");
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn an_imported_form_stays_and_can_be_taken_away_and_brought_back() {
    let (site, profile) = (Site::start(), Profile::new());
    let (_browser, mut page) = open(&site, &profile, Viewport::DESKTOP);
    let all = ["household.xlsx", "villages.csv", "well.png"].map(fixture);
    let all: Vec<&Path> = all.iter().map(PathBuf::as_path).collect();
    page.choose_files("#import-forms", &all);
    let card = "[data-survey=\"own/water_households\"]";
    page.wait_for(card);
    page.reload();
    page.wait_for(card);
    page.click(&format!("{card} [data-do=\"remove-survey\"]"));
    page.wait_until_gone(card);
    page.click("[data-undo] [data-do=\"undo\"]");
    page.wait_for(card);
    page.click(&format!("{card} [data-do=\"save-survey\"]"));
    let saved = profile.wait_for_download("water_households.json");
    let text = std::fs::read_to_string(saved).expect("it was saved");
    let read = survey_core::format::survey::read(&text).expect("it is sound");
    assert_eq!(read.questionnaire.version, "2026.1");
    // As a workbook, for programs that read XLSForms.
    page.click(&format!("{card} [data-do=\"save-workbook\"]"));
    page.wait_for("[data-workbook]");
    let saved = profile.wait_for_download("water_households.xlsx");
    let bytes = std::fs::read(saved).expect("it was saved");
    let form = foreign::read(&bytes, "water_households.xlsx", &Attachments::new());
    assert_eq!(form.errors().count(), 0);
    // The table is in it: another device needs no other file.
    let village = read.questionnaire.named("village").expect("it is asked");
    let villages = read.questionnaire.item(village).kind.select();
    assert_eq!(villages.map(|it| it.choices.len()), Some(120));
    assert_eq!(page.console_errors(), [""; 0]);
}
