use super::field::{Bounds, MissingChoice, Range, Select, TextField};
use crate::base::{Compact, Map, Reader, Text, compact_enum, compact_struct, number};
use crate::expr::Expr;

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
    /// Whether the first value depends on anything, so that it is given after all fixed ones.
    pub has_dynamic_default: bool,
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
    /// Its name in paths and in XML, where that is not `name`: paths may use a name twice.
    pub element: Option<String>,
    /// The calculation runs when one of these changes, and at no other time (XLSForm's `trigger`).
    pub triggers: Vec<ItemId>,
    /// Names of files to show or play with the label, by kind: `image`, `big-image`, `audio`,
    /// `video`.
    pub media: Map<String, Text>,
    /// Settings that concern only how it is drawn, by XLSForm's names.
    pub parameters: Map<String, String>,
}

impl Item {
    /// Its name in paths and in XML.
    pub fn element(&self) -> &str {
        self.element.as_deref().unwrap_or(&self.name)
    }

    /// Whether a person may change its value, its conditions aside.
    pub fn is_calculated(&self) -> bool {
        self.calculation.is_some() && self.triggers.is_empty()
    }
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
    has_dynamic_default,
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
    element,
    triggers,
    media,
    parameters,
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
    /// Items asked again and again.
    Repeat(Repeats),
    /// Choices to be put in order, best first.
    Rank(Select),
    /// A date with a time of day.
    DateTime,
    /// Places on earth: `latitude longitude altitude accuracy`, several with `;` between them.
    Geo(Geo),
    /// The name of a file with a picture, a recording or anything else.
    File(Medium),
    /// What a bar code or QR code says.
    Barcode,
    /// A box to tick: `OK`.
    Acknowledge,
    /// A value nobody sees, that a default or a trigger sets.
    Hidden,
    /// What the device knows about the interview.
    Metadata(Metadata),
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
    14 Rank { 0 it },
    15 DateTime {},
    16 Geo { 0 it },
    17 File { 0 it },
    18 Barcode {},
    19 Acknowledge {},
    20 Hidden {},
    21 Metadata { 0 it },
});

/// Who decides how many instances a repeat has.
#[derive(Clone, Debug)]
pub enum Repeats {
    /// The person, who adds and removes them.
    Open,
    /// The questionnaire: there is one, and it stays.
    Fixed,
    /// An expression.
    Counted(Expr),
}

compact_enum!(Repeats {
    0 Open {},
    1 Fixed {},
    2 Counted { 0 it },
});

/// How many places an answer names, and what they mean together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Geo {
    /// One place.
    Point,
    /// A way along places.
    Trace,
    /// The border of an area; the last place is the first again.
    Shape,
}

compact_enum!(Geo {
    0 Point {},
    1 Trace {},
    2 Shape {},
});

impl Geo {
    /// Whether `text` is such an answer: each place two to four numbers that lie on earth.
    pub fn reads(self, text: &str) -> bool {
        let places: Vec<&str> = text.split(';').map(str::trim).collect();
        let n_places = places.iter().filter(|it| !it.is_empty()).count();
        let enough = match self {
            Geo::Point => n_places == 1,
            Geo::Trace => n_places >= 2,
            Geo::Shape => n_places >= 3,
        };
        enough && places.into_iter().filter(|it| !it.is_empty()).all(is_place)
    }
}

fn is_place(text: &str) -> bool {
    let numbers: Option<Vec<f64>> = text.split_whitespace().map(number::read).collect();
    numbers.is_some_and(|it| {
        (2..=4).contains(&it.len()) && it[0].abs() <= 90.0 && it[1].abs() <= 180.0
    })
}

/// What sort of file answers a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// A photograph, a drawing or a signature.
    Image,
    /// A recording of sound.
    Audio,
    /// A film.
    Video,
    /// Any file.
    Any,
}

compact_enum!(Medium {
    0 Image {},
    1 Audio {},
    2 Video {},
    3 Any {},
});

/// What the device knows about the interview, by XLSForm's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metadata {
    /// The moment it began.
    Start,
    /// The moment it ended.
    End,
    /// The day it began.
    Today,
    /// The device's code.
    DeviceId,
    /// The interviewer's code.
    Username,
    /// The interviewer's telephone number, which Minyi does not know.
    PhoneNumber,
    /// The interviewer's address, which Minyi does not know.
    Email,
    /// The name of the file that records how the interview went.
    Audit,
}

compact_enum!(Metadata {
    0 Start {},
    1 End {},
    2 Today {},
    3 DeviceId {},
    4 Username {},
    5 PhoneNumber {},
    6 Email {},
    7 Audit {},
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
            | Kind::Area(_)
            | Kind::Rank(_)
            | Kind::DateTime
            | Kind::Geo(_)
            | Kind::File(_)
            | Kind::Barcode
            | Kind::Acknowledge => true,
            Kind::Note
            | Kind::Calculate
            | Kind::Group
            | Kind::Repeat(_)
            | Kind::Hidden
            | Kind::Metadata(_) => false,
        }
    }

    /// Whether it holds a value that nobody is asked for.
    pub fn is_silent(&self) -> bool {
        matches!(self, Kind::Calculate | Kind::Hidden | Kind::Metadata(_))
    }

    /// Whether it holds other items.
    pub fn is_container(&self) -> bool {
        matches!(self, Kind::Group | Kind::Repeat(_))
    }

    /// How many instances there are, for repeats that are counted.
    pub fn count(&self) -> Option<&Expr> {
        if let Kind::Repeat(Repeats::Counted(count)) = self {
            Some(count)
        } else {
            None
        }
    }

    /// Whether it is a repeat to which people add instances.
    pub fn is_open(&self) -> bool {
        matches!(self, Kind::Repeat(Repeats::Open))
    }

    /// The limits of a number; none at all for the kinds that hold something else.
    pub fn bounds(&self) -> Bounds {
        if let Kind::Integer(bounds) | Kind::Decimal(bounds) = self {
            return *bounds;
        }
        if let Kind::Range(range) = self {
            return Bounds {
                min: Some(range.start),
                max: Some(range.end),
            };
        }
        Bounds::default()
    }

    /// The choices, for the kinds that have some.
    pub fn select(&self) -> Option<&Select> {
        if let Kind::Consent(select)
        | Kind::SelectOne(select)
        | Kind::SelectMultiple(select)
        | Kind::Rank(select) = self
        {
            Some(select)
        } else {
            None
        }
    }
}
