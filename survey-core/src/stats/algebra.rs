//! Linear algebra of small matrices: products, inverses, eigenvalues.
//!
//! Own code rather than a crate: a few dozen lines that give the same bits everywhere.

use super::matrix::Matrix;

/// Eigenvalues, largest first, with the eigenvector of each.
#[derive(Clone, Debug)]
pub struct Eigen {
    /// Eigenvalues in falling order.
    pub values: Vec<f64>,
    /// One vector of length 1 for each value; its largest entry is positive.
    pub vectors: Vec<Vec<f64>>,
}

impl Matrix {
    /// The matrix with these rows, which must be as many as they are long.
    pub fn from_rows(rows: &[Vec<f64>]) -> Matrix {
        let mut out = Matrix::zero(rows.len());
        for (at, row) in rows.iter().enumerate() {
            for (column, value) in row.iter().enumerate().take(rows.len()) {
                out.put(at, column, *value);
            }
        }
        out
    }

    /// The unit matrix.
    pub fn identity(size: usize) -> Matrix {
        let mut out = Matrix::zero(size);
        (0..size).for_each(|it| out.put(it, it, 1.0));
        out
    }

    /// The rows.
    pub fn rows(&self) -> Vec<Vec<f64>> {
        (0..self.size()).map(|it| self.row(it).to_vec()).collect()
    }

    /// The diagonal.
    pub fn diagonal(&self) -> Vec<f64> {
        (0..self.size()).map(|it| self.get(it, it)).collect()
    }

    /// The sum of all entries.
    pub fn sum(&self) -> f64 {
        (0..self.size())
            .map(|it| self.row(it).iter().sum::<f64>())
            .sum()
    }

    /// The rows and columns `chosen`.
    pub fn select(&self, chosen: &[usize]) -> Matrix {
        let row = |at: &usize| chosen.iter().map(|it| self.get(*at, *it)).collect();
        Matrix::from_rows(&chosen.iter().map(row).collect::<Vec<_>>())
    }

    /// `self × other`.
    pub fn product(&self, other: &Matrix) -> Matrix {
        let size = self.size();
        let mut out = Matrix::zero(size);
        for row in 0..size {
            for column in 0..size {
                let sum = (0..size).map(|it| self.get(row, it) * other.get(it, column));
                out.put(row, column, sum.sum());
            }
        }
        out
    }

    /// `self × vector`.
    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        let dot = |row: &[f64]| row.iter().zip(vector).map(|(a, b)| a * b).sum();
        (0..self.size()).map(|it| dot(self.row(it))).collect()
    }

    /// `x` of `self x = right`, by elimination with row exchanges; none when singular.
    pub fn solve_for(&self, right: &[f64]) -> Option<Vec<f64>> {
        let mut columns = self.eliminate(vec![right.to_vec()])?;
        columns.pop()
    }

    /// The inverse; none when singular.
    pub fn inverse(&self) -> Option<Matrix> {
        let unit = Matrix::identity(self.size()).rows();
        let columns = self.eliminate(unit)?;
        let mut out = Matrix::zero(self.size());
        for (column, values) in columns.iter().enumerate() {
            for (row, value) in values.iter().enumerate() {
                out.put(row, column, *value);
            }
        }
        Some(out)
    }

    /// Natural logarithm of the determinant of a positive definite matrix; none for others.
    pub fn ln_determinant(&self) -> Option<f64> {
        let values = self.eigen().values;
        let positive = values.iter().all(|it| *it > 0.0);
        positive.then(|| values.iter().map(|it| libm::log(*it)).sum())
    }

    fn eliminate(&self, mut right: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
        let size = self.size();
        let mut a = self.rows();
        for at in 0..size {
            let pivot = (at..size).max_by(|x, y| a[*x][at].abs().total_cmp(&a[*y][at].abs()))?;
            let scale = self.row(pivot).iter().fold(0.0_f64, |m, x| m.max(x.abs()));
            let usable = a[pivot][at].abs() > 1e-13 * scale;
            if !usable {
                return None;
            }
            a.swap(at, pivot);
            right.iter_mut().for_each(|it| it.swap(at, pivot));
            let lead = a[at].clone();
            for row in at + 1..size {
                let factor = a[row][at] / lead[at];
                if factor == 0.0 {
                    continue;
                }
                let pairs = a[row].iter_mut().zip(&lead).skip(at);
                pairs.for_each(|(x, y)| *x -= factor * y);
                right.iter_mut().for_each(|it| it[row] -= factor * it[at]);
            }
        }
        for column in &mut right {
            for row in (0..size).rev() {
                let known: f64 = (row + 1..size).map(|it| a[row][it] * column[it]).sum();
                column[row] = (column[row] - known) / a[row][row];
            }
        }
        Some(right)
    }

    /// Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations (Golub & Van Loan
    /// 2013, section 8.5): slow for hundreds of rows, exact to the last digits for dozens.
    pub fn eigen(&self) -> Eigen {
        let size = self.size();
        let (mut a, mut v) = (self.clone(), Matrix::identity(size));
        for _ in 0..100 {
            let mut off = 0.0;
            for p in 0..size {
                for q in p + 1..size {
                    off += a.get(p, q) * a.get(p, q);
                    rotate(&mut a, &mut v, p, q);
                }
            }
            let whole: f64 = a.diagonal().iter().map(|it| it * it).sum();
            if off <= 1e-34 * whole || off == 0.0 {
                break;
            }
        }
        let mut order: Vec<usize> = (0..size).collect();
        order.sort_by(|x, y| a.get(*y, *y).total_cmp(&a.get(*x, *x)));
        let vector = |at: &usize| upright((0..size).map(|row| v.get(row, *at)).collect());
        Eigen {
            values: order.iter().map(|it| a.get(*it, *it)).collect(),
            vectors: order.iter().map(vector).collect(),
        }
    }

    /// Eigenvalues of a matrix known to have only real ones, largest first, by the QR algorithm
    /// without shifts: for small matrices that are similar to symmetric ones.
    pub fn real_eigenvalues(&self) -> Vec<f64> {
        let size = self.size();
        let mut a = self.clone();
        for _ in 0..5000 {
            let (q, r) = a.orthogonal();
            a = r.product(&q);
            let below = (0..size).flat_map(|row| (0..row).map(move |column| (row, column)));
            let largest = below.map(|(row, column)| a.get(row, column).abs());
            let scale = a.diagonal().iter().fold(0.0_f64, |m, x| m.max(x.abs()));
            if largest.fold(0.0, f64::max) <= 1e-15 * scale {
                break;
            }
        }
        let mut values = a.diagonal();
        values.sort_by(|x, y| y.total_cmp(x));
        values
    }

    /// `self = Q R` by Gram and Schmidt, twice.
    fn orthogonal(&self) -> (Matrix, Matrix) {
        let size = self.size();
        let (mut q, mut r) = (Matrix::zero(size), Matrix::zero(size));
        for column in 0..size {
            let mut v: Vec<f64> = (0..size).map(|row| self.get(row, column)).collect();
            for _ in 0..2 {
                for other in 0..column {
                    let share: f64 = (0..size).map(|row| q.get(row, other) * v[row]).sum();
                    r.put(other, column, r.get(other, column) + share);
                    (0..size).for_each(|row| v[row] -= share * q.get(row, other));
                }
            }
            let length = libm::sqrt(v.iter().map(|it| it * it).sum());
            r.put(column, column, length);
            let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
            (0..size).for_each(|row| q.put(row, column, v[row] * scale));
        }
        (q, r)
    }

    /// The correlation matrix of a covariance matrix.
    pub fn correlation(&self) -> Matrix {
        let sd: Vec<f64> = self.diagonal().iter().map(|it| libm::sqrt(*it)).collect();
        let mut out = Matrix::identity(self.size());
        for row in 0..self.size() {
            for column in (0..self.size()).filter(|it| *it != row) {
                out.put(row, column, self.get(row, column) / (sd[row] * sd[column]));
            }
        }
        out
    }
}

fn rotate(a: &mut Matrix, v: &mut Matrix, p: usize, q: usize) {
    let apq = a.get(p, q);
    if apq == 0.0 {
        return;
    }
    let theta = (a.get(q, q) - a.get(p, p)) / (2.0 * apq);
    let t = 1.0 / (theta.abs() + libm::sqrt(theta * theta + 1.0));
    let t = if theta < 0.0 { -t } else { t };
    let c = 1.0 / libm::sqrt(t * t + 1.0);
    let s = t * c;
    for at in 0..a.size() {
        let (x, y) = (a.get(at, p), a.get(at, q));
        a.put(at, p, c * x - s * y);
        a.put(at, q, s * x + c * y);
    }
    for at in 0..a.size() {
        let (x, y) = (a.get(p, at), a.get(q, at));
        a.put(p, at, c * x - s * y);
        a.put(q, at, s * x + c * y);
        let (x, y) = (v.get(at, p), v.get(at, q));
        v.put(at, p, c * x - s * y);
        v.put(at, q, s * x + c * y);
    }
}

fn upright(mut vector: Vec<f64>) -> Vec<f64> {
    let largest = vector.iter().copied();
    let largest = largest.fold(
        0.0_f64,
        |best, it| if it.abs() > best.abs() { it } else { best },
    );
    if largest < 0.0 {
        vector.iter_mut().for_each(|it| *it = -*it);
    }
    vector
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Matrix {
        Matrix::from_rows(&[
            vec![4.0, 1.0, 0.5],
            vec![1.0, 3.0, -0.25],
            vec![0.5, -0.25, 2.0],
        ])
    }

    #[test]
    fn the_inverse_undoes() {
        let unit = example().product(&example().inverse().expect("regular"));
        for row in 0..3 {
            for column in 0..3 {
                let wanted = f64::from(u8::from(row == column));
                assert!((unit.get(row, column) - wanted).abs() < 1e-15);
            }
        }
        let singular = Matrix::from_rows(&[vec![1.0, 2.0], vec![2.0, 4.0]]);
        assert!(singular.inverse().is_none());
    }

    #[test]
    fn eigenvectors_are_stretched_by_their_values() {
        let eigen = example().eigen();
        assert!(eigen.values.windows(2).all(|it| it[0] >= it[1]));
        for (value, vector) in eigen.values.iter().zip(&eigen.vectors) {
            for (image, entry) in example().times(vector).iter().zip(vector) {
                assert!((image - value * entry).abs() < 1e-14);
            }
        }
    }
}
