//! The instance: one node for every item, and for every instance of a repeat.

use crate::base::{Answer, Missing};
use crate::expr::NodeId;
use crate::questionnaire::{ItemId, Kind, Questionnaire};

/// One node of the instance.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) item: ItemId,
    pub(super) parent: Option<NodeId>,
    pub(super) children: Vec<NodeId>,
    /// What was answered; kept while the node is off the path, so that going back loses nothing.
    pub(super) answer: Option<Answer>,
    /// What was typed, where it cannot be read as a value.
    pub(super) typed: Option<String>,
    /// Whether its own condition holds.
    pub(super) relevant: bool,
    /// Whether it and everything around it is asked.
    pub(super) on_path: bool,
    pub(super) required: bool,
    pub(super) read_only: bool,
    /// Whether its constraint holds, or cannot be judged.
    pub(super) valid: bool,
    /// Whether it is an instance beyond the count of its repeat.
    pub(super) is_surplus: bool,
    /// Whether its complaint is shown: people are not told before they have tried.
    pub(super) tried: bool,
}

/// All nodes. Ids are never used twice; removed nodes stay behind without a parent.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    by_item: Vec<Vec<NodeId>>,
}

pub(super) const ROOT: NodeId = NodeId(0);

impl Tree {
    /// The instance of a form: one node an item, and one instance of each repeat that people
    /// lengthen themselves.
    pub(super) fn new(form: &Questionnaire) -> Tree {
        let mut tree = Tree {
            nodes: Vec::new(),
            by_item: vec![Vec::new(); form.items().len()],
        };
        tree.grow(form, form.root(), None);
        tree
    }

    fn grow(&mut self, form: &Questionnaire, item: ItemId, parent: Option<NodeId>) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node {
            item,
            parent,
            children: Vec::new(),
            answer: None,
            typed: None,
            relevant: true,
            on_path: true,
            required: false,
            read_only: false,
            valid: true,
            is_surplus: false,
            tried: false,
        });
        self.by_item[item.0 as usize].push(id);
        for child in &form.item(item).children {
            if form.item(*child).kind.count().is_none() {
                let node = self.grow(form, *child, Some(id));
                self.node_mut(id).children.push(node);
            }
        }
        id
    }

    /// Adds the last instance of `repeat` under `parent`.
    pub(super) fn add_instance(
        &mut self,
        form: &Questionnaire,
        repeat: ItemId,
        parent: NodeId,
    ) -> NodeId {
        let id = self.grow(form, repeat, Some(parent));
        let children = &self.node(parent).children;
        // Items are numbered in document order, so instances stand before any later item.
        let place = children.partition_point(|it| self.node(*it).item <= repeat);
        self.node_mut(parent).children.insert(place, id);
        id
    }

    /// Cuts an instance off, with all in it.
    pub(super) fn remove(&mut self, id: NodeId) {
        if let Some(parent) = self.node(id).parent {
            self.node_mut(parent).children.retain(|it| *it != id);
        }
        for gone in self.subtree(id) {
            let item = self.node(gone).item;
            self.by_item[item.0 as usize].retain(|it| *it != gone);
        }
        self.node_mut(id).parent = None;
    }

    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    pub(super) fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.0 as usize]
    }

    /// The nodes of an item, oldest first.
    pub(super) fn of_item(&self, item: ItemId) -> &[NodeId] {
        &self.by_item[item.0 as usize]
    }

    /// The nodes of an item at and below `within`, in document order.
    pub(super) fn of_item_within(
        &self,
        form: &Questionnaire,
        item: ItemId,
        within: NodeId,
    ) -> Vec<NodeId> {
        let all = self.of_item(item);
        // Most items stand once.
        if within == ROOT && all.len() < 2 {
            return all.to_vec();
        }
        let top = self.node(within).item;
        let mut way: Vec<ItemId> = form.ancestors(item).take_while(|it| *it != top).collect();
        let mut found = vec![within];
        while let Some(step) = way.pop() {
            let below = found.iter().flat_map(|it| self.instances(*it, step));
            found = below.copied().collect();
        }
        found
    }

    /// The nodes of an item directly under `parent`: of a repeat its instances, in order.
    pub(super) fn instances(&self, parent: NodeId, item: ItemId) -> &[NodeId] {
        let children = &self.node(parent).children;
        // Items are numbered in document order, and so are the children.
        let start = children.partition_point(|it| self.node(*it).item < item);
        let len = children[start..].partition_point(|it| self.node(*it).item == item);
        &children[start..start + len]
    }

    /// The number of an instance among those of its repeat, from 1. Later ones have higher ids.
    pub(super) fn number(&self, parent: NodeId, id: NodeId) -> usize {
        let instances = self.instances(parent, self.node(id).item);
        instances.partition_point(|it| *it < id) + 1
    }

    /// The node, its parent, and so on.
    pub(super) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(id), |it| self.node(*it).parent)
    }

    /// The node of `item` that stands around `id`, or is it.
    pub(super) fn around(&self, id: NodeId, item: ItemId) -> Option<NodeId> {
        self.ancestors(id).find(|it| self.node(*it).item == item)
    }

    /// The node and everything in it, in document order.
    pub(super) fn subtree(&self, id: NodeId) -> Vec<NodeId> {
        let mut found = Vec::new();
        let mut stack = vec![id];
        while let Some(next) = stack.pop() {
            found.push(next);
            stack.extend(self.node(next).children.iter().rev());
        }
        found
    }

    /// The place of a node: `D0`, `kids[2]/age`.
    pub(super) fn place(&self, form: &Questionnaire, id: NodeId) -> String {
        let mut steps: Vec<String> = Vec::new();
        for node in self.ancestors(id) {
            let item = form.item(self.node(node).item);
            let parent = self.node(node).parent;
            if let (Kind::Repeat(_), Some(parent)) = (&item.kind, parent) {
                let number = self.number(parent, node);
                steps.push(format!("{}[{number}]", item.name));
            } else if node == id {
                steps.push(item.name.clone());
            }
        }
        steps.reverse();
        steps.join("/")
    }

    /// The node at a place. A repeat without a number means its first instance.
    pub(super) fn find(&self, form: &Questionnaire, place: &str) -> Option<NodeId> {
        let mut within = ROOT;
        let mut found = None;
        for step in place.split('/') {
            let (name, number) = split_step(step)?;
            let item = form.named(name)?;
            let number = number.checked_sub(1)?;
            within = match (&form.item(item).kind, form.item(item).parent) {
                (Kind::Repeat(_), Some(holder)) => {
                    let holders = self.of_item_within(form, holder, within);
                    *self.instances(*holders.first()?, item).get(number)?
                }
                _ => *self.of_item_within(form, item, within).get(number)?,
            };
            found = Some(within);
        }
        found
    }

    /// What a node holds, as others see it: nothing while it is off the path.
    pub(super) fn seen(&self, id: NodeId) -> Option<&Answer> {
        let node = self.node(id);
        if node.on_path {
            node.answer.as_ref()
        } else {
            None
        }
    }

    /// Why a node holds no value; `None` if it does.
    pub(super) fn missing(&self, id: NodeId) -> Option<Missing> {
        match self.seen(id) {
            Some(Answer::Given(_)) => None,
            Some(Answer::Missing(reason)) => Some(*reason),
            None if self.node(id).on_path => Some(Missing::Skipped),
            None => Some(Missing::NotAsked),
        }
    }
}

/// `kids[2]` is (`kids`, 2) and `kids` is (`kids`, 1).
pub(super) fn split_step(step: &str) -> Option<(&str, usize)> {
    match step.strip_suffix(']') {
        Some(step) => {
            let (name, number) = step.split_once('[')?;
            Some((name, number.parse().ok()?))
        }
        None => Some((step, 1)),
    }
}
