//! Location paths: axes, node tests, predicates and document order (XPath 1.0, section 2).

use std::collections::BinaryHeap;

use super::document::{DOCUMENT, is_principal};
use super::eval::{Eval, Evaluated, Focus};
use super::function::Function;
use super::tree::{Axis, Kind, Span, Start, Step, Term, Test};
use super::value::XValue;
use super::world::{NodeId, NodeKind};

/// Nodes in document order, and whether none stands below another.
struct Found {
    nodes: Vec<NodeId>,
    flat: bool,
}

impl Eval<'_> {
    pub(super) fn path(
        &self,
        start: &Start,
        steps: &[Step],
        at: Span,
        focus: Focus,
    ) -> Evaluated<XValue> {
        let nodes = match start {
            Start::Here => vec![focus.node],
            Start::Document => vec![self.document()],
            Start::Term(base) => self.nodes(base, focus)?,
        };
        let mut found = Found {
            flat: nodes.len() < 2,
            nodes,
        };
        for (idx, step) in steps.iter().enumerate() {
            let root = idx == 0 && starts_at_instance(start);
            let is_last = idx + 1 == steps.len();
            let own = *start == Start::Document && !is_last && step.predicates.is_empty();
            found = self.step(found, step, (root, own), at)?;
        }
        if found.nodes.first() == Some(&DOCUMENT) {
            let root = self.world.root();
            found
                .nodes
                .retain(|node| *node != DOCUMENT && *node != root);
            found.nodes.insert(0, root);
        }
        found.nodes.retain(|it| self.world.is_relevant(*it));
        Ok(XValue::Nodes(found.nodes))
    }

    /// One step from every node found so far.
    ///
    /// The world gives the root element of a secondary instance, so the first step of
    /// `instance('x')/root` stays where it is. A step of an absolute path goes to the `own`
    /// instance of a repeat.
    fn step(
        &self,
        from: Found,
        step: &Step,
        (root, own): (bool, bool),
        at: Span,
    ) -> Evaluated<Found> {
        let axis = match step.axis {
            Axis::Child if root => Axis::Itself,
            // A question stands for the text inside it.
            Axis::Child if step.test == Test::Text && self.document() == DOCUMENT => Axis::Itself,
            axis => axis,
        };
        let alone = from.nodes.len() < 2;
        let mut nodes = Vec::new();
        for node in from.nodes {
            let below = match self.short_cut(axis, node, step, own)? {
                Some(below) => Ok(below),
                None => self.axis(axis, node),
            };
            let mut below = below?;
            self.spend(below.len() + 1, at)?;
            below.retain(|node| self.passes(axis, &step.test, *node));
            if !step.predicates.is_empty() {
                below.retain(|node| *node != DOCUMENT);
            }
            nodes.extend(self.filter(below, &step.predicates)?);
        }
        let in_order = match axis {
            Axis::Itself | Axis::Attribute | Axis::Namespace => true,
            Axis::Child => from.flat,
            Axis::Parent | Axis::Descendant | Axis::DescendantOrSelf => alone,
            Axis::FollowingSibling | Axis::Following => alone,
            Axis::Ancestor | Axis::AncestorOrSelf => false,
            Axis::PrecedingSibling | Axis::Preceding => false,
        };
        let nodes = if in_order {
            nodes
        } else {
            self.in_order(nodes, at)?
        };
        let flat = match axis {
            Axis::Itself | Axis::Child => from.flat,
            Axis::FollowingSibling | Axis::PrecedingSibling => alone,
            Axis::Parent | Axis::Descendant | Axis::DescendantOrSelf => false,
            Axis::Ancestor | Axis::AncestorOrSelf | Axis::Following | Axis::Preceding => false,
            Axis::Attribute | Axis::Namespace => true,
        };
        Ok(Found {
            flat: flat || nodes.len() < 2,
            nodes,
        })
    }

    /// Keeps what every predicate holds for; a number means a position.
    pub(super) fn filter(
        &self,
        mut nodes: Vec<NodeId>,
        predicates: &[Term],
    ) -> Evaluated<Vec<NodeId>> {
        for predicate in predicates {
            let size = nodes.len();
            let mut kept = Vec::new();
            for (idx, node) in nodes.into_iter().enumerate() {
                let position = idx + 1;
                let focus = Focus {
                    node,
                    position,
                    size,
                };
                let keep = match self.term(predicate, focus)? {
                    XValue::Number(wanted) => wanted == position as f64,
                    other => other.to_bool(),
                };
                if keep {
                    kept.push(node);
                }
            }
            nodes = kept;
        }
        Ok(nodes)
    }

    fn passes(&self, axis: Axis, test: &Test, node: NodeId) -> bool {
        let kind = self.kind(node);
        match test {
            Test::Node => true,
            Test::Comment => kind == NodeKind::Comment,
            Test::Instruction => kind == NodeKind::Instruction,
            Test::Any => is_principal(kind, axis),
            Test::Text => {
                kind == NodeKind::Text
                    || kind == NodeKind::Question
                        && self.world.children(node).is_empty()
                        && !self.world.value(node).is_empty()
            }
            Test::Name(name) => {
                is_principal(kind, axis)
                    && match name.strip_suffix('*') {
                        Some(prefix) => self.world.name(node).starts_with(prefix),
                        None => self.world.name(node) == &**name,
                    }
            }
        }
    }

    /// The nodes along an axis, nearest first.
    fn axis(&self, axis: Axis, node: NodeId) -> Evaluated<Vec<NodeId>> {
        let nodes = match axis {
            #[cfg(feature = "rare-functions")]
            axis if self.kind(node) == NodeKind::Attribute => self.axis_of_attribute(axis, node)?,
            #[cfg(feature = "rare-functions")]
            Axis::Attribute => self.attributes(node),
            Axis::Child => self.below(node),
            Axis::Parent => self.above(node).into_iter().collect(),
            Axis::Itself => vec![node],
            Axis::Descendant => self.all_below(node, false),
            Axis::DescendantOrSelf => self.all_below(node, true),
            Axis::Ancestor => self.all_above(node).skip(1).collect(),
            Axis::AncestorOrSelf => self.all_above(node).collect(),
            Axis::FollowingSibling => self.siblings(node, true),
            Axis::PrecedingSibling => self.siblings(node, false),
            Axis::Following => self.beside(node, true),
            Axis::Preceding => self.beside(node, false),
            // Answers have no attributes, and nodes for namespaces nobody asks for.
            #[cfg(not(feature = "rare-functions"))]
            Axis::Attribute => Vec::new(),
            Axis::Namespace => Vec::new(),
        };
        Ok(nodes)
    }

    pub(super) fn above(&self, node: NodeId) -> Option<NodeId> {
        match node {
            DOCUMENT => None,
            node if self.document() == DOCUMENT && node == self.world.root() => Some(DOCUMENT),
            node => self.world.parent(node),
        }
    }

    fn below(&self, node: NodeId) -> Vec<NodeId> {
        match node {
            DOCUMENT => vec![self.world.root()],
            node => self.world.children(node).to_vec(),
        }
    }

    pub(super) fn all_above(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(node), |node| self.above(*node))
    }

    /// A node and all below it, in document order.
    pub(super) fn all_below(&self, node: NodeId, with_itself: bool) -> Vec<NodeId> {
        let mut found = Vec::new();
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            found.push(node);
            match node {
                DOCUMENT => open.push(self.world.root()),
                node => open.extend(self.world.children(node).iter().rev()),
            }
        }
        if !with_itself {
            found.remove(0);
        }
        found
    }

    /// The siblings behind a node, or before it from near to far.
    fn siblings(&self, node: NodeId, behind: bool) -> Vec<NodeId> {
        let all = self
            .above(node)
            .map_or(Vec::new(), |above| self.below(above));
        let place = all.iter().position(|it| *it == node).unwrap_or(0);
        if behind {
            all.into_iter().skip(place + 1).collect()
        } else {
            all.into_iter().take(place).rev().collect()
        }
    }

    /// Everything behind a node, or before it from near to far, without its ancestors.
    pub(super) fn beside(&self, node: NodeId, behind: bool) -> Vec<NodeId> {
        let mut found = Vec::new();
        for node in self.all_above(node) {
            for sibling in self.siblings(node, behind) {
                let mut all = self.all_below(sibling, true);
                if !behind {
                    all.reverse();
                }
                found.extend(all);
            }
        }
        found
    }

    /// The same nodes in document order, each once.
    pub(super) fn in_order(&self, nodes: Vec<NodeId>, at: Span) -> Evaluated<Vec<NodeId>> {
        if nodes.len() < 2 {
            return Ok(nodes);
        }
        let wanted = by_number(nodes);
        let top = |node: &NodeId| self.all_above(*node).last().unwrap_or(*node);
        let tops = by_number(wanted.iter().map(top).collect());
        let mut ordered = Vec::new();
        // The form comes first, whatever the ids of secondary instances are.
        for top in tops.into_iter().rev() {
            let all = self.all_in_order(top);
            // Each is sought among the wanted.
            self.spend(all.len() * 2 + wanted.len(), at)?;
            ordered.extend(
                all.into_iter()
                    .filter(|it| wanted.binary_search(it).is_ok()),
            );
        }
        Ok(ordered)
    }
}

/// The same nodes by their numbers, each once.
fn by_number(nodes: Vec<NodeId>) -> Vec<NodeId> {
    let mut nodes = BinaryHeap::from(nodes).into_sorted_vec();
    nodes.dedup();
    nodes
}

fn starts_at_instance(start: &Start) -> bool {
    match start {
        Start::Here | Start::Document => false,
        Start::Term(base) => matches!(base.kind, Kind::Call(Function::Instance, _)),
    }
}
