//! Sheets as an `.xlsx` file: every cell is text, so that codes such as `01` stay what they are.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::Table;

/// The most characters that a cell of a spreadsheet holds.
pub(super) const MAX_CELL: usize = 32_767;

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// The file; the same sheets give the same bytes.
///
/// # Errors
/// When there is more than a zip archive holds.
pub(super) fn file(sheets: &[Table]) -> Result<Vec<u8>, String> {
    let parts = [
        ("[Content_Types].xml".to_owned(), content_types(sheets)),
        ("_rels/.rels".to_owned(), package()),
        ("xl/workbook.xml".to_owned(), workbook(sheets)),
        ("xl/_rels/workbook.xml.rels".to_owned(), relations(sheets)),
        ("xl/styles.xml".to_owned(), styles()),
    ];
    let sheets = sheets.iter().enumerate().map(|(idx, it)| {
        let name = format!("xl/worksheets/sheet{}.xml", idx + 1);
        (name, sheet(it))
    });
    archive(
        parts
            .into_iter()
            .chain(sheets)
            .map(|(name, text)| (name, text.into_bytes())),
    )
}

/// Files as a zip archive.
///
/// # Errors
/// When there is more than an archive holds.
fn archive(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<Vec<u8>, String> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        zip.start_file(&name, options)
            .map_err(|it| format!("{name}: {it}"))?;
        zip.write_all(&bytes)
            .map_err(|it| format!("{name}: {it}"))?;
    }
    let cursor = zip.finish().map_err(|it| it.to_string())?;
    Ok(cursor.into_inner())
}

fn content_types(sheets: &[Table]) -> String {
    let mut text = format!(
        "{XML}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{TYPES}.sheet.main+xml\"/>\
         <Override PartName=\"/xl/styles.xml\" ContentType=\"{TYPES}.styles+xml\"/>"
    );
    for number in 1..=sheets.len() {
        let _ = write!(
            text,
            "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" \
             ContentType=\"{TYPES}.worksheet+xml\"/>"
        );
    }
    text + "</Types>"
}

fn package() -> String {
    format!(
        "{XML}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" \
         Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    )
}

fn workbook(sheets: &[Table]) -> String {
    let mut text = format!("{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>");
    for (number, sheet) in (1..).zip(sheets) {
        let name = sheet.name;
        let _ = write!(
            text,
            "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>"
        );
    }
    text + "</sheets></workbook>"
}

fn relations(sheets: &[Table]) -> String {
    let mut text = format!("{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for number in 1..=sheets.len() {
        let _ = write!(
            text,
            "<Relationship Id=\"rId{number}\" Type=\"{RELATIONS}/worksheet\" \
             Target=\"worksheets/sheet{number}.xml\"/>"
        );
    }
    let number = sheets.len() + 1;
    text + &format!(
        "<Relationship Id=\"rId{number}\" Type=\"{RELATIONS}/styles\" \
         Target=\"styles.xml\"/></Relationships>"
    )
}

/// Style 0 is text, style 1 bold for the headers.
fn styles() -> String {
    format!(
        "{XML}<styleSheet xmlns=\"{MAIN}\"><fonts count=\"2\"><font><sz val=\"11\"/>\
         <name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font>\
         </fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill>\
         <patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border/>\
         </borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"2\">\
         <xf numFmtId=\"49\" xfId=\"0\" applyNumberFormat=\"1\"/><xf numFmtId=\"49\" fontId=\"1\" \
         xfId=\"0\" applyFont=\"1\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
    )
}

fn sheet(table: &Table) -> String {
    let mut text = format!(
        "{XML}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\">\
         <pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>\
         </sheetView></sheetViews><sheetData>"
    );
    let headers = table.columns.iter().enumerate();
    row(&mut text, 1, 1, headers.map(|(idx, it)| (idx, it.as_str())));
    for (number, cells) in (2..).zip(&table.rows) {
        let cells = cells.iter().map(|it| (it.0, it.1.as_str()));
        row(&mut text, number, 0, cells);
    }
    text + "</sheetData></worksheet>"
}

fn row<'a>(
    out: &mut String,
    number: usize,
    style: usize,
    cells: impl Iterator<Item = (usize, &'a str)>,
) {
    let _ = write!(out, "<row r=\"{number}\">");
    for (column, text) in cells {
        let place = letters(column);
        let _ = write!(
            out,
            "<c r=\"{place}{number}\" s=\"{style}\" t=\"inlineStr\"><is>\
             <t xml:space=\"preserve\">"
        );
        escape(out, text);
        out.push_str("</t></is></c>");
    }
    out.push_str("</row>");
}

/// A column's letters: A, B, …, Z, AA.
fn letters(column: usize) -> String {
    let mut rest = column + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

fn escape(out: &mut String, text: &str) {
    for it in text.chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => {}
            // XML cannot hold these in any spelling.
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            it => out.push(it),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_letters() {
        let all = [0, 25, 26, 51, 52, 701, 702].map(letters);
        assert_eq!(all, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
