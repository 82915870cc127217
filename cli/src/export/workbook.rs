//! `minyi export --to xlsform`: a questionnaire as a workbook.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, bail};
use survey_core::format::xlsform::write;

use super::Options;
use crate::files;

/// Writes the questionnaire as a workbook, and its tables beside it.
///
/// # Errors
/// When a file cannot be read or written.
pub(super) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let [path] = &options.exports[..] else {
        bail!("--to xlsform takes one questionnaire");
    };
    let survey = files::survey(path)?;
    let exported = write::write(&survey);
    for finding in &exported.findings {
        eprintln!("{}: {finding}", path.display());
    }
    let bytes = exported.xlsx().map_err(anyhow::Error::msg)?;
    let out = &options.out;
    fs::write(out, bytes).with_context(|| format!("{}", out.display()))?;
    for (name, bytes) in &exported.files {
        let beside = out.with_file_name(name);
        fs::write(&beside, bytes).with_context(|| format!("{}", beside.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}
