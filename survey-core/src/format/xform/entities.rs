//! Entities: the rows of XLSForm's `entities` sheet, out of the blocks that they became.

use serde_json::{Map, Value, json};

use super::items::{Maker, nodes_in};
use super::model::{Xml, attr, child};

impl<'a> Maker<'a, '_> {
    /// Every entity that the form declares.
    pub(super) fn entities(&mut self) -> Vec<Value> {
        let mut found = Vec::new();
        let root = format!("/{}", self.model.root_name);
        self.entities_in(self.model.root, &root, &mut found);
        found
    }

    fn entities_in(&mut self, node: Xml<'a>, path: &str, found: &mut Vec<Value>) {
        for inner in nodes_in(node) {
            let path_in = format!("{path}/{}", inner.tag_name().name());
            let entity = child(inner, "entity").filter(|_| inner.tag_name().name() == "meta");
            match entity {
                Some(entity) => found.extend(self.declared(entity, path)),
                None => self.entities_in(inner, &path_in, found),
            }
        }
    }

    /// The row of an entity in the container at `path`.
    fn declared(&mut self, entity: Xml<'a>, path: &str) -> Option<Value> {
        let mut row = Map::new();
        row.insert("list_name".into(), json!(attr(entity, "dataset")?));
        let own = format!("{path}/meta/entity");
        for (key, node) in [
            ("entity_id", "@id"),
            ("create_if", "@create"),
            ("update_if", "@update"),
            ("label", "label"),
        ] {
            let at = format!("{own}/{node}");
            let source = self.model.bind(&at).and_then(|it| it.get("calculate"));
            let source = source.filter(|it| !it.trim().is_empty());
            if let Some(source) = source.and_then(|it| self.rewrite(it, &at, key)) {
                row.insert(key.into(), json!(source));
            }
        }
        // Said in the sheet by a condition where an entity is named, and else by its absence.
        let creates = attr(entity, "create").is_some();
        if creates && row.contains_key("entity_id") && !row.contains_key("create_if") {
            row.insert("create_if".into(), json!("true()"));
        }
        if let Some(name) = self.names.get(path) {
            let key = match self.model.repeats.contains_key(path) {
                true => "repeat",
                false => "group",
            };
            row.insert(key.into(), json!(name));
        }
        Some(Value::Object(row))
    }
}
