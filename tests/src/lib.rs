//! Test harness: what the tests of more than one level share.

#[cfg(not(target_arch = "wasm32"))]
pub mod browser;
