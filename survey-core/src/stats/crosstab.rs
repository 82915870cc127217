//! Two-way tables: a [`Tally`] with the row variable as domain and the column variable as code.

use super::base::Basis;
use super::estimate::{EstimateSet, Key};
use super::matrix::Matrix;
use super::special;
use super::tally::{Tally, Wanted};

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

    /// Tests whether codes and domains are independent (Rao & Scott 1984; Thomas & Rao 1987; R's
    /// `svychisq`). None when a margin has fewer than two levels in use, when there are no degrees
    /// of freedom, or when a standard error is missing.
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
        let set = tally.cell_shares();
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

    /// Contrasts that span the interactions, each divided by the cell shares.
    fn contrasts(&self) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
        let (last_row, last_column) = (self.rows - 1, self.columns - 1);
        let (mut plain, mut divided) = (Vec::new(), Vec::new());
        for row in 0..last_row {
            for column in 0..last_column {
                let mut contrast = vec![0.0; self.shares.len()];
                contrast[row * self.columns + column] = 1.0;
                contrast[row * self.columns + last_column] = -1.0;
                contrast[last_row * self.columns + column] = -1.0;
                contrast[last_row * self.columns + last_column] = 1.0;
                let over = |(c, p): (&f64, &f64)| if *p == 0.0 { 0.0 } else { c / p };
                divided.push(contrast.iter().zip(&self.shares).map(over).collect());
                plain.push(contrast);
            }
        }
        (plain, divided)
    }

    /// The generalised design effects: `(C' D⁻¹ C / n)⁻¹ (C' D⁻¹ V D⁻¹ C)`, by columns.
    pub(super) fn design_effects(&self) -> Option<Vec<Vec<f64>>> {
        let (plain, divided) = self.contrasts();
        let (mut simple, mut actual) = (Matrix::zero(plain.len()), Matrix::zero(plain.len()));
        for a in 0..plain.len() {
            for b in 0..=a {
                let dot: f64 = plain[a].iter().zip(&divided[b]).map(|(x, y)| x * y).sum();
                simple.set(a, b, dot / self.n as f64);
                actual.set(a, b, self.vcov.form(&divided[a], &divided[b]));
            }
        }
        simple.solve(&actual)
    }

    pub(super) fn test(&self) -> Option<Independence> {
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
