//! The people behind each estimate: bases, PSUs, degrees of freedom, status.

use super::design::Lonely;
use super::estimate::{EstimateSet, Key, Status};
use super::sums::{CellTotal, Stratum, Sums};
use super::variance::{self, Gradient};

/// A standard error below this share of its estimate is rounding dust.
const DUST: f64 = 1e-12;

/// The cells an estimate rests on.
pub(super) struct Basis {
    pub(super) key: Key,
    /// Cells of people with a valid answer.
    pub(super) valid: Vec<usize>,
    /// Cells of people of the domain without one.
    pub(super) missing: Vec<usize>,
}

/// One estimate before its variance is known.
pub(super) struct Point {
    pub(super) basis: Basis,
    pub(super) est: f64,
    /// Variance under simple random sampling with replacement of the same base.
    pub(super) simple_variance: f64,
    /// Whether the figure is a ratio of totals, whose linearised values vanish in a base of one
    /// respondent or PSU. A total's do not.
    pub(super) ratio: bool,
}

/// The sums with their totals, from which sets of estimates are made.
pub(super) struct Source<'a> {
    pub(super) sums: &'a Sums,
    pub(super) totals: Vec<CellTotal>,
    pub(super) lonely: Lonely,
}

impl<'a> Source<'a> {
    pub(super) fn new(sums: &'a Sums, lonely: Lonely) -> Source<'a> {
        Source {
            sums,
            totals: sums.totals(),
            lonely,
        }
    }

    /// People with a weight in the cells.
    pub(super) fn n(&self, cells: &[usize]) -> u64 {
        cells.iter().map(|it| self.totals[*it].n).sum()
    }

    /// Weighted sum of payload number `at` over the cells.
    pub(super) fn total(&self, cells: &[usize], at: usize) -> f64 {
        cells.iter().map(|it| self.totals[*it].first[at]).sum()
    }

    fn squares(&self, cells: &[usize]) -> f64 {
        cells.iter().map(|it| self.totals[*it].squares).sum()
    }

    /// Puts points and derivatives together; `weight` is the payload number that sums weights.
    pub(super) fn estimates(&self, points: Vec<Point>, gradient: &Gradient) -> EstimateSet {
        let spread = variance::spread(self.sums, gradient, self.lonely);
        let valid = self.units(points.iter().map(|it| it.basis.valid.as_slice()));
        let whole: Vec<Vec<usize>> = points
            .iter()
            .map(|it| {
                it.basis
                    .valid
                    .iter()
                    .chain(&it.basis.missing)
                    .copied()
                    .collect()
            })
            .collect();
        let whole = self.units(whole.iter().map(Vec::as_slice));
        let mut out = EstimateSet::with(design_df(self.sums));
        out.vcov = spread.vcov;
        for (at, point) in points.into_iter().enumerate() {
            let basis = &point.basis;
            let (n, weighted) = (self.n(&basis.valid), self.total(&basis.valid, 0));
            let size = DUST * point.est.abs();
            let alike = point.ratio && libm::sqrt(point.simple_variance) <= size;
            let fixed = alike || spread.fixed[at] || out.se(at) <= size;
            let lonely = spread.lonely[at] && !alike;
            let variance = out.vcov.get(at, at);
            let status = status(&point, (n, valid[at].psus), lonely, fixed, variance);
            out.deff.push(out.vcov.get(at, at) / point.simple_variance);
            settle(&mut out, at, status);
            out.keys.push(basis.key);
            out.est.push(if status.has_estimate() {
                point.est
            } else {
                f64::NAN
            });
            out.df.push(whole[at].df());
            out.n.push(n);
            out.n_weighted.push(weighted);
            out.n_eff
                .push(weighted * weighted / self.squares(&basis.valid));
            out.status.push(status);
        }
        out
    }

    /// PSUs and strata with people in each set of cells.
    fn units<'b>(&self, sets: impl Iterator<Item = &'b [usize]>) -> Vec<Units> {
        let mut by_cell: Vec<Vec<usize>> = vec![Vec::new(); self.sums.cells];
        let mut n_sets = 0;
        for (set, cells) in sets.enumerate() {
            cells.iter().for_each(|cell| by_cell[*cell].push(set));
            n_sets = set + 1;
        }
        let mut all = vec![Units::default(); n_sets];
        for stratum in self.sums.strata.values() {
            for (set, psus) in psus_by_set(stratum, &by_cell, n_sets)
                .into_iter()
                .enumerate()
            {
                all[set].psus += psus;
                all[set].strata += u64::from(psus > 0);
            }
        }
        all
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Units {
    psus: u64,
    strata: u64,
}

impl Units {
    fn df(self) -> f64 {
        (self.psus - self.strata) as f64
    }
}

fn psus_by_set(stratum: &Stratum, by_cell: &[Vec<usize>], n_sets: usize) -> Vec<u64> {
    let mut counts = vec![0; n_sets];
    for (at, cell) in stratum.elements.iter() {
        by_cell[*at as usize]
            .iter()
            .for_each(|set| counts[*set] += cell.n);
    }
    let mut seen = vec![usize::MAX; n_sets];
    for (number, psu) in stratum.psus.values().enumerate() {
        for (at, _) in psu.cells.iter().filter(|it| it.1.n > 0) {
            for set in &by_cell[*at as usize] {
                counts[*set] += u64::from(std::mem::replace(&mut seen[*set], number) != number);
            }
        }
    }
    counts
}

/// PSUs with a weight less strata with one (R's `degf`).
pub(super) fn design_df(sums: &Sums) -> f64 {
    let weighted = |it: &Stratum| {
        it.weighted_rows + it.psus.values().filter(|psu| psu.weighted_rows > 0).count() as u64
    };
    let units = sums
        .strata
        .values()
        .map(weighted)
        .fold(Units::default(), |sum, psus| Units {
            psus: sum.psus + psus,
            strata: sum.strata + u64::from(psus > 0),
        });
    units.df()
}

fn status(
    point: &Point,
    (n, psus): (u64, u64),
    lonely: bool,
    fixed: bool,
    variance: f64,
) -> Status {
    if n == 0 || !point.est.is_finite() {
        Status::Empty
    } else if point.ratio && n == 1 {
        Status::OneRespondent
    } else if point.ratio && psus == 1 {
        Status::OnePsu
    } else if lonely {
        Status::LonelyStratum
    } else if fixed {
        Status::ZeroVariance
    } else if variance.is_nan() {
        Status::Empty
    } else {
        Status::Ok
    }
}

/// Makes the covariance row say what the status says.
pub(super) fn settle(out: &mut EstimateSet, at: usize, status: Status) {
    if !status.has_error() {
        out.vcov.fill(at, f64::NAN);
        out.deff[at] = f64::NAN;
    } else if status == Status::ZeroVariance {
        for other in 0..out.vcov.size() {
            if other == at || !out.vcov.get(at, other).is_nan() {
                out.vcov.set(at, other, 0.0);
            }
        }
    }
}
