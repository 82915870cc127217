//! Before items are made: a name for each node, and what sets which.

use super::super::import::{Finding, Place};
use super::expressions::literal;
use super::items::{Maker, nodes_in};
use super::model::{Xml, attr, path_of};

impl<'a> Maker<'a, '_> {
    /// Gives every node a name of its own: where two have one, the later takes its group's before
    /// it.
    pub(super) fn name_inside(&mut self, node: Xml<'a>, path: &str, group: &str) {
        for child in nodes_in(node) {
            let element = child.tag_name().name();
            let inner = format!("{path}/{element}");
            let is_container = self.is_container(child, &inner);
            if element == "meta" && path.matches('/').count() == 1 {
                continue;
            }
            // An entity is no question; `Maker::entities` reads it.
            if element == "meta" && super::model::child(child, "entity").is_some() {
                continue;
            }
            let mut name = element.to_owned();
            if self.taken.contains(&name) && !group.is_empty() {
                name = format!("{group}_{element}");
            }
            let base = name.clone();
            let mut number = 2;
            while !self.taken.insert(name.clone()) {
                name = format!("{base}_{number}");
                number += 1;
            }
            self.names.insert(&inner, &name, is_container);
            if is_container {
                self.name_inside(child, &inner, &name);
            }
        }
    }

    pub(super) fn actions(&mut self) {
        for (node, inside) in &self.model.actions {
            let Some(target) = attr(*node, "ref").map(path_of) else {
                continue;
            };
            let what = node.tag_name().name();
            if what != "setvalue" {
                let text =
                    format!("`{what}` needs a device's sensors by itself; ask a question instead");
                self.findings.push(Finding::warning(
                    "action-unknown",
                    Place::path(&target),
                    text,
                ));
                continue;
            }
            let value = attr(*node, "value").filter(|it| !it.trim().is_empty());
            let words = || literal(node.text().unwrap_or_default().trim());
            let events = attr(*node, "event").unwrap_or_default();
            let changed = events
                .split_whitespace()
                .any(|it| it == "xforms-value-changed");
            // What an action says is seen from the control it stands in.
            let from = inside.as_deref().filter(|_| changed).unwrap_or(&target);
            let source = match value {
                Some(value) => self.names.rewrite(value, from),
                None => Ok(words()),
            };
            let source = match source {
                Ok(source) => source,
                Err(error) => {
                    let text = format!("{error}; the expression is left out");
                    self.findings
                        .push(Finding::warning("expression", Place::path(&target), text));
                    continue;
                }
            };
            let trigger = inside
                .as_deref()
                .and_then(|it| self.names.get(it))
                .map(str::to_owned);
            match trigger.filter(|_| changed) {
                Some(trigger) => {
                    let entry = self
                        .set
                        .entry(target)
                        .or_insert_with(|| (source, Vec::new()));
                    entry.1.push(trigger);
                }
                None => {
                    self.first.entry(target).or_insert(source);
                }
            }
        }
    }
}
