//! Proportional odds regression of ordered answers.

use super::linear::Linear;
use super::matrix::Matrix;
use super::regression::{DEPENDENT, expit};
use super::sample::Sample;

/// A fitted proportional odds model `logit P(Y ≤ k) = ζ_k - x'β`.
#[derive(Clone, Debug)]
pub struct Ordinal {
    /// Slopes β, then thresholds ζ, with their influence.
    pub coefficients: Linear,
    /// Number of slopes.
    pub slopes: usize,
    /// The inverse of the information: the covariance if weights are counts.
    pub model_vcov: Matrix,
    /// Minus twice the log likelihood.
    pub deviance: f64,
}

/// One row's log likelihood with its derivatives by the two ends of its interval.
struct Point {
    value: f64,
    by: [f64; 2],
    second: [f64; 3],
}

impl Sample {
    /// Regresses ordered codes `0..levels` on columns `x` over `who`, by maximum (pseudo)
    /// likelihood (McCullagh 1980; R `svyolr`, `MASS::polr`).
    ///
    /// # Errors
    /// When columns depend on each other or the likelihood has no top.
    pub fn proportional_odds(
        &self,
        codes: &[usize],
        levels: usize,
        x: &[Vec<f64>],
        who: &[bool],
    ) -> Result<Ordinal, String> {
        let rows: Vec<usize> = (0..self.rows())
            .filter(|it| who[*it] && self.weights()[*it] != 0.0)
            .collect();
        let p = x.len();
        let fit = Fit {
            weights: self.weights(),
            codes,
            levels,
            x,
            rows: &rows,
        };
        let (theta, value) = fit.climb()?;
        let information = fit.derivatives(&theta).1;
        let inverse = information.inverse().ok_or(DEPENDENT)?;
        let mut influence = vec![vec![0.0; self.rows()]; theta.len()];
        for row in &rows {
            let score = fit.row_score(&theta, *row);
            for (at, value) in inverse.times(&score).into_iter().enumerate() {
                influence[at][*row] = value;
            }
        }
        let k = theta.len();
        let coefficients = Linear {
            est: theta,
            influence,
            simple: vec![f64::NAN; k],
            bases: vec![who.to_vec(); k],
            ratio: vec![true; k],
        };
        Ok(Ordinal {
            coefficients,
            slopes: p,
            model_vcov: inverse,
            deviance: -2.0 * value,
        })
    }
}

struct Fit<'a> {
    weights: &'a [f64],
    codes: &'a [usize],
    levels: usize,
    x: &'a [Vec<f64>],
    rows: &'a [usize],
}

impl Fit<'_> {
    fn size(&self) -> usize {
        self.x.len() + self.levels - 1
    }

    fn start(&self) -> Vec<f64> {
        let whole: f64 = self.rows.iter().map(|it| self.weights[*it]).sum();
        let below = |level: usize| {
            let rows = self.rows.iter().filter(|it| self.codes[**it] <= level);
            (rows.map(|it| self.weights[*it]).sum::<f64>() / whole).clamp(1e-3, 1.0 - 1e-3)
        };
        let logit = |it: f64| libm::log(it / (1.0 - it));
        let mut theta = vec![0.0; self.x.len()];
        theta.extend((0..self.levels - 1).map(|it| logit(below(it)) + 1e-3 * it as f64));
        theta
    }

    fn point(&self, theta: &[f64], row: usize) -> Point {
        let p = self.x.len();
        let eta: f64 = (0..p).map(|at| theta[at] * self.x[at][row]).sum();
        let code = self.codes[row];
        let end = |at: usize| -> (f64, f64, f64) {
            let f = expit(theta[p + at] - eta);
            (f, f * (1.0 - f), f * (1.0 - f) * (1.0 - 2.0 * f))
        };
        let upper = if code + 1 < self.levels {
            end(code)
        } else {
            (1.0, 0.0, 0.0)
        };
        let lower = if code > 0 {
            end(code - 1)
        } else {
            (0.0, 0.0, 0.0)
        };
        let mass = upper.0 - lower.0;
        let by = [upper.1 / mass, -lower.1 / mass];
        Point {
            value: libm::log(mass),
            by,
            second: [
                upper.2 / mass - by[0] * by[0],
                -lower.2 / mass - by[1] * by[1],
                -by[0] * by[1],
            ],
        }
    }

    /// Derivatives of the row's two ends by the parameters.
    fn directions(&self, row: usize) -> [Vec<f64>; 2] {
        let (p, code) = (self.x.len(), self.codes[row]);
        let direction = |threshold: Option<usize>| {
            let mut out = vec![0.0; self.size()];
            (0..p).for_each(|at| out[at] = -self.x[at][row]);
            if let Some(at) = threshold.filter(|it| *it < self.levels - 1) {
                out[p + at] = 1.0;
            }
            out
        };
        [direction(Some(code)), direction(code.checked_sub(1))]
    }

    fn row_score(&self, theta: &[f64], row: usize) -> Vec<f64> {
        let (point, [a, b]) = (self.point(theta, row), self.directions(row));
        let w = self.weights[row];
        a.iter()
            .zip(&b)
            .map(|(a, b)| w * (point.by[0] * a + point.by[1] * b))
            .collect()
    }

    fn value(&self, theta: &[f64]) -> f64 {
        let p = self.x.len();
        if theta[p..].windows(2).any(|it| it[0] >= it[1]) {
            return f64::NEG_INFINITY;
        }
        let terms = self
            .rows
            .iter()
            .map(|it| self.weights[*it] * self.point(theta, *it).value);
        super::exact::Twofold::of(terms)
    }

    /// The score and the information.
    fn derivatives(&self, theta: &[f64]) -> (Vec<f64>, Matrix) {
        let mut score = vec![0.0; self.size()];
        let mut information = Matrix::zero(self.size());
        for row in self.rows {
            let (point, [a, b]) = (self.point(theta, *row), self.directions(*row));
            let w = self.weights[*row];
            let own = self.row_score(theta, *row);
            score.iter_mut().zip(&own).for_each(|(sum, it)| *sum += it);
            information.add_outer(&a, &a, -w * point.second[0]);
            information.add_outer(&b, &b, -w * point.second[1]);
            information.add_outer(&a, &b, -w * point.second[2]);
            information.add_outer(&b, &a, -w * point.second[2]);
        }
        (score, information)
    }

    /// Newton's method, halving steps that do not climb.
    fn climb(&self) -> Result<(Vec<f64>, f64), String> {
        let mut theta = self.start();
        let mut value = self.value(&theta);
        for _ in 0..200 {
            let (score, information) = self.derivatives(&theta);
            let step = information.solve_for(&score).ok_or(DEPENDENT)?;
            let mut factor = 1.0;
            let (next, reached) = loop {
                let next: Vec<f64> = theta
                    .iter()
                    .zip(&step)
                    .map(|(t, s)| t + factor * s)
                    .collect();
                let reached = self.value(&next);
                if reached >= value || factor < 1e-10 {
                    break (next, reached);
                }
                factor /= 2.0;
            };
            let size = |all: &[f64]| all.iter().fold(0.0_f64, |m, x| m.max(x.abs()));
            let done = size(&step) <= 1e-12 * size(&theta).max(1.0);
            if reached >= value {
                (theta, value) = (next, reached);
            }
            if done || factor < 1e-10 {
                return Ok((theta, value));
            }
        }
        Err("the likelihood has no top".to_owned())
    }
}
