//! What XML documents have and forms have not: a node above the root element, attributes, and
//! nodes of text, comments and instructions. Without `rare-functions` there are forms only.

use super::eval::Eval;
#[cfg(feature = "rare-functions")]
use super::eval::Evaluated;
use super::tree::Axis;
use super::world::{NodeId, NodeKind, World};

/// The node above a form's root element, which the form does not know. It never leaves the
/// evaluation of a path: a path that ends there gives the root element.
pub(super) const DOCUMENT: NodeId = NodeId(u32::MAX);

/// Whether the node's value is its text already.
#[cfg(feature = "rare-functions")]
pub(super) fn knows_its_text(world: &dyn World, node: NodeId) -> bool {
    match world.kind(node) {
        NodeKind::Question => false,
        NodeKind::Element | NodeKind::Document | NodeKind::Attribute => true,
        NodeKind::Text | NodeKind::Comment | NodeKind::Instruction => true,
    }
}

/// Whether the node's value is its text already.
#[cfg(not(feature = "rare-functions"))]
pub(super) fn knows_its_text(_: &dyn World, _: NodeId) -> bool {
    false
}

/// Whether a node is of the kind that names on this axis mean (XPath 1.0, section 2.3).
pub(super) fn is_principal(kind: NodeKind, axis: Axis) -> bool {
    match kind {
        NodeKind::Question | NodeKind::Element => true,
        NodeKind::Attribute => axis == Axis::Attribute,
        NodeKind::Text | NodeKind::Comment | NodeKind::Instruction | NodeKind::Document => false,
    }
}

#[cfg(not(feature = "rare-functions"))]
impl Eval<'_> {
    pub(super) fn document(&self) -> NodeId {
        DOCUMENT
    }

    pub(super) fn kind(&self, node: NodeId) -> NodeKind {
        if node == DOCUMENT {
            NodeKind::Document
        } else {
            NodeKind::Question
        }
    }

    pub(super) fn all_in_order(&self, top: NodeId) -> Vec<NodeId> {
        self.all_below(top, true)
    }
}

#[cfg(feature = "rare-functions")]
impl Eval<'_> {
    /// The node that `/` means.
    pub(super) fn document(&self) -> NodeId {
        self.world.document().unwrap_or(DOCUMENT)
    }

    pub(super) fn kind(&self, node: NodeId) -> NodeKind {
        if node == DOCUMENT {
            NodeKind::Document
        } else {
            self.world.kind(node)
        }
    }

    /// A node and all below it with their attributes, in document order.
    pub(super) fn all_in_order(&self, top: NodeId) -> Vec<NodeId> {
        let all = self.all_below(top, true);
        if self.document() == DOCUMENT {
            return all;
        }
        let with_attributes = |node: NodeId| {
            let attributes = self.world.attributes(node).iter().copied();
            std::iter::once(node).chain(attributes)
        };
        all.into_iter().flat_map(with_attributes).collect()
    }

    pub(super) fn attributes(&self, node: NodeId) -> Vec<NodeId> {
        match node {
            DOCUMENT => Vec::new(),
            node => self.world.attributes(node).to_vec(),
        }
    }

    /// The nodes along an axis from an attribute, which has no siblings and nothing below.
    pub(super) fn axis_of_attribute(&self, axis: Axis, node: NodeId) -> Evaluated<Vec<NodeId>> {
        let owner = self.above(node).unwrap_or(node);
        Ok(match axis {
            Axis::Itself | Axis::DescendantOrSelf => vec![node],
            Axis::Parent => vec![owner],
            Axis::Ancestor => self.all_above(node).skip(1).collect(),
            Axis::AncestorOrSelf => self.all_above(node).collect(),
            Axis::Following => {
                let mut behind = self.all_below(owner, false);
                behind.extend(self.beside(owner, true));
                behind
            }
            Axis::Preceding => self.beside(owner, false),
            Axis::Child | Axis::Descendant | Axis::Attribute | Axis::Namespace => Vec::new(),
            Axis::FollowingSibling | Axis::PrecedingSibling => Vec::new(),
        })
    }
}
