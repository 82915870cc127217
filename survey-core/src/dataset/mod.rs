//! Data sets: responses as typed columns, about one byte an answer.
//!
//! [`DatasetBuilder`] takes responses one by one; chunks that were built apart are merged. Rows
//! keep the order they came in. A [`Filter`] becomes a [`Bitmap`] of rows, a [`Var`] becomes
//! [`Groups`] of rows, and the estimators of [`crate::stats`] read columns through both, so that
//! nothing is ever copied to be filtered.
//!
//! A data set holds one survey in any number of versions: items are the same where their names
//! are, and their codes are put together. Answers inside repeats are not in it; a repeat's column
//! says how many instances it has.

mod bitmap;
mod builder;
mod codes;
mod column;
mod filter;
mod group;
mod named;
mod score;
mod ticks;
mod variable;
mod world;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use bitmap::Bitmap;
pub use builder::DatasetBuilder;
pub use codes::{Coded, Codes};
pub use column::{Column, Moments, Numbers, Words};
pub use filter::Filter;
pub use group::{Group, Groups, Var};
pub use named::Named;
pub use ticks::Ticks;
pub use variable::{Code, Plan, Variable};

use crate::base::{AreaTree, Date, Problem};
use crate::questionnaire::Construct;
use crate::response::SurveyRef;

/// Responses to one survey, as columns.
#[derive(Clone, Debug)]
pub struct Dataset {
    survey: String,
    versions: Vec<SurveyRef>,
    areas: Arc<AreaTree>,
    default_language: String,
    constructs: BTreeMap<String, Construct>,
    variables: Vec<Variable>,
    by_name: BTreeMap<String, usize>,
    columns: Vec<Column>,
    header: Header,
    problems: BTreeMap<(String, String), (Problem, u64)>,
}

/// What is known of every response besides its answers.
#[derive(Clone, Debug, PartialEq)]
struct Header {
    version: Named,
    area: Named,
    wave: Named,
    mode: Named,
    language: Named,
    interviewer: Named,
    disposition: Named,
    /// Days since 1970-01-01, in the zone of the interview.
    day: Vec<i32>,
    /// Minutes from the first to the last event.
    minutes: Vec<f32>,
    simulated: Bitmap,
}

impl Dataset {
    /// The survey's id.
    pub fn survey(&self) -> &str {
        &self.survey
    }

    /// The versions of the survey, newest first; [`Dataset::version`] counts them by digest.
    pub fn versions(&self) -> &[SurveyRef] {
        &self.versions
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.header.day.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.header.day.is_empty()
    }

    /// The tree the areas' codes come from.
    pub fn areas(&self) -> &AreaTree {
        &self.areas
    }

    /// The language of last resort.
    pub fn default_language(&self) -> &str {
        &self.default_language
    }

    /// What is measured, by dotted name.
    pub fn constructs(&self) -> &BTreeMap<String, Construct> {
        &self.constructs
    }

    /// The variables, in the order of the questionnaire.
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// The number of the variable with this name.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// The number of the variable with this name.
    ///
    /// # Errors
    /// What is not there, with the nearest name that is.
    pub fn expect(&self, name: &str) -> Result<usize, String> {
        self.find(name).ok_or_else(|| {
            let known = self.by_name.keys().map(String::as_str);
            unknown("item", name, known)
        })
    }

    /// The column of a variable.
    pub fn column(&self, at: usize) -> &Column {
        &self.columns[at]
    }

    /// The digest of the version that was answered.
    pub fn version(&self) -> &Named {
        &self.header.version
    }

    /// The codes of the areas the responses belong to.
    pub fn area(&self) -> &Named {
        &self.header.area
    }

    /// Waves.
    pub fn wave(&self) -> &Named {
        &self.header.wave
    }

    /// The names of the modes.
    pub fn mode(&self) -> &Named {
        &self.header.mode
    }

    /// Languages at the end of the interview.
    pub fn language(&self) -> &Named {
        &self.header.language
    }

    /// The interviewers' codes.
    pub fn interviewer(&self) -> &Named {
        &self.header.interviewer
    }

    /// AAPOR final dispositions.
    pub fn disposition(&self) -> &Named {
        &self.header.disposition
    }

    /// The day the interview began, where it was held.
    pub fn day(&self, row: usize) -> Date {
        let day = Date::from_days(i64::from(self.header.day[row]));
        day.expect("only days of dates are stored")
    }

    /// Minutes from beginning to end.
    pub fn minutes(&self, row: usize) -> f64 {
        f64::from(self.header.minutes[row])
    }

    /// The rows that a simulation made.
    pub fn simulated(&self) -> &Bitmap {
        &self.header.simulated
    }

    /// The rows that are interviews, complete or partial: their disposition begins with 1. Others
    /// are non-response, and their few answers enter no estimate (AAPOR Standard Definitions).
    pub fn interviews(&self) -> Bitmap {
        let counts: Vec<bool> = self
            .disposition()
            .names()
            .iter()
            .map(|it| it.starts_with("1."))
            .collect();
        let holds = |row| self.disposition().get(row).is_some_and(|it| counts[it]);
        Bitmap::of(self.len(), holds)
    }

    /// What was wrong with responses, with how many times it came up.
    pub fn problems(&self) -> impl Iterator<Item = &(Problem, u64)> {
        self.problems.values()
    }

    /// Bytes of memory that answers and headers take.
    pub fn bytes(&self) -> usize {
        let header = &self.header;
        let names = [
            &header.version,
            &header.area,
            &header.wave,
            &header.mode,
            &header.language,
            &header.interviewer,
            &header.disposition,
        ];
        let columns: usize = self.columns.iter().map(Column::bytes).sum();
        let named: usize = names.iter().map(|it| it.bytes()).sum();
        columns + named + 4 * (header.day.capacity() + header.minutes.capacity()) + self.len() / 8
    }
}

/// "there is no {what} `{name}`, did you mean …?"
pub(crate) fn unknown<'a>(
    what: &str,
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> String {
    let near = crate::base::nearest(name, known);
    let help = near.map_or_else(String::new, |it| format!(", did you mean `{it}`?"));
    format!("there is no {what} `{name}`{help}")
}
