//! How a row with a label, values and a bar is put together.

use super::frame::{Lines, Role, Sheet};

/// Where a label stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arrangement {
    /// Left of the bar; the values right of it.
    Beside,
    /// Above the bar, on one line with the values.
    Above,
    /// Above the values, which are above the bar.
    Apart,
}

/// The widths all rows share.
pub(super) struct Frame {
    pub(super) arrangement: Arrangement,
    pub(super) label_width: i32,
    /// Left and right end of the space for bars.
    pub(super) pixels: (i32, i32),
    /// Height of a bar.
    pub(super) thickness: i32,
    /// Between rows.
    gap: i32,
}

/// Heights within one row, from its top.
pub(super) struct Heights {
    pub(super) label_top: i32,
    pub(super) values_middle: i32,
    pub(super) bar_top: i32,
    pub(super) row: i32,
}

impl Frame {
    /// Shares the width between labels and bars; columns of values start at
    /// `columns_left`, and labels get at most `most_percent` of the sheet.
    pub(super) fn new<'t>(
        sheet: &Sheet<'_>,
        labels: impl Iterator<Item = &'t str>,
        columns_left: i32,
        most_percent: i32,
        thickness: i32,
    ) -> Frame {
        let natural = labels
            .map(|it| sheet.width(it, Role::Label))
            .max()
            .unwrap_or(0)
            + 1;
        let (left, right) = (sheet.left(), sheet.right());
        let beside_values = columns_left - left;
        let (arrangement, label_width, pixels) = if sheet.is_wide() {
            let label_width = natural.min(sheet.inner() * most_percent / 100);
            let from = left + label_width + sheet.scaled(14.0);
            // The label of the last gridline reaches beyond the bars.
            let to = (columns_left - sheet.scaled(10.0)).max(from + 1);
            (Arrangement::Beside, label_width, (from, to))
        } else if beside_values >= natural.min(sheet.scaled(112.0)) {
            (Arrangement::Above, beside_values, (left, right))
        } else {
            (Arrangement::Apart, right - left, (left, right))
        };
        let gap = sheet.scaled(if arrangement == Arrangement::Beside {
            10.0
        } else {
            12.0
        });
        Frame {
            arrangement,
            label_width,
            pixels,
            thickness,
            gap,
        }
    }

    /// Whether bars stand below their labels.
    pub(super) fn is_stacked(&self) -> bool {
        match self.arrangement {
            Arrangement::Beside => false,
            Arrangement::Above | Arrangement::Apart => true,
        }
    }

    /// Where the parts of a row with this label go.
    pub(super) fn heights(&self, sheet: &Sheet<'_>, label: &Lines) -> Heights {
        let line = sheet.scaled(20.0);
        let above = match self.arrangement {
            Arrangement::Beside => {
                let row = label.height().max(self.thickness) + self.gap;
                return Heights {
                    label_top: (row - label.height()) / 2,
                    values_middle: row / 2,
                    bar_top: (row - self.thickness) / 2,
                    row,
                };
            }
            Arrangement::Above => label.height().max(line),
            Arrangement::Apart => label.height() + line,
        };
        let values_middle = match self.arrangement {
            Arrangement::Beside | Arrangement::Above => line / 2,
            Arrangement::Apart => above - line / 2,
        };
        let bar_top = above + 3;
        Heights {
            label_top: 0,
            values_middle,
            bar_top,
            row: bar_top + self.thickness + self.gap,
        }
    }
}
