//! Lines through waves, and whether waves differ.

use super::matrix::Matrix;

/// A line through estimates with known variances.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Change per unit of `x`.
    pub slope: f64,
    /// Its standard error.
    pub se: f64,
    /// Weighted sum of squares off the line: chi-square if the line is straight.
    pub lack_of_fit: f64,
    /// Degrees of freedom of that.
    pub df: f64,
}

/// The line by weighted least squares, weights being inverse variances; none with fewer than three
/// points. Estimates are taken as independent, which separate samples are.
pub fn line(x: &[f64], est: &[f64], variance: &[f64]) -> Option<Line> {
    if x.len() < 3 || est.len() != x.len() {
        return None;
    }
    let w: Vec<f64> = variance.iter().map(|it| 1.0 / it).collect();
    let sum = |of: &dyn Fn(usize) -> f64| (0..x.len()).map(|it| w[it] * of(it)).sum::<f64>();
    let whole = sum(&|_| 1.0);
    let middle = sum(&|it| x[it]) / whole;
    let spread = sum(&|it| (x[it] - middle) * (x[it] - middle));
    let slope = sum(&|it| (x[it] - middle) * est[it]) / spread;
    let start = sum(&|it| est[it]) / whole - slope * middle;
    let off = |it: usize| est[it] - start - slope * x[it];
    Some(Line {
        slope,
        se: 1.0 / libm::sqrt(spread),
        lack_of_fit: sum(&|it| off(it) * off(it)),
        df: x.len() as f64 - 2.0,
    })
}

/// Wald's statistic of whether all estimates are equal, chi-square with one degree of freedom less
/// than there are; none when their covariance is singular.
pub fn equality(est: &[f64], vcov: &Matrix) -> Option<f64> {
    let k = est.len().checked_sub(1).filter(|it| *it > 0)?;
    let off: Vec<f64> = est[1..].iter().map(|it| it - est[0]).collect();
    let mut differences = Matrix::zero(k);
    for a in 0..k {
        for b in 0..k {
            let shared = vcov.get(a + 1, b + 1) - vcov.get(a + 1, 0) - vcov.get(0, b + 1);
            differences.put(a, b, shared + vcov.get(0, 0));
        }
    }
    let solved = differences.solve_for(&off)?;
    Some(off.iter().zip(&solved).map(|(a, b)| a * b).sum())
}
