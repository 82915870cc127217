//! The second walk: items of our own from pages, panels and questions.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::super::import::{Finding, Place};
use super::actions::Actions;
use super::declare::pages;
use super::kinds::scale;
use super::read::{below, elements, flag, kind_of, list, number, or_flag, string, template};
use super::registry::{Entry, Kind, Registry};
use super::translate::{Answer, Scope, Written, literal};
use super::words::{Languages, without_tags, words};

/// Makes items of a form.
pub(super) struct Maker<'a> {
    pub(super) form: &'a Value,
    pub(super) languages: Languages,
    pub(super) registry: Registry,
    pub(super) findings: Vec<Finding>,
    pub(super) lists: Map<String, Value>,
    pub(super) actions: Actions,
    /// Names of items that expressions read and that may be hidden.
    pub(super) hidden_reads: BTreeSet<String>,
    /// What a question gets from the one around it, by its name here.
    pub(super) given_defaults: BTreeMap<String, Value>,
}

/// An expression of a form, translated, with the items it reads.
pub(super) struct Made {
    pub(super) answer: Answer,
    pub(super) reads: BTreeSet<String>,
}

pub(super) type Item = Map<String, Value>;

impl<'a> Maker<'a> {
    pub(super) fn warn(&mut self, code: &'static str, at: &str, text: String) {
        self.findings
            .push(Finding::warning(code, Place::path(at), text));
    }

    /// All items of the form.
    pub(super) fn items(&mut self) -> Vec<Value> {
        let form = self.form;
        let mut made = Vec::new();
        let pages = pages(form);
        for (idx, (at, page)) in pages.iter().enumerate() {
            if at.is_empty() {
                made.extend(self.held(page, at, &Scope::default()));
                continue;
            }
            let mut item = self.group(page, at, &Scope::default(), "page");
            item.insert("appearance".into(), json!("field-list"));
            self.actions.end_pages(idx, &mut item);
            made.push(Value::Object(item));
        }
        made.extend(self.calculated());
        made
    }

    fn calculated(&mut self) -> Vec<Value> {
        let form = self.form;
        let mut made = Vec::new();
        for (idx, it) in list(form, "calculatedValues").iter().enumerate() {
            let at = format!("/calculatedValues/{idx}");
            let Some(entry) = self.registry.at(&at).cloned() else {
                continue;
            };
            let source = string(it, "expression").unwrap_or("''");
            let place = below(&at, "expression");
            let found = self.value_of(source, &place, &Scope::default(), "the value stays blank");
            let text = found.map_or_else(|| "''".to_owned(), |it| it.answer.written.text);
            made.push(json!({"type": "calculate", "name": entry.ours, "calculation": text}));
        }
        made
    }

    /// A page or a panel.
    pub(super) fn group(&mut self, of: &Value, at: &str, scope: &Scope, what: &str) -> Item {
        let name = self
            .registry
            .groups
            .get(at)
            .cloned()
            .unwrap_or_else(|| what.to_owned());
        let mut item = Map::new();
        item.insert("type".into(), json!("group"));
        item.insert("name".into(), json!(name));
        let label = self.text(of, "title", at, scope);
        if !label.is_empty() {
            item.insert("label".into(), self.said(label));
        }
        self.relevant(
            of,
            at,
            scope,
            &mut item,
            &format!("the {what} is always shown"),
        );
        let mut items = Vec::new();
        let about = self.text(of, "description", at, scope);
        if !about.is_empty() {
            let name = self.registry.name(&format!("{name}_description"), "");
            items.push(json!({"type": "note", "name": name, "label": self.said(about)}));
        }
        items.extend(self.held(of, at, scope));
        if items.is_empty() {
            let name = self.registry.name(&format!("{name}_blank"), "");
            items.push(json!({"type": "hidden", "name": name}));
        }
        if let Some(closed) = self.read_only(of, at, scope) {
            spread(&mut items, &closed);
        }
        if flag(of, "isRequired") || string(of, "requiredIf").is_some() {
            self.warn("panel-required", at, format!("that one question of the {what} must be answered has no counterpart; each may be left blank"));
        }
        item.insert("items".into(), Value::Array(items));
        item
    }

    fn held(&mut self, of: &Value, at: &str, scope: &Scope) -> Vec<Value> {
        let (key, held) = elements(of);
        self.all(held, &below(at, key), scope)
    }

    /// Items of a list of elements.
    pub(super) fn all(&mut self, held: &[Value], at: &str, scope: &Scope) -> Vec<Value> {
        let mut made = Vec::new();
        for (idx, it) in held.iter().enumerate() {
            let at = format!("{at}/{idx}");
            if !it.is_object() {
                self.warn(
                    "element",
                    &at,
                    "found no object, expected a question or a panel; it is left out".into(),
                );
            } else if kind_of(it) == "panel" {
                let item = self.group(it, &at, scope, "panel");
                made.push(Value::Object(item));
            } else {
                made.extend(self.question(it, &at, scope));
            }
        }
        made
    }

    /// A question, with the text that belongs to its choices behind it.
    pub(super) fn question(&mut self, of: &Value, at: &str, scope: &Scope) -> Vec<Value> {
        let Some(entry) = self.registry.at(at).cloned() else {
            return Vec::new();
        };
        let scope = &Scope {
            own: self.registry.by_pointer.get(at).copied(),
            ..scope.clone()
        };
        let mut item = Map::new();
        item.insert("type".into(), json!("text"));
        item.insert("name".into(), json!(entry.ours));
        self.label(of, at, scope, &entry, &mut item);
        self.conditions(of, at, scope, &mut item);
        self.typed(of, at, scope, &entry, &mut item);
        if !matches!(entry.kind, Kind::Group | Kind::Rows | Kind::Display) {
            self.checks(of, at, scope, &entry, &mut item);
            self.first_value(of, at, scope, &entry, &mut item);
        }
        if entry.kind == Kind::Rows && of.get("defaultValue").is_some() {
            let text = "instances that are filled in from the start have no counterpart";
            self.warn("default", &below(at, "defaultValue"), text.to_owned());
        }
        let comment = self.comment(of, at, scope, &entry, &item);
        std::iter::once(item)
            .chain(comment)
            .map(Value::Object)
            .collect()
    }

    fn label(&mut self, of: &Value, at: &str, scope: &Scope, entry: &Entry, item: &mut Item) {
        let mut label = self.text(of, "title", at, scope);
        if label.is_empty() {
            label = vec![(self.languages.default.clone(), entry.theirs.clone())];
        }
        item.insert("label".into(), self.said(label));
        let mut hint = self.text(of, "description", at, scope);
        if hint.is_empty() && matches!(kind_of(of), "text" | "comment") {
            hint = self.text(of, "placeholder", at, scope);
        }
        if !hint.is_empty() {
            item.insert("hint".into(), self.said(hint));
        }
    }

    /// `visibleIf` and `visible`.
    pub(super) fn relevant(
        &mut self,
        of: &Value,
        at: &str,
        scope: &Scope,
        item: &mut Item,
        without: &str,
    ) {
        let shown = string(of, "name").and_then(|it| self.actions.shown(it));
        let own = match string(of, "visibleIf") {
            Some(_) => self.condition(of, "visibleIf", at, scope, without),
            None if !or_flag(of, "visible", true) => Some(Written::whole("false()")),
            None => None,
        };
        let found = match (own, shown) {
            (Some(own), Some(shown)) => Some(Written::any(vec![shown, own])),
            (own, shown) => own.or(shown),
        };
        if let Some(it) = found {
            item.insert("relevant".into(), json!(it.text));
        }
    }

    fn read_only(&mut self, of: &Value, at: &str, scope: &Scope) -> Option<Value> {
        if flag(of, "readOnly") {
            return Some(json!(true));
        }
        let open = self.condition(of, "enableIf", at, scope, "it can always be answered")?;
        Some(json!(open.not().text))
    }

    /// When it is asked, needed and open.
    fn conditions(&mut self, of: &Value, at: &str, scope: &Scope, item: &mut Item) {
        self.relevant(of, at, scope, item, "the question is always asked");
        if let Some(closed) = self.read_only(of, at, scope) {
            item.insert("read_only".into(), closed);
        }
        if flag(of, "isRequired") {
            item.insert("required".into(), json!(true));
        } else if let Some(it) = self.condition(
            of,
            "requiredIf",
            at,
            scope,
            "the question may be left blank",
        ) {
            item.insert("required".into(), json!(it.text));
        }
        let message = self.text(of, "requiredErrorText", at, scope);
        if !message.is_empty() {
            item.insert("required_message".into(), self.said(message));
        }
    }

    /// The type, with what belongs to it.
    fn typed(&mut self, of: &Value, at: &str, scope: &Scope, entry: &Entry, item: &mut Item) {
        let set = |item: &mut Item, key: &str, value: &str| {
            item.insert(key.into(), json!(value));
        };
        match kind_of(of) {
            "text" => self.text_field(of, at, scope, item),
            "comment" => {
                let rows = number(of, "rows").unwrap_or(4.0).clamp(1.0, 20.0) as u32;
                item.insert("parameters".into(), json!({"rows": rows}));
                self.longest(of, item);
                set(item, "appearance", "multiline");
            }
            "radiogroup" | "dropdown" | "buttongroup" | "checkbox" | "tagbox" | "imagepicker"
            | "imagemap" => {
                self.select(of, at, scope, entry, item);
            }
            "boolean" => {
                set(item, "type", "select_one");
                self.yes_no(of, at, entry, scope, item);
            }
            "rating" => self.rating(of, at, scope, entry, item),
            "ranking" => {
                set(item, "type", "rank");
                self.choices(of, at, entry, scope, item);
                if !item.contains_key("choices") {
                    set(item, "type", "note");
                }
            }
            "image" => {
                set(item, "type", "note");
                let image = words(of.get("imageLink"), &self.languages);
                if !image.is_empty() {
                    item.insert("media".into(), json!({"image": self.said(image)}));
                }
            }
            "html" => {
                set(item, "type", "note");
                let words = self.text(of, "html", at, scope);
                let plain = words
                    .into_iter()
                    .map(|(code, it)| (code, without_tags(&it)));
                let plain: Vec<_> = plain.filter(|it| !it.1.is_empty()).collect();
                if !plain.is_empty() {
                    item.insert("label".into(), self.said(plain));
                }
                if string(of, "html").is_some_and(|it| {
                    it.contains("<img")
                        || it.contains("<a ")
                        || it.contains("<iframe")
                        || it.contains("<script")
                }) {
                    self.warn("html", &below(at, "html"), "only the words of the HTML are shown; pictures, links and programs in it are not".into());
                }
            }
            "expression" => self.computed(of, at, scope, item),
            "file" => self.file(of, at, item),
            "signaturepad" => {
                set(item, "type", "image");
                set(item, "appearance", "signature");
            }
            "slider" => self.slider(of, at, scope, entry, item),
            "multipletext" => self.multiple_text(of, at, scope, item),
            "matrix" => self.matrix(of, at, scope, entry, item),
            "matrixdropdown" => self.matrix_dropdown(of, at, scope, item),
            "matrixdynamic" => self.matrix_dynamic(of, at, scope, item),
            "paneldynamic" => {
                let inner = self.scope_of(at, scope);
                let (key, held) = template(of);
                let items = self.all(held, &format!("{at}/{key}"), &inner);
                self.repeat(of, at, scope, items, item);
            }
            "empty" => set(item, "type", "note"),
            other => {
                let text = format!(
                    "the question type `{other}` has no counterpart here; it is asked as a text"
                );
                self.warn("type-unknown", &below(at, "type"), text);
            }
        }
    }

    /// The scope inside a question that holds others.
    pub(super) fn scope_of(&self, at: &str, outer: &Scope) -> Scope {
        let mut scope = outer.clone();
        if let Some(idx) = self.registry.by_pointer.get(at) {
            scope.holders.insert(0, *idx);
        }
        scope
    }

    fn rating(&mut self, of: &Value, at: &str, scope: &Scope, entry: &Entry, item: &mut Item) {
        if entry.kind == Kind::One {
            item.insert("type".into(), json!("select_one"));
            item.insert("appearance".into(), json!("likert"));
            self.choices(of, at, entry, scope, item);
            return;
        }
        let (start, end, step) = scale(of).unwrap_or((1.0, 5.0, 1.0));
        self.scale_of(at, start, end, step, item);
        if string(of, "rateType").is_some_and(|it| it == "stars") {
            item.insert("appearance".into(), json!("rating"));
        }
        for (from, to) in [
            ("minRateDescription", "start_label"),
            ("maxRateDescription", "end_label"),
        ] {
            let label = self.text(of, from, at, scope);
            if !label.is_empty() {
                item.insert(to.into(), self.said(label));
            }
        }
    }

    fn computed(&mut self, of: &Value, at: &str, scope: &Scope, item: &mut Item) {
        item.insert("read_only".into(), json!(true));
        item.remove("required");
        let source = string(of, "expression").unwrap_or("''");
        let found = self.value_of(source, &below(at, "expression"), scope, "nothing is shown");
        if let Some(made) = found {
            let number = made.answer.kind == Kind::Number;
            item.insert(
                "type".into(),
                json!(if number { "decimal" } else { "text" }),
            );
            item.insert("calculation".into(), json!(made.answer.written.text));
        }
    }

    /// The text beside the choices, asked where it is needed.
    fn comment(
        &mut self,
        of: &Value,
        at: &str,
        scope: &Scope,
        entry: &Entry,
        item: &Item,
    ) -> Option<Item> {
        let name = entry.comment.clone()?;
        let mut made = Map::new();
        made.insert("type".into(), json!("text"));
        made.insert("name".into(), json!(name));
        let other = entry
            .code("other")
            .filter(|_| super::choices::has_other(of));
        let always = flag(of, "showCommentArea") || flag(of, "hasComment");
        let key = if always { "commentText" } else { "otherText" };
        let mut label = self.text(of, key, at, scope);
        if label.is_empty() {
            label = super::words::own(super::words::Own::Other, &self.languages);
        }
        made.insert("label".into(), self.said(label));
        let mut when = Vec::new();
        if let Some(relevant) = item.get("relevant").and_then(Value::as_str) {
            when.push(Written::new(relevant, super::translate::Bind::Or));
        }
        if let Some(other) = other.filter(|_| !always) {
            let chosen = format!("selected(${{{}}}, {})", entry.ours, literal(other));
            when.push(Written::whole(chosen));
            made.insert("required".into(), json!(true));
            let message = self.text(of, "otherErrorText", at, scope);
            if !message.is_empty() {
                made.insert("required_message".into(), self.said(message));
            }
        }
        if !when.is_empty() {
            made.insert("relevant".into(), json!(Written::all(when).text));
        }
        Some(made)
    }
}

/// Closes all questions of a group.
fn spread(items: &mut [Value], closed: &Value) {
    for item in items {
        if let Some(inner) = item.get_mut("items").and_then(Value::as_array_mut) {
            spread(inner, closed);
            continue;
        }
        let own = item.get("read_only").cloned();
        let both = match (own, closed) {
            (Some(Value::String(own)), Value::String(closed)) => {
                json!(format!("({own}) or {closed}"))
            }
            (Some(Value::Bool(true)), _) => json!(true),
            (_, closed) => closed.clone(),
        };
        if item["type"] != json!("note") && item["type"] != json!("hidden") {
            item["read_only"] = both;
        }
    }
}
