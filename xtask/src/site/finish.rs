//! What trunk runs after a build: compiled surveys and the resident's page that reads them, then
//! smaller and compressed files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use super::{compress, forms, imports};
use crate::shell;
use crate::tools::{self, Tools};

/// What Rust emits for the web; everything else wasm-opt must not use.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Finishes the site in trunk's staging folder.
///
/// # Errors
/// When run by anything but trunk, or when a step fails.
pub(crate) fn run() -> anyhow::Result<()> {
    let Some(staging) = std::env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from) else {
        bail!(
            "`finish-site` is run by trunk; build the site by `cargo xtask serve` or `trunk build`"
        );
    };
    let release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let tools = tools::present()?;
    let rare = forms::compile(&staging.join("surveys"))?;
    build_answer_page(&tools, &staging, release, &rare)?;
    if !release {
        return relax_policy(&staging);
    }
    match &tools.wasm_opt {
        Some(wasm_opt) => shrink_all(wasm_opt, &staging)?,
        None => eprintln!("wasm-opt is not there: `cargo xtask setup` gets it"),
    }
    eprintln!("Compressing");
    compress::all(&staging)
}

/// Builds the page. `rare` names functions that its surveys call and that it does not carry
/// without need.
fn build_answer_page(
    tools: &Tools,
    staging: &Path,
    release: bool,
    rare: &BTreeSet<&str>,
) -> anyhow::Result<()> {
    let mut trunk = Command::new("trunk");
    for (name, _) in std::env::vars_os() {
        // The outer build's settings, such as its output folder, are not the inner one's.
        if name.to_string_lossy().starts_with("TRUNK_") {
            trunk.env_remove(name);
        }
    }
    trunk
        .current_dir(shell::root().join("app/answer"))
        .env("PATH", tools.path()?);
    trunk.args(["build", "--dist"]).arg(staging.join("answer"));
    if release {
        trunk.arg("--release");
    }
    if !rare.is_empty() {
        let names: Vec<&str> = rare.iter().copied().collect();
        eprintln!("The resident's page carries {}", names.join(", "));
        trunk.args(["--features", "rare-functions"]);
    }
    let outcome = trunk
        .status()
        .context("starting trunk for the resident's page")?;
    if !outcome.success() {
        bail!("building the resident's page: trunk ended with {outcome}");
    }
    Ok(())
}

fn shrink_all(wasm_opt: &Path, staging: &Path) -> anyhow::Result<()> {
    let is_wasm = |file: &&PathBuf| file.extension().is_some_and(|kind| kind == "wasm");
    compress::files(staging)?
        .iter()
        .filter(is_wasm)
        .try_for_each(|file| shrink(wasm_opt, file))
}

fn shrink(wasm_opt: &Path, file: &Path) -> anyhow::Result<()> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let size = || fs::metadata(file).map_or(0, |it| it.len() / 1000);
    let before = size();
    let mut command = Command::new(wasm_opt);
    command
        // The lowest kilobyte is the far end of the stack. Taken for unused, an address that wraps
        // around into it traps, so at worst a stack overflows one kilobyte before its end.
        .args(["-Oz", "--converge", "--low-memory-unused"])
        .args(["--strip-debug", "--strip-producers"])
        .args(FEATURES);
    let outcome = command.arg(file).arg("-o").arg(file).status();
    let outcome = outcome.with_context(|| format!("starting {}", wasm_opt.display()))?;
    if !outcome.success() {
        bail!("{name}: wasm-opt ended with {outcome}");
    }
    eprintln!("Shrank {name} from {before} kB to {} kB", size());
    imports::shorten(file)
}

/// Lets `trunk serve` reload the page, which it does by an inline script and a web socket.
fn relax_policy(staging: &Path) -> anyhow::Result<()> {
    let file = staging.join("index.html");
    let page = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    fs::write(&file, relaxed(&page)).with_context(|| format!("writing {}", file.display()))
}

fn relaxed(page: &str) -> String {
    page.replacen("script-src 'self'", "script-src 'self' 'unsafe-inline'", 1)
        .replacen("connect-src 'self'", "connect-src 'self' ws: wss:", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_debug_build_allows_inline_scripts() {
        let page = fs::read_to_string(shell::root().join("index.html")).unwrap();
        assert!(!page.contains("'unsafe-inline'"));
        let relaxed = relaxed(&page);
        assert!(relaxed.contains("script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'"));
        assert!(relaxed.contains("connect-src 'self' ws: wss:;"));
    }
}
