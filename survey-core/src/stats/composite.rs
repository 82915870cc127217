//! Composite indices: normalisation, weights, aggregation, and how much they decide (OECD & JRC
//! 2008).

use super::correlation::{correlations, mean, places, ranks, sd};

/// How indicators are brought to one scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Norm {
    /// 0 to 100 between the smallest and the largest.
    MinMax,
    /// Standard deviations from the mean.
    ZScore,
    /// Ranks.
    Rank,
}

/// How normalised indicators are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregation {
    /// The weighted mean: a high value makes up for a low one.
    Arithmetic,
    /// The weighted geometric mean, of values not below 1: it makes up less.
    Geometric,
}

/// Normalises indicators, one column each; those with a negative direction are turned round.
pub fn normalise(columns: &[Vec<f64>], direction: &[f64], norm: Norm) -> Vec<Vec<f64>> {
    let one = |(x, direction): (&Vec<f64>, &f64)| -> Vec<f64> {
        let turned = *direction < 0.0;
        let sign = if turned { -1.0 } else { 1.0 };
        match norm {
            Norm::MinMax => {
                let low = x.iter().copied().fold(f64::INFINITY, f64::min);
                let high = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let share = |it: &f64| (it - low) / (high - low) * 100.0;
                x.iter()
                    .map(|it| if turned { 100.0 - share(it) } else { share(it) })
                    .collect()
            }
            Norm::ZScore => {
                let (middle, spread) = (mean(x), sd(x));
                x.iter().map(|it| sign * (it - middle) / spread).collect()
            }
            Norm::Rank => ranks(&x.iter().map(|it| sign * it).collect::<Vec<_>>()),
        }
    };
    columns.iter().zip(direction).map(one).collect()
}

/// The index of each unit from normalised columns; weights need not add up to 1.
pub fn aggregate(columns: &[Vec<f64>], weights: &[f64], aggregation: Aggregation) -> Vec<f64> {
    let whole: f64 = weights.iter().sum();
    let units = columns.first().map_or(0, Vec::len);
    let of = |unit: usize| {
        let values = columns.iter().zip(weights);
        match aggregation {
            Aggregation::Arithmetic => values.map(|(x, w)| w * x[unit]).sum::<f64>() / whole,
            Aggregation::Geometric => {
                let logs = values.map(|(x, w)| w * libm::log(x[unit].max(1.0)));
                libm::exp(logs.sum::<f64>() / whole)
            }
        }
    };
    (0..units).map(of).collect()
}

/// Weights from the first principal component: squared loadings (Nicoletti, Scarpetta &
/// Boylaud 2000), with all eigenvalues.
pub fn component_weights(columns: &[Vec<f64>]) -> (Vec<f64>, Vec<f64>) {
    let eigen = correlations(columns).eigen();
    let weights = eigen
        .vectors
        .first()
        .map_or(Vec::new(), |it| it.iter().map(|v| v * v).collect());
    (eigen.values, weights)
}

/// Mean absolute shift of ranks between two indices (OECD & JRC 2008, equation 40).
pub fn rank_shift(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (places(a), places(b));
    a.iter().zip(&b).map(|(x, y)| (x - y).abs()).sum::<f64>() / a.len() as f64
}

/// Copeland's score: how many units each beats in more than half of the indicators, half a point
/// where it is just half.
pub fn copeland(columns: &[Vec<f64>]) -> Vec<f64> {
    let units = columns.first().map_or(0, Vec::len);
    let k = columns.len() as f64;
    let favour = |a: usize, b: usize| {
        let points = columns.iter().map(|x| match x[a] {
            v if v > x[b] => 1.0,
            v if v == x[b] => 0.5,
            _ => 0.0,
        });
        points.sum::<f64>() / k
    };
    let score = |a: usize| {
        let others = (0..units).filter(|b| *b != a);
        others
            .map(|b| match favour(a, b) {
                it if it > 0.5 => 1.0,
                0.5 => 0.5,
                _ => 0.0,
            })
            .sum()
    };
    (0..units).map(score).collect()
}

/// The best, worst and median rank of each unit over many weightings.
pub fn rank_range(columns: &[Vec<f64>], weightings: &[Vec<f64>]) -> Vec<(f64, f64, f64)> {
    let all: Vec<Vec<f64>> = weightings
        .iter()
        .map(|it| places(&aggregate(columns, it, Aggregation::Arithmetic)))
        .collect();
    let units = columns.first().map_or(0, Vec::len);
    let of = |unit: usize| {
        let ranks: Vec<f64> = all.iter().map(|it| it[unit]).collect();
        let best = ranks.iter().copied().fold(f64::INFINITY, f64::min);
        let worst = ranks.iter().copied().fold(0.0, f64::max);
        (best, worst, super::correlation::median(&ranks))
    };
    (0..units).map(of).collect()
}
