use std::borrow::Cow;

use crate::base::{DateTime, Missing};

/// A node of the instance, as an index that only the [`World`] understands.
///
/// Ids say nothing about document order: [`World::children`] does. `u32::MAX` is never asked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub u32);

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
    /// The answer: "" where blank, missing or off the path, and for groups.
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
}
