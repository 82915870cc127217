//! Numbers of fieldwork: outcome rates, sample sizes, missing answers, imputation.

use super::exact::Twofold;
use super::matrix::Matrix;
use super::special::normal_quantile;

/// Final dispositions of a sample (AAPOR 2023).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Dispositions {
    /// Complete interviews.
    pub complete: f64,
    /// Partial interviews.
    pub partial: f64,
    /// Refusals and break-offs.
    pub refusal: f64,
    /// Non-contacts.
    pub no_contact: f64,
    /// Other eligible.
    pub other: f64,
    /// Unknown whether a household.
    pub unknown_household: f64,
    /// Unknown otherwise.
    pub unknown_other: f64,
}

/// AAPOR's outcome rates, by number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// Response rates 1 to 6.
    pub response: [f64; 6],
    /// Cooperation rates 1 to 4.
    pub cooperation: [f64; 4],
    /// Refusal rates 1 to 3.
    pub refusal: [f64; 3],
    /// Contact rates 1 to 3.
    pub contact: [f64; 3],
}

impl Dispositions {
    /// The rates, where `e` is the share of the unknown taken to be eligible.
    pub fn rates(&self, e: f64) -> Rates {
        let all = self.complete + self.partial;
        let known = all + self.refusal + self.no_contact + self.other;
        let unknown = self.unknown_household + self.unknown_other;
        let bases = [known + unknown, known + e * unknown, known];
        let reached = all + self.refusal + self.other;
        let willing = all + self.refusal;
        let (i, r) = (self.complete, self.refusal);
        Rates {
            response: [
                i / bases[0],
                all / bases[0],
                i / bases[1],
                all / bases[1],
                i / bases[2],
                all / bases[2],
            ],
            cooperation: [i / reached, all / reached, i / willing, all / willing],
            refusal: bases.map(|it| r / it),
            contact: bases.map(|it| reached / it),
        }
    }
}

/// The sample size for a share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleSize {
    /// From an endless population, at random.
    pub simple: f64,
    /// From a finite one.
    pub finite: f64,
    /// With the design effect.
    pub designed: f64,
}

/// How many to ask to know share `p` to `margin` at a level, of `population` people, with a design
/// effect (Cochran 1977): `z² p (1 - p) / d²`, over `1 + (n - 1) / N`.
pub fn sample_size(p: f64, margin: f64, level: f64, population: f64, deff: f64) -> SampleSize {
    let z = normal_quantile(0.5 + level / 2.0);
    let simple = z * z * p * (1.0 - p) / (margin * margin);
    let finite = simple / (1.0 + (simple - 1.0) / population);
    SampleSize {
        simple,
        finite,
        designed: deff * finite,
    }
}

/// The smallest change of share `p` between two waves of `n` people that a test at a level finds
/// with the given power.
pub fn detectable_change(p: f64, n: f64, level: f64, power: f64) -> f64 {
    let z = normal_quantile(0.5 + level / 2.0) + normal_quantile(power);
    z * libm::sqrt(2.0 * p * (1.0 - p) / n)
}

/// An estimate pooled over completed data sets (Rubin 1987).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pooled {
    /// The mean estimate.
    pub est: f64,
    /// Mean variance within data sets.
    pub within: f64,
    /// Variance of the estimate between them.
    pub between: f64,
    /// `within + (1 + 1/m) between`.
    pub total: f64,
    /// Degrees of freedom (Barnard & Rubin 1999).
    pub df: f64,
    /// Relative increase of variance.
    pub increase: f64,
    /// Fraction of missing information.
    pub missing: f64,
}

/// Pools estimates with their variances; `complete_df` are the degrees of freedom had nothing been
/// missing. None with fewer than two data sets.
pub fn pool(est: &[f64], variance: &[f64], complete_df: f64) -> Option<Pooled> {
    let m = est.len() as f64;
    if est.len() < 2 || variance.len() != est.len() {
        return None;
    }
    let mean = Twofold::of(est.iter().copied()) / m;
    let within = Twofold::of(variance.iter().copied()) / m;
    let between = Twofold::of(est.iter().map(|it| (it - mean) * (it - mean))) / (m - 1.0);
    let total = within + (1.0 + 1.0 / m) * between;
    let lambda = (1.0 + 1.0 / m) * between / total;
    let old = (m - 1.0) / (lambda * lambda);
    let seen = (complete_df + 1.0) / (complete_df + 3.0) * complete_df * (1.0 - lambda);
    let df = old * seen / (old + seen);
    let increase = (1.0 + 1.0 / m) * between / within;
    Some(Pooled {
        est: mean,
        within,
        between,
        total,
        df,
        increase,
        missing: (increase + 2.0 / (df + 3.0)) / (increase + 1.0),
    })
}

/// Ordinary least squares: coefficients and their covariance; none when columns depend on each
/// other or rows are too few.
pub fn least_squares(y: &[f64], x: &[Vec<f64>]) -> Option<(Vec<f64>, Matrix)> {
    let (n, p) = (y.len(), x.len());
    let dot = |a: &[f64], b: &[f64]| Twofold::of(a.iter().zip(b).map(|(a, b)| a * b));
    let mut information = Matrix::zero(p);
    for a in 0..p {
        (0..=a).for_each(|b| information.set(a, b, dot(&x[a], &x[b])));
    }
    let inverse = information.inverse().filter(|_| n > p)?;
    let mut beta = vec![0.0; p];
    let mut residual = y.to_vec();
    for _ in 0..3 {
        let score: Vec<f64> = x.iter().map(|it| dot(it, &residual)).collect();
        let step = inverse.times(&score);
        beta.iter_mut().zip(&step).for_each(|(b, s)| *b += s);
        let fitted = |row: usize| -> f64 { (0..p).map(|at| beta[at] * x[at][row]).sum() };
        residual = (0..n).map(|row| y[row] - fitted(row)).collect();
    }
    let variance = dot(&residual, &residual) / (n - p) as f64;
    let mut vcov = Matrix::zero(p);
    vcov.add_scaled(&inverse, variance);
    Some((beta, vcov))
}
