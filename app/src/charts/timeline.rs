//! Columns of responses, one a day.

use super::figure::{Day, Timeline};

use super::format::count;
use super::frame::{Role, Sheet};
use super::legend::{Swatch, draw as draw_legend};
use super::scale::{Scale, round_up, widen};
use super::scene::Anchor;
use super::theme::Rgb;

/// Draws the key, the axis and every day.
pub(super) fn draw(sheet: &mut Sheet<'_>, figure: &Timeline) {
    if figure.days.is_empty() {
        return;
    }
    if figure.series.len() > 1 {
        let entry = |(idx, name)| (Swatch::Area(series_colour(sheet, figure, idx)), name);
        let key: Vec<(Swatch, &str)> = figure
            .series
            .iter()
            .map(String::as_str)
            .enumerate()
            .map(entry)
            .collect();
        draw_legend(sheet, &key);
    }
    let height = sheet.scaled(if sheet.is_wide() { 240.0 } else { 190.0 });
    let top = sheet.y + sheet.scaled(16.0);
    let most = figure
        .days
        .iter()
        .map(|it| figure.total(it))
        .max()
        .unwrap_or(0);
    let step = round_up(most as f64 / 4.0).max(1.0);
    let scale = Scale::new(
        widen((0.0, (most as f64).max(1.0)), step),
        (top + height, top),
    );
    let left = draw_grid(sheet, &scale, step);
    draw_days(sheet, figure, &scale, left);
}

/// Draws gridlines with their labels; returns where columns may start.
fn draw_grid(sheet: &mut Sheet<'_>, scale: &Scale, step: f64) -> i32 {
    let ticks: Vec<(i32, String)> = scale
        .ticks(step)
        .iter()
        .map(|it| (scale.at(*it), count(*it as u64)))
        .collect();
    let widest = ticks
        .iter()
        .map(|(_, it)| sheet.width(it, Role::Small))
        .max()
        .unwrap_or(0);
    let left = sheet.left() + widest + sheet.scaled(8.0);
    let (right, muted, grid) = (sheet.right(), sheet.palette.muted, sheet.palette.grid);
    for (y, text) in &ticks {
        let x = left - sheet.scaled(8.0);
        sheet.text(text, Role::Small, (x, *y), Anchor::End, muted);
        sheet.horizontal((left, right), *y, grid);
    }
    left
}

fn draw_days(sheet: &mut Sheet<'_>, figure: &Timeline, scale: &Scale, left: i32) {
    let n_days = figure.days.len() as i64;
    let span = i64::from(sheet.right() - left);
    let edge = |idx: i64| left + (span * idx / n_days) as i32;
    let slot = span / n_days;
    let gap = if slot >= 12 {
        (slot / 4).min(18) as i32
    } else {
        i32::from(slot >= 3)
    };
    let totals: Vec<String> = figure
        .days
        .iter()
        .map(|it| count(figure.total(it)))
        .collect();
    let widest = totals
        .iter()
        .map(|it| sheet.width(it, Role::Small))
        .max()
        .unwrap_or(0);
    let with_totals = i64::from(widest) + 4 <= slot;
    let ink = sheet.palette.ink;
    for (idx, day) in figure.days.iter().enumerate() {
        let (from, to) = (
            edge(idx as i64) + gap / 2,
            edge(idx as i64 + 1) - (gap - gap / 2),
        );
        let end = draw_column(sheet, figure, scale, &day.counts, (from, to.max(from + 1)));
        if with_totals && figure.total(day) > 0 {
            let at = ((from + to) / 2, end - sheet.scaled(9.0));
            sheet.text(&totals[idx], Role::Small, at, Anchor::Middle, ink);
        }
    }
    let (bottom, axis) = (scale.pixels.0, sheet.palette.axis);
    sheet.horizontal((left, sheet.right()), bottom, axis);
    draw_day_labels(sheet, figure, bottom, &|idx| {
        (edge(idx) + edge(idx + 1)) / 2
    });
}

/// Draws the parts of one day; returns where the column ends.
fn draw_column(
    sheet: &mut Sheet<'_>,
    figure: &Timeline,
    scale: &Scale,
    counts: &[u64],
    (from, to): (i32, i32),
) -> i32 {
    let mut so_far = 0u64;
    let mut base = scale.at(0.0);
    for (idx, part) in counts.iter().take(figure.series.len()).enumerate() {
        so_far = so_far.saturating_add(*part);
        let top = scale.at(so_far as f64);
        let fill = series_colour(sheet, figure, idx);
        // One pixel of ground keeps parts apart in grey copies.
        let gap = i32::from(idx > 0 && base - top > 2);
        sheet.rect((from, top), (to, base - gap), fill);
        base = top;
    }
    base
}

/// Names every day, or every second, third and so on, as they fit.
fn draw_day_labels(
    sheet: &mut Sheet<'_>,
    figure: &Timeline,
    bottom: i32,
    centre: &dyn Fn(i64) -> i32,
) {
    let widths = figure
        .days
        .iter()
        .map(|it| sheet.width(&it.label, Role::Small));
    let room = widths.max().unwrap_or(0) + sheet.scaled(10.0);
    let n_days = figure.days.len() as i64;
    let length = centre(n_days - 1) - centre(0);
    let n_fitting = i64::from((length / room.max(1)).max(0)) + 1;
    let every = ((n_days + n_fitting - 1) / n_fitting).max(1) as usize;
    let (muted, axis) = (sheet.palette.muted, sheet.palette.axis);
    let height = sheet.scaled(18.0);
    let mut taken = 0;
    for (idx, day) in figure.days.iter().enumerate().step_by(every) {
        let x = centre(idx as i64);
        let half = sheet.width(&day.label, Role::Small) / 2 + 1;
        let text_x = x.min(sheet.right() - half).max(sheet.left() + half);
        // The last name may have been moved inwards, onto the one before it.
        if text_x - half < taken {
            continue;
        }
        taken = text_x + half + 2;
        sheet.vertical(x, (bottom, bottom + 4), axis);
        let at = (text_x, bottom + 5 + height / 2);
        sheet.text(&day.label, Role::Small, at, Anchor::Middle, muted);
    }
    sheet.y = bottom + 5 + height;
}

fn series_colour(sheet: &Sheet<'_>, figure: &Timeline, idx: usize) -> Rgb {
    if figure.series.len() < 2 {
        return sheet.palette.accent;
    }
    sheet
        .palette
        .series
        .get(idx)
        .copied()
        .unwrap_or(sheet.palette.axis)
}

impl Timeline {
    /// All responses of `day`, as far as the series are named.
    pub(super) fn total(&self, day: &Day) -> u64 {
        day.counts
            .iter()
            .take(self.series.len())
            .fold(0, |sum, it| sum.saturating_add(*it))
    }
}
