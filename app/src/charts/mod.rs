//! Report figures: plain data in, SVG text out.
//!
//! A [`Figure`] holds numbers and already worded strings; [`draw`] lays it out
//! at a width in pixels and lets plotters write the SVG. Nothing here knows a
//! language, a browser or the survey model: text widths come through
//! [`Measure`], colours through [`Theme`].
//!
//! The steps are: figure → layout (a list of marks, all sizes known) → plotters
//! → one pass over the root element for the text alternative. Plotters never
//! places text by its own estimate, so labels are neither clipped nor
//! overlapping in any script.

mod bars;
mod describe;
mod dots;
pub mod export;
pub mod figure;
mod format;
mod frame;
mod legend;
#[cfg(target_arch = "wasm32")]
mod measure;
mod rows;
mod scale;
mod scatter;
mod scene;
mod stacked;
mod table;
mod text;
mod theme;
mod timeline;
mod two_way;

pub use export::{csv, standalone};
pub use figure::Figure;
#[cfg(target_arch = "wasm32")]
pub use measure::CanvasMeasure;
pub use text::{Estimator, FONT_FAMILY, Font, Measure};
pub use theme::{Palette, Rgb, Theme};

use frame::Sheet;

/// How a figure is to be drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Width of the drawing in CSS pixels; kept within 240 and 2400.
    pub width: u32,
    /// The colours.
    pub theme: Theme,
    /// Factor on every text size; kept within 0.75 and 2.
    pub text_scale: f64,
}

impl Look {
    /// The usual text size at `width` pixels.
    pub fn new(width: u32, theme: Theme) -> Look {
        Look {
            width,
            theme,
            text_scale: 1.0,
        }
    }

    fn within_limits(self) -> Look {
        let text_scale = if self.text_scale.is_finite() {
            self.text_scale.clamp(0.75, 2.0)
        } else {
            1.0
        };
        Look {
            width: self.width.clamp(240, 2400),
            theme: self.theme,
            text_scale,
        }
    }
}

/// Draws `figure` as an SVG element for use inside a page.
///
/// The element has a `viewBox`, the full width of its container, the role
/// `img`, and a title and description for those who cannot see it. Colours are
/// literal, so it must be drawn again when the theme or the width changes.
pub fn draw(figure: &Figure, look: Look, measure: &dyn Measure) -> String {
    let look = look.within_limits();
    let mut sheet = Sheet::new(look, measure);
    sheet.open(figure.caption());
    match figure {
        Figure::Distribution(it) => bars::distribution(&mut sheet, it),
        Figure::Dots(it) => dots::draw(&mut sheet, it),
        Figure::Stacked(it) => stacked::draw(&mut sheet, it),
        Figure::TwoWay(it) => two_way::draw(&mut sheet, it),
        Figure::Timeline(it) => timeline::draw(&mut sheet, it),
        Figure::Counts(it) => bars::counts(&mut sheet, it),
        Figure::Scatter(it) => scatter::draw(&mut sheet, it),
    }
    let caption = figure.caption();
    let scene = sheet.close(caption);
    scene.paint(&scene::Root {
        lang: &caption.lang,
        title: &caption.title,
        description: &figure.describe(),
    })
}
