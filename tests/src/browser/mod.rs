//! A real Chromium, the built site, and what a person does with them.
//!
//! Spoken to over the DevTools protocol directly: the tests need profiles of their own, killed
//! tabs, slow processors and networks, and byte counts, which WebDriver does not offer, and the
//! few verbs used here are less to build and to read than generated bindings to all of them.
//!
//! ```no_run
//! use minyi_tests::browser::{Browser, Profile, Site, Viewport};
//!
//! let site = Site::start();
//! let profile = Profile::new();
//! let mut browser = Browser::launch(&profile);
//! let mut page = browser.open(&site.url("answer/"), Viewport::PHONE);
//! page.wait_for("h1");
//! browser.kill(); // as a dead battery would
//! let mut browser = Browser::launch(&profile); // and what was stored is there
//! # let _ = &mut browser;
//! ```
//!
//! Everything here panics when it fails, with what was wanted and what was there: that is how a
//! test says so.

mod chromium;
mod devtools;
mod keys;
mod page;
mod site;
mod wire;

pub use chromium::{Browser, Profile};
pub use devtools::{Network, Viewport};
pub use page::Page;
pub use site::Site;

use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How long anything may take before a test gives up on it.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Asks again and again until there is an answer.
///
/// # Panics
/// When there is none within [`PATIENCE`]; `wanted` names it.
pub fn wait_until<T>(wanted: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(
            start.elapsed() < PATIENCE,
            "waited {} s for {wanted}",
            PATIENCE.as_secs()
        );
        std::thread::sleep(Duration::from_millis(25));
    }
}

/// A path from the environment, or one below the workspace's root.
fn from_environment(name: &str, otherwise: &str) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let path = std::env::var_os(name).map_or_else(|| root.join(otherwise), PathBuf::from);
    assert!(
        path.exists(),
        "{}: found nothing there; `cargo xtask test --only e2e` builds it and sets {name}",
        path.display()
    );
    path
}
