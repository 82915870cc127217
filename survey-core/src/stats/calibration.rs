//! The factors that make weights meet totals.

use super::exact::Twofold;
use super::matrix::Matrix;
use super::weighting::{CLOSE, CLOSE_ENOUGH, Convergence};

/// How far calibrated weights may move from their base, and at what price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distance {
    /// `g = 1 + x'λ`: the regression estimator; may give negative weights.
    Linear,
    /// The same, cut off at bounds.
    LinearWithin(f64, f64),
    /// `g = exp(x'λ)`: raking; always positive.
    Raking,
    /// The logit distance: `g` stays between the bounds.
    Logit(f64, f64),
}

impl Distance {
    /// `g` and its derivative at `u = x'λ`.
    fn g(self, u: f64) -> (f64, f64) {
        match self {
            Distance::Linear => (1.0 + u, 1.0),
            Distance::LinearWithin(low, high) => {
                let inside = low - 1.0 < u && u < high - 1.0;
                ((1.0 + u).clamp(low, high), f64::from(u8::from(inside)))
            }
            Distance::Raking => (libm::exp(u), libm::exp(u)),
            Distance::Logit(low, high) => {
                let a = (high - low) / ((1.0 - low) * (high - 1.0));
                let e = libm::exp((a * u).clamp(-700.0, 700.0));
                let below = (high - 1.0) + (1.0 - low) * e;
                let g = (low * (high - 1.0) + high * (1.0 - low) * e) / below;
                (g, (g - low) * (high - g) * a / (high - low))
            }
        }
    }
}

/// Newton's method for `Σ b g(x'λ) x = t`.
pub(super) fn factors_of(
    x: &[Vec<f64>],
    base: &[f64],
    totals: &[f64],
    distance: Distance,
) -> Result<(Vec<f64>, Convergence), String> {
    let p = x.len();
    let mut lambda = vec![0.0; p];
    let mut best = (f64::INFINITY, Vec::new(), 0);
    for round in 1..=200 {
        let u = |row: usize| -> f64 { (0..p).map(|at| lambda[at] * x[at][row]).sum() };
        let g: Vec<(f64, f64)> = (0..base.len()).map(|row| distance.g(u(row))).collect();
        let short: Vec<f64> = (0..p)
            .map(|at| {
                let rows = 0..base.len();
                totals[at] - Twofold::of(rows.map(|row| base[row] * g[row].0 * x[at][row]))
            })
            .collect();
        let relative = |at: usize| short[at].abs() / totals[at].abs().max(1.0);
        let gap = (0..p).map(relative).fold(0.0, f64::max);
        let better = gap < best.0;
        if better {
            best = (gap, g.iter().map(|it| it.0).collect(), round);
        }
        if gap < CLOSE * 0.1 || round > best.2 + 20 {
            break;
        }
        let mut hessian = Matrix::zero(p);
        for a in 0..p {
            for b in 0..=a {
                let rows = 0..base.len();
                let terms = rows.map(|row| base[row] * g[row].1 * x[a][row] * x[b][row]);
                hessian.set(a, b, Twofold::of(terms));
            }
        }
        let Some(step) = hessian.solve_for(&short) else {
            break;
        };
        lambda
            .iter_mut()
            .zip(&step)
            .for_each(|(it, step)| *it += step);
    }
    let (gap, g, iterations) = best;
    if gap > CLOSE_ENOUGH {
        return Err(format!(
            "no weights meet the totals: still {gap:.2e} from one of them"
        ));
    }
    Ok((g, Convergence { iterations, gap }))
}
