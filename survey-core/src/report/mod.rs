//! Findings as plain data: what a table or a chart shows, in numbers and the questionnaire's own
//! words. Titles and explanations are the screen's business.
//!
//! | question | call |
//! | --- | --- |
//! | who answered, where, when, how | [`overview`] |
//! | one item, for everybody and in groups | [`question`] |
//! | one figure in all communities, sorted, beside the whole | [`compare`] |
//! | one figure of the whole | [`total`] |
//! | items on one scale, side by side | [`battery`] |
//! | variables crossed, with residuals and a test | [`cross`] |
//! | weights that meet known shares, and the design | [`Recipe::weigh`] |
//! | what goes with an outcome | [`key_drivers`] |
//! | the same with ranks, tiers, shrinkage | [`league`] |
//! | which responses look careless or copied | [`screen`] |
//! | what differs between interviewers | [`interviewers`], [`silences`] |
//!
//! All of them look at a [`Frame`]: a data set, the rows that are of interest, and how the sample
//! was drawn. Rows outside are never cut out: they are outside the domain, as design-based
//! estimation has it. Unless somebody says otherwise the rows are the interviews (dispositions 1.x)
//! and the sample is a simple random one, every record drawn by itself and counting once.

mod compare;
mod cross;
mod drivers;
mod interviewers;
mod league;
mod overview;
mod quality;
mod question;
mod recipe;
mod reproduce;
mod table;

#[cfg(test)]
mod tests;

pub use compare::{Comparison, Measure, Standing, Unit, compare, total};
pub use cross::{
    Axis, Cell, CrossTable, Crossing, Line, MOST_CELLS, MOST_JOINT, Margin, Outside, Residual,
    ShareOf, cross,
};
pub use drivers::{Driver, Drivers, Explained, Importance, key_drivers};
pub use interviewers::{
    Aspect, Beside, Effect, Interviewer, Interviewers, Silence, interviewers, silences,
};
pub use league::{Apart, League, Place, Ranked, Shrunk, league};
pub use overview::{Count, ItemBase, Overview, overview};
pub use quality::{Judged, LEAST_ANSWERS, Limits, Screened, Sign, screen};
pub use question::{Choice, Finding, Part, Question, Slice, question};
pub use recipe::{Category, Met, Recipe, Target, Weighting};
pub use reproduce::{
    DATA, Reproduction, SCRIPT, reproduce_cross, reproduce_measure, reproduce_questions,
};
pub use table::{Battery, battery};

use crate::base::Missing;
use crate::dataset::{Bitmap, Column, Dataset, Groups, Var};
use crate::stats::{Design, EstimateSet, Interval, SMALLEST_BASE, Status};

/// What is looked at, and how.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    /// The responses.
    pub data: &'a Dataset,
    /// The rows of interest.
    pub rows: Bitmap,
    /// How the rows of the data set were drawn, all of them.
    pub design: Design<'a>,
    /// Confidence of intervals, such as 0.95.
    pub level: f64,
    /// Groups with fewer valid answers are withheld.
    pub smallest: u64,
}

impl<'a> Frame<'a> {
    /// Every interview of a simple random sample, with 95 % intervals.
    pub fn new(data: &'a Dataset) -> Frame<'a> {
        Frame {
            data,
            rows: data.interviews(),
            design: Design::simple(data.len()),
            level: 0.95,
            smallest: SMALLEST_BASE,
        }
    }

    /// The row's place: its group, or one more than there are groups for rows in none.
    fn domain(&self, groups: &Groups, row: usize) -> Option<usize> {
        self.rows
            .has(row)
            .then(|| groups.get(row).unwrap_or(groups.len()))
    }

    /// How many rows answered the variable with this number, and why others did not.
    pub fn base(&self, variable: usize) -> Base {
        let nobody = Groups::none(self.data.len());
        self.bases(self.data.column(variable), &nobody)[0]
    }

    /// How many rows answered, in every group and last in none.
    fn bases(&self, column: &Column, groups: &Groups) -> Vec<Base> {
        let mut bases = vec![Base::default(); groups.len() + 1];
        for row in self.rows.iter() {
            let base = &mut bases[groups.get(row).unwrap_or(groups.len())];
            base.count(column.missing(row));
        }
        bases
    }
}

/// How many people a figure rests on, and why the others are not in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Base {
    /// Rows of interest.
    pub rows: u64,
    /// Those with a valid answer.
    pub valid: u64,
    /// Those without, by reason in the order of [`Missing::ALL`].
    pub missing: [u64; Missing::ALL.len()],
}

impl Base {
    /// Rows without a valid answer for this reason.
    pub fn of(&self, reason: Missing) -> u64 {
        let at = Missing::ALL.iter().position(|it| *it == reason);
        at.map_or(0, |it| self.missing[it])
    }

    fn count(&mut self, missing: Option<Missing>) {
        self.rows += 1;
        match missing.and_then(|it| Missing::ALL.iter().position(|other| *other == it)) {
            Some(at) => self.missing[at] += 1,
            None => self.valid += 1,
        }
    }

    fn plus(mut self, other: &Base) -> Base {
        self.rows += other.rows;
        self.valid += other.valid;
        for (mine, theirs) in self.missing.iter_mut().zip(other.missing) {
            *mine += theirs;
        }
        self
    }
}

/// An estimate with everything that says how far to trust it. What is not estimable is NaN or none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The point estimate.
    pub est: f64,
    /// Its standard error under the design.
    pub se: f64,
    /// The confidence interval: Wilson's with the effective sample size and Student's t for
    /// shares, Student's t for everything else.
    pub bounds: Option<Interval>,
    /// People with a valid answer.
    pub n: u64,
    /// Their weights.
    pub n_weighted: f64,
    /// Kish's effective size of the base.
    pub n_eff: f64,
    /// Design effect.
    pub deff: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// Whether it may be shown.
    pub status: Status,
}

impl Figure {
    fn share(set: &EstimateSet, at: usize, level: f64) -> Figure {
        Figure::with(set, at, set.share_interval(at, level))
    }

    fn mean(set: &EstimateSet, at: usize, level: f64) -> Figure {
        Figure::with(set, at, set.interval(at, level))
    }

    fn with(set: &EstimateSet, at: usize, bounds: Option<Interval>) -> Figure {
        Figure {
            est: set.est[at],
            se: set.se(at),
            bounds,
            n: set.n[at],
            n_weighted: set.n_weighted[at],
            n_eff: set.n_eff[at],
            deff: set.deff[at],
            df: set.df[at],
            status: set.status[at],
        }
    }
}

/// Which of the groups are withheld: those with some, but fewer than `smallest` people; and as many
/// of the next larger ones as it takes that the whole less the rest tells neither of one group
/// alone nor of fewer than `smallest` people.
fn withheld(n: &[u64], smallest: u64) -> Vec<bool> {
    let mut withheld: Vec<bool> = n.iter().map(|it| (1..smallest).contains(it)).collect();
    loop {
        let hidden = || (0..n.len()).filter(|it| withheld[*it]);
        let together: u64 = hidden().map(|it| n[it]).sum();
        let shown = (0..n.len()).filter(|it| !withheld[*it] && n[*it] > 0);
        match (hidden().count(), shown.min_by_key(|it| n[*it])) {
            (1.., Some(next)) if hidden().count() == 1 || together < smallest => {
                withheld[next] = true;
            }
            (_, _) => return withheld,
        }
    }
}

impl Dataset {
    /// A primary sampling unit for every row, for designs in which people were drawn in clusters:
    /// rows of one group are one unit, rows in none are each their own.
    ///
    /// # Errors
    /// As [`Dataset::groups`].
    pub fn clusters(&self, var: &Var) -> Result<Vec<u32>, String> {
        let groups = self.groups(var)?;
        let unit = |row| groups.get(row).unwrap_or(groups.len() + row) as u32;
        Ok((0..self.len()).map(unit).collect())
    }
}
