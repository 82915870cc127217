//! Tables as files.

use crate::format::tables;
use crate::format::xlsform;
use crate::questionnaire::Table;

/// Endings of files that hold tables.
const ENDINGS: [&str; 6] = ["csv", "tsv", "txt", "xlsx", "xls", "ods"];

/// Whether a file's name is that of a table.
pub fn is_data_file(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|it| it.1.to_lowercase());
    ending.is_some_and(|it| ENDINGS.contains(&it.as_str()))
}

/// Reads a table: comma-separated, semicolons and tabs too, or the first sheet of a workbook.
/// Columns without a head are left out.
///
/// # Errors
/// What is wrong with the file, and where.
pub fn open(name: &str, bytes: &[u8]) -> Result<Table, String> {
    let is_workbook = bytes.starts_with(b"PK") || bytes.starts_with(b"\xd0\xcf\x11\xe0");
    if !is_workbook {
        // Whatever its ending is, the separator is told by the head.
        return tables::read(&format!("{name}.csv"), bytes)
            .map_err(|it| it.replacen(".csv:", ":", 1));
    }
    let rows = xlsform::first_sheet(bytes).map_err(|it| format!("{name}: {it}"))?;
    tables::of_rows(rows).map_err(|it| format!("{name}: {it}"))
}
