use std::sync::Arc;

use super::Choice;
use crate::base::{Map, compact_struct};
use crate::expr::NodeId;

/// Nodes from here on are those of choice lists, not of the instance.
const FIRST: u32 = 1 << 31;

/// A secondary instance that is no choice list: rows of cells, one cell a column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

compact_struct!(Table { columns, rows });

impl Table {
    /// A table; cells beyond the columns are dropped, and missing ones are blank.
    pub fn new(columns: Vec<String>, rows: Vec<Vec<String>>) -> Table {
        Table { columns, rows }
    }

    /// The names of the columns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The rows.
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }
}

/// The choice lists as secondary instances: `instance('list')/root/item/name`.
#[derive(Clone, Debug, Default)]
pub(crate) struct ListNodes {
    nodes: Vec<ListNode>,
    /// The root element of each list.
    roots: Map<String, NodeId>,
}

#[derive(Clone, Debug)]
pub(crate) struct ListNode {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) parent: Option<NodeId>,
    pub(crate) children: Vec<NodeId>,
}

impl ListNodes {
    pub(super) fn new(
        lists: &Map<String, Arc<[Choice]>>,
        tables: &Map<String, Table>,
    ) -> ListNodes {
        let mut all = ListNodes::default();
        for (name, choices) in lists {
            let root = all.push("root", "", None);
            all.roots.insert(name.clone(), root);
            for choice in choices.iter() {
                let item = all.push("item", "", Some(root));
                all.push("name", &choice.name, Some(item));
                let label = choice.label.pairs().next().map_or("", |it| it.1);
                all.push("label", label, Some(item));
                for (key, text) in &choice.properties {
                    all.push(key, text, Some(item));
                }
            }
        }
        for (name, table) in tables {
            let root = all.push("root", "", None);
            all.roots.insert(name.clone(), root);
            for row in &table.rows {
                let item = all.push("item", "", Some(root));
                for (idx, column) in table.columns.iter().enumerate() {
                    let cell = row.get(idx).map_or("", String::as_str);
                    all.push(column, cell, Some(item));
                }
            }
        }
        all
    }

    fn push(&mut self, name: &str, text: &str, parent: Option<NodeId>) -> NodeId {
        let id = NodeId(FIRST + self.nodes.len() as u32);
        let (name, text) = (name.to_owned(), text.to_owned());
        self.nodes.push(ListNode {
            name,
            text,
            parent,
            children: Vec::new(),
        });
        if let Some(parent) = parent {
            self.nodes[(parent.0 - FIRST) as usize].children.push(id);
        }
        id
    }

    /// The node, if it is one of a choice list.
    pub(crate) fn get(&self, node: NodeId) -> Option<&ListNode> {
        self.nodes.get(node.0.checked_sub(FIRST)? as usize)
    }

    /// The root element of a list.
    pub(crate) fn root(&self, list: &str) -> Option<NodeId> {
        self.roots.get(list).copied()
    }

    /// The element of a list's choice, counted from 0.
    pub(crate) fn choice(&self, list: &str, number: usize) -> Option<NodeId> {
        self.get(self.root(list)?)?.children.get(number).copied()
    }
}
