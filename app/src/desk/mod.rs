//! The desk: the responses that are loaded in this tab, and how somebody looks at them.
//!
//! Pure: [`Desk::update`] takes what happened and gives what is to be done. The records
//! themselves are in the worker; only what is on the screen is here.

mod address;
mod answers;
mod check;
mod quality;
mod slot;
mod sources;
mod table;
mod view;
mod want;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::rc::Rc;

pub use check::{CaseFiles, Cases, Certificate, Check, CheckStage, VERSION};
pub use quality::{shown, shown_key, sign_key};
pub use slot::Slot;
pub use sources::{Kept, Picked, Source, SourceState};
pub use table::{DataFile, DataStage};
pub use view::{AnalysisView, ListView, PAGE, Place, Showing, Tab, measure_key};

use crate::state::Route;
use crate::worker::protocol::{
    Ask, Checked, ExportFormat, FigureOf, Holdings, Merged, Opened, Origin, Progress, Recipe,
    Reply, Request, RowFilter, Selection, SourceId, TablePlan, Ticket, Which,
};

/// Responses in this tab and the views on them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Desk {
    /// Which screen is open, if it is one of ours.
    pub showing: Option<Showing>,
    /// The language of labels, BCP 47.
    pub lang: String,
    /// Where responses came from, in the order they came.
    pub sources: Vec<Source>,
    /// What was removed last and can be brought back.
    pub removed: Option<Source>,
    /// What the worker holds.
    pub holdings: Holdings,
    /// A table that is about to become responses.
    pub data: Option<DataFile>,
    /// The list of responses.
    pub list: ListView,
    /// The analysis.
    pub analysis: AnalysisView,
    /// The export that is being written.
    pub export: Option<Exporting>,
    /// The script for R that is being written.
    reproducing: Option<Ticket>,
    /// The check of the mathematics.
    pub check: Check,
    /// Why something that was asked for did not happen.
    pub trouble: Option<Trouble>,
    /// There is no worker, so the page computes by itself.
    pub direct: bool,
    /// What the address of the open screen says of the analysis.
    address: String,
    /// Whether sources of earlier visits were looked up.
    restored: Restored,
    /// Counts changes of the holdings, so that views know when they are stale.
    generation: u32,
    last_ticket: Ticket,
    last_source: SourceId,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Restored {
    #[default]
    No,
    Asked,
    Yes,
}

/// An export on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Exporting {
    ticket: Ticket,
    format: ExportFormat,
    /// How far it is.
    pub progress: Option<Progress>,
    name: String,
}

/// What did not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// This browser would not keep the imported file: it is here until the tab is closed.
    NotKept(String),
    /// The worker is gone.
    Crashed,
    /// The worker or the storage said this.
    Said(String),
}

/// A figure as a file.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveAs {
    /// An SVG document.
    Svg(String),
    /// A picture of this SVG document.
    Png(String),
    /// A table.
    Csv(String),
    /// A document.
    Json(String),
    /// A workbook.
    Xlsx(Vec<u8>),
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A screen of ours is open now, at this rest of its address.
    Show(Showing, String),
    /// The interface speaks this language now.
    Speak(String),
    /// Another screen is open.
    Hide,
    /// Sources of earlier visits.
    Restored(Vec<Kept>),
    /// Interviews of this device; how many, so that nothing is read again without need.
    Device(Kept, u32),
    /// Files were chosen or dropped.
    Import(Vec<Picked>),
    /// It is this day, `2026-11-22`: the table that was picked can be looked at.
    TableAt(Picked, String),
    /// Another plan for the table that is shown.
    PlanTable(Box<TablePlan>),
    /// Responses are to be made of it.
    MakeOfTable,
    /// The table is not wanted, or what was said of it has been read.
    CloseTable,
    /// A simulated campaign is wanted.
    Simulate(u64),
    /// A source is not wanted any more.
    Remove(SourceId),
    /// It is, after all.
    BringBack,
    /// The report of a source has been read.
    Dismiss(SourceId),
    /// Whatever troubles has been read.
    DismissTrouble,
    /// A source is not to be read on.
    StopSource(SourceId),
    /// Another filter of the list.
    Filter(RowFilter),
    /// Another stretch of the list.
    Page(u32),
    /// A row is selected, or not any more.
    Select(u32, bool),
    /// No row is selected.
    SelectNone,
    /// A response is to be read.
    Open(Which),
    /// It has been read.
    Close,
    /// An export is wanted.
    Export(Selection, ExportFormat),
    /// It is this moment, in RFC 3339: what was wanted can be written.
    ExportAt(Selection, ExportFormat, String),
    /// It is not wanted any more.
    StopExport,
    /// Another part of the analysis, or another subject of it.
    Look(Place),
    /// Another survey.
    Survey(String),
    /// Values of a facet, none of which means all.
    Choose(String, Vec<String>),
    /// Every facet back to all.
    ClearFilter,
    /// Filters and weights back to what they were before the last change of theirs.
    Undo,
    /// Another draft of a recipe for weights.
    Draft(Recipe),
    /// A file with targets.
    PickTable(web_sys::Blob),
    /// A table of targets, in CSV.
    Table(String),
    /// The draft is to hold for every figure.
    Weigh,
    /// Everybody counts once again.
    Unweigh,
    /// The mathematics are to be checked.
    Check(Cases),
    /// The case files are here, or not.
    Gathered(Result<CaseFiles, String>),
    /// It is known who computed what, and when.
    Certified(Box<Certificate>),
    /// The check is not wanted any more.
    StopCheck,
    /// What was checked is to be saved.
    SaveCheck,
    /// It is to be printed.
    PrintCheck,
    /// What R needs to come to the numbers of a figure is wanted.
    Reproduce(FigureOf),
    /// A figure is to be saved: the file's name, and what it is.
    Save(String, SaveAs),
    /// The worker answered.
    Replied(Reply, Option<web_sys::Blob>),
    /// There is no worker.
    Direct,
    /// The worker is gone, and all that it held.
    Crashed,
    /// Storing did not work.
    NotKept(SourceId),
    /// Something outside did not work.
    Failed(String),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Look up sources of earlier visits; answer with [`Action::Restored`].
    Restore,
    /// Read this device's interviews; answer with [`Action::Device`].
    ReadDevice,
    /// Hand this to the worker, with the blob of the source for [`Ask::Load`].
    Ask(Request, Option<web_sys::Blob>),
    /// Look at the clock; answer with [`Action::ExportAt`].
    AskTime(Selection, ExportFormat),
    /// Keep a source for later visits.
    Keep(Kept),
    /// Keep it no longer.
    Unkeep(SourceId),
    /// Offer a file to be saved.
    Download(String, web_sys::Blob),
    /// Offer an export to be saved, in an archive with the files of these responses.
    Pack(String, web_sys::Blob, Vec<String>),
    /// Read an archive and keep its files; answer with [`Action::Import`].
    Unpack(Picked),
    /// Find case files and their data; answer with [`Action::Gathered`].
    GatherCases(Cases),
    /// Say who computed this, and when; answer with [`Action::Certified`].
    Certify(Box<Checked>),
    /// Print the page.
    Print,
    /// Offer a figure to be saved.
    Save(String, SaveAs),
    /// Go there; the address follows.
    Go(Route),
    /// Write this address instead of the one that is there.
    Readdress(Route),
    /// Look at the calendar; answer with [`Action::TableAt`].
    AskDay(Picked),
    /// Read a table of targets; answer with [`Action::Table`].
    ReadTable(web_sys::Blob),
}

impl Desk {
    /// Lets something happen; answers with what is to be done.
    pub fn update(&mut self, action: Action) -> Vec<Effect> {
        let came = matches!(action, Action::Show(..));
        let undone = action == Action::Undo;
        let before = self.analysis.scope.clone();
        let mut effects = self.react(action);
        if !came && !undone {
            self.analysis.remember(before);
        }
        effects.extend(self.readdress(came));
        effects.extend(self.ask_for_what_is_shown());
        effects
    }

    /// Lets the address follow what is looked at: a new one for what somebody chose, so that the
    /// browser's way back undoes it; the same one, completed, for whoever came by an address.
    fn readdress(&mut self, came: bool) -> Option<Effect> {
        if self.showing != Some(Showing::Analysis) {
            return None;
        }
        let rest = self.analysis.rest();
        if rest == self.address {
            return None;
        }
        let was_whole = self.address.contains('?');
        self.address.clone_from(&rest);
        let route = Route::Analysis(rest);
        Some(if came || !was_whole {
            Effect::Readdress(route)
        } else {
            Effect::Go(route)
        })
    }

    fn react(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Show(showing, rest) => return self.show(showing, &rest),
            Action::Speak(lang) => self.lang = lang,
            Action::Hide => self.showing = None,
            Action::Restored(kept) => return self.restore(kept),
            Action::Device(kept, count) => return self.device(kept, count),
            Action::Import(picked) => return self.import(picked),
            Action::TableAt(file, today) => return self.pick_table(file, today),
            Action::PlanTable(plan) => return self.plan_table(*plan),
            Action::MakeOfTable => return self.make_of_table(),
            Action::CloseTable => self.data = None,
            Action::Simulate(seed) => return self.simulate(seed),
            Action::Remove(source) => return self.remove(source),
            Action::BringBack => return self.bring_back(),
            Action::Dismiss(source) => self.dismiss(source),
            Action::DismissTrouble => self.trouble = None,
            Action::StopSource(source) => return self.stop_source(source),
            Action::Filter(filter) => {
                self.list.filter = filter;
                self.list.from = 0;
            }
            Action::Page(from) => self.list.from = from,
            Action::Select(row, true) => drop(self.list.selected.insert(row)),
            Action::Select(row, false) => drop(self.list.selected.remove(&row)),
            Action::SelectNone => self.list.selected = BTreeSet::new(),
            Action::Open(which) => self.list.open = Some((which, Slot::default())),
            Action::Close => {
                self.list.open = None;
                return vec![Effect::Go(Route::Responses(String::new()))];
            }
            Action::Export(what, format) => return vec![Effect::AskTime(what, format)],
            Action::ExportAt(what, format, now) => return self.export(what, format, now),
            Action::StopExport => return self.stop_export(),
            Action::Check(cases) => return self.start_check(cases),
            Action::Gathered(files) => return self.gathered(files),
            Action::Certified(certificate) => self.certified(*certificate),
            Action::StopCheck => return self.stop_check(),
            Action::SaveCheck => return self.save_check(),
            Action::PrintCheck => return vec![Effect::Print],
            Action::Reproduce(figure) => {
                let scope = self.analysis.scope.clone();
                let (ticket, effect) = self.request(Ask::Reproduce { figure, scope });
                self.reproducing = Some(ticket);
                return vec![effect];
            }
            Action::Save(name, what) => return vec![Effect::Save(name, what)],
            Action::Replied(reply, blob) => return self.replied(reply, blob),
            Action::Direct => self.direct = true,
            Action::Crashed => {
                self.check.stage = CheckStage::Idle;
                self.trouble = Some(Trouble::Crashed);
            }
            Action::NotKept(source) => self.not_kept(source),
            Action::Failed(text) => self.trouble = Some(Trouble::Said(text)),
            Action::Survey(id) => self.analysis.start(id),
            Action::Choose(facet, values) => self.analysis.choose(facet, values),
            Action::ClearFilter => self.analysis.scope.chosen.clear(),
            Action::Look(place) => self.analysis.look(place),
            Action::Undo => self.analysis.undo(),
            Action::Draft(recipe) => {
                self.analysis.draft = recipe;
                self.analysis.table = None;
            }
            Action::PickTable(blob) => return vec![Effect::ReadTable(blob)],
            Action::Table(text) => self.analysis.table = Some(text),
            Action::Weigh => self.analysis.scope.recipe = self.analysis.draft.clone(),
            Action::Unweigh => self.analysis.scope.recipe = Recipe::default(),
        }
        Vec::new()
    }

    fn show(&mut self, showing: Showing, rest: &str) -> Vec<Effect> {
        let is_new = self.showing != Some(showing);
        self.showing = Some(showing);
        match showing {
            Showing::Responses if rest.is_empty() => self.list.open = None,
            Showing::Responses => {
                self.list.open = Some((Which::Id(rest.to_owned()), Slot::default()));
            }
            Showing::Analysis => {
                rest.clone_into(&mut self.address);
                self.analysis.go(rest);
            }
        }
        match self.restored {
            Restored::No => {
                self.restored = Restored::Asked;
                vec![Effect::Restore]
            }
            Restored::Yes if is_new => vec![Effect::ReadDevice],
            Restored::Asked | Restored::Yes => Vec::new(),
        }
    }

    fn ticket(&mut self) -> Ticket {
        self.last_ticket += 1;
        self.last_ticket
    }

    fn request(&mut self, ask: Ask) -> (Ticket, Effect) {
        let ticket = self.ticket();
        (ticket, Effect::Ask(Request { ticket, ask }, None))
    }

    fn export(&mut self, what: Selection, format: ExportFormat, now: String) -> Vec<Effect> {
        let mut effects = self.stop_export();
        let extension = match format {
            ExportFormat::Json => "json",
            ExportFormat::Ndjson => "ndjson",
            ExportFormat::Zip => "zip",
            ExportFormat::OdkXml => "odk.zip",
            ExportFormat::CentralCsv => "central.zip",
        };
        let stamp: String = now.chars().take(16).filter(char::is_ascii_digit).collect();
        let name = format!("minyi-{stamp}.{extension}");
        let (ticket, effect) = self.request(Ask::Export { what, format, now });
        self.export = Some(Exporting {
            ticket,
            format,
            progress: None,
            name,
        });
        effects.push(effect);
        effects
    }

    fn stop_export(&mut self) -> Vec<Effect> {
        let stop = self
            .export
            .take()
            .map(|it| self.request(Ask::Stop(it.ticket)).1);
        stop.into_iter().collect()
    }

    /// Whether anything is being read or made.
    pub fn is_reading(&self) -> bool {
        self.sources.iter().any(Source::is_reading)
    }

    /// Whether earlier visits have been looked up, so that "nothing here" is true.
    pub fn is_settled(&self) -> bool {
        self.restored == Restored::Yes && !self.is_reading()
    }

    /// The source with this number.
    pub fn source(&self, id: SourceId) -> Option<&Source> {
        self.sources.iter().find(|it| it.id == id)
    }

    /// The opened response, once it is here.
    pub fn opened(&self) -> Option<&Rc<Opened>> {
        self.list.open.as_ref().and_then(|it| it.1.value())
    }
}

impl Exporting {
    /// The form that is being written.
    pub fn format(&self) -> ExportFormat {
        self.format
    }
}
