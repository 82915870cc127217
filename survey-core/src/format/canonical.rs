//! Canonical JSON (RFC 8785, JCS) and digests over it.
//!
//! Two documents that say the same have the same canonical bytes, whatever wrote them; so a digest
//! over these bytes names what a document says. There are three ways to the bytes: [`write`] from
//! a tree; [`Object`] from fields, for what this program says itself; and [`Rewriter`] from text
//! without a tree, for files that are larger than memory likes.

mod object;
#[cfg(feature = "authoring")]
mod rewrite;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::fmt::Write;

#[cfg(feature = "authoring")]
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

pub use object::{Object, list, number, string};
#[cfg(feature = "authoring")]
pub use rewrite::{Member, Rewriter};

use crate::base::number::{self, Digits};
use crate::response::Digest;

/// The canonical text of a document.
#[cfg(feature = "authoring")]
pub fn write(document: &Value) -> String {
    let mut out = String::new();
    write_value(document, &mut out);
    out
}

/// SHA-256 over the canonical text, in hexadecimal.
#[cfg(feature = "authoring")]
pub fn digest(document: &Value) -> String {
    digest_of(&[write(document).as_bytes()]).to_string()
}

/// Gives an object its `digest`: over its canonical text without that field.
#[cfg(feature = "authoring")]
pub fn seal(object: &mut Map<String, Value>) {
    object.remove("digest");
    let mut out = String::new();
    write_object(object, &mut out);
    let digest = digest_of(&[out.as_bytes()]).to_string();
    object.insert("digest".into(), digest.into());
}

/// SHA-256 over these bytes, one after the other.
pub(super) fn digest_of(parts: &[&[u8]]) -> Digest {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    Digest::new(hash.finalize().into())
}

#[cfg(feature = "authoring")]
fn write_value(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => {
            write_number(number.as_f64().expect("JSON numbers are doubles here"), out);
        }
        Value::String(text) => write_string(text, out),
        Value::Array(values) => {
            out.push('[');
            for (idx, value) in values.iter().enumerate() {
                if idx > 0 {
                    out.push(',');
                }
                write_value(value, out);
            }
            out.push(']');
        }
        Value::Object(members) => write_object(members, out),
    }
}

#[cfg(feature = "authoring")]
fn write_object(members: &Map<String, Value>, out: &mut String) {
    let mut sorted: Vec<(&String, &Value)> = members.iter().collect();
    sorted.sort_by(|one, other| utf16_order(one.0.as_bytes(), other.0.as_bytes()));
    out.push('{');
    for (idx, (key, value)) in sorted.into_iter().enumerate() {
        if idx > 0 {
            out.push(',');
        }
        write_string(key, out);
        out.push(':');
        write_value(value, out);
    }
    out.push('}');
}

/// Writes a string with the fewest escapes that JSON allows.
pub(super) fn write_string(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(|it| matches!(it, '"' | '\\' | '\0'..='\u{1f}')) {
        out.push_str(&rest[..at]);
        escape(rest.as_bytes()[at], out);
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.push('"');
}

fn escape(byte: u8, out: &mut String) {
    match byte {
        b'"' => out.push_str("\\\""),
        b'\\' => out.push_str("\\\\"),
        0x08 => out.push_str("\\b"),
        0x0c => out.push_str("\\f"),
        b'\n' => out.push_str("\\n"),
        b'\r' => out.push_str("\\r"),
        b'\t' => out.push_str("\\t"),
        _ => write!(out, "\\u{byte:04x}").expect("a string takes everything"),
    }
}

/// Writes a finite number as ECMAScript does (ECMA-262, Number::toString).
pub(super) fn write_number(number: f64, out: &mut String) {
    // ECMAScript writes an exponent only beyond these.
    if number == 0.0 || (1e-6..1e21).contains(&number.abs()) {
        return out.push_str(&number::plain(number));
    }
    let Digits { digits, point } = Digits::of(number.abs());
    if number < 0.0 {
        out.push('-');
    }
    let (first, rest) = digits.split_at(1);
    out.extend([first, if rest.is_empty() { "" } else { "." }, rest]);
    let sign = if point > 0 { "+" } else { "-" };
    let exponent = (point - 1).unsigned_abs().to_string();
    out.extend(["e", sign, &exponent]);
}

/// Compares UTF-8 texts by their UTF-16 code units, as RFC 8785 §3.2.3 sorts keys.
fn utf16_order(one: &[u8], other: &[u8]) -> Ordering {
    // UTF-8 sorts like code points. UTF-16 differs in one thing: surrogates (lead byte 0xf0 and
    // up) come before U+E000 to U+FFFF (lead bytes 0xee and 0xef).
    let rank = |byte: u8| {
        if matches!(byte, 0xee | 0xef) {
            byte + 0x10
        } else {
            byte
        }
    };
    let differ = one.iter().zip(other).find(|(one, other)| one != other);
    match differ {
        Some((one, other)) => rank(*one).cmp(&rank(*other)),
        None => one.len().cmp(&other.len()),
    }
}
