//! The key of a figure: swatches and names that wrap.

use super::frame::{Role, Sheet};
use super::scene::{Anchor, Mark, Point};
use super::theme::Rgb;

/// What stands before a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Swatch {
    /// A filled square.
    Area(Rgb),
    /// The mark of a group.
    Symbol(Symbol, Rgb),
}

/// The marks of groups, told apart by shape as well as colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symbol {
    Disc,
    Square,
    Triangle,
    Diamond,
    Ring,
    Wedge,
}

pub(super) const SYMBOLS: [Symbol; 6] = [
    Symbol::Disc,
    Symbol::Square,
    Symbol::Triangle,
    Symbol::Diamond,
    Symbol::Ring,
    Symbol::Wedge,
];

/// Draws names with their swatches from the left, on as many lines as needed.
pub(super) fn draw(sheet: &mut Sheet<'_>, entries: &[(Swatch, &str)]) {
    let (swatch, gap) = (sheet.scaled(12.0), sheet.scaled(18.0));
    let indent = swatch + sheet.scaled(6.0);
    let (left, right) = (sheet.left(), sheet.right());
    let ink = sheet.palette.ink;
    let mut x = left;
    let mut line_height = 0;
    for (mark, name) in entries {
        let name = sheet.wrap(name, Role::Value, right - left - indent, 2);
        let width = name
            .lines
            .iter()
            .map(|it| sheet.width(it, Role::Value))
            .max()
            .unwrap_or(0);
        if x > left && x + indent + width > right {
            x = left;
            sheet.y += line_height;
            line_height = 0;
        }
        let middle = sheet.y + name.height() / name.lines.len().max(1) as i32 / 2;
        draw_swatch(sheet, *mark, (x, middle), swatch);
        let top = sheet.y;
        sheet.lines(&name, x + indent, top, Anchor::Start, ink);
        line_height = line_height.max(name.height() + 4);
        x += indent + width + gap;
    }
    sheet.y += line_height + sheet.scaled(10.0);
}

fn draw_swatch(sheet: &mut Sheet<'_>, swatch: Swatch, (x, middle): Point, size: i32) {
    match swatch {
        Swatch::Area(fill) => {
            let top = middle - size / 2;
            sheet.rect((x, top), (x + size, top + size), fill);
        }
        Swatch::Symbol(symbol, fill) => draw_symbol(sheet, symbol, (x + size / 2, middle), fill),
    }
}

/// Draws the mark of a group around `centre`.
pub(super) fn draw_symbol(sheet: &mut Sheet<'_>, symbol: Symbol, centre: Point, fill: Rgb) {
    let (x, y) = centre;
    let r = sheet.scaled(5.0);
    let background = sheet.palette.background;
    match symbol {
        Symbol::Disc => sheet.push(Mark::Disc {
            centre,
            radius: r as u32,
            fill,
        }),
        Symbol::Ring => {
            sheet.push(Mark::Disc {
                centre,
                radius: r as u32,
                fill,
            });
            sheet.push(Mark::Disc {
                centre,
                radius: (r - 2).max(1) as u32,
                fill: background,
            });
        }
        Symbol::Square => {
            let r = r - 1;
            sheet.rect((x - r, y - r), (x + r, y + r), fill);
        }
        Symbol::Triangle => {
            let points = vec![
                (x, y - r - 1),
                (x + r + 1, y + r - 1),
                (x - r - 1, y + r - 1),
            ];
            sheet.push(Mark::Shape { points, fill });
        }
        Symbol::Wedge => {
            let points = vec![
                (x, y + r + 1),
                (x + r + 1, y - r + 1),
                (x - r - 1, y - r + 1),
            ];
            sheet.push(Mark::Shape { points, fill });
        }
        Symbol::Diamond => {
            let r = r + 1;
            let points = vec![(x, y - r), (x + r, y), (x, y + r), (x - r, y)];
            sheet.push(Mark::Shape { points, fill });
        }
    }
}
