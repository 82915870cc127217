//! Pieces that know nothing about surveys.

mod chart;
mod choice;
mod confirm;
mod icon;

pub use chart::{Chart, Drawing, on_paper};
pub use choice::Segments;
pub use confirm::Confirm;
pub use icon::{Icon, icon};
