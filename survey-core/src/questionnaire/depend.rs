//! Which expressions must be evaluated again after which change.

use std::collections::BTreeMap;

use super::{Item, ItemId, Kind};
use crate::base::{Problems, gather};
use crate::expr::{Expr, PathRef, PathStart, PathStep};

/// What of an item an expression decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// How many instances a repeat has.
    Count,
    /// Whether it is asked.
    Relevant,
    /// What it holds.
    Calculation,
    /// Which choices are offered.
    Filter,
    /// Whether it must be answered.
    Required,
    /// Whether it can be changed.
    ReadOnly,
    /// Whether the value will do.
    Constraint,
}

/// One expression that depends on a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dependent {
    /// Its place in an order in which everything comes after what it depends on.
    pub rank: u32,
    /// The item it belongs to.
    pub item: ItemId,
    /// What of the item it decides.
    pub aspect: Aspect,
    /// Whether it reads by `${name}` only, so that inside a repeat it sees its own instance.
    pub local: bool,
}

/// The graph, one list of dependents for each item.
#[derive(Clone, Debug, Default)]
pub(super) struct Dependents {
    by_item: Vec<Vec<Dependent>>,
    own: Vec<Vec<Dependent>>,
    structural: Vec<Dependent>,
}

impl Dependents {
    pub(super) fn own(&self, item: ItemId) -> &[Dependent] {
        self.own
            .get(item.0 as usize)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    pub(super) fn of(&self, item: ItemId) -> &[Dependent] {
        self.by_item
            .get(item.0 as usize)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    pub(super) fn structural(&self) -> &[Dependent] {
        &self.structural
    }

    /// The graph of `items`. Circles are reported.
    pub(super) fn new(
        items: &[Item],
        by_name: &BTreeMap<String, ItemId>,
        problems: &mut Problems,
    ) -> Dependents {
        let graph = Graph::new(items, by_name);
        let order = graph.order(items, problems);
        let mut by_item = vec![Vec::new(); items.len()];
        let mut own = vec![Vec::new(); items.len()];
        let mut structural = Vec::new();
        for (rank, idx) in order.into_iter().enumerate() {
            let node = &graph.nodes[idx];
            let Node {
                item,
                aspect,
                local,
                ..
            } = *node;
            let dependent = Dependent {
                rank: rank as u32,
                item,
                aspect,
                local,
            };
            own[item.0 as usize].push(dependent);
            for from in &node.reads {
                by_item[from.0 as usize].push(dependent);
            }
            if node.structural {
                structural.push(dependent);
            }
        }
        Dependents {
            by_item,
            own,
            structural,
        }
    }
}

struct Node {
    item: ItemId,
    aspect: Aspect,
    /// Items whose value the expression reads.
    reads: Vec<ItemId>,
    /// Whether it depends on which instances there are.
    structural: bool,
    local: bool,
}

struct Graph {
    nodes: Vec<Node>,
}

impl Graph {
    fn new(items: &[Item], by_name: &BTreeMap<String, ItemId>) -> Graph {
        let mut nodes = Vec::new();
        for (idx, item) in items.iter().enumerate() {
            let id = ItemId(idx as u32);
            for (aspect, expr) in item.aspects() {
                let reads = reads(expr, aspect, id, items, by_name);
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
            gather((0..self.nodes.len()).filter(|it| waits[*it] == 0));
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
                Aspect::Count | Aspect::Relevant | Aspect::Calculation | Aspect::Filter => {
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
) -> Vec<ItemId> {
    let named = |name: &str| by_name.get(name).copied();
    let mut reads: Vec<ItemId> = expr.names().filter_map(|(name, _)| named(name)).collect();
    let (paths, uses) = (expr.paths(), expr.uses());
    let steps = || paths.iter().flat_map(|it| &it.steps);
    if steps().any(|it| matches!(it, PathStep::Any)) {
        reads.extend((0..items.len() as u32).map(ItemId));
    }
    reads.extend(steps().filter_map(|it| match it {
        PathStep::Down(name) => named(name),
        PathStep::Stay | PathStep::Up | PathStep::Any => None,
    }));
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

impl Item {
    /// Expressions that are kept up to date, with what they decide.
    pub fn aspects(&self) -> impl Iterator<Item = (Aspect, &Expr)> {
        let count = match &self.kind {
            Kind::Repeat(count) => count.as_ref(),
            Kind::Note
            | Kind::Consent(_)
            | Kind::SelectOne(_)
            | Kind::SelectMultiple(_)
            | Kind::Integer(_)
            | Kind::Decimal(_)
            | Kind::Range(_)
            | Kind::Text(_)
            | Kind::Date
            | Kind::Time
            | Kind::Area(_)
            | Kind::Calculate
            | Kind::Group => None,
        };
        let filter = self.kind.select().and_then(|it| it.filter.as_ref());
        [
            (Aspect::Count, count),
            (Aspect::Relevant, self.relevant.as_ref()),
            (Aspect::Calculation, self.calculation.as_ref()),
            (Aspect::Filter, filter),
            (Aspect::Required, self.required.as_ref()),
            (Aspect::ReadOnly, self.read_only.as_ref()),
            (Aspect::Constraint, self.constraint.as_ref()),
        ]
        .into_iter()
        .filter_map(|(aspect, expr)| Some((aspect, expr?)))
    }

    /// Every expression with the field it stands in.
    pub fn expressions(&self) -> impl Iterator<Item = (&'static str, &Expr)> {
        let aspects = self.aspects().map(|(aspect, expr)| (aspect.field(), expr));
        let default = self.default.as_ref().map(|it| ("default", it));
        let score = self.score.as_ref().map(|it| ("score", it));
        aspects.chain(default).chain(score)
    }
}

impl Aspect {
    /// The field of the document.
    pub fn field(self) -> &'static str {
        match self {
            Aspect::Count => "repeat_count",
            Aspect::Relevant => "relevant",
            Aspect::Calculation => "calculation",
            Aspect::Filter => "choice_filter",
            Aspect::Required => "required",
            Aspect::ReadOnly => "read_only",
            Aspect::Constraint => "constraint",
        }
    }
}
