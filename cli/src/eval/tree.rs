//! The nodes of one line: answers or an XML document, and lists beside them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;
use survey_core::base::Missing;
use survey_core::expr::{NodeId, NodeKind};

use super::{answers, xml};

/// A node; its kind says what its text is.
pub(super) struct Node {
    pub(super) kind: NodeKind,
    pub(super) name: Box<str>,
    /// The answer, the attribute's value or the piece of text.
    pub(super) text: Box<str>,
    pub(super) missing: Option<Missing>,
    /// Which of the tree's namespaces the name is in.
    pub(super) namespace: usize,
    pub(super) parent: Option<NodeId>,
    pub(super) children: Vec<NodeId>,
    pub(super) attributes: Vec<NodeId>,
}

impl Node {
    pub(super) fn new(kind: NodeKind, name: &str) -> Node {
        Node::with_text(kind, name, "")
    }

    pub(super) fn with_text(kind: NodeKind, name: &str, text: &str) -> Node {
        Node {
            kind,
            name: name.into(),
            text: text.into(),
            missing: None,
            namespace: 0,
            parent: None,
            children: Vec::new(),
            attributes: Vec::new(),
        }
    }
}

/// Nodes in the order of the document, and where they begin.
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// URIs; the first is none.
    namespaces: Vec<String>,
    pub(super) root: NodeId,
    /// What holds the root element of an XML document.
    pub(super) document: Option<NodeId>,
    /// How many nodes belong to the primary instance; those of lists come behind.
    n_primary: usize,
    lists: BTreeMap<String, NodeId>,
}

impl Tree {
    /// What `instance` or `answers`, and `instances`, of a line say.
    ///
    /// # Errors
    /// What is no XML, no answers or no list.
    pub(super) fn new(line: &Value) -> Result<Tree, String> {
        let mut tree = Tree {
            nodes: Vec::new(),
            namespaces: vec![String::new()],
            root: NodeId(0),
            document: None,
            n_primary: 0,
            lists: BTreeMap::new(),
        };
        match &line["instance"] {
            Value::Null => tree.root = answers::add(&mut tree, "data", &line["answers"])?,
            Value::String(text) => {
                let (document, root) = xml::add(&mut tree, text)?;
                tree.document = Some(document);
                tree.root = root;
            }
            other => return Err(format!("found instance `{other}`, expected XML in a text")),
        }
        tree.n_primary = tree.nodes.len();
        for (id, list) in line["instances"].as_object().into_iter().flatten() {
            let root = match list {
                Value::Array(rows) => answers::add_rows(&mut tree, rows)?,
                Value::String(text) => xml::add(&mut tree, text)?.1,
                other => return Err(format!("found list `{other}`, expected rows or XML")),
            };
            // A list stands alone: nothing is above its root.
            tree.nodes[root.0 as usize].parent = None;
            tree.lists.insert(id.clone(), root);
        }
        Ok(tree)
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    pub(super) fn push(&mut self, node: Node, parent: Option<NodeId>) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node { parent, ..node });
        if let Some(parent) = parent {
            self.nodes[parent.0 as usize].children.push(id);
        }
        id
    }

    pub(super) fn push_attribute(&mut self, node: Node, owner: NodeId) {
        let id = NodeId(self.nodes.len() as u32);
        let parent = Some(owner);
        self.nodes.push(Node { parent, ..node });
        self.nodes[owner.0 as usize].attributes.push(id);
    }

    pub(super) fn namespace_number(&mut self, uri: Option<&str>) -> usize {
        let uri = uri.unwrap_or_default();
        let known = self.namespaces.iter().position(|it| it == uri);
        known.unwrap_or_else(|| {
            self.namespaces.push(uri.to_owned());
            self.namespaces.len() - 1
        })
    }

    pub(super) fn namespace(&self, id: NodeId) -> &str {
        &self.namespaces[self.node(id).namespace]
    }

    pub(super) fn above(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(id), |it| self.node(*it).parent)
    }

    /// Elements of the primary instance by their name, in its order.
    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = NodeId> {
        let is_meant = move |it: &NodeId| {
            let node = self.node(*it);
            &*node.name == name && is_element(node.kind)
        };
        (0..self.n_primary as u32).map(NodeId).filter(is_meant)
    }

    /// Names of the elements of the primary instance.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let elements = self.nodes.iter().take(self.n_primary);
        elements
            .filter(|it| is_element(it.kind))
            .map(|it| &*it.name)
    }

    /// The root of a list: one of the line, else what `<instance id="…">` holds.
    pub(super) fn list(&self, id: &str) -> Option<NodeId> {
        self.lists.get(id).copied().or_else(|| {
            let has_id = |it: &NodeId| {
                let mut own = self.node(*it).attributes.iter().map(|it| self.node(*it));
                own.any(|it| &*it.name == "id" && &*it.text == id)
            };
            let found = self.named("instance").find(has_id)?;
            let mut below = self.node(found).children.iter().copied();
            below.find(|it| is_element(self.node(*it).kind))
        })
    }

    /// XPath's string-value of an element: all text inside.
    pub(super) fn text_inside(&self, id: NodeId) -> Cow<'_, str> {
        if let [only] = &*self.node(id).children
            && self.node(*only).kind == NodeKind::Text
        {
            return Cow::Borrowed(&self.node(*only).text);
        }
        let mut text = String::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let node = self.node(id);
            if node.kind == NodeKind::Text {
                text.push_str(&node.text);
            }
            open.extend(node.children.iter().rev());
        }
        Cow::Owned(text)
    }
}

fn is_element(kind: NodeKind) -> bool {
    match kind {
        NodeKind::Question | NodeKind::Element => true,
        NodeKind::Attribute | NodeKind::Text | NodeKind::Comment => false,
        NodeKind::Instruction | NodeKind::Document => false,
    }
}
