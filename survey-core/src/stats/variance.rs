//! Taylor-linearised covariance of statistics that are smooth functions of weighted totals.

use super::design::Lonely;
use super::exact::Exact;
use super::matrix::Matrix;
use super::sums::{Cell, Psu, Stratum, Sums};

/// A variance below this share of the terms it was computed from is rounding dust.
const DUST: f64 = 1e-13;

/// The derivative of every estimate with respect to every total: for each cell, the estimates it
/// has a part in, each with one coefficient per payload number.
pub(super) struct Gradient {
    estimates: usize,
    payload: usize,
    by_cell: Vec<Vec<(usize, Vec<f64>)>>,
}

impl Gradient {
    pub(super) fn new(sums: &Sums, estimates: usize) -> Gradient {
        Gradient {
            estimates,
            payload: sums.payload,
            by_cell: vec![Vec::new(); sums.cells],
        }
    }

    /// Adds `coefficients` to estimate `estimate`'s derivative with respect to the cell's payload.
    pub(super) fn push(&mut self, cell: usize, estimate: usize, coefficients: &[f64]) {
        debug_assert_eq!(coefficients.len(), self.payload);
        let entries = &mut self.by_cell[cell];
        match entries.iter_mut().find(|it| it.0 == estimate) {
            Some((_, sum)) => sum.iter_mut().zip(coefficients).for_each(|(s, c)| *s += c),
            None => entries.push((estimate, coefficients.to_vec())),
        }
    }
}

/// Covariance of the estimates and what stood in its way.
pub(super) struct Spread {
    pub(super) vcov: Matrix,
    /// Estimates in which a stratum with a single PSU has a part that could not be measured.
    pub(super) lonely: Vec<bool>,
    /// Estimates that the design leaves no room to vary.
    pub(super) fixed: Vec<bool>,
}

/// The variance of stratified samples of PSUs (Särndal, Swensson & Wretman 1992):
/// `V = Σ_h (1 - f_h) n_h / (n_h - 1) Σ_i (z_hi - z̄_h)(z_hi - z̄_h)'`, where `z_hi` is PSU `i`'s
/// total of the linearised values and `f_h = n_h / N_h`, or 0 without a population size.
pub(super) fn spread(sums: &Sums, gradient: &Gradient, rule: Lonely) -> Spread {
    let k = gradient.estimates;
    let parts: Vec<Part> = sums
        .strata
        .values()
        .map(|it| Part::of(it, gradient))
        .collect();
    let mean = mean_of_psus(&parts, k);
    let mut vcov = Matrix::zero(k);
    let mut size = vec![0.0; k];
    let mut lonely = vec![false; k];
    let mut missing = 0.0;
    for part in &parts {
        let room = part.room();
        if part.drawn > 1.0 {
            let scale = room * part.drawn / (part.drawn - 1.0);
            vcov.add_scaled(&part.products, scale);
            vcov.add_outer(&part.total, &part.total, -scale / part.drawn);
        } else if room > 0.0 {
            match rule {
                Lonely::Refuse => part.flag(&mut lonely),
                Lonely::Certainty => {}
                Lonely::Average => missing += 1.0,
                Lonely::Adjust => {
                    let off: Vec<f64> = part
                        .total
                        .iter()
                        .zip(&mean)
                        .map(|(total, mean)| total - mean)
                        .collect();
                    vcov.add_outer(&off, &off, room);
                }
            }
        }
        size.iter_mut()
            .zip(&part.size)
            .for_each(|(all, it)| *all += it);
    }
    if missing > 0.0 {
        let all = parts.len() as f64;
        let made_up = vcov.clone();
        vcov.add_scaled(&made_up, missing / (all - missing));
    }
    let fixed: Vec<bool> = (0..k)
        .map(|at| vcov.get(at, at) <= DUST * size[at])
        .collect();
    (0..k).filter(|at| fixed[*at]).for_each(|at| vcov.clear(at));
    Spread {
        vcov,
        lonely,
        fixed,
    }
}

fn mean_of_psus(parts: &[Part], k: usize) -> Vec<f64> {
    let drawn: f64 = parts.iter().map(|it| it.drawn).sum();
    (0..k)
        .map(|at| parts.iter().map(|it| it.total[at]).sum::<f64>() / drawn)
        .collect()
}

/// A stratum's linearised totals: `Σ_i z_i` and `Σ_i z_i z_i'`.
struct Part {
    drawn: f64,
    population: Option<f64>,
    total: Vec<f64>,
    products: Matrix,
    /// What the diagonal of `products` would be if no terms cancelled.
    size: Vec<f64>,
}

impl Part {
    fn of(stratum: &Stratum, gradient: &Gradient) -> Part {
        let k = gradient.estimates;
        let mut part = Part {
            drawn: stratum.drawn() as f64,
            population: stratum.population.map(|it| it.1),
            total: vec![0.0; k],
            products: Matrix::zero(k),
            size: vec![0.0; k],
        };
        for (at, cell) in stratum.elements.iter() {
            part.add_elements(cell, &gradient.by_cell[*at as usize]);
        }
        for psu in stratum.psus.values() {
            part.add_psu(psu, gradient);
        }
        part
    }

    /// The share of the population that was not drawn.
    fn room(&self) -> f64 {
        self.population
            .map_or(1.0, |it| (1.0 - self.drawn / it).clamp(0.0, 1.0))
    }

    /// Marks the estimates the stratum has a part in, beyond rounding.
    fn flag(&self, estimates: &mut [bool]) {
        for (at, flag) in estimates.iter_mut().enumerate() {
            *flag |= self.total[at] * self.total[at] > DUST * DUST * self.size[at];
        }
    }

    fn add_elements(&mut self, cell: &Cell, entries: &[(usize, Vec<f64>)]) {
        let second = second(cell);
        for (at, (a, ga)) in entries.iter().enumerate() {
            self.total[*a] += linear(cell, ga).0;
            self.size[*a] += quadratic(&second, ga, ga).1;
            for (b, gb) in &entries[..=at] {
                self.products.add(*a, *b, quadratic(&second, ga, gb).0);
            }
        }
    }

    fn add_psu(&mut self, psu: &Psu, gradient: &Gradient) {
        let mut z: Vec<(usize, f64, f64)> = Vec::new();
        for (at, cell) in psu.cells.iter() {
            for (estimate, g) in &gradient.by_cell[*at as usize] {
                let (value, size) = linear(cell, g);
                match z.iter_mut().find(|it| it.0 == *estimate) {
                    Some(entry) => (entry.1, entry.2) = (entry.1 + value, entry.2 + size),
                    None => z.push((*estimate, value, size)),
                }
            }
        }
        for (at, (a, za, size)) in z.iter().enumerate() {
            self.total[*a] += za;
            self.size[*a] += size * size;
            for (b, zb, _) in &z[..=at] {
                self.products.add(*a, *b, za * zb);
            }
        }
    }
}

fn second(cell: &Cell) -> Vec<f64> {
    if cell.second.is_empty() {
        vec![cell.squares.value()]
    } else {
        cell.second.iter().map(Exact::value).collect()
    }
}

/// `g' Σ w x`, and what it would be if no terms cancelled.
fn linear(cell: &Cell, g: &[f64]) -> (f64, f64) {
    let mut sum = (0.0, 0.0);
    for (total, g) in cell.first().zip(g) {
        let term = total.value() * g;
        sum = (sum.0 + term, sum.1 + term.abs());
    }
    sum
}

/// `ga' B gb` for the symmetric `B` given by its lower triangle, and what it would be if no terms
/// cancelled.
fn quadratic(lower: &[f64], ga: &[f64], gb: &[f64]) -> (f64, f64) {
    let mut sum = (0.0, 0.0);
    let mut entries = lower.iter();
    for row in 0..ga.len() {
        for (column, entry) in (0..=row).zip(&mut entries) {
            let both = ga[row] * gb[column] + ga[column] * gb[row];
            let term = entry * if row == column { both / 2.0 } else { both };
            sum = (sum.0 + term, sum.1 + term.abs());
        }
    }
    sum
}
