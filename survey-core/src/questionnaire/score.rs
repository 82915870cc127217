//! The score of a single value, which needs no interview.

use std::borrow::Cow;

use super::Item;
use crate::base::{Date, DateTime, Missing, Time};
use crate::expr::{Expr, NodeId, World};

impl Item {
    /// The score (0 to 100) of a value as expressions see it: by the item's expression, or else by
    /// the choice. None if the value has none.
    pub fn score_of(&self, value: &str) -> Option<f64> {
        match &self.score {
            Some(expr) => score_of(expr, value),
            None => self.kind.select()?.choice(value)?.score,
        }
    }
}

/// The score that an expression gives a value, where it gives a number.
pub(crate) fn score_of(score: &Expr, value: &str) -> Option<f64> {
    let world = ValueWorld(value);
    let number = score.eval_number(&world, ROOT).ok()?;
    number.is_finite().then_some(number)
}

const ROOT: NodeId = NodeId(0);

/// A world of one node, whose value is `.`.
struct ValueWorld<'a>(&'a str);

impl World for ValueWorld<'_> {
    fn root(&self) -> NodeId {
        ROOT
    }

    fn parent(&self, _node: NodeId) -> Option<NodeId> {
        None
    }

    fn children(&self, _node: NodeId) -> &[NodeId] {
        &[]
    }

    fn name(&self, _node: NodeId) -> &str {
        "value"
    }

    fn value(&self, _node: NodeId) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    fn named(&self, _name: &str, _from: NodeId) -> Vec<NodeId> {
        Vec::new()
    }

    fn missing(&self, _node: NodeId) -> Option<Missing> {
        None
    }

    fn mode(&self) -> &str {
        ""
    }

    fn now(&self) -> DateTime {
        DateTime {
            date: Date::from_days(0).expect("1970-01-01 exists"),
            time: Time::from_millis(0).expect("midnight exists"),
            offset: 0,
        }
    }

    fn random(&self) -> f64 {
        0.0
    }

    fn choice_label(&self, _node: NodeId, _value: &str) -> Option<String> {
        None
    }

    fn instance(&self, _id: &str) -> Option<NodeId> {
        None
    }
}
