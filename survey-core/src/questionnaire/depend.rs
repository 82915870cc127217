//! Which expressions must be evaluated again after which change.

use super::{Item, ItemId};
use crate::base::{compact_enum, compact_struct};
use crate::expr::{Expr, Reading};

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
    /// What it is set to when something that triggers it changes.
    SetValue,
}

compact_enum!(Aspect {
    0 Count {},
    1 Relevant {},
    2 Calculation {},
    3 Filter {},
    4 Required {},
    5 ReadOnly {},
    6 Constraint {},
    7 SetValue {},
});

/// One expression that depends on an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dependent {
    /// Its place in an order in which everything comes after what it depends on.
    pub rank: u32,
    /// The item it belongs to.
    pub item: ItemId,
    /// What of the item it decides.
    pub aspect: Aspect,
    /// The repeat of which only the instance matters that both stand in; none if the expression
    /// sees the item wherever it is.
    pub scope: Option<ItemId>,
    /// What it reads.
    pub reading: Reading,
}

/// The graph, one list of dependents for each item.
#[derive(Clone, Debug, Default)]
pub(super) struct Dependents {
    by_item: Vec<Vec<Dependent>>,
    own: Vec<Vec<(u32, Aspect)>>,
}

impl Dependents {
    pub(super) fn own(&self, item: ItemId) -> &[(u32, Aspect)] {
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

    /// The graph of nodes that stand in the order of evaluation.
    pub(super) fn of_nodes(n_items: usize, nodes: &[Node]) -> Dependents {
        let mut all = Dependents {
            by_item: vec![Vec::new(); n_items],
            own: vec![Vec::new(); n_items],
        };
        for (rank, node) in nodes.iter().enumerate() {
            let rank = rank as u32;
            all.own[node.item.0 as usize].push((rank, node.aspect));
            for edge in &node.reads {
                all.by_item[edge.item.0 as usize].push(Dependent {
                    rank,
                    item: node.item,
                    aspect: node.aspect,
                    scope: edge.scope,
                    reading: edge.reading,
                });
            }
        }
        all
    }

    /// The nodes that the graph was made of, in the order of evaluation.
    pub(super) fn nodes(&self) -> Vec<Node> {
        let mut nodes: Vec<(u32, Node)> = Vec::new();
        for (idx, own) in self.own.iter().enumerate() {
            nodes.extend(own.iter().map(|(rank, aspect)| {
                let node = Node {
                    item: ItemId(idx as u32),
                    aspect: *aspect,
                    reads: Vec::new(),
                };
                (*rank, node)
            }));
        }
        nodes.sort_by_key(|it| it.0);
        for (idx, dependents) in self.by_item.iter().enumerate() {
            for it in dependents {
                nodes[it.rank as usize].1.reads.push(Edge {
                    item: ItemId(idx as u32),
                    scope: it.scope,
                    reading: it.reading,
                });
            }
        }
        nodes.into_iter().map(|it| it.1).collect()
    }
}

/// One expression in the graph.
pub(super) struct Node {
    pub(super) item: ItemId,
    pub(super) aspect: Aspect,
    /// What the expression reads.
    pub(super) reads: Vec<Edge>,
}

compact_struct!(Node {
    item,
    aspect,
    reads
});

/// That an expression reads an item.
#[derive(Clone, Copy)]
pub(super) struct Edge {
    pub(super) item: ItemId,
    pub(super) scope: Option<ItemId>,
    pub(super) reading: Reading,
}

compact_struct!(Edge {
    item,
    scope,
    reading
});

impl Item {
    /// Expressions that are kept up to date, with what they decide.
    pub fn aspects(&self) -> impl Iterator<Item = (Aspect, &Expr)> {
        let select = self.kind.select();
        let filter = select.and_then(|it| match &it.from {
            Some(from) => Some(&from.nodeset),
            None => it.filter.as_ref(),
        });
        let (calculation, set_value) = if self.triggers.is_empty() {
            (self.calculation.as_ref(), None)
        } else {
            (None, self.calculation.as_ref())
        };
        [
            (Aspect::Count, self.kind.count()),
            (Aspect::Relevant, self.relevant.as_ref()),
            (Aspect::Calculation, calculation),
            (Aspect::Filter, filter),
            (Aspect::Required, self.required.as_ref()),
            (Aspect::ReadOnly, self.read_only.as_ref()),
            (Aspect::Constraint, self.constraint.as_ref()),
            (Aspect::SetValue, set_value),
        ]
        .into_iter()
        .filter_map(|(aspect, expr)| Some((aspect, expr?)))
    }

    /// Every expression with the field it stands in.
    pub fn expressions(&self) -> impl Iterator<Item = (&'static str, &Expr)> {
        let aspects = self.aspects().map(|(aspect, expr)| (aspect.field(), expr));
        let default = self.default.as_ref().map(|it| ("default", it));
        let score = self.score.as_ref().map(|it| ("score", it));
        let seed = self.kind.select().and_then(|it| it.seed.as_ref());
        let seed = seed.map(|it| ("seed", it));
        aspects.chain(default).chain(score).chain(seed)
    }
}

impl Aspect {
    /// The field of the document.
    pub fn field(self) -> &'static str {
        match self {
            Aspect::Count => "repeat_count",
            Aspect::Relevant => "relevant",
            Aspect::Calculation | Aspect::SetValue => "calculation",
            Aspect::Filter => "choice_filter",
            Aspect::Required => "required",
            Aspect::ReadOnly => "read_only",
            Aspect::Constraint => "constraint",
        }
    }
}
