//! Weights on their way between the page and the worker.

use serde::{Deserialize, Serialize};

/// How the sample was drawn and what its weights are to meet, by the names of items and variables.
/// The default is a simple random sample in which everybody counts once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// The item that holds weights from elsewhere.
    pub weight: Option<String>,
    /// What people were drawn in.
    pub clusters: Option<String>,
    /// What was drawn from one by one.
    pub strata: Option<String>,
    /// What the interviews are to meet together.
    pub targets: Vec<Target>,
    /// The most a weight may be, in multiples of the mean.
    pub cap: Option<f64>,
}

/// Numbers of people, or shares, that the categories of a variable are to have.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// The variable.
    pub var: String,
    /// Its categories, by code.
    pub counts: Vec<(String, f64)>,
}

impl Recipe {
    /// Whether it asks for nothing.
    pub fn is_plain(&self) -> bool {
        *self == Recipe::default()
    }

    /// Whether people count differently by it.
    pub fn weighs(&self) -> bool {
        self.weight.is_some() || !self.targets.is_empty() || self.cap.is_some()
    }
}

/// What can be asked for, and what a recipe comes to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// The recipe that was weighed; with the targets of the table, where there was one.
    pub recipe: Recipe,
    /// Items that hold numbers: name, label.
    pub numbers: Vec<(String, String)>,
    /// Variables with categories that interviews are in: name, label.
    pub variables: Vec<(String, String)>,
    /// The variables with targets, in the order of the recipe.
    pub margins: Vec<Margin>,
    /// What it comes to, or why it cannot be met.
    pub weighed: Result<Weighed, String>,
}

/// A variable with targets.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Margin {
    /// The variable.
    pub var: String,
    /// Its words; empty for those that are no item.
    pub label: String,
    /// Its categories.
    pub rows: Vec<MarginRow>,
    /// Interviews whose category is not known.
    pub unknown: u64,
}

/// A category of a variable with targets. Shares are of the interviews whose category is known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MarginRow {
    /// Its code.
    pub code: String,
    /// Its words.
    pub label: String,
    /// Interviews in it.
    pub n: u64,
    /// Its number of people as the recipe has it.
    pub count: Option<f64>,
    /// Its share by the weights before.
    pub before: f64,
    /// Its share in the target, and by the weights after; none where they cannot be met.
    pub after: Option<(f64, f64)>,
}

/// What a recipe comes to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Weighed {
    /// Interviews with a weight.
    pub n: u64,
    /// Interviews without a weight above zero, which are in no figure.
    pub without: u64,
    /// So many people of a simple random sample would tell as much (Kish).
    pub n_eff: f64,
    /// What unequal weights cost: `n` over `n_eff`.
    pub deff: f64,
    /// The least and the greatest weight, in multiples of the mean.
    pub range: (f64, f64),
    /// Interviews by weight: the upper end of each class, in multiples of the mean, and how many;
    /// the last has no end.
    pub classes: Vec<(Option<f64>, u64)>,
    /// Rounds of raking and the largest distance from a target, relative to it.
    pub rounds: Option<(u32, f64)>,
    /// Clusters and strata, where they are told apart.
    pub clusters: Option<u32>,
    /// Likewise.
    pub strata: Option<u32>,
}
