//! One long piece of work after the other; short questions in between.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

use js_sys::{Array, Promise, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, MessageChannel};

use super::engine::{Chunks, Engine, Pace, Stopped, perform};
use super::protocol::{Ask, ExportFormat, Progress, Reply, Request, Said, Stage, Ticket};

/// Files are read in pieces of so many bytes.
const PIECE: f64 = 8_388_608.0;
/// Milliseconds between two reports of progress.
const REPORT: f64 = 100.0;

type Post = Box<dyn Fn(&Reply, Option<Blob>)>;

/// Takes requests and posts replies.
pub struct Runner {
    engine: Rc<RefCell<Engine>>,
    queue: RefCell<VecDeque<(Request, Option<Blob>)>>,
    is_busy: Cell<bool>,
    stopped: RefCell<BTreeSet<Ticket>>,
    /// Longest stretch of work without a pause, in milliseconds.
    slice: f64,
    post: Post,
}

impl Runner {
    /// A runner with nothing loaded.
    pub fn new(slice: f64, post: Post) -> Runner {
        Runner {
            engine: Rc::default(),
            queue: RefCell::default(),
            is_busy: Cell::new(false),
            stopped: RefCell::default(),
            slice,
            post,
        }
    }

    /// Takes a request, with the file for those that read one.
    pub fn take(self: &Rc<Runner>, request: Request, blob: Option<Blob>) {
        if let Ask::Stop(ticket) = request.ask {
            self.stopped.borrow_mut().insert(ticket);
            return;
        }
        // The borrow ends before anything else can run.
        let said = self.engine.borrow().answer(&request.ask);
        if let Some(said) = said {
            return self.say(request.ticket, said, None);
        }
        self.queue.borrow_mut().push_back((request, blob));
        if !self.is_busy.replace(true) {
            let runner = self.clone();
            spawn_local(async move { runner.drive().await });
        }
    }

    async fn drive(&self) {
        loop {
            let next = self.queue.borrow_mut().pop_front();
            let Some((request, blob)) = next else {
                break;
            };
            let ticket = request.ticket;
            match self.work(request, blob).await {
                Ok((said, blob)) => self.say(ticket, said, blob),
                Err(Stopped) => self.say(ticket, Said::Stopped, None),
            }
            self.stopped.borrow_mut().remove(&ticket);
        }
        self.is_busy.set(false);
    }

    async fn work(
        &self,
        request: Request,
        blob: Option<Blob>,
    ) -> Result<(Said, Option<Blob>), Stopped> {
        let pace = Turns::new(self, request.ticket);
        let bytes = match blob {
            Some(blob) => match read(&blob, &pace).await? {
                Ok(bytes) => Some(bytes),
                Err(why) => return Ok((Said::Failed(why), None)),
            },
            None => None,
        };
        let format = match &request.ask {
            Ask::Export { format, .. } => Some(*format),
            Ask::MakeOfTable { .. } => Some(ExportFormat::Json),
            // An archive like this one.
            Ask::Reproduce { .. } => Some(ExportFormat::CentralCsv),
            _ => None,
        };
        let (said, chunks) = perform(&self.engine, request.ask, bytes, &pace).await?;
        Ok((said, format.and_then(|it| file(&chunks, it))))
    }

    fn say(&self, ticket: Ticket, said: Said, blob: Option<Blob>) {
        (self.post)(&Reply { ticket, said }, blob);
    }
}

/// Lets others have a turn when a slice of time is used up.
struct Turns<'a> {
    runner: &'a Runner,
    ticket: Ticket,
    began: Cell<f64>,
    reported: Cell<f64>,
}

impl<'a> Turns<'a> {
    fn new(runner: &'a Runner, ticket: Ticket) -> Turns<'a> {
        let began = Cell::new(js_sys::Date::now());
        Turns {
            runner,
            ticket,
            began,
            reported: Cell::new(0.0),
        }
    }
}

impl Pace for Turns<'_> {
    async fn pause(&self, progress: Progress) -> Result<(), Stopped> {
        let now = js_sys::Date::now();
        if now - self.began.get() < self.runner.slice {
            return Ok(());
        }
        if now - self.reported.get() >= REPORT {
            self.reported.set(now);
            self.runner.say(self.ticket, Said::Progress(progress), None);
        }
        turn().await;
        self.began.set(js_sys::Date::now());
        if self.runner.stopped.borrow().contains(&self.ticket) {
            return Err(Stopped);
        }
        Ok(())
    }

    fn millis(&self) -> f64 {
        js_sys::Date::now()
    }
}

/// Lets everything that waits have its turn. A message is not delayed as timers are.
async fn turn() {
    let Ok(channel) = MessageChannel::new() else {
        return;
    };
    let passed = Promise::new(&mut |resolve, _| {
        channel.port1().set_onmessage(Some(&resolve));
        let _ = channel.port2().post_message(&JsValue::NULL);
    });
    let _ = JsFuture::from(passed).await;
    channel.port1().close();
}

/// The bytes of a file.
async fn read(blob: &Blob, pace: &Turns<'_>) -> Result<Result<Vec<u8>, String>, Stopped> {
    let size = blob.size();
    let mut bytes = vec![0; size as usize];
    let mut at = 0.0;
    while at < size {
        let end = size.min(at + PIECE);
        match piece(blob, at, end).await {
            Ok(piece) => piece.copy_to(&mut bytes[at as usize..end as usize]),
            Err(why) => return Ok(Err(why)),
        }
        at = end;
        let (stage, total) = (Stage::Reading, size as u64);
        pace.pause(Progress {
            stage,
            done: 0,
            total,
        })
        .await?;
    }
    Ok(Ok(bytes))
}

async fn piece(blob: &Blob, from: f64, to: f64) -> Result<Uint8Array, String> {
    let slice = blob
        .slice_with_f64_and_f64(from, to)
        .map_err(|it| words(&it))?;
    let buffer = JsFuture::from(slice.array_buffer())
        .await
        .map_err(|it| words(&it))?;
    Ok(Uint8Array::new(&buffer))
}

/// The bytes of an export as a file.
fn file(chunks: &Chunks, format: ExportFormat) -> Option<Blob> {
    let parts = Array::new();
    for chunk in chunks {
        parts.push(&Uint8Array::from(chunk.as_slice()));
    }
    let options = BlobPropertyBag::new();
    options.set_type(match format {
        ExportFormat::Json | ExportFormat::Zip => "application/json",
        ExportFormat::Ndjson => "application/x-ndjson",
        ExportFormat::OdkXml | ExportFormat::CentralCsv => "application/zip",
    });
    Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()
}

fn words(error: &JsValue) -> String {
    let message = error
        .dyn_ref::<js_sys::Error>()
        .map(|it| String::from(it.message()));
    let exception = || {
        error
            .dyn_ref::<web_sys::DomException>()
            .map(web_sys::DomException::message)
    };
    let found = exception().or(message).filter(|it| !it.is_empty());
    found.unwrap_or_else(|| "the file could not be read".to_owned())
}

/// A message of the protocol with its blob.
pub fn pack<T: Serialize>(message: &T, blob: Option<&Blob>) -> JsValue {
    let text = serde_json::to_string(message).expect("messages are plain data");
    let blob = blob.map_or(JsValue::NULL, |it| JsValue::from(it.clone()));
    Array::of2(&text.into(), &blob).into()
}

/// The message that was packed; none for anything else.
pub fn unpack<T: DeserializeOwned>(packed: &JsValue) -> Option<(T, Option<Blob>)> {
    let parts = packed.dyn_ref::<Array>()?;
    let message = serde_json::from_str(&parts.get(0).as_string()?).ok()?;
    Some((message, parts.get(1).dyn_into().ok()))
}
