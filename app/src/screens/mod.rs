//! The screens of the workspace: props in, markup out.

mod analysis;
mod areas;
mod check;
mod drafts;
mod frame;
mod gallery;
mod imports;
mod library;
mod parts;
mod pick;
mod responses;
mod settings;
mod setup;
mod workspace_interview;

pub use frame::{frame, title};
pub use parts::{Empty, Waiting};
