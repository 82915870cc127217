//! Settings of a question that concern how it is asked.

use serde_json::Value;

use super::super::super::import::Place;
use super::Writer;
use super::sheets::Cells;
use super::words::WordsAt;
use crate::base::{Text, number};
use crate::questionnaire::{Item, Kind};

impl Writer<'_> {
    pub(super) fn parameters(&mut self, cells: &mut Cells, source: &Value, item: &Item, at: &str) {
        if let Some(select) = item.kind.select()
            && select.randomize
            && cells.get("type") != Some("text")
        {
            cells.parameter("randomize", "true");
            if let Some(seed) = &select.seed {
                let seed = self.seed(seed.source(), item, at);
                cells.parameter("seed", &seed);
            }
        }
        if let Kind::Range(range) = &item.kind {
            for (key, value) in [
                ("start", range.start),
                ("end", range.end),
                ("step", range.step),
            ] {
                cells.parameter(key, &number::plain(value));
            }
            if !range.start_label.is_empty() || !range.end_label.is_empty() {
                self.end_labels(cells, item, at);
            }
        }
        if let Kind::Text(field) = &item.kind
            && field.rows > 1
        {
            cells.parameter("rows", &field.rows.to_string());
        }
        let written = &source["parameters"];
        let drawn = [
            "tick_interval",
            "tick_labelset",
            "placeholder",
            "max_pixels",
            "app",
            "quality",
            "capture_accuracy",
            "warning_accuracy",
            "allow_mock_accuracy",
            "incremental",
        ];
        for key in drawn {
            let text = match &written[key] {
                Value::Null | Value::Bool(false) | Value::Array(_) | Value::Object(_) => continue,
                Value::Bool(true) => "true".to_owned(),
                Value::Number(number) => number.to_string(),
                Value::String(text) => text.clone(),
            };
            let key = match key.starts_with("tick") {
                true => key.to_owned(),
                false => key.replace('_', "-"),
            };
            cells.parameter(&key, &text);
        }
        if let Some(autoplay) = written["autoplay"].as_str() {
            cells.set("autoplay", autoplay);
        }
        if let Some(accept) = written["accept"].as_str() {
            cells.set("body::accept", accept);
        }
    }

    /// XLSForm takes a number or an item as seed; anything else becomes a calculation.
    fn seed(&mut self, source: &str, item: &Item, at: &str) -> String {
        let source = self.expression(source.trim(), at);
        let is_item = source.starts_with("${") && source.ends_with('}') && !source.contains(' ');
        if is_item || source.parse::<f64>().is_ok() {
            return source;
        }
        let name = self.new_name(&format!("{}_seed", item.name));
        let mut cells = Cells::default();
        cells.set("type", "calculate");
        cells.set("name", name.clone());
        cells.set("calculation", source);
        self.before.push(cells);
        format!("${{{name}}}")
    }

    /// What the ends of a scale mean stands in the hint.
    fn end_labels(&mut self, cells: &mut Cells, item: &Item, at: &str) {
        let Kind::Range(range) = &item.kind else {
            return;
        };
        let form = self.form;
        let words = form.languages.iter().map(|language| {
            let own = item.hint.get(language, &form.default_language);
            let ends = [
                (range.start, &range.start_label),
                (range.end, &range.end_label),
            ];
            let ends = ends
                .into_iter()
                .filter(|it| !it.1.is_empty())
                .map(|(point, label)| {
                    let label = label.get(language, &form.default_language);
                    format!("{} = {label}", number::plain(point))
                });
            let ends: Vec<String> = ends.collect();
            let space = if own.is_empty() { "" } else { " " };
            (
                language.clone(),
                format!("{own}{space}{}", ends.join(" · ")),
            )
        });
        let hint = Text::from_pairs(words);
        let place = WordsAt {
            name: item.name.clone(),
            at: at.to_owned(),
        };
        self.words(cells, "hint", &hint, &place);
        let text = "what the ends of the scale mean stands in the hint";
        self.warn("range-labels", Place::path(at), text);
    }
}
