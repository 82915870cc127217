use std::borrow::Cow;

use crate::base::{DateTime, Missing};

/// A node of the instance, as an index that only the [`World`] understands.
///
/// Ids say nothing about document order: [`World::children`] does. `u32::MAX` is never asked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub u32);

/// What a node is in XPath's data model.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NodeKind {
    /// A question or group of a form: an element whose answer stands in itself.
    Question,
    /// An element of an XML document, whose text stands in nodes of its own.
    Element,
    /// An attribute of an element.
    Attribute,
    /// A piece of text.
    Text,
    /// A comment.
    Comment,
    /// A processing instruction.
    Instruction,
    /// What holds the root element.
    Document,
}

/// What an expression can see: a tree of named nodes, and the moment of asking.
pub trait World {
    /// The form's root element (`/data`).
    fn root(&self) -> NodeId;
    /// The node above; none for a root.
    fn parent(&self, node: NodeId) -> Option<NodeId>;
    /// The nodes below, in document order.
    fn children(&self, node: NodeId) -> &[NodeId];
    /// The node's name; all instances of a repeat share theirs.
    fn name(&self, node: NodeId) -> &str;
    /// The answer: "" where blank, missing or off the path, and for groups. Of an
    /// [`NodeKind::Element`] and a document, all text inside.
    fn value(&self, node: NodeId) -> Cow<'_, str>;
    /// What `${name}` means seen from `from`, in document order: within the nearest common repeat
    /// instance where there is one, else every instance.
    fn named(&self, name: &str, from: NodeId) -> Vec<NodeId>;
    /// Why there is no answer, if there is none.
    fn missing(&self, node: NodeId) -> Option<Missing>;
    /// How the answers are given: `interviewer`, `self`, `kiosk` or `paper_entry`.
    fn mode(&self) -> &str;
    /// The moment of asking.
    fn now(&self) -> DateTime;
    /// A number in `[0, 1)`, from a seed that the edge gave.
    fn random(&self) -> f64;
    /// The label, in the language being shown, of the choice `value` of the question `node`.
    fn choice_label(&self, node: NodeId, value: &str) -> Option<String>;
    /// The root element of a secondary instance: what `instance('id')/root` names. It is reached
    /// through the same `parent`, `children`, `name` and `value`.
    fn instance(&self, id: &str) -> Option<NodeId>;
    /// The nodes directly below that have this name, where the world finds them faster than by
    /// looking at each.
    fn children_named(&self, _node: NodeId, _name: &str) -> Option<Vec<NodeId>> {
        None
    }
    /// The nodes directly below whose own child of the name `column` holds exactly `text`, in
    /// document order, where the world finds them faster than by looking at each.
    fn children_with(&self, _node: NodeId, _column: &str, _text: &str) -> Option<Vec<NodeId>> {
        None
    }
    /// Whether the node counts for expressions: nodes off the path do not.
    fn is_relevant(&self, _node: NodeId) -> bool {
        true
    }
    /// Whether absolute paths lead through the repeat instances that the asking node stands in, as
    /// in ODK's engines. In an XML document they lead through all.
    fn is_form(&self) -> bool {
        false
    }
    /// Told how many steps an evaluation took.
    fn spent(&self, _steps: u32) {}
    /// The node above the root element, where the world is an XML document.
    #[cfg(feature = "rare-functions")]
    fn document(&self) -> Option<NodeId> {
        None
    }
    /// What the node is.
    #[cfg(feature = "rare-functions")]
    fn kind(&self, _node: NodeId) -> NodeKind {
        NodeKind::Question
    }
    /// The node's attributes; each has the node as its parent.
    #[cfg(feature = "rare-functions")]
    fn attributes(&self, _node: NodeId) -> &[NodeId] {
        &[]
    }
    /// The URI of the namespace that the node's name is in; blank if none.
    #[cfg(feature = "rare-functions")]
    fn namespace(&self, _node: NodeId) -> &str {
        ""
    }
    /// The text of that id, in the language being shown.
    #[cfg(feature = "rare-functions")]
    fn itext(&self, _id: &str) -> Option<String> {
        None
    }
}
