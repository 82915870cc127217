//! Entry of the web worker, where the heavy work runs.

use wasm_bindgen::JsCast;
use web_sys::DedicatedWorkerGlobalScope;

fn main() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    // Posting to the page that made us fails only for values that cannot be copied; text can.
    scope
        .post_message(&"ready".into())
        .expect("text can be posted");
}
