//! What an expression of one line can see.

use std::borrow::Cow;
use std::cell::RefCell;

use serde_json::Value;
use survey_core::base::{DateTime, Missing, Seed};
use survey_core::expr::{NodeId, NodeKind, World};

use super::tree::Tree;

/// The nodes of a line with its moment, its mode and its words.
pub(super) struct LineWorld<'a> {
    pub(super) tree: &'a Tree,
    line: &'a Value,
    now: DateTime,
    random: RefCell<Seed>,
}

impl<'a> LineWorld<'a> {
    pub(super) fn new(tree: &'a Tree, line: &'a Value, now: DateTime) -> LineWorld<'a> {
        let seed = line["seed"].as_u64();
        LineWorld {
            tree,
            line,
            now,
            random: RefCell::new(Seed::new(seed.unwrap_or_default())),
        }
    }
}

impl World for LineWorld<'_> {
    fn root(&self) -> NodeId {
        self.tree.root
    }

    fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.tree.node(node).parent
    }

    fn children(&self, node: NodeId) -> &[NodeId] {
        &self.tree.node(node).children
    }

    fn name(&self, node: NodeId) -> &str {
        &self.tree.node(node).name
    }

    fn value(&self, id: NodeId) -> Cow<'_, str> {
        let node = self.tree.node(id);
        match node.kind {
            NodeKind::Element | NodeKind::Document => self.tree.text_inside(id),
            NodeKind::Question | NodeKind::Attribute | NodeKind::Text => Cow::Borrowed(&node.text),
            NodeKind::Comment | NodeKind::Instruction => Cow::Borrowed(&node.text),
        }
    }

    fn named(&self, name: &str, from: NodeId) -> Vec<NodeId> {
        let all: Vec<NodeId> = self.tree.named(name).collect();
        if all.len() < 2 {
            return all;
        }
        // Those in the nearest instance around: further out there are only more of them.
        let inside = |around: NodeId| -> Vec<NodeId> {
            let within = |it: &NodeId| self.tree.above(*it).any(|up| up == around);
            all.iter().copied().filter(within).collect()
        };
        let nearest = self.tree.above(from).map(inside).find(|it| !it.is_empty());
        nearest.unwrap_or(all)
    }

    fn missing(&self, id: NodeId) -> Option<Missing> {
        let node = self.tree.node(id);
        node.missing.or_else(|| {
            let is_group = node.kind == NodeKind::Question && !node.children.is_empty();
            (!is_group && self.value(id).is_empty()).then_some(Missing::Skipped)
        })
    }

    fn mode(&self) -> &str {
        self.line["mode"].as_str().unwrap_or("self")
    }

    fn now(&self) -> DateTime {
        self.now
    }

    fn random(&self) -> f64 {
        self.random.borrow_mut().unit()
    }

    fn choice_label(&self, node: NodeId, value: &str) -> Option<String> {
        let label = &self.line["choices"][self.name(node)][value];
        label.as_str().map(str::to_owned)
    }

    fn instance(&self, id: &str) -> Option<NodeId> {
        self.tree.list(id)
    }

    fn document(&self) -> Option<NodeId> {
        self.tree.document
    }

    fn kind(&self, node: NodeId) -> NodeKind {
        self.tree.node(node).kind
    }

    fn attributes(&self, node: NodeId) -> &[NodeId] {
        &self.tree.node(node).attributes
    }

    fn namespace(&self, node: NodeId) -> &str {
        self.tree.namespace(node)
    }

    fn itext(&self, id: &str) -> Option<String> {
        self.line["itext"][id].as_str().map(str::to_owned)
    }
}
