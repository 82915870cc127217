//! Quantiles of weighted values, and their intervals.

use super::interval::{self, Interval};
use super::sample::Sample;
use super::special::t_quantile;

/// How a quantile is read off a weighted distribution: the nine rules of Hyndman & Fan (1996) for
/// weighted data, as in R `svyquantile`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QuantileRule {
    /// The smallest value with `F(y) ≥ p`: the inverse distribution function.
    #[default]
    Inverse,
    /// The same, and half-way between two values where `F` equals `p` ("school").
    Averaged,
    /// The nearest even value on ties (SAS's definition).
    NearestEven,
    /// Linear interpolation of `F`.
    Linear,
    /// Through the middle of each step (hydrologists').
    Middle,
    /// `p (n + 1)`: Weibull's, SPSS's.
    Weibull,
    /// `p (n - 1) + 1`: R's default for unweighted data.
    Modes,
    /// Median-unbiased.
    MedianUnbiased,
    /// Unbiased for normal data.
    NormalUnbiased,
}

/// How the interval of a quantile is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantileInterval {
    /// Woodruff (1952): the interval of the share below, turned back into values.
    Mean,
    /// The same with Korn and Graubard's interval of the share.
    Beta,
    /// The same on the logit scale.
    Logit,
    /// The same on the arcsine scale.
    Arcsine,
    /// All values that a test of the share above them does not reject (Francisco & Fuller 1991).
    Score,
}

/// A quantile with its interval; a bound that does not exist is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantile {
    /// The estimate.
    pub est: f64,
    /// Lower bound.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
    /// The width of the interval in standard errors, turned round.
    pub se: f64,
}

/// Values in rising order with their weights.
#[derive(Clone, Debug, Default)]
pub struct Distribution {
    values: Vec<f64>,
    weights: Vec<f64>,
    /// Sum of the weights up to each value.
    below: Vec<f64>,
}

/// Ties between `p` and a step of the distribution function are told apart to this precision.
const TIE: f64 = 1e-12;

impl Distribution {
    /// The distribution of values with a weight. Rules that interpolate see equal values of
    /// unequal weights in the order given, as R does; the others do not see an order.
    pub fn of(pairs: impl IntoIterator<Item = (f64, f64)>) -> Distribution {
        let mut pairs: Vec<(f64, f64)> = pairs.into_iter().filter(|it| it.1 != 0.0).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut sum = super::exact::Twofold::default();
        let mut out = Distribution::default();
        for (value, weight) in pairs {
            sum.add(weight);
            out.values.push(value);
            out.weights.push(weight);
            out.below.push(sum.value());
        }
        out
    }

    fn total(&self) -> f64 {
        self.below.last().copied().unwrap_or(f64::NAN)
    }

    /// The share of weight at or below `value`.
    pub fn cdf(&self, value: f64) -> f64 {
        let upto = self.values.partition_point(|it| *it <= value);
        if upto == 0 {
            0.0
        } else {
            self.below[upto - 1] / self.total()
        }
    }

    /// The quantile at `p`; not a number without values.
    pub fn quantile(&self, p: f64, rule: QuantileRule) -> f64 {
        self.quantile_to(p, rule, TIE)
    }

    fn quantile_to(&self, p: f64, rule: QuantileRule, tie: f64) -> f64 {
        if self.values.is_empty() || p.is_nan() {
            return f64::NAN;
        }
        match rule {
            QuantileRule::Inverse => self.stepped(p, tie, |low, _, _| low),
            QuantileRule::Averaged => self.stepped(p, tie, |low, high, _| (low + high) / 2.0),
            QuantileRule::NearestEven => self
                .grouped()
                .stepped(p, tie, |low, high, at| if at % 2 == 0 { low } else { high }),
            QuantileRule::Linear => {
                let (at, next, off) = self.place(p, tie);
                let step = self.below[next] / self.total() - p + off;
                let share = if step == 0.0 { 0.0 } else { off / step };
                self.values[at] * (1.0 - share) + self.values[next] * share
            }
            QuantileRule::Middle => self.interpolate(p, |at| {
                (self.below[at] - self.weights[at] / 2.0) / self.total()
            }),
            QuantileRule::Weibull => self.scaled(p, 0.0, 1.0),
            QuantileRule::Modes => {
                let whole = self.below.get(self.below.len().wrapping_sub(2)).copied();
                self.interpolate(p, |at| self.before(at) / whole.unwrap_or(f64::NAN))
            }
            QuantileRule::MedianUnbiased => self.scaled(p, 1.0 / 3.0, 1.0 / 3.0),
            QuantileRule::NormalUnbiased => self.scaled(p, 3.0 / 8.0, 1.0 / 4.0),
        }
    }

    /// Equal values as one.
    fn grouped(&self) -> Distribution {
        let mut out = Distribution::default();
        for at in 0..self.values.len() {
            if out.values.last() == Some(&self.values[at]) {
                let last = out.values.len() - 1;
                out.weights[last] += self.weights[at];
                out.below[last] = self.below[at];
            } else {
                out.values.push(self.values[at]);
                out.weights.push(self.weights[at]);
                out.below.push(self.below[at]);
            }
        }
        out
    }

    /// The last value with `F ≤ p` (the first when there is none), the one after it, and `p - F`.
    fn place(&self, p: f64, tie: f64) -> (usize, usize, f64) {
        let limit = p * self.total() * (1.0 + tie);
        let upto = self.below.partition_point(|it| *it <= limit);
        let at = upto.saturating_sub(1);
        let next = (at + 1).min(self.values.len() - 1);
        (at, next, p - self.below[at] / self.total())
    }

    /// On a step exactly, what `tie` says of the two values and the step's number; else the upper.
    fn stepped(&self, p: f64, near: f64, tie: impl Fn(f64, f64, usize) -> f64) -> f64 {
        let (at, next, off) = self.place(p, near);
        // Before the first step there is nothing below.
        if off < -near {
            return self.values[if self.below[at] / self.total() > p {
                at
            } else {
                next
            }];
        }
        if off.abs() <= near {
            tie(self.values[at], self.values[next], at + 1)
        } else {
            self.values[next]
        }
    }

    fn before(&self, at: usize) -> f64 {
        if at == 0 { 0.0 } else { self.below[at - 1] }
    }

    fn scaled(&self, p: f64, back: f64, more: f64) -> f64 {
        let last = self.weights.last().copied().unwrap_or(f64::NAN);
        let whole = self.total() + more * last;
        self.interpolate(p, |at| {
            (self.before(at) * back + self.below[at] * (1.0 - back)) / whole
        })
    }

    /// Linear between the points `(place(i), y_i)`, constant beyond them.
    fn interpolate(&self, p: f64, place: impl Fn(usize) -> f64) -> f64 {
        let n = self.values.len();
        if n == 1 || p <= place(0) {
            return self.values[0];
        }
        for at in 1..n {
            let (left, right) = (place(at - 1), place(at));
            if p <= right {
                let share = if right > left {
                    (p - left) / (right - left)
                } else {
                    1.0
                };
                return self.values[at - 1] + (self.values[at] - self.values[at - 1]) * share;
            }
        }
        self.values[n - 1]
    }

    /// The median of answers on a scale of steps of 1, spread evenly over each step: from the half
    /// unit below, `L + (n/2 - cf) / f`.
    pub fn grouped_median(&self) -> f64 {
        let grouped = self.grouped();
        let half = self.total() / 2.0;
        let at = grouped.below.partition_point(|it| *it < half);
        match grouped.values.get(at) {
            Some(value) => value - 0.5 + (half - grouped.before(at)) / grouped.weights[at],
            None => f64::NAN,
        }
    }

    /// The quantile of data in which each value stands as often as its weight says, interpolated
    /// as in R's default: for counts, not for sampling weights (`Hmisc::wtd.quantile`).
    pub fn repeated_quantile(&self, p: f64) -> f64 {
        let n = self.total();
        let order = 1.0 + (n - 1.0) * p;
        let value = |count: f64| {
            let at = self.below.partition_point(|it| *it < count * (1.0 - TIE));
            self.values[at.min(self.values.len() - 1)]
        };
        let low = libm::floor(order).max(1.0);
        let share = order - libm::floor(order);
        (1.0 - share) * value(low) + share * value((low + 1.0).min(n))
    }
}

impl Sample {
    /// The distribution of a variable over `who`.
    pub fn distribution(&self, y: &[f64], who: &[bool]) -> Distribution {
        let rows = (0..self.rows()).filter(|it| who[*it]);
        Distribution::of(rows.map(|it| (y[it], self.weights()[it])))
    }

    /// A quantile over `who` with its interval and the standard error `width / 2t` (Woodruff 1952).
    pub fn quantile(
        &self,
        y: &[f64],
        who: &[bool],
        p: f64,
        (rule, method): (QuantileRule, QuantileInterval),
        level: f64,
    ) -> Quantile {
        let distribution = self.distribution(y, who);
        let est = distribution.quantile(p, rule);
        let df = self.df(who);
        let share = |limit: f64| {
            let below: Vec<f64> = y
                .iter()
                .map(|it| f64::from(u8::from(*it <= limit)))
                .collect();
            let linear = self.means(&[below], who);
            let variance = self.covariance(&linear.influence).get(0, 0);
            (linear.est[0], libm::sqrt(variance))
        };
        let (low, high) = match method {
            QuantileInterval::Score => {
                let t = t_quantile(0.5 + level / 2.0, df);
                let test = |limit: f64| {
                    let (below, se) = share(limit);
                    (p - below) / se
                };
                // As R has it: the share below is counted without weights, and taken back to a
                // value as it is, so that rounding decides on which side of a step it falls.
                let n = who.iter().filter(|it| **it).count() as f64;
                let plain = |limit: f64| {
                    let rows = (0..y.len()).filter(|it| who[*it] && y[*it] <= limit);
                    distribution.quantile_to(rows.count() as f64 / n, rule, 0.0)
                };
                let ends = (
                    crossing(&distribution, &test, t),
                    crossing(&distribution, &test, -t),
                );
                (ends.0.map(plain), ends.1.map(plain))
            }
            QuantileInterval::Mean
            | QuantileInterval::Beta
            | QuantileInterval::Logit
            | QuantileInterval::Arcsine => {
                let (below, se) = share(est);
                let rows = who.iter().filter(|it| **it).count() as f64;
                let bounds = method.share_interval(below, se, rows, df, level);
                let back = |at: f64| distribution.quantile(at, rule);
                let inside = |it: f64| (0.0..=1.0).contains(&it);
                let low = bounds.map(|it| it.low).filter(|it| inside(*it));
                let high = bounds.map(|it| it.high).filter(|it| inside(*it));
                (low.map(back), high.map(back))
            }
        };
        let width = high.unwrap_or(f64::NAN) - low.unwrap_or(f64::NAN);
        let se = width / (2.0 * t_quantile(0.5 + level / 2.0, df));
        Quantile { est, low, high, se }
    }
}

impl QuantileInterval {
    fn share_interval(self, p: f64, se: f64, n: f64, df: f64, level: f64) -> Option<Interval> {
        match self {
            QuantileInterval::Mean | QuantileInterval::Score => {
                interval::symmetric(p, se, df, level)
            }
            QuantileInterval::Beta => {
                interval::korn_graubard(p, p * (1.0 - p) / (se * se), n, df, level, false)
            }
            QuantileInterval::Logit => interval::logit(p, se, df, level),
            QuantileInterval::Arcsine => interval::arcsine(p, se, df, level),
        }
    }
}

/// The value below a root of `test - goal` between the ends of the distribution, less a hundredth
/// of the interquartile range; none when the test does not pass the goal there. The test need not
/// fall steadily, so which root is found is the search's choice; it is that of R's `uniroot`.
fn crossing(distribution: &Distribution, test: &dyn Fn(f64) -> f64, goal: f64) -> Option<f64> {
    let plain = Distribution::of(distribution.values.iter().map(|it| (*it, 1.0)));
    let quartile = |p: f64| plain.quantile(p, QuantileRule::Modes);
    let inset = (quartile(0.75) - quartile(0.25)) / 100.0;
    let (low, high) = (
        *plain.values.first()? + inset,
        *plain.values.last()? - inset,
    );
    let tolerance = 0.01 / libm::sqrt(plain.values.len() as f64);
    brent(&|limit| test(limit) - goal, low, high, tolerance)
}

/// A root between two points of unlike sign (Brent 1973, chapter 4); none when they are alike.
fn brent(f: &dyn Fn(f64) -> f64, low: f64, high: f64, tolerance: f64) -> Option<f64> {
    let (mut a, mut b) = (low, high);
    let (mut fa, mut fb) = (f(a), f(b));
    let (mut c, mut fc) = (a, fa);
    let unlike = fa * fb <= 0.0;
    if !unlike {
        return None;
    }
    for _ in 0..1000 {
        let before = b - a;
        if fc.abs() < fb.abs() {
            (a, b, c) = (b, c, b);
            (fa, fb, fc) = (fb, fc, fb);
        }
        let enough = 2.0 * f64::EPSILON * b.abs() + tolerance / 2.0;
        let mut step = (c - b) / 2.0;
        if step.abs() <= enough || fb == 0.0 {
            return Some(b);
        }
        if before.abs() >= enough && fa.abs() > fb.abs() {
            let width = c - b;
            let (mut p, mut q) = if a == c {
                let t = fb / fa;
                (width * t, 1.0 - t)
            } else {
                let (q, t, u) = (fa / fc, fb / fc, fb / fa);
                let p = u * (width * q * (q - t) - (b - a) * (t - 1.0));
                (p, (q - 1.0) * (t - 1.0) * (u - 1.0))
            };
            if p > 0.0 {
                q = -q;
            } else {
                p = -p;
            }
            if p < 0.75 * width * q - (enough * q).abs() / 2.0 && p < (before * q / 2.0).abs() {
                step = p / q;
            }
        }
        if step.abs() < enough {
            step = libm::copysign(enough, step);
        }
        (a, fa) = (b, fb);
        b += step;
        fb = f(b);
        if fb * fc > 0.0 {
            (c, fc) = (a, fa);
        }
    }
    Some(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The nine rules on 1 to 5 without weights, as R's `quantile(1:5, 0.3, type = 1:9)` has them.
    #[test]
    fn without_weights_the_rules_are_those_of_hyndman_and_fan() {
        let values = Distribution::of((1..=5).map(|it| (f64::from(it), 1.0)));
        let rules = [
            (QuantileRule::Inverse, 2.0),
            (QuantileRule::Averaged, 2.0),
            (QuantileRule::Linear, 1.5),
            (QuantileRule::Middle, 2.0),
            (QuantileRule::Weibull, 1.8),
            (QuantileRule::Modes, 2.2),
            (QuantileRule::MedianUnbiased, 1.933_333_333_333_333_3),
            (QuantileRule::NormalUnbiased, 1.95),
        ];
        for (rule, wanted) in rules {
            assert!(
                (values.quantile(0.3, rule) - wanted).abs() < 1e-12,
                "{rule:?}"
            );
        }
    }

    #[test]
    fn equal_values_count_together() {
        let values = Distribution::of([(3.0, 1.0), (3.0, 2.0), (5.0, 3.0), (4.0, 0.0)]);
        assert_eq!(values.quantile(0.5, QuantileRule::Inverse), 3.0);
        assert_eq!(values.quantile(0.5, QuantileRule::Averaged), 4.0);
        assert_eq!(values.cdf(3.5), 0.5);
        assert_eq!(values.grouped_median(), 3.5);
        assert!(
            Distribution::default()
                .quantile(0.5, QuantileRule::Linear)
                .is_nan()
        );
    }
}
