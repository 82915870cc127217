//! The page around the program: its address, language, looks, focus and what it knows of the
//! browser.

use gloo_events::EventListener;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, EventTarget, HtmlElement, Window};

use crate::dom::paint::Canvas;
use crate::locale::Tongue;
use crate::session::Focus;
use crate::settings::{TextSize, Theme};

fn window() -> Window {
    web_sys::window().expect("a page has a window")
}

fn document() -> Document {
    window().document().expect("a window has a document")
}

/// The address behind the `#`.
pub fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

/// Goes to another address of this page.
pub fn go(hash: &str) {
    // Fails in frames of other sites only.
    let _ = window().location().set_hash(hash);
}

/// Goes there, and lets the way back leave out the place where this was.
pub fn readdress(hash: &str) {
    // Fails in frames of other sites only.
    let _ = window().location().replace(hash);
}

/// The language that the browser asks for.
pub fn tongue() -> Tongue {
    let asked = window().navigator().language();
    asked
        .and_then(|it| Tongue::from_tag(&it))
        .unwrap_or(Tongue::En)
}

/// Whether there is room for whole sections.
pub fn is_wide() -> bool {
    let query = window().match_media("(min-width: 700px)").ok().flatten();
    query.is_some_and(|it| it.matches())
}

const DARK: &str = "(prefers-color-scheme: dark)";

/// Whether the browser asks for light on dark.
pub fn is_dark() -> bool {
    let query = window().match_media(DARK).ok().flatten();
    query.is_some_and(|it| it.matches())
}

/// Calls back whenever the browser asks for other colours, for the life of the page.
pub fn listen_dark(callback: impl FnMut() + 'static) {
    if let Ok(Some(query)) = window().match_media(DARK) {
        let closure = Closure::<dyn FnMut()>::new(callback).into_js_value();
        query.set_onchange(Some(closure.unchecked_ref()));
    }
}

/// Whether the page is open in WeChat's own browser.
pub fn in_wechat() -> bool {
    window()
        .navigator()
        .user_agent()
        .is_ok_and(|it| it.contains("MicroMessenger"))
}

/// Tells style sheets and readers aloud how the page is set.
pub fn dress(tongue: Tongue, theme: Theme, text: TextSize) {
    let Some(root) = document().document_element() else {
        return;
    };
    for (name, value) in [
        ("lang", tongue.tag()),
        ("data-theme", theme.name()),
        ("data-text", text.name()),
    ] {
        // Fails for names that are no names only.
        let _ = root.set_attribute(name, value);
    }
}

/// The title of the page.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// The element that holds everything.
///
/// # Panics
/// When the document has no element `app`: every page of ours has one.
pub fn root() -> Element {
    let root = document().get_element_by_id("app");
    root.expect("the page has an element `app`")
}

/// The whole page, to be painted in place of its waiting text.
pub fn canvas<M: Clone>() -> Canvas<M> {
    Canvas::new(document(), root())
}

/// Tells tests and tools that the program runs.
pub fn ready() {
    if let Some(body) = document().body() {
        let _ = body.set_attribute("data-ready", "");
    }
}

/// Puts the focus somewhere.
pub fn focus(focus: &Focus) {
    match focus {
        Focus::Heading => {
            window().scroll_to_with_x_and_y(0.0, 0.0);
            focus_first("[data-heading]", true);
        }
        Focus::Question(place) => {
            // Places hold letters, digits, `[`, `]`, `/`, `_`, `-` and `.`: none ends a string.
            let question = format!("[data-place=\"{place}\"]");
            if let Some(question) = find(&question) {
                question.scroll_into_view();
            }
            let controls = [
                "input:checked",
                "input:not([type=file])",
                "textarea",
                "button",
            ];
            let control = controls
                .iter()
                .map(|it| format!("{question} {it}:not([disabled])"));
            if let Some(control) = control.into_iter().find(|it| find(it).is_some()) {
                focus_first(&control, false);
            }
        }
    }
}

fn find(selector: &str) -> Option<Element> {
    // An engine that does not know the selector finds nothing.
    document().query_selector(selector).ok().flatten()
}

fn focus_first(selector: &str, quietly: bool) {
    let Some(element) = find(selector).and_then(|it| it.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    if quietly {
        let _ = element.class_list().add_1("quiet-focus");
    }
    let _ = element.focus();
}

/// Calls back for the life of the page.
pub fn listen(event: &'static str, callback: impl FnMut() + 'static) {
    let target: EventTarget = match event {
        "visibilitychange" => document().into(),
        _ => window().into(),
    };
    let mut callback = callback;
    EventListener::new(&target, event, move |_| callback()).forget();
}

/// Asks the browser not to clear what is stored when space runs low. It may say no.
pub fn keep_storage() {
    // Old engines have no storage manager, and then nothing to ask.
    let navigator = window().navigator();
    let manager = js_sys::Reflect::get(&navigator, &"storage".into()).unwrap_or_default();
    if !manager.is_undefined() {
        let _ = navigator.storage().persist();
    }
}

/// How the browser describes itself and the machine.
#[cfg(feature = "workspace")]
pub fn machine() -> String {
    window().navigator().user_agent().unwrap_or_default()
}

/// Opens the browser's printing.
#[cfg(feature = "workspace")]
pub fn print() {
    // A browser without printing does nothing.
    let _ = window().print();
}

/// Offers a text as a file.
pub fn save_file(name: &str, text: &str) -> Option<()> {
    let parts = js_sys::Array::of1(&text.into());
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("application/json");
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    save_blob(name, &blob)
}

/// An address for bytes, until [`forget`] or the end of the page.
#[cfg(feature = "workspace")]
pub fn address(blob: &web_sys::Blob) -> Option<String> {
    web_sys::Url::create_object_url_with_blob(blob).ok()
}

/// Ends an address.
#[cfg(feature = "workspace")]
pub fn forget(address: &str) {
    let _ = web_sys::Url::revoke_object_url(address);
}

/// Offers bytes as a file.
pub fn save_blob(name: &str, blob: &web_sys::Blob) -> Option<()> {
    let address = web_sys::Url::create_object_url_with_blob(blob).ok()?;
    let link: web_sys::HtmlAnchorElement = document().create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    web_sys::Url::revoke_object_url(&address).ok()
}
