//! Many small groups: funnel limits, spread between groups, shrinkage towards the whole.

use super::exact::Twofold;
use super::quantile::{Distribution, QuantileRule};
use super::special::normal_quantile;

/// How the variance between groups is estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Between {
    /// By moments (DerSimonian & Laird 1986).
    Moments,
    /// By restricted maximum likelihood.
    Restricted,
    /// By maximum likelihood.
    Likelihood,
    /// So that the weighted squares are what is expected (Paule & Mandel 1982).
    PauleMandel,
}

/// Cochran's Q, the weighted squares of estimates about their mean.
pub fn cochran_q(est: &[f64], variance: &[f64]) -> f64 {
    let (mean, _) = pooled(est, variance, 0.0);
    Twofold::of(
        est.iter()
            .zip(variance)
            .map(|(y, v)| (y - mean) * (y - mean) / v),
    )
}

/// The share of variance between groups, in percent: `100 (Q - (k - 1)) / Q` (Higgins &
/// Thompson 2002), by the variance `tau2` between and a typical one within.
pub fn i_squared(est: &[f64], variance: &[f64]) -> f64 {
    let tau2 = between(est, variance, Between::Moments);
    let w: f64 = variance.iter().map(|it| 1.0 / it).sum();
    let ww: f64 = variance.iter().map(|it| 1.0 / (it * it)).sum();
    let typical = (est.len() as f64 - 1.0) * w / (w * w - ww);
    100.0 * tau2 / (tau2 + typical)
}

/// The mean of estimates with weights `1 / (v + tau2)`, and its standard error.
pub fn pooled(est: &[f64], variance: &[f64], tau2: f64) -> (f64, f64) {
    let w = |v: &f64| 1.0 / (v + tau2);
    let whole = Twofold::of(variance.iter().map(w));
    let sum = Twofold::of(est.iter().zip(variance).map(|(y, v)| y * w(v)));
    (sum / whole, libm::sqrt(1.0 / whole))
}

/// The variance between groups of estimates with known variances; never negative.
pub fn between(est: &[f64], variance: &[f64], method: Between) -> f64 {
    let k = est.len() as f64;
    let weights = |tau2: f64| variance.iter().map(move |v| 1.0 / (v + tau2));
    let squares = |tau2: f64| {
        let (mean, _) = pooled(est, variance, tau2);
        let pairs = est.iter().zip(variance);
        pairs
            .map(|(y, v)| (y - mean) * (y - mean) / (v + tau2))
            .sum::<f64>()
    };
    let slope = |tau2: f64| {
        let (mean, _) = pooled(est, variance, tau2);
        let w: f64 = weights(tau2).sum();
        let ww: f64 = weights(tau2).map(|it| it * it).sum();
        let pairs = est.iter().zip(variance);
        let fit: f64 = pairs
            .map(|(y, v)| (y - mean) * (y - mean) / ((v + tau2) * (v + tau2)))
            .sum();
        match method {
            Between::Restricted => fit - w + ww / w,
            Between::Likelihood => fit - w,
            Between::PauleMandel | Between::Moments => squares(tau2) - (k - 1.0),
        }
    };
    if method == Between::Moments {
        let w: f64 = weights(0.0).sum();
        let ww: f64 = weights(0.0).map(|it| it * it).sum();
        return ((cochran_q(est, variance) - (k - 1.0)) / (w - ww / w)).max(0.0);
    }
    if slope(0.0) <= 0.0 {
        return 0.0;
    }
    let mut high = variance.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    for _ in 0..1000 {
        if slope(high) <= 0.0 {
            break;
        }
        high *= 2.0;
    }
    let mut low = 0.0;
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if slope(middle) > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}

/// Estimates drawn towards their mean by how little they know (Fay & Herriot 1979 without
/// covariates; Morris 1983).
#[derive(Clone, Debug, PartialEq)]
pub struct Shrunk {
    /// The mean they are drawn towards.
    pub mean: f64,
    /// Its standard error.
    pub mean_se: f64,
    /// The share of the mean in each, `v / (v + tau2)`.
    pub share: Vec<f64>,
    /// The shrunken estimates.
    pub est: Vec<f64>,
    /// Standard errors as if the mean were known.
    pub se_known: Vec<f64>,
    /// Standard errors with that of the mean.
    pub se: Vec<f64>,
}

/// Shrinks estimates with known variances by a variance `tau2` between them.
pub fn shrink(est: &[f64], variance: &[f64], tau2: f64) -> Shrunk {
    let (mean, mean_se) = pooled(est, variance, tau2);
    let share: Vec<f64> = variance.iter().map(|v| v / (v + tau2)).collect();
    let own = |at: usize| variance[at] * (1.0 - share[at]);
    let of_mean = |at: usize| share[at] * share[at] * mean_se * mean_se;
    let each = 0..est.len();
    Shrunk {
        mean,
        mean_se,
        est: each
            .clone()
            .map(|it| (1.0 - share[it]) * est[it] + share[it] * mean)
            .collect(),
        se_known: each.clone().map(|it| libm::sqrt(own(it))).collect(),
        se: each.map(|it| libm::sqrt(own(it) + of_mean(it))).collect(),
        share,
    }
}

/// Where a group's share stands among what chance alone would do (Spiegelhalter 2005).
#[derive(Clone, Debug, PartialEq)]
pub struct Funnel {
    /// The share of all groups together.
    pub whole: f64,
    /// Each group's distance from it in standard errors.
    pub z: Vec<f64>,
    /// The standard error of each, were there no differences.
    pub se: Vec<f64>,
}

/// The funnel of `x` of `n` in each group.
pub fn funnel(x: &[f64], n: &[f64]) -> Funnel {
    let whole = x.iter().sum::<f64>() / n.iter().sum::<f64>();
    let se: Vec<f64> = n
        .iter()
        .map(|it| libm::sqrt(whole * (1.0 - whole) / it))
        .collect();
    let z = (0..x.len())
        .map(|it| (x[it] / n[it] - whole) / se[it])
        .collect();
    Funnel { whole, z, se }
}

impl Funnel {
    /// The limits of group `at` at a level.
    pub fn limits(&self, at: usize, level: f64) -> (f64, f64) {
        let half = normal_quantile(0.5 + level / 2.0) * self.se[at];
        (self.whole - half, self.whole + half)
    }

    /// How much more groups vary than chance: the mean square of `z`, outer parts drawn in to the
    /// quantiles `low` and `high`.
    pub fn overdispersion(&self, low: f64, high: f64) -> f64 {
        let all = Distribution::of(self.z.iter().map(|it| (*it, 1.0)));
        let (low, high) = (
            all.quantile(low, QuantileRule::Modes),
            all.quantile(high, QuantileRule::Modes),
        );
        let squares = self
            .z
            .iter()
            .map(|it| it.clamp(low, high) * it.clamp(low, high));
        squares.sum::<f64>() / self.z.len() as f64
    }

    /// The variance between groups that makes up for overdispersion `phi` (Spiegelhalter et
    /// al. 2012).
    pub fn additive(&self, phi: f64) -> f64 {
        let k = self.z.len() as f64;
        let w: f64 = self.se.iter().map(|it| 1.0 / (it * it)).sum();
        let ww: f64 = self.se.iter().map(|it| 1.0 / (it * it * it * it)).sum();
        ((k * phi - (k - 1.0)) / (w - ww / w)).max(0.0)
    }
}

/// Shares drawn towards the whole as a beta distribution between groups would have it.
#[derive(Clone, Debug, PartialEq)]
pub struct BetaBinomial {
    /// The share of all groups together.
    pub whole: f64,
    /// Correlation of two people of a group.
    pub rho: f64,
    /// Size of the prior, in people.
    pub prior: f64,
    /// The shrunken shares.
    pub est: Vec<f64>,
}

/// Shrinks shares by moments (Kleinman 1973).
pub fn beta_binomial(x: &[f64], n: &[f64]) -> BetaBinomial {
    let (k, all) = (x.len() as f64, n.iter().sum::<f64>());
    let whole = x.iter().sum::<f64>() / all;
    let off = |at: usize| n[at] * (x[at] / n[at] - whole) * (x[at] / n[at] - whole);
    let squares: f64 = (0..x.len()).map(off).sum();
    let sizes: f64 = n.iter().map(|it| it * it).sum();
    let chance = whole * (1.0 - whole);
    let rho = (squares - chance * (k - 1.0)) / (chance * (all - sizes / all - (k - 1.0)));
    let prior = (1.0 - rho) / rho;
    let est = (0..x.len())
        .map(|it| (x[it] + prior * whole) / (n[it] + prior))
        .collect();
    BetaBinomial {
        whole,
        rho,
        prior,
        est,
    }
}
