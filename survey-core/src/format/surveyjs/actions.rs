//! What happens when answers change: triggers, and values that follow others.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::declare::pages;
use super::items::{Item, Maker};
use super::read::{below, list, string};
use super::registry::Entry;
use super::translate::{Bind, Scope, Written};

/// One value that an item is given.
#[derive(Clone, Debug)]
struct Set {
    when: Option<String>,
    value: String,
    reads: BTreeSet<String>,
}

/// Pages that are left out where something holds.
#[derive(Clone, Debug)]
struct Skip {
    from: usize,
    to: usize,
    when: Written,
}

/// What triggers do.
#[derive(Clone, Debug, Default)]
pub(super) struct Actions {
    sets: BTreeMap<String, Vec<Set>>,
    skips: Vec<Skip>,
    shown: BTreeMap<String, Vec<Written>>,
}

impl Actions {
    /// When a question or a page is shown by a trigger.
    pub(super) fn shown(&self, name: &str) -> Option<Written> {
        self.shown.get(name).map(|it| Written::any(it.clone()))
    }

    /// Leaves out a page where the interview ends or skips before it.
    pub(super) fn end_pages(&self, page: usize, item: &mut Item) {
        let skips = self
            .skips
            .iter()
            .filter(|it| (it.from..it.to).contains(&page));
        let mut when: Vec<Written> = skips.map(|it| it.when.not()).collect();
        if when.is_empty() {
            return;
        }
        if let Some(own) = item.get("relevant").and_then(Value::as_str) {
            when.push(Written::new(own, Bind::Or));
        }
        item.insert("relevant".into(), json!(Written::all(when).text));
    }
}

impl Maker<'_> {
    /// Reads the form's triggers.
    pub(super) fn triggers(&mut self) {
        let form = self.form;
        for (idx, it) in list(form, "triggers").iter().enumerate() {
            let at = format!("/triggers/{idx}");
            let kind = string(it, "type").unwrap_or_default();
            let Some(source) = condition_source(it) else {
                self.warn(
                    "trigger",
                    &at,
                    "a trigger without an expression never runs; it is left out".into(),
                );
                continue;
            };
            let place = below(&at, "expression");
            let found =
                self.condition_of(&source, &place, &Scope::default(), "the trigger never runs");
            let Some((when, reads)) = found else { continue };
            match kind.trim_end_matches("trigger") {
                "complete" => self.ends(&at, when, &reads),
                "skip" => self.skips(it, &at, when, &reads),
                "visible" => self.shows(it, when),
                "setvalue" => self.sets_value(it, &at, &when, reads),
                "copyvalue" => self.copies(it, &at, &when, reads),
                "runexpression" => self.runs(it, &at, &when, reads),
                other => {
                    let text = format!("the trigger `{other}` has no counterpart and never runs");
                    self.warn("trigger-unknown", &at, text);
                }
            }
        }
    }

    /// The last page that holds what is read.
    fn last_page(&self, reads: &BTreeSet<String>) -> usize {
        let mut last = 0;
        for (at, idx) in &self.registry.by_pointer {
            let entry = &self.registry.entries[*idx];
            let page = at
                .strip_prefix("/pages/")
                .and_then(|it| it.split('/').next());
            if let Some(page) = page.and_then(|it| it.parse::<usize>().ok())
                && reads.contains(&entry.ours)
            {
                last = last.max(page);
            }
        }
        last
    }

    fn ends(&mut self, at: &str, when: Written, reads: &BTreeSet<String>) {
        let n_pages = pages(self.form).len();
        let from = self.last_page(reads) + 1;
        if from >= n_pages {
            return;
        }
        self.actions.skips.push(Skip {
            from,
            to: n_pages,
            when,
        });
        let text =
            "where it runs, the pages behind are not asked and the interview goes on to its end";
        self.warn("trigger-complete", at, text.to_owned());
    }

    fn skips(&mut self, of: &Value, at: &str, when: Written, reads: &BTreeSet<String>) {
        let target = string(of, "gotoName").and_then(|it| self.registry.named(it));
        let pointers = self.registry.by_pointer.iter();
        let mut pointers = pointers.filter(|it| Some(*it.1) == target);
        let page = pointers.find_map(|it| {
            it.0.strip_prefix("/pages/")?
                .split('/')
                .next()?
                .parse()
                .ok()
        });
        let from = self.last_page(reads) + 1;
        match page {
            Some(to) if to >= from => {
                self.actions.skips.push(Skip { from, to, when });
                self.warn("trigger-skip", at, "where it runs, whole pages between are not asked; other questions on the same pages are".into());
            }
            _ => self.warn(
                "trigger-skip",
                at,
                "only a skip to a later page has a counterpart; nothing is skipped".into(),
            ),
        }
    }

    fn shows(&mut self, of: &Value, when: Written) {
        for key in ["pages", "questions"] {
            for name in list(of, key).iter().filter_map(Value::as_str) {
                let shown = self.actions.shown.entry(name.to_owned()).or_default();
                shown.push(when.clone());
            }
        }
    }

    fn target(&mut self, of: &Value, at: &str) -> Option<Entry> {
        let name = string(of, "setToName").unwrap_or_default();
        let found = self.registry.named(name);
        if found.is_none() {
            let text = format!("there is no question `{name}`; the trigger sets nothing");
            self.warn("trigger-target", &below(at, "setToName"), text);
        }
        found.map(|it| self.registry.entries[it].clone())
    }

    fn set(&mut self, name: &str, when: Option<&Written>, value: String, reads: BTreeSet<String>) {
        let set = Set {
            when: when.map(|it| it.text.clone()),
            value,
            reads,
        };
        self.actions
            .sets
            .entry(name.to_owned())
            .or_default()
            .push(set);
    }

    fn sets_value(&mut self, of: &Value, at: &str, when: &Written, reads: BTreeSet<String>) {
        let Some(target) = self.target(of, at) else {
            return;
        };
        let value = of.get("setValue").cloned().unwrap_or(Value::Null);
        let text = match &value {
            Value::Null => Some("''".to_owned()),
            it => super::fields::default_text(it, &target),
        };
        match text {
            Some(text) => self.set(&target.ours, Some(when), text, reads),
            None => self.warn(
                "trigger-value",
                &below(at, "setValue"),
                "this value has no counterpart; the trigger sets nothing".into(),
            ),
        }
    }

    fn copies(&mut self, of: &Value, at: &str, when: &Written, mut reads: BTreeSet<String>) {
        let Some(target) = self.target(of, at) else {
            return;
        };
        let from = string(of, "fromName").and_then(|it| self.registry.named(it));
        match from.map(|it| self.registry.entries[it].ours.clone()) {
            Some(from) => {
                let value = format!("${{{from}}}");
                reads.insert(from);
                self.set(&target.ours, Some(when), value, reads);
            }
            None => self.warn(
                "trigger-value",
                &below(at, "fromName"),
                "there is no such question; the trigger sets nothing".into(),
            ),
        }
    }

    fn runs(&mut self, of: &Value, at: &str, when: &Written, mut reads: BTreeSet<String>) {
        let Some(target) = self.target(of, at) else {
            return;
        };
        let source = string(of, "runExpression").unwrap_or("''");
        let place = below(at, "runExpression");
        if let Some(made) = self.value_of(
            source,
            &place,
            &Scope::default(),
            "the trigger sets nothing",
        ) {
            reads.extend(made.reads);
            self.set(&target.ours, Some(when), made.answer.written.text, reads);
        }
    }

    /// Values that follow other answers: expressions of the question and triggers of the form.
    pub(super) fn sets(
        &mut self,
        of: &Value,
        at: &str,
        scope: &Scope,
        entry: &Entry,
        item: &mut Item,
    ) {
        let left_out = "the question keeps what people answer";
        let mut all = Vec::new();
        if let Some(source) = string(of, "defaultValueExpression") {
            let place = below(at, "defaultValueExpression");
            if let Some(made) = self.value_of(source, &place, scope, "the question begins blank") {
                let text = made.answer.written.text;
                item.insert("default".into(), json!(text));
                if !made.reads.is_empty() {
                    self.warn(
                        "default-follows",
                        &place,
                        "a change in what it reads replaces what people typed themselves".into(),
                    );
                    all.push(Set {
                        when: None,
                        value: text,
                        reads: made.reads,
                    });
                }
            }
        }
        if let Some(source) = string(of, "setValueExpression") {
            let place = below(at, "setValueExpression");
            let when = string(of, "setValueIf")
                .map(|it| self.condition_of(it, &below(at, "setValueIf"), scope, left_out));
            let value = self.value_of(source, &place, scope, left_out);
            match (when, value) {
                (None, Some(made)) => all.push(Set {
                    when: None,
                    value: made.answer.written.text,
                    reads: made.reads,
                }),
                (Some(Some((when, reads))), Some(made)) => {
                    all.push(Set {
                        when: Some(when.text),
                        value: made.answer.written.text,
                        reads,
                    });
                }
                (_, None) | (Some(None), _) => {}
            }
        }
        if let Some(source) = string(of, "resetValueIf") {
            let place = below(at, "resetValueIf");
            if let Some((when, reads)) = self.condition_of(source, &place, scope, left_out) {
                all.push(Set {
                    when: Some(when.text),
                    value: "''".into(),
                    reads,
                });
            }
        }
        all.extend(self.actions.sets.remove(&entry.ours).unwrap_or_default());
        follow(all, item);
    }
}

/// Gives an item the values that follow others.
fn follow(all: Vec<Set>, item: &mut Item) {
    if all.is_empty() || item.contains_key("calculation") {
        return;
    }
    let mut reads = BTreeSet::new();
    let mut text = ".".to_owned();
    for set in all.into_iter().rev() {
        text = match set.when {
            Some(when) => format!("if({when}, {}, {text})", set.value),
            None => set.value,
        };
        reads.extend(set.reads);
    }
    let own = item
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    reads.remove(&own);
    if reads.is_empty() {
        return;
    }
    item.insert("calculation".into(), json!(text));
    item.insert("trigger".into(), json!(reads));
}

/// A trigger's expression; older forms name a question, an operator and a value.
fn condition_source(of: &Value) -> Option<String> {
    if let Some(source) = string(of, "expression") {
        return Some(source.to_owned());
    }
    let name = string(of, "name")?;
    let operator = string(of, "operator").unwrap_or("equal");
    if matches!(operator, "empty" | "notempty") {
        return Some(format!("{{{name}}} {operator}"));
    }
    let value = match of.get("value")? {
        Value::String(words) => format!("'{}'", words.replace('\'', "\\'")),
        other => other.to_string(),
    };
    Some(format!("{{{name}}} {operator} {value}"))
}
