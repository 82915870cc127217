//! Points by two values, with names that stand clear of each other, and their numbers below.

use super::figure::{Scatter, ScatterPoint};
use super::frame::{Column, Lines, Role, Sheet};
use super::legend::{SYMBOLS, draw_symbol};
use super::scale::{Scale, extent, round_up, widen};
use super::scene::{Anchor, Mark, Point};

/// Distances of a name from its point that are tried, in pixels.
const RINGS: [f64; 5] = [9.0, 16.0, 26.0, 38.0, 54.0];
/// Farther away, a line leads from the point to its name.
const NEAR: f64 = 12.0;

/// Draws the plot and the list of its points.
pub(super) fn draw(sheet: &mut Sheet<'_>, figure: &Scatter) {
    if figure.points.is_empty() {
        return;
    }
    let plot = Plot::of(sheet, figure);
    plot.ground(sheet, figure);
    plot.points(sheet, figure);
    sheet.y = plot.y.pixels.0 + sheet.scaled(24.0);
    axis_title(sheet, &figure.x.title);
    list(sheet, figure);
}

fn axis_title(sheet: &mut Sheet<'_>, title: &str) {
    let lines = sheet.wrap(title, Role::Small, sheet.inner(), 2);
    let (right, top, muted) = (sheet.right(), sheet.y, sheet.palette.muted);
    sheet.lines(&lines, right, top, Anchor::End, muted);
    sheet.y += lines.height() + sheet.scaled(10.0);
}

/// A rectangle on the sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Area {
    from: Point,
    to: Point,
}

impl Area {
    fn meets(&self, other: &Area) -> bool {
        self.from.0 < other.to.0
            && other.from.0 < self.to.0
            && self.from.1 < other.to.1
            && other.from.1 < self.to.1
    }

    fn is_within(&self, other: &Area) -> bool {
        self.from.0 >= other.from.0
            && self.from.1 >= other.from.1
            && self.to.0 <= other.to.0
            && self.to.1 <= other.to.1
    }
}

struct Plot {
    x: Scale,
    y: Scale,
    steps: (f64, f64),
}

impl Plot {
    fn of(sheet: &mut Sheet<'_>, figure: &Scatter) -> Plot {
        axis_title_above(sheet, &figure.y.title);
        let (xs, step_x) = ends(sheet, figure, true);
        let (ys, step_y) = ends(sheet, figure, false);
        let widest = [ys.0, ys.1].map(|it| sheet.width(&figure.y.numbers.value(it), Role::Small));
        let left = sheet.left() + widest[0].max(widest[1]) + sheet.scaled(8.0);
        // Names of gridlines stand on both sides of them.
        let across = [xs.0, xs.1].map(|it| sheet.width(&figure.x.numbers.value(it), Role::Small));
        let right = sheet.right() - (across[0].max(across[1]) / 2 + 2).max(sheet.scaled(6.0));
        let height = ((right - left) * 6 / 10).clamp(sheet.scaled(260.0), sheet.scaled(460.0));
        let (top, bottom) = (sheet.y, sheet.y + height);
        Plot {
            x: Scale::new(xs, (left, right)),
            y: Scale::new(ys, (bottom, top)),
            steps: (step_x, step_y),
        }
    }

    fn area(&self) -> Area {
        Area {
            from: (self.x.pixels.0, self.y.pixels.1),
            to: (self.x.pixels.1, self.y.pixels.0),
        }
    }

    fn at(&self, point: &ScatterPoint) -> Point {
        (self.x.at(point.x), self.y.at(point.y))
    }

    /// Gridlines with their values, the lines that part the plot, and the names of its parts.
    fn ground(&self, sheet: &mut Sheet<'_>, figure: &Scatter) {
        let (palette, area) = (sheet.palette, self.area());
        for value in self.x.ticks(self.steps.0) {
            sheet.vertical(self.x.at(value), (area.from.1, area.to.1), palette.grid);
        }
        for value in self.y.ticks(self.steps.1) {
            let at = self.y.at(value);
            sheet.horizontal((area.from.0, area.to.0), at, palette.grid);
            let text = figure.y.numbers.value(value);
            let x = area.from.0 - sheet.scaled(6.0);
            sheet.text(&text, Role::Small, (x, at), Anchor::End, palette.muted);
        }
        let ticks = self.x.ticks(self.steps.0).into_iter();
        let labels: Vec<(i32, String)> = ticks
            .map(|it| (self.x.at(it), figure.x.numbers.value(it)))
            .collect();
        sheet.tick_labels(labels.into_iter(), area.to.1 + sheet.scaled(12.0));
        let (x, y) = (self.x.at(figure.cut.0), self.y.at(figure.cut.1));
        sheet.rect((x - 1, area.from.1), (x + 1, area.to.1), palette.axis);
        sheet.rect((area.from.0, y - 1), (area.to.0, y + 1), palette.axis);
        for (lines, top, anchor, at) in self.corners(sheet, figure) {
            sheet.lines(&lines, at, top, anchor, palette.muted);
        }
    }

    /// The names of the parts, each in its corner: upper left, upper right, lower left, lower
    /// right.
    fn corners(&self, sheet: &Sheet<'_>, figure: &Scatter) -> Vec<(Lines, i32, Anchor, i32)> {
        let (area, gap) = (self.area(), sheet.scaled(5.0));
        let half = (area.to.0 - area.from.0) / 2 - 3 * gap;
        let corner = |(at, name): (usize, &String)| {
            let lines = sheet.wrap(name, Role::Small, half, 3);
            let top = if at < 2 {
                area.from.1 + gap
            } else {
                area.to.1 - gap - lines.height()
            };
            if at % 2 == 0 {
                (lines, top, Anchor::Start, area.from.0 + gap)
            } else {
                (lines, top, Anchor::End, area.to.0 - gap)
            }
        };
        figure.parts.iter().enumerate().map(corner).collect()
    }

    fn points(&self, sheet: &mut Sheet<'_>, figure: &Scatter) {
        for point in &figure.points {
            if let Some((low, high)) = point.y_interval {
                let (x, faint) = (self.x.at(point.x), sheet.palette.missing);
                sheet.vertical(x, (self.y.at(high), self.y.at(low)), faint);
            }
        }
        let names = self.names(sheet, figure);
        for name in names.iter().flatten().filter(|it| it.far) {
            sheet.push(line(name.point, name.end, sheet.palette.axis));
        }
        for point in &figure.points {
            let group = point.group % SYMBOLS.len();
            let colour = sheet.palette.groups[group];
            draw_symbol(sheet, SYMBOLS[group], self.at(point), colour);
        }
        let ink = sheet.palette.ink;
        for name in names.into_iter().flatten() {
            sheet.text(&name.text, Role::Small, name.middle, Anchor::Start, ink);
        }
    }

    /// Where the names go: first the numbers of all points, which say most, then as many words
    /// beside them as there is room for.
    fn names(&self, sheet: &Sheet<'_>, figure: &Scatter) -> Vec<Option<Name>> {
        let radius = sheet.scaled(6.0);
        let around = |it: &ScatterPoint| {
            let (x, y) = self.at(it);
            Area {
                from: (x - radius, y - radius),
                to: (x + radius, y + radius),
            }
        };
        let mut taken: Vec<Area> = figure.points.iter().map(around).collect();
        taken.extend(
            self.corners(sheet, figure)
                .iter()
                .map(|(lines, top, anchor, at)| {
                    let width = lines
                        .lines
                        .iter()
                        .map(|it| sheet.width(it, Role::Small))
                        .max();
                    let width = width.unwrap_or(0);
                    let left = if *anchor == Anchor::End {
                        at - width
                    } else {
                        *at
                    };
                    Area {
                        from: (left, *top),
                        to: (left + width, top + lines.height()),
                    }
                }),
        );
        // Words with a line through them are hard to read.
        let (area, x, y) = (
            self.area(),
            self.x.at(figure.cut.0),
            self.y.at(figure.cut.1),
        );
        taken.push(Area {
            from: (x - 2, area.from.1),
            to: (x + 2, area.to.1),
        });
        taken.push(Area {
            from: (area.from.0, y - 2),
            to: (area.to.0, y + 2),
        });
        let n_points = figure.points.len();
        let mut names: Vec<Option<Name>> = Vec::new();
        for (at, point) in figure.points.iter().enumerate() {
            let name = self.place(sheet, &(at + 1).to_string(), self.at(point), &taken, &RINGS);
            taken.extend(name.iter().map(|it| it.area));
            names.push(name);
        }
        // The place of the number is given up for the words, if they fit near the point.
        for (at, point) in figure.points.iter().enumerate() {
            let number = names[at].as_ref().map(|it| it.area);
            let others: Vec<Area> = taken
                .iter()
                .copied()
                .filter(|it| Some(*it) != number)
                .collect();
            let text = format!("{} {}", at + 1, point.short);
            if sheet.is_wide()
                && n_points <= 40
                && let Some(name) = self.place(sheet, &text, self.at(point), &others, &RINGS[..2])
            {
                taken = others;
                taken.push(name.area);
                names[at] = Some(name);
            }
        }
        names
    }

    /// The nearest free place for a text.
    fn place(
        &self,
        sheet: &Sheet<'_>,
        text: &str,
        point: Point,
        taken: &[Area],
        rings: &[f64],
    ) -> Option<Name> {
        let width = sheet.width(text, Role::Small) + 2;
        let half = sheet.scaled(8.0);
        let bounds = self.area();
        for ring in rings {
            let r = sheet.scaled(*ring);
            // Right, left, above, below, then between those: the middle of the text's near side.
            let diagonal = r * 7 / 10;
            let places = [
                (point.0 + r, point.1),
                (point.0 - r - width, point.1),
                (point.0 - width / 2, point.1 - r - half / 2),
                (point.0 - width / 2, point.1 + r + half / 2),
                (point.0 + diagonal, point.1 - diagonal),
                (point.0 + diagonal, point.1 + diagonal),
                (point.0 - diagonal - width, point.1 - diagonal),
                (point.0 - diagonal - width, point.1 + diagonal),
            ];
            for (x, y) in places {
                let area = Area {
                    from: (x, y - half),
                    to: (x + width, y + half),
                };
                if area.is_within(&bounds) && !taken.iter().any(|it| it.meets(&area)) {
                    let end = (
                        point.0.clamp(x, x + width),
                        point.1.clamp(y - half, y + half),
                    );
                    let far = *ring > NEAR;
                    let middle = (x + 1, y);
                    return Some(Name {
                        text: text.to_owned(),
                        middle,
                        area,
                        point,
                        end,
                        far,
                    });
                }
            }
        }
        None
    }
}

/// A text at its place.
struct Name {
    text: String,
    middle: Point,
    area: Area,
    point: Point,
    /// The point of its area that is nearest to the point it names.
    end: Point,
    far: bool,
}

fn axis_title_above(sheet: &mut Sheet<'_>, title: &str) {
    let lines = sheet.wrap(title, Role::Small, sheet.inner(), 2);
    let (left, top, muted) = (sheet.left(), sheet.y, sheet.palette.muted);
    sheet.lines(&lines, left, top, Anchor::Start, muted);
    sheet.y += lines.height() + sheet.scaled(8.0);
}

/// The ends of an axis and the distance of its gridlines: all values, their intervals and the cut.
fn ends(sheet: &Sheet<'_>, figure: &Scatter, across: bool) -> ((f64, f64), f64) {
    let (axis, cut) = if across {
        (&figure.x, figure.cut.0)
    } else {
        (&figure.y, figure.cut.1)
    };
    let values = figure.points.iter().flat_map(|it| {
        if across {
            vec![it.x]
        } else {
            let (low, high) = it.y_interval.unwrap_or((it.y, it.y));
            vec![it.y, low, high]
        }
    });
    let (low, high) = extent(values.chain([cut])).unwrap_or((0.0, 1.0));
    let n_steps = if across && !sheet.is_wide() { 4.0 } else { 6.0 };
    // Every part is wide enough for its name.
    let least = (high - low) * 0.25;
    let (low, high) = (low.min(cut - least), high.max(cut + least));
    let step = round_up((high - low) / n_steps).max(axis.numbers.least_step());
    // A point on the very edge would be cut.
    let margin = (high - low) * 0.04;
    (widen((low - margin, high + margin), step / 2.0), step)
}

/// A line one pixel wide.
fn line(from: Point, to: Point, fill: super::theme::Rgb) -> Mark {
    let (dx, dy) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
    // Wider along the axis that it crosses more steeply, so that no line vanishes.
    let (x, y) = if dx.abs() > dy.abs() { (0, 1) } else { (1, 0) };
    let points = vec![from, to, (to.0 + x, to.1 + y), (from.0 + x, from.1 + y)];
    Mark::Shape { points, fill }
}

/// Every point by its number, with its values.
fn list(sheet: &mut Sheet<'_>, figure: &Scatter) {
    let texts: Vec<[String; 2]> = figure.points.iter().map(|it| figure.values(it)).collect();
    let column = |at: usize| texts.iter().map(|it| it[at].as_str()).collect();
    let heads = [
        (figure.y.head.as_str(), column(0)),
        (figure.x.head.as_str(), column(1)),
    ];
    let (columns, columns_left) = sheet.columns(&heads);
    let heads = columns.iter().map(|it| it.head.height()).max().unwrap_or(0);
    let bottom = sheet.y + heads;
    sheet.column_heads(&columns, bottom);
    sheet.y = bottom + sheet.scaled(4.0);
    for (at, (point, texts)) in figure.points.iter().zip(&texts).enumerate() {
        entry(sheet, (at + 1, point), texts, (&columns, columns_left));
    }
}

fn entry(
    sheet: &mut Sheet<'_>,
    (number, point): (usize, &ScatterPoint),
    texts: &[String; 2],
    (columns, columns_left): (&[Column], i32),
) {
    let (left, indent, ink) = (sheet.left(), sheet.scaled(40.0), sheet.palette.ink);
    let line = sheet.scaled(19.0);
    let beside = columns_left - left - indent;
    // Where the values leave too little room, they stand below the label.
    let is_apart = beside < sheet.scaled(112.0);
    let room = if is_apart {
        sheet.inner() - indent
    } else {
        beside
    };
    let label = sheet.wrap(&point.label, Role::Label, room, 4);
    let middle = sheet.y + line / 2;
    let group = point.group % SYMBOLS.len();
    let colour = sheet.palette.groups[group];
    draw_symbol(
        sheet,
        SYMBOLS[group],
        (left + sheet.scaled(6.0), middle),
        colour,
    );
    let at = (left + sheet.scaled(34.0), middle);
    sheet.text(&number.to_string(), Role::Value, at, Anchor::End, ink);
    let top = sheet.y;
    sheet.lines(&label, left + indent, top, Anchor::Start, ink);
    let below = if is_apart { label.height() } else { 0 };
    for (column, text) in columns.iter().zip(texts) {
        let at = (column.right, middle + below);
        sheet.text(text, Role::Value, at, Anchor::End, ink);
    }
    let height = if is_apart {
        below + line
    } else {
        label.height().max(line)
    };
    sheet.y += height + sheet.scaled(6.0);
}

impl Scatter {
    /// The two values of a point as they are written, that up first.
    pub(super) fn values(&self, point: &ScatterPoint) -> [String; 2] {
        let up = super::figure::Estimate {
            value: point.y,
            interval: point.y_interval,
        };
        [self.y.numbers.estimate(&up), self.x.numbers.value(point.x)]
    }
}
