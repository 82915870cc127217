//! Text widths where there is no browser to ask.

use super::wrap::{is_wide, joins_previous};
use super::{Font, Measure};

/// Estimates widths: Han characters are one em, Latin ones come from a table.
///
/// The table is that of DejaVu Sans, the widest of the fonts that systems use
/// for their own words, so what is laid out with it fits the others as well.
#[derive(Clone, Copy, Debug, Default)]
pub struct Estimator;

/// Widths of U+0020 to U+007E in thousandths of an em.
#[rustfmt::skip]
const REGULAR: [u16; 95] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337,
    636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 556,
    1015, 684, 686, 722, 770, 667, 611, 778, 752, 295, 500, 667, 557, 863, 748, 787,
    667, 787, 722, 667, 611, 732, 684, 989, 685, 667, 685, 390, 337, 390, 838, 556,
    500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612,
    635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
];

/// The same of the bold weight.
#[rustfmt::skip]
const BOLD: [u16; 95] = [
    348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365,
    696, 696, 696, 696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 611,
    1015, 774, 762, 734, 830, 683, 683, 821, 837, 372, 556, 775, 637, 995, 837, 850,
    733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 556,
    500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687,
    716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
];

/// Of Latin, Greek and Cyrillic letters beyond the tables; on the wide side.
const OTHER: u16 = 720;

impl Measure for Estimator {
    fn width(&self, text: &str, font: Font) -> f64 {
        let table = if font.bold { &BOLD } else { &REGULAR };
        let em: f64 = text.chars().map(|it| thousandths(it, table)).sum();
        em / 1000.0 * font.size
    }
}

fn thousandths(it: char, table: &[u16; 95]) -> f64 {
    if is_wide(it) || matches!(it, '…' | '—') {
        return 1000.0;
    }
    if joins_previous(it) {
        return 0.0;
    }
    let from_table = (it as usize)
        .checked_sub(0x20)
        .and_then(|idx| table.get(idx))
        .copied();
    f64::from(from_table.unwrap_or(match it {
        '–' | '‘' | '’' => 500,
        '“' | '”' => 657,
        '\u{2212}' | '×' => 838,
        _ => OTHER,
    }))
}
