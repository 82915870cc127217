//! From expressions to the graph of dependents, in an order in which everything comes after what
//! it depends on.

use std::collections::BTreeMap;

use super::depend::{Dependents, Node};
use super::{Aspect, Item, ItemId};
use crate::base::Problems;
use crate::expr::{Expr, PathRef, PathStart, PathStep};

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
        let mut nodes = Vec::new();
        let mut elements: BTreeMap<&str, Vec<ItemId>> = BTreeMap::new();
        for (idx, item) in items.iter().enumerate().skip(1) {
            let ids = elements.entry(item.element()).or_default();
            ids.push(ItemId(idx as u32));
        }
        for (idx, item) in items.iter().enumerate() {
            let id = ItemId(idx as u32);
            for (aspect, expr) in item.aspects() {
                let reads = reads(expr, aspect, id, items, by_name, &elements);
                nodes.push(Node {
                    item: id,
                    aspect,
                    reads,
                    structural: expr.uses().position || !expr.paths().iter().all(is_self),
                    local: expr.paths().iter().all(is_self),
                });
            }
        }
        Graph { nodes }
    }

    /// Indexes of the nodes, each after the nodes that decide what it reads (Kahn 1962).
    fn order(&self, items: &[Item], problems: &mut Problems) -> Vec<usize> {
        let deciders = self.deciders(items);
        let mut waits: Vec<usize> = vec![0; self.nodes.len()];
        let mut then: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        for (idx, node) in self.nodes.iter().enumerate() {
            let mut seen = vec![false; self.nodes.len()];
            // A constraint and a calculation such as `once()` may read their own item's value.
            let counts =
                |it: usize| self.nodes[it].item != node.item || node.aspect == Aspect::Relevant;
            let deciders = node
                .reads
                .iter()
                .flat_map(|it| &deciders[it.0 as usize])
                .copied();
            let before: Vec<usize> = deciders
                .filter(|it| counts(*it) && !std::mem::replace(&mut seen[*it], true))
                .collect();
            waits[idx] = before.len();
            for it in before {
                then[it].push(idx);
            }
        }
        let mut ready: std::collections::BTreeSet<usize> =
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
        self.report_circle(&waits, items, problems);
        order
    }

    /// For each item, the nodes that decide its value as others see it: its own calculation, and
    /// whether it and everything around it is relevant.
    fn deciders(&self, items: &[Item]) -> Vec<Vec<usize>> {
        let mut own: Vec<Vec<usize>> = vec![Vec::new(); items.len()];
        for (idx, node) in self.nodes.iter().enumerate() {
            match node.aspect {
                Aspect::Count
                | Aspect::Relevant
                | Aspect::Calculation
                | Aspect::Filter
                | Aspect::SetValue => {
                    own[node.item.0 as usize].push(idx);
                }
                Aspect::Required | Aspect::ReadOnly | Aspect::Constraint => {}
            }
        }
        let mut all: Vec<Vec<usize>> = Vec::with_capacity(items.len());
        for (idx, item) in items.iter().enumerate() {
            let mut nodes = own[idx].clone();
            if let Some(parent) = item.parent {
                nodes.extend(&all[parent.0 as usize]);
            }
            all.push(nodes);
        }
        all
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

/// Whether a path is `.`.
fn is_self(path: &PathRef<'_>) -> bool {
    path.start == PathStart::Asking && path.steps.iter().all(|it| *it == PathStep::Stay)
}

/// The items that `expr` of item `id` reads.
fn reads(
    expr: &Expr,
    aspect: Aspect,
    id: ItemId,
    items: &[Item],
    by_name: &BTreeMap<String, ItemId>,
    elements: &BTreeMap<&str, Vec<ItemId>>,
) -> Vec<ItemId> {
    if aspect == Aspect::SetValue {
        return items[id.0 as usize].triggers.clone();
    }
    let named = |name: &str| by_name.get(name).copied();
    let mut reads: Vec<ItemId> = expr.names().filter_map(|(name, _)| named(name)).collect();
    let (paths, uses) = (expr.paths(), expr.uses());
    let steps = || paths.iter().flat_map(|it| &it.steps);
    if steps().any(|it| matches!(it, PathStep::Any)) {
        reads.extend((0..items.len() as u32).map(ItemId));
    }
    for step in steps() {
        match step {
            // Several items may have one name in paths.
            PathStep::Down(name) => reads.extend(elements.get(*name).into_iter().flatten()),
            PathStep::Stay | PathStep::Up | PathStep::Any => {}
        }
    }
    let itself = uses.itself || paths.iter().any(is_self);
    // A filter's paths start at a choice, not at the item.
    if itself && aspect != Aspect::Filter {
        reads.push(id);
    }
    // A container's text is the text inside it, so reading it reads everything inside.
    let mut inside = Vec::new();
    for read in &reads {
        collect_inside(*read, items, &mut inside);
    }
    reads.extend(inside);
    let mut seen = vec![false; items.len()];
    reads.retain(|it| !std::mem::replace(&mut seen[it.0 as usize], true));
    if matches!(aspect, Aspect::Calculation) && !itself {
        // A wildcard that happens to include the item itself is no circle.
        reads.retain(|it| *it != id);
    }
    reads
}

fn collect_inside(id: ItemId, items: &[Item], inside: &mut Vec<ItemId>) {
    for child in &items[id.0 as usize].children {
        inside.push(*child);
        collect_inside(*child, items, inside);
    }
}
