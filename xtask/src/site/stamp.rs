//! What a site was built from, in one line.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::Command;

use anyhow::Context;

use super::Profile;
use crate::shell;
use crate::tools::Tools;

/// Everything the site is made of, from the workspace's root.
const INPUTS: [&str; 10] = [
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "app",
    "checks",
    "index.html",
    "rust-toolchain.toml",
    "survey-core",
    "surveys",
    "xtask",
];

/// A line that differs when sources, compiler or tools do.
///
/// # Errors
/// When a source cannot be read.
pub(super) fn of_inputs(tools: &Tools, profile: Profile) -> anyhow::Result<String> {
    let mut hash = DefaultHasher::new();
    for input in INPUTS {
        add(&shell::root().join(input), &mut hash)?;
    }
    let compiler = shell::output(Command::new("rustc").arg("-V")).unwrap_or_default();
    let wasm_opt = tools.wasm_opt.as_ref().map(|it| it.display().to_string());
    Ok(format!(
        "{profile:?} {:016x} {compiler} {}\n",
        hash.finish(),
        wasm_opt.unwrap_or_default()
    ))
}

fn add(path: &Path, hash: &mut DefaultHasher) -> anyhow::Result<()> {
    let context = || format!("reading {}", path.display());
    path.hash(hash);
    if path.is_dir() {
        let entries = fs::read_dir(path).with_context(context)?;
        let mut entries = entries
            .collect::<Result<Vec<_>, _>>()
            .with_context(context)?;
        entries.sort_by_key(fs::DirEntry::file_name);
        entries
            .iter()
            .try_for_each(|entry| add(&entry.path(), hash))
    } else {
        fs::read(path).with_context(context)?.hash(hash);
        Ok(())
    }
}
