//! Stacked bars of ordered answers, lined up at their centre.

use super::figure::{Stacked, StackedRow, StackedShares};
use super::format::count;
use super::frame::{Column, Lines, Role, Sheet};
use super::legend::{Swatch, draw as draw_legend};
use super::rows::{Frame, Heights};
use super::scale::Scale;
use super::scene::Anchor;
use super::table::ordered;

/// Where everything stands.
struct Plan {
    frame: Frame,
    scale: Scale,
    columns: Vec<Column>,
}

/// Draws the key, the column heads and every item.
pub(super) fn draw(sheet: &mut Sheet<'_>, figure: &Stacked) {
    let n_levels = figure.levels.len();
    if n_levels == 0 || figure.rows.is_empty() {
        return;
    }
    let swatch = |idx| Swatch::Area(sheet.palette.level(idx, n_levels));
    let names = figure.levels.iter().enumerate();
    let key: Vec<(Swatch, &str)> = names.map(|(idx, it)| (swatch(idx), it.as_str())).collect();
    draw_legend(sheet, &key);
    let plan = plan(sheet, figure);
    let heads = plan
        .columns
        .iter()
        .map(|it| it.head.height())
        .max()
        .unwrap_or(0);
    let bottom = sheet.y + heads;
    sheet.column_heads(&plan.columns, bottom);
    sheet.y = bottom + sheet.scaled(6.0);
    let label = |it: &&StackedRow| sheet.wrap(&it.label, Role::Label, plan.frame.label_width, 4);
    let rows = figure.ordered_rows();
    let labels: Vec<Lines> = rows.iter().map(label).collect();
    let heights: Vec<Heights> = labels
        .iter()
        .map(|it| plan.frame.heights(sheet, it))
        .collect();
    if !plan.frame.is_stacked() {
        // Bars cover this line, so it shows only between them.
        let bottom = sheet.y + heights.iter().map(|it| it.row).sum::<i32>();
        let axis = sheet.palette.axis;
        sheet.vertical(plan.scale.at(0.0), (sheet.y, bottom), axis);
    }
    for ((row, label), heights) in rows.into_iter().zip(&labels).zip(&heights) {
        draw_row(sheet, figure, &plan, row, label, heights);
    }
}

fn plan(sheet: &Sheet<'_>, figure: &Stacked) -> Plan {
    let cells: Vec<(String, String)> = figure
        .rows
        .iter()
        .map(|it| side_cells(figure, it))
        .collect();
    let columns = [
        (
            figure.heads.missing.as_str(),
            cells.iter().map(|it| it.0.as_str()).collect(),
        ),
        (
            figure.heads.n.as_str(),
            cells.iter().map(|it| it.1.as_str()).collect(),
        ),
    ];
    let (columns, columns_left) = sheet.columns(&columns);
    let labels = figure.rows.iter().map(|it| it.label.as_str());
    let frame = Frame::new(sheet, labels, columns_left, 32, sheet.scaled(26.0));
    let sides = figure.rows.iter().filter_map(|it| figure.sides(it));
    let (left, right) = sides.fold((0.0_f64, 0.0_f64), |so_far, it| {
        (so_far.0.max(it.0), so_far.1.max(it.1))
    });
    let scale = Scale::new((-left, right), frame.pixels);
    Plan {
        frame,
        scale,
        columns,
    }
}

/// The share without a valid answer, and n.
fn side_cells(figure: &Stacked, row: &StackedRow) -> (String, String) {
    match &row.shares {
        StackedShares::Shown { missing, .. } => (figure.numbers.value(*missing), count(row.n)),
        StackedShares::Withheld(_) => (String::new(), String::new()),
    }
}

fn draw_row(
    sheet: &mut Sheet<'_>,
    figure: &Stacked,
    plan: &Plan,
    row: &StackedRow,
    label: &Lines,
    heights: &Heights,
) {
    let (ink, muted) = (sheet.palette.ink, sheet.palette.muted);
    let (top, left) = (sheet.y, sheet.left());
    sheet.lines(label, left, top + heights.label_top, Anchor::Start, ink);
    let (missing, n) = side_cells(figure, row);
    for (column, cell) in plan.columns.iter().zip([missing, n]) {
        let at = (column.right, top + heights.values_middle);
        sheet.text(&cell, Role::Value, at, Anchor::End, muted);
    }
    let bar_top = top + heights.bar_top;
    match &row.shares {
        StackedShares::Shown { levels, .. } => draw_segments(sheet, figure, plan, levels, bar_top),
        StackedShares::Withheld(why) => draw_withheld(sheet, plan, why, bar_top),
    }
    sheet.y += heights.row;
}

fn draw_segments(sheet: &mut Sheet<'_>, figure: &Stacked, plan: &Plan, levels: &[f64], top: i32) {
    let bottom = top + plan.frame.thickness;
    let n_levels = figure.levels.len();
    let mut edge = -figure.left_of_centre(levels);
    for (idx, share) in levels.iter().take(n_levels).enumerate() {
        let from = plan.scale.at(edge);
        edge += share;
        // One pixel of ground keeps neighbours apart in grey copies.
        let to = plan.scale.at(edge) - i32::from(idx + 1 < n_levels);
        let fill = sheet.palette.level(idx, n_levels);
        sheet.rect((from, top), (to, bottom), fill);
        let text = figure.numbers.value(*share);
        if sheet.width(&text, Role::Value) + 6 <= to - from {
            let at = ((from + to) / 2, (top + bottom) / 2);
            let ink = sheet.palette.ink_on(fill);
            sheet.text(&text, Role::Value, at, Anchor::Middle, ink);
        }
    }
}

/// Words instead of a bar, on a ground that hides the centre line.
fn draw_withheld(sheet: &mut Sheet<'_>, plan: &Plan, why: &str, top: i32) {
    let (from, to) = plan.scale.pixels;
    let (muted, background) = (sheet.palette.muted, sheet.palette.background);
    let lines = sheet.wrap(why, Role::Small, to - from, 1);
    let Some(text) = lines.lines.first() else {
        return;
    };
    let (end, thickness) = (
        from + sheet.width(text, Role::Small) + 4,
        plan.frame.thickness,
    );
    sheet.rect((from, top), (end, top + thickness), background);
    sheet.text(
        text,
        Role::Small,
        (from, top + thickness / 2),
        Anchor::Start,
        muted,
    );
}

impl Stacked {
    /// The rows as they are drawn and listed.
    pub(super) fn ordered_rows(&self) -> Vec<&StackedRow> {
        ordered(&self.rows, self.order, |it: &StackedRow| {
            self.sides(it).map(|(_, right)| right)
        })
    }

    /// How far a row reaches to the left and to the right of the centre.
    fn sides(&self, row: &StackedRow) -> Option<(f64, f64)> {
        match &row.shares {
            StackedShares::Shown { levels, .. } => {
                let left = self.left_of_centre(levels);
                let all: f64 = levels.iter().take(self.levels.len()).sum();
                Some((left, all - left)).filter(|it| it.0.is_finite() && it.1.is_finite())
            }
            StackedShares::Withheld(_) => None,
        }
    }

    fn left_of_centre(&self, levels: &[f64]) -> f64 {
        match self.neutral.filter(|it| *it < self.levels.len()) {
            Some(neutral) => {
                let half = levels.get(neutral).copied().unwrap_or(0.0) / 2.0;
                levels.iter().take(neutral).sum::<f64>() + half
            }
            None => levels.iter().take(self.levels.len() / 2).sum(),
        }
    }
}
