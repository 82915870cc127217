//! Items: the nodes of the primary instance, with their binds and controls.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::super::import::{Finding, Place};
use super::Attachments;
use super::choices::Source;
use super::expressions::{Names, literal};
use super::external::without_call;
use super::languages::itext_id;
use super::model::{Bind, Model, Xml, attr, child};
use super::types;

/// Makes items of a model.
pub(super) struct Maker<'a, 'f> {
    pub(super) model: &'a Model<'a>,
    pub(super) attachments: &'f Attachments,
    pub(super) findings: &'f mut Vec<Finding>,
    pub(super) names: Names,
    pub(super) lists: Map<String, Value>,
    /// Lists by instance, value and label.
    pub(super) made_lists: BTreeMap<(String, String, String), String>,
    pub(super) missing: Vec<String>,
    pub(super) taken: BTreeSet<String>,
    /// What sets a node: by its path, the expression and the items that trigger it.
    pub(super) set: BTreeMap<String, (String, Vec<String>)>,
    /// What is set when the form opens, by path.
    pub(super) first: BTreeMap<String, String>,
}

/// What a form's items come to.
pub(super) struct Made {
    pub(super) items: Vec<Value>,
    pub(super) choices: Map<String, Value>,
    pub(super) instances: Map<String, Value>,
    /// Files that are not there.
    pub(super) missing: Vec<String>,
    pub(super) instance_name: Option<String>,
    pub(super) entities: Vec<Value>,
}

/// The words of an element, with `${…}` for each value in them.
pub(super) fn words(names: &Names, element: Xml, path: &str) -> String {
    let mut out = String::new();
    for node in element.children() {
        if node.is_text() {
            out.push_str(node.text().unwrap_or_default());
        } else if node.tag_name().name() == "output" {
            let source = attr(node, "value")
                .or_else(|| attr(node, "ref"))
                .unwrap_or_default();
            match names.rewrite(source, path) {
                Ok(it)
                    if it.starts_with("${")
                        && it.ends_with('}')
                        && it.matches('{').count() == 1 =>
                {
                    out.push_str(&it);
                }
                Ok(it) => {
                    out.push_str("${");
                    out.push_str(&it);
                    out.push('}');
                }
                Err(_) => {}
            }
        }
    }
    out.trim().to_owned()
}

impl<'a, 'f> Maker<'a, 'f> {
    pub(super) fn new(
        model: &'a Model<'a>,
        attachments: &'f Attachments,
        findings: &'f mut Vec<Finding>,
    ) -> Maker<'a, 'f> {
        let mut maker = Maker {
            model,
            attachments,
            findings,
            names: Names::default(),
            lists: Map::new(),
            made_lists: BTreeMap::new(),
            missing: Vec::new(),
            taken: BTreeSet::new(),
            set: BTreeMap::new(),
            first: BTreeMap::new(),
        };
        let root = format!("/{}", model.root_name);
        maker.name_inside(model.root, &root, "");
        maker.actions();
        for (name, node) in &model.strange {
            let text =
                format!("`{name}` in the form's body has no counterpart here and is left out");
            let place = Place::path(attr(*node, "ref").unwrap_or_default());
            maker
                .findings
                .push(Finding::warning("control-unknown", place, text));
        }
        maker
    }

    pub(super) fn is_container(&self, node: Xml, path: &str) -> bool {
        nodes_in(node).next().is_some() || self.model.repeats.contains_key(path)
    }

    /// Rewrites an expression of the item at a path; what is wrong with it becomes a finding.
    pub(super) fn rewrite(&mut self, source: &str, path: &str, field: &str) -> Option<String> {
        match self.names.rewrite(source, path) {
            Ok(source) => Some(source),
            Err(error) => {
                // ODK's converter lets it pass; what opens there opens here, with a word about it.
                let place = Place::path(&format!("{path} ({field})"));
                let text = format!("{error}; the expression is left out");
                self.findings
                    .push(Finding::warning("expression", place, text));
                None
            }
        }
    }

    pub(super) fn words_in(&self, element: Xml, path: &str) -> String {
        words(&self.names, element, path)
    }

    /// Every item, with the lists, the tables and the files it reads.
    pub(super) fn make(mut self) -> Made {
        let path = format!("/{}", self.model.root_name);
        let mut items = self.items_in(self.model.root, &path);
        let audit = format!("{path}/meta/audit");
        if self.model.bind(&audit).is_some() && self.taken.insert("audit".to_owned()) {
            items.push(json!({"type": "audit", "name": "audit"}));
        }
        let name = format!("{path}/meta/instanceName");
        let source = self.model.bind(&name).and_then(|it| it.get("calculate"));
        let instance_name = source.and_then(|it| self.rewrite(it, &name, "instance_name"));
        Made {
            items,
            entities: self.entities(),
            instances: self.tables(),
            choices: self.lists,
            missing: self.missing,
            instance_name,
        }
    }

    /// The items in a node, in the order of the body; values nobody is asked for stay behind the
    /// node they follow.
    fn items_in(&mut self, node: Xml<'a>, path: &str) -> Vec<Value> {
        let mut found: Vec<(usize, Value)> = Vec::new();
        let mut last = 0;
        for child in nodes_in(node) {
            let element = child.tag_name().name();
            let inner = format!("{path}/{element}");
            let Some(name) = self.names.get(&inner).map(str::to_owned) else {
                continue;
            };
            last = self.order_of(&inner).unwrap_or(last);
            let item = self.item(child, &inner, &name);
            found.push((last, item));
        }
        found.sort_by_key(|it| it.0);
        found.into_iter().map(|it| it.1).collect()
    }

    fn order_of(&self, path: &str) -> Option<usize> {
        let below = format!("{path}/");
        let order = &self.model.order;
        let inside = order
            .range(below.clone()..)
            .take_while(|it| it.0.starts_with(&below));
        let inside = inside.map(|it| *it.1).min();
        order.get(path).copied().into_iter().chain(inside).min()
    }

    fn item(&mut self, node: Xml<'a>, path: &str, name: &str) -> Value {
        let empty = Bind::new();
        let bind = self.model.bind(path).unwrap_or(&empty);
        let control = self.model.controls.get(path).copied();
        let mut item = Map::new();
        item.insert("type".into(), Value::Null);
        item.insert("name".into(), json!(name));
        let element = node.tag_name().name();
        if element != name {
            item.insert("element".into(), json!(element));
        }
        if self.is_container(node, path) {
            self.container(node, path, control, &mut item);
        } else {
            self.value(node, path, name, control, bind, &mut item);
        }
        self.conditions(path, bind, &mut item);
        if let Some(appearance) = control.and_then(|it| attr(it, "appearance")) {
            item.insert("appearance".into(), json!(without_call(appearance.trim())));
        }
        Value::Object(item)
    }

    fn container(
        &mut self,
        node: Xml<'a>,
        path: &str,
        control: Option<Xml<'a>>,
        item: &mut Map<String, Value>,
    ) {
        let repeat = self.model.repeats.get(path).copied();
        item.insert(
            "type".into(),
            json!(if repeat.is_some() { "repeat" } else { "group" }),
        );
        let label = control.and_then(|it| child(it, "label"));
        if label.is_some() {
            self.label_of(label, path, "", item);
            if item.get("label") == Some(&json!("")) {
                item.remove("label");
            }
        }
        if let Some(repeat) = repeat {
            if let Some(count) = attr(repeat, "count") {
                let outer = path.rsplit_once('/').map_or("", |it| it.0);
                if let Some(count) = self.rewrite(count, outer, "repeat_count") {
                    item.insert("repeat_count".into(), json!(count));
                }
            } else if attr(repeat, "noAddRemove").is_some_and(|it| it.trim().starts_with("true")) {
                item.insert("no_add_remove".into(), json!(true));
            }
            if let Some(appearance) = attr(repeat, "appearance") {
                item.insert("appearance".into(), json!(appearance));
            }
        }
        // Instances beyond the first would be data of their own.
        let items = self.items_in(node, path);
        item.insert("items".into(), Value::Array(items));
    }

    fn value(
        &mut self,
        node: Xml<'a>,
        path: &str,
        name: &str,
        control: Option<Xml<'a>>,
        bind: &Bind,
        item: &mut Map<String, Value>,
    ) {
        let read_only = bind.get("readonly").is_some_and(|it| it.trim() == "true()");
        let preset = node.text().unwrap_or_default().trim();
        let computed = bind.contains_key("calculate")
            || self.set.contains_key(path)
            || self.first.contains_key(path)
            || !preset.is_empty();
        let word = match control {
            None => types::silent(bind),
            Some(control) => {
                let mut typed = types::question(control, bind, read_only, computed);
                if attr(control, "query").is_some() {
                    typed.word = "select_one";
                }
                let mut parameters = typed.parameters;
                if matches!(typed.word, "select_one" | "select_multiple" | "rank") {
                    self.select(control, path, name, item, &mut parameters);
                }
                // The words along a scale.
                if typed.word == "range"
                    && child(control, "itemset").is_some()
                    && let Source::List(list, _) = self.choices(control, path, name).source
                {
                    parameters.insert("tick_labelset".into(), json!(list));
                }
                if !parameters.is_empty() {
                    item.insert("parameters".into(), Value::Object(parameters));
                }
                self.label_of(child(control, "label"), path, name, item);
                self.hint(control, path, item);
                typed.word
            }
        };
        item.insert("type".into(), json!(word));
        if word == "note" || matches!(word, "start" | "end" | "today" | "deviceid" | "username") {
            return;
        }
        if read_only {
            item.insert("read_only".into(), json!(true));
        }
        self.values(path, word, preset, bind, item);
    }

    /// Calculations, triggers and defaults.
    fn values(
        &mut self,
        path: &str,
        word: &str,
        preset: &str,
        bind: &Bind,
        item: &mut Map<String, Value>,
    ) {
        if let Some((source, triggers)) = self.set.get(path) {
            item.insert("calculation".into(), json!(source));
            item.insert("trigger".into(), json!(triggers));
        } else if let Some(source) = bind.get("calculate").filter(|it| !it.trim().is_empty()) {
            match self.rewrite(source, path, "calculation") {
                Some(source) => {
                    item.insert("calculation".into(), json!(source));
                }
                None if word == "calculate" => {
                    item.insert("type".into(), json!("hidden"));
                }
                None => {}
            }
        } else if word == "calculate" {
            item.insert("type".into(), json!("hidden"));
        }
        if let Some(source) = self.first.get(path) {
            item.insert("default".into(), json!(source));
        } else if !preset.is_empty() {
            let number = matches!(word, "integer" | "decimal" | "range");
            let number = number && preset.parse::<f64>().is_ok();
            let name = preset.rsplit('/').next().unwrap_or(preset);
            let preset = if matches!(word, "image" | "audio" | "video" | "file") {
                name
            } else {
                preset
            };
            let source = if number {
                preset.to_owned()
            } else {
                literal(preset)
            };
            item.insert("default".into(), json!(source));
        }
    }

    fn select(
        &mut self,
        control: Xml<'a>,
        path: &str,
        name: &str,
        item: &mut Map<String, Value>,
        parameters: &mut Map<String, Value>,
    ) {
        let choices = self.choices(control, path, name);
        match choices.source {
            Source::List(list, filter) => {
                item.insert("choices".into(), json!(list));
                if let Some(filter) = filter {
                    item.insert("choice_filter".into(), json!(filter));
                }
            }
            Source::Nodes {
                nodeset,
                value,
                label,
            } => {
                let from = json!({"nodeset": nodeset, "value": value, "label": label});
                item.insert("choices_from".into(), from);
            }
        }
        if choices.randomize {
            parameters.insert("randomize".into(), json!(true));
        }
        if let Some(seed) = choices.seed {
            parameters.insert("seed".into(), json!(seed));
        }
    }

    fn hint(&mut self, control: Xml<'a>, path: &str, item: &mut Map<String, Value>) {
        let Some(hint) = child(control, "hint") else {
            return;
        };
        let languages = &self.model.languages;
        let Some(id) = attr(hint, "ref").and_then(itext_id) else {
            let words = self.words_in(hint, path);
            if !words.is_empty() {
                item.insert("hint".into(), json!(words));
            }
            return;
        };
        for (field, form) in [("hint", None), ("guidance_hint", Some("guidance"))] {
            let words = languages.words(id, form, &mut |it| words(&self.names, it, path));
            if words.as_object().is_some_and(|it| !it.is_empty()) {
                item.insert(field.into(), words);
            }
        }
    }

    fn conditions(&mut self, path: &str, bind: &Bind, item: &mut Map<String, Value>) {
        let word = item
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        for (attribute, field) in [
            ("relevant", "relevant"),
            ("constraint", "constraint"),
            ("required", "required"),
            ("readonly", "read_only"),
        ] {
            let Some(source) = bind
                .get(attribute)
                .map(|it| it.trim())
                .filter(|it| !it.is_empty())
            else {
                continue;
            };
            let asked = !matches!(&*word, "note" | "group" | "repeat" | "calculate" | "hidden");
            if attribute != "relevant" && !asked
                || source == "false()" && attribute != "relevant" && attribute != "constraint"
            {
                continue;
            }
            if source == "true()" && field != "constraint" {
                if field != "relevant" {
                    item.insert(field.into(), json!(true));
                }
                continue;
            }
            if let Some(source) = self.rewrite(source, path, field) {
                item.insert(field.into(), json!(source));
            }
        }
        for (attribute, field) in [
            ("jr:constraintMsg", "constraint_message"),
            ("jr:requiredMsg", "required_message"),
        ] {
            let Some(message) = bind.get(attribute) else {
                continue;
            };
            let words = match itext_id(message) {
                Some(id) => {
                    let languages = &self.model.languages;
                    languages.words(id, None, &mut |it| words(&self.names, it, path))
                }
                None => json!(message),
            };
            item.insert(field.into(), words);
        }
        if let Some(property) = bind.get("entities:saveto") {
            item.insert("save_to".into(), json!(property));
        }
    }
}

/// The nodes in an instance node, each name once: of a repeat, the template.
pub(super) fn nodes_in<'a>(node: Xml<'a>) -> impl Iterator<Item = Xml<'a>> {
    let mut seen: Vec<&str> = Vec::new();
    node.children().filter(move |it| {
        let name = it.tag_name().name();
        let new = it.is_element() && !seen.contains(&name);
        if new {
            seen.push(name);
        }
        new
    })
}
