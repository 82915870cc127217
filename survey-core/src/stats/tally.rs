//! Estimates from codes: shares, boxes, net scores, scale scores, weighted counts.

use std::ops::Range;

use super::base::{Basis, Point, Source};
use super::design::{Design, Lonely};
use super::estimate::{EstimateSet, Key};
use super::sums::{self, Sums};
use super::variance::Gradient;

/// Weighted counts of the codes of one item, by domain.
///
/// One pass over the rows; then any number of shares, scores and comparisons. Tallies of the same
/// shape merge, exactly and in any order.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    domains: usize,
    codes: usize,
    lonely: Lonely,
    sums: Sums,
}

impl Tally {
    /// An empty tally of codes `0..codes` in domains `0..domains`.
    pub fn new(domains: usize, codes: usize) -> Tally {
        let cells = domains.saturating_mul(codes + 1).min(u32::MAX as usize);
        Tally {
            domains,
            codes,
            lonely: Lonely::default(),
            sums: Sums::new(cells, 1),
        }
    }

    /// The tally of a whole design.
    ///
    /// `domain` gives the row's domain, or none when a filter leaves the row out; `code` its code,
    /// or none when there is no valid answer, whatever the reason.
    pub fn of(
        design: &Design,
        (domains, codes): (usize, usize),
        domain: impl Fn(usize) -> Option<usize>,
        code: impl Fn(usize) -> Option<usize>,
    ) -> Tally {
        let mut tally = Tally::new(domains, codes);
        tally.add(design, 0..design.rows, domain, code);
        tally
    }

    /// Adds the rows of a range, so that a large design can be taken in steps. The last design's
    /// rule for lonely PSUs holds.
    pub fn add(
        &mut self,
        design: &Design,
        rows: Range<usize>,
        domain: impl Fn(usize) -> Option<usize>,
        code: impl Fn(usize) -> Option<usize>,
    ) {
        let (domains, codes) = (self.domains, self.codes);
        self.lonely = design.lonely;
        sums::add_rows(&mut self.sums, design, rows, |row, x| {
            x[0] = 1.0;
            let domain = domain(row).filter(|it| *it < domains)?;
            let code = code(row).filter(|it| *it < codes).unwrap_or(codes);
            Some(domain * (codes + 1) + code)
        });
    }

    /// Adds everything that was added to `other`, a tally of the same shape.
    pub fn merge(&mut self, other: &Tally) {
        self.sums.merge(&other.sums);
    }

    /// The same answers in other domains, such as streets instead of communities.
    pub fn regroup(&self, domains: usize, to: impl Fn(usize) -> Option<usize>) -> Tally {
        let (slots, mut out) = (self.codes + 1, Tally::new(domains, self.codes));
        out.lonely = self.lonely;
        out.sums = self.sums.regroup(domains * slots, |cell| {
            to(cell / slots)
                .filter(|it| *it < domains)
                .map(|it| it * slots + cell % slots)
        });
        out
    }

    /// All domains as one.
    pub fn pooled(&self) -> Tally {
        self.regroup(1, |_| Some(0))
    }

    /// Number of domains.
    pub fn domains(&self) -> usize {
        self.domains
    }

    /// Number of codes.
    pub fn codes(&self) -> usize {
        self.codes
    }

    /// People by code in a domain, and last those without a valid answer. People with weight
    /// zero are not counted.
    pub fn counts(&self, domain: usize) -> Vec<u64> {
        let source = self.source();
        (0..=self.codes)
            .map(|code| source.totals[self.cell(domain, code)].n)
            .collect()
    }

    /// The distribution in one domain: one share per code of those with a valid answer, with the
    /// covariance of all shares.
    pub fn shares(&self, domain: usize) -> EstimateSet {
        self.shares_of(domain, 0..self.codes)
    }

    /// The shares of some codes in one domain, of all with a valid answer. The time it takes grows
    /// with the square of how many are asked for, since it gives their covariance.
    pub fn shares_of(&self, domain: usize, codes: Range<usize>) -> EstimateSet {
        let share = |code| {
            let points = self.points(|it| f64::from(u8::from(it == code)));
            self.wanted(Key { domain, part: code }, &[domain], &points)
        };
        self.means(codes.map(share).collect())
    }

    /// The share of people who gave one of `codes`, in each domain: top 2, bottom 2, "uses it".
    pub fn share_of(&self, codes: &[usize]) -> EstimateSet {
        self.score(&self.points(|it| f64::from(u8::from(codes.contains(&it)))))
    }

    /// 100 × (share of `top` − share of `bottom`), in each domain: a net score such as the net
    /// promoter score, −100 to 100, with one standard error for the whole.
    pub fn net(&self, top: &[usize], bottom: &[usize]) -> EstimateSet {
        let sign = |it| f64::from(i8::from(top.contains(&it)) - i8::from(bottom.contains(&it)));
        self.score(&self.points(|it| 100.0 * sign(it)))
    }

    /// The mean of the codes' points, in each domain. A code without points is out of the base.
    pub fn score(&self, points: &[Option<f64>]) -> EstimateSet {
        let each: Vec<Vec<usize>> = (0..self.domains).map(|it| vec![it]).collect();
        self.score_in(points, &each)
    }

    /// The mean of the codes' points in sets of domains, which may overlap: communities, their
    /// street and the whole district in one set of estimates, so that a community can be compared
    /// with a whole it is part of. Entry `i`'s domain is the number of the set.
    pub fn score_in(&self, points: &[Option<f64>], sets: &[Vec<usize>]) -> EstimateSet {
        let wanted = |(at, domains): (usize, &Vec<usize>)| {
            self.wanted(
                Key {
                    domain: at,
                    part: 0,
                },
                domains,
                points,
            )
        };
        self.means(sets.iter().enumerate().map(wanted).collect())
    }

    /// The standard deviation of the codes' points in each domain, as a square root of
    /// `n/(n-1) Σ w (y - ȳ)² / Σ w` (R's `svyvar`), without its own standard error.
    pub fn sd(&self, points: &[Option<f64>]) -> Vec<f64> {
        let source = self.source();
        let sd = |domain| {
            let wanted = self.wanted(Key { domain, part: 0 }, &[domain], points);
            libm::sqrt(wanted.mean(&source).variance)
        };
        (0..self.domains).map(sd).collect()
    }

    /// Weighted counts: the estimated number of people by domain and code, domain by domain.
    pub fn totals(&self) -> EstimateSet {
        let source = self.source();
        let everyone = self.points(|_| 1.0);
        let mut gradient = Gradient::new(&self.sums, self.domains * self.codes);
        let mut points = Vec::new();
        for domain in 0..self.domains {
            for part in 0..self.codes {
                let basis = self
                    .wanted(Key { domain, part }, &[domain], &everyone)
                    .basis;
                let (n, weighted) = (source.n(&basis.valid) as f64, source.total(&basis.valid, 0));
                let cell = self.cell(domain, part);
                let est = source.totals[cell].first[0];
                let share = est / weighted;
                let simple_variance = weighted * weighted * share * (1.0 - share) / (n - 1.0);
                gradient.push(cell, points.len(), &[1.0]);
                points.push(Point {
                    basis,
                    est,
                    simple_variance,
                    ratio: false,
                });
            }
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

    pub(super) fn means(&self, wanted: Vec<Wanted>) -> EstimateSet {
        let source = self.source();
        let mut gradient = Gradient::new(&self.sums, wanted.len());
        let mut points = Vec::new();
        for (at, wanted) in wanted.into_iter().enumerate() {
            let mean = wanted.mean(&source);
            for (cell, point) in wanted.basis.valid.iter().zip(&wanted.points) {
                gradient.push(*cell, at, &[off(*point, mean.est) / mean.weighted]);
            }
            let simple_variance = mean.variance / mean.n;
            points.push(Point {
                basis: wanted.basis,
                est: mean.est,
                simple_variance,
                ratio: true,
            });
        }
        source.estimates(points, &gradient)
    }

    /// The mean of points over domains; codes without points are out of the base.
    fn wanted(&self, key: Key, domains: &[usize], points: &[Option<f64>]) -> Wanted {
        let basis = Basis {
            key,
            valid: Vec::new(),
            missing: Vec::new(),
        };
        let mut wanted = Wanted {
            basis,
            points: Vec::new(),
        };
        for domain in domains.iter().filter(|it| **it < self.domains) {
            for code in 0..=self.codes {
                let cell = self.cell(*domain, code);
                match points
                    .get(code)
                    .copied()
                    .flatten()
                    .filter(|_| code < self.codes)
                {
                    Some(point) => {
                        wanted.basis.valid.push(cell);
                        wanted.points.push(point);
                    }
                    None => wanted.basis.missing.push(cell),
                }
            }
        }
        wanted
    }

    fn source(&self) -> Source<'_> {
        Source::new(&self.sums, self.lonely)
    }

    pub(super) fn cell(&self, domain: usize, code: usize) -> usize {
        domain * (self.codes + 1) + code
    }

    fn points(&self, of: impl Fn(usize) -> f64) -> Vec<Option<f64>> {
        (0..self.codes).map(|it| Some(of(it))).collect()
    }
}

/// A mean of points over cells.
pub(super) struct Wanted {
    pub(super) basis: Basis,
    /// One per valid cell.
    pub(super) points: Vec<f64>,
}

struct Mean {
    est: f64,
    n: f64,
    weighted: f64,
    variance: f64,
}

impl Wanted {
    fn mean(&self, source: &Source) -> Mean {
        let n = source.n(&self.basis.valid) as f64;
        let weighted = source.total(&self.basis.valid, 0);
        let sum = |of: &dyn Fn(f64) -> f64| -> f64 {
            let cells = self.basis.valid.iter().zip(&self.points);
            cells
                .map(|(cell, point)| of(*point) * source.totals[*cell].first[0])
                .sum()
        };
        let est = sum(&|point| point) / weighted;
        let variance = sum(&|point| (point - est) * (point - est)) / weighted * n / (n - 1.0);
        Mean {
            est,
            n,
            weighted,
            variance,
        }
    }
}

/// `point - mean`, where a difference that is only rounding is none: a lone answer that equals the
/// mean has no part in its variance, whatever the unit of the weights.
fn off(point: f64, mean: f64) -> f64 {
    let off = point - mean;
    if off.abs() <= 1e-14 * (point.abs() + mean.abs()) {
        0.0
    } else {
        off
    }
}
