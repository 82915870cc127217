//! Variables crossed, on their way to the page.

use serde::{Deserialize, Serialize};

use super::{Estimated, Shape};

/// What is crossed with what, and what is shown of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crossing {
    /// The variable down.
    pub rows: String,
    /// A second one inside each of its groups; empty without one.
    pub nest: String,
    /// The variable across.
    pub columns: String,
    /// What is shown.
    pub show: CrossShow,
}

/// A place for a variable of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrossSlot {
    /// Down.
    Rows,
    /// Inside the rows.
    Nest,
    /// Across.
    Columns,
}

impl Crossing {
    /// The variable in a place; empty for none.
    pub fn at(&self, slot: CrossSlot) -> &str {
        match slot {
            CrossSlot::Rows => &self.rows,
            CrossSlot::Nest => &self.nest,
            CrossSlot::Columns => &self.columns,
        }
    }

    /// With a variable put in a place. What was there goes where the variable came from; a table
    /// always keeps rows and columns.
    #[must_use]
    pub fn with(mut self, slot: CrossSlot, name: &str) -> Crossing {
        let all = [CrossSlot::Rows, CrossSlot::Nest, CrossSlot::Columns];
        let from = all
            .into_iter()
            .find(|it| !name.is_empty() && self.at(*it) == name);
        let before = self.at(slot).to_owned();
        let needed = slot != CrossSlot::Nest;
        let leaves_a_gap = before.is_empty() && from.is_some_and(|it| it != CrossSlot::Nest);
        if (needed && name.is_empty()) || leaves_a_gap {
            return self;
        }
        if let Some(from) = from {
            *self.place(from) = before;
        }
        *self.place(slot) = name.to_owned();
        self
    }

    fn place(&mut self, slot: CrossSlot) -> &mut String {
        match slot {
            CrossSlot::Rows => &mut self.rows,
            CrossSlot::Nest => &mut self.nest,
            CrossSlot::Columns => &mut self.columns,
        }
    }
}

/// What the cells of a table show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CrossShow {
    /// Shares of the row.
    #[default]
    Row,
    /// Shares of the column.
    Column,
    /// Shares of everybody in the table.
    Table,
    /// People.
    Count,
}

impl CrossShow {
    /// All of them.
    pub const ALL: [CrossShow; 4] = [
        CrossShow::Row,
        CrossShow::Column,
        CrossShow::Table,
        CrossShow::Count,
    ];

    /// The name in addresses and markup.
    pub fn name(self) -> &'static str {
        match self {
            CrossShow::Row => "row",
            CrossShow::Column => "column",
            CrossShow::Table => "table",
            CrossShow::Count => "count",
        }
    }

    /// The one with this name.
    pub fn from_name(name: &str) -> Option<CrossShow> {
        CrossShow::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// Variables crossed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cross {
    /// What was asked for.
    pub of: Crossing,
    /// Name and label of the variable down.
    pub down: (String, String),
    /// Of the one inside it.
    pub nest: Option<(String, String)>,
    /// Name and label of the variable across.
    pub across: (String, String),
    /// The columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<CrossRow>,
    /// One a column.
    pub column_margin: Vec<CrossMargin>,
    /// People in the table.
    pub n: u64,
    /// People outside the table.
    pub outside: Vec<CrossOutside>,
    /// Rao and Scott's test, where there is one.
    pub test: Option<CrossTest>,
    /// The test inside each group of the outer variable, where there is an inner one.
    pub layers: Vec<(String, Option<CrossTest>)>,
    /// Whether people count by weights.
    pub weighted: bool,
}

/// One row of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CrossRow {
    /// Its label.
    pub label: String,
    /// The label of the inner group.
    pub nested: Option<String>,
    /// One a column.
    pub cells: Vec<CrossCell>,
    /// The row as a whole.
    pub margin: CrossMargin,
}

/// A row or a column as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CrossMargin {
    /// People.
    pub n: u64,
    /// Their share of the table; none in very long ones.
    pub share: Option<Shape<Estimated>>,
}

/// One cell of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CrossCell {
    /// Its share.
    pub shown: Shape<Estimated>,
    /// People; 0 where it is withheld.
    pub count: u64,
    /// How far it is from what independence would have it.
    pub residual: Option<CrossResidual>,
}

/// An adjusted residual.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CrossResidual {
    /// In standard errors.
    pub z: f64,
    /// Its p value by itself.
    pub p: f64,
    /// Among all cells of the table (Holm).
    pub adjusted: f64,
}

/// People outside a table, for one reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CrossOutside {
    /// Name and label of the variable that they are in no group of; none where their weight is
    /// nothing.
    pub by: Option<(String, String)>,
    /// The name of the reason; empty for facts of the interview, which have none.
    pub reason: String,
    /// How many.
    pub n: u64,
}

/// A test that rows and columns have nothing to do with each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CrossTest {
    /// Rao and Scott's second-order F.
    pub f: f64,
    /// Its degrees of freedom.
    pub df: (f64, f64),
    /// Its p value.
    pub p: f64,
    /// Cramér's V.
    pub v: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &str, nest: &str, columns: &str) -> Crossing {
        Crossing {
            rows: rows.into(),
            nest: nest.into(),
            columns: columns.into(),
            show: CrossShow::Row,
        }
    }

    #[test]
    fn a_variable_has_one_place() {
        use CrossSlot::{Columns, Nest, Rows};
        assert_eq!(of("a", "", "b").with(Rows, "c"), of("c", "", "b"));
        assert_eq!(of("a", "", "b").with(Rows, "b"), of("b", "", "a"));
        assert_eq!(of("a", "c", "b").with(Columns, "c"), of("a", "b", "c"));
        assert_eq!(of("a", "c", "b").with(Nest, ""), of("a", "", "b"));
        assert_eq!(of("a", "c", "b").with(Rows, "a"), of("a", "c", "b"));
        assert_eq!(of("a", "c", "b").with(Rows, "c"), of("c", "a", "b"));
        // A table without rows is none.
        assert_eq!(of("a", "", "b").with(Nest, "a"), of("a", "", "b"));
        assert_eq!(of("a", "", "b").with(Columns, ""), of("a", "", "b"));
    }
}
