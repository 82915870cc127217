//! Loops: a group for each choice of a list.

use super::form::{Form, Id, Item, Kind};
use super::headers::{Cell, Dict};

impl Form {
    /// A loop becomes one group for each choice, with the choice's name and label in its words.
    pub(super) fn unroll(&mut self, id: Id) {
        let list = self.items[id].itemset.clone().unwrap_or_default();
        let choices = self
            .list(&list)
            .map(|it| it.choices.clone())
            .unwrap_or_default();
        let template = std::mem::take(&mut self.items[id].children);
        self.items[id].itemset = None;
        for choice in choices {
            let name = choice.text("name").unwrap_or_default().to_owned();
            if name == "none" {
                continue;
            }
            let mut cells = Dict::default();
            for key in ["label", "media"] {
                if let Some(cell) = choice.get(key) {
                    cells.set(key, cell.clone());
                }
            }
            let group = self.push(id, Item::new(&name, Kind::Group, 0, cells));
            for child in &template {
                self.copy(*child, group, &choice);
            }
        }
    }

    fn copy(&mut self, from: Id, parent: Id, choice: &Dict) {
        let mut item = self.items[from].clone();
        let children = std::mem::take(&mut item.children);
        fill(&mut item.cells, choice, None);
        item.name = fill_text(&item.name, choice, None);
        let id = self.push(parent, item);
        for child in children {
            self.copy(child, id, choice);
        }
    }
}

/// Puts a choice's name and label where `%(name)s` and `%(label)s` stand.
fn fill(cells: &mut Dict, choice: &Dict, language: Option<&str>) {
    for (key, cell) in &mut cells.0 {
        match cell {
            Cell::Text(text) => *text = fill_text(text, choice, language),
            Cell::Map(map) => {
                let key = key.clone();
                for (inner, cell) in &mut map.0 {
                    let language = if key == "bind" { None } else { Some(&**inner) };
                    if let Cell::Text(text) = cell {
                        *text = fill_text(text, choice, language);
                    }
                }
            }
        }
    }
}

fn fill_text(text: &str, choice: &Dict, language: Option<&str>) -> String {
    let label = match choice.get("label") {
        Some(Cell::Text(label)) => label.clone(),
        Some(Cell::Map(map)) => {
            let label = language.and_then(|it| map.text(it));
            label
                .or(map.0.first().and_then(|it| map.text(&it.0)))
                .unwrap_or_default()
                .to_owned()
        }
        None => String::new(),
    };
    let name = choice.text("name").unwrap_or_default();
    text.replace("%(name)s", name).replace("%(label)s", &label)
}
