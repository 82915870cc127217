//! From a form to the XForm that ODK's own converter makes of it.

use super::super::import::{Finding, Place};
use super::super::xml::Element;
use super::form::{Form, Id, Item, Kind, List};
use super::headers::{Cell, Dict};
use super::instances::secondary;
use super::references::Way;
use super::survey::Read;
use super::tokens::is_dynamic;
use super::types::type_of;
use super::words::{Words, is_translated};

const NAMESPACES: [(&str, &str); 7] = [
    ("xmlns", "http://www.w3.org/2002/xforms"),
    ("xmlns:h", "http://www.w3.org/1999/xhtml"),
    ("xmlns:ev", "http://www.w3.org/2001/xml-events"),
    ("xmlns:xsd", "http://www.w3.org/2001/XMLSchema"),
    ("xmlns:jr", "http://openrosa.org/javarosa"),
    ("xmlns:orx", "http://openrosa.org/xforms"),
    ("xmlns:odk", "http://www.opendatakit.org/xforms"),
];

impl Form {
    /// The XForm, and the names of its languages.
    pub(super) fn document(&self) -> Read<(Element, Vec<String>)> {
        let mut html = Element::new("h:html");
        for (name, uri) in NAMESPACES {
            html.set(name, uri);
        }
        let more = self.settings.text("namespaces").unwrap_or_default();
        for pair in more.split_whitespace() {
            if let Some((prefix, uri)) = pair.split_once('=')
                && !prefix.is_empty()
                && !NAMESPACES.iter().any(|it| it.0 == format!("xmlns:{prefix}"))
            {
                html.set(&format!("xmlns:{prefix}"), uri.replace(['"', '\''], ""));
            }
        }
        let title = self.settings.text("title").unwrap_or(&self.id);
        let words = self.words()?;
        let languages = words.languages().map(str::to_owned).collect();
        let model = self.model(&words)?;
        let head = Element::new("h:head")
            .with(Element::new("h:title").text(title))
            .with(model);
        let mut body = Element::new("h:body");
        if let Some(style) = self.settings.text("style") {
            body.set("class", style);
        }
        for child in &self.items[0].children {
            if let Some(control) = self.control(*child)? {
                body.push(control);
            }
        }
        Ok((html.with(head).with(body), languages))
    }

    fn model(&self, words: &Words) -> Read<Element> {
        let mut model = Element::new("model").attr("odk:xforms-version", "1.0.0");
        if let Some(submission) = self.submission() {
            model.push(submission);
        }
        if !words.is_empty() {
            model.push(words.element(self));
        }
        model.push(Element::new("instance").with(self.root()));
        for instance in secondary(self)? {
            model.push(instance);
        }
        for id in self.descendants(0) {
            if let Some(bind) = self.bind(id) {
                model.push(bind);
            }
            for action in self.actions(id, false) {
                model.push(action);
            }
        }
        Ok(model)
    }

    fn submission(&self) -> Option<Element> {
        let text = |key: &str| self.settings.text(key);
        let editable = text("client_editable").and_then(super::types::yes_no) == Some(true);
        let mut submission = Element::new("submission");
        if let Some(url) = text("submission_url") {
            submission.set("action", url);
            submission.set("method", "post");
        }
        for (key, attribute) in [
            ("public_key", "base64RsaPublicKey"),
            ("auto_send", "orx:auto-send"),
            ("auto_delete", "orx:auto-delete"),
        ] {
            if let Some(value) = text(key) {
                submission.set(attribute, value);
            }
        }
        if editable {
            submission.set("odk:client-editable", "true");
        }
        (!submission.attrs.is_empty()).then_some(submission)
    }

    /// The primary instance's root element.
    fn root(&self) -> Element {
        let mut root = self.instance(0, false);
        for (key, cell) in self.settings.map("attribute").iter().flat_map(|it| &it.0) {
            if let Cell::Text(value) = cell {
                root.set(key, &**value);
            }
        }
        root.set("id", &*self.id);
        for (key, attribute) in [
            ("instance_xmlns", "xmlns"),
            ("version", "version"),
            ("prefix", "odk:prefix"),
            ("delimiter", "odk:delimiter"),
        ] {
            if let Some(value) = self.settings.text(key) {
                root.set(attribute, value);
            }
        }
        root
    }

    /// The node of an item. The first instance of an outer repeat comes with a template.
    fn instance(&self, id: Id, in_repeat: bool) -> Element {
        let item = &self.items[id];
        let mut node = Element::new(&item.name);
        for (key, cell) in item.cells.map("instance").iter().flat_map(|it| &it.0) {
            if let Cell::Text(value) = cell {
                node.set(key, self.paths(value, id, Way::default()));
            }
        }
        if let Kind::Question(kind) = &item.kind {
            let default = item.cells.text("default").unwrap_or_default();
            if !default.is_empty() && !is_dynamic(default, kind) {
                return node.text(default);
            }
            return node;
        }
        for child in &item.children {
            match self.items[*child].kind {
                Kind::External(_) => {}
                Kind::Repeat if !in_repeat => {
                    node.push(self.template(*child));
                    node.push(self.instance(*child, true));
                }
                Kind::Repeat | Kind::Group | Kind::Question(_) => {
                    node.push(self.instance(*child, in_repeat));
                }
            }
        }
        node
    }

    fn template(&self, id: Id) -> Element {
        let item = &self.items[id];
        let mut node = Element::new(&item.name).attr("jr:template", "");
        for child in &item.children {
            match self.items[*child].kind {
                Kind::External(_) => {}
                Kind::Repeat => node.push(self.template(*child)),
                Kind::Group | Kind::Question(_) => node.push(self.instance(*child, false)),
            }
        }
        node
    }

    /// The attributes of an item's bind: its type's, and over them its own.
    fn bind_cells(&self, id: Id) -> Dict {
        let item = &self.items[id];
        let mut bind = Dict::default();
        if let Kind::Question(kind) = &item.kind {
            for (key, value) in type_of(kind).iter().flat_map(|it| it.bind) {
                bind.set_text(key, *value);
            }
        }
        for (key, cell) in item.cells.map("bind").iter().flat_map(|it| &it.0) {
            bind.set(key, cell.clone());
        }
        bind
    }

    fn bind(&self, id: Id) -> Option<Element> {
        let item = &self.items[id];
        let cells = self.bind_cells(id);
        let is_trigger = matches!(&item.kind, Kind::Question(it) if it == "trigger");
        if id == 0 || matches!(item.kind, Kind::External(_)) {
            return None;
        }
        if cells.0.is_empty() && (item.cells.map("bind").is_none() || is_trigger) {
            return None;
        }
        let path = self.path(id, None);
        let mut bind = Element::new("bind").attr("nodeset", &*path);
        for (key, cell) in &cells.0 {
            if key == "calculate" && !item.triggers.is_empty() {
                continue;
            }
            if key.starts_with("jr:") && key != "jr:preload" && is_message(key) && is_translated(key, cell)
            {
                bind.set(key, format!("jr:itext('{path}:{key}')"));
                continue;
            }
            let Cell::Text(value) = cell else { continue };
            let truth = match &**key {
                "readonly" | "required" | "relevant" | "constraint" | "calculate" => truth(value),
                _ => None,
            };
            let value = match truth {
                Some(truth) => truth.to_owned(),
                None => self.paths(value, id, Way::default()),
            };
            bind.set(key, value);
        }
        Some(bind)
    }

    /// What is set when the form opens, or when an instance of a repeat is added.
    fn actions(&self, id: Id, new_repeat: bool) -> Vec<Element> {
        let item = &self.items[id];
        let mut actions = Vec::new();
        let Kind::Question(kind) = &item.kind else {
            return actions;
        };
        let path = self.path(id, None);
        let action = |name: &str, event: &str| {
            Element::new(name)
                .attr("ref", &*path)
                .attr("event", event)
        };
        if item.dynamic_default {
            let event = if new_repeat { "odk-new-repeat" } else { "odk-instance-first-load" };
            let default = item.cells.text("default").unwrap_or_default();
            let value = self.paths(default, id, Way::default());
            actions.push(action("setvalue", event).attr("value", value));
        }
        if kind == "start-geopoint" && !new_repeat {
            actions.push(action("odk:setgeopoint", "odk-instance-first-load"));
        }
        if kind == "background-audio" && !new_repeat {
            let mut record = action("odk:recordaudio", "odk-instance-load");
            if let Some(quality) = item.parameter("quality") {
                record.set("odk:quality", quality);
            }
            actions.push(record);
        }
        actions
    }

    fn control(&self, id: Id) -> Read<Option<Element>> {
        let item = &self.items[id];
        match &item.kind {
            Kind::External(_) => Ok(None),
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
                    let nearest = self.ancestors(inner).find(|it| self.items[*it].kind == Kind::Repeat);
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
        for (key, cell) in self.items[id].cells.map("control").iter().flat_map(|it| &it.0) {
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
        let own_hint = info.and_then(|it| it.hint).map(|it| Cell::Text(it.to_owned()));
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
            let (id_of, title) = if ending == ".geojson" { ("id", "title") } else { ("name", "label") };
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
                own = own.replace(&format!("current()/{nodeset}"), ".").replace(&nodeset, ".");
            }
            filter = Some(own);
        }
        if kind != "range"
            && let Some(filter) = filter
        {
            nodeset = format!("{nodeset}[{filter}]");
        }
        if item.parameter("randomize") == Some("true") {
            let seed = item.parameter("seed").map(|it| self.paths(it, id, Way::default()));
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

fn is_message(key: &str) -> bool {
    matches!(key, "jr:constraintMsg" | "jr:requiredMsg" | "jr:noAppErrorString")
}

/// Yes and no as XPath.
fn truth(text: &str) -> Option<&'static str> {
    match text {
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" => Some("true()"),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" => Some("false()"),
        _ => None,
    }
}
