//! How questions are answered, as plain data: one control a kind.

use super::tree::Node;
use super::{Interview, RangeView, SeekView, check};
use crate::base::{Answer, Map, Missing, Text, Value};
use crate::expr::NodeId;
use crate::questionnaire::{Appearance, Choice, Geo, Item, Kind, Medium};

/// How a question is answered, with the answer so far.
#[derive(Clone, Debug, PartialEq)]
pub enum Control {
    /// Words only.
    Note,
    /// The choice to take part.
    Consent(Vec<ChoiceView>),
    /// One of these.
    SelectOne(Vec<ChoiceView>),
    /// Any of these.
    SelectMultiple {
        /// The choices.
        choices: Vec<ChoiceView>,
        /// The most ticks.
        max: Option<u32>,
        /// Ticks so far.
        n_ticks: u32,
    },
    /// One or any of so many that they are sought by words.
    Seek(SeekView),
    /// A number.
    Number {
        /// What was typed or stored.
        text: String,
        /// Whether only whole numbers will do.
        whole: bool,
        /// The least value.
        min: Option<f64>,
        /// The greatest value.
        max: Option<f64>,
    },
    /// A point of a scale.
    Range(RangeView),
    /// Words.
    Text {
        /// The words so far.
        text: String,
        /// The most characters.
        max_length: Option<u32>,
        /// Rows of the field.
        rows: u32,
    },
    /// A date, `YYYY-MM-DD`.
    Date(String),
    /// A time, `HH:MM`.
    Time(String),
    /// A node of the area tree.
    Area {
        /// The code so far.
        code: String,
        /// The level to choose from.
        level: Option<String>,
    },
    /// The end of a repeat that people lengthen themselves.
    Repeat(RepeatView),
    /// Choices to be put in order: those that are come first, the others after them.
    Rank {
        /// The choices; `chosen` if it has its place.
        choices: Vec<ChoiceView>,
        /// How many have their place.
        n_ranked: u32,
    },
    /// A date with a time of day.
    DateTime(String),
    /// Places on earth.
    Geo {
        /// How many, and what they mean together.
        geo: Geo,
        /// The places so far.
        text: String,
    },
    /// A file.
    File {
        /// What sort of file.
        medium: Medium,
        /// The name of the file so far; blank if there is none.
        name: String,
    },
    /// What a bar code says.
    Barcode(String),
    /// A box to tick.
    Acknowledge(bool),
}

/// The instances of a repeat.
#[derive(Clone, Debug, PartialEq)]
pub struct RepeatView {
    /// The place to add an instance at.
    pub place: String,
    /// Places of the instances there are.
    pub instances: Vec<String>,
}

/// One choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChoiceView {
    /// The code.
    pub name: String,
    /// What people see.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
    /// Whether it unticks everything else.
    pub exclusive: bool,
    /// Whether choosing it opens the text that explains "other".
    pub other: bool,
    /// Names of files to show or play, by kind.
    pub media: Map<String, String>,
}

/// One offered reason for giving no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingView {
    /// The reason.
    pub reason: Missing,
    /// What people see.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Interview {
    pub(super) fn control(
        &self,
        id: NodeId,
        item: &Item,
        node: &Node,
        appearance: &Appearance,
    ) -> Control {
        // The resident's page is built without; its lists are short.
        if cfg!(feature = "authoring")
            && let Some(seek) = self.seek(id, appearance)
        {
            return Control::Seek(seek);
        }
        let text = || match (&node.typed, &node.answer) {
            (Some(typed), _) => typed.clone(),
            (None, Some(Answer::Given(value))) => value.to_xpath(),
            (None, Some(Answer::Missing(_)) | None) => String::new(),
        };
        let number = |whole, min, max| Control::Number {
            text: text(),
            whole,
            min,
            max,
        };
        match &item.kind {
            Kind::Consent(_) => Control::Consent(self.choices(id)),
            Kind::SelectOne(_) => Control::SelectOne(self.choices(id)),
            Kind::SelectMultiple(select) => {
                let choices = self.choices(id);
                let n_ticks = choices.iter().filter(|it| it.chosen).count() as u32;
                Control::SelectMultiple {
                    choices,
                    max: select.max,
                    n_ticks,
                }
            }
            Kind::Integer(bounds) => number(true, bounds.min, bounds.max),
            Kind::Decimal(bounds) => number(false, bounds.min, bounds.max),
            Kind::Range(range) => Control::Range(self.range_view(id, item, range)),
            Kind::Text(field) => Control::Text {
                text: text(),
                max_length: field.max_length,
                rows: field.rows,
            },
            Kind::Date => Control::Date(text()),
            Kind::Time => Control::Time(text()),
            Kind::Area(level) => Control::Area {
                code: text(),
                level: level.clone(),
            },
            Kind::Rank(_) => {
                let (choices, n_ranked) = self.ranking(id);
                Control::Rank { choices, n_ranked }
            }
            Kind::DateTime => Control::DateTime(text()),
            Kind::Geo(geo) => Control::Geo {
                geo: *geo,
                text: text(),
            },
            Kind::File(medium) => Control::File {
                medium: *medium,
                name: text(),
            },
            Kind::Barcode => Control::Barcode(text()),
            Kind::Acknowledge => Control::Acknowledge(text() == check::ACKNOWLEDGED),
            Kind::Note
            | Kind::Calculate
            | Kind::Group
            | Kind::Repeat(_)
            | Kind::Hidden
            | Kind::Metadata(_) => Control::Note,
        }
    }

    fn choices(&self, id: NodeId) -> Vec<ChoiceView> {
        let chosen = |name: &String| match &self.tree.node(id).answer {
            Some(Answer::Given(Value::Text(it))) => it == name,
            Some(Answer::Given(Value::Many(names))) => names.contains(name),
            Some(Answer::Given(Value::Number(_)) | Answer::Missing(_)) | None => false,
        };
        let ordered = self.ordered(id, self.offered_choices(id));
        let views = ordered
            .iter()
            .map(|it| self.choice_view(id, it, chosen(&it.name)));
        views.collect()
    }

    pub(super) fn choice_view(&self, id: NodeId, choice: &Choice, chosen: bool) -> ChoiceView {
        ChoiceView {
            name: choice.name.clone(),
            label: self.words_at(id, &choice.label),
            chosen,
            exclusive: choice.exclusive,
            other: choice.other,
            media: self.media(&choice.media),
        }
    }

    /// Those that have their place in their order, then the others.
    fn ranking(&self, id: NodeId) -> (Vec<ChoiceView>, u32) {
        let mut left = self.choices(id);
        let mut ranked = Vec::new();
        if let Some(Answer::Given(Value::Many(names))) = &self.tree.node(id).answer {
            for name in names {
                if let Some(at) = left.iter().position(|it| it.name == *name) {
                    ranked.push(left.remove(at));
                }
            }
        }
        let n_ranked = ranked.len() as u32;
        ranked.extend(left);
        (ranked, n_ranked)
    }

    /// Names of files in the language being shown.
    pub(super) fn media(&self, media: &Map<String, Text>) -> Map<String, String> {
        let named = media.iter().map(|(kind, it)| {
            let name = self.form.words(it, &self.language);
            (kind.clone(), name.to_owned())
        });
        named.filter(|it| !it.1.is_empty()).collect()
    }
}
