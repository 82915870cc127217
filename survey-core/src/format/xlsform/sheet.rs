//! A workbook as rows of text cells, whatever file it came from.

use super::super::import::{Finding, Place};

/// The sheets of a form, by their names in lower case.
#[derive(Clone, Debug, Default)]
pub struct Workbook {
    /// Every sheet's name as it stands in the file.
    pub names: Vec<String>,
    /// The sheets that belong to the form.
    pub sheets: Vec<Sheet>,
    /// The form's id where the settings give none: the file's name without its ending.
    pub fallback_name: Option<String>,
}

/// Names of the sheets that make a form.
pub(super) const KNOWN: [&str; 6] = [
    "survey",
    "choices",
    "settings",
    "external_choices",
    "osm",
    "entities",
];

/// A run of empty columns or rows after which nothing more is looked for.
const MOST_EMPTY_COLUMNS: usize = 20;
const MOST_EMPTY_ROWS: usize = 60;

/// One sheet.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Its name in lower case.
    pub name: String,
    /// The headers of its columns, each once.
    pub headers: Vec<String>,
    /// Its rows below the headers; empty ones are kept, so that numbers are right.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Its number in the sheet; the headers are row 1.
    pub number: usize,
    /// Its cells that hold something: the column's number and the text.
    pub cells: Vec<(usize, String)>,
}

impl Workbook {
    /// The sheet of this name.
    pub(super) fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|it| it.name == name)
    }

    /// Adds a sheet of a spreadsheet: its first row holds headers, and the only sheet of a file
    /// is the survey whatever its name.
    pub(super) fn add(
        &mut self,
        name: &str,
        rows: Vec<Vec<String>>,
        is_only: bool,
    ) -> Result<(), Finding> {
        self.names.push(name.to_owned());
        let lower = name.to_lowercase();
        let name = match KNOWN.contains(&&*lower) {
            true => lower,
            false if is_only => "survey".to_owned(),
            false => return Ok(()),
        };
        let sheet = Sheet::of_rows(name, rows)?;
        self.sheets.retain(|it| it.name != sheet.name);
        self.sheets.push(sheet);
        Ok(())
    }
}

impl Sheet {
    fn of_rows(name: String, rows: Vec<Vec<String>>) -> Result<Sheet, Finding> {
        let mut rows = rows.into_iter();
        let columns = columns(&name, rows.next().unwrap_or_default())?;
        let mut sheet = Sheet {
            headers: columns.iter().flatten().cloned().collect(),
            name,
            rows: Vec::new(),
        };
        let mut number_of = Vec::new();
        let mut n_headers = 0;
        for column in &columns {
            number_of.push(column.as_ref().map(|_| n_headers));
            n_headers += usize::from(column.is_some());
        }
        let mut n_empty = 0;
        for (idx, row) in rows.enumerate() {
            let cells = row.into_iter().zip(&number_of);
            let cells = cells.filter_map(|(text, number)| Some(((*number)?, clean(&text)?)));
            let row = Row {
                number: idx + 2,
                cells: cells.collect(),
            };
            if row.cells.is_empty() {
                if n_empty == MOST_EMPTY_ROWS {
                    break;
                }
                n_empty += 1;
            } else {
                n_empty = 0;
            }
            sheet.rows.push(row);
        }
        sheet.rows.truncate(sheet.rows.len() - n_empty);
        Ok(sheet)
    }
}

/// The text of a cell without space around it; none if there is nothing.
fn clean(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.replace('\u{a0}', " "))
}

/// The headers of a first row, with gaps.
fn columns(sheet: &str, first: Vec<String>) -> Result<Vec<Option<String>>, Finding> {
    let mut columns: Vec<Option<String>> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    let mut n_empty = 0;
    for header in first {
        if header.trim().is_empty() {
            columns.push(None);
            if n_empty == MOST_EMPTY_COLUMNS {
                break;
            }
            n_empty += 1;
            continue;
        }
        n_empty = 0;
        let clean = super::headers::single_spaces(&header);
        if seen.contains(&header) {
            let place = Place::cell(sheet, 1, &clean);
            let text = format!("found the column header `{clean}` twice, expected each once");
            return Err(Finding::error("header-duplicate", place, text));
        }
        seen.push(header);
        columns.push(Some(clean));
    }
    Ok(columns)
}
