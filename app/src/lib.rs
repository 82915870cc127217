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
pub mod charts;
pub mod desk;
pub mod dom;
pub mod figures;
pub mod interview;
pub mod locale;
pub mod questions;
pub mod screens;
pub mod session;
pub mod settings;
pub mod shell;
pub mod state;
pub mod store;
pub mod widgets;
pub mod worker;

use yew::prelude::*;

/// Mounts a page in place of the waiting text of its `index.html`.
///
/// # Panics
/// When the document has no element `app`: every page of ours has one.
pub fn mount<Page>()
where
    Page: BaseComponent<Properties: Default>,
{
    let document = web_sys::window().and_then(|window| window.document());
    let root = document.and_then(|document| document.get_element_by_id("app"));
    yew::Renderer::<Page>::with_root(root.expect("the page has an element `app`")).render();
}
