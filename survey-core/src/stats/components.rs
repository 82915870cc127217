//! Variance between and within groups: interviewers, estates, raters.

use std::collections::BTreeMap;

use super::special::{f_quantile, f_upper};

/// One-way analysis of variance by random groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OneWay {
    /// Groups.
    pub groups: f64,
    /// People.
    pub n: f64,
    /// Size of a typical group, `(N - Σ n_i² / N) / (k - 1)`.
    pub size: f64,
    /// `Σ n_i² / N`: the size of the group a person is typically in.
    pub weighted_size: f64,
    /// Mean squares between groups.
    pub between: f64,
    /// Mean squares within groups.
    pub within: f64,
}

impl OneWay {
    /// The analysis of values with their groups `0..groups`; none with fewer than two groups, or
    /// nobody beside another in one.
    pub fn of(pairs: &[(f64, usize)]) -> Option<OneWay> {
        let k = pairs.iter().map(|it| it.1 + 1).max()?;
        let (mut n, mut sums) = (vec![0.0; k], vec![0.0; k]);
        for (value, group) in pairs {
            n[*group] += 1.0;
            sums[*group] += value;
        }
        let all = pairs.len() as f64;
        let grand = sums.iter().sum::<f64>() / all;
        let used = (0..k).filter(|it| n[*it] > 0.0);
        let groups = used.clone().count() as f64;
        let mean = |group: usize| sums[group] / n[group];
        let between: f64 = used
            .clone()
            .map(|it| n[it] * (mean(it) - grand) * (mean(it) - grand))
            .sum();
        let off = |it: &(f64, usize)| (it.0 - mean(it.1)) * (it.0 - mean(it.1));
        let within: f64 = pairs.iter().map(off).sum();
        let sizes: f64 = n.iter().map(|it| it * it).sum();
        (groups > 1.0 && all > groups).then(|| OneWay {
            groups,
            n: all,
            size: (all - sizes / all) / (groups - 1.0),
            weighted_size: sizes / all,
            between: between / (groups - 1.0),
            within: within / (all - groups),
        })
    }

    /// The F statistic of no differences between groups, with its p value.
    pub fn f(&self) -> (f64, f64) {
        let f = self.between / self.within;
        (f, f_upper(f, self.groups - 1.0, self.n - self.groups))
    }

    /// Variance between groups; negative when groups differ less than chance would have them.
    pub fn variance_between(&self) -> f64 {
        (self.between - self.within) / self.size
    }

    /// The intraclass correlation (Donner 1986).
    pub fn icc(&self) -> f64 {
        let whole = self.between + (self.size - 1.0) * self.within;
        (self.between - self.within) / whole
    }

    /// The design effect of groups of a size (Kish 1962).
    pub fn deff(&self, size: f64) -> f64 {
        1.0 + (size - 1.0) * self.icc()
    }
}

/// Variance between groups inside strata: interviewers who work in the same communities. What
/// differs between strata is in neither part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nested {
    /// Degrees of freedom between groups, and within them.
    pub df: (f64, f64),
    /// Size of a typical group, `(N - Σ_s Σ_i n_si² / n_s) / df₁` over strata with several groups.
    pub size: f64,
    /// Mean squares between the groups of a stratum.
    pub between: f64,
    /// Mean squares within groups.
    pub within: f64,
}

impl Nested {
    /// The analysis of values with their strata and groups; a group counts anew in every stratum.
    /// None where no stratum has two groups, or nobody is beside another in one.
    pub fn of(values: &[(f64, usize, usize)]) -> Option<Nested> {
        let mut cells: BTreeMap<usize, BTreeMap<usize, (f64, f64)>> = BTreeMap::new();
        for (value, stratum, group) in values {
            let groups = cells.entry(*stratum).or_default();
            let cell = groups.entry(*group).or_default();
            *cell = (cell.0 + 1.0, cell.1 + value);
        }
        let (mut df, mut size, mut between) = (0.0, 0.0, 0.0);
        for groups in cells.values().filter(|it| it.len() > 1) {
            let (n, sum) = groups
                .values()
                .fold((0.0, 0.0), |all, it| (all.0 + it.0, all.1 + it.1));
            df += groups.len() as f64 - 1.0;
            size += n - groups.values().map(|it| it.0 * it.0).sum::<f64>() / n;
            let off = |it: &(f64, f64)| it.1 / it.0 - sum / n;
            between += groups
                .values()
                .map(|it| it.0 * off(it) * off(it))
                .sum::<f64>();
        }
        let all: usize = cells.values().map(BTreeMap::len).sum();
        let left = values.len() as f64 - all as f64;
        let within: f64 = values
            .iter()
            .map(|(value, stratum, group)| {
                let (n, sum) = cells[stratum][group];
                (value - sum / n) * (value - sum / n)
            })
            .sum();
        (df > 0.0 && left > 0.0).then(|| Nested {
            df: (df, left),
            size: size / df,
            between: between / df,
            within: within / left,
        })
    }

    /// The F statistic of no differences between groups, with its p value.
    pub fn f(&self) -> (f64, f64) {
        let f = self.between / self.within;
        (f, f_upper(f, self.df.0, self.df.1))
    }

    /// The intraclass correlation (Donner 1986); negative when groups differ less than chance
    /// would have them.
    pub fn icc(&self) -> f64 {
        self.correlation(self.between / self.within)
    }

    /// Searle's interval of it (1971), exact for groups of one size.
    pub fn interval(&self, level: f64) -> (f64, f64) {
        let (f, high) = (self.f().0, 0.5 + level / 2.0);
        let (one, other) = self.df;
        (
            self.correlation(f / f_quantile(high, one, other)),
            self.correlation(f * f_quantile(high, other, one)),
        )
    }

    fn correlation(&self, f: f64) -> f64 {
        (f - 1.0) / (f + self.size - 1.0)
    }
}

/// Variances between and within groups by restricted maximum likelihood (Patterson &
/// Thompson 1971).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Components {
    /// Variance between groups.
    pub between: f64,
    /// Variance within groups.
    pub within: f64,
    /// The mean.
    pub mean: f64,
}

/// Variance components of values with their groups. Only counts, means and squares by group enter,
/// so cost does not grow with people once they are summed up.
pub fn restricted(pairs: &[(f64, usize)]) -> Option<Components> {
    let start = OneWay::of(pairs)?;
    let k = pairs.iter().map(|it| it.1 + 1).max()?;
    let (mut n, mut mean) = (vec![0.0; k], vec![0.0; k]);
    for (value, group) in pairs {
        n[*group] += 1.0;
        mean[*group] += value;
    }
    let used: Vec<usize> = (0..k).filter(|it| n[*it] > 0.0).collect();
    used.iter().for_each(|it| mean[*it] /= n[*it]);
    let inner = start.within * (start.n - start.groups);
    // The deviance with the variance within taken out, as a function of between over within.
    let parts = |ratio: f64| {
        let w = |it: usize| n[it] / (1.0 + n[it] * ratio);
        let whole: f64 = used.iter().map(|it| w(*it)).sum();
        let centre = used.iter().map(|it| w(*it) * mean[*it]).sum::<f64>() / whole;
        let off = |it: &usize| w(*it) * (mean[*it] - centre) * (mean[*it] - centre);
        let squares = inner + used.iter().map(off).sum::<f64>();
        (whole, centre, squares / (start.n - 1.0))
    };
    let deviance = |ratio: f64| {
        let (whole, _, within) = parts(ratio);
        let logs: f64 = used.iter().map(|it| libm::log1p(n[*it] * ratio)).sum();
        (start.n - 1.0) * libm::log(within) + logs + libm::log(whole)
    };
    let ratio = lowest(&deviance);
    let (_, mean, within) = parts(ratio);
    Some(Components {
        between: ratio * within,
        within,
        mean,
    })
}

/// The point at or above 0 where a function with one valley is lowest: golden section on the
/// logarithm of 1 plus the point, then halving where that is flat.
fn lowest(f: &dyn Fn(f64) -> f64) -> f64 {
    let at = |u: f64| libm::expm1(u);
    let golden = (libm::sqrt(5.0) - 1.0) / 2.0;
    let (mut low, mut high) = (0.0, 15.0);
    for _ in 0..60 {
        let (a, b) = (high - golden * (high - low), low + golden * (high - low));
        if f(at(a)) <= f(at(b)) {
            high = b;
        } else {
            low = a;
        }
    }
    // Values near the bottom are alike to half their digits; slopes are not.
    let slope = |u: f64| {
        let h = 1e-4 * (1.0 + u);
        f(at(u + h)) - f(at((u - h).max(0.0)))
    };
    let (mut left, mut right) = ((low - 1e-3).max(0.0), high + 1e-3);
    for _ in 0..60 {
        let middle = (left + right) / 2.0;
        if slope(middle) < 0.0 {
            left = middle;
        } else {
            right = middle;
        }
    }
    at((left + right) / 2.0)
}

/// The six intraclass correlations of raters (Shrout & Fleiss 1979).
#[derive(Clone, Debug, PartialEq)]
pub struct RaterIcc {
    /// `ICC(1)`, `ICC(2)`, `ICC(3)` for one rater, then for the mean of all.
    pub icc: [f64; 6],
    /// F statistics.
    pub f: [f64; 6],
    /// Degrees of freedom.
    pub df: [(f64, f64); 6],
    /// p values.
    pub p: [f64; 6],
    /// Intervals.
    pub interval: [(f64, f64); 6],
}

/// Intraclass correlations of ratings, one row a target and one column a rater; none with fewer
/// than two of either.
pub fn raters(ratings: &[Vec<f64>], level: f64) -> Option<RaterIcc> {
    let (n, k) = (ratings.len() as f64, ratings.first()?.len() as f64);
    if n < 2.0 || k < 2.0 {
        return None;
    }
    let grand = ratings.iter().flatten().sum::<f64>() / (n * k);
    let square = |it: f64| it * it;
    let row = |it: &Vec<f64>| it.iter().sum::<f64>() / k;
    let column = |at: usize| ratings.iter().map(|it| it[at]).sum::<f64>() / n;
    let rows: f64 = ratings.iter().map(|it| k * square(row(it) - grand)).sum();
    let columns: f64 = (0..k as usize)
        .map(|it| n * square(column(it) - grand))
        .sum();
    let all: f64 = ratings.iter().flatten().map(|it| square(it - grand)).sum();
    let (msb, msj) = (rows / (n - 1.0), columns / (k - 1.0));
    let msw = (all - rows) / (n * (k - 1.0));
    let mse = (all - rows - columns) / ((n - 1.0) * (k - 1.0));
    let one = (msb - msw) / (msb + (k - 1.0) * msw);
    let two = (msb - mse) / (msb + (k - 1.0) * mse + k * (msj - mse) / n);
    let three = (msb - mse) / (msb + (k - 1.0) * mse);
    let many = [
        (msb - msw) / msb,
        (msb - mse) / (msb + (msj - mse) / n),
        (msb - mse) / msb,
    ];
    let (df_one, df_two) = ((n - 1.0, n * (k - 1.0)), (n - 1.0, (n - 1.0) * (k - 1.0)));
    let (f1, f3) = (msb / msw, msb / mse);
    let high = 0.5 + level / 2.0;
    let by = |f: f64, df: (f64, f64)| {
        let (low, up) = (
            f / f_quantile(high, df.0, df.1),
            f * f_quantile(high, df.1, df.0),
        );
        let single = |f: f64| (f - 1.0) / (f + k - 1.0);
        ((single(low), single(up)), (1.0 - 1.0 / low, 1.0 - 1.0 / up))
    };
    let (ci1, ci1k) = by(f1, df_one);
    let (ci3, ci3k) = by(f3, df_two);
    // Satterthwaite's degrees of freedom (Shrout & Fleiss 1979, p. 425).
    let fj = msj / mse;
    let inner = n * (1.0 + (k - 1.0) * two) - k * two;
    let vn = (k - 1.0) * (n - 1.0) * square(k * two * fj + inner);
    let vd = (n - 1.0) * square(k * two * fj) + square(inner);
    let v = vn / vd;
    let (fu, fl) = (f_quantile(high, n - 1.0, v), f_quantile(high, v, n - 1.0));
    let joint = k * msj + (k * n - k - n) * mse;
    let low = n * (msb - fu * mse) / (fu * joint + n * msb);
    let up = n * (fl * msb - mse) / (joint + n * fl * msb);
    let mean = |it: f64| it * k / (1.0 + it * (k - 1.0));
    let p = |f: f64, df: (f64, f64)| f_upper(f, df.0, df.1);
    let (p1, p3) = (p(f1, df_one), p(f3, df_two));
    Some(RaterIcc {
        icc: [one, two, three, many[0], many[1], many[2]],
        f: [f1, f3, f3, f1, f3, f3],
        df: [df_one, df_two, df_two, df_one, df_two, df_two],
        p: [p1, p3, p3, p1, p3, p3],
        interval: [ci1, (low, up), ci3, ci1k, (mean(low), mean(up)), ci3k],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_stratum_is_a_one_way_analysis() {
        let values = [3.0, 4.0, 5.0, 5.0, 7.0, 6.0, 1.0, 2.0, 9.0];
        let groups = [0, 0, 0, 1, 1, 1, 1, 2, 2];
        let pairs: Vec<(f64, usize)> = values.into_iter().zip(groups).collect();
        let one = OneWay::of(&pairs).expect("groups");
        let nested: Vec<(f64, usize, usize)> = pairs.iter().map(|it| (it.0, 7, it.1)).collect();
        let nested = Nested::of(&nested).expect("groups");
        let same = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
        same(nested.between, one.between);
        same(nested.within, one.within);
        same(nested.size, one.size);
        same(nested.icc(), one.icc());
        same(nested.f().1, one.f().1);
        let (low, high) = nested.interval(0.95);
        assert!(low < nested.icc() && nested.icc() < high);
    }

    #[test]
    fn what_differs_between_strata_is_no_effect_of_groups() {
        let value = |stratum: usize, group: usize, at: usize| {
            (100.0 * stratum as f64 + (at % 3) as f64, stratum, group)
        };
        let all = |shift: f64| -> Vec<(f64, usize, usize)> {
            let cells = (0..4).flat_map(|stratum| (0..3).map(move |group| (stratum, group)));
            cells
                .flat_map(|(stratum, group)| {
                    (0..6).map(move |at| {
                        let it = value(stratum, group, at);
                        (it.0 + shift * group as f64, it.1, it.2)
                    })
                })
                .collect()
        };
        assert!(Nested::of(&all(0.0)).expect("groups").icc() < 0.0);
        let found = Nested::of(&all(2.0)).expect("groups");
        assert!(found.icc() > 0.7 && found.f().1 < 1e-6, "{found:?}");
        let alone: Vec<_> = (0..4).map(|it| value(it, it, 0)).collect();
        assert_eq!(Nested::of(&alone), None);
    }
}
