//! The list of responses, and one of them in full.

use serde::{Deserialize, Serialize};

use super::{Facet, SourceId};

/// A stretch of the list of responses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// Responses that the filter lets through.
    pub total: u32,
    /// How many were left out before the first.
    pub from: u32,
    /// The stretch, newest first.
    pub rows: Vec<Row>,
    /// The values that the filter may offer.
    pub facets: Vec<Facet>,
}

/// One response in the list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What the worker calls it.
    pub row: u32,
    /// Its id.
    pub id: String,
    /// The day and the time it ended, where it was held: `2026-11-22 14:05`.
    pub ended: String,
    /// The title of the survey.
    pub survey: String,
    /// The area with what it lies in, the smallest first.
    pub area: Vec<String>,
    /// The mode's name.
    pub mode: String,
    /// BCP 47.
    pub language: String,
    /// AAPOR final disposition.
    pub disposition: String,
    /// The first source it came from.
    pub source: SourceId,
    /// The revision, from 1.
    pub revision: u32,
    /// A simulation made it.
    pub simulated: bool,
    /// Another response has the same id and revision.
    pub conflict: bool,
}

/// One response in full.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// As in the list.
    pub row: Row,
    /// Wave, interviewer, device, receipt: what is there.
    pub interviewer: Option<String>,
    /// The device's code.
    pub device: Option<String>,
    /// The wave.
    pub wave: Option<String>,
    /// Eight characters.
    pub receipt: String,
    /// When it began, RFC 3339.
    pub started: String,
    /// When it ended, RFC 3339.
    pub ended: String,
    /// The questionnaire's id, version and digest.
    pub survey: (String, String, String),
    /// Whether the questionnaire is here, so that answers have labels.
    pub has_survey: bool,
    /// The digest over everything it says.
    pub digest: String,
    /// Whether the digest is that of the text, worked out anew.
    pub digest_holds: bool,
    /// Answers in the order of the questionnaire.
    pub answers: Vec<Told>,
    /// Times gone back.
    pub back_steps: u32,
    /// Answers changed.
    pub changes: u32,
    /// Pauses.
    pub pauses: u32,
    /// The record, as it is stored.
    pub json: String,
}

/// One answer of an opened response.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// The group of questions, where a new one begins.
    pub section: Option<String>,
    /// The item's name.
    pub name: String,
    /// The question.
    pub label: String,
    /// The answer in words; the reason's name if there is none.
    pub answer: Result<String, String>,
    /// As it is stored.
    pub code: String,
    /// Seconds on the screen.
    pub seconds: Option<f64>,
    /// How deep in repeats.
    pub depth: u8,
}
