//! Imported files that are kept for later visits: a database of their own, because its values are
//! whole files.

use js_sys::{Array, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, IdbDatabase, IdbObjectStore, IdbRequest, IdbTransactionMode};

use crate::desk::Kept;
use crate::worker::protocol::{Origin, SourceId};

const NAME: &str = "minyi-files";
const TABLE: &str = "sources";

/// Every kept source, in the order they came; none where the browser keeps nothing.
pub(super) async fn all() -> Vec<Kept> {
    let read = async || -> Option<Vec<Kept>> {
        let request = table(IdbTransactionMode::Readonly).await?.get_all().ok()?;
        let values = Array::from(&done(&request).await?);
        Some(values.iter().filter_map(|it| kept(&it)).collect())
    };
    read().await.unwrap_or_default()
}

/// Keeps a source; none if the browser would not.
pub(super) async fn put(source: &Kept) -> Option<()> {
    let origin = serde_json::to_string(&source.origin).ok()?;
    let blob = source.blob.clone().map_or(JsValue::NULL, JsValue::from);
    let value = Array::of3(&source.id.into(), &origin.into(), &blob);
    let table = table(IdbTransactionMode::Readwrite).await?;
    let request = table.put_with_key(&value, &source.id.into()).ok()?;
    committed(&request).await
}

/// Keeps a source no longer.
pub(super) async fn remove(id: SourceId) -> Option<()> {
    let table = table(IdbTransactionMode::Readwrite).await?;
    committed(&table.delete(&id.into()).ok()?).await
}

fn kept(value: &JsValue) -> Option<Kept> {
    let parts = value.dyn_ref::<Array>()?;
    let origin: Origin = serde_json::from_str(&parts.get(1).as_string()?).ok()?;
    let blob = parts.get(2).dyn_into::<Blob>().ok();
    let id = parts.get(0).as_f64()? as SourceId;
    Some(Kept { id, origin, blob })
}

async fn table(mode: IdbTransactionMode) -> Option<IdbObjectStore> {
    let database = open().await?;
    let transaction = database.transaction_with_str_and_mode(TABLE, mode).ok()?;
    transaction.object_store(TABLE).ok()
}

async fn open() -> Option<IdbDatabase> {
    let window = web_sys::window()?;
    let request = window.indexed_db().ok()??.open_with_u32(NAME, 1).ok()?;
    let upgrading = request.clone();
    let upgrade = Closure::once_into_js(move |_: JsValue| {
        if let Ok(database) = upgrading.result() {
            let _ = database
                .unchecked_into::<IdbDatabase>()
                .create_object_store(TABLE);
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    let database: IdbDatabase = done(&request).await?.unchecked_into();
    // Another window may be about to erase everything; it must not wait for this one.
    let closing = database.clone();
    let close = Closure::once_into_js(move |_: JsValue| closing.close());
    database.set_onversionchange(Some(close.unchecked_ref()));
    Some(database)
}

/// Waits until what was written is there to stay: a full disk shows only when it is committed.
async fn committed(request: &IdbRequest) -> Option<()> {
    let transaction = request.transaction()?;
    let promise = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    JsFuture::from(promise).await.ok().map(drop)
}

async fn done(request: &IdbRequest) -> Option<JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(promise).await.ok()?;
    request.result().ok()
}
