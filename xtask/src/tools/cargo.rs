//! Tools that are crates.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;

use super::{cache, cache_dir, version_in};
use crate::{progress, shell};

/// Gets `program` of the package `package`: the folder it is in.
pub(super) fn get(program: &str, package: &str, version: &str) -> anyhow::Result<PathBuf> {
    if let Some(found) = find(program, version) {
        return Ok(found);
    }
    install(program, package, version)?;
    Ok(cache_dir(program, version).join("bin"))
}

/// The folder with `program` in this very version: one of PATH, or of the cache.
pub(super) fn find(program: &str, version: &str) -> Option<PathBuf> {
    if let Some(file) = shell::on_path(program) {
        let said = shell::output(Command::new(&file).arg("--version"));
        if said.as_deref().and_then(version_in) == Some(version) {
            return file.parent().map(PathBuf::from);
        }
    }
    let bin = cache_dir(program, version).join("bin");
    bin.join(shell::exe(program)).is_file().then_some(bin)
}

/// Builds a program into the cache.
///
/// A lock file may name a version that the registry no longer has, so without it is tried as well.
pub(super) fn install(program: &str, package: &str, version: &str) -> anyhow::Result<()> {
    let root = cache_dir(program, version);
    let label = format!("Building {package} {version} (once)");
    let attempt = |locked: bool| {
        let mut cargo = Command::new("cargo");
        // Outside the workspace, so that its settings do not apply; kept if interrupted.
        cargo
            .current_dir(cache())
            .env("CARGO_TARGET_DIR", leftovers());
        cargo
            .args([
                "install",
                package,
                "--version",
                version,
                "--debug",
                "--root",
            ])
            .arg(&root);
        if locked {
            cargo.arg("--locked");
        }
        progress::run(&label, &mut cargo)
    };
    fs::create_dir_all(cache()).with_context(|| format!("making {}", cache().display()))?;
    attempt(true).or_else(|_| {
        eprintln!("Trying again with the newest versions of what it depends on.");
        attempt(false)
    })
}

fn leftovers() -> PathBuf {
    cache().join("building")
}

/// Frees the space of what built the tools.
pub(super) fn remove_leftovers() {
    // Usually there is none; if it cannot go it does no harm.
    let _ = fs::remove_dir_all(leftovers());
}
