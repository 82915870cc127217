//! Text widths and line breaking.

mod estimator;
mod wrap;

pub use estimator::Estimator;
pub(super) use wrap::{clean, wrap};

/// The fonts of every figure: what the system has, Chinese included.
pub const FONT_FAMILY: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', \
'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', \
'Source Han Sans SC', sans-serif";

/// Size and weight of a text in [`FONT_FAMILY`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Font {
    /// In CSS pixels.
    pub size: f64,
    /// Bold rather than regular.
    pub bold: bool,
}

/// Something that knows how wide a text will be.
pub trait Measure {
    /// The advance width of `text` in CSS pixels.
    fn width(&self, text: &str, font: Font) -> f64;
}
