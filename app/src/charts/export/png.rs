//! SVG to PNG through the browser's canvas.

use js_sys::{Array, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url,
};

use super::size;

/// Renders a standalone SVG at `pixel_ratio` canvas pixels a CSS pixel.
///
/// # Errors
///
/// Fails with the browser's reason when the image cannot be read or the canvas
/// would be too large for it.
pub async fn png(svg: &str, pixel_ratio: f64) -> Result<Blob, JsValue> {
    let (width, height) = size(svg).ok_or_else(|| JsValue::from_str("the figure has no size"))?;
    let kind = BlobPropertyBag::new();
    kind.set_type("image/svg+xml");
    let parts = Array::of1(&JsValue::from_str(svg));
    let source = Blob::new_with_str_sequence_and_options(&parts, &kind)?;
    let url = Url::create_object_url_with_blob(&source)?;
    let image = HtmlImageElement::new()?;
    image.set_src(&url);
    let decoded = JsFuture::from(image.decode()).await;
    Url::revoke_object_url(&url)?;
    decoded?;
    let canvas = canvas(
        f64::from(width) * pixel_ratio,
        f64::from(height) * pixel_ratio,
    )?;
    let context = canvas
        .get_context("2d")?
        .ok_or_else(|| JsValue::from_str("the browser has no canvas"))?
        .dyn_into::<CanvasRenderingContext2d>()?;
    let (to_width, to_height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context
        .draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, to_width, to_height)?;
    to_blob(&canvas).await
}

fn canvas(width: f64, height: f64) -> Result<HtmlCanvasElement, JsValue> {
    let document = web_sys::window()
        .and_then(|it| it.document())
        .ok_or_else(|| JsValue::from_str("there is no page to draw on"))?;
    let canvas = document
        .create_element("canvas")?
        .dyn_into::<HtmlCanvasElement>()?;
    canvas.set_width(width.round() as u32);
    canvas.set_height(height.round() as u32);
    Ok(canvas)
}

async fn to_blob(canvas: &HtmlCanvasElement) -> Result<Blob, JsValue> {
    let mut problem = None;
    let promise = Promise::new(&mut |resolve, _reject| {
        let done = Closure::once_into_js(move |blob: JsValue| {
            // Resolving a promise does not throw.
            let _ = resolve.call1(&JsValue::NULL, &blob);
        });
        problem = canvas.to_blob(done.unchecked_ref()).err();
    });
    if let Some(problem) = problem {
        return Err(problem);
    }
    JsFuture::from(promise)
        .await?
        .dyn_into::<Blob>()
        .map_err(|_| JsValue::from_str("the figure is too large for an image"))
}
