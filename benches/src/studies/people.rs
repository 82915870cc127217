//! People who are alike within clusters, drawn with unequal weights.

use survey_core::base::Seed;
use survey_core::stats::Design;
use survey_core::stats::special::normal_quantile;

/// How a sample is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// People in the sample.
    pub people: usize,
    /// People in a cluster; 1 draws everybody by themselves.
    pub cluster: usize,
    /// Correlation of the inclinations of two people of a cluster.
    pub alike: f64,
    /// Coefficient of variation of the weights, which have nothing to do with answers.
    pub unequal: f64,
}

/// The people of a sample.
pub struct Drawn {
    /// The cluster of each.
    pub psus: Vec<u32>,
    /// The weight of each.
    pub weights: Vec<f64>,
    alike: f64,
}

impl Setting {
    /// Draws a sample; its answers are drawn by [`Drawn::inclinations`].
    pub fn draw(&self, seed: &mut Seed) -> Drawn {
        // A log-normal weight of mean 1 has this variance of its logarithm.
        let variance = (1.0 + self.unequal * self.unequal).ln();
        let weight = |seed: &mut Seed| (variance.sqrt() * seed.normal() - variance / 2.0).exp();
        Drawn {
            psus: (0..self.people)
                .map(|it| (it / self.cluster) as u32)
                .collect(),
            weights: (0..self.people).map(|_| weight(seed)).collect(),
            alike: self.alike,
        }
    }
}

impl Drawn {
    /// The design that an analyst would declare.
    pub fn design(&self) -> Design<'_> {
        Design {
            weights: Some(&self.weights),
            psus: Some(&self.psus),
            ..Design::simple(self.psus.len())
        }
    }

    /// How much everybody is inclined to something: standard normal, alike within clusters.
    pub fn inclinations(&self, seed: &mut Seed) -> Vec<f64> {
        let (shared, own) = (self.alike.sqrt(), (1.0 - self.alike).sqrt());
        let mut last = None;
        let mut cluster = 0.0;
        let inclined = |psu: &u32| {
            if last.replace(*psu) != Some(*psu) {
                cluster = seed.normal();
            }
            shared * cluster + own * seed.normal()
        };
        self.psus.iter().map(inclined).collect()
    }
}

/// The code of an inclination on a scale whose codes `0..` are given by these shares of people.
pub(super) fn code(inclination: f64, shares: &[f64]) -> usize {
    let mut below = 0.0;
    let passed = shares[..shares.len() - 1].iter().take_while(|share| {
        below += **share;
        inclination > normal_quantile(below)
    });
    passed.count()
}
