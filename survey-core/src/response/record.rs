use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::{Answers, Digest, Entry, SurveyRef};
use crate::base::{Answer, Missing, Value};

/// What is known of a response without reading its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// A UUIDv7.
    pub id: Box<str>,
    /// 1 for the first, one more for every correction.
    pub revision: u32,
    /// Over everything the response says.
    pub digest: Digest,
    /// The questionnaire that was asked.
    pub survey: Arc<SurveyRef>,
    /// The code of the area the response belongs to.
    pub area: Option<Arc<str>>,
    /// The wave of the campaign.
    pub wave: Option<Arc<str>>,
    /// When it ended, in milliseconds since 1970-01-01T00:00Z.
    pub ended: i64,
    /// Whether a simulation made it.
    pub simulated: bool,
}

/// A response as it travels: its canonical text, with the digest checked.
///
/// Fields that this version does not know are in the text and stay there.
#[derive(Clone, Debug)]
pub struct Record {
    header: Header,
    /// Many records share one text, since many small allocations are slow in a browser.
    block: Arc<str>,
    place: Range<usize>,
}

impl Record {
    /// Only readers that checked the digest make records. The text stands at `place` in `block`.
    pub(crate) fn new(header: Header, block: Arc<str>, place: Range<usize>) -> Record {
        Record {
            header,
            block,
            place,
        }
    }

    /// What is known without reading the answers.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Canonical JSON, its `digest` included.
    pub fn text(&self) -> &str {
        &self.block[self.place.clone()]
    }

    /// What records are sorted by: id, revision, digest. Equal keys are equal records.
    pub fn key(&self) -> (&str, u32, Digest) {
        (&self.header.id, self.header.revision, self.header.digest)
    }
}

impl PartialEq for Record {
    fn eq(&self, other: &Record) -> bool {
        self.header == other.header && self.text() == other.text()
    }
}

impl Eq for Record {}

/// An answer that still stands in its record.
#[derive(Clone, Debug, PartialEq)]
pub enum AnswerRef<'a> {
    /// Words, a choice's name, a date, a time or an area's code.
    Text(Cow<'a, str>),
    /// A finite number.
    Number(f64),
    /// Names of choices, in the order they were ticked.
    Many(Vec<Cow<'a, str>>),
    /// There is none, for this reason.
    Missing(Missing),
}

impl AnswerRef<'_> {
    /// The answer on its own.
    pub fn to_answer(&self) -> Answer {
        match self {
            AnswerRef::Text(text) => Answer::Given(Value::Text(text.to_string())),
            AnswerRef::Number(number) => Answer::Given(Value::Number(*number)),
            AnswerRef::Many(names) => {
                Answer::Given(Value::Many(names.iter().map(|it| it.to_string()).collect()))
            }
            AnswerRef::Missing(reason) => Answer::Missing(*reason),
        }
    }
}

/// Walks over answers without building a tree of them.
pub trait Visit {
    /// The answer of the item called `name`, in the instance that was entered last.
    fn answer(&mut self, name: &str, answer: AnswerRef<'_>);
    /// A repeat follows; it has an instance for every [`Visit::enter`] until [`Visit::end`].
    fn begin(&mut self, repeat: &str);
    /// An instance of the repeat follows, up to [`Visit::leave`].
    fn enter(&mut self);
    /// The instance is over.
    fn leave(&mut self);
    /// The repeat is over.
    fn end(&mut self);
}

/// Names and answers in the order they came.
type Came = Vec<(String, Entry)>;

/// Builds [`Answers`] from a visit.
#[derive(Debug, Default)]
pub struct Gather {
    answers: Came,
    /// The enclosing answers, with the repeat and its instances so far.
    open: Vec<(Came, String, Vec<Answers>)>,
}

impl Gather {
    /// What was gathered.
    pub fn into_answers(self) -> Answers {
        self.answers.into_iter().collect()
    }
}

impl Visit for Gather {
    fn answer(&mut self, name: &str, answer: AnswerRef<'_>) {
        self.answers
            .push((name.to_owned(), Entry::Answer(answer.to_answer())));
    }

    fn begin(&mut self, repeat: &str) {
        let outer = std::mem::take(&mut self.answers);
        self.open.push((outer, repeat.to_owned(), Vec::new()));
    }

    fn enter(&mut self) {}

    fn leave(&mut self) {
        let instance = std::mem::take(&mut self.answers);
        if let Some((_, _, instances)) = self.open.last_mut() {
            instances.push(instance.into_iter().collect());
        }
    }

    fn end(&mut self) {
        if let Some((outer, repeat, instances)) = self.open.pop() {
            self.answers = outer;
            self.answers.push((repeat, Entry::Repeat(instances)));
        }
    }
}
