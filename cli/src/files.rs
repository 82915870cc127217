//! Files that several commands read, with errors that name them.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use survey_core::base::Problems;
use survey_core::format::foreign::{self, Form};
use survey_core::format::import::Finding;
use survey_core::format::survey::Survey;
use survey_core::format::xform::Attachments;
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

/// The bytes of a file, or of standard input for `-`.
pub(crate) fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin()
            .read_to_end(&mut bytes)
            .context("reading standard input")?;
        return Ok(bytes);
    }
    fs::read(path).with_context(|| format!("{}", path.display()))
}

/// The files of a folder that a form may read.
pub(crate) fn attachments(folder: &Path) -> anyhow::Result<Attachments> {
    let mut attachments = Attachments::new();
    let entries = fs::read_dir(folder).with_context(|| format!("{}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().map(|it| it.to_string_lossy().into_owned());
        let ending = path
            .extension()
            .map(|it| it.to_string_lossy().to_lowercase());
        let is_table = ending.is_some_and(|it| matches!(&*it, "csv" | "xml" | "geojson"));
        if let Some(name) = name
            && is_table
            && path.is_file()
        {
            attachments.insert(name, bytes(&path)?);
        }
    }
    Ok(attachments)
}

/// A form of any kind, with the tables in `folder`, or beside it.
pub(crate) fn form(path: &Path, folder: Option<&Path>) -> anyhow::Result<Form> {
    let beside = path.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.or(beside).unwrap_or(Path::new("."));
    let name = path.file_name().map(|it| it.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    let bytes = bytes(path)?;
    // Only forms that name files need them.
    let form = foreign::read(&bytes, &name, &Attachments::new());
    if form.missing.is_empty() {
        return Ok(form);
    }
    Ok(foreign::read(&bytes, &name, &attachments(folder)?))
}

/// A questionnaire, out of a form of any kind.
pub(crate) fn survey(path: &Path) -> anyhow::Result<Survey> {
    let form = form(path, None)?;
    let lines: Vec<String> = form
        .errors()
        .map(|it| format!("{}:{}", path.display(), place_and_text(it)))
        .collect();
    match form.survey {
        Some(survey) if lines.is_empty() => Ok(survey),
        Some(_) | None => bail!("{}", lines.join("\nminyi: ")),
    }
}

fn place_and_text(finding: &Finding) -> String {
    match &finding.place.path {
        Some(path) if finding.code == "questionnaire" && path.is_empty() => {
            format!("/: {}", finding.message)
        }
        Some(_) | None => format!("{}: {}", finding.place, finding.message),
    }
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
