//! A sample with all stages of its design: covariances of anything that is linear in the rows.
//!
//! [`Tally`](super::Tally) and [`Moments`](super::Moments) are the fast and mergeable way for one
//! stage; a `Sample` holds every row and so can do the rest: several stages, calibrated weights,
//! quantiles, regressions, ranks, replicates.

use super::design::{Design, Lonely};
use super::exact::Twofold;
use super::matrix::Matrix;
use super::weighting::Adjustment;

/// A stage of selection after the first: one entry per row in every slice.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stage<'a> {
    /// Stratum within the unit of the stage before.
    pub strata: Option<&'a [u32]>,
    /// Unit drawn; none when every row is its own.
    pub units: Option<&'a [u32]>,
    /// Units the stratum has.
    pub population: Option<&'a [f64]>,
}

/// Rows with weights and with the strata and units of every stage.
#[derive(Clone, Debug)]
pub struct Sample {
    weights: Vec<f64>,
    levels: Vec<Level>,
    lonely: Lonely,
    pub(super) adjustments: Vec<Adjustment>,
}

/// One stage, numbered without gaps.
#[derive(Clone, Debug)]
struct Level {
    /// The unit of each row.
    unit: Vec<usize>,
    /// The stratum of each unit.
    stratum: Vec<usize>,
    strata: Vec<Group>,
}

#[derive(Clone, Debug)]
struct Group {
    drawn: f64,
    population: f64,
    /// Share of the units of earlier stages that was drawn on the way here.
    reached: f64,
}

impl Group {
    fn room(&self) -> f64 {
        (1.0 - self.drawn / self.population).clamp(0.0, 1.0)
    }
}

impl Sample {
    /// A sample of one stage.
    pub fn of(design: &Design) -> Sample {
        Sample::staged(design, &[])
    }

    /// A sample of several stages, the first as `design` says.
    ///
    /// Without weights, rows count once, or, where populations are given, as many times as the
    /// inverse of the share drawn at each stage. A weight that is not a number counts as 0.
    pub fn staged(design: &Design, later: &[Stage]) -> Sample {
        let rows = design.rows;
        let first = Stage {
            strata: design.strata,
            units: design.psus,
            population: design.population,
        };
        let mut levels: Vec<Level> = Vec::new();
        for stage in std::iter::once(&first).chain(later) {
            levels.push(Level::of(rows, stage, levels.last()));
        }
        let usable = |it: Option<&f64>| it.copied().filter(|it| it.is_finite()).unwrap_or(0.0);
        let weights = match design.weights {
            Some(given) => (0..rows).map(|it| usable(given.get(it))).collect(),
            None => implied(rows, &levels),
        };
        Sample {
            weights,
            levels,
            lonely: design.lonely,
            adjustments: Vec::new(),
        }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.weights.len()
    }

    /// The weight of each row.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The same sample with other weights, taken as known and fixed.
    #[must_use]
    pub fn with_weights(&self, weights: Vec<f64>) -> Sample {
        Sample {
            weights,
            adjustments: Vec::new(),
            ..self.clone()
        }
    }

    pub(super) fn adjusted(&self, weights: Vec<f64>, adjustment: Adjustment) -> Sample {
        let mut out = self.clone();
        out.weights = weights;
        out.adjustments.push(adjustment);
        out
    }

    /// The first-stage unit of each row, numbered without gaps.
    pub fn psus(&self) -> &[usize] {
        &self.levels[0].unit
    }

    /// Stratum, units drawn and units in the population (infinite when not given) of each PSU.
    pub fn psu_strata(&self) -> Vec<(usize, f64, f64)> {
        let level = &self.levels[0];
        let of = |it: &usize| (*it, level.strata[*it].drawn, level.strata[*it].population);
        level.stratum.iter().map(of).collect()
    }

    /// Whether the sample has strata with one unit drawn of several.
    pub fn has_lonely_strata(&self) -> bool {
        let lonely = |it: &Group| it.drawn == 1.0 && it.room() > 0.0 && it.reached > 0.0;
        self.levels.iter().flat_map(|it| &it.strata).any(lonely)
    }

    /// Degrees of freedom of the rows `who` with a weight: their PSUs less their strata (R `degf`).
    pub fn df(&self, who: &[bool]) -> f64 {
        let (psus, strata) = self.units(who);
        psus as f64 - strata as f64
    }

    /// PSUs and strata of the rows `who` with a weight.
    pub fn units(&self, who: &[bool]) -> (usize, usize) {
        let level = &self.levels[0];
        let mut psus = vec![false; level.stratum.len()];
        let mut strata = vec![false; level.strata.len()];
        for row in (0..self.rows()).filter(|it| who[*it] && self.weights[*it] != 0.0) {
            psus[level.unit[row]] = true;
            strata[level.stratum[level.unit[row]]] = true;
        }
        let count = |all: &[bool]| all.iter().filter(|it| **it).count();
        (count(&psus), count(&strata))
    }

    /// The covariance of statistics from their linearised values, one vector a statistic with one
    /// value a row, weights included:
    /// `Σ_h (1 - f_h) n_h / (n_h - 1) Σ_i (z_hi - z̄_h)(z_hi - z̄_h)'` at the first stage, and at
    /// every later one the same within each unit, times the shares `f` drawn before
    /// (Särndal, Swensson & Wretman 1992, result 4.3.1; Bellhouse 1985; R `svyrecvar`).
    ///
    /// Calibrated weights replace the values by their residuals (Deville & Särndal 1992). `NaN`
    /// where a stratum with a single unit has a part and the rule is to refuse.
    pub fn covariance(&self, influence: &[Vec<f64>]) -> Matrix {
        if self.adjustments.is_empty() {
            return self.spread(influence);
        }
        let mut z = influence.to_vec();
        for adjustment in &self.adjustments {
            z.iter_mut().for_each(|it| adjustment.residuals(it));
        }
        self.spread(&z)
    }

    fn spread(&self, z: &[Vec<f64>]) -> Matrix {
        let mut out = Matrix::zero(z.len());
        for level in self.levels.iter().filter(|it| it.counts()) {
            out.add_scaled(&level.spread(z, self.lonely), 1.0);
        }
        out
    }
}

impl Level {
    fn of(rows: usize, stage: &Stage, before: Option<&Level>) -> Level {
        let parent = |row: usize| before.map_or(0, |it| it.unit[row]);
        let at = |of: Option<&[u32]>, row: usize| {
            of.map_or(0, |it| it.get(row).copied().unwrap_or_default())
        };
        let key = |row: usize| (parent(row), at(stage.strata, row));
        let own = |row: usize| if stage.units.is_none() { row } else { 0 };
        let (strata, _) = numbered((0..rows).map(key));
        let (unit, n_units) =
            numbered((0..rows).map(|it| (strata[it], at(stage.units, it), own(it))));
        let mut stratum = vec![0; n_units];
        (0..rows).for_each(|it| stratum[unit[it]] = strata[it]);
        let n_strata = strata.iter().max().map_or(0, |it| it + 1);
        let mut groups = vec![
            Group {
                drawn: 0.0,
                population: f64::INFINITY,
                reached: 1.0,
            };
            n_strata
        ];
        stratum.iter().for_each(|it| groups[*it].drawn += 1.0);
        for row in 0..rows {
            let group = &mut groups[strata[row]];
            if let Some(size) = stage.population.and_then(|it| it.get(row)) {
                group.population = *size;
            }
            if let Some(before) = before {
                let above = &before.strata[before.stratum[before.unit[row]]];
                group.reached = above.reached * above.drawn / above.population;
            }
        }
        Level {
            unit,
            stratum,
            strata: groups,
        }
    }

    /// Whether the stage adds to the variance at all.
    fn counts(&self) -> bool {
        self.strata.iter().any(|it| it.reached > 0.0)
    }

    fn spread(&self, z: &[Vec<f64>], rule: Lonely) -> Matrix {
        let k = z.len();
        let totals = self.totals(z);
        let mut sums = vec![Twofold::default(); self.strata.len() * k];
        for (unit, stratum) in self.stratum.iter().enumerate() {
            for at in 0..k {
                sums[stratum * k + at].add(totals[unit * k + at]);
            }
        }
        let sums: Vec<f64> = sums.iter().map(Twofold::value).collect();
        let drawn: f64 = self.strata.iter().map(|it| it.drawn).sum();
        let overall: Vec<f64> = (0..k)
            .map(|at| Twofold::of(sums.iter().skip(at).step_by(k.max(1)).copied()) / drawn)
            .collect();
        let mut products = vec![Twofold::default(); k * (k + 1) / 2];
        let mut off = vec![0.0; k];
        for (unit, stratum) in self.stratum.iter().enumerate() {
            let group = &self.strata[*stratum];
            let Some((scale, own)) = group.scale(rule) else {
                continue;
            };
            for (at, it) in off.iter_mut().enumerate() {
                let centre = if own {
                    sums[stratum * k + at] / group.drawn
                } else {
                    overall[at]
                };
                *it = totals[unit * k + at] - centre;
            }
            add_products(&mut products, &off, scale);
        }
        let average = self.average(rule);
        let mut out = Matrix::zero(k);
        let mut entries = products.iter();
        for row in 0..k {
            for (column, sum) in (0..=row).zip(&mut entries) {
                out.set(row, column, sum.value() * average);
            }
        }
        self.refuse(&mut out, &sums, rule);
        out
    }

    /// Sums of the values by unit, statistic by statistic within a unit.
    fn totals(&self, z: &[Vec<f64>]) -> Vec<f64> {
        let k = z.len();
        let mut totals = vec![Twofold::default(); self.stratum.len() * k];
        for (at, values) in z.iter().enumerate() {
            for (unit, value) in self.unit.iter().zip(values).filter(|it| *it.1 != 0.0) {
                totals[unit * k + at].add(*value);
            }
        }
        totals.iter().map(Twofold::value).collect()
    }

    /// What the missing spread of lonely strata is made up by, under [`Lonely::Average`].
    fn average(&self, rule: Lonely) -> f64 {
        let lonely = self
            .strata
            .iter()
            .filter(|it| it.drawn == 1.0 && it.room() > 0.0);
        let (all, lonely) = (self.strata.len() as f64, lonely.count() as f64);
        match rule {
            Lonely::Average => all / (all - lonely),
            Lonely::Refuse | Lonely::Certainty | Lonely::Adjust => 1.0,
        }
    }

    fn refuse(&self, out: &mut Matrix, sums: &[f64], rule: Lonely) {
        if rule != Lonely::Refuse {
            return;
        }
        let k = out.size();
        for (stratum, group) in self.strata.iter().enumerate() {
            if group.drawn == 1.0 && group.room() > 0.0 && group.reached > 0.0 {
                (0..k)
                    .filter(|at| sums[stratum * k + at] != 0.0)
                    .for_each(|at| out.fill(at, f64::NAN));
            }
        }
    }
}

impl Group {
    /// What squares are multiplied by, and whether they are taken about the stratum's own mean.
    fn scale(&self, rule: Lonely) -> Option<(f64, bool)> {
        let scale = self.room() * self.reached;
        if scale <= 0.0 {
            return None;
        }
        if self.drawn > 1.0 {
            return Some((scale * self.drawn / (self.drawn - 1.0), true));
        }
        match rule {
            Lonely::Adjust => Some((scale, false)),
            Lonely::Refuse | Lonely::Certainty | Lonely::Average => None,
        }
    }
}

fn add_products(products: &mut [Twofold], off: &[f64], scale: f64) {
    let mut entries = products.iter_mut();
    for (row, a) in off.iter().enumerate() {
        let scaled = scale * a;
        for (b, sum) in off[..=row].iter().zip(&mut entries) {
            sum.add(scaled * b);
        }
    }
}

/// Numbers for keys, in the order of the keys, and how many there are.
fn numbered<K: Ord + Copy>(keys: impl Iterator<Item = K> + Clone) -> (Vec<usize>, usize) {
    let mut order: Vec<K> = keys.clone().collect();
    order.sort_unstable();
    order.dedup();
    let number = |it: K| {
        order
            .binary_search(&it)
            .expect("every key is in the list of keys")
    };
    (keys.map(number).collect(), order.len())
}

fn implied(rows: usize, levels: &[Level]) -> Vec<f64> {
    let inverse = |level: &Level, row: usize| {
        let group = &level.strata[level.stratum[level.unit[row]]];
        if group.population.is_finite() {
            group.population / group.drawn
        } else {
            1.0
        }
    };
    (0..rows)
        .map(|row| levels.iter().map(|it| inverse(it, row)).product())
        .collect()
}
