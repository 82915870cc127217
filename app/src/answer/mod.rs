//! The resident's page: one survey out of the address, the first question at once, nothing else.
//!
//! It shares the interview with the workspace, and nothing of its frame, so its download stays
//! small.

mod address;
mod page;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

use survey_core::base::AreaTree;
use survey_core::interview::{Event as Happens, JournalEntry, Layout, Start, View};
use survey_core::questionnaire::{Mode, Questionnaire};
use survey_core::response::SurveyRef;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

use crate::dom::paint::{Canvas, EVENTS};
use crate::interview::Keys;
use crate::locale::fill::Fill;
use crate::locale::{Locale, Tongue};
use crate::questions::Said;
use crate::session::{Focus, Need, Session, Trouble, Write};
use crate::settings::{Settings, TextSize, Theme};
use crate::shell::db::Store;
use crate::shell::opening::Opening;
use crate::shell::{clock, fetch, forms, journal, page as browser, prefs, record};
use address::Address;
use page::Around;

/// Where the site keeps its surveys, seen from this page.
const SURVEYS: &str = "../surveys";
const PAUSE_MILLIS: u32 = 400;

/// Opens the resident's page in place of the waiting text of its `index.html`.
pub fn open() {
    let canvas = browser::canvas();
    let link = Link(Rc::new(Parts {
        page: RefCell::new(None),
        waiting: RefCell::default(),
    }));
    for kind in EVENTS.into_iter().chain(["keydown"]) {
        let link = link.clone();
        canvas.listen(kind, move |event| link.heard(event));
    }
    for event in ["pagehide", "visibilitychange"] {
        let link = link.clone();
        browser::listen(event, move || link.send(Happened::Paused));
    }
    let moved = link.clone();
    browser::listen("hashchange", move || moved.send(Happened::Moved));
    let told = link.clone();
    let db = Opening::start(move |db| told.send(Happened::Storage(db.is_durable())));
    let mut page = Page {
        address: Address::parse(&browser::hash()),
        settings: prefs::read(),
        stage: Stage::Opening,
        areas: None,
        survey: None,
        document: None,
        db,
        durable: false,
        pause: clock::Pause::default(),
        keys: Keys::default(),
        sought: Default::default(),
        focus: None,
        dress: None,
        title: String::new(),
        link: link.clone(),
        canvas,
    };
    page.fetch();
    page.draw();
    *link.0.page.borrow_mut() = Some(page);
    browser::ready();
}

/// The way to the page from everything that takes its time.
#[derive(Clone)]
struct Link(Rc<Parts>);

struct Parts {
    page: RefCell<Option<Page>>,
    waiting: RefCell<VecDeque<Happened>>,
}

impl Link {
    /// Lets something happen: at once, or after what is happening now.
    fn send(&self, happened: Happened) {
        self.0.waiting.borrow_mut().push_back(happened);
        // Drawing can make events of its own, as when the focus moves.
        let Ok(mut page) = self.0.page.try_borrow_mut() else {
            return;
        };
        let Some(page) = &mut *page else {
            return;
        };
        loop {
            let Some(happened) = self.0.waiting.borrow_mut().pop_front() else {
                break;
            };
            if page.update(happened) {
                page.draw();
            }
        }
    }

    fn heard(&self, event: &Event) {
        let said = match self.0.page.try_borrow_mut() {
            Ok(mut page) => page.as_mut().and_then(|it| it.heard(event)),
            Err(_) => None,
        };
        if let Some(said) = said {
            self.send(Happened::Said(said));
        }
    }
}

/// The resident's page.
struct Page {
    address: Address,
    settings: Settings,
    stage: Stage,
    areas: Option<Rc<AreaTree>>,
    /// The survey that the address names.
    survey: Option<forms::Fetched>,
    /// The survey whose document is stored beside the answers, or on its way there, by digest.
    document: Option<String>,
    db: Opening,
    durable: bool,
    pause: clock::Pause,
    keys: Keys,
    /// The place of a question, and the words that an area is sought by for it.
    sought: (String, String),
    focus: Option<Focus>,
    /// What the page around the canvas was set to.
    dress: Option<(Tongue, Theme, TextSize)>,
    title: String,
    link: Link,
    canvas: Canvas<Said>,
}

enum Stage {
    Opening,
    Trouble(Fill),
    Open(Box<Session>),
}

/// What can happen.
enum Happened {
    /// Storage is open; whether it lasts.
    Storage(bool),
    /// What the address names came.
    Came(Result<Box<Came>, Fill>),
    /// The person did something.
    Said(Said),
    /// Nothing was typed for a moment, or the page is about to go.
    Paused,
    /// An entry is stored, or not.
    Written(u32, Result<(), Trouble>),
    /// The survey's document could not be fetched and stored.
    NoDocument,
    /// The address changed.
    Moved,
}

/// What the address names, and what was answered before.
struct Came {
    survey: forms::Fetched,
    areas: Rc<AreaTree>,
    kept: Option<(Arc<Questionnaire>, Vec<JournalEntry>)>,
}

impl Page {
    /// Whether there is something else to draw.
    fn update(&mut self, happened: Happened) -> bool {
        let at = clock::now();
        let before = self.look();
        let is_quiet = matches!(
            happened,
            Happened::Paused | Happened::Written(..) | Happened::NoDocument
        );
        match happened {
            Happened::Storage(durable) => self.durable = durable,
            Happened::Came(came) => self.came(came, at),
            Happened::Said(said) => self.said(said, at),
            Happened::Paused => self.with(|it| it.paused(at)),
            Happened::Written(seq, Ok(())) => {
                self.with(|it| it.stored(seq));
                self.keep_document();
            }
            Happened::NoDocument => self.document = None,
            Happened::Written(_, Err(trouble)) => self.with(|it| {
                it.failed(trouble);
                Vec::new()
            }),
            Happened::Moved => self.moved(),
        }
        !is_quiet || self.look() != before
    }

    fn look(&self) -> Option<(*const View, Option<Trouble>, bool)> {
        match &self.stage {
            Stage::Open(session) => Some(session.look()),
            Stage::Opening | Stage::Trouble(_) => None,
        }
    }

    fn said(&mut self, said: Said, at: i64) {
        match said {
            Said::Event(event) => {
                self.sought = Default::default();
                if let Happens::Language(language) = &event {
                    // The next form and what is said around them is in it as well.
                    self.address.language = Some(language.clone());
                }
                self.with(|it| it.ask(event, at));
            }
            Said::Picked(event) => self.with(|it| it.ask(event, at)),
            Said::Quick(event) => {
                self.with(|it| it.ask(event, at));
                self.with(|it| it.ask(Happens::Next, at));
            }
            Said::Typing(place, text) => self.with(|it| it.typing(place, text, at)),
            Said::Sought(place, words) => self.sought = (place, words),
            Said::Text(text) => {
                self.settings.text = text;
                prefs::write(&self.settings);
            }
            Said::Again(Trouble::Failed) => self.with(Session::retry),
            Said::Again(Trouble::Elsewhere) | Said::Reload => self.fetch(),
            Said::SaveFile => self.save_file(),
            Said::StartOver => self.start_over(at),
        }
    }

    fn draw(&mut self) {
        let locale = Locale(self.tongue());
        let place = self.place();
        let drawn = match &self.stage {
            // The waiting text of the page says so already.
            Stage::Opening if self.canvas.is_blank() => return self.dress(),
            Stage::Opening => page::opening(locale),
            Stage::Trouble(words) => page::trouble(locale, words),
            Stage::Open(session) => page::interview(
                session,
                &Around {
                    locale,
                    text: self.settings.text,
                    durable: self.durable,
                    areas: self.areas.as_deref(),
                    place: place.as_deref(),
                    sought: (&self.sought.0, &self.sought.1),
                },
            ),
        };
        self.canvas.show(drawn);
        self.dress();
        if let Some(focus) = self.focus.take() {
            browser::focus(&focus);
        }
    }

    /// What an event of the browser means.
    fn heard(&mut self, event: &Event) -> Option<Said> {
        match (event.dyn_ref::<KeyboardEvent>(), &self.stage) {
            (Some(key), Stage::Open(session)) if event.type_() == "keydown" => {
                self.keys.pressed(key, session.view()).map(Said::Event)
            }
            (_, _) => self.canvas.heard(event),
        }
    }

    fn tongue(&self) -> Tongue {
        let shown = match &self.stage {
            Stage::Open(session) => Some(session.view().language.clone()),
            Stage::Opening | Stage::Trouble(_) => self.address.language.clone(),
        };
        shown
            .and_then(|it| Tongue::from_tag(&it))
            .unwrap_or_else(browser::tongue)
    }

    /// Sets what stands around the canvas, where it changed: the style of everything hangs on it.
    fn dress(&mut self) {
        let dress = (self.tongue(), self.settings.theme, self.settings.text);
        if self.dress != Some(dress) {
            browser::dress(dress.0, dress.1, dress.2);
            self.dress = Some(dress);
        }
        if let Stage::Open(session) = &self.stage
            && self.title != session.view().title
        {
            self.title.clone_from(&session.view().title);
            browser::set_title(&self.title);
        }
    }

    /// The name of the place, for the person to see that it is theirs.
    fn place(&self) -> Option<String> {
        let Stage::Open(session) = &self.stage else {
            return None;
        };
        let language = &session.view().language;
        let code = self.address.area.as_deref()?;
        let area = self.areas.as_ref()?.get(code)?;
        Some(area.name.get(language, "zh").to_owned())
    }

    /// Fetches what the address names, and what was answered before on this device.
    fn fetch(&mut self) {
        let address = self.address.clone();
        let link = self.link.clone();
        self.stage = Stage::Opening;
        self.db.with(async move |db| {
            link.send(Happened::Came(come(&db, &address).await.map(Box::new)));
        });
    }

    fn came(&mut self, came: Result<Box<Came>, Fill>, at: i64) {
        let came = match came {
            Ok(came) => *came,
            Err(words) => {
                self.stage = Stage::Trouble(words);
                return;
            }
        };
        self.areas = Some(came.areas);
        self.survey = Some(came.survey);
        let resumed = came
            .kept
            .and_then(|(form, journal)| Session::resume(form, journal, at).ok());
        match resumed {
            Some((session, needs)) => {
                self.stage = Stage::Open(Box::new(session));
                self.perform(needs);
            }
            None => self.begin(at),
        }
    }

    fn begin(&mut self, at: i64) {
        let Some(forms::Fetched { form, .. }) = self.survey.clone() else {
            return;
        };
        let start = self.start(&form);
        match Session::begin(form, start, at) {
            Ok((session, needs)) => {
                address::remember(&self.address, session.id());
                self.stage = Stage::Open(Box::new(session));
                self.perform(needs);
            }
            // A survey that was read can be begun; what is wrong then is the file.
            Err(_) => self.stage = Stage::Trouble(Fill::BadSurvey),
        }
    }

    fn start(&self, form: &Questionnaire) -> Start {
        let (id, seed) = clock::draw();
        let asked = self.address.language.clone();
        let asked = asked.unwrap_or_else(|| browser::tongue().tag().to_owned());
        let primary = |it: &str| it.split('-').next().unwrap_or_default().to_owned();
        let language = form
            .languages
            .iter()
            .find(|it| primary(it) == primary(&asked));
        Start {
            id,
            survey: SurveyRef {
                id: form.id.clone(),
                version: form.version.clone(),
                digest: form.digest.clone(),
            },
            mode: Mode::SelfCompletion,
            language: language.unwrap_or(&form.default_language).clone(),
            area: self.address.area.clone(),
            wave: self.address.wave.clone(),
            interviewer: None,
            device: None,
            packs: form
                .packs
                .iter()
                .filter(|it| it.1.on)
                .map(|it| it.0.clone())
                .collect(),
            seed,
            offset: clock::offset(),
            layout: Layout::Question,
            simulated: false,
        }
    }

    fn with(&mut self, act: impl FnOnce(&mut Session) -> Vec<Need>) {
        if let Stage::Open(session) = &mut self.stage {
            let needs = act(session);
            self.perform(needs);
        }
    }

    fn perform(&mut self, needs: Vec<Need>) {
        for need in needs {
            match need {
                Need::Write(write) => self.write(write),
                Need::Focus(focus) => self.focus = Some(focus),
                Need::AwaitPause => {
                    let link = self.link.clone();
                    self.pause
                        .arm(PAUSE_MILLIS, move || link.send(Happened::Paused));
                }
            }
        }
    }

    fn write(&self, write: Box<Write>) {
        let survey = self.survey.as_ref().filter(|_| write.seq == 0);
        let pin = survey.map(|it| (Store::Forms, it.text.clone()));
        let link = self.link.clone();
        self.db.with(async move |db| {
            let result = journal::store(&db, &write, pin).await;
            link.send(Happened::Written(write.seq, result));
        });
    }

    /// Sees to it that the survey's document is stored beside the answers: after the first entry,
    /// when the first question is drawn, or after a later one.
    fn keep_document(&mut self) {
        let Stage::Open(session) = &self.stage else {
            return;
        };
        let digest = session.form().digest.clone();
        if self.document.as_ref() == Some(&digest) {
            return;
        }
        self.document = Some(digest.clone());
        let link = self.link.clone();
        self.db.with(async move |db| {
            if !forms::keep_document(&db, SURVEYS, &digest).await {
                link.send(Happened::NoDocument);
            }
        });
    }

    fn save_file(&self) {
        if let Stage::Open(session) = &self.stage {
            let text = record::text(&session.response());
            // Nothing to tell where the browser has no downloads: the button stays.
            let _ = browser::save_file(&format!("minyi-{}.json", session.view().receipt), &text);
        }
    }

    fn start_over(&mut self, at: i64) {
        if let Stage::Open(_) = &self.stage {
            self.begin(at);
        }
    }

    fn moved(&mut self) {
        let address = Address::parse(&browser::hash());
        if address != self.address {
            self.address = address;
            self.fetch();
        }
    }
}

/// Fetches the survey and the areas of an address, and reads what was answered before.
async fn come(db: &crate::shell::db::Db, address: &Address) -> Result<Came, Fill> {
    let name = address.survey.as_deref().ok_or(Fill::NoSurveyNamed)?;
    let survey = forms::survey(SURVEYS, name).await;
    let survey = survey.map_err(|failure| match failure {
        forms::Failure::Fetch(fetch::Failure::Absent) => Fill::NoSuchSurvey,
        forms::Failure::Fetch(fetch::Failure::Unreachable) => Fill::CannotLoad,
        forms::Failure::Strange => Fill::BadSurvey,
    })?;
    let areas = forms::areas(SURVEYS).await.map_err(|_| Fill::CannotLoad)?;
    if address
        .area
        .as_deref()
        .is_some_and(|it| areas.get(it).is_none())
    {
        return Err(Fill::NoSuchArea);
    }
    let kept = match address::remembered(address) {
        // What cannot be read any more cannot be gone on with.
        Some(id) => forms::kept(db, &id, &survey).await,
        None => None,
    };
    Ok(Came {
        survey,
        areas,
        kept,
    })
}
