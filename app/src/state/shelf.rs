//! Surveys that came from files.

#[cfg(test)]
mod tests;

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::{Effect, Entry, Remote, Route, Screen, State, fill};
use crate::desk::Picked;
use crate::session::Focus;
use crate::worker::protocol::{Card, Finding, Imported};

/// What the route of an imported survey begins with: one may have the id of a survey of the site.
const OWN: &str = "own/";

/// An imported survey, as the list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shelved {
    /// What it is.
    pub card: Card,
    /// The file it was made of.
    pub file: String,
    /// Files that it names and that are not here.
    pub missing: Vec<String>,
    /// How many warnings there were.
    pub warnings: u32,
}

impl Shelved {
    /// The survey that a form became.
    pub fn of(form: &Imported, card: &Card) -> Shelved {
        Shelved {
            card: card.clone(),
            file: form.file.clone(),
            missing: form.missing.clone(),
            warnings: form.findings(false).count() as u32,
        }
    }
}

/// What became of files that were chosen together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// The forms among them.
    pub forms: Vec<Imported>,
    /// Files that no form names.
    pub unused: Vec<String>,
    /// Whether the device kept the files beside the questionnaires.
    pub files_are_kept: bool,
}

/// Files on their way in.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// A number, for lists.
    pub id: u32,
    /// Names of the files.
    pub names: Vec<String>,
    /// How far it is.
    pub batch: Remote<Rc<Batch>>,
}

/// A survey that was saved as a workbook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workbook {
    /// The name of the file.
    pub file: String,
    /// What a workbook has no counterpart for, and what became of it.
    pub findings: Vec<Finding>,
}

/// Everything about surveys that came from files.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// The surveys, by title.
    pub surveys: Remote<Rc<Vec<Shelved>>>,
    /// Files on their way in, and what became of the last ones.
    pub imports: Vec<Import>,
    /// The survey that was taken off the list last.
    pub removed: Option<Shelved>,
    /// The workbook that was saved last, or why it was not.
    pub workbook: Option<Rc<Result<Workbook, String>>>,
    /// The one that was opened last.
    opened: Option<Rc<Entry>>,
    n_imports: u32,
}

impl PartialEq for Shelf {
    fn eq(&self, other: &Shelf) -> bool {
        self.surveys == other.surveys
            && self.imports == other.imports
            && self.removed == other.removed
            && self.workbook == other.workbook
    }
}

/// What happens to surveys from files.
#[derive(Clone, Debug)]
pub enum Action {
    /// The list came.
    Listed(Result<Vec<Shelved>, String>),
    /// Files were chosen or dropped.
    Pick(Vec<Picked>),
    /// They were read.
    Imported(u32, Result<Batch, String>),
    /// What became of them has been read.
    Dismiss(u32),
    /// A survey was read from the device.
    Opened(String, Result<Option<Rc<Entry>>, String>),
    /// A survey is to be taken off the list.
    Remove(String),
    /// It is to come back.
    PutBack,
    /// The offer to bring it back is no longer wanted.
    Forget,
    /// The document of the survey with this id is to be saved as a file.
    Save(String),
    /// The survey of this route is to be saved as a workbook.
    SaveWorkbook(String),
    /// It is saved, or not.
    Workbook(Result<Workbook, String>),
    /// What was said of it has been read.
    DismissWorkbook,
}

/// The name of a survey in routes.
pub fn key(id: &str) -> String {
    format!("{OWN}{id}")
}

/// The id behind a key of an imported survey.
pub fn id_of(key: &str) -> Option<&str> {
    key.strip_prefix(OWN)
}

impl State {
    /// The survey of a route, if it is read.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        match id_of(key) {
            Some(id) => self.shelf.opened.as_deref().filter(|it| it.form.id == id),
            None => self.library.ready()?.get(key),
        }
    }

    /// The survey with this digest, if it is read.
    pub fn entry_of(&self, digest: &str) -> Option<&Entry> {
        let site = self.library.ready().map(|it| it.surveys.iter());
        let mut all = site
            .into_iter()
            .flatten()
            .chain(self.shelf.opened.as_deref());
        all.find(|it| it.form.digest == digest)
    }

    /// What the route of a survey says: that of the site, unless only an imported one is meant.
    pub fn key_of(&self, form: &survey_core::questionnaire::Questionnaire) -> String {
        let library = self.library.ready();
        let of_site = library.and_then(|it| it.get(&form.id));
        let is_own = self
            .shelf
            .surveys
            .ready()
            .is_some_and(|it| it.iter().any(|it| it.card.id == form.id));
        match of_site {
            Some(entry) if entry.form.digest == form.digest || !is_own => form.id.clone(),
            Some(_) | None => key(&form.id),
        }
    }
}

pub(super) fn update(state: &mut State, action: Action) -> Vec<Effect> {
    let shelf = &mut state.shelf;
    match action {
        Action::Listed(surveys) => {
            let sorted = surveys.map(|mut it| {
                it.sort_by(|a, b| a.card.title.cmp(&b.card.title));
                Rc::new(it)
            });
            shelf.surveys = sorted.into();
            Vec::new()
        }
        Action::Pick(files) if files.is_empty() => Vec::new(),
        Action::Pick(files) => {
            let id = shelf.n_imports;
            shelf.n_imports += 1;
            shelf.removed = None;
            shelf.imports.retain(|it| it.batch == Remote::Waiting);
            shelf.imports.push(Import {
                id,
                names: files.iter().map(|it| it.name.clone()).collect(),
                batch: Remote::Waiting,
            });
            vec![Effect::Import(id, files)]
        }
        Action::Imported(id, batch) => {
            // An older version may be open.
            shelf.opened = None;
            if let Some(import) = shelf.imports.iter_mut().find(|it| it.id == id) {
                import.batch = batch.map(Rc::new).into();
            }
            vec![Effect::ListShelf]
        }
        Action::Dismiss(id) => {
            shelf.imports.retain(|it| it.id != id);
            Vec::new()
        }
        Action::Opened(id, entry) => opened(state, &id, entry),
        Action::Remove(id) => {
            let Remote::Ready(surveys) = &mut shelf.surveys else {
                return Vec::new();
            };
            // The list answers at once; the device follows.
            shelf.removed = surveys.iter().find(|it| it.card.id == id).cloned();
            Rc::make_mut(surveys).retain(|it| it.card.id != id);
            vec![Effect::Unshelve(id)]
        }
        Action::PutBack => shelf
            .removed
            .take()
            .map(Effect::PutBack)
            .into_iter()
            .collect(),
        Action::Forget => {
            shelf.removed = None;
            Vec::new()
        }
        Action::Save(id) => vec![Effect::SaveShelved(id)],
        Action::SaveWorkbook(key) => {
            let document = state.entry(&key).map(|it| it.document.clone());
            vec![Effect::SaveWorkbook(key, document)]
        }
        Action::Workbook(workbook) => {
            shelf.workbook = Some(Rc::new(workbook));
            Vec::new()
        }
        Action::DismissWorkbook => {
            shelf.workbook = None;
            Vec::new()
        }
    }
}

/// The set-up of an interview with an imported survey: it has to be read first.
pub(super) fn set_up(state: &State, id: &str) -> (Screen, Vec<Effect>) {
    let surveys = state.shelf.surveys.ready();
    let listed = surveys.and_then(|it| it.iter().find(|it| it.card.id == id));
    let opened = state.entry(&key(id));
    match (opened, listed) {
        (Some(entry), Some(listed)) if entry.form.digest == listed.card.digest => {
            (fill::set_up_with(state, &key(id), entry), Vec::new())
        }
        (_, _) => {
            let effects = vec![Effect::OpenShelved(id.to_owned())];
            (Screen::Reading(id.to_owned()), effects)
        }
    }
}

fn opened(state: &mut State, id: &str, entry: Result<Option<Rc<Entry>>, String>) -> Vec<Effect> {
    if !matches!(&state.screen, Screen::Reading(waiting) if waiting == id) {
        return Vec::new();
    }
    match entry {
        Ok(Some(entry)) => {
            state.shelf.opened = Some(entry.clone());
            state.screen = fill::set_up_with(state, &key(id), &entry);
        }
        Ok(None) => state.screen = Screen::Lost,
        Err(why) => state.screen = Screen::Gone(Some(why)),
    }
    debug_assert!(matches!(state.route, Route::Setup(_)));
    vec![Effect::Focus(Focus::Heading)]
}
