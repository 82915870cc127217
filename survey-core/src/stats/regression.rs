//! Regressions under a design, and the tests that are regressions.

use super::contingency::{FTest, TTest};
use super::exact::Twofold;
use super::linear::Linear;
use super::matrix::Matrix;
use super::sample::Sample;
use super::special;

/// What kind of outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// A number: least squares.
    Gaussian,
    /// 0 or 1: the log odds are linear.
    Logistic,
}

/// Which scores the ranks of a rank test are turned into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RankScore {
    /// The rank itself (Wilcoxon, Kruskal and Wallis).
    Rank,
    /// The normal quantile of the rank (van der Waerden).
    Normal,
    /// Whether above the middle (Mood's median test).
    Median,
}

/// A fitted regression.
#[derive(Clone, Debug)]
pub struct Regression {
    /// Coefficients with their influence.
    pub coefficients: Linear,
    /// Their covariance.
    pub vcov: Matrix,
    /// Degrees of freedom: the design's plus one less the coefficients.
    pub df: f64,
}

impl Sample {
    /// Regresses `y` on the columns `x` (put in a column of ones for an intercept) over `who`:
    /// weighted estimating equations with the sandwich covariance (Binder 1983; R `svyglm`).
    ///
    /// # Errors
    /// When columns depend on each other, or log odds run off to infinity.
    pub fn regress(
        &self,
        y: &[f64],
        x: &[Vec<f64>],
        family: Family,
        who: &[bool],
    ) -> Result<Regression, String> {
        let rows: Vec<usize> = (0..self.rows())
            .filter(|it| who[*it] && self.weights()[*it] != 0.0)
            .collect();
        let fit = Fit::new(self.weights(), y, x, &rows);
        let (beta, working) = match family {
            Family::Gaussian => (fit.least_squares()?, vec![1.0; self.rows()]),
            Family::Logistic => fit.logistic()?,
        };
        let mean = |row: usize| match family {
            Family::Gaussian => fit.eta(&beta, row),
            Family::Logistic => expit(fit.eta(&beta, row)),
        };
        // R keeps the working weights of the last step, and so do standard errors here.
        let residual = |row: usize| match family {
            Family::Gaussian => y[row] - mean(row),
            Family::Logistic => (y[row] - mean(row)) * working[row] / spread(mean(row)),
        };
        let bread = fit
            .information(|row| working[row])
            .inverse()
            .ok_or(DEPENDENT)?;
        let p = x.len();
        let mut influence = vec![vec![0.0; self.rows()]; p];
        for row in &rows {
            let residual = self.weights()[*row] * residual(*row);
            let score: Vec<f64> = (0..p).map(|at| fit.x(at, *row) * residual).collect();
            for (at, value) in bread.times(&score).into_iter().enumerate() {
                influence[at][*row] = value / fit.scale[at];
            }
        }
        let coefficients = Linear {
            est: beta.iter().zip(&fit.scale).map(|(b, s)| b / s).collect(),
            simple: vec![f64::NAN; p],
            bases: vec![who.to_vec(); p],
            ratio: vec![true; p],
            influence,
        };
        let vcov = self.covariance(&coefficients.influence);
        let df = self.df(who) + 1.0 - p as f64;
        Ok(Regression {
            coefficients,
            vcov,
            df,
        })
    }

    /// Tests whether `y` differs between rows where `group` is 1 and where it is 0 (R `svyttest`).
    ///
    /// # Errors
    /// When one of the groups is empty.
    pub fn t_test(
        &self,
        y: &[f64],
        group: &[f64],
        who: &[bool],
        level: f64,
    ) -> Result<TTest, String> {
        let ones = vec![1.0; self.rows()];
        let fit = self.regress(y, &[ones, group.to_vec()], Family::Gaussian, who)?;
        let se = libm::sqrt(fit.vcov.get(1, 1));
        Ok(TTest::new(fit.coefficients.est[1], se, fit.df, level))
    }

    /// Mid-ranks of `y` in the population, divided by its size, as scores.
    pub fn rank_scores(&self, y: &[f64], score: RankScore, who: &[bool]) -> Vec<f64> {
        let mut rows: Vec<usize> = (0..self.rows())
            .filter(|it| who[*it] && self.weights()[*it] != 0.0)
            .collect();
        rows.sort_by(|a, b| y[*a].total_cmp(&y[*b]));
        let whole = self.size(who);
        let mut out = vec![0.0; self.rows()];
        let (mut start, mut below) = (0, Twofold::default());
        while start < rows.len() {
            let equal = rows[start..]
                .iter()
                .take_while(|it| y[**it] == y[rows[start]])
                .count();
            let group = &rows[start..start + equal];
            // The mean over ties of the middle of each one's weight.
            let mut middles = Twofold::default();
            for row in group {
                middles.add(below.value() + self.weights()[*row] / 2.0);
                below.add(self.weights()[*row]);
            }
            let rank = middles.value() / equal as f64 / whole;
            let value = match score {
                RankScore::Rank => rank,
                RankScore::Normal => special::normal_quantile(rank),
                RankScore::Median => f64::from(u8::from(rank > 0.5)),
            };
            group.iter().for_each(|it| out[*it] = value);
            start += equal;
        }
        out
    }
}

impl Regression {
    /// Standard errors of the coefficients.
    pub fn errors(&self) -> Vec<f64> {
        self.vcov
            .diagonal()
            .iter()
            .map(|it| libm::sqrt(*it))
            .collect()
    }

    /// Wald's test of whether the coefficients `terms` are all zero, on the regression's degrees
    /// of freedom (R `regTermTest`); none when their covariance is singular.
    pub fn wald(&self, terms: &[usize]) -> Option<(f64, FTest)> {
        let b: Vec<f64> = terms.iter().map(|it| self.coefficients.est[*it]).collect();
        let solved = self.vcov.select(terms).solve_for(&b)?;
        let chi: f64 = b.iter().zip(&solved).map(|(a, b)| a * b).sum();
        let k = terms.len() as f64;
        Some((chi, FTest::new(chi / k, k, self.df)))
    }
}

pub(super) const DEPENDENT: &str = "the variables depend on each other";

pub(super) fn expit(eta: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-eta))
}

/// Variance of an answer of 0 or 1.
fn spread(mean: f64) -> f64 {
    mean * (1.0 - mean)
}

/// Log odds beyond which a fit has run off: a chance of 1e-13.
const FARTHEST: f64 = 30.0;

/// Weighted rows with columns brought to the same size.
struct Fit<'a> {
    weights: &'a [f64],
    y: &'a [f64],
    columns: &'a [Vec<f64>],
    scale: Vec<f64>,
    rows: &'a [usize],
}

impl<'a> Fit<'a> {
    fn new(
        weights: &'a [f64],
        y: &'a [f64],
        columns: &'a [Vec<f64>],
        rows: &'a [usize],
    ) -> Fit<'a> {
        let size = |x: &Vec<f64>| {
            let squares = Twofold::of(rows.iter().map(|it| x[*it] * x[*it]));
            let size = libm::sqrt(squares / rows.len() as f64);
            if size > 0.0 { size } else { 1.0 }
        };
        let scale = columns.iter().map(size).collect();
        Fit {
            weights,
            y,
            columns,
            scale,
            rows,
        }
    }

    fn x(&self, at: usize, row: usize) -> f64 {
        self.columns[at][row] / self.scale[at]
    }

    fn eta(&self, beta: &[f64], row: usize) -> f64 {
        (0..beta.len()).map(|at| beta[at] * self.x(at, row)).sum()
    }

    fn information(&self, slope: impl Fn(usize) -> f64) -> Matrix {
        let p = self.columns.len();
        let mut out = Matrix::zero(p);
        let factors: Vec<f64> = self
            .rows
            .iter()
            .map(|it| self.weights[*it] * slope(*it))
            .collect();
        for a in 0..p {
            for b in 0..=a {
                let terms = self.rows.iter().zip(&factors);
                let sum = Twofold::of(terms.map(|(row, f)| f * self.x(a, *row) * self.x(b, *row)));
                out.set(a, b, sum);
            }
        }
        out
    }

    fn score(&self, residual: impl Fn(usize) -> f64) -> Vec<f64> {
        let off: Vec<f64> = self
            .rows
            .iter()
            .map(|it| self.weights[*it] * residual(*it))
            .collect();
        let sum = |at| {
            Twofold::of(
                self.rows
                    .iter()
                    .zip(&off)
                    .map(|(row, r)| r * self.x(at, *row)),
            )
        };
        (0..self.columns.len()).map(sum).collect()
    }

    fn least_squares(&self) -> Result<Vec<f64>, String> {
        let information = self.information(|_| 1.0);
        let mut beta = vec![0.0; self.columns.len()];
        // Each round takes away what rounding left of the last one's residuals.
        for _ in 0..4 {
            let score = self.score(|row| self.y[row] - self.eta(&beta, row));
            let step = information.solve_for(&score).ok_or(DEPENDENT)?;
            beta.iter_mut().zip(&step).for_each(|(b, s)| *b += s);
        }
        Ok(beta)
    }

    /// Coefficients and working weights, by the same steps from the same start as R's `glm.fit`,
    /// until the deviance changes by less than 1e-8: what R prints depends on where it stops, in
    /// the sixth digit of a standard error.
    fn logistic(&self) -> Result<(Vec<f64>, Vec<f64>), String> {
        let whole = Twofold::of(self.rows.iter().map(|it| self.weights[*it]));
        let typical = whole / self.rows.len() as f64;
        let mut eta = vec![0.0; self.weights.len()];
        for row in self.rows {
            let weight = self.weights[*row] / typical;
            let mean = (weight * self.y[*row] + 0.5) / (weight + 1.0);
            eta[*row] = libm::log(mean / (1.0 - mean));
        }
        let mut deviance = self.deviance(&eta, typical);
        for _ in 0..50 {
            let working: Vec<f64> = eta.iter().map(|it| spread(expit(*it))).collect();
            // The same as regressing working responses, with the old predictor taken away.
            let target = |row: usize| working[row] * eta[row] + self.y[row] - expit(eta[row]);
            let information = self.information(|row| working[row]);
            let beta = information.solve_for(&self.score(target));
            let beta = beta.ok_or(DEPENDENT)?;
            for row in self.rows {
                eta[*row] = self.eta(&beta, *row);
            }
            if eta.iter().any(|it| it.is_nan() || it.abs() > FARTHEST) {
                break;
            }
            let former = std::mem::replace(&mut deviance, self.deviance(&eta, typical));
            if (deviance - former).abs() / (deviance.abs() + 0.1) < 1e-8 {
                return Ok((beta, working));
            }
        }
        Err("the log odds run off to infinity".to_owned())
    }

    fn deviance(&self, eta: &[f64], typical: f64) -> f64 {
        let term = |row: &usize| {
            let signed = if self.y[*row] > 0.5 {
                -eta[*row]
            } else {
                eta[*row]
            };
            self.weights[*row] / typical * libm::log1p(libm::exp(signed))
        };
        2.0 * Twofold::of(self.rows.iter().map(term))
    }
}
