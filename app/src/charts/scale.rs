//! From values to pixels.

use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::RangedCoordf64;

/// A linear axis between two pixels.
pub(super) struct Scale {
    coord: RangedCoordf64,
    /// Values at the two ends.
    pub(super) domain: (f64, f64),
    /// Pixels at the two ends.
    pub(super) pixels: (i32, i32),
}

impl Scale {
    /// An axis over `domain`; an empty or unordered one becomes one unit long.
    pub(super) fn new(domain: (f64, f64), pixels: (i32, i32)) -> Scale {
        let domain = match domain {
            (low, high) if low.is_finite() && high.is_finite() && low < high => domain,
            (low, _) if low.is_finite() => (low, low + 1.0),
            _ => (0.0, 1.0),
        };
        Scale {
            coord: RangedCoordf64::from(domain.0..domain.1),
            domain,
            pixels,
        }
    }

    /// The pixel of `value`, kept on the axis.
    pub(super) fn at(&self, value: f64) -> i32 {
        let value = if value.is_nan() { self.domain.0 } else { value };
        self.coord
            .map(&value.clamp(self.domain.0, self.domain.1), self.pixels)
    }

    /// Round values on the axis, `step` apart.
    pub(super) fn ticks(&self, step: f64) -> Vec<f64> {
        let tolerance = step * 1e-9;
        let first = ((self.domain.0 - tolerance) / step).ceil();
        let n_ticks = ((self.domain.1 + tolerance) / step).floor() - first;
        (0..=n_ticks.clamp(0.0, 50.0) as u32)
            .map(|idx| (first + f64::from(idx)) * step)
            .collect()
    }
}

/// The smallest round number (1, 2 or 5 times a power of ten) that is at least
/// `span`; 1 when `span` is not a positive number.
pub(super) fn round_up(span: f64) -> f64 {
    if !(span.is_finite() && span > 0.0) {
        return 1.0;
    }
    let power = 10f64.powf(span.log10().floor());
    let factor = [1.0, 2.0, 5.0, 10.0];
    let found = factor
        .into_iter()
        .find(|it| it * power >= span * (1.0 - 1e-9));
    found.unwrap_or(10.0) * power
}

/// `values` widened to multiples of `step`.
pub(super) fn widen(values: (f64, f64), step: f64) -> (f64, f64) {
    let tolerance = 1e-9;
    (
        (values.0 / step + tolerance).floor() * step,
        (values.1 / step - tolerance).ceil() * step,
    )
}

/// The least and the greatest of `values`, leaving out what is not a number.
pub(super) fn extent(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values
        .filter(|it| it.is_finite())
        .fold(None, |so_far, it| match so_far {
            None => Some((it, it)),
            Some((low, high)) => Some((low.min(it), high.max(it))),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_map_between_the_ends_and_stay_there() {
        let scale = Scale::new((0.0, 0.5), (100, 200));
        assert_eq!(
            [-1.0, 0.0, 0.25, 0.5, 9.0, f64::NAN].map(|it| scale.at(it)),
            [100, 100, 150, 200, 200, 100]
        );
    }

    #[test]
    fn ticks_are_round() {
        let scale = Scale::new((0.35, 0.9), (0, 100));
        let ticks: Vec<String> = scale
            .ticks(0.2)
            .iter()
            .map(|it| format!("{it:.1}"))
            .collect();
        assert_eq!(ticks, ["0.4", "0.6", "0.8"]);
        assert_eq!(
            [0.0, 0.03, 0.07, 3.1, 20.0, 21.0].map(round_up),
            [1.0, 0.05, 0.1, 5.0, 20.0, 50.0]
        );
    }

    #[test]
    fn broken_domains_do_not_break_the_axis() {
        for domain in [
            (1.0, 1.0),
            (2.0, 1.0),
            (f64::NAN, 1.0),
            (0.0, f64::INFINITY),
        ] {
            let at = Scale::new(domain, (0, 10)).at(0.5);
            assert!((0..=10).contains(&at));
        }
    }
}
