//! Workbooks out of files: Excel, OpenDocument, CSV and Markdown.

use super::super::import::{Finding, Place};
use super::excel::spreadsheet;
use super::sheet::{KNOWN, Row, Sheet, Workbook};

/// The kind of file that a workbook is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// `.xlsx`, `.xlsm`, `.xls` or `.ods`.
    Spreadsheet,
    /// `.csv`: sheet names in the first column.
    Csv,
    /// `.md`: a table with sheet names in the first column.
    Markdown,
}

/// Larger files are hostile, or not forms.
const MAX_BYTES: usize = 64 << 20;

/// Reads a workbook. `name` is the file's name, from which a form without an id takes it.
///
/// # Errors
/// If the file cannot be read.
pub fn open(bytes: &[u8], kind: FileKind, name: &str) -> Result<Workbook, Finding> {
    if bytes.len() > MAX_BYTES {
        let text = format!("found {} bytes, expected at most {MAX_BYTES}", bytes.len());
        return Err(Finding::error("file-large", Place::default(), text));
    }
    let mut workbook = match kind {
        FileKind::Spreadsheet => spreadsheet(bytes)?,
        FileKind::Csv => csv(text(bytes)?)?,
        FileKind::Markdown => markdown(text(bytes)?)?,
    };
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = super::survey::stem(stem).0;
    workbook.fallback_name = Some(stem.to_owned()).filter(|it| !it.is_empty());
    Ok(workbook)
}

/// The external choices as the table that the form's XForm reads: `itemsets.csv`.
pub fn itemsets(workbook: &Workbook) -> Option<Vec<u8>> {
    let sheet = workbook.sheet("external_choices")?;
    let mut table = csv::Writer::from_writer(Vec::new());
    let record = |row: &Row| -> Vec<String> {
        let mut cells = vec![String::new(); sheet.headers.len()];
        for (column, text) in &row.cells {
            text.clone_into(&mut cells[*column]);
        }
        cells
    };
    table.write_record(&sheet.headers).ok()?;
    for row in &sheet.rows {
        table.write_record(record(row)).ok()?;
    }
    table.into_inner().ok()
}

fn text(bytes: &[u8]) -> Result<&str, Finding> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let text = format!("found a byte that is not UTF-8 at {}", error.valid_up_to());
        Finding::error("file-encoding", Place::default(), text)
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn csv(text: &str) -> Result<Workbook, Finding> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows: Vec<(Option<String>, Vec<Option<String>>)> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let text = format!("not a CSV file that can be read: {error}");
            Finding::error("file-damaged", Place::default(), text)
        })?;
        let mut cells = record
            .iter()
            .map(|it| Some(it.trim().to_owned()).filter(|it| !it.is_empty()));
        let first = cells.next().flatten();
        rows.push((first, cells.collect()));
    }
    Ok(table(rows, "csv"))
}

fn markdown(text: &str) -> Result<Workbook, Finding> {
    if text.chars().take(5_000).filter(|it| *it == '|').count() < 5 {
        let text = "found no table, expected rows between `|`";
        return Err(Finding::error("file-damaged", Place::default(), text));
    }
    let mut rows = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with('#') {
            continue;
        }
        let line = without_comment(line);
        let Some(start) = line.find('|').filter(|it| line[..*it].trim().is_empty()) else {
            continue;
        };
        let Some(end) = line.rfind('|').filter(|it| *it > start) else {
            continue;
        };
        let inside = &line[start + 1..end];
        if inside.chars().all(|it| matches!(it, '|' | '-')) && !inside.is_empty() {
            continue;
        }
        let mut cells = split_cells(inside).into_iter();
        let first = cells.next().flatten();
        rows.push((first, cells.collect()));
    }
    Ok(table(rows, "md"))
}

/// The line without a `# comment` after its last cell.
fn without_comment(line: &str) -> &str {
    match line.rfind('#') {
        Some(at) if !line[at..].contains('|') && line[at..].len() > 1 => &line[..at],
        Some(_) | None => line,
    }
}

fn split_cells(inside: &str) -> Vec<Option<String>> {
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for char in inside.chars() {
        if char == '|' && !escaped {
            cells.push(String::new());
        } else if let Some(cell) = cells.last_mut() {
            cell.push(char);
        }
        escaped = char == '\\';
    }
    let clean = |it: String| {
        let text = it.trim().replace("\\|", "|");
        (!text.is_empty()).then_some(text)
    };
    cells.into_iter().map(clean).collect()
}

/// Sheets out of one table: a name in the first column begins a sheet, the row after it with
/// something in it holds the headers.
fn table(rows: Vec<(Option<String>, Vec<Option<String>>)>, kind: &str) -> Workbook {
    let mut workbook = Workbook::default();
    let mut sheets: Vec<(String, Vec<Vec<Option<String>>>)> = Vec::new();
    for (first, cells) in rows {
        if let Some(name) = first {
            // In CSV a sheet may come in parts; in Markdown a later one takes the place.
            sheets.push((name, Vec::new()));
        }
        if let Some((_, rows)) = sheets.last_mut()
            && cells.iter().any(Option::is_some)
        {
            rows.push(cells);
        }
    }
    let n_sheets = sheets.len();
    for (name, rows) in sheets {
        workbook.names.push(name.clone());
        let lower = name.to_lowercase();
        let known = KNOWN.contains(&&*lower);
        let name = match known {
            true => lower,
            false if n_sheets == 1 && kind == "md" => "survey".to_owned(),
            false => continue,
        };
        let mut rows = rows.into_iter();
        let headers = rows.next().unwrap_or_default();
        let mut sheet = Sheet {
            name,
            ..Sheet::default()
        };
        let mut number_of = Vec::new();
        for header in headers {
            let known = header.and_then(|it| {
                let found = sheet.headers.iter().position(|h| *h == it);
                found.or_else(|| {
                    sheet.headers.push(it);
                    Some(sheet.headers.len() - 1)
                })
            });
            number_of.push(known);
        }
        for (idx, row) in rows.enumerate() {
            let cells = row.into_iter().zip(&number_of);
            let cells = cells.filter_map(|(text, number)| Some(((*number)?, text?)));
            sheet.rows.push(Row {
                number: idx + 2,
                cells: cells.collect(),
            });
        }
        workbook.sheets.retain(|it| it.name != sheet.name);
        workbook.sheets.push(sheet);
    }
    workbook
}
