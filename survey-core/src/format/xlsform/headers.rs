//! Columns: aliases, languages behind `::`, and rows as nested values.

use super::super::import::{Finding, Place};
use super::sheet::Sheet;

/// What a cell holds: words, or words by language or by the other part of the column's header.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Text(String),
    Map(Dict),
}

/// Cells by name, in the order of columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Dict(pub(super) Vec<(String, Cell)>);

impl Dict {
    pub(super) fn get(&self, key: &str) -> Option<&Cell> {
        self.0.iter().find(|it| it.0 == key).map(|it| &it.1)
    }

    pub(super) fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Cell::Text(text) => Some(text),
            Cell::Map(_) => None,
        }
    }

    pub(super) fn map(&self, key: &str) -> Option<&Dict> {
        match self.get(key)? {
            Cell::Map(map) => Some(map),
            Cell::Text(_) => None,
        }
    }

    /// `bind`, `control`, … which are made when missing.
    pub(super) fn map_mut(&mut self, key: &str) -> &mut Dict {
        if self.map(key).is_none() {
            self.set(key, Cell::Map(Dict::default()));
        }
        match self.0.iter_mut().find(|it| it.0 == key) {
            Some((_, Cell::Map(map))) => map,
            _ => unreachable!("it was set to a map"),
        }
    }

    /// `bind` and then `relevant`.
    pub(super) fn text_in(&self, outer: &str, key: &str) -> Option<&str> {
        self.map(outer)?.text(key)
    }

    pub(super) fn set(&mut self, key: &str, cell: Cell) {
        match self.0.iter_mut().find(|it| it.0 == key) {
            Some(entry) => entry.1 = cell,
            None => self.0.push((key.to_owned(), cell)),
        }
    }

    pub(super) fn set_text(&mut self, key: &str, text: impl Into<String>) {
        self.set(key, Cell::Text(text.into()));
    }

    pub(super) fn remove(&mut self, key: &str) -> Option<Cell> {
        let at = self.0.iter().position(|it| it.0 == key)?;
        Some(self.0.remove(at).1)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }
}

/// What the columns of a sheet may be called.
pub(super) struct Columns {
    /// Other names, in snake case, with what they stand for.
    pub(super) aliases: &'static [(&'static str, &'static [&'static str])],
    /// Names that are known as they stand.
    pub(super) known: &'static [&'static str],
    /// Names that must be there.
    pub(super) needed: &'static [&'static str],
}

/// The rows of a sheet as nested values, and its columns' names.
pub(super) struct Rows {
    /// The parts of each column's name, in the order of the sheet.
    pub(super) columns: Vec<Vec<String>>,
    /// Each row with its number.
    pub(super) rows: Vec<(usize, Dict)>,
}

/// Reads a sheet. Words in a column without a language are those of `language`.
pub(super) fn rows(
    sheet: &Sheet,
    columns: &Columns,
    language: &str,
    collapses_space: bool,
) -> Result<Rows, Finding> {
    let double_colon = sheet.headers.iter().any(|it| it.contains("::"));
    let mut names: Vec<Vec<String>> = Vec::new();
    let mut taken: Vec<(Vec<String>, &str)> = Vec::new();
    for header in &sheet.headers {
        let (changed, parts) = parts_of(header, double_colon, columns);
        let other = taken.iter().find(|it| it.0 == parts);
        if let Some((_, other)) = other
            && changed
        {
            let text = format!("found `{other}` and `{header}`, which are the same column");
            let place = Place::cell(&sheet.name, 1, header);
            return Err(Finding::error("header-duplicate", place, text));
        }
        taken.push((parts.clone(), header));
        names.push(parts);
    }
    let mut all = Vec::with_capacity(sheet.rows.len());
    for row in &sheet.rows {
        let mut dict = Dict::default();
        for (column, text) in &row.cells {
            let text = clean(text, collapses_space);
            let (first, rest) = names[*column].split_first().expect("a name has a part");
            if rest.is_empty() {
                dict.set(first, Cell::Text(text));
            } else {
                let nested = rest.iter().rev().fold(Cell::Text(text), |cell, part| {
                    Cell::Map(Dict(vec![(part.clone(), cell)]))
                });
                let old = dict.remove(first);
                let merged =
                    merge(old, Some(nested), language).unwrap_or(Cell::Text(String::new()));
                dict.set(first, merged);
            }
        }
        all.push((row.number, dict));
    }
    if !all.is_empty() || sheet.name == "survey" {
        let missing = columns
            .needed
            .iter()
            .find(|it| !names.iter().any(|n| n[0] == **it));
        if let Some(missing) = missing {
            let text = format!("the column `{missing}` is missing");
            let place = Place {
                row: Some(1),
                column: Some((*missing).to_owned()),
                ..Place::sheet(&sheet.name)
            };
            return Err(Finding::error("header-missing", place, text));
        }
    }
    Ok(Rows {
        columns: names,
        rows: all,
    })
}

/// The parts of a column's name, and whether its first part is called otherwise than it stands.
fn parts_of(header: &str, double_colon: bool, columns: &Columns) -> (bool, Vec<String>) {
    let alias = |name: &str| {
        columns
            .aliases
            .iter()
            .find(|it| it.0 == name)
            .map(|it| it.1)
    };
    let snake = |name: &str| {
        name.split_whitespace()
            .collect::<Vec<_>>()
            .join("_")
            .to_lowercase()
    };
    for name in [header.to_owned(), snake(header)] {
        if columns.known.contains(&&*name) && alias(&name).is_none() {
            return (name != header, vec![name]);
        }
    }
    let mut parts: Vec<String> = if double_colon {
        header.split("::").map(|it| it.trim().to_owned()).collect()
    } else {
        header.split(':').map(|it| it.trim().to_owned()).collect()
    };
    if !double_colon
        && let Some(at) = parts.iter().position(|it| it == "jr")
        && at + 1 < parts.len()
    {
        let name = parts.remove(at + 1);
        parts[at] = format!("jr:{name}");
    }
    let first = snake(&parts[0]);
    if let Some(stands_for) = alias(&first) {
        let changed = stands_for != [header];
        let new = stands_for.iter().map(|it| (*it).to_owned());
        return (changed, new.chain(parts.drain(1..)).collect());
    }
    if columns.known.contains(&&*first) {
        let changed = first != header;
        parts[0] = first;
        return (changed, parts);
    }
    // Unknown columns keep their names: choice filters may use them.
    (false, parts)
}

/// Without typographic quotes, and with single spaces where the sheet asks for that.
fn clean(text: &str, collapses_space: bool) -> String {
    let text = if collapses_space {
        single_spaces(text)
    } else {
        text.to_owned()
    };
    text.replace(['\u{2018}', '\u{2019}'], "'")
        .replace(['\u{201c}', '\u{201d}'], "\"")
}

/// Without space around it and with one space for several; line breaks stay.
pub(super) fn single_spaces(text: &str) -> String {
    let mut clean = String::new();
    for char in text.trim().chars() {
        if char != ' ' || !clean.ends_with(' ') {
            clean.push(char);
        }
    }
    clean
}

/// Both values in one; words without a language count as those of `language` unless it has some.
fn merge(a: Option<Cell>, b: Option<Cell>, language: &str) -> Option<Cell> {
    let is_blank = |it: &Option<Cell>| match it {
        None => true,
        Some(Cell::Text(text)) => text.is_empty(),
        Some(Cell::Map(map)) => map.0.is_empty(),
    };
    if is_blank(&a) {
        return b;
    }
    if is_blank(&b) {
        return a;
    }
    let (a, b) = (a?, b?);
    let wrap = |text: String| Dict(vec![(language.to_owned(), Cell::Text(text))]);
    let (mut a, mut b) = match (a, b) {
        (Cell::Text(_), Cell::Map(b)) if b.has(language) => return Some(Cell::Map(b)),
        (Cell::Map(a), Cell::Text(_)) if a.has(language) => return Some(Cell::Map(a)),
        (Cell::Text(a), Cell::Text(_)) => return Some(Cell::Map(wrap(a))),
        (Cell::Text(a), Cell::Map(b)) => (wrap(a), b),
        (Cell::Map(a), Cell::Text(b)) => (a, wrap(b)),
        (Cell::Map(a), Cell::Map(b)) => (a, b),
    };
    let mut keys: Vec<String> = a.0.iter().map(|it| it.0.clone()).collect();
    for (key, _) in &b.0 {
        if !keys.contains(key) {
            keys.push(key.clone());
        }
    }
    let mut merged = Dict::default();
    for key in keys {
        let cell = merge(a.remove(&key), b.remove(&key), language);
        if let Some(cell) = cell {
            merged.set(&key, cell);
        }
    }
    Some(Cell::Map(merged))
}
