//! Tails of weighted sums of chi-square variables, which quadratic forms of estimates follow.

use super::special::{chi_square_upper, normal_upper};

/// Probability that `Σ λ_i χ²_1` exceeds `x`, by the saddle point approximation (Kuonen 1999; R
/// `pchisqsum(method = "saddlepoint")`); next to the mean, where it is undefined, by
/// Satterthwaite's. Factors may be negative.
pub fn saddlepoint_upper(x: f64, lambda: &[f64]) -> f64 {
    let largest = lambda.iter().copied().fold(0.0, f64::max);
    let usable = largest > 0.0 && (x > 0.0 || lambda.iter().any(|it| *it < 0.0));
    if !usable {
        return satterthwaite_upper(x, lambda);
    }
    let scaled: Vec<f64> = lambda.iter().map(|it| it / largest).collect();
    let x = x / largest;
    let sum = |of: &dyn Fn(f64) -> f64| scaled.iter().map(|it| of(*it)).sum::<f64>();
    let slope = |zeta: f64| sum(&|l| l / (1.0 - 2.0 * zeta * l));
    // The slope rises from minus infinity (from 0 without negative factors) to infinity.
    let least = scaled.iter().copied().fold(0.0, f64::min);
    let start = -(scaled.len() as f64) / (2.0 * x) - 0.01;
    let mut low = if least < 0.0 { 0.5 / least } else { start };
    let mut high = 0.5;
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if slope(middle) > x {
            high = middle;
        } else {
            low = middle;
        }
    }
    let zeta = (low + high) / 2.0;
    if zeta.abs() < 1e-4 {
        return satterthwaite_upper(x * largest, lambda);
    }
    let k = -sum(&|l| libm::log(1.0 - 2.0 * zeta * l)) / 2.0;
    let curve = 2.0 * sum(&|l| l * l / ((1.0 - 2.0 * zeta * l) * (1.0 - 2.0 * zeta * l)));
    let w = libm::copysign(libm::sqrt(2.0 * (zeta * x - k)), zeta);
    let v = zeta * libm::sqrt(curve);
    normal_upper(w + libm::log(v / w) / w)
}

/// The same by matching mean and variance with one chi-square variable (Satterthwaite 1946).
pub fn satterthwaite_upper(x: f64, lambda: &[f64]) -> f64 {
    let (scale, df) = satterthwaite(lambda);
    chi_square_upper(x / scale, df)
}

/// The factor and the degrees of freedom of Satterthwaite's chi-square variable.
pub fn satterthwaite(lambda: &[f64]) -> (f64, f64) {
    let sum: f64 = lambda.iter().sum();
    let squares: f64 = lambda.iter().map(|it| it * it).sum();
    (squares / sum, sum * sum / squares)
}

/// Probability that `Σ λ_i χ²_1` exceeds `x` times an independent `χ²_df / df`, as that of the
/// difference exceeding 0. Of the degrees of freedom whole ones count (R `pFsum`).
pub fn saddlepoint_f_upper(x: f64, lambda: &[f64], df: f64) -> f64 {
    let mut all = lambda.to_vec();
    all.extend(std::iter::repeat_n(
        -x / df,
        libm::floor(df.min(1e5)) as usize,
    ));
    saddlepoint_upper(0.0, &all)
}
