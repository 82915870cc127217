//! Estimates of a [`Sample`] with their linearised values, from which every covariance follows.

use super::estimate::{EstimateSet, Key, Status};
use super::exact::Twofold;
use super::matrix::Matrix;
use super::sample::Sample;

/// A standard error below this share of its estimate is rounding dust.
const DUST: f64 = 1e-12;

/// Estimates and, for each, how much every row moves it: the weighted linearised value
/// (Binder 1983; Deville 1999). Values of different domains, questions and waves may be put in one
/// `Linear`; their covariances come out right because rows keep their places.
#[derive(Clone, Debug, Default)]
pub struct Linear {
    /// The estimates.
    pub est: Vec<f64>,
    /// One vector an estimate, one value a row.
    pub influence: Vec<Vec<f64>>,
    /// Variance of each estimate under simple random sampling with replacement of its base; not a
    /// number where that has no meaning.
    pub simple: Vec<f64>,
    /// Rows of the base of each estimate.
    pub bases: Vec<Vec<bool>>,
    /// Whether an estimate is a ratio of totals, whose linearised values vanish in a base of one
    /// respondent or PSU. A total's do not.
    pub ratio: Vec<bool>,
}

impl Linear {
    /// Number of estimates.
    pub fn len(&self) -> usize {
        self.est.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.est.is_empty()
    }

    /// Takes in the estimates of `other` behind its own.
    pub fn append(&mut self, other: Linear) {
        self.est.extend(other.est);
        self.influence.extend(other.influence);
        self.simple.extend(other.simple);
        self.bases.extend(other.bases);
        self.ratio.extend(other.ratio);
    }

    /// One of the estimates.
    #[must_use]
    pub fn pick(&self, at: usize) -> Linear {
        let mut out = Linear::default();
        let influence = self.influence[at].clone();
        out.push(
            self.est[at],
            influence,
            self.simple[at],
            &self.bases[at],
            self.ratio[at],
        );
        out
    }

    fn push(&mut self, est: f64, influence: Vec<f64>, simple: f64, base: &[bool], ratio: bool) {
        self.est.push(est);
        self.influence.push(influence);
        self.simple.push(simple);
        self.bases.push(base.to_vec());
        self.ratio.push(ratio);
    }

    /// Smooth functions of the estimates: their values, and for each its derivatives with respect
    /// to the estimates (the delta method).
    #[must_use]
    pub fn smooth(&self, values: Vec<f64>, derivatives: &[Vec<f64>]) -> Linear {
        let mut out = Linear::default();
        for (value, row) in values.into_iter().zip(derivatives) {
            let used = row.iter().enumerate().filter(|it| *it.1 != 0.0);
            let rows = self.influence.first().map_or(0, Vec::len);
            let (mut influence, mut base) = (vec![0.0; rows], vec![false; rows]);
            for (at, slope) in used {
                let pairs = influence.iter_mut().zip(&self.influence[at]);
                pairs.for_each(|(sum, z)| *sum += slope * z);
                let pairs = base.iter_mut().zip(&self.bases[at]);
                pairs.for_each(|(all, it)| *all |= it);
            }
            out.push(
                value,
                influence,
                f64::NAN,
                &base,
                self.ratio.iter().all(|it| *it),
            );
        }
        out
    }

    /// Linear combinations, one per row of coefficients.
    #[must_use]
    pub fn combine(&self, rows: &[Vec<f64>]) -> Linear {
        let dot = |row: &Vec<f64>| row.iter().zip(&self.est).map(|(c, it)| c * it).sum();
        self.smooth(rows.iter().map(dot).collect(), rows)
    }
}

impl Sample {
    /// Rows with a weight among `who`.
    pub fn n(&self, who: &[bool]) -> u64 {
        self.chosen(who).count() as u64
    }

    /// Sum of the weights of `who`.
    pub fn size(&self, who: &[bool]) -> f64 {
        Twofold::of(self.chosen(who).map(|it| self.weights()[it]))
    }

    fn chosen<'a>(&'a self, who: &'a [bool]) -> impl Iterator<Item = usize> + 'a {
        (0..self.rows()).filter(|it| who[*it] && self.weights()[*it] != 0.0)
    }

    /// `Σ w y` over `who`.
    pub fn weighted_sum(&self, y: &[f64], who: &[bool]) -> f64 {
        Twofold::of(self.chosen(who).map(|it| self.weights()[it] * y[it]))
    }

    /// `Σ w y / Σ w` over `who`.
    pub fn weighted_mean(&self, y: &[f64], who: &[bool]) -> f64 {
        self.weighted_sum(y, who) / self.size(who)
    }

    /// The variance `n / (n - 1) Σ w (y - ȳ)² / Σ w` over `who` (R `svyvar`).
    pub fn weighted_variance(&self, y: &[f64], who: &[bool]) -> f64 {
        self.weighted_covariance(y, y, who)
    }

    /// The covariance of two variables over `who`, with the same divisor.
    pub fn weighted_covariance(&self, x: &[f64], y: &[f64], who: &[bool]) -> f64 {
        let n = self.n(who) as f64;
        let (mx, my) = (self.weighted_mean(x, who), self.weighted_mean(y, who));
        let terms = self.chosen(who);
        let sum = Twofold::of(terms.map(|it| self.weights()[it] * (x[it] - mx) * (y[it] - my)));
        sum / self.size(who) * n / (n - 1.0)
    }

    fn over(&self, who: &[bool], value: impl Fn(usize) -> f64) -> Vec<f64> {
        let mut out = vec![0.0; self.rows()];
        self.chosen(who).for_each(|it| out[it] = value(it));
        out
    }

    /// Totals `Σ w y` of variables over `who`.
    pub fn totals(&self, variables: &[Vec<f64>], who: &[bool]) -> Linear {
        let (n, size) = (self.n(who) as f64, self.size(who));
        let mut out = Linear::default();
        for y in variables {
            let z = self.over(who, |it| self.weights()[it] * y[it]);
            let simple = self.weighted_variance(y, who) * size * size / n;
            out.push(self.weighted_sum(y, who), z, simple, who, false);
        }
        out
    }

    /// Means `Σ w y / Σ w` of variables over `who` (Lumley 2010, section 2.3).
    pub fn means(&self, variables: &[Vec<f64>], who: &[bool]) -> Linear {
        let (n, size) = (self.n(who) as f64, self.size(who));
        let mut out = Linear::default();
        for y in variables {
            let est = self.weighted_mean(y, who);
            let z = self.over(who, |it| self.weights()[it] * (y[it] - est) / size);
            out.push(est, z, self.weighted_variance(y, who) / n, who, true);
        }
        out
    }

    /// The ratio `Σ w y / Σ w x` over `who`.
    pub fn ratio(&self, y: &[f64], x: &[f64], who: &[bool]) -> Linear {
        let below = self.weighted_sum(x, who);
        let est = self.weighted_sum(y, who) / below;
        let z = self.over(who, |it| self.weights()[it] * (y[it] - est * x[it]) / below);
        let mut out = Linear::default();
        out.push(est, z, f64::NAN, who, true);
        out
    }

    /// The variances and covariances of variables over `who`, row by row of their matrix. Means
    /// are taken as known, which changes nothing to first order (R `svyvar`).
    pub fn variances(&self, variables: &[Vec<f64>], who: &[bool]) -> Linear {
        let n = self.n(who) as f64;
        let off: Vec<Vec<f64>> = variables
            .iter()
            .map(|y| {
                let mean = self.weighted_mean(y, who);
                self.over(who, |it| y[it] - mean)
            })
            .collect();
        let mut products = Vec::new();
        for a in &off {
            for b in &off {
                products.push(self.over(who, |it| a[it] * b[it] * n / (n - 1.0)));
            }
        }
        self.means(&products, who)
    }

    /// The covariance matrix of variables over `who`, means and divisor as in
    /// [`Sample::weighted_covariance`].
    pub fn covariances(&self, variables: &[Vec<f64>], who: &[bool]) -> Matrix {
        let mut out = Matrix::zero(variables.len());
        for (a, x) in variables.iter().enumerate() {
            for (b, y) in variables.iter().enumerate().take(a + 1) {
                out.set(a, b, self.weighted_covariance(x, y, who));
            }
        }
        out
    }

    /// The estimates with their covariance, bases, degrees of freedom and status.
    pub fn estimates(&self, linear: &Linear) -> EstimateSet {
        self.estimates_with(linear, self.covariance(&linear.influence))
    }

    /// The same with a covariance that comes from elsewhere, such as replicates.
    pub fn estimates_with(&self, linear: &Linear, vcov: Matrix) -> EstimateSet {
        let everyone = vec![true; self.rows()];
        let mut out = EstimateSet::with(self.df(&everyone));
        out.vcov = vcov;
        for at in 0..linear.len() {
            self.push_estimate(&mut out, linear, at);
        }
        out
    }

    fn push_estimate(&self, out: &mut EstimateSet, linear: &Linear, at: usize) {
        let (base, est) = (&linear.bases[at], linear.est[at]);
        let (n, size) = (self.n(base), self.size(base));
        let squares = Twofold::of(
            self.chosen(base)
                .map(|it| self.weights()[it] * self.weights()[it]),
        );
        let (psus, strata) = self.units(base);
        let variance = out.vcov.get(at, at);
        let status = if n == 0 || !est.is_finite() {
            Status::Empty
        } else if linear.ratio[at] && n == 1 {
            Status::OneRespondent
        } else if linear.ratio[at] && psus == 1 {
            Status::OnePsu
        } else if variance.is_nan() {
            Status::LonelyStratum
        } else if libm::sqrt(variance) <= DUST * est.abs() || variance == 0.0 {
            Status::ZeroVariance
        } else {
            Status::Ok
        };
        out.deff.push(variance / linear.simple[at]);
        super::base::settle(out, at, status);
        out.keys.push(Key {
            domain: at,
            part: 0,
        });
        out.est
            .push(if status.has_estimate() { est } else { f64::NAN });
        out.df.push((psus - strata) as f64);
        out.n.push(n);
        out.n_weighted.push(size);
        out.n_eff.push(size * size / squares);
        out.status.push(status);
    }
}
