//! Ways to nodes that do not look at every sibling: by name, by the asking node's own place, and
//! by an index of what a child holds.

use super::document::DOCUMENT;
use super::eval::{Eval, Evaluated, Focus};
use super::function::Function;
use super::moment::Moment;
use super::tree::{Axis, Kind, Op, Start, Step, Term, Test};
use super::value::XValue;
use super::world::NodeId;

impl Eval<'_> {
    /// The nodes that a step leads to, or a few more, where there is a shorter way to them than
    /// along the axis.
    pub(super) fn short_cut(
        &self,
        axis: Axis,
        node: NodeId,
        step: &Step,
        own: bool,
    ) -> Evaluated<Option<Vec<NodeId>>> {
        let Test::Name(name) = &step.test else {
            return Ok(None);
        };
        if axis != Axis::Child || node == DOCUMENT || name.ends_with('*') {
            return Ok(None);
        }
        if own && self.world.is_form() {
            let mut around = self.all_above(self.asking);
            let inside = around.find(|it| self.above(*it) == Some(node));
            if let Some(inside) = inside
                && self.world.name(inside) == &**name
            {
                return Ok(Some(vec![inside]));
            }
        }
        match self.looked_up(node, &step.predicates)? {
            Some(found) => Ok(Some(found)),
            None => Ok(self.world.children_named(node, name)),
        }
    }

    /// The children of a node that may pass the first predicate, where that compares a child of
    /// theirs with a text and the world has an index. Every other child fails it.
    pub(super) fn looked_up(
        &self,
        parent: NodeId,
        predicates: &[Term],
    ) -> Evaluated<Option<Vec<NodeId>>> {
        let Some(predicate) = predicates.first().filter(|it| !counts_places(it)) else {
            return Ok(None);
        };
        let Some((column, key)) = key_of(predicate) else {
            return Ok(None);
        };
        let focus = Focus {
            node: self.asking,
            position: 1,
            size: 1,
        };
        let text = match self.term(key, focus)? {
            XValue::Text(text) => text,
            XValue::Nodes(nodes) if nodes.is_empty() => {
                match self.operand(key, focus, XValue::Nodes(nodes)) {
                    XValue::Text(blank) => blank,
                    XValue::Nodes(_) | XValue::Bool(_) | XValue::Number(_) => {
                        return Ok(Some(Vec::new()));
                    }
                }
            }
            value @ XValue::Nodes(_) if value.is_single() => value.to_text(self.world).into_owned(),
            XValue::Nodes(_) | XValue::Bool(_) | XValue::Number(_) => return Ok(None),
        };
        // Dates are equal that are written in different ways.
        if Moment::read(&text).is_some() {
            return Ok(None);
        }
        Ok(self.world.children_with(parent, column, &text))
    }
}

/// The child's name and the term that a predicate compares it with, such as `state` and
/// `${state}` in `state = ${state} and pop > 5`.
fn key_of(predicate: &Term) -> Option<(&str, &Term)> {
    let Kind::Chain(first, rest) = &predicate.kind else {
        return None;
    };
    if let [(Op::Eq, second)] = rest.as_slice() {
        return compared(first, second).or_else(|| compared(second, first));
    }
    if rest.iter().any(|(op, _)| *op != Op::And) {
        return None;
    }
    let rest = rest.iter().map(|(_, term)| term);
    std::iter::once(&**first).chain(rest).find_map(key_of)
}

fn compared<'a>(column: &'a Term, key: &'a Term) -> Option<(&'a str, &'a Term)> {
    let Kind::Path(Start::Here, steps) = &column.kind else {
        return None;
    };
    let [step] = steps.as_slice() else {
        return None;
    };
    match &step.test {
        Test::Name(name) if step.axis == Axis::Child && step.predicates.is_empty() => {
            is_free(key).then_some((&**name, key))
        }
        _ => None,
    }
}

/// Whether a term has the same value at every node that a predicate looks at.
fn is_free(term: &Term) -> bool {
    let is_plain = |steps: &[Step]| steps.iter().all(|it| it.predicates.is_empty());
    match &term.kind {
        Kind::Text(_) | Kind::Name(_) => true,
        Kind::Path(Start::Document, steps) => is_plain(steps),
        Kind::Path(Start::Term(base), steps) => is_free(base) && is_plain(steps),
        Kind::Call(Function::Current, _) => true,
        Kind::Call(Function::String | Function::Concat | Function::Coalesce, args) => {
            !args.is_empty() && args.iter().all(is_free)
        }
        Kind::Path(Start::Here, _) | Kind::Call(..) => false,
        Kind::Number(_) | Kind::Chain(..) | Kind::Negate(_) => false,
        Kind::Quoted(_) | Kind::Filter(..) => false,
    }
}

/// Whether a predicate asks for places, which are others once some nodes are left out.
fn counts_places(term: &Term) -> bool {
    match &term.kind {
        Kind::Call(Function::Position | Function::Last, args) if args.is_empty() => true,
        Kind::Call(_, args) => args.iter().any(counts_places),
        Kind::Chain(first, rest) => {
            counts_places(first) || rest.iter().any(|(_, it)| counts_places(it))
        }
        Kind::Negate(inner) | Kind::Quoted(inner) => counts_places(inner),
        Kind::Number(_) | Kind::Text(_) | Kind::Name(_) => false,
        Kind::Filter(base, _) => counts_places(base),
        Kind::Path(Start::Term(base), _) => counts_places(base),
        Kind::Path(Start::Here | Start::Document, _) => false,
    }
}
