//! A laid-out figure and its way through plotters into SVG text.

use std::fmt::Write as _;

use plotters::coord::Shift;
use plotters::prelude::{
    Circle, DrawingArea, IntoDrawingArea, Polygon, RGBColor, Rectangle, SVGBackend, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, TextStyle};

use super::text::{FONT_FAMILY, Font, clean};
use super::theme::Rgb;

/// A point in pixels, from the top left.
pub(super) type Point = (i32, i32);

/// Which end of a text its position names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// Something drawn, with every size known.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mark {
    /// Filled; thin ones serve as crisp lines.
    Rect { from: Point, to: Point, fill: Rgb },
    /// Filled shape.
    Shape { points: Vec<Point>, fill: Rgb },
    /// Filled circle.
    Disc {
        centre: Point,
        radius: u32,
        fill: Rgb,
    },
    /// One line of text; `at` is on its baseline.
    Text {
        at: Point,
        anchor: Anchor,
        text: String,
        font: Font,
        colour: Rgb,
    },
}

/// Marks on a background, first ones below.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scene {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) background: Rgb,
    pub(super) marks: Vec<Mark>,
}

/// What the root element says about the figure.
pub(super) struct Root<'a> {
    pub(super) lang: &'a str,
    pub(super) title: &'a str,
    pub(super) description: &'a str,
}

/// The SVG backend writes into a string; it has no other way to fail.
const INFALLIBLE: &str = "writing into a string succeeds";

/// The backend moves a text anchored at its top down by this many em.
const TOP_TO_BASELINE: f64 = 0.76;

/// The backend divides font sizes by this.
const SIZE_FACTOR: f64 = 1.24;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

impl Scene {
    /// Draws the scene with plotters and completes its root element.
    pub(super) fn paint(&self, root: &Root<'_>) -> String {
        let mut svg = String::new();
        {
            let area =
                SVGBackend::with_string(&mut svg, (self.width, self.height)).into_drawing_area();
            area.fill(&colour(self.background)).expect(INFALLIBLE);
            for mark in &self.marks {
                mark.paint(&area);
            }
            area.present().expect(INFALLIBLE);
        }
        self.complete(&svg, root)
    }

    /// Replaces the root element, and drops attributes that repeat defaults.
    fn complete(&self, svg: &str, root: &Root<'_>) -> String {
        let body = svg.split_once('\n').map_or("", |(_root, body)| body);
        let body = body
            .replace(" opacity=\"1\"", "")
            .replace(" font-family=\"sans-serif\"", "")
            .replace(" stroke=\"none\"", "")
            .replace(" text-anchor=\"start\"", "");
        let mut out = String::with_capacity(body.len() + 1024);
        let (width, height) = (self.width, self.height);
        write!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" \
             width=\"100%\" viewBox=\"0 0 {width} {height}\" font-family=\"{FONT_FAMILY}\" \
             font-variant=\"tabular-nums\""
        )
        .expect(INFALLIBLE);
        if !root.lang.is_empty() {
            write!(
                out,
                " lang=\"{0}\" xml:lang=\"{0}\"",
                escape(&clean(root.lang))
            )
            .expect(INFALLIBLE);
        }
        write!(
            out,
            ">\n<title>{}</title>\n<desc>{}</desc>\n",
            escape(&clean(root.title)),
            escape(root.description)
        )
        .expect(INFALLIBLE);
        out.push_str(&body);
        out
    }
}

impl Mark {
    fn paint(&self, area: &Area<'_>) {
        let drawn = match self {
            Mark::Rect { from, to, fill } => {
                area.draw(&Rectangle::new([*from, *to], colour(*fill).filled()))
            }
            Mark::Shape { points, fill } => {
                area.draw(&Polygon::new(points.clone(), colour(*fill).filled()))
            }
            Mark::Disc {
                centre,
                radius,
                fill,
            } => area.draw(&Circle::new(*centre, *radius, colour(*fill).filled())),
            Mark::Text {
                at,
                anchor,
                text,
                font,
                colour,
            } => {
                let top = at.1 - (font.size * TOP_TO_BASELINE).round() as i32;
                area.draw(&Text::new(
                    text.as_str(),
                    (at.0, top),
                    style(*font, *anchor, *colour),
                ))
            }
        };
        drawn.expect(INFALLIBLE);
    }
}

fn colour(it: Rgb) -> RGBColor {
    RGBColor(it.0, it.1, it.2)
}

fn style<'a>(font: Font, anchor: Anchor, ink: Rgb) -> TextStyle<'a> {
    let weight = if font.bold {
        FontStyle::Bold
    } else {
        FontStyle::Normal
    };
    let horizontal = match anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    let font = FontDesc::new(FontFamily::SansSerif, font.size * SIZE_FACTOR, weight);
    TextStyle {
        font,
        color: colour(ink).to_backend_color(),
        pos: Pos::new(horizontal, VPos::Top),
    }
}

/// Text for the inside of an element or a quoted attribute.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}
