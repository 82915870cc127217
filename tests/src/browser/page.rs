//! One tab, and what a person does in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::devtools::{Network, Viewport};
use super::wait_until;
use super::wire::{Event, Wire};

/// A page in a tab of its own.
pub struct Page {
    pub(super) wire: Wire,
    pub(super) tab: String,
    viewport: Viewport,
}

impl Page {
    pub(super) fn new(mut wire: Wire, viewport: Viewport) -> Page {
        for domain in ["Page", "Runtime", "Log", "Network", "DOM"] {
            wire.call(&format!("{domain}.enable"), json!({}));
        }
        let mut page = Page {
            wire,
            tab: String::new(),
            viewport,
        };
        page.resize(viewport);
        page
    }

    /// Changes the screen.
    pub fn resize(&mut self, viewport: Viewport) {
        self.viewport = viewport;
        self.wire
            .call("Emulation.setDeviceMetricsOverride", viewport.metrics());
        let touch = json!({ "enabled": viewport.mobile });
        self.wire.call("Emulation.setTouchEmulationEnabled", touch);
    }

    /// Goes to an address and waits until it is loaded.
    ///
    /// # Panics
    /// When the address cannot be opened.
    pub fn go(&mut self, url: &str) {
        let answer = self.wire.call("Page.navigate", json!({ "url": url }));
        assert!(
            answer["errorText"].is_null(),
            "{url}: {}",
            answer["errorText"]
        );
        self.wait_until_loaded();
    }

    /// Loads the page again.
    pub fn reload(&mut self) {
        self.wire.call("Page.reload", json!({}));
        self.wait_until_loaded();
    }

    fn wait_until_loaded(&mut self) {
        wait_until("the page to load", || {
            let state: String = self.try_eval("document.readyState").ok()?;
            (state == "complete").then_some(())
        });
    }

    /// The value of a JavaScript expression, of which a promise is awaited.
    ///
    /// # Errors
    /// What the script threw, or that the page is on its way to another.
    ///
    /// # Panics
    /// When the value is of another type.
    pub fn try_eval<T: DeserializeOwned>(&mut self, script: &str) -> Result<T, String> {
        let params = json!({ "expression": script, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.wire.try_call("Runtime.evaluate", params)?;
        if let Some(details) = answer.get("exceptionDetails") {
            return Err(format!("{script}: {details}"));
        }
        let value = answer["result"]["value"].take();
        Ok(serde_json::from_value(value).unwrap_or_else(|error| panic!("{script}: {error}")))
    }

    /// As [`Page::try_eval`], for scripts that must succeed.
    ///
    /// # Panics
    /// When the script throws or gives another type.
    pub fn eval<T: DeserializeOwned>(&mut self, script: &str) -> T {
        self.try_eval(script)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// Waits until an element is there and has a size.
    ///
    /// # Panics
    /// When it does not come in time.
    pub fn wait_for(&mut self, selector: &str) {
        let script = format!(
            "[...document.querySelectorAll({})].some(it => it.getClientRects().length > 0)",
            json!(selector)
        );
        self.wait_for_truth(selector, &script);
    }

    /// Waits until no such element is there.
    ///
    /// # Panics
    /// When it does not go in time.
    pub fn wait_until_gone(&mut self, selector: &str) {
        let script = format!("document.querySelector({}) === null", json!(selector));
        self.wait_for_truth(&format!("no {selector}"), &script);
    }

    /// Waits until the visible text of the page contains `text`.
    ///
    /// # Panics
    /// When it does not in time; the message has the text that was there.
    pub fn wait_for_text(&mut self, text: &str) {
        let script = format!("document.body.innerText.includes({})", json!(text));
        self.wait_for_truth(&format!("the text `{text}`"), &script);
    }

    /// Waits until a JavaScript expression is true.
    ///
    /// # Panics
    /// When it is not in time; the message has the page's text.
    pub fn wait_for_truth(&mut self, wanted: &str, script: &str) {
        let start = std::time::Instant::now();
        while !self.try_eval::<bool>(script).unwrap_or(false) {
            if start.elapsed() > super::PATIENCE {
                let text = self.try_eval::<String>("document.body.innerText");
                let errors = self.console_errors();
                panic!("waited for {wanted}\nthe page: {text:?}\nits console: {errors:#?}");
            }
            std::thread::sleep(std::time::Duration::from_millis(25));
        }
    }

    /// The visible text of the first such element.
    ///
    /// # Panics
    /// When there is none in time.
    pub fn text(&mut self, selector: &str) -> String {
        self.wait_for(selector);
        self.eval(&format!(
            "document.querySelector({}).innerText",
            json!(selector)
        ))
    }

    /// How many such elements there are.
    pub fn count(&mut self, selector: &str) -> usize {
        self.eval(&format!(
            "document.querySelectorAll({}).length",
            json!(selector)
        ))
    }

    /// Clicks, or taps on a touched screen, the first such element, where a person would.
    ///
    /// # Panics
    /// When there is none in time, or something else lies over it.
    pub fn click(&mut self, selector: &str) {
        self.wait_for(selector);
        let script = format!("(() => document.querySelector({}))()", json!(selector));
        self.click_on(selector, &script);
    }

    /// Clicks the smallest element among `selector` whose text contains `text`.
    ///
    /// # Panics
    /// As [`Page::click`].
    pub fn click_text(&mut self, selector: &str, text: &str) {
        let script = format!(
            "[...document.querySelectorAll({})]\
             .filter(it => it.innerText.includes({}) && it.getClientRects().length > 0)\
             .sort((a, b) => a.innerText.length - b.innerText.length)[0]",
            json!(selector),
            json!(text)
        );
        let wanted = format!("{selector} with the text `{text}`");
        self.wait_for_truth(&wanted, &format!("({script}) !== undefined"));
        self.click_on(&wanted, &script);
    }

    fn click_on(&mut self, wanted: &str, element: &str) {
        let script = format!(
            "(async () => {{
                const it = {element};
                it.scrollIntoView({{ block: 'center', behavior: 'instant' }});
                await new Promise(requestAnimationFrame);
                const box = it.getBoundingClientRect();
                const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
                const hit = document.elementFromPoint(x, y);
                const over = it.contains(hit) || hit?.contains(it) || it.labels?.[0]?.contains(hit);
                return [x, y, over ? '' : hit?.outerHTML.slice(0, 200) ?? 'nothing'];
            }})()"
        );
        let (x, y, over): (f64, f64, String) = self.eval(&script);
        assert!(
            over.is_empty(),
            "{wanted} cannot be clicked: over it lies {over}"
        );
        self.click_at(x, y);
    }

    /// Clicks or taps at a point of the screen.
    pub fn click_at(&mut self, x: f64, y: f64) {
        let kinds = match self.viewport.mobile {
            true => ["touchStart", "touchEnd"],
            false => ["mousePressed", "mouseReleased"],
        };
        for kind in kinds {
            self.point(kind, (x, y), None);
        }
    }

    /// Lets the page know where it is, within so many metres, as if the person had agreed.
    pub fn set_place(&mut self, latitude: f64, longitude: f64, accuracy: f64) {
        let place = json!({ "latitude": latitude, "longitude": longitude, "accuracy": accuracy });
        self.wire.call("Emulation.setGeolocationOverride", place);
    }

    /// Draws a line with the mouse, or with a finger on a touched screen, along points given as
    /// shares of the element's width and height.
    ///
    /// # Panics
    /// When there is no such element in time.
    pub fn draw(&mut self, selector: &str, points: &[(f64, f64)]) {
        self.wait_for(selector);
        let (left, top, width, height): (f64, f64, f64, f64) = self.eval(&format!(
            "(() => {{
                const it = document.querySelector({});
                it.scrollIntoView({{ block: 'center', behavior: 'instant' }});
                const box = it.getBoundingClientRect();
                return [box.x, box.y, box.width, box.height];
            }})()",
            json!(selector)
        ));
        let points = points
            .iter()
            .map(|(x, y)| (left + x * width, top + y * height));
        let points: Vec<(f64, f64)> = points.collect();
        let (Some(first), Some(last)) = (points.first(), points.last()) else {
            return;
        };
        let (down, moved, up) = match self.viewport.mobile {
            true => ("touchStart", "touchMove", "touchEnd"),
            false => ("mousePressed", "mouseMoved", "mouseReleased"),
        };
        // A finger that is lifted in the same instant flings the page, and the next tap stops it.
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.map_or(0.0, |it| it.as_secs_f64());
        let began = now - 0.1 * (points.len() as f64 + 1.0);
        self.point(down, *first, Some(began));
        let mut at = began;
        for point in &points {
            at += 0.1;
            self.point(moved, *point, Some(at));
        }
        self.point(up, *last, Some(now));
    }

    /// What a mouse or a finger does at a point of the screen, in seconds since 1970 or now.
    fn point(&mut self, kind: &str, (x, y): (f64, f64), at: Option<f64>) {
        if kind.starts_with("touch") {
            let touched = json!([{ "x": x, "y": y }]);
            let points = if kind == "touchEnd" {
                json!([])
            } else {
                touched
            };
            let mut event = json!({ "type": kind, "touchPoints": points });
            if let Some(at) = at {
                event["timestamp"] = json!(at);
            }
            self.wire.call("Input.dispatchTouchEvent", event);
        } else {
            let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": 1,
                "clickCount": 1 });
            self.wire.call("Input.dispatchMouseEvent", event);
        }
    }

    /// Clicks into a field and types after what is there.
    ///
    /// # Panics
    /// As [`Page::click`].
    pub fn type_into(&mut self, selector: &str, text: &str) {
        self.click(selector);
        self.wire.call("Input.insertText", json!({ "text": text }));
    }

    /// Presses a key: one character, or a name such as `Enter`, `Tab`, `Escape` or `ArrowDown`.
    ///
    /// # Panics
    /// When the name is not known.
    pub fn press(&mut self, key: &str) {
        let (code, text) = super::keys::code_and_text(key);
        for kind in ["keyDown", "keyUp"] {
            let mut event = json!({ "type": kind, "key": key, "windowsVirtualKeyCode": code });
            if kind == "keyDown" && !text.is_empty() {
                event["text"] = json!(text);
            }
            self.wire.call("Input.dispatchKeyEvent", event);
        }
    }

    /// Chooses files in a file input.
    ///
    /// # Panics
    /// When there is no such input.
    pub fn choose_files(&mut self, selector: &str, files: &[&Path]) {
        let find = json!({ "expression": format!("document.querySelector({})", json!(selector)) });
        let found = self.wire.call("Runtime.evaluate", find);
        let object = &found["result"]["objectId"];
        assert!(object.is_string(), "found no {selector}");
        let params = json!({ "files": files, "objectId": object });
        self.wire.call("DOM.setFileInputFiles", params);
    }

    /// Drags files from outside over an element and holds them there until the page shows
    /// `shown`; they are let go by [`Page::drop_files`].
    ///
    /// # Panics
    /// When there is no such element in time, or nothing is shown.
    pub fn drag_files(&mut self, selector: &str, files: &[&Path], shown: &str) {
        self.drag(selector, files, "dragEnter");
        let script = format!("document.querySelector({}) !== null", json!(shown));
        wait_until(shown, || {
            // Whoever holds files over a page moves them all the time, and a browser tells a page
            // that has not been painted yet nothing of the first moves.
            self.drag(selector, files, "dragOver");
            self.eval::<bool>(&script).then_some(())
        });
    }

    /// Lets files go over an element, after [`Page::drag_files`].
    ///
    /// # Panics
    /// When there is no such element in time.
    pub fn drop_files(&mut self, selector: &str, files: &[&Path]) {
        self.drag(selector, files, "drop");
    }

    fn drag(&mut self, selector: &str, files: &[&Path], kind: &str) {
        self.wait_for(selector);
        let (x, y): (f64, f64) = self.eval(&format!(
            "(() => {{
                const box = document.querySelector({}).getBoundingClientRect();
                return [box.x + box.width / 2, box.y + Math.min(box.height, innerHeight) / 2];
            }})()",
            json!(selector)
        ));
        let data = json!({ "items": [], "files": files, "dragOperationsMask": 1 });
        let event = json!({ "type": kind, "x": x, "y": y, "data": data });
        self.wire.call("Input.dispatchDragEvent", event);
    }

    /// Runs a script in every page that is loaded from now on, before any other.
    pub fn run_first(&mut self, script: &str) {
        let params = json!({ "source": script });
        self.wire
            .call("Page.addScriptToEvaluateOnNewDocument", params);
    }

    /// Everything the console shows in red: thrown errors, failed requests, refused content.
    pub fn console_errors(&mut self) -> Vec<String> {
        self.wire.events().iter().filter_map(error_in).collect()
    }

    /// Bytes received for this page so far, headers and compression as on the network.
    pub fn received_bytes(&mut self) -> u64 {
        let events = self.wire.events().iter();
        let finished = events.filter(|event| event.method == "Network.loadingFinished");
        // Chromium counts in floating point; there are no fractions of bytes.
        finished
            .filter_map(|event| event.params["encodedDataLength"].as_f64())
            .sum::<f64>() as u64
    }

    /// Makes the processor this many times slower.
    pub fn slow_down(&mut self, times: f64) {
        self.wire
            .call("Emulation.setCPUThrottlingRate", json!({ "rate": times }));
    }

    /// Changes the network.
    pub fn set_network(&mut self, network: Network) {
        self.wire
            .call("Network.emulateNetworkConditions", network.conditions());
    }

    /// Refuses requests whose address matches, with `*` for anything.
    pub fn block(&mut self, pattern: &str) {
        self.wire
            .call("Network.setBlockedURLs", json!({ "urls": [pattern] }));
    }

    /// Sets the language the browser asks for, from the next load on.
    pub fn set_language(&mut self, language: &str) {
        let agent = self.eval::<String>("navigator.userAgent");
        let params = json!({ "userAgent": agent, "acceptLanguage": language });
        self.wire.call("Network.setUserAgentOverride", params);
    }

    /// Sets what the system says about dark mode.
    pub fn set_dark(&mut self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let feature = json!({ "name": "prefers-color-scheme", "value": value });
        self.wire.call(
            "Emulation.setEmulatedMedia",
            json!({ "features": [feature] }),
        );
    }

    /// Writes what is on the screen to `target/screenshots/<name>.png`.
    ///
    /// # Panics
    /// When the file cannot be written.
    pub fn screenshot(&mut self, name: &str) -> PathBuf {
        self.capture(name, json!({ "format": "png" }))
    }

    /// As [`Page::screenshot`], with everything below the screen too.
    ///
    /// # Panics
    /// When the file cannot be written.
    pub fn screenshot_whole(&mut self, name: &str) -> PathBuf {
        let size = &self.wire.call("Page.getLayoutMetrics", json!({}))["cssContentSize"];
        let clip =
            json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
        let params = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        self.capture(name, params)
    }

    fn capture(&mut self, name: &str, params: Value) -> PathBuf {
        let answer = self.wire.call("Page.captureScreenshot", params);
        let text = answer["data"].as_str().expect("a screenshot has data");
        let bytes = data_encoding::BASE64
            .decode(text.as_bytes())
            .expect("the data are base64");
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
        fs::create_dir_all(&dir).expect("a folder for screenshots can be made");
        let file = dir.join(format!("{name}.png"));
        fs::write(&file, bytes).expect("a screenshot can be written");
        file
    }
}

fn error_in(event: &Event) -> Option<String> {
    let Event { method, params } = event;
    match method.as_str() {
        "Runtime.exceptionThrown" => Some(params["exceptionDetails"].to_string()),
        "Runtime.consoleAPICalled" if params["type"] == "error" => Some(params["args"].to_string()),
        "Log.entryAdded" if params["entry"]["level"] == "error" => {
            let entry = &params["entry"];
            Some(format!("{} {}", entry["text"], entry["url"]))
        }
        _ => None,
    }
}
