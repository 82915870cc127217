//! Function calls: which evaluator runs, and how it gets its arguments.

use crate::base::Missing;

use super::eval::{Eval, Evaluated, Focus, fail};
use super::function::Function;
use super::texts::tokens;
use super::tree::{Span, Term};
use super::value::{XValue, node_text, number_from_text};
use super::world::NodeId;

/// One call with its arguments not yet evaluated. The parser has checked their number.
#[derive(Clone, Copy)]
pub(super) struct Call<'a> {
    pub(super) eval: &'a Eval<'a>,
    pub(super) args: &'a [Term],
    pub(super) at: Span,
    pub(super) focus: Focus,
}

impl Eval<'_> {
    pub(super) fn call(
        &self,
        function: Function,
        args: &[Term],
        at: Span,
        focus: Focus,
    ) -> Evaluated<XValue> {
        let call = Call {
            eval: self,
            args,
            at,
            focus,
        };
        call.run(function)
    }
}

impl Call<'_> {
    pub(super) fn len(&self) -> usize {
        self.args.len()
    }

    pub(super) fn value(&self, idx: usize) -> Evaluated<XValue> {
        self.eval.term(&self.args[idx], self.focus)
    }

    pub(super) fn text(&self, idx: usize) -> Evaluated<String> {
        let value = self.value(idx)?;
        Ok(match value {
            XValue::Text(text) => text,
            value => value.to_text(self.eval.world).into_owned(),
        })
    }

    pub(super) fn number(&self, idx: usize) -> Evaluated<f64> {
        Ok(self.value(idx)?.to_number(self.eval.world))
    }

    pub(super) fn bool(&self, idx: usize) -> Evaluated<bool> {
        Ok(self.value(idx)?.to_bool())
    }

    pub(super) fn nodes(&self, idx: usize) -> Evaluated<Vec<NodeId>> {
        self.eval.nodes(&self.args[idx], self.focus)
    }

    /// The text of an argument, or of the node looked at where it is left out.
    pub(super) fn text_or_here(&self) -> Evaluated<String> {
        if self.args.is_empty() {
            Ok(node_text(self.eval.world, self.focus.node).into_owned())
        } else {
            self.text(0)
        }
    }

    /// The texts of all arguments from `first` on; nodes give one each.
    pub(super) fn texts(&self, first: usize) -> Evaluated<Vec<String>> {
        let mut texts = Vec::new();
        for idx in first..self.len() {
            match self.value(idx)? {
                XValue::Nodes(nodes) => {
                    let world = self.eval.world;
                    texts.extend(nodes.iter().map(|it| node_text(world, *it).into_owned()));
                }
                value => texts.push(value.to_text(self.eval.world).into_owned()),
            }
        }
        Ok(texts)
    }

    /// An error about the argument `idx`.
    pub(super) fn refuse<T>(&self, idx: usize, message: String) -> Evaluated<T> {
        fail(message, self.args.get(idx).map_or(self.at, |it| it.at))
    }

    /// A function of one number.
    pub(super) fn math(&self, function: fn(f64) -> f64) -> Evaluated<XValue> {
        Ok(function(self.number(0)?).into())
    }

    /// A test of two texts.
    fn test(&self, test: fn(&str, &str) -> bool) -> Evaluated<XValue> {
        Ok(test(&self.text(0)?, &self.text(1)?).into())
    }

    /// The parser lets no such call through.
    #[cfg(not(feature = "rare-functions"))]
    fn rare(&self, function: Function) -> Evaluated<XValue> {
        fail(
            format!("`{}` is left out of this page", function.name()),
            self.at,
        )
    }

    fn run(&self, function: Function) -> Evaluated<XValue> {
        use Function as F;
        match function {
            F::Selected => self.test(|list, value| tokens(list).any(|it| it == value.trim())),
            F::CountSelected => Ok((tokens(&self.text(0)?).count() as f64).into()),
            F::ChoiceName => self.choice_name(),
            F::If => self.value(if self.bool(0)? { 1 } else { 2 }),
            F::Coalesce => self.coalesce(),
            F::Once => self.once(),
            F::True => Ok(true.into()),
            F::False => Ok(false.into()),
            F::Not => Ok((!self.bool(0)?).into()),
            F::Boolean => Ok(self.bool(0)?.into()),
            F::Missing => Ok(self.missing()?.is_some().into()),
            F::MissingReason => Ok(self.missing()?.map_or("", Missing::name).to_owned().into()),
            F::Answered => self.answered(),
            F::Mode => Ok(self.eval.world.mode().to_owned().into()),
            F::String => Ok(self.text_or_here()?.into()),
            F::Concat => Ok(self.texts(0)?.concat().into()),
            F::StringLength => Ok((self.text_or_here()?.chars().count() as f64).into()),
            F::Contains => self.test(|text, part| text.contains(part)),
            F::StartsWith => self.test(|text, part| text.starts_with(part)),
            F::EndsWith => self.test(|text, part| text.ends_with(part)),
            F::Number if self.args.is_empty() => Ok(number_from_text(&self.text_or_here()?).into()),
            F::Number => Ok(self.number(0)?.into()),
            F::Int => self.math(f64::trunc),
            F::Round => self.round(),
            F::Floor => self.math(f64::floor),
            F::Ceiling => self.math(f64::ceil),
            F::Abs => self.math(f64::abs),
            F::Max => self.extreme(true),
            F::Min => self.extreme(false),
            F::Sum => self.sum(),
            F::Random => Ok(self.eval.world.random().into()),
            F::Count => Ok((self.nodes(0)?.len() as f64).into()),
            F::CountNonEmpty => self.count_non_empty(),
            F::Position => self.position(),
            F::Last => Ok((self.focus.size as f64).into()),
            F::Instance => self.instance().map(XValue::Nodes),
            F::Current => Ok(XValue::Nodes(vec![self.eval.asking])),
            F::Today => Ok(self.eval.world.now().date.to_string().into()),
            F::Now => Ok(self.eval.world.now().to_string().into()),
            F::SelectedAt
            | F::BooleanFromString
            | F::Checklist
            | F::WeightedChecklist
            | F::Join
            | F::Substr
            | F::Substring
            | F::SubstringBefore
            | F::SubstringAfter
            | F::Translate
            | F::NormalizeSpace
            | F::Sqrt
            | F::Pi
            | F::IndexedRepeat
            | F::PullData
            | F::Randomize
            | F::Name
            | F::LocalName
            | F::NamespaceUri
            | F::Itext
            | F::Id
            | F::Lang
            | F::Date
            | F::DateTime
            | F::FormatDate
            | F::FormatDateTime
            | F::DecimalDateTime
            | F::DecimalTime
            | F::Regex
            | F::Digest
            | F::Base64Decode
            | F::Uuid
            | F::Pow
            | F::Exp
            | F::Exp10
            | F::Log
            | F::Log10
            | F::Sin
            | F::Cos
            | F::Tan
            | F::Asin
            | F::Acos
            | F::Atan
            | F::Atan2
            | F::Area
            | F::Distance
            | F::Geofence
            | F::Intersects => self.rare(function),
        }
    }
}
