//! The first walk over a form: a name and a type for everything that an expression can read.

use serde_json::Value;

use super::kinds::{cell, column_name, has_comment, kind, text_kind, values};
use super::parse::parse;
use super::read::{below, elements, kind_of, list, or_flag, string, template, value_of};
use super::registry::{Entry, Kind, Registry, clean_name, codes};
use super::translate::{Scope, Translator};

/// Where the walk is.
#[derive(Clone, Debug, Default)]
struct Place {
    /// The repeat around.
    repeat: Option<usize>,
    /// The way from there, with `/` behind it.
    path: String,
    may_hide: bool,
}

/// Declares all of a form.
pub(super) fn declare(form: &Value) -> Registry {
    let mut registry = Registry::default();
    for (_, held) in pages(form) {
        reserve(held, &mut registry);
    }
    for it in list(form, "calculatedValues") {
        let name = string(it, "name").map(clean_name);
        registry.reserved.extend(name);
    }
    for (at, page) in pages(form) {
        let mut place = Place {
            may_hide: may_hide(page),
            ..Place::default()
        };
        if at.is_empty() {
            place.may_hide = false;
        } else {
            place.path = group(&mut registry, page, &at, "page");
        }
        let (key, _) = elements(page);
        inside(&mut registry, page, &below(&at, key), &place, None);
    }
    for (idx, it) in list(form, "calculatedValues").iter().enumerate() {
        let Some(name) = string(it, "name") else {
            continue;
        };
        let mut entry = plain(name, Kind::Text, &Place::default());
        entry.ours = registry.name(name, "");
        let added = registry.add_top(entry);
        if let Some(source) = string(it, "expression") {
            let computed = (added, source.to_owned(), Vec::new());
            registry.computed.push(computed);
        }
        registry
            .by_pointer
            .insert(format!("/calculatedValues/{idx}"), added);
    }
    borrowed(form, &mut registry);
    compute(&mut registry);
    registry
}

/// How often types of expressions are sought that read each other.
const MAX_ROUNDS: usize = 4;

/// What expressions give decides what `+` means where they are read.
fn compute(registry: &mut Registry) {
    for _ in 0..MAX_ROUNDS {
        let mut found = Vec::new();
        for (idx, source, holders) in &registry.computed {
            let scope = Scope {
                holders: holders.clone(),
                ..Scope::default()
            };
            let made = parse(source).and_then(|it| Translator::new(registry, &scope).value(&it));
            let kind = match made.map(|it| it.kind) {
                Ok(Kind::Condition) => Kind::Truth,
                Ok(kind) => kind,
                Err(_) => Kind::Text,
            };
            if registry.entries[*idx].kind != kind {
                found.push((*idx, kind));
            }
        }
        if found.is_empty() {
            return;
        }
        for (idx, kind) in found {
            registry.entries[idx].kind = kind;
        }
    }
}

/// Questions that take their choices from another one know its codes.
fn borrowed(form: &Value, registry: &mut Registry) {
    let pointers: Vec<(String, usize)> = registry.by_pointer.clone().into_iter().collect();
    for (at, idx) in pointers {
        let source = form
            .pointer(&at)
            .and_then(|it| string(it, "choicesFromQuestion"));
        let Some(source) = source.and_then(|it| registry.named(it)) else {
            continue;
        };
        let of = &registry.entries[source];
        let (codes, list) = (of.codes.clone(), of.list.clone());
        let entry = &mut registry.entries[idx];
        if entry.codes.is_empty() {
            entry.list = list;
        }
        let known: Vec<String> = entry.codes.iter().map(|it| it.code.clone()).collect();
        entry
            .codes
            .extend(codes.into_iter().filter(|it| !known.contains(&it.code)));
    }
}

/// The pages with their pointers; a form without pages is one.
pub(super) fn pages(form: &Value) -> Vec<(String, &Value)> {
    match form.get("pages") {
        Some(_) => {
            let pages = list(form, "pages").iter().enumerate();
            pages
                .map(|(idx, it)| (format!("/pages/{idx}"), it))
                .collect()
        }
        None => vec![(String::new(), form)],
    }
}

fn reserve(of: &Value, registry: &mut Registry) {
    for it in elements(of).1 {
        if kind_of(it) == "panel" {
            reserve(it, registry);
        } else {
            registry.reserved.extend(string(it, "name").map(clean_name));
        }
    }
}

fn may_hide(of: &Value) -> bool {
    string(of, "visibleIf").is_some() || !or_flag(of, "visible", true)
}

/// Names a group and gives the way into it.
fn group(registry: &mut Registry, of: &Value, at: &str, without: &str) -> String {
    let name = registry.group_name(string(of, "name").unwrap_or(without));
    registry.groups.insert(at.to_owned(), name.clone());
    format!("{name}/")
}

fn plain(theirs: &str, kind: Kind, place: &Place) -> Entry {
    Entry {
        theirs: theirs.to_owned(),
        ours: String::new(),
        kind,
        codes: Vec::new(),
        reasons: Vec::new(),
        list: None,
        comment: None,
        repeat: place.repeat,
        path: String::new(),
        fields: Vec::new(),
        may_hide: place.may_hide,
    }
}

/// Declares what a page, a panel or a template holds.
fn inside(registry: &mut Registry, of: &Value, at: &str, place: &Place, holder: Option<usize>) {
    let held = elements(of).1;
    all(registry, held, at, place, holder);
}

fn all(registry: &mut Registry, held: &[Value], at: &str, place: &Place, holder: Option<usize>) {
    for (idx, it) in held.iter().enumerate() {
        let at = format!("{at}/{idx}");
        let place = Place {
            may_hide: place.may_hide || may_hide(it),
            ..place.clone()
        };
        if kind_of(it) == "panel" {
            let way = group(registry, it, &at, "panel");
            let place = Place {
                path: format!("{}{way}", place.path),
                ..place
            };
            let key = elements(it).0;
            inside(registry, it, &below(&at, key), &place, holder);
        } else {
            question(registry, it, &at, &place, holder);
        }
    }
}

/// Declares a question; with a holder it is one of its fields.
fn question(registry: &mut Registry, of: &Value, at: &str, place: &Place, holder: Option<usize>) {
    let theirs = string(of, "name").unwrap_or("question");
    let kind = kind(of);
    let mut entry = plain(theirs, kind, place);
    (entry.codes, entry.reasons) = values(of, kind);
    let outer = holder.map(|it| registry.entries[it].ours.clone());
    let outer = outer.unwrap_or_default();
    entry.ours = registry.name(theirs, &outer);
    entry.path = format!("{}{}", place.path, entry.ours);
    entry.list = (!entry.codes.is_empty()).then(|| entry.ours.clone());
    if has_comment(of) {
        entry.comment = Some(registry.name(&format!("{}-Comment", entry.ours), ""));
    }
    let idx = add(registry, entry, at, holder);
    note_computed(registry, of, idx, holder);
    match kind_of(of) {
        "multipletext" => fields(registry, of, at, place, idx),
        "matrix" if kind == Kind::Group => rows(registry, of, at, place, idx),
        "matrixdropdown" => dropdown_rows(registry, of, at, place, idx),
        "matrixdynamic" => {
            let inner = Place {
                repeat: Some(idx),
                path: String::new(),
                may_hide: place.may_hide,
            };
            columns(registry, of, &format!("{at}/columns"), &inner, idx, None);
            if let Some(detail) = of.get("detailElements").and_then(Value::as_array) {
                let at = format!("{at}/detailElements");
                all(registry, detail, &at, &inner, Some(idx));
            }
        }
        "paneldynamic" => {
            let inner = Place {
                repeat: Some(idx),
                path: String::new(),
                may_hide: place.may_hide,
            };
            let (key, held) = template(of);
            all(registry, held, &format!("{at}/{key}"), &inner, Some(idx));
        }
        "slider" if kind == Kind::Group => {
            for end in ["from", "to"] {
                part(
                    registry,
                    end,
                    Kind::Number,
                    &format!("{at}/{end}"),
                    place,
                    idx,
                );
            }
        }
        _ => {}
    }
}

fn note_computed(registry: &mut Registry, of: &Value, idx: usize, holder: Option<usize>) {
    if kind_of(of) == "expression"
        && let Some(source) = string(of, "expression")
    {
        let holders = holder.into_iter().collect();
        registry.computed.push((idx, source.to_owned(), holders));
    }
}

fn add(registry: &mut Registry, entry: Entry, at: &str, holder: Option<usize>) -> usize {
    let theirs = entry.theirs.clone();
    let idx = match holder {
        None => registry.add_top(entry),
        Some(_) => registry.add(entry),
    };
    if let Some(holder) = holder {
        registry.entries[holder].fields.push((theirs, idx));
    }
    registry.by_pointer.insert(at.to_owned(), idx);
    idx
}

/// Declares a part of a question.
fn part(
    registry: &mut Registry,
    theirs: &str,
    kind: Kind,
    at: &str,
    place: &Place,
    holder: usize,
) -> usize {
    let mut entry = plain(theirs, kind, place);
    let outer = &registry.entries[holder];
    let wanted = format!("{}_{}", outer.ours, clean_part(theirs));
    let prefix = match outer.repeat == place.repeat && !outer.path.is_empty() {
        true => format!("{}/", outer.path),
        false => place.path.clone(),
    };
    entry.ours = registry.name(&wanted, "");
    entry.path = format!("{prefix}{}", entry.ours);
    let idx = registry.add(entry);
    registry.entries[holder]
        .fields
        .push((theirs.to_owned(), idx));
    registry.by_pointer.insert(at.to_owned(), idx);
    idx
}

fn clean_part(words: &str) -> String {
    let clean = clean_name(&format!("x{words}"));
    clean[1..].to_owned()
}

fn fields(registry: &mut Registry, of: &Value, at: &str, place: &Place, holder: usize) {
    for (idx, it) in list(of, "items").iter().enumerate() {
        if let Some(name) = string(it, "name") {
            let at = format!("{at}/items/{idx}");
            part(registry, name, text_kind(it), &at, place, holder);
        }
    }
}

fn rows(registry: &mut Registry, of: &Value, at: &str, place: &Place, holder: usize) {
    let values: Vec<String> = list(of, "columns").iter().filter_map(value_of).collect();
    let kind = match string(of, "cellType") {
        Some("checkbox") => Kind::Many,
        _ => Kind::One,
    };
    for (idx, it) in list(of, "rows").iter().enumerate() {
        if let Some(value) = value_of(it) {
            let at = format!("{at}/rows/{idx}");
            let made = part(registry, &value, kind, &at, place, holder);
            let list = registry.entries[holder].ours.clone();
            let entry = &mut registry.entries[made];
            (entry.codes, entry.list) = (codes(&values), Some(list));
        }
    }
}

fn dropdown_rows(registry: &mut Registry, of: &Value, at: &str, place: &Place, holder: usize) {
    for (idx, it) in list(of, "rows").iter().enumerate() {
        let Some(value) = value_of(it) else { continue };
        let at = format!("{at}/rows/{idx}");
        let row = part(registry, &value, Kind::Group, &at, place, holder);
        columns(
            registry,
            of,
            &format!("{at}/columns"),
            place,
            row,
            Some(holder),
        );
        if let Some(detail) = of.get("detailElements").and_then(Value::as_array) {
            let at = format!("{at}/detailElements");
            let inner = Place {
                path: format!("{}/", registry.entries[row].path),
                ..place.clone()
            };
            all(registry, detail, &at, &inner, Some(row));
        }
    }
}

/// Declares the cells of a row.
fn columns(
    registry: &mut Registry,
    of: &Value,
    at: &str,
    place: &Place,
    holder: usize,
    matrix: Option<usize>,
) {
    for (idx, column) in list(of, "columns").iter().enumerate() {
        let Some(name) = column_name(column) else {
            continue;
        };
        let cell = cell(of, column);
        let at = format!("{at}/{idx}");
        let kind = kind(&cell);
        let made = match matrix {
            Some(_) => part(registry, &name, kind, &at, place, holder),
            None => {
                let mut entry = plain(&name, kind, place);
                let wanted = format!("{}_{}", registry.entries[holder].ours, clean_part(&name));
                entry.ours = registry.name(&wanted, "");
                entry.path.clone_from(&entry.ours);
                add(registry, entry, &at, Some(holder))
            }
        };
        note_computed(registry, &cell, made, Some(holder));
        let (codes, reasons) = values(&cell, kind);
        let outer = &registry.entries[matrix.unwrap_or(holder)].ours;
        let list = format!("{outer}_{}", clean_part(&name));
        let entry = &mut registry.entries[made];
        entry.list = (!codes.is_empty()).then_some(list);
        (entry.codes, entry.reasons) = (codes, reasons);
        entry.may_hide |= may_hide(column);
        if has_comment(&cell) {
            let name = format!("{}-Comment", entry.ours);
            let name = registry.name(&name, "");
            registry.entries[made].comment = Some(name);
        }
    }
}
