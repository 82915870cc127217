//! Parts of texts, counted in characters.

use super::call::Call;
use super::eval::Evaluated;
use super::texts::tokens;
use super::value::XValue;

/// A count or place in a text, from a number that may be anything.
pub(super) fn index(number: f64) -> i64 {
    // `as` saturates; NaN gives 0.
    number as i64
}

impl Call<'_> {
    pub(super) fn selected_at(&self) -> Evaluated<XValue> {
        let (list, place) = (self.text(0)?, self.number(1)?);
        let found = (place >= 0.0).then(|| tokens(&list).nth(index(place) as usize));
        Ok(found.flatten().unwrap_or_default().to_owned().into())
    }

    /// One side of a text around the first occurrence of a part.
    pub(super) fn split(
        &self,
        side: for<'t> fn((&'t str, &'t str)) -> &'t str,
    ) -> Evaluated<XValue> {
        let (text, part) = (self.text(0)?, self.text(1)?);
        Ok(text.split_once(&part).map_or("", side).to_owned().into())
    }

    pub(super) fn translate(&self) -> Evaluated<XValue> {
        let (text, from, to) = (self.text(0)?, self.text(1)?, self.text(2)?);
        let to: Vec<char> = to.chars().collect();
        let replaced = text.chars().filter_map(|c| {
            let place = from.chars().position(|it| it == c);
            place.map_or(Some(c), |place| to.get(place).copied())
        });
        Ok(replaced.collect::<String>().into())
    }

    pub(super) fn substr(&self) -> Evaluated<XValue> {
        let text: Vec<char> = self.text(0)?.chars().collect();
        let len = text.len() as i64;
        let place = |number: f64| {
            let idx = index(number);
            (if idx < 0 {
                len.saturating_add(idx)
            } else {
                idx
            })
            .clamp(0, len) as usize
        };
        let start = place(self.number(1)?);
        let end = match self.len() {
            3 => place(self.number(2)?),
            _ => text.len(),
        };
        let kept = text.get(start..end).unwrap_or_default();
        Ok(kept.iter().collect::<String>().into())
    }

    /// XPath 1.0, section 4.2, with its rounding and its NaN.
    pub(super) fn substring(&self) -> Evaluated<XValue> {
        let text = self.text(0)?;
        let round = |number: f64| (number + 0.5).floor();
        let start = round(self.number(1)?);
        let end = match self.len() {
            3 => start + round(self.number(2)?),
            _ => f64::INFINITY,
        };
        let inside = |idx: usize| {
            let place = idx as f64 + 1.0;
            place >= start && place < end
        };
        let kept = text.chars().enumerate().filter(|(idx, _)| inside(*idx));
        Ok(kept.map(|it| it.1).collect::<String>().into())
    }
}
