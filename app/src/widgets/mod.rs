//! Pieces that know nothing about surveys.

mod choice;
mod confirm;
mod icon;

pub use choice::Segments;
pub use confirm::Confirm;
pub use icon::{Icon, icon};
