//! The front end: what the pages and the worker share.
//!
//! ```text
//!             props (plain data)
//!  Store ─────────────────────────────▶ screens ▶ questions ▶ widgets
//!    ▲ │                                   │
//!    │ └ state::update(Action) ─▶ effects  │ Dispatch (context)
//!    │                              │      │
//!    └─── Action ◀─── Shell::start ◀┘◀─────┘
//! ```
//!
//! Only `shell` touches the browser. `session` is an interview on a screen and
//! `interview` draws it; the workspace (`store`) and the resident's page (`answer`) share both.
//!
//! A new area of the workspace is: a slice with `Action`, `Effect`, `open` and `update` in
//! `state/<area>.rs`; its arms in `shell/mod.rs`; a component in `screens/<area>.rs` that gets
//! the slice by props; its words in `locale/<area>.rs`; its look in `app/styles/<area>.css`.
//!
//! Responses and analysis share the [`desk`]; their records are in the [`worker`], and [`figures`]
//! turns what it finds into charts with titles.

pub mod answer;
#[cfg(feature = "workspace")]
pub mod capture;
#[cfg(feature = "workspace")]
pub mod charts;
#[cfg(feature = "workspace")]
pub mod desk;
pub mod dom;
#[cfg(feature = "workspace")]
pub mod figures;
pub mod interview;
pub mod locale;
pub mod questions;
#[cfg(feature = "workspace")]
pub mod screens;
pub mod session;
pub mod settings;
pub mod shell;
#[cfg(feature = "workspace")]
pub mod state;
#[cfg(feature = "workspace")]
pub mod store;
pub mod widgets;
#[cfg(feature = "workspace")]
pub mod workbook;
#[cfg(feature = "workspace")]
pub mod worker;

/// Mounts the workspace in place of the waiting text of `index.html`.
///
/// # Panics
/// When the document has no element `app`: ours has one.
#[cfg(feature = "workspace")]
pub fn mount() {
    yew::Renderer::<store::Store>::with_root(shell::page::root()).render();
}
