//! Expressions as other programs read them: functions of our own are written with theirs.

use super::super::super::import::Place;
use super::super::tokens;
use super::Writer;
use crate::questionnaire::Kind;

impl Writer<'_> {
    /// An expression for a workbook.
    pub(super) fn expression(&mut self, source: &str, at: &str) -> String {
        let mut out = String::new();
        let mut rest = source;
        let mut quote = None;
        while let Some(first) = rest.chars().next() {
            if quote.is_none()
                && !out.ends_with(|it: char| it.is_alphanumeric() || "_-.:".contains(it))
                && let Some((text, length)) = self.own_function(rest, at)
            {
                out.push_str(&text);
                rest = &rest[length..];
                continue;
            }
            match (quote, first) {
                (Some(open), _) if open == first => quote = None,
                (None, '\'' | '"') => quote = Some(first),
                (Some(_) | None, _) => {}
            }
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
        self.referred(&out)
    }

    /// With the names that items have in the workbook.
    fn referred(&self, source: &str) -> String {
        let mut out = String::new();
        let mut rest = source;
        while let Some(at) = rest.find("${") {
            let Some((_, name, length)) = tokens::reference(&rest[at..]) else {
                out.push_str(&rest[..at + 2]);
                rest = &rest[at + 2..];
                continue;
            };
            out.push_str(&rest[..at]);
            out.push_str("${");
            out.push_str(&self.name_of(name));
            out.push('}');
            rest = &rest[at + length..];
        }
        out + rest
    }

    /// What stands for a call of one of our own functions at the beginning of `source`, and how
    /// long the call is.
    fn own_function(&mut self, source: &str, at: &str) -> Option<(String, usize)> {
        const OWN: [&str; 4] = ["missing-reason", "missing", "answered", "mode"];
        let word = OWN.iter().find(|it| {
            let rest = source.strip_prefix(**it);
            rest.is_some_and(|it| it.trim_start().starts_with('('))
        })?;
        let open = source.find('(')?;
        let close = open + source[open..].find(')')?;
        let inside = source[open + 1..close].trim().to_owned();
        let made = match *word {
            "mode" => "'interviewer'".to_owned(),
            "missing" => format!("({})", self.is_missing(&inside)),
            "answered" => format!("not({})", self.is_missing(&inside)),
            _ => {
                let text = "`missing-reason()` has no counterpart; it became a blank";
                self.warn("function", Place::path(at), text);
                return Some(("''".to_owned(), close + 1));
            }
        };
        let text = format!("`{word}({inside})` has no counterpart; it became `{made}`");
        self.warn("function", Place::path(at), text);
        Some((made, close + 1))
    }

    /// True where a question has a blank or the code of a reason.
    fn is_missing(&mut self, reference: &str) -> String {
        let mut parts = vec![format!("string({reference}) = ''")];
        let name = reference
            .strip_prefix("${")
            .and_then(|it| it.strip_suffix('}'));
        let item = name
            .and_then(|it| self.form.named(it))
            .map(|it| self.form.item(it));
        if let Some(item) = item
            && matches!(
                item.kind,
                Kind::SelectOne(_) | Kind::SelectMultiple(_) | Kind::Consent(_)
            )
        {
            let codes = self.reason_codes(item);
            parts.extend(
                codes
                    .iter()
                    .map(|it| format!("selected({reference}, '{it}')")),
            );
        }
        parts.join(" or ")
    }

    /// A default as XLSForm has it: words as they stand, an expression otherwise.
    pub(super) fn default_of(&mut self, source: &str, kind: &str, at: &str) -> String {
        let plain = source.trim();
        if let Some(words) = literal(plain) {
            let safe = !words.trim().is_empty()
                && words.trim() == words
                && !words.contains(['\n', '$'])
                && !tokens::is_dynamic(words, kind);
            return if safe {
                words.to_owned()
            } else {
                format!("string({plain})")
            };
        }
        let source = self.expression(plain, at);
        if plain.parse::<f64>().is_ok() || tokens::is_dynamic(&source, kind) {
            source
        } else {
            format!("string({source})")
        }
    }
}

/// The words of an expression that is nothing but a text in quotes.
fn literal(source: &str) -> Option<&str> {
    let quote = source
        .chars()
        .next()
        .filter(|it| matches!(it, '\'' | '"'))?;
    let inside = source[1..].strip_suffix(quote)?;
    (!inside.contains(quote)).then_some(inside)
}

/// Conditions that must all hold; each keeps its own meaning.
pub(super) fn all_of(parts: &[String]) -> String {
    match parts {
        [one] => one.clone(),
        many => {
            let many: Vec<String> = many.iter().map(|it| format!("({it})")).collect();
            many.join(" and ")
        }
    }
}
