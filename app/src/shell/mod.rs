//! Everything that touches the browser. Nothing else names `web_sys::window`, storage, timers or
//! the network.

#[cfg(feature = "workspace")]
mod analyst;
#[cfg(feature = "workspace")]
mod archive;
#[cfg(feature = "workspace")]
mod blobs;
#[cfg(feature = "workspace")]
mod checks;
pub mod clock;
#[cfg(feature = "workspace")]
pub mod codes;
pub mod db;
#[cfg(feature = "workspace")]
pub mod documents;
#[cfg(feature = "workspace")]
pub mod drafts;
#[cfg(feature = "workspace")]
pub mod drag;
pub mod fetch;
pub mod forms;
pub mod journal;
#[cfg(feature = "workspace")]
mod kept;
#[cfg(feature = "workspace")]
pub mod media;
pub mod opening;
#[cfg(feature = "workspace")]
pub mod pad;
pub mod page;
#[cfg(feature = "workspace")]
pub mod picture;
#[cfg(feature = "workspace")]
pub mod place;
pub mod prefs;
pub mod record;
#[cfg(feature = "workspace")]
mod shelf;
#[cfg(feature = "workspace")]
pub mod stream;
#[cfg(feature = "workspace")]
mod workspace;

#[cfg(feature = "workspace")]
pub use workspace::{Shell, device};
