//! A cross-table as a workbook: as it is read, all its numbers one a line, and what goes with it.

use super::cross::{coded, name};
use super::{About, CrossSheet, Mark, SheetCell, cross_sheet};
use crate::locale::cross::Cross as Say;
use crate::workbook::{Book, Cell, Look, Sheet, Tint};
use crate::worker::protocol::{Cross, CrossCell, CrossRow, CrossShow};

/// The table, its estimates and its notes.
pub fn cross_book(about: &About, it: &Cross) -> Book {
    let words = cross_sheet(about, it);
    Book {
        lang_is_chinese: about.locale.0 == crate::locale::Tongue::Zh,
        sheets: vec![
            table(about, it, &words),
            estimates(about, it),
            notes(about, &words),
        ],
    }
}

fn say(about: &About, message: Say) -> String {
    about.locale.say(message).to_string()
}

fn heads(words: &[String]) -> Vec<Cell> {
    words
        .iter()
        .map(|it| Cell::Text(it.clone(), Look::Head))
        .collect()
}

fn table(about: &About, it: &Cross, words: &CrossSheet) -> Sheet {
    let n_head = say(about, Say::N);
    let labels = if it.nest.is_some() { 2 } else { 1 };
    let mut rows = vec![
        vec![Cell::Text(words.title.clone(), Look::Title)],
        vec![Cell::Text(words.subtitle.clone(), Look::Plain)],
        vec![],
    ];
    let mut over = vec![Cell::Empty; labels];
    over.push(Cell::Text(words.across.clone(), Look::Head));
    rows.push(over);
    let mut head = vec![name(about, &it.down)];
    head.extend(it.nest.iter().map(|it| name(about, it)));
    head.extend(words.heads.iter().cloned());
    head.push(n_head.clone());
    rows.push(heads(&head));
    for (row, words) in it.rows.iter().zip(&words.rows) {
        let outer = coded(about, &it.down.0, &row.label);
        let mut line = vec![Cell::Text(outer, Look::Head)];
        if row.nested.is_some() {
            line.push(Cell::Text(words.label.clone(), Look::Head));
        }
        let cells = row.cells.iter().zip(&words.cells);
        line.extend(cells.map(|(cell, words)| number(it.of.show, cell, words)));
        line.push(match (it.of.show, &row.margin.share) {
            (CrossShow::Row, _) => Cell::Number(1.0, Look::Share, Tint::None),
            (CrossShow::Count, _) => people(row.margin.n),
            (CrossShow::Column | CrossShow::Table, Some(Ok(it))) => {
                Cell::Number(it.value, Look::Share, Tint::None)
            }
            (CrossShow::Column | CrossShow::Table, _) => Cell::Empty,
        });
        line.push(people(row.margin.n));
        rows.push(line);
    }
    rows.push(foot(about, it, labels));
    let mut last = vec![Cell::Text(n_head, Look::Head)];
    last.resize(labels, Cell::Empty);
    last.extend(it.column_margin.iter().map(|it| people(it.n)));
    last.push(people(it.n));
    rows.push(last);
    rows.extend([vec![], vec![Cell::Text(words.test.clone(), Look::Plain)]]);
    Sheet {
        name: say(about, Say::SheetTable),
        frozen: (5, labels as u16),
        widths: vec![28.0; labels],
        rows,
    }
}

fn people(n: u64) -> Cell {
    Cell::Number(n as f64, Look::People, Tint::None)
}

fn number(show: CrossShow, cell: &CrossCell, words: &SheetCell) -> Cell {
    let tint = match Mark::of(cell) {
        Mark::None => Tint::None,
        Mark::More => Tint::More,
        Mark::FarMore => Tint::FarMore,
        Mark::Less => Tint::Less,
        Mark::FarLess => Tint::FarLess,
    };
    match (show, &cell.shown) {
        _ if !words.is_shown => Cell::Text(words.text.clone(), Look::Withheld),
        (CrossShow::Count, _) => Cell::Number(cell.count as f64, Look::People, tint),
        (CrossShow::Row | CrossShow::Column | CrossShow::Table, Ok(it)) => {
            Cell::Number(it.value, Look::Share, tint)
        }
        (CrossShow::Row | CrossShow::Column | CrossShow::Table, Err(_)) => Cell::Empty,
    }
}

fn foot(about: &About, it: &Cross, labels: usize) -> Vec<Cell> {
    let mut line = vec![Cell::Text(say(about, Say::All), Look::Head)];
    line.resize(labels, Cell::Empty);
    line.extend(
        it.column_margin
            .iter()
            .map(|margin| match (it.of.show, &margin.share) {
                (CrossShow::Column, _) => Cell::Number(1.0, Look::Share, Tint::None),
                (CrossShow::Count, _) => people(margin.n),
                (CrossShow::Row | CrossShow::Table, Some(Ok(it))) => {
                    Cell::Number(it.value, Look::Share, Tint::None)
                }
                (CrossShow::Row | CrossShow::Table, _) => Cell::Empty,
            }),
    );
    line.push(match it.of.show {
        CrossShow::Count => people(it.n),
        CrossShow::Row | CrossShow::Column | CrossShow::Table => {
            Cell::Number(1.0, Look::Share, Tint::None)
        }
    });
    line.push(people(it.n));
    line
}

/// One line a cell, so that it can be sorted, filtered and read by programs.
fn estimates(about: &About, it: &Cross) -> Sheet {
    let mut head = vec![name(about, &it.down)];
    head.extend(it.nest.iter().map(|it| name(about, it)));
    head.push(name(about, &it.across));
    let rest = [
        Say::N,
        Say::Share,
        Say::Low,
        Say::High,
        Say::Base,
        Say::Residual,
        Say::P,
        Say::Adjusted,
        Say::Status,
    ];
    head.extend(rest.map(|it| say(about, it)));
    let mut rows = vec![heads(&head)];
    for row in &it.rows {
        for (column, cell) in it.columns.iter().zip(&row.cells) {
            rows.push(estimate(about, it, row, column, cell));
        }
    }
    let labels = if it.nest.is_some() { 3 } else { 2 };
    Sheet {
        name: say(about, Say::SheetEstimates),
        frozen: (1, labels),
        widths: vec![24.0; labels.into()],
        rows,
    }
}

fn estimate(
    about: &About,
    it: &Cross,
    row: &CrossRow,
    column: &str,
    cell: &CrossCell,
) -> Vec<Cell> {
    let text = |text: String| Cell::Text(text, Look::Plain);
    let mut line = vec![text(coded(about, &it.down.0, &row.label))];
    if let (Some(inner), Some(nest)) = (&row.nested, &it.nest) {
        line.push(text(coded(about, &nest.0, inner)));
    }
    line.push(text(coded(about, &it.across.0, column)));
    let share = |it: f64| Cell::Number(it, Look::Exact, Tint::None);
    let withheld = cell.shown.is_err();
    line.push(if withheld {
        Cell::Empty
    } else {
        people(cell.count)
    });
    match &cell.shown {
        Ok(it) => {
            line.push(share(it.value));
            let (low, high) = it
                .interval
                .map_or((Cell::Empty, Cell::Empty), |it| (share(it.0), share(it.1)));
            line.extend([low, high, people(it.n)]);
        }
        Err(_) => line.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]),
    }
    let residual = cell.residual.map(|it| [it.z, it.p, it.adjusted].map(share));
    line.extend(residual.unwrap_or([Cell::Empty, Cell::Empty, Cell::Empty]));
    line.push(text(say(
        about,
        if withheld {
            Say::WithheldCell
        } else {
            Say::Shown
        },
    )));
    line
}

fn notes(about: &About, words: &CrossSheet) -> Sheet {
    let mut lines = vec![
        words.title.clone(),
        words.subtitle.clone(),
        words.test.clone(),
    ];
    lines.extend(words.layers.iter().cloned());
    lines.push(words.outside.clone());
    lines.extend(words.reasons.iter().cloned());
    lines.extend(words.notes.iter().cloned());
    let rows = lines
        .into_iter()
        .map(|it| vec![Cell::Text(it, Look::Wrapped)]);
    Sheet {
        name: say(about, Say::SheetNotes),
        frozen: (0, 0),
        widths: vec![100.0],
        rows: rows.collect(),
    }
}
