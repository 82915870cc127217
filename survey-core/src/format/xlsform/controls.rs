//! The body of an XForm: groups, repeats and the controls of questions.

use super::super::import::{Finding, Place};
use super::super::xml::Element;
use super::form::{Form, Id, Item, Kind, List};
use super::headers::Cell;
use super::references::Way;
use super::survey::Read;
use super::types::type_of;

impl Form {
    pub(super) fn control(&self, id: Id) -> Read<Option<Element>> {
        let item = &self.items[id];
        match &item.kind {
            Kind::External(_) | Kind::Attribute => Ok(None),
            Kind::Group if item.bodyless => Ok(None),
            Kind::Group => {
                let mut group = Element::new("group");
                self.attributes(id, &mut group);
                if !item.flat {
                    group.set("ref", self.path(id, None));
                }
                if item.label().is_some() {
                    group.push(self.label(id));
                }
                self.controls(id, &mut group)?;
                Ok(Some(group))
            }
            Kind::Repeat => {
                let path = self.path(id, None);
                let mut repeat = Element::new("repeat").attr("nodeset", &*path);
                self.attributes(id, &mut repeat);
                self.controls(id, &mut repeat)?;
                for inner in self.descendants(id) {
                    let nearest = self
                        .ancestors(inner)
                        .find(|it| self.items[*it].kind == Kind::Repeat);
                    if nearest == Some(id) && self.items[inner].dynamic_default {
                        for action in self.actions(inner, true) {
                            repeat.push(action);
                        }
                    }
                }
                let group = Element::new("group").attr("ref", path);
                Ok(Some(group.with(self.label(id)).with(repeat)))
            }
            Kind::Question(kind) => self.question(id, kind),
        }
    }

    fn controls(&self, id: Id, into: &mut Element) -> Read<()> {
        for child in &self.items[id].children {
            if let Some(control) = self.control(*child)? {
                into.push(control);
            }
        }
        Ok(())
    }

    fn attributes(&self, id: Id, element: &mut Element) {
        for (key, cell) in self.items[id]
            .cells
            .map("control")
            .iter()
            .flat_map(|it| &it.0)
        {
            if let Cell::Text(value) = cell
                && key != "tag"
            {
                element.set(key, self.paths(value, id, Way::default()));
            }
        }
    }

    /// The item's label: words, or a reference to words in several languages.
    fn label(&self, id: Id) -> Element {
        let item = &self.items[id];
        let mut label = Element::new("label");
        if item.needs_itext() {
            label.set("ref", format!("jr:itext('{}:label')", self.path(id, None)));
        } else if let Some(Cell::Text(words)) = item.label() {
            label.nodes = vec![self.filled(words, Some(id))];
        }
        label
    }

    fn hint(&self, id: Id, cell: Option<&Cell>, has_guidance: bool) -> Element {
        let mut hint = Element::new("hint");
        match cell {
            Some(Cell::Text(words)) if !has_guidance => {
                hint.nodes = vec![self.filled(words, Some(id))];
            }
            _ => hint.set("ref", format!("jr:itext('{}:hint')", self.path(id, None))),
        }
        hint
    }

    fn question(&self, id: Id, kind: &str) -> Read<Option<Element>> {
        let item = &self.items[id];
        let info = type_of(kind);
        let own_hint = info
            .and_then(|it| it.hint)
            .map(|it| Cell::Text(it.to_owned()));
        let hint = item.cells.get("hint").or(own_hint.as_ref());
        let guidance = item.cells.has("guidance_hint");
        let computed = self.bind_cells(id).has("calculate") || !item.triggers.is_empty();
        let triggered: Vec<Id> = self
            .descendants(0)
            .into_iter()
            .filter(|it| self.items[*it].triggers.contains(&item.name))
            .collect();
        if kind == "calculate" || computed && item.label().is_none() && hint.is_none() {
            let Some(first) = triggered.first() else {
                return Ok(None);
            };
            let text = format!(
                "`{}` is not seen by anyone, so it cannot trigger `{}`",
                item.name, self.items[*first].name
            );
            let row = self.items[*first].row;
            let place = Place::cell("survey", row, "trigger");
            return Err(Finding::error("trigger-hidden", place, text));
        }
        let Some(tag) = info.and_then(|it| it.control) else {
            return Ok(None);
        };
        self.check_words(item, hint, guidance)?;
        let mut control = Element::new(tag).attr("ref", self.path(id, None));
        if let Some(mediatype) = info.and_then(|it| it.mediatype) {
            control.set("mediatype", mediatype);
        }
        self.attributes(id, &mut control);
        control.push(self.label(id));
        if hint.is_some() || guidance {
            control.push(self.hint(id, hint, guidance));
        }
        self.choices_of(id, kind, &mut control);
        for target in triggered {
            control.push(self.set_value(id, target));
        }
        Ok(Some(control))
    }

    fn check_words(&self, item: &Item, hint: Option<&Cell>, guidance: bool) -> Read<()> {
        let place = |column: &str| Place::cell("survey", item.row, column);
        if item.label().is_none() && item.media().is_none() && hint.is_none() {
            let text = format!("found no label and no hint for `{}`", item.name);
            let _ = guidance;
            return Err(Finding::error("label-missing", place("label"), text));
        }
        let media = item.media();
        if media.is_some_and(|it| it.has("big-image") && !it.has("image")) {
            let text = format!("found `big-image` without `image` for `{}`", item.name);
            return Err(Finding::error("media-incomplete", place("big-image"), text));
        }
        Ok(())
    }

    /// What a question sets when it changes.
    fn set_value(&self, from: Id, target: Id) -> Element {
        let item = &self.items[target];
        let place = matches!(&item.kind, Kind::Question(it) if it == "background-geopoint");
        let name = if place { "odk:setgeopoint" } else { "setvalue" };
        let mut action = Element::new(name)
            .attr("ref", self.path(target, None))
            .attr("event", "xforms-value-changed");
        let value = item.cells.text_in("bind", "calculate").unwrap_or_default();
        let value = self.paths(value, from, Way::default());
        if !place && !value.is_empty() {
            action.set("value", value);
        }
        action
    }

    fn choices_of(&self, id: Id, kind: &str, control: &mut Element) {
        let item = &self.items[id];
        let Some(list) = &item.itemset else { return };
        match kind {
            "osm" => {
                let tags = self.osm.iter().find(|it| it.0 == *list);
                for tag in tags.iter().flat_map(|it| &it.1) {
                    let label = Element::new("label").text(tag.text("label").unwrap_or_default());
                    let tag = Element::new("tag").attr("key", tag.text("name").unwrap_or_default());
                    control.push(tag.with(label));
                }
            }
            "select one external" => {
                if let Some(filter) = item.cells.text("choice_filter") {
                    let way = Way {
                        in_predicate: true,
                        ..Way::default()
                    };
                    let filter = self.paths(filter, id, way);
                    control.set("query", format!("instance('{list}')/root/item[{filter}]"));
                }
            }
            _ => {
                let inline = self.list(list).filter(|_| self.is_search(item));
                match inline {
                    Some(list) => self.inline_choices(list, control),
                    None => control.push(self.itemset(id, kind, list)),
                }
            }
        }
    }

    pub(super) fn is_search(&self, item: &Item) -> bool {
        let call = item.appearance().and_then(|it| it.split_once("search("));
        call.is_some_and(|it| it.1.contains(')'))
    }

    fn inline_choices(&self, list: &List, control: &mut Element) {
        let itext = list.needs_itext();
        for (idx, choice) in list.choices.iter().enumerate() {
            let mut label = Element::new("label");
            if itext {
                label.set("ref", format!("jr:itext('{}-{idx}')", list.name));
            } else if let Some(words) = choice.text("label") {
                label.nodes = vec![self.filled(words, None)];
            }
            let value = Element::new("value").text(choice.text("name").unwrap_or_default());
            control.push(Element::new("item").with(label).with(value));
        }
    }

    fn itemset(&self, id: Id, kind: &str, list: &str) -> Element {
        let item = &self.items[id];
        let (base, ending) = super::survey::stem(list);
        let is_geo = kind.starts_with("geo");
        let from_item = super::survey::is_from_item(list);
        let to_parent = Way {
            to_parent: true,
            ..Way::default()
        };
        let mut filter = None;
        let (mut nodeset, value, label);
        if super::survey::EXTENSIONS.contains(&ending) {
            let (id_of, title) = if ending == ".geojson" {
                ("id", "title")
            } else {
                ("name", "label")
            };
            value = item.parameter("value").unwrap_or(id_of).to_owned();
            label = item.parameter("label").unwrap_or(title).to_owned();
            nodeset = format!("instance('{base}')/root/item");
        } else if from_item && is_geo {
            (value, label) = ("geometry".to_owned(), "geometry".to_owned());
            nodeset = self.paths(list, id, to_parent).trim().to_owned();
            filter = Some("./geometry != ''".to_owned());
        } else if from_item {
            let path = self.paths(list, id, to_parent);
            let (holder, last) = path.trim().rsplit_once('/').unwrap_or(("", path.trim()));
            (value, label) = (last.to_owned(), last.to_owned());
            nodeset = holder.to_owned();
            filter = Some(format!("./{last} != ''"));
        } else {
            value = "name".to_owned();
            let itext = self.list(list).is_some_and(List::needs_itext);
            label = if itext { "jr:itext(itextId)" } else { "label" }.to_owned();
            nodeset = format!("instance('{list}')/root/item");
        }
        if let Some(own) = item.cells.text("choice_filter").filter(|it| !it.is_empty()) {
            let way = Way {
                in_predicate: true,
                to_parent: from_item,
            };
            let mut own = self.paths(own, id, way);
            if from_item {
                own = own
                    .replace(&format!("current()/{nodeset}"), ".")
                    .replace(&nodeset, ".");
            }
            filter = Some(own);
        }
        if kind != "range"
            && let Some(filter) = filter
        {
            nodeset = format!("{nodeset}[{filter}]");
        }
        if item.parameter("randomize") == Some("true") {
            let seed = item
                .parameter("seed")
                .map(|it| self.paths(it, id, Way::default()));
            nodeset = match seed {
                Some(seed) => format!("randomize({nodeset}, {})", seed.trim()),
                None => format!("randomize({nodeset})"),
            };
        }
        Element::new("itemset")
            .attr("nodeset", nodeset)
            .with(Element::new("value").attr("ref", value))
            .with(Element::new("label").attr("ref", label))
    }
}
