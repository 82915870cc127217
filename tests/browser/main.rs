//! What only a browser does: mounting, and later focus, storage and workers.
//! `cargo xtask test --only wasm` runs it in headless Chromium.
#![cfg(target_arch = "wasm32")]

mod cases;
mod pages;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
