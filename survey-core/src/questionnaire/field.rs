//! What the kinds of item hold: choices, limits, scales, fields.

use std::sync::Arc;

use crate::base::{Map, Missing, Text, compact_struct};
use crate::expr::Expr;

/// The most points a range may have.
pub(super) const MAX_POINTS: f64 = 1_001.0;

/// The choices of a select.
#[derive(Clone, Debug, Default)]
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
    /// Decides the order of shuffled choices, as XLSForm's `seed` does.
    pub seed: Option<Expr>,
    /// Choices that are nodes: instances of a repeat, or rows of a secondary instance.
    pub from: Option<ChoicesFrom>,
}

compact_struct!(Select {
    list,
    filter,
    randomize,
    min,
    max,
    seed,
    from,
} made { choices });

/// Choices that are nodes (XForms `itemset`).
#[derive(Clone, Debug)]
pub struct ChoicesFrom {
    /// The nodes, one a choice.
    pub nodeset: Expr,
    /// The child that holds the code.
    pub value: String,
    /// The child that holds the words, or the id of a text.
    pub label: String,
}

compact_struct!(ChoicesFrom {
    nodeset,
    value,
    label
});

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
    /// Names of files to show or play with the label, by kind.
    pub media: Map<String, Text>,
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
    media,
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
