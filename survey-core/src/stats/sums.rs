//! The accumulator that every estimator is computed from.

use std::collections::BTreeMap;

use super::design::{Design, Unit};
use super::exact::Exact;

/// Weights and values beyond this are refused, and weights below its inverse, so that no product of
/// four of them overflows or vanishes.
pub const MAX_MAGNITUDE: f64 = 1e30;

/// Weighted sums by stratum, PSU and cell.
///
/// A *cell* is a domain and a code (or, for numbers, a domain and "has a value"). A row falls into
/// at most one cell and brings a short payload `x`, whose first number is 1; the cell keeps the weighted sum of the payload.
/// With PSUs that is all the linearised variance of any smooth statistic needs. Without PSUs every
/// row is its own, and instead of one entry per row the stratum keeps the sums of `w² x x'`.
///
/// All sums are exact, so `add` and `merge` give the same bits in any order and any cut.
#[derive(Clone, Debug, PartialEq)]
pub struct Sums {
    pub(super) cells: usize,
    pub(super) payload: usize,
    pub(super) strata: BTreeMap<u32, Stratum>,
    /// Rows left out because their weight is not a usable number.
    pub(super) unusable: u64,
}

/// One stratum's share of the sums.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Stratum {
    /// Rows that are their own PSU.
    pub(super) rows: u64,
    /// Those of `rows` with a weight other than zero.
    pub(super) weighted_rows: u64,
    /// Smallest and largest population stated by a row.
    pub(super) population: Option<(f64, f64)>,
    /// Cells of the rows that are their own PSU.
    pub(super) elements: Cells,
    /// The PSUs drawn, those outside every domain as well.
    pub(super) psus: BTreeMap<u32, Psu>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Psu {
    pub(super) weighted_rows: u64,
    pub(super) cells: Cells,
}

/// The cells somebody is in, by number. A PSU has few of them and a sample many PSUs, so they lie
/// in one piece.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cells(Vec<(u32, Cell)>);

impl Cells {
    pub(super) fn iter(&self) -> impl Iterator<Item = &(u32, Cell)> {
        self.0.iter()
    }

    fn entry(&mut self, number: u32) -> &mut Cell {
        let at = match self.0.last() {
            Some(last) if last.0 == number => self.0.len() - 1,
            Some(last) if last.0 > number => self
                .0
                .binary_search_by_key(&number, |it| it.0)
                .unwrap_or_else(|at| {
                    self.0.insert(at, (number, Cell::default()));
                    at
                }),
            Some(_) | None => {
                self.0.push((number, Cell::default()));
                self.0.len() - 1
            }
        };
        &mut self.0[at].1
    }

    fn merge(&mut self, other: &Cells) {
        let mut mine = std::mem::take(&mut self.0).into_iter().peekable();
        for theirs in other.iter() {
            while let Some(before) = mine.next_if(|it| it.0 < theirs.0) {
                self.0.push(before);
            }
            match mine.next_if(|it| it.0 == theirs.0) {
                Some(mut both) => {
                    both.1.merge(&theirs.1);
                    self.0.push(both);
                }
                None => self.0.push(theirs.clone()),
            }
        }
        self.0.extend(mine);
    }
}

/// Sums over the rows of a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cell {
    /// Rows with a weight other than zero: the people who count.
    pub(super) n: u64,
    /// Sum of squared weights.
    pub(super) squares: Exact,
    /// Sum of weights, which is that of `w x` for the payload's leading 1.
    pub(super) weight: Exact,
    /// Sums of `w x` for the rest of the payload.
    rest: Vec<Exact>,
    /// Sums of `w² x x'`, lower triangle by rows; empty for the cells of a PSU and, as it equals
    /// `squares`, for a payload of one.
    pub(super) second: Vec<Exact>,
}

impl Sums {
    /// Empty sums for `cells` cells and a payload of `payload` numbers.
    pub fn new(cells: usize, payload: usize) -> Sums {
        Sums {
            cells,
            payload,
            strata: BTreeMap::new(),
            unusable: 0,
        }
    }

    /// Adds a row: its place in the design, and its cell with payload unless it is in no domain.
    pub fn add(&mut self, unit: Unit, row: Option<(usize, &[f64])>) {
        let tiny = unit.weight != 0.0 && unit.weight.abs() < 1.0 / MAX_MAGNITUDE;
        if tiny || !usable(unit.weight) || unit.population.is_some_and(|it| !usable(it)) {
            self.unusable += 1;
            return;
        }
        let cells = self.cells;
        let row = row
            .filter(|(cell, x)| *cell < cells && !x.is_empty() && x.iter().all(|it| usable(*it)));
        let stratum = self.strata.entry(unit.stratum).or_default();
        if let Some(size) = unit.population {
            widen(&mut stratum.population, (size, size));
        }
        let counts = u64::from(unit.weight != 0.0);
        match unit.psu {
            None => {
                stratum.rows += 1;
                stratum.weighted_rows += counts;
                if let Some((cell, x)) = row {
                    stratum
                        .elements
                        .entry(cell as u32)
                        .add(unit.weight, x, true);
                }
            }
            Some(psu) => {
                let psu = stratum.psus.entry(psu).or_default();
                psu.weighted_rows += counts;
                if let Some((cell, x)) = row {
                    psu.cells.entry(cell as u32).add(unit.weight, x, false);
                }
            }
        }
    }

    /// Adds everything that was added to `other`, which must have the same shape.
    ///
    /// PSUs with the same stratum and number are one PSU.
    pub fn merge(&mut self, other: &Sums) {
        debug_assert_eq!((self.cells, self.payload), (other.cells, other.payload));
        self.unusable += other.unusable;
        for (key, theirs) in &other.strata {
            self.strata.entry(*key).or_default().merge(theirs);
        }
    }

    /// The same rows with every cell renumbered; cells without a new number leave their domain.
    pub fn regroup(&self, cells: usize, to: impl Fn(usize) -> Option<usize>) -> Sums {
        let move_cells = |from: &Cells| {
            let mut moved = Cells::default();
            for (at, cell) in from.iter() {
                if let Some(new) = to(*at as usize).filter(|it| *it < cells) {
                    moved.entry(new as u32).merge(cell);
                }
            }
            moved
        };
        let mut all = self.clone();
        all.cells = cells;
        for stratum in all.strata.values_mut() {
            stratum.elements = move_cells(&stratum.elements);
            for psu in stratum.psus.values_mut() {
                psu.cells = move_cells(&psu.cells);
            }
        }
        all
    }

    /// Rows that were left out because their weight or population was not a usable number.
    pub fn unusable(&self) -> u64 {
        self.unusable
    }

    /// Every cell's people, squared weights and weighted payload, over all strata and PSUs.
    pub(super) fn totals(&self) -> Vec<CellTotal> {
        let mut sums = vec![Cell::default(); self.cells];
        for stratum in self.strata.values() {
            let in_psus = stratum.psus.values().flat_map(|it| it.cells.iter());
            for (at, cell) in stratum.elements.iter().chain(in_psus) {
                sums[*at as usize].merge_first(cell);
            }
        }
        let rounded = |cell: Cell| CellTotal {
            n: cell.n,
            squares: cell.squares.value(),
            first: (0..self.payload)
                .map(|at| cell.first().nth(at).map_or(0.0, Exact::value))
                .collect(),
        };
        sums.into_iter().map(rounded).collect()
    }
}

/// A cell over the whole sample.
#[derive(Clone, Debug)]
pub(super) struct CellTotal {
    pub(super) n: u64,
    pub(super) squares: f64,
    pub(super) first: Vec<f64>,
}

impl Stratum {
    /// PSUs drawn in the stratum.
    pub(super) fn drawn(&self) -> u64 {
        self.rows + self.psus.len() as u64
    }

    fn merge(&mut self, other: &Stratum) {
        self.rows += other.rows;
        self.weighted_rows += other.weighted_rows;
        if let Some(theirs) = other.population {
            widen(&mut self.population, theirs);
        }
        self.elements.merge(&other.elements);
        for (key, theirs) in &other.psus {
            let psu = self.psus.entry(*key).or_default();
            psu.weighted_rows += theirs.weighted_rows;
            psu.cells.merge(&theirs.cells);
        }
    }
}

impl Cell {
    /// Sums of `w x`, the leading sum of weights first.
    pub(super) fn first(&self) -> impl Iterator<Item = &Exact> {
        std::iter::once(&self.weight).chain(&self.rest)
    }

    #[inline]
    fn add(&mut self, weight: f64, x: &[f64], own_psu: bool) {
        if weight == 0.0 {
            return;
        }
        self.n += 1;
        self.squares.add(weight * weight);
        self.weight.add(weight);
        if x.len() > 1 && self.rest.is_empty() {
            self.rest.resize_with(x.len() - 1, Exact::default);
        }
        for (sum, value) in self.rest.iter_mut().zip(&x[1..]) {
            sum.add(weight * value);
        }
        if own_psu && x.len() > 1 {
            self.add_products(weight, x);
        }
    }

    fn add_products(&mut self, weight: f64, x: &[f64]) {
        if self.second.is_empty() {
            self.second
                .resize_with(x.len() * (x.len() + 1) / 2, Exact::default);
        }
        let mut sums = self.second.iter_mut();
        for (at, a) in x.iter().enumerate() {
            for (b, sum) in x[..=at].iter().zip(&mut sums) {
                sum.add((weight * a) * (weight * b));
            }
        }
    }

    fn merge_first(&mut self, other: &Cell) {
        self.n += other.n;
        self.squares.merge(&other.squares);
        self.weight.merge(&other.weight);
        merge_sums(&mut self.rest, &other.rest);
    }

    fn merge(&mut self, other: &Cell) {
        self.merge_first(other);
        merge_sums(&mut self.second, &other.second);
    }
}

fn merge_sums(into: &mut Vec<Exact>, from: &[Exact]) {
    if into.len() < from.len() {
        into.resize_with(from.len(), Exact::default);
    }
    for (mine, theirs) in into.iter_mut().zip(from) {
        mine.merge(theirs);
    }
}

fn widen(range: &mut Option<(f64, f64)>, by: (f64, f64)) {
    *range = Some(range.map_or(by, |it| (it.0.min(by.0), it.1.max(by.1))));
}

fn usable(number: f64) -> bool {
    number.abs() <= MAX_MAGNITUDE
}

/// Adds rows `rows` of a design; `row` gives a row's cell and writes its payload.
///
/// With PSUs the rows are taken PSU by PSU and cell by cell, which touches every sum once. The
/// order of rows never shows in a result, only in the time it takes.
pub(super) fn add_rows(
    sums: &mut Sums,
    design: &Design,
    rows: std::ops::Range<usize>,
    mut row: impl FnMut(usize, &mut [f64]) -> Option<usize>,
) {
    let mut x = vec![0.0; sums.payload];
    let rows = rows.start..rows.end.min(design.rows);
    let order: Vec<usize> = if design.psus.is_some() {
        let place = |at: usize, cell| (design.unit(at).stratum, design.unit(at).psu, cell, at);
        let mut places: Vec<_> = rows.map(|at| place(at, row(at, &mut x))).collect();
        places.sort_unstable();
        places.into_iter().map(|it| it.3).collect()
    } else {
        rows.collect()
    };
    for at in order {
        let cell = row(at, &mut x);
        sums.add(design.unit(at), cell.map(|it| (it, x.as_slice())));
    }
}
