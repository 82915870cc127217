//! Sets of rows, as one bit a row.

/// A set of rows of a data set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bitmap {
    len: usize,
    words: Vec<u64>,
}

impl Bitmap {
    /// No row of `len`.
    pub fn none(len: usize) -> Bitmap {
        Bitmap {
            len,
            words: vec![0; len.div_ceil(64)],
        }
    }

    /// Every row of `len`.
    pub fn all(len: usize) -> Bitmap {
        Bitmap::none(len).not()
    }

    /// The rows for which `holds`.
    pub fn of(len: usize, holds: impl Fn(usize) -> bool) -> Bitmap {
        let mut out = Bitmap::none(len);
        for (at, word) in out.words.iter_mut().enumerate() {
            let first = at * 64;
            for row in first..len.min(first + 64) {
                *word |= u64::from(holds(row)) << (row - first);
            }
        }
        out
    }

    /// Rows that could be in it.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether no row could be in it.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Rows that are in it.
    pub fn count(&self) -> usize {
        self.words.iter().map(|it| it.count_ones() as usize).sum()
    }

    /// Whether a row is in it.
    #[inline]
    pub fn has(&self, row: usize) -> bool {
        self.words
            .get(row / 64)
            .is_some_and(|it| it >> (row % 64) & 1 == 1)
    }

    /// Adds a row at the end.
    pub(super) fn push(&mut self, holds: bool) {
        if self.len.is_multiple_of(64) {
            self.words.push(0);
        }
        self.words[self.len / 64] |= u64::from(holds) << (self.len % 64);
        self.len += 1;
    }

    /// The rows that are in both.
    #[must_use]
    pub fn and(mut self, other: &Bitmap) -> Bitmap {
        debug_assert_eq!(self.len, other.len);
        let pairs = self.words.iter_mut().zip(&other.words);
        pairs.for_each(|(a, b)| *a &= b);
        self
    }

    /// The rows that are in one or both.
    #[must_use]
    pub fn or(mut self, other: &Bitmap) -> Bitmap {
        debug_assert_eq!(self.len, other.len);
        let pairs = self.words.iter_mut().zip(&other.words);
        pairs.for_each(|(a, b)| *a |= b);
        self
    }

    /// The rows that are not in it.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "`!set` would not chain")]
    pub fn not(mut self) -> Bitmap {
        self.words.iter_mut().for_each(|it| *it = !*it);
        let spare = self.words.len() * 64 - self.len;
        if let Some(last) = self.words.last_mut() {
            *last &= u64::MAX >> spare;
        }
        self
    }

    /// The rows in it, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let rest = std::iter::successors(Some(*word), |it| Some(it & it.wrapping_sub(1)));
            rest.take_while(|it| *it != 0)
                .map(move |it| at * 64 + it.trailing_zeros() as usize)
        })
    }
}
