//! Which expressions must be evaluated again after which change.

use super::{Item, ItemId};
use crate::base::{compact_enum, compact_struct};
use crate::expr::Expr;

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

    /// The graph of nodes that stand in the order of evaluation.
    pub(super) fn of_nodes(n_items: usize, nodes: &[Node]) -> Dependents {
        let mut all = Dependents {
            by_item: vec![Vec::new(); n_items],
            own: vec![Vec::new(); n_items],
            structural: Vec::new(),
        };
        for (rank, node) in nodes.iter().enumerate() {
            let dependent = Dependent {
                rank: rank as u32,
                item: node.item,
                aspect: node.aspect,
                local: node.local,
            };
            all.own[node.item.0 as usize].push(dependent);
            for from in &node.reads {
                all.by_item[from.0 as usize].push(dependent);
            }
            if node.structural {
                all.structural.push(dependent);
            }
        }
        all
    }

    /// The nodes that the graph was made of, in the order of evaluation.
    pub(super) fn nodes(&self) -> Vec<Node> {
        let mut own: Vec<Dependent> = self.own.concat();
        own.sort_by_key(|it| it.rank);
        let mut nodes: Vec<Node> = own
            .into_iter()
            .map(|it| Node {
                item: it.item,
                aspect: it.aspect,
                reads: Vec::new(),
                structural: false,
                local: it.local,
            })
            .collect();
        for (idx, dependents) in self.by_item.iter().enumerate() {
            for dependent in dependents {
                nodes[dependent.rank as usize]
                    .reads
                    .push(ItemId(idx as u32));
            }
        }
        for dependent in &self.structural {
            nodes[dependent.rank as usize].structural = true;
        }
        nodes
    }
}

/// One expression in the graph.
pub(super) struct Node {
    pub(super) item: ItemId,
    pub(super) aspect: Aspect,
    /// Items whose value the expression reads.
    pub(super) reads: Vec<ItemId>,
    /// Whether it depends on which instances there are.
    pub(super) structural: bool,
    pub(super) local: bool,
}

compact_struct!(Node {
    item,
    aspect,
    reads,
    structural,
    local,
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
