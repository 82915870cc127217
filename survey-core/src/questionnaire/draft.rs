//! A questionnaire as read, before anything was checked. Places are JSON pointers.

use super::{Mode, Score};
use crate::base::{Map, Missing, Text};

/// A whole questionnaire as read.
#[derive(Clone, Debug, Default)]
pub struct DraftSurvey {
    /// See [`super::Questionnaire::id`]; likewise the fields below.
    pub id: String,
    pub version: String,
    pub digest: String,
    pub title: Text,
    pub end: Option<Text>,
    pub languages: Vec<String>,
    pub default_language: String,
    pub modes: Vec<Mode>,
    pub minutes: Option<f64>,
    pub packs: Vec<DraftPack>,
    /// Default words for each reason.
    pub missing: Map<Missing, Text>,
    pub lists: Map<String, Vec<DraftChoice>>,
    pub items: Vec<DraftItem>,
    pub constructs: Vec<DraftConstruct>,
    /// The name of the instance's root element; `data` if none is given.
    pub root: Option<String>,
    /// Secondary instances that are no choice lists.
    pub instances: Map<String, DraftInstance>,
    /// Makes the name of a response.
    pub instance_name: Option<String>,
}

/// A secondary instance as read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftInstance {
    /// The file that its rows come from.
    pub src: Option<String>,
    pub columns: Vec<String>,
    /// Rows of cells, one cell a column; missing cells are blank.
    pub rows: Vec<Vec<String>>,
}

/// An optional set of questions as read.
#[derive(Clone, Debug)]
pub struct DraftPack {
    pub name: String,
    pub title: Text,
    pub on: bool,
}

/// A choice as read.
#[derive(Clone, Debug, Default)]
pub struct DraftChoice {
    pub at: String,
    pub choice: super::Choice,
    /// The choice stands for this reason and holds no value.
    pub missing: Option<Missing>,
}

/// A reason offered with an item, as read.
#[derive(Clone, Debug)]
pub struct DraftMissing {
    pub at: String,
    pub reason: Missing,
    /// Words in place of the questionnaire's own.
    pub label: Option<Text>,
}

/// A construct as read.
#[derive(Clone, Debug)]
pub struct DraftConstruct {
    pub at: String,
    pub name: String,
    pub label: Text,
    pub score: Score,
}

/// The type word of an item, XLSForm's where it has one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Type {
    #[default]
    Note,
    Consent,
    SelectOne,
    SelectMultiple,
    Integer,
    Decimal,
    Range,
    Text,
    Date,
    Time,
    Area,
    Calculate,
    Group,
    Repeat,
    Rank,
    DateTime,
    Geopoint,
    Geotrace,
    Geoshape,
    Image,
    Audio,
    Video,
    File,
    Barcode,
    Acknowledge,
    Hidden,
    Start,
    End,
    Today,
    DeviceId,
    Username,
    PhoneNumber,
    Email,
    Audit,
}

impl Type {
    /// Every type with its word.
    pub const ALL: [(Type, &'static str); 34] = [
        (Type::Note, "note"),
        (Type::Consent, "consent"),
        (Type::SelectOne, "select_one"),
        (Type::SelectMultiple, "select_multiple"),
        (Type::Integer, "integer"),
        (Type::Decimal, "decimal"),
        (Type::Range, "range"),
        (Type::Text, "text"),
        (Type::Date, "date"),
        (Type::Time, "time"),
        (Type::Area, "area"),
        (Type::Calculate, "calculate"),
        (Type::Group, "group"),
        (Type::Repeat, "repeat"),
        (Type::Rank, "rank"),
        (Type::DateTime, "datetime"),
        (Type::Geopoint, "geopoint"),
        (Type::Geotrace, "geotrace"),
        (Type::Geoshape, "geoshape"),
        (Type::Image, "image"),
        (Type::Audio, "audio"),
        (Type::Video, "video"),
        (Type::File, "file"),
        (Type::Barcode, "barcode"),
        (Type::Acknowledge, "acknowledge"),
        (Type::Hidden, "hidden"),
        (Type::Start, "start"),
        (Type::End, "end"),
        (Type::Today, "today"),
        (Type::DeviceId, "deviceid"),
        (Type::Username, "username"),
        (Type::PhoneNumber, "phonenumber"),
        (Type::Email, "email"),
        (Type::Audit, "audit"),
    ];

    /// The type with this word.
    pub fn from_name(name: &str) -> Option<Type> {
        Type::ALL
            .into_iter()
            .find(|(_, word)| *word == name)
            .map(|(it, _)| it)
    }
}

/// An item as read. Expressions are source text.
#[derive(Clone, Debug, Default)]
pub struct DraftItem {
    pub at: String,
    pub kind: Type,
    pub name: String,
    pub label: Text,
    pub hint: Text,
    pub guidance: Text,
    pub relevant: Option<String>,
    pub required: Option<String>,
    pub required_message: Text,
    pub constraint: Option<String>,
    pub constraint_message: Text,
    pub calculation: Option<String>,
    pub default: Option<String>,
    pub read_only: Option<String>,
    pub appearance: Vec<String>,
    /// The choice list.
    pub list: Option<String>,
    pub choice_filter: Option<String>,
    pub repeat_count: Option<String>,
    pub level: Option<String>,
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub start: Option<f64>,
    pub end: Option<f64>,
    pub step: Option<f64>,
    pub start_label: Text,
    pub end_label: Text,
    pub max_length: Option<u32>,
    pub rows: Option<u32>,
    pub randomize: bool,
    /// Reasons offered; `None` offers those that the choice list carries.
    pub missing: Option<Vec<DraftMissing>>,
    pub score: Option<String>,
    pub construct: Option<String>,
    pub indicators: Vec<String>,
    pub card: Option<String>,
    pub grid: Option<String>,
    pub pack: Option<String>,
    pub core: bool,
    pub sensitive: bool,
    pub items: Vec<DraftItem>,
    /// See [`super::Item::element`]; likewise the fields below.
    pub element: Option<String>,
    pub trigger: Vec<String>,
    pub media: Map<String, Text>,
    pub parameters: Map<String, String>,
    /// Decides the order of shuffled choices.
    pub seed: Option<String>,
    /// Choices that are nodes, in place of a choice list.
    pub choices_from: Option<DraftChoicesFrom>,
    /// A repeat that keeps the one instance it has.
    pub no_add_remove: bool,
}

/// Choices that are nodes, as read.
#[derive(Clone, Debug, Default)]
pub struct DraftChoicesFrom {
    pub nodeset: String,
    pub value: String,
    pub label: String,
}
