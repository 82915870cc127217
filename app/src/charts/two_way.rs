//! A tinted table of shares, or grouped bars where it does not fit.

use super::bars::{Bar, Bars, Entry, draw as draw_bars};
use super::figure::{Shown, TwoWay, TwoWayCell, TwoWayRow};
use super::format::count;
use super::frame::{Lines, Role, Sheet};
use super::scale::extent;
use super::scene::Anchor;

/// Draws the table if every cell fits, and bars otherwise.
pub(super) fn draw(sheet: &mut Sheet<'_>, figure: &TwoWay) {
    if figure.columns.is_empty() || figure.rows.is_empty() {
        return;
    }
    match Plan::of(sheet, figure) {
        Some(plan) => draw_table(sheet, figure, &plan),
        None => draw_grouped(sheet, figure),
    }
}

struct Plan {
    label_width: i32,
    /// Left edges of the columns, and the right edge of the last.
    edges: Vec<i32>,
    heads: Vec<Lines>,
    /// Least and greatest value, which get the ends of the tint.
    range: (f64, f64),
}

impl Plan {
    fn of(sheet: &Sheet<'_>, figure: &TwoWay) -> Option<Plan> {
        let n_columns = figure.columns.len() as i32;
        let labels = figure
            .rows
            .iter()
            .map(|it| sheet.width(&it.label, Role::Label))
            .max();
        let corner = sheet.width(&figure.corner, Role::Small);
        let natural = labels.unwrap_or(0).max(corner) + 1;
        let label_width = natural.min(sheet.inner() * 32 / 100);
        let left = sheet.left() + label_width + sheet.scaled(12.0);
        let cell_width = (sheet.right() - left) / n_columns;
        let all_cells = figure.rows.iter().flat_map(|it| &it.cells);
        let needed = all_cells
            .map(|it| cell_width_needed(sheet, figure, it))
            .max()
            .unwrap_or(0);
        let longest_word = figure.columns.iter().flat_map(|it| it.split(' '));
        let longest_word =
            longest_word.map(|it| sheet.width(it, Role::Small).min(sheet.scaled(72.0)));
        if cell_width < needed.max(longest_word.max().unwrap_or(0) + 8) {
            return None;
        }
        // Very wide cells separate what is to be compared.
        let cell_width = cell_width.min(sheet.scaled(150.0));
        let values = figure.rows.iter().flat_map(|it| &it.cells);
        let values = values
            .filter_map(|it| it.shown.estimate())
            .map(|it| it.value);
        let heads = figure
            .columns
            .iter()
            .map(|it| sheet.wrap(it, Role::Small, cell_width - 8, 4));
        Some(Plan {
            label_width,
            edges: (0..=n_columns).map(|idx| left + idx * cell_width).collect(),
            heads: heads.collect(),
            range: extent(values).unwrap_or((0.0, 1.0)),
        })
    }
}

fn cell_width_needed(sheet: &Sheet<'_>, figure: &TwoWay, cell: &TwoWayCell) -> i32 {
    let value = sheet.width(&cell.shown.cell(&figure.numbers, true), Role::Strong);
    value.max(sheet.width(&figure.n_text(cell), Role::Small)) + 14
}

fn draw_table(sheet: &mut Sheet<'_>, figure: &TwoWay, plan: &Plan) {
    let muted = sheet.palette.muted;
    let corner = sheet.wrap(&figure.corner, Role::Small, plan.label_width, 4);
    let heads = plan
        .heads
        .iter()
        .map(Lines::height)
        .max()
        .unwrap_or(0)
        .max(corner.height());
    let bottom = sheet.y + heads;
    sheet.lines(
        &corner,
        sheet.left(),
        bottom - corner.height(),
        Anchor::Start,
        muted,
    );
    for (head, edges) in plan.heads.iter().zip(plan.edges.windows(2)) {
        let middle = (edges[0] + edges[1]) / 2;
        sheet.lines(head, middle, bottom - head.height(), Anchor::Middle, muted);
    }
    sheet.y = bottom + sheet.scaled(6.0);
    for row in &figure.rows {
        draw_table_row(sheet, figure, plan, row);
    }
}

fn draw_table_row(sheet: &mut Sheet<'_>, figure: &TwoWay, plan: &Plan, row: &TwoWayRow) {
    let ink = sheet.palette.ink;
    let label = sheet.wrap(&row.label, Role::Label, plan.label_width, 4);
    let height = label.height().max(sheet.scaled(46.0));
    let top = sheet.y;
    sheet.lines(
        &label,
        sheet.left(),
        top + (height - label.height()) / 2,
        Anchor::Start,
        ink,
    );
    for (cell, edges) in row.cells.iter().zip(plan.edges.windows(2)) {
        draw_cell(
            sheet,
            figure,
            plan,
            cell,
            (edges[0], edges[1]),
            (top, height),
        );
    }
    sheet.y += height + 2;
}

fn draw_cell(
    sheet: &mut Sheet<'_>,
    figure: &TwoWay,
    plan: &Plan,
    cell: &TwoWayCell,
    (from, to): (i32, i32),
    (top, height): (i32, i32),
) {
    let palette = sheet.palette;
    let (value, fill, ink) = match &cell.shown {
        Shown::Value(it) => {
            let (low, high) = plan.range;
            let fill = palette.tinted((it.value - low) / (high - low));
            (
                cell.shown.cell(&figure.numbers, true),
                fill,
                palette.ink_on(fill),
            )
        }
        Shown::Withheld(why) => (why.clone(), palette.background, palette.muted),
    };
    let (corner, end) = ((from, top), (to - 2, top + height));
    let (x, middle) = ((from + to) / 2 - 1, top + height / 2);
    match &cell.shown {
        Shown::Value(_) => {
            sheet.rect(corner, end, fill);
            let offset = sheet.scaled(9.0);
            sheet.text(
                &value,
                Role::Strong,
                (x, middle - offset),
                Anchor::Middle,
                ink,
            );
            let n = figure.n_text(cell);
            sheet.text(&n, Role::Small, (x, middle + offset), Anchor::Middle, ink);
        }
        Shown::Withheld(_) => {
            sheet.outlined(corner, end, palette.grid, fill);
            sheet.text(&value, Role::Small, (x, middle), Anchor::Middle, ink);
        }
    }
}

fn draw_grouped(sheet: &mut Sheet<'_>, figure: &TwoWay) {
    let mut entries = Vec::new();
    for row in &figure.rows {
        entries.push(Entry::Heading(row.label.as_str()));
        for (column, cell) in figure.columns.iter().zip(&row.cells) {
            entries.push(grouped_bar(figure, column, cell));
        }
    }
    let bars = Bars {
        heads: vec![&figure.value_head, &figure.n_head],
        entries,
        tick: &|value| figure.numbers.value(value),
        least_step: figure.numbers.least_step(),
    };
    draw_bars(sheet, &bars);
}

fn grouped_bar<'f>(figure: &TwoWay, label: &'f str, cell: &TwoWayCell) -> Entry<'f> {
    let estimate = cell.shown.estimate();
    let n = if estimate.is_some() {
        count(cell.n)
    } else {
        String::new()
    };
    Entry::Bar(Bar {
        label,
        value: estimate.map(|it| it.value),
        interval: estimate.and_then(|it| it.interval),
        target: None,
        cells: vec![cell.shown.cell(&figure.numbers, true), n],
        is_missing: false,
    })
}

impl TwoWay {
    fn n_text(&self, cell: &TwoWayCell) -> String {
        format!("{} {}", self.n_head, count(cell.n))
    }
}
