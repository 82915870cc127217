//! Questions that take one answer: fields, choices, scales, files.

use serde_json::{Map, Value, json};

use super::items::{Item, Maker};
use super::read::{below, flag, number, string};
use super::registry::{Entry, Kind};
use super::translate::{Scope, literal};

impl Maker<'_> {
    /// A parameter of an item.
    pub(super) fn parameter(item: &mut Item, key: &str, value: Value) {
        let parameters = item.entry("parameters").or_insert_with(|| json!({}));
        parameters[key] = value;
    }

    pub(super) fn longest(&mut self, of: &Value, item: &mut Item) {
        if let Some(max) = number(of, "maxLength").filter(|it| *it >= 1.0) {
            Self::parameter(item, "max_length", json!(max.min(1e6) as u32));
        }
    }

    pub(super) fn text_field(&mut self, of: &Value, at: &str, scope: &Scope, item: &mut Item) {
        let input = string(of, "inputType").unwrap_or("text");
        let kind = match input {
            "number" => "decimal",
            "range" => "range",
            "date" => "date",
            "datetime" | "datetime-local" => "datetime",
            "time" => "time",
            _ => "text",
        };
        item.insert("type".into(), json!(kind));
        match input {
            "range" => {
                let point = |key, without| number(of, key).unwrap_or(without);
                let step = point("step", 1.0).max(1e-6);
                self.scale_of(at, point("min", 0.0), point("max", 100.0), step, item);
            }
            "tel" => {
                item.insert("appearance".into(), json!("numbers"));
            }
            "month" | "week" | "color" | "password" => {
                let text = match input {
                    "month" => "a month is asked as a text here, such as 2026-03",
                    "week" => "a week is asked as a text here, such as 2026-W10",
                    "color" => "a colour is asked as a text here, such as #ff0000",
                    _ => "what is typed is shown here, and not covered as a password",
                };
                self.warn("input-type", &below(at, "inputType"), text.to_owned());
            }
            _ => {}
        }
        self.longest(of, item);
        let backwards = number(of, "min").zip(number(of, "max"));
        if kind == "decimal" && !backwards.is_some_and(|it| it.0 > it.1) {
            for key in ["min", "max"] {
                if let Some(limit) = number(of, key) {
                    Self::parameter(item, key, json!(limit));
                }
            }
        }
        self.limits(of, at, scope, input, item);
    }

    pub(super) fn select(
        &mut self,
        of: &Value,
        at: &str,
        scope: &Scope,
        entry: &Entry,
        item: &mut Item,
    ) {
        let many = entry.kind.is_many();
        if entry.kind == Kind::Text {
            self.warn(
                "choices-missing",
                at,
                "its choices are not in the form, so it is asked as a text".into(),
            );
        } else {
            item.insert(
                "type".into(),
                json!(if many {
                    "select_multiple"
                } else {
                    "select_one"
                }),
            );
        }
        self.choices(of, at, entry, scope, item);
        let has_list = item.contains_key("choices") || item.contains_key("choices_from");
        if !has_list {
            item.insert("type".into(), json!("text"));
            item.remove("choice_filter");
            return;
        }
        let columns = number(of, "colCount").filter(|it| *it >= 2.0 && *it <= 10.0);
        let appearance = match (super::read::kind_of(of), columns) {
            ("dropdown" | "tagbox", _) => Some("minimal".to_owned()),
            ("buttongroup", _) => Some("columns-pack".to_owned()),
            ("imagepicker", _) => Some("columns".to_owned()),
            (_, Some(columns)) => Some(format!("columns-{columns}")),
            (_, None) if number(of, "colCount") == Some(0.0) => Some("columns-pack".to_owned()),
            (_, None) => None,
        };
        if let Some(it) = appearance {
            item.insert("appearance".into(), json!(it));
        }
        if many {
            for (key, other, to) in [
                ("minSelectedChoices", "minSelectedAreas", "min"),
                ("maxSelectedChoices", "maxSelectedAreas", "max"),
            ] {
                let limit = number(of, key).or_else(|| number(of, other));
                if let Some(limit) = limit.filter(|it| *it >= 1.0) {
                    Self::parameter(item, to, json!(limit));
                }
            }
        }
        if super::read::kind_of(of) == "imagemap" {
            self.warn("imagemap", at, "the areas of the picture are offered as choices in words; the picture cannot be touched".into());
        }
    }

    /// A scale; one with too many points, or none, is a number.
    pub(super) fn scale_of(&mut self, at: &str, start: f64, end: f64, step: f64, item: &mut Item) {
        if (2.0..=1_001.0).contains(&((end - start) / step + 1.0)) {
            item.insert("type".into(), json!("range"));
            let parameters = json!({"start": start, "end": end, "step": step});
            item.insert("parameters".into(), parameters);
            return;
        }
        item.insert("type".into(), json!("decimal"));
        if start <= end {
            item.insert("parameters".into(), json!({"min": start, "max": end}));
        }
        let text = "a scale has 2 to 1001 points here; this one is asked as a number";
        self.warn("scale", at, text.to_owned());
    }

    pub(super) fn slider(
        &mut self,
        of: &Value,
        at: &str,
        scope: &Scope,
        entry: &Entry,
        item: &mut Item,
    ) {
        let point = |key, without| number(of, key).unwrap_or(without);
        let step = point("step", 1.0).max(1e-6);
        let (start, end) = (point("min", 0.0), point("max", 100.0));
        if entry.kind == Kind::Number {
            self.scale_of(at, start, end, step, item);
            self.limits(of, at, scope, "range", item);
            return;
        }
        item.insert("type".into(), json!("group"));
        item.insert("appearance".into(), json!("field-list"));
        let required = item.remove("required");
        let mut ends = Vec::new();
        for (which, word) in [("from", "≥"), ("to", "≤")] {
            let name = self
                .registry
                .at(&format!("{at}/{which}"))
                .map(|it| it.ours.clone());
            let mut inner = Map::new();
            inner.insert("name".into(), json!(name));
            inner.insert("label".into(), json!(word));
            self.scale_of(at, start, end, step, &mut inner);
            if let Some(it) = &required {
                inner.insert("required".into(), it.clone());
            }
            if let (Some(from), "to") = (self.registry.at(&format!("{at}/from")), which) {
                let text = format!(". >= ${{{}}} or ${{{}}} = ''", from.ours, from.ours);
                inner.insert("constraint".into(), json!(text));
            }
            ends.push(Value::Object(inner));
        }
        item.insert("items".into(), Value::Array(ends));
        Self::group_only(item);
    }

    /// Takes away what a group cannot have.
    pub(super) fn group_only(item: &mut Item) -> Option<Value> {
        item.remove("required_message");
        item.remove("required");
        item.remove("parameters");
        item.remove("read_only")
    }

    pub(super) fn file(&mut self, of: &Value, at: &str, item: &mut Item) {
        let types = string(of, "acceptedTypes").unwrap_or_default();
        let camera = string(of, "sourceType") == Some("camera");
        let categories = super::read::list(of, "acceptedCategories");
        let only_images = categories.len() == 1 && categories[0] == json!("image");
        let images = types.starts_with("image/") && !types.contains(',');
        let image = images || camera || only_images;
        item.insert("type".into(), json!(if image { "image" } else { "file" }));
        if !types.is_empty() && !image {
            Self::parameter(item, "accept", json!(types));
        }
        if flag(of, "allowMultiple") {
            self.warn(
                "file-multiple",
                &below(at, "allowMultiple"),
                "one file can be given here, not several".into(),
            );
        }
        if number(of, "maxSize").is_some_and(|it| it > 0.0) {
            self.warn(
                "file-size",
                &below(at, "maxSize"),
                "the size of files is not limited here".into(),
            );
        }
    }

    /// The value a question begins with.
    pub(super) fn first_value(
        &mut self,
        of: &Value,
        at: &str,
        scope: &Scope,
        entry: &Entry,
        item: &mut Item,
    ) {
        let given = self.given_defaults.remove(&entry.ours);
        let value = of.get("defaultValue").cloned().or(given);
        if let Some(value) = value.filter(|it| !it.is_null()) {
            match default_text(&value, entry) {
                Some(text) if item.get("type") != Some(&json!("note")) => {
                    item.insert("default".into(), json!(text));
                }
                _ => {
                    let text =
                        "this first value has no counterpart here; the question begins blank"
                            .to_owned();
                    self.warn("default", &below(at, "defaultValue"), text);
                }
            }
        }
        self.sets(of, at, scope, entry, item);
    }
}

/// A plain value as an expression.
pub(super) fn default_text(value: &Value, entry: &Entry) -> Option<String> {
    let code = |it: &Value| {
        let text = super::registry::text_of(it)?;
        let choice = matches!(
            entry.kind,
            Kind::One | Kind::Many | Kind::Rank | Kind::Truth
        );
        match entry.code(&text) {
            Some(code) => Some(code.to_owned()),
            None if choice && !entry.codes.is_empty() => {
                // A boolean question's own words stand for its values, too.
                let place = ["true", "false"].iter().position(|it| *it == text)?;
                let yes_no = entry.kind == Kind::Truth;
                yes_no.then(|| entry.codes.get(place).map(|it| it.code.clone()))?
            }
            None => Some(text),
        }
    };
    match value {
        Value::Array(list) if entry.kind.is_many() => {
            let codes: Option<Vec<String>> = list.iter().map(code).collect();
            codes.map(|it| literal(&it.join(" ")))
        }
        Value::Number(number) if entry.kind == Kind::Number => Some(number.to_string()),
        Value::String(_) | Value::Number(_) | Value::Bool(_) => code(value).map(|it| literal(&it)),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
