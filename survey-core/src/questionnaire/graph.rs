//! From expressions to the graph of dependents, in an order in which everything comes after what
//! it depends on.

use std::collections::{BTreeMap, BTreeSet};

use super::depend::{Dependents, Edge, Node};
use super::{Aspect, Item, ItemId, Kind};
use crate::base::Problems;
use crate::expr::{Expr, Outline, Reading};

impl Dependents {
    /// The graph of `items`. Circles are reported.
    pub(super) fn new(
        items: &[Item],
        by_name: &BTreeMap<String, ItemId>,
        problems: &mut Problems,
    ) -> Dependents {
        let graph = Graph::new(items, by_name);
        let order = graph.order(items, problems);
        let mut nodes: Vec<Option<Node>> = graph.nodes.into_iter().map(Some).collect();
        let in_order = order.into_iter().filter_map(|idx| nodes[idx].take());
        Dependents::of_nodes(items.len(), &in_order.collect::<Vec<_>>())
    }
}

struct Graph {
    nodes: Vec<Node>,
}

impl Graph {
    fn new(items: &[Item], by_name: &BTreeMap<String, ItemId>) -> Graph {
        let outline = Items { items, by_name };
        let mut nodes = Vec::new();
        for (idx, item) in items.iter().enumerate() {
            let id = ItemId(idx as u32);
            for (aspect, expr) in item.aspects() {
                nodes.push(Node {
                    item: id,
                    aspect,
                    reads: outline.edges(id, aspect, expr),
                });
            }
        }
        Graph { nodes }
    }

    /// Indexes of the nodes, each after the nodes that decide what it reads. Circles are reported.
    fn order(&self, items: &[Item], problems: &mut Problems) -> Vec<usize> {
        let mut deciders = Deciders::new(&self.nodes, items);
        let (order, _) = self.sorted(&deciders);
        if order.len() == self.nodes.len() {
            return order;
        }
        // The choices of one question may depend on a second that is only asked while the first
        // is open. That ends: a filter takes answers back, and never gives any.
        deciders.forget_filters(&self.nodes);
        let (order, waits) = self.sorted(&deciders);
        self.report_circle(&waits, items, problems);
        order
    }

    /// As many nodes as can be, each after its deciders, and how many each still waits for (Kahn
    /// 1962).
    fn sorted(&self, deciders: &Deciders) -> (Vec<usize>, Vec<usize>) {
        let mut waits: Vec<usize> = vec![0; self.nodes.len()];
        let mut then: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        for (idx, node) in self.nodes.iter().enumerate() {
            for it in deciders.before(node, &self.nodes) {
                waits[idx] += 1;
                then[it].push(idx);
            }
        }
        let mut ready: BTreeSet<usize> =
            (0..self.nodes.len()).filter(|it| waits[*it] == 0).collect();
        let mut order = Vec::with_capacity(self.nodes.len());
        while let Some(idx) = ready.pop_first() {
            order.push(idx);
            for next in &then[idx] {
                waits[*next] -= 1;
                if waits[*next] == 0 {
                    ready.insert(*next);
                }
            }
        }
        (order, waits)
    }

    fn report_circle(&self, waits: &[usize], items: &[Item], problems: &mut Problems) {
        let mut names: Vec<&str> = Vec::new();
        let mut at = None;
        for (idx, _) in waits.iter().enumerate().filter(|(_, n)| **n > 0) {
            let item = &items[self.nodes[idx].item.0 as usize];
            at.get_or_insert(&item.at);
            if !names.contains(&item.name.as_str()) {
                names.push(&item.name);
            }
        }
        if let Some(at) = at {
            names.truncate(8);
            let text = format!(
                "these items depend on each other in a circle: {}",
                names.join(", ")
            );
            problems.push(at, text);
        }
    }
}

/// For each item, the nodes that decide what others see of it.
struct Deciders {
    /// How many instances there are.
    counts: Vec<Option<usize>>,
    /// Whether it and everything around it is there and asked.
    presence: Vec<Vec<usize>>,
    /// What it holds.
    value: Vec<Vec<usize>>,
}

impl Deciders {
    fn new(nodes: &[Node], items: &[Item]) -> Deciders {
        let mut all = Deciders {
            counts: vec![None; items.len()],
            presence: vec![Vec::new(); items.len()],
            value: vec![Vec::new(); items.len()],
        };
        for (idx, node) in nodes.iter().enumerate() {
            let item = node.item.0 as usize;
            match node.aspect {
                Aspect::Count => {
                    all.counts[item] = Some(idx);
                    all.presence[item].push(idx);
                }
                Aspect::Relevant => all.presence[item].push(idx),
                Aspect::Calculation | Aspect::Filter => all.value[item].push(idx),
                // A value is set when something happens, and may well depend on what it changes.
                Aspect::SetValue => {}
                Aspect::Required | Aspect::ReadOnly | Aspect::Constraint => {}
            }
        }
        for (idx, item) in items.iter().enumerate() {
            if let Some(parent) = item.parent {
                let above = all.presence[parent.0 as usize].clone();
                all.presence[idx].extend(above);
            }
        }
        all
    }

    fn forget_filters(&mut self, nodes: &[Node]) {
        for value in &mut self.value {
            value.retain(|it| nodes[*it].aspect != Aspect::Filter);
        }
    }

    /// The nodes that must come before `node`.
    fn before(&self, node: &Node, nodes: &[Node]) -> BTreeSet<usize> {
        let mut before = BTreeSet::new();
        for edge in node
            .reads
            .iter()
            .filter(|_| node.aspect != Aspect::SetValue)
        {
            let item = edge.item.0 as usize;
            match edge.reading {
                Reading::Order => before.extend(self.counts[item]),
                Reading::Presence => before.extend(&self.presence[item]),
                Reading::Value => {
                    before.extend(&self.presence[item]);
                    before.extend(&self.value[item]);
                }
            }
        }
        // A constraint may read its own item's value, and a calculation those of other instances.
        before.retain(|it| nodes[*it].item != node.item || node.aspect == Aspect::Relevant);
        before
    }
}

/// The items as expressions see them before there are answers.
struct Items<'a> {
    items: &'a [Item],
    by_name: &'a BTreeMap<String, ItemId>,
}

impl Items<'_> {
    /// What an expression of an item reads.
    fn edges(&self, id: ItemId, aspect: Aspect, expr: &Expr) -> Vec<Edge> {
        let item = &self.items[id.0 as usize];
        if aspect == Aspect::SetValue {
            let edge = |it: &ItemId| Edge {
                item: *it,
                scope: self.common_repeat(id, *it),
                reading: Reading::Value,
            };
            return item.triggers.iter().map(edge).collect();
        }
        // What holds the instances asks how many there are.
        let asking = match aspect {
            Aspect::Count => item.parent.unwrap_or(id),
            _ => id,
        };
        let is_node = item.kind.select().is_some_and(|it| it.from.is_some());
        let foreign = aspect == Aspect::Filter && !is_node;
        let mut edges: Vec<Edge> = Vec::new();
        for read in expr.reads(self, asking.0, foreign) {
            let edge = Edge {
                item: ItemId(read.element),
                scope: self.repeat_around(ItemId(read.anchor)),
                reading: read.reading,
            };
            // Reading a value is reading that it is there.
            let known = edges.iter().any(|it| {
                it.item == edge.item
                    && it.scope == edge.scope
                    && (it.reading == edge.reading || it.reading == Reading::Value)
            });
            let itself = edge.item == id && edge.scope == self.repeat_around(id);
            if !(known || itself && aspect == Aspect::Calculation) {
                edges.push(edge);
            }
        }
        edges
    }

    fn around(&self, id: ItemId) -> impl Iterator<Item = ItemId> {
        std::iter::successors(Some(id), |it| self.items[it.0 as usize].parent)
    }

    fn repeat_around(&self, id: ItemId) -> Option<ItemId> {
        self.around(id).find(|it| self.is_repeat(it.0))
    }

    fn common_repeat(&self, one: ItemId, other: ItemId) -> Option<ItemId> {
        let mut repeats = self.around(one).filter(|it| self.is_repeat(it.0));
        repeats.find(|it| self.around(other).any(|o| o == *it))
    }
}

impl Outline for Items<'_> {
    fn root(&self) -> u32 {
        0
    }

    fn parent(&self, element: u32) -> Option<u32> {
        let parent = self.items.get(element as usize)?.parent;
        parent.map(|it| it.0)
    }

    fn children(&self, element: u32) -> Vec<u32> {
        let children = self.items.get(element as usize).map(|it| &it.children);
        children.into_iter().flatten().map(|it| it.0).collect()
    }

    fn element(&self, element: u32) -> &str {
        self.items.get(element as usize).map_or("", Item::element)
    }

    fn named(&self, name: &str) -> Option<u32> {
        self.by_name.get(name).map(|it| it.0)
    }

    fn is_repeat(&self, element: u32) -> bool {
        let item = self.items.get(element as usize);
        item.is_some_and(|it| matches!(it.kind, Kind::Repeat(_)))
    }
}
