//! From the text of a response to a record whose digest was checked.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::canonical::{self, Rewriter};
use super::fields::Fields;
use super::json::{Fault, Reader};
use crate::base::DateTime;
use crate::response::{Digest, Header, Record, SurveyRef};

/// The most bytes that one response may take.
pub(super) const MAX_RECORD: usize = 1 << 20;

/// Reads many records; texts that repeat are held once.
#[derive(Debug, Default)]
pub(super) struct RecordReader {
    rewriter: Rewriter,
    /// By their canonical text.
    surveys: BTreeMap<Box<str>, Arc<SurveyRef>>,
    words: BTreeSet<Arc<str>>,
}

/// Why a value is not a record.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It is not JSON as far as it goes.
    Fault(Fault),
    /// It is, but its content is not what its digest was made of.
    Digest(String),
    /// It is, but not a sound response.
    Text(String),
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Refusal::Fault(fault) => fault.fmt(f),
            Refusal::Digest(text) | Refusal::Text(text) => text.fmt(f),
        }
    }
}

impl RecordReader {
    /// Reads a text that holds one response and nothing else.
    pub(super) fn whole(&mut self, text: &str) -> Result<Record, String> {
        let mut reader = Reader::new(text.as_bytes(), 0);
        let header = self.read(&mut reader).map_err(|it| it.to_string())?;
        match reader.peek() {
            None => Ok(Record::new(
                header,
                self.text().into(),
                0..self.text().len(),
            )),
            Some(_) => Err(reader.fault("the end of the response").to_string()),
        }
    }

    /// Reads the response that `reader` stands at, and steps over it.
    pub(super) fn read(&mut self, reader: &mut Reader<'_>) -> Result<Header, Refusal> {
        let mut ahead = *reader;
        self.rewriter
            .rewrite(&mut ahead, MAX_RECORD)
            .map_err(Refusal::Fault)?;
        let digest = check_digest(&self.rewriter)?;
        let header = self.header(digest).map_err(Refusal::Text)?;
        *reader = ahead;
        Ok(header)
    }

    /// The canonical text of the response that was read last.
    pub(super) fn text(&self) -> &str {
        self.rewriter.text()
    }

    fn header(&mut self, digest: Digest) -> Result<Header, String> {
        if self
            .rewriter
            .field("answers")
            .is_none_or(|it| !it.starts_with('{'))
        {
            return Err("`answers` is missing, answers by name".into());
        }
        let id = words(&self.rewriter, "id")?.ok_or("`id` is missing, a UUID")?;
        if id.is_empty() || id.len() > 128 {
            return Err(format!(
                "found an id of {} bytes, expected 1 to 128",
                id.len()
            ));
        }
        let ended = words(&self.rewriter, "ended")?.ok_or("`ended` is missing, a moment")?;
        let ended: DateTime = ended
            .parse()
            .map_err(|()| format!("found `{ended}` in `ended`, expected a moment"))?;
        let revision = self.rewriter.field("revision").unwrap_or("nothing");
        let revision =
            revision.parse().ok().filter(|it| *it > 0).ok_or_else(|| {
                format!("found {revision} in `revision`, expected a number from 1")
            })?;
        Ok(Header {
            id: id.into(),
            revision,
            digest,
            survey: self.survey()?,
            area: self.shared("area")?,
            wave: self.shared("wave")?,
            ended: ended.unix_millis(),
            simulated: self.rewriter.field("simulated") == Some("true"),
        })
    }

    fn survey(&mut self) -> Result<Arc<SurveyRef>, String> {
        let expected = "`survey` is missing, its id, version and digest";
        let text = self.rewriter.field("survey").ok_or(expected)?;
        if let Some(survey) = self.surveys.get(text) {
            return Ok(survey.clone());
        }
        let fields = Fields::read(text).map_err(|_| expected)?;
        let field = |key: &str| {
            let words = fields.words(key);
            words.ok_or_else(|| format!("`survey` has no `{key}`, words"))
        };
        let survey = SurveyRef {
            id: field("id")?,
            version: field("version")?,
            digest: field("digest")?,
        };
        let survey = Arc::new(survey);
        self.surveys.insert(text.into(), survey.clone());
        Ok(survey)
    }

    fn shared(&mut self, key: &str) -> Result<Option<Arc<str>>, String> {
        let Some(word) = words(&self.rewriter, key)? else {
            return Ok(None);
        };
        if let Some(shared) = self.words.get(&*word) {
            return Ok(Some(shared.clone()));
        }
        let shared: Arc<str> = Arc::from(&*word);
        self.words.insert(shared.clone());
        Ok(Some(shared))
    }
}

/// The digest of the value that was rewritten last, if it is the one the value names.
pub(super) fn check_digest(rewriter: &Rewriter) -> Result<Digest, Refusal> {
    let named = words(rewriter, "digest").map_err(Refusal::Text)?;
    let named = named.ok_or_else(|| Refusal::Text("`digest` is missing, a SHA-256".into()))?;
    let digest = canonical::digest_of(&rewriter.without("digest"));
    if named.parse() == Ok(digest) {
        Ok(digest)
    } else {
        Err(Refusal::Digest(format!(
            "the digest does not match: it says {}…, but the content has {}…",
            first(&named),
            first(&digest.to_string())
        )))
    }
}

/// A field that holds words, if there is one.
pub(super) fn words<'a>(rewriter: &'a Rewriter, key: &str) -> Result<Option<Cow<'a, str>>, String> {
    match rewriter.field(key) {
        None => Ok(None),
        Some(text) => match Reader::new(text.as_bytes(), 0).string() {
            Ok(word) => Ok(Some(word)),
            Err(_) => Err(format!("found {} in `{key}`, expected words", short(text))),
        },
    }
}

/// As much of a digest as people compare.
fn first(digest: &str) -> String {
    digest.chars().take(16).collect()
}

/// At most 80 characters, for messages.
fn short(text: &str) -> String {
    text.chars().take(80).collect()
}
