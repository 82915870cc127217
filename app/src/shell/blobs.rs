//! A second database, for values that are whole files: one transaction a step, told when it is on
//! the disk.

use js_sys::{Array, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransactionMode};

const NAME: &str = "minyi-files";
const VERSION: u32 = 2;

/// A table of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Table {
    /// Imported files of responses, by number.
    Sources,
    /// Files that belong to an imported survey: `survey/file name`.
    Attachments,
}

impl Table {
    const ALL: [Table; 2] = [Table::Sources, Table::Attachments];

    fn name(self) -> &'static str {
        match self {
            Table::Sources => "sources",
            Table::Attachments => "attachments",
        }
    }

    /// Every value, in the order of the keys; none where the browser keeps nothing.
    pub(super) async fn all(self) -> Option<Vec<JsValue>> {
        let store = self.open(IdbTransactionMode::Readonly).await?;
        values(&store.get_all().ok()?).await
    }

    /// The keys that begin with `prefix`, and their values.
    pub(super) async fn within(self, prefix: &str) -> Option<Vec<(String, JsValue)>> {
        let store = self.open(IdbTransactionMode::Readonly).await?;
        let range = range(prefix)?;
        // Both are asked for before either is awaited: an idle transaction ends.
        let keys = store.get_all_keys_with_key(&range).ok()?;
        let all = store.get_all_with_key(&range).ok()?;
        let (keys, all) = (values(&keys).await?, values(&all).await?);
        let named = keys.iter().filter_map(JsValue::as_string);
        Some(named.zip(all).collect())
    }

    /// Every key, in order.
    pub(super) async fn keys(self) -> Option<Vec<String>> {
        let store = self.open(IdbTransactionMode::Readonly).await?;
        let keys = values(&store.get_all_keys().ok()?).await?;
        Some(keys.iter().filter_map(JsValue::as_string).collect())
    }

    /// Writes every pair, or none.
    pub(super) async fn put(self, pairs: &[(JsValue, JsValue)]) -> Option<()> {
        let store = self.open(IdbTransactionMode::Readwrite).await?;
        let mut last = None;
        for (key, value) in pairs {
            last = Some(store.put_with_key(value, key).ok()?);
        }
        match last {
            Some(request) => committed(&request).await,
            None => Some(()),
        }
    }

    /// Removes a value.
    pub(super) async fn remove(self, key: &JsValue) -> Option<()> {
        let store = self.open(IdbTransactionMode::Readwrite).await?;
        committed(&store.delete(key).ok()?).await
    }

    /// Removes every key that begins with `prefix`.
    pub(super) async fn remove_within(self, prefix: &str) -> Option<()> {
        let store = self.open(IdbTransactionMode::Readwrite).await?;
        committed(&store.delete(&range(prefix)?).ok()?).await
    }

    async fn open(self, mode: IdbTransactionMode) -> Option<IdbObjectStore> {
        let database = open().await?;
        let transaction = database
            .transaction_with_str_and_mode(self.name(), mode)
            .ok()?;
        transaction.object_store(self.name()).ok()
    }
}

/// Keys that begin with `prefix`: every character of a file's name comes before the last one of
/// the plane.
fn range(prefix: &str) -> Option<JsValue> {
    let last = format!("{prefix}\u{ffff}");
    IdbKeyRange::bound(&prefix.into(), &last.into())
        .ok()
        .map(JsValue::from)
}

async fn open() -> Option<IdbDatabase> {
    let window = web_sys::window()?;
    let request = window
        .indexed_db()
        .ok()??
        .open_with_u32(NAME, VERSION)
        .ok()?;
    let upgrading = request.clone();
    let upgrade = Closure::once_into_js(move |_: JsValue| {
        let Ok(database) = upgrading.result() else {
            return;
        };
        for table in Table::ALL {
            // Fails only for a table that is there already.
            let _ = database
                .unchecked_ref::<IdbDatabase>()
                .create_object_store(table.name());
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

async fn values(request: &IdbRequest) -> Option<Vec<JsValue>> {
    Some(Array::from(&done(request).await?).to_vec())
}

async fn done(request: &IdbRequest) -> Option<JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    if request.ready_state() != web_sys::IdbRequestReadyState::Done {
        JsFuture::from(promise).await.ok()?;
    }
    request.result().ok()
}
