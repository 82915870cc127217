//! Sums that do not depend on the order of their terms.

/// An exact sum of finite doubles.
///
/// Whole numbers are counted in an integer. Everything else is kept as a non-overlapping expansion
/// (Shewchuk 1997, "Adaptive precision floating-point arithmetic"; the same method as Python's
/// `math.fsum`), which loses nothing, so [`Exact::value`] is the correctly rounded sum of what was
/// added. Adding and merging are therefore commutative and associative to the last bit, however
/// the rows were cut up between files, workers or machines.
///
/// Terms must be finite and small enough not to overflow; [`Sums`](super::Sums) sees to that.
#[derive(Clone, Debug, Default)]
pub struct Exact {
    whole: i64,
    /// The sum of the other terms while one double holds it.
    one: f64,
    /// The sum of the other terms when it takes several: non-overlapping, smallest first, no zeros.
    parts: Vec<f64>,
}

/// Whole terms up to this size go to the integer: 2^32 of them still fit into it.
const WHOLE: f64 = 2_147_483_648.0;

impl Exact {
    /// Adds one term.
    #[inline]
    pub fn add(&mut self, term: f64) {
        if term.abs() < WHOLE && f64::from(term as i32) == term {
            self.whole += i64::from(term as i32);
        } else {
            self.grow(term);
        }
    }

    /// Adds everything that was added to `other`.
    pub fn merge(&mut self, other: &Exact) {
        self.whole += other.whole;
        self.grow(other.one);
        for &part in &other.parts {
            self.grow(part);
        }
    }

    /// The sum, rounded once.
    pub fn value(&self) -> f64 {
        if self.parts.is_empty() && self.whole.unsigned_abs() < 1 << 53 {
            return self.whole as f64 + self.one;
        }
        round(&self.expansion())
    }

    /// The whole sum as one expansion.
    fn expansion(&self) -> Vec<f64> {
        let low = self.whole & 0xffff_ffff;
        let mut parts = self.parts.clone();
        for term in [self.one, (self.whole - low) as f64, low as f64] {
            grow(&mut parts, term);
        }
        parts
    }

    fn grow(&mut self, term: f64) {
        if !self.parts.is_empty() {
            return grow(&mut self.parts, term);
        }
        let (high, low) = two_sum(self.one, term);
        self.one = high;
        if low != 0.0 {
            self.one = 0.0;
            self.parts = vec![low, high];
        }
    }

    /// The one expansion that all equal sums share: rounded sum, rounded rest, and so on.
    fn canonical(&self) -> Vec<u64> {
        let mut rest = self.expansion();
        let mut bits = Vec::new();
        while !rest.is_empty() {
            let head = round(&rest);
            bits.push(head.to_bits());
            grow(&mut rest, -head);
        }
        bits
    }
}

/// Adds a term to an expansion.
fn grow(parts: &mut Vec<f64>, term: f64) {
    let mut carried = term;
    let mut kept = 0;
    for at in 0..parts.len() {
        let (high, low) = two_sum(carried, parts[at]);
        if low != 0.0 {
            parts[kept] = low;
            kept += 1;
        }
        carried = high;
    }
    parts.truncate(kept);
    if carried != 0.0 {
        parts.push(carried);
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Exact) -> bool {
        self.canonical() == other.canonical()
    }
}

/// `a + b` as its rounded value and the exact error of the rounding (Knuth).
#[inline]
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let b_part = sum - a;
    let a_part = sum - b_part;
    (sum, (a - a_part) + (b - b_part))
}

/// A sum with its rounding error carried beside it: twice the digits of a double at a fraction of
/// what [`Exact`] costs (Knuth's two-sum; Ogita, Rump & Oishi 2005).
#[derive(Clone, Copy, Debug, Default)]
pub struct Twofold {
    sum: f64,
    rest: f64,
}

impl Twofold {
    /// The sum of all terms.
    pub fn of(terms: impl IntoIterator<Item = f64>) -> f64 {
        let mut sum = Twofold::default();
        terms.into_iter().for_each(|it| sum.add(it));
        sum.value()
    }

    /// Adds one term.
    #[inline]
    pub fn add(&mut self, term: f64) {
        let (sum, rest) = two_sum(self.sum, term);
        self.sum = sum;
        self.rest += rest;
    }

    /// The sum.
    pub fn value(&self) -> f64 {
        self.sum + self.rest
    }
}

/// Rounds a non-overlapping expansion to the nearest double, ties to even.
fn round(parts: &[f64]) -> f64 {
    let Some((&last, mut rest)) = parts.split_last() else {
        return 0.0;
    };
    let mut high = last;
    let mut low = 0.0;
    while let Some((&part, before)) = rest.split_last() {
        (high, low) = two_sum(high, part);
        rest = before;
        if low != 0.0 {
            break;
        }
    }
    // `low` may be exactly half a unit of `high`; what lies below it decides the tie.
    if rest
        .last()
        .is_some_and(|below| (*below > 0.0) == (low > 0.0))
        && low != 0.0
    {
        let twice = low * 2.0;
        let moved = high + twice;
        if moved - high == twice {
            high = moved;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(terms: &[f64]) -> Exact {
        let mut exact = Exact::default();
        terms.iter().for_each(|it| exact.add(*it));
        exact
    }

    #[test]
    fn loses_nothing() {
        assert_eq!(sum(&[1e100, 1.0, -1e100]).value(), 1.0);
        assert_eq!(sum(&[0.1; 10]).value(), 1.0);
        assert_eq!(sum(&[]).value(), 0.0);
        assert_eq!(sum(&[2.5, -2.5]).value(), 0.0);
    }

    #[test]
    fn a_tie_is_decided_by_the_smallest_part() {
        let half_unit = f64::EPSILON / 2.0;
        assert_eq!(sum(&[1.0, half_unit]).value(), 1.0);
        assert_eq!(sum(&[1.0, half_unit, 1e-40]).value(), 1.0 + f64::EPSILON);
        assert_eq!(sum(&[1.0, half_unit, -1e-40]).value(), 1.0);
    }

    #[test]
    fn sums_are_equal_whatever_their_history() {
        let forth = sum(&[0.1, 3.0, 1e20, 1e-9, 7.25]);
        let back = sum(&[7.25, 1e-9, 1e20, 3.0, 0.1]);
        assert_eq!(forth, back);
        assert_ne!(forth, sum(&[0.1, 3.0, 1e20, 7.25]));
    }
}
