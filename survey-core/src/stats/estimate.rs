//! Estimates together with their covariance, and why a figure may have to stay empty.

use std::fmt;

use super::interval::{self, Interval};
use super::matrix::Matrix;
use super::special;

/// Fewer people than this behind a figure could be recognised (primary suppression).
pub const SMALLEST_BASE: u64 = 10;
/// Fewer people than this, but not nobody, in a cell of a table could be recognised by what the
/// cell says of them (primary suppression; see [`super::disclosure`]).
pub const SMALLEST_CELL: u64 = 5;

/// What an entry of an [`EstimateSet`] is about: the caller knows the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Number of the domain (community, wave, age group); with sets of domains, of the set.
    pub domain: usize,
    /// Number of the code or variable, 0 when there is one.
    pub part: usize,
}

/// Whether an estimate may be shown as it is. Only `Ok` has a usable standard error;
/// `ZeroVariance` has an estimate, and a share has an exact interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Estimate and standard error are sound.
    Ok,
    /// Every answer is the same, or the design fixes the figure: the standard error is 0, which is
    /// never to be read as certainty.
    ZeroVariance,
    /// A stratum with a single PSU has a part in the figure.
    LonelyStratum,
    /// All answers come from one PSU.
    OnePsu,
    /// There is one respondent.
    OneRespondent,
    /// Nobody in the domain gave a valid answer.
    Empty,
    /// Withheld because too few people stand behind the figure.
    Suppressed,
}

impl Status {
    /// Every status, from sound to withheld; a combination takes the worst of its parts.
    pub const ALL: [Status; 7] = [
        Status::Ok,
        Status::ZeroVariance,
        Status::LonelyStratum,
        Status::OnePsu,
        Status::OneRespondent,
        Status::Empty,
        Status::Suppressed,
    ];

    /// The name in files and tables.
    pub fn name(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::ZeroVariance => "zero_variance",
            Status::LonelyStratum => "lonely_stratum",
            Status::OnePsu => "one_psu",
            Status::OneRespondent => "one_respondent",
            Status::Empty => "empty",
            Status::Suppressed => "suppressed",
        }
    }

    /// Whether there is a point estimate to show.
    pub fn has_estimate(self) -> bool {
        match self {
            Status::Ok
            | Status::ZeroVariance
            | Status::LonelyStratum
            | Status::OnePsu
            | Status::OneRespondent => true,
            Status::Empty | Status::Suppressed => false,
        }
    }

    /// Whether the standard error is a number.
    pub fn has_error(self) -> bool {
        match self {
            Status::Ok | Status::ZeroVariance => true,
            Status::LonelyStratum
            | Status::OnePsu
            | Status::OneRespondent
            | Status::Empty
            | Status::Suppressed => false,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Estimates of one kind with their full covariance matrix.
///
/// Comparing, ranking, trends and indices are all linear combinations of such a set, which is why
/// it is handed on whole and never as a list of values with standard errors.
/// All vectors have one entry per estimate; what is not estimable is `NaN`.
#[derive(Clone, Debug, PartialEq)]
pub struct EstimateSet {
    /// What each entry is about.
    pub keys: Vec<Key>,
    /// Point estimates.
    pub est: Vec<f64>,
    /// Covariance matrix.
    pub vcov: Matrix,
    /// Degrees of freedom: PSUs with people of the domain less strata with people of the domain.
    pub df: Vec<f64>,
    /// People with a valid answer and a weight: the base.
    pub n: Vec<u64>,
    /// Weighted base.
    pub n_weighted: Vec<f64>,
    /// Kish's effective size of the base, `(Σw)² / Σw²`: what unequal weights leave of it.
    /// For the effective size of one share under the design see [`EstimateSet::share_n_eff`].
    pub n_eff: Vec<f64>,
    /// Design effect: variance over that of a simple random sample of the same base, drawn with
    /// replacement (R's `deff = "replace"`).
    pub deff: Vec<f64>,
    /// Whether each entry may be shown.
    pub status: Vec<Status>,
    /// Degrees of freedom of the whole design.
    pub design_df: f64,
}

impl EstimateSet {
    /// Number of estimates.
    pub fn len(&self) -> usize {
        self.est.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.est.is_empty()
    }

    /// Standard error of entry `at`; `NaN` when it is not estimable.
    pub fn se(&self, at: usize) -> f64 {
        libm::sqrt(self.vcov.get(at, at))
    }

    /// The design effect against a simple random sample without replacement from a population of
    /// the weighted base (R's `deff = TRUE`): only for weights that add up to the population.
    pub fn deff_without_replacement(&self, at: usize) -> f64 {
        let taken = self.n[at] as f64 / self.n_weighted[at];
        self.deff[at] / (1.0 - taken)
    }

    /// The size of the simple random sample that would know a share as well as this one does:
    /// `p (1 - p) / V`.
    pub fn share_n_eff(&self, at: usize) -> f64 {
        self.est[at] * (1.0 - self.est[at]) / self.vcov.get(at, at)
    }

    /// Confidence interval of a mean, total or difference: `estimate ± t se`.
    /// None without a usable standard error.
    pub fn interval(&self, at: usize, level: f64) -> Option<Interval> {
        match self.status[at] {
            Status::Ok => interval::symmetric(self.est[at], self.se(at), self.df[at], level),
            Status::ZeroVariance
            | Status::LonelyStratum
            | Status::OnePsu
            | Status::OneRespondent
            | Status::Empty
            | Status::Suppressed => None,
        }
    }

    /// Confidence interval of a share: Wilson's with the effective sample size of the share and
    /// Student's t (survey 4.5; Kott 2017; Franco et al. 2019). When every answer is the same it
    /// is Clopper and Pearson's exact interval with `min(n, Kish's n_eff)` people.
    pub fn share_interval(&self, at: usize, level: f64) -> Option<Interval> {
        let p = self.est[at];
        match self.status[at] {
            Status::Ok => interval::wilson(p, self.share_n_eff(at), self.df[at], level),
            Status::ZeroVariance if p <= 0.0 || p >= 1.0 => {
                let n = self.n_eff[at].min(self.n[at] as f64);
                interval::clopper_pearson(p * n, n, level)
            }
            Status::ZeroVariance
            | Status::LonelyStratum
            | Status::OnePsu
            | Status::OneRespondent
            | Status::Empty
            | Status::Suppressed => None,
        }
    }

    /// Two-sided p value of "this is zero"; none without a usable standard error.
    pub fn p_value(&self, at: usize) -> Option<f64> {
        let usable = self.status[at] == Status::Ok && self.df[at] > 0.0;
        usable.then(|| 2.0 * special::t_upper((self.est[at] / self.se(at)).abs(), self.df[at]))
    }

    /// Linear combinations of the entries, one per row of coefficients, with their covariance.
    ///
    /// Entry `i` of the result has domain `i`. Its status is the worst of its parts', its base the
    /// smallest, its degrees of freedom the sum over the domains it uses, at most the design's.
    pub fn combine(&self, rows: &[Vec<f64>]) -> EstimateSet {
        let mut vcov = Matrix::zero(rows.len());
        for (a, left) in rows.iter().enumerate() {
            for (b, right) in rows.iter().enumerate().take(a + 1) {
                vcov.set(a, b, self.vcov.form(left, right));
            }
        }
        let mut out = EstimateSet {
            vcov,
            design_df: self.design_df,
            ..EstimateSet::with(0.0)
        };
        for (at, row) in rows.iter().enumerate() {
            out.push_combination(self, at, row);
        }
        out
    }

    /// The difference `est[a] - est[b]`, taking account of their covariance.
    pub fn difference(&self, a: usize, b: usize) -> EstimateSet {
        let mut row = vec![0.0; self.len()];
        row[a] += 1.0;
        row[b] -= 1.0;
        self.combine(&[row])
    }

    /// The estimates times `factor` plus `offset`: another unit, the same evidence.
    pub fn rescaled(&self, factor: f64, offset: f64) -> EstimateSet {
        let mut out = self.clone();
        out.est
            .iter_mut()
            .for_each(|it| *it = *it * factor + offset);
        out.vcov = Matrix::zero(self.len());
        out.vcov.add_scaled(&self.vcov, factor * factor);
        out
    }

    /// Withholds every figure with fewer than `smallest` people behind it (primary suppression).
    ///
    /// Secondary suppression, which keeps withheld figures from being worked out from the rest of
    /// a table, is the table's business.
    #[must_use]
    pub fn suppressed(mut self, smallest: u64) -> EstimateSet {
        for at in 0..self.len() {
            if self.n[at] < smallest && self.status[at] != Status::Empty {
                self.status[at] = Status::Suppressed;
                self.est[at] = f64::NAN;
                self.n_weighted[at] = f64::NAN;
                self.n_eff[at] = f64::NAN;
                self.deff[at] = f64::NAN;
                self.vcov.fill(at, f64::NAN);
            }
        }
        self
    }

    pub(super) fn with(design_df: f64) -> EstimateSet {
        EstimateSet {
            keys: Vec::new(),
            est: Vec::new(),
            vcov: Matrix::default(),
            df: Vec::new(),
            n: Vec::new(),
            n_weighted: Vec::new(),
            n_eff: Vec::new(),
            deff: Vec::new(),
            status: Vec::new(),
            design_df,
        }
    }

    fn push_combination(&mut self, from: &EstimateSet, at: usize, row: &[f64]) {
        let used = || (0..from.len()).filter(|it| row.get(*it).is_some_and(|c| *c != 0.0));
        let smallest = |of: &[f64]| used().map(|it| of[it]).fold(f64::INFINITY, f64::min);
        let variance = self.vcov.get(at, at);
        let worst = used()
            .map(|it| from.status[it])
            .max()
            .unwrap_or(Status::Empty);
        let status = match worst {
            Status::Ok | Status::ZeroVariance if variance > 0.0 => Status::Ok,
            Status::Ok | Status::ZeroVariance => Status::ZeroVariance,
            Status::LonelyStratum
            | Status::OnePsu
            | Status::OneRespondent
            | Status::Empty
            | Status::Suppressed => worst,
        };
        self.keys.push(Key {
            domain: at,
            part: 0,
        });
        self.est.push(used().map(|it| row[it] * from.est[it]).sum());
        self.df.push(from.combined_df(used()));
        self.n.push(used().map(|it| from.n[it]).min().unwrap_or(0));
        self.n_weighted.push(smallest(&from.n_weighted));
        self.n_eff.push(smallest(&from.n_eff));
        self.deff.push(f64::NAN);
        self.status.push(status);
    }

    fn combined_df(&self, used: impl Iterator<Item = usize>) -> f64 {
        let mut by_domain = std::collections::BTreeMap::new();
        for at in used {
            let df: &mut f64 = by_domain.entry(self.keys[at].domain).or_default();
            *df = df.max(self.df[at]);
        }
        by_domain.values().sum::<f64>().min(self.design_df)
    }
}
