//! Dots with intervals, one row an area, and a line for the whole.

use super::figure::{DotRow, Dots, Shown};
use super::format::count;
use super::frame::{Column, Lines, Role, Sheet};
use super::legend::{SYMBOLS, Swatch, Symbol, draw as draw_legend, draw_symbol};
use super::scale::{Scale, extent, round_up, widen};
use super::scene::Anchor;
use super::table::{joined, ordered};
use super::theme::Rgb;

/// Where everything stands.
struct Plan {
    scale: Scale,
    step: f64,
    columns: Vec<Column>,
    label_width: i32,
    with_interval: bool,
}

/// Draws the key, the axis, the line and every row.
pub(super) fn draw(sheet: &mut Sheet<'_>, figure: &Dots) {
    if figure.rows.is_empty() {
        return;
    }
    let rows = figure.ordered_rows();
    let plan = plan(sheet, figure, &rows);
    if figure.groups.len() > 1 {
        let entries: Vec<(Swatch, &str)> = figure
            .groups
            .iter()
            .enumerate()
            .map(|(idx, name)| {
                let (symbol, colour) = mark_of(sheet, figure, Some(idx));
                (Swatch::Symbol(symbol, colour), name.as_str())
            })
            .collect();
        draw_legend(sheet, &entries);
    }
    let heads_bottom = draw_heads(sheet, figure, &plan);
    let labels: Vec<Lines> = rows
        .iter()
        .map(|it| sheet.wrap(&it.label, Role::Label, plan.label_width, 2))
        .collect();
    let heights: Vec<i32> = labels.iter().map(|it| row_height(sheet, it)).collect();
    let top = heads_bottom + sheet.scaled(4.0);
    let bottom = top + heights.iter().sum::<i32>();
    draw_grid(sheet, figure, &plan, (top, bottom));
    sheet.y = top;
    for ((row, label), height) in rows.iter().zip(&labels).zip(heights) {
        draw_row(sheet, figure, &plan, row, label, height);
        sheet.y += height;
    }
}

fn plan(sheet: &Sheet<'_>, figure: &Dots, rows: &[&DotRow]) -> Plan {
    let with_interval = sheet.is_wide();
    let value_cell = |it: &&DotRow| match it.shown {
        Shown::Value(_) => it.shown.cell(&figure.numbers, with_interval),
        Shown::Withheld(_) => String::new(),
    };
    let values: Vec<String> = rows.iter().map(value_cell).collect();
    let ns: Vec<String> = rows.iter().map(|it| count(it.n)).collect();
    let head = if with_interval {
        joined(&figure.heads.value, &figure.heads.interval)
    } else {
        figure.heads.value.clone()
    };
    let mut texts = vec![(head.as_str(), values.iter().map(String::as_str).collect())];
    if with_interval {
        texts.push((&figure.heads.n, ns.iter().map(String::as_str).collect()));
    }
    let (columns, columns_left) = sheet.columns(&texts);
    let natural = rows
        .iter()
        .map(|it| sheet.width(&it.label, Role::Label))
        .max()
        .unwrap_or(0)
        + 1;
    let label_width = natural.min(sheet.inner() * 34 / 100);
    let left = sheet.left() + label_width + sheet.scaled(16.0);
    // The label of the last gridline reaches beyond the dots.
    let pixels = (left, (columns_left - sheet.scaled(10.0)).max(left + 1));
    let (domain, step) = axis(sheet, figure, pixels.1 - pixels.0);
    Plan {
        scale: Scale::new(domain, pixels),
        step,
        columns,
        label_width,
        with_interval,
    }
}

/// The ends of the axis and the distance of its gridlines.
fn axis(sheet: &Sheet<'_>, figure: &Dots, length: i32) -> ((f64, f64), f64) {
    let estimates = figure.rows.iter().filter_map(|it| it.shown.estimate());
    let ends = estimates.flat_map(|it| {
        let (low, high) = it.interval.unwrap_or((it.value, it.value));
        [low, it.value, high]
    });
    let found = extent(ends.chain(figure.reference.iter().map(|it| it.value)));
    let (low, high) = figure.domain.or(found).unwrap_or((0.0, 1.0));
    let widest = [low, high].map(|it| sheet.width(&figure.numbers.value(it), Role::Small));
    let room = widest[0].max(widest[1]) + sheet.scaled(22.0);
    let n_steps = (f64::from(length) / f64::from(room)).clamp(1.0, 8.0);
    let step = round_up((high - low) / n_steps).max(figure.numbers.least_step());
    // The ends may be finer than the gridlines: a phone has room for few of those.
    let fine = round_up((high - low) / 10.0).max(figure.numbers.least_step());
    let ends = if figure.domain.is_some() {
        (low, high)
    } else {
        widen((low, high), fine.min(step))
    };
    (ends, step)
}

/// Draws the name of the line, the axis labels and the column heads; returns
/// where they end.
fn draw_heads(sheet: &mut Sheet<'_>, figure: &Dots, plan: &Plan) -> i32 {
    let line = sheet.scaled(17.0);
    let (from, to) = plan.scale.pixels;
    let reference = figure.reference.as_ref().map(|it| {
        let lines = sheet.wrap(&it.label, Role::Strong, to - from, 3);
        let width = lines
            .lines
            .iter()
            .map(|it| sheet.width(it, Role::Strong))
            .max()
            .unwrap_or(0);
        let middle = plan
            .scale
            .at(it.value)
            .min(to - width / 2)
            .max(from + width / 2);
        (lines, middle)
    });
    let reference_height = reference.as_ref().map_or(0, |(lines, _)| lines.height());
    let heads = plan
        .columns
        .iter()
        .map(|it| it.head.height())
        .max()
        .unwrap_or(0);
    let bottom = sheet.y + heads.max(line + reference_height);
    sheet.column_heads(&plan.columns, bottom);
    let ink = sheet.palette.ink;
    let ticks = plan.scale.ticks(plan.step).into_iter();
    let labels = ticks.map(|it| (plan.scale.at(it), figure.numbers.value(it)));
    sheet.tick_labels(labels, bottom - line / 2);
    if let Some((lines, middle)) = reference {
        sheet.lines(
            &lines,
            middle,
            bottom - line - reference_height,
            Anchor::Middle,
            ink,
        );
    }
    bottom
}

fn row_height(sheet: &Sheet<'_>, label: &Lines) -> i32 {
    label.height().max(sheet.scaled(19.0)) + sheet.scaled(4.0)
}

fn draw_grid(sheet: &mut Sheet<'_>, figure: &Dots, plan: &Plan, rows: (i32, i32)) {
    let palette = sheet.palette;
    for value in plan.scale.ticks(plan.step) {
        sheet.vertical(plan.scale.at(value), rows, palette.grid);
    }
    if let Some(reference) = &figure.reference {
        let x = plan.scale.at(reference.value);
        sheet.rect((x - 1, rows.0), (x + 1, rows.1), palette.axis);
    }
}

fn draw_row(
    sheet: &mut Sheet<'_>,
    figure: &Dots,
    plan: &Plan,
    row: &DotRow,
    label: &Lines,
    height: i32,
) {
    let (ink, muted) = (sheet.palette.ink, sheet.palette.muted);
    let middle = sheet.y + height / 2;
    let label_top = sheet.y + (height - label.height()) / 2;
    sheet.lines(label, sheet.left(), label_top, Anchor::Start, ink);
    if let (Some(column), Shown::Value(_)) = (plan.columns.first(), &row.shown) {
        let cell = row.shown.cell(&figure.numbers, plan.with_interval);
        sheet.text(&cell, Role::Value, (column.right, middle), Anchor::End, ink);
    }
    if let Some(column) = plan.columns.get(1) {
        sheet.text(
            &count(row.n),
            Role::Value,
            (column.right, middle),
            Anchor::End,
            muted,
        );
    }
    match &row.shown {
        Shown::Value(estimate) => {
            let (symbol, colour) = mark_of(sheet, figure, row.group);
            if let Some((low, high)) = estimate.interval {
                let ends = (plan.scale.at(low), plan.scale.at(high));
                sheet.whisker(ends, middle, sheet.palette.missing, false);
            }
            draw_symbol(
                sheet,
                symbol,
                (plan.scale.at(estimate.value), middle),
                colour,
            );
        }
        Shown::Withheld(why) => draw_withheld(sheet, plan, why, middle),
    }
}

/// Words instead of a dot, on a ground that hides the gridlines.
fn draw_withheld(sheet: &mut Sheet<'_>, plan: &Plan, why: &str, middle: i32) {
    let (from, to) = plan.scale.pixels;
    let lines = sheet.wrap(why, Role::Small, to - from, 1);
    let Some(text) = lines.lines.first() else {
        return;
    };
    let half = sheet.scaled(8.0);
    let width = sheet.width(text, Role::Small);
    let (background, muted) = (sheet.palette.background, sheet.palette.muted);
    sheet.rect(
        (from - 2, middle - half),
        (from + width + 4, middle + half),
        background,
    );
    sheet.text(text, Role::Small, (from, middle), Anchor::Start, muted);
}

/// The mark of a group; beyond the sixth they share a plain one.
fn mark_of(sheet: &Sheet<'_>, figure: &Dots, group: Option<usize>) -> (Symbol, Rgb) {
    let palette = &sheet.palette;
    if figure.groups.len() < 2 {
        return (Symbol::Disc, palette.groups[0]);
    }
    let known = group.and_then(|it| Some((*SYMBOLS.get(it)?, *palette.groups.get(it)?)));
    known.unwrap_or((Symbol::Disc, palette.axis))
}

impl Dots {
    /// The rows as they are drawn and listed.
    pub(super) fn ordered_rows(&self) -> Vec<&DotRow> {
        ordered(&self.rows, self.order, |it: &DotRow| {
            it.shown.estimate().map(|it| it.value)
        })
    }
}
