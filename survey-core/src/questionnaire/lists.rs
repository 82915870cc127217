use std::sync::{Arc, OnceLock};

use super::Choice;
use crate::base::{Map, compact_struct, in_order};
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

/// Choice lists and tables as secondary instances: `instance('list')/root/item/name`.
///
/// The root of each stands before its items, and these before all cells, so that the children of
/// a node are neighbours and a slice of `ids`.
#[derive(Clone, Debug, Default)]
pub(crate) struct ListNodes {
    nodes: Vec<Node>,
    ids: Vec<NodeId>,
    /// The words of all cells, one after the other.
    text: String,
    /// Names of nodes, each once.
    names: Vec<String>,
    /// The root element of each list.
    roots: Map<String, NodeId>,
    /// The columns of each list, with the items in the order of what the column holds, once
    /// somebody asked.
    columns: Vec<Column>,
}

/// A column of a list.
#[derive(Clone, Debug)]
struct Column {
    root: u32,
    name: u32,
    in_order: OnceLock<Box<[Cell]>>,
}

/// A cell and its item.
type Cell = (NodeId, NodeId);

#[derive(Clone, Copy, Debug)]
struct Node {
    name: u32,
    /// Where its words are in the text of all.
    text: (u32, u32),
    parent: u32,
    /// Where its children are among the ids.
    children: (u32, u32),
}

const NO_PARENT: u32 = u32::MAX;

impl ListNodes {
    pub(super) fn new(
        lists: &Map<String, Arc<[Choice]>>,
        tables: &Map<String, Table>,
    ) -> ListNodes {
        let mut all = ListNodes::default();
        let mut roots = Vec::new();
        for (name, choices) in lists {
            let rows = choices.iter().map(|choice| {
                let label = choice.label.pairs().next().map_or("", |it| it.1);
                let own = [("name", choice.name.as_str()), ("label", label)];
                let more = choice.properties.iter();
                own.into_iter()
                    .chain(more.map(|(key, text)| (key.as_str(), text.as_str())))
            });
            roots.push((name.clone(), all.list(rows)));
        }
        for (name, table) in tables {
            let rows = table.rows.iter().map(|row| {
                let cell = |idx: usize| row.get(idx).map_or("", String::as_str);
                let columns = table.columns.iter().enumerate();
                columns.map(move |(idx, column)| (column.as_str(), cell(idx)))
            });
            roots.push((name.clone(), all.list(rows)));
        }
        all.roots = roots.into_iter().collect();
        all.ids = (0..all.nodes.len() as u32)
            .map(|it| NodeId(FIRST + it))
            .collect();
        all
    }

    /// Adds a list of rows, each of names and words.
    fn list<'a, R>(&mut self, rows: impl Iterator<Item = R>) -> NodeId
    where
        R: Iterator<Item = (&'a str, &'a str)>,
    {
        let root = self.push("root", "", NO_PARENT);
        let rows: Vec<R> = rows.collect();
        let first = self.nodes.len() as u32;
        for _ in &rows {
            self.push("item", "", root);
        }
        self.nodes[root as usize].children = (first, self.nodes.len() as u32);
        let mut columns: Vec<u32> = Vec::new();
        for (item, row) in (first..).zip(rows) {
            let start = self.nodes.len() as u32;
            for (name, words) in row {
                let cell = self.push(name, words, item);
                let name = self.nodes[cell as usize].name;
                if !columns.contains(&name) {
                    columns.push(name);
                }
            }
            self.nodes[item as usize].children = (start, self.nodes.len() as u32);
        }
        self.columns.extend(columns.into_iter().map(|name| Column {
            root,
            name,
            in_order: OnceLock::new(),
        }));
        NodeId(FIRST + root)
    }

    /// The items of a list whose cell in a column holds exactly `text`, in their order. None if it
    /// is no list, or has no such column.
    pub(crate) fn items_with(&self, root: NodeId, column: &str, text: &str) -> Option<Vec<NodeId>> {
        let number = root.0.checked_sub(FIRST)?;
        let mut columns = self.columns.iter().filter(|it| it.root == number);
        let column = columns.find(|it| self.names[it.name as usize] == column)?;
        let cells = column
            .in_order
            .get_or_init(|| self.sorted(root, column.name));
        let words = |cell: &Cell| self.text(cell.0).unwrap_or_default();
        let start = cells.partition_point(|it| words(it) < text);
        let found = cells[start..].iter().take_while(|it| words(it) == text);
        let mut items: Vec<NodeId> = found.map(|it| it.1).collect();
        // An item may have several cells of one name.
        items.dedup();
        Some(items)
    }

    fn sorted(&self, root: NodeId, name: u32) -> Box<[Cell]> {
        let mut cells: Vec<Cell> = Vec::new();
        for item in self.children(root).unwrap_or_default() {
            let below = self.children(*item).unwrap_or_default().iter();
            let named = |it: &&NodeId| self.get(**it).is_some_and(|it| it.name == name);
            cells.extend(below.filter(named).map(|it| (*it, *item)));
        }
        // The items stand in order already, and equal ones stay so.
        let compare = |one: usize, other: usize| {
            let words = |at: usize| self.text(cells[at].0);
            words(one).cmp(&words(other))
        };
        let order = in_order(cells.len(), &compare);
        order.into_iter().map(|it| cells[it]).collect()
    }

    fn push(&mut self, name: &str, words: &str, parent: u32) -> u32 {
        // Rows name the same columns again and again, in the same order.
        let after = self.nodes.last().map_or(0, |it| it.name as usize + 1);
        let is_it = |at: &usize| self.names.get(*at).is_some_and(|it| it == name);
        let known = Some(after).filter(is_it);
        let known = known.or_else(|| self.names.iter().position(|it| it == name));
        let name = known.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        let start = self.text.len() as u32;
        self.text.push_str(words);
        self.nodes.push(Node {
            name: name as u32,
            text: (start, self.text.len() as u32),
            parent,
            children: (0, 0),
        });
        self.nodes.len() as u32 - 1
    }

    fn get(&self, node: NodeId) -> Option<&Node> {
        self.nodes.get(node.0.checked_sub(FIRST)? as usize)
    }

    /// Whether the node is one of a list.
    pub(crate) fn holds(&self, node: NodeId) -> bool {
        self.get(node).is_some()
    }

    /// The name of a list's node.
    pub(crate) fn name(&self, node: NodeId) -> Option<&str> {
        let name = self.get(node)?.name;
        self.names.get(name as usize).map(String::as_str)
    }

    /// The words of a list's node.
    pub(crate) fn text(&self, node: NodeId) -> Option<&str> {
        let (start, end) = self.get(node)?.text;
        self.text.get(start as usize..end as usize)
    }

    /// The node above a list's node.
    pub(crate) fn parent(&self, node: NodeId) -> Option<NodeId> {
        let parent = self.get(node)?.parent;
        (parent != NO_PARENT).then(|| NodeId(FIRST + parent))
    }

    /// The nodes below a list's node.
    pub(crate) fn children(&self, node: NodeId) -> Option<&[NodeId]> {
        let (start, end) = self.get(node)?.children;
        self.ids.get(start as usize..end as usize)
    }

    /// The root element of a list.
    pub(crate) fn root(&self, list: &str) -> Option<NodeId> {
        self.roots.get(list).copied()
    }

    /// The number of an item in its list, from 0.
    pub(crate) fn number(&self, item: NodeId) -> Option<usize> {
        let root = self.parent(item)?;
        let first = self.children(root)?.first()?;
        item.0.checked_sub(first.0).map(|it| it as usize)
    }
}
