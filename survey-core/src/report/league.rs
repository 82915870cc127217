//! Groups side by side without claiming an order that chance could have made: ranks with the places
//! they may have, tiers, estimates drawn towards the whole, what chance alone would do.

use super::compare::Values;
use super::{Comparison, Figure, Frame, Measure, Standing, Unit, compare};
use crate::dataset::Var;
use crate::stats::multiplicity::{Threshold, rank_sets, tiers};
use crate::stats::shrinkage::{Between, between, shrink};
use crate::stats::{EstimateSet, Interval, Status, special};

/// A comparison with what may be said of its order.
#[derive(Clone, Debug, PartialEq)]
pub struct League {
    /// The comparison.
    pub found: Comparison,
    /// One a group of the comparison, in its order.
    pub places: Vec<Place>,
    /// The spread of one person's value, `√(n_eff V)` pooled over the groups: chance alone spreads
    /// a group of `n` people by this over `√n`. None with fewer than three groups.
    pub spread: Option<f64>,
}

/// What may be said of one group.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// Its place in the order, as far as pairwise differences hold together (Bonferroni over all
    /// pairs; Mogstad et al. 2024). None for groups without a standard error.
    pub ranked: Option<Ranked>,
    /// The interval that holds together with those of all other groups (Bonferroni).
    pub joint: Option<Interval>,
    /// The estimate drawn towards the mean of all groups by how little it knows.
    pub shrunk: Option<Shrunk>,
}

/// A place in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// The tier, 0 the best: everybody in it is no worse than its first beyond doubt.
    pub tier: usize,
    /// The best place it may have, from 1.
    pub low: usize,
    /// The worst.
    pub high: usize,
}

/// An empirical-Bayes estimate (Fay & Herriot 1979 without covariates).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shrunk {
    /// The estimate.
    pub est: f64,
    /// Its interval, by the normal distribution and with the error of the mean.
    pub bounds: Interval,
    /// The share of the mean in it.
    pub share: f64,
}

/// Compares the groups of a variable, and says what may be said of their order.
///
/// # Errors
/// As [`compare`].
pub fn league(frame: &Frame, measure: &Measure, by: &Var) -> Result<League, String> {
    let found = compare(frame, measure, by)?;
    let groups = frame.data.groups(by)?;
    let values = Values::of(frame, measure)?;
    let (set, _) = values.sets(frame, &groups);
    // Groups in the order of the variable; the comparison has sorted its own.
    let number = |it: &Standing| {
        let known = groups
            .groups
            .iter()
            .position(|group| group.key == it.group.key);
        known.expect("the comparison is of these groups")
    };
    let numbers: Vec<usize> = found.groups.iter().map(number).collect();
    let shown = |at: &usize| found.groups[*at].figure.status == Status::Ok;
    let used: Vec<usize> = (0..numbers.len()).filter(shown).collect();
    let mut places = vec![Place::default(); numbers.len()];
    let chosen: Vec<usize> = used.iter().map(|at| numbers[*at]).collect();
    rank(&set, &used, &chosen, &mut places);
    let level = 1.0 - (1.0 - frame.level) / used.len().max(1) as f64;
    for at in &used {
        places[*at].joint = match found.unit {
            Unit::Share => set.share_interval(numbers[*at], level),
            Unit::Score | Unit::Own => set.interval(numbers[*at], level),
        };
    }
    let spread = draw_in(&found, frame.level, &mut places);
    Ok(League {
        found,
        places,
        spread,
    })
}

/// Ranks the chosen entries of a set; `used` are their places in the comparison.
fn rank(set: &EstimateSet, used: &[usize], chosen: &[usize], places: &mut [Place]) {
    if used.len() < 2 {
        return;
    }
    let one = |number: &usize| {
        let mut row = vec![0.0; set.len()];
        row[*number] = 1.0;
        row
    };
    let only = set.combine(&chosen.iter().map(one).collect::<Vec<_>>());
    let together = Threshold::Together(0.95);
    let ranks = rank_sets(&only, together);
    for ((at, rank), tier) in used.iter().zip(ranks).zip(tiers(&only, together)) {
        places[*at].ranked = Some(Ranked {
            tier,
            low: rank.low,
            high: rank.high,
        });
    }
}

/// Draws estimates towards their mean. Variances are smoothed: that of a person pooled over all
/// groups, by the effective size of each, since a small group hardly knows its own.
fn draw_in(found: &Comparison, level: f64, places: &mut [Place]) -> Option<f64> {
    let can = |it: &Figure| it.status.has_error() && it.n_eff > 1.0 && it.se.is_finite();
    let used: Vec<usize> = (0..places.len())
        .filter(|at| can(&found.groups[*at].figure))
        .collect();
    if used.len() < 3 {
        return None;
    }
    let figure = |at: &usize| &found.groups[*at].figure;
    let (sum, n) = used.iter().map(figure).fold((0.0, 0.0), |all, it| {
        (
            all.0 + it.n_eff * (it.n_eff * it.se * it.se),
            all.1 + it.n_eff,
        )
    });
    let person = sum / n;
    if person <= 0.0 {
        return None;
    }
    let est: Vec<f64> = used.iter().map(|at| figure(at).est).collect();
    let variance: Vec<f64> = used.iter().map(|at| person / figure(at).n_eff).collect();
    let tau2 = between(&est, &variance, Between::Restricted);
    let drawn = shrink(&est, &variance, tau2);
    let z = special::normal_quantile(0.5 + level / 2.0);
    let ends = match found.unit {
        Unit::Share => (0.0, 1.0),
        Unit::Score => (0.0, 100.0),
        Unit::Own => (f64::NEG_INFINITY, f64::INFINITY),
    };
    for (idx, at) in used.iter().enumerate() {
        let (est, half) = (drawn.est[idx], z * drawn.se[idx]);
        places[*at].shrunk = Some(Shrunk {
            est,
            bounds: Interval {
                low: (est - half).max(ends.0),
                high: (est + half).min(ends.1),
            },
            share: drawn.share[idx],
        });
    }
    Some(libm::sqrt(person))
}

/// A group beside all others together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Apart {
    /// The estimate of the others.
    pub others: f64,
    /// Its standard error.
    pub others_se: f64,
    /// The group less the others.
    pub difference: f64,
    /// Its standard error.
    pub se: f64,
    /// The p value of no difference.
    pub p: f64,
}

impl Standing {
    /// The group beside all others. The whole is `w` of the group and `1 - w` of the others, `w` the
    /// group's share of the weights; people of different groups were drawn apart, so variances add
    /// up in the same way. None where one of them has no standard error.
    pub fn apart(&self, whole: &Figure) -> Option<Apart> {
        let group = &self.figure;
        if group.status != Status::Ok || whole.status != Status::Ok {
            return None;
        }
        let w = group.n_weighted / whole.n_weighted;
        let rest = 1.0 - w;
        let variance = (whole.se * whole.se - w * w * group.se * group.se) / (rest * rest);
        let difference = (group.est - whole.est) / rest;
        let se = libm::sqrt(group.se * group.se + variance.max(0.0));
        let t = difference / se;
        (t.is_finite() && rest > 0.0).then(|| Apart {
            others: group.est - difference,
            others_se: libm::sqrt(variance.max(0.0)),
            difference,
            se,
            p: 2.0 * special::t_upper(t.abs(), whole.df),
        })
    }
}
