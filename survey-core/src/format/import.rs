//! What there is to say about a form that comes from another program.

use std::fmt;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The form cannot be read.
    Error,
    /// Something is odd, or has no counterpart here.
    Warning,
}

impl Severity {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// One thing that was found in a foreign form: what, where, and how grave it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// A stable word for the sort of finding, such as `name-duplicate`.
    pub code: &'static str,
    /// What was found and what was expected; lower case, no final stop.
    pub message: String,
    /// Where; apart, so that results that may hold a finding stay small.
    pub place: Box<Place>,
}

/// A place in a foreign form. A workbook's place has a sheet; another file's has a line or a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The row of the sheet, or the line of the file; the first is 1.
    pub row: Option<usize>,
    /// The column's header, or the column of the line.
    pub column: Option<String>,
    /// A path into the document.
    pub path: Option<String>,
}

impl Place {
    /// A cell of a sheet.
    pub fn cell(sheet: &str, row: usize, column: &str) -> Place {
        Place {
            row: Some(row),
            column: Some(column.to_owned()),
            ..Place::sheet(sheet)
        }
    }

    /// A row of a sheet.
    pub fn row(sheet: &str, row: usize) -> Place {
        Place {
            row: Some(row),
            ..Place::sheet(sheet)
        }
    }

    /// A sheet.
    pub fn sheet(sheet: &str) -> Place {
        Place {
            sheet: Some(sheet.to_owned()),
            ..Place::default()
        }
    }

    /// A path into a document.
    pub fn path(path: &str) -> Place {
        Place {
            path: Some(path.to_owned()),
            ..Place::default()
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            self.sheet.as_ref().map(|it| format!("sheet {it}")),
            self.row.map(|it| match self.sheet {
                Some(_) => format!("row {it}"),
                None => format!("line {it}"),
            }),
            self.column.as_ref().map(|it| format!("column {it}")),
            self.path.clone(),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        f.write_str(&parts.join(", "))
    }
}

impl Finding {
    /// Something because of which the form cannot be read.
    pub fn error(code: &'static str, place: Place, message: impl Into<String>) -> Finding {
        Finding {
            severity: Severity::Error,
            code,
            message: message.into(),
            place: Box::new(place),
        }
    }

    /// Something odd.
    pub fn warning(code: &'static str, place: Place, message: impl Into<String>) -> Finding {
        Finding {
            severity: Severity::Warning,
            ..Finding::error(code, place, message)
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.place.to_string();
        let colon = if place.is_empty() { "" } else { ": " };
        write!(
            f,
            "{}: {place}{colon}{}",
            self.severity.name(),
            self.message
        )
    }
}
