//! A small square matrix.

/// A square matrix, mostly symmetric, stored in full.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    size: usize,
    entries: Vec<f64>,
}

impl Matrix {
    /// A matrix of zeros.
    pub fn zero(size: usize) -> Matrix {
        Matrix {
            size,
            entries: vec![0.0; size * size],
        }
    }

    /// Number of rows, and of columns.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The entry at `row` and `column`.
    pub fn get(&self, row: usize, column: usize) -> f64 {
        self.entries[row * self.size + column]
    }

    /// One row.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.entries[row * self.size..][..self.size]
    }

    /// `a' M b`.
    pub fn form(&self, a: &[f64], b: &[f64]) -> f64 {
        let mut sum = 0.0;
        for (at, left) in a.iter().enumerate().filter(|it| *it.1 != 0.0) {
            for (entry, right) in self.row(at).iter().zip(b).filter(|it| *it.1 != 0.0) {
                sum += left * entry * right;
            }
        }
        sum
    }

    /// Sets one entry, leaving its mirror image.
    pub fn put(&mut self, row: usize, column: usize, value: f64) {
        self.entries[row * self.size + column] = value;
    }

    /// Sets one entry and its mirror image.
    pub(super) fn set(&mut self, row: usize, column: usize, value: f64) {
        self.entries[row * self.size + column] = value;
        self.entries[column * self.size + row] = value;
    }

    /// Adds to one entry and its mirror image.
    pub(super) fn add(&mut self, row: usize, column: usize, value: f64) {
        let sum = self.get(row, column) + value;
        self.set(row, column, sum);
    }

    pub(super) fn add_scaled(&mut self, other: &Matrix, factor: f64) {
        for (mine, theirs) in self.entries.iter_mut().zip(&other.entries) {
            *mine += theirs * factor;
        }
    }

    pub(super) fn add_outer(&mut self, a: &[f64], b: &[f64], factor: f64) {
        for (row, left) in self.entries.chunks_exact_mut(self.size.max(1)).zip(a) {
            if *left == 0.0 {
                continue;
            }
            for (entry, right) in row.iter_mut().zip(b) {
                *entry += left * right * factor;
            }
        }
    }

    /// Sets a row and its column to zero.
    pub(super) fn clear(&mut self, at: usize) {
        self.fill(at, 0.0);
    }

    /// Sets a row and its column to `value`.
    pub(super) fn fill(&mut self, at: usize, value: f64) {
        for other in 0..self.size {
            self.set(at, other, value);
        }
    }

    /// Solves `self X = right` for a positive definite `self`, by Cholesky factors, column by
    /// column of the symmetric `right`; the answer is by columns. None when not positive definite.
    pub(super) fn solve(&self, right: &Matrix) -> Option<Vec<Vec<f64>>> {
        let lower = self.cholesky()?;
        Some(
            (0..self.size)
                .map(|at| lower.substitute(right.row(at)))
                .collect(),
        )
    }

    /// The lower triangle `L` of `self = L L'`, with zeros above it.
    fn cholesky(&self) -> Option<Matrix> {
        let mut lower = Matrix::zero(self.size);
        for row in 0..self.size {
            for column in 0..=row {
                let known = lower.row(row)[..column].iter().zip(lower.row(column));
                let rest = self.get(row, column) - known.map(|(a, b)| a * b).sum::<f64>();
                let entry = if row == column {
                    let enough = rest > 1e-12 * self.get(row, row);
                    enough.then(|| libm::sqrt(rest))?
                } else {
                    rest / lower.get(column, column)
                };
                lower.entries[row * self.size + column] = entry;
            }
        }
        Some(lower)
    }

    /// `x` of `L L' x = right`, for a lower triangle `L`.
    fn substitute(&self, right: &[f64]) -> Vec<f64> {
        let mut x = right.to_vec();
        for row in 0..self.size {
            let known: f64 = (0..row).map(|it| self.get(row, it) * x[it]).sum();
            x[row] = (x[row] - known) / self.get(row, row);
        }
        for row in (0..self.size).rev() {
            let known: f64 = (row + 1..self.size)
                .map(|it| self.get(it, row) * x[it])
                .sum();
            x[row] = (x[row] - known) / self.get(row, row);
        }
        x
    }
}
