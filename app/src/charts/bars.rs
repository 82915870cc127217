//! Horizontal bars with columns of values: answers, counts, narrow tables.

use super::figure::{CountRow, Counts, Distribution, Numbers, OptionBar};
use super::format::count;
use super::frame::{Column, Lines, Role, Sheet};
use super::rows::{Frame, Heights};
use super::scale::{Scale, extent, round_up, widen};
use super::scene::Anchor;
use super::table::{joined, ordered};

/// A bar, or a heading between bars.
pub(super) enum Entry<'f> {
    Bar(Bar<'f>),
    Heading(&'f str),
}

/// One bar.
pub(super) struct Bar<'f> {
    pub(super) label: &'f str,
    /// Nothing where it is withheld.
    pub(super) value: Option<f64>,
    pub(super) interval: Option<(f64, f64)>,
    /// A line across the bar: a target.
    pub(super) target: Option<f64>,
    /// One text a column.
    pub(super) cells: Vec<String>,
    /// Outlined and grey rather than filled.
    pub(super) is_missing: bool,
}

/// The bars of a figure and what they have in common.
pub(super) struct Bars<'f> {
    pub(super) heads: Vec<&'f str>,
    pub(super) entries: Vec<Entry<'f>>,
    /// How a value is written on the axis.
    pub(super) tick: &'f dyn Fn(f64) -> String,
    /// The smallest step between gridlines.
    pub(super) least_step: f64,
}

/// Answers to one question.
pub(super) fn distribution(sheet: &mut Sheet<'_>, figure: &Distribution) {
    let numbers = &figure.numbers;
    let valid = figure.valid.iter().map(|it| option_bar(it, numbers, false));
    let mut entries: Vec<Entry<'_>> = valid.collect();
    if !figure.missing.is_empty() {
        entries.push(Entry::Heading(&figure.missing_title));
    }
    entries.extend(
        figure
            .missing
            .iter()
            .map(|it| option_bar(it, numbers, true)),
    );
    let options = figure.valid.iter().chain(&figure.missing);
    let mut estimates = options.filter_map(|it| it.shown.estimate());
    let value_head = if estimates.any(|it| it.interval.is_some()) {
        joined(&figure.heads.value, &figure.heads.interval)
    } else {
        figure.heads.value.clone()
    };
    let bars = Bars {
        heads: vec![&value_head, &figure.heads.n],
        entries,
        tick: &|value| numbers.value(value),
        least_step: numbers.least_step(),
    };
    draw(sheet, &bars);
}

fn option_bar<'f>(option: &'f OptionBar, numbers: &Numbers, is_missing: bool) -> Entry<'f> {
    let estimate = option.shown.estimate();
    Entry::Bar(Bar {
        label: &option.label,
        value: estimate.map(|it| it.value),
        interval: estimate.and_then(|it| it.interval),
        target: None,
        cells: vec![option.shown.cell(numbers, true), count(option.n)],
        is_missing,
    })
}

/// Counts by area.
pub(super) fn counts(sheet: &mut Sheet<'_>, figure: &Counts) {
    let rows = ordered(&figure.rows, figure.order, |it: &CountRow| {
        Some(it.count as f64)
    });
    let has_targets = figure.has_targets();
    let mut heads = vec![figure.heads.count.as_str()];
    if has_targets {
        heads.push(&figure.heads.target);
    }
    let entries = rows
        .into_iter()
        .map(|it| count_bar(it, has_targets))
        .collect();
    draw(
        sheet,
        &Bars {
            heads,
            entries,
            tick: &|value| count(value as u64),
            least_step: 1.0,
        },
    );
}

fn count_bar(row: &CountRow, has_targets: bool) -> Entry<'_> {
    let mut cells = vec![count(row.count)];
    if has_targets {
        cells.push(row.target.map(count).unwrap_or_default());
    }
    Entry::Bar(Bar {
        label: &row.label,
        value: Some(row.count as f64),
        interval: None,
        target: row.target.map(|it| it as f64),
        cells,
        is_missing: false,
    })
}

/// Where everything stands.
struct Plan {
    frame: Frame,
    scale: Scale,
    step: f64,
    columns: Vec<Column>,
}

/// Draws the heads, the gridlines and every entry.
pub(super) fn draw(sheet: &mut Sheet<'_>, bars: &Bars<'_>) {
    if bars.entries.is_empty() {
        return;
    }
    let plan = plan(sheet, bars);
    draw_heads(sheet, &plan, bars.tick);
    sheet.y += sheet.scaled(6.0);
    for (idx, run) in bars
        .entries
        .chunk_by(|_, next| matches!(next, Entry::Bar(_)))
        .enumerate()
    {
        draw_run(sheet, &plan, run, idx == 0);
    }
}

fn plan(sheet: &Sheet<'_>, bars: &Bars<'_>) -> Plan {
    let only_bars = || bars.entries.iter().filter_map(Entry::bar);
    let column = |idx: usize| {
        let cells = only_bars()
            .filter_map(|it| it.cells.get(idx))
            .map(String::as_str)
            .collect();
        (bars.heads[idx], cells)
    };
    let texts: Vec<(&str, Vec<&str>)> = (0..bars.heads.len()).map(column).collect();
    let (columns, columns_left) = sheet.columns(&texts);
    let thickness = sheet.scaled(if sheet.is_wide() { 18.0 } else { 14.0 });
    let labels = only_bars().map(|it| it.label);
    let frame = Frame::new(sheet, labels, columns_left, 36, thickness);
    let ends = only_bars().flat_map(|it| {
        let (low, high) = it.interval.unwrap_or((0.0, 0.0));
        [it.value.unwrap_or(0.0), it.target.unwrap_or(0.0), low, high]
    });
    let (low, high) = extent(ends.chain([0.0])).unwrap_or((0.0, 1.0));
    let length = f64::from(frame.pixels.1 - frame.pixels.0);
    let n_steps = (length / f64::from(sheet.scaled(96.0))).clamp(2.0, 5.0);
    let step = round_up((high - low) / n_steps).max(bars.least_step);
    // Without gridlines the longest bar may as well take all the space.
    let domain = if frame.is_stacked() {
        (low, high)
    } else {
        widen((low, high), step)
    };
    let scale = Scale::new(domain, frame.pixels);
    Plan {
        frame,
        scale,
        step,
        columns,
    }
}

/// Draws column heads and axis labels.
fn draw_heads(sheet: &mut Sheet<'_>, plan: &Plan, tick: &dyn Fn(f64) -> String) {
    let heads = plan
        .columns
        .iter()
        .map(|it| it.head.height())
        .max()
        .unwrap_or(0);
    let line = sheet.scaled(17.0);
    let is_stacked = plan.frame.is_stacked();
    let bottom = sheet.y + if is_stacked { heads } else { heads.max(line) };
    sheet.column_heads(&plan.columns, bottom);
    sheet.y = bottom;
    if is_stacked {
        return;
    }
    let ticks = plan.scale.ticks(plan.step).into_iter();
    let labels = ticks.map(|it| (plan.scale.at(it), tick(it)));
    sheet.tick_labels(labels, bottom - line / 2);
}

/// Draws a heading and the bars below it.
fn draw_run(sheet: &mut Sheet<'_>, plan: &Plan, run: &[Entry<'_>], is_first: bool) {
    if let Some(Entry::Heading(text)) = run.first() {
        draw_heading(sheet, text, is_first);
    }
    let label = |it| sheet.wrap(it, Role::Label, plan.frame.label_width, 4);
    let bars: Vec<(&Bar<'_>, Lines)> = run
        .iter()
        .filter_map(Entry::bar)
        .map(|it| (it, label(it.label)))
        .collect();
    let heights = |label: &Lines| plan.frame.heights(sheet, label);
    let placed: Vec<Heights> = bars.iter().map(|(_, label)| heights(label)).collect();
    let bottom = sheet.y + placed.iter().map(|it| it.row).sum::<i32>();
    let is_stacked = plan.frame.is_stacked();
    if !is_stacked {
        let grid = sheet.palette.grid;
        for value in plan.scale.ticks(plan.step) {
            sheet.vertical(plan.scale.at(value), (sheet.y, bottom), grid);
        }
    }
    let top = sheet.y;
    for ((bar, label), heights) in bars.iter().zip(&placed) {
        draw_bar(sheet, plan, bar, label, heights);
        sheet.y += heights.row;
    }
    if !(is_stacked || bars.is_empty()) {
        let axis = sheet.palette.axis;
        sheet.vertical(plan.scale.at(0.0), (top, bottom), axis);
    }
}

fn draw_heading(sheet: &mut Sheet<'_>, text: &str, is_first: bool) {
    let (left, right, ink) = (sheet.left(), sheet.right(), sheet.palette.ink);
    if !is_first {
        let grid = sheet.palette.grid;
        sheet.y += sheet.scaled(8.0);
        sheet.horizontal((left, right), sheet.y, grid);
        sheet.y += sheet.scaled(8.0);
    }
    let lines = sheet.wrap(text, Role::Strong, right - left, 3);
    let top = sheet.y;
    sheet.lines(&lines, left, top, Anchor::Start, ink);
    sheet.y += lines.height() + sheet.scaled(4.0);
}

fn draw_bar(sheet: &mut Sheet<'_>, plan: &Plan, bar: &Bar<'_>, label: &Lines, heights: &Heights) {
    let (ink, muted) = (sheet.palette.ink, sheet.palette.muted);
    let (left, top) = (sheet.left(), sheet.y);
    sheet.lines(label, left, top + heights.label_top, Anchor::Start, ink);
    for (idx, (column, cell)) in plan.columns.iter().zip(&bar.cells).enumerate() {
        let colour = if idx == 0 && bar.value.is_some() {
            ink
        } else {
            muted
        };
        let at = (column.right, top + heights.values_middle);
        sheet.text(cell, Role::Value, at, Anchor::End, colour);
    }
    draw_mark(sheet, plan, bar, top + heights.bar_top);
}

fn draw_mark(sheet: &mut Sheet<'_>, plan: &Plan, bar: &Bar<'_>, top: i32) {
    let palette = sheet.palette;
    let (middle, bottom) = (top + plan.frame.thickness / 2, top + plan.frame.thickness);
    if let Some(value) = bar.value {
        let (zero, end) = (plan.scale.at(0.0), plan.scale.at(value));
        let (from, to) = ((zero.min(end), top), (zero.max(end), bottom));
        if bar.is_missing {
            sheet.outlined(from, to, palette.missing, palette.missing_fill);
        } else {
            sheet.rect(from, to, palette.accent);
        }
        if plan.frame.is_stacked() {
            sheet.vertical(zero, (top, bottom), palette.axis);
        }
    }
    if let (Some(_), Some((low, high))) = (bar.value, bar.interval) {
        let ends = (plan.scale.at(low), plan.scale.at(high));
        sheet.whisker(ends, middle, palette.ink, true);
    }
    if let Some(target) = bar.target {
        let x = plan.scale.at(target);
        sheet.rect((x - 1, top - 3), (x + 1, bottom + 3), palette.ink);
    }
}

impl<'f> Entry<'f> {
    fn bar(&self) -> Option<&Bar<'f>> {
        match self {
            Entry::Bar(bar) => Some(bar),
            Entry::Heading(_) => None,
        }
    }
}
