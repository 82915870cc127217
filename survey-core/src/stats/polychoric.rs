//! Correlations behind ordered answers.

use std::f64::consts::PI;

use super::matrix::Matrix;
use super::special::{normal_quantile, normal_upper};

/// The correlation of two normal variables of which `counts` shows steps, rows by columns: the
/// thresholds from the margins, the correlation by maximum likelihood (Olsson 1979, two-step).
pub fn polychoric(counts: &[Vec<f64>]) -> f64 {
    let columns = counts.first().map_or(0, Vec::len);
    let row: Vec<f64> = counts.iter().map(|it| it.iter().sum()).collect();
    let column: Vec<f64> = (0..columns)
        .map(|at| counts.iter().map(|it| it[at]).sum())
        .collect();
    let (a, b) = (thresholds(&row), thresholds(&column));
    let loss = |rho: f64| {
        let below: Vec<Vec<f64>> = a
            .iter()
            .map(|x| b.iter().map(|y| both_below(*x, *y, rho)).collect())
            .collect();
        let at = |r: usize, c: usize| {
            if r == 0 || c == 0 {
                0.0
            } else {
                below[r - 1][c - 1]
            }
        };
        let mut sum = 0.0;
        for (r, cells) in counts.iter().enumerate() {
            for (c, n) in cells.iter().enumerate().filter(|it| *it.1 > 0.0) {
                let p = at(r + 1, c + 1) - at(r, c + 1) - at(r + 1, c) + at(r, c);
                sum -= n * libm::log(p.max(1e-300));
            }
        }
        sum
    };
    let golden = (libm::sqrt(5.0) - 1.0) / 2.0;
    let (mut low, mut high) = (-0.9999, 0.9999);
    for _ in 0..40 {
        let (x, y) = (high - golden * (high - low), low + golden * (high - low));
        if loss(x) < loss(y) {
            high = y;
        } else {
            low = x;
        }
    }
    (low + high) / 2.0
}

/// Polychoric correlations of columns of codes `0..`, over rows that have both.
pub fn polychorics(columns: &[Vec<Option<usize>>]) -> Matrix {
    let mut out = Matrix::identity(columns.len());
    for a in 0..columns.len() {
        for b in 0..a {
            let size = |it: &Vec<Option<usize>>| it.iter().flatten().max().map_or(0, |it| it + 1);
            let mut counts = vec![vec![0.0; size(&columns[b])]; size(&columns[a])];
            for pair in columns[a].iter().zip(&columns[b]) {
                if let (Some(x), Some(y)) = pair {
                    counts[*x][*y] += 1.0;
                }
            }
            out.set(a, b, polychoric(&counts));
        }
    }
    out
}

/// Upper thresholds of the steps, the last one infinite.
fn thresholds(counts: &[f64]) -> Vec<f64> {
    let n: f64 = counts.iter().sum();
    let mut below = 0.0;
    let mut out: Vec<f64> = counts
        .iter()
        .map(|it| {
            below += it;
            normal_quantile((below / n).min(1.0))
        })
        .collect();
    if let Some(last) = out.last_mut() {
        *last = f64::INFINITY;
    }
    out
}

/// Probability that two standard normal variables with correlation `rho` lie below `a` and `b`:
/// independence, and from there the density integrated over the correlation (Plackett 1954).
fn both_below(a: f64, b: f64, rho: f64) -> f64 {
    let below = |it: f64| normal_upper(-it);
    if a == f64::INFINITY || b == f64::INFINITY {
        return below(a.min(b));
    }
    if a == f64::NEG_INFINITY || b == f64::NEG_INFINITY {
        return 0.0;
    }
    // By the angle whose sine is the correlation the integrand stays smooth up to 1.
    let density = |angle: f64| {
        let (r, c) = (libm::sin(angle), libm::cos(angle));
        libm::exp(-(a * a - 2.0 * r * a * b + b * b) / (2.0 * c * c))
    };
    let end = libm::asin(rho);
    let moved = unit_integral(&|at| density(at * end)) * end / (2.0 * PI);
    (below(a) * below(b) + moved).clamp(0.0, 1.0)
}

/// Gauss-Legendre nodes and weights of 8 points (Abramowitz & Stegun, table 25.4).
const NODES: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_5),
    (0.960_289_856_497_536_2, 0.101_228_536_290_376_26),
];

/// The integral from 0 to 1, in four pieces.
fn unit_integral(f: &dyn Fn(f64) -> f64) -> f64 {
    let half = 0.125;
    let mut sum = 0.0;
    for piece in 0..4 {
        let middle = half * f64::from(2 * piece + 1);
        for (node, weight) in NODES {
            sum += weight * half * (f(middle - half * node) + f(middle + half * node));
        }
    }
    sum
}
