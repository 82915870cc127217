//! Words that every other layer uses.

mod area;
mod compact;
mod date;
mod fold;
mod language;
mod map;
mod missing;
pub(crate) mod number;
mod order;
mod problem;
mod seed;
mod text;
mod value;

pub use area::{Area, AreaTree};
pub(crate) use compact::{Compact, Reader, compact_enum, compact_struct, put_number};
pub use date::{Date, DateTime, Time};
pub use fold::{fold, fold_into};
pub use language::{is_rtl, own_name};
pub use map::{Entries, Map};
pub use missing::Missing;
pub(crate) use order::in_order;
pub use problem::{Problem, Problems, nearest};
pub use seed::Seed;
pub use text::{Lang, Text};
pub use value::{Answer, Value};
