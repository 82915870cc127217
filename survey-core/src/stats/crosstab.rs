//! Two-way tables: a [`Tally`] with the row variable as domain and the column variable as code.

use super::base::{Basis, settle};
use super::estimate::{EstimateSet, Key, Status};
use super::matrix::Matrix;
use super::special;
use super::tally::{Tally, Wanted};

/// Tables of more cells are worked out from the covariance of their totals: the time for
/// linearised values of every cell grows with the cube of their number.
const MOST_LINEARISED: usize = 256;
/// The most cells of a table that is tested: the room their covariance takes grows with the square
/// of their number.
const MOST_COVARIED: usize = 4_096;
/// The most degrees of freedom of a table that is tested: the time grows with their cube.
const MOST_TESTED: usize = 600;
/// A variance below this share of the terms it was computed from is rounding dust.
const DUST: f64 = 1e-13;

/// Tests that rows and columns of a table have nothing to do with each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Independence {
    /// People in the table.
    pub n: u64,
    /// Pearson's X², of the weighted shares and the number of people. Its usual p value would
    /// ignore the design and is not offered.
    pub pearson: f64,
    /// Degrees of freedom of Pearson's X²: (rows - 1)(columns - 1), empty ones left out.
    pub pearson_df: f64,
    /// Cramér's V, 0 to 1.
    pub cramers_v: f64,
    /// The p value of X² corrected for the mean design effect (first order).
    pub first_order_p: f64,
    /// Rao and Scott's second-order F.
    pub f: f64,
    /// Its first degrees of freedom.
    pub df1: f64,
    /// Its second degrees of freedom.
    pub df2: f64,
    /// Its p value: the one to report.
    pub p: f64,
}

impl Tally {
    /// The distribution of the codes in every domain, domain by domain, with the covariance of
    /// all of them. Entry `(d, c)` is the share of code `c` in domain `d`.
    pub fn row_shares(&self) -> EstimateSet {
        self.table(|row, column| {
            let in_row = |code| (self.cell(row, code), code == column);
            (
                (0..self.codes()).map(in_row).collect(),
                vec![self.cell(row, self.codes())],
            )
        })
    }

    /// For every code, the distribution over the domains; ordered as [`Tally::row_shares`]. Entry
    /// `(d, c)` is the share of domain `d` among those with code `c`.
    pub fn column_shares(&self) -> EstimateSet {
        self.table(|row, column| {
            let in_column = |domain| (self.cell(domain, column), domain == row);
            ((0..self.domains()).map(in_column).collect(), Vec::new())
        })
    }

    /// Shares of all people in the table; ordered as [`Tally::row_shares`].
    pub fn cell_shares(&self) -> EstimateSet {
        let pairs: Vec<(usize, usize)> = self.pairs().collect();
        let missing: Vec<usize> = (0..self.domains())
            .map(|it| self.cell(it, self.codes()))
            .collect();
        self.table(|row, column| {
            let cell = |it: &(usize, usize)| (self.cell(it.0, it.1), *it == (row, column));
            (pairs.iter().map(cell).collect(), missing.clone())
        })
    }

    /// As [`Tally::cell_shares`] up to rounding, in time that grows with the square of the number of
    /// cells: from the covariance of the weighted counts.
    pub fn joint_shares(&self) -> EstimateSet {
        let totals = self.totals();
        let whole = self.pooled().score(&vec![Some(1.0); self.codes()]);
        let (n, weighted, k) = (whole.n[0], whole.n_weighted[0], totals.len());
        let is_there = |at: usize| totals.status[at] != Status::Empty;
        let count = |at: usize| if is_there(at) { totals.est[at] } else { 0.0 };
        let lonely = totals.status.contains(&Status::LonelyStratum);
        let common = match whole.status[0] {
            it @ (Status::Empty | Status::OneRespondent | Status::OnePsu) => Some(it),
            _ if lonely => Some(Status::LonelyStratum),
            Status::Ok | Status::ZeroVariance | Status::LonelyStratum | Status::Suppressed => None,
        };
        let p: Vec<f64> = (0..k).map(|it| count(it) / weighted).collect();
        let with = |a: usize, b: usize| {
            let both = is_there(a) && is_there(b);
            if both { totals.vcov.get(a, b) } else { 0.0 }
        };
        let with_all: Vec<f64> = (0..k).map(|a| (0..k).map(|b| with(a, b)).sum()).collect();
        let of_all: f64 = with_all.iter().sum();
        let mut out = EstimateSet {
            vcov: Matrix::zero(k),
            ..EstimateSet::with(totals.design_df)
        };
        for a in 0..k {
            for b in 0..=a {
                let cross = p[b] * with_all[a] + p[a] * with_all[b];
                let value = with(a, b) - cross + p[a] * p[b] * of_all;
                out.vcov.set(a, b, value / (weighted * weighted));
            }
        }
        for (at, key) in totals.keys.iter().enumerate() {
            let size = (with(at, at) + p[at] * p[at] * of_all.abs()) / (weighted * weighted);
            let status = match common {
                Some(it) => it,
                None if out.vcov.get(at, at) <= DUST * size => Status::ZeroVariance,
                None => Status::Ok,
            };
            out.keys.push(*key);
            out.est.push(if status.has_estimate() {
                p[at]
            } else {
                f64::NAN
            });
            out.df.push(whole.df[0]);
            out.n.push(n);
            out.n_weighted.push(weighted);
            out.n_eff.push(whole.n_eff[0]);
            let simple = p[at] * (1.0 - p[at]) / (n as f64 - 1.0);
            out.deff.push(out.vcov.get(at, at) / simple);
            out.status.push(status);
            settle(&mut out, at, status);
        }
        out
    }

    /// Adjusted residuals of the cells, ordered as [`Tally::row_shares`]: how far a cell's share is
    /// from the product of its margins, in standard errors under independence (Haberman 1973),
    /// divided by the root of the design effect of that difference. `shares` are those of the
    /// cells. None where there is no standard error.
    pub fn residuals(&self, shares: &EstimateSet) -> Vec<Option<f64>> {
        let (rows, columns) = (self.domains(), self.codes());
        let share = |row: usize, column: usize| shares.est[row * columns + column];
        let of_row: Vec<f64> = (0..rows)
            .map(|row| (0..columns).map(|it| share(row, it)).sum())
            .collect();
        let of_column: Vec<f64> = (0..columns)
            .map(|column| (0..rows).map(|it| share(it, column)).sum())
            .collect();
        let margins = Margins {
            rows: &of_row,
            columns: &of_column,
        };
        self.pairs()
            .map(|it| margins.residual(shares, it))
            .collect()
    }

    /// Tests whether codes and domains are independent (Rao & Scott 1984; Thomas & Rao 1987; R's
    /// `svychisq`). None when a margin has fewer than two levels in use, when there are no degrees
    /// of freedom, when a standard error is missing, or when the table has more than 600
    /// interactions or 4,096 cells.
    pub fn independence(&self) -> Option<Independence> {
        Table::of(self)?.test()
    }

    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        let columns = self.codes();
        (0..self.domains()).flat_map(move |row| (0..columns).map(move |column| (row, column)))
    }

    /// One share per cell. `base` gives its base as cells, each with whether it is counted, and
    /// the cells of people without an answer.
    fn table(
        &self,
        base: impl Fn(usize, usize) -> (Vec<(usize, bool)>, Vec<usize>),
    ) -> EstimateSet {
        let share = |(domain, part)| {
            let (cells, missing) = base(domain, part);
            let valid = cells.iter().map(|it| it.0).collect();
            let points = cells.iter().map(|it| f64::from(u8::from(it.1))).collect();
            Wanted {
                basis: Basis {
                    key: Key { domain, part },
                    valid,
                    missing,
                },
                points,
            }
        };
        self.means(self.pairs().map(share).collect())
    }
}

struct Margins<'a> {
    rows: &'a [f64],
    columns: &'a [f64],
}

impl Margins<'_> {
    fn residual(&self, shares: &EstimateSet, (row, column): (usize, usize)) -> Option<f64> {
        let (p, q, width) = (self.rows[row], self.columns[column], self.columns.len());
        let at = row * width + column;
        if !shares.status[at].has_error() {
            return None;
        }
        // The slope of `p_ij - p_i p_j`; cells outside the row and the column have none.
        let in_row = (0..width).map(|it| (row * width + it, -q));
        let in_column = (0..self.rows.len()).map(|it| (it * width + column, -p));
        let others = in_row.chain(in_column).filter(|it| it.0 != at);
        let slopes: Vec<(usize, f64)> = others.chain([(at, 1.0 - p - q)]).collect();
        let mut variance = 0.0;
        for (a, slope) in &slopes {
            let by: f64 = slopes
                .iter()
                .map(|it| it.1 * shares.vcov.get(*a, it.0))
                .sum();
            variance += slope * by;
        }
        let n = shares.n[at] as f64;
        let mean: f64 = slopes.iter().map(|it| it.1 * shares.est[it.0]).sum();
        let square: f64 = slopes.iter().map(|it| it.1 * it.1 * shares.est[it.0]).sum();
        let effect = variance / ((square - mean * mean) / (n - 1.0));
        let expected = p * (1.0 - p) * q * (1.0 - q) / n;
        let residual = (shares.est[at] - p * q) / libm::sqrt(expected * effect);
        (expected > 0.0 && effect > DUST && residual.is_finite()).then_some(residual)
    }
}

/// The cell shares of the rows and columns in use.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) n: u64,
    pub(super) df: f64,
    pub(super) shares: Vec<f64>,
    pub(super) vcov: Matrix,
}

impl Table {
    fn of(tally: &Tally) -> Option<Table> {
        if tally.domains() * tally.codes() > MOST_COVARIED {
            return None;
        }
        let set = if tally.domains() * tally.codes() > MOST_LINEARISED {
            tally.joint_shares()
        } else {
            tally.cell_shares()
        };
        if set.status.iter().any(|it| !it.has_error()) {
            return None;
        }
        let share = |row, column| set.est[row * tally.codes() + column];
        let rows: Vec<usize> = (0..tally.domains())
            .filter(|row| (0..tally.codes()).any(|column| share(*row, column) > 0.0))
            .collect();
        let columns: Vec<usize> = (0..tally.codes())
            .filter(|column| (0..tally.domains()).any(|row| share(row, *column) > 0.0))
            .collect();
        if rows.len() < 2 || columns.len() < 2 || set.df[0] <= 0.0 {
            return None;
        }
        let kept: Vec<usize> = rows
            .iter()
            .flat_map(|row| {
                columns
                    .iter()
                    .map(move |column| row * tally.codes() + column)
            })
            .collect();
        let mut vcov = Matrix::zero(kept.len());
        for (a, from_a) in kept.iter().enumerate() {
            for (b, from_b) in kept.iter().enumerate().take(a + 1) {
                vcov.set(a, b, set.vcov.get(*from_a, *from_b));
            }
        }
        let shares = kept.iter().map(|it| set.est[*it]).collect();
        let (n, df) = (set.n[0], set.df[0]);
        Some(Table {
            rows: rows.len(),
            columns: columns.len(),
            n,
            df,
            shares,
            vcov,
        })
    }

    fn share(&self, row: usize, column: usize) -> f64 {
        self.shares[row * self.columns + column]
    }

    pub(super) fn pearson(&self) -> f64 {
        let margin_row = |row| (0..self.columns).map(|it| self.share(row, it)).sum::<f64>();
        let margin_column = |column| (0..self.rows).map(|it| self.share(it, column)).sum::<f64>();
        let rows: Vec<f64> = (0..self.rows).map(margin_row).collect();
        let columns: Vec<f64> = (0..self.columns).map(margin_column).collect();
        let mut sum = 0.0;
        for (row, p) in rows.iter().enumerate() {
            for (column, q) in columns.iter().enumerate() {
                let off = self.share(row, column) - p * q;
                sum += off * off / (p * q);
            }
        }
        self.n as f64 * sum
    }

    /// Contrasts that span the interactions: the cells each is of, with its coefficients and those
    /// divided by the cell shares.
    fn contrasts(&self) -> Vec<[(usize, f64, f64); 4]> {
        let (last_row, last_column) = (self.rows - 1, self.columns - 1);
        let mut all = Vec::new();
        for row in 0..last_row {
            for column in 0..last_column {
                let part = |row: usize, column: usize, by: f64| {
                    let cell = row * self.columns + column;
                    let p = self.shares[cell];
                    (cell, by, if p == 0.0 { 0.0 } else { by / p })
                };
                all.push([
                    part(row, column, 1.0),
                    part(row, last_column, -1.0),
                    part(last_row, column, -1.0),
                    part(last_row, last_column, 1.0),
                ]);
            }
        }
        all
    }

    /// The generalised design effects: `(C' D⁻¹ C / n)⁻¹ (C' D⁻¹ V D⁻¹ C)`, by columns.
    pub(super) fn design_effects(&self) -> Option<Vec<Vec<f64>>> {
        let contrasts = self.contrasts();
        let k = contrasts.len();
        let (mut simple, mut actual) = (Matrix::zero(k), Matrix::zero(k));
        for (a, left) in contrasts.iter().enumerate() {
            for (b, right) in contrasts.iter().enumerate().take(a + 1) {
                let (mut dot, mut form) = (0.0, 0.0);
                for (cell, by, over) in left {
                    for (other, _, theirs) in right {
                        form += over * self.vcov.get(*cell, *other) * theirs;
                        dot += if cell == other { by * theirs } else { 0.0 };
                    }
                }
                simple.set(a, b, dot / self.n as f64);
                actual.set(a, b, form);
            }
        }
        simple.solve(&actual)
    }

    pub(super) fn test(&self) -> Option<Independence> {
        if (self.rows - 1) * (self.columns - 1) > MOST_TESTED {
            return None;
        }
        let delta = self.design_effects()?;
        let k = delta.len();
        let trace: f64 = (0..k).map(|it| delta[it][it]).sum();
        let of_square: f64 = (0..k)
            .flat_map(|a| (0..k).map(move |b| (a, b)))
            .map(|(a, b)| delta[a][b] * delta[b][a])
            .sum();
        let df1 = trace * trace / of_square;
        let (pearson, pearson_df) = (self.pearson(), k as f64);
        let (f, df2) = (pearson / trace, df1 * self.df);
        let smaller = (self.rows.min(self.columns) - 1) as f64;
        (trace > 0.0).then(|| Independence {
            n: self.n,
            pearson,
            pearson_df,
            cramers_v: libm::sqrt(pearson / (self.n as f64 * smaller)),
            first_order_p: special::chi_square_upper(pearson / (trace / pearson_df), pearson_df),
            f,
            df1,
            df2,
            p: special::f_upper(f, df1, df2),
        })
    }
}
