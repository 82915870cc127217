//! Finished and partial responses, and their merging.

#[cfg(feature = "authoring")]
mod bundle;
mod digest;
#[cfg(feature = "authoring")]
mod record;

use crate::base::{Answer, DateTime, Map};
pub use crate::questionnaire::Mode;
#[cfg(feature = "authoring")]
pub use bundle::{Bundle, Merged, Part};
pub use digest::Digest;
#[cfg(feature = "authoring")]
pub use record::{AnswerRef, Gather, Header, Record, Visit};

/// Which questionnaire a response answers. A questionnaire in use is pinned by its digest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SurveyRef {
    /// The questionnaire's id.
    pub id: String,
    /// The questionnaire's version.
    pub version: String,
    /// SHA-256 over its canonical JSON (RFC 8785), in hexadecimal.
    pub digest: String,
}

/// The answers of one person, or of one instance of a repeat, by item name.
///
/// An item that is not here was not asked.
pub type Answers = Map<String, Entry>;

/// What stands under one item's name.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A question's answer, or why there is none.
    Answer(Answer),
    /// The instances of a repeat, in order.
    Repeat(Vec<Answers>),
}

/// How the interview went, without what was said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paradata {
    /// Seconds each question was on the screen, by item name; a section's time is shared equally.
    pub seconds: Map<String, f64>,
    /// How often the person went back.
    pub back_steps: u32,
    /// How often an answer replaced another one.
    pub changes: u32,
    /// How often the interview was paused or reopened.
    pub pauses: u32,
}

/// One person's response.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// A UUIDv7.
    pub id: String,
    /// 1 for the first, one more for every correction.
    pub revision: u32,
    /// The questionnaire that was asked.
    pub survey: SurveyRef,
    /// The code of the area the response belongs to.
    pub area: Option<String>,
    /// The wave of the campaign.
    pub wave: Option<String>,
    /// Who filled it in.
    pub mode: Mode,
    /// The BCP 47 language at the end of the interview.
    pub language: String,
    /// The interviewer's code, never a name.
    pub interviewer: Option<String>,
    /// The device's code.
    pub device: Option<String>,
    /// When it began.
    pub started: DateTime,
    /// When it ended, or was last touched.
    pub ended: DateTime,
    /// AAPOR final disposition, such as `1.1`.
    pub disposition: String,
    /// What was answered.
    pub answers: Answers,
    /// How it went.
    pub paradata: Paradata,
    /// Eight characters with which the person may ask to see, correct or delete the response.
    pub receipt: String,
    /// Whether a simulation made it. Shown wherever the response counts.
    pub simulated: bool,
}
