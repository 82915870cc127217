//! Heavy work, away from the page: the worker holds every loaded response and answers questions.
//!
//! [`protocol`] is what both ends say, [`engine`] does the work, [`Runner`] does one long piece
//! after the other and lets short questions in between. The page talks through
//! [`crate::shell`], which runs the same runner by itself where no worker starts.

pub mod engine;
pub mod protocol;
mod runner;

pub use runner::{Runner, pack, unpack};

use std::rc::Rc;

use protocol::Reply;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};

/// What the worker says when it can be asked.
pub const READY: &str = "ready";

/// Longest stretch of work between two looks at what the page wants, in milliseconds.
const SLICE: f64 = 50.0;

/// Lets the page ask from now on. Called once, in the worker.
pub fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let out = scope.clone();
    let post = move |reply: &Reply, blob: Option<Blob>| {
        // Posting fails only for values that cannot be copied; text and blobs can.
        let _ = out.post_message(&pack(reply, blob.as_ref()));
    };
    let runner = Rc::new(Runner::new(SLICE, Box::new(post)));
    let onmessage = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some((request, blob)) = unpack(&event.data()) {
            runner.take(request, blob);
        }
    });
    scope.set_onmessage(Some(onmessage.into_js_value().unchecked_ref()));
    let _ = scope.post_message(&READY.into());
}
