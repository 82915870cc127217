//! The parts of an XForm, found but not yet understood.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::super::import::{Finding, Place};
use super::languages::Languages;

/// A node of a document.
pub(super) type Xml<'a> = Node<'a, 'a>;

/// The attributes of a bind, by name with its usual prefix.
pub(super) type Bind = BTreeMap<String, String>;

/// A form.
pub(super) struct Model<'a> {
    pub(super) title: String,
    pub(super) id: String,
    pub(super) version: Option<String>,
    pub(super) root: Xml<'a>,
    pub(super) root_name: String,
    pub(super) binds: BTreeMap<String, Bind>,
    pub(super) languages: Languages<'a>,
    /// Secondary instances by id.
    pub(super) instances: BTreeMap<String, Xml<'a>>,
    /// Controls, groups and repeats by the path they refer to.
    pub(super) controls: BTreeMap<String, Xml<'a>>,
    pub(super) repeats: BTreeMap<String, Xml<'a>>,
    /// The place of each path in the body.
    pub(super) order: BTreeMap<String, usize>,
    /// Actions, each with the path of the control it stands in.
    pub(super) actions: Vec<(Xml<'a>, Option<String>)>,
    /// What stands in the body and was not understood.
    pub(super) strange: Vec<(String, Xml<'a>)>,
}

/// A path without space around it.
pub(super) fn path_of(text: &str) -> String {
    text.trim().trim_end_matches('/').to_owned()
}

/// The child of this name.
pub(super) fn child<'a>(of: Xml<'a>, name: &str) -> Option<Xml<'a>> {
    of.children()
        .find(|it| it.is_element() && it.tag_name().name() == name)
}

/// The attribute of this local name.
pub(super) fn attr<'a>(of: Xml<'a>, name: &str) -> Option<&'a str> {
    of.attributes()
        .find(|it| it.name() == name)
        .map(|it| it.value())
}

fn line(document: &Document, node: Xml) -> Place {
    let pos = document.text_pos_at(node.range().start);
    Place {
        row: Some(pos.row as usize),
        ..Place::default()
    }
}

impl<'a> Model<'a> {
    pub(super) fn read(document: &'a Document<'a>) -> Result<Model<'a>, Finding> {
        let html = document.root_element();
        let missing = |what: &str| {
            let text = format!("found no `{what}`, expected an XForm");
            Finding::error("xform-part", line(document, html), text)
        };
        let head = child(html, "head").ok_or_else(|| missing("head"))?;
        let model = child(head, "model").ok_or_else(|| missing("model"))?;
        let instances: Vec<Xml> = model
            .children()
            .filter(|it| it.has_tag_name_local("instance"))
            .collect();
        let root = instances.first().and_then(|it| it.first_element_child());
        let root = root.ok_or_else(|| missing("instance"))?;
        let root_name = root.tag_name().name().to_owned();
        let mut found = Model {
            title: child(head, "title")
                .and_then(|it| it.text())
                .unwrap_or_default()
                .trim()
                .to_owned(),
            id: attr(root, "id")
                .map(str::to_owned)
                .unwrap_or_else(|| root_name.clone()),
            version: attr(root, "version")
                .map(str::to_owned)
                .filter(|it| !it.is_empty()),
            root,
            root_name,
            binds: BTreeMap::new(),
            languages: Languages::read(child(model, "itext")),
            instances: BTreeMap::new(),
            controls: BTreeMap::new(),
            repeats: BTreeMap::new(),
            order: BTreeMap::new(),
            actions: Vec::new(),
            strange: Vec::new(),
        };
        for instance in instances.into_iter().skip(1) {
            if let Some(id) = attr(instance, "id") {
                found.instances.insert(id.to_owned(), instance);
            }
        }
        for node in model.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "bind" => found.add_bind(node),
                "setvalue" | "setgeopoint" | "recordaudio" => found.actions.push((node, None)),
                _ => {}
            }
        }
        if let Some(body) = child(html, "body") {
            found.walk(body, None, 0);
        }
        Ok(found)
    }

    fn add_bind(&mut self, node: Xml<'a>) {
        let Some(nodeset) = attr(node, "nodeset").or_else(|| attr(node, "ref")) else {
            return;
        };
        let nodeset = path_of(nodeset);
        // Binds may be written from the root on.
        let nodeset = if nodeset.starts_with('/') {
            nodeset
        } else {
            format!("/{}/{nodeset}", self.root_name)
        };
        let bind = self.binds.entry(nodeset).or_default();
        for attribute in node.attributes() {
            let prefix = match attribute.namespace() {
                None => "",
                Some("http://openrosa.org/javarosa") => "jr:",
                Some("http://openrosa.org/xforms") => "orx:",
                Some("http://www.opendatakit.org/xforms") => "odk:",
                Some(uri) if uri.ends_with("/entities") => "entities:",
                Some(_) => "other:",
            };
            let value = attribute.value().to_owned();
            bind.insert(format!("{prefix}{}", attribute.name()), value);
        }
    }

    pub(super) fn bind(&self, path: &str) -> Option<&Bind> {
        self.binds.get(path)
    }

    /// Notes the controls of the body. Groups may lie in groups, up to a depth that people write.
    fn walk(&mut self, at: Xml<'a>, inside: Option<&str>, depth: usize) {
        if depth > 200 {
            return;
        }
        for node in at.children().filter(Node::is_element) {
            let name = node.tag_name().name();
            let path = attr(node, "ref")
                .or_else(|| attr(node, "nodeset"))
                .map(path_of);
            let path = path.map(|it| match it.starts_with('/') {
                true => it,
                false => format!(
                    "{}/{it}",
                    inside.map_or_else(|| format!("/{}", self.root_name), str::to_owned)
                ),
            });
            match name {
                "setvalue" | "setgeopoint" | "recordaudio" => {
                    self.actions.push((node, inside.map(str::to_owned)));
                    continue;
                }
                "label" | "hint" | "item" | "itemset" | "value" | "help" | "alert" => continue,
                _ => {}
            }
            let order = self.order.len();
            let Some(path) = path else {
                if name == "group" {
                    self.walk(node, inside, depth + 1);
                } else {
                    self.strange.push((name.to_owned(), node));
                }
                continue;
            };
            self.order.entry(path.clone()).or_insert(order);
            match name {
                "repeat" => {
                    self.repeats.insert(path.clone(), node);
                }
                "group" => {
                    self.controls.entry(path.clone()).or_insert(node);
                }
                "input" | "select" | "select1" | "rank" | "range" | "upload" | "trigger"
                | "secret" => {
                    self.controls.insert(path.clone(), node);
                }
                _ => self.strange.push((name.to_owned(), node)),
            }
            self.walk(node, Some(&path), depth + 1);
        }
    }
}

/// Names without their namespaces: forms differ in how they write these.
trait Local {
    fn has_tag_name_local(&self, name: &str) -> bool;
}

impl Local for Xml<'_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}
