//! Digests of documents.

use std::fmt::Write;

use serde_json::Value;
use sha2::{Digest, Sha256};

/// SHA-256 over the JSON with sorted keys and no spaces, in hexadecimal.
pub fn digest(document: &Value) -> String {
    let hash = Sha256::digest(document.to_string().as_bytes());
    hash.iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            write!(text, "{byte:02x}").expect("a string takes everything");
            text
        })
}
