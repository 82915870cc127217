//! What is known of people beforehand.

use std::collections::BTreeMap;

/// Margins and leanings, by item. What is not here is made up from the seed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// How often the choices of an item are made.
    pub margins: BTreeMap<String, Margin>,
    /// How much people who made a choice lean towards good answers, in standard deviations, by
    /// item and code.
    pub leanings: BTreeMap<String, BTreeMap<String, f64>>,
    /// Shares that skip the item or give a reason for not answering, by item and reason
    /// (`dont_know`, `refused`, `not_applicable`, `skipped`).
    pub missing: BTreeMap<String, BTreeMap<String, f64>>,
    /// Things people say, by item and language.
    pub words: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

/// Shares of the choices of an item: for a select_one they add up to 1, or to whatever; for a
/// select_multiple each is the share of people who tick it.
#[derive(Clone, Debug, PartialEq)]
pub enum Margin {
    /// The same for everybody.
    Shares(BTreeMap<String, f64>),
    /// By the choice made at another item, which must have a margin too.
    By {
        /// The other item.
        item: String,
        /// Shares by the other item's code.
        shares: BTreeMap<String, BTreeMap<String, f64>>,
    },
}

impl Profile {
    /// The items with margins, each after the one it depends on. Items that depend on themselves
    /// are left out.
    pub(super) fn order(&self) -> Vec<&str> {
        let mut order: Vec<&str> = Vec::new();
        for _ in 0..=self.margins.len() {
            for (item, margin) in &self.margins {
                let ready = match margin {
                    Margin::Shares(_) => true,
                    Margin::By { item, .. } => order.contains(&item.as_str()),
                };
                if ready && !order.contains(&item.as_str()) {
                    order.push(item);
                }
            }
        }
        order
    }
}
