//! Signs of carelessness, effects of interviewers and missing answers, on their way to the page.

use serde::{Deserialize, Serialize};

use super::Row;

/// A sign that a response may have been given carelessly or copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sign {
    /// Over in a small part of the median time.
    Fast,
    /// One answer many times in a row.
    Run,
    /// Answers run against everybody else's.
    Against,
    /// An unlikely combination of answers.
    Unlikely,
    /// Nearly the same answers as another response.
    Match,
}

impl Sign {
    /// Every sign, in the order of lists.
    pub const ALL: [Sign; 5] = [
        Sign::Fast,
        Sign::Run,
        Sign::Against,
        Sign::Unlikely,
        Sign::Match,
    ];
}

/// From where on a value is a sign, in the order of [`Sign::ALL`]: part of the median time,
/// answers in a row, correlation, tail probability, share of the same answers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limits(pub [f64; 5]);

impl Default for Limits {
    fn default() -> Limits {
        Limits([0.5, 10.0, -0.1, 0.001, 0.85])
    }
}

impl Limits {
    /// The limits that a sign may be given, the mildest first.
    pub fn offered(sign: Sign) -> &'static [f64] {
        match sign {
            Sign::Fast => &[0.7, 0.6, 0.5, 0.4, 0.3],
            Sign::Run => &[5.0, 6.0, 8.0, 9.0, 10.0, 12.0, 15.0],
            Sign::Against => &[0.1, 0.0, -0.1, -0.2, -0.3],
            Sign::Unlikely => &[0.05, 0.01, 0.001, 0.0001],
            Sign::Match => &[0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0],
        }
    }
}

/// Which single responses are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shown {
    /// Those with any sign.
    #[default]
    Any,
    /// Those with this one.
    With(Sign),
    /// All of them.
    All,
}

/// What is looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Looked {
    /// From where on a value is a sign.
    pub limits: Limits,
    /// Which single responses.
    pub shown: Shown,
    /// Of this interviewer only.
    pub interviewer: Option<String>,
    /// The question whose missing answers are told by interviewer; all together without one.
    pub question: Option<String>,
    /// How many single responses to leave out before the first.
    pub from: u32,
}

/// How good the responses look.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// What was looked at.
    pub looked: Looked,
    /// Interviews.
    pub n: u64,
    /// Of each sign, in the order of [`Sign::ALL`], the responses it could be judged of and those
    /// that have it.
    pub signs: Vec<(u64, u64)>,
    /// Responses with 0, 1, … signs.
    pub counts: Vec<u64>,
    /// Scored questions that patterns are of.
    pub items: u32,
    /// Questions that are compared between responses.
    pub compared: u32,
    /// Single responses, most signs first.
    pub list: Flagged,
    /// What differs between interviewers; none without any.
    pub interviewers: Option<Interviewers>,
    /// Why answers are missing, by question: name, words, counts.
    pub questions: Vec<(String, String, Silence)>,
    /// The same by interviewer: code, counts. Without a code, interviews that nobody held.
    pub silences: Vec<(String, Silence)>,
}

/// A stretch of single responses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Flagged {
    /// How many there are.
    pub total: u32,
    /// The stretch.
    pub rows: Vec<FlaggedRow>,
}

/// One response with its signs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FlaggedRow {
    /// The response.
    pub row: Row,
    /// Who held it.
    pub interviewer: String,
    /// Minutes it took.
    pub minutes: f64,
    /// The values in the order of [`Sign::ALL`], and whether each is a sign.
    pub values: Vec<(Option<f64>, bool)>,
    /// The id of the response that is most like it, where that is a sign.
    pub twin: Option<String>,
}

/// Interviewers compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interviewers {
    /// Whether those of one community are compared, or all with all.
    pub by_area: bool,
    /// Interviews of the interviewer of a typical interview.
    pub typical: f64,
    /// The effect on the mean score.
    pub whole: Option<Effect>,
    /// The effects on questions, largest first.
    pub items: Vec<Effect>,
    /// Everybody, those who stand out first.
    pub people: Vec<Person>,
}

/// How much answers to a question depend on who asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// The question.
    pub name: String,
    /// Its words.
    pub label: String,
    /// The intraclass correlation.
    pub icc: f64,
    /// Ends of its 95 % interval.
    pub interval: (f64, f64),
    /// What it does to variances.
    pub deff: f64,
    /// The p value, adjusted.
    pub p: f64,
    /// Answers.
    pub n: u64,
}

/// One interviewer beside colleagues: the share of responses with a sign, of what was asked without
/// an answer, minutes, the mean score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// The code.
    pub code: String,
    /// Interviews.
    pub n: u64,
    /// Own, colleagues', adjusted p; none where there is nobody to compare with.
    pub aspects: Vec<Option<(f64, f64, f64)>>,
}

/// Why answers are missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Silence {
    /// Interviews.
    pub n: u64,
    /// Questions asked in them.
    pub asked: u64,
    /// Don't know.
    pub dont_know: u64,
    /// Refused.
    pub refused: u64,
    /// Does not apply.
    pub not_applicable: u64,
    /// Left blank.
    pub skipped: u64,
    /// Not asked.
    pub not_asked: u64,
}

impl Silence {
    /// The share of what was asked that got no answer; what does not apply is none.
    pub fn open(&self) -> f64 {
        let open = self.dont_know + self.refused + self.skipped;
        open as f64 / self.asked.max(1) as f64
    }
}
