//! Words in every language, each in its column, and values in words.

use serde_json::Value;

use super::super::super::import::Place;
use super::Writer;
use super::sheets::Cells;
use crate::base::{Text, own_name};
use crate::questionnaire::{Stretch, stretches};

/// The question beside one that may be left for a reason.
pub(super) const WHY: [(&str, &str); 2] = [
    ("en", "If there is no answer: why?"),
    ("zh", "如果没有回答，原因是？"),
];

/// The name of a language with its code, as XLSForm's headers have it.
pub(super) fn language_name(code: &str) -> String {
    format!("{} ({code})", own_name(code).unwrap_or(code))
}

/// The words of a field: plain ones are in the default language.
pub(super) fn text_of(value: Option<&Value>, default: &str) -> Text {
    match value {
        Some(Value::String(words)) => Text::new(default, words.clone()),
        Some(Value::Object(by_language)) => {
            Text::from_pairs(by_language.iter().filter_map(|(language, words)| {
                Some((language.clone(), words.as_str()?.to_owned()))
            }))
        }
        Some(_) | None => Text::default(),
    }
}

impl Writer<'_> {
    /// Whether the questionnaire says in which languages its words are.
    pub(super) fn has_languages(&self) -> bool {
        self.form.languages.iter().any(|it| it != "und")
    }

    /// Fills the column of each language; where words are missing, the nearest stand in, as they
    /// do when people are asked.
    pub(super) fn words(&mut self, cells: &mut Cells, column: &str, text: &Text, place: &WordsAt) {
        if text.is_empty() {
            return;
        }
        for language in self.form.languages.clone() {
            let words = text.get(&language, &self.form.default_language);
            let words = self.outputs(words, place);
            let header = if self.has_languages() {
                format!("{column}::{}", language_name(&language))
            } else {
                column.to_owned()
            };
            cells.set(&header, words);
        }
    }

    /// Words in which only plain names stand in `${}`: other expressions become calculations.
    pub(super) fn outputs(&mut self, words: &str, place: &WordsAt) -> String {
        if !words.contains("${") {
            return words.to_owned();
        }
        let mut out = String::new();
        for stretch in stretches(words) {
            match stretch {
                // Half a reference would be refused.
                Stretch::Words(words) => out.push_str(&words.replace("${", "$ {")),
                Stretch::Output(source) => {
                    let name = source.trim();
                    let name = match self.form.named(name) {
                        Some(_) => self.name_of(name),
                        None => self.calculation_for(source, place),
                    };
                    out.push_str("${");
                    out.push_str(&name);
                    out.push('}');
                }
            }
        }
        out
    }

    /// The name of a calculation that holds what an expression in words comes to.
    fn calculation_for(&mut self, source: &str, place: &WordsAt) -> String {
        let made = self.calculations.iter().find(|it| it.source == source);
        if let Some(made) = made.filter(|it| it.scope == place.name) {
            return made.name.clone();
        }
        let name = self.new_name(&format!("{}_text", place.name));
        let source_here = self.expression(source, &place.at);
        self.warn(
            "words-expression",
            Place::path(&place.at),
            format!("`${{{source}}}` stands in words; it became the calculation `{name}`"),
        );
        let mut cells = Cells::default();
        cells.set("type", "calculate");
        cells.set("name", name.clone());
        cells.set("calculation", source_here);
        self.before.push(cells);
        self.calculations.push(Calculation {
            source: source.to_owned(),
            scope: place.name.clone(),
            name: name.clone(),
        });
        name
    }
}

/// Whose words they are.
pub(super) struct WordsAt {
    /// The item's name, or the list's.
    pub(super) name: String,
    /// The JSON pointer.
    pub(super) at: String,
}

/// A calculation made for words.
pub(super) struct Calculation {
    source: String,
    scope: String,
    name: String,
}
