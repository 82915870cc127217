//! Values in words: `${…}` in labels, hints and messages.

use super::Questionnaire;
#[cfg(feature = "authoring")]
use super::build::Builder;
#[cfg(feature = "authoring")]
use crate::base::{Map, Text};
use crate::expr::Expr;

/// A stretch of words, or the source of an expression whose value stands in its place.
pub(crate) enum Stretch<'a> {
    Words(&'a str),
    Output(&'a str),
}

/// The stretches of a text. `${` without its `}` is just words.
pub(crate) fn stretches(text: &str) -> impl Iterator<Item = Stretch<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if let Some(inside) = rest.strip_prefix("${")
            && let Some(end) = end_of_output(inside)
        {
            rest = &inside[end + 1..];
            return Some(Stretch::Output(&inside[..end]));
        }
        let first = rest.chars().next()?.len_utf8();
        let end = rest[first..].find("${").map_or(rest.len(), |it| it + first);
        let words = &rest[..end];
        rest = &rest[end..];
        Some(Stretch::Words(words))
    })
}

/// Where the `}` is that ends an output; those inside `${name}` and in quotes are not meant.
fn end_of_output(inside: &str) -> Option<usize> {
    let mut quote = None;
    let mut depth = 0;
    for (at, char) in inside.char_indices() {
        match (quote, char) {
            (Some(open), _) if open == char => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') if depth == 0 && is_expression(&inside[..at]) => {
                quote = Some(char);
            }
            (None, '{') => depth += 1,
            (None, '}') if depth == 0 => return Some(at),
            (None, '}') => depth -= 1,
            (None, _) => {}
        }
    }
    None
}

/// Whether what stands before a quote is more than a name: names hold no quotes.
fn is_expression(before: &str) -> bool {
    before.contains(['(', '=', '+', ' ', ',', '[', '\'', '"']) || before.is_empty()
}

/// The expression of an output: a name stands for itself.
#[cfg(feature = "authoring")]
fn source_of(output: &str) -> String {
    let plain = output.trim();
    let is_name = !plain.is_empty()
        && plain
            .chars()
            .all(|it| it.is_alphanumeric() || matches!(it, '_' | '-' | '.' | ':'))
        && !plain.starts_with(|it: char| it.is_ascii_digit() || it == '.' || it == '-');
    if is_name {
        format!("${{{plain}}}")
    } else {
        plain.to_owned()
    }
}

#[cfg(feature = "authoring")]
impl Builder {
    /// The expressions in all words of the questionnaire.
    pub(super) fn outputs(&mut self, end: Option<&Text>) -> Map<String, Expr> {
        let mut texts: Vec<(String, Text)> = Vec::new();
        for item in &self.items {
            let parts = [
                ("label", &item.label),
                ("hint", &item.hint),
                ("guidance_hint", &item.guidance),
                ("required_message", &item.required_message),
                ("constraint_message", &item.constraint_message),
            ];
            for (key, text) in parts {
                texts.push((format!("{}/{key}", item.at), text.clone()));
            }
        }
        for (name, choices) in &self.lists {
            for (idx, choice) in choices.iter().enumerate() {
                texts.push((format!("/choices/{name}/{idx}/label"), choice.label.clone()));
            }
        }
        texts.extend(end.map(|it| ("/end".to_owned(), it.clone())));
        let mut outputs = Map::new();
        for (at, text) in &texts {
            for (lang, words) in text.pairs() {
                self.outputs_in(&format!("{at}/{lang}"), words, &mut outputs);
            }
        }
        outputs
    }

    fn outputs_in(&mut self, at: &str, words: &str, outputs: &mut Map<String, Expr>) {
        for stretch in stretches(words) {
            let Stretch::Output(output) = stretch else {
                continue;
            };
            if outputs.contains_key(output) {
                continue;
            }
            let Some((at, key)) = at.rsplit_once('/') else {
                continue;
            };
            if let Some(expr) = self.expr(Some(&source_of(output)), at, key) {
                self.check_names(&expr, &format!("{at}/{key}"));
                outputs.insert(output.to_owned(), expr);
            }
        }
    }
}

impl Questionnaire {
    /// The expression of an output in words.
    pub(crate) fn output(&self, source: &str) -> Option<&Expr> {
        self.outputs.get(source)
    }
}
