#[cfg(feature = "authoring")]
use crate::base::Map;
use crate::base::{Missing, Value};
use crate::response::{Mode, Response, SurveyRef};

/// What an interview begins with. Ids and seeds come from the edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// The response's id, a UUIDv7.
    pub id: String,
    /// The questionnaire; its digest pins it.
    pub survey: SurveyRef,
    /// Who holds the pen.
    pub mode: Mode,
    /// The language to begin in.
    pub language: String,
    /// The code of the area the response belongs to.
    pub area: Option<String>,
    /// The wave of the campaign.
    pub wave: Option<String>,
    /// The interviewer's code.
    pub interviewer: Option<String>,
    /// The device's code.
    pub device: Option<String>,
    /// Optional sets of questions that are asked.
    pub packs: Vec<String>,
    /// Unguessable; decides the receipt code, shuffles and `random()`.
    pub seed: u64,
    /// Minutes east of UTC.
    pub offset: i16,
    /// How much stands on one screen.
    pub layout: Layout,
    /// Whether a simulation answers.
    pub simulated: bool,
}

/// How much stands on one screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One question, for phones.
    Question,
    /// One section, for tablets and desks.
    Section,
}

/// Something that happened. Places are written as names, with the instance's number behind each
/// repeat: `D0`, `kids[2]/age`.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The interview began. Always first, and only first.
    Start(Box<Start>),
    /// Something was answered.
    Answer {
        /// The question.
        place: String,
        /// What was answered.
        input: Input,
    },
    /// On to the next screen, if this one has no complaints.
    Next,
    /// Back to the screen before.
    Back,
    /// To the screen with this place.
    GoTo {
        /// A place on the path.
        place: String,
    },
    /// To the first question without an answer, or to the review if there is none.
    FirstOpen,
    /// To the review of all answers.
    Review,
    /// Another instance of a repeat, last in its row.
    AddRepeat {
        /// The repeat, such as `kids`, or `homes[2]/kids` inside another.
        place: String,
    },
    /// An instance of a repeat is gone, with all in it.
    RemoveRepeat {
        /// The instance, such as `kids[2]`.
        place: String,
    },
    /// Everything is as it was written down elsewhere: a saved instance is opened.
    #[cfg(feature = "authoring")]
    Restore {
        /// What each place held, as text; blank for instances of repeats and for nothing.
        answers: Map<String, String>,
    },
    /// The language changed.
    Language(String),
    /// The screen's layout changed.
    Layout(Layout),
    /// The interview was left open.
    Pause,
    /// The interview goes on.
    Resume,
    /// The person is done.
    Finish,
    /// The interview stops here, with this disposition or the one that follows from the answers.
    BreakOff {
        /// An AAPOR disposition.
        disposition: Option<String>,
    },
}

/// What was answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A value.
    Value(Value),
    /// A reason for giving none.
    Missing(Missing),
    /// Nothing: the answer was taken back.
    Clear,
}

/// An event with its time: one line of the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalEntry {
    /// Milliseconds since 1970-01-01T00:00Z.
    pub at: i64,
    /// What happened.
    pub event: Event,
}

/// What the machine asks of the world around it.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Store this durably before the next screen appears.
    Store(JournalEntry),
    /// The event does not fit the interview and changed nothing.
    Refused(String),
    /// Another screen is shown.
    Moved,
    /// Put the focus here: something on this screen needs attention.
    Focus(String),
    /// The interview is over; keep this response.
    Finished(Box<Response>),
}
