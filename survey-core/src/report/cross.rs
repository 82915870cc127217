//! Variables crossed: counts, shares, residuals and a test, with what may not be shown withheld.

use super::{Figure, Frame};
use crate::base::Missing;
use crate::dataset::{Column, Group, Groups, Var};
use crate::stats::crosstab::Independence;
use crate::stats::disclosure;
use crate::stats::multiplicity::{Adjust, adjust};
use crate::stats::{EstimateSet, SMALLEST_CELL, Tally, special};

/// Larger tables are refused.
pub const MOST_CELLS: usize = 20_000;
/// Tables of more cells have neither residuals nor shares of the whole: the time and the room they
/// take grow with the square of the number of cells.
pub const MOST_JOINT: usize = 2_500;
/// Rows of a margin whose shares have intervals.
const MOST_MARGIN: usize = 512;
/// Estimates that are worked out at once.
const AT_ONCE: usize = 512;

/// What is crossed with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// The variable down.
    pub rows: Var,
    /// A second one inside each of its groups.
    pub nest: Option<Var>,
    /// The variable across.
    pub columns: Var,
    /// What shares are of.
    pub base: ShareOf,
}

/// What the shares of a table are of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShareOf {
    /// Of the people in the row.
    #[default]
    Row,
    /// Of the people in the column.
    Column,
    /// Of everybody in the table.
    Table,
}

/// Variables crossed.
#[derive(Clone, Debug, PartialEq)]
pub struct CrossTable {
    /// The rows that somebody is in.
    pub rows: Vec<Line>,
    /// The columns that somebody is in.
    pub columns: Vec<Group>,
    /// Row by row; none where the cell is withheld.
    pub cells: Vec<Option<Cell>>,
    /// One a row.
    pub row_margin: Vec<Margin>,
    /// One a column.
    pub column_margin: Vec<Margin>,
    /// People in the table.
    pub n: u64,
    /// Rows of interest outside the table, by the first variable that leaves them out.
    pub outside: Vec<Outside>,
    /// Rao and Scott's test that rows and columns have nothing to do with each other.
    pub test: Option<Independence>,
    /// The same inside each group of the outer variable, where there is an inner one.
    pub layers: Vec<(Group, Option<Independence>)>,
    /// Whether people count by weights.
    pub weighted: bool,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its group.
    pub group: Group,
    /// The group of the inner variable.
    pub nested: Option<Group>,
}

/// A cell that may be shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// People.
    pub count: u64,
    /// Their share.
    pub share: Figure,
    /// How far it is from what independence would have it.
    pub residual: Option<Residual>,
}

/// An adjusted residual; see [`Tally::residuals`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Residual {
    /// In standard errors.
    pub z: f64,
    /// Its two-sided p value with the design's degrees of freedom, taken by itself.
    pub p: f64,
    /// The p value among all cells of the table (Holm).
    pub adjusted: f64,
}

/// A row or a column as a whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Margin {
    /// People.
    pub n: u64,
    /// Their share of everybody in the table; none in very long tables.
    pub share: Option<Figure>,
}

/// People who are in no row or no column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outside {
    /// The variable that they are in no group of.
    pub by: Axis,
    /// Why; none for facts of the interview, which have no reasons.
    pub reason: Option<Missing>,
    /// How many.
    pub n: u64,
}

/// A variable of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// The one down.
    Rows,
    /// The one inside it.
    Nest,
    /// The one across.
    Columns,
    /// None: they are in the table, but count for nothing by their weight.
    Weight,
}

/// Crosses variables.
///
/// A cell is withheld where it holds fewer than [`SMALLEST_CELL`] people but not nobody, where its
/// row or its column holds fewer than the frame's smallest base, and where a withheld one could be
/// worked out from it and the totals. What is withheld does not depend on what shares are of.
///
/// # Errors
/// If a variable makes no groups, or the table is too large.
pub fn cross(frame: &Frame, what: &Crossing) -> Result<CrossTable, String> {
    let places = Places::of(frame, what)?;
    let (rows, columns) = (places.rows.len(), places.columns.len());
    let cells = rows * columns;
    let most = match what.base {
        ShareOf::Row | ShareOf::Column => MOST_CELLS,
        ShareOf::Table => MOST_JOINT,
    };
    if cells > most {
        return Err(format!(
            "the table is too large: found {cells} cells, expected at most {most}"
        ));
    }
    let (row, column) = (|at: usize| places.row(at), |at: usize| places.column(at));
    let tally = Tally::of(&frame.design, (rows, columns), row, column);
    let flipped = Tally::of(&frame.design, (columns, rows), column, row);
    let counts: Vec<Vec<u64>> = (0..rows)
        .map(|it| tally.counts(it)[..columns].to_vec())
        .collect();
    let joint = (cells > 0 && cells <= MOST_JOINT).then(|| tally.joint_shares());
    let shares = shares(frame, what.base, (&tally, &flipped), joint.as_ref());
    let residuals = residuals(&tally, joint.as_ref());
    let hidden = hidden(&counts, frame.smallest);
    let cell = |at: usize| {
        let (row, column) = (at / columns, at % columns);
        (!hidden[row][column]).then(|| Cell {
            count: counts[row][column],
            share: shares[at],
            residual: residuals[at],
        })
    };
    let by_column = |column: usize| counts.iter().map(|it| it[column]).sum();
    let row_n: Vec<u64> = counts.iter().map(|it| it.iter().sum()).collect();
    Ok(CrossTable {
        cells: (0..cells).map(cell).collect(),
        row_margin: margin(frame, &flipped, &row_n),
        column_margin: margin(
            frame,
            &tally,
            &(0..columns).map(by_column).collect::<Vec<_>>(),
        ),
        n: row_n.iter().sum(),
        outside: outside(frame, what, &places)?,
        test: tally.independence(),
        layers: places.layers(&tally),
        weighted: frame.design.weights.is_some(),
        rows: (0..rows).map(|it| places.line(it)).collect(),
        columns: places
            .columns
            .iter()
            .map(|it| places.across.groups[*it].clone())
            .collect(),
    })
}

/// Where every person stands.
struct Places {
    down: Groups,
    inner: Option<Groups>,
    across: Groups,
    /// Pairs of an outer and an inner group that somebody is in.
    rows: Vec<(usize, usize)>,
    /// Groups across that somebody is in.
    columns: Vec<usize>,
    /// By response.
    of: Vec<Option<(u32, u32)>>,
}

impl Places {
    fn of(frame: &Frame, what: &Crossing) -> Result<Places, String> {
        let data = frame.data;
        let (down, across) = (data.groups(&what.rows)?, data.groups(&what.columns)?);
        let inner = what.nest.as_ref().map(|it| data.groups(it)).transpose()?;
        let n_inner = inner.as_ref().map_or(1, Groups::len);
        let counts = |row: usize| frame.design.weights.is_none_or(|it| it[row] > 0.0);
        let place = |row: usize| {
            let inside = match &inner {
                Some(it) => it.get(row)?,
                None => 0,
            };
            let both = (down.get(row)? * n_inner + inside, across.get(row)?);
            (frame.rows.has(row) && counts(row)).then_some(both)
        };
        let found: Vec<Option<(usize, usize)>> = (0..data.len()).map(place).collect();
        let used = |of: &dyn Fn(&(usize, usize)) -> usize| {
            let mut all: Vec<usize> = found.iter().flatten().map(of).collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        let (rows, columns) = (used(&|it| it.0), used(&|it| it.1));
        let at = |among: &[usize], it: usize| among.partition_point(|other| *other < it) as u32;
        let of = found
            .iter()
            .map(|it| it.map(|it| (at(&rows, it.0), at(&columns, it.1))))
            .collect();
        let rows = rows.iter().map(|it| (it / n_inner, it % n_inner)).collect();
        Ok(Places {
            down,
            inner,
            across,
            rows,
            columns,
            of,
        })
    }

    fn row(&self, at: usize) -> Option<usize> {
        self.of[at].map(|it| it.0 as usize)
    }

    fn column(&self, at: usize) -> Option<usize> {
        self.of[at].map(|it| it.1 as usize)
    }

    fn line(&self, row: usize) -> Line {
        let (outer, inside) = self.rows[row];
        Line {
            group: self.down.groups[outer].clone(),
            nested: self.inner.as_ref().map(|it| it.groups[inside].clone()),
        }
    }

    /// The test inside each outer group; nothing without an inner variable.
    fn layers(&self, tally: &Tally) -> Vec<(Group, Option<Independence>)> {
        let Some(inner) = &self.inner else {
            return Vec::new();
        };
        let mut outer: Vec<usize> = self.rows.iter().map(|it| it.0).collect();
        outer.dedup();
        let test = |layer: usize| {
            let inside = |row: usize| (self.rows[row].0 == layer).then(|| self.rows[row].1);
            tally.regroup(inner.len(), inside).independence()
        };
        outer
            .into_iter()
            .map(|it| (self.down.groups[it].clone(), test(it)))
            .collect()
    }
}

/// The shares of the cells, row by row.
fn shares(
    frame: &Frame,
    base: ShareOf,
    (tally, flipped): (&Tally, &Tally),
    joint: Option<&EstimateSet>,
) -> Vec<Figure> {
    let (rows, columns) = (tally.domains(), tally.codes());
    match (base, joint) {
        (ShareOf::Row, _) => in_rows(frame, tally),
        (ShareOf::Column, _) => {
            let across = in_rows(frame, flipped);
            let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
            cells
                .map(|(row, column)| across[column * rows + row])
                .collect()
        }
        (ShareOf::Table, Some(set)) => (0..set.len())
            .map(|it| Figure::share(set, it, frame.level))
            .collect(),
        // Too large, which was refused, or empty.
        (ShareOf::Table, None) => Vec::new(),
    }
}

/// The distribution of every row, some rows at once: their covariance is asked for by nobody.
fn in_rows(frame: &Frame, tally: &Tally) -> Vec<Figure> {
    let (rows, columns) = (tally.domains(), tally.codes());
    let step = (AT_ONCE / columns.max(1)).max(1);
    let mut all = Vec::new();
    for from in (0..rows).step_by(step) {
        let here = step.min(rows - from);
        let inside = |row: usize| row.checked_sub(from).filter(|it| *it < here);
        let set = tally.regroup(here, inside).row_shares();
        all.extend((0..set.len()).map(|it| Figure::share(&set, it, frame.level)));
    }
    all
}

fn residuals(tally: &Tally, joint: Option<&EstimateSet>) -> Vec<Option<Residual>> {
    let Some(set) = joint else {
        return vec![None; tally.domains() * tally.codes()];
    };
    let df = tally.design_df();
    let z = tally.residuals(set);
    let p = |z: f64| 2.0 * special::t_upper(z.abs(), df);
    let known: Vec<f64> = z.iter().flatten().map(|it| p(*it)).collect();
    let mut adjusted = adjust(&known, Adjust::Holm).into_iter();
    let residual = |z: Option<f64>| {
        let z = z?;
        Some(Residual {
            z,
            p: p(z),
            adjusted: adjusted.next()?,
        })
    };
    z.into_iter().map(residual).collect()
}

fn hidden(counts: &[Vec<u64>], smallest: u64) -> Vec<Vec<bool>> {
    let few = |n: u64| (1..smallest).contains(&n);
    let columns = counts.first().map_or(0, Vec::len);
    let few_in: Vec<bool> = (0..columns)
        .map(|at| few(counts.iter().map(|it| it[at]).sum()))
        .collect();
    let first = |row: &Vec<u64>| {
        let row_few = few(row.iter().sum());
        let is_small =
            |(n, few_in): (&u64, &bool)| row_few || *few_in || (1..SMALLEST_CELL).contains(n);
        row.iter().zip(&few_in).map(is_small).collect()
    };
    let first = counts.iter().map(first).collect();
    let as_numbers = |row: &Vec<u64>| row.iter().map(|it| *it as f64).collect();
    let numbers: Vec<Vec<f64>> = counts.iter().map(as_numbers).collect();
    disclosure::protect(&numbers, first, SMALLEST_CELL as f64)
}

/// The codes of a tally, all domains together.
fn margin(frame: &Frame, tally: &Tally, n: &[u64]) -> Vec<Margin> {
    let set = (n.len() <= MOST_MARGIN).then(|| tally.pooled().shares(0));
    let margin = |(at, n): (usize, &u64)| Margin {
        n: *n,
        share: set.as_ref().map(|it| Figure::share(it, at, frame.level)),
    };
    n.iter().enumerate().map(margin).collect()
}

fn outside(frame: &Frame, what: &Crossing, places: &Places) -> Result<Vec<Outside>, String> {
    let column = |var: &Var| match var {
        Var::Item(name) => Ok(Some(frame.data.column(frame.data.expect(name)?))),
        Var::Area(_)
        | Var::Wave
        | Var::Mode
        | Var::Language
        | Var::Interviewer
        | Var::Disposition
        | Var::Day => Ok::<Option<&Column>, String>(None),
    };
    let nest = what.nest.as_ref().map(column).transpose()?.flatten();
    let (down, across) = (column(&what.rows)?, column(&what.columns)?);
    let reason = |of: Option<&Column>, row: usize| of.and_then(|it| it.missing(row));
    let mut all: Vec<Outside> = Vec::new();
    for row in frame.rows.iter() {
        let inner = places.inner.as_ref();
        let (by, reason) = if places.down.get(row).is_none() {
            (Axis::Rows, reason(down, row))
        } else if inner.is_some_and(|it| it.get(row).is_none()) {
            (Axis::Nest, reason(nest, row))
        } else if places.across.get(row).is_none() {
            (Axis::Columns, reason(across, row))
        } else if places.of[row].is_none() {
            (Axis::Weight, None)
        } else {
            continue;
        };
        match all.iter_mut().find(|it| (it.by, it.reason) == (by, reason)) {
            Some(it) => it.n += 1,
            None => all.push(Outside { by, reason, n: 1 }),
        }
    }
    all.sort_by_key(|it| (it.by as u8, it.reason));
    Ok(all)
}

#[cfg(test)]
mod tests;
