//! The database while it is being opened.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::db::Db;

type Job = Box<dyn FnOnce(Db)>;

/// A database that is open, or will be.
#[derive(Clone, Default)]
pub struct Opening(Rc<Parts>);

#[derive(Default)]
struct Parts {
    db: RefCell<Option<Db>>,
    waiting: RefCell<Vec<Job>>,
}

impl Opening {
    /// Begins to open; tells when it is done.
    pub fn start(told: impl FnOnce(&Db) + 'static) -> Opening {
        let opening = Opening::default();
        let parts = opening.0.clone();
        spawn_local(async move {
            let db = Db::open().await;
            told(&db);
            *parts.db.borrow_mut() = Some(db.clone());
            let waiting = std::mem::take(&mut *parts.waiting.borrow_mut());
            waiting.into_iter().for_each(|job| job(db.clone()));
        });
        opening
    }

    /// Does something with the database as soon as it is open, in the order of the calls.
    pub fn with<Work>(&self, work: impl FnOnce(Db) -> Work + 'static)
    where
        Work: Future<Output = ()> + 'static,
    {
        let job = |db: Db| spawn_local(work(db));
        match &*self.0.db.borrow() {
            Some(db) => job(db.clone()),
            None => self.0.waiting.borrow_mut().push(Box::new(job)),
        }
    }
}
