//! Choices: lists, and what shows or hides their parts.

use serde_json::{Map, Value, json};

use super::items::Maker;
use super::read::{below, flag, list, number, string, value_of};
use super::registry::{Entry, Kind};
use super::translate::{Scope, Written, literal};
use super::words::{Own, own};

/// How many points `choicesMin` to `choicesMax` may have.
const MAX_STEPS: usize = 1_000;

/// The key under which a question has its choices.
pub(super) fn key_of(of: &Value) -> &'static str {
    match super::read::kind_of(of) {
        "rating" => "rateValues",
        "imagemap" => "areas",
        "matrix" => "columns",
        _ => "choices",
    }
}

/// The values of all choices of a question, in order.
pub(super) fn values(of: &Value, kind: Kind) -> Vec<String> {
    if kind == Kind::Truth {
        return truths(of).into();
    }
    let mut found = Vec::new();
    if !matches!(kind, Kind::One | Kind::Many | Kind::Rank) {
        return found;
    }
    found.extend(list(of, key_of(of)).iter().filter_map(value_of));
    found.extend(steps(of));
    if flag(of, "showNoneItem") || flag(of, "hasNone") {
        found.push("none".to_owned());
    }
    if has_other(of) {
        found.push("other".to_owned());
    }
    found.dedup();
    found
}

pub(super) fn has_other(of: &Value) -> bool {
    flag(of, "showOtherItem") || flag(of, "hasOther")
}

/// What a boolean question holds: where it is true and where it is not.
pub(super) fn truths(of: &Value) -> [String; 2] {
    let value = |key, without: &str| {
        let given = of.get(key).and_then(super::registry::text_of);
        given.unwrap_or_else(|| without.to_owned())
    };
    [value("valueTrue", "true"), value("valueFalse", "false")]
}

/// The values of a dropdown that counts.
fn steps(of: &Value) -> Vec<String> {
    let (Some(min), Some(max)) = (number(of, "choicesMin"), number(of, "choicesMax")) else {
        return Vec::new();
    };
    let step = number(of, "choicesStep")
        .filter(|it| *it > 0.0)
        .unwrap_or(1.0);
    let at = |idx: usize| min + step * idx as f64;
    let points = (0..MAX_STEPS).map(at).take_while(|it| *it <= max);
    points.map(crate::base::number::plain).collect()
}

impl Maker<'_> {
    /// Makes a question's list and says how it is shown.
    pub(super) fn choices(
        &mut self,
        of: &Value,
        at: &str,
        entry: &Entry,
        scope: &Scope,
        item: &mut Map<String, Value>,
    ) {
        if let Some(source) = string(of, "choicesFromQuestion") {
            self.borrowed(of, at, source, item);
        }
        if of.get("choicesByUrl").is_some() {
            self.warn("choices-from-web", &below(at, "choicesByUrl"),
                "choices that come from a web service have no counterpart here; put them into the form".to_owned());
        }
        let Some(name) = entry.list.clone() else {
            return;
        };
        if !item.contains_key("choices") && !item.contains_key("choices_from") {
            if !self.lists.contains_key(&name) {
                let made = self.list(of, at, entry, scope);
                self.lists.insert(name.clone(), Value::Array(made));
            }
            item.insert("choices".into(), json!(name));
        }
        self.filter(of, at, entry, scope, item);
        self.order(of, at, item);
        self.reasons(of, item);
    }

    fn list(&mut self, of: &Value, at: &str, entry: &Entry, scope: &Scope) -> Vec<Value> {
        let mut made = Vec::new();
        let key = key_of(of);
        let mut renamed = Vec::new();
        for (idx, it) in list(of, key).iter().enumerate() {
            let at = format!("{}/{idx}", below(at, key));
            let Some(value) = value_of(it) else {
                self.warn(
                    "choice-value",
                    &at,
                    "the value of a choice must be a text or a number; the choice is left out"
                        .into(),
                );
                continue;
            };
            let code = entry.codes.iter().find(|it| it.value == value);
            let Some(code) = code.map(|it| it.code.clone()) else {
                continue;
            };
            if made.iter().any(|it: &Value| it["name"] == json!(code)) {
                self.warn(
                    "choice-duplicate",
                    &at,
                    format!("the value `{value}` stands twice; the second is left out"),
                );
                continue;
            }
            if code != value {
                renamed.push(value.clone());
            }
            let label = self.text(it, "text", &at, scope);
            let label = match label.is_empty() {
                true => vec![(self.languages.default.clone(), value)],
                false => label,
            };
            let mut choice = Map::new();
            choice.insert("name".into(), json!(code));
            choice.insert("label".into(), self.said(label));
            if let Some(image) = it.get("imageLink") {
                let image = super::words::words(Some(image), &self.languages);
                if !image.is_empty() {
                    choice.insert("media".into(), json!({"image": self.said(image)}));
                }
            }
            if flag(it, "isExclusive") {
                choice.insert("exclusive".into(), json!(true));
            }
            if it.get("elements").is_some() {
                self.warn(
                    "choice-elements",
                    &below(&at, "elements"),
                    "questions inside a choice have no counterpart here and are not asked".into(),
                );
            }
            made.push(Value::Object(choice));
        }
        if !renamed.is_empty() {
            let text = format!(
                "values with spaces are stored with `_` in their place: {}",
                renamed.join(", ")
            );
            self.warn("value-changed", &below(at, key), text);
        }
        for value in steps(of) {
            made.push(json!({"name": value, "label": value}));
        }
        self.special(of, at, scope, &mut made);
        made
    }

    /// What SurveyJS adds to the choices by itself.
    fn special(&mut self, of: &Value, at: &str, scope: &Scope, made: &mut Vec<Value>) {
        if flag(of, "showNoneItem") || flag(of, "hasNone") {
            let label = self.text_or(of, "noneText", Own::None, at, scope);
            made.push(json!({"name": "none", "label": label, "exclusive": true, "fix": true}));
        }
        if has_other(of) {
            let label = self.text_or(of, "otherText", Own::Other, at, scope);
            made.push(json!({"name": "other", "label": label, "fix": true}));
        }
        if flag(of, "showSelectAllItem") || flag(of, "hasSelectAll") {
            self.warn("select-all", at, "the tick that takes all choices at once has no counterpart; people tick them one by one".into());
        }
    }

    fn text_or(&mut self, of: &Value, key: &str, word: Own, at: &str, scope: &Scope) -> Value {
        let given = self.text(of, key, at, scope);
        let words = match given.is_empty() {
            true => own(word, &self.languages),
            false => given,
        };
        self.said(words)
    }

    fn reasons(&mut self, of: &Value, item: &mut Map<String, Value>) {
        let mut found = Vec::new();
        for (key, text, reason, word) in [
            ("showRefuseItem", "refuseText", "refused", Own::Refuse),
            (
                "showDontKnowItem",
                "dontKnowText",
                "dont_know",
                Own::DontKnow,
            ),
        ] {
            if flag(of, key) {
                let label = self.text_or(of, text, word, "", &Scope::default());
                found.push(json!({"reason": reason, "label": label}));
            }
        }
        if !found.is_empty() {
            item.insert("missing".into(), Value::Array(found));
        }
    }

    /// Choices of boolean questions.
    pub(super) fn yes_no(
        &mut self,
        of: &Value,
        at: &str,
        entry: &Entry,
        scope: &Scope,
        item: &mut Map<String, Value>,
    ) {
        let Some(name) = entry.list.clone() else {
            return;
        };
        let yes = self.text_or(of, "labelTrue", Own::Yes, at, scope);
        let no = self.text_or(of, "labelFalse", Own::No, at, scope);
        let mut made = Vec::new();
        for (code, label) in entry.codes.iter().zip([yes, no]) {
            made.push(json!({"name": code.code, "label": label}));
        }
        if flag(of, "swapOrder") {
            made.reverse();
        }
        self.lists.entry(name.clone()).or_insert(Value::Array(made));
        item.insert("choices".into(), json!(name));
    }

    fn filter(
        &mut self,
        of: &Value,
        at: &str,
        entry: &Entry,
        scope: &Scope,
        item: &mut Map<String, Value>,
    ) {
        let idx = scope.own;
        let scope = Scope {
            item: idx,
            ..scope.clone()
        };
        let mut all: Vec<Written> = Vec::new();
        if let Some(filter) = item.get("choice_filter").and_then(Value::as_str) {
            all.push(Written::new(filter, super::translate::Bind::Or));
        }
        let shared = if key_of(of) == "columns" {
            "columnsVisibleIf"
        } else {
            "choicesVisibleIf"
        };
        let special = ["other", "none"].map(|it| (it, entry.code(it).map(str::to_owned)));
        for (key, what) in [(shared, "shown"), ("choicesEnableIf", "open")] {
            let left_out = format!("all choices are {what}");
            if let Some(condition) = self.condition(of, key, at, &scope, &left_out) {
                // What SurveyJS adds by itself is there in any case.
                let kept = special.iter().filter(|it| has_special(of, it.0));
                let kept = kept.filter_map(|it| it.1.clone());
                let kept = kept.map(|it| {
                    Written::new(
                        format!("name = {}", literal(&it)),
                        super::translate::Bind::Equal,
                    )
                });
                let any: Vec<Written> = std::iter::once(condition).chain(kept).collect();
                all.push(Written::any(any));
                self.say_disabled(key, of, at);
            }
        }
        let key = key_of(of);
        for (n, it) in list(of, key).iter().enumerate() {
            let at = format!("{}/{n}", below(at, key));
            let Some(code) = value_of(it).and_then(|it| entry.code(&it).map(str::to_owned)) else {
                continue;
            };
            for condition in ["visibleIf", "enableIf"] {
                if let Some(written) =
                    self.condition(it, condition, &at, &scope, "the choice is always offered")
                {
                    let other = Written::new(
                        format!("name != {}", literal(&code)),
                        super::translate::Bind::Equal,
                    );
                    all.push(Written::any(vec![other, written]));
                    self.say_disabled(condition, it, &at);
                }
            }
        }
        if !all.is_empty() {
            item.insert("choice_filter".into(), json!(Written::all(all).text));
        }
    }

    fn say_disabled(&mut self, key: &str, of: &Value, at: &str) {
        if key.to_lowercase().contains("enableif") && of.get(key).is_some() {
            self.warn(
                "choice-disabled",
                &below(at, key),
                "choices that are shown but closed have no counterpart; they are hidden instead"
                    .into(),
            );
        }
    }

    fn order(&mut self, of: &Value, at: &str, item: &mut Map<String, Value>) {
        match string(of, "choicesOrder") {
            Some("random") => {
                let parameters = item.entry("parameters").or_insert_with(|| json!({}));
                parameters["randomize"] = json!(true);
            }
            Some(order @ ("asc" | "desc")) => {
                let name = item.get("choices").and_then(Value::as_str);
                let found = name
                    .and_then(|it| self.lists.get_mut(it))
                    .and_then(Value::as_array_mut);
                if let Some(choices) = found {
                    sort(choices, order == "desc");
                }
                if self.languages.codes.len() > 1 {
                    let text =
                        "choices are put in the order of their words once, not in each language"
                            .to_owned();
                    self.warn("choices-order", &below(at, "choicesOrder"), text);
                }
            }
            _ => {}
        }
    }

    fn borrowed(&mut self, of: &Value, at: &str, source: &str, item: &mut Map<String, Value>) {
        let place = below(at, "choicesFromQuestion");
        let Some(idx) = self.registry.named(source) else {
            let text = format!("there is no question `{source}`; its choices are left out");
            self.warn("question-unknown", &place, text);
            return;
        };
        let from = self.registry.entries[idx].clone();
        if from.kind == Kind::Rows {
            self.choices_of_rows(of, &place, &from, item);
            return;
        }
        if !list(of, "choices").is_empty() {
            self.warn("choices-mixed", &place, "choices of its own beside those of another question have no counterpart; only its own are offered".into());
            return;
        }
        if let Some(name) = &from.list {
            item.insert("choices".into(), json!(name));
        }
        let selected = match from.kind.is_many() {
            true => format!("selected(${{{}}}, name)", from.ours),
            false => format!("${{{}}} = name", from.ours),
        };
        match string(of, "choicesFromQuestionMode") {
            Some("selected") => item.insert("choice_filter".into(), json!(selected)),
            Some("unselected") => {
                item.insert("choice_filter".into(), json!(format!("not({selected})")))
            }
            _ => None,
        };
    }

    fn choices_of_rows(
        &mut self,
        of: &Value,
        at: &str,
        from: &Entry,
        item: &mut Map<String, Value>,
    ) {
        let field = |key: &str| string(of, key).and_then(|it| from.field(it));
        let value = field("choiceValuesFromQuestion").or(from.fields.first().map(|it| it.1));
        let Some(value) = value else {
            self.warn("question-unknown", at, "nothing in it gives choices".into());
            return;
        };
        let label = field("choiceTextsFromQuestion").unwrap_or(value);
        let (value, label) = (&self.registry.entries[value], &self.registry.entries[label]);
        let nodes = format!("${{{}}}[{} != '']", from.ours, value.path);
        let from = json!({"nodeset": nodes, "value": value.path, "label": label.path});
        item.insert("choices_from".into(), from);
    }
}

fn has_special(of: &Value, name: &str) -> bool {
    match name {
        "other" => has_other(of),
        _ => flag(of, "showNoneItem") || flag(of, "hasNone"),
    }
}

fn sort(choices: &mut [Value], descending: bool) {
    let words = |it: &Value| match &it["label"] {
        Value::String(words) => words.to_lowercase(),
        Value::Object(map) => {
            let first = map.values().next().and_then(Value::as_str);
            first.unwrap_or_default().to_lowercase()
        }
        _ => String::new(),
    };
    let fixed = |it: &Value| it.get("fix").is_some();
    let n_free = choices.iter().take_while(|it| !fixed(it)).count();
    let free = &mut choices[..n_free];
    free.sort_by_key(words);
    if descending {
        free.reverse();
    }
}
