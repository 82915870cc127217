//! Questions that hold others: tables and what is repeated.

use serde_json::{Map, Value, json};

use super::items::{Item, Maker};
use super::kinds::{cell, column_name};
use super::read::{below, flag, list, number, or_flag, string, value_of};
use super::registry::{Entry, Kind};
use super::translate::{Scope, Written};

impl Maker<'_> {
    pub(super) fn multiple_text(&mut self, of: &Value, at: &str, scope: &Scope, item: &mut Item) {
        item.insert("type".into(), json!("group"));
        item.insert("appearance".into(), json!("field-list"));
        let needed = item.get("required").cloned();
        let closed = Self::group_only(item);
        let mut items = Vec::new();
        for (idx, it) in list(of, "items").iter().enumerate() {
            let at = format!("{at}/items/{idx}");
            let Some(name) = string(it, "name") else {
                continue;
            };
            let default = of
                .get("defaultValue")
                .and_then(|all| all.get(name))
                .cloned();
            if let (Some(default), Some(entry)) = (default, self.registry.at(&at)) {
                self.given_defaults.insert(entry.ours.clone(), default);
            }
            items.extend(self.question(it, &at, scope));
        }
        if let Some(needed) = needed {
            one_of(&mut items, &needed);
        }
        self.close(&mut items, closed);
        item.insert("items".into(), Value::Array(items));
    }

    fn close(&self, items: &mut [Value], closed: Option<Value>) {
        let Some(closed) = closed else { return };
        for it in items {
            match it.get_mut("items").and_then(Value::as_array_mut) {
                Some(inner) => self.close(inner, Some(closed.clone())),
                None => it["read_only"] = closed.clone(),
            }
        }
    }

    /// What a row of a matrix is called and when it is there.
    fn row(&mut self, of: &Value, row: &Value, at: &str, scope: &Scope, item: &mut Item) -> Scope {
        let value = value_of(row).unwrap_or_default();
        let title = self.text(row, "text", at, scope);
        let title = match title.is_empty() {
            true => vec![(self.languages.default.clone(), value.clone())],
            false => title,
        };
        let first = title.first().map(|it| it.1.clone()).unwrap_or_default();
        item.insert("label".into(), self.said(title));
        let inner = Scope {
            row: Some((value, first)),
            ..scope.clone()
        };
        let own = self.condition(row, "visibleIf", at, &inner, "the row is always asked");
        let all = string(of, "rowsVisibleIf").and_then(|source| {
            let at = at.rsplit_once("/rows/").map_or(at, |it| it.0);
            self.condition_of(
                source,
                &below(at, "rowsVisibleIf"),
                &inner,
                "all rows are asked",
            )
        });
        let when: Vec<Written> = own.into_iter().chain(all.map(|it| it.0)).collect();
        if !when.is_empty() {
            item.insert("relevant".into(), json!(Written::all(when).text));
        }
        inner
    }

    pub(super) fn matrix(
        &mut self,
        of: &Value,
        at: &str,
        scope: &Scope,
        entry: &Entry,
        item: &mut Item,
    ) {
        if entry.kind == Kind::Display {
            item.insert("type".into(), json!("note"));
            Self::group_only(item);
            self.warn(
                "matrix-rows",
                at,
                "a matrix without rows asks nothing".into(),
            );
            return;
        }
        item.insert("type".into(), json!("group"));
        item.insert("appearance".into(), json!("field-list"));
        let needed = item.get("required").cloned();
        let closed = Self::group_only(item);
        let every = flag(of, "eachRowRequired") || flag(of, "isAllRowRequired");
        let many = string(of, "cellType") == Some("checkbox");
        let mut items = Vec::new();
        for (idx, row) in list(of, "rows").iter().enumerate() {
            let at_row = format!("{at}/rows/{idx}");
            let Some(inner) = self.registry.at(&at_row).cloned() else {
                continue;
            };
            let mut made = Map::new();
            made.insert(
                "type".into(),
                json!(if many {
                    "select_multiple"
                } else {
                    "select_one"
                }),
            );
            made.insert("name".into(), json!(inner.ours));
            self.row(of, row, &at_row, scope, &mut made);
            if every {
                made.insert("required".into(), json!(true));
            }
            let scope = &Scope {
                own: self.registry.by_pointer.get(&at_row).copied(),
                ..scope.clone()
            };
            self.choices(of, at, &inner, scope, &mut made);
            if !made.contains_key("choices") {
                continue;
            }
            made.insert("grid".into(), json!(entry.ours));
            let default = of.get("defaultValue").and_then(|it| it.get(&inner.theirs));
            if let Some(text) = default.and_then(|it| super::fields::default_text(it, &inner)) {
                made.insert("default".into(), json!(text));
            }
            items.push(Value::Object(made));
        }
        if flag(of, "eachRowUnique") {
            self.unique_rows(&mut items);
        }
        if let Some(needed) = needed.filter(|_| !every) {
            one_of(&mut items, &needed);
        }
        self.close(&mut items, closed);
        item.insert("items".into(), Value::Array(items));
        if of
            .get("cells")
            .and_then(Value::as_object)
            .is_some_and(|it| !it.is_empty())
        {
            self.warn(
                "matrix-cells",
                &below(at, "cells"),
                "words of single cells have no counterpart; the columns' words are shown".into(),
            );
        }
    }

    /// No two rows of a matrix may have the same answer.
    fn unique_rows(&mut self, items: &mut [Value]) {
        let names: Vec<String> = items
            .iter()
            .filter_map(|it| string(it, "name"))
            .map(str::to_owned)
            .collect();
        for (idx, it) in items.iter_mut().enumerate().take(200) {
            let others = names.iter().enumerate().take(200);
            let others = others.filter(|other| other.0 != idx);
            let each: Vec<String> = others.map(|it| format!(". != ${{{}}}", it.1)).collect();
            if !each.is_empty() {
                it["constraint"] = json!(each.join(" and "));
            }
        }
    }

    pub(super) fn matrix_dropdown(&mut self, of: &Value, at: &str, scope: &Scope, item: &mut Item) {
        item.insert("type".into(), json!("group"));
        let needed = item.get("required").cloned();
        let closed = Self::group_only(item);
        let mut rows = Vec::new();
        for (idx, row) in list(of, "rows").iter().enumerate() {
            let at_row = format!("{at}/rows/{idx}");
            let Some(entry) = self.registry.at(&at_row).cloned() else {
                continue;
            };
            let mut made = Map::new();
            made.insert("type".into(), json!("group"));
            made.insert("name".into(), json!(entry.ours));
            made.insert("appearance".into(), json!("field-list"));
            let inner = self.row(of, row, &at_row, scope, &mut made);
            let inner = self.scope_of(&at_row, &inner);
            let default = of
                .get("defaultValue")
                .and_then(|it| it.get(&entry.theirs))
                .cloned();
            let mut items = self.cells(of, &at_row, &inner, default.as_ref());
            items.extend(self.details(of, &at_row, &inner));
            if !items.is_empty() {
                made.insert("items".into(), Value::Array(items));
                rows.push(Value::Object(made));
            }
        }
        if let Some(needed) = needed {
            one_of(&mut rows, &needed);
        }
        self.close(&mut rows, closed);
        self.totals(of, at);
        item.insert("items".into(), Value::Array(rows));
    }

    fn cells(
        &mut self,
        of: &Value,
        at: &str,
        scope: &Scope,
        defaults: Option<&Value>,
    ) -> Vec<Value> {
        let mut made = Vec::new();
        for (idx, column) in list(of, "columns").iter().enumerate() {
            let at = format!("{at}/columns/{idx}");
            let cell = cell(of, column);
            let default =
                column_name(column).and_then(|it| defaults.and_then(|all| all.get(&it)).cloned());
            if let (Some(default), Some(entry)) = (default, self.registry.at(&at)) {
                self.given_defaults.insert(entry.ours.clone(), default);
            }
            let mut items = self.question(&cell, &at, scope);
            if flag(column, "isUnique")
                && let (Some(item), Some(entry)) = (items.first_mut(), self.registry.at(&at))
            {
                let repeat = entry.repeat.map(|it| &self.registry.entries[it]);
                unique(item, repeat, entry);
            }
            if flag(column, "showInMultipleColumns") {
                self.warn(
                    "matrix-columns",
                    &at,
                    "choices as columns of a table are offered as plain choices".into(),
                );
            }
            made.extend(items);
        }
        made
    }

    fn details(&mut self, of: &Value, at: &str, scope: &Scope) -> Vec<Value> {
        match of.get("detailElements").and_then(Value::as_array) {
            Some(held) => self.all(held, &format!("{at}/detailElements"), scope),
            None => Vec::new(),
        }
    }

    fn totals(&mut self, of: &Value, at: &str) {
        let has_total = |it: &Value| {
            string(it, "totalType").is_some_and(|it| it != "none")
                || it.get("totalExpression").is_some()
        };
        if list(of, "columns").iter().any(has_total) {
            self.warn(
                "matrix-total",
                at,
                "the row of totals has no counterpart and is not shown".into(),
            );
        }
    }

    pub(super) fn matrix_dynamic(&mut self, of: &Value, at: &str, scope: &Scope, item: &mut Item) {
        let inner = self.scope_of(at, scope);
        let mut items = self.cells(of, at, &inner, of.get("defaultRowValue"));
        items.extend(self.details(of, at, &inner));
        self.totals(of, at);
        self.repeat(of, at, scope, items, item);
    }

    /// A repeat: a fixed number of instances, a counted one, or as many as people add.
    pub(super) fn repeat(
        &mut self,
        of: &Value,
        at: &str,
        scope: &Scope,
        mut items: Vec<Value>,
        item: &mut Item,
    ) {
        item.insert("type".into(), json!("repeat"));
        item.insert("appearance".into(), json!("field-list"));
        let needed = item.contains_key("required");
        let closed = Self::group_only(item);
        let is_matrix = string(of, "type") == Some("matrixdynamic");
        let (count, least, most, add, remove, formula) = match is_matrix {
            true => (
                "rowCount",
                "minRowCount",
                "maxRowCount",
                "allowAddRows",
                "allowRemoveRows",
                "rowCountExpression",
            ),
            false => (
                "panelCount",
                "minPanelCount",
                "maxPanelCount",
                "allowAddPanel",
                "allowRemovePanel",
                "panelCountExpression",
            ),
        };
        if let Some(name) = string(of, "keyName")
            && let Some(key) = self.registry.at(at).and_then(|it| it.field(name))
        {
            let key = self.registry.entries[key].clone();
            if let Some(found) = find(&mut items, &key.ours) {
                unique(found, self.registry.at(at), &key);
            }
        }
        if items.is_empty() {
            let name = self.registry.name("blank", "");
            items.push(json!({"type": "hidden", "name": name}));
        }
        self.close(&mut items, closed);
        item.insert("items".into(), Value::Array(items));
        if string(of, formula).is_some() {
            let place = below(at, formula);
            let source = string(of, formula).unwrap_or_default();
            if let Some(made) = self.value_of(
                source,
                &place,
                scope,
                "people add what is repeated themselves",
            ) {
                item.insert("repeat_count".into(), json!(made.answer.written.text));
                return;
            }
        }
        let least = number(of, least).unwrap_or(0.0);
        let first = number(of, count)
            .unwrap_or(if is_matrix { 2.0 } else { 0.0 })
            .max(least);
        let most = number(of, most);
        let fixed = !or_flag(of, add, true) && !or_flag(of, remove, true)
            || most == Some(least) && least > 0.0;
        if fixed {
            let text = crate::base::number::plain(first.clamp(0.0, 1000.0));
            item.insert("repeat_count".into(), json!(text));
            return;
        }
        self.open_repeat(at, first, least, most, needed);
    }

    fn open_repeat(&mut self, at: &str, first: f64, least: f64, most: Option<f64>, needed: bool) {
        let mut said = Vec::new();
        if first != 1.0 {
            said.push(format!(
                "it begins with one instance instead of {first}, which people may remove or add to"
            ));
        }
        if least > 0.0 {
            said.push(format!(
                "nothing keeps people from giving fewer than {least}"
            ));
        }
        if let Some(most) = most {
            said.push(format!("nothing keeps people from giving more than {most}"));
        }
        if needed && least == 0.0 {
            said.push("that there must be an instance is not checked".to_owned());
        }
        if !said.is_empty() {
            self.warn("repeat-count", at, said.join("; "));
        }
    }
}

/// An answer that no other instance may have.
fn unique(item: &mut Value, repeat: Option<&Entry>, key: &Entry) {
    let Some(repeat) = repeat.map(|it| &it.ours) else {
        return;
    };
    let (path, all) = (&key.path, format!("ancestor::{repeat}/../{repeat}"));
    let text = format!("count({all}[{path} = current()/.]) <= 1");
    item["constraint"] = match item.get("constraint").and_then(Value::as_str) {
        Some(own) => json!(format!("({own}) and {text}")),
        None => json!(text),
    };
}

fn find<'i>(items: &'i mut [Value], name: &str) -> Option<&'i mut Value> {
    for item in items {
        if item["name"] == json!(name) {
            return Some(item);
        }
        if item.get("items").is_some()
            && let Some(inner) = item["items"].as_array_mut()
            && let Some(found) = find(inner, name)
        {
            return Some(found);
        }
    }
    None
}

fn names(items: &[Value], found: &mut Vec<String>) {
    for item in items {
        match item.get("items").and_then(Value::as_array) {
            Some(inner) => names(inner, found),
            None if item["type"] != json!("note") => {
                found.extend(string(item, "name").map(str::to_owned));
            }
            None => {}
        }
    }
}

/// In how many rows of a table it stands that one of them must be answered.
const MAX_NEEDED: usize = 50;

/// One of several must be answered: each is needed as long as all are blank.
fn one_of(items: &mut [Value], needed: &Value) {
    let mut all = Vec::new();
    names(items, &mut all);
    let each: Vec<String> = all.iter().map(|it| format!("${{{it}}} = ''")).collect();
    let blank = each.join(" and ");
    let text = match needed {
        Value::String(when) => format!("({when}) and {blank}"),
        _ => blank,
    };
    // A long table says it once, at its first row.
    match all.len() > MAX_NEEDED {
        true => need(&mut items[..1], &text),
        false => need(items, &text),
    }
}

fn need(items: &mut [Value], text: &str) {
    for item in items {
        if let Some(inner) = item.get_mut("items").and_then(Value::as_array_mut) {
            need(inner, text);
        } else if item.get("required").is_none() {
            item["required"] = json!(text);
        }
    }
}
