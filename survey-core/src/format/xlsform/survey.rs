//! The survey sheet, row by row.

use super::super::import::{Finding, Place};
use super::form::{self, Form, Id, Item, Kind};
use super::headers::{Cell, Dict};
use super::tokens::{has_reference, is_dynamic, is_element_name, is_reference};
use super::types::{self, Container};
use super::{choices, parameters};

/// Files that choices may come from.
pub(super) const EXTENSIONS: [&str; 3] = [".xml", ".csv", ".geojson"];

/// What is open while rows are read.
pub(super) struct Open {
    pub(super) container: Option<Container>,
    pub(super) id: Id,
    pub(super) row: usize,
    names: Vec<String>,
}

/// Reads rows into a form.
pub(super) struct Reader<'a> {
    pub(super) form: Form,
    pub(super) findings: &'a mut Vec<Finding>,
    pub(super) external: Vec<String>,
    pub(super) has_external: bool,
    pub(super) open: Vec<Open>,
    /// The choice list of a table of questions, once its first question has come.
    table: Option<Option<String>>,
    pub(super) meta: Vec<Item>,
    pub(super) repeats: Vec<String>,
    pub(super) geometry: Vec<(String, usize)>,
    pub(super) triggers: Vec<(String, usize)>,
}

pub(super) type Read<T> = Result<T, Finding>;

pub(super) fn at(row: usize, column: &str) -> Place {
    Place::cell("survey", row, column)
}

pub(super) fn refuse<T>(code: &'static str, place: Place, text: impl Into<String>) -> Read<T> {
    Err(Finding::error(code, place, text))
}

impl<'a> Reader<'a> {
    pub(super) fn new(mut form: Form, findings: &'a mut Vec<Finding>) -> Reader<'a> {
        let name = form.name.clone();
        form.items
            .push(Item::new(&name, Kind::Group, 0, Dict::default()));
        Reader {
            form,
            findings,
            external: Vec::new(),
            has_external: false,
            open: vec![Open {
                container: None,
                id: 0,
                row: 0,
                names: vec!["meta".to_owned()],
            }],
            table: None,
            meta: Vec::new(),
            repeats: Vec::new(),
            geometry: Vec::new(),
            triggers: Vec::new(),
        }
    }

    fn warn(&mut self, code: &'static str, place: Place, text: impl Into<String>) {
        self.findings.push(Finding::warning(code, place, text));
    }

    /// Reads one row.
    pub(super) fn row(&mut self, row: usize, mut cells: Dict) -> Read<()> {
        if let Some(Cell::Text(disabled)) = cells.remove("disabled") {
            let text = "the column `disabled` is not part of XLSForm; use `relevant`";
            self.warn("column-unknown", at(row, "disabled"), text);
            if types::yes_no(&disabled) == Some(true) {
                return Ok(());
            }
        }
        if cells.0.is_empty() {
            return Ok(());
        }
        let Some(kind) = cells.text("type").filter(|it| !it.is_empty()) else {
            if cells.has("name") || cells.has("label") {
                return refuse(
                    "type-missing",
                    at(row, "type"),
                    "found a question without a type",
                );
            }
            let text = "a row without type, name and label is passed over";
            self.warn("row-empty", at(row, "type"), text);
            return Ok(());
        };
        let kind = types::alias(kind).to_owned();
        cells.set_text("type", kind.clone());
        let triggers = self.triggers_of(row, &cells)?;
        let default = cells.text("default").unwrap_or_default();
        let dynamic_default = !default.is_empty() && is_dynamic(default, &kind);
        let parameters = parameters::read(row, cells.text("parameters").unwrap_or_default())?;
        if kind == "audit" {
            return self.audit(row, cells, parameters);
        }
        let calculation = cells.text_in("bind", "calculate").unwrap_or_default();
        if kind == "calculate" && calculation.is_empty() && !dynamic_default {
            return refuse(
                "calculation-missing",
                at(row, "calculation"),
                "found no calculation",
            );
        }
        if let Some(setting) = form::setting_of_type(&kind) {
            let name = cells.text("name").unwrap_or("None").to_owned();
            self.form.settings.set_text(setting, name.clone());
            if setting == "id_string" {
                self.form.id = name;
            }
            return Ok(());
        }
        if let Some(container) = types::end(&kind) {
            return self.end(row, container, &cells);
        }
        let begins = types::begin(&kind).map(|it| (it.0, it.1.map(str::to_owned)));
        let name = self.name(row, &kind, &mut cells)?;
        if let Some((container, list)) = begins {
            return self.begin(row, container, list.as_deref(), name, cells);
        }
        let mut item = Item::new(&name, Kind::Question(kind.clone()), row, cells);
        item.triggers = triggers;
        item.dynamic_default = dynamic_default;
        item.parameters = parameters;
        self.question(row, &kind, item)
    }

    fn triggers_of(&mut self, row: usize, cells: &Dict) -> Read<Vec<String>> {
        let Some(trigger) = cells.text("trigger").filter(|it| !it.is_empty()) else {
            return Ok(Vec::new());
        };
        let mut names = Vec::new();
        for part in trigger.split(',') {
            let mut found = super::tokens::references(part).into_iter();
            let Some((_, _, name)) = found.next() else {
                if part.contains("${") || !trigger.contains("${") {
                    let text =
                        format!("found `{trigger}`, expected references such as `${{name}}`");
                    return refuse("reference-broken", at(row, "trigger"), text);
                }
                continue;
            };
            if found.next().is_some() {
                let text = format!("found `{part}`, expected a comma between references");
                return refuse("reference-broken", at(row, "trigger"), text);
            }
            names.push(name.to_owned());
        }
        self.triggers
            .extend(names.iter().map(|it| (it.clone(), row)));
        Ok(names)
    }

    fn name(&mut self, row: usize, kind: &str, cells: &mut Dict) -> Read<String> {
        let name = match cells.text("name") {
            Some(name) => name.to_owned(),
            None if kind == "note" => format!("generated_note_name_{row}"),
            None => {
                let text = "found a question or a group without a name";
                return refuse("name-missing", at(row, "name"), text);
            }
        };
        if !is_element_name(&name) {
            let text = format!(
                "found the name `{name}`, expected a letter or `_`, then letters, digits, `_`, `-` and `.`"
            );
            return refuse("name-characters", at(row, "name"), text);
        }
        let open = self.open.last_mut().expect("the root stays open");
        if open.names.contains(&name) {
            let text = if name == "meta" {
                "found the name `meta`, which is kept for what is known about a response".to_owned()
            } else {
                format!("found the name `{name}` twice in one group")
            };
            return refuse("name-duplicate", at(row, "name"), text);
        }
        let lower = name.to_lowercase();
        let similar = open
            .names
            .iter()
            .any(|it| it.to_lowercase() == lower && *it != "meta");
        open.names.push(name.clone());
        if similar {
            let text = format!("the name `{name}` differs from another only in its capitals");
            self.warn("name-similar", at(row, "name"), text);
        }
        Ok(name)
    }

    fn end(&mut self, row: usize, container: Container, cells: &Dict) -> Read<()> {
        let open = self.open.last().expect("the root stays open");
        if open.container != Some(container) {
            let word = container.word();
            let name = cells.text("name").unwrap_or("unknown");
            let text = format!("found `end_{word}` of `{name}` without its `begin_{word}`");
            return refuse("group-unopened", at(row, "type"), text);
        }
        let open = self.open.pop().expect("it was there");
        self.table = None;
        if container == Container::Loop {
            self.form.unroll(open.id);
        }
        Ok(())
    }

    fn begin(
        &mut self,
        row: usize,
        container: Container,
        list: Option<&str>,
        name: String,
        mut cells: Dict,
    ) -> Read<()> {
        if container == Container::Repeat {
            if name == self.form.name {
                let text = format!("found a repeat named `{name}` like the form's root");
                return refuse("name-duplicate", at(row, "name"), text);
            }
            if self.repeats.contains(&name) {
                let text = format!("found a second repeat named `{name}`");
                return refuse("name-duplicate", at(row, "name"), text);
            }
            self.repeats.push(name.clone());
            if !cells.has("label") && !cells.has("media") {
                self.warn(
                    "label-missing",
                    at(row, "label"),
                    format!("the repeat `{name}` has no label"),
                );
            }
        }
        let parent = self.open.last().expect("the root stays open").id;
        let mut item = Item::new(&name, Kind::Group, row, Dict::default());
        match container {
            Container::Group => {}
            Container::Repeat => item.kind = Kind::Repeat,
            Container::Loop => {
                let list = list.filter(|it| !it.is_empty());
                let Some(list) = list else {
                    let text = "found a loop without a choice list";
                    return refuse("list-missing", at(row, "type"), text);
                };
                if self.form.list(list).is_none() {
                    let text = format!("found no choice list `{list}`");
                    return refuse("list-unknown", at(row, "type"), text);
                }
                item.itemset = Some(list.to_owned());
            }
        }
        self.count_of(parent, &name, &mut cells);
        let note = self.table_of(row, &mut cells);
        if let Some(Cell::Text(intent)) = cells.get("intent").cloned() {
            cells.map_mut("control").set_text("intent", intent);
        }
        item.cells = cells;
        let id = self.form.push(parent, item);
        if let Some(note) = note {
            self.form.push(id, note);
        }
        self.open.push(Open {
            container: Some(container),
            id,
            row,
            names: vec!["meta".to_owned()],
        });
        Ok(())
    }

    /// A count that is more than a reference gets an item of its own.
    fn count_of(&mut self, parent: Id, name: &str, cells: &mut Dict) {
        let count = cells
            .text_in("control", "jr:count")
            .unwrap_or_default()
            .to_owned();
        if count.is_empty() || is_reference(&count) {
            return;
        }
        let counter = format!("{name}_count");
        let mut calculation = Dict::default();
        let bind = calculation.map_mut("bind");
        bind.set_text("readonly", "true()");
        bind.set_text("calculate", count);
        let kind = Kind::Question("calculate".into());
        self.form
            .push(parent, Item::new(&counter, kind, 0, calculation));
        cells
            .map_mut("control")
            .set_text("jr:count", format!("${{{counter}}}"));
    }

    /// A table of questions: the group's own words become a note in it.
    fn table_of(&mut self, row: usize, cells: &mut Dict) -> Option<Item> {
        let appearance = cells.text_in("control", "appearance")?.to_owned();
        if !appearance.split_whitespace().any(|it| it == "table-list") {
            return None;
        }
        self.table = Some(None);
        let others = appearance
            .split_whitespace()
            .filter(|it| *it != "table-list");
        let words: Vec<&str> = std::iter::once("field-list").chain(others).collect();
        cells
            .map_mut("control")
            .set_text("appearance", words.join(" "));
        if !cells.has("label") && !cells.has("hint") {
            return None;
        }
        let mut note = Dict::default();
        for key in ["label", "hint"] {
            if let Some(cell) = cells.remove(key) {
                note.set(key, cell);
            }
        }
        let name = format!("generated_table_list_label_{row}");
        Some(Item::new(&name, Kind::Question("note".into()), row, note))
    }

    fn add(&mut self, item: Item) -> Id {
        let parent = self.open.last().expect("the root stays open").id;
        self.form.push(parent, item)
    }

    fn question(&mut self, row: usize, kind: &str, mut item: Item) -> Read<()> {
        if let Some(select) = types::select_type(kind) {
            return self.select(row, &select, item);
        }
        if let Some((_, list)) = kind.split_once("osm ").filter(|it| !it.1.is_empty()) {
            let list = list.split_whitespace().next().unwrap_or_default();
            item.itemset = Some(list.to_owned());
            item.kind = Kind::Question("osm".into());
            self.add(item);
            return Ok(());
        }
        if let "csv-external" | "xml-external" = kind {
            item.kind = Kind::External(if kind.starts_with("csv") {
                "csv"
            } else {
                "xml"
            });
            self.add(item);
            return Ok(());
        }
        let geometry = parameters::apply(row, kind, &mut item, &self.form, self.findings)?;
        self.geometry.extend(geometry.map(|it| (it, row)));
        if kind == "background-geopoint" {
            if item.triggers.is_empty() {
                let text = "`background-geopoint` needs a trigger";
                return refuse("trigger-missing", at(row, "trigger"), text);
            }
            if item.cells.text_in("bind", "calculate").is_some() {
                let text = "`background-geopoint` takes no calculation";
                return refuse("calculation-unwanted", at(row, "calculation"), text);
            }
        }
        self.add(item);
        Ok(())
    }

    fn select(&mut self, row: usize, select: &types::SelectType, mut item: Item) -> Read<()> {
        choices::check_select(row, select, self, &item)?;
        let list = select.list;
        item.kind = Kind::Question(select.kind.to_owned());
        let mut other = None;
        if select.or_other {
            choices::add_other(row, list, self, &item)?;
            let mut cells = Dict::default();
            cells.set_text("label", "Specify other.");
            let relevant = format!("selected(../{}, 'other')", item.name);
            cells.map_mut("bind").set_text("relevant", relevant);
            let name = format!("{}_other", item.name);
            other = Some(Item::new(&name, Kind::Question("text".into()), row, cells));
        }
        parameters::check_select(row, select.from_file, &item)?;
        item.itemset = Some(list.to_owned());
        if self.table.is_some() {
            self.table_row(row, select.kind, list, &mut item)?;
        }
        self.add(item);
        if let Some(other) = other {
            self.add(other);
        }
        Ok(())
    }

    /// A question in a table: the first brings a row of headings.
    fn table_row(&mut self, row: usize, kind: &str, list: &str, item: &mut Item) -> Read<()> {
        if let Some(None) = &self.table {
            if item.cells.has("choice_filter") {
                let text = "a table of questions takes no choice filter";
                return refuse("filter-unwanted", at(row, "choice_filter"), text);
            }
            let mut cells = Dict::default();
            cells.set_text("label", " ");
            cells.map_mut("control").set_text("appearance", "label");
            let name = format!("reserved_name_for_field_list_labels_{row}");
            let mut heading = Item::new(&name, Kind::Question(kind.to_owned()), row, cells);
            heading.itemset = Some(list.to_owned());
            self.add(heading);
            self.table = Some(Some(list.to_owned()));
        }
        if self.table.as_ref().and_then(|it| it.as_deref()) != Some(list) {
            let text = format!("found the choice list `{list}`, expected one list in the table");
            return refuse("list-other", at(row, "type"), text);
        }
        item.cells
            .map_mut("control")
            .set_text("appearance", "list-nolabel");
        Ok(())
    }

    fn audit(&mut self, row: usize, mut cells: Dict, given: Vec<(String, String)>) -> Read<()> {
        if cells
            .text("name")
            .is_some_and(|it| !it.is_empty() && it != "audit")
        {
            let text = "an audit is always named `audit`; leave its name blank";
            return refuse("name-characters", at(row, "name"), text);
        }
        parameters::audit(row, &given, cells.map_mut("bind"))?;
        self.meta.push(Item::new(
            "audit",
            Kind::Question("audit".into()),
            row,
            cells,
        ));
        Ok(())
    }
}

/// A file's name without its ending, and the ending.
pub(super) fn stem(name: &str) -> (&str, &str) {
    match name.rfind('.').filter(|it| *it > 0) {
        Some(at) => name.split_at(at),
        None => (name, ""),
    }
}

/// Whether choices come from a file.
pub(super) fn is_file(list: &str) -> bool {
    EXTENSIONS.contains(&stem(list).1)
}

/// Whether choices come from an item.
pub(super) fn is_from_item(list: &str) -> bool {
    has_reference(list)
}
