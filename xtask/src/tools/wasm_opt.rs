//! wasm-opt, Binaryen's optimiser: a third off the download, so worth looking for.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, bail};

use super::{cache_dir, cargo, version_in};
use crate::{progress, shell};

/// The oldest that understands what today's Rust emits; Debian's 108 does not.
const OLDEST: u32 = 116;
/// The npm package `binaryen` we test with.
const NPM: &str = "132.0.0";
/// The crate `wasm-opt`, which brings Binaryen 116 as source.
const CRATE: &str = "0.116.1";

/// Gets wasm-opt; says so where there is no way to.
pub(super) fn get() -> Option<PathBuf> {
    if let Some(found) = find() {
        return Some(found);
    }
    let attempts = [
        ("npm", with_npm as fn() -> anyhow::Result<()>),
        ("cargo", with_cargo),
    ];
    for (way, attempt) in attempts {
        match attempt() {
            Ok(()) => return find(),
            Err(error) => eprintln!("wasm-opt by {way}: {error:#}"),
        }
    }
    eprintln!(
        "Going on without wasm-opt: the site works, but is larger. npm or a C++ compiler would do."
    );
    None
}

/// The wasm-opt that is there already.
pub(super) fn find() -> Option<PathBuf> {
    let path = shell::on_path("wasm-opt").filter(is_new_enough);
    path.or_else(|| {
        let npm = npm_dir().join("node_modules/.bin");
        let npm = npm.join(if cfg!(windows) {
            "wasm-opt.cmd"
        } else {
            "wasm-opt"
        });
        let built = cache_dir("wasm-opt", CRATE)
            .join("bin")
            .join(shell::exe("wasm-opt"));
        [npm, built].into_iter().find(is_new_enough)
    })
}

fn is_new_enough(program: &PathBuf) -> bool {
    let said = shell::output(Command::new(program).arg("--version")).unwrap_or_default();
    let major = version_in(&said).and_then(|version| version.split('.').next()?.parse().ok());
    major.is_some_and(|major: u32| major >= OLDEST)
}

fn npm_dir() -> PathBuf {
    cache_dir("binaryen", NPM)
}

fn with_cargo() -> anyhow::Result<()> {
    let compilers = ["c++", "g++", "clang++"];
    if std::env::var_os("CXX").is_none() && !compilers.iter().any(|it| shell::on_path(it).is_some())
    {
        bail!("building it needs a C++ compiler");
    }
    cargo::install("wasm-opt", "wasm-opt", CRATE)
}

fn with_npm() -> anyhow::Result<()> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    shell::output(Command::new(npm).arg("--version")).context("npm is not installed")?;
    let dir = npm_dir();
    fs::create_dir_all(&dir).with_context(|| format!("making {}", dir.display()))?;
    // Makes this folder the place to install into, whatever lies above it.
    fs::write(dir.join("package.json"), "{ \"private\": true }\n")
        .context("writing package.json")?;
    let mut install = Command::new(npm);
    install
        .current_dir(&dir)
        .args(["install", "--no-audit", "--no-fund", "--ignore-scripts"]);
    install.arg(format!("binaryen@{NPM}"));
    progress::run(
        &format!("Getting wasm-opt (npm binaryen {NPM}, once)"),
        &mut install,
    )
}
