//! Bar codes and QR codes in pictures: by the browser's own reader where it has one, else QR codes
//! by ours.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlCanvasElement, HtmlVideoElement, window};

use super::picture::{Picture, context, still};
use crate::capture::qr_words;

/// The longer side of what is searched for a code: finer pictures take longer and show no more.
const PIXELS: u32 = 1000;

/// Whether bar codes are read as well as QR codes.
pub fn reads_bars() -> bool {
    window().is_some_and(|it| detector(&it.into()).is_some())
}

/// What the first code in a picture says.
pub async fn read_picture(picture: &Picture) -> Option<String> {
    read(&picture.canvas(PIXELS)?).await
}

/// What the first code says that a camera sees now.
pub async fn read_video(video: &HtmlVideoElement) -> Option<String> {
    read(&still(video, PIXELS)?).await
}

async fn read(canvas: &HtmlCanvasElement) -> Option<String> {
    match by_browser(canvas).await {
        Some(words) => Some(words),
        None => by_ourselves(canvas),
    }
}

/// The browser's reader, which not every browser has.
fn detector(window: &JsValue) -> Option<Function> {
    let class = Reflect::get(window, &"BarcodeDetector".into()).ok()?;
    class.dyn_into().ok()
}

async fn by_browser(canvas: &HtmlCanvasElement) -> Option<String> {
    let class = detector(&window()?.into())?;
    let detector = Reflect::construct(&class, &Array::new()).ok()?;
    let detect: Function = Reflect::get(&detector, &"detect".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let promise: Promise = detect.call1(&detector, canvas).ok()?.dyn_into().ok()?;
    let found = Array::from(&JsFuture::from(promise).await.ok()?);
    let words = Reflect::get(&found.get(0), &"rawValue".into()).ok()?;
    words.as_string().filter(|it| !it.is_empty())
}

fn by_ourselves(canvas: &HtmlCanvasElement) -> Option<String> {
    let (width, height) = (canvas.width(), canvas.height());
    let pixels = context(canvas)?
        .get_image_data(0.0, 0.0, f64::from(width), f64::from(height))
        .ok()?
        .data();
    qr_words(width as usize, height as usize, &pixels)
}
