//! Columns: the answers to one item, row by row.

use std::borrow::Cow;

use super::codes::{Codes, place};
use super::ticks::Ticks;
use crate::base::Missing;

/// The answers to one item.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// One code of the variable's list, or a place on its scale.
    Codes(Codes),
    /// Several codes of the variable's list.
    Ticks(Ticks),
    /// Numbers.
    Numbers(Numbers),
    /// Words.
    Words(Words),
    /// Days since 1970-01-01, or milliseconds since midnight.
    Moments(Moments),
}

impl Column {
    /// Rows.
    pub fn len(&self) -> usize {
        match self {
            Column::Codes(it) => it.len(),
            Column::Ticks(it) => it.len(),
            Column::Numbers(it) => it.0.len(),
            Column::Words(it) => it.cells.len(),
            Column::Moments(it) => it.0.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Why the row has no value, if it has none.
    #[inline]
    pub fn missing(&self, row: usize) -> Option<Missing> {
        match self {
            Column::Codes(it) => it.get(row).err(),
            Column::Ticks(it) => it.missing(row),
            Column::Numbers(it) => it.get(row).err(),
            Column::Words(it) => it.missing(row),
            Column::Moments(it) => it.get(row).err(),
        }
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        match self {
            Column::Codes(it) => it.bytes(),
            Column::Ticks(it) => it.bytes(),
            Column::Numbers(it) => 8 * it.0.capacity(),
            Column::Words(it) => it.bytes(),
            Column::Moments(it) => 4 * it.0.capacity(),
        }
    }

    /// Gives back memory that was kept for more rows.
    pub(super) fn shrink(&mut self) {
        match self {
            Column::Codes(it) => it.shrink(),
            Column::Ticks(it) => it.shrink(),
            Column::Numbers(it) => it.0.shrink_to_fit(),
            Column::Words(it) => {
                it.arena.shrink_to_fit();
                it.cells.shrink();
                it.given.shrink_to_fit();
            }
            Column::Moments(it) => it.0.shrink_to_fit(),
        }
    }

    /// Adds a row without a value.
    pub(super) fn push_missing(&mut self, reason: Missing) {
        match self {
            Column::Codes(it) => it.push(Err(reason)),
            Column::Ticks(it) => it.push(Err(reason)),
            Column::Numbers(it) => it.push(Err(reason)),
            Column::Words(it) => {
                it.push(Err(reason));
            }
            Column::Moments(it) => it.push(Err(reason)),
        }
    }
}

/// Numbers; a reason is the payload of a NaN, so it survives copying, not arithmetic.
#[derive(Clone, Debug, Default)]
pub struct Numbers(Vec<f64>);

/// The quiet NaN that reasons are counted from; a NaN that arithmetic makes has payload 0.
const FIRST_REASON: u64 = 0x7FF8_0000_0000_0001;

impl Numbers {
    /// The row's number, or why it has none.
    #[inline]
    pub fn get(&self, row: usize) -> Result<f64, Missing> {
        let number = self.0[row];
        if number.is_nan() {
            let at = number.to_bits().wrapping_sub(FIRST_REASON) as usize;
            Err(Missing::ALL.get(at).copied().unwrap_or(Missing::Skipped))
        } else {
            Ok(number)
        }
    }

    /// The row's bits, equal for equal cells.
    pub(super) fn bits(&self, row: usize) -> u64 {
        self.0[row].to_bits()
    }

    /// Adds a row. A number that is none counts as skipped.
    pub fn push(&mut self, cell: Result<f64, Missing>) {
        let reason = |it| f64::from_bits(FIRST_REASON + u64::from(place(it)));
        self.0.push(match cell {
            Ok(number) if !number.is_nan() => number,
            Ok(_) => reason(Missing::Skipped),
            Err(it) => reason(it),
        });
    }

    /// Every row in order.
    pub fn iter(&self) -> impl Iterator<Item = Result<f64, Missing>> + '_ {
        (0..self.0.len()).map(|row| self.get(row))
    }
}

impl PartialEq for Numbers {
    fn eq(&self, other: &Numbers) -> bool {
        self.iter().eq(other.iter())
    }
}

/// Words of all rows in one piece of memory. Few people write, so a row without words takes one
/// byte, and rows with words are found by searching.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    arena: String,
    /// 0 where there are words, else the reason.
    cells: Codes,
    /// The rows with words, in order, and where each one's words end in the arena.
    given: Vec<(u32, u32)>,
}

impl Words {
    /// The row's words, or why there are none.
    pub fn get(&self, row: usize) -> Result<&str, Missing> {
        self.cells.get(row)?;
        let at = self.given.partition_point(|it| (it.0 as usize) < row);
        let start = at.checked_sub(1).map_or(0, |it| self.given[it].1);
        let end = self.given.get(at).map_or(start, |it| it.1);
        Ok(&self.arena[start as usize..end as usize])
    }

    /// Why the row has no words, if it has none.
    #[inline]
    pub fn missing(&self, row: usize) -> Option<Missing> {
        self.cells.get(row).err()
    }

    /// Adds a row; false if the column is full (4 GiB), in which case the row counts as skipped.
    pub fn push(&mut self, cell: Result<&str, Missing>) -> bool {
        let full = self.arena.len() + cell.map_or(0, str::len) >= u32::MAX as usize;
        let cell = cell.and_then(|it| if full { Err(Missing::Skipped) } else { Ok(it) });
        if let Ok(words) = cell {
            self.arena.push_str(words);
            let place = (self.cells.len() as u32, self.arena.len() as u32);
            self.given.push(place);
        }
        self.cells.push(cell.map(|_| 0));
        !full
    }

    /// Every row in order.
    pub fn iter(&self) -> impl Iterator<Item = Result<&str, Missing>> + '_ {
        (0..self.cells.len()).map(|row| self.get(row))
    }

    fn bytes(&self) -> usize {
        self.arena.capacity() + self.cells.bytes() + 8 * self.given.capacity()
    }
}

/// Days or times, as whole numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moments(Vec<i32>);

impl Moments {
    /// The row's day or time, or why there is none.
    #[inline]
    pub fn get(&self, row: usize) -> Result<i32, Missing> {
        let at = i64::from(self.0[row]) - i64::from(i32::MIN);
        Missing::ALL
            .get(at as usize)
            .map_or(Ok(self.0[row]), |it| Err(*it))
    }

    /// What is stored, equal for equal cells.
    pub(super) fn raw(&self, row: usize) -> i32 {
        self.0[row]
    }

    /// Adds a row.
    pub fn push(&mut self, cell: Result<i32, Missing>) {
        self.0.push(match cell {
            Ok(moment) => moment,
            Err(reason) => i32::MIN + i32::from(place(reason)),
        });
    }

    /// Every row in order.
    pub fn iter(&self) -> impl Iterator<Item = Result<i32, Missing>> + '_ {
        (0..self.0.len()).map(|row| self.get(row))
    }
}

/// The numbers of a column that turned out to hold words.
pub(super) fn as_words(numbers: &Numbers) -> Words {
    let mut words = Words::default();
    for cell in numbers.iter() {
        let text = cell.map(|it| Cow::Owned(crate::expr::number_to_text(it)));
        let text: Result<Cow<'_, str>, Missing> = text;
        match &text {
            Ok(text) => words.push(Ok(text)),
            Err(reason) => words.push(Err(*reason)),
        };
    }
    words
}
