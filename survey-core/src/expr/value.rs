use std::borrow::Cow;

use super::document;
use super::moment::Moment;
use super::world::{NodeId, World};
use crate::base::number;

/// What an expression evaluates to.
#[derive(Clone, Debug, PartialEq)]
pub enum XValue {
    /// A truth.
    Bool(bool),
    /// A number; NaN where there is none. Shown in data as blank.
    Number(f64),
    /// A text; dates and times are texts in ISO 8601.
    Text(String),
    /// Nodes: in document order, unless shuffled by `randomize()`.
    Nodes(Vec<NodeId>),
}

impl XValue {
    /// As a truth: a number other than 0, a text that is not blank, at least one node.
    pub fn to_bool(&self) -> bool {
        match self {
            XValue::Bool(it) => *it,
            XValue::Number(it) => *it != 0.0 && !it.is_nan(),
            XValue::Text(it) => !it.is_empty(),
            XValue::Nodes(it) => !it.is_empty(),
        }
    }

    /// As a number: NaN for what is none, days since 1970-01-01 for dates.
    pub fn to_number(&self, world: &dyn World) -> f64 {
        match self {
            XValue::Bool(it) => f64::from(u8::from(*it)),
            XValue::Number(it) => *it,
            XValue::Text(_) | XValue::Nodes(_) => number_from_text(&self.to_text(world)),
        }
    }

    /// What it costs to read it through, in steps of an evaluation.
    pub(super) fn size(&self) -> usize {
        match self {
            XValue::Bool(_) | XValue::Number(_) => 1,
            XValue::Text(it) => 1 + it.len() / 16,
            XValue::Nodes(it) => it.len(),
        }
    }

    /// As text: blank for NaN and for no nodes, the first of several nodes.
    pub fn to_text<'a>(&'a self, world: &'a dyn World) -> Cow<'a, str> {
        match self {
            XValue::Bool(it) => Cow::Borrowed(if *it { "true" } else { "false" }),
            XValue::Number(it) => Cow::Owned(number_to_text(*it)),
            XValue::Text(it) => Cow::Borrowed(it),
            XValue::Nodes(it) => it
                .first()
                .map_or(Cow::Borrowed(""), |node| node_text(world, *node)),
        }
    }
}

impl From<bool> for XValue {
    fn from(it: bool) -> XValue {
        XValue::Bool(it)
    }
}

impl XValue {
    /// Whether it is exactly one node.
    pub(super) fn is_single(&self) -> bool {
        matches!(self, XValue::Nodes(nodes) if nodes.len() == 1)
    }
}

impl From<f64> for XValue {
    fn from(it: f64) -> XValue {
        XValue::Number(it)
    }
}

impl From<String> for XValue {
    fn from(it: String) -> XValue {
        XValue::Text(it)
    }
}

/// XPath's string-value: the answer of a question, all answers inside a group joined together.
pub(super) fn node_text<'a>(world: &'a dyn World, node: NodeId) -> Cow<'a, str> {
    if world.children(node).is_empty() || document::knows_its_text(world, node) {
        return world.value(node);
    }
    let mut text = String::new();
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        let below = world.children(node);
        if below.is_empty() {
            text.push_str(&world.value(node));
        }
        open.extend(below.iter().rev());
    }
    Cow::Owned(text)
}

/// XPath's number: an optional minus sign, digits and one full stop, with spaces around. Beyond
/// XPath, dates become days since 1970-01-01. Everything else is NaN.
pub fn number_from_text(text: &str) -> f64 {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    if plain {
        return number::read(text).unwrap_or(f64::NAN);
    }
    Moment::read(text).map_or(f64::NAN, Moment::days)
}

/// The number that a literal stands for, if a computer can hold it.
#[cfg(feature = "authoring")]
pub(super) fn number_from_literal(text: &str) -> Option<f64> {
    number::read(text).filter(|it| it.is_finite())
}

/// XPath's way to write a number: no exponent, no plus sign, no needless zero. NaN is blank.
pub fn number_to_text(number: f64) -> String {
    if number.is_nan() {
        String::new()
    } else if number.is_infinite() {
        if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        }
        .to_owned()
    } else {
        number::plain(number)
    }
}
