//! Estimates from numbers: means, totals, ratios, variances.

use std::ops::Range;

use super::base::{Basis, Point, Source};
use super::design::{Design, Lonely};
use super::estimate::{EstimateSet, Key};
use super::sums::{self, Sums};
use super::variance::Gradient;

/// Weighted sums, squares and products of some variables, by domain.
///
/// A row counts when all variables have a value, so that differences and ratios rest on the same
/// people. Accumulators of the same shape and centres merge, exactly and in any order.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    domains: usize,
    centres: Vec<f64>,
    lonely: Lonely,
    sums: Sums,
}

/// Numbers beyond this count as missing: their squares would outgrow the sums.
pub const MAX_VALUE: f64 = 1e15;

impl Moments {
    /// An empty accumulator for domains `0..domains` and one variable per entry of `centres`.
    ///
    /// A centre is a round number near the middle of its variable, the same in every part that is
    /// to be merged. Any centre is right and 0 will do for most; a near one keeps digits where
    /// values are large against their spread, such as years or times.
    pub fn new(domains: usize, centres: &[f64]) -> Moments {
        let sums = Sums::new(domains.saturating_mul(2), 1 + 2 * centres.len());
        Moments {
            domains,
            centres: centres.to_vec(),
            lonely: Lonely::default(),
            sums,
        }
    }

    /// The moments of one variable over a whole design, around 0.
    pub fn of(
        design: &Design,
        domains: usize,
        domain: impl Fn(usize) -> Option<usize>,
        value: impl Fn(usize) -> Option<f64>,
    ) -> Moments {
        let mut moments = Moments::new(domains, &[0.0]);
        moments.add(design, 0..design.rows, domain, |row, values| {
            value(row).map(|it| values[0] = it).is_some()
        });
        moments
    }

    /// Adds the rows of a range. `values` writes a row's values, or returns false when one of them
    /// is missing.
    pub fn add(
        &mut self,
        design: &Design,
        rows: Range<usize>,
        domain: impl Fn(usize) -> Option<usize>,
        values: impl Fn(usize, &mut [f64]) -> bool,
    ) {
        self.lonely = design.lonely;
        let (domains, centres) = (self.domains, &self.centres);
        let m = centres.len();
        sums::add_rows(&mut self.sums, design, rows, |row, x| {
            let domain = domain(row).filter(|it| *it < domains)?;
            let (y, squares) = x[1..].split_at_mut(m);
            let given = values(row, y) && y.iter().all(|it| it.abs() <= MAX_VALUE);
            for at in 0..m {
                y[at] = if given { y[at] - centres[at] } else { 0.0 };
                squares[at] = y[at] * y[at];
            }
            x[0] = 1.0;
            Some(2 * domain + usize::from(!given))
        });
    }

    /// Adds everything that was added to `other`, which has the same domains and centres.
    pub fn merge(&mut self, other: &Moments) {
        debug_assert_eq!(self.centres, other.centres);
        self.sums.merge(&other.sums);
    }

    /// The same answers in other domains.
    pub fn regroup(&self, domains: usize, to: impl Fn(usize) -> Option<usize>) -> Moments {
        let mut out = Moments::new(domains, &self.centres);
        out.lonely = self.lonely;
        out.sums = self.sums.regroup(2 * domains, |cell| {
            to(cell / 2)
                .filter(|it| *it < domains)
                .map(|it| 2 * it + cell % 2)
        });
        out
    }

    /// All domains as one.
    pub fn pooled(&self) -> Moments {
        self.regroup(1, |_| Some(0))
    }

    /// Means: all variables of the first domain, then of the next.
    pub fn means(&self) -> EstimateSet {
        self.each(|s| {
            let simple = s.variance / s.n;
            Figure {
                est: s.mean,
                slope: [-s.mean / s.weight, 1.0 / s.weight, 0.0],
                simple,
                ratio: true,
            }
            .uncentred(s.centre)
        })
    }

    /// Totals over the population the weights add up to, in the order of [`Moments::means`].
    pub fn totals(&self) -> EstimateSet {
        self.each(|s| {
            let simple = s.weight * s.weight * s.variance / s.n;
            let est = s.weight * (s.mean + s.centre);
            Figure {
                est,
                slope: [s.centre, 1.0, 0.0],
                simple,
                ratio: false,
            }
        })
    }

    /// Variances `n/(n-1) Σ w (y - ȳ)² / Σ w` (R's `svyvar`), in the order of [`Moments::means`].
    pub fn variances(&self) -> EstimateSet {
        self.each(|s| s.variance_figure())
    }

    /// Standard deviations: square roots of the variances, with standard errors by the delta
    /// method.
    pub fn sds(&self) -> EstimateSet {
        self.each(|s| {
            let sd = libm::sqrt(s.variance);
            let figure = s.variance_figure();
            let slope = figure
                .slope
                .map(|it| if sd > 0.0 { it / (2.0 * sd) } else { 0.0 });
            Figure {
                est: sd,
                slope,
                ..figure
            }
        })
    }

    /// Ratios of totals of two variables, `Σ w y / Σ w x`, one per domain (R's `svyratio`).
    pub fn ratios(&self, numerator: usize, denominator: usize) -> EstimateSet {
        let source = Source::new(&self.sums, self.lonely);
        let mut gradient = Gradient::new(&self.sums, self.domains);
        let mut points = Vec::new();
        for domain in 0..self.domains {
            let [a, b] = [numerator, denominator].map(|it| self.scale(&source, domain, it));
            let bottom = b.weight * (b.mean + b.centre);
            let est = a.weight * (a.mean + a.centre) / bottom;
            let mut slope = vec![0.0; self.sums.payload];
            slope[0] = (a.centre - est * b.centre) / bottom;
            slope[1 + numerator] += 1.0 / bottom;
            slope[1 + denominator] -= est / bottom;
            gradient.push(2 * domain, domain, &slope);
            let basis = basis(Key { domain, part: 0 });
            points.push(Point {
                basis,
                est,
                simple_variance: f64::NAN,
                ratio: true,
            });
        }
        source.estimates(points, &gradient)
    }

    /// Degrees of freedom of the design.
    pub fn design_df(&self) -> f64 {
        super::base::design_df(&self.sums)
    }

    /// Rows left out because their weight was not a usable number.
    pub fn unusable(&self) -> u64 {
        self.sums.unusable()
    }

    fn each(&self, figure: impl Fn(&Scale) -> Figure) -> EstimateSet {
        let m = self.centres.len();
        let source = Source::new(&self.sums, self.lonely);
        let mut gradient = Gradient::new(&self.sums, self.domains * m);
        let mut points = Vec::new();
        for domain in 0..self.domains {
            for part in 0..m {
                let figure = figure(&self.scale(&source, domain, part));
                let mut slope = vec![0.0; self.sums.payload];
                [slope[0], slope[1 + part], slope[1 + m + part]] = figure.slope;
                gradient.push(2 * domain, points.len(), &slope);
                points.push(Point {
                    basis: basis(Key { domain, part }),
                    est: figure.est,
                    simple_variance: figure.simple,
                    ratio: figure.ratio,
                });
            }
        }
        source.estimates(points, &gradient)
    }

    fn scale(&self, source: &Source, domain: usize, part: usize) -> Scale {
        let total = &source.totals[2 * domain];
        let (n, weight) = (total.n as f64, total.first[0]);
        let mean = total.first[1 + part] / weight;
        let square = total.first[1 + self.centres.len() + part] / weight;
        let correction = n / (n - 1.0);
        let variance = ((square - mean * mean) * correction).max(0.0);
        Scale {
            n,
            weight,
            mean,
            square,
            correction,
            variance,
            centre: self.centres[part],
        }
    }
}

/// One variable in one domain, measured from its centre.
struct Scale {
    n: f64,
    weight: f64,
    mean: f64,
    square: f64,
    correction: f64,
    variance: f64,
    centre: f64,
}

impl Scale {
    fn variance_figure(&self) -> Figure {
        let c = self.correction / self.weight;
        let to_weight = c * (2.0 * self.mean * self.mean - self.square);
        Figure {
            est: self.variance,
            slope: [to_weight, -2.0 * c * self.mean, c],
            simple: f64::NAN,
            ratio: true,
        }
    }
}

/// An estimate with its derivative by the sums of weights, values and squares.
struct Figure {
    est: f64,
    slope: [f64; 3],
    simple: f64,
    ratio: bool,
}

impl Figure {
    /// Moves a mean back from its centre; the derivatives stay.
    fn uncentred(mut self, centre: f64) -> Figure {
        self.est += centre;
        self
    }
}

fn basis(key: Key) -> Basis {
    Basis {
        key,
        valid: vec![2 * key.domain],
        missing: vec![2 * key.domain + 1],
    }
}
