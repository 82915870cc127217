//! Which rows: filters become bitmaps.

use super::named::Named;
use super::{Bitmap, Column, Dataset, unknown};
use crate::base::{Date, Missing};
use crate::questionnaire::Mode;

/// A condition on rows.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// Complete and partial interviews; see [`Dataset::interviews`].
    Interviews,
    /// Made by a simulation.
    Simulated,
    /// Lies in this area, at any depth.
    Area(String),
    /// Of this wave.
    Wave(String),
    /// Answered in this mode.
    Mode(Mode),
    /// In this language at the end.
    Language(String),
    /// By this interviewer.
    Interviewer(String),
    /// With this disposition.
    Disposition(String),
    /// Begun on one of these days, both included.
    Days {
        /// The first day, if any.
        from: Option<Date>,
        /// The last day, if any.
        to: Option<Date>,
    },
    /// Answered with one of these choices, or ticked one of them at least.
    Chose {
        /// The item.
        item: String,
        /// The codes.
        codes: Vec<String>,
    },
    /// Answered with a number or a point of a scale between these, both included.
    Between {
        /// The item.
        item: String,
        /// The least.
        from: f64,
        /// The greatest.
        to: f64,
    },
    /// Without an answer, for this reason.
    Missing {
        /// The item.
        item: String,
        /// The reason.
        reason: Missing,
    },
    /// All of these hold; true of every row if there are none.
    Every(Vec<Filter>),
    /// One of these holds at least; true of no row if there are none.
    Any(Vec<Filter>),
    /// This does not hold.
    Not(Box<Filter>),
}

impl Dataset {
    /// The rows for which a filter holds.
    ///
    /// # Errors
    /// If it names an item, a code or an area that is not there.
    pub fn select(&self, filter: &Filter) -> Result<Bitmap, String> {
        let rows = self.len();
        match filter {
            Filter::Interviews => Ok(self.interviews()),
            Filter::Simulated => Ok(self.simulated().clone()),
            Filter::Area(code) => self.in_area(code),
            Filter::Wave(name) => Ok(named(self.wave(), name)),
            Filter::Mode(mode) => Ok(named(self.mode(), mode.name())),
            Filter::Language(name) => Ok(named(self.language(), name)),
            Filter::Interviewer(name) => Ok(named(self.interviewer(), name)),
            Filter::Disposition(name) => Ok(named(self.disposition(), name)),
            Filter::Days { from, to } => {
                let inside = |day| from.is_none_or(|it| it <= day) && to.is_none_or(|it| day <= it);
                Ok(Bitmap::of(rows, |row| inside(self.day(row))))
            }
            Filter::Chose { item, codes } => self.chose(self.expect(item)?, codes),
            Filter::Between { item, from, to } => {
                let at = self.expect(item)?;
                let inside = |number: f64| *from <= number && number <= *to;
                Ok(Bitmap::of(rows, |row| {
                    self.number(at, row).is_some_and(inside)
                }))
            }
            Filter::Missing { item, reason } => {
                let column = self.column(self.expect(item)?);
                Ok(Bitmap::of(rows, |row| column.missing(row) == Some(*reason)))
            }
            Filter::Every(all) => all
                .iter()
                .try_fold(Bitmap::all(rows), |set, it| Ok(set.and(&self.select(it)?))),
            Filter::Any(all) => all
                .iter()
                .try_fold(Bitmap::none(rows), |set, it| Ok(set.or(&self.select(it)?))),
            Filter::Not(filter) => Ok(self.select(filter)?.not()),
        }
    }

    fn in_area(&self, code: &str) -> Result<Bitmap, String> {
        if self.areas().get(code).is_none() && self.area().find(code).is_none() {
            let known = self.areas().areas().iter().map(|it| it.code.as_str());
            return Err(unknown("area", code, known));
        }
        let lies =
            |name: &String| name == code || self.areas().ancestors(name).any(|it| it.code == code);
        let inside: Vec<bool> = self.area().names().iter().map(lies).collect();
        let holds = |row| self.area().get(row).is_some_and(|it| inside[it]);
        Ok(Bitmap::of(self.len(), holds))
    }

    fn chose(&self, at: usize, codes: &[String]) -> Result<Bitmap, String> {
        let variable = &self.variables()[at];
        let number = |name: &String| {
            variable.code(name).ok_or_else(|| {
                let known = variable.codes.iter().map(|it| it.name.as_str());
                unknown(&format!("choice of `{}`", variable.name), name, known)
            })
        };
        let numbers: Vec<usize> = codes.iter().map(number).collect::<Result<_, _>>()?;
        let mut wanted = vec![false; variable.codes.len()];
        numbers.iter().for_each(|it| wanted[*it] = true);
        match self.column(at) {
            Column::Codes(all) => Ok(Bitmap::of(self.len(), |row| {
                all.get(row).is_ok_and(|it| wanted[usize::from(it)])
            })),
            Column::Ticks(all) => Ok(Bitmap::of(self.len(), |row| {
                numbers.iter().any(|it| all.has(row, *it))
            })),
            Column::Numbers(_) | Column::Words(_) | Column::Moments(_) => {
                Err(format!("`{}` has no choices", variable.name))
            }
        }
    }

    /// The row's number, or the point of its scale.
    pub fn number(&self, column: usize, row: usize) -> Option<f64> {
        match self.column(column) {
            Column::Numbers(all) => all.get(row).ok(),
            Column::Codes(all) => {
                let code = all.get(row).ok()?;
                self.variables()[column].codes[usize::from(code)].point
            }
            Column::Ticks(_) | Column::Words(_) | Column::Moments(_) => None,
        }
    }
}

fn named(names: &Named, name: &str) -> Bitmap {
    let wanted = names.find(name);
    Bitmap::of(names.len(), |row| {
        wanted.is_some() && names.get(row) == wanted
    })
}
