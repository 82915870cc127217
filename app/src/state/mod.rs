//! What the workspace is, as plain data: `update` takes what happened and answers with what the
//! browser is to do. Nothing here touches the browser, so all of it is tested natively.

mod fill;
mod remote;
mod route;
mod setup;
pub mod shelf;
#[cfg(test)]
mod tests;
mod update;

use std::rc::Rc;
use std::sync::Arc;

use survey_core::base::{AreaTree, Text};
use survey_core::interview::{Event, JournalEntry, Layout};
use survey_core::questionnaire::Questionnaire;

pub use remote::Remote;
pub use route::Route;
pub use setup::{Setup, SetupChange};
pub use shelf::{Batch, Import, Shelf, Shelved, Workbook};
pub use update::update;

use crate::charts;
use crate::desk::{self, Desk, Picked};
use crate::locale::{Locale, Tongue};
use crate::questions::Files;
use crate::session::{Draft, Focus, Session, Trouble, Write};
use crate::settings::{Settings, TextSize, Theme};
use crate::widgets::Drawing;

/// Everything the workspace shows.
#[derive(Clone, Debug)]
pub struct State {
    /// Where the person is.
    pub route: Route,
    /// What is shown there.
    pub screen: Screen,
    /// Preferences.
    pub settings: Settings,
    /// What the browser is like.
    pub device: Device,
    /// The surveys.
    pub library: Remote<Rc<Library>>,
    /// Surveys that came from files.
    pub shelf: Shelf,
    /// The areas.
    pub areas: Remote<Rc<AreaTree>>,
    /// Unfinished interviews, newest first.
    pub drafts: Remote<Rc<Vec<Draft>>>,
    /// The interview that was deleted last and can still be had back.
    pub deleted: Option<Rc<Deleted>>,
    /// Pictures, sounds and films of the survey of the interview that is open.
    pub files: Rc<Files>,
    /// Whether what is written stays.
    pub storage: Storage,
    /// The responses that are loaded, and how they are looked at.
    pub desk: Rc<Desk>,
}

/// What the browser is like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// The language the browser asks for.
    pub tongue: Tongue,
    /// Whether there is room for whole sections, from 700 px.
    pub wide: bool,
    /// Whether the browser asks for light on dark.
    pub dark: bool,
    /// Minutes east of UTC.
    pub offset: i16,
}

/// Whether what is written stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Storage {
    /// Not known yet.
    #[default]
    Opening,
    /// It stays.
    Durable,
    /// It lasts as long as the page.
    MemoryOnly,
    /// Something went wrong.
    Failed(String),
}

/// What is shown.
#[derive(Clone, Debug)]
pub enum Screen {
    /// The surveys.
    Library,
    /// An imported survey with this id is being read from the device.
    Reading(String),
    /// Setting up an interview.
    Setup(Box<Setup>),
    /// Unfinished interviews.
    Drafts,
    /// An interview is being read from the device.
    Opening(String),
    /// An interview.
    Interview(Box<Session>),
    /// The interview is not here, or cannot be opened for this reason.
    Gone(Option<String>),
    /// Responses.
    Responses,
    /// Analysis.
    Analysis,
    /// Settings.
    Settings,
    /// Checking the mathematics.
    Check,
    /// Every chart.
    Charts,
    /// The address leads nowhere.
    Lost,
}

/// The surveys that are at hand.
#[derive(Debug, Default)]
pub struct Library {
    /// The surveys, in the order of their index.
    pub surveys: Vec<Entry>,
    /// Files that could not be read.
    pub broken: Vec<String>,
}

/// One survey of the library.
#[derive(Debug)]
pub struct Entry {
    /// The questionnaire.
    pub form: Arc<Questionnaire>,
    /// What it is for.
    pub purpose: Text,
    /// The document it was read from, which drafts keep.
    pub document: Rc<str>,
}

impl Library {
    /// The survey with this id.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.surveys.iter().find(|it| it.form.id == id)
    }
}

/// An interview that was deleted, as it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Deleted {
    /// The entry of the list.
    pub draft: Draft,
    /// Its journal.
    pub journal: Vec<JournalEntry>,
    /// Its files, by name.
    pub files: Vec<(String, web_sys::Blob)>,
}

/// An interview that was read from the device: its questionnaire and its journal.
pub type Kept = (Arc<Questionnaire>, Vec<JournalEntry>);

/// What happened.
#[derive(Clone, Debug)]
pub enum Action {
    /// The address changed.
    Routed(Route),
    /// The browser told about itself.
    Device(Device),
    /// Storage is open, or not.
    Storage(Storage),
    /// The surveys came.
    Library(Result<Rc<Library>, String>),
    /// About surveys that came from files.
    Shelf(shelf::Action),
    /// The files of the survey of the interview that is open.
    Files(Rc<Files>),
    /// The areas came.
    Areas(Result<Rc<AreaTree>, String>),
    /// The list of unfinished interviews came.
    Drafts(Result<Vec<Draft>, String>),
    /// Something in the set-up of an interview changed.
    Setup(SetupChange),
    /// The set-up is done: begin.
    Begin,
    /// An id and a seed were drawn for the interview that begins.
    Drawn {
        /// A UUIDv7.
        id: String,
        /// Unguessable.
        seed: u64,
    },
    /// An interview was read from the device.
    Loaded(String, Result<Option<Kept>, String>),
    /// Something happened in the interview.
    Ask(Event),
    /// Words are being typed.
    Typing(String, String),
    /// Nothing was typed for a moment, or the page is about to go.
    TypingPaused,
    /// An entry of the journal is stored, or not.
    Written(String, u32, Result<(), Trouble>),
    /// Storing is tried once more.
    RetryWrites,
    /// An unfinished interview is to be deleted.
    Delete(String),
    /// It is deleted.
    Deleted(Result<Option<Deleted>, String>),
    /// The deletion is taken back.
    Undelete,
    /// The offer to take the deletion back is no longer wanted.
    ForgetDeleted,
    /// Past the navigation.
    SkipToContent,
    /// Preferences changed.
    Settings(Settings),
    /// What did not come is asked for again.
    Reload,
    /// On the screens of responses and of analysis.
    Desk(desk::Action),
}

/// What the browser is to do.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Fetch the surveys.
    FetchLibrary,
    /// List surveys that came from files.
    ListShelf,
    /// Read these files, and keep what they hold.
    Import(u32, Vec<Picked>),
    /// Read an imported survey from the device.
    OpenShelved(String),
    /// Take an imported survey off the list.
    Unshelve(String),
    /// Put it back.
    PutBack(Shelved),
    /// Find the files of the survey with this id.
    FindFiles(String),
    /// Save the document of an imported survey as a file.
    SaveShelved(String),
    /// Save the survey of this route as a workbook; its document, if it is here.
    SaveWorkbook(String, Option<Rc<str>>),
    /// Fetch the areas.
    FetchAreas,
    /// List unfinished interviews.
    ListDrafts,
    /// Draw an id and a seed.
    Draw,
    /// Read an interview from the device.
    Load(String),
    /// Pin the survey and store the first entry.
    Pin(Box<Write>, Rc<str>),
    /// Store an entry of an interview's journal.
    Write(Box<Write>),
    /// Wait for a pause in typing.
    AwaitPause,
    /// Delete an unfinished interview.
    Delete(String),
    /// Store a deleted interview again.
    Undelete(Rc<Deleted>),
    /// Go there; the address follows.
    Go(Route),
    /// Keep preferences.
    Remember(Settings),
    /// Put the focus there after drawing.
    Focus(Focus),
    /// For responses and analysis.
    Desk(desk::Effect),
}

impl State {
    /// The state before anything came.
    pub fn new(settings: Settings, device: Device, route: Route) -> (State, Vec<Effect>) {
        let mut state = State {
            route: Route::Lost,
            screen: Screen::Lost,
            settings,
            device,
            library: Remote::Waiting,
            shelf: Shelf::default(),
            areas: Remote::Waiting,
            drafts: Remote::Waiting,
            deleted: None,
            files: Rc::default(),
            storage: Storage::Opening,
            desk: Rc::default(),
        };
        let mut effects = vec![
            Effect::FetchLibrary,
            Effect::ListShelf,
            Effect::FetchAreas,
            Effect::ListDrafts,
        ];
        effects.extend(update(&mut state, Action::Routed(route), 0));
        (state, effects)
    }

    /// The language of the interface.
    pub fn locale(&self) -> Locale {
        Locale(self.settings.tongue.unwrap_or(self.device.tongue))
    }

    /// How much stands on a screen of an interview.
    pub fn layout(&self) -> Layout {
        let by_width = if self.device.wide {
            Layout::Section
        } else {
            Layout::Question
        };
        self.settings.layout.unwrap_or(by_width)
    }

    /// How figures are drawn.
    pub fn drawing(&self) -> Drawing {
        let dark = match self.settings.theme {
            Theme::Auto => self.device.dark,
            Theme::Light => false,
            Theme::Dark => true,
        };
        Drawing {
            theme: if dark {
                charts::Theme::Dark
            } else {
                charts::Theme::Light
            },
            text_scale: match self.settings.text {
                TextSize::Normal => 1.0,
                TextSize::Large => 1.1875,
                TextSize::Elder => 1.375,
            },
        }
    }

    /// The name of an area in the language of the interface.
    pub fn area_name(&self, code: &str) -> String {
        area_name(
            self.areas.ready().map(|it| &**it),
            code,
            self.locale().0.tag(),
        )
    }
}

/// The name of an area; its code if the area is not known.
pub fn area_name(areas: Option<&AreaTree>, code: &str, language: &str) -> String {
    let area = areas.and_then(|it| it.get(code));
    area.map_or_else(
        || code.to_owned(),
        |it| it.name.get(language, "zh").to_owned(),
    )
}
