//! Many tests at once, and ranks with their uncertainty.

use super::estimate::EstimateSet;
use super::special::normal_quantile;

/// How p values are adjusted for being many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adjust {
    /// Times their number.
    Bonferroni,
    /// Holm (1979): as safe, and never weaker.
    Holm,
    /// Benjamini and Hochberg (1995): keeps the share of false findings, not their number.
    FalseDiscovery,
}

/// Adjusted p values, in the order given.
pub fn adjust(p: &[f64], method: Adjust) -> Vec<f64> {
    let m = p.len() as f64;
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    let mut out = vec![0.0; p.len()];
    match method {
        Adjust::Bonferroni => out
            .iter_mut()
            .zip(p)
            .for_each(|(out, p)| *out = (p * m).min(1.0)),
        Adjust::Holm => {
            let mut worst = 0.0_f64;
            for (rank, at) in order.iter().enumerate() {
                worst = worst.max(p[*at] * (m - rank as f64)).min(1.0);
                out[*at] = worst;
            }
        }
        Adjust::FalseDiscovery => {
            let mut best = 1.0_f64;
            for (rank, at) in order.iter().enumerate().rev() {
                best = best.min(p[*at] * m / (rank + 1) as f64);
                out[*at] = best;
            }
        }
    }
    out
}

/// The ranks that an entry may have, 1 the highest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RankSet {
    /// The rank of the estimate; equal estimates share the best.
    pub rank: usize,
    /// The best rank it may have.
    pub low: usize,
    /// The worst.
    pub high: usize,
}

/// Ranks by pairwise comparison: behind as many as are better by more than `z` standard errors of
/// the difference, before as many as are worse (Mogstad et al. 2024). With `z` from
/// [`simultaneous_z`] all ranks hold together; with that of one test each holds for itself.
pub fn rank_sets(set: &EstimateSet, z: f64) -> Vec<RankSet> {
    let k = set.len();
    let beats = |a: usize, b: usize| {
        let difference = set.difference(a, b);
        set.est[a] - set.est[b] > z * difference.se(0)
    };
    let of = |a: usize| RankSet {
        rank: 1 + (0..k).filter(|b| set.est[*b] > set.est[a]).count(),
        low: 1 + (0..k).filter(|b| *b != a && beats(*b, a)).count(),
        high: k - (0..k).filter(|b| *b != a && beats(a, *b)).count(),
    };
    (0..k).map(of).collect()
}

/// The normal quantile that keeps all `k (k - 1) / 2` comparisons at a joint level (Bonferroni).
pub fn simultaneous_z(k: usize, level: f64) -> f64 {
    let pairs = (k * (k - 1) / 2) as f64;
    normal_quantile(1.0 - (1.0 - level) / 2.0 / pairs)
}

/// Ranks from intervals that hold together: behind those whose interval lies wholly above (Klein,
/// Wright & Wieczorek 2020).
pub fn rank_sets_by_interval(est: &[f64], se: &[f64], level: f64) -> Vec<RankSet> {
    let k = est.len();
    let z = normal_quantile(1.0 - (1.0 - level) / (2.0 * k as f64));
    let low = |at: usize| est[at] - z * se[at];
    let high = |at: usize| est[at] + z * se[at];
    let of = |a: usize| RankSet {
        rank: 1 + (0..k).filter(|b| est[*b] > est[a]).count(),
        low: 1 + (0..k).filter(|b| *b != a && low(*b) > high(a)).count(),
        high: k - (0..k).filter(|b| *b != a && high(*b) < low(a)).count(),
    };
    (0..k).map(of).collect()
}

/// Tiers of entries: in falling order, an entry opens a new tier when it is worse than the first of
/// the present one by more than `z` standard errors of their difference. Gives each entry's tier,
/// 0 the best.
pub fn tiers(set: &EstimateSet, z: f64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..set.len()).filter(|it| !set.est[*it].is_nan()).collect();
    order.sort_by(|a, b| set.est[*b].total_cmp(&set.est[*a]));
    let mut out = vec![usize::MAX; set.len()];
    let (mut tier, mut first) = (0, None);
    for at in order {
        let head = *first.get_or_insert(at);
        if set.est[head] - set.est[at] > z * set.difference(head, at).se(0) {
            tier += 1;
            first = Some(at);
        }
        out[at] = tier;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As R's `p.adjust` has them.
    #[test]
    fn p_values_are_adjusted_in_their_order() {
        let p = [0.01, 0.04, 0.03, 0.005];
        let close = |got: Vec<f64>, wanted: [f64; 4]| {
            got.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-15)
        };
        assert!(close(
            adjust(&p, Adjust::Bonferroni),
            [0.04, 0.16, 0.12, 0.02]
        ));
        assert!(close(adjust(&p, Adjust::Holm), [0.03, 0.06, 0.06, 0.02]));
        assert!(close(
            adjust(&p, Adjust::FalseDiscovery),
            [0.02, 0.04, 0.04, 0.02]
        ));
        assert!(adjust(&[], Adjust::Holm).is_empty());
    }
}
