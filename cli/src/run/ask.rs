//! What may be asked about an interview, in scripts of words and of JSON alike.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::Value;
use survey_core::base::{Answer, AreaTree, Value as Given, nearest};
use survey_core::dataset::DatasetBuilder;
use survey_core::format::instance;
use survey_core::interview::{
    ChoiceView, Complaint, Control, Event, Heading, InstanceNode, Interview, JournalEntry,
    QuestionView,
};

use super::query;

/// Every question with what stands behind its word.
const WORDS: [(&str, Takes); 25] = [
    ("value", Takes::Place),
    ("missing", Takes::Place),
    ("relevant", Takes::Place),
    ("required", Takes::Place),
    ("read-only", Takes::Place),
    ("complaint", Takes::Place),
    ("label", Takes::Place),
    ("hint", Takes::Place),
    ("guidance", Takes::Place),
    ("card", Takes::Place),
    ("appearance", Takes::Place),
    ("control", Takes::Place),
    ("reasons", Takes::Place),
    ("choices", Takes::Place),
    ("labels", Takes::Place),
    ("count", Takes::Place),
    ("score", Takes::Place),
    ("choice", Takes::PlaceAndName),
    ("media", Takes::PlaceAndName),
    ("setting", Takes::PlaceAndName),
    ("stage", Takes::Nothing),
    ("path", Takes::Nothing),
    ("screen", Takes::Nothing),
    ("section", Takes::Nothing),
    ("faults", Takes::Nothing),
];
/// Those that concern the whole interview.
const WHOLE: [&str; 5] = ["language", "disposition", "name", "instance", "end"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Nothing,
    Place,
    PlaceAndName,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Found {
    Text(String),
    Truth(bool),
    /// Names, which have no spaces.
    Names(Vec<String>),
    /// Words, which may have some.
    Words(Vec<String>),
}

impl Found {
    /// As a script writes it.
    pub(super) fn to_text(&self) -> String {
        match self {
            Found::Text(text) => text.clone(),
            Found::Truth(truth) => truth.to_string(),
            Found::Names(names) => names.join(" "),
            Found::Words(words) => words.join(" | "),
        }
    }

    /// As JSON.
    pub(super) fn to_json(&self) -> Value {
        match self {
            Found::Text(text) => text.as_str().into(),
            Found::Truth(truth) => (*truth).into(),
            Found::Names(all) | Found::Words(all) => all.as_slice().into(),
        }
    }
}

/// A question, read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Question {
    pub(super) word: String,
    pub(super) reference: String,
    pub(super) name: String,
    /// The language to answer in, where it is not the one being shown.
    pub(super) language: Option<String>,
}

impl Question {
    /// A question from its words: `label kids[1]/age in zh`.
    ///
    /// # Errors
    /// That there is no such question, or what it lacks.
    pub(super) fn read(words: &[String]) -> Result<Question, String> {
        let (words, language) = match words {
            [rest @ .., keyword, language] if keyword == "in" && !rest.is_empty() => {
                (rest, Some(language.clone()))
            }
            all => (all, None),
        };
        let word = words.first().cloned().unwrap_or_default();
        let takes = takes(&word).ok_or_else(|| unknown(&word))?;
        let n_expected = match takes {
            Takes::Nothing => 1,
            Takes::Place => 2,
            Takes::PlaceAndName => 3,
        };
        if words.len() != n_expected {
            let (found, expected) = (words.len() - 1, n_expected - 1);
            return Err(format!("`{word}` takes {expected} words, found {found}"));
        }
        let at = |idx: usize| words.get(idx).cloned().unwrap_or_default();
        Ok(Question {
            word,
            reference: at(1),
            name: at(2),
            language,
        })
    }

    /// Whether a word begins a question.
    pub(super) fn knows(word: &str) -> bool {
        takes(word).is_some()
    }

    /// The answer.
    ///
    /// # Errors
    /// That there is no such place.
    pub(super) fn answer(&self, interview: &Interview) -> Result<Found, String> {
        let other;
        let interview = match &self.language {
            Some(language) if language != interview.language() => {
                other = shown_in(interview, language);
                &other
            }
            Some(_) | None => interview,
        };
        match takes(&self.word) {
            Some(Takes::Nothing) => whole(interview, &self.word),
            Some(Takes::Place) if self.word == "count" => {
                let (_, n) = interview.repeat_of(&self.reference)?;
                Ok(Found::Text(n.to_string()))
            }
            Some(Takes::Place) if self.word == "score" => score(interview, &self.reference),
            Some(Takes::Place | Takes::PlaceAndName) => {
                let place = interview.place_of(&self.reference)?;
                at_place(interview, &self.word, &place, &self.name)
            }
            None => Err(unknown(&self.word)),
        }
    }
}

fn takes(word: &str) -> Option<Takes> {
    let found = WORDS.iter().find(|it| it.0 == word);
    let whole = WHOLE.contains(&word).then_some(Takes::Nothing);
    found.map(|it| it.1).or(whole)
}

fn unknown(word: &str) -> String {
    let all = WORDS.iter().map(|it| it.0).chain(WHOLE).chain(query::OWN);
    let near = nearest(word, all);
    let help = near.map_or_else(String::new, |it| format!(", did you mean `{it}`?"));
    format!("there is no query `{word}`{help}")
}

fn shown_in(interview: &Interview, language: &str) -> Interview {
    let mut other = interview.clone();
    let event = Event::Language(language.to_owned());
    other.apply(JournalEntry { at: 0, event });
    other
}

fn whole(interview: &Interview, word: &str) -> Result<Found, String> {
    let view = || interview.view();
    Ok(match word {
        "stage" => Found::Text(query::stage(interview.stage()).to_owned()),
        "path" => Found::Names(interview.path()),
        "screen" => {
            let questions = view().screen.questions;
            Found::Names(questions.iter().map(screen_part).collect())
        }
        "section" => Found::Words(view().screen.section.iter().map(Heading::words).collect()),
        "faults" => Found::Names(faults(interview)),
        "language" => Found::Text(interview.language().to_owned()),
        "disposition" => Found::Text(interview.response().disposition),
        "name" => Found::Text(interview.instance_name().unwrap_or_default()),
        "instance" => Found::Text(instance::of_interview(interview).to_string()),
        "end" => Found::Text(view().end.unwrap_or_default()),
        other => return Err(unknown(other)),
    })
}

/// The score of the response so far on a construct or an item; blank if it has none.
fn score(interview: &Interview, name: &str) -> Result<Found, String> {
    let form = interview.form().clone();
    let mut data = DatasetBuilder::new(&[form], Arc::new(AreaTree::default()))?;
    data.push(&interview.response());
    let scores = data.finish().scores(name)?;
    let score = scores.first().copied().filter(|it| it.is_finite());
    Ok(Found::Text(score.map_or_else(String::new, |it| {
        Given::Number(it).to_xpath()
    })))
}

/// A place; with `+` behind it, the end of a repeat that people lengthen.
fn screen_part(it: &QuestionView) -> String {
    match it.control {
        Control::Repeat(_) => format!("{}[+]", it.place),
        _ => it.place.clone(),
    }
}

/// Places with something to complain about, in document order.
pub(super) fn faults(interview: &Interview) -> Vec<String> {
    fn collect(interview: &Interview, node: &InstanceNode, found: &mut Vec<String>) {
        if interview.complaint_at(&node.place).is_some() {
            found.push(node.place.clone());
        }
        for child in &node.children {
            collect(interview, child, found);
        }
    }
    let mut found = Vec::new();
    collect(interview, &interview.instance(), &mut found);
    found
}

fn at_place(interview: &Interview, word: &str, place: &str, name: &str) -> Result<Found, String> {
    let view = || interview.question_at(place);
    let some = |words: Option<String>| Found::Text(words.unwrap_or_default());
    Ok(match word {
        "value" => Found::Text(match interview.answer_at(place) {
            Some(Answer::Given(value)) => value.to_xpath(),
            Some(Answer::Missing(_)) | None => String::new(),
        }),
        "missing" => Found::Text(match interview.answer_at(place) {
            Some(Answer::Missing(reason)) => reason.name().to_owned(),
            Some(Answer::Given(_)) | None => String::new(),
        }),
        "relevant" => Found::Truth(interview.is_relevant(place)),
        "required" => Found::Truth(view()?.required),
        "read-only" => Found::Truth(view()?.read_only),
        "complaint" => {
            let complaint = interview.complaint_at(place);
            Found::Text(complaint.map_or_else(String::new, |it| in_words(&it)))
        }
        "label" => Found::Text(view()?.label),
        "hint" => some(view()?.hint),
        "guidance" => some(view()?.guidance),
        "card" => some(view()?.card),
        "appearance" => Found::Names(view()?.appearance),
        "control" => {
            let control = super::view::control(&view()?.control);
            Found::Text(plain(&control["kind"]))
        }
        "reasons" => Found::Names(names(view()?.missing.iter().map(|it| it.reason.name()))),
        "choices" => Found::Names(interview.choices_at(place)),
        "labels" => {
            let view = view()?;
            Found::Words(choices(&view).iter().map(|it| it.label.clone()).collect())
        }
        "choice" => {
            let view = view()?;
            let all = choices(&view);
            let found = all.iter().find(|it| it.name == name);
            let found = found.ok_or_else(|| format!("`{place}` does not offer `{name}`"))?;
            Found::Text(found.label.clone())
        }
        "setting" => {
            let control = super::view::control(&view()?.control);
            Found::Text(plain(control.get(name).unwrap_or(&Value::Null)))
        }
        "media" => some(view()?.media.get(name).cloned()),
        other => return Err(unknown(other)),
    })
}

fn names<'n>(all: impl Iterator<Item = &'n str>) -> Vec<String> {
    all.map(str::to_owned).collect()
}

/// The choices as they are drawn.
fn choices(view: &QuestionView) -> Cow<'_, [ChoiceView]> {
    match &view.control {
        Control::Consent(all)
        | Control::SelectOne(all)
        | Control::SelectMultiple { choices: all, .. }
        | Control::Rank { choices: all, .. } => Cow::Borrowed(all),
        Control::Seek(it) => Cow::Owned(it.choices()),
        _ => Cow::Borrowed(&[]),
    }
}

/// A complaint as a script writes it: its kind, and what belongs to it behind a colon.
fn in_words(complaint: &Complaint) -> String {
    let json = query::complaint(complaint);
    let kind = json["kind"].as_str().unwrap_or_default();
    let detail = ["message", "least", "greatest", "most", "fewest", "n"]
        .into_iter()
        .find_map(|it| json.get(it));
    let detail = detail.map(plain).unwrap_or_default();
    if detail.is_empty() {
        kind.to_owned()
    } else {
        format!("{kind}: {detail}")
    }
}

/// JSON as a script writes it: nothing for null, spaces between elements.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(words) => words.clone(),
        Value::Number(number) => match number.as_f64() {
            Some(number) => Given::Number(number).to_xpath(),
            None => number.to_string(),
        },
        Value::Array(all) => all.iter().map(plain).collect::<Vec<_>>().join(" "),
        Value::Bool(_) | Value::Object(_) => value.to_string(),
    }
}
