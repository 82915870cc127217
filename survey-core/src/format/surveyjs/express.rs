//! Words and expressions of fields, with what there is to say about them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::items::{Made, Maker};
use super::parse::{Node, parse};
use super::read::{below, string};
use super::registry::Kind;
use super::translate::{Answer, Scope, Term, Translated, Translator, Written};
use super::words::{document, words};

impl Maker<'_> {
    /// Words of a field, with answers in them.
    pub(super) fn text(
        &mut self,
        of: &Value,
        key: &str,
        at: &str,
        scope: &Scope,
    ) -> Vec<(String, String)> {
        let found = words(of.get(key), &self.languages);
        let at = below(at, key);
        let said = found
            .into_iter()
            .map(|(language, it)| (language, self.piped(&it, &at, scope)));
        said.collect()
    }

    /// Words as the document holds them.
    pub(super) fn said(&self, words: Vec<(String, String)>) -> Value {
        document(words, &self.languages)
    }

    /// Puts what `{name}` stands for into words.
    fn piped(&mut self, text: &str, at: &str, scope: &Scope) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(start) = rest.find('{') {
            out.push_str(&rest[..start]);
            let end = rest[start..].find('}').map(|it| start + it);
            let Some(end) = end else {
                out.push_str(&rest[start..]);
                return out;
            };
            let name = rest[start + 1..end].trim();
            match self.shown(name, scope) {
                Some(it) => out.push_str(&it),
                None => {
                    if !name.is_empty() {
                        let text = format!(
                            "`{{{name}}}` is no question with words of its own; it stays as it is written"
                        );
                        self.warn("words-unknown", at, text);
                    }
                    out.push_str(&rest[start..=end]);
                }
            }
            rest = &rest[end + 1..];
        }
        out.push_str(rest);
        out
    }

    fn shown(&mut self, name: &str, scope: &Scope) -> Option<String> {
        let mut translator = Translator::new(&self.registry, scope);
        let answer = match translator.variable(name, 1).ok()? {
            Term::Of(answer) => answer,
            Term::Words(words) => return Some(words),
            Term::Blank | Term::Truth(_) | Term::Number(_) | Term::List(_) => return None,
        };
        let text = translator.shown(&answer)?;
        let plain = text.starts_with("${") && text.find('}') == Some(text.len() - 1);
        Some(if plain { text } else { format!("${{{text}}}") })
    }

    /// A condition in a field; what has no counterpart is said, with what follows from it.
    pub(super) fn condition(
        &mut self,
        of: &Value,
        key: &str,
        at: &str,
        scope: &Scope,
        without: &str,
    ) -> Option<Written> {
        let source = string(of, key)?;
        self.condition_of(source, &below(at, key), scope, without)
            .map(|it| it.0)
    }

    pub(super) fn condition_of(
        &mut self,
        source: &str,
        at: &str,
        scope: &Scope,
        without: &str,
    ) -> Option<(Written, BTreeSet<String>)> {
        let made = self.translated(source, at, scope, without, |it, node| {
            let written = it.holds_at_all(node)?;
            Ok(Answer::computed(written, Kind::Condition))
        })?;
        Some((made.answer.written, made.reads))
    }

    /// A value that an expression gives.
    pub(super) fn value_of(
        &mut self,
        source: &str,
        at: &str,
        scope: &Scope,
        without: &str,
    ) -> Option<Made> {
        self.translated(source, at, scope, without, |it, node| it.value(node))
    }

    fn translated(
        &mut self,
        source: &str,
        at: &str,
        scope: &Scope,
        without: &str,
        make: impl Fn(&mut Translator, &Node) -> Translated<Answer>,
    ) -> Option<Made> {
        let mut translator = Translator::new(&self.registry, scope);
        let made = parse(source).and_then(|node| make(&mut translator, &node));
        let (notes, reads) = (translator.notes, translator.reads);
        for note in notes {
            let text = format!("{} (character {} of `{source}`)", note.text, note.at);
            self.warn("expression-odd", at, text);
        }
        match made {
            Ok(answer) => {
                self.note_hidden(&reads);
                Some(Made { answer, reads })
            }
            Err(refusal) => {
                let text = format!(
                    "{} at character {} of `{source}`; the expression is left out: {without}",
                    refusal.text, refusal.at
                );
                self.warn("expression", at, text);
                None
            }
        }
    }

    fn note_hidden(&mut self, reads: &BTreeSet<String>) {
        let may_hide = |it: &&String| {
            let idx = self.registry.by_ours.get(*it);
            idx.is_some_and(|it| self.registry.entries[*it].may_hide)
        };
        let hidden: Vec<String> = reads.iter().filter(may_hide).cloned().collect();
        self.hidden_reads.extend(hidden);
    }
}
