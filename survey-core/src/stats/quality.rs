//! Signs of careless or copied answers. Each is a reason to look, never a verdict.

use std::collections::BTreeMap;

use super::correlation::{mean, median, pearson, sd};
use super::matrix::Matrix;

/// What a missing answer does to a run of equal ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gaps {
    /// It is passed over.
    Removed,
    /// It ends the run, and is one of its own.
    Break,
}

/// The longest run of equal answers (Johnson 2005); none without an answer, when gaps are removed.
/// A missing answer is `NaN`.
pub fn longstring(answers: &[f64], gaps: Gaps) -> Option<usize> {
    let kept = answers
        .iter()
        .filter(|it| gaps == Gaps::Break || !it.is_nan());
    let (mut longest, mut run, mut last) = (0, 0, f64::NAN);
    for answer in kept {
        run = if *answer == last { run + 1 } else { 1 };
        last = *answer;
        longest = longest.max(run);
    }
    (longest > 0).then_some(longest)
}

/// Intra-individual response variability: the standard deviation of a person's answers (Dunn et
/// al. 2018).
pub fn variability(answers: &[f64]) -> f64 {
    sd(answers)
}

/// Squared Mahalanobis distances of rows from the centre; a missing answer counts as no deviation.
/// None when the covariance is singular.
pub fn mahalanobis(rows: &[Vec<f64>], centre: &[f64], covariance: &Matrix) -> Option<Vec<f64>> {
    let inverse = covariance.inverse()?;
    let distance = |row: &Vec<f64>| {
        let off = |(x, c): (&f64, &f64)| if x.is_nan() { 0.0 } else { x - c };
        let off: Vec<f64> = row.iter().zip(centre).map(off).collect();
        inverse.form(&off, &off)
    };
    Some(rows.iter().map(distance).collect())
}

/// The correlation of a person's answers to the even and the odd items of scales of the sizes
/// given, stepped up by Spearman and Brown, at least -1 (Jackson 1976); none with fewer than two
/// usable scales or no variation.
pub fn even_odd(answers: &[f64], sizes: &[usize]) -> Option<f64> {
    let (mut even, mut odd) = (Vec::new(), Vec::new());
    let mut rest = answers;
    for size in sizes {
        let (scale, after) = rest.split_at_checked(*size)?;
        rest = after;
        let half =
            |from: usize| -> Vec<f64> { scale.iter().skip(from).step_by(2).copied().collect() };
        even.push(mean(&half(1)));
        odd.push(mean(&half(0)));
    }
    // Rounding may leave a correlation of -1 just below it, where the formula has a pole.
    let r = usable_correlation(&even, &odd, 2)?.clamp(-1.0, 1.0);
    Some((2.0 * r / (1.0 + r)).max(-1.0))
}

/// Correlation over positions with both values, if there are enough and both vary.
fn usable_correlation(x: &[f64], y: &[f64], at_least: usize) -> Option<f64> {
    let both = || {
        x.iter()
            .zip(y)
            .filter(|it| !it.0.is_nan() && !it.1.is_nan())
    };
    let varies = |values: Vec<f64>| values.windows(2).any(|it| it[0] != it[1]);
    let usable = both().count() >= at_least
        && varies(both().map(|it| *it.0).collect())
        && varies(both().map(|it| *it.1).collect());
    usable.then(|| pearson(x, y))
}

/// Pairs of items that correlate above `critical` over all people: the later item, the earlier,
/// and the correlation.
pub fn synonyms(columns: &[Vec<f64>], critical: f64) -> Vec<(usize, usize, f64)> {
    let mut pairs = Vec::new();
    for earlier in 0..columns.len() {
        for later in earlier + 1..columns.len() {
            let r = pearson(&columns[later], &columns[earlier]);
            if r > critical {
                pairs.push((later, earlier, r));
            }
        }
    }
    pairs
}

/// The correlation, within a person, of the answers to pairs of like items (Meade & Craig 2012);
/// none with fewer than three usable pairs or no variation.
pub fn synonym_correlation(answers: &[f64], pairs: &[(usize, usize, f64)]) -> Option<f64> {
    let first: Vec<f64> = pairs.iter().map(|it| answers[it.0]).collect();
    let second: Vec<f64> = pairs.iter().map(|it| answers[it.1]).collect();
    usable_correlation(&first, &second, 3)
}

/// The correlation of each person's answers with the item means of everybody else (Curran 2016).
/// None with fewer than three answers or no variation.
pub fn person_total(rows: &[Vec<f64>]) -> Vec<Option<f64>> {
    let k = rows.first().map_or(0, Vec::len);
    let (mut n, mut sums) = (vec![0.0; k], vec![0.0; k]);
    for row in rows {
        for (at, value) in row.iter().enumerate().filter(|it| !it.1.is_nan()) {
            n[at] += 1.0;
            sums[at] += value;
        }
    }
    let of = |row: &Vec<f64>| {
        let other = |at: usize| {
            let own = if row[at].is_nan() {
                (0.0, 0.0)
            } else {
                (row[at], 1.0)
            };
            (sums[at] - own.0) / (n[at] - own.1)
        };
        let means: Vec<f64> = (0..k).map(other).collect();
        usable_correlation(row, &means, 3)
    };
    rows.iter().map(of).collect()
}

/// For each record the highest share of identical answers with any other, over items both answered
/// and at least `least` of them, and the first record that has it (Kuriakose & Robbins 2016).
pub fn percent_match(rows: &[Vec<f64>], least: usize) -> Vec<Option<(f64, usize)>> {
    let share = |a: &[f64], b: &[f64]| {
        let (mut same, mut both) = (0_u32, 0_u32);
        for (x, y) in a.iter().zip(b) {
            both += u32::from(!x.is_nan() && !y.is_nan());
            same += u32::from(x == y);
        }
        (both as usize >= least.max(1)).then(|| f64::from(same) / f64::from(both))
    };
    let mut best: Vec<Option<(f64, usize)>> = vec![None; rows.len()];
    for (a, left) in rows.iter().enumerate() {
        for (b, right) in rows.iter().enumerate().skip(a + 1) {
            let Some(found) = share(left, right) else {
                continue;
            };
            for (own, other) in [(a, b), (b, a)] {
                if best[own].is_none_or(|it| found > it.0) {
                    best[own] = Some((found, other));
                }
            }
        }
    }
    best
}

/// Groups of records that are alike in every key, and the records in them.
pub fn exact_duplicates<K: Ord>(keys: impl IntoIterator<Item = K>) -> (usize, usize) {
    let mut counts: BTreeMap<K, usize> = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    let repeated = counts.values().filter(|it| **it > 1);
    (repeated.clone().count(), repeated.sum())
}

/// Times against their middle.
#[derive(Clone, Debug, PartialEq)]
pub struct Speed {
    /// Median time.
    pub median: f64,
    /// Median absolute deviation of log times, times 1.4826.
    pub log_mad: f64,
    /// Each log time's distance from the middle in those; below -2 is fast.
    pub z: Vec<f64>,
}

/// The speed of interviews, by their seconds.
pub fn speed(seconds: &[f64]) -> Speed {
    let logs: Vec<f64> = seconds.iter().map(|it| libm::log(*it)).collect();
    let middle = median(&logs);
    let off: Vec<f64> = logs.iter().map(|it| (it - middle).abs()).collect();
    let log_mad = 1.4826 * median(&off);
    Speed {
        median: median(seconds),
        log_mad,
        z: logs.iter().map(|it| (it - middle) / log_mad).collect(),
    }
}
