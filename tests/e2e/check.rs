//! The mathematics, checked on a device: the page's digest is the command line's, bit for bit.

use std::path::{Path, PathBuf};

use minyi_tests::browser::{Browser, Network, Page, Profile, Site, Viewport};
use serde_json::Value;

use crate::command::minyi;

fn files(folder: &str, kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder is there")
        .map(|it| it.expect("a file").path())
        .filter(|it| it.extension().is_some_and(|it| it == kind))
        .filter(|it| it.file_name().is_some_and(|it| it != "index.json"))
        .collect();
    files.sort();
    files
}

/// The digest that the command line finds for case files.
fn native(cases: &[PathBuf], data: &Path) -> String {
    let mut args: Vec<&dyn AsRef<std::ffi::OsStr>> = vec![&"estimate"];
    args.extend(cases.iter().map(|it| it as &dyn AsRef<std::ffi::OsStr>));
    args.extend([
        &"--data" as &dyn AsRef<std::ffi::OsStr>,
        &data,
        &"--summary",
        &"--digest",
    ]);
    let printed = String::from_utf8(minyi(&args)).expect("text");
    let digest = printed.lines().find_map(|it| it.strip_prefix("sha256 "));
    digest.expect("a digest").to_owned()
}

fn digest(page: &mut Page) -> String {
    page.eval("document.querySelector('[data-check]').dataset.digest")
}

#[test]
fn a_device_agrees_with_the_command_line_in_every_bit() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open(&site.url("#/settings"), Viewport::PHONE);
    page.wait_for("[data-do=\"open-check\"]");
    page.click("[data-do=\"open-check\"]");
    page.wait_for("[data-do=\"start-check\"]");
    page.click("[data-do=\"start-check\"]");
    page.wait_for("[data-check=\"holds\"]");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../checks");
    let wanted = native(&files("../checks", "json"), &folder);
    assert_eq!(digest(&mut page), wanted);

    page.click("[data-do=\"save-check\"]");
    let saved = profile.wait_for_download(".json");
    let saved = std::fs::read_to_string(saved).expect("the file is there");
    let saved: Value = serde_json::from_str(&saved).expect("JSON");
    assert_eq!(saved["sha256"], wanted.as_str());
    assert!(
        saved["machine"]
            .as_str()
            .is_some_and(|it| it.contains("Chrom"))
    );
    assert!(saved["cases"].as_array().is_some_and(|it| it.len() > 100));

    // Once here, the cases need no network.
    page.set_network(Network::OFFLINE);
    page.click("[data-do=\"start-check\"]");
    page.wait_for("[data-check=\"holds\"]");
    assert_eq!(digest(&mut page), wanted);
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn the_reference_of_r_holds_in_the_browser_bit_by_bit() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open(&site.url("#/settings/check"), Viewport::DESKTOP);
    page.wait_for("[data-do=\"start-check\"]");
    let (cases, data) = (
        files("reference/expected", "json"),
        files("reference/data", "csv"),
    );
    let all: Vec<&Path> = cases.iter().chain(&data).map(PathBuf::as_path).collect();
    page.choose_files("#check-files", &all);
    page.wait_for("[data-check=\"holds\"]");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("reference/data");
    assert_eq!(digest(&mut page), native(&cases, &folder));
    assert_eq!(page.count("[data-case]"), 7, "those that are left out");
}

#[test]
fn a_wrong_number_is_named_and_missing_files_are_explained() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open(&site.url("#/settings/check"), Viewport::DESKTOP);
    page.wait_for("[data-do=\"start-check\"]");
    std::fs::create_dir_all(profile.downloads()).expect("a folder for files");
    let (cases, data) = (
        profile.downloads().join("wrong.json"),
        profile.downloads().join("three.csv"),
    );
    std::fs::write(&data, "x\n1\n2\n6\n").expect("the file can be written");
    let text = r#"{"topic": "three", "designs": {"d": {"data": "three.csv"}}, "cases": [
        {"id": "right", "on": "d", "op": "mean", "args": {"vars": "x"}, "expected": {"est": [3]}},
        {"id": "wrong", "on": "d", "op": "mean", "args": {"vars": "x"}, "expected": {"est": [4]}}]}"#;
    std::fs::write(&cases, text).expect("the file can be written");
    page.choose_files("#check-files", &[&cases, &data]);
    page.wait_for("[data-check=\"differs\"]");
    let said = page.text("[data-case=\"wrong\"]");
    assert!(said.contains("found 3, expected 4"), "{said}");
    assert_eq!(page.count("[data-case=\"right\"]"), 0);

    page.set_network(Network::OFFLINE);
    page.click("[data-do=\"start-check\"]");
    page.wait_for("[data-trouble]");
}
