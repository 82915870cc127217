//! Doubles as text: one way to read them and one to find their digits.
//!
//! Both are exact. The standard library is so too, and faster, with tables and special cases that
//! weigh thirty kilobytes in the resident's page. Here the numbers that people write take a short
//! way, and long integers do the rest.

mod long;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use long::Long;

/// Powers of ten up to this one are doubles without rounding.
const EXACT_POWER: i32 = 22;
/// Whole numbers with so many digits are doubles without rounding.
const EXACT_DIGITS: usize = 15;
/// More digits than it takes to tell any double from any point between two doubles (767); what
/// follows only says whether there is more.
const MAX_DIGITS: usize = 800;

/// Reads decimal digits with an optional sign, point and exponent, and rounds to the nearest
/// double, of two equally near ones to the even. Infinite if too large; none if it is no number.
pub(crate) fn read(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, read_exponent(exponent)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let n_digits = whole.len() + fraction.len();
    let digits = || whole.bytes().chain(fraction.bytes());
    if n_digits == 0 || !digits().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let exponent = exponent.saturating_sub(i32::try_from(fraction.len()).ok()?);
    let number = if n_digits <= EXACT_DIGITS && exponent.abs() <= EXACT_POWER {
        let whole = digits().fold(0, |sum, it| sum * 10 + u64::from(it - b'0'));
        scale(whole as f64, exponent)
    } else {
        nearest(digits(), exponent)
    };
    Some(if text.starts_with('-') {
        -number
    } else {
        number
    })
}

/// An exponent; what is beyond all doubles is cut off there.
fn read_exponent(text: &str) -> Option<i32> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text).as_bytes();
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let add = |sum: i32, it: &u8| (sum * 10 + i32::from(it - b'0')).min(1 << 24);
    let exponent = digits.iter().fold(0, add);
    Some(if text.starts_with('-') {
        -exponent
    } else {
        exponent
    })
}

/// A whole number times a power of ten, rounded once (Clinger 1990).
fn scale(whole: f64, exponent: i32) -> f64 {
    let power = (0..exponent.abs()).fold(1.0, |power, _| power * 10.0);
    if exponent < 0 {
        whole / power
    } else {
        whole * power
    }
}

/// The double nearest to `digits` times a power of ten, by long division.
fn nearest(digits: impl Iterator<Item = u8>, mut exponent: i32) -> f64 {
    let mut above = Long::new(0);
    let mut n_digits = 0;
    let mut rest = false;
    for digit in digits.skip_while(|it| *it == b'0') {
        if n_digits < MAX_DIGITS {
            above.times_plus(10, u32::from(digit - b'0'));
            n_digits += 1;
        } else {
            rest |= digit != b'0';
            exponent = exponent.saturating_add(1);
        }
    }
    let magnitude = exponent.saturating_add(n_digits as i32);
    if n_digits == 0 || magnitude < -330 {
        return 0.0;
    }
    if magnitude > 310 {
        return f64::INFINITY;
    }
    let mut below = Long::new(1);
    let scaled = if exponent < 0 { &mut below } else { &mut above };
    scaled.times_power_of_ten(exponent.unsigned_abs());
    // Brought to the same number of bits, the quotient is between a half and two.
    let shift = above.n_bits() as i32 - below.n_bits() as i32;
    let shorter = if shift < 0 { &mut above } else { &mut below };
    shorter.shift(shift.unsigned_abs());
    let mut quotient: u64 = 0;
    for _ in 0..63 {
        quotient <<= 1;
        if above >= below {
            above.minus(&below);
            quotient |= 1;
        }
        above.shift(1);
    }
    rest |= !above.is_zero();
    round(quotient | u64::from(rest), shift - 62)
}

/// `whole` · 2^`exponent` to the nearest double. The last bit of `whole` may stand for all below.
fn round(whole: u64, exponent: i32) -> f64 {
    let n_bits = 64 - whole.leading_zeros() as i32;
    // Below 2^-1022 there are fewer than 53 bits, the last always 2^-1074.
    let n_kept = (n_bits + exponent + 1074).min(53);
    if n_kept < 0 {
        return 0.0;
    }
    let n_dropped = n_bits - n_kept;
    let dropped = whole & ((1 << n_dropped) - 1);
    let mut kept = whole >> n_dropped;
    let half = 1 << (n_dropped - 1);
    kept += u64::from(dropped > half || (dropped == half && kept & 1 == 1));
    kept as f64 * power_of_two(exponent + n_dropped)
}

/// 2^`exponent`, from -1074 to 1023.
fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(match exponent {
        ..-1022 => 1 << (exponent + 1074),
        _ => ((exponent + 1023) as u64) << 52,
    })
}

/// The fewest decimal digits that come back to the same double, and of those the closest ones.
pub(crate) struct Digits {
    /// The first and the last are not 0.
    pub(crate) digits: String,
    /// Where the point stands: the number is 0.`digits` times 10 to this.
    pub(crate) point: i32,
}

impl Digits {
    /// The digits of a finite number above 0.
    pub(crate) fn of(number: f64) -> Digits {
        Digits::few(number).unwrap_or_else(|| Digits::many(number))
    }

    /// At most fifteen digits: no two such decimals are the same double, so there is one way only.
    fn few(number: f64) -> Option<Digits> {
        let mut power = 1.0;
        for places in 0..=EXACT_POWER {
            let whole = number * power + 0.5;
            if whole >= 1e15 {
                return None;
            }
            let whole = whole as u64;
            if whole as f64 / power == number {
                let digits = whole.to_string();
                return Some(Digits {
                    point: digits.len() as i32 - places,
                    digits: digits.trim_end_matches('0').to_owned(),
                });
            }
            power *= 10.0;
        }
        None
    }

    /// Digit by digit, until no other double is as near.
    fn many(number: f64) -> Digits {
        let (mut gap, mut point) = Gap::around(number);
        if gap.reaches() {
            point += 1;
            gap.unit.times_plus(10, 0);
        }
        let mut digits = String::new();
        loop {
            gap.magnify(1);
            let mut digit = b'0';
            while gap.rest >= gap.unit {
                gap.rest.minus(&gap.unit);
                digit += 1;
            }
            let (low, high) = (gap.falls(), gap.reaches());
            if high && (!low || gap.is_nearer_above(digit)) {
                digit += 1;
            }
            digits.push(char::from(digit));
            if low || high {
                return Digits { digits, point };
            }
        }
    }
}

/// The doubles that come back to a number, in the terms of Steele and White (1990): all four are
/// multiples of one scale.
struct Gap {
    /// What is left of the number.
    rest: Long,
    /// Half way to the next double, and to the one before.
    up: Long,
    down: Long,
    /// What the next digits are tenths of.
    unit: Long,
    /// Whether the points half way come back to the number too.
    closed: bool,
}

impl Gap {
    /// The number, and the power of ten just above it or the one before that.
    fn around(number: f64) -> (Gap, i32) {
        let bits = number.to_bits();
        let (biased, fraction) = ((bits >> 52) as i32, bits & ((1 << 52) - 1));
        let (whole, exponent) = match biased {
            0 => (fraction, -1074),
            _ => (fraction | 1 << 52, biased - 1075),
        };
        // The double before a power of two is only half as far away as the one behind.
        let down = if fraction == 0 && biased > 1 { 1 } else { 2 };
        let mut gap = Gap {
            rest: Long::new(whole * 4),
            up: Long::new(2),
            down: Long::new(down),
            unit: Long::new(4),
            closed: whole & 1 == 0,
        };
        for long in [&mut gap.rest, &mut gap.up, &mut gap.down] {
            long.shift(exponent.max(0) as u32);
        }
        gap.unit.shift((-exponent).max(0) as u32);
        let n_bits = 64 - whole.leading_zeros() as i32;
        let log10 = f64::from(n_bits + exponent - 1) * std::f64::consts::LOG10_2;
        let point = libm::ceil(log10 - 1e-10) as i32;
        match point {
            ..0 => gap.magnify(point.unsigned_abs()),
            _ => gap.unit.times_power_of_ten(point.unsigned_abs()),
        }
        (gap, point)
    }

    /// Ten to the power of `exponent` times as many units.
    fn magnify(&mut self, exponent: u32) {
        for long in [&mut self.rest, &mut self.up, &mut self.down] {
            long.times_power_of_ten(exponent);
        }
    }

    /// Whether the digits so far come back to the number.
    fn falls(&self) -> bool {
        self.rest < self.down || (self.closed && self.rest == self.down)
    }

    /// Whether they do with one more in the last place.
    fn reaches(&self) -> bool {
        let sum = self.rest.plus(&self.up);
        sum > self.unit || (self.closed && sum == self.unit)
    }

    /// Whether one more is nearer; of two equally near ones, ECMA-262 asks for the even.
    fn is_nearer_above(&mut self, digit: u8) -> bool {
        self.rest.shift(1);
        match self.rest.cmp(&self.unit) {
            Ordering::Less => false,
            Ordering::Equal => digit & 1 == 1,
            Ordering::Greater => true,
        }
    }
}

/// Writes a finite number as XPath 1.0 does: no exponent, no plus sign, no needless zero.
pub(crate) fn plain(number: f64) -> String {
    if number == 0.0 {
        // Also for minus zero.
        return "0".to_owned();
    }
    let Digits { digits, point } = Digits::of(number.abs());
    let sign = if number < 0.0 { "-" } else { "" };
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    let n_digits = digits.len() as i32;
    if point <= 0 {
        [sign, "0.", &zeros(-point), &digits].concat()
    } else if n_digits <= point {
        [sign, &digits, &zeros(point - n_digits)].concat()
    } else {
        let (whole, fraction) = digits.split_at(point as usize);
        [sign, whole, ".", fraction].concat()
    }
}
