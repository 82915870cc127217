//! Words that every other layer uses.

mod area;
mod compact;
mod date;
mod gather;
mod missing;
mod problem;
mod seed;
mod text;
mod value;

pub use area::{Area, AreaTree};
pub(crate) use compact::{Compact, Reader, compact_enum, compact_struct, put_number};
pub use date::{Date, DateTime, Time};
pub(crate) use gather::gather;
pub use missing::Missing;
pub use problem::{Problem, Problems, nearest};
pub use seed::Seed;
pub use text::{Lang, Text};
pub use value::{Answer, Value};
