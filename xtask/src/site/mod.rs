//! The built site: `dist/`, rebuilt only when something it is made of has changed.

mod compress;
pub(crate) mod finish;
mod forms;
mod imports;
mod stamp;

use std::fs;
use std::path::PathBuf;

use anyhow::Context;

use crate::tools::Tools;
use crate::{progress, shell};

/// How a site is built.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Profile {
    /// Small and compressed, as people download it.
    Release,
    /// Quick to build.
    Debug,
}

/// The folder of the built site.
pub(crate) fn dist() -> PathBuf {
    shell::root().join("dist")
}

/// Builds the site unless it is there and current.
///
/// # Errors
/// When a source cannot be read or the build fails.
pub(crate) fn build(tools: &Tools, profile: Profile) -> anyhow::Result<()> {
    let stamp = stamp::of_inputs(tools, profile)?;
    let stamp_file = dist().join(".stamp");
    let is_current = fs::read_to_string(&stamp_file).is_ok_and(|found| found == stamp);
    if is_current && dist().join("answer/index.html").is_file() {
        eprintln!("The site in dist/ is current.");
        return Ok(());
    }
    let mut trunk = std::process::Command::new("trunk");
    trunk
        .current_dir(shell::root())
        .env("PATH", tools.path()?)
        .arg("build");
    if profile == Profile::Release {
        trunk.arg("--release");
    }
    let label = match profile {
        Profile::Release => "Building the site (release)",
        Profile::Debug => "Building the site (debug)",
    };
    progress::run(label, &mut trunk)?;
    fs::write(&stamp_file, stamp).with_context(|| format!("writing {}", stamp_file.display()))
}
