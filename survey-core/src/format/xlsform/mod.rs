//! XLSForm: workbooks in which most of the world's field surveys are written.
//!
//! A workbook becomes the XForm that ODK's converter pyxform 4.5 makes of it, and is refused where
//! that refuses it, with the sheet, the row and the column. What the form means is then what the
//! XForm means ([`super::xform`]).
//!
//! Written from the documentation at xlsform.org and from what pyxform does (BSD 2-clause).

mod choices;
mod compound;
mod controls;
mod declare;
mod emit;
mod entities;
mod excel;
mod files;
mod finish;
mod form;
mod headers;
mod instances;
mod loops;
mod origin;
mod parameters;
mod references;
mod sheet;
mod survey;
mod tokens;
mod types;
mod words;
pub mod write;

pub(in crate::format) use excel::first_sheet;
pub use files::{FileKind, itemsets, open};
pub use origin::locate;
pub use sheet::{Row, Sheet, Workbook};

use super::import::{Finding, Place, Severity};
use form::Form;
use headers::{Cell, Dict};
use survey::{Read, Reader};

/// An XForm made of a workbook, with what there was to say.
#[derive(Clone, Debug)]
pub struct Converted {
    /// The XForm; none if the workbook was refused.
    pub xform: Option<String>,
    /// What was found; one error at most, the last.
    pub findings: Vec<Finding>,
}

/// Converts a workbook.
pub fn convert(workbook: &Workbook) -> Converted {
    let mut findings = Vec::new();
    match document(workbook, &mut findings) {
        Ok(xform) => Converted {
            xform: Some(xform),
            findings,
        },
        Err(error) => {
            debug_assert_eq!(error.severity, Severity::Error);
            findings.push(error);
            Converted {
                xform: None,
                findings,
            }
        }
    }
}

fn document(workbook: &Workbook, findings: &mut Vec<Finding>) -> Read<String> {
    let survey = workbook
        .sheet("survey")
        .filter(|it| !it.headers.is_empty() || !it.rows.is_empty());
    let Some(survey) = survey else {
        let names = workbook.names.join(", ");
        let text = format!("found no sheet `survey` among {names}");
        return Err(Finding::error(
            "sheet-missing",
            Place::sheet("survey"),
            text,
        ));
    };
    let mut form = settings(workbook)?;
    let language = form.default_language.clone();
    let yes = |form: &Form, key: &str| form.settings.text(key).and_then(types::yes_no);
    if let Some(sheet) = workbook.sheet("choices").filter(|it| !it.rows.is_empty()) {
        let rows = headers::rows(sheet, &form::CHOICES, &language, false)?;
        let doubles = yes(&form, "allow_choice_duplicates") == Some(true);
        form.lists = choices::lists(rows, doubles, findings)?;
    }
    let external = external(workbook, &language)?;
    form.osm = osm(workbook, &language)?;
    let collapses = yes(&form, "clean_text_values") != Some(false);
    let rows = headers::rows(survey, &form::SURVEY, &language, collapses)?;
    let mut reader = Reader::new(form, findings);
    reader.has_external = external.is_some();
    reader.external = external.unwrap_or_default();
    for (row, cells) in rows.rows {
        reader.row(row, cells)?;
    }
    let mut form = reader.finish()?;
    check_references(workbook, &rows.columns, &form)?;
    form.add_entities(workbook)?;
    check_types(&form)?;
    mark_search(&mut form)?;
    let (document, languages) = form.document()?;
    for language in languages {
        // Readers aloud and browsers pick a language by its code.
        let has_code = language.trim_end().ends_with(')') && language.contains('(');
        if !has_code && language != "default" {
            let text = format!("the language `{language}` has no code, such as `English (en)`");
            findings.push(Finding::warning("language-code", Place::default(), text));
        }
    }
    Ok(document.document())
}

fn settings(workbook: &Workbook) -> Read<Form> {
    let mut form = Form::default();
    if let Some(sheet) = workbook.sheet("settings").filter(|it| !it.rows.is_empty()) {
        let mut sheet = sheet.clone();
        // Of two names for one column the one that is documented counts.
        let both = ["id_string", "form_id"].map(|it| sheet.headers.iter().position(|h| h == it));
        if let [Some(old), Some(_)] = both {
            "\u{0}unused".clone_into(&mut sheet.headers[old]);
        }
        let rows = headers::rows(&sheet, &form::SETTINGS, "default", false)?;
        form.settings = rows
            .rows
            .into_iter()
            .next()
            .map_or(Dict::default(), |it| it.1);
    }
    let text = |key: &str| form.settings.text(key).map(str::to_owned);
    form.name = text("name").unwrap_or_else(|| "data".to_owned());
    if !tokens::is_element_name(&form.name) {
        let text = format!(
            "found the name `{}`, expected a name without spaces",
            form.name
        );
        let place = Place::cell("settings", 1, "name");
        return Err(Finding::error("name-characters", place, text));
    }
    let fallback = workbook.fallback_name.clone();
    form.id = text("id_string")
        .or(fallback)
        .unwrap_or_else(|| "data".to_owned());
    form.default_language = text("default_language").unwrap_or_else(|| "default".to_owned());
    Ok(form)
}

/// The names of the lists in the sheet of external choices, if there is one.
fn external(workbook: &Workbook, language: &str) -> Read<Option<Vec<String>>> {
    let sheet = workbook
        .sheet("external_choices")
        .filter(|it| !it.rows.is_empty());
    let Some(sheet) = sheet else { return Ok(None) };
    let rows = headers::rows(sheet, &form::LOOSE_CHOICES, language, false)?;
    let lists = rows.rows.iter().filter_map(|it| it.1.text("list name"));
    Ok(Some(lists.map(str::to_owned).collect()))
}

fn osm(workbook: &Workbook, language: &str) -> Read<Vec<(String, Vec<Dict>)>> {
    let Some(sheet) = workbook.sheet("osm").filter(|it| !it.rows.is_empty()) else {
        return Ok(Vec::new());
    };
    let rows = headers::rows(sheet, &form::LOOSE_CHOICES, language, false)?;
    let mut lists: Vec<(String, Vec<Dict>)> = Vec::new();
    for (_, mut tag) in rows.rows {
        let Some(Cell::Text(list)) = tag.remove("list name") else {
            continue;
        };
        match lists.iter_mut().find(|it| it.0 == list) {
            Some((_, tags)) => tags.push(tag),
            None => lists.push((list, vec![tag])),
        }
    }
    Ok(lists)
}

/// Every question has a type that there is.
fn check_types(form: &Form) -> Read<()> {
    for id in form.descendants(0) {
        let item = &form.items[id];
        if let form::Kind::Question(kind) = &item.kind
            && types::type_of(kind).is_none()
        {
            let text = format!("there is no question type `{kind}`");
            let place = Place::cell("survey", item.row, "type");
            return Err(Finding::error("type-unknown", place, text));
        }
    }
    Ok(())
}

/// Every `${…}` in the sheets names exactly one item.
fn check_references(workbook: &Workbook, columns: &[Vec<String>], form: &Form) -> Read<()> {
    let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for id in form.descendants(0).into_iter().skip(1) {
        *counts.entry(&form.items[id].name).or_default() += 1;
    }
    // Names that the converter makes up are no names that an author refers to.
    for id in form.descendants(0).into_iter().skip(1) {
        let item = &form.items[id];
        if item.row == 0
            && item.name != "instanceID"
            && let Some(count) = counts.get_mut(&*item.name)
        {
            *count -= 1;
        }
    }
    let survey_columns: Vec<bool> = columns
        .iter()
        .map(|it| !matches!(&*it[0], "type" | "name" | "trigger"))
        .collect();
    for sheet in ["settings", "entities", "survey", "choices"] {
        let Some(sheet) = workbook.sheet(sheet) else {
            continue;
        };
        for row in &sheet.rows {
            for (column, text) in &row.cells {
                let header = &sheet.headers[*column];
                let checked = match &*sheet.name {
                    "survey" => survey_columns[*column],
                    "choices" => is_translatable(header),
                    _ => true,
                };
                if checked && text.contains("${") {
                    let place = Place::cell(&sheet.name, row.number, header);
                    check_references_in(text, place, &counts)?;
                }
            }
        }
    }
    Ok(())
}

fn is_translatable(header: &str) -> bool {
    let first = header.split("::").next().unwrap_or_default();
    let first = first
        .split(':')
        .next()
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    matches!(
        &*first,
        "label" | "caption" | "image" | "big-image" | "audio" | "video" | "media"
    )
}

fn check_references_in(
    text: &str,
    place: Place,
    counts: &std::collections::BTreeMap<&str, usize>,
) -> Read<()> {
    let mut at = 0;
    while let Some(next) = text[at..].find("${") {
        let start = at + next;
        let Some((_, name, length)) = tokens::reference(&text[start..]) else {
            let found: String = text[start..].chars().take(40).collect();
            let text = format!("found `{found}`, expected a reference such as `${{name}}`");
            return Err(Finding::error("reference-broken", place, text));
        };
        match counts.get(name) {
            Some(1) => {}
            None | Some(0) => {
                let known = counts.keys().copied();
                let nearest = crate::base::nearest(name, known);
                let help = nearest
                    .map(|it| format!(", did you mean `{it}`?"))
                    .unwrap_or_default();
                let text = format!("found no item `{name}`{help}");
                return Err(Finding::error("reference-unknown", place, text));
            }
            Some(_) => {
                let text = format!("found more than one item named `{name}`");
                return Err(Finding::error("reference-unclear", place, text));
            }
        }
        at = start + length;
    }
    Ok(())
}

/// Lists that `search()` replaces stand in their questions; a list cannot be both.
fn mark_search(form: &mut Form) -> Read<()> {
    let mut by_search: Vec<(String, usize)> = Vec::new();
    let mut others: Vec<String> = Vec::new();
    for id in form.descendants(0) {
        let item = &form.items[id];
        let is_select = matches!(&item.kind, form::Kind::Question(it) if it.starts_with("select") || it == "rank");
        let Some(list) = item.itemset.clone().filter(|_| is_select) else {
            continue;
        };
        if form.is_search(item) {
            if survey::is_file(&list) {
                let text = "a select from a file takes no `search()`";
                let place = Place::cell("survey", item.row, "appearance");
                return Err(Finding::error("search-file", place, text));
            }
            by_search.push((list, item.row));
        } else {
            others.push(list);
        }
    }
    for (list, row) in by_search {
        if others.contains(&list) {
            let text = format!("the list `{list}` is used with and without `search()`");
            let place = Place::cell("survey", row, "appearance");
            return Err(Finding::error("search-mixed", place, text));
        }
        if let Some(list) = form.lists.iter_mut().find(|it| it.name == list) {
            list.by_search = true;
        }
    }
    Ok(())
}
