//! The two pages, and how a page is put on the screen.

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

/// The workspace: design, field work and analysis.
#[component]
pub fn Workspace() -> Html {
    html! { <h1>{ "民意 Minyi" }</h1> }
}

/// The resident's page: one survey, nothing else.
#[component]
pub fn Answer() -> Html {
    html! { <h1>{ "居民问卷 Resident survey" }</h1> }
}
