//! Weights that meet known totals: post-stratification, raking, calibration, trimming.
//!
//! A weighted [`Sample`] remembers how its weights came about, and its covariances are those of
//! the residuals from the calibration variables (Deville & Särndal 1992): weights that were made
//! to meet a total leave that total no variance.

use std::collections::BTreeMap;

pub use super::calibration::Distance;
use super::calibration::factors_of;
use super::exact::Twofold;
use super::sample::Sample;

/// Groups of rows with the totals their weights have to meet.
#[derive(Clone, Debug)]
pub struct Margin {
    /// The group of each row; beyond the targets, or none, is an error.
    pub group: Vec<usize>,
    /// The total of each group.
    pub targets: Vec<f64>,
}

/// Which residuals carry the variance of raked weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RakeResiduals {
    /// Least squares with the base weights, as for every calibration.
    #[default]
    Calibration,
    /// Ten sweeps of centring within each margin without weights: what R's `rake` does.
    Sweeps,
}

/// How the weights came to meet their totals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Convergence {
    /// Rounds it took.
    pub iterations: usize,
    /// The largest distance from a total, relative to the total.
    pub gap: f64,
}

/// What unequal weights cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kish {
    /// Design effect of weighting, `n Σ w² / (Σ w)²` (Kish 1965).
    pub deff: f64,
    /// Effective sample size, `n / deff`.
    pub n_eff: f64,
    /// Coefficient of variation of the weights.
    pub cv: f64,
}

const ROUNDS: usize = 2000;
pub(super) const CLOSE: f64 = 1e-13;
pub(super) const CLOSE_ENOUGH: f64 = 1e-7;

/// What replaces linearised values once weights have been calibrated.
#[derive(Clone, Debug)]
pub(super) enum Adjustment {
    Residuals(Residuals),
    Sweeps {
        groups: Vec<Vec<usize>>,
        weights: Vec<f64>,
    },
}

/// Least squares residuals on an orthonormal base of `√b x`.
#[derive(Clone, Debug)]
pub(super) struct Residuals {
    base: Vec<Vec<f64>>,
    /// `√b` of each unit.
    root: Vec<f64>,
    /// Final weight of each unit, `b g`.
    weights: Vec<f64>,
    /// The unit of each row, where units are clusters.
    unit: Option<Vec<usize>>,
}

impl Adjustment {
    pub(super) fn residuals(&self, z: &mut [f64]) {
        match self {
            Adjustment::Residuals(it) => it.apply(z),
            Adjustment::Sweeps { groups, weights } => {
                for group in (0..10).flat_map(|_| groups) {
                    centre(z, group, weights);
                }
            }
        }
    }
}

fn centre(z: &mut [f64], group: &[usize], weights: &[f64]) {
    let n_groups = group.iter().max().map_or(0, |it| it + 1);
    let mut sums = vec![(Twofold::default(), 0.0); n_groups];
    for row in (0..z.len()).filter(|it| weights[*it] != 0.0) {
        sums[group[row]].0.add(z[row] / weights[row]);
        sums[group[row]].1 += 1.0;
    }
    for row in (0..z.len()).filter(|it| weights[*it] != 0.0) {
        let (sum, n) = &sums[group[row]];
        z[row] -= weights[row] * sum.value() / n;
    }
}

impl Residuals {
    fn new(x: &[Vec<f64>], b: &[f64], weights: Vec<f64>, unit: Option<Vec<usize>>) -> Residuals {
        let root: Vec<f64> = b.iter().map(|it| libm::sqrt(it.max(0.0))).collect();
        let mut base: Vec<Vec<f64>> = Vec::new();
        for column in x {
            let mut q: Vec<f64> = column.iter().zip(&root).map(|(x, r)| x * r).collect();
            let before = dot(&q, &q);
            // Twice, because once leaves rounding of the size of what was taken away.
            for _ in 0..2 {
                for other in &base {
                    let share = dot(&q, other);
                    q.iter_mut().zip(other).for_each(|(q, o)| *q -= share * o);
                }
            }
            let length = libm::sqrt(dot(&q, &q));
            if length * length > 1e-20 * before {
                q.iter_mut().for_each(|it| *it /= length);
                base.push(q);
            }
        }
        Residuals {
            base,
            root,
            weights,
            unit,
        }
    }

    fn apply(&self, z: &mut [f64]) {
        let mut u = vec![0.0; self.weights.len()];
        for (row, value) in z.iter().enumerate() {
            u[self.unit.as_ref().map_or(row, |it| it[row])] += value;
        }
        for (at, value) in u.iter_mut().enumerate() {
            let ratio = self.root[at] / self.weights[at];
            *value *= if ratio.is_finite() { ratio } else { 0.0 };
        }
        for q in &self.base {
            let share = dot(&u, q);
            u.iter_mut().zip(q).for_each(|(u, q)| *u -= share * q);
        }
        let back = |at: usize| {
            let ratio = self.weights[at] / self.root[at];
            if ratio.is_finite() {
                u[at] * ratio
            } else {
                0.0
            }
        };
        match &self.unit {
            None => z.iter_mut().enumerate().for_each(|(at, it)| *it = back(at)),
            // What a cluster leaves is one number; its first row carries it.
            Some(unit) => {
                let mut seen = vec![false; u.len()];
                for (row, value) in z.iter_mut().enumerate() {
                    let first = !std::mem::replace(&mut seen[unit[row]], true);
                    *value = if first { back(unit[row]) } else { 0.0 };
                }
            }
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    Twofold::of(a.iter().zip(b).map(|(a, b)| a * b))
}

/// What unequal weights cost; weights of zero do not count.
pub fn kish(weights: &[f64]) -> Kish {
    let used: Vec<f64> = weights.iter().copied().filter(|it| *it != 0.0).collect();
    let n = used.len() as f64;
    let sum = Twofold::of(used.iter().copied());
    let squares = Twofold::of(used.iter().map(|it| it * it));
    let off = Twofold::of(used.iter().map(|it| (it - sum / n) * (it - sum / n)));
    Kish {
        deff: n * squares / (sum * sum),
        n_eff: sum * sum / squares,
        cv: libm::sqrt(off / n) / (sum / n),
    }
}

impl Sample {
    /// Weights that meet the totals of one set of groups: each group's are multiplied by one
    /// factor (post-stratification; Holt & Smith 1979).
    ///
    /// # Errors
    /// When a group with a target has nobody, or a row is in no group.
    pub fn post_stratify(&self, margin: &Margin) -> Result<Sample, String> {
        let factors = factors(margin, self.weights())?;
        let scale = |row: usize| self.weights()[row] * factors[margin.group[row]];
        let weights: Vec<f64> = (0..self.rows()).map(scale).collect();
        let x = indicators(std::slice::from_ref(margin));
        let residuals = Residuals::new(&x, self.weights(), weights.clone(), None);
        Ok(self.adjusted(weights, Adjustment::Residuals(residuals)))
    }

    /// Weights that meet the totals of several sets of groups, by turns (raking; Deming & Stephan
    /// 1940), done on the cells the groups make together.
    ///
    /// # Errors
    /// When a target has nobody, a row is in no group, or no weights meet all targets.
    pub fn rake(
        &self,
        margins: &[Margin],
        residuals: RakeResiduals,
    ) -> Result<(Sample, Convergence), String> {
        let (factors, convergence) = rake_factors(margins, self.weights())?;
        let weights: Vec<f64> = self
            .weights()
            .iter()
            .zip(&factors)
            .map(|(w, f)| w * f)
            .collect();
        let adjustment = match residuals {
            RakeResiduals::Calibration => Adjustment::Residuals(Residuals::new(
                &indicators(margins),
                self.weights(),
                weights.clone(),
                None,
            )),
            RakeResiduals::Sweeps => Adjustment::Sweeps {
                groups: margins.iter().map(|it| it.group.clone()).collect(),
                weights: weights.clone(),
            },
        };
        Ok((self.adjusted(weights, adjustment), convergence))
    }

    /// Weights that meet totals of variables, as near to the old ones as the distance says
    /// (Deville & Särndal 1992; Deville, Särndal & Sautory 1993). With `by_psu` all rows of a PSU
    /// get the same factor.
    ///
    /// # Errors
    /// When no weights within the bounds meet the totals, or variables depend on each other.
    pub fn calibrate(
        &self,
        x: &[Vec<f64>],
        totals: &[f64],
        distance: Distance,
        by_psu: bool,
    ) -> Result<(Sample, Convergence), String> {
        let unit = by_psu.then(|| self.psus().to_vec());
        let (x, base) = match &unit {
            Some(unit) => by_unit(x, self.weights(), unit),
            None => (x.to_vec(), self.weights().to_vec()),
        };
        let (g, convergence) = factors_of(&x, &base, totals, distance)?;
        let moved: Vec<f64> = base.iter().zip(&g).map(|(b, g)| b * g).collect();
        let weights = match &unit {
            Some(unit) => self
                .weights()
                .iter()
                .zip(unit)
                .map(|(w, it)| w * g[*it])
                .collect(),
            None => moved.clone(),
        };
        let residuals = Residuals::new(&x, &base, moved, unit);
        let adjusted = self.adjusted(weights, Adjustment::Residuals(residuals));
        Ok((adjusted, convergence))
    }

    /// Weights cut off at `lower` and `upper`; what is cut is spread equally over the others, so
    /// that the sum stays. With `strict` this is repeated until no weight is outside.
    ///
    /// # Errors
    /// When the mean weight is not between the bounds, so that they cannot be met.
    pub fn trim(&self, lower: f64, upper: f64, strict: bool) -> Result<Sample, String> {
        let n = self.rows() as f64;
        let mean = Twofold::of(self.weights().iter().copied()) / n;
        if !(lower < mean && mean < upper) {
            return Err(format!(
                "weights cannot be kept between {lower} and {upper}: their mean is {mean}"
            ));
        }
        let mut weights = self.weights().to_vec();
        for _ in 0..ROUNDS {
            let inside = |it: &f64| lower <= *it && *it <= upper;
            let kept: Vec<bool> = weights.iter().map(inside).collect();
            let n_kept = kept.iter().filter(|it| **it).count();
            if n_kept == weights.len() {
                break;
            }
            if n_kept == 0 {
                return Err(format!("no weight is between {lower} and {upper}"));
            }
            let cut = |it: &f64| it - it.clamp(lower, upper);
            let spare = Twofold::of(weights.iter().map(cut)) / n_kept as f64;
            for (weight, kept) in weights.iter_mut().zip(&kept) {
                *weight = if *kept {
                    *weight + spare
                } else {
                    weight.clamp(lower, upper)
                };
            }
            if !strict {
                break;
            }
        }
        Ok(self.with_weights(weights))
    }

    /// Raking with a cap: one round over the margins in order, then weights above `cap` times the
    /// mean are cut and all rescaled to mean 1, until nothing changes (DeBell & Krosnick 2009).
    /// The margins are no longer met exactly; the gap of the result says by how much.
    ///
    /// # Errors
    /// When a target has nobody or a row is in no group.
    pub fn rake_capped(
        &self,
        margins: &[Margin],
        cap: f64,
    ) -> Result<(Sample, Convergence), String> {
        let mut weights = self.weights().to_vec();
        let mut iterations = 0;
        for _ in 0..20_000 {
            iterations += 1;
            let before = weights.clone();
            for margin in margins {
                let factors = shares(margin, &weights)?;
                for (weight, group) in weights.iter_mut().zip(&margin.group) {
                    *weight *= factors[*group];
                }
            }
            cut(&mut weights, cap);
            let moved = weights.iter().zip(&before).map(|(a, b)| (a - b).abs());
            if moved.fold(0.0, f64::max) < CLOSE {
                break;
            }
        }
        let mut gap = 0.0_f64;
        for margin in margins {
            let factors = shares(margin, &weights)?;
            gap = factors
                .iter()
                .fold(gap, |worst, it| worst.max((it - 1.0).abs()));
        }
        Ok((self.with_weights(weights), Convergence { iterations, gap }))
    }
}

fn cut(weights: &mut [f64], cap: f64) {
    let rescale = |weights: &mut [f64]| {
        let mean = Twofold::of(weights.iter().copied()) / weights.len() as f64;
        weights.iter_mut().for_each(|it| *it /= mean);
    };
    rescale(weights);
    for _ in 0..ROUNDS {
        if weights.iter().all(|it| *it <= cap * (1.0 + 1e-12)) {
            break;
        }
        weights.iter_mut().for_each(|it| *it = it.min(cap));
        rescale(weights);
    }
}

/// Factors that give each group its share of all targets, keeping the sum of the weights.
fn shares(margin: &Margin, weights: &[f64]) -> Result<Vec<f64>, String> {
    let all: f64 = margin.targets.iter().sum();
    let sum = Twofold::of(weights.iter().copied());
    let factors = factors(margin, weights)?;
    Ok(factors.iter().map(|it| it * sum / all).collect())
}

fn factors(margin: &Margin, weights: &[f64]) -> Result<Vec<f64>, String> {
    let mut sums = vec![Twofold::default(); margin.targets.len()];
    for (row, group) in margin.group.iter().enumerate() {
        let sum = sums
            .get_mut(*group)
            .ok_or_else(|| format!("row {} has no target", row + 1))?;
        sum.add(weights[row]);
    }
    let factor = |(at, target): (usize, &f64)| match sums[at].value() {
        sum if sum != 0.0 => Ok(target / sum),
        // A group of nobody that is to have nobody.
        _ if *target == 0.0 => Ok(1.0),
        _ => Err(format!(
            "target {} of {target} has nobody to meet it",
            at + 1
        )),
    };
    margin.targets.iter().enumerate().map(factor).collect()
}

fn rake_factors(margins: &[Margin], weights: &[f64]) -> Result<(Vec<f64>, Convergence), String> {
    let mut cells: BTreeMap<Vec<usize>, (usize, Twofold)> = BTreeMap::new();
    let key = |row: usize| -> Vec<usize> { margins.iter().map(|it| it.group[row]).collect() };
    for (row, weight) in weights.iter().enumerate() {
        let next = cells.len();
        let cell = cells.entry(key(row)).or_insert((next, Twofold::default()));
        cell.1.add(*weight);
    }
    let base: Vec<f64> = cells.values().map(|it| it.1.value()).collect();
    let small: Vec<Margin> = margins
        .iter()
        .enumerate()
        .map(|(at, it)| Margin {
            group: cells.keys().map(|key| key[at]).collect(),
            targets: it.targets.clone(),
        })
        .collect();
    let mut raked = base.clone();
    let mut convergence = Convergence {
        iterations: 0,
        gap: f64::INFINITY,
    };
    for round in 1..=ROUNDS {
        let mut gap = 0.0_f64;
        for margin in &small {
            let factors = factors(margin, &raked)?;
            gap = factors
                .iter()
                .fold(gap, |worst, it| worst.max((it - 1.0).abs()));
            for (weight, group) in raked.iter_mut().zip(&margin.group) {
                *weight *= factors[*group];
            }
        }
        convergence = Convergence {
            iterations: round,
            gap,
        };
        if gap < CLOSE {
            break;
        }
    }
    if convergence.gap > CLOSE_ENOUGH {
        let gap = convergence.gap;
        return Err(format!(
            "raking does not converge: still {gap:.2e} from a target"
        ));
    }
    let numbers: BTreeMap<&Vec<usize>, f64> = cells
        .keys()
        .zip(raked.iter().zip(&base))
        .map(|(key, (raked, base))| (key, if *base == 0.0 { 0.0 } else { raked / base }))
        .collect();
    let factors = (0..weights.len()).map(|row| numbers[&key(row)]).collect();
    Ok((factors, convergence))
}

fn indicators(margins: &[Margin]) -> Vec<Vec<f64>> {
    let mut columns = Vec::new();
    for margin in margins {
        for at in 0..margin.targets.len() {
            let column = margin.group.iter().map(|it| f64::from(u8::from(*it == at)));
            columns.push(column.collect());
        }
    }
    columns
}

/// Means of variables and sum of weights by unit.
fn by_unit(x: &[Vec<f64>], weights: &[f64], unit: &[usize]) -> (Vec<Vec<f64>>, Vec<f64>) {
    let n_units = unit.iter().max().map_or(0, |it| it + 1);
    let sums = |values: &[f64]| {
        let mut out = vec![0.0; n_units];
        unit.iter()
            .zip(values)
            .for_each(|(at, value)| out[*at] += value);
        out
    };
    let sizes = sums(&vec![1.0; unit.len()]);
    let mean = |values: &Vec<f64>| {
        sums(values)
            .iter()
            .zip(&sizes)
            .map(|(sum, n)| sum / n)
            .collect()
    };
    (x.iter().map(mean).collect(), sums(weights))
}
