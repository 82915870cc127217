//! Many tests at once, and ranks with their uncertainty.

use super::estimate::EstimateSet;
use super::special::{normal_quantile, t_quantile};

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

/// How far apart two entries must be to count as different, in standard errors of the difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Threshold {
    /// So many standard errors.
    Fixed(f64),
    /// Student's t at this confidence, such as 0.95, with the degrees of freedom of the
    /// difference: each comparison holds by itself.
    Each(f64),
    /// The same for all pairs together (Bonferroni): with few PSUs in a community the normal
    /// quantile would be far too small.
    Together(f64),
}

impl Threshold {
    fn of(self, entries: usize, df: f64) -> f64 {
        let pairs = (entries * entries.saturating_sub(1) / 2) as f64;
        let t = |level: f64, tests: f64| t_quantile(1.0 - (1.0 - level) / 2.0 / tests, df);
        match self {
            Threshold::Fixed(z) => z,
            Threshold::Each(level) => t(level, 1.0),
            Threshold::Together(level) => t(level, pairs),
        }
    }

    /// Whether entry `a` is better than entry `b`. What has no standard error beats nothing.
    fn beats(self, set: &EstimateSet, a: usize, b: usize) -> bool {
        let difference = set.difference(a, b);
        difference.est[0] > self.of(set.len(), difference.df[0]) * difference.se(0)
    }
}

/// Ranks by pairwise comparison: behind as many as are better by more than the threshold, before
/// as many as are worse (Mogstad et al. 2024). With [`Threshold::Together`] all ranks hold
/// together.
pub fn rank_sets(set: &EstimateSet, threshold: Threshold) -> Vec<RankSet> {
    let k = set.len();
    let beats = |a: usize, b: usize| threshold.beats(set, a, b);
    let of = |a: usize| RankSet {
        rank: 1 + (0..k).filter(|b| set.est[*b] > set.est[a]).count(),
        low: 1 + (0..k).filter(|b| *b != a && beats(*b, a)).count(),
        high: k - (0..k).filter(|b| *b != a && beats(a, *b)).count(),
    };
    (0..k).map(of).collect()
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
/// the present one by more than the threshold. Gives each entry's tier, 0 the best.
pub fn tiers(set: &EstimateSet, threshold: Threshold) -> Vec<usize> {
    let mut order: Vec<usize> = (0..set.len()).filter(|it| !set.est[*it].is_nan()).collect();
    order.sort_by(|a, b| set.est[*b].total_cmp(&set.est[*a]));
    let mut out = vec![usize::MAX; set.len()];
    let (mut tier, mut first) = (0, None);
    for at in order {
        let head = *first.get_or_insert(at);
        if threshold.beats(set, head, at) {
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

    /// As R's `qt` has them.
    #[test]
    fn fewer_degrees_of_freedom_ask_for_more() {
        let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
        let each = Threshold::Each(0.95);
        assert!(close(each.of(10, 4.0), 2.776445105198));
        assert!(close(each.of(10, f64::INFINITY), 1.959963984540));
        let together = Threshold::Together(0.95);
        assert!(close(together.of(2, 4.0), 2.776445105198));
        assert!(close(together.of(10, 14.0), 4.08647192058));
        assert!(together.of(10, f64::NAN).is_nan());
    }
}
