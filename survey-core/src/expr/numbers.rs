//! Functions of numbers. What no exact rule fixes comes from libm, so that every platform gives
//! the same digits.

use super::call::Call;
use super::eval::Evaluated;
use super::value::{XValue, node_text, number_from_text};
use crate::base::number::{self, Digits};

impl Call<'_> {
    pub(super) fn round(&self) -> Evaluated<XValue> {
        let places = if self.len() == 2 {
            self.number(1)?
        } else {
            0.0
        };
        Ok(round_decimal(self.number(0)?, places as i32).into())
    }

    pub(super) fn extreme(&self, largest: bool) -> Evaluated<XValue> {
        let better = |best: f64, next: f64| {
            if best.is_nan() || next.is_nan() {
                f64::NAN
            } else if largest == (next > best) {
                next
            } else {
                best
            }
        };
        let best = self.numbers()?.into_iter().reduce(better);
        Ok(best.unwrap_or(f64::NAN).into())
    }

    /// The numbers of all arguments, without the blanks; nodes give one each.
    fn numbers(&self) -> Evaluated<Vec<f64>> {
        let world = self.eval.world;
        let mut all = Vec::new();
        for idx in 0..self.len() {
            match self.value(idx)? {
                XValue::Number(it) if it.is_nan() => {}
                value @ (XValue::Number(_) | XValue::Bool(_)) => all.push(value.to_number(world)),
                XValue::Text(text) => all.extend(numbers(&[text])),
                XValue::Nodes(nodes) => {
                    let texts: Vec<_> = nodes.iter().map(|it| node_text(world, *it)).collect();
                    all.extend(numbers(&texts));
                }
            }
        }
        Ok(all)
    }

    pub(super) fn sum(&self) -> Evaluated<XValue> {
        let world = self.eval.world;
        let nodes = self.nodes(0)?;
        let texts: Vec<_> = nodes.iter().map(|it| node_text(world, *it)).collect();
        // From positive zero, so that no answers add up to 0.
        Ok(numbers(&texts).fold(0.0, |a, b| a + b).into())
    }
}

/// The numbers that texts show, without the blanks.
fn numbers<T: AsRef<str>>(texts: &[T]) -> impl Iterator<Item = f64> {
    let texts = texts.iter().map(AsRef::as_ref);
    texts
        .filter(|it| !it.trim().is_empty())
        .map(number_from_text)
}

/// Rounds the shortest decimal that means the number, half away from zero, so that 1.005 to two
/// places is 1.01. Negative places round to tens.
pub(super) fn round_decimal(number: f64, places: i32) -> f64 {
    if number == 0.0 || !number.is_finite() {
        return number;
    }
    let Digits { digits, point } = Digits::of(number.abs());
    let n_kept = i64::from(point) + i64::from(places);
    if n_kept >= digits.len() as i64 {
        return number;
    }
    let rounded = match usize::try_from(n_kept) {
        Ok(n_kept) => {
            let (kept, cut) = digits.split_at(n_kept);
            let kept = kept.parse::<u64>().unwrap_or(0) + u64::from(cut >= "5");
            let exponent = -i64::from(places);
            number::read(&format!("{kept}e{exponent}")).unwrap_or(0.0)
        }
        Err(_) => 0.0,
    };
    if number < 0.0 { -rounded } else { rounded }
}

#[cfg(test)]
mod tests {
    use super::round_decimal;

    #[test]
    fn rounds_what_people_see() {
        for (number, places, expected) in [
            (1.005, 2, 1.01),
            (9.995, 2, 10.0),
            (999.5, 0, 1000.0),
            (-2.5, 0, -3.0),
            (0.05, 0, 0.0),
            (0.5, 0, 1.0),
            (-0.3, 0, 0.0),
            (7.0, -1, 10.0),
            (4.0, -1, 0.0),
            (12_345.678, -2, 12_300.0),
            (0.000_012_5, 6, 0.000_013),
            (0.1 + 0.2, 16, 0.3),
            (1e22, 2, 1e22),
            (1.5, i32::MAX, 1.5),
            (1.5, i32::MIN, 0.0),
        ] {
            assert_eq!(round_decimal(number, places), expected, "{number} {places}");
        }
    }
}
