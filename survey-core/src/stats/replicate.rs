//! Variances from replicate weights.

use super::matrix::Matrix;
use super::sample::Sample;
use crate::base::Seed;

/// Replicate weights: the same sample weighted again and again, so that the spread of an estimate
/// over them tells its variance (Wolter 2007).
#[derive(Clone, Debug)]
pub struct Replicates {
    /// One vector of weights a replicate.
    pub weights: Vec<Vec<f64>>,
    /// What all squares are multiplied by.
    pub scale: f64,
    /// What the square of each replicate is multiplied by.
    pub rscales: Vec<f64>,
    /// Whether squares are taken about the full sample's estimate rather than the mean of the
    /// replicates.
    pub mse: bool,
}

impl Replicates {
    /// Replicates as given.
    pub fn new(weights: Vec<Vec<f64>>, scale: f64) -> Replicates {
        Replicates {
            rscales: vec![1.0; weights.len()],
            weights,
            scale,
            mse: false,
        }
    }

    /// Balanced half samples (McCarthy 1966): scale `1 / R`.
    pub fn brr(weights: Vec<Vec<f64>>) -> Replicates {
        Replicates::fay(weights, 0.0)
    }

    /// Half samples that keep `rho` of the other half (Fay; Judkins 1990): `1 / (R (1 - ρ)²)`.
    pub fn fay(weights: Vec<Vec<f64>>, rho: f64) -> Replicates {
        let scale = 1.0 / (weights.len() as f64 * (1.0 - rho) * (1.0 - rho));
        Replicates::new(weights, scale)
    }

    /// Leaves out one PSU at a time, its stratum's others taking over its weight: JKn, and with
    /// one stratum JK1. Squares are multiplied by `(n_h - 1) / n_h` and what the finite population
    /// leaves, `1 - n_h / N_h`.
    pub fn jackknife(sample: &Sample) -> Replicates {
        let strata = sample.psu_strata();
        let one = strata.iter().all(|it| it.0 == strata[0].0);
        let without = |psu: usize| {
            let (stratum, drawn, _) = strata[psu];
            let weight = |row: usize| {
                let (weight, own) = (sample.weights()[row], sample.psus()[row]);
                match own {
                    _ if own == psu => 0.0,
                    _ if strata[own].0 == stratum => weight * drawn / (drawn - 1.0),
                    _ => weight,
                }
            };
            (0..sample.rows()).map(weight).collect()
        };
        let factor = |it: &(usize, f64, f64)| (it.1 - 1.0) / it.1 * (1.0 - it.1 / it.2);
        let scale = if one {
            strata.first().map_or(1.0, factor)
        } else {
            1.0
        };
        let rscale = |it: &(usize, f64, f64)| if one { 1.0 } else { factor(it) };
        Replicates {
            weights: (0..strata.len()).map(without).collect(),
            scale,
            rscales: strata.iter().map(rscale).collect(),
            mse: false,
        }
    }

    /// Draws `n_h - 1` PSUs of each stratum's `n_h` with replacement, `replicates` times, and
    /// weights them up by `n_h / (n_h - 1)` (Rao & Wu 1988). The same seed gives the same draws.
    pub fn bootstrap(sample: &Sample, replicates: usize, seed: u64) -> Replicates {
        let strata = sample.psu_strata();
        let n_strata = strata.iter().map(|it| it.0 + 1).max().unwrap_or(0);
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); n_strata];
        for (psu, it) in strata.iter().enumerate() {
            members[it.0].push(psu);
        }
        let mut random = Seed::new(seed);
        let draw = |random: &mut Seed| {
            let mut times = vec![0.0; strata.len()];
            for psus in &members {
                let n = psus.len();
                let factor = n as f64 / (n as f64 - 1.0);
                for _ in 1..n {
                    times[psus[random.below(n)]] += factor;
                }
            }
            times
        };
        let replicate = |_| {
            let times = draw(&mut random);
            let weight = |row: usize| sample.weights()[row] * times[sample.psus()[row]];
            (0..sample.rows()).map(weight).collect()
        };
        let weights: Vec<Vec<f64>> = (0..replicates).map(replicate).collect();
        Replicates::new(weights, 1.0 / (replicates as f64 - 1.0))
    }

    /// The same replicates, each weighted again by `weigh`, as the full sample was: the honest way
    /// to a variance after raking.
    ///
    /// # Errors
    /// Those of `weigh`.
    pub fn reweighted(
        &self,
        weigh: impl Fn(&[f64]) -> Result<Vec<f64>, String>,
    ) -> Result<Replicates, String> {
        Ok(Replicates {
            weights: self
                .weights
                .iter()
                .map(|it| weigh(it))
                .collect::<Result<_, _>>()?,
            ..self.clone()
        })
    }

    /// The covariance of statistics that are `full` for the whole sample and `statistics(w)` for
    /// weights `w`: `scale Σ r_i (θ_i - θ)(θ_i - θ)'`.
    pub fn covariance(&self, full: &[f64], statistics: impl Fn(&[f64]) -> Vec<f64>) -> Matrix {
        let all: Vec<Vec<f64>> = self.weights.iter().map(|it| statistics(it)).collect();
        let k = full.len();
        let n = all.len() as f64;
        let mean = |at: usize| super::exact::Twofold::of(all.iter().map(|it| it[at])) / n;
        let centre: Vec<f64> = if self.mse {
            full.to_vec()
        } else {
            (0..k).map(mean).collect()
        };
        let mut out = Matrix::zero(k);
        for (theta, rscale) in all.iter().zip(&self.rscales) {
            let off: Vec<f64> = theta.iter().zip(&centre).map(|(a, b)| a - b).collect();
            out.add_outer(&off, &off, self.scale * rscale);
        }
        out
    }
}
