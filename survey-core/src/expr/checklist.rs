//! How many conditions hold.

use super::call::Call;
use super::eval::Evaluated;
use super::tree::Term;
use super::value::XValue;

impl Call<'_> {
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
