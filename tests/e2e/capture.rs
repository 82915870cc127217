//! What a device captures: pictures, drawings, recordings, codes and places, in a browser whose
//! camera and microphone are made up.

use std::path::{Path, PathBuf};

use minyi_tests::browser::{Browser, Page, Profile, Site, Viewport};
use serde_json::{Value, json};

/// A photograph that lies on its side, and whose EXIF says so, and where it was taken.
const PHOTOGRAPH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/turned.jpg");

/// One question a screen, and a mouse to draw with.
const NARROW: Viewport = Viewport {
    width: 600,
    height: 900,
    mobile: false,
};

fn survey(items: &Value) -> String {
    json!({
        "format": "minyi-survey/1", "id": "capture", "version": "1", "title": "Captured",
        "languages": ["en"], "default_language": "en", "modes": ["interviewer"], "items": items,
    })
    .to_string()
}

/// Begins an interview with these questions, as if the site had no other survey.
fn begin(browser: &mut Browser, site: &Site, items: &Value) -> Page {
    let mut page = browser.open("about:blank", NARROW);
    page.set_language("en");
    bring(&mut page, items);
    page.go(&site.url("#/surveys/capture"));
    page.click("[data-area=\"90-01-001\"]");
    page.wait_until_gone("[data-area=\"90-01-002\"]");
    page.click("[data-do=\"begin\"]");
    page.wait_for("[data-screen=\"fill\"]");
    page
}

/// The site's only survey has these questions.
fn bring(page: &mut Page, items: &Value) {
    page.run_first(&format!(
        "const real = window.fetch;
        const files = {{ 'index.json': '[{{\"file\": \"capture.json\"}}]', 'capture.json': {} }};
        window.fetch = (address, ...rest) => {{
            const text = files[String(address).split('surveys/')[1]];
            return text ? Promise.resolve(new Response(text)) : real(address, ...rest);
        }};",
        json!(survey(items))
    ));
}

/// The files of the device: response, name, kind and content, one byte a character.
fn files(page: &mut Page) -> Vec<(String, String, String, String)> {
    page.eval(
        "new Promise(resolve => {
            const open = indexedDB.open('minyi-media');
            open.onsuccess = () => {
                const it = open.result.transaction('media').objectStore('media');
                const [keys, values] = [it.getAllKeys(), it.getAll()];
                values.onsuccess = async () => {
                    open.result.close();
                    const text = async blob => Array.from(new Uint8Array(await blob.arrayBuffer()),
                        it => String.fromCharCode(it)).join('');
                    resolve(await Promise.all(keys.result.map(async ([id, name], idx) =>
                        [id, name, values.result[idx].type, await text(values.result[idx])])));
                };
            };
        })",
    )
}

fn next(page: &mut Page, to: &str) {
    page.click("[data-do=\"next\"]");
    page.wait_for(to);
}

fn is_shown(page: &mut Page, selector: &str) -> (u32, u32) {
    page.wait_for(selector);
    page.wait_for_truth(
        &format!("the picture in {selector}"),
        &format!("document.querySelector('{selector}').naturalWidth > 0"),
    );
    page.eval(&format!(
        "(it => [it.naturalWidth, it.naturalHeight])(document.querySelector('{selector}'))"
    ))
}

#[test]
fn pictures_are_made_small_and_drawings_are_kept() {
    let items = json!([
        { "type": "image", "name": "photo", "label": "Photo", "required": true,
          "parameters": { "max_pixels": 200 } },
        { "type": "image", "name": "sign", "label": "Signature", "required": true,
          "appearance": "signature" },
        { "type": "image", "name": "marks", "label": "Marks", "appearance": "annotate" },
    ]);
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = begin(&mut browser, &site, &items);
    let original = std::fs::read(PHOTOGRAPH).expect("the photograph is there");
    let holds = |bytes: &[u8], word: &[u8]| bytes.windows(word.len()).any(|it| it == word);
    assert!(holds(&original, b"Exif") && holds(&original, b"MinyiTestCamera"));

    page.click("[data-do=\"next\"]");
    page.wait_for("[data-place=\"photo\"] .complaint");
    page.choose_files("[data-pick=\"choose\"]", &[Path::new(PHOTOGRAPH)]);
    // Upright, as the EXIF said, and as small as the author asked for.
    assert_eq!(is_shown(&mut page, "[data-file] img"), (150, 200));
    // Another picture in its place: the first can still be had back.
    page.choose_files("[data-pick=\"choose\"]", &[Path::new(PHOTOGRAPH)]);
    page.wait_for_truth(
        "two files",
        "new Promise(resolve => {
        const open = indexedDB.open('minyi-media');
        open.onsuccess = () => {
            const count = open.result.transaction('media').objectStore('media').count();
            count.onsuccess = () => { open.result.close(); resolve(count.result === 2); };
        };
    })",
    );
    next(&mut page, "[data-place=\"sign\"] canvas");

    page.draw("canvas", &[(0.2, 0.5), (0.4, 0.2), (0.6, 0.8)]);
    page.draw("canvas", &[(0.7, 0.3), (0.8, 0.6)]);
    page.wait_for("[data-place=\"sign\"] [data-do=\"remove-file\"]");
    let url: String = page.eval("location.href");
    browser.kill_tab(page);
    let mut page = browser.open("about:blank", NARROW);
    page.set_language("en");
    bring(&mut page, &items);
    page.go(&url);
    page.wait_for("[data-place=\"sign\"]");
    let (width, height) = is_shown(&mut page, "[data-place=\"sign\"] [data-file] img");
    assert!(
        width > 300 && height.abs_diff(width / 2) <= 1,
        "{width} by {height}"
    );

    next(&mut page, "[data-place=\"marks\"]");
    page.choose_files("[data-pick=\"choose\"]", &[Path::new(PHOTOGRAPH)]);
    page.wait_for("[data-place=\"marks\"] canvas");
    page.draw("canvas", &[(0.2, 0.2), (0.8, 0.8)]);
    page.wait_for("[data-do=\"undo-stroke\"]:not([disabled])");
    page.click("[data-do=\"review\"]");
    page.wait_for("[data-screen=\"review\"]");
    page.wait_for_text(".png");
    let before = files(&mut page);
    assert!(before.len() >= 4, "{} files", before.len());
    page.click("[data-do=\"finish\"]");
    page.wait_for("[data-receipt]");
    let referred = "new Promise(resolve => {
        const open = indexedDB.open('minyi-media');
        open.onsuccess = () => {
            const count = open.result.transaction('media').objectStore('media').count();
            count.onsuccess = () => { open.result.close(); resolve(count.result === 3); };
        };
    })";
    page.wait_for_truth("only what the response refers to", referred);
    let kept = files(&mut page);
    for (id, name, kind, content) in &kept {
        let bytes: Vec<u8> = content.chars().map(|it| it as u8).collect();
        assert_eq!(id.len(), 36);
        match kind.as_str() {
            "image/jpeg" => {
                assert!(name.ends_with(".jpg"), "{name}");
                assert_eq!(bytes[..3], [0xff, 0xd8, 0xff]);
                for word in [&b"Exif"[..], b"MinyiTestCamera"] {
                    assert!(!holds(&bytes, word), "the EXIF is still there");
                }
            }
            "image/png" => assert!(name.ends_with(".png") && bytes.starts_with(b"\x89PNG")),
            other => panic!("a file of the kind {other}"),
        }
    }
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn a_deleted_interview_takes_its_files_along_and_brings_them_back() {
    let items = json!([{ "type": "file", "name": "paper", "label": "Paper", "required": true }]);
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = begin(&mut browser, &site, &items);
    std::fs::create_dir_all(profile.downloads()).expect("a folder for files");
    let paper: PathBuf = profile.downloads().join("Paper.TXT");
    std::fs::write(&paper, "words on paper").expect("the file can be written");
    page.choose_files("[data-pick=\"choose\"]", &[&paper]);
    page.wait_for("[data-file$=\".txt\"] a[download]");
    let kept = files(&mut page);
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].3, "words on paper");

    page.go(&site.url("#/interviews"));
    page.click("[data-do=\"delete\"]");
    page.click(".confirm .danger");
    page.wait_for("[data-do=\"undo\"]");
    assert_eq!(files(&mut page), []);
    page.click("[data-do=\"undo\"]");
    page.click("[data-draft] [data-do=\"resume\"]");
    page.wait_for("[data-file$=\".txt\"] a[download]");
    assert_eq!(files(&mut page), kept);
    assert_eq!(page.console_errors(), [""; 0]);
}
