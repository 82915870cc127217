//! Tables beside a form: CSV, GeoJSON and XML files become the rows of a secondary instance.
//!
//! Every reader gives what ODK's clients make of the file: `instance('towns')/root/item` is a row,
//! its children are the columns. What differs between them is said at each reader.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::Value;

use super::instance::Element;
use super::json;
use crate::questionnaire::{DraftSurvey, Table};

/// Larger files are hostile, or not meant for a telephone.
const MAX_BYTES: usize = 64 << 20;
/// The most rows of a table.
const MAX_ROWS: usize = 500_000;
/// The most columns of a table.
const MAX_COLUMNS: usize = 1_000;
/// The most cells of a table, blank ones too: wide and sparse files grow when they are laid out.
const MAX_CELLS: usize = 10_000_000;

/// Fills every secondary instance of the draft that waits for the file `name`, and says how many
/// there were. Names are compared without their folders, in any case.
///
/// # Errors
/// If the file is no table; see [`read`]. The draft is then as it was.
pub fn attach(draft: &mut DraftSurvey, name: &str, bytes: &[u8]) -> Result<usize, String> {
    let wanted = file_name(name).to_lowercase();
    let waiting = draft.instances.iter().filter(|(_, it)| {
        let src = it.src.as_deref().map(|it| file_name(it).to_lowercase());
        src.is_some_and(|it| it == wanted)
    });
    let waiting: Vec<String> = waiting.map(|it| it.0.clone()).collect();
    if waiting.is_empty() {
        return Ok(0);
    }
    let table = read(name, bytes)?;
    for id in &waiting {
        if let Some(instance) = draft.instances.get_mut(id) {
            instance.columns = table.columns().to_vec();
            instance.rows = table.rows().to_vec();
        }
    }
    Ok(waiting.len())
}

/// The name without folders, and without the schemes of XForms (`jr://file-csv/towns.csv`).
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Reads a table; the name's ending says what it is.
///
/// # Errors
/// If it is of another kind, too large, or damaged: with the line, the row or the path.
pub fn read(name: &str, bytes: &[u8]) -> Result<Table, String> {
    let file = file_name(name);
    if bytes.len() > MAX_BYTES {
        let found = bytes.len();
        return Err(format!(
            "{file}: found {found} bytes, expected at most {MAX_BYTES}"
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter();
        let line = line.filter(|it| **it == b'\n').count() + 1;
        format!("{file}: line {line}: found a byte that is not UTF-8, save the file as UTF-8")
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let ending = file
        .rsplit_once('.')
        .map_or("", |it| it.1)
        .to_ascii_lowercase();
    let table = match &*ending {
        "csv" => csv(text),
        "geojson" => geojson(text),
        "xml" => xml(text),
        _ => Err("found another ending, expected .csv, .geojson or .xml".to_owned()),
    };
    table.map_err(|it| format!("{file}: {it}"))
}

/// Comma-separated values (RFC 4180). As in JavaRosa, a header with semicolons and no comma means
/// that semicolons separate; so do tabs. Blank lines are no rows, surplus cells are dropped.
fn csv(text: &str) -> Result<Table, String> {
    let first = text.lines().find(|it| !it.trim().is_empty()).unwrap_or("");
    let separators = [',', ';', '\t'];
    let separator = separators.into_iter().find(|it| first.contains(*it));
    let mut records = Records {
        text,
        separator: separator.unwrap_or(','),
        line: 1,
    };
    let Some((line, header)) = records.next_record()? else {
        return Err("found nothing, expected a header".to_owned());
    };
    let (columns, kept) = heads(line, &header)?;
    let mut rows = Vec::new();
    while let Some((_, mut record)) = records.next_record()? {
        let cells = kept.iter().map(|it| {
            let cell = record.get_mut(*it);
            cell.map(std::mem::take).unwrap_or_default()
        });
        rows.push(cells.collect());
        limit_rows(rows.len(), columns.len())?;
    }
    Ok(Table::new(columns, rows))
}

/// Rows of cells as a table; the first is its head.
///
/// # Errors
/// If there is no head, or it names a column twice.
pub(super) fn of_rows(rows: Vec<Vec<String>>) -> Result<Table, String> {
    let mut rows = rows.into_iter();
    let header = rows.next().unwrap_or_default();
    let (columns, kept) = heads(1, &header)?;
    if columns.is_empty() {
        return Err("found nothing, expected a header".to_owned());
    }
    let row = |mut row: Vec<String>| -> Vec<String> {
        let cells = kept.iter();
        cells
            .map(|it| row.get_mut(*it).map(std::mem::take).unwrap_or_default())
            .collect()
    };
    let is_blank = |row: &Vec<String>| row.iter().all(|it| it.trim().is_empty());
    let rows: Vec<Vec<String>> = rows.map(row).filter(|it| !is_blank(it)).collect();
    limit_rows(rows.len(), columns.len())?;
    Ok(Table::new(columns, rows))
}

/// The names of the columns that have one, and where they stand.
fn heads(line: usize, header: &[String]) -> Result<(Vec<String>, Vec<usize>), String> {
    let mut columns = Vec::new();
    let mut kept = Vec::new();
    for (at, cell) in header.iter().enumerate() {
        let name = cell.trim();
        if name.is_empty() {
            continue;
        }
        if columns.iter().any(|it| it == name) {
            return Err(format!("line {line}: found the column `{name}` twice"));
        }
        columns.push(name.to_owned());
        kept.push(at);
    }
    limit_columns(columns.len())?;
    Ok((columns, kept))
}

fn limit_columns(count: usize) -> Result<(), String> {
    if count <= MAX_COLUMNS {
        return Ok(());
    }
    Err(format!("found more than {MAX_COLUMNS} columns"))
}

fn limit_rows(rows: usize, columns: usize) -> Result<(), String> {
    if rows > MAX_ROWS {
        return Err(format!("found more than {MAX_ROWS} rows"));
    }
    if rows.saturating_mul(columns) > MAX_CELLS {
        return Err(format!("found more than {MAX_CELLS} cells"));
    }
    Ok(())
}

/// A walk over the records of a CSV file.
struct Records<'t> {
    text: &'t str,
    separator: char,
    line: usize,
}

impl Records<'_> {
    /// The next record that has anything in it, with the line on which it begins.
    fn next_record(&mut self) -> Result<Option<(usize, Vec<String>)>, String> {
        while !self.text.is_empty() {
            let line = self.line;
            let record = self.record()?;
            if record.iter().any(|it| !it.trim().is_empty()) {
                return Ok(Some((line, record)));
            }
        }
        Ok(None)
    }

    fn record(&mut self) -> Result<Vec<String>, String> {
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell()?);
            let mut rest = self.text.chars();
            match rest.next() {
                Some(char) if char == self.separator => self.text = rest.as_str(),
                Some('\r') if rest.as_str().starts_with('\n') => {
                    self.text = &rest.as_str()[1..];
                    break;
                }
                Some(_) => {
                    self.text = rest.as_str();
                    break;
                }
                None => return Ok(cells),
            }
        }
        self.line += 1;
        Ok(cells)
    }

    fn cell(&mut self) -> Result<String, String> {
        let mut cell = String::new();
        if let Some(rest) = self.text.strip_prefix('"') {
            self.text = rest;
            self.quoted(&mut cell)?;
        }
        let separator = self.separator;
        let end = self.text.find([separator, '\n', '\r']);
        let (plain, rest) = self.text.split_at(end.unwrap_or(self.text.len()));
        cell.push_str(plain);
        self.text = rest;
        Ok(cell)
    }

    /// What stands up to the closing quotation mark; two of them are one.
    fn quoted(&mut self, cell: &mut String) -> Result<(), String> {
        let begin = self.line;
        loop {
            let Some(end) = self.text.find('"') else {
                return Err(format!(
                    "line {begin}: found a quotation mark that is not closed"
                ));
            };
            let part = &self.text[..end];
            self.line += part.matches('\n').count();
            cell.push_str(part);
            self.text = &self.text[end + 1..];
            match self.text.strip_prefix('"') {
                Some(rest) => {
                    cell.push('"');
                    self.text = rest;
                }
                None => return Ok(()),
            }
        }
    }
}

/// Rows whose columns are found on the way, as in GeoJSON and XML.
#[derive(Default)]
struct Rows {
    columns: Vec<String>,
    places: BTreeMap<String, usize>,
    rows: Vec<Vec<String>>,
}

impl Rows {
    fn begin(&mut self) -> Result<(), String> {
        self.rows.push(Vec::new());
        limit_rows(self.rows.len(), self.columns.len())
    }

    /// Sets a cell of the row that was begun last, if it has none of that name.
    fn set(&mut self, column: &str, text: String) -> Result<(), String> {
        let at = match self.places.get(column) {
            Some(at) => *at,
            None => {
                let at = self.columns.len();
                limit_columns(at + 1)?;
                self.columns.push(column.to_owned());
                self.places.insert(column.to_owned(), at);
                limit_rows(self.rows.len(), at + 1)?;
                at
            }
        };
        let row = self.rows.last_mut().expect("a row was begun");
        if row.len() <= at {
            row.resize(at + 1, String::new());
            row[at] = text;
        } else if row[at].is_empty() {
            row[at] = text;
        }
        Ok(())
    }

    fn table(self) -> Table {
        Table::new(self.columns, self.rows)
    }
}

/// GeoJSON (RFC 7946): a feature is a row of its `geometry`, as ODK writes places
/// (`latitude longitude 0 0`, points parted by `; `), its `id` and its properties. Of an area the
/// outer ring counts.
fn geojson(text: &str) -> Result<Table, String> {
    let document = json::parse(text)?;
    let kind = document["type"].as_str().unwrap_or_default();
    if kind != "FeatureCollection" {
        return Err(format!(
            "found the type `{kind}`, expected FeatureCollection"
        ));
    }
    let Some(features) = document["features"].as_array() else {
        return Err("/features: found no list of features".to_owned());
    };
    let mut rows = Rows::default();
    for (idx, feature) in features.iter().enumerate() {
        let at = format!("/features/{idx}");
        rows.begin()?;
        let place = geometry(&feature["geometry"]).map_err(|it| format!("{at}/geometry: {it}"))?;
        rows.set("geometry", place)?;
        match &feature["id"] {
            Value::String(id) => rows.set("id", id.clone())?,
            id @ Value::Number(_) => rows.set("id", id.to_string())?,
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {}
        }
        for (key, value) in feature["properties"].as_object().into_iter().flatten() {
            let text = match value {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                    value.to_string()
                }
            };
            rows.set(key, text)?;
        }
    }
    Ok(rows.table())
}

fn geometry(value: &Value) -> Result<String, String> {
    if value.is_null() {
        return Ok(String::new());
    }
    let coordinates = &value["coordinates"];
    match value["type"].as_str().unwrap_or_default() {
        "Point" => point(coordinates),
        "LineString" => points(coordinates),
        "Polygon" => points(&coordinates[0]),
        kind => Err(format!(
            "found the type `{kind}`, expected Point, LineString or Polygon"
        )),
    }
}

fn points(list: &Value) -> Result<String, String> {
    let list = list.as_array().ok_or("found no list of positions")?;
    let points: Result<Vec<String>, String> = list.iter().map(point).collect();
    Ok(points?.join("; "))
}

/// A position is longitude before latitude in GeoJSON, and the other way round in ODK. Altitude
/// and accuracy are not taken over, as in ODK's clients.
fn point(position: &Value) -> Result<String, String> {
    match (position[0].as_f64(), position[1].as_f64()) {
        (Some(longitude), Some(latitude)) if longitude.abs() <= 180.0 && latitude.abs() <= 90.0 => {
            Ok(format!("{latitude} {longitude} 0 0"))
        }
        (Some(_), Some(_)) => Err(format!("found {position}, expected degrees")),
        (None, _) | (_, None) => Err(format!("found {position}, expected two numbers")),
    }
}

/// XML: the children of the root are rows, theirs the columns. Of children of one name the first
/// counts; what is deeper has no place in a table and is an error, so that nothing gets lost
/// silently.
fn xml(text: &str) -> Result<Table, String> {
    let root = Element::read(text)?;
    let mut rows = Rows::default();
    for (idx, item) in root.children.iter().enumerate() {
        rows.begin()?;
        for cell in &item.children {
            if let Some(deeper) = cell.children.first() {
                let path = format!("/{}/{}[{}]/{}", root.name, item.name, idx + 1, cell.name);
                let found = &deeper.name;
                return Err(format!("{path}: found an element <{found}>, expected text"));
            }
            rows.set(&cell.name, cell.text.clone())?;
        }
    }
    Ok(rows.table())
}
