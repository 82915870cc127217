//! Text widths where there is no browser to ask.

use super::{Font, Measure};
use crate::charts::text::wrap::{is_wide, joins_previous};

/// Estimates widths: Han characters are one em, Latin ones come from a table.
///
/// It errs on the wide side, so that what is laid out with it fits the fonts
/// that differ between systems.
#[derive(Clone, Copy, Debug, Default)]
pub struct Estimator;

/// Widths of U+0020 to U+007E in thousandths of an em: those of a common
/// grotesque, to which most system fonts are close.
#[rustfmt::skip]
const ASCII: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// System fonts that are wider than the table, and their bold weights.
const REGULAR: f64 = 1.06;
const BOLD: f64 = 1.13;

impl Measure for Estimator {
    fn width(&self, text: &str, font: Font) -> f64 {
        let weight = if font.bold { BOLD } else { REGULAR };
        text.chars().map(|it| em(it, weight)).sum::<f64>() * font.size
    }
}

fn em(it: char, weight: f64) -> f64 {
    let code = it as usize;
    if is_wide(it) || matches!(it, '…' | '—') {
        return 1.0;
    }
    if joins_previous(it) {
        return 0.0;
    }
    let thousandths = match code.checked_sub(0x20).and_then(|idx| ASCII.get(idx)) {
        Some(width) => f64::from(*width),
        None if matches!(it, '“' | '”' | '‘' | '’') => 350.0,
        None => 600.0,
    };
    thousandths / 1000.0 * weight
}
