//! Whether items of a scale measure one thing.

use super::correlation::median;
use super::matrix::Matrix;
use super::special::{chi_square_upper, f_quantile};

/// Cronbach's alpha of a scale, with what is said beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Alpha {
    /// Alpha from covariances (Cronbach 1951).
    pub raw: f64,
    /// Alpha from correlations.
    pub standardised: f64,
    /// Guttman's lambda 6.
    pub lambda6: f64,
    /// Mean correlation of items.
    pub mean_r: f64,
    /// Median correlation of items.
    pub median_r: f64,
    /// Signal over noise, `k r / (1 - r)`.
    pub signal_noise: f64,
    /// Standard error (Duhachek & Iacobucci 2004).
    pub se: f64,
    /// Alpha without each item.
    pub without: Vec<f64>,
    /// Correlation of each item with the others' sum. A negative one is an item not reversed.
    pub item_rest: Vec<f64>,
    /// The same corrected for overlap by squared multiple correlations (psych `r.cor`).
    pub item_total: Vec<f64>,
}

/// Alpha of a covariance matrix alone: `k / (k - 1) (1 - tr C / ΣC)`.
pub fn alpha(c: &Matrix) -> f64 {
    let k = c.size() as f64;
    k / (k - 1.0) * (1.0 - trace(c) / c.sum())
}

/// Alpha and its companions from the covariances and correlations of `n` people's answers.
pub fn alpha_with(c: &Matrix, r: &Matrix, n: f64) -> Alpha {
    let k = c.size();
    let size = k as f64;
    let mean_r = (r.sum() - size) / (size * (size - 1.0));
    let below = (0..k).flat_map(|a| (0..a).map(move |b| (a, b)));
    let all: Vec<f64> = below.map(|(a, b)| r.get(a, b)).collect();
    let smc = multiple_correlations(r);
    let lambda6 = 1.0 - (size - smc.iter().sum::<f64>()) / r.sum();
    let mut adjusted = r.clone();
    (0..k).for_each(|it| adjusted.put(it, it, smc[it]));
    let whole = libm::sqrt(adjusted.sum());
    let others = |at: usize| (0..k).filter(|it| *it != at).collect::<Vec<_>>();
    let rest = |at: usize| {
        let shared = c.row(at).iter().sum::<f64>() - c.get(at, at);
        shared / libm::sqrt(c.get(at, at) * c.select(&others(at)).sum())
    };
    Alpha {
        raw: alpha(c),
        standardised: alpha(r),
        lambda6,
        mean_r,
        median_r: median(&all),
        signal_noise: size * mean_r / (1.0 - mean_r),
        se: libm::sqrt(spread(c) / n),
        without: (0..k).map(|it| alpha(&c.select(&others(it)))).collect(),
        item_rest: (0..k).map(rest).collect(),
        item_total: (0..k)
            .map(|it| adjusted.row(it).iter().sum::<f64>() / whole)
            .collect(),
    }
}

/// The variance of alpha times the number of people.
fn spread(c: &Matrix) -> f64 {
    let k = c.size() as f64;
    let (sum, trace_c, square) = (c.sum(), trace(c), c.product(c));
    let inner = sum * (trace(&square) + trace_c * trace_c) - 2.0 * trace_c * square.sum();
    2.0 * k * k / ((k - 1.0) * (k - 1.0) * sum * sum * sum) * inner
}

fn trace(c: &Matrix) -> f64 {
    c.diagonal().iter().sum()
}

/// Squared multiple correlation of each variable with the others; not numbers when the matrix is
/// singular.
pub fn multiple_correlations(r: &Matrix) -> Vec<f64> {
    match r.inverse() {
        Some(inverse) => inverse.diagonal().iter().map(|it| 1.0 - 1.0 / it).collect(),
        None => vec![f64::NAN; r.size()],
    }
}

/// Interval of alpha for `n` people and `k` items (Feldt 1965).
pub fn feldt_interval(alpha: f64, n: f64, k: f64, level: f64) -> (f64, f64) {
    let (df1, df2) = (n - 1.0, (n - 1.0) * (k - 1.0));
    let bound = |p: f64| 1.0 - (1.0 - alpha) * f_quantile(p, df1, df2);
    (bound(0.5 + level / 2.0), bound(0.5 - level / 2.0))
}

/// Guttman's lambda 1, 2 and 3 (1945).
pub fn guttman(c: &Matrix) -> [f64; 3] {
    let k = c.size() as f64;
    let sum = c.sum();
    let first = 1.0 - trace(c) / sum;
    let squares: f64 = c.rows().iter().flatten().map(|it| it * it).sum();
    let off = squares - c.diagonal().iter().map(|it| it * it).sum::<f64>();
    let second = first + libm::sqrt(k / (k - 1.0) * off) / sum;
    [first, second, first * k / (k - 1.0)]
}

/// Kaiser, Meyer and Olkin's measure of sampling adequacy (Kaiser 1974): of all, and of each item;
/// none when the matrix is singular.
pub fn kmo(r: &Matrix) -> Option<(f64, Vec<f64>)> {
    let inverse = r.inverse()?;
    let k = r.size();
    let partial = |a: usize, b: usize| {
        let scale = inverse.get(a, a) * inverse.get(b, b);
        inverse.get(a, b) * inverse.get(a, b) / scale
    };
    let sums = |a: usize| {
        let others = (0..k).filter(|b| *b != a);
        others.fold((0.0, 0.0), |(plain, part), b| {
            (plain + r.get(a, b) * r.get(a, b), part + partial(a, b))
        })
    };
    let each: Vec<(f64, f64)> = (0..k).map(sums).collect();
    let (plain, part) = each
        .iter()
        .fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    Some((
        plain / (plain + part),
        each.iter().map(|it| it.0 / (it.0 + it.1)).collect(),
    ))
}

/// Bartlett's test of sphericity (1950): statistic, degrees of freedom and p value; none when the
/// matrix is not positive definite.
pub fn bartlett(r: &Matrix, n: f64) -> Option<(f64, f64, f64)> {
    let k = r.size() as f64;
    let statistic = -(n - 1.0 - (2.0 * k + 5.0) / 6.0) * r.ln_determinant()?;
    let df = k * (k - 1.0) / 2.0;
    Some((statistic, df, chi_square_upper(statistic, df)))
}
