//! Numbers as text.

use super::figure::{Estimate, Numbers, Shown};

/// Stands for a number that is not one.
const NO_NUMBER: &str = "–";

impl Numbers {
    /// `41%`
    pub(super) fn value(&self, value: f64) -> String {
        match self.digits(value) {
            Some(digits) => format!("{digits}{}", self.unit),
            None => String::from(NO_NUMBER),
        }
    }

    /// `38–44`, without the unit.
    pub(super) fn interval(&self, (low, high): (f64, f64)) -> String {
        match (self.digits(low), self.digits(high)) {
            (Some(low), Some(high)) => format!("{low}–{high}"),
            _ => String::from(NO_NUMBER),
        }
    }

    /// `41% (38–44)`
    pub(super) fn estimate(&self, estimate: &Estimate) -> String {
        match estimate.interval {
            Some(ends) => format!("{} ({})", self.value(estimate.value), self.interval(ends)),
            None => self.value(estimate.value),
        }
    }

    fn digits(&self, value: f64) -> Option<String> {
        let scaled = value * self.factor;
        if !scaled.is_finite() {
            return None;
        }
        let text = format!("{:.*}", usize::from(self.decimals.min(6)), scaled);
        let is_zero = text.bytes().all(|it| matches!(it, b'-' | b'0' | b'.'));
        Some(match text.strip_prefix('-') {
            Some(zero) if is_zero => zero.to_owned(),
            // A hyphen is too short to be seen as a sign.
            Some(positive) => format!("\u{2212}{positive}"),
            None => text,
        })
    }
}

impl Shown {
    /// The value for a column of values: short or with its interval.
    pub(super) fn cell(&self, numbers: &Numbers, with_interval: bool) -> String {
        match self {
            Shown::Value(it) if with_interval => numbers.estimate(it),
            Shown::Value(it) => numbers.value(it.value),
            Shown::Withheld(why) => why.clone(),
        }
    }

    /// The estimate, when it may be shown.
    pub(super) fn estimate(&self) -> Option<&Estimate> {
        match self {
            Shown::Value(it) => Some(it),
            Shown::Withheld(_) => None,
        }
    }
}

/// `12,345`
pub(super) fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_carry_their_unit_and_intervals_do_not() {
        let numbers = Numbers::percent();
        let estimate = Estimate {
            value: 0.412,
            interval: Some((0.378, 0.444)),
        };
        assert_eq!(numbers.estimate(&estimate), "41% (38–44)");
        assert_eq!(Numbers::plain(1).estimate(&estimate), "0.4 (0.4–0.4)");
    }

    #[test]
    fn zero_has_no_sign_and_minus_is_a_minus() {
        assert_eq!(Numbers::percent().value(-0.001), "0%");
        assert_eq!(Numbers::percent().value(-0.05), "\u{2212}5%");
        assert_eq!(Numbers::percent().value(f64::NAN), "–");
    }

    #[test]
    fn counts_are_grouped_by_thousands() {
        assert_eq!(
            [0, 999, 1000, 2_820, 1_234_567].map(count),
            ["0", "999", "1,000", "2,820", "1,234,567"]
        );
    }
}
