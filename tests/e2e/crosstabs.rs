//! Variables crossed: picked, dragged, shown in every way, and saved as a workbook.

use calamine::{Data, Reader, Xlsx};
use minyi_tests::browser::{Browser, Page, Profile, Site, Viewport};

use crate::command::{import, simulated};

/// The numbers of the table as they are read, row by row, without the margins.
fn shown(page: &mut Page) -> Vec<Vec<String>> {
    page.eval(
        "[...document.querySelectorAll('table.cross tbody tr:not(.begins)')].map(row =>
            [...row.querySelectorAll('td:not(.n)')].slice(0, -1)
                .map(it => it.querySelector('.value').firstChild.textContent))",
    )
}

fn number(text: &str) -> Option<f64> {
    text.trim_end_matches('%').replace(',', "").parse().ok()
}

/// Waits for the table that an address asks for.
fn wait_for_table(page: &mut Page, key: &str, show: &str) {
    page.wait_for(&format!(
        "[data-cross=\"cross:{key}\"][data-show=\"{show}\"]:not(.stale)"
    ));
}

#[test]
fn a_table_is_picked_shown_dragged_and_saved() {
    let (site, profile) = (Site::start(), Profile::new());
    std::fs::create_dir_all(profile.downloads()).expect("a folder for files");
    let file = simulated(600, &profile.downloads().join("many.json"));
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open("about:blank", Viewport::DESKTOP);
    page.set_language("en");
    page.go(&site.url("#/responses"));
    page.wait_for("[data-do=\"import\"]");
    import(&mut page, &[&file], 600);
    page.go(&site.url("#/analysis/cross/G1/D0"));
    wait_for_table(&mut page, "G1::D0", "row");
    let rows = shown(&mut page);
    assert!(rows.len() >= 2 && rows[0].len() == 5, "{rows:?}");
    for row in &rows {
        let withheld = row.iter().filter(|it| *it == "withheld").count();
        let sum: f64 = row.iter().filter_map(|it| number(it)).sum();
        assert_ne!(withheld, 1, "{row:?}");
        assert!(withheld > 0 || (sum - 100.0).abs() < 0.3, "{row:?}");
    }
    assert!(
        page.text("[data-test]")
            .contains("Rao–Scott second-order F(")
    );
    assert_eq!(page.count("table.cross .interval"), 0);
    page.click("[data-toggle=\"intervals\"] input");
    page.wait_for("table.cross .interval");

    page.click("[data-value=\"count\"] input");
    wait_for_table(&mut page, "G1::D0", "count");
    let inside: u64 = page.eval("Number(document.querySelector('[data-cross]').dataset.n)");
    let outside: u64 = page.eval(
        "Number(document.querySelector('[data-outside]').textContent.match(/[0-9,]+/)?.[0] ?? 0)",
    );
    let all: u64 = page.eval("Number(document.querySelector('[data-n]').dataset.n)");
    assert_eq!(
        inside + outside,
        all,
        "everybody is in the table or counted beside it"
    );

    // Dragging a variable from the rows to the place inside them does nothing: there would be no
    // rows. Dragging the columns onto the rows swaps the two.
    drag(
        &mut page,
        "[data-slot=\"columns\"] .grip",
        "[data-slot=\"rows\"]",
    );
    wait_for_table(&mut page, "D0::G1", "count");
    drag(
        &mut page,
        "[data-slot=\"rows\"] .grip",
        "[data-slot=\"nest\"]",
    );
    drag(
        &mut page,
        "[data-variable=\"mode\"]",
        "[data-slot=\"nest\"]",
    );
    wait_for_table(&mut page, "D0:mode:G1", "count");
    assert_eq!(page.count("tr.begins"), 5);
    assert!(
        page.eval::<String>("location.hash")
            .contains("cross/D0+mode/G1/count")
    );
    page.click("[data-value=\"column\"] input");
    wait_for_table(&mut page, "D0:mode:G1", "column");

    let rows = shown(&mut page);
    page.click("[data-do=\"xlsx\"]");
    let saved = profile.wait_for_download(".xlsx");
    let mut book: Xlsx<_> = calamine::open_workbook(&saved).expect("a workbook");
    let table = book.worksheet_range("Table").expect("a sheet");
    for (at, row) in rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            let found = table.get_value((at as u32 + 5, column as u32 + 2));
            match (number(cell), found) {
                (Some(shown), Some(Data::Float(it))) => {
                    assert!((shown - it * 100.0).abs() < 0.051, "{cell} {it}");
                }
                (None, Some(Data::String(it))) => assert_eq!(it, cell),
                other => panic!("{at} {column}: {other:?}"),
            }
        }
    }
    let estimates = book.worksheet_range("Estimates").expect("a sheet");
    assert_eq!(estimates.rows().count(), 1 + rows.len() * rows[0].len());
    assert_eq!(page.console_errors(), [""; 0]);
}

/// What a browser tells a page while somebody drags with a mouse.
fn drag(page: &mut Page, from: &str, to: &str) {
    // A browser without a mouse hides the handles; they are there all the same.
    page.wait_for_truth(from, &format!("!!document.querySelector({from:?})"));
    page.eval::<bool>(&format!(
        "(() => {{
            const carried = new DataTransfer();
            const tell = (selector, kind) => document.querySelector(selector).dispatchEvent(
                new DragEvent(kind, {{ bubbles: true, cancelable: true, dataTransfer: carried }}));
            tell({from:?}, 'dragstart'); tell({to:?}, 'dragenter');
            tell({to:?}, 'dragover'); tell({to:?}, 'drop');
            return true;
        }})()"
    ));
}

#[test]
fn a_wide_table_scrolls_inside_itself_on_a_phone() {
    let (site, profile) = (Site::start(), Profile::new());
    std::fs::create_dir_all(profile.downloads()).expect("a folder for files");
    let file = simulated(600, &profile.downloads().join("many.json"));
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open("about:blank", Viewport::PHONE);
    page.set_language("zh-CN");
    page.go(&site.url("#/responses"));
    page.wait_for("[data-do=\"import\"]");
    import(&mut page, &[&file], 600);
    page.go(&site.url("#/analysis/cross/G1/area:community"));
    wait_for_table(&mut page, "G1::area:community", "row");
    assert!(
        page.count("table.cross thead tr:last-child th") > 40,
        "every community"
    );
    let (overflow, room, left): (i64, i64, f64) = page.eval(
        "(() => {
            const root = document.documentElement, box = document.querySelector('.cross-scroll');
            box.scrollLeft = 400;
            const first = document.querySelector('table.cross tbody th[scope=row]');
            return [root.scrollWidth - root.clientWidth, box.scrollWidth - box.clientWidth,
                    first.getBoundingClientRect().left - box.getBoundingClientRect().left];
        })()",
    );
    assert_eq!(overflow, 0, "the page does not scroll sideways");
    assert!(room > 400, "the table does: {room}");
    assert!(left.abs() <= 2.0, "the first column stays: {left}");
    page.screenshot("cross-phone-zh");
}
