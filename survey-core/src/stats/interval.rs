//! Confidence intervals.
//!
//! Functions of plain numbers; [`EstimateSet`](super::EstimateSet) chooses among them. All return
//! none when the interval does not exist: no degrees of freedom, an empty base, numbers that are
//! not finite, a level outside 0 to 1.

use super::special::{beta_quantile, normal_quantile, t_quantile};

/// The two ends of a confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

impl Interval {
    fn new(low: f64, high: f64) -> Option<Interval> {
        (low.is_finite() && high.is_finite()).then_some(Interval { low, high })
    }

    /// Upper less lower bound.
    pub fn width(&self) -> f64 {
        self.high - self.low
    }
}

/// The quantile that leaves half of `1 - level` above it; infinite `df` means the normal one.
fn critical(df: f64, level: f64) -> f64 {
    if level > 0.0 && level < 1.0 {
        t_quantile(0.5 + level / 2.0, df)
    } else {
        f64::NAN
    }
}

/// `estimate ± t se`.
pub fn symmetric(estimate: f64, se: f64, df: f64, level: f64) -> Option<Interval> {
    let half = critical(df, level) * se;
    Interval::new(estimate - half, estimate + half)
}

/// Wilson's score interval for share `p` of `n` people, where `n` is an effective sample size and
/// `t` takes the place of `z` (survey 4.5, `svyciprop(method = "wilson")`; Kott 2017). With
/// infinite `df` it is Wilson's own.
pub fn wilson(p: f64, n: f64, df: f64, level: f64) -> Option<Interval> {
    let t = critical(df, level);
    let tt = t * t / n;
    let half = t * libm::sqrt(p * (1.0 - p) / n + tt / (4.0 * n));
    let low = (p + tt / 2.0 - half) / (1.0 + tt);
    let high = (p + tt / 2.0 + half) / (1.0 + tt);
    Interval::new(low.max(0.0), high.min(1.0))
}

/// Clopper and Pearson's exact interval for `x` of `n`; neither need be whole.
pub fn clopper_pearson(x: f64, n: f64, level: f64) -> Option<Interval> {
    let tail = (1.0 - level) / 2.0;
    let low = if x <= 0.0 {
        0.0
    } else {
        beta_quantile(tail, x, n - x + 1.0)
    };
    let high = if x >= n {
        1.0
    } else {
        beta_quantile(1.0 - tail, x + 1.0, n - x)
    };
    if n > 0.0 {
        Interval::new(low, high)
    } else {
        None
    }
}

/// Korn and Graubard's interval: Clopper and Pearson's with the effective sample size adjusted to
/// the degrees of freedom, `n_eff (t_{n-1} / t_df)²`. With `cap` it never exceeds `n`
/// (Parker et al. 2017, NCHS Series 2 no. 175).
pub fn korn_graubard(
    p: f64,
    n_eff: f64,
    n: f64,
    df: f64,
    level: f64,
    cap: bool,
) -> Option<Interval> {
    let size = korn_graubard_size(n_eff, n, df, level);
    let size = if cap { size.min(n) } else { size };
    clopper_pearson(p * size, size, level)
}

/// The sample size of Korn and Graubard's interval, `n_eff (t_{n-1} / t_df)²`.
pub fn korn_graubard_size(n_eff: f64, n: f64, df: f64, level: f64) -> f64 {
    let ratio = critical(n - 1.0, level) / critical(df, level);
    n_eff * ratio * ratio
}

/// Jeffreys's interval for `x` of `n`.
pub fn jeffreys(x: f64, n: f64, level: f64) -> Option<Interval> {
    let tail = (1.0 - level) / 2.0;
    let (a, b) = (x + 0.5, n - x + 0.5);
    let low = if x <= 0.0 {
        0.0
    } else {
        beta_quantile(tail, a, b)
    };
    let high = if x >= n {
        1.0
    } else {
        beta_quantile(1.0 - tail, a, b)
    };
    Interval::new(low, high)
}

/// Agresti and Coull's interval for `x` of `n`. Its bounds may lie outside 0 to 1.
pub fn agresti_coull(x: f64, n: f64, level: f64) -> Option<Interval> {
    let z = critical(f64::INFINITY, level);
    let size = n + z * z;
    let p = (x + z * z / 2.0) / size;
    symmetric(p, libm::sqrt(p * (1.0 - p) / size), f64::INFINITY, level)
}

/// Interval of a share that is symmetric on the logit scale (`svyciprop(method = "xlogit")`).
pub fn logit(p: f64, se: f64, df: f64, level: f64) -> Option<Interval> {
    let half = critical(df, level) * se / (p * (1.0 - p));
    let at = libm::log(p / (1.0 - p));
    let back = |it: f64| 1.0 / (1.0 + libm::exp(-it));
    Interval::new(back(at - half), back(at + half))
}

/// Interval of a share that is symmetric on the arcsine scale (`svyciprop(method = "asin")`).
pub fn arcsine(p: f64, se: f64, df: f64, level: f64) -> Option<Interval> {
    let half = critical(df, level) * se / (2.0 * libm::sqrt(p * (1.0 - p)));
    let at = libm::asin(libm::sqrt(p));
    let back = |it: f64| libm::sin(it) * libm::sin(it);
    Interval::new(back(at - half), back(at + half))
}

/// Profile likelihood interval of a share: where twice the loss of the quasi-binomial likelihood
/// of `n` people, over its dispersion `n / (n - 1)`, stays within `t²` times the design effect of
/// the log odds (`svyciprop(method = "likelihood")`).
pub fn likelihood(p: f64, se: f64, n: f64, df: f64, level: f64) -> Option<Interval> {
    let t = critical(df, level);
    let deff = n * se * se / (p * (1.0 - p));
    let limit = t * t * deff * n / (n - 1.0);
    let loss = |q: f64| {
        let yes = p * libm::log(p / q);
        let no = (1.0 - p) * libm::log((1.0 - p) / (1.0 - q));
        2.0 * n * (yes + no) - limit
    };
    if !(p > 0.0 && p < 1.0 && limit > 0.0) {
        return None;
    }
    Interval::new(crossing(&loss, p, 0.0), crossing(&loss, p, 1.0))
}

/// Where an increasing loss passes zero between `inside`, where it is negative, and `outside`.
fn crossing(loss: &dyn Fn(f64) -> f64, mut inside: f64, mut outside: f64) -> f64 {
    for _ in 0..200 {
        let middle = (inside + outside) / 2.0;
        if loss(middle) > 0.0 {
            outside = middle;
        } else {
            inside = middle;
        }
    }
    (inside + outside) / 2.0
}

/// Wilson's interval with Yates's continuity correction (Newcombe 1998, method 4; R `prop.test`).
pub fn wilson_corrected(x: f64, n: f64, level: f64) -> Option<Interval> {
    let (p, z) = (x / n, z(level));
    let correction = (0.5_f64).min((x - n / 2.0).abs());
    let bound = |sign: f64| {
        let centre = p + sign * correction / n;
        let half = z * libm::sqrt(centre * (1.0 - centre) / n + z * z / (4.0 * n * n));
        (centre + z * z / (2.0 * n) + sign * half) / (1.0 + z * z / n)
    };
    Interval::new(bound(-1.0).max(0.0), bound(1.0).min(1.0))
}

/// Wilson's interval with the bound next to 0 or 1 mended where one or all but one said yes
/// (Brown, Cai & DasGupta 2001; `Hmisc::binconf`).
pub fn wilson_mended(x: f64, n: f64, level: f64) -> Option<Interval> {
    let mut bounds = wilson(x / n, n, f64::INFINITY, level)?;
    let mended = -libm::log(level) / n;
    if x == 1.0 {
        bounds.low = mended;
    }
    if x == n - 1.0 {
        bounds.high = 1.0 - mended;
    }
    Some(bounds)
}

/// Newcombe's interval (1998, method 10) for the difference of two independent shares, from the
/// Wilson interval of each.
pub fn newcombe(first: (f64, Interval), second: (f64, Interval)) -> Interval {
    let ((p, a), (q, b)) = (first, second);
    let hypotenuse = |x: f64, y: f64| libm::sqrt(x * x + y * y);
    Interval {
        low: p - q - hypotenuse(p - a.low, b.high - q),
        high: p - q + hypotenuse(a.high - p, q - b.low),
    }
}

/// Adjusted Wald interval for a net promoter score, in points, for unweighted counts: three people
/// are added, three quarters of one to promoters and as many to detractors (Rocks 2016).
/// Returns the centre, the standard error and the interval, kept within -100 to 100.
pub fn net_adjusted_wald(
    promoters: f64,
    passives: f64,
    detractors: f64,
    level: f64,
) -> Option<(f64, f64, Interval)> {
    let n = promoters + passives + detractors + 3.0;
    let (p, d) = ((promoters + 0.75) / n, (detractors + 0.75) / n);
    let se = libm::sqrt((p + d - (p - d) * (p - d)) / n);
    let raw = symmetric(p - d, se, f64::INFINITY, level)?;
    let inside = |it: f64| (100.0 * it).clamp(-100.0, 100.0);
    let bounds = Interval {
        low: inside(raw.low),
        high: inside(raw.high),
    };
    Some((100.0 * (p - d), 100.0 * se, bounds))
}

/// The normal quantile that leaves half of `1 - level` above it.
pub fn z(level: f64) -> f64 {
    normal_quantile(0.5 + level / 2.0)
}
