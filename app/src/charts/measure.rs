//! Text widths as the browser sees them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::text::{Estimator, FONT_FAMILY, Font, Measure};

/// Widths kept before the store is emptied; a dot plot of 47 rows uses about
/// 300.
const MOST_WIDTHS: usize = 20_000;

/// Measures with the canvas of the page, and remembers.
///
/// Where there is no canvas it estimates.
pub struct CanvasMeasure {
    context: Option<CanvasRenderingContext2d>,
    widths: RefCell<BTreeMap<(String, String), f64>>,
}

impl CanvasMeasure {
    /// Takes a canvas that is never shown.
    pub fn new() -> CanvasMeasure {
        CanvasMeasure {
            context: context(),
            widths: RefCell::default(),
        }
    }
}

impl Default for CanvasMeasure {
    fn default() -> CanvasMeasure {
        CanvasMeasure::new()
    }
}

impl Measure for CanvasMeasure {
    fn width(&self, text: &str, font: Font) -> f64 {
        let Some(context) = &self.context else {
            return Estimator.width(text, font);
        };
        let weight = if font.bold { "bold " } else { "" };
        let css = format!("{weight}{}px {FONT_FAMILY}", font.size);
        let key = (css, text.to_owned());
        if let Some(width) = self.widths.borrow().get(&key) {
            return *width;
        }
        context.set_font(&key.0);
        let measured = context.measure_text(text).map(|it| it.width());
        let width = measured.unwrap_or_else(|_| Estimator.width(text, font));
        let mut widths = self.widths.borrow_mut();
        if widths.len() >= MOST_WIDTHS {
            widths.clear();
        }
        widths.insert(key, width);
        width
    }
}

fn context() -> Option<CanvasRenderingContext2d> {
    let canvas = web_sys::window()?
        .document()?
        .create_element("canvas")
        .ok()?;
    let canvas = canvas.dyn_into::<HtmlCanvasElement>().ok()?;
    canvas.get_context("2d").ok()??.dyn_into().ok()
}
