//! How answers on a scale of steps are spread.

/// Spread of answers on a scale of steps of 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispersion {
    /// Share of each step.
    pub shares: Vec<f64>,
    /// Mean step, counted from 0.
    pub mean: f64,
    /// Standard deviation, with divisor n - 1.
    pub sd: f64,
    /// Consensus, 1 when all agree, 0 when half stand at each end (Tastle & Wierman 2007).
    pub consensus: f64,
    /// Leik's ordinal consensus (1966).
    pub leik: f64,
}

/// The spread of counts by step; none without an answer or with one step.
pub fn dispersion(counts: &[f64]) -> Option<Dispersion> {
    let n: f64 = counts.iter().sum();
    let range = counts.len().checked_sub(1).filter(|it| *it > 0)? as f64;
    if n <= 0.0 {
        return None;
    }
    let shares: Vec<f64> = counts.iter().map(|it| it / n).collect();
    let over = |of: &dyn Fn(f64) -> f64| -> f64 {
        shares
            .iter()
            .enumerate()
            .map(|(at, p)| p * of(at as f64))
            .sum()
    };
    let mean = over(&|at| at);
    let variance = over(&|at| (at - mean) * (at - mean)) * n / (n - 1.0);
    let agreement = |at: f64| libm::log2(1.0 - (at - mean).abs() / range);
    let terms = shares.iter().enumerate().filter(|it| *it.1 > 0.0);
    let consensus = 1.0 + terms.map(|(at, p)| p * agreement(at as f64)).sum::<f64>();
    let mut below = 0.0;
    let mut apart = 0.0;
    for p in &shares {
        below += p;
        apart += 2.0 * below.min(1.0 - below).max(0.0);
    }
    Some(Dispersion {
        mean,
        sd: libm::sqrt(variance),
        consensus,
        leik: 1.0 - apart / range,
        shares,
    })
}
