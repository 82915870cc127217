//! Case files: statistics asked of data under a design, and the numbers expected of them.
//!
//! The format is that of the reference numbers from R (`tests/reference/README.md`): designs by
//! name, and cases with an operation, its arguments and, mostly, what R found. Every operation is
//! a thin adapter over [`stats`](crate::stats). Nothing looks at what is expected before the
//! result is there, except to see which summary figures of which variables are asked for.

mod compare;
mod frame;
mod lab;
mod ops;
mod report;
mod term;

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Map, Value, json};

pub use frame::Frame;
use lab::Lab;
pub use report::{Report, Trouble, digest};

/// A case file.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// What the cases are about.
    pub topic: String,
    designs: Map<String, Value>,
    cases: Vec<Case>,
}

/// One case.
#[derive(Clone, Debug)]
struct Case {
    id: String,
    on: String,
    op: String,
    args: Value,
    r: String,
    rtol: f64,
    /// Names of margins in the order in which the file has them.
    margins: Vec<String>,
    expected: Option<Value>,
}

/// What came of a case.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The case.
    pub id: String,
    /// Its operation.
    pub op: String,
    /// How it stands.
    pub verdict: Verdict,
    /// What was computed.
    pub result: Option<Value>,
    /// The largest difference from an expected number, relative to its size; differences that
    /// the file's absolute tolerance forgives count less.
    pub difference: Option<f64>,
    /// Why a case failed, was skipped or is in error.
    pub reason: Option<String>,
}

/// How a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As expected.
    Passed,
    /// Not as expected, or not to be computed from what the case gives.
    Failed,
    /// Computed; the case expects nothing.
    Computed,
    /// Not tried: an operation that is not offered, or data that is not there.
    Skipped,
}

impl Verdict {
    /// The word in files.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Passed => "pass",
            Verdict::Failed => "fail",
            Verdict::Computed => "done",
            Verdict::Skipped => "skip",
        }
    }
}

/// Why a case has no result.
#[derive(Clone, Debug)]
enum Refusal {
    /// It is not for us.
    Skip(String),
    /// It cannot be computed.
    Error(String),
}

impl From<String> for Refusal {
    fn from(it: String) -> Refusal {
        Refusal::Error(it)
    }
}

impl From<&str> for Refusal {
    fn from(it: &str) -> Refusal {
        Refusal::Error(it.to_owned())
    }
}

/// Gives the text of a data file by its name; none when there is no such file.
pub type Load<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// Data files read once.
struct Store<'a> {
    load: &'a Load<'a>,
    frames: BTreeMap<String, Rc<Frame>>,
}

impl CaseFile {
    /// Reads a case file.
    ///
    /// # Errors
    /// When it is not JSON, or `cases` is not a list of objects with an `id` and an `op`.
    pub fn read(text: &str) -> Result<CaseFile, String> {
        let file: Value = serde_json::from_str(text).map_err(|it| it.to_string())?;
        let orders = orders(text, &file["cases"]);
        let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
        let listed = file["cases"].as_array().ok_or("found no list `cases`")?;
        let case = |(at, it): (usize, &Value)| {
            let need = |field: &str| match it[field].as_str() {
                Some(found) => Ok(found.to_owned()),
                None => Err(format!("/cases/{at}/{field}: found no text")),
            };
            Ok(Case {
                id: need("id")?,
                op: need("op")?,
                on: it["on"].as_str().unwrap_or("none").to_owned(),
                args: it["args"].clone(),
                r: text(&it["r"]),
                rtol: it["rtol"].as_f64().unwrap_or(1e-8),
                margins: orders.get(at).cloned().unwrap_or_default(),
                expected: it.get("expected").cloned(),
            })
        };
        Ok(CaseFile {
            topic: text(&file["topic"]),
            designs: file["designs"].as_object().cloned().unwrap_or_default(),
            cases: listed
                .iter()
                .enumerate()
                .map(case)
                .collect::<Result<_, String>>()?,
        })
    }

    /// Number of cases.
    pub fn len(&self) -> usize {
        self.cases.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.cases.is_empty()
    }

    /// Runs the cases one after the other, each when it is asked for.
    pub fn outcomes<'a>(&'a self, load: &'a Load<'a>) -> impl Iterator<Item = Outcome> + 'a {
        let mut store = Store {
            load,
            frames: BTreeMap::new(),
        };
        (0..self.cases.len()).map(move |at| self.outcome(at, &mut store))
    }

    fn outcome(&self, at: usize, store: &mut Store) -> Outcome {
        let case = &self.cases[at];
        let mut outcome = Outcome {
            id: case.id.clone(),
            op: case.op.clone(),
            verdict: Verdict::Computed,
            result: None,
            difference: None,
            reason: None,
        };
        match ops::run(&mut Lab::new(self, at, store)) {
            Ok(result) => {
                if let Some(expected) = &case.expected {
                    let found = compare::compare(&result, expected, case.rtol);
                    outcome.verdict = match found.wrong {
                        None => Verdict::Passed,
                        Some(_) => Verdict::Failed,
                    };
                    outcome.difference = Some(found.largest);
                    outcome.reason = found.wrong;
                }
                outcome.result = Some(result);
            }
            Err(Refusal::Skip(reason)) => {
                outcome.verdict = Verdict::Skipped;
                outcome.reason = Some(reason);
            }
            Err(Refusal::Error(reason)) => {
                outcome.verdict = Verdict::Failed;
                outcome.reason = Some(reason);
            }
        }
        outcome
    }
}

impl Outcome {
    /// The outcome as one line of NDJSON.
    pub fn line(&self) -> String {
        let mut line = Map::new();
        line.insert("id".into(), json!(self.id));
        line.insert("op".into(), json!(self.op));
        line.insert("status".into(), json!(self.verdict.name()));
        if let Some(it) = self.difference {
            line.insert("largest_relative_difference".into(), json!(it));
        }
        if let Some(it) = &self.reason {
            line.insert("reason".into(), json!(it));
        }
        if let Some(it) = &self.result {
            line.insert("result".into(), it.clone());
        }
        Value::Object(line).to_string()
    }
}

/// The margins of each case in the order in which the text has them, which objects in memory do
/// not keep and raking's rounds follow.
fn orders(text: &str, cases: &Value) -> Vec<Vec<String>> {
    let mut rest = text;
    let mut out = Vec::new();
    for case in cases.as_array().into_iter().flatten() {
        let quoted = |it: &str| Value::String(it.to_owned()).to_string();
        let begin = rest.find(&quoted(case["id"].as_str().unwrap_or_default()));
        rest = &rest[begin.unwrap_or(0)..];
        let margins = ["margins", "target_proportions"];
        let found = margins
            .iter()
            .find_map(|it| Some((it, case["args"][*it].as_object()?)));
        let mut names = Vec::new();
        if let Some((key, margins)) = found {
            let here = rest.find(&quoted(key)).map_or(rest, |it| &rest[it..]);
            names = margins.keys().cloned().collect();
            names.sort_by_key(|it| here.find(&quoted(it)));
        }
        out.push(names);
    }
    out
}
