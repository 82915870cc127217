//! Where in the workbook a thing stands that was found in the XForm made of it.

use super::super::import::{Finding, Place};
use super::sheet::{Sheet, Workbook};

/// Gives a finding that knows a path only its sheet, and its row and column if they are certain.
pub fn locate(workbook: &Workbook, finding: &mut Finding) {
    let (Some(path), None) = (&finding.place.path, &finding.place.sheet) else {
        return;
    };
    let Some((survey, (name, field))) = workbook.sheet("survey").zip(name_and_field(path)) else {
        return;
    };
    let Some(row) = only_row(survey, name) else {
        return;
    };
    let column = field.and_then(|it| column(survey, it));
    *finding.place = Place {
        column: column.map(str::to_owned),
        path: Some(path.clone()),
        ..Place::row("survey", row)
    };
}

/// What a path is about: `/items/9/relevant (age)` in the questionnaire, `/data/kids/age
/// (relevant)` in the XForm.
fn name_and_field(path: &str) -> Option<(&str, Option<&str>)> {
    let (path, aside) = match path.split_once(" (") {
        Some((path, aside)) => (path, aside.strip_suffix(')')),
        None => (path, None),
    };
    let last = path.rsplit('/').next().filter(|it| !it.is_empty())?;
    if path.starts_with("/items/") {
        let field = Some(last).filter(|it| it.parse::<usize>().is_err());
        aside.map(|name| (name, field))
    } else {
        Some((last, aside))
    }
}

/// The number of the row that has this name, if no other has.
fn only_row(survey: &Sheet, name: &str) -> Option<usize> {
    let is_name = |it: &String| matches!(&*it.to_lowercase(), "name" | "tag" | "value");
    let column = survey.headers.iter().position(is_name)?;
    let mut rows = survey.rows.iter().filter(|row| {
        let mut cells = row.cells.iter();
        cells.any(|(at, text)| *at == column && text == name)
    });
    let row = rows.next()?;
    rows.next().is_none().then_some(row.number)
}

/// The header under which a field is written.
fn column<'a>(survey: &'a Sheet, field: &str) -> Option<&'a str> {
    let names: &[&str] = match field {
        "relevant" => &["relevant", "relevance"],
        "calculate" | "calculation" => &["calculation", "calculate"],
        "readonly" | "read_only" => &["readonly", "read_only"],
        "jr:count" | "repeat_count" => &["repeat_count", "count", "jr:count"],
        "choices" | "choices_from" => &["type"],
        other => &[other],
    };
    let is_it = |header: &&String| {
        let header = header.to_lowercase().replace(' ', "_");
        let header = header.strip_prefix("bind::").unwrap_or(&header);
        names.contains(&header)
    };
    survey.headers.iter().find(is_it).map(String::as_str)
}
