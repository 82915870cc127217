//! The compiled, immutable questionnaire.
//!
//! [`Draft`] says anything; [`Questionnaire::build`] is the only way to a [`Questionnaire`], which
//! cannot be wrong: every name exists, every expression parses, nothing depends on itself.

mod appearance;
#[cfg(feature = "authoring")]
mod build;
pub(crate) mod compiled;
mod construct;
mod depend;
#[cfg(feature = "authoring")]
mod draft;
mod field;
#[cfg(feature = "authoring")]
mod graph;
mod item;
#[cfg(feature = "authoring")]
mod kinds;
mod lists;
#[cfg(feature = "authoring")]
mod measures;
mod outputs;
#[cfg(feature = "authoring")]
mod rare;
#[cfg(feature = "authoring")]
mod score;

pub use appearance::{
    Appearance, Calendar, DateLook, DateParts, GroupLook, NumberLook, Outside, RangeLook,
    RangeShape, SelectLayout, SelectLook, TableRow, TextLook, Word,
};
#[cfg(feature = "authoring")]
pub(crate) use build::syntax_problem;
pub use construct::{Construct, Score};
pub use depend::{Aspect, Dependent};
#[cfg(feature = "authoring")]
pub use draft::{
    DraftChoice, DraftChoicesFrom, DraftConstruct, DraftInstance, DraftItem, DraftMissing,
    DraftPack, DraftSurvey, Type,
};
pub use field::{Bounds, Choice, ChoicesFrom, MissingChoice, Range, Select, TextField};
pub use item::{Geo, Item, ItemId, Kind, Medium, Metadata, Repeats};
pub(crate) use lists::ListNodes;
pub use lists::Table;
pub(crate) use outputs::{Stretch, stretches};
#[cfg(feature = "authoring")]
pub(crate) use score::score_of;

use crate::base::{Lang, Map, Text, compact_enum, compact_struct};
use crate::expr::Expr;

/// The most items a questionnaire may have.
const MAX_ITEMS: usize = 20_000;

/// Who holds the pen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// An interviewer asks and records.
    Interviewer,
    /// The person fills it in on their own device.
    SelfCompletion,
    /// The person fills it in on a shared device.
    Kiosk,
    /// Somebody types in a paper form.
    PaperEntry,
}

compact_enum!(Mode {
    0 Interviewer {},
    1 SelfCompletion {},
    2 Kiosk {},
    3 PaperEntry {},
});

impl Mode {
    /// Every mode.
    pub const ALL: [Mode; 4] = [
        Mode::Interviewer,
        Mode::SelfCompletion,
        Mode::Kiosk,
        Mode::PaperEntry,
    ];

    /// The mode's name in files and expressions.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Interviewer => "interviewer",
            Mode::SelfCompletion => "self",
            Mode::Kiosk => "kiosk",
            Mode::PaperEntry => "paper_entry",
        }
    }

    /// The inverse of [`Mode::name`].
    pub fn from_name(name: &str) -> Option<Mode> {
        Mode::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// A set of questions that is switched on when a survey is set up.
#[derive(Clone, Debug, PartialEq)]
pub struct Pack {
    /// What the pack is called.
    pub title: Text,
    /// Whether it is on unless somebody switches it off.
    pub on: bool,
}

compact_struct!(Pack { title, on });

/// A questionnaire in which nothing is wrong.
#[derive(Clone, Debug)]
pub struct Questionnaire {
    /// Unique among questionnaires, such as `annual-resident`.
    pub id: String,
    /// Free text, such as `1.0`.
    pub version: String,
    /// SHA-256 of the document's canonical JSON, in hexadecimal.
    pub digest: String,
    /// The title.
    pub title: Text,
    /// What people see after the last question; `____` stands for the receipt code.
    pub end: Option<Text>,
    /// Languages of the texts; the first is the reference.
    pub languages: Vec<Lang>,
    /// The language of last resort.
    pub default_language: Lang,
    /// Modes the questionnaire is made for; never empty.
    pub modes: Vec<Mode>,
    /// Minutes it takes, for the person's information.
    pub minutes: Option<f64>,
    /// Optional sets of questions, by name.
    pub packs: Map<String, Pack>,
    /// What is measured, by dotted name.
    pub constructs: Map<String, Construct>,
    /// The choice lists by name, for `instance('name')`.
    pub lists: Map<String, std::sync::Arc<[Choice]>>,
    /// Secondary instances that are no choice lists, by id.
    pub instances: Map<String, Table>,
    /// What stands in `${…}` in labels and other words, by its source.
    pub(crate) outputs: Map<String, Expr>,
    /// Makes the name of a response (ODK's `instanceName`).
    pub instance_name: Option<Expr>,
    /// The choice lists and secondary instances as expressions see them.
    pub(crate) list_nodes: ListNodes,
    items: Vec<Item>,
    by_name: Map<String, ItemId>,
    dependents: depend::Dependents,
}

impl Questionnaire {
    /// Every item in document order; a group stands before what it holds. The first is the root.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The group that holds everything.
    pub fn root(&self) -> ItemId {
        ItemId(0)
    }

    /// One item.
    pub fn item(&self, id: ItemId) -> &Item {
        &self.items[id.0 as usize]
    }

    /// The item with this name.
    pub fn named(&self, name: &str) -> Option<ItemId> {
        self.by_name.get(name).copied()
    }

    /// Ids and items in document order.
    pub fn iter(&self) -> impl Iterator<Item = (ItemId, &Item)> {
        self.items
            .iter()
            .enumerate()
            .map(|(idx, item)| (ItemId(idx as u32), item))
    }

    /// What must be evaluated again after something about `item` changed.
    pub fn dependents(&self, item: ItemId) -> &[Dependent] {
        self.dependents.of(item)
    }

    /// What the item's own expressions decide, each with its place in the order of evaluation.
    pub fn own(&self, item: ItemId) -> &[(u32, Aspect)] {
        self.dependents.own(item)
    }

    /// The innermost repeat that holds both items.
    pub fn innermost_common_repeat(&self, one: ItemId, other: ItemId) -> Option<ItemId> {
        let is_repeat = |it: &ItemId| matches!(self.item(*it).kind, Kind::Repeat(_));
        self.ancestors(one)
            .filter(is_repeat)
            .find(|it| self.ancestors(other).any(|o| o == *it))
    }

    /// Where the nodes of `item` are counted from: a repeat's own name means its instances, even
    /// when asked inside one of them.
    pub(crate) fn seen_from(&self, item: ItemId) -> ItemId {
        match &self.item(item).kind {
            Kind::Repeat(_) => self.item(item).parent.unwrap_or(item),
            _ => item,
        }
    }

    /// The item, its parent, and so on up to the root.
    pub fn ancestors(&self, item: ItemId) -> impl Iterator<Item = ItemId> {
        std::iter::successors(Some(item), |id| self.item(*id).parent)
    }

    /// The title in `lang`.
    pub fn title_in(&self, lang: &str) -> &str {
        self.title.get(lang, &self.default_language)
    }

    /// Names of the pictures, sounds and films that go with labels, in every language.
    pub fn media_files(&self) -> std::collections::BTreeSet<&str> {
        let of_items = self.items.iter().map(|it| &it.media);
        let of_choices = self.items.iter().filter_map(|it| it.kind.select());
        let of_choices = of_choices.flat_map(|it| it.choices.iter().map(|it| &it.media));
        let texts = of_items.chain(of_choices).flat_map(|it| it.values());
        texts.flat_map(|it| it.pairs()).map(|it| it.1).collect()
    }

    /// `text` in `lang`, or the nearest there is.
    pub fn words<'a>(&'a self, text: &'a Text, lang: &str) -> &'a str {
        text.get(lang, &self.default_language)
    }
}
