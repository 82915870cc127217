//! Workbooks of Excel and OpenDocument, read as ODK's converter reads their cells.

use std::borrow::Cow;
use std::io::{Cursor, Read as _};

use calamine::{Data, ExcelDateTime, Ods, Reader, Sheets, Xls, Xlsx};

use super::super::import::{Finding, Place};
use super::compound;
use super::sheet::{KNOWN, Workbook};
use crate::base::Date;

/// More than this behind the compression is hostile: the largest forms have some ten megabytes.
const MAX_INFLATED: u64 = 256 << 20;
/// The sheets of Excel are no larger.
const MAX_ROWS: u32 = 1 << 20;
const MAX_COLUMNS: u32 = 1 << 14;
/// The most cells of a sheet, blank ones before others included.
const MAX_CELLS: usize = 10_000_000;

/// The part of a workbook that holds the texts of all cells.
const TEXTS: &str = "sharedstrings.xml";

type Book<'b> = Sheets<Cursor<&'b [u8]>>;

/// Reads the sheets of an XLSForm out of a workbook.
///
/// # Errors
/// If the file is no workbook, is damaged, or is larger inside than any form.
pub(super) fn spreadsheet(bytes: &[u8]) -> Result<Workbook, Finding> {
    let bytes = &*prepared(bytes)?;
    // The reader stumbles over some damaged files. Where panics unwind, that is one refused file.
    let read = std::panic::catch_unwind(|| read(bytes));
    read.unwrap_or_else(|_| Err(damaged(&"a part of it is not as it should be")))
}

/// The rows of the first sheet of a workbook, the head first.
///
/// # Errors
/// As [`spreadsheet`].
pub(in crate::format) fn first_sheet(bytes: &[u8]) -> Result<Vec<Vec<String>>, Finding> {
    let bytes = &*prepared(bytes)?;
    let read = || {
        let mut file = book(bytes)?;
        match file.sheet_names().first().cloned() {
            Some(name) => rows(&mut file, &name),
            None => Ok(Vec::new()),
        }
    };
    // As above.
    let read = std::panic::catch_unwind(read);
    read.unwrap_or_else(|_| Err(damaged(&"a part of it is not as it should be")))
}

fn read(bytes: &[u8]) -> Result<Workbook, Finding> {
    let mut file = book(bytes)?;
    let names = file.sheet_names();
    let mut workbook = Workbook::default();
    for name in &names {
        if !KNOWN.contains(&&*name.to_lowercase()) && names.len() > 1 {
            workbook.names.push(name.clone());
            continue;
        }
        let rows = rows(&mut file, name)?;
        workbook.add(name, rows, names.len() == 1)?;
    }
    Ok(workbook)
}

fn book(bytes: &[u8]) -> Result<Book<'_>, Finding> {
    let file = Cursor::new(bytes);
    if !bytes.starts_with(b"PK") {
        return Xls::new(file).map(Sheets::Xls).map_err(|it| damaged(&it));
    }
    match Xlsx::new(file.clone()) {
        Ok(book) => Ok(Sheets::Xlsx(book)),
        Err(error) => Ods::new(file).map(Sheets::Ods).map_err(|_| damaged(&error)),
    }
}

fn damaged(error: &dyn std::fmt::Display) -> Finding {
    let text = format!("not a spreadsheet that can be read: {error}");
    Finding::error("file-damaged", Place::default(), text)
}

/// Looks a file over before its reader does.
fn prepared(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Finding> {
    if bytes.starts_with(b"PK") {
        check_size(bytes)?;
        return Ok(Cow::Borrowed(bytes));
    }
    let strange = "its parts run in a circle or out of the file, or a sheet is too large";
    compound::prepared(bytes).ok_or_else(|| damaged(&strange))
}

/// Inflates every part once, counting: what a part says of its own size may be wrong.
fn check_size(bytes: &[u8]) -> Result<(), Finding> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|it| damaged(&it))?;
    let mut left = MAX_INFLATED;
    for idx in 0..archive.len() {
        let part = archive.by_index(idx).map_err(|it| damaged(&it))?;
        let name = part.name().map_err(|it| damaged(&it))?;
        let is_texts = name.to_ascii_lowercase().ends_with(TEXTS);
        let mut part = part.take(left + 1);
        let mut head = Vec::new();
        let read = part.by_ref().take(4096).read_to_end(&mut head);
        let read = read.and_then(|_| std::io::copy(&mut part, &mut std::io::sink()));
        let size = head.len() as u64 + read.map_err(|it| damaged(&it))?;
        // The reader makes room for as many texts as there are said to be.
        if is_texts && n_texts(&head).is_some_and(|it| it > size) {
            return Err(damaged(&"it has fewer texts than it says"));
        }
        left = left.checked_sub(size).ok_or_else(|| {
            let text = format!("found more than {MAX_INFLATED} bytes behind the compression");
            Finding::error("file-large", Place::default(), text)
        })?;
    }
    Ok(())
}

/// How many texts a table of texts says it has; none if it does not say, or too large a number.
fn n_texts(head: &[u8]) -> Option<u64> {
    let head = String::from_utf8_lossy(head);
    let (_, count) = head.split_once("uniqueCount=")?;
    let digits = count.trim_start_matches(['"', '\'']);
    let end = digits.find(|it: char| !it.is_ascii_digit())?;
    Some(digits[..end].parse().unwrap_or(u64::MAX)).filter(|_| end > 0)
}

fn rows(file: &mut Book<'_>, sheet: &str) -> Result<Vec<Vec<String>>, Finding> {
    let mut rows = Grid::default();
    match file {
        // A range would hold every cell between the first and the last, which may be far apart.
        Sheets::Xlsx(book) => {
            let cells = book.worksheet_cells_reader(sheet);
            let mut cells = cells.map_err(|it| damaged(&it))?;
            while let Some(found) = cells.next_cell().map_err(|it| damaged(&it))? {
                let (row, column) = found.get_position();
                rows.set(
                    sheet,
                    row,
                    column,
                    cell(&found.get_value().clone().into(), true),
                )?;
            }
        }
        Sheets::Xls(_) | Sheets::Xlsb(_) | Sheets::Ods(_) => {
            let range = file.worksheet_range(sheet).map_err(|it| damaged(&it))?;
            let (top, left) = range.start().unwrap_or((0, 0));
            for (row, column, data) in range.used_cells() {
                rows.set(
                    sheet,
                    top + row as u32,
                    left + column as u32,
                    cell(data, false),
                )?;
            }
        }
    }
    Ok(rows.rows)
}

/// Rows that grow as cells come.
#[derive(Default)]
struct Grid {
    rows: Vec<Vec<String>>,
    cells: usize,
}

impl Grid {
    fn set(&mut self, sheet: &str, row: u32, column: u32, text: String) -> Result<(), Finding> {
        if text.is_empty() {
            return Ok(());
        }
        if row >= MAX_ROWS || column >= MAX_COLUMNS {
            let text = format!("found a cell in row {row}, expected at most {MAX_ROWS} rows");
            return Err(Finding::error("file-damaged", Place::sheet(sheet), text));
        }
        let (row, column) = (row as usize, column as usize);
        if self.rows.len() <= row {
            self.rows.resize(row + 1, Vec::new());
        }
        let cells = &mut self.rows[row];
        if cells.len() <= column {
            self.cells += column + 1 - cells.len();
            if self.cells > MAX_CELLS {
                let text = format!("found more than {MAX_CELLS} cells");
                return Err(Finding::error("file-large", Place::sheet(sheet), text));
            }
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
        Ok(())
    }
}

/// A cell as text: whole numbers without decimals, moments in ISO 8601, to the millisecond or to
/// the second.
fn cell(data: &Data, to_millis: bool) -> String {
    match data {
        Data::Empty => String::new(),
        Data::Error(error) => error.to_string(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(true) => "TRUE".to_owned(),
        Data::Bool(false) => "FALSE".to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => self::number(*number),
        Data::DateTime(it) => moment(it, to_millis),
    }
}

/// Python's libraries round what a date's fraction says, either to whole seconds or to thousandths.
fn moment(moment: &ExcelDateTime, to_millis: bool) -> String {
    let serial = moment.as_f64();
    let a_second = if to_millis { 1000.0 } else { 1.0 };
    let ticks = ((serial - serial.floor()) * 86_400.0 * a_second).round_ties_even();
    let (seconds, millis) = if to_millis {
        (ticks as u32 / 1000, ticks as u32 % 1000)
    } else {
        (ticks as u32, 0)
    };
    let (minute, second) = (seconds / 60 % 60, seconds % 60);
    let hour = seconds / 3600 % 24;
    let mut time = format!("{hour:02}:{minute:02}:{second:02}");
    if millis > 0 {
        time.push_str(&format!(".{millis:03}000"));
    }
    if serial < 1.0 && seconds < 86_400 {
        return time;
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let date = Date::new(year.into(), month, day);
    // What is rounded up to midnight is the next day's.
    let date = date.and_then(|it| Date::from_days(it.days() + i64::from(seconds / 86_400)));
    date.map_or(time.clone(), |it| format!("{it} {time}"))
}

/// A number as Python writes it, since labels and names hold what the converter wrote.
fn number(number: f64) -> String {
    if number == number.trunc() && number.is_finite() {
        return format!("{number:.0}");
    }
    if number.abs() >= 1e-4 {
        return number.to_string();
    }
    match format!("{number:e}").split_once("e-") {
        Some((digits, exponent)) => format!("{digits}e-{exponent:0>2}"),
        None => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::{Grid, MAX_CELLS, MAX_INFLATED, check_size, n_texts, number};

    #[test]
    fn numbers_are_written_as_python_does() {
        let cases = [
            (1.0, "1"),
            (-3.0, "-3"),
            (2.25, "2.25"),
            (0.1, "0.1"),
            (1e22, "10000000000000000000000"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (1e-100, "1e-100"),
        ];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn moments_are_rounded_as_python_does() {
        let moment = |serial, to_millis| {
            let kind = calamine::ExcelDateTimeType::DateTime;
            super::moment(
                &calamine::ExcelDateTime::new(serial, kind, false),
                to_millis,
            )
        };
        assert_eq!(moment(44_276.755_503_472_22, false), "2021-03-21 18:07:55");
        assert_eq!(
            moment(44_276.755_503_48, true),
            "2021-03-21 18:07:55.501000"
        );
        assert_eq!(moment(44_276.999_999, false), "2021-03-22 00:00:00");
        assert_eq!(moment(44_276.0, true), "2021-03-21 00:00:00");
        assert_eq!(moment(0.5, false), "12:00:00");
    }

    #[test]
    fn texts_are_counted_where_the_count_stands() {
        assert_eq!(n_texts(b"<sst count=\"9\" uniqueCount=\"7\">"), Some(7));
        assert_eq!(
            n_texts(b"<sst uniqueCount='99999999999999999999'>"),
            Some(u64::MAX)
        );
        assert_eq!(n_texts(b"<sst uniqueCount=\"-1\">"), None);
        assert_eq!(n_texts(b"<sst>"), None);
    }

    #[test]
    fn a_workbook_that_grows_without_bound_is_refused() {
        let mut file = Cursor::new(Vec::new());
        let mut archive = zip::ZipWriter::new(&mut file);
        archive
            .start_file("bomb", zip::write::SimpleFileOptions::default())
            .expect("a part begins");
        let zeros = vec![0; 1 << 20];
        for _ in 0..=MAX_INFLATED >> 20 {
            archive.write_all(&zeros).expect("memory takes everything");
        }
        archive.finish().expect("memory takes everything");
        let bytes = file.into_inner();
        assert!(bytes.len() < 1 << 20);
        let error = check_size(&bytes).expect_err("it is too large");
        assert_eq!(error.code, "file-large");
    }

    #[test]
    fn far_cells_cost_no_more_than_their_rows() {
        let mut grid = Grid::default();
        let set = |grid: &mut Grid, row, column| grid.set("survey", row, column, "x".to_owned());
        assert!(set(&mut grid, 1_048_575, 16_383).is_ok());
        let last = (0..2_000).find_map(|row| set(&mut grid, row, 16_383).err());
        assert_eq!(last.map(|it| it.code), Some("file-large"));
        assert!(grid.cells <= MAX_CELLS + 16_384);
    }
}
