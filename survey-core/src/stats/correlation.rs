//! Covariances and correlations of unweighted columns, with or without gaps.

use super::exact::Twofold;
use super::matrix::Matrix;

/// Mean of the values that are there.
pub fn mean(x: &[f64]) -> f64 {
    let n = x.iter().filter(|it| !it.is_nan()).count() as f64;
    Twofold::of(x.iter().copied().filter(|it| !it.is_nan())) / n
}

/// Standard deviation of the values that are there, with divisor n - 1.
pub fn sd(x: &[f64]) -> f64 {
    libm::sqrt(covariance(x, x))
}

/// Covariance over the rows that have both values, with divisor n - 1.
pub fn covariance(x: &[f64], y: &[f64]) -> f64 {
    let both = || {
        x.iter()
            .zip(y)
            .filter(|it| !it.0.is_nan() && !it.1.is_nan())
    };
    let n = both().count() as f64;
    let mx = Twofold::of(both().map(|it| *it.0)) / n;
    let my = Twofold::of(both().map(|it| *it.1)) / n;
    Twofold::of(both().map(|it| (it.0 - mx) * (it.1 - my))) / (n - 1.0)
}

/// Pearson's correlation over the rows that have both values.
pub fn pearson(x: &[f64], y: &[f64]) -> f64 {
    let both = || {
        x.iter()
            .zip(y)
            .filter(|it| !it.0.is_nan() && !it.1.is_nan())
    };
    let x: Vec<f64> = both().map(|it| *it.0).collect();
    let y: Vec<f64> = both().map(|it| *it.1).collect();
    covariance(&x, &y) / libm::sqrt(covariance(&x, &x) * covariance(&y, &y))
}

/// Covariance matrix, each entry over the rows that have both values.
pub fn covariances(columns: &[Vec<f64>]) -> Matrix {
    symmetric(columns, covariance)
}

/// Correlation matrix, each entry over the rows that have both values.
pub fn correlations(columns: &[Vec<f64>]) -> Matrix {
    symmetric(columns, pearson)
}

fn symmetric(columns: &[Vec<f64>], of: impl Fn(&[f64], &[f64]) -> f64) -> Matrix {
    let mut out = Matrix::zero(columns.len());
    for (a, x) in columns.iter().enumerate() {
        for (b, y) in columns.iter().enumerate().take(a + 1) {
            out.set(a, b, of(x, y));
        }
    }
    out
}

/// Ranks, 1 the smallest; equal values share the mean of theirs.
pub fn ranks(x: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.sort_by(|a, b| x[*a].total_cmp(&x[*b]));
    let mut out = vec![0.0; x.len()];
    let mut start = 0;
    while start < order.len() {
        let equal = order[start..]
            .iter()
            .take_while(|it| x[**it] == x[order[start]])
            .count();
        let equal = equal.max(1);
        let rank = start as f64 + (equal as f64 + 1.0) / 2.0;
        order[start..start + equal]
            .iter()
            .for_each(|it| out[*it] = rank);
        start += equal;
    }
    out
}

/// Ranks, 1 the largest; equal values share the best of theirs.
pub fn places(x: &[f64]) -> Vec<f64> {
    x.iter()
        .map(|it| 1.0 + x.iter().filter(|other| *other > it).count() as f64)
        .collect()
}

/// Spearman's rank correlation.
pub fn spearman(x: &[f64], y: &[f64]) -> f64 {
    pearson(&ranks(x), &ranks(y))
}

/// Kendall's tau-b.
pub fn kendall(x: &[f64], y: &[f64]) -> f64 {
    let (mut agree, mut x_pairs, mut y_pairs) = (0.0, 0.0, 0.0);
    let sign = |a: f64, b: f64| f64::from(i8::from(a > b) - i8::from(a < b));
    for i in 0..x.len() {
        for j in 0..i {
            let (a, b) = (sign(x[i], x[j]), sign(y[i], y[j]));
            agree += a * b;
            x_pairs += a * a;
            y_pairs += b * b;
        }
    }
    agree / libm::sqrt(x_pairs * y_pairs)
}

/// The median of the values that are there.
pub fn median(x: &[f64]) -> f64 {
    let mut x: Vec<f64> = x.iter().copied().filter(|it| !it.is_nan()).collect();
    x.sort_by(f64::total_cmp);
    match x.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => x[n / 2],
        n => (x[n / 2 - 1] + x[n / 2]) / 2.0,
    }
}
