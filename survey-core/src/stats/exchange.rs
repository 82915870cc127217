//! Whether one group's values are an ordinary draw from their strata: an interviewer's interviews
//! among those of colleagues in the same communities.

use std::collections::BTreeMap;

use super::special::{ln_gamma, normal_upper};

/// One group's total beside what chance would give it, were values exchangeable inside strata.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exchange {
    /// Members in strata that hold others as well.
    pub n: f64,
    /// Their mean.
    pub own: f64,
    /// The mean of the others, each stratum counting as it does for the group.
    pub others: f64,
    /// The p value of no difference, both sides.
    pub p: f64,
}

impl Exchange {
    /// Compares the members of a group with the others of their strata; a value comes with its
    /// stratum and whether it is a member's. For values of 0 and 1 the p value is exact (sums of
    /// hypergeometric numbers; Fisher 1935), twice the smaller tail; for others it takes the total
    /// as normal with the moments of its permutations (Pitman 1937; Strasser & Weber 1999). None
    /// where nobody can be compared, or all values are alike.
    pub fn of(values: &[(f64, usize, bool)]) -> Option<Exchange> {
        let mut strata: BTreeMap<usize, Stratum> = BTreeMap::new();
        for (value, stratum, member) in values {
            strata.entry(*stratum).or_default().add(*value, *member);
        }
        strata.retain(|_, it| it.members > 0.0 && it.n > it.members);
        let sum = |of: fn(&Stratum) -> f64| strata.values().map(of).sum::<f64>();
        let n = sum(|it| it.members);
        let variance = sum(Stratum::variance);
        if n < 1.0 || variance <= 1e-12 {
            return None;
        }
        let total = sum(|it| it.own);
        let others = sum(|it| it.members * (it.sum - it.own) / (it.n - it.members)) / n;
        let binary = values.iter().all(|it| it.0 == 0.0 || it.0 == 1.0);
        let p = if binary {
            exact(strata.values(), total)
        } else {
            let expected = sum(|it| it.members * it.sum / it.n);
            2.0 * normal_upper((total - expected).abs() / libm::sqrt(variance))
        };
        Some(Exchange {
            n,
            own: total / n,
            others,
            p: p.min(1.0),
        })
    }
}

#[derive(Default)]
struct Stratum {
    n: f64,
    sum: f64,
    squares: f64,
    members: f64,
    own: f64,
}

impl Stratum {
    fn add(&mut self, value: f64, member: bool) {
        self.n += 1.0;
        self.sum += value;
        self.squares += value * value;
        if member {
            self.members += 1.0;
            self.own += value;
        }
    }

    /// Of the members' total over all ways to choose them.
    fn variance(&self) -> f64 {
        let (n, m) = (self.n, self.members);
        let spread = (self.squares - self.sum * self.sum / n).max(0.0) / (n - 1.0);
        m * (n - m) / n * spread
    }

    /// The chances of 0, 1, … ones among the members.
    fn chances(&self) -> Vec<f64> {
        let choose = |n: f64, k: f64| ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0);
        let (n, m, ones) = (self.n, self.members, self.sum);
        let most = m.min(ones) as usize;
        let chance = |k: usize| {
            let k = k as f64;
            if m - k > n - ones {
                return 0.0;
            }
            libm::exp(choose(ones, k) + choose(n - ones, m - k) - choose(n, m))
        };
        (0..=most).map(chance).collect()
    }
}

fn exact<'a>(strata: impl Iterator<Item = &'a Stratum>, total: f64) -> f64 {
    let mut all = vec![1.0];
    for stratum in strata {
        let chances = stratum.chances();
        let mut next = vec![0.0; all.len() + chances.len() - 1];
        for (at, chance) in all.iter().enumerate() {
            for (more, other) in chances.iter().enumerate() {
                next[at + more] += chance * other;
            }
        }
        all = next;
    }
    let total = total as usize;
    let low: f64 = all.iter().take(total + 1).sum();
    let high: f64 = all.iter().skip(total).sum();
    2.0 * low.min(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ones(
        members: (usize, usize),
        others: (usize, usize),
        stratum: usize,
    ) -> Vec<(f64, usize, bool)> {
        let some = |(ones, n): (usize, usize), member| {
            (0..n).map(move |it| (f64::from(u8::from(it < ones)), stratum, member))
        };
        some(members, true).chain(some(others, false)).collect()
    }

    /// R: `phyper(5, 8, 32, 10, lower.tail = FALSE)` is the chance of 6 and more of 8 among 10 of 40.
    #[test]
    fn shares_are_compared_exactly() {
        let found = Exchange::of(&ones((6, 10), (2, 30), 0)).expect("a comparison");
        let choose =
            |n: u64, k: u64| (0..k).fold(1.0, |all, it| all * (n - it) as f64 / (it + 1) as f64);
        let tail: f64 = (6..=8).map(|k| choose(8, k) * choose(32, 10 - k)).sum();
        assert!(
            (found.p - 2.0 * tail / choose(40, 10)).abs() < 1e-12,
            "{found:?}"
        );
        assert!((found.own - 0.6).abs() < 1e-12 && (found.others - 2.0 / 30.0).abs() < 1e-12);
    }

    #[test]
    fn strata_are_not_mixed() {
        // A group that works where everybody says yes is no different from its colleagues there.
        let mut all = ones((9, 10), (27, 30), 0);
        all.extend(ones((0, 0), (3, 60), 1));
        let found = Exchange::of(&all).expect("a comparison");
        assert!(found.p > 0.9, "{found:?}");
        let wide = |shift: f64| -> Vec<(f64, usize, bool)> {
            let value = |it: usize, member| {
                (
                    it as f64 % 7.0 + if member { shift } else { 0.0 },
                    it % 2,
                    member,
                )
            };
            (0..40).map(|it| value(it, it % 4 < 2)).collect()
        };
        assert!(Exchange::of(&wide(0.0)).expect("a comparison").p > 0.5);
        assert!(Exchange::of(&wide(5.0)).expect("a comparison").p < 1e-4);
    }

    #[test]
    fn nobody_to_compare_with_is_no_comparison() {
        assert_eq!(Exchange::of(&ones((1, 5), (0, 0), 0)), None);
        assert_eq!(Exchange::of(&ones((0, 5), (0, 5), 0)), None);
        assert_eq!(Exchange::of(&[]), None);
    }
}
