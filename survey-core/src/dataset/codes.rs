//! One small whole number per row, with the reasons for missing values in-band.

use crate::base::Missing;

/// What a row holds: a code, or why there is none.
pub type Coded = Result<u16, Missing>;

const N_REASONS: u16 = Missing::ALL.len() as u16;

/// Codes of one column: one byte a row while they fit, two afterwards. The six highest numbers of
/// either width stand for the reasons in the order of [`Missing::ALL`].
#[derive(Clone, Debug, PartialEq)]
pub enum Codes {
    /// Codes below 250.
    Narrow(Vec<u8>),
    /// Codes below [`Codes::LIMIT`].
    Wide(Vec<u16>),
}

impl Default for Codes {
    fn default() -> Codes {
        Codes::Narrow(Vec::new())
    }
}

impl Codes {
    /// No code is this large.
    pub const LIMIT: u16 = u16::MAX - N_REASONS + 1;
    const NARROW_LIMIT: u16 = u8::MAX as u16 - N_REASONS + 1;

    /// Rows.
    pub fn len(&self) -> usize {
        match self {
            Codes::Narrow(all) => all.len(),
            Codes::Wide(all) => all.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row's code, or why it has none.
    #[inline]
    pub fn get(&self, row: usize) -> Coded {
        match self {
            Codes::Narrow(all) => {
                let byte = u16::from(all[row]);
                unpack(byte, Codes::NARROW_LIMIT)
            }
            Codes::Wide(all) => unpack(all[row], Codes::LIMIT),
        }
    }

    /// Adds a row; a code that is too large for any width counts as skipped.
    pub fn push(&mut self, cell: Coded) {
        if matches!(cell, Ok(code) if code >= Codes::NARROW_LIMIT) {
            self.widen();
        }
        match self {
            Codes::Narrow(all) => all.push(pack(cell, Codes::NARROW_LIMIT) as u8),
            Codes::Wide(all) => all.push(pack(cell, Codes::LIMIT)),
        }
    }

    /// Every row in order.
    pub fn iter(&self) -> impl Iterator<Item = Coded> + '_ {
        (0..self.len()).map(|row| self.get(row))
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        match self {
            Codes::Narrow(all) => all.capacity(),
            Codes::Wide(all) => 2 * all.capacity(),
        }
    }

    pub(super) fn shrink(&mut self) {
        match self {
            Codes::Narrow(all) => all.shrink_to_fit(),
            Codes::Wide(all) => all.shrink_to_fit(),
        }
    }

    fn widen(&mut self) {
        if matches!(self, Codes::Narrow(_)) {
            *self = Codes::Wide(self.iter().map(|it| pack(it, Codes::LIMIT)).collect());
        }
    }
}

fn unpack(stored: u16, limit: u16) -> Coded {
    if stored < limit {
        Ok(stored)
    } else {
        Err(Missing::ALL[usize::from(stored - limit)])
    }
}

fn pack(cell: Coded, limit: u16) -> u16 {
    match cell {
        Ok(code) if code < limit => code,
        Ok(_) => limit + place(Missing::Skipped),
        Err(reason) => limit + place(reason),
    }
}

/// The reason's place in [`Missing::ALL`].
pub(super) fn place(reason: Missing) -> u16 {
    match reason {
        Missing::NotAsked => 0,
        Missing::Skipped => 1,
        Missing::NotApplicable => 2,
        Missing::DontKnow => 3,
        Missing::Refused => 4,
        Missing::Suppressed => 5,
    }
}
