//! The worked scripts of docs/run.md, run as they stand.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use minyi_cli::run::{NOW, Script};
use survey_core::format::survey;
use survey_core::questionnaire::Questionnaire;

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    fs::read_to_string(&path).unwrap_or_else(|it| panic!("{file}: {it}"))
}

fn form(text: &str) -> Arc<Questionnaire> {
    Arc::new(survey::read(text).expect("it is sound").questionnaire)
}

/// What stands between three backticks, with the number of its first line.
fn blocks(text: &str) -> Vec<(usize, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (idx, line) in text.lines().enumerate() {
        if line.starts_with("```") {
            match open.take() {
                Some(block) => blocks.push(block),
                None => open = Some((idx + 2, String::new())),
            }
        } else if let Some((_, block)) = &mut open {
            block.push_str(line);
            block.push('\n');
        }
    }
    blocks
}

#[test]
fn worked_scripts_run_as_they_stand() {
    let text = read("docs/run.md");
    let (before, worked) = text.split_once("## Worked scripts").expect("the section");
    let n_before = before.lines().count();
    let mut blocks = blocks(worked).into_iter();
    let household = form(&blocks.next().expect("the questionnaire").1);
    let annual = form(&read("surveys/annual-resident.json"));
    let mut n_run = 0;
    for (first, block) in blocks {
        let form = if block.starts_with('{') {
            &annual
        } else {
            &household
        };
        let mut script = Script::new(form.clone(), NOW.parse().expect("a moment"), Path::new("."));
        block.lines().for_each(|it| script.line(it));
        script.end();
        let failures = script.failures.iter();
        let lines: Vec<String> = failures
            .map(|(line, why)| format!("docs/run.md:{}: {why}", n_before + first + line - 2))
            .collect();
        assert!(lines.is_empty(), "{}", lines.join("\n"));
        n_run += 1;
    }
    assert_eq!(n_run, 10);
}
