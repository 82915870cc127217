//! From a control and its bind to a type of item.

use serde_json::{Map, Value, json};

use super::model::{Bind, Xml, attr};

/// The type word of an item, and the settings that come with it.
pub(super) struct Typed {
    pub(super) word: &'static str,
    pub(super) parameters: Map<String, Value>,
}

/// The type of a question.
pub(super) fn question(control: Xml, bind: &Bind, read_only: bool, computed: bool) -> Typed {
    let kind = bind
        .get("type")
        .map_or("string", |it| it.rsplit(':').next().unwrap_or(it));
    let mut parameters = Map::new();
    let word = match control.tag_name().name() {
        "select1" => "select_one",
        "select" => "select_multiple",
        "rank" => "rank",
        "trigger" => "acknowledge",
        "range" => {
            range(control, &mut parameters);
            "range"
        }
        "upload" => upload(control, bind, &mut parameters),
        _ => input(kind, read_only && !computed),
    };
    let numbers = [
        ("rows", "rows"),
        ("accuracyThreshold", "capture_accuracy"),
        ("unacceptableAccuracyThreshold", "warning_accuracy"),
    ];
    for (attribute, name) in numbers {
        if let Some(number) = attr(control, attribute).and_then(number) {
            parameters.insert(name.into(), number);
        }
    }
    if word == "text"
        && !parameters.contains_key("rows")
        && attr(control, "appearance").is_some_and(|it| it.contains("multiline"))
    {
        parameters.insert("rows".into(), json!(4));
    }
    if attr(control, "incremental") == Some("true") && word.starts_with("geo") {
        parameters.insert("incremental".into(), json!(true));
    }
    if let Some(kind @ ("audio" | "video")) = attr(control, "autoplay") {
        parameters.insert("autoplay".into(), json!(kind));
    }
    if let Some(mock) = bind.get("odk:allow-mock-accuracy") {
        parameters.insert("allow_mock_accuracy".into(), json!(mock == "true"));
    }
    if let Some(quality) = bind.get("odk:quality") {
        parameters.insert("quality".into(), json!(quality));
    }
    Typed { word, parameters }
}

fn input(kind: &str, is_note: bool) -> &'static str {
    match kind {
        "int" | "integer" => "integer",
        "decimal" => "decimal",
        "date" => "date",
        "time" => "time",
        "dateTime" => "datetime",
        "geopoint" => "geopoint",
        "geotrace" => "geotrace",
        "geoshape" => "geoshape",
        "barcode" => "barcode",
        _ if is_note => "note",
        _ => "text",
    }
}

fn number(text: &str) -> Option<Value> {
    let number: f64 = text.trim().parse().ok()?;
    // Whole numbers are written without decimals.
    if libm::trunc(number) == number && number.abs() < 9e15 {
        return Some(json!(number as i64));
    }
    serde_json::Number::from_f64(number).map(Value::Number)
}

fn range(control: Xml, parameters: &mut Map<String, Value>) {
    let read = |name: &str| attr(control, name).and_then(|it| it.trim().parse::<f64>().ok());
    let (start, end) = (read("start").unwrap_or(1.0), read("end").unwrap_or(10.0));
    let step = read("step").unwrap_or(1.0).abs();
    // A scale runs upward here.
    for (name, value) in [
        ("start", start.min(end)),
        ("end", start.max(end)),
        ("step", step),
    ] {
        if let Some(number) = number(&value.to_string()) {
            parameters.insert(name.into(), number);
        }
    }
    for (attribute, name) in [
        ("tick-interval", "tick_interval"),
        ("placeholder", "placeholder"),
    ] {
        if let Some(number) = attr(control, attribute).and_then(number) {
            parameters.insert(name.into(), number);
        }
    }
}

fn upload(control: Xml, bind: &Bind, parameters: &mut Map<String, Value>) -> &'static str {
    if let Some(pixels) = bind.get("orx:max-pixels").and_then(|it| number(it)) {
        parameters.insert("max_pixels".into(), pixels);
    }
    let accept = attr(control, "mediatype").unwrap_or_default();
    match accept.split('/').next().unwrap_or_default() {
        "image" => "image",
        "audio" => "audio",
        "video" => "video",
        _ => {
            if !accept.is_empty() && accept != "application/*" {
                parameters.insert("accept".into(), json!(accept));
            }
            "file"
        }
    }
}

/// The type of a value that nobody is asked for.
pub(super) fn silent(bind: &Bind) -> &'static str {
    let preload = bind.get("jr:preload").map(String::as_str);
    let what = bind.get("jr:preloadParams").map_or("", String::as_str);
    match (preload, what) {
        (Some("timestamp"), "start") => "start",
        (Some("timestamp"), "end") => "end",
        (Some("date"), "today") => "today",
        (Some("property"), "deviceid" | "uri:deviceid") => "deviceid",
        (Some("property"), "username" | "uri:username") => "username",
        (Some("property"), "phonenumber" | "uri:phonenumber") => "phonenumber",
        (Some("property"), "email" | "uri:email") => "email",
        _ if bind.contains_key("calculate") => "calculate",
        _ => "hidden",
    }
}
