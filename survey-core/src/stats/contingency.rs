//! Tests of two-way tables and of given shares under any design.

use super::crosstab::{Independence, Table};
use super::interval;
use super::linear::Linear;
use super::matrix::Matrix;
use super::mixture;
use super::sample::Sample;
use super::special;

/// A two-way table of a sample, with all it takes to test it.
#[derive(Clone, Debug)]
pub struct TwoWay {
    table: Table,
    /// Weighted cell totals, row by row.
    totals: Linear,
    totals_vcov: Matrix,
}

/// A test by an F distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FTest {
    /// The statistic.
    pub f: f64,
    /// Degrees of freedom of the numerator.
    pub df1: f64,
    /// Degrees of freedom of the denominator.
    pub df2: f64,
    /// Probability of as much or more if nothing is there.
    pub p: f64,
}

impl FTest {
    /// The test of statistic `f`.
    pub fn new(f: f64, df1: f64, df2: f64) -> FTest {
        let p = special::f_upper(f, df1, df2);
        FTest { f, df1, df2, p }
    }
}

/// A test of whether answers have given shares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GoodnessOfFit {
    /// Pearson's statistic on estimated totals.
    pub statistic: f64,
    /// The factor of Satterthwaite's chi-square distribution.
    pub scale: f64,
    /// Its degrees of freedom.
    pub df: f64,
    /// Probability of as much or more if the shares are right.
    pub p: f64,
}

impl Sample {
    /// The table of two codes over `who`; rows of the sample without one of them are out of it.
    /// None when nobody has both.
    pub fn two_way(
        &self,
        (row, rows): (&[Option<usize>], usize),
        (column, columns): (&[Option<usize>], usize),
        who: &[bool],
    ) -> Option<TwoWay> {
        let cell = |at: usize| row[at].zip(column[at]).map(|(r, c)| r * columns + c);
        let valid: Vec<bool> = (0..self.rows())
            .map(|it| who[it] && cell(it).is_some())
            .collect();
        let indicator = |it: usize| -> Vec<f64> {
            (0..self.rows())
                .map(|at| f64::from(u8::from(cell(at) == Some(it))))
                .collect()
        };
        let cells: Vec<Vec<f64>> = (0..rows * columns).map(indicator).collect();
        let shares = self.means(&cells, &valid);
        let totals = self.totals(&cells, &valid);
        let table = Table {
            rows,
            columns,
            n: self.n(&valid),
            df: self.df(who),
            vcov: self.covariance(&shares.influence),
            shares: shares.est,
        };
        (table.n > 0 && rows > 1 && columns > 1).then(|| TwoWay {
            totals_vcov: self.covariance(&totals.influence),
            totals,
            table,
        })
    }

    /// Tests whether the totals of the codes over `who` stand in the proportions `p`, by Pearson's
    /// statistic and Satterthwaite's approximation to its distribution (Rao & Scott 1981; R
    /// `svygofchisq`, which takes the total of the expected as estimated too).
    pub fn goodness_of_fit(
        &self,
        indicators: &[Vec<f64>],
        p: &[f64],
        who: &[bool],
    ) -> GoodnessOfFit {
        let totals = self.totals(indicators, who);
        let (k, sum, whole) = (
            p.len(),
            p.iter().sum::<f64>(),
            totals.est.iter().sum::<f64>(),
        );
        let p: Vec<f64> = p.iter().map(|it| it / sum).collect();
        let off = |at: usize| totals.est[at] - whole * p[at];
        let statistic = (0..k).map(|at| off(at) * off(at) / (whole * p[at])).sum();
        // Derivatives of (O_i - N p_i) / √(N p_i), where N is the sum of all O.
        let slope = |at: usize| -> Vec<f64> {
            let root = libm::sqrt(whole * p[at]);
            let by_whole = -p[at] / root - off(at) / (2.0 * root * whole);
            (0..k)
                .map(|it| by_whole + if it == at { 1.0 / root } else { 0.0 })
                .collect()
        };
        let slopes: Vec<Vec<f64>> = (0..k).map(slope).collect();
        let z = totals.smooth(vec![0.0; k], &slopes);
        let lambda = self.covariance(&z.influence).eigen().values;
        let (scale, df) = mixture::satterthwaite(&lambda);
        GoodnessOfFit {
            statistic,
            scale,
            df,
            p: special::chi_square_upper(statistic / scale, df),
        }
    }

    /// Cohen's kappa of two codes with as many levels, with its influence (R `svykappa`).
    pub fn kappa(&self, cells: &[Vec<f64>], levels: usize, who: &[bool]) -> Linear {
        let shares = self.means(cells, who);
        let p = |r: usize, c: usize| shares.est[r * levels + c];
        let row: Vec<f64> = (0..levels)
            .map(|r| (0..levels).map(|c| p(r, c)).sum())
            .collect();
        let column: Vec<f64> = (0..levels)
            .map(|c| (0..levels).map(|r| p(r, c)).sum())
            .collect();
        let observed: f64 = (0..levels).map(|it| p(it, it)).sum();
        let expected: f64 = row.iter().zip(&column).map(|(a, b)| a * b).sum();
        let room = 1.0 - expected;
        let slope = |at: usize| {
            let (r, c) = (at / levels, at % levels);
            let seen = f64::from(u8::from(r == c));
            seen / room + (observed - 1.0) * (row[c] + column[r]) / (room * room)
        };
        let slopes: Vec<f64> = (0..levels * levels).map(slope).collect();
        shares.smooth(vec![(observed - expected) / room], &[slopes])
    }
}

impl TwoWay {
    /// Weighted totals of the cells, row by row.
    pub fn totals(&self) -> &[f64] {
        &self.totals.est
    }

    /// Pearson's statistic for `n` people.
    pub fn pearson(&self, n: f64) -> f64 {
        self.table.pearson() * n / self.table.n as f64
    }

    /// Rao and Scott's tests, first and second order; none where a standard error is missing.
    pub fn rao_scott(&self) -> Option<Independence> {
        self.table.test()
    }

    /// The p value by the saddle point approximation to the distribution of Pearson's statistic.
    pub fn saddlepoint_p(&self) -> Option<f64> {
        let test = self.table.test()?;
        Some(mixture::saddlepoint_f_upper(
            self.table.pearson(),
            &self.lambda()?,
            test.df2,
        ))
    }

    /// The generalised design effects: eigenvalues of the variance over that of simple random
    /// sampling.
    fn lambda(&self) -> Option<Vec<f64>> {
        let columns = self.table.design_effects()?;
        // Similar to a symmetric matrix; power sums of its eigenvalues find them.
        let k = columns.len();
        let mut delta = Matrix::zero(k);
        for (column, values) in columns.iter().enumerate() {
            (0..k).for_each(|row| delta.put(row, column, values[row]));
        }
        Some(delta.real_eigenvalues())
    }

    /// Wald's test on the differences between observed and expected totals (Koch, Freeman &
    /// Freeman 1975), with the degrees of freedom adjusted if wanted (Thomas & Rao 1987).
    pub fn wald(&self, adjusted: bool) -> Option<FTest> {
        let (rows, columns) = (self.table.rows, self.table.columns);
        let at = |r: usize, c: usize| self.totals.est[r * columns + c];
        let row: Vec<f64> = (0..rows)
            .map(|r| (0..columns).map(|c| at(r, c)).sum())
            .collect();
        let column: Vec<f64> = (0..columns)
            .map(|c| (0..rows).map(|r| at(r, c)).sum())
            .collect();
        let whole: f64 = row.iter().sum();
        let (mut off, mut slopes) = (Vec::new(), Vec::new());
        for (r, c) in (1..rows).flat_map(|r| (1..columns).map(move |c| (r, c))) {
            off.push(at(r, c) - row[r] * column[c] / whole);
            let slope = |cell: usize| {
                let (i, j) = (cell / columns, cell % columns);
                let is = |yes: bool| f64::from(u8::from(yes));
                is(i == r && j == c) - is(i == r) * column[c] / whole - is(j == c) * row[r] / whole
                    + row[r] * column[c] / (whole * whole)
            };
            slopes.push((0..rows * columns).map(slope).collect::<Vec<f64>>());
        }
        let k = off.len();
        let mut vcov = Matrix::zero(k);
        for a in 0..k {
            for b in 0..=a {
                vcov.set(a, b, self.totals_vcov.form(&slopes[a], &slopes[b]));
            }
        }
        let solved = vcov.solve_for(&off)?;
        let wald: f64 = off.iter().zip(&solved).map(|(a, b)| a * b).sum();
        let (df1, nu) = (k as f64, self.table.df);
        Some(if adjusted {
            let df2 = nu - df1 + 1.0;
            FTest::new(wald * df2 / (df1 * nu), df1, df2)
        } else {
            FTest::new(wald / df1, df1, nu)
        })
    }
}

/// Measures of association of a table of counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Association {
    /// Pearson's statistic.
    pub pearson: f64,
    /// The likelihood ratio statistic `2 Σ O ln(O / E)`.
    pub likelihood_ratio: f64,
    /// Degrees of freedom of both.
    pub df: f64,
    /// `√(X² / (X² + n))`.
    pub contingency: f64,
    /// Cramér's V.
    pub cramers_v: f64,
    /// `√(X² / n)`, for tables of two rows and two columns.
    pub phi: Option<f64>,
}

/// Concordance of two ordered codes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Concordance {
    /// Pairs in the same order.
    pub concordant: f64,
    /// Pairs in opposite order.
    pub discordant: f64,
    /// Goodman and Kruskal's gamma.
    pub gamma: f64,
    /// Kendall's tau-b.
    pub tau_b: f64,
}

fn margins(counts: &[Vec<f64>]) -> (Vec<f64>, Vec<f64>, f64) {
    let row: Vec<f64> = counts.iter().map(|it| it.iter().sum()).collect();
    let columns = counts.first().map_or(0, Vec::len);
    let column = |at: usize| counts.iter().map(|it| it[at]).sum();
    let n = row.iter().sum();
    (row, (0..columns).map(column).collect(), n)
}

/// Association in a table of counts, rows of cells (Cramér 1946).
pub fn association(counts: &[Vec<f64>]) -> Association {
    let (row, column, n) = margins(counts);
    let (mut pearson, mut ratio) = (0.0, 0.0);
    for (r, cells) in counts.iter().enumerate() {
        for (c, seen) in cells.iter().enumerate() {
            let expected = row[r] * column[c] / n;
            pearson += (seen - expected) * (seen - expected) / expected;
            ratio += if *seen > 0.0 {
                2.0 * seen * libm::log(seen / expected)
            } else {
                0.0
            };
        }
    }
    let smaller = row.len().min(column.len()) as f64 - 1.0;
    Association {
        pearson,
        likelihood_ratio: ratio,
        df: ((row.len() - 1) * (column.len() - 1)) as f64,
        contingency: libm::sqrt(pearson / (pearson + n)),
        cramers_v: libm::sqrt(pearson / (n * smaller)),
        phi: (row.len() == 2 && column.len() == 2).then(|| libm::sqrt(pearson / n)),
    }
}

/// Residuals of cells in standard deviations (Haberman 1973; R `chisq.test()$stdres`).
pub fn standardised_residuals(counts: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let (row, column, n) = margins(counts);
    let residual = |r: usize, c: usize| {
        let expected = row[r] * column[c] / n;
        let variance = expected * (1.0 - row[r] / n) * (1.0 - column[c] / n);
        (counts[r][c] - expected) / libm::sqrt(variance)
    };
    (0..row.len())
        .map(|r| (0..column.len()).map(|c| residual(r, c)).collect())
        .collect()
}

/// Pairs in the same and in opposite order, gamma and tau-b (Goodman & Kruskal 1954; Kendall 1945).
pub fn concordance(counts: &[Vec<f64>]) -> Concordance {
    let (row, column, n) = margins(counts);
    let beyond = |r: usize, keep: &dyn Fn(usize) -> bool| -> f64 {
        let later = counts.iter().skip(r + 1);
        later
            .map(|it| {
                it.iter()
                    .enumerate()
                    .filter(|it| keep(it.0))
                    .map(|it| it.1)
                    .sum::<f64>()
            })
            .sum()
    };
    let (mut concordant, mut discordant) = (0.0, 0.0);
    for (r, cells) in counts.iter().enumerate() {
        for (c, seen) in cells.iter().enumerate() {
            concordant += seen * beyond(r, &|it| it > c);
            discordant += seen * beyond(r, &|it| it < c);
        }
    }
    let pairs = |all: &[f64]| all.iter().map(|it| it * (it - 1.0) / 2.0).sum::<f64>();
    let all = n * (n - 1.0) / 2.0;
    let room = libm::sqrt((all - pairs(&row)) * (all - pairs(&column)));
    Concordance {
        concordant,
        discordant,
        gamma: (concordant - discordant) / (concordant + discordant),
        tau_b: (concordant - discordant) / room,
    }
}

/// Cohen's kappa of a square table of counts.
pub fn cohen_kappa(counts: &[Vec<f64>]) -> f64 {
    let (row, column, n) = margins(counts);
    let observed = (0..row.len()).map(|it| counts[it][it]).sum::<f64>() / n;
    let expected = row.iter().zip(&column).map(|(a, b)| a * b).sum::<f64>() / (n * n);
    (observed - expected) / (1.0 - expected)
}

/// McNemar's statistic for the two kinds of change between paired answers, and its p value.
pub fn mcnemar(b: f64, c: f64) -> (f64, f64) {
    let statistic = (b - c) * (b - c) / (b + c);
    (statistic, special::chi_square_upper(statistic, 1.0))
}

/// A two-sided test of an estimate against zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TTest {
    /// The estimate.
    pub est: f64,
    /// It over its standard error.
    pub t: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// Probability of as much or more if nothing is there.
    pub p: f64,
    /// Interval of the estimate.
    pub interval: Option<interval::Interval>,
}

impl TTest {
    /// The test of an estimate.
    pub fn new(est: f64, se: f64, df: f64, level: f64) -> TTest {
        let t = est / se;
        TTest {
            est,
            t,
            df,
            p: 2.0 * special::t_upper(t.abs(), df),
            interval: interval::symmetric(est, se, df, level),
        }
    }
}
