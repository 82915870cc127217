//! R with its package `survey`, by which tests measure what the statistics come to.

use std::process::Command;

use anyhow::bail;

use crate::shell;

/// Finds R and its package, or installs them where that is ours to do.
///
/// # Errors
/// When they are missing and cannot be installed; the message says how to get them.
pub(crate) fn set_up() -> anyhow::Result<()> {
    if is_there() {
        return Ok(());
    }
    if shell::is_root() && shell::on_path("apt-get").is_some() {
        shell::apt("Installing R (once)", &["r-base-core", "r-cran-survey"])?;
    }
    if is_there() {
        return Ok(());
    }
    bail!(
        "found no R with the package `survey`, by which figures are measured.\n\
         Debian: sudo apt-get install r-base-core r-cran-survey\n\
         Elsewhere: https://cran.r-project.org, then install.packages(\"survey\")"
    )
}

fn is_there() -> bool {
    let mut r = Command::new("Rscript");
    let found = r.args(["-e", "library(survey)"]).output();
    found.is_ok_and(|it| it.status.success())
}
