//! What checking the mathematics came to.

use serde::{Deserialize, Serialize};

/// What case files came to on this device.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Checked {
    /// A group for every case file.
    pub groups: Vec<CheckedGroup>,
    /// SHA-256 over all results; two devices that agree in every bit have the same.
    pub digest: String,
    /// The outcome of every case, as `minyi estimate` prints it: one JSON object a line.
    pub lines: String,
    /// JSON files that are no case files, and why.
    pub unread: Vec<(String, String)>,
    /// Milliseconds it took.
    pub millis: u32,
}

/// The cases of one file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CheckedGroup {
    /// What they are about.
    pub topic: String,
    /// Cases as expected.
    pub passed: u32,
    /// Cases not as expected.
    pub failed: u32,
    /// Cases not tried.
    pub skipped: u32,
    /// Cases of which nothing is expected.
    pub computed: u32,
    /// The largest relative difference.
    pub largest: Option<f64>,
    /// SHA-256 over the group's results.
    pub digest: String,
    /// What failed or was skipped.
    pub troubles: Vec<CheckedTrouble>,
}

/// A case without the result it should have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckedTrouble {
    /// The case.
    pub id: String,
    /// It failed; otherwise it was not tried.
    pub failed: bool,
    /// What was found and what was expected.
    pub reason: String,
}

impl Checked {
    /// Cases in all groups.
    pub fn sum(&self, of: fn(&CheckedGroup) -> u32) -> u32 {
        self.groups.iter().map(of).sum()
    }
}
