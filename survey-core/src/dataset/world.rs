//! What expressions see of one row: every item as a child of the root, one node each.

use std::borrow::Cow;

use super::{Column, Dataset, Plan};
use crate::base::{Date, DateTime, Missing, Time};
use crate::expr::{NodeId, World, number_to_text};

/// One row of a data set. Repeats are not in it.
pub(super) struct RowWorld<'a> {
    data: &'a Dataset,
    row: usize,
    children: &'a [NodeId],
}

const ROOT: NodeId = NodeId(0);

impl<'a> RowWorld<'a> {
    /// The row as a world; `children` are [`children_of`] the data set.
    pub(super) fn new(data: &'a Dataset, row: usize, children: &'a [NodeId]) -> RowWorld<'a> {
        RowWorld {
            data,
            row,
            children,
        }
    }

    fn at(&self, node: NodeId) -> Option<usize> {
        (node.0 as usize).checked_sub(1)
    }
}

/// The nodes of the columns.
pub(super) fn children_of(data: &Dataset) -> Vec<NodeId> {
    (1..=data.variables().len() as u32).map(NodeId).collect()
}

impl World for RowWorld<'_> {
    fn root(&self) -> NodeId {
        ROOT
    }

    fn parent(&self, node: NodeId) -> Option<NodeId> {
        (node != ROOT).then_some(ROOT)
    }

    fn children(&self, node: NodeId) -> &[NodeId] {
        if node == ROOT { self.children } else { &[] }
    }

    fn name(&self, node: NodeId) -> &str {
        match self.at(node) {
            Some(at) => &self.data.variables()[at].name,
            None => "data",
        }
    }

    fn value(&self, node: NodeId) -> Cow<'_, str> {
        self.at(node)
            .map_or(Cow::Borrowed(""), |at| self.data.text(at, self.row))
    }

    fn named(&self, name: &str, _from: NodeId) -> Vec<NodeId> {
        let found = self.data.find(name);
        found.map(|at| NodeId(at as u32 + 1)).into_iter().collect()
    }

    fn missing(&self, node: NodeId) -> Option<Missing> {
        self.data.column(self.at(node)?).missing(self.row)
    }

    fn mode(&self) -> &str {
        self.data.mode().name(self.row).unwrap_or_default()
    }

    fn now(&self) -> DateTime {
        midnight(self.data.day(self.row))
    }

    fn random(&self) -> f64 {
        // A score must not depend on chance; no questionnaire with random() in a score compiles
        // to something sensible, and 0 is at least the same every time.
        0.0
    }

    fn choice_label(&self, node: NodeId, value: &str) -> Option<String> {
        let variable = &self.data.variables()[self.at(node)?];
        let code = &variable.codes[variable.code(value)?];
        Some(code.label.get("", "").to_owned())
    }

    fn instance(&self, _id: &str) -> Option<NodeId> {
        None
    }
}

impl Dataset {
    /// The value as expressions see it; blank where it is missing.
    pub fn text(&self, column: usize, row: usize) -> Cow<'_, str> {
        let variable = &self.variables()[column];
        let blank = Cow::Borrowed("");
        match self.column(column) {
            Column::Codes(it) => match it.get(row) {
                Ok(code) => Cow::Borrowed(&variable.codes[usize::from(code)].name),
                Err(_) => blank,
            },
            Column::Ticks(it) => {
                let names: Vec<&str> = it
                    .codes(row)
                    .map(|code| variable.codes[code].name.as_str())
                    .collect();
                Cow::Owned(names.join(" "))
            }
            Column::Numbers(it) => it
                .get(row)
                .map_or(blank, |it| Cow::Owned(number_to_text(it))),
            Column::Words(it) => it.get(row).map_or(blank, Cow::Borrowed),
            Column::Moments(it) => match it.get(row) {
                Ok(moment) => Cow::Owned(moment_text(&variable.plan, moment)),
                Err(_) => blank,
            },
        }
    }
}

fn moment_text(plan: &Plan, moment: i32) -> String {
    match plan {
        Plan::Time => u32::try_from(moment)
            .ok()
            .and_then(Time::from_millis)
            .map_or_else(String::new, |it| it.to_string()),
        Plan::Choice
        | Plan::Choices
        | Plan::Scale(..)
        | Plan::Place(_)
        | Plan::Number
        | Plan::Words
        | Plan::Day => {
            Date::from_days(i64::from(moment)).map_or_else(String::new, |it| it.to_string())
        }
    }
}

fn midnight(day: Date) -> DateTime {
    let time = Time::from_millis(0).expect("midnight exists");
    DateTime {
        date: day,
        time,
        offset: 0,
    }
}
