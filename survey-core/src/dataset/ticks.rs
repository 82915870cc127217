//! Sets of codes: one bit a choice, some bytes a row.

use super::codes::place;
use crate::base::Missing;

/// The answers to a select_multiple.
///
/// A row takes the bytes that its choices need and one bit more, which says that the first byte
/// holds a reason instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticks {
    /// Bytes a row.
    stride: usize,
    bytes: Vec<u8>,
}

const MISSING: u8 = 0x80;

impl Ticks {
    /// No rows yet, with room for codes below `n_codes`.
    pub fn new(n_codes: usize) -> Ticks {
        Ticks {
            stride: stride(n_codes),
            bytes: Vec::new(),
        }
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.bytes.len() / self.stride
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Why nothing was ticked, if nothing was.
    #[inline]
    pub fn missing(&self, row: usize) -> Option<Missing> {
        let bytes = self.row(row);
        (bytes[self.stride - 1] & MISSING != 0).then(|| Missing::ALL[usize::from(bytes[0] & 0x07)])
    }

    /// Whether a code was ticked.
    #[inline]
    pub fn has(&self, row: usize, code: usize) -> bool {
        let bytes = self.row(row);
        code < 8 * self.stride - 1
            && bytes[self.stride - 1] & MISSING == 0
            && bytes[code / 8] & (1 << (code % 8)) != 0
    }

    /// The codes that were ticked, smallest first.
    pub fn codes(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        (0..8 * self.stride - 1).filter(move |code| self.has(row, *code))
    }

    /// Adds a row.
    pub fn push(&mut self, cell: Result<&[usize], Missing>) {
        if let Some(largest) = cell.ok().and_then(|it| it.iter().max()) {
            self.reserve(largest + 1);
        }
        let at = self.bytes.len();
        self.bytes.resize(at + self.stride, 0);
        let bytes = &mut self.bytes[at..];
        match cell {
            Ok(codes) => codes.iter().for_each(|it| bytes[it / 8] |= 1 << (it % 8)),
            Err(reason) => {
                bytes[0] = place(reason) as u8;
                bytes[self.stride - 1] |= MISSING;
            }
        }
    }

    /// The row's bytes, equal for equal answers.
    pub(super) fn row(&self, row: usize) -> &[u8] {
        &self.bytes[row * self.stride..][..self.stride]
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        self.bytes.capacity()
    }

    pub(super) fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
    }

    fn reserve(&mut self, n_codes: usize) {
        let wanted = stride(n_codes);
        if wanted <= self.stride {
            return;
        }
        let mut wider = Ticks {
            stride: wanted,
            bytes: Vec::with_capacity(self.len() * wanted),
        };
        for row in 0..self.len() {
            let codes: Vec<usize> = self.codes(row).collect();
            wider.push(self.missing(row).map_or(Ok(codes.as_slice()), Err));
        }
        *self = wider;
    }
}

fn stride(n_codes: usize) -> usize {
    n_codes / 8 + 1
}
