//! Estimators: numbers in, numbers out. Knows no questionnaire.
//!
//! Say how the rows were drawn ([`Design`]), pass over them once into an accumulator ([`Tally`]
//! for codes, [`Moments`] for numbers), and ask it for [`EstimateSet`]s: estimates with their full
//! covariance matrix, degrees of freedom, bases and, for each, whether it may be shown. Formulas
//! and their sources are in `docs/statistics.md`.
//!
//! | question | call |
//! | --- | --- |
//! | distribution of an item in a domain | [`Tally::shares`] |
//! | satisfied (top 2), dissatisfied, users, by domain | [`Tally::share_of`] |
//! | mean, 0 to 100 score, by domain, with street and district | [`Tally::score`], [`Tally::score_in`] |
//! | net score | [`Tally::net`] |
//! | standard deviation | [`Tally::sd`], [`Moments::sds`] |
//! | two-way table: row, column and cell shares | [`Tally::row_shares`], [`Tally::column_shares`], [`Tally::cell_shares`] |
//! | two-way table: adjusted residuals | [`Tally::residuals`] |
//! | is there an association at all | [`Tally::independence`] |
//! | estimated number of people | [`Tally::totals`] |
//! | mean, total, ratio, variance of numbers | [`Moments`] |
//! | two domains compared, a change, an index | [`EstimateSet::difference`], [`EstimateSet::combine`] |
//! | interval of a share | [`EstimateSet::share_interval`] |
//! | interval of anything else | [`EstimateSet::interval`] |
//! | withhold figures on few people | [`EstimateSet::suppressed`] |
//!
//! A subgroup is a domain, never a smaller data set: give every row to the accumulator and let
//! `domain` say which rows are in. Accumulators merge exactly and in any order, so rows may be
//! spread over files, workers and machines.
//!
//! ```
//! use survey_core::stats::{Design, SMALLEST_BASE, Status, Tally};
//!
//! // Twelve people in two communities; 4 and 5 are the satisfied answers, 0 is "don't know".
//! let answers: [u8; 12] = [5, 4, 2, 4, 0, 5, 1, 3, 3, 2, 4, 5];
//! let community = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1];
//! let weights = [1.5, 1.0, 1.0, 0.5, 1.0, 1.0, 2.0, 1.0, 1.0, 1.0, 1.0, 2.0];
//! let design = Design { weights: Some(&weights), ..Design::simple(12) };
//!
//! let tally = Tally::of(
//!     &design,
//!     (2, 5),
//!     |row| Some(community[row]),
//!     |row| usize::from(answers[row]).checked_sub(1),
//! );
//! let satisfied = tally.share_of(&[3, 4]);
//! assert_eq!(satisfied.n, [5, 6]);
//! assert_eq!(satisfied.est, [0.8, 0.375]);
//! let bounds = satisfied.share_interval(0, 0.95).expect("an interval");
//! assert!(0.2 < bounds.low && bounds.low < 0.8 && bounds.high < 1.0);
//!
//! let difference = satisfied.difference(0, 1);
//! assert!(difference.p_value(0).expect("a standard error") > 0.05);
//!
//! // Too few people to publish.
//! let published = satisfied.suppressed(SMALLEST_BASE);
//! assert_eq!(published.status, [Status::Suppressed, Status::Suppressed]);
//! ```

pub mod algebra;
mod calibration;
pub mod components;
pub mod composite;
pub mod contingency;
pub mod correlation;
pub mod crosstab;
pub mod design;
pub mod disclosure;
pub mod drivers;
pub mod estimate;
pub mod exact;
pub mod exchange;
pub mod factor;
pub mod fieldwork;
pub mod interval;
pub mod linear;
pub mod matrix;
pub mod mixture;
pub mod moments;
pub mod multiplicity;
pub mod ordinal;
pub mod polychoric;
pub mod quality;
pub mod quantile;
pub mod regression;
pub mod reliability;
pub mod replicate;
pub mod sample;
pub mod scale;
pub mod shrinkage;
pub mod special;
pub mod sums;
pub mod tally;
pub mod text;
pub mod trend;
pub mod tukey;
pub mod weighting;

mod base;
#[cfg(test)]
mod sample_tests;
#[cfg(test)]
mod tests;
mod variance;

pub use crosstab::Independence;
pub use design::{Design, Lonely, Unit};
pub use estimate::{EstimateSet, Key, SMALLEST_BASE, SMALLEST_CELL, Status};
pub use interval::Interval;
pub use linear::Linear;
pub use matrix::Matrix;
pub use moments::Moments;
pub use sample::{Sample, Stage};
pub use sums::Sums;
pub use tally::Tally;
