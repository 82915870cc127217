//! Distribution functions and their inverses.
//!
//! Only `libm` is called, so native and wasm give the same bits. Densities use Loader's saddle
//! point form (C. Loader 2000, "Fast and accurate computation of binomial probabilities"), which
//! keeps its digits where differences of log gammas lose them. Tails are computed as tails.

use std::f64::consts::{LN_2, PI, SQRT_2};

/// Logarithm of the gamma function of a positive number.
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// Probability that a standard normal variable exceeds `z`.
pub fn normal_upper(z: f64) -> f64 {
    0.5 * libm::erfc(z / SQRT_2)
}

/// The standard normal quantile.
pub fn normal_quantile(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p > 0.5 {
        return -normal_quantile(1.0 - p);
    }
    if p == 0.5 || p == 0.0 {
        return if p == 0.5 { 0.0 } else { f64::NEG_INFINITY };
    }
    // A start good to 0.0005 (Abramowitz & Stegun 26.2.23), then Newton on the logarithm.
    let t = libm::sqrt(-2.0 * libm::log(p));
    let below = 2.515517 + t * (0.802853 + t * 0.010328);
    let mut z = t - below / (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    for _ in 0..5 {
        let tail = normal_upper(z);
        let density = libm::exp(-z * z / 2.0) / libm::sqrt(2.0 * PI);
        z += (libm::log(tail) - libm::log(p)) * tail / density;
    }
    -z
}

/// Probability that Student's t with `df` degrees of freedom exceeds `t`; infinite `df` means the
/// normal distribution.
pub fn t_upper(t: f64, df: f64) -> f64 {
    if df == f64::INFINITY {
        return normal_upper(t);
    }
    if t < 0.0 {
        return 1.0 - t_upper(-t, df);
    }
    let (inside, beyond) = beta_pair(t * t / (df + t * t), df / (df + t * t), 0.5, df / 2.0);
    if inside < 0.5 {
        0.5 - inside / 2.0
    } else {
        beyond / 2.0
    }
}

/// Quantile of Student's t.
pub fn t_quantile(p: f64, df: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if df == f64::INFINITY {
        return normal_quantile(p);
    }
    if p < 0.5 {
        return -t_tail_quantile(p, df);
    }
    t_tail_quantile(1.0 - p, df)
}

/// The positive `t` with `tail` above it.
fn t_tail_quantile(tail: f64, df: f64) -> f64 {
    if tail >= 0.5 {
        return 0.0;
    }
    if tail == 0.0 {
        return f64::INFINITY;
    }
    let goal = libm::log(tail);
    let ln_scale = ln_gamma((df + 1.0) / 2.0) - ln_gamma(df / 2.0) - 0.5 * libm::log(df * PI);
    let u = solve(
        -60.0,
        700.0,
        libm::log(-normal_quantile(tail).min(-1e-20)),
        |u| {
            let t = libm::exp(u);
            let above = t_upper(t, df);
            let density = libm::exp(ln_scale - (df + 1.0) / 2.0 * libm::log1p(t * t / df));
            (goal - libm::log(above), t * density / above)
        },
    );
    libm::exp(u)
}

/// Probability that a beta variable is at most `x` (the regularised incomplete beta function).
pub fn beta_lower(x: f64, a: f64, b: f64) -> f64 {
    beta_pair(x, 1.0 - x, a, b).0
}

/// Quantile of the beta distribution.
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    if !((0.0..=1.0).contains(&p) && a > 0.0 && b > 0.0) {
        return f64::NAN;
    }
    if p == 0.0 || p == 1.0 {
        return p;
    }
    if p <= beta_lower(0.5, a, b) {
        beta_small_quantile(p, a, b)
    } else {
        1.0 - beta_small_quantile(1.0 - p, b, a)
    }
}

/// The quantile where it is at most one half, solved as a logarithm so that it may be tiny.
fn beta_small_quantile(p: f64, a: f64, b: f64) -> f64 {
    let goal = libm::log(p);
    let u = solve(-740.0, -LN_2, (goal / a).clamp(-740.0, -LN_2 - 1e-6), |u| {
        let x = libm::exp(u);
        let below = beta_pair(x, 1.0 - x, a, b).0;
        let density = beta_kernel(x, 1.0 - x, a, b) / (1.0 - x);
        (libm::log(below) - goal, density / below)
    });
    libm::exp(u)
}

/// Probability that an F variable exceeds `f`; the degrees of freedom need not be whole.
pub fn f_upper(f: f64, df1: f64, df2: f64) -> f64 {
    if f <= 0.0 {
        return 1.0;
    }
    let whole = df2 + df1 * f;
    beta_pair(df2 / whole, df1 * f / whole, df2 / 2.0, df1 / 2.0).0
}

/// Quantile of the F distribution.
pub fn f_quantile(p: f64, df1: f64, df2: f64) -> f64 {
    let below = beta_quantile(p, df1 / 2.0, df2 / 2.0);
    let above = beta_quantile(1.0 - p, df2 / 2.0, df1 / 2.0);
    let ratio = if below < 0.5 {
        below / (1.0 - below)
    } else {
        (1.0 - above) / above
    };
    ratio * df2 / df1
}

/// Probability that a chi-square variable exceeds `x`.
pub fn chi_square_upper(x: f64, df: f64) -> f64 {
    gamma_pair(x / 2.0, df / 2.0).1
}

/// Quantile of the chi-square distribution.
pub fn chi_square_quantile(p: f64, df: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if p == 0.0 || p == 1.0 {
        return if p == 0.0 { 0.0 } else { f64::INFINITY };
    }
    let a = df / 2.0;
    let middle = gamma_pair(a, a).0;
    let start = libm::log(a) + ((libm::log(p) - libm::log(middle)) / a).clamp(-700.0, 3.0);
    let u = solve(-740.0, 700.0, start, |u| {
        let x = libm::exp(u);
        let (below, above) = gamma_pair(x, a);
        let density = gamma_kernel(x, a) * a;
        if p <= middle {
            (libm::log(below) - libm::log(p), density / below)
        } else {
            (libm::log(1.0 - p) - libm::log(above), density / above)
        }
    });
    2.0 * libm::exp(u)
}

/// `I_x(a, b)` and its complement, for `y = 1 - x`, by the continued fraction of the smaller side.
fn beta_pair(x: f64, y: f64, a: f64, b: f64) -> (f64, f64) {
    if x.is_nan() || y.is_nan() || !(a > 0.0 && b > 0.0) {
        return (f64::NAN, f64::NAN);
    }
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if y <= 0.0 {
        return (1.0, 0.0);
    }
    if x < (a + 1.0) / (a + b + 2.0) {
        let below = beta_kernel(x, y, a, b) * beta_fraction(x, a, b) / a;
        (below, 1.0 - below)
    } else {
        let above = beta_kernel(x, y, a, b) * beta_fraction(y, b, a) / b;
        (1.0 - above, above)
    }
}

/// `x^a y^b / B(a, b)`, from the binomial density of `a` in `a + b`.
fn beta_kernel(x: f64, y: f64, a: f64, b: f64) -> f64 {
    let n = a + b;
    let ln_deviance = -deviance(a, n * x) - deviance(b, n * y);
    let ln_stirling = stirling_error(n) - stirling_error(a) - stirling_error(b);
    libm::exp(ln_deviance + ln_stirling) * libm::sqrt(a * (b / n) / (2.0 * PI))
}

/// The continued fraction of the incomplete beta function, by Lentz's method.
fn beta_fraction(x: f64, a: f64, b: f64) -> f64 {
    let mut fraction = Lentz::new(1.0);
    fraction.step(-(a + b) * x / (a + 1.0), 1.0);
    for m in 1..20_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        fraction.step(even, 1.0);
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        if fraction.step(odd, 1.0) {
            break;
        }
    }
    fraction.value
}

/// The regularised incomplete gamma function `P(a, x)` and its complement.
fn gamma_pair(x: f64, a: f64) -> (f64, f64) {
    if x.is_nan() || a.is_nan() || a <= 0.0 {
        return (f64::NAN, f64::NAN);
    }
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x < a + 1.0 {
        let below = gamma_kernel(x, a) * gamma_series(x, a);
        (below, 1.0 - below)
    } else {
        let above = gamma_kernel(x, a) * a * gamma_fraction(x, a);
        (1.0 - above, above)
    }
}

/// `x^a e^-x / Γ(a + 1)`, the Poisson density.
fn gamma_kernel(x: f64, a: f64) -> f64 {
    libm::exp(-stirling_error(a) - deviance(a, x)) / libm::sqrt(2.0 * PI * a)
}

fn gamma_series(x: f64, a: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for m in 1..20_000 {
        term *= x / (a + f64::from(m));
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
    }
    sum
}

fn gamma_fraction(x: f64, a: f64) -> f64 {
    let mut fraction = Lentz::new(x + 1.0 - a);
    for m in 1..20_000 {
        let m = f64::from(m);
        if fraction.step(-m * (m - a), x + 2.0 * m + 1.0 - a) {
            break;
        }
    }
    fraction.value
}

/// A continued fraction evaluated from the front.
struct Lentz {
    value: f64,
    c: f64,
    d: f64,
}

impl Lentz {
    /// `1 / (denominator + …)`.
    fn new(denominator: f64) -> Lentz {
        let d = 1.0 / nonzero(denominator);
        Lentz {
            value: d,
            c: 1e300,
            d,
        }
    }

    /// Takes in the next `numerator / (denominator + …)`; true when it changes nothing more.
    fn step(&mut self, numerator: f64, denominator: f64) -> bool {
        self.d = 1.0 / nonzero(denominator + numerator * self.d);
        self.c = nonzero(denominator + numerator / self.c);
        let change = self.c * self.d;
        self.value *= change;
        (change - 1.0).abs() < 1e-15
    }
}

fn nonzero(x: f64) -> f64 {
    if x.abs() < 1e-300 { 1e-300 } else { x }
}

/// `ln Γ(n + 1) - (n + 1/2) ln n + n - ln(2π) / 2`: the error of Stirling's formula.
fn stirling_error(n: f64) -> f64 {
    if n <= 15.0 {
        let ln_gamma = ln_gamma(n + 1.0);
        return ln_gamma - (n + 0.5) * libm::log(n) + n - 0.5 * libm::log(2.0 * PI);
    }
    let nn = n * n;
    const S: [f64; 6] = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1260.0,
        -1.0 / 1680.0,
        1.0 / 1188.0,
        -691.0 / 360_360.0,
    ];
    S.iter().rev().fold(0.0, |sum, s| sum / nn + s) / n
}

/// `x ln(x / m) + m - x`, without cancellation near `x = m`.
fn deviance(x: f64, m: f64) -> f64 {
    if (x - m).abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) + m - x;
    }
    let v = (x - m) / (x + m);
    let mut sum = (x - m) * v;
    let mut term = 2.0 * x * v;
    for j in 1..1000 {
        term *= v * v;
        let next = sum + term / f64::from(2 * j + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// The root of an increasing function given with its derivative: Newton, kept inside a bracket.
fn solve(mut low: f64, mut high: f64, start: f64, f: impl Fn(f64) -> (f64, f64)) -> f64 {
    let mut at = if start > low && start < high {
        start
    } else {
        (low + high) / 2.0
    };
    for _ in 0..200 {
        let (value, slope) = f(at);
        if value > 0.0 {
            high = at;
        } else {
            low = at;
        }
        let newton = at - value / slope;
        let next = if newton > low && newton < high {
            newton
        } else {
            (low + high) / 2.0
        };
        if (next - at).abs() <= 1e-16 * at.abs().max(1e-3) {
            return next;
        }
        at = next;
    }
    at
}
