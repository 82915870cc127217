//! Pages replace their waiting text.

use minyi_app::answer::Answer;
use minyi_app::mount;
use minyi_app::store::Store;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;
use yew::BaseComponent;

/// Mounts a page where its `index.html` would and gives the place.
async fn mounted<Page: BaseComponent<Properties: Default>>() -> Element {
    let document = web_sys::window().unwrap().document().unwrap();
    if let Some(last) = document.get_element_by_id("app") {
        last.remove();
    }
    let place = document.create_element("div").unwrap();
    place.set_id("app");
    place.set_inner_html("<main class=\"boot\">waiting</main>");
    document.body().unwrap().append_child(&place).unwrap();
    mount::<Page>();
    yew::scheduler::flush().await;
    place
}

#[wasm_bindgen_test]
async fn the_pages_take_the_place_of_the_waiting_text() {
    for place in [mounted::<Store>().await, mounted::<Answer>().await] {
        assert!(place.query_selector(".boot").unwrap().is_none());
        assert!(place.query_selector("h1").unwrap().is_some());
    }
}
