//! Pictures: decoded, turned upright, made smaller and written anew, which leaves behind
//! everything but the pixels.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlVideoElement, ImageBitmap, window,
};

use crate::capture::fit;

/// How much of a photograph is kept, from 0 to 1: no difference is seen on a screen.
const QUALITY: f64 = 0.85;

/// A picture that was decoded, upright.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture(ImageBitmap);

impl Picture {
    /// Decodes a file; none if the browser cannot.
    pub async fn decode(blob: &Blob) -> Option<Picture> {
        let options = Object::new();
        Reflect::set(&options, &"imageOrientation".into(), &"from-image".into()).ok()?;
        let window: JsValue = window()?.into();
        let decode: Function = Reflect::get(&window, &"createImageBitmap".into())
            .ok()?
            .dyn_into()
            .ok()?;
        let promise: Promise = decode
            .call2(&window, blob, &options)
            .ok()?
            .dyn_into()
            .ok()?;
        let bitmap = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
        Some(Picture(bitmap))
    }

    /// Width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        (self.0.width(), self.0.height())
    }

    /// Paints it over the whole of a canvas.
    pub fn paint(&self, canvas: &HtmlCanvasElement) -> Option<()> {
        let context = context(canvas)?;
        let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
        context
            .draw_image_with_image_bitmap_and_dw_and_dh(&self.0, 0.0, 0.0, width, height)
            .ok()
    }

    /// The picture on a canvas whose longer side has at most `max` pixels.
    pub(super) fn canvas(&self, max: u32) -> Option<HtmlCanvasElement> {
        let canvas = blank(fit(self.size(), max))?;
        self.paint(&canvas)?;
        Some(canvas)
    }

    /// The picture as a photograph whose longer side has at most `max` pixels.
    pub async fn photograph(&self, max: u32) -> Option<Blob> {
        encode(&self.canvas(max)?, "image/jpeg").await
    }
}

/// What a camera shows now, as a photograph.
pub async fn snap(video: &HtmlVideoElement, max: u32) -> Option<Blob> {
    encode(&still(video, max)?, "image/jpeg").await
}

/// What a camera shows now; none before it shows anything.
pub(super) fn still(video: &HtmlVideoElement, max: u32) -> Option<HtmlCanvasElement> {
    let size = (video.video_width(), video.video_height());
    if size.0 == 0 || size.1 == 0 {
        return None;
    }
    let (width, height) = fit(size, max);
    let canvas = blank((width, height))?;
    context(&canvas)?
        .draw_image_with_html_video_element_and_dw_and_dh(
            video,
            0.0,
            0.0,
            f64::from(width),
            f64::from(height),
        )
        .ok()?;
    Some(canvas)
}

/// A white canvas: photographs know no transparency.
fn blank((width, height): (u32, u32)) -> Option<HtmlCanvasElement> {
    let document = window()?.document()?;
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context = context(&canvas)?;
    context.set_fill_style_str("#ffffff");
    context.fill_rect(0.0, 0.0, f64::from(width), f64::from(height));
    Some(canvas)
}

/// What a canvas is painted with.
pub(super) fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// What a canvas holds, as a file of this kind.
pub(super) async fn encode(canvas: &HtmlCanvasElement, kind: &str) -> Option<Blob> {
    let promise = Promise::new(&mut |resolve, _| {
        let written = Closure::once_into_js(move |blob: JsValue| {
            let _ = resolve.call1(&JsValue::NULL, &Array::of1(&blob));
        });
        // Fails for canvases with pictures of other sites only; the promise is then left alone.
        let _ = canvas.to_blob_with_type_and_encoder_options(
            written.unchecked_ref(),
            kind,
            &QUALITY.into(),
        );
    });
    let written = Array::from(&JsFuture::from(promise).await.ok()?);
    written.get(0).dyn_into().ok()
}
