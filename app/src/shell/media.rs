//! Files that answer questions: a database of their own, because its values are whole files.
//!
//! A file is here before the answer that names it is in the journal. It goes when the response is
//! finished without it, or when the interview is deleted; an answer that was replaced or cleared
//! can be had back until then.

use std::cell::RefCell;
use std::collections::BTreeMap;

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, DomException, IdbDatabase, IdbKeyRange, IdbTransaction,
    IdbTransactionMode, Url,
};

use super::clock;
use super::db::{done, finished};
use crate::capture::{Trouble, file_name};

const NAME: &str = "minyi-media";
const TABLE: &str = "media";
/// Space that stays free for answers: a journal that cannot be written is worse than no picture.
const SPARE: f64 = 8e6;

/// A file with its name.
pub type Named = (String, Blob);

thread_local! {
    /// Where the browser keeps nothing, files last as long as the page.
    static MEMORY: RefCell<BTreeMap<(String, String), Blob>> = const { RefCell::new(BTreeMap::new()) };
}

/// Keeps a new file of a response, and gives the name that it is kept under.
///
/// # Errors
/// That there is no space, or that the browser would not.
pub async fn add(response: &str, extension: &str, blob: &Blob) -> Result<String, Trouble> {
    let mut at = clock::now();
    // Two files of one millisecond; a name is never given twice.
    while get(response, &file_name(at, extension)).await.is_some() {
        at += 1;
    }
    let name = file_name(at, extension);
    put(response, &name, blob).await?;
    Ok(name)
}

/// Keeps a file under a name, whatever was there.
///
/// # Errors
/// That there is no space, or that the browser would not.
pub async fn put(response: &str, name: &str, blob: &Blob) -> Result<(), Trouble> {
    if !has_room(blob.size()).await {
        return Err(Trouble::Full);
    }
    let plain = nameless(blob).ok_or(Trouble::NotKept)?;
    let Some(database) = open().await else {
        let key = (response.to_owned(), name.to_owned());
        MEMORY.with_borrow_mut(|it| it.insert(key, plain));
        return Ok(());
    };
    let stored = write(&database, |transaction| {
        let table = transaction.object_store(TABLE)?;
        table.put_with_key(&plain, &key(response, name)).map(drop)
    });
    let stored = stored.await;
    database.close();
    stored.map_err(trouble)
}

/// A file of a response.
pub async fn get(response: &str, name: &str) -> Option<Blob> {
    let Some(database) = open().await else {
        let key = (response.to_owned(), name.to_owned());
        return MEMORY.with_borrow(|it| it.get(&key).cloned());
    };
    let read = async || -> Result<JsValue, JsValue> {
        let table = database.transaction_with_str(TABLE)?.object_store(TABLE)?;
        done(&table.get(&key(response, name))?).await
    };
    let found = read().await;
    database.close();
    found.ok()?.dyn_into().ok()
}

/// Every file of a response, in the order of their names.
pub async fn all(response: &str) -> Vec<Named> {
    let Some(database) = open().await else {
        return MEMORY.with_borrow(|it| {
            let of = it.iter().filter(|((owner, _), _)| owner == response);
            of.map(|((_, name), blob)| (name.clone(), blob.clone()))
                .collect()
        });
    };
    let read = async || -> Result<Vec<Named>, JsValue> {
        let table = database.transaction_with_str(TABLE)?.object_store(TABLE)?;
        let range = within(response)?;
        let keys = table.get_all_keys_with_key(&range)?;
        let values = table.get_all_with_key(&range)?;
        let keys = Array::from(&done(&keys).await?);
        // Both were asked for in one transaction, so the second is here at once.
        let values = Array::from(&finished_value(&values).await?);
        let named = keys.iter().zip(values.iter()).filter_map(|(key, blob)| {
            let name = Array::from(&key).get(1).as_string()?;
            Some((name, blob.dyn_into().ok()?))
        });
        Ok(named.collect())
    };
    let found = read().await;
    database.close();
    found.unwrap_or_default()
}

/// The names of all files, by response.
pub async fn names() -> BTreeMap<String, Vec<String>> {
    let mut names = BTreeMap::<String, Vec<String>>::new();
    let Some(database) = open().await else {
        MEMORY.with_borrow(|it| {
            for (response, name) in it.keys() {
                names
                    .entry(response.clone())
                    .or_default()
                    .push(name.clone());
            }
        });
        return names;
    };
    let read = async || -> Result<JsValue, JsValue> {
        let table = database.transaction_with_str(TABLE)?.object_store(TABLE)?;
        done(&table.get_all_keys()?).await
    };
    let keys = read().await;
    database.close();
    for key in Array::from(&keys.unwrap_or_default()).iter() {
        let key = Array::from(&key);
        if let (Some(response), Some(name)) = (key.get(0).as_string(), key.get(1).as_string()) {
            names.entry(response).or_default().push(name);
        }
    }
    names
}

/// A request that may be done already.
async fn finished_value(request: &web_sys::IdbRequest) -> Result<JsValue, JsValue> {
    match request.ready_state() {
        web_sys::IdbRequestReadyState::Done => request.result(),
        _ => done(request).await,
    }
}

/// Removes the files of a response that are not `wanted`. What cannot be removed stays; nothing
/// refers to it.
pub async fn keep_only(response: &str, wanted: impl Fn(&str) -> bool) {
    let names = all(response).await.into_iter().map(|it| it.0);
    let gone: Vec<String> = names.filter(|it| !wanted(it)).collect();
    if gone.is_empty() {
        return;
    }
    let Some(database) = open().await else {
        MEMORY
            .with_borrow_mut(|it| it.retain(|(owner, name), _| owner != response || wanted(name)));
        return;
    };
    let _ = write(&database, |transaction| {
        let table = transaction.object_store(TABLE)?;
        gone.iter()
            .try_for_each(|it| table.delete(&key(response, it)).map(drop))
    })
    .await;
    database.close();
}

fn key(response: &str, name: &str) -> JsValue {
    Array::of2(&response.into(), &name.into()).into()
}

/// Keys of one response: arrays come after all text.
fn within(response: &str) -> Result<JsValue, JsValue> {
    let first = Array::of1(&response.into());
    let last = Array::of2(&response.into(), &Array::new());
    IdbKeyRange::bound(&first, &last).map(JsValue::from)
}

/// The bytes and their kind, without the name and the time that a file of the person's has.
fn nameless(blob: &Blob) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(&blob.type_());
    Blob::new_with_blob_sequence_and_options(&Array::of1(blob), &options).ok()
}

/// Whether so many bytes fit, as far as the browser says.
async fn has_room(bytes: f64) -> bool {
    let estimate = async || -> Option<(f64, f64)> {
        let navigator = web_sys::window()?.navigator();
        let manager = Reflect::get(&navigator, &"storage".into()).ok()?;
        let ask: Function = Reflect::get(&manager, &"estimate".into())
            .ok()?
            .dyn_into()
            .ok()?;
        let promise: js_sys::Promise = ask.call0(&manager).ok()?.dyn_into().ok()?;
        let estimate = JsFuture::from(promise).await.ok()?;
        let number = |name: &str| Reflect::get(&estimate, &name.into()).ok()?.as_f64();
        Some((number("quota")?, number("usage")?))
    };
    // Old engines have no storage manager: they refuse when it is time.
    let known = estimate().await;
    known.is_none_or(|(quota, usage)| usage + bytes + SPARE <= quota)
}

async fn write(
    database: &IdbDatabase,
    steps: impl FnOnce(&IdbTransaction) -> Result<(), JsValue>,
) -> Result<(), JsValue> {
    // web-sys has the option behind a flag only.
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    let begin: Function = Reflect::get(database, &"transaction".into())?.dyn_into()?;
    let mode = JsValue::from(IdbTransactionMode::Readwrite);
    let transaction: IdbTransaction = begin
        .call3(database, &TABLE.into(), &mode, &options)?
        .unchecked_into();
    let finished = finished(&transaction);
    steps(&transaction)?;
    JsFuture::from(finished).await.map(drop)
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
    Some(done(&request).await.ok()?.unchecked_into())
}

fn trouble(error: JsValue) -> Trouble {
    match error.dyn_ref::<DomException>() {
        Some(error) if error.name() == "QuotaExceededError" => Trouble::Full,
        Some(_) | None => Trouble::NotKept,
    }
}

/// A file that the page can show for as long as this lives.
#[derive(Debug, PartialEq)]
pub struct Shown {
    /// Where the page finds it.
    pub address: String,
    /// Its bytes.
    pub size: f64,
}

impl Shown {
    /// Lets the page show a file.
    pub fn new(blob: &Blob) -> Option<Shown> {
        Some(Shown {
            address: Url::create_object_url_with_blob(blob).ok()?,
            size: blob.size(),
        })
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        // Fails for no address that the browser made.
        let _ = Url::revoke_object_url(&self.address);
    }
}
