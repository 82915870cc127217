//! Factors behind items, and omega.

use super::matrix::Matrix;
use super::reliability::multiple_correlations;

/// Loadings of items on factors.
#[derive(Clone, Debug, PartialEq)]
pub struct Factors {
    /// Loadings, one vector a factor.
    pub loadings: Vec<Vec<f64>>,
    /// Correlations of the factors.
    pub phi: Matrix,
}

/// Factors by minimal residuals (Harman & Jones 1966): loadings that leave the smallest squares off
/// the diagonal, found by principal axes repeated until communalities stand still.
pub fn minres(r: &Matrix, factors: usize) -> Factors {
    let k = r.size();
    let start = multiple_correlations(r);
    let usable = start.iter().all(|it| it.is_finite());
    let mut h2 = if usable && k > 3 { start } else { vec![0.5; k] };
    let mut loadings = Vec::new();
    for _ in 0..20_000 {
        let mut reduced = r.clone();
        (0..k).for_each(|it| reduced.put(it, it, h2[it]));
        let eigen = reduced.eigen();
        let scaled = |at: usize| -> Vec<f64> {
            let root = libm::sqrt(eigen.values[at].max(0.0));
            eigen.vectors[at].iter().map(|it| it * root).collect()
        };
        loadings = (0..factors.min(k)).map(scaled).collect();
        let next: Vec<f64> = (0..k)
            .map(|it| communality(&loadings, it).min(1.0))
            .collect();
        let moved = next
            .iter()
            .zip(&h2)
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f64::max);
        h2 = next;
        if moved < 1e-9 {
            break;
        }
    }
    Factors {
        phi: Matrix::identity(loadings.len()),
        loadings,
    }
}

fn communality(loadings: &[Vec<f64>], item: usize) -> f64 {
    loadings.iter().map(|it| it[item] * it[item]).sum()
}

impl Factors {
    /// The share of each item's variance that the factors explain.
    pub fn communalities(&self) -> Vec<f64> {
        let k = self.loadings.first().map_or(0, Vec::len);
        (0..k).map(|it| self.shared(it, it)).collect()
    }

    fn shared(&self, a: usize, b: usize) -> f64 {
        let mut sum = 0.0;
        for (f, left) in self.loadings.iter().enumerate() {
            for (g, right) in self.loadings.iter().enumerate() {
                sum += left[a] * self.phi.get(f, g) * right[b];
            }
        }
        sum
    }

    /// Root mean square of the correlations the factors leave unexplained.
    pub fn rms(&self, r: &Matrix) -> f64 {
        let k = r.size();
        let pairs = (0..k).flat_map(|a| (0..a).map(move |b| (a, b)));
        let squares = pairs
            .map(|(a, b)| r.get(a, b) - self.shared(a, b))
            .map(|it| it * it);
        libm::sqrt(squares.sum::<f64>() * 2.0 / (k * (k - 1)) as f64)
    }

    /// The likelihood discrepancy `ln |M| - ln |R| + tr(M⁻¹ R) - k` of the model `M`.
    pub fn discrepancy(&self, r: &Matrix) -> Option<f64> {
        let k = r.size();
        let mut model = Matrix::identity(k);
        for a in 0..k {
            for b in (0..k).filter(|it| *it != a) {
                model.put(a, b, self.shared(a, b));
            }
        }
        let fit: f64 = model.inverse()?.product(r).diagonal().iter().sum();
        Some(model.ln_determinant()? - r.ln_determinant()? + fit - k as f64)
    }

    /// Rotates to simple structure, letting factors correlate: quartimin, by gradient projection
    /// (Jennrich 2002), starting from no rotation.
    #[must_use]
    pub fn oblimin(&self) -> Factors {
        let m = self.loadings.len();
        let mut t = Matrix::identity(m);
        let Some((mut loadings, mut value, mut gradient)) = self.rotated(&t) else {
            return self.clone();
        };
        let mut step = 1.0;
        for _ in 0..2000 {
            let projected = project(&gradient, &t);
            let size: f64 = projected.rows().iter().flatten().map(|it| it * it).sum();
            if size < 1e-20 {
                break;
            }
            step *= 2.0;
            let mut found = None;
            for _ in 0..40 {
                let next = normalised(&t, &projected, step);
                if let Some(it) = self
                    .rotated(&next)
                    .filter(|it| it.1 < value - 0.5 * size * step)
                {
                    found = Some((next, it));
                    break;
                }
                step /= 2.0;
            }
            let Some((next, it)) = found else { break };
            t = next;
            (loadings, value, gradient) = it;
        }
        let mut phi = Matrix::zero(m);
        for a in 0..m {
            for b in 0..m {
                phi.put(a, b, (0..m).map(|it| t.get(it, a) * t.get(it, b)).sum());
            }
        }
        Factors { loadings, phi }.upright()
    }

    /// Loadings `A T'⁻¹`, the quartimin criterion and its gradient by `T`.
    fn rotated(&self, t: &Matrix) -> Option<(Vec<Vec<f64>>, f64, Matrix)> {
        let (m, inverse) = (self.loadings.len(), t.inverse()?);
        let k = self.loadings.first()?.len();
        let load = |item: usize, f: usize| -> f64 {
            (0..m)
                .map(|it| self.loadings[it][item] * inverse.get(f, it))
                .sum()
        };
        let loadings: Vec<Vec<f64>> = (0..m)
            .map(|f| (0..k).map(|item| load(item, f)).collect())
            .collect();
        let mut value = 0.0;
        let mut slope = vec![vec![0.0; k]; m];
        for item in 0..k {
            let all: f64 = communality(&loadings, item);
            for f in 0..m {
                let own = loadings[f][item];
                value += own * own * (all - own * own) / 4.0;
                slope[f][item] = own * (all - own * own);
            }
        }
        // G = -(L' Gq T⁻¹)'
        let mut gradient = Matrix::zero(m);
        for a in 0..m {
            for (b, loading) in loadings.iter().enumerate() {
                let cross =
                    |f: usize| -> f64 { (0..k).map(|item| loading[item] * slope[f][item]).sum() };
                let sum: f64 = (0..m).map(|f| cross(f) * inverse.get(f, a)).sum();
                gradient.put(a, b, -sum);
            }
        }
        Some((loadings, value, gradient))
    }

    /// Turns factors whose loadings are mostly negative.
    fn upright(mut self) -> Factors {
        for f in 0..self.loadings.len() {
            if self.loadings[f].iter().sum::<f64>() < 0.0 {
                self.loadings[f].iter_mut().for_each(|it| *it = -*it);
                for other in (0..self.loadings.len()).filter(|it| *it != f) {
                    self.phi.put(f, other, -self.phi.get(f, other));
                    self.phi.put(other, f, -self.phi.get(other, f));
                }
            }
        }
        self
    }
}

fn project(gradient: &Matrix, t: &Matrix) -> Matrix {
    let m = t.size();
    let mut out = gradient.clone();
    for column in 0..m {
        let along: f64 = (0..m)
            .map(|row| t.get(row, column) * gradient.get(row, column))
            .sum();
        (0..m).for_each(|row| {
            let rest = out.get(row, column) - t.get(row, column) * along;
            out.put(row, column, rest);
        });
    }
    out
}

fn normalised(t: &Matrix, direction: &Matrix, step: f64) -> Matrix {
    let m = t.size();
    let mut out = Matrix::zero(m);
    for column in 0..m {
        let value = |row: usize| t.get(row, column) - step * direction.get(row, column);
        let length = libm::sqrt((0..m).map(|row| value(row) * value(row)).sum());
        (0..m).for_each(|row| out.put(row, column, value(row) / length));
    }
    out
}

/// How much of a scale's variance is common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Omega {
    /// The share of one general factor (McDonald 1999; Zinbarg et al. 2005).
    pub hierarchical: f64,
    /// The share of all factors.
    pub total: f64,
}

/// Omega from correlated factors and one general factor behind them (Schmid & Leiman 1957).
pub fn omega(r: &Matrix, factors: usize) -> Omega {
    let oblique = minres(r, factors).oblimin();
    let general = minres(&oblique.phi, 1).loadings.remove(0);
    let k = r.size();
    let load = |item: usize| -> f64 {
        oblique
            .loadings
            .iter()
            .zip(&general)
            .map(|(l, g)| l[item] * g)
            .sum()
    };
    // Items that load negatively count the other way round.
    let sign: Vec<f64> = (0..k)
        .map(|it| if load(it) < 0.0 { -1.0 } else { 1.0 })
        .collect();
    let mut whole = 0.0;
    for a in 0..k {
        whole += (0..k).map(|b| sign[a] * r.get(a, b) * sign[b]).sum::<f64>();
    }
    let common: f64 = (0..k).map(|it| load(it).abs()).sum();
    let own = |item: usize| -> f64 {
        let group = oblique.loadings.iter().zip(&general);
        let specific: f64 = group.map(|(l, g)| l[item] * l[item] * (1.0 - g * g)).sum();
        1.0 - load(item) * load(item) - specific
    };
    let unique: f64 = (0..k).map(own).sum();
    Omega {
        hierarchical: common * common / whole,
        total: (whole - unique) / whole,
    }
}

/// One factor fitted by maximum likelihood.
#[derive(Clone, Debug, PartialEq)]
pub struct OneFactor {
    /// Loadings of the items in their units.
    pub loadings: Vec<f64>,
    /// Variances of their own.
    pub unique: Vec<f64>,
    /// `n` times the discrepancy: chi-square if one factor is all.
    pub chi_square: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// Comparative fit index (Bentler 1990).
    pub cfi: f64,
    /// Root mean square error of approximation (Steiger 1990).
    pub rmsea: f64,
    /// Standardised root mean square residual.
    pub srmr: f64,
}

impl OneFactor {
    /// Fits one factor to a covariance matrix with divisor `n`, by the EM algorithm (Rubin &
    /// Thayer 1982); none when the matrix is not positive definite.
    pub fn fit(s: &Matrix, n: f64) -> Option<OneFactor> {
        let k = s.size();
        let ln_s = s.ln_determinant()?;
        let mut loadings: Vec<f64> = s
            .diagonal()
            .iter()
            .map(|it| libm::sqrt(*it * 0.5))
            .collect();
        let mut unique: Vec<f64> = s.diagonal().iter().map(|it| it * 0.5).collect();
        for _ in 0..100_000 {
            let weight: f64 = loadings.iter().zip(&unique).map(|(l, t)| l * l / t).sum();
            let beta: Vec<f64> = loadings
                .iter()
                .zip(&unique)
                .map(|(l, t)| l / t / (1.0 + weight))
                .collect();
            let cross = s.times(&beta);
            let shared: f64 = beta.iter().zip(&loadings).map(|(b, l)| b * l).sum();
            let seen: f64 = beta.iter().zip(&cross).map(|(b, c)| b * c).sum();
            let square = 1.0 - shared + seen;
            let next: Vec<f64> = cross.iter().map(|it| it / square).collect();
            let moved = next
                .iter()
                .zip(&loadings)
                .map(|(a, b)| (a - b).abs())
                .fold(0.0, f64::max);
            for at in 0..k {
                unique[at] = (s.get(at, at) - next[at] * cross[at]).max(1e-12);
            }
            loadings = next;
            if moved < 1e-13 {
                break;
            }
        }
        if loadings.iter().sum::<f64>() < 0.0 {
            loadings.iter_mut().for_each(|it| *it = -*it);
        }
        Some(OneFactor::judged(s, ln_s, n, loadings, unique))
    }

    fn judged(s: &Matrix, ln_s: f64, n: f64, loadings: Vec<f64>, unique: Vec<f64>) -> OneFactor {
        let k = s.size();
        let size = k as f64;
        let weight: f64 = loadings.iter().zip(&unique).map(|(l, t)| l * l / t).sum();
        let ln_model = unique.iter().map(|it| libm::log(*it)).sum::<f64>() + libm::log1p(weight);
        // tr(S Σ⁻¹) with Σ⁻¹ = Θ⁻¹ - Θ⁻¹ λ λ' Θ⁻¹ / (1 + λ' Θ⁻¹ λ).
        let direction: Vec<f64> = loadings.iter().zip(&unique).map(|(l, t)| l / t).collect();
        let own: f64 = (0..k).map(|it| s.get(it, it) / unique[it]).sum();
        let fit = own - s.form(&direction, &direction) / (1.0 + weight);
        let chi_square = n * (ln_model + fit - ln_s - size);
        let df = size * (size + 1.0) / 2.0 - 2.0 * size;
        let apart: f64 = s.diagonal().iter().map(|it| libm::log(*it)).sum();
        let (base, base_df) = (n * (apart - ln_s), size * (size - 1.0) / 2.0);
        let excess = (chi_square - df).max(0.0);
        let mut squares = 0.0;
        for a in 0..k {
            for b in 0..=a {
                let own = if a == b { unique[a] } else { 0.0 };
                let off = s.get(a, b) - loadings[a] * loadings[b] - own;
                squares += off * off / (s.get(a, a) * s.get(b, b));
            }
        }
        OneFactor {
            loadings,
            unique,
            chi_square,
            df,
            cfi: 1.0 - excess / (base - base_df).max(excess),
            rmsea: libm::sqrt(excess / (df * n)),
            srmr: libm::sqrt(squares / (size * (size + 1.0) / 2.0)),
        }
    }

    /// The share of the scale's variance that is common, by the model.
    pub fn omega(&self) -> f64 {
        let common: f64 = self.loadings.iter().sum();
        common * common / (common * common + self.unique.iter().sum::<f64>())
    }
}
