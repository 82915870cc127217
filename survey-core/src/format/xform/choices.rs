//! The choices of selects: lists of the form, files beside it, and items of the form itself.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::super::import::{Finding, Place};
use super::super::tables;
use super::items::Maker;
use super::languages::itext_id;
use super::model::{Xml, attr, child};
use crate::questionnaire::Table;

/// Where a select's choices come from.
pub(super) enum Source {
    /// A list, with a filter.
    List(String, Option<String>),
    /// Nodes.
    Nodes {
        nodeset: String,
        value: String,
        label: String,
    },
}

/// What a select says about its choices.
pub(super) struct Choices {
    pub(super) source: Source,
    pub(super) randomize: bool,
    pub(super) seed: Option<String>,
}

/// `instance('id')/root/item[filter]`: the id and the filter.
pub(super) fn instance_rows(nodeset: &str) -> Option<(&str, Option<&str>)> {
    let rest = nodeset.trim().strip_prefix("instance(")?.trim_start();
    let quote = rest.chars().next().filter(|it| matches!(it, '\'' | '"'))?;
    let (id, rest) = rest[1..].split_once(quote)?;
    let rest = rest.trim_start().strip_prefix(')')?.trim_start();
    let rest = rest.strip_prefix("/root/item")?.trim();
    if rest.is_empty() {
        return Some((id, None));
    }
    let inside = rest.strip_prefix('[')?.strip_suffix(']')?;
    // One predicate, not several.
    let mut depth = 0_i32;
    for char in inside.chars() {
        match char {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return None;
        }
    }
    Some((id, Some(inside)))
}

/// `randomize(nodes, seed)`: the nodes and the seed.
fn randomized(nodeset: &str) -> Option<(&str, Option<&str>)> {
    let inside = nodeset
        .trim()
        .strip_prefix("randomize(")?
        .strip_suffix(')')?;
    let mut depth = 0_i32;
    let mut last = None;
    for (at, char) in inside.char_indices() {
        match char {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' if depth == 0 => last = Some(at),
            _ => {}
        }
    }
    Some(match last {
        Some(at) => (inside[..at].trim(), Some(inside[at + 1..].trim())),
        None => (inside.trim(), None),
    })
}

impl<'a> Maker<'a, '_> {
    pub(super) fn choices(&mut self, control: Xml<'a>, path: &str, name: &str) -> Choices {
        if let Some(source) = self.external(control, path, name) {
            return Choices {
                source,
                randomize: false,
                seed: None,
            };
        }
        let Some(itemset) = child(control, "itemset") else {
            let list = self.inline_choices(control, path, name);
            return Choices {
                source: Source::List(list, None),
                randomize: false,
                seed: None,
            };
        };
        let nodeset = attr(itemset, "nodeset").unwrap_or_default();
        let (nodeset, seed, randomize) = match randomized(nodeset) {
            Some((nodeset, seed)) => (nodeset, seed, true),
            None => (nodeset, None, false),
        };
        let seed = seed.and_then(|it| self.rewrite(it, path, "parameters/seed"));
        let reference = |name: &'static str| -> String {
            let found = child(itemset, name).and_then(|it| attr(it, "ref"));
            found.unwrap_or(name).to_owned()
        };
        let (value, label) = (reference("value"), reference("label"));
        let rows = instance_rows(nodeset).filter(|it| self.model.instances.contains_key(it.0));
        let source = match rows {
            Some((id, filter)) => {
                let filter = filter.and_then(|it| self.rewrite(it, path, "choice_filter"));
                let list = self.list(id, &value, &label, path);
                Source::List(list, filter)
            }
            None => {
                let nodeset = self.rewrite(nodeset, path, "choices_from/nodeset");
                let last = |it: &str| it.rsplit('/').next().unwrap_or(it).to_owned();
                Source::Nodes {
                    nodeset: nodeset.unwrap_or_else(|| "/none".to_owned()),
                    value: last(&value),
                    label: last(&label),
                }
            }
        };
        Choices {
            source,
            randomize,
            seed,
        }
    }

    /// Choices that stand in the control.
    fn inline_choices(&mut self, control: Xml<'a>, path: &str, name: &str) -> String {
        let mut choices = Vec::new();
        for item in control
            .children()
            .filter(|it| it.tag_name().name() == "item")
        {
            let value = child(item, "value")
                .and_then(|it| it.text())
                .unwrap_or_default()
                .trim();
            if value.is_empty() {
                continue;
            }
            let mut choice = Map::new();
            choice.insert("name".into(), json!(value));
            self.label_of(child(item, "label"), path, value, &mut choice);
            choices.push(Value::Object(choice));
        }
        let list = format!("{name}_choices");
        self.lists.insert(list.clone(), Value::Array(choices));
        list
    }

    /// The list of a secondary instance, under a name of its own where another select reads it
    /// otherwise.
    fn list(&mut self, id: &str, value: &str, label: &str, path: &str) -> String {
        let key = (id.to_owned(), value.to_owned(), label.to_owned());
        if let Some(list) = self.made_lists.get(&key) {
            return list.clone();
        }
        let plain = !self.lists.contains_key(id);
        let list = if plain {
            id.to_owned()
        } else {
            format!("{id}_{value}_{label}")
        };
        self.made_lists.insert(key, list.clone());
        let instance = self.model.instances[id];
        let choices = match attr(instance, "src") {
            None => self.rows_of(instance, value, label, path),
            Some(src) => {
                let table = self.table(id, src);
                rows_as_choices(&table, value, label)
            }
        };
        self.lists.insert(list.clone(), Value::Array(choices));
        list
    }

    /// Rows that stand in the form.
    fn rows_of(&mut self, instance: Xml<'a>, value: &str, label: &str, path: &str) -> Vec<Value> {
        let mut choices: Vec<Value> = Vec::new();
        let mut seen = BTreeSet::new();
        let root = instance.first_element_child();
        let rows = root.into_iter().flat_map(|it| it.children());
        for row in rows.filter(|it| it.is_element()) {
            let text = |name: &str| {
                child(row, name)
                    .and_then(|it| it.text())
                    .unwrap_or_default()
                    .trim()
            };
            let name = text(value).to_owned();
            if name.is_empty() || !seen.insert(name.clone()) {
                continue;
            }
            let mut choice = Map::new();
            choice.insert("name".into(), json!(name));
            if label.starts_with("jr:itext(") {
                self.texts(text("itextId"), path, &name, &mut choice);
            } else {
                let words = text(label);
                choice.insert(
                    "label".into(),
                    json!(if words.is_empty() { &name } else { words }),
                );
            }
            let mut properties = Map::new();
            for cell in row.children().filter(|it| it.is_element()) {
                let key = cell.tag_name().name();
                if key != "name" && key != "label" && key != "itextId" {
                    let cell = cell.text().unwrap_or_default().trim();
                    properties.insert(key.to_owned(), json!(cell));
                }
            }
            if !properties.is_empty() {
                choice.insert("properties".into(), Value::Object(properties));
            }
            choices.push(Value::Object(choice));
        }
        choices
    }

    /// The rows of a file beside the form; a file that is not there is asked for.
    pub(super) fn table(&mut self, id: &str, src: &str) -> Table {
        let file = src.rsplit('/').next().unwrap_or(src).to_owned();
        let place = || Place::path(&format!("instance('{id}')"));
        let Some(bytes) = self.attachments.get(&file) else {
            if !src.starts_with("jr://instance") && !self.missing.contains(&file) {
                let text = format!("the form reads the file `{file}`, which is not here");
                self.findings
                    .push(Finding::warning("file-missing", place(), text));
                self.missing.push(file);
            }
            return Table::default();
        };
        match tables::read(&file, bytes) {
            Ok(table) => table,
            Err(error) => {
                self.findings
                    .push(Finding::error("file-damaged", place(), error));
                Table::default()
            }
        }
    }

    /// Instances that no select reads, as tables.
    pub(super) fn tables(&mut self) -> Map<String, Value> {
        let mut tables = Map::new();
        let instances: Vec<(String, Xml)> = self
            .model
            .instances
            .iter()
            .map(|(id, it)| (id.clone(), *it))
            .collect();
        for (id, instance) in instances {
            if self.lists.contains_key(&id) {
                continue;
            }
            let src = attr(instance, "src");
            let table = match src {
                Some(src) => self.table(&id, src),
                None => inline_table(instance),
            };
            let mut made = Map::new();
            if let Some(src) = src {
                let file = src.rsplit('/').next().unwrap_or(src);
                made.insert("src".into(), json!(file));
            }
            made.insert("columns".into(), json!(table.columns()));
            made.insert("rows".into(), json!(table.rows()));
            tables.insert(id, Value::Object(made));
        }
        tables
    }

    /// A label: words of its own or a reference to words in several languages.
    pub(super) fn label_of(
        &mut self,
        label: Option<Xml<'a>>,
        path: &str,
        otherwise: &str,
        into: &mut Map<String, Value>,
    ) {
        match label.and_then(|it| attr(it, "ref")).and_then(itext_id) {
            Some(id) => self.texts(id, path, otherwise, into),
            None => {
                let words = label.map(|it| self.words_in(it, path)).unwrap_or_default();
                let words = if words.trim().is_empty() {
                    otherwise.to_owned()
                } else {
                    words
                };
                into.insert("label".into(), json!(words));
            }
        }
    }

    /// The words and media of a text.
    fn texts(&mut self, id: &str, path: &str, otherwise: &str, into: &mut Map<String, Value>) {
        let languages = &self.model.languages;
        let mut words = languages.words(id, None, &mut |it| {
            super::items::words(&self.names, it, path)
        });
        if words.as_object().is_none_or(Map::is_empty) {
            words = json!(otherwise);
        }
        into.insert("label".into(), words);
        let media = languages.media(id);
        if !media.is_empty() {
            into.insert("media".into(), Value::Object(media));
        }
    }
}

fn inline_table(instance: Xml) -> Table {
    let (mut columns, mut rows) = (Vec::<String>::new(), Vec::new());
    let root = instance.first_element_child();
    let items = root.into_iter().flat_map(|it| it.children());
    for row in items.filter(|it| it.is_element()) {
        let mut cells: BTreeMap<&str, &str> = BTreeMap::new();
        for cell in row.children().filter(|it| it.is_element()) {
            let name = cell.tag_name().name();
            cells.insert(name, cell.text().unwrap_or_default().trim());
            if !columns.iter().any(|it| it == name) {
                columns.push(name.to_owned());
            }
        }
        let row = columns
            .iter()
            .map(|it| cells.get(&**it).copied().unwrap_or_default().to_owned());
        rows.push(row.collect());
    }
    Table::new(columns, rows)
}

fn rows_as_choices(table: &Table, value: &str, label: &str) -> Vec<Value> {
    let column = |name: &str| table.columns().iter().position(|it| it == name);
    let Some(value_at) = column(value) else {
        return Vec::new();
    };
    let label_at = column(label).unwrap_or(value_at);
    choices_of(table, value_at, |row| {
        let words = Some(cell(row, label_at)).filter(|it| !it.is_empty());
        json!(words.unwrap_or(cell(row, value_at).trim()))
    })
}

/// A cell of a row; blank where the row ends before it.
pub(super) fn cell(row: &[String], at: usize) -> &str {
    row.get(at).map_or("", String::as_str)
}

/// Each row with a code as a choice, its other cells as properties.
pub(super) fn choices_of(
    table: &Table,
    value_at: usize,
    label: impl Fn(&[String]) -> Value,
) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let mut choices = Vec::new();
    for row in table.rows() {
        let name = cell(row, value_at).trim();
        if name.is_empty() || !seen.insert(name) {
            continue;
        }
        let mut choice = Map::new();
        choice.insert("name".into(), json!(name.replace(char::is_whitespace, "_")));
        choice.insert("label".into(), label(row));
        let columns = table.columns().iter().enumerate();
        let others = columns.filter(|it| *it.1 != "name" && *it.1 != "label");
        let properties: Map<String, Value> = others
            .map(|(at, name)| (name.clone(), json!(cell(row, at))))
            .collect();
        if !properties.is_empty() {
            choice.insert("properties".into(), Value::Object(properties));
        }
        choices.push(Value::Object(choice));
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::{instance_rows, randomized};

    #[test]
    fn itemsets_are_taken_apart() {
        let whole = "instance('towns')/root/item[state= current()/../a[1] ]";
        let filter = "state= current()/../a[1] ";
        assert_eq!(instance_rows(whole), Some(("towns", Some(filter))));
        assert_eq!(instance_rows("instance('t')/root/item"), Some(("t", None)));
        assert_eq!(instance_rows("instance('t')/root/item[a][b]"), None);
        assert_eq!(instance_rows("/data/kid"), None);
        assert_eq!(
            randomized("randomize(/data/a[b(1, 2)], 7)"),
            Some(("/data/a[b(1, 2)]", Some("7")))
        );
        assert_eq!(randomized("randomize(/data/a)"), Some(("/data/a", None)));
    }
}
