//! The tools a build needs: found on PATH or in our cache, else built from the registries.

mod cargo;
mod wasm_opt;

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;

use crate::{progress, shell};

/// The newest trunk that this compiler builds.
const TRUNK: &str = "0.21.14";

/// Where the tools are.
pub(crate) struct Tools {
    /// Folders to put in front of PATH.
    dirs: Vec<PathBuf>,
    /// The optimiser, which the site does without where it cannot be had.
    pub(crate) wasm_opt: Option<PathBuf>,
}

impl Tools {
    /// PATH on which trunk and its tools are found.
    pub(crate) fn path(&self) -> anyhow::Result<OsString> {
        shell::path_with(&self.dirs)
    }
}

/// Gets every tool, building what is missing.
///
/// # Errors
/// When a tool cannot be built; only wasm-opt may be missing.
pub(crate) fn set_up() -> anyhow::Result<Tools> {
    add_wasm_target()?;
    let bindgen = wasm_bindgen_version()?;
    let dirs = vec![
        cargo::get("wasm-bindgen", "wasm-bindgen-cli", &bindgen)?,
        cargo::get("trunk", "trunk", TRUNK)?,
    ];
    let wasm_opt = wasm_opt::get();
    cargo::remove_leftovers();
    Ok(Tools { dirs, wasm_opt })
}

/// The tools that are there already, for the hook that trunk runs: it builds none.
///
/// # Errors
/// When `Cargo.lock` does not say which wasm-bindgen is needed.
pub(crate) fn present() -> anyhow::Result<Tools> {
    let bindgen = wasm_bindgen_version()?;
    let dirs = [
        cargo::find("wasm-bindgen", &bindgen),
        cargo::find("trunk", TRUNK),
    ];
    let dirs = dirs.into_iter().flatten().collect();
    Ok(Tools {
        dirs,
        wasm_opt: wasm_opt::find(),
    })
}

/// The folder a tool of this version is kept in.
fn cache_dir(name: &str, version: &str) -> PathBuf {
    cache().join(format!("{name}-{version}"))
}

fn cache() -> PathBuf {
    let var = |name| {
        std::env::var_os(name)
            .filter(|it| !it.is_empty())
            .map(PathBuf::from)
    };
    var("MINYI_TOOLS")
        .or_else(|| var("XDG_CACHE_HOME").map(|dir| dir.join("minyi/tools")))
        .or_else(|| var("LOCALAPPDATA").map(|dir| dir.join("minyi/tools")))
        .or_else(|| var("HOME").map(|dir| dir.join(".cache/minyi/tools")))
        .unwrap_or_else(|| shell::root().join("target/tools"))
}

fn add_wasm_target() -> anyhow::Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let sysroot = shell::output(Command::new("rustc").args(["--print", "sysroot"]))
        .context("rustc does not run; install Rust from https://rustup.rs")?;
    if PathBuf::from(sysroot)
        .join("lib/rustlib")
        .join(TARGET)
        .join("lib")
        .is_dir()
    {
        return Ok(());
    }
    let mut rustup = Command::new("rustup");
    rustup
        .current_dir(shell::root())
        .args(["target", "add", TARGET]);
    progress::run("Adding the wasm target", &mut rustup)
}

/// The wasm-bindgen that the lock file fixes; its tool must match to the last digit.
fn wasm_bindgen_version() -> anyhow::Result<String> {
    let file = shell::root().join("Cargo.lock");
    let lock = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    locked_version(&lock, "wasm-bindgen").context("Cargo.lock: found no package wasm-bindgen")
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

/// The first number with dots in what a program says of its version:
/// `wasm-bindgen 0.2.130`, `wasm-opt version 132 (version_132)`.
fn version_in(text: &str) -> Option<&str> {
    text.split_whitespace()
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_is_read_by_whole_names() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(
            locked_version(lock, "wasm-bindgen").as_deref(),
            Some("0.2.130")
        );
        assert_eq!(locked_version(lock, "wasm"), None);
    }

    #[test]
    fn versions_are_found_in_what_tools_say() {
        assert_eq!(version_in("wasm-bindgen 0.2.130"), Some("0.2.130"));
        assert_eq!(
            version_in("wasm-opt version 132 (version_132)"),
            Some("132")
        );
        assert_eq!(version_in("trunk 0.21.14"), Some("0.21.14"));
        assert_eq!(version_in("no idea"), None);
    }

    #[test]
    fn this_lock_file_fixes_wasm_bindgen() {
        assert!(wasm_bindgen_version().unwrap().starts_with("0.2."));
    }
}
