//! Fields of SurveyJS's JSON, and the pointers of their places.

use serde_json::Value;

/// A pointer to a field.
pub(super) fn below(at: &str, key: &str) -> String {
    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// A field that is a text and not blank.
pub(super) fn string<'v>(of: &'v Value, key: &str) -> Option<&'v str> {
    let found = of.get(key).and_then(Value::as_str);
    found.filter(|it| !it.trim().is_empty())
}

/// A field that is true; older forms write `"true"`, too.
pub(super) fn flag(of: &Value, key: &str) -> bool {
    or_flag(of, key, false)
}

/// A truth, with what holds without it.
pub(super) fn or_flag(of: &Value, key: &str, without: bool) -> bool {
    match of.get(key) {
        Some(Value::Bool(it)) => *it,
        Some(Value::String(words)) => words == "true",
        Some(Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_)) | None => without,
    }
}

/// A field that is a number, or a text that is one.
pub(super) fn number(of: &Value, key: &str) -> Option<f64> {
    match of.get(key)? {
        Value::Number(it) => it.as_f64(),
        Value::String(words) => words.trim().parse().ok().filter(|it: &f64| it.is_finite()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A field that is a list.
pub(super) fn list<'v>(of: &'v Value, key: &str) -> &'v [Value] {
    let found = of.get(key).and_then(Value::as_array);
    found.map(Vec::as_slice).unwrap_or_default()
}

/// The type of a question. Fields of `multipletext` and old forms leave it out.
pub(super) fn kind_of(of: &Value) -> &str {
    string(of, "type").unwrap_or("text")
}

/// What a page, a panel or a template holds, with the key it stands under.
pub(super) fn elements(of: &Value) -> (&'static str, &[Value]) {
    for key in ["elements", "questions"] {
        if of.get(key).is_some() {
            return (key, list(of, key));
        }
    }
    ("elements", &[])
}

/// What a `paneldynamic` repeats.
pub(super) fn template(of: &Value) -> (String, &[Value]) {
    match of.get("templateElements") {
        Some(_) => ("templateElements".into(), list(of, "templateElements")),
        None => {
            let (key, found) = elements(of.get("template").unwrap_or(&Value::Null));
            (format!("template/{key}"), found)
        }
    }
}

/// A value of a `choices`, `rows` or `columns` entry.
pub(super) fn value_of(of: &Value) -> Option<String> {
    match of {
        Value::Object(map) => map.get("value").and_then(super::registry::text_of),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            super::registry::text_of(of)
        }
    }
}
