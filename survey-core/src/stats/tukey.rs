//! The studentised range: how far apart the means of several equal groups come to lie.
//!
//! The integrals and their cut into pieces are those of Copenhaver & Holland (1988), which R's
//! `ptukey` follows too; upper tails are good to about 1e-6 of their size.

use std::f64::consts::{LN_2, PI};

use super::special::{ln_gamma, normal_upper};

/// Gauss-Legendre nodes and weights of 12 points (Abramowitz & Stegun, table 25.4).
const INNER: [(f64, f64); 6] = [
    (0.981_560_634_246_719_3, 0.047_175_336_386_511_83),
    (0.904_117_256_370_474_9, 0.106_939_325_995_318_43),
    (0.769_902_674_194_304_7, 0.160_078_328_543_346_22),
    (0.587_317_954_286_617_4, 0.203_167_426_723_065_92),
    (0.367_831_498_998_180_2, 0.233_492_536_538_354_8),
    (0.125_233_408_511_468_9, 0.249_147_045_813_402_8),
];

/// The same of 16 points.
const OUTER: [(f64, f64); 8] = [
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_095),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_89),
    (0.865_631_202_387_831_7, 0.095_158_511_682_492_78),
    (0.755_404_408_355_003, 0.124_628_971_255_533_88),
    (0.617_876_244_402_643_7, 0.149_595_988_816_576_74),
    (0.458_016_777_657_227_37, 0.169_156_519_395_002_54),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_58),
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
];

/// Probability that the range of `k` standard normal variables exceeds `q` times an independent
/// estimate of their standard deviation with `df` degrees of freedom (Copenhaver & Holland 1988).
pub fn tukey_upper(q: f64, k: f64, df: f64) -> f64 {
    if q.is_nan() || k < 2.0 || df < 2.0 {
        return f64::NAN;
    }
    if q <= 0.0 {
        return 1.0;
    }
    if df > 25_000.0 {
        return 1.0 - range_lower(q, k);
    }
    let half = match df {
        _ if df <= 100.0 => 1.0,
        _ if df <= 800.0 => 0.5,
        _ if df <= 5000.0 => 0.25,
        _ => 0.125,
    };
    let ln_scale = df / 2.0 * libm::log(df) - df * LN_2 - ln_gamma(df / 2.0) + libm::log(half);
    let part = |at: f64, weight: f64| {
        let ln_density = ln_scale + (df / 2.0 - 1.0) * libm::log(at) - at * df / 4.0;
        if ln_density < -30.0 {
            return 0.0;
        }
        range_lower(q * libm::sqrt(at / 2.0), k) * weight * libm::exp(ln_density)
    };
    let mut below = 0.0;
    for piece in 1..=50 {
        let middle = f64::from(2 * piece - 1) * half;
        let pairs = OUTER.iter();
        let sum: f64 = pairs
            .map(|(x, w)| part(middle - x * half, *w) + part(middle + x * half, *w))
            .sum();
        if f64::from(piece) * half >= 1.0 && sum <= 1e-14 {
            break;
        }
        below += sum;
    }
    (1.0 - below).max(0.0)
}

/// The quantile of the studentised range.
pub fn tukey_quantile(p: f64, k: f64, df: f64) -> f64 {
    let goal = 1.0 - p;
    let (mut low, mut high) = (0.0, 10.0);
    while tukey_upper(high, k, df) > goal && high < 1e6 {
        low = high;
        high *= 2.0;
    }
    // Regula falsi on the logarithm, kept from standing still (Dowell & Jarratt 1971).
    let value = |q: f64| libm::log(tukey_upper(q, k, df)) - libm::log(goal);
    let (mut a, mut b) = (value(low), value(high));
    let mut at = high;
    for _ in 0..60 {
        let next = (low * b - high * a) / (b - a);
        let next = if next > low && next < high {
            next
        } else {
            (low + high) / 2.0
        };
        let found = value(next);
        let moved = (next - at).abs();
        at = next;
        if found > 0.0 {
            (low, a, b) = (next, found, b / 2.0);
        } else {
            (high, b, a) = (next, found, a / 2.0);
        }
        if moved < 1e-10 * at {
            break;
        }
    }
    at
}

/// Probability that the range of `k` standard normal variables is at most `w`.
fn range_lower(w: f64, k: f64) -> f64 {
    const END: f64 = 8.0;
    let from = w / 2.0;
    if from >= END {
        return 1.0;
    }
    let all_near = 1.0 - 2.0 * normal_upper(from);
    let mut below = if all_near >= libm::exp(-50.0 / k) {
        libm::pow(all_near, k)
    } else {
        0.0
    };
    let pieces = if w > 3.0 { 2 } else { 3 };
    let half = (END - from) / f64::from(pieces) / 2.0;
    let value = |at: f64| {
        if at * at > 60.0 {
            return 0.0;
        }
        let between = normal_upper(at - w) - normal_upper(at);
        libm::exp(-at * at / 2.0) * libm::pow(between, k - 1.0)
    };
    for piece in 0..pieces {
        let middle = from + half * f64::from(2 * piece + 1);
        let nodes = INNER.iter();
        let sum: f64 = nodes
            .map(|(x, w)| w * (value(middle - x * half) + value(middle + x * half)))
            .sum();
        below += sum * 2.0 * half * k / libm::sqrt(2.0 * PI);
    }
    if below <= libm::exp(-30.0) {
        0.0
    } else {
        below.min(1.0)
    }
}
