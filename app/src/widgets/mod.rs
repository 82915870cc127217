//! Pieces that know nothing about surveys.

#[cfg(feature = "workspace")]
mod chart;
mod choice;
#[cfg(feature = "workspace")]
mod confirm;
mod icon;

#[cfg(feature = "workspace")]
pub use chart::{Chart, Drawing, on_paper};
#[cfg(feature = "workspace")]
pub use choice::Segments;
pub use choice::segments;
#[cfg(feature = "workspace")]
pub use confirm::Confirm;
#[cfg(feature = "workspace")]
pub use icon::icon;
pub use icon::{Icon, drawing};
