//! Secondary instances: choice lists, and files that a form reads.

use super::super::import::{Finding, Place};
use super::super::xml::Element;
use super::form::{Form, Kind, List};
use super::survey::{EXTENSIONS, Read, stem};
use super::tokens::references;

/// The instances of a form, each id once.
pub(super) fn secondary(form: &Form) -> Read<Vec<Element>> {
    let mut found: Vec<(String, Option<String>, usize)> = Vec::new();
    let mut external: Vec<String> = Vec::new();
    let mut last_saved = false;
    for id in form.descendants(0) {
        let item = &form.items[id];
        if let Kind::External(ending) = item.kind {
            if external.contains(&item.name) {
                let text = format!("found the instance `{}` twice", item.name);
                return refuse(item.row, text);
            }
            external.push(item.name.clone());
            let folder = if ending == "csv" { "file-csv" } else { "file" };
            let src = format!("jr://{folder}/{}.{ending}", item.name);
            found.push((item.name.clone(), Some(src), item.row));
            continue;
        }
        for text in expressions(form, id) {
            for name in pulled(text) {
                let src = format!("jr://file-csv/{name}.csv");
                found.push((name, Some(src), item.row));
            }
            last_saved |= references(text).iter().any(|it| it.1);
        }
        if let (Kind::Question(kind), Some(list)) = (&item.kind, &item.itemset) {
            let (base, ending) = stem(list);
            let is_select = kind.starts_with("select") || kind == "rank";
            if is_select && EXTENSIONS.contains(&ending) {
                let folder = if ending == ".csv" { "file-csv" } else { "file" };
                let src = format!("jr://{folder}/{list}");
                found.push((base.to_owned(), Some(src), item.row));
            }
        }
    }
    if last_saved {
        let src = "jr://instance/last-saved".to_owned();
        found.push(("__last-saved".to_owned(), Some(src), 0));
    }
    for list in form.lists.iter().filter(|it| !it.by_search) {
        found.push((list.name.clone(), None, 0));
    }
    let mut elements: Vec<Element> = Vec::new();
    let mut seen: Vec<(String, Option<String>)> = Vec::new();
    for (name, src, row) in found {
        if let Some(other) = seen.iter().find(|it| it.0 == name) {
            if other.1 != src {
                return refuse(row, format!("found two sources for the instance `{name}`"));
            }
            continue;
        }
        let instance = Element::new("instance").attr("id", &*name);
        elements.push(match (&src, form.list(&name)) {
            (Some(src), _) => instance.attr("src", &**src),
            (None, Some(list)) => instance.with(rows(list)),
            (None, None) => instance,
        });
        seen.push((name, src));
    }
    Ok(elements)
}

fn refuse<T>(row: usize, text: String) -> Read<T> {
    let place = match row {
        0 => Place::sheet("choices"),
        row => Place::cell("survey", row, "type"),
    };
    Err(Finding::error("instance-duplicate", place, text))
}

/// Every expression of an item that may read a file.
fn expressions(form: &Form, id: usize) -> impl Iterator<Item = &str> {
    let cells = &form.items[id].cells;
    let bind = [
        "calculate",
        "constraint",
        "readonly",
        "required",
        "relevant",
    ];
    let bind = bind.into_iter().filter_map(|it| cells.text_in("bind", it));
    let others = ["choice_filter", "default"];
    bind.chain(others.into_iter().filter_map(|it| cells.text(it)))
}

/// The names of the files that `pulldata()` reads.
fn pulled(text: &str) -> Vec<String> {
    let calls = text.split("pulldata").skip(1);
    let names = calls.filter_map(|it| {
        let argument = it.trim_start().strip_prefix('(')?.split_once(',')?.0;
        Some(argument.replace(['\'', '"'], "").trim().to_owned())
    });
    names.collect()
}

/// The rows of a choice list.
fn rows(list: &List) -> Element {
    let itext = list.needs_itext();
    let mut root = Element::new("root");
    for (idx, choice) in list.choices.iter().enumerate() {
        let mut item = Element::new("item");
        if itext {
            item.push(Element::new("itextId").text(format!("{}-{idx}", list.name)));
        }
        let known = ["name", "label", "sms_option"];
        let others = choice.0.iter().map(|it| &*it.0);
        let others = others.filter(|it| !known.contains(it) && *it != "media");
        let keys = ["name", "label"]
            .into_iter()
            .chain(others)
            .chain(["sms_option"]);
        for key in keys.filter(|it| *it != "label" || !itext) {
            if let Some(text) = choice.text(key) {
                item.push(Element::new(key).text(text));
            }
        }
        root.push(item);
    }
    root
}
