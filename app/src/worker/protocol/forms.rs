//! Forms of other programs and documents of questionnaires, as they were read.

use serde::{Deserialize, Serialize};
use survey_core::base::Text;
use survey_core::format::import;
use survey_core::questionnaire::{Mode, Questionnaire};

/// What a list of surveys shows of one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Unique among questionnaires.
    pub id: String,
    /// Free text.
    pub version: String,
    /// Of the document, in hexadecimal.
    pub digest: String,
    /// The title, by language.
    pub title: Vec<(String, String)>,
    /// What it is for, by language.
    pub purpose: Vec<(String, String)>,
    /// BCP 47.
    pub default_language: String,
    /// BCP 47.
    pub languages: Vec<String>,
    /// How long it takes, if somebody said so.
    pub minutes: Option<f64>,
    /// Questions that are always there.
    pub questions: u32,
    /// Names of modes.
    pub modes: Vec<String>,
}

impl Card {
    /// The card of a questionnaire.
    pub fn of(form: &Questionnaire, purpose: &Text) -> Card {
        let pairs = |text: &Text| -> Vec<(String, String)> {
            let pairs = text.pairs();
            pairs.map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
        };
        let asked = |it: &&survey_core::questionnaire::Item| it.kind.is_question();
        let questions = form.items().iter().filter(asked);
        Card {
            id: form.id.clone(),
            version: form.version.clone(),
            digest: form.digest.clone(),
            title: pairs(&form.title),
            purpose: pairs(purpose),
            default_language: form.default_language.clone(),
            languages: form.languages.clone(),
            minutes: form.minutes,
            questions: questions.filter(|it| it.pack.is_none()).count() as u32,
            modes: form.modes.iter().map(|it| it.name().to_owned()).collect(),
        }
    }

    /// The title in `lang`, or the nearest there is.
    pub fn title_in(&self, lang: &str) -> String {
        self.words(&self.title, lang)
    }

    /// What it is for, in `lang`, or the nearest there is.
    pub fn purpose_in(&self, lang: &str) -> String {
        self.words(&self.purpose, lang)
    }

    /// The modes.
    pub fn modes(&self) -> impl Iterator<Item = Mode> {
        self.modes.iter().filter_map(|it| Mode::from_name(it))
    }

    fn words(&self, pairs: &[(String, String)], lang: &str) -> String {
        let text = Text::from_pairs(pairs.iter().cloned());
        text.get(lang, &self.default_language).to_owned()
    }
}

/// A form that was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Imported {
    /// The name of its file.
    pub file: String,
    /// What became of it; none if it was refused.
    pub card: Option<Card>,
    /// The document of the questionnaire; blank if it was refused.
    pub document: String,
    /// What there was to say.
    pub findings: Vec<Finding>,
    /// Files that it names and that were not given.
    pub missing: Vec<String>,
    /// Files that it names and that were given.
    pub attachments: Vec<String>,
}

impl Imported {
    /// Findings of one sort: those because of which it was refused, or the others.
    pub fn findings(&self, errors: bool) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |it| it.is_error == errors)
    }
}

/// One thing that was found in a form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Whether the form was refused because of it.
    pub is_error: bool,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The row of the sheet, or the line of the file.
    pub row: Option<u32>,
    /// The column's header.
    pub column: Option<String>,
    /// A path into the document.
    pub path: Option<String>,
    /// What was found and what was expected.
    pub text: String,
}

impl From<&import::Finding> for Finding {
    fn from(it: &import::Finding) -> Finding {
        Finding {
            is_error: it.severity == import::Severity::Error,
            sheet: it.place.sheet.clone(),
            row: it.place.row.and_then(|it| u32::try_from(it).ok()),
            column: it.place.column.clone(),
            path: it.place.path.clone(),
            text: it.message.clone(),
        }
    }
}
