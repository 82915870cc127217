//! What the workspace asks of the browser.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use survey_core::base::{Answer, Value};
use survey_core::response::{Answers, Entry};
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use super::analyst::Analyst;
use super::db::{Db, Store};
use super::opening::Opening;
use super::{clock, documents, drafts, journal, media, page, prefs, shelf};
use crate::questions::Files;
use crate::session::{Focus, Write};
use crate::state::shelf::Action as OfShelf;
use crate::state::{self, Action, Deleted, Device, Effect, Library, Route, Storage};

/// Where the site keeps its surveys.
pub(super) const SURVEYS: &str = "surveys";
/// How long nobody types before words become an answer.
const PAUSE_MILLIS: u32 = 400;

/// Does what the workspace asks for, and answers with actions.
pub struct Shell {
    send: Callback<Action>,
    db: Opening,
    pause: clock::Pause,
    analyst: Analyst,
    /// What waits for the next frame.
    focus: Option<Focus>,
    /// Addresses that were made for files.
    shown: Rc<RefCell<Rc<Files>>>,
}

impl Shell {
    /// Opens the device's storage and begins to listen.
    pub fn start(send: Callback<Action>) -> Shell {
        let told = send.clone();
        let db = Opening::start(move |db| {
            let durable = db.is_durable();
            told.emit(Action::Storage(if durable {
                Storage::Durable
            } else {
                Storage::MemoryOnly
            }));
        });
        listen(&send);
        let analyst = Analyst::new(&send);
        Shell {
            send,
            db,
            analyst,
            pause: clock::Pause::default(),
            focus: None,
            shown: Rc::default(),
        }
    }

    /// Does one thing.
    pub fn perform(&mut self, effect: Effect) {
        let send = self.send.clone();
        match effect {
            Effect::FetchLibrary => {
                spawn_local(async move { send.emit(Action::Library(library().await)) });
            }
            Effect::ListShelf => self.list_shelf(async |db| shelf::tidy(&db).await),
            Effect::Unshelve(id) => self.list_shelf(async move |db| shelf::remove(&db, &id).await),
            Effect::PutBack(it) => self.list_shelf(async move |db| shelf::put_back(&db, &it).await),
            Effect::Import(id, files) => {
                page::keep_storage();
                let analyst = self.analyst.clone();
                self.db.with(async move |db| {
                    let batch = shelf::import(&db, &analyst, files).await;
                    send.emit(Action::Shelf(OfShelf::Imported(id, batch)));
                });
            }
            Effect::OpenShelved(id) => self.db.with(async move |db| {
                let entry = shelf::open(&db, &id).await;
                let entry = entry.map(|it| it.map(Rc::new));
                send.emit(Action::Shelf(OfShelf::Opened(id, entry)));
            }),
            Effect::FindFiles(id) => {
                let shown = self.shown.clone();
                spawn_local(async move {
                    let files = Rc::new(shelf::files(&id).await);
                    let former = shown.replace(files.clone());
                    send.emit(Action::Files(files));
                    // Nothing shows the former ones any more.
                    former.urls.values().for_each(|it| page::forget(it));
                });
            }
            Effect::SaveShelved(id) => self.db.with(async move |db| {
                if let Err(why) = shelf::save(&db, &id).await {
                    send.emit(Action::Storage(Storage::Failed(why)));
                }
            }),
            Effect::SaveWorkbook(key, document) => self.db.with(async move |db| {
                let workbook = shelf::save_workbook(&db, &key, document).await;
                send.emit(Action::Shelf(OfShelf::Workbook(workbook)));
            }),
            Effect::FetchAreas => {
                spawn_local(
                    async move { send.emit(Action::Areas(documents::areas(SURVEYS).await)) },
                );
            }
            Effect::ListDrafts => self.db.with(async move |db| {
                send.emit(Action::Drafts(drafts::all(&db).await));
            }),
            Effect::Draw => {
                let (id, seed) = clock::draw();
                send.emit(Action::Drawn { id, seed });
            }
            Effect::Load(id) => self.db.with(async move |db| {
                let loaded = drafts::load(&db, &id).await;
                send.emit(Action::Loaded(id, loaded));
            }),
            Effect::Pin(write, document) => {
                page::keep_storage();
                self.write(write, Some(document));
            }
            Effect::Write(write) => self.write(write, None),
            Effect::AwaitPause => {
                self.pause
                    .arm(PAUSE_MILLIS, move || send.emit(Action::TypingPaused));
            }
            Effect::Delete(id) => self.db.with(async move |db| {
                send.emit(Action::Deleted(delete(&db, &id).await));
            }),
            Effect::Undelete(deleted) => self.db.with(async move |db| {
                if let Err(why) = restore(&db, &deleted).await {
                    send.emit(Action::Storage(Storage::Failed(why)));
                }
                send.emit(Action::Drafts(drafts::all(&db).await));
            }),
            Effect::Go(route) => page::go(&route.href()),
            Effect::Remember(settings) => prefs::write(&settings),
            Effect::Focus(focus) => self.focus = Some(focus),
            Effect::Desk(effect) => self.analyst.perform(effect, &self.db),
        }
    }

    /// Changes the list of imported surveys, and lists them.
    fn list_shelf<Work>(&self, change: impl FnOnce(Db) -> Work + 'static)
    where
        Work: Future<Output = Result<(), String>> + 'static,
    {
        let send = self.send.clone();
        self.db.with(async move |db: Db| {
            let changed = change(db.clone()).await;
            let listed = match changed {
                Ok(()) => shelf::all(&db).await,
                Err(why) => Err(why),
            };
            send.emit(Action::Shelf(OfShelf::Listed(listed)));
        });
    }

    fn write(&self, write: Box<Write>, document: Option<Rc<str>>) {
        let send = self.send.clone();
        self.db.with(async move |db: Db| {
            let pin = document.map(|it| (Store::Surveys, it));
            let result = journal::store(&db, &write, pin).await;
            if let (Ok(()), Some(response)) = (&result, &write.finished) {
                let wanted = texts(&response.answers);
                media::keep_only(&response.id, |it| wanted.contains(it)).await;
            }
            send.emit(Action::Written(write.draft.id.clone(), write.seq, result));
        });
    }

    /// Everything is drawn: put the focus where it is wanted.
    pub fn drawn(&mut self) {
        if let Some(focus) = self.focus.take() {
            page::focus(&focus);
        }
    }
}

/// Deletes an unfinished interview, and gives all that was of it.
async fn delete(db: &Db, id: &str) -> Result<Option<Deleted>, String> {
    let deleted = drafts::delete(db, id).await?;
    let files = media::all(id).await;
    media::keep_only(id, |_| false).await;
    Ok(deleted.map(|(draft, journal)| Deleted {
        draft,
        journal,
        files,
    }))
}

/// Puts a deleted interview back, its files first.
async fn restore(db: &Db, deleted: &Deleted) -> Result<(), String> {
    for (name, blob) in &deleted.files {
        let kept = media::put(&deleted.draft.id, name, blob).await;
        kept.map_err(|_| format!("the file {name} could not be kept"))?;
    }
    drafts::restore(db, &deleted.draft, &deleted.journal).await
}

/// Every text among answers: whatever names a file is one.
fn texts(answers: &Answers) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in answers.values() {
        match entry {
            Entry::Answer(Answer::Given(Value::Text(text))) => {
                found.insert(text.clone());
            }
            Entry::Answer(_) => {}
            Entry::Repeat(instances) => found.extend(instances.iter().flat_map(texts)),
        }
    }
    found
}

fn listen(send: &Callback<Action>) {
    let on_hash = send.clone();
    page::listen("hashchange", move || {
        on_hash.emit(Action::Routed(Route::parse(&page::hash())));
    });
    let on_resize = send.clone();
    let mut wide = page::is_wide();
    page::listen("resize", move || {
        if page::is_wide() != wide {
            wide = !wide;
            on_resize.emit(Action::Device(device()));
        }
    });
    let on_theme = send.clone();
    page::listen_dark(move || on_theme.emit(Action::Device(device())));
    for event in ["pagehide", "visibilitychange"] {
        let on_hide = send.clone();
        page::listen(event, move || on_hide.emit(Action::TypingPaused));
    }
}

/// What the browser is like.
pub fn device() -> Device {
    Device {
        tongue: page::tongue(),
        wide: page::is_wide(),
        dark: page::is_dark(),
        offset: clock::offset(),
    }
}

async fn library() -> Result<Rc<Library>, String> {
    let mut library = Library::default();
    for file in documents::index(SURVEYS).await? {
        let document = documents::text(&file).await?;
        match documents::read_survey(&document) {
            Ok(it) => {
                let (form, purpose, document) = (it.form, it.purpose, it.document);
                library.surveys.push(state::Entry {
                    form,
                    purpose,
                    document,
                });
            }
            Err(_) => library.broken.push(file),
        }
    }
    Ok(Rc::new(library))
}
