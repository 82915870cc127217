//! Choice lists, and what a select may say about its list.

use super::super::import::{Finding, Place};
use super::form::{Item, List};
use super::headers::{Cell, Dict, Rows};
use super::survey::{Read, Reader, at, is_file, is_from_item, refuse, stem};
use super::types::SelectType;

/// The lists of a sheet of choices, checked.
pub(super) fn lists(
    rows: Rows,
    allow_duplicates: bool,
    findings: &mut Vec<Finding>,
) -> Read<Vec<List>> {
    let mut wrong_columns = Vec::new();
    for column in &rows.columns {
        let name = &*column[0];
        if name != "list name" && (name.contains(' ') || name.is_empty()) {
            let text = format!("found the column `{name}`, expected a name without spaces");
            let place = Place::cell("choices", 1, name);
            findings.push(Finding::warning("header-spaces", place, text));
            wrong_columns.push(name.to_owned());
        }
    }
    let mut lists: Vec<(List, Vec<usize>)> = Vec::new();
    for (row, mut choice) in rows.rows {
        let Some(Cell::Text(name)) = choice.remove("list name") else {
            continue;
        };
        let at = lists.iter().position(|it| it.0.name == name);
        let at = at.unwrap_or_else(|| {
            let list = List {
                name,
                ..List::default()
            };
            lists.push((list, Vec::new()));
            lists.len() - 1
        });
        lists[at].0.choices.push(choice);
        lists[at].1.push(row);
    }
    for (list, rows) in &mut lists {
        check(list, rows, allow_duplicates, findings)?;
        for choice in &mut list.choices {
            for column in &wrong_columns {
                choice.remove(column);
            }
        }
    }
    Ok(lists.into_iter().map(|it| it.0).collect())
}

fn check(
    list: &List,
    rows: &[usize],
    allow_duplicates: bool,
    findings: &mut Vec<Finding>,
) -> Read<()> {
    let mut seen = std::collections::BTreeSet::new();
    let mut doubles = None;
    for (choice, row) in list.choices.iter().zip(rows) {
        let Some(name) = choice.text("name") else {
            let text = format!("found a choice of `{}` without a name", list.name);
            return refuse("name-missing", Place::cell("choices", *row, "name"), text);
        };
        if !choice.has("label") {
            let text = format!("the choice `{name}` of `{}` has no label", list.name);
            let place = Place::cell("choices", *row, "label");
            findings.push(Finding::warning("label-missing", place, text));
        }
        if !seen.insert(name) && !allow_duplicates && doubles.is_none() {
            doubles = Some((*row, name));
        }
    }
    match doubles {
        Some((row, name)) => {
            let text = format!("found the choice `{name}` twice in `{}`", list.name);
            refuse("name-duplicate", Place::cell("choices", row, "name"), text)
        }
        None => Ok(()),
    }
}

/// Checks that the list of a select is there and will do.
pub(super) fn check_select(
    row: usize,
    select: &SelectType,
    reader: &mut Reader,
    item: &Item,
) -> Read<()> {
    let list = select.list;
    if select.kind == "select one external" {
        if !item.cells.has("choice_filter") {
            let text = "`select_one_external` is only meant for filtered selects";
            let place = at(row, "choice_filter");
            reader
                .findings
                .push(Finding::warning("filter-missing", place, text));
        }
        if !reader.has_external {
            let text = "found no sheet `external_choices`";
            return refuse("sheet-missing", Place::sheet("external_choices"), text);
        }
        if !reader.external.iter().any(|it| it == list) {
            let text = format!("found no list `{list}` in the external choices");
            return refuse("list-unknown", at(row, "type"), text);
        }
        return Ok(());
    }
    // A file's name has one ending.
    let (base, _) = stem(list);
    if select.from_file && (!is_file(list) || base.contains('.')) {
        let text =
            format!("found the file `{list}`, expected one that ends in .csv, .xml or .geojson");
        return refuse("file-ending", at(row, "type"), text);
    }
    if reader.form.list(list).is_none() && !is_file(list) && !is_from_item(list) {
        if reader.form.lists.is_empty() {
            let text =
                "found no choices, expected a sheet `choices` with `list_name`, `name` and `label`";
            return refuse("sheet-missing", at(row, "type"), text);
        }
        return refuse(
            "list-unknown",
            at(row, "type"),
            format!("found no choice list `{list}`"),
        );
    }
    if select.kind == "select all that apply" && !is_file(list) {
        let spaced = reader.form.list(list).and_then(|it| {
            let names = it.choices.iter().filter_map(|it| it.text("name"));
            names
                .into_iter()
                .find(|it| it.contains(' '))
                .map(str::to_owned)
        });
        if let Some(name) = spaced {
            let text =
                format!("found the choice `{name}`, expected a name without spaces in `{list}`");
            return refuse("name-spaces", at(row, "type"), text);
        }
    }
    Ok(())
}

/// Adds the choice "other" to a list that lacks it.
pub(super) fn add_other(row: usize, list: &str, reader: &mut Reader, item: &Item) -> Read<()> {
    if item
        .cells
        .text("choice_filter")
        .is_some_and(|it| !it.is_empty())
    {
        let text = "`or_other` takes no choice filter";
        return refuse("filter-unwanted", at(row, "choice_filter"), text);
    }
    let found = reader.form.lists.iter_mut().find(|it| it.name == list);
    let Some(list) = found else {
        let text = format!("found no choice list `{list}`, which `or_other` needs");
        return refuse("list-unknown", at(row, "type"), text);
    };
    if list
        .choices
        .iter()
        .any(|it| it.text("name") == Some("other"))
    {
        return Ok(());
    }
    let mut languages: Vec<String> = Vec::new();
    for choice in &list.choices {
        for (language, _) in choice.map("label").iter().flat_map(|it| &it.0) {
            if !languages.contains(language) {
                languages.push(language.clone());
            }
        }
    }
    let label = if languages.is_empty() {
        Cell::Text("Other".to_owned())
    } else {
        let words = languages
            .into_iter()
            .map(|it| (it, Cell::Text("Other".to_owned())));
        Cell::Map(Dict(words.collect()))
    };
    let mut other = Dict::default();
    other.set_text("name", "other");
    other.set("label", label);
    list.choices.push(other);
    Ok(())
}
