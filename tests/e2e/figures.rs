//! Figures as files and as tables, and where the browser has no workers.

use std::path::Path;

use minyi_tests::browser::{Browser, Profile, Site, Viewport};
use serde_json::json;

use crate::command::{check_table, import, simulated, tabulate};

/// What a picture holds: its size, the share of dark pixels among its topmost words, and how many
/// colours there are.
#[derive(serde::Deserialize)]
struct Picture {
    width: u32,
    height: u32,
    ink: f64,
    colours: u32,
}

#[test]
fn a_chart_is_saved_as_a_drawing_and_as_a_picture() {
    let (site, profile) = (Site::start(), Profile::new());
    std::fs::create_dir_all(profile.downloads()).expect("a folder for files");
    let file = simulated(240, &profile.downloads().join("many.json"));
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open("about:blank", Viewport::DESKTOP);
    page.set_language("zh-CN");
    page.go(&site.url("#/responses"));
    page.wait_for("[data-do=\"import\"]");
    import(&mut page, &[&file], 240);
    page.go(&site.url("#/analysis/questions/D0"));
    page.wait_for("[data-chart=\"question:D0\"] svg");

    page.click("[data-chart=\"question:D0\"] [data-do=\"svg\"]");
    let svg = read(&profile.wait_for_download(".svg"));
    let svg = String::from_utf8(svg).expect("a drawing is text");
    let parsed: (String, String, usize) = page.eval(&format!(
        "(it => [it.documentElement.localName, it.documentElement.textContent,
                 it.querySelectorAll('[href], image, script, style').length])
            (new DOMParser().parseFromString({}, 'image/svg+xml'))",
        json!(svg)
    ));
    assert_eq!(parsed.0, "svg", "{}", parsed.1);
    assert!(parsed.1.contains("非常满意"), "{}", parsed.1);
    assert!(
        parsed.1.contains("模拟数据"),
        "a file says by itself that it is simulated"
    );
    assert_eq!(parsed.2, 0, "a drawing needs nothing from outside");

    page.click("[data-chart=\"question:D0\"] [data-do=\"png\"]");
    let png = read(&profile.wait_for_download(".png"));
    let picture: Picture = page.eval(&format!(
        "(async () => {{
            const image = new Image();
            image.src = 'data:image/png;base64,{}';
            await image.decode();
            const canvas = document.createElement('canvas');
            const [width, height] = [canvas.width = image.width, canvas.height = image.height];
            const context = canvas.getContext('2d');
            context.drawImage(image, 0, 0);
            const {{ data }} = context.getImageData(0, 0, width, height);
            const colours = new Set(), top = Math.round(width / 12);
            let dark = 0;
            for (let at = 0; at < data.length; at += 4) {{
                const [r, g, b, a] = data.subarray(at, at + 4);
                colours.add(r << 16 | g << 8 | b);
                if (a > 200 && r + g + b < 200 && at / 4 < width * top) dark++;
            }}
            return {{ width, height, ink: dark / (width * top), colours: colours.size }};
        }})()",
        data_encoding::BASE64.encode(&png)
    ));
    assert!(
        picture.width >= 960 && picture.height >= 300,
        "{} × {}",
        picture.width,
        picture.height
    );
    // Words in the title leave more ink than the frames of missing glyphs would, and less than a bar.
    assert!((0.005..0.2).contains(&picture.ink), "{}", picture.ink);
    assert!(picture.colours > 50, "{}", picture.colours);
    assert_eq!(page.console_errors(), [""; 0]);
}

fn read(file: &Path) -> Vec<u8> {
    std::fs::read(file).expect("the file can be read")
}

#[test]
fn without_workers_the_page_computes_by_itself() {
    let (site, profile) = (Site::start(), Profile::new());
    std::fs::create_dir_all(profile.downloads()).expect("a folder for files");
    let file = simulated(240, &profile.downloads().join("many.json"));
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open("about:blank", Viewport::TABLET);
    page.run_first("delete window.Worker");
    page.go(&site.url("#/responses"));
    page.wait_for("[data-do=\"import\"]");
    assert!(page.eval::<bool>("window.Worker === undefined"));
    import(&mut page, &[&file], 240);
    page.wait_for("[data-direct]");
    page.go(&site.url("#/analysis/questions/D0"));
    page.wait_for("[data-chart=\"question:D0\"] svg");
    page.click("[data-chart=\"question:D0\"] [data-do=\"as-table\"]");
    page.wait_for("table[data-table=\"question:D0\"]");
    check_table(&mut page, &tabulate(&[&file], "D0"));
    assert_eq!(page.console_errors(), [""; 0]);
}
