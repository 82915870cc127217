//! Functions of texts and of space-separated lists.

use super::call::Call;
use super::eval::Evaluated;
use super::value::XValue;

pub(super) fn tokens(list: &str) -> impl Iterator<Item = &str> {
    list.split_ascii_whitespace()
}

impl Call<'_> {
    pub(super) fn coalesce(&self) -> Evaluated<XValue> {
        let last = self.len() - 1;
        for idx in 0..last {
            let value = self.value(idx)?;
            if !value.to_text(self.eval.world).is_empty() {
                return Ok(value);
            }
        }
        self.value(last)
    }

    pub(super) fn once(&self) -> Evaluated<XValue> {
        let own = self.eval.world.value(self.eval.asking);
        if own.is_empty() {
            self.value(0)
        } else {
            Ok(own.into_owned().into())
        }
    }
}
