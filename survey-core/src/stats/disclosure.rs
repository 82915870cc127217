//! Which cells of a table may not be shown.

/// Whether a count could give somebody away: fewer than `least`, but not nobody when zeros are
/// harmless.
pub fn primary(count: f64, least: f64, zeros_shown: bool) -> bool {
    count < least && !(zeros_shown && count == 0.0)
}

/// The cells of a table of counts to withhold, with its row and column totals shown: those with
/// too few, and as many others as it takes that nothing withheld can be worked out (complementary
/// suppression; Hundepool et al. 2012): no row or column has just one of them, nor withheld cells
/// that hold fewer than `least` together, and each cell with too few could hold another number with
/// all totals and all shown cells as they are. The smallest cells go first.
pub fn suppress(counts: &[Vec<f64>], least: f64, zeros_shown: bool) -> Vec<Vec<bool>> {
    let first = |row: &Vec<f64>| {
        row.iter()
            .map(|it| primary(*it, least, zeros_shown))
            .collect()
    };
    protect(counts, counts.iter().map(first).collect(), least)
}

/// As [`suppress`], for cells that are withheld for reasons of their own, such as a base that is
/// too small: the cells to withhold, those and others, that none of those can be worked out.
pub fn protect(counts: &[Vec<f64>], first: Vec<Vec<bool>>, least: f64) -> Vec<Vec<bool>> {
    let mut table = Table {
        hidden: first.clone(),
        first,
        counts,
        columns: counts.first().map_or(0, Vec::len),
    };
    while table.hide_in_lines(least) || table.hide_given_away(least) {}
    table.hidden
}

/// A cell by its row and column.
type Cell = (usize, usize);

struct Table<'a> {
    counts: &'a [Vec<f64>],
    columns: usize,
    /// Those that must not be worked out.
    first: Vec<Vec<bool>>,
    hidden: Vec<Vec<bool>>,
}

impl Table<'_> {
    fn rows(&self) -> usize {
        self.counts.len()
    }

    fn count(&self, (row, column): Cell) -> f64 {
        self.counts[row][column]
    }

    fn row(&self, row: usize) -> Vec<Cell> {
        (0..self.columns).map(|it| (row, it)).collect()
    }

    fn column(&self, column: usize) -> Vec<Cell> {
        (0..self.rows()).map(|it| (it, column)).collect()
    }

    /// Hides the smallest cell with people among those that are shown, or, where there is none, a
    /// cell of nobody; whether there is one.
    fn hide_smallest(&mut self, among: &[Cell]) -> bool {
        let shown = among.iter().filter(|it| !self.hidden[it.0][it.1]);
        let size = |it: &Cell| match self.count(*it) {
            0.0 => f64::INFINITY,
            count => count,
        };
        let next = shown.min_by(|a, b| size(a).total_cmp(&size(b)));
        let Some((row, column)) = next.copied() else {
            return false;
        };
        self.hidden[row][column] = true;
        true
    }

    /// Sees to it that each row and column that withholds anything withholds enough; whether more
    /// had to be hidden.
    fn hide_in_lines(&mut self, least: f64) -> bool {
        let rows = (0..self.rows()).map(|it| self.row(it));
        let columns = (0..self.columns).map(|it| self.column(it));
        let lines: Vec<Vec<Cell>> = rows.chain(columns).collect();
        let mut changed = false;
        for line in &lines {
            let withheld: Vec<_> = line.iter().filter(|it| self.hidden[it.0][it.1]).collect();
            let together: f64 = withheld.iter().map(|it| self.count(**it)).sum();
            if withheld.len() == 1 || (!withheld.is_empty() && together < least) {
                changed |= self.hide_smallest(line);
            }
        }
        changed
    }

    /// Hides one more beside every cell that must not be worked out and could hold no other number;
    /// whether there was one.
    fn hide_given_away(&mut self, least: f64) -> bool {
        let rows = 0..self.rows();
        let all: Vec<Cell> = rows.flat_map(|it| self.row(it)).collect();
        let mut changed = false;
        for cell in all {
            let (is_hidden, is_first) = (self.hidden[cell.0][cell.1], self.first[cell.0][cell.1]);
            let must = is_hidden && (is_first || self.count(cell) < least);
            if !must || self.can_be_more(cell) || self.can_be_less(cell) {
                continue;
            }
            let beside: Vec<Cell> = [self.row(cell.0), self.column(cell.1)].concat();
            changed |= self.hide_smallest(&beside);
        }
        changed
    }

    /// Whether the cell could hold one more: one less elsewhere in its row, one more in that
    /// column, and so on until one less in its own column evens it out.
    fn can_be_more(&self, (row, column): Cell) -> bool {
        let mut seen = vec![false; self.rows()];
        let mut reached = vec![row];
        while let Some(at) = reached.pop() {
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            let less = |it: &usize| {
                self.hidden[at][*it] && self.counts[at][*it] > 0.0 && (at, *it) != (row, column)
            };
            for next in (0..self.columns).filter(less) {
                if next == column {
                    return true;
                }
                reached.extend((0..self.rows()).filter(|it| self.hidden[*it][next]));
            }
        }
        false
    }

    /// Whether the cell could hold one less, the same way round.
    fn can_be_less(&self, (row, column): Cell) -> bool {
        if self.counts[row][column] <= 0.0 {
            return false;
        }
        let mut seen = vec![false; self.rows()];
        let mut reached = vec![row];
        while let Some(at) = reached.pop() {
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            let more = |it: &usize| self.hidden[at][*it] && (at, *it) != (row, column);
            for next in (0..self.columns).filter(more) {
                if next == column {
                    return true;
                }
                let less = |it: &usize| self.hidden[*it][next] && self.counts[*it][next] > 0.0;
                reached.extend((0..self.rows()).filter(less));
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_gives_a_withheld_cell_away() {
        let counts = [
            vec![12.0, 3.0, 45.0],
            vec![0.0, 8.0, 20.0],
            vec![5.0, 1.0, 60.0],
        ];
        let hidden = suppress(&counts, 5.0, true);
        assert!(hidden[0][1] && hidden[2][1]);
        for r in 0..3 {
            let withheld: Vec<f64> = (0..3)
                .filter(|c| hidden[r][*c])
                .map(|c| counts[r][c])
                .collect();
            assert!(withheld.len() != 1, "row {r}");
            assert!(
                withheld.is_empty() || withheld.iter().sum::<f64>() >= 5.0,
                "row {r}"
            );
        }
        let column = |c: usize| hidden.iter().filter(|row| row[c]).count();
        assert!((0..3).all(|c| column(c) != 1));
    }

    #[test]
    fn a_table_without_small_cells_is_shown() {
        let hidden = suppress(&[vec![10.0, 0.0], vec![6.0, 7.0]], 5.0, true);
        assert!(hidden.iter().flatten().all(|it| !it));
        assert!(suppress(&[], 5.0, true).is_empty());
    }

    /// Two squares of withheld cells and one between them: every line withholds two or more, and
    /// yet the one between follows from the totals.
    #[test]
    fn a_cell_between_others_is_not_given_away() {
        let mut counts = vec![vec![30.0; 4]; 4];
        for (r, c) in [
            (0, 0),
            (0, 1),
            (1, 0),
            (1, 1),
            (2, 2),
            (2, 3),
            (3, 2),
            (3, 3),
        ] {
            counts[r][c] = 3.0;
        }
        counts[1][2] = 2.0;
        let hidden = suppress(&counts, 5.0, true);
        assert!(n_hidden(&hidden) > 9);
        assert!(given_away(&counts, &hidden, 5.0).is_empty());
    }

    fn n_hidden(hidden: &[Vec<bool>]) -> usize {
        hidden.iter().flatten().filter(|it| **it).count()
    }

    /// The withheld cells with fewer than `least` that are the same in every table of whole numbers
    /// with these totals and these shown cells, by trying all of them.
    fn given_away(counts: &[Vec<f64>], hidden: &[Vec<bool>], least: f64) -> Vec<Cell> {
        let cells: Vec<Cell> = (0..counts.len())
            .flat_map(|r| (0..counts[r].len()).map(move |c| (r, c)))
            .filter(|it| hidden[it.0][it.1])
            .collect();
        let sum = |cells: &mut dyn Iterator<Item = &Cell>| -> i64 {
            cells.map(|it| counts[it.0][it.1] as i64).sum()
        };
        let rows = |r: usize| sum(&mut cells.iter().filter(|it| it.0 == r));
        let columns = |c: usize| sum(&mut cells.iter().filter(|it| it.1 == c));
        let mut left_rows: Vec<i64> = (0..counts.len()).map(rows).collect();
        let mut left_columns: Vec<i64> = (0..counts[0].len()).map(columns).collect();
        let mut seen = vec![(i64::MAX, i64::MIN); cells.len()];
        let mut given = vec![0; cells.len()];
        all_tables(
            &cells,
            0,
            &mut left_rows,
            &mut left_columns,
            &mut given,
            &mut seen,
        );
        let fixed = cells.iter().zip(&seen).filter(|it| it.1.0 == it.1.1);
        let small = fixed.filter(|it| counts[it.0.0][it.0.1] < least);
        small.map(|it| *it.0).collect()
    }

    fn all_tables(
        cells: &[Cell],
        at: usize,
        rows: &mut [i64],
        columns: &mut [i64],
        given: &mut [i64],
        seen: &mut [(i64, i64)],
    ) {
        let Some((r, c)) = cells.get(at).copied() else {
            if rows.iter().chain(columns.iter()).all(|it| *it == 0) {
                for (seen, given) in seen.iter_mut().zip(given) {
                    *seen = (seen.0.min(*given), seen.1.max(*given));
                }
            }
            return;
        };
        // The last cell of a row takes what is left.
        let is_last = cells.get(at + 1).is_none_or(|it| it.0 != r);
        let low = if is_last { rows[r] } else { 0 };
        for value in low..=rows[r].min(columns[c]) {
            (rows[r], columns[c], given[at]) = (rows[r] - value, columns[c] - value, value);
            all_tables(cells, at + 1, rows, columns, given, seen);
            (rows[r], columns[c]) = (rows[r] + value, columns[c] + value);
        }
    }

    #[test]
    fn what_is_withheld_cannot_be_worked_out_from_totals() {
        let mut seed = crate::base::Seed::new(7);
        let mut n_tables = 0;
        for _ in 0..400 {
            let (rows, columns) = (2 + seed.below(2), 2 + seed.below(3));
            let mut cell = || {
                let kind = seed.below(10);
                (if kind < 5 {
                    seed.below(4)
                } else {
                    4 + seed.below(4)
                }) as f64
            };
            let counts: Vec<Vec<f64>> = (0..rows)
                .map(|_| (0..columns).map(|_| cell()).collect())
                .collect();
            let hidden = suppress(&counts, 3.0, true);
            // A table in which all is withheld has nothing more to hide.
            let filled = counts
                .iter()
                .zip(&hidden)
                .flat_map(|it| it.0.iter().zip(it.1));
            let is_all = filled.filter(|it| *it.0 > 0.0).all(|it| *it.1);
            if n_hidden(&hidden) == 0 || is_all || n_hidden(&hidden) > 9 {
                continue;
            }
            n_tables += 1;
            assert!(
                given_away(&counts, &hidden, 3.0).is_empty(),
                "{counts:?} {hidden:?}"
            );
        }
        assert!(n_tables > 100, "{n_tables}");
    }
}
