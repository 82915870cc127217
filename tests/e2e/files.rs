//! Files on their way in: dropped, compressed, damaged, in conflict, newer, and stopped.

use std::path::{Path, PathBuf};

use minyi_tests::browser::{Browser, Page, Profile, Site, Viewport};
use survey_core::format::{export, response};
use survey_core::response::{Bundle, Record, Response};

use crate::command::{import, minyi, simulated};

const SCREEN: &str = "[data-screen=\"responses\"]";

fn open(site: &Site, profile: &Profile) -> (Browser, Page) {
    std::fs::create_dir_all(profile.downloads()).expect("a folder for files");
    let mut browser = Browser::launch(profile);
    let mut page = browser.open(&site.url("#/responses"), Viewport::DESKTOP);
    page.wait_for("[data-do=\"import\"]");
    (browser, page)
}

/// The counts of the merge report of a file, in the order of the report.
fn report(page: &mut Page, file: &Path) -> [u32; 6] {
    let name = file.file_name().expect("a file has a name");
    let report = format!("[data-source=\"{}\"] [data-report]", name.display());
    page.wait_for(&report);
    page.eval(&format!(
        "(it => [it.new, it.identical, it.newer, it.older, it.conflicting, it.damaged].map(Number))
            (document.querySelector('{report}').dataset)"
    ))
}

/// Writes a file beside another one.
fn beside(file: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let file = file.with_file_name(name);
    std::fs::write(&file, bytes).expect("the file can be written");
    file
}

/// A response as it was edited, with a digest that fits.
fn edited(record: &Record, edit: impl FnOnce(&mut Response)) -> Record {
    let mut response = response::read(record).expect("the record is sound");
    edit(&mut response);
    response::record(&response).expect("the response is sound")
}

fn read(file: &Path) -> Vec<Record> {
    let bytes = std::fs::read(file).expect("it was written");
    export::read(&bytes).bundle.records().to_vec()
}

/// An export of these records without documents.
fn written(records: &[Record]) -> Vec<u8> {
    let (bundle, _) = Bundle::of_records(records.to_vec());
    let mut text = String::new();
    export::write(&bundle, export::Form::Json, "a test", &mut |it| {
        text.push_str(it);
    });
    text.into_bytes()
}

#[test]
fn compressed_files_are_dropped_and_a_removal_is_undone() {
    let (site, profile) = (Site::start(), Profile::new());
    let (_browser, mut page) = open(&site, &profile);
    let file = simulated(120, &profile.downloads().join("a.json.gz"));
    page.drag_files(SCREEN, &[&file], ".drop-veil");
    page.drop_files(SCREEN, &[&file]);
    page.wait_for("[data-count=\"120\"]");
    page.wait_until_gone(".drop-veil");
    assert_eq!(report(&mut page, &file), [120, 0, 0, 0, 0, 0]);

    page.click("[data-source=\"a.json.gz\"] [data-do=\"remove\"]");
    page.wait_for("[data-count=\"0\"]");
    page.click("[data-undo] [data-do=\"undo\"]");
    page.wait_for("[data-count=\"120\"]");
    // It is kept: whoever comes back finds it.
    page.wait_for_truth(
        "the file in storage",
        "new Promise(resolve => {
            const open = indexedDB.open('minyi-files');
            open.onsuccess = () => {
                const sources = open.result.transaction('sources').objectStore('sources');
                const count = sources.count();
                count.onsuccess = () => { open.result.close(); resolve(count.result === 1); };
            };
        })",
    );
    page.reload();
    page.wait_for("[data-count=\"120\"]");
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn a_merge_report_names_what_is_damaged_in_conflict_and_newer() {
    let (site, profile) = (Site::start(), Profile::new());
    let (_browser, mut page) = open(&site, &profile);
    let whole = simulated(120, &profile.downloads().join("whole.json"));
    let bytes = std::fs::read(&whole).expect("it was written");
    let records = read(&whole);

    let cut = beside(&whole, "cut.json", &bytes[..bytes.len() * 3 / 4]);
    let mut flipped = bytes.clone();
    let text = String::from_utf8(bytes).expect("exports are text");
    let hit = &records[60];
    let at = text.find(hit.text()).expect("it stands there");
    let at = at + hit.text().find("\"seconds\"").expect("it was timed") + 2;
    flipped[at] ^= 1;
    let flipped = beside(&whole, "flipped.json", &flipped);
    let edits = records[..5].iter().enumerate().map(|(idx, record)| {
        edited(record, |it| match idx {
            0..3 => it.wave = Some("other".into()),
            _ => it.revision = 2,
        })
    });
    let others: Vec<Record> = edits.chain(records[5..12].to_vec()).collect();
    let other = beside(&whole, "other.json", &written(&others));

    import(&mut page, &[&whole], 120);
    page.choose_files("#import-files", &[&cut, &flipped, &other]);
    let [new, identical, .., damaged] = report(&mut page, &cut);
    assert_eq!((new, damaged), (0, 2));
    assert!((60..100).contains(&identical), "{identical}");
    assert_eq!(report(&mut page, &flipped), [0, 119, 0, 0, 0, 2]);
    assert_eq!(report(&mut page, &other), [0, 7, 2, 0, 3, 0]);
    page.wait_for_text("120 responses · 120 simulated · 3 in conflict");

    // The broken response is named, with its place and what happened to it, beside its file.
    let place = page.text("[data-source=\"flipped.json\"] [data-harm=\"Altered\"]");
    assert!(place.contains(&*hit.header().id), "{place}");
    assert!(
        place.contains(&format!(
            "{}–",
            text.find(hit.text()).expect("it stands there")
        )),
        "{place}"
    );
    let kinds: Vec<String> = page.eval(
        "[...document.querySelectorAll('[data-source=\"cut.json\"] [data-harm]')]
            .map(it => it.dataset.harm)",
    );
    assert_eq!(kinds, ["Cut", "Missing"]);
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn a_long_import_can_be_stopped() {
    let (site, profile) = (Site::start(), Profile::new());
    let (_browser, mut page) = open(&site, &profile);
    let large = simulated(6_000, &profile.downloads().join("large.json"));
    let records = read(&large);
    let small = beside(&large, "small.json", &written(&records[..120]));
    import(&mut page, &[&small], 120);
    page.choose_files("#import-files", &[&large]);
    page.wait_for("[data-source=\"large.json\"] progress");
    page.click("[data-source=\"large.json\"] [data-do=\"stop\"]");
    page.wait_until_gone("[data-source=\"large.json\"]");
    assert_eq!(page.count("[data-count=\"120\"]"), 1);
    // Nothing of it stayed behind, and nothing else went.
    page.choose_files("#import-files", &[&large]);
    assert_eq!(report(&mut page, &large), [5_880, 120, 0, 0, 0, 0]);
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn two_thousand_responses_are_filtered_and_leafed_through() {
    let (site, profile) = (Site::start(), Profile::new());
    let (_browser, mut page) = open(&site, &profile);
    let file = simulated(2_000, &profile.downloads().join("many.json"));
    import(&mut page, &[&file], 2_000);
    page.wait_for("[data-row]");
    let within = |it: &&Record| {
        let area = it.header().area.as_deref();
        area.is_some_and(|it| it.starts_with("90-01-001"))
    };
    let wanted = read(&file).iter().filter(within).count();
    page.eval::<()>(
        "(() => {
            const select = document.querySelector('[data-facet=\"area\"]');
            select.value = '90-01-001';
            select.dispatchEvent(new Event('change', { bubbles: true }));
        })()",
    );
    page.wait_for_truth(
        "the filtered list",
        &format!(
            "document.querySelector('.pager [role=status]').innerText.endsWith('of {wanted}')"
        ),
    );
    page.click("[data-do=\"clear-filter\"]");
    page.wait_for_text("of 2,000");
    for from in [51, 101, 151] {
        page.click("[data-do=\"older\"]");
        page.wait_for_truth(
            "the next stretch",
            &format!(
                "document.querySelector('.pager [role=status]').innerText.startsWith('{from}–')"
            ),
        );
        // What is drawn is the stretch that is read, not everything there is.
        assert_eq!(page.count("[data-row]"), 50);
    }
    page.type_into(".filters input[type=search]", "no such receipt");
    page.wait_for(".nothing");
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn archives_for_odk_are_those_of_the_command_line() {
    let (site, profile) = (Site::start(), Profile::new());
    let (_browser, mut page) = open(&site, &profile);
    let file = simulated(60, &profile.downloads().join("a.json"));
    import(&mut page, &[&file], 60);
    for (target, ending) in [("odk-xml", ".odk.zip"), ("central-csv", ".central.zip")] {
        page.click(&format!("[data-do=\"export-{target}\"]"));
        let found = profile.wait_for_download(ending);
        let wanted = profile.downloads().join(format!("{target}.zip"));
        minyi(&[&"export", &file, &"--to", &target, &"--out", &wanted]);
        let read = |path: &Path| std::fs::read(path).expect("it was written");
        assert!(read(&found) == read(&wanted), "{target} differs");
    }
    assert_eq!(page.console_errors(), [""; 0]);
}
