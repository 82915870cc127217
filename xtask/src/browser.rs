//! Chromium and its driver, which the browser tests need.

use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::shell;

/// Where the browser and its driver are.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];

/// Finds Chromium and chromedriver, or installs them where that is ours to do.
///
/// # Errors
/// When they are missing and cannot be installed; the message says how to get them.
pub(crate) fn set_up() -> anyhow::Result<Browser> {
    if let Some(found) = find() {
        return Ok(found);
    }
    if shell::is_root() && shell::on_path("apt-get").is_some() {
        install()?;
    }
    match find() {
        Some(found) => Ok(found),
        None => bail!(
            "found no Chromium with chromedriver, which the browser tests need.\n\
             Debian: sudo apt-get install chromium chromium-driver fonts-noto-cjk\n\
             macOS: brew install --cask chromium && brew install --cask chromedriver\n\
             Elsewhere: https://googlechromelabs.github.io/chrome-for-testing/\n\
             Or point CHROME and CHROMEDRIVER at them. Without a browser: \
             cargo xtask test --only native"
        ),
    }
}

fn find() -> Option<Browser> {
    let named = |name| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|file| file.is_file())
    };
    let application = Path::new("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    let chromium = named("CHROME")
        .or_else(|| NAMES.iter().find_map(|name| shell::on_path(name)))
        .or_else(|| application.is_file().then(|| application.to_path_buf()))?;
    let driver = named("CHROMEDRIVER").or_else(|| shell::on_path("chromedriver"))?;
    Some(Browser { chromium, driver })
}

fn install() -> anyhow::Result<()> {
    // Without a Chinese font every label is a row of boxes, which no test of layout could judge.
    let wanted = ["chromium", "chromium-driver", "fonts-noto-cjk"];
    shell::apt("Installing Chromium (once)", &wanted)
}
