//! A person: latent traits, and choices that are settled before anybody asks.

use std::collections::BTreeMap;

use super::{Margin, Options, Profile};
use crate::base::Seed;

/// Standard deviations between areas of one level, from the inside out: community, street, …
const AREA_SD: [f64; 3] = [0.28, 0.20, 0.0];
/// Of strengths and weaknesses of an area in one field.
const AREA_FIELD_SD: f64 = 0.16;
const INTERVIEWER_SD: f64 = 0.10;
/// How much of a trait is the person's general outlook.
const GENERAL: f64 = 0.65;

/// Someone who answers.
#[derive(Clone, Debug)]
pub(super) struct Person<'a> {
    pub(super) seed: Seed,
    pub(super) profile: &'a Profile,
    simulation: u64,
    around: &'a [String],
    /// General outlook, standard normal before areas and leanings.
    outlook: f64,
    /// What areas, interviewer and leanings add.
    shift: f64,
    traits: BTreeMap<String, f64>,
    /// Codes of items with margins.
    pub(super) settled: BTreeMap<&'a str, String>,
    /// How readily the person leaves questions open; 1 on average.
    pub(super) reticence: f64,
    /// How slow the person is; 1 on average.
    pub(super) pace: f64,
}

impl<'a> Person<'a> {
    pub(super) fn new(
        options: &'a Options,
        around: &'a [String],
        interviewer: Option<&str>,
        mut seed: Seed,
    ) -> Person<'a> {
        let settled = settle(&options.profile, &mut seed);
        let leaning: f64 = settled
            .iter()
            .filter_map(|(item, code)| options.profile.leanings.get(*item)?.get(code))
            .sum();
        let areas: f64 = around
            .iter()
            .zip(AREA_SD)
            .map(|(code, sd)| sd * draw(options.seed, "area", code))
            .sum();
        let interviewer = interviewer.map_or(0.0, |it| draw(options.seed, "interviewer", it));
        let outlook = seed.normal();
        let reticence = libm::exp(0.6 * seed.normal() - 0.18);
        let pace = libm::exp(0.25 * seed.normal() - 0.03);
        Person {
            seed,
            profile: &options.profile,
            simulation: options.seed,
            around,
            outlook,
            shift: areas + leaning + INTERVIEWER_SD * interviewer,
            traits: BTreeMap::new(),
            settled,
            reticence,
            pace,
        }
    }

    /// How good an answer to an item will be, near standard normal: items of one construct hang
    /// together by their first word, and each item has its own difficulty.
    pub(super) fn quality(&mut self, item: &str, construct: &str) -> f64 {
        let field = construct.split('.').next().unwrap_or_default();
        let own = self.seed.normal();
        let (outlook, rest) = (self.outlook, libm::sqrt(1.0 - GENERAL * GENERAL));
        let trait_ = *self
            .traits
            .entry(field.to_owned())
            .or_insert_with(|| GENERAL * outlook + rest * own);
        let loading = 0.68 + 0.16 * unit(self.simulation, "loading", item);
        let difficulty = 0.3 * draw(self.simulation, "difficulty", item);
        let strength = self.around.first().map_or(0.0, |code| {
            AREA_FIELD_SD * draw(self.simulation, field, code)
        });
        let noise = libm::sqrt(1.0 - loading * loading) * self.seed.normal();
        loading * trait_ + noise + self.shift + strength - difficulty
    }

    /// The shares of an item's choices, made up where the profile says nothing: earlier choices
    /// tend to be more frequent.
    pub(super) fn share(&self, item: &str, code: &str, at: usize) -> f64 {
        if let Some(shares) = shares(self.profile, &self.settled, item) {
            return shares.get(code).copied().unwrap_or(0.0);
        }
        let place = format!("{item}/{code}");
        (0.25 + unit(self.simulation, "share", &place)) / (1.6 + 0.35 * at as f64)
    }
}

/// A standard normal number that belongs to a thing, the same whoever asks.
pub(super) fn draw(simulation: u64, what: &str, which: &str) -> f64 {
    Seed::from_text(&format!("{simulation}/{what}/{which}")).normal()
}

/// A number in `[0, 1)` that belongs to a thing.
pub(super) fn unit(simulation: u64, what: &str, which: &str) -> f64 {
    Seed::from_text(&format!("{simulation}/{what}/{which}")).unit()
}

/// An index, each as often as its share; the last one if all shares are 0.
pub(super) fn pick(shares: &[f64], seed: &mut Seed) -> usize {
    let mut left = shares.iter().sum::<f64>() * seed.unit();
    for (at, share) in shares.iter().enumerate() {
        left -= share;
        if left < 0.0 {
            return at;
        }
    }
    shares.len() - 1
}

fn settle<'a>(profile: &'a Profile, seed: &mut Seed) -> BTreeMap<&'a str, String> {
    let mut settled = BTreeMap::new();
    for item in profile.order() {
        let Some(shares) = shares(profile, &settled, item).filter(|it| !it.is_empty()) else {
            continue;
        };
        let of: Vec<f64> = shares.values().copied().collect();
        let code = shares.keys().nth(pick(&of, seed)).cloned();
        settled.insert(item, code.unwrap_or_default());
    }
    settled
}

fn shares<'a>(
    profile: &'a Profile,
    settled: &BTreeMap<&str, String>,
    item: &str,
) -> Option<&'a BTreeMap<String, f64>> {
    match profile.margins.get(item)? {
        Margin::Shares(shares) => Some(shares),
        Margin::By { item, shares } => shares.get(settled.get(item.as_str())?),
    }
}
