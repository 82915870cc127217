use std::sync::Arc;

use crate::base::{Compact, Map, Missing, Reader, Text, compact_enum, compact_struct};
use crate::expr::Expr;

/// The most points a range may have.
pub(super) const MAX_POINTS: f64 = 1_001.0;

/// An item's place in [`super::Questionnaire::items`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub u32);

impl Compact for ItemId {
    fn put(&self, out: &mut String) {
        self.0.put(out);
    }

    fn take(from: &mut Reader<'_>) -> ItemId {
        ItemId(u32::take(from))
    }
}

/// One row of the questionnaire: a question, a text, a calculation, a group or a repeat.
#[derive(Clone, Debug)]
pub struct Item {
    /// Unique in the questionnaire, stable over versions.
    pub name: String,
    /// What sort of item it is.
    pub kind: Kind,
    /// The JSON pointer of the item in its document, for messages.
    pub at: String,
    /// The group or repeat it lies in; `None` for the root only.
    pub parent: Option<ItemId>,
    /// What lies in it, in order.
    pub children: Vec<ItemId>,
    /// The question as asked.
    pub label: Text,
    /// A short help under the question.
    pub hint: Text,
    /// Help for the interviewer only.
    pub guidance: Text,
    /// Asked only where true.
    pub relevant: Option<Expr>,
    /// Cannot be left without an answer or one of the offered reasons, where true.
    pub required: Option<Expr>,
    /// What to say when it was left.
    pub required_message: Text,
    /// A given value must make this true.
    pub constraint: Option<Expr>,
    /// What to say when it does not.
    pub constraint_message: Text,
    /// Always holds the value of this.
    pub calculation: Option<Expr>,
    /// The first value.
    pub default: Option<Expr>,
    /// Cannot be changed, where true.
    pub read_only: Option<Expr>,
    /// XLSForm appearance words.
    pub appearance: Vec<String>,
    /// Reasons for giving no value that the person may choose.
    pub missing: Vec<MissingChoice>,
    /// 0 to 100 from the value, in place of scores on choices; `.` is the value.
    pub score: Option<Expr>,
    /// What it measures: a dotted path.
    pub construct: Option<String>,
    /// Codes of the indicators that are computed from it.
    pub indicators: Vec<String>,
    /// The show card handed over in interviewer mode.
    pub card: Option<String>,
    /// Items with the same grid name may be shown as one table.
    pub grid: Option<String>,
    /// The optional set it belongs to.
    pub pack: Option<String>,
    /// Whether it belongs to the short standard version.
    pub core: bool,
    /// Whether it needs separate consent (PIPL art. 29).
    pub sensitive: bool,
    /// The select whose "other" choice this text explains.
    pub other_of: Option<ItemId>,
}

compact_struct!(Item {
    name,
    kind,
    at,
    parent,
    label,
    hint,
    guidance,
    relevant,
    required,
    required_message,
    constraint,
    constraint_message,
    calculation,
    default,
    read_only,
    appearance,
    missing,
    score,
    construct,
    indicators,
    card,
    grid,
    pack,
    core,
    sensitive,
    other_of,
} made { children });

/// What sort of item it is. Three matches decide all about a kind: how an answer is checked
/// (`interview::check`), how it is drawn (`interview::view`) and how it is analysed (`dataset`).
#[derive(Clone, Debug)]
pub enum Kind {
    /// Words only.
    Note,
    /// Words and the choice to take part.
    Consent(Select),
    /// One of several choices.
    SelectOne(Select),
    /// Any of several choices.
    SelectMultiple(Select),
    /// A whole number.
    Integer(Bounds),
    /// A number.
    Decimal(Bounds),
    /// A number on a scale with end labels.
    Range(Range),
    /// Words.
    Text(TextField),
    /// A civil date.
    Date,
    /// A time of day.
    Time,
    /// A node of the area tree, at this level if one is given.
    Area(Option<String>),
    /// A value nobody sees.
    Calculate,
    /// Items that belong together.
    Group,
    /// Items asked again and again: so often, or as often as the person adds one.
    Repeat(Option<Expr>),
}

compact_enum!(Kind {
    0 Note {},
    1 Consent { 0 it },
    2 SelectOne { 0 it },
    3 SelectMultiple { 0 it },
    4 Integer { 0 it },
    5 Decimal { 0 it },
    6 Range { 0 it },
    7 Text { 0 it },
    8 Date {},
    9 Time {},
    10 Area { 0 it },
    11 Calculate {},
    12 Group {},
    13 Repeat { 0 it },
});

impl Kind {
    /// Whether a person answers it.
    pub fn is_question(&self) -> bool {
        match self {
            Kind::Consent(_)
            | Kind::SelectOne(_)
            | Kind::SelectMultiple(_)
            | Kind::Integer(_)
            | Kind::Decimal(_)
            | Kind::Range(_)
            | Kind::Text(_)
            | Kind::Date
            | Kind::Time
            | Kind::Area(_) => true,
            Kind::Note | Kind::Calculate | Kind::Group | Kind::Repeat(_) => false,
        }
    }

    /// Whether it holds other items.
    pub fn is_container(&self) -> bool {
        matches!(self, Kind::Group | Kind::Repeat(_))
    }

    /// How many instances there are, for repeats that are counted.
    pub fn count(&self) -> Option<&Expr> {
        match self {
            Kind::Repeat(count) => count.as_ref(),
            Kind::Note
            | Kind::Consent(_)
            | Kind::SelectOne(_)
            | Kind::SelectMultiple(_)
            | Kind::Integer(_)
            | Kind::Decimal(_)
            | Kind::Range(_)
            | Kind::Text(_)
            | Kind::Date
            | Kind::Time
            | Kind::Area(_)
            | Kind::Calculate
            | Kind::Group => None,
        }
    }

    /// The limits of a number; none at all for the kinds that hold something else.
    pub fn bounds(&self) -> Bounds {
        match self {
            Kind::Integer(bounds) | Kind::Decimal(bounds) => *bounds,
            Kind::Range(range) => Bounds {
                min: Some(range.start),
                max: Some(range.end),
            },
            Kind::Note
            | Kind::Consent(_)
            | Kind::SelectOne(_)
            | Kind::SelectMultiple(_)
            | Kind::Text(_)
            | Kind::Date
            | Kind::Time
            | Kind::Area(_)
            | Kind::Calculate
            | Kind::Group
            | Kind::Repeat(_) => Bounds::default(),
        }
    }

    /// The choices, for the kinds that have some.
    pub fn select(&self) -> Option<&Select> {
        match self {
            Kind::Consent(select) | Kind::SelectOne(select) | Kind::SelectMultiple(select) => {
                Some(select)
            }
            Kind::Note
            | Kind::Integer(_)
            | Kind::Decimal(_)
            | Kind::Range(_)
            | Kind::Text(_)
            | Kind::Date
            | Kind::Time
            | Kind::Area(_)
            | Kind::Calculate
            | Kind::Group
            | Kind::Repeat(_) => None,
        }
    }
}

/// The choices of a select.
#[derive(Clone, Debug)]
pub struct Select {
    /// The name of the choice list.
    pub list: String,
    /// The choices in document order; missing reasons are in [`Item::missing`] instead.
    pub choices: Arc<[Choice]>,
    /// Shows a choice only where true; the choice's properties are the names of its children.
    pub filter: Option<Expr>,
    /// Shuffled for each response, except choices with `fix`.
    pub randomize: bool,
    /// The fewest ticks, for select_multiple.
    pub min: Option<u32>,
    /// The most ticks, for select_multiple.
    pub max: Option<u32>,
}

compact_struct!(Select {
    list,
    filter,
    randomize,
    min,
    max,
} made { choices });

impl Select {
    /// The choice with this name.
    pub fn choice(&self, name: &str) -> Option<&Choice> {
        self.choices.iter().find(|it| it.name == name)
    }
}

/// One choice of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// The code that is stored.
    pub name: String,
    /// What people see.
    pub label: Text,
    /// 0 to 100, if the choice is scored.
    pub score: Option<f64>,
    /// Unticks everything else.
    pub exclusive: bool,
    /// Opens a text field.
    pub other: bool,
    /// Keeps its place when choices are shuffled.
    pub fix: bool,
    /// Ends the interview politely.
    pub end: bool,
    /// The disposition an interview gets that ends here.
    pub disposition: Option<String>,
    /// Further columns, usable in filters.
    pub properties: Map<String, String>,
}

compact_struct!(Choice {
    name,
    label,
    score,
    exclusive,
    other,
    fix,
    end,
    disposition,
    properties,
});

/// A reason for giving no value that is offered with a question.
#[derive(Clone, Debug, PartialEq)]
pub struct MissingChoice {
    /// The reason.
    pub reason: Missing,
    /// What people see.
    pub label: Text,
}

compact_struct!(MissingChoice { reason, label });

/// Limits of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bounds {
    /// The least value, included.
    pub min: Option<f64>,
    /// The greatest value, included.
    pub max: Option<f64>,
}

compact_struct!(Bounds { min, max });

/// A scale from `start` to `end` in equal steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// The first point.
    pub start: f64,
    /// The last point.
    pub end: f64,
    /// The distance between points; above 0.
    pub step: f64,
    /// What the first point means.
    pub start_label: Text,
    /// What the last point means.
    pub end_label: Text,
}

compact_struct!(Range {
    start,
    end,
    step,
    start_label,
    end_label,
});

impl Range {
    /// Whether there are at least two points, and not so many that nobody could choose.
    pub(super) fn is_usable(start: f64, end: f64, step: f64) -> bool {
        step > 0.0 && (2.0..=MAX_POINTS).contains(&((end - start) / step + 1.0))
    }

    /// The points, first to last; at most 1,001 by construction.
    pub fn points(&self) -> impl Iterator<Item = f64> {
        let n_steps = libm::floor((self.end - self.start) / self.step + 1e-9) as usize;
        let (start, step) = (self.start, self.step);
        (0..=n_steps).map(move |idx| start + step * idx as f64)
    }
}

/// How words are typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextField {
    /// The most characters.
    pub max_length: Option<u32>,
    /// Rows of the field.
    pub rows: u32,
}

compact_struct!(TextField { max_length, rows });
