use std::cmp::Ordering;

/// A whole number of any size.
#[derive(PartialEq, Eq)]
pub(super) struct Long {
    /// The lowest first; the highest is not 0.
    words: Vec<u32>,
}

impl Long {
    pub(super) fn new(number: u64) -> Long {
        let mut long = Long {
            words: vec![number as u32, (number >> 32) as u32],
        };
        long.trim();
        long
    }

    pub(super) fn is_zero(&self) -> bool {
        self.words.is_empty()
    }

    pub(super) fn n_bits(&self) -> u32 {
        let top = self.words.last().map_or(0, |it| it.leading_zeros());
        32 * self.words.len() as u32 - top
    }

    pub(super) fn times_plus(&mut self, factor: u32, term: u32) {
        let mut carry = u64::from(term);
        for word in &mut self.words {
            carry += u64::from(*word) * u64::from(factor);
            *word = carry as u32;
            carry >>= 32;
        }
        self.words.push(carry as u32);
        self.trim();
    }

    pub(super) fn times_power_of_ten(&mut self, exponent: u32) {
        for _ in 0..exponent {
            self.times_plus(10, 0);
        }
    }

    /// Times 2 to the power of `n_bits`.
    pub(super) fn shift(&mut self, n_bits: u32) {
        self.times_plus(1 << (n_bits % 32), 0);
        if !self.is_zero() {
            let zeros = std::iter::repeat_n(0, n_bits as usize / 32);
            self.words.splice(..0, zeros);
        }
    }

    pub(super) fn plus(&self, other: &Long) -> Long {
        let mut words = Vec::with_capacity(self.words.len().max(other.words.len()) + 1);
        let mut carry = 0;
        for idx in 0..words.capacity() {
            let word = |it: &Long| u64::from(it.words.get(idx).copied().unwrap_or(0));
            carry += word(self) + word(other);
            words.push(carry as u32);
            carry >>= 32;
        }
        let mut sum = Long { words };
        sum.trim();
        sum
    }

    /// Takes away a number that is not larger.
    pub(super) fn minus(&mut self, other: &Long) {
        let mut borrow = false;
        for (idx, word) in self.words.iter_mut().enumerate() {
            let taken = other.words.get(idx).copied().unwrap_or(0);
            let (rest, one) = word.overflowing_sub(taken);
            let (rest, two) = rest.overflowing_sub(u32::from(borrow));
            *word = rest;
            borrow = one || two;
        }
        self.trim();
    }

    fn trim(&mut self) {
        while self.words.last() == Some(&0) {
            self.words.pop();
        }
    }
}

impl Ord for Long {
    fn cmp(&self, other: &Long) -> Ordering {
        let length = self.words.len().cmp(&other.words.len());
        length.then_with(|| self.words.iter().rev().cmp(other.words.iter().rev()))
    }
}

impl PartialOrd for Long {
    fn partial_cmp(&self, other: &Long) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
