//! Functions of numbers. What no exact rule fixes comes from libm, so that every platform gives
//! the same digits.

use super::call::Call;
use super::eval::Evaluated;
use super::tree::Term;
use super::value::{XValue, node_text, number_from_text};

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
        let best = numbers(&self.texts(0)?).reduce(better);
        Ok(best.unwrap_or(f64::NAN).into())
    }

    pub(super) fn sum(&self) -> Evaluated<XValue> {
        let world = self.eval.world;
        let nodes = self.nodes(0)?;
        let texts: Vec<_> = nodes.iter().map(|it| node_text(world, *it)).collect();
        // From positive zero, so that no answers add up to 0.
        Ok(numbers(&texts).fold(0.0, |a, b| a + b).into())
    }

    /// Whether between min and max of the conditions hold, or their weights together.
    pub(super) fn checklist(&self, weighted: bool) -> Evaluated<XValue> {
        let (min, max) = (self.number(0)?, self.number(1)?);
        if weighted && self.len() % 2 == 1 {
            let message = "expected a weight after every condition".to_owned();
            return self.refuse(self.len() - 1, message);
        }
        let mut total = 0.0;
        let mut idx = 2;
        while idx < self.len() {
            let weight = if weighted { self.number(idx + 1)? } else { 1.0 };
            total += weight * self.truths(&self.args[idx])?;
            idx += if weighted { 2 } else { 1 };
        }
        let fits = (min == -1.0 || total >= min) && (max == -1.0 || total <= max);
        Ok(fits.into())
    }

    /// How many of a condition's values hold: of nodes, those that are not blank.
    fn truths(&self, term: &Term) -> Evaluated<f64> {
        Ok(match self.eval.term(term, self.focus)? {
            XValue::Nodes(nodes) => {
                let world = self.eval.world;
                nodes
                    .iter()
                    .filter(|it| !world.value(**it).is_empty())
                    .count() as f64
            }
            value => f64::from(u8::from(value.to_bool())),
        })
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
    if !number.is_finite() {
        return number;
    }
    let text = format!("{}", number.abs());
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let mut digits: Vec<u8> = whole.bytes().chain(decimals.bytes()).collect();
    let cut = whole.len() as i64 + i64::from(places);
    if cut >= digits.len() as i64 {
        return number;
    }
    if cut < 0 {
        return 0.0;
    }
    let cut = cut as usize;
    let up = digits[cut] >= b'5';
    digits.iter_mut().skip(cut).for_each(|it| *it = b'0');
    let mut whole = whole.len();
    if up {
        let mut place = cut;
        while place > 0 && digits[place - 1] == b'9' {
            place -= 1;
            digits[place] = b'0';
        }
        match place {
            0 => {
                digits.insert(0, b'1');
                whole += 1;
            }
            _ => digits[place - 1] += 1,
        }
    }
    digits.insert(whole, b'.');
    let rounded = String::from_utf8_lossy(&digits)
        .parse()
        .unwrap_or(number.abs());
    if number < 0.0 { -rounded } else { rounded }
}
