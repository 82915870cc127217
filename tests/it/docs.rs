//! Lists in `docs/` that come from tables in the code.
//!
//! `UPDATE_EXPECT=1 cargo test -p minyi-tests --test it docs` writes them again.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde_json::Value;
use survey_core::format::survey;

/// Holds the part of a document between two marks against what the code says.
fn check(file: &str, mark: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../docs")
        .join(file);
    let text = fs::read_to_string(&path).expect("the document is there");
    let (start, end) = (
        format!("<!-- {mark} -->\n"),
        format!("<!-- end of {mark} -->"),
    );
    let (before, rest) = text.split_once(&start).expect("the first mark");
    let (found, after) = rest.split_once(&end).expect("the last mark");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, format!("{before}{start}{wanted}{end}{after}"))
            .expect("docs/ is writable");
    } else {
        assert!(
            found == wanted,
            "{file} is out of date: run with UPDATE_EXPECT=1"
        );
    }
}

/// What a field holds, in words.
fn holds(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        return format!("[{0}](#{0})", name.rsplit('/').next().unwrap_or(name));
    }
    if let Some(words) = schema["enum"].as_array() {
        let words = words
            .iter()
            .map(|it| format!("`{}`", it.as_str().unwrap_or_default()));
        let words: Vec<String> = words.collect();
        return words.join(", ");
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let is_text = any
            .iter()
            .any(|it| it["additionalProperties"]["type"] == "string");
        let shapes: Vec<String> = any.iter().map(holds).collect();
        return if is_text {
            "words".into()
        } else {
            shapes.join(" or ")
        };
    }
    match &schema["type"] {
        Value::Array(_) => "true, false or an expression".into(),
        Value::String(kind) => match kind.as_str() {
            "array" => format!("list of {}", holds(&schema["items"])),
            "object" => format!("by name: {}", holds(&schema["additionalProperties"])),
            "integer" => "whole number".into(),
            other => other.into(),
        },
        _ => "anything".into(),
    }
}

#[test]
fn the_fields_of_questionnaires_are_current() {
    let schema = survey::schema();
    let mut text = String::new();
    for (name, object) in schema["$defs"].as_object().expect("definitions") {
        write!(
            text,
            "\n### {name}\n\n| field | holds | meaning |\n|---|---|---|\n"
        )
        .expect("a string");
        let required = object["required"].as_array().expect("a list");
        for (field, shape) in object["properties"].as_object().expect("fields") {
            let star = if required.iter().any(|it| it == field) {
                " (needed)"
            } else {
                ""
            };
            let meaning = shape["description"].as_str().unwrap_or_default();
            writeln!(text, "| `{field}`{star} | {} | {meaning} |", holds(shape)).expect("a string");
        }
    }
    text.push('\n');
    check("format.md", "fields", &text);
}
