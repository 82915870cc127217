//! What goes with a question: the plot, its numbers, and what is compared.

use minyi_tests::browser::{Browser, Page, Profile, Site, Viewport};

use crate::command::{import, simulated};

fn rows(page: &mut Page) -> Vec<(String, f64)> {
    page.eval(
        "[...document.querySelectorAll('table[data-table^=\"drivers:\"] tr[data-key]')]
            .map(it => [it.dataset.key, Number(it.dataset.value)])",
    )
}

#[test]
fn an_outcome_and_its_drivers_are_picked_one_by_one() {
    let (site, profile) = (Site::start(), Profile::new());
    std::fs::create_dir_all(profile.downloads()).expect("a folder for files");
    let file = simulated(900, &profile.downloads().join("many.json"));
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open("about:blank", Viewport::DESKTOP);
    page.set_language("en");
    page.go(&site.url("#/responses"));
    page.wait_for("[data-do=\"import\"]");
    import(&mut page, &[&file], 900);
    page.go(&site.url("#/analysis/drivers/D0/D0"));
    page.wait_for("[data-chart=\"quadrants:D0:D0\"] svg");
    let card = "[data-chart=\"drivers:D0:D0\"]";
    page.click(&format!("{card} [data-do=\"as-table\"]"));
    page.wait_for("table[data-table=\"drivers:D0:D0\"]");
    let all = rows(&mut page);
    let sum: f64 = all.iter().map(|it| it.1).sum();
    assert!(all.len() > 3 && (sum - 1.0).abs() < 1e-9, "{all:?}");
    // Every question compared stands in the list below the plot.
    let listed: Vec<String> = page.eval(
        "[...document.querySelectorAll('[data-chart=\"quadrants:D0:D0\"] svg text')]
            .map(it => it.textContent.trim())",
    );
    for number in 1..=all.len() {
        let is_number =
            |it: &&String| **it == number.to_string() || it.starts_with(&format!("{number} "));
        assert!(
            listed.iter().filter(is_number).count() >= 2,
            "{number}: {listed:?}"
        );
    }
    assert!(
        page.text("[data-caution]")
            .contains("Association is not effect")
    );

    // One question less, and its share goes to the others.
    page.click(".driver-items summary");
    let gone = &all[0].0;
    page.click(&format!("[data-item=\"{gone}\"] input"));
    page.wait_for_truth(
        "one question less",
        &format!(
            "document.querySelectorAll('table[data-table^=\"drivers:\"] tr[data-key]').length
                === {}",
            all.len() - 1
        ),
    );
    let rest = rows(&mut page);
    let sum: f64 = rest.iter().map(|it| it.1).sum();
    assert!((sum - 1.0).abs() < 1e-9, "{rest:?}");
    assert!(rest.iter().all(|it| it.0 != *gone));
    let address: String = page.eval("location.hash");
    let place = address.split('?').next().unwrap_or_default();
    let mut named = place.split(['/', '+']);
    assert!(
        place.contains("drivers/D0/D0/") && named.all(|it| it != gone),
        "{address}"
    );

    // The address brings the same back.
    page.reload();
    page.wait_for("[data-chart=\"quadrants:D0:D0\"] svg");
    page.click(&format!("{card} [data-do=\"as-table\"]"));
    page.wait_for("table[data-table=\"drivers:D0:D0\"]");
    assert_eq!(rows(&mut page), rest);
    page.screenshot_whole("drivers-desktop-en");
    assert_eq!(page.console_errors(), [""; 0]);
}
