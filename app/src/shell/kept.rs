//! Imported files of responses that are kept for later visits.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

use super::blobs::Table;
use crate::desk::Kept;
use crate::worker::protocol::{Origin, SourceId};

/// Every kept source, in the order they came; none where the browser keeps nothing.
pub(super) async fn all() -> Vec<Kept> {
    let values = Table::Sources.all().await.unwrap_or_default();
    values.iter().filter_map(kept).collect()
}

/// Keeps a source; none if the browser would not.
pub(super) async fn put(source: &Kept) -> Option<()> {
    let origin = serde_json::to_string(&source.origin).ok()?;
    let blob = source.blob.clone().map_or(JsValue::NULL, JsValue::from);
    let value = Array::of3(&source.id.into(), &origin.into(), &blob);
    Table::Sources
        .put(&[(source.id.into(), value.into())])
        .await
}

/// Keeps a source no longer.
pub(super) async fn remove(id: SourceId) -> Option<()> {
    Table::Sources.remove(&id.into()).await
}

fn kept(value: &JsValue) -> Option<Kept> {
    let parts = value.dyn_ref::<Array>()?;
    let origin: Origin = serde_json::from_str(&parts.get(1).as_string()?).ok()?;
    let blob = parts.get(2).dyn_into::<Blob>().ok();
    let id = parts.get(0).as_f64()? as SourceId;
    Some(Kept { id, origin, blob })
}
