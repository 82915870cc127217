//! What goes with overall satisfaction: shares of explained variance. Association is not effect.

use super::matrix::Matrix;

/// More drivers than this have too many subsets for the mean over all orders.
pub const MAX_DRIVERS: usize = 16;

/// Importance of drivers, in units of explained variance, several ways.
#[derive(Clone, Debug, PartialEq)]
pub struct Drivers {
    /// Explained variance of all together.
    pub r2: f64,
    /// Mean gain over all orders of entry (Lindeman, Merenda & Gold 1980; Shapley values); they
    /// add up to `r2`.
    pub lmg: Vec<f64>,
    /// Johnson's relative weights (2000).
    pub johnson: Vec<f64>,
    /// Standardised coefficient times correlation (Pratt 1987); may be negative.
    pub pratt: Vec<f64>,
    /// Explained variance of each alone.
    pub first: Vec<f64>,
    /// What each adds to all others.
    pub last: Vec<f64>,
    /// Standardised coefficients.
    pub beta: Vec<f64>,
    /// Correlations with the outcome.
    pub correlation: Vec<f64>,
}

/// The importance of drivers from the covariance matrix of the outcome (first) and the drivers.
///
/// # Errors
/// With more than [`MAX_DRIVERS`] drivers, or drivers that depend on each other.
pub fn drivers(s: &Matrix) -> Result<Drivers, String> {
    let p = s.size() - 1;
    let gains = lmg(s)?;
    let r = s.correlation();
    let correlation: Vec<f64> = (1..=p).map(|it| r.get(0, it)).collect();
    let all: Vec<usize> = (1..=p).collect();
    let beta = r.select(&all).solve_for(&correlation).ok_or(DEPENDENT)?;
    let r2 = beta.iter().zip(&correlation).map(|(b, c)| b * c).sum();
    let without = |it: usize| {
        let others: Vec<usize> = (1..=p).filter(|other| *other != it + 1).collect();
        explained(&r, &others).map(|part| r2 - part)
    };
    Ok(Drivers {
        r2,
        lmg: gains,
        johnson: johnson(&r.select(&all), &correlation),
        pratt: beta.iter().zip(&correlation).map(|(b, c)| b * c).collect(),
        first: correlation.iter().map(|it| it * it).collect(),
        last: (0..p)
            .map(without)
            .collect::<Option<_>>()
            .ok_or(DEPENDENT)?,
        beta,
        correlation,
    })
}

const DEPENDENT: &str = "the drivers depend on each other";

/// Explained variance of the outcome (first) by some of the others.
fn explained(s: &Matrix, chosen: &[usize]) -> Option<f64> {
    if chosen.is_empty() {
        return Some(0.0);
    }
    let with: Vec<f64> = chosen.iter().map(|it| s.get(*it, 0)).collect();
    let beta = s.select(chosen).solve_for(&with)?;
    Some(beta.iter().zip(&with).map(|(b, c)| b * c).sum::<f64>() / s.get(0, 0))
}

/// Mean gains over all orders of entry, from the covariance matrix with the outcome first.
///
/// # Errors
/// As [`drivers`].
pub fn lmg(s: &Matrix) -> Result<Vec<f64>, String> {
    let p = s.size() - 1;
    if p > MAX_DRIVERS {
        return Err(format!("{p} drivers, at most {MAX_DRIVERS}"));
    }
    let members = |set: usize| (0..p).filter(move |it| set & (1 << it) != 0);
    let mut value = Vec::with_capacity(1 << p);
    for set in 0..1_usize << p {
        let chosen: Vec<usize> = members(set).map(|it| it + 1).collect();
        value.push(explained(s, &chosen).ok_or(DEPENDENT)?);
    }
    // The share of orders in which just these come before: k! (p - 1 - k)! / p!.
    let mut share = vec![1.0 / p as f64; p];
    for k in 1..p {
        share[k] = share[k - 1] * k as f64 / (p - k) as f64;
    }
    let gain = |it: usize| {
        let bit = 1 << it;
        let sets = (0..1_usize << p).filter(|set| set & bit == 0);
        sets.map(|set| share[set.count_ones() as usize] * (value[set | bit] - value[set]))
            .sum()
    };
    Ok((0..p).map(gain).collect())
}

/// Johnson's relative weights (2000) from the covariance matrix with the outcome first, for more
/// drivers than [`lmg`] takes; they add up to the explained variance.
pub fn relative_weights(s: &Matrix) -> Vec<f64> {
    let r = s.correlation();
    let all: Vec<usize> = (1..s.size()).collect();
    let correlation: Vec<f64> = all.iter().map(|it| r.get(0, *it)).collect();
    johnson(&r.select(&all), &correlation)
}

/// Relative weights through the nearest orthogonal variables.
fn johnson(r: &Matrix, correlation: &[f64]) -> Vec<f64> {
    let p = r.size();
    let eigen = r.eigen();
    let power = |at: usize, sign: f64| libm::pow(eigen.values[at].max(1e-300), sign);
    let entry = |a: usize, b: usize, sign: f64| -> f64 {
        (0..p)
            .map(|it| eigen.vectors[it][a] * power(it, sign) * eigen.vectors[it][b])
            .sum()
    };
    let beta: Vec<f64> = (0..p)
        .map(|a| (0..p).map(|b| entry(a, b, -0.5) * correlation[b]).sum())
        .collect();
    let weight = |a: usize| -> f64 {
        (0..p)
            .map(|b| entry(a, b, 0.5) * entry(a, b, 0.5) * beta[b] * beta[b])
            .sum()
    };
    (0..p).map(weight).collect()
}

/// Standard errors by leaving out one unit at a time: `√((n - 1) / n Σ (θ_i - θ̄)²)`.
pub fn jackknife_errors(replicates: &[Vec<f64>]) -> Vec<f64> {
    let n = replicates.len() as f64;
    let k = replicates.first().map_or(0, Vec::len);
    let error = |at: usize| {
        let mean = replicates.iter().map(|it| it[at]).sum::<f64>() / n;
        let squares: f64 = replicates
            .iter()
            .map(|it| (it[at] - mean) * (it[at] - mean))
            .sum();
        libm::sqrt((n - 1.0) / n * squares)
    };
    (0..k).map(error).collect()
}

/// Where an item stands in an importance-performance chart (Martilla & James 1977).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quadrant {
    /// Important and well done.
    KeepUp,
    /// Important and not well done.
    Concentrate,
    /// Well done and not important.
    PossibleOverkill,
    /// Neither.
    LowPriority,
}

impl Quadrant {
    /// The quadrant of an item, given the lines between low and high.
    pub fn of(importance: f64, performance: f64, cut: (f64, f64)) -> Quadrant {
        match (importance >= cut.0, performance >= cut.1) {
            (true, true) => Quadrant::KeepUp,
            (true, false) => Quadrant::Concentrate,
            (false, true) => Quadrant::PossibleOverkill,
            (false, false) => Quadrant::LowPriority,
        }
    }

    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Quadrant::KeepUp => "keep_up",
            Quadrant::Concentrate => "concentrate",
            Quadrant::PossibleOverkill => "possible_overkill",
            Quadrant::LowPriority => "low_priority",
        }
    }
}
