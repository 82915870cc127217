//! The command line beside the browser: what it writes is loaded, what it computes is compared.

use std::path::{Path, PathBuf};
use std::process::Command;

use minyi_tests::browser::Page;
use serde_json::Value;

/// Runs `minyi` and gives what it printed.
pub(crate) fn minyi(args: &[&dyn AsRef<std::ffi::OsStr>]) -> Vec<u8> {
    let minyi = std::env::var_os("MINYI_BIN").expect("MINYI_BIN names the command line");
    let output = Command::new(minyi).args(args).output().expect("minyi runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

/// What the command line says about a question of `annual-resident`.
pub(crate) fn tabulate(files: &[&Path], question: &str) -> Value {
    tabulate_by(files, question, &[])
}

/// What it says with more options.
pub(crate) fn tabulate_by(files: &[&Path], question: &str, more: &[&str]) -> Value {
    let mut args: Vec<&dyn AsRef<std::ffi::OsStr>> = vec![&"tabulate"];
    args.extend(files.iter().map(|it| it as &dyn AsRef<std::ffi::OsStr>));
    args.extend([
        &"--question" as &dyn AsRef<std::ffi::OsStr>,
        &question,
        &"--json",
    ]);
    args.extend(more.iter().map(|it| it as &dyn AsRef<std::ffi::OsStr>));
    serde_json::from_slice(&minyi(&args)).expect("JSON")
}

/// An export of so many simulated people, compressed if its name says so.
pub(crate) fn simulated(n: usize, file: &Path) -> PathBuf {
    let surveys = Path::new(env!("CARGO_MANIFEST_DIR")).join("../surveys");
    let (survey, areas) = (
        surveys.join("annual-resident.json"),
        surveys.join("areas-example.json"),
    );
    let n = n.to_string();
    minyi(&[
        &"simulate",
        &survey,
        &"--areas",
        &areas,
        &"--n",
        &n,
        &"--seed",
        &"7",
        &"-o",
        &file,
    ]);
    file.to_owned()
}

/// Imports files in the workspace and waits until there are so many responses.
pub(crate) fn import(page: &mut Page, files: &[&Path], count: usize) {
    page.choose_files("#import-files", files);
    page.wait_for(&format!("[data-count=\"{count}\"]"));
}

/// Holds each answer's share and interval in the table beside the chart against the command
/// line's.
pub(crate) fn check_table(page: &mut Page, wanted: &Value) {
    let rows: Vec<(String, Option<f64>, Option<f64>, Option<f64>)> = page.eval(
        "[...document.querySelectorAll('table[data-table=\"question:D0\"] tr[data-key]')].map(it => {
            const number = text => text === undefined ? null : Number(text);
            return [it.dataset.key, number(it.dataset.value), number(it.dataset.low),
                    number(it.dataset.high)];
        })",
    );
    let parts = wanted["parts"].as_array().expect("the answers");
    assert_eq!(parts.len(), 5);
    for (idx, part) in parts.iter().enumerate() {
        let code = part["code"].as_str().expect("a code");
        let row = rows
            .iter()
            .find(|it| it.0 == code)
            .unwrap_or_else(|| panic!("{code}: {rows:?}"));
        let share = &wanted["all"]["shares"][idx];
        // Both come from the same code, on two processors and two mathematical libraries.
        let same = |found: Option<f64>, key: &str| match (found, share[key].as_f64()) {
            (Some(found), Some(wanted)) => (found - wanted).abs() <= 1e-12,
            (None, None) => true,
            (Some(_) | None, _) => false,
        };
        assert!(same(row.1, "estimate"), "{code}: {row:?} {share}");
        assert!(
            same(row.2, "low") && same(row.3, "high"),
            "{code}: {row:?} {share}"
        );
    }
}
