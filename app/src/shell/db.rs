//! IndexedDB, reduced to text under text keys: one strict transaction for what belongs together.
//!
//! Where the browser refuses (private windows, old engines), the same calls keep everything in
//! memory, and [`Db::is_durable`] says so.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect};
use survey_core::base::Map;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

const NAME: &str = "minyi";
const VERSION: u32 = 3;

/// A table of the database. Keys are text, values are text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Store {
    /// Journal entries: `interview/number`, the number in eight digits.
    Journal,
    /// Unfinished interviews as lists show them, by id.
    Interviews,
    /// Finished responses, canonical: `id/revision`, the revision in four digits.
    Responses,
    /// Survey documents by digest.
    Surveys,
    /// Compiled surveys by the digest of their document.
    Forms,
    /// Imported surveys as lists show them, by the id of the survey.
    Shelf,
}

impl Store {
    const ALL: [Store; 6] = [
        Store::Journal,
        Store::Interviews,
        Store::Responses,
        Store::Surveys,
        Store::Forms,
        Store::Shelf,
    ];

    fn name(self) -> &'static str {
        match self {
            Store::Journal => "journal",
            Store::Interviews => "interviews",
            Store::Responses => "responses",
            Store::Surveys => "surveys",
            Store::Forms => "forms",
            Store::Shelf => "shelf",
        }
    }
}

/// One step of a transaction.
#[derive(Clone, Debug)]
pub enum Op {
    /// Writes; a failure if the key is taken.
    Add(Store, String, String),
    /// Writes, whatever was there.
    Put(Store, String, String),
    /// Removes.
    Delete(Store, String),
    /// Removes every key that begins with this.
    DeleteWithin(Store, String),
}

impl Op {
    fn store(&self) -> Store {
        match self {
            Op::Add(store, ..) | Op::Put(store, ..) => *store,
            Op::Delete(store, _) | Op::DeleteWithin(store, _) => *store,
        }
    }
}

/// Why a transaction did not happen. None of its steps did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// A key that was to be added is taken.
    Taken,
    /// The browser's own words.
    Other(String),
}

/// The database of this device, or of this page.
#[derive(Clone)]
pub struct Db(Rc<Kind>);

/// What would be in the tables.
type Memory = Map<(Store, String), String>;

enum Kind {
    Indexed(IdbDatabase),
    Memory(RefCell<Memory>),
}

impl Db {
    /// Opens the database, or else one that lasts as long as the page.
    pub async fn open() -> Db {
        Db(Rc::new(match open_indexed().await {
            Ok(database) => Kind::Indexed(database),
            Err(_) => Kind::Memory(RefCell::default()),
        }))
    }

    /// Whether what is written outlives the page.
    pub fn is_durable(&self) -> bool {
        matches!(&*self.0, Kind::Indexed(_))
    }

    /// Performs all steps in one transaction, or none; returns once they are on the disk.
    ///
    /// # Errors
    /// Why none of them happened.
    pub async fn run(&self, ops: &[Op]) -> Result<(), Failure> {
        match &*self.0 {
            Kind::Indexed(database) => run_indexed(database, ops).await,
            Kind::Memory(map) => run_memory(&mut map.borrow_mut(), ops),
        }
    }

    /// The value under a key.
    ///
    /// # Errors
    /// The browser's own words.
    pub async fn get(&self, store: Store, key: &str) -> Result<Option<String>, String> {
        match &*self.0 {
            Kind::Indexed(database) => {
                let table = table(database, store).map_err(words)?;
                let request = table.get(&key.into()).map_err(words)?;
                Ok(done(&request).await.map_err(words)?.as_string())
            }
            Kind::Memory(map) => Ok(map.borrow().get(&(store, key.to_owned())).cloned()),
        }
    }

    /// Values whose keys begin with `prefix`, in the order of their keys.
    ///
    /// # Errors
    /// The browser's own words.
    pub async fn all(&self, store: Store, prefix: &str) -> Result<Vec<String>, String> {
        match &*self.0 {
            Kind::Indexed(database) => {
                let table = table(database, store).map_err(words)?;
                let range = within(prefix).map_err(words)?;
                let request = table.get_all_with_key(&range).map_err(words)?;
                let values = Array::from(&done(&request).await.map_err(words)?);
                Ok(values.iter().filter_map(|it| it.as_string()).collect())
            }
            Kind::Memory(map) => {
                let map = map.borrow();
                let found = map
                    .iter()
                    .filter(|((s, k), _)| *s == store && k.starts_with(prefix));
                Ok(found.map(|(_, value)| value.clone()).collect())
            }
        }
    }

    /// How many keys a table has.
    ///
    /// # Errors
    /// The browser's own words.
    pub async fn count(&self, store: Store) -> Result<usize, String> {
        match &*self.0 {
            Kind::Indexed(database) => {
                let table = table(database, store).map_err(words)?;
                let request = table.count().map_err(words)?;
                Ok(done(&request).await.map_err(words)?.as_f64().unwrap_or(0.0) as usize)
            }
            Kind::Memory(map) => Ok(map.borrow().keys().filter(|it| it.0 == store).count()),
        }
    }
}

async fn open_indexed() -> Result<IdbDatabase, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let factory = window.indexed_db()?.ok_or(JsValue::NULL)?;
    let request = factory.open_with_u32(NAME, VERSION)?;
    let upgrading = request.clone();
    let upgrade = Closure::once_into_js(move |_: JsValue| {
        let Ok(database) = upgrading.result() else {
            return;
        };
        for store in Store::ALL {
            // Fails only for a table that is there already.
            let _ = database
                .unchecked_ref::<IdbDatabase>()
                .create_object_store(store.name());
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    let database: IdbDatabase = done(&request).await?.unchecked_into();
    // A newer page may want another table; it must not wait for this one.
    let closing = database.clone();
    let close = Closure::once_into_js(move |_: JsValue| closing.close());
    database.set_onversionchange(Some(close.unchecked_ref()));
    Ok(database)
}

/// A read-only look at a table.
fn table(database: &IdbDatabase, store: Store) -> Result<IdbObjectStore, JsValue> {
    database
        .transaction_with_str(store.name())?
        .object_store(store.name())
}

async fn run_indexed(database: &IdbDatabase, ops: &[Op]) -> Result<(), Failure> {
    let transaction = begin(database, ops).map_err(failure)?;
    let finished = finished(&transaction);
    for op in ops {
        let table = transaction
            .object_store(op.store().name())
            .map_err(failure)?;
        let request = match op {
            Op::Add(_, key, value) => table.add_with_key(&value.into(), &key.into()),
            Op::Put(_, key, value) => table.put_with_key(&value.into(), &key.into()),
            Op::Delete(_, key) => table.delete(&key.into()),
            Op::DeleteWithin(_, prefix) => within(prefix).and_then(|it| table.delete(&it)),
        };
        if let Err(error) = request {
            let _ = transaction.abort();
            return Err(failure(error));
        }
    }
    JsFuture::from(finished).await.map(|_| ()).map_err(failure)
}

/// A transaction that is on the disk when it is complete, where the engine knows how.
fn begin(database: &IdbDatabase, ops: &[Op]) -> Result<IdbTransaction, JsValue> {
    let stores: Array = ops
        .iter()
        .map(|it| JsValue::from(it.store().name()))
        .collect();
    // web-sys has the option behind a flag only.
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    let begin: Function = Reflect::get(database, &"transaction".into())?.dyn_into()?;
    let mode = JsValue::from(IdbTransactionMode::Readwrite);
    begin
        .call3(database, &stores, &mode, &options)
        .map(JsValue::unchecked_into)
}

/// Settles when the transaction is complete or was given up.
pub(super) fn finished(transaction: &IdbTransaction) -> Promise {
    Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        let aborted = transaction.clone();
        let abort = Closure::once_into_js(move |_: JsValue| {
            let error = aborted.error().map_or(JsValue::NULL, JsValue::from);
            let _ = reject.call1(&JsValue::NULL, &error);
        });
        transaction.set_onabort(Some(abort.unchecked_ref()));
    })
}

pub(super) async fn done(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => request.result(),
        Err(_) => Err(request
            .error()
            .ok()
            .flatten()
            .map_or(JsValue::NULL, JsValue::from)),
    }
}

/// Keys that begin with `prefix`. Keys are ASCII, so `~` is after them all.
fn within(prefix: &str) -> Result<JsValue, JsValue> {
    let last = format!("{prefix}~");
    IdbKeyRange::bound(&prefix.into(), &last.into()).map(JsValue::from)
}

fn run_memory(map: &mut Memory, ops: &[Op]) -> Result<(), Failure> {
    let taken = |op: &Op| match op {
        Op::Add(store, key, _) => map.contains_key(&(*store, key.clone())),
        Op::Put(..) | Op::Delete(..) | Op::DeleteWithin(..) => false,
    };
    if ops.iter().any(taken) {
        return Err(Failure::Taken);
    }
    for op in ops {
        match op.clone() {
            Op::Add(store, key, value) | Op::Put(store, key, value) => {
                map.insert((store, key), value);
            }
            Op::Delete(store, key) => {
                map.remove(&(store, key));
            }
            Op::DeleteWithin(store, prefix) => {
                let within = |(s, k): &&(Store, String)| *s == store && k.starts_with(&prefix);
                let gone: Vec<(Store, String)> = map.keys().filter(within).cloned().collect();
                for key in gone {
                    map.remove(&key);
                }
            }
        }
    }
    Ok(())
}

fn failure(error: JsValue) -> Failure {
    match error.dyn_ref::<DomException>() {
        Some(error) if error.name() == "ConstraintError" => Failure::Taken,
        Some(_) | None => Failure::Other(words(error)),
    }
}

fn words(error: JsValue) -> String {
    let message = error.dyn_ref::<DomException>().map(DomException::message);
    message
        .filter(|it| !it.is_empty())
        .unwrap_or_else(|| "the browser gave no reason".into())
}
