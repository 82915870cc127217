//! Data of other programs: a table whose rows are people and whose columns are what they said.
//!
//! [`guess`] says what each column probably is, a person corrects that, and [`responses`] makes a
//! questionnaire and responses of it, which are then like any others.

mod guess;
mod make;
mod matching;
mod open;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

pub use guess::guess;
pub use make::{Made, Trouble, responses};
pub use matching::{Match, into_survey, matches, questions};
pub use open::{is_data_file, open};

use crate::base::{Date, Missing};

/// Values that a column is told by.
pub const MOST_VALUES: usize = 12;
/// More different values are no list of choices.
pub const MOST_CHOICES: usize = 5_000;

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Not wanted.
    Out,
    /// One of some categories.
    Category,
    /// A whole number on a scale, the higher the better; scores go from 0 to 100.
    Scale {
        /// The least.
        low: i64,
        /// The greatest.
        high: i64,
    },
    /// A number.
    Number,
    /// Words.
    Text,
    /// A date.
    Day,
    /// The code of the area.
    Area,
    /// The code of the interviewer.
    Interviewer,
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Kind::Out => "out",
            Kind::Category => "category",
            Kind::Scale { low, high } => return write!(out, "scale:{low}:{high}"),
            Kind::Number => "number",
            Kind::Text => "text",
            Kind::Day => "date",
            Kind::Area => "area",
            Kind::Interviewer => "interviewer",
        };
        out.write_str(name)
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Kind, String> {
        let plain = [
            Kind::Out,
            Kind::Category,
            Kind::Number,
            Kind::Text,
            Kind::Day,
            Kind::Area,
            Kind::Interviewer,
        ];
        if let Some(kind) = plain.into_iter().find(|it| it.to_string() == text) {
            return Ok(kind);
        }
        let ends = text
            .strip_prefix("scale:")
            .and_then(|it| it.split_once(':'));
        let number = |it: &str| it.parse::<i64>().ok();
        match ends.map(|(low, high)| (number(low), number(high))) {
            Some((Some(low), Some(high))) if (1..=100).contains(&high.saturating_sub(low)) => {
                Ok(Kind::Scale { low, high })
            }
            Some(_) | None => Err(format!(
                "found `{text}`, expected out, category, scale:1:5, number, text, date, area or interviewer"
            )),
        }
    }
}

/// A column of a table, and what it is taken for.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// What stands at its head.
    pub head: String,
    /// The name of the item that comes of it.
    pub item: String,
    /// The words of the item.
    pub label: String,
    /// What it is taken for.
    pub kind: Kind,
    /// Rows with a value.
    pub filled: usize,
    /// Different values; counted up to one more than [`MOST_CHOICES`].
    pub distinct: usize,
    /// The least and the greatest, where all are whole numbers.
    pub whole: Option<(i64, i64)>,
    /// The most frequent values with how often they occur, at most [`MOST_VALUES`].
    pub values: Vec<(String, usize)>,
}

/// How a table becomes responses.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The id of the survey that comes of it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The language of its words, BCP 47.
    pub language: String,
    /// The day of responses in whose row stands none.
    pub day: Date,
    /// The columns, in their order.
    pub columns: Vec<Column>,
}

/// Why there is no answer in a cell; none if there is one. Codes are those of the surveys of this
/// project, so they count only where they cannot be answers.
fn missing(cell: &str, has_codes: bool) -> Option<Missing> {
    let cell = cell.trim();
    if has_codes {
        match cell {
            "-97" => return Some(Missing::NotApplicable),
            "-98" => return Some(Missing::DontKnow),
            "-99" => return Some(Missing::Refused),
            _ => {}
        }
    }
    let blank = ["", ".", "na", "n/a", "nan", "null"];
    let cell = cell.to_ascii_lowercase();
    blank.contains(&cell.as_str()).then_some(Missing::Skipped)
}

/// Whether a column's codes for missing answers are told from its answers: nothing else in it is
/// below zero.
fn has_codes<'a>(mut cells: impl Iterator<Item = &'a str>) -> bool {
    cells.all(|it| {
        let it = it.trim();
        !it.starts_with('-') || matches!(it, "-97" | "-98" | "-99" | "-")
    })
}
