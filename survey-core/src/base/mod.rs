//! Words that every other layer uses.

mod date;
mod missing;
mod problem;
mod seed;
mod text;

pub use date::{Date, DateTime, Time};
pub use missing::Missing;
pub use problem::{Problem, Problems, nearest};
pub use seed::Seed;
pub use text::{Lang, Text};
