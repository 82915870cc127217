//! The browser's process and its profile.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::json;

use super::page::Page;
use super::wire::Wire;
use super::{Viewport, from_environment, wait_until};

/// Fresh, silent and alone: nothing but our pages may use the network, and what cameras and
/// microphones give is made up.
const FLAGS: [&str; 15] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    "--remote-debugging-port=0",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
];

/// A person's browser profile: what it stores outlives the browser, not the test.
#[derive(Debug)]
pub struct Profile {
    dir: PathBuf,
}

impl Profile {
    /// An empty profile.
    ///
    /// # Panics
    /// When no folder can be made for it.
    #[expect(
        clippy::new_without_default,
        reason = "it makes a folder, which no default should"
    )]
    pub fn new() -> Profile {
        static N_MADE: AtomicU32 = AtomicU32::new(0);
        let number = N_MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("minyi-profile-{}-{number}", std::process::id());
        let dir = std::env::temp_dir().join(name);
        fs::create_dir_all(dir.join("downloads")).expect("a folder for the profile can be made");
        Profile { dir }
    }

    /// Where the profile's downloads land.
    pub fn downloads(&self) -> PathBuf {
        self.dir.join("downloads")
    }

    /// Waits for a download to be whole, and gives its path.
    ///
    /// # Panics
    /// When no file whose name contains `part` arrives in time.
    pub fn wait_for_download(&self, part: &str) -> PathBuf {
        // Chromium writes under another ending and renames the file when it is complete.
        let is_it = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.contains(part) && !name.ends_with(".crdownload")
        };
        wait_until(&format!("a download named like {part}"), || {
            let entries = fs::read_dir(self.downloads()).ok()?;
            entries
                .filter_map(Result::ok)
                .map(|entry| entry.path())
                .find(is_it)
        })
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // The browser may still be writing; what stays is in the folder for temporary files.
        let _ = fs::remove_dir_all(&self.dir);
    }
}

/// A running Chromium, ended when dropped.
pub struct Browser {
    process: Child,
    wire: Wire,
    port: u16,
    path: String,
}

impl Browser {
    /// Starts Chromium on a profile, which may have been used before.
    ///
    /// # Panics
    /// When there is no Chromium or it does not start.
    pub fn launch(profile: &Profile) -> Browser {
        let port_file = profile.dir.join("DevToolsActivePort");
        // A killed browser leaves the file of its dead port behind.
        let _ = fs::remove_file(&port_file);
        let mut data_dir = std::ffi::OsString::from("--user-data-dir=");
        data_dir.push(&profile.dir);
        let mut process = Command::new(from_environment("CHROME", "/usr/bin/chromium"))
            .args(FLAGS)
            .arg(data_dir)
            .arg("about:blank")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("Chromium starts");
        let (port, path) = wait_until("Chromium to listen", || {
            let ended = process.try_wait().expect("the process can be asked");
            assert!(ended.is_none(), "Chromium ended at once: {ended:?}");
            read_port(&port_file)
        });
        let mut wire = Wire::connect(port, &path);
        let downloads = json!({ "behavior": "allow", "downloadPath": profile.downloads() });
        wire.call("Browser.setDownloadBehavior", downloads);
        Browser {
            process,
            wire,
            port,
            path,
        }
    }

    /// Allows or forbids all pages what they ask the person for, such as `geolocation`.
    pub fn permit(&mut self, what: &str, allowed: bool) {
        let setting = if allowed { "granted" } else { "denied" };
        let params = json!({ "permission": { "name": what }, "setting": setting });
        self.wire.call("Browser.setPermission", params);
    }

    /// Opens an address in a new tab.
    ///
    /// # Panics
    /// When the tab cannot be made or the page does not load.
    pub fn open(&mut self, url: &str, viewport: Viewport) -> Page {
        let tab = self
            .wire
            .call("Target.createTarget", json!({ "url": "about:blank" }));
        let tab = tab["targetId"]
            .as_str()
            .expect("a tab has an id")
            .to_owned();
        let wire = Wire::connect(self.port, &format!("/devtools/page/{tab}"));
        let mut page = Page::new(wire, viewport);
        page.go(url);
        page.tab = tab;
        page
    }

    /// Ends a tab as the system does when memory is short: no code of the page runs any more.
    ///
    /// # Panics
    /// When the tab cannot be closed.
    pub fn kill_tab(&mut self, mut page: Page) {
        page.wire.send("Page.crash", json!({}));
        self.wire
            .call("Target.closeTarget", json!({ "targetId": page.tab }));
    }

    /// Closes a tab as a person does.
    ///
    /// # Panics
    /// When the tab cannot be closed.
    pub fn close_tab(&mut self, page: Page) {
        self.wire
            .call("Target.closeTarget", json!({ "targetId": page.tab }));
    }

    /// Ends the whole browser as a dead battery does: nothing is flushed, nobody is told.
    pub fn kill(self) {
        drop(self);
    }

    /// The address of the browser's own connection, to attach a debugger by hand.
    pub fn devtools_url(&self) -> String {
        format!("ws://127.0.0.1:{}{}", self.port, self.path)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Fails only if it has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The port and path that Chromium writes down once it listens.
fn read_port(file: &Path) -> Option<(u16, String)> {
    let text = fs::read_to_string(file).ok()?;
    let (port, path) = text.split_once('\n')?;
    let path = path.trim();
    (!path.is_empty()).then_some((port.trim().parse().ok()?, path.to_owned()))
}
