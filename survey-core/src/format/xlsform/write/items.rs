//! Rows of the survey sheet.

use serde_json::Value;

use super::super::super::import::Place;
use super::Writer;
use super::expressions::all_of;
use super::sheets::Cells;
use super::words::{WHY, WordsAt};
use crate::base::{Text, number};
use crate::questionnaire::{Item, Kind, Select, Type};

/// Fields that only Minyi reads; they stay in the workbook in columns of their own.
const KEPT: [&str; 9] = [
    "construct",
    "indicator",
    "goal",
    "card",
    "grid",
    "pack",
    "score",
    "core",
    "sensitive",
];

impl Writer<'_> {
    /// The rows of items. `ended` are conditions that hold only while nothing ended the interview;
    /// those that come up here are added.
    pub(super) fn items(&mut self, items: &Value, at: &str, ended: &mut Vec<String>) {
        for (idx, item) in items.as_array().into_iter().flatten().enumerate() {
            let at = format!("{at}/items/{idx}");
            self.item(item, &at, ended);
        }
    }

    fn item(&mut self, source: &Value, at: &str, ended: &mut Vec<String>) {
        let form = self.form;
        let Some(id) = source["name"].as_str().and_then(|it| form.named(it)) else {
            return;
        };
        let item = form.item(id);
        let word = source["type"].as_str().unwrap_or_default();
        let kind = Type::from_name(word).unwrap_or_default();
        let mut cells = Cells::default();
        cells.set("type", self.type_of(kind, item, source, at));
        cells.set("name", self.name_of(&item.name));
        self.labels(&mut cells, source, item, at);
        self.conditions(&mut cells, item, ended, at);
        self.values(&mut cells, source, item, word, at);
        self.parameters(&mut cells, source, item, at);
        self.kept(&mut cells, source, at);
        self.flush();
        self.survey.push(cells.clone());
        if let Kind::Group | Kind::Repeat(_) = item.kind {
            let mut inside = Vec::new();
            self.items(&source["items"], at, &mut inside);
            let mut end = Cells::default();
            end.set("type", format!("end_{word}"));
            self.survey.push(end);
            if matches!(item.kind, Kind::Group) {
                ended.append(&mut inside);
            } else if !inside.is_empty() {
                let text = "an interview that ends in a repeat goes on behind it in a workbook";
                self.warn("end-in-repeat", Place::path(at), text);
            }
        }
        self.other(item, ended);
        self.reasons(item, &cells, at);
        self.ends(item, ended, at);
    }

    fn type_of(&mut self, kind: Type, item: &Item, source: &Value, at: &str) -> String {
        let word = match kind {
            Type::Consent | Type::SelectOne => "select_one",
            Type::SelectMultiple => "select_multiple",
            Type::Rank => "rank",
            Type::Area => {
                let text = "a workbook has no areas; their codes are typed in";
                self.warn("area", Place::path(at), text);
                "text"
            }
            Type::DateTime => "dateTime",
            Type::Group => "begin_group",
            Type::Repeat => "begin_repeat",
            Type::Note
            | Type::Integer
            | Type::Decimal
            | Type::Range
            | Type::Text
            | Type::Date
            | Type::Time
            | Type::Calculate
            | Type::Geopoint
            | Type::Geotrace
            | Type::Geoshape
            | Type::Image
            | Type::Audio
            | Type::Video
            | Type::File
            | Type::Barcode
            | Type::Acknowledge
            | Type::Hidden
            | Type::Start
            | Type::End
            | Type::Today
            | Type::DeviceId
            | Type::Username
            | Type::PhoneNumber
            | Type::Email
            | Type::Audit => source["type"].as_str().unwrap_or("note"),
        };
        let Some(select) = item.kind.select() else {
            return word.to_owned();
        };
        if let Some(from) = source.get("choices_from") {
            return self.node_choices(word, from, at);
        }
        if select.choices.is_empty() && item.missing.is_empty() && word != "rank" {
            let list = &select.list;
            let text = format!("the list has no choices; they are expected in `{list}.csv`");
            self.warn("choices-empty", Place::path(at), text);
            return format!("{word}_from_file {list}.csv");
        }
        let list = self.list_with(Some(&select.list), &item.missing);
        format!("{word} {list}")
    }

    /// Choices that are answers given in a repeat, or rows of a file.
    fn node_choices(&mut self, word: &str, from: &Value, at: &str) -> String {
        let text = |key: &str| from[key].as_str().unwrap_or_default();
        let (value, label) = (text("value"), text("label"));
        let nodeset = text("nodeset");
        let is_own = value == label && self.form.items().iter().any(|it| it.element() == value);
        if is_own && !nodeset.contains("instance(") {
            return format!("{word} ${{{value}}}");
        }
        let id = nodeset
            .strip_prefix("instance('")
            .and_then(|it| it.split('\'').next());
        let src = id.and_then(|it| self.document["instances"][it]["src"].as_str());
        if let Some(src) = src {
            return format!("{word}_from_file {src}");
        }
        let text = format!("the choices `{nodeset}` have no counterpart; codes are typed in");
        self.warn("choices-from", Place::path(at), text);
        "text".to_owned()
    }

    fn labels(&mut self, cells: &mut Cells, source: &Value, item: &Item, at: &str) {
        let place = WordsAt {
            name: item.name.clone(),
            at: at.to_owned(),
        };
        for (column, text) in [
            ("label", &item.label),
            ("hint", &item.hint),
            ("guidance_hint", &item.guidance),
            ("required_message", &item.required_message),
            ("constraint_message", &item.constraint_message),
        ] {
            self.words(cells, column, text, &place);
        }
        self.media(cells, &item.media, at);
        if let Some(save_to) = source["save_to"].as_str() {
            let property = self.property(item, save_to);
            cells.set("save_to", property);
        }
        for (key, value) in source["attributes"].as_object().into_iter().flatten() {
            let column = if key.contains("::") {
                key.clone()
            } else {
                format!("bind::{key}")
            };
            cells.set(&column, value.as_str().unwrap_or_default());
        }
    }

    fn conditions(&mut self, cells: &mut Cells, item: &Item, ended: &[String], at: &str) {
        let mut relevant = Vec::new();
        if let Some(it) = &item.relevant {
            relevant.push(self.expression(it.source(), &format!("{at}/relevant")));
        }
        let pack = item.pack.as_ref().and_then(|it| self.form.packs.get(it));
        if let (Some(pack), Some(name)) = (pack, &item.pack)
            && !pack.on
        {
            relevant.push("false()".to_owned());
            let text = format!("it belongs to the set `{name}`, which is off: nobody is asked");
            self.warn("pack", Place::path(at), text);
        }
        relevant.extend(ended.iter().cloned());
        if !relevant.is_empty() {
            cells.set("relevant", all_of(&relevant));
        }
        let required = item.required.as_ref().map(|it| it.source().to_owned());
        let moves = !item.missing.is_empty() && item.kind.select().is_none();
        if let Some(source) = required.filter(|_| !moves) {
            let text = self.condition(&source, &format!("{at}/required"));
            cells.set("required", text);
        }
        if let Some(it) = &item.read_only {
            let text = self.condition(it.source(), &format!("{at}/read_only"));
            cells.set("read_only", text);
        }
        let limits = self.limits(item, at);
        if !limits.is_empty() {
            cells.set("constraint", all_of(&limits));
        }
    }

    fn condition(&mut self, source: &str, at: &str) -> String {
        match source.trim() {
            "true()" | "true" => "yes".to_owned(),
            "false()" | "false" => String::new(),
            source => self.expression(source, at),
        }
    }

    /// What an answer must keep to, as constraints.
    fn limits(&mut self, item: &Item, at: &str) -> Vec<String> {
        let mut limits = Vec::new();
        if let Some(it) = &item.constraint {
            limits.push(self.expression(it.source(), &format!("{at}/constraint")));
        }
        if let Kind::Integer(bounds) | Kind::Decimal(bounds) = &item.kind {
            let min = bounds.min.map(|it| format!(". >= {}", number::plain(it)));
            let max = bounds.max.map(|it| format!(". <= {}", number::plain(it)));
            limits.extend(min.into_iter().chain(max));
        }
        if let Kind::Text(field) = &item.kind
            && let Some(max) = field.max_length
        {
            limits.push(format!("string-length(.) <= {max}"));
        }
        if let Kind::SelectMultiple(select) = &item.kind {
            limits.extend(self.ticks(item, select));
        }
        limits
    }

    /// Choices that stand alone, and how many may be ticked.
    fn ticks(&self, item: &Item, select: &Select) -> Vec<String> {
        let own = select.choices.iter().filter(|it| it.exclusive);
        let mut alone: Vec<String> = own.map(|it| it.name.clone()).collect();
        let reasons = self.reason_codes(item);
        alone.extend(reasons.iter().cloned());
        let mut limits: Vec<String> = alone
            .iter()
            .map(|it| format!("not(selected(., '{it}') and count-selected(.) > 1)"))
            .collect();
        if let Some(min) = select.min {
            let none = reasons.iter().map(|it| format!(" or selected(., '{it}')"));
            limits.push(format!(
                "count-selected(.) >= {min}{}",
                none.collect::<String>()
            ));
        }
        if let Some(max) = select.max {
            limits.push(format!("count-selected(.) <= {max}"));
        }
        limits
    }

    fn values(&mut self, cells: &mut Cells, source: &Value, item: &Item, word: &str, at: &str) {
        if let Some(it) = &item.calculation {
            let text = self.expression(it.source(), &format!("{at}/calculation"));
            cells.set("calculation", text);
        }
        let triggers = item.triggers.iter().map(|it| self.form.item(*it));
        let triggers: Vec<String> = triggers
            .map(|it| format!("${{{}}}", self.name_of(&it.name)))
            .collect();
        cells.set("trigger", triggers.join(", "));
        if let Some(it) = &item.default {
            let text = self.default_of(it.source(), word, &format!("{at}/default"));
            cells.set("default", text);
        }
        cells.set("appearance", item.appearance.join(" "));
        if let Some(filter) = item.kind.select().and_then(|it| it.filter.as_ref()) {
            let text = self.expression(filter.source(), &format!("{at}/choice_filter"));
            cells.set("choice_filter", text);
        }
        self.node_filter(cells, item, source, at);
        if let Some(count) = item.kind.count() {
            let text = self.count(count.source(), item, at);
            cells.set("repeat_count", text);
        } else if source["no_add_remove"] == true {
            cells.set("repeat_count", "1");
        }
    }

    /// How many instances: the converter would make an item of its own out of a path to one that
    /// is there.
    fn count(&mut self, source: &str, item: &Item, at: &str) -> String {
        let beside = source.strip_prefix("../").and_then(|name| {
            let items = self.form.items().iter();
            let mut found = items.filter(|it| it.parent == item.parent && it.element() == name);
            found.next()
        });
        match beside {
            Some(beside) => format!("${{{}}}", self.name_of(&beside.name)),
            None => self.expression(source, &format!("{at}/repeat_count")),
        }
    }

    /// The property of an entity that an answer is saved as; with its list, where there are
    /// several.
    fn property(&self, item: &Item, save_to: &str) -> String {
        let entities = self.document["entities"].as_array();
        let entities: Vec<&Value> = entities.into_iter().flatten().collect();
        if entities.len() < 2 || save_to.contains('#') {
            return save_to.to_owned();
        }
        let form = self.form;
        let above = std::iter::successors(item.parent, |it| form.item(*it).parent);
        let within = |name: &str| above.clone().any(|it| form.item(it).name == name);
        let scope = |it: &Value| {
            it["group"]
                .as_str()
                .or(it["repeat"].as_str())
                .map(str::to_owned)
        };
        let nearest = entities
            .iter()
            .find(|it| scope(it).is_some_and(|it| within(&it)));
        let anywhere = || entities.iter().find(|it| scope(it).is_none());
        let list = nearest
            .or_else(anywhere)
            .and_then(|it| it["list_name"].as_str());
        list.map_or_else(|| save_to.to_owned(), |list| format!("{list}#{save_to}"))
    }

    /// The predicate of choices that are nodes.
    fn node_filter(&mut self, cells: &mut Cells, item: &Item, source: &Value, at: &str) {
        let Some(from) = source.get("choices_from") else {
            return;
        };
        let kind = cells.get("type").unwrap_or_default().to_owned();
        if kind == "text" {
            return;
        }
        let text = |key: &str| from[key].as_str().unwrap_or_default();
        let nodeset = text("nodeset");
        // Answers without words are left out by the converter itself.
        let own = format!("./{} != ''", text("value"));
        let filter = nodeset.split_once('[').and_then(|it| it.1.rsplit_once(']'));
        if let Some((filter, _)) = filter.filter(|it| it.0.trim() != own) {
            let mut filter = self.expression(filter, at);
            // Of a repeat's own question the converter would take each candidate's answer.
            for (_, beside) in self.form.iter().filter(|it| it.1.parent == item.parent) {
                let name = ["${", &self.name_of(&beside.name), "}"].concat();
                filter = filter.replace(&name, &["current()/../", beside.element()].concat());
            }
            cells.set("choice_filter", filter);
        }
        if kind.contains("_from_file") {
            cells.parameter("value", text("value"));
            cells.parameter("label", text("label"));
        }
    }

    fn kept(&mut self, cells: &mut Cells, source: &Value, at: &str) {
        let mut names = Vec::new();
        for field in KEPT {
            let text = match &source[field] {
                Value::Null | Value::Bool(false) | Value::Object(_) => continue,
                Value::Bool(true) => "yes".to_owned(),
                Value::Number(number) => number.to_string(),
                Value::String(text) => text.clone(),
                Value::Array(parts) => {
                    let parts: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
                    parts.join(" ")
                }
            };
            cells.set(&format!("minyi_{field}"), text);
            names.push(field);
        }
        if !names.is_empty() {
            let text = format!("only Minyi reads `{}`", names.join("`, `"));
            self.warn("column-kept", Place::path(at), text);
        }
        if let Some(note) = source["note"].as_str() {
            cells.set("minyi_note", note);
        }
    }

    /// The text field behind a choice that asks for words.
    fn other(&mut self, item: &Item, ended: &[String]) {
        let form = self.form;
        let own = form.named(&format!("{}_other", item.name));
        let own = own
            .map(|it| form.item(it))
            .filter(|it| it.other_of.is_some());
        let Some(own) = own else { return };
        let mut cells = Cells::default();
        cells.set("type", "text");
        cells.set("name", own.name.as_str());
        let at = own.at.clone();
        self.labels(&mut cells, &Value::Null, own, &at);
        self.conditions(&mut cells, own, ended, &at);
        self.flush();
        self.survey.push(cells);
    }

    /// A question about the reason, beside one that is no select.
    fn reasons(&mut self, item: &Item, asked: &Cells, at: &str) {
        if item.missing.is_empty() || item.kind.select().is_some() {
            return;
        }
        let list = self.list_with(None, &item.missing);
        let name = self.new_name(&format!("{}_missing", item.name));
        let mut cells = Cells::default();
        cells.set("type", format!("select_one {list}"));
        cells.set("name", name.clone());
        let why = WHY.iter().map(|it| (it.0.to_owned(), it.1.to_owned()));
        let place = WordsAt {
            name: name.clone(),
            at: at.to_owned(),
        };
        let english_first = Text::from_pairs(why);
        let why = self.form.languages.iter().map(|it| {
            let words = english_first.get(it, "en").to_owned();
            (it.clone(), words)
        });
        self.words(&mut cells, "label", &Text::from_pairs(why), &place);
        let mut relevant = vec![format!("${{{}}} = ''", self.name_of(&item.name))];
        relevant.extend(asked.get("relevant").map(str::to_owned));
        cells.set("relevant", all_of(&relevant));
        if let Some(required) = &item.required {
            let text = self.condition(required.source(), at);
            cells.set("required", text);
        }
        self.survey.push(cells);
        let text = format!("the reasons for no answer are asked for by `{name}`");
        self.warn("missing-question", Place::path(at), text);
    }

    /// What stands behind an answer that ends the interview is asked only where it was not given.
    fn ends(&mut self, item: &Item, ended: &mut Vec<String>, at: &str) {
        let choices = item.kind.select().map(|it| it.choices.clone());
        let choices = choices.iter().flat_map(|it| it.iter()).filter(|it| it.end);
        let name = self.name_of(&item.name);
        let given: Vec<String> = choices
            .map(|it| format!("selected(${{{name}}}, '{}')", it.name))
            .collect();
        if given.is_empty() {
            return;
        }
        ended.push(format!("not({})", given.join(" or ")));
        let text = "answers that end the interview are conditions of what stands behind";
        self.warn("end", Place::path(at), text);
    }
}
