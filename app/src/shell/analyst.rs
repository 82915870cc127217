//! The way to the worker; where none starts, the same work on the page, in small slices.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Array, Function, Promise};
use survey_core::base::DateTime;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, Event, MessageEvent, Worker};
use yew::Callback;

use super::db::{Db, Store};
use super::opening::Opening;
use super::workspace::SURVEYS;
use super::{archive, checks, clock, documents, fetch, kept, page};
use crate::desk::{Action, Effect, Kept, SaveAs};
use crate::state::Action as AppAction;
use crate::worker::protocol::{Ask, Origin, Reply, Request, Said, Ticket};
use crate::worker::{READY, Runner, pack, unpack};

/// Tables of targets have a few lines for every variable.
const LARGEST_TABLE: f64 = 1e6;
/// Where the build puts the worker's loader.
const LOADER: &str = "worker_loader.js";
/// Longest stretch of work on the page, in milliseconds: a frame, more or less.
const SLICE: f64 = 12.0;
/// Pixels of a picture for every one of the figure.
#[cfg(target_arch = "wasm32")]
const PIXELS: f64 = 2.0;
/// The ticket of what is said without being asked.
const OURS: u32 = 0;
/// Tickets from here on are those of [`Analyst::answer`]; the desk counts from 1.
const AWAITED: Ticket = 1 << 31;

/// Does what the desk asks for.
#[derive(Clone)]
pub(super) struct Analyst(Rc<Inner>);

struct Inner {
    send: Callback<Action>,
    end: RefCell<End>,
    /// What waits until the other end is there and knows the surveys.
    waiting: RefCell<Vec<(Request, Option<Blob>)>>,
    /// Who waits for an answer, and the answer when it came.
    awaited: RefCell<BTreeMap<Ticket, Awaited>>,
    next: Cell<Ticket>,
}

/// An answer on its way: what settles the promise, then what was said.
enum Awaited {
    Waiting(Function),
    Here(Said),
}

/// Who does the work.
enum End {
    /// Nobody has asked for anything yet.
    Asleep,
    /// The worker is starting, or is not told the surveys yet.
    Starting {
        worker: Option<Worker>,
        ready: bool,
        know: Option<Box<Request>>,
    },
    /// The worker works.
    Working(Worker),
    /// The page works.
    Direct(Rc<Runner>),
}

impl Analyst {
    pub(super) fn new(send: &Callback<AppAction>) -> Analyst {
        let inner = Inner {
            send: send.reform(AppAction::Desk),
            end: RefCell::new(End::Asleep),
            waiting: RefCell::default(),
            awaited: RefCell::default(),
            next: Cell::new(AWAITED),
        };
        Analyst(Rc::new(inner))
    }

    pub(super) fn perform(&self, effect: Effect, db: &Opening) {
        let send = self.0.send.clone();
        match effect {
            Effect::Restore => spawn_local(async move {
                send.emit(Action::Restored(kept::all().await));
            }),
            Effect::ReadDevice => {
                let analyst = self.clone();
                db.with(async move |db| analyst.read_device(&db).await);
            }
            Effect::Ask(request, blob) => self.ask(request, blob),
            Effect::AskTime(what, format) => {
                let now = DateTime::from_unix_millis(clock::now(), clock::offset());
                let now = now.map_or_else(String::new, |it| it.to_string());
                send.emit(Action::ExportAt(what, format, now));
            }
            Effect::AskDay(file) => {
                let now = DateTime::from_unix_millis(clock::now(), clock::offset());
                let today = now.map_or_else(String::new, |it| it.date.to_string());
                send.emit(Action::TableAt(file, today));
            }
            Effect::Keep(source) => spawn_local(async move {
                let id = source.id;
                if kept::put(&source).await.is_none() {
                    send.emit(Action::NotKept(id));
                }
            }),
            Effect::Unkeep(id) => spawn_local(async move {
                // What cannot be removed comes back with the next visit and can be removed then.
                let _ = kept::remove(id).await;
            }),
            Effect::Pack(name, blob, responses) => spawn_local(async move {
                let packed = archive::pack(&blob, &responses).await;
                let saved = packed.map(|it| page::save_blob(&name, &it).ok_or(name));
                if let Err(why) | Ok(Err(why)) = saved {
                    send.emit(Action::Failed(why));
                }
            }),
            Effect::Unpack(picked) => spawn_local(async move {
                send.emit(match archive::unpack(&picked).await {
                    Ok(exports) => Action::Import(exports),
                    Err(why) => Action::Failed(why),
                });
            }),
            Effect::Download(name, blob) => {
                if page::save_blob(&name, &blob).is_none() {
                    send.emit(Action::Failed(name));
                }
            }
            Effect::Save(name, what) => spawn_local(async move {
                if let Err(why) = save(&name, &what).await {
                    send.emit(Action::Failed(why));
                }
            }),
            Effect::GatherCases(cases) => spawn_local(async move {
                send.emit(Action::Gathered(checks::gather(cases).await));
            }),
            Effect::Certify(checked) => {
                send.emit(Action::Certified(Box::new(checks::certify(*checked))));
            }
            Effect::Print => page::print(),
            Effect::Go(route) => page::go(&route.href()),
            Effect::Readdress(route) => page::readdress(&route.href()),
            Effect::ReadTable(blob) => spawn_local(async move {
                send.emit(match table_text(&blob).await {
                    Ok(text) => Action::Table(text),
                    Err(why) => Action::Failed(why),
                });
            }),
        }
    }

    /// Hands over what is stored of this device's interviews.
    async fn read_device(&self, db: &Db) {
        let texts = db.all(Store::Responses, "").await;
        let surveys = db.all(Store::Surveys, "").await;
        match (texts, surveys) {
            (Ok(texts), Ok(surveys)) => {
                let ask = Ask::Know {
                    surveys,
                    areas: None,
                    profile: None,
                };
                self.ask(Request { ticket: OURS, ask }, None);
                let count = texts.len() as u32;
                let lines: Array = texts
                    .iter()
                    .map(|it| format!("{it}\n").into())
                    .collect::<Vec<wasm_bindgen::JsValue>>()
                    .into_iter()
                    .collect();
                let options = BlobPropertyBag::new();
                options.set_type("application/x-ndjson");
                let blob = Blob::new_with_str_sequence_and_options(&lines, &options).ok();
                let kept = Kept {
                    id: 0,
                    origin: Origin::Device,
                    blob,
                };
                self.0.send.emit(Action::Device(kept, count));
            }
            (Err(why), _) | (_, Err(why)) => self.0.send.emit(Action::Failed(why)),
        }
    }

    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// Why there is none.
    pub(super) async fn answer(&self, ask: Ask, blob: Option<Blob>) -> Result<Said, String> {
        let ticket = self.0.next.replace(self.0.next.get() + 1);
        let inner = self.0.clone();
        let settled = Promise::new(&mut |resolve, _| {
            let waiting = Awaited::Waiting(resolve);
            inner.awaited.borrow_mut().insert(ticket, waiting);
        });
        self.ask(Request { ticket, ask }, blob);
        // It never fails; a worker that is gone settles it without an answer.
        let _ = JsFuture::from(settled).await;
        match self.0.awaited.borrow_mut().remove(&ticket) {
            Some(Awaited::Here(Said::Failed(why))) => Err(why),
            Some(Awaited::Here(said)) => Ok(said),
            Some(Awaited::Waiting(_)) | None => Err("the worker stopped".to_owned()),
        }
    }

    /// Hands a reply to whoever waits for it.
    fn heard(&self, reply: Reply, blob: Option<Blob>) {
        if reply.ticket < AWAITED {
            return self.0.send.emit(Action::Replied(reply, blob));
        }
        if matches!(reply.said, Said::Progress(_)) {
            return;
        }
        let here = Awaited::Here(reply.said);
        let waited = self.0.awaited.borrow_mut().insert(reply.ticket, here);
        if let Some(Awaited::Waiting(resolve)) = waited {
            let _ = resolve.call0(&JsValue::NULL);
        }
    }

    fn ask(&self, request: Request, blob: Option<Blob>) {
        let asleep = matches!(*self.0.end.borrow(), End::Asleep);
        if asleep {
            self.start();
        }
        match &*self.0.end.borrow() {
            End::Asleep | End::Starting { .. } => self.0.waiting.borrow_mut().push((request, blob)),
            End::Working(worker) => post(worker, &request, blob.as_ref()),
            End::Direct(runner) => runner.take(request, blob),
        }
    }

    fn start(&self) {
        let worker = Worker::new(LOADER).ok();
        *self.0.end.borrow_mut() = End::Starting {
            worker: worker.clone(),
            ready: false,
            know: None,
        };
        match worker {
            Some(worker) => self.listen(&worker),
            None => self.ready(false),
        }
        let analyst = self.clone();
        spawn_local(async move {
            let ask = Ask::Know {
                surveys: surveys().await,
                profile: site_file("profiles/annual-resident.json").await,
                areas: site_file("areas-example.json").await,
            };
            analyst.known(Request { ticket: OURS, ask });
        });
    }

    fn listen(&self, worker: &Worker) {
        let analyst = self.clone();
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data();
            if data.as_string().as_deref() == Some(READY) {
                analyst.ready(true);
            } else if let Some((reply, blob)) = unpack(&data) {
                analyst.heard(reply, blob);
            }
        });
        worker.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
        let analyst = self.clone();
        let failed = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            event.prevent_default();
            analyst.worker_failed();
        });
        worker.set_onerror(Some(failed.into_js_value().unchecked_ref()));
    }

    /// The worker is there, or is known not to come.
    fn ready(&self, works: bool) {
        if let End::Starting { worker, ready, .. } = &mut *self.0.end.borrow_mut() {
            *ready = true;
            if !works {
                *worker = None;
            }
        }
        self.begin();
    }

    fn known(&self, request: Request) {
        if let End::Starting { know, .. } = &mut *self.0.end.borrow_mut() {
            *know = Some(Box::new(request));
        }
        self.begin();
    }

    /// Begins to work as soon as somebody works and the surveys are there to be told.
    fn begin(&self) {
        let mut end = self.0.end.borrow_mut();
        let End::Starting {
            worker,
            ready: true,
            know,
        } = &mut *end
        else {
            return;
        };
        let Some(know) = know.take() else {
            return;
        };
        let worker = worker.take();
        *end = match worker {
            Some(worker) => End::Working(worker),
            None => End::Direct(self.runner()),
        };
        drop(end);
        self.ask(*know, None);
        let waiting = std::mem::take(&mut *self.0.waiting.borrow_mut());
        waiting
            .into_iter()
            .for_each(|(request, blob)| self.ask(request, blob));
    }

    fn runner(&self) -> Rc<Runner> {
        self.0.send.emit(Action::Direct);
        let analyst = self.clone();
        let post = move |reply: &Reply, blob| analyst.heard(reply.clone(), blob);
        Rc::new(Runner::new(SLICE, Box::new(post)))
    }

    fn worker_failed(&self) {
        let starting = matches!(*self.0.end.borrow(), End::Starting { .. });
        if starting {
            self.ready(false);
        } else {
            for awaited in self.0.awaited.borrow().values() {
                if let Awaited::Waiting(resolve) = awaited {
                    let _ = resolve.call0(&JsValue::NULL);
                }
            }
            // Everything it held is gone with it; a reload reads the kept sources again.
            self.0.send.emit(Action::Crashed);
        }
    }
}

fn post(worker: &Worker, request: &Request, blob: Option<&Blob>) {
    // Fails only for values that cannot be copied; text and blobs can.
    let _ = worker.post_message(&pack(request, blob));
}

async fn save(name: &str, what: &SaveAs) -> Result<(), String> {
    let blob = match what {
        SaveAs::Svg(text) => text_blob(text, "image/svg+xml"),
        SaveAs::Csv(text) => text_blob(text, "text/csv"),
        SaveAs::Json(text) => text_blob(text, "application/json"),
        SaveAs::Png(svg) => picture(svg).await,
        SaveAs::Xlsx(bytes) => bytes_blob(bytes),
    };
    let saved = blob.and_then(|it| page::save_blob(name, &it));
    saved.ok_or_else(|| name.to_owned())
}

/// The words of a table of targets.
async fn table_text(blob: &Blob) -> Result<String, String> {
    if blob.size() > LARGEST_TABLE {
        return Err(format!(
            "found a table of {:.0} bytes, expected at most {LARGEST_TABLE:.0}",
            blob.size()
        ));
    }
    let text = JsFuture::from(blob.text()).await;
    let text = text.ok().and_then(|it| it.as_string());
    text.ok_or_else(|| "the file cannot be read".to_owned())
}

fn bytes_blob(bytes: &[u8]) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    let part = js_sys::Uint8Array::from(bytes);
    Blob::new_with_u8_array_sequence_and_options(&Array::of1(&part), &options).ok()
}

fn text_blob(text: &str, kind: &str) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options).ok()
}

#[cfg(target_arch = "wasm32")]
async fn picture(svg: &str) -> Option<Blob> {
    crate::charts::export::png(svg, PIXELS).await.ok()
}

#[cfg(not(target_arch = "wasm32"))]
async fn picture(_svg: &str) -> Option<Blob> {
    None
}

/// The documents of the site's surveys; without the network there are those in files.
async fn surveys() -> Vec<String> {
    let mut texts = Vec::new();
    for file in documents::index(SURVEYS).await.unwrap_or_default() {
        texts.extend(fetch::text(&file).await.ok());
    }
    texts
}

async fn site_file(name: &str) -> Option<String> {
    fetch::text(&format!("{SURVEYS}/{name}")).await.ok()
}
