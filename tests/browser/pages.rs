//! Pages replace their waiting text.

use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

/// Opens a page where its `index.html` would and gives the place.
fn opened(open: fn()) -> Element {
    let document = web_sys::window().unwrap().document().unwrap();
    if let Some(last) = document.get_element_by_id("app") {
        last.remove();
    }
    let place = document.create_element("div").unwrap();
    place.set_id("app");
    place.set_inner_html("<main class=\"boot\">waiting</main>");
    document.body().unwrap().append_child(&place).unwrap();
    open();
    place
}

/// Waits until there is such an element; there are no surveys here, so pages say what is wrong.
async fn until(place: &Element, selector: &str) {
    for _ in 0..100 {
        if place.query_selector(selector).unwrap().is_some() {
            return;
        }
        let soon = js_sys::Promise::new(&mut |done, _| {
            let window = web_sys::window().unwrap();
            window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&done, 50)
                .unwrap();
        });
        wasm_bindgen_futures::JsFuture::from(soon).await.unwrap();
    }
    panic!("waited for {selector}: {}", place.inner_html());
}

#[wasm_bindgen_test]
async fn the_workspace_takes_the_place_of_the_waiting_text() {
    let place = opened(minyi_app::mount);
    until(&place, "h1").await;
    assert!(place.query_selector(".boot").unwrap().is_none());
}

#[wasm_bindgen_test]
async fn the_residents_page_takes_the_place_of_the_waiting_text() {
    let place = opened(minyi_app::answer::open);
    until(&place, "h1").await;
    assert!(place.query_selector(".boot").unwrap().is_none());
}
