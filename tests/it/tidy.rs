//! Invariants of the house that a machine can check.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Which modules of `survey-core` a module may use, besides itself. `format` may use all.
const MAY_USE: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("expr", &["base"]),
    ("stats", &["base"]),
    ("questionnaire", &["base", "expr"]),
    ("response", &["base", "questionnaire"]),
    ("interview", &["base", "expr", "questionnaire", "response"]),
    (
        "simulate",
        &[
            "base",
            "expr",
            "questionnaire",
            "response",
            "interview",
            "stats",
        ],
    ),
    (
        "dataset",
        &[
            "base",
            "expr",
            "questionnaire",
            "response",
            "interview",
            "stats",
        ],
    ),
    (
        "report",
        &[
            "base",
            "expr",
            "questionnaire",
            "response",
            "interview",
            "stats",
            "dataset",
        ],
    ),
];

const MAX_LINES: usize = 500;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() && name != "target" && name != "dist" && name != "node_modules" {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn modules_of_the_core_use_only_lower_layers() {
    let may_use: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let source = root().join("survey-core/src");
    let mut broken = Vec::new();
    for path in rust_files(&source) {
        let relative = path.strip_prefix(&source).expect("it is inside");
        let layer = relative
            .iter()
            .next()
            .and_then(|it| it.to_str())
            .unwrap_or_default();
        let Some(allowed) = may_use.get(layer) else {
            continue;
        };
        // Tests may drive a layer through the ones above it.
        if relative.ends_with("tests.rs") || relative.iter().any(|it| it == "tests") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("source is text");
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for part in code.split("crate::").skip(1) {
                let end = part.find(|c: char| !c.is_alphanumeric() && c != '_');
                let used = &part[..end.unwrap_or(part.len())];
                let known = may_use.contains_key(used) || used == "format";
                if known && used != layer && !allowed.contains(&used) {
                    broken.push(format!("{}:{} uses {used}", relative.display(), number + 1));
                }
            }
            let serde = code.contains("serde");
            if serde && layer != "format" {
                broken.push(format!("{}:{} knows serde", relative.display(), number + 1));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn no_file_is_longer_than_one_subject() {
    let long: Vec<String> = rust_files(&root())
        .into_iter()
        .filter_map(|path| {
            let n_lines = fs::read_to_string(&path).ok()?.lines().count();
            (n_lines > MAX_LINES).then(|| format!("{} has {n_lines} lines", path.display()))
        })
        .collect();
    assert!(
        long.is_empty(),
        "more than {MAX_LINES} lines:\n{}",
        long.join("\n")
    );
}

#[test]
fn the_core_has_no_clock_and_no_entropy() {
    let banned = [
        "SystemTime",
        "Instant::now",
        "thread_rng",
        "getrandom",
        "HashMap",
        "HashSet",
    ];
    let mut found = Vec::new();
    for path in rust_files(&root().join("survey-core/src")) {
        let text = fs::read_to_string(&path).expect("source is text");
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            found.extend(
                banned
                    .iter()
                    .filter(|it| code.contains(**it))
                    .map(|it| format!("{}:{} has {it}", path.display(), number + 1)),
            );
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
