//! What the page and the worker say to each other.
//!
//! Both ends come from one build, so these types are no file format: they may change at any time.
//! Messages travel as JSON text; files travel beside them as `Blob`s, never inside.

mod check;
mod cross;
mod figures;
mod forms;
mod quality;
mod responses;
mod table;
mod weights;

use serde::{Deserialize, Serialize};

pub use check::{Checked, CheckedGroup, CheckedTrouble};
pub use cross::{
    Cross, CrossCell, CrossMargin, CrossOutside, CrossResidual, CrossRow, CrossShow, CrossSlot,
    CrossTest, Crossing,
};
pub use figures::{
    Answered, Area, AreaItem, AreaPage, AreaRow, Areas, Bar, Batteries, Battery, BatteryRow,
    DayRow, DriverRow, Drivers, Estimated, Explained, Facet, FacetValue, Measure, MeasureGroup,
    Outline, Overview, Quadrant, Quantiles, Question, QuestionLine, Questions, Scale, Shape,
    Survey, Withheld,
};
pub use forms::{Card, Finding, Imported};
pub use quality::{
    Effect, Flagged, FlaggedRow, Interviewers, Limits, Looked, Person, Quality, Shown, Sign,
    Silence,
};
pub use responses::{Listed, Opened, Row, Told};
pub use table::{TableCells, TableColumn, TablePlan, TableShown};
pub use weights::{Margin, MarginRow, Recipe, Target, Weighed, Weights};

/// Which answer belongs to which request; the newest one counts.
pub type Ticket = u32;

/// A file or another origin of responses, as the page numbers them.
pub type SourceId = u32;

/// What the page asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The answer carries it back.
    pub ticket: Ticket,
    /// What is wanted.
    pub ask: Ask,
}

/// The kinds of requests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// Makes questionnaires, areas and the profile of simulated people known, as documents.
    Know {
        /// Questionnaires.
        surveys: Vec<String>,
        /// A tree of areas.
        areas: Option<String>,
        /// What is known of the people of a simulated campaign.
        profile: Option<String>,
    },
    /// Reads the blob beside the message; all its records belong to the source from now on.
    Load {
        /// The source, which has no records yet.
        source: SourceId,
        /// Where it comes from.
        origin: Origin,
    },
    /// Makes a simulated campaign.
    Simulate {
        /// The source, which has no records yet.
        source: SourceId,
        /// The same seed makes the same responses.
        seed: u64,
    },
    /// Forgets a source; records that came from nowhere else are gone.
    Forget(SourceId),
    /// A stretch of the list of responses.
    List {
        /// Which.
        filter: RowFilter,
        /// How many to leave out before the first.
        from: u32,
        /// How many to give.
        len: u32,
        /// The language of labels.
        lang: String,
    },
    /// One response in full.
    Open {
        /// Which.
        which: Which,
        /// The language of labels.
        lang: String,
    },
    /// Writes an export.
    Export {
        /// Which responses.
        what: Selection,
        /// As what.
        format: ExportFormat,
        /// The moment, as RFC 3339 text.
        now: String,
    },
    /// Writes what R needs to come to the numbers of a figure.
    Reproduce {
        /// The figure.
        figure: FigureOf,
        /// Of which survey, among which responses, by which weights.
        scope: Scope,
    },
    /// Something of the analysis.
    Analyse {
        /// What.
        plan: Plan,
        /// Of which survey and among which responses.
        scope: Scope,
        /// The language of labels.
        lang: String,
    },
    /// Reads forms of other programs; the blob beside the message holds the files one after the
    /// other.
    Import {
        /// Their names and how many bytes each has.
        files: Vec<(String, u64)>,
    },
    /// Shows the table in the blob beside the message.
    Table {
        /// The file's name.
        name: String,
        /// What its columns are taken for; without columns they are guessed.
        plan: Box<TablePlan>,
        /// The language of labels.
        lang: String,
    },
    /// Makes responses of the table in the blob beside the message.
    MakeOfTable {
        /// The file's name.
        name: String,
        /// What its columns are.
        plan: Box<TablePlan>,
    },
    /// Runs case files of statistics; the blob beside the message holds them and their data one
    /// after the other.
    Check {
        /// Their names and how many bytes each has.
        files: Vec<(String, u64)>,
    },
    /// Stops the request with this ticket; it is answered by [`Said::Stopped`].
    Stop(Ticket),
}

/// Where records come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Origin {
    /// Interviews held on this device.
    Device,
    /// A file with this name.
    File(String),
    /// The built-in simulated campaign, with its seed.
    Simulated(u64),
}

/// A response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Which {
    /// What the list calls it.
    Row(u32),
    /// By its id, in the newest revision.
    Id(String),
}

/// Which responses the list shows; everything that is said must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFilter {
    /// Id of the survey.
    pub survey: Option<String>,
    /// Code of an area at any depth.
    pub area: Option<String>,
    /// Name of the mode.
    pub mode: Option<String>,
    /// The wave.
    pub wave: Option<String>,
    /// The day it ended, `2026-11-22`.
    pub day: Option<String>,
    /// Part of the id or of the receipt.
    pub text: String,
}

/// Which responses an export holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Selection {
    /// Every one.
    All,
    /// Those the filter lets through.
    Filtered(RowFilter),
    /// These rows.
    Rows(Vec<u32>),
}

/// The forms of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExportFormat {
    /// One self-contained document.
    Json,
    /// One record a line.
    Ndjson,
    /// An archive with the document and the files of its responses.
    Zip,
    /// Submissions as ODK's clients make them, in an archive.
    OdkXml,
    /// Tables as ODK Central exports them, in an archive.
    CentralCsv,
}

/// What an analysis is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scope {
    /// Id of the survey; the one with most responses if it is empty.
    pub survey: String,
    /// Chosen values by facet; a response has to have one of the values of every facet.
    pub chosen: Vec<(String, Vec<String>)>,
    /// How people were drawn and weighted.
    pub recipe: Recipe,
}

/// The kinds of analysis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Plan {
    /// What there is: surveys, variables, values that filters may offer, numbers of responses.
    Outline,
    /// Who answered.
    Overview,
    /// Every question with its main figure.
    Questions,
    /// One question in full.
    Question(String),
    /// One measure by community.
    Areas(Measure),
    /// One community, by its code.
    Area(String),
    /// Every battery of questions that share a scale.
    Batteries,
    /// Variables against each other.
    Cross(Crossing),
    /// What goes with a question.
    Drivers {
        /// The question; chosen by the worker if it is empty.
        outcome: String,
        /// The first question of the battery whose questions are compared; likewise.
        battery: String,
        /// The questions that are compared instead; the battery's if there are none.
        items: Vec<String>,
    },
    /// What a recipe for weights comes to.
    Weights {
        /// The recipe, which need not be that of the scope.
        recipe: Recipe,
        /// A table of targets in CSV that replaces those of the recipe.
        table: Option<String>,
    },
    /// How good the responses look.
    Quality(Looked),
}

/// A figure whose numbers are estimates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FigureOf {
    /// Questions, one or those of a battery.
    Questions(Vec<String>),
    /// A measure by community.
    Areas(Measure),
    /// Variables crossed.
    Cross(Crossing),
}

/// What the worker answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// That of the request.
    pub ticket: Ticket,
    /// The answer, or how far it is.
    pub said: Said,
}

/// The kinds of answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Said {
    /// What was to be known is known.
    Known,
    /// How far a long request is; others follow.
    Progress(Progress),
    /// A source was read.
    Loaded {
        /// Which.
        source: SourceId,
        /// What was in it.
        report: Merged,
        /// What there is now.
        holdings: Holdings,
    },
    /// A source was forgotten.
    Forgotten(Holdings),
    /// A stretch of the list.
    Listed(Listed),
    /// One response.
    Opened(Box<Opened>),
    /// The export is in the blob beside the message.
    Exported {
        /// Responses in it.
        count: u32,
        /// Whether all, some or none of them are simulated.
        simulated: u32,
        /// Their ids, where the files of the responses go along.
        ids: Vec<String>,
    },
    /// Forms were read.
    Imported {
        /// What became of each.
        forms: Vec<Imported>,
        /// Files that no form names.
        unused: Vec<String>,
    },
    /// A table with what its columns are taken for.
    Table(Box<TableShown>),
    /// The responses of a table are in the blob beside the message, as an export.
    TableMade {
        /// Responses in it.
        count: u32,
        /// Cells that could not be read, the first of them.
        troubles: Vec<String>,
        /// How many there are beyond those.
        more: u32,
    },
    /// Case files were run.
    Checked(Box<Checked>),
    /// An archive with a script for R and its data is in the blob beside the message.
    Reproduced,
    /// A part of the analysis.
    Analysed(Box<Analysed>),
    /// The request was stopped; nothing has changed.
    Stopped,
    /// The request cannot be answered.
    Failed(String),
}

/// Answers to the plans of an analysis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the types say it")]
pub enum Analysed {
    Outline(Outline),
    Overview(Overview),
    Questions(Questions),
    Question(Question),
    Areas(Areas),
    Area(AreaPage),
    Batteries(Batteries),
    Cross(Cross),
    Drivers(Drivers),
    Weights(Weights),
    Quality(Quality),
}

/// How far a long request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What is being counted.
    pub stage: Stage,
    /// Done so far.
    pub done: u64,
    /// To be done.
    pub total: u64,
}

/// The stages of long requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Bytes of a file, while they are read and checked.
    Reading,
    /// Responses, while they are simulated.
    Simulating,
    /// Responses, while they are put into columns.
    Arranging,
    /// Responses, while they are written.
    Writing,
    /// Cases, while they are checked.
    Checking,
}

/// What merging a source did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Merged {
    /// Responses that were not here.
    pub new: u32,
    /// Responses that were here already, to the letter.
    pub identical: u32,
    /// Newer revisions of responses that were here.
    pub newer: u32,
    /// Older revisions than those that were here.
    pub older: u32,
    /// Same id and revision, other words: both are kept and marked.
    pub conflicting: u32,
    /// Pieces that could not be read.
    pub damaged: u32,
    /// The first of them.
    pub damages: Vec<Damaged>,
    /// Simulated responses among all in the source.
    pub simulated: u32,
    /// Milliseconds it took.
    pub millis: u32,
}

/// A piece of a file that could not be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Damaged {
    /// What happened to it.
    pub harm: Harm,
    /// Its bytes, and the response that probably stood there.
    pub place: String,
    /// What was found and what was expected.
    pub text: String,
}

/// What happened to a piece of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Harm {
    /// The file ends in the midst of it.
    Cut,
    /// Its content is not what its digest was made of.
    Altered,
    /// It cannot be read, or belongs to no export.
    Unreadable,
    /// Something is not there that should be.
    Missing,
}

/// What the worker holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Holdings {
    /// Responses: the newest revision of each.
    pub count: u32,
    /// Those a simulation made.
    pub simulated: u32,
    /// Those with a conflict.
    pub conflicts: u32,
    /// Bytes that the records take.
    pub bytes: u64,
    /// Problems with questionnaires and responses, with how often they came up.
    pub problems: Vec<(String, u32)>,
}
