//! Limits and validators.

use serde_json::{Value, json};

use super::items::{Item, Maker};
use super::read::{below, flag, list, number, string};
use super::registry::{Entry, Kind};
use super::translate::{Bind, Scope, Written, literal};

/// What an e-mail address looks like.
const EMAIL: &str = "[^@\\s<>()\\[\\],;:]+@[^@\\s<>()\\[\\],;:.]+(\\.[^@\\s<>()\\[\\],;:.]+)+";

impl Maker<'_> {
    /// Adds to what an answer must be.
    pub(super) fn must(item: &mut Item, condition: &Written) {
        let both = match item.get("constraint").and_then(Value::as_str) {
            Some(own) => format!("({own}) and {}", condition.within(Bind::And)),
            None => condition.text.clone(),
        };
        item.insert("constraint".into(), json!(both));
    }

    /// Words beside those that are there already.
    fn say(&mut self, of: &Value, key: &str, at: &str, scope: &Scope, item: &mut Item) {
        let words = self.text(of, key, at, scope);
        if words.is_empty() {
            return;
        }
        let said = self.said(words);
        let both = match (item.remove("constraint_message"), said) {
            (Some(Value::String(old)), Value::String(new)) if old != new => {
                json!(format!("{old} {new}"))
            }
            (Some(Value::Object(mut old)), Value::Object(new)) => {
                for (language, words) in new {
                    let new = words.as_str().unwrap_or_default();
                    let text = match old.get(&language).and_then(Value::as_str) {
                        Some(it) if it != new => format!("{it} {new}"),
                        _ => new.to_owned(),
                    };
                    old.insert(language, json!(text));
                }
                Value::Object(old)
            }
            (_, said) => said,
        };
        item.insert("constraint_message".into(), both);
    }

    /// `min`, `max` and `step` of a field.
    pub(super) fn limits(
        &mut self,
        of: &Value,
        at: &str,
        scope: &Scope,
        input: &str,
        item: &mut Item,
    ) {
        let is_date = matches!(input, "date" | "datetime" | "datetime-local" | "time");
        for (key, formula, sign, message) in [
            ("min", "minValueExpression", ">=", "minErrorText"),
            ("max", "maxValueExpression", "<=", "maxErrorText"),
        ] {
            let given = string(of, key);
            let equation = given.and_then(|it| it.strip_prefix('='));
            if let Some(source) = string(of, formula).or(equation) {
                let place = below(at, if equation.is_some() { key } else { formula });
                if let Some(made) =
                    self.value_of(source, &place, scope, "this limit is not checked")
                {
                    let limit = made.answer.written;
                    let limit = Written::new(limit.text.clone(), limit.bind);
                    let blank = Written::new(format!("string({}) = ''", limit.text), Bind::Equal);
                    let held =
                        Written::new(format!(". {sign} {}", limit.within(Bind::Add)), Bind::Order);
                    Self::must(item, &Written::any(vec![held, blank]));
                }
            } else if let Some(limit) = given.filter(|_| is_date) {
                let held = format!(". {sign} {}", literal(limit));
                Self::must(item, &Written::new(held, Bind::Order));
            }
            self.say(of, message, at, scope, item);
        }
        if input == "number"
            && let Some(step) = number(of, "step").filter(|it| *it > 0.0)
        {
            self.stepped(of, step, item);
            self.say(of, "stepErrorText", at, scope, item);
        }
        if input == "email" {
            Self::must(
                item,
                &Written::whole(format!("regex(., {})", literal(EMAIL))),
            );
        }
    }

    /// A number must be so many steps from the least one.
    fn stepped(&mut self, of: &Value, step: f64, item: &mut Item) {
        let from = number(of, "min").unwrap_or(0.0);
        let (step, from) = (
            crate::base::number::plain(step),
            super::translate::number_text(from),
        );
        let steps = format!("(. - {from}) div {step}");
        let text = format!("abs({steps} - round({steps})) < 0.000001");
        Self::must(item, &Written::new(text, Bind::Order));
    }

    /// `validators` of a question.
    pub(super) fn checks(
        &mut self,
        of: &Value,
        at: &str,
        scope: &Scope,
        entry: &Entry,
        item: &mut Item,
    ) {
        for (idx, it) in list(of, "validators").iter().enumerate() {
            let at = format!("{}/{idx}", below(at, "validators"));
            if matches!(string(it, "notificationType"), Some("warning" | "info")) {
                self.warn(
                    "validator-warning",
                    &at,
                    "a warning that lets people go on has no counterpart; it is left out".into(),
                );
                continue;
            }
            let before = item.get("constraint").cloned();
            self.check(it, &at, scope, entry, item);
            if item.get("constraint") != before.as_ref() {
                self.say(it, "text", &at, scope, item);
            }
        }
    }

    fn check(&mut self, of: &Value, at: &str, scope: &Scope, entry: &Entry, item: &mut Item) {
        match string(of, "type")
            .unwrap_or_default()
            .trim_end_matches("validator")
        {
            "numeric" => self.numeric(of, entry, item),
            "text" => self.text_length(of, item),
            "email" => Self::must(
                item,
                &Written::whole(format!("regex(., {})", literal(EMAIL))),
            ),
            "regex" => self.pattern(of, at, item),
            "answercount" => {
                for (key, to) in [("minCount", "min"), ("maxCount", "max")] {
                    if let Some(count) = number(of, key).filter(|it| *it >= 1.0)
                        && entry.kind.is_many()
                    {
                        Self::parameter(item, to, json!(count));
                    }
                }
            }
            "expression" => {
                let left_out = "the answer is not checked by it";
                if let Some(it) = self.condition(of, "expression", at, scope, left_out) {
                    Self::must(item, &it);
                    self.never_blank(of, at, scope, &it, item);
                }
            }
            other => {
                let text = format!(
                    "the validator `{other}` has no counterpart; the answer is not checked by it"
                );
                self.warn("validator-unknown", at, text);
            }
        }
    }

    /// An expression is there held against a blank answer, too: where it fails, one is needed.
    fn never_blank(
        &mut self,
        of: &Value,
        at: &str,
        scope: &Scope,
        holds: &Written,
        item: &mut Item,
    ) {
        let needed = match item.get("required") {
            Some(Value::Bool(true)) => return,
            Some(Value::String(own)) => format!("({own}) or {}", holds.not().text),
            Some(_) | None => holds.not().text,
        };
        item.insert("required".into(), json!(needed));
        let message = self.text(of, "text", at, scope);
        if !message.is_empty() && !item.contains_key("required_message") {
            item.insert("required_message".into(), self.said(message));
        }
    }

    fn numeric(&mut self, of: &Value, entry: &Entry, item: &mut Item) {
        if entry.kind == Kind::Text {
            Self::must(item, &Written::new("string(number(.)) != ''", Bind::Equal));
        }
        for (key, sign) in [("minValue", ">="), ("maxValue", "<=")] {
            if let Some(limit) = number(of, key) {
                let limit = super::translate::number_text(limit);
                Self::must(
                    item,
                    &Written::new(format!(". {sign} {limit}"), Bind::Order),
                );
            }
        }
    }

    fn text_length(&mut self, of: &Value, item: &mut Item) {
        let limit = |key| number(of, key).filter(|it| *it >= 1.0);
        if let Some(least) = limit("minLength") {
            Self::must(
                item,
                &Written::new(format!("string-length(.) >= {least}"), Bind::Order),
            );
        }
        if let Some(most) = limit("maxLength") {
            Self::must(
                item,
                &Written::new(format!("string-length(.) <= {most}"), Bind::Order),
            );
        }
        if of.get("allowDigits").is_some() && !flag(of, "allowDigits") {
            Self::must(item, &Written::whole("regex(., '[^0-9]*')"));
        }
    }

    /// A pattern that may match anywhere in the text, as JavaScript's do.
    fn pattern(&mut self, of: &Value, at: &str, item: &mut Item) {
        let Some(pattern) = string(of, "regex") else {
            return;
        };
        let cased = if flag(of, "caseInsensitive") {
            "(?i)"
        } else {
            ""
        };
        let anywhere = format!("{cased}(?s:.*)(?:{pattern})(?s:.*)");
        let place = below(at, "regex");
        if !readable(&anywhere) {
            let text = format!(
                "the pattern `{pattern}` uses what patterns here do not have (look-around, back-references, \\p{{…}}); the answer is not checked by it"
            );
            self.warn("pattern", &place, text);
            return;
        }
        Self::must(
            item,
            &Written::whole(format!("regex(., {})", literal(&anywhere))),
        );
    }
}

#[cfg(feature = "rare-functions")]
fn readable(pattern: &str) -> bool {
    pattern.len() < 10_000 && regex_lite::Regex::new(pattern).is_ok()
}

#[cfg(not(feature = "rare-functions"))]
fn readable(_: &str) -> bool {
    false
}
