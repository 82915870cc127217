//! Keys in a search field and the list below it: arrows walk through the list, Home and End go to
//! its ends, Enter in the field picks the first match, Escape goes back to the field.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

const OPTION: &str = "[role=option]:not([disabled])";

/// Does what a key means in a list, and whether it means anything.
pub(super) fn moved(list: &Element, target: &Element, key: &str) -> bool {
    let field = list.query_selector("input").ok().flatten();
    let Some(field) = field.and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) else {
        return false;
    };
    let options = options(list);
    let at = options.iter().position(|it| **it == *target);
    let to = match (key, at) {
        ("ArrowDown", None) => options.first(),
        ("ArrowDown", Some(at)) => options.get(at + 1).or(options.last()),
        ("ArrowUp", Some(at)) if at > 0 => options.get(at - 1),
        ("ArrowUp", Some(_)) | ("Escape", Some(_)) => Some(field.as_ref()),
        ("Home", Some(_)) => options.first(),
        ("End", Some(_)) => options.last(),
        ("Enter", None) if !field.value().trim().is_empty() => {
            if let Some(first) = options.first() {
                first.click();
            }
            return true;
        }
        (_, _) => None,
    };
    if let Some(to) = to {
        // Fails where the element has no focus, which these all have.
        let _ = to.focus();
    }
    to.is_some()
}

fn options(list: &Element) -> Vec<HtmlElement> {
    let Ok(found) = list.query_selector_all(OPTION) else {
        return Vec::new();
    };
    let nodes = (0..found.length()).filter_map(|it| found.get(it));
    nodes.filter_map(|it| it.dyn_into().ok()).collect()
}
