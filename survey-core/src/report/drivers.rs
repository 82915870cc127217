//! What goes with an outcome, and how well it is done. Association is not effect.

use super::Frame;
use crate::base::Text;
use crate::stats::drivers::{Quadrant, drivers, jackknife_errors, relative_weights};
use crate::stats::{Interval, Matrix, Sample, special};

/// Up to so many drivers importance is the mean gain over all orders; beyond, by relative weights,
/// because every further driver doubles the orders to go through.
const MOST_ORDERED: usize = 12;
/// Parts of the sample that are left out in turn.
const PARTS: usize = 30;
/// Complete answers per driver below which importance is noise (Harrell 2015, section 4.4).
const PER_DRIVER: u64 = 15;

/// How importance was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Importance {
    /// Mean gain over all orders of entry (Lindeman, Merenda & Gold 1980).
    MeanGain,
    /// Johnson's relative weights (2000).
    RelativeWeights,
}

/// The drivers of an outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Drivers {
    /// The words of the outcome.
    pub label: Text,
    /// Rows of interest with a score of the outcome.
    pub answered: u64,
    /// Those with a score of every driver as well: all figures are of them.
    pub complete: u64,
    /// Items that fewer than half of those had a score of; they are left out.
    pub left_out: Vec<String>,
    /// What was found; none where too few are complete, or nothing is explained.
    pub found: Option<Explained>,
}

/// What the drivers explain.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// Explained variance of the outcome by all drivers together.
    pub r2: f64,
    /// How importance was measured.
    pub importance: Importance,
    /// The drivers, most important first.
    pub drivers: Vec<Driver>,
}

/// One driver.
#[derive(Clone, Debug, PartialEq)]
pub struct Driver {
    /// The item.
    pub name: String,
    /// Its words.
    pub label: Text,
    /// Its share of the explained variance; all add up to 1.
    pub share: f64,
    /// The interval of the share, by leaving out one part of the sample at a time (Kott 2001), cut
    /// at 0 and 1; none where that cannot be done.
    pub bounds: Option<Interval>,
    /// The mean score, 0 to 100.
    pub performance: f64,
    /// Where it stands among the drivers, by the means of importance and performance.
    pub quadrant: Quadrant,
}

/// Looks at what goes with the score of an outcome, by scores of items.
///
/// # Errors
/// If one of them has no score, there are none, or they determine each other.
pub fn key_drivers(frame: &Frame, outcome: &str, items: &[&str]) -> Result<Drivers, String> {
    let data = frame.data;
    let label = |name: &str| {
        let at = data.expect(name)?;
        Ok::<Text, String>(data.variables()[at].label.clone())
    };
    let y = data.scores(outcome)?;
    let answered: Vec<bool> = (0..data.len())
        .map(|row| frame.rows.has(row) && !y[row].is_nan())
        .collect();
    let n_answered = count(&answered);
    let (mut columns, mut kept, mut left_out) = (vec![y], Vec::new(), Vec::new());
    for name in items.iter().copied().filter(|it| *it != outcome) {
        let x = data.scores(name)?;
        let with: Vec<bool> = both(&answered, &x);
        if 2 * count(&with) < n_answered {
            left_out.push(name.to_owned());
        } else {
            kept.push((name, label(name)?));
            columns.push(x);
        }
    }
    let who = columns.iter().fold(answered, |who, x| both(&who, x));
    let complete = count(&who);
    let needed = frame.smallest.max(PER_DRIVER * kept.len() as u64);
    let found = if kept.is_empty() || complete < needed {
        None
    } else {
        explained(frame, &columns, &who, kept)?
    };
    Ok(Drivers {
        label: label(outcome)?,
        answered: n_answered,
        complete,
        left_out,
        found,
    })
}

fn both(who: &[bool], x: &[f64]) -> Vec<bool> {
    let pairs = who.iter().zip(x);
    pairs.map(|(who, x)| *who && !x.is_nan()).collect()
}

fn count(who: &[bool]) -> u64 {
    who.iter().filter(|it| **it).count() as u64
}

fn explained(
    frame: &Frame,
    columns: &[Vec<f64>],
    who: &[bool],
    kept: Vec<(&str, Text)>,
) -> Result<Option<Explained>, String> {
    let sample = Sample::of(&frame.design);
    let importance = if kept.len() <= MOST_ORDERED {
        Importance::MeanGain
    } else {
        Importance::RelativeWeights
    };
    let s = sample.covariances(columns, who);
    // An outcome or an item that everybody answered alike explains nothing and divides by nothing.
    if (0..s.size()).any(|it| s.get(it, it) <= 1e-9) {
        return Ok(None);
    }
    let gains = gains(&s, importance)?;
    let r2: f64 = gains.iter().sum();
    if r2 < 1e-9 {
        return Ok(None);
    }
    let shares = shares(&gains);
    let errors = errors(&sample, columns, who, importance);
    let performance: Vec<f64> = columns[1..]
        .iter()
        .map(|it| sample.weighted_mean(it, who))
        .collect();
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
    let cut = (mean(&shares), mean(&performance));
    let bounds = |at: usize| {
        let (errors, df) = errors.as_ref()?;
        let half = special::t_quantile(0.5 + frame.level / 2.0, *df) * errors[at];
        Some(Interval {
            low: (shares[at] - half).max(0.0),
            high: (shares[at] + half).min(1.0),
        })
    };
    let mut drivers: Vec<Driver> = kept
        .into_iter()
        .enumerate()
        .map(|(at, (name, label))| Driver {
            name: name.to_owned(),
            label,
            share: shares[at],
            bounds: bounds(at),
            performance: performance[at],
            quadrant: Quadrant::of(shares[at], performance[at], cut),
        })
        .collect();
    drivers.sort_by(|a, b| b.share.total_cmp(&a.share));
    Ok(Some(Explained {
        r2,
        importance,
        drivers,
    }))
}

fn gains(s: &Matrix, importance: Importance) -> Result<Vec<f64>, String> {
    match importance {
        Importance::MeanGain => Ok(drivers(s)?.lmg),
        Importance::RelativeWeights => Ok(relative_weights(s)),
    }
}

fn shares(gains: &[f64]) -> Vec<f64> {
    let sum: f64 = gains.iter().sum();
    gains.iter().map(|it| it / sum).collect()
}

/// Standard errors of the shares and their degrees of freedom, from parts of whole PSUs.
fn errors(
    sample: &Sample,
    columns: &[Vec<f64>],
    who: &[bool],
    importance: Importance,
) -> Option<(Vec<f64>, f64)> {
    let psus = sample.psus();
    let mut used: Vec<usize> = (0..who.len())
        .filter(|it| who[*it])
        .map(|it| psus[it])
        .collect();
    used.sort_unstable();
    used.dedup();
    let parts = used.len().min(PARTS);
    if parts < 2 {
        return None;
    }
    let part = |row: usize| used.binary_search(&psus[row]).map_or(0, |it| it % parts);
    let without = |out: usize| -> Option<Vec<f64>> {
        let rest: Vec<bool> = (0..who.len())
            .map(|row| who[row] && part(row) != out)
            .collect();
        let gains = gains(&sample.covariances(columns, &rest), importance).ok()?;
        let shares = shares(&gains);
        shares.iter().all(|it| it.is_finite()).then_some(shares)
    };
    let replicates: Option<Vec<Vec<f64>>> = (0..parts).map(without).collect();
    Some((jackknife_errors(&replicates?), parts as f64 - 1.0))
}
