//! A canvas that is drawn on by hand.

use web_sys::{Blob, Element, HtmlCanvasElement, window};

use super::picture::{Picture, context, encode};
use crate::capture::{Point, Stroke};

/// Widths of a pen, as shares of the canvas's width.
const PEN: f64 = 0.006;

/// Gives the canvas as many pixels as the screen has where it stands; `ratio` is its height over
/// its width.
pub fn fit(canvas: &HtmlCanvasElement, ratio: f64) {
    let scale = window()
        .map_or(1.0, |it| it.device_pixel_ratio())
        .clamp(1.0, 3.0);
    let width = (f64::from(canvas.client_width().max(200)) * scale).round();
    canvas.set_width(width as u32);
    canvas.set_height((width * ratio).round() as u32);
}

/// Gives the canvas the pixels of a picture.
pub fn fit_picture(canvas: &HtmlCanvasElement, (width, height): (u32, u32)) {
    canvas.set_width(width);
    canvas.set_height(height);
}

/// Paints everything anew.
pub fn paint(
    canvas: &HtmlCanvasElement,
    ground: Option<&Picture>,
    strokes: &[Stroke],
    colour: &str,
) -> Option<()> {
    let context = context(canvas)?;
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.set_fill_style_str("#ffffff");
    context.fill_rect(0.0, 0.0, width, height);
    if let Some(picture) = ground {
        picture.paint(canvas)?;
    }
    context.set_stroke_style_str(colour);
    context.set_fill_style_str(colour);
    context.set_line_width((width * PEN).max(2.0));
    context.set_line_cap("round");
    context.set_line_join("round");
    for stroke in strokes {
        context.begin_path();
        match stroke.as_slice() {
            [] => {}
            [dot] => {
                // A tap is a dot.
                let radius = (width * PEN).max(2.0);
                let around = std::f64::consts::TAU;
                context
                    .arc(dot.x * width, dot.y * width, radius, 0.0, around)
                    .ok()?;
                context.fill();
            }
            [first, rest @ ..] => {
                context.move_to(first.x * width, first.y * width);
                for point in rest {
                    context.line_to(point.x * width, point.y * width);
                }
                context.stroke();
            }
        }
    }
    Some(())
}

/// What was drawn, as a file.
pub async fn drawing(canvas: &HtmlCanvasElement) -> Option<Blob> {
    encode(canvas, "image/png").await
}

/// Where a finger, pen or mouse is, as shares of the canvas's width.
pub fn point(canvas: &HtmlCanvasElement, x: i32, y: i32) -> Point {
    let element: &Element = canvas;
    let around = element.get_bounding_client_rect();
    let width = around.width().max(1.0);
    Point {
        x: (f64::from(x) - around.left()) / width,
        y: (f64::from(y) - around.top()) / width,
    }
}
