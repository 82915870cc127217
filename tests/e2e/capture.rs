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
    begin_on(browser, site, items, NARROW)
}

fn begin_on(browser: &mut Browser, site: &Site, items: &Value, viewport: Viewport) -> Page {
    let mut page = browser.open("about:blank", viewport);
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

#[test]
fn a_finger_signs_on_a_phone_and_a_full_device_is_told() {
    let items = json!([
        { "type": "image", "name": "sign", "label": "Signature", "appearance": "signature" },
        { "type": "file", "name": "paper", "label": "Paper" },
    ]);
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = begin_on(&mut browser, &site, &items, Viewport::PHONE);
    page.draw("canvas", &[(0.2, 0.2), (0.5, 0.9), (0.8, 0.1)]);
    page.wait_for("[data-place=\"sign\"] [data-do=\"remove-file\"]");
    // As many pixels as the screen has.
    let (width, shown): (f64, f64) =
        page.eval("(it => [it.width, it.clientWidth])(document.querySelector('canvas'))");
    assert!((width - 2.0 * shown).abs() < 4.0, "{width} for {shown}");
    page.click("[data-do=\"clear-strokes\"]");
    page.wait_until_gone("[data-place=\"sign\"] [data-do=\"remove-file\"]");

    next(&mut page, "[data-place=\"paper\"]");
    page.eval::<()>(
        "void (navigator.storage.estimate = async () => ({ quota: 1e9, usage: 999e6 }))",
    );
    page.choose_files("[data-pick=\"choose\"]", &[Path::new(PHOTOGRAPH)]);
    page.wait_for_text("There is not enough space on this device");
    assert_eq!(page.count("[data-file]"), 0);
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn places_are_measured_typed_and_made_into_a_border() {
    let items = json!([
        { "type": "geopoint", "name": "here", "label": "Where?", "required": true,
          "parameters": { "capture_accuracy": 8, "warning_accuracy": 20 } },
        { "type": "geoshape", "name": "field", "label": "Border?", "appearance": "placement-map" },
    ]);
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    browser.permit("geolocation", false);
    let mut page = begin(&mut browser, &site, &items);
    page.click("[data-do=\"take-place\"]");
    page.wait_for("[data-place=\"here\"] [data-work=\"failed\"]");
    browser.permit("geolocation", true);
    page.set_place(30.66, 104.06, 30.0);
    page.click("[data-do=\"take-place\"]");
    // Not good enough to stop by itself; the person takes it, and is warned.
    page.wait_for_text("Within 30 m");
    page.click("[data-do=\"use-place\"]");
    page.wait_for("[data-fix=\"30.66 104.06 0 30\"] .warning");
    page.click("[data-do=\"take-place\"]");
    page.set_place(30.661, 104.062, 5.0);
    page.wait_for("[data-fix=\"30.661 104.062 0 5\"]");
    page.wait_until_gone("[data-measuring]");
    next(&mut page, "[data-place=\"field\"]");

    for (idx, typed) in ["30.0 104.0", "30.0, 104.1", "30.1 104.1"]
        .into_iter()
        .enumerate()
    {
        page.type_into("[data-do=\"type-place\"]", typed);
        page.press("Enter");
        page.wait_for(&format!(".places li:nth-child({})", idx + 1));
    }
    page.type_into("[data-do=\"type-place\"]", "somewhere");
    page.click("[data-do=\"enter-place\"]");
    page.wait_for(".place-typed .complaint");
    page.wait_for("svg polygon.places-line");
    page.reload();
    page.wait_for(".places li:nth-child(3)");
    page.click(".places li:nth-child(2) [data-do=\"remove-place\"]");
    page.wait_for_text("1 more place is needed.");
    // The first measurement is good enough, so it has to be the new one.
    page.set_place(30.05, 104.2, 3.0);
    page.click("[data-do=\"take-place\"]");
    page.wait_for("[data-fix=\"30.05 104.2 0 3\"]");
    page.click("[data-do=\"review\"]");
    page.wait_for_text("30 104 0 0;30.1 104.1 0 0;30.05 104.2 0 3;30 104 0 0");
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn sound_is_recorded_photographs_are_taken_and_codes_are_read() {
    let items = json!([
        { "type": "audio", "name": "sound", "label": "Say it", "required": true,
          "parameters": { "quality": "voice-only" } },
        { "type": "image", "name": "photo", "label": "Show it", "required": true },
        { "type": "barcode", "name": "code", "label": "Scan it", "required": true },
    ]);
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = begin(&mut browser, &site, &items);
    page.click("[data-do=\"record\"]");
    page.wait_for("[data-recording=\"running\"]");
    page.wait_for_truth(
        "a second of sound",
        "document.querySelector('.sound-state strong').innerText === '0:01'",
    );
    page.click("[data-do=\"pause-recording\"]");
    page.wait_for("[data-recording=\"paused\"]");
    page.click("[data-do=\"pause-recording\"]");
    page.wait_for("[data-recording=\"running\"]");
    page.click("[data-do=\"end-recording\"]");
    page.wait_for("[data-file] audio");
    page.wait_for_truth(
        "a recording that plays",
        "(it => it.readyState > 0 && it.error === null)(document.querySelector('audio'))",
    );
    next(&mut page, "[data-place=\"photo\"]");

    page.click("[data-do=\"camera\"]");
    page.wait_for_truth(
        "the camera",
        "document.querySelector('video')?.videoWidth > 0",
    );
    page.click("[data-do=\"snap\"]");
    let (width, height) = is_shown(&mut page, "[data-file] img");
    assert!(width >= 320 && height >= 240, "{width} by {height}");
    page.wait_until_gone("video");
    next(&mut page, "[data-place=\"code\"]");

    std::fs::create_dir_all(profile.downloads()).expect("a folder for files");
    let none = profile.downloads().join("none.bmp");
    std::fs::write(&none, bitmap(40, |_, _| false)).expect("the file can be written");
    page.choose_files("[data-pick=\"choose\"]", &[&none]);
    page.wait_for("[data-work=\"failed\"]");
    let code = qrcode::QrCode::new("MINYI-42").expect("it fits");
    let (scale, quiet) = (6, 4);
    let file = profile.downloads().join("code.bmp");
    let dark = |x: usize, y: usize| {
        let inside = |at: usize| {
            (at / scale)
                .checked_sub(quiet)
                .filter(|it| *it < code.width())
        };
        inside(x)
            .zip(inside(y))
            .is_some_and(|at| code[at] == qrcode::Color::Dark)
    };
    let picture = bitmap((code.width() + 2 * quiet) * scale, dark);
    std::fs::write(&file, picture).expect("the file can be written");
    page.choose_files("[data-pick=\"choose\"]", &[&file]);
    page.wait_for_truth(
        "the code",
        "document.querySelector('[data-place=\"code\"] input[type=text]').value === 'MINYI-42'",
    );
    page.click("[data-do=\"camera\"]");
    page.wait_for("video");
    page.click("[data-do=\"close-camera\"]");
    page.wait_until_gone("video");
    page.click("[data-do=\"next\"]");
    page.wait_for("[data-do=\"finish\"]");
    page.click("[data-do=\"finish\"]");
    page.wait_for("[data-receipt]");
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn responses_travel_with_their_files() {
    let items = json!([
        { "type": "image", "name": "photo", "label": "Photo" },
        { "type": "file", "name": "paper", "label": "Paper" },
    ]);
    let (site, profile, other) = (Site::start(), Profile::new(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = begin(&mut browser, &site, &items);
    page.choose_files("[data-pick=\"choose\"]", &[Path::new(PHOTOGRAPH)]);
    is_shown(&mut page, "[data-file] img");
    next(&mut page, "[data-place=\"paper\"]");
    std::fs::create_dir_all(profile.downloads()).expect("a folder for files");
    let paper = profile.downloads().join("paper.csv");
    std::fs::write(&paper, "a,b\n1,2\n").expect("the file can be written");
    page.choose_files("[data-pick=\"choose\"]", &[&paper]);
    page.wait_for("[data-file$=\".csv\"]");
    page.click("[data-do=\"next\"]");
    page.click("[data-do=\"finish\"]");
    page.wait_for("[data-receipt]");
    let kept = files(&mut page);
    assert_eq!(kept.len(), 2);
    page.go(&site.url("#/responses"));
    page.click("[data-do=\"export-zip\"]");
    let archive = profile.wait_for_download(".zip");
    assert_eq!(page.console_errors(), [""; 0]);

    // As it came, and as somebody packed it again who compresses everything.
    let again = repacked(&archive);
    let mut elsewhere = Browser::launch(&other);
    for archive in [archive, again] {
        let mut page = elsewhere.open(&site.url("#/responses"), Viewport::DESKTOP);
        page.wait_for("[data-do=\"import\"]");
        page.choose_files("#import-files", &[&archive]);
        page.wait_for("[data-count=\"1\"]");
        let arrived = files(&mut page);
        let bytes = |it: &[(String, String, String, String)]| -> Vec<[String; 3]> {
            it.iter()
                .cloned()
                .map(|(id, name, _, content)| [id, name, content])
                .collect()
        };
        assert_eq!(bytes(&arrived), bytes(&kept));
        page.click("[data-row] [data-do=\"open\"]");
        assert!(is_shown(&mut page, "[data-opened] [data-file] img").0 > 0);
        assert_eq!(page.console_errors(), [""; 0]);
        // Into nothing, once more.
        page.eval::<()>(
            "(async () => { for (const it of await indexedDB.databases())
                await new Promise(done => indexedDB.deleteDatabase(it.name).onsuccess = done); })()",
        );
        elsewhere.close_tab(page);
    }

    // What is damaged does not come in.
    let bytes = std::fs::read(profile.wait_for_download("minyi-")).expect("it was written");
    let cut = profile.downloads().join("cut.zip");
    std::fs::write(&cut, &bytes[..bytes.len() / 2]).expect("the file can be written");
    let mut page = elsewhere.open(&site.url("#/responses"), Viewport::DESKTOP);
    page.wait_for("[data-do=\"import\"]");
    page.choose_files("#import-files", &[&cut]);
    page.wait_for_text("cut.zip is no archive, or is damaged");
}

/// The same files in another archive, compressed.
fn repacked(archive: &Path) -> PathBuf {
    let file = std::fs::File::open(archive).expect("it was written");
    let mut from = zip::ZipArchive::new(file).expect("it is an archive");
    let again = archive.with_file_name("again.zip");
    let mut to = zip::ZipWriter::new(std::fs::File::create(&again).expect("it can be written"));
    let options = zip::write::SimpleFileOptions::default();
    let options = options.compression_method(zip::CompressionMethod::Deflated);
    for idx in 0..from.len() {
        let mut file = from.by_index(idx).expect("it is listed");
        let name = file.name().expect("names are text").into_owned();
        to.start_file(name, options).expect("the archive takes it");
        std::io::copy(&mut file, &mut to).expect("its checksum holds");
    }
    to.finish().expect("the archive can be written");
    again
}

/// A square picture in black and white, as a file that every browser reads.
fn bitmap(side: usize, dark: impl Fn(usize, usize) -> bool) -> Vec<u8> {
    let size = 54 + side * side * 4;
    let mut file = b"BM".to_vec();
    for word in [
        size,
        0,
        54,
        40,
        side,
        side,
        1 | 32 << 16,
        0,
        side * side * 4,
        0,
        0,
        0,
        0,
    ] {
        let word = u32::try_from(word).expect("the picture is small");
        file.extend(word.to_le_bytes());
    }
    for y in (0..side).rev() {
        for x in 0..side {
            let grey = if dark(x, y) { 0 } else { 255 };
            file.extend([grey, grey, grey, 255]);
        }
    }
    file
}
