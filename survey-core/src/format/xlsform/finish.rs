//! What can be checked and added when all rows are read.

use super::super::import::Place;
use super::form::{Form, Item, Kind};
use super::headers::{Cell, Dict};
use super::survey::{Read, Reader, at, refuse, stem};
use super::types::{self, Container};

impl Reader<'_> {
    /// The form, after the last row.
    pub(super) fn finish(mut self) -> Read<Form> {
        let questions: Vec<&str> = self
            .form
            .items
            .iter()
            .filter(|it| matches!(it.kind, Kind::Question(_) | Kind::External(_)))
            .map(|it| &*it.name)
            .collect();
        for (name, row) in &self.triggers {
            if !questions.contains(&&**name) {
                let text = format!("found no question `{name}`");
                return refuse("reference-unknown", at(*row, "trigger"), text);
            }
        }
        self.check_geometry()?;
        if let Some(open) = self.open.last().filter(|it| it.container.is_some()) {
            let word = open.container.map_or("", Container::word);
            let name = &self.form.items[open.id].name;
            let text = format!("found no `end_{word}` for `begin_{word}` of `{name}`");
            return refuse("group-unclosed", at(open.row, "type"), text);
        }
        if self.form.settings.has("flat") {
            self.form.flatten(0, "");
        }
        self.add_meta()?;
        Ok(self.form)
    }

    fn check_geometry(&self) -> Read<()> {
        for (target, row) in &self.geometry {
            let known = self.form.list(target).is_some()
                || self.form.items.iter().any(|it| {
                    matches!(it.kind, Kind::External(_)) && it.name == *target
                        || it.itemset.as_deref().is_some_and(|it| stem(it).0 == target)
                })
                || super::tokens::reference(target).is_some_and(|it| {
                    it.2 == target.len() && self.repeats.iter().any(|r| r == it.1)
                });
            if !known {
                let text = format!(
                    "found `{target}` as `reference-geometry`, expected a choice list, a file or a repeat"
                );
                return refuse("parameter-value", at(*row, "parameters"), text);
            }
        }
        Ok(())
    }

    fn add_meta(&mut self) -> Read<()> {
        let settings = &self.form.settings;
        let omit = settings.text("omit_instanceID").and_then(types::yes_no);
        let mut meta = std::mem::take(&mut self.meta);
        let calculated = |name: &str, bind: Vec<(String, Cell)>| {
            let mut cells = Dict::default();
            cells.set("bind", Cell::Map(Dict(bind)));
            Item::new(name, Kind::Question("calculate".into()), 0, cells)
        };
        let text = |it: &str| Cell::Text(it.to_owned());
        if omit == Some(true) {
            if settings.has("public_key") {
                let place = Place::cell("settings", 2, "omit_instanceID");
                let message = "found `omit_instanceID` with `public_key`, which needs the id";
                return refuse("setting-value", place, message);
            }
        } else {
            let preload = settings.text("instance_id").unwrap_or("uid");
            meta.push(calculated(
                "instanceID",
                vec![
                    ("readonly".into(), text("true()")),
                    ("jr:preload".into(), text(preload)),
                ],
            ));
        }
        if let Some(name) = settings.text("instance_name") {
            let bind = vec![("calculate".into(), text(name))];
            meta.push(calculated("instanceName", bind));
        }
        if meta.is_empty() {
            return Ok(());
        }
        let mut group = Item::new("meta", Kind::Group, 0, Dict::default());
        group.bodyless = true;
        let id = self.form.push(0, group);
        for item in meta {
            self.form.push(id, item);
        }
        Ok(())
    }
}
