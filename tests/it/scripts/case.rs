//! Files of cases: a form in a few words, `---`, and a script.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use minyi_cli::run::{NOW, Script};

use super::form;

/// One case.
#[derive(Debug, Default)]
pub(super) struct Case {
    file: String,
    /// The line of the title, from 1.
    line: usize,
    title: String,
    /// Sentences of the manual that the case is about.
    pub(super) quotes: Vec<String>,
    form: Vec<(usize, String)>,
    script: Vec<(usize, String)>,
    /// What the form is refused with, if it is.
    refused: Option<String>,
}

impl Case {
    /// All cases of a file. `= …` begins one, `> …` quotes the manual, and `---` stands between
    /// form and script. A case without a form takes that of the case before it.
    pub(super) fn read_all(path: &Path) -> Result<Vec<Case>, String> {
        let text = fs::read_to_string(path).map_err(|it| format!("{}: {it}", path.display()))?;
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let mut cases: Vec<Case> = Vec::new();
        let mut in_script = false;
        for (idx, line) in text.lines().enumerate() {
            if let Some(title) = line.strip_prefix("= ") {
                in_script = false;
                cases.push(Case {
                    file: file.clone().into_owned(),
                    line: idx + 1,
                    title: title.to_owned(),
                    ..Case::default()
                });
                continue;
            }
            let Some(case) = cases.last_mut() else {
                continue;
            };
            if line == "---" {
                in_script = true;
            } else if in_script {
                case.script.push((idx + 1, line.to_owned()));
            } else if let Some(quote) = line.strip_prefix("> ") {
                case.quotes.push(quote.to_owned());
            } else if let Some(message) = line.strip_prefix("refused ") {
                case.refused = Some(message.to_owned());
            } else if !line.trim().is_empty() && !line.starts_with("# ") {
                case.form.push((idx + 1, line.to_owned()));
            }
        }
        for idx in 1..cases.len() {
            if cases[idx].form.is_empty() {
                cases[idx].form = cases[idx - 1].form.clone();
            }
        }
        Ok(cases)
    }

    /// Where it stands.
    pub(super) fn at(&self) -> String {
        format!("{}:{} {}", self.file, self.line, self.title)
    }

    /// What is wrong; nothing if it runs as it says.
    pub(super) fn run(&self) -> Option<String> {
        self.try_run()
            .err()
            .map(|why| format!("{}: {why}", self.at()))
    }

    fn try_run(&self) -> Result<(), String> {
        let form = match (form::build(&self.form), &self.refused) {
            (Ok(form), None) => form,
            (Ok(_), Some(message)) => return Err(format!("not refused with `{message}`")),
            (Err(found), Some(message)) if found.contains(message.as_str()) => return Ok(()),
            (Err(found), _) => return Err(format!("the form is refused: {found}")),
        };
        let now = NOW.parse().expect("a moment");
        let mut script = Script::new(Arc::new(form), now, Path::new("."));
        let mut n_expectations = 0;
        for (_, line) in &self.script {
            let line = line.trim_start();
            n_expectations += usize::from(line.starts_with("expect") || line.starts_with("fails"));
        }
        if n_expectations == 0 {
            return Err("expects nothing".to_owned());
        }
        for (_, line) in &self.script {
            script.line(line);
        }
        script.end();
        let Some((number, why)) = script.failures.first() else {
            return Ok(());
        };
        let line = self.script.get(number - 1);
        let (line, text) = line.map_or((0, ""), |it| (it.0, it.1.as_str()));
        Err(format!("line {line}: {why} ({})", text.trim()))
    }
}
