//! Simulation studies: whether intervals hold the truth as often as they say, and whether tests
//! find something where nothing is as rarely as they say.
//!
//! Samples are drawn by a seed from a population whose truth is known ([`Setting::draw`]), given
//! to the estimators of `survey_core::stats`, and what they say is held against the truth. The
//! suite runs a few small ones; `cargo run --release -p minyi-benches --bin studies` runs all and
//! writes the tables of `docs/statistics.md`.

mod coverage;
mod people;
mod rejection;

#[cfg(test)]
mod tests;

pub use coverage::{figures, ranks, shares};
pub use people::{Drawn, Setting};
pub use rejection::{many, one};

/// Confidence of all intervals, one less the level of all tests.
pub const LEVEL: f64 = 0.95;

/// How often something happened, for one method.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// The method.
    pub method: &'static str,
    /// Samples that gave an answer.
    pub times: u64,
    /// Samples in which it happened: the truth was in the interval, the test rejected.
    pub hits: u64,
    /// Sum of the widths of the intervals.
    width: f64,
}

impl Rate {
    fn new(method: &'static str) -> Rate {
        Rate {
            method,
            times: 0,
            hits: 0,
            width: 0.0,
        }
    }

    /// The share of samples in which it happened.
    pub fn share(&self) -> f64 {
        self.hits as f64 / self.times as f64
    }

    /// Mean width of the intervals.
    pub fn width(&self) -> f64 {
        self.width / self.times as f64
    }

    /// Three standard errors of the share, were it `share`: how far chance takes it.
    pub fn chance(&self, share: f64) -> f64 {
        3.0 * (share * (1.0 - share) / self.times as f64).sqrt()
    }
}

/// Rates by method, in the order in which methods were first seen.
#[derive(Default)]
struct Rates(Vec<Rate>);

impl Rates {
    fn of(&mut self, method: &'static str) -> &mut Rate {
        let at = self.0.iter().position(|it| it.method == method);
        let at = at.unwrap_or_else(|| {
            self.0.push(Rate::new(method));
            self.0.len() - 1
        });
        &mut self.0[at]
    }

    /// Notes an interval; a sample without one counts for nothing.
    fn covers(&mut self, method: &'static str, bounds: Option<(f64, f64)>, truth: f64) {
        let rate = self.of(method);
        if let Some((low, high)) = bounds {
            rate.times += 1;
            rate.hits += u64::from((low..=high).contains(&truth));
            rate.width += high - low;
        }
    }

    /// Notes a test.
    fn rejects(&mut self, method: &'static str, p: Option<f64>) {
        let rate = self.of(method);
        if let Some(p) = p {
            rate.times += 1;
            rate.hits += u64::from(p < 1.0 - LEVEL);
        }
    }
}
