//! From a form to the XForm that ODK's own converter makes of it.

use super::super::xml::Element;
use super::form::{Form, Id, Kind};
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
                && !NAMESPACES
                    .iter()
                    .any(|it| it.0 == format!("xmlns:{prefix}"))
            {
                html.set(&format!("xmlns:{prefix}"), uri.replace(['"', '\''], ""));
            }
        }
        if self.entities_version.is_some() {
            html.set(
                "xmlns:entities",
                "http://www.opendatakit.org/xforms/entities",
            );
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
        if let Some(version) = self.entities_version {
            model.set("entities:entities-version", version);
        }
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
        for child in self.without_flat(id) {
            match self.items[child].kind {
                Kind::External(_) | Kind::Attribute => {}
                Kind::Repeat if !in_repeat => {
                    node.push(self.template(child));
                    node.push(self.instance(child, true));
                }
                Kind::Repeat | Kind::Group | Kind::Question(_) => {
                    node.push(self.instance(child, in_repeat));
                }
            }
        }
        node
    }

    /// What an item holds, with the children of flat groups in their place.
    fn without_flat(&self, id: Id) -> Vec<Id> {
        let mut found = Vec::new();
        for child in &self.items[id].children {
            if self.items[*child].flat {
                found.extend(self.without_flat(*child));
            } else {
                found.push(*child);
            }
        }
        found
    }

    fn template(&self, id: Id) -> Element {
        let item = &self.items[id];
        let mut node = Element::new(&item.name).attr("jr:template", "");
        for child in &item.children {
            match self.items[*child].kind {
                Kind::External(_) | Kind::Attribute => {}
                Kind::Repeat => node.push(self.template(*child)),
                Kind::Group | Kind::Question(_) => node.push(self.instance(*child, false)),
            }
        }
        node
    }

    /// The attributes of an item's bind: its type's, and over them its own.
    pub(super) fn bind_cells(&self, id: Id) -> Dict {
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
        if id == 0 || item.flat || matches!(item.kind, Kind::External(_)) {
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
            if key.starts_with("jr:")
                && key != "jr:preload"
                && is_message(key)
                && is_translated(key, cell)
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
    pub(super) fn actions(&self, id: Id, new_repeat: bool) -> Vec<Element> {
        let item = &self.items[id];
        let mut actions = Vec::new();
        let kind = match &item.kind {
            Kind::Question(kind) => kind,
            Kind::Attribute => "",
            Kind::Group | Kind::Repeat | Kind::External(_) => return actions,
        };
        let path = self.path(id, None);
        let action =
            |name: &str, event: &str| Element::new(name).attr("ref", &*path).attr("event", event);
        if item.dynamic_default {
            let event = if new_repeat {
                "odk-new-repeat"
            } else {
                "odk-instance-first-load"
            };
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
}

fn is_message(key: &str) -> bool {
    matches!(
        key,
        "jr:constraintMsg" | "jr:requiredMsg" | "jr:noAppErrorString"
    )
}

/// Yes and no as XPath.
fn truth(text: &str) -> Option<&'static str> {
    match text {
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" => Some("true()"),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" => Some("false()"),
        _ => None,
    }
}
