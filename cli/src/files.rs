//! Files that several commands read, with errors that name them.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use survey_core::base::Problems;
use survey_core::format::survey::{self, Survey};
use survey_core::response::Bundle;

use crate::exports;

/// The text of a file, or of standard input for `-`.
pub(crate) fn text(path: &Path) -> anyhow::Result<String> {
    if path == Path::new("-") {
        let mut text = String::new();
        io::stdin()
            .read_to_string(&mut text)
            .context("reading standard input")?;
        return Ok(text);
    }
    fs::read_to_string(path).with_context(|| format!("{}", path.display()))
}

/// A questionnaire.
pub(crate) fn survey(path: &Path) -> anyhow::Result<Survey> {
    sound(path, survey::read(&text(path)?))
}

/// Exports, united. Damage is reported on standard error; what is whole counts.
pub(crate) fn united(paths: &[PathBuf]) -> anyhow::Result<Bundle> {
    let mut all = Bundle::default();
    for path in paths {
        let reading = exports::read(path)?;
        for damage in &reading.damages {
            eprintln!("minyi: {}: {}", path.display(), exports::describe(damage));
        }
        if reading.more_damages > 0 {
            let more = reading.more_damages;
            eprintln!("minyi: {}: {more} more damages", path.display());
        }
        all.absorb(reading.bundle);
    }
    Ok(all)
}

/// What a file says, or everything that is wrong with it, a line a problem.
pub(crate) fn sound<T>(path: &Path, result: Result<T, Problems>) -> anyhow::Result<T> {
    match result {
        Ok(found) => Ok(found),
        Err(problems) => {
            let lines: Vec<String> = problems
                .iter()
                .map(|it| format!("{}:{it}", path.display()))
                .collect();
            bail!("{}", lines.join("\nminyi: "))
        }
    }
}
