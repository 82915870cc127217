//! What a questionnaire should say, worked out from its instrument.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::yaml::text;

/// One instrument with the blocks that all instruments share.
pub(super) struct Instrument<'s> {
    pub(super) id: &'static str,
    pub(super) source: &'s Value,
    conventions: &'s Value,
    scales: &'s Value,
    consents: &'s Value,
    modules: &'s Value,
}

/// Both languages of `value`, which may hold more than words.
fn words(value: &Value) -> Value {
    json!({"zh": text(&value["zh"]).trim_end(), "en": text(&value["en"]).trim_end()})
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn reason(code: &str) -> &'static str {
    match code {
        "NA" => "not_applicable",
        "DK" => "dont_know",
        "REF" => "refused",
        other => panic!("missing code {other}"),
    }
}

/// `F4 == 1` and `has(F1, 0)` in the words of the expression language.
fn relevant(ask_if: &str) -> String {
    if let Some((item, code)) = ask_if.split_once(" == ") {
        return format!("${{{item}}} = {code}");
    }
    let inner = ask_if
        .strip_prefix("has(")
        .and_then(|it| it.strip_suffix(')'));
    let (item, code) = inner
        .and_then(|it| it.split_once(", "))
        .expect("has(item, code)");
    format!("selected(${{{item}}}, '{code}')")
}

/// How an interview is recorded that ends with this choice; ours, the instruments do not say.
fn disposition(list: &str, code: &str) -> Option<&'static str> {
    match (list, code) {
        ("consent", "2") => Some("2.112"),
        ("consent", "3") => Some("2.36"),
        ("Q1", "4") => Some("4.70"),
        _ => None,
    }
}

impl<'s> Instrument<'s> {
    pub(super) fn new(sources: &'s BTreeMap<String, Value>, id: &'static str) -> Instrument<'s> {
        Instrument {
            id,
            source: &sources[id],
            conventions: &sources["conventions"],
            scales: &sources["scales"]["scales"],
            consents: &sources["consent_texts"],
            modules: &sources["field_modules"],
        }
    }

    fn in_interviews(&self) -> bool {
        list(&self.source["modes"])
            .iter()
            .any(|it| it == "interviewer")
    }

    /// Top-level fields. `min_group` is in every questionnaire, since every consent promises it.
    pub(super) fn header(&self) -> BTreeMap<&'static str, Value> {
        let source = self.source;
        let mut header = BTreeMap::from([
            ("format", json!("minyi-survey/1")),
            ("id", json!(self.id)),
            ("languages", json!(["zh", "en"])),
            ("default_language", json!("zh")),
            ("min_group", json!(10)),
        ]);
        for key in ["title", "purpose", "population", "end"] {
            header.insert(key, source.get(key).map_or(Value::Null, words));
        }
        let plain = [
            "version",
            "licence",
            "modes",
            "minutes",
            "reporting_rule",
            "rule",
            "evaluator_group",
            "evaluates",
        ];
        for key in plain {
            header.insert(key, source.get(key).cloned().unwrap_or_default());
        }
        header
    }

    pub(super) fn reasons(&self) -> Value {
        let codes = self.conventions["missing_codes"]
            .as_object()
            .expect("missing codes");
        let reasons = codes.iter().map(|(code, it)| {
            (
                reason(code).to_owned(),
                json!({"label": words(it), "code": it["code"]}),
            )
        });
        Value::Object(reasons.collect())
    }

    pub(super) fn pack_names(&self) -> Vec<&String> {
        let packs = self.source["packs"].as_object();
        let mut names: Vec<&String> = packs.into_iter().flat_map(Map::keys).collect();
        names.sort();
        names
    }

    /// The questions of a section; one of them includes those on the person.
    fn questions(&self, section: &'s Value) -> &'s [Value] {
        match section.get("include") {
            Some(module) => list(&self.modules[text(module)]),
            None => list(&section["items"]),
        }
    }

    /// What the interviewer answers after the interview.
    fn closing(&self) -> &'s [Value] {
        let uses = list(&self.source["uses"]);
        if !uses.iter().any(|it| it == "interviewer_closing") {
            return &[];
        }
        list(&self.modules["interviewer_closing"]["items"])
    }

    fn sections(&self) -> &'s [Value] {
        list(&self.source["sections"])
    }

    /// The ids of the instrument's own questions.
    pub(super) fn question_ids(&self) -> Vec<String> {
        let questions = self.sections().iter().flat_map(|it| self.questions(it));
        questions.map(|it| text(&it["id"])).collect()
    }

    fn consent(&self) -> &'s Value {
        &self.consents[text(&self.source["consent"])]
    }

    /// The whole tree of items.
    pub(super) fn items(&self) -> Value {
        let mut consent = json!({
            "type": "consent", "name": "consent", "label": words(self.consent()),
            "required": true, "choices": "consent", "missing": [],
        });
        if self.in_interviews() {
            consent["guidance_hint"] = words(&self.conventions["read_rules"]["interviewer"]);
        }
        let mut items = vec![consent];
        if let Some(intro) = self.source.get("intro") {
            items.push(json!({"type": "note", "name": "intro", "label": words(intro)}));
        }
        items.extend(self.sections().iter().map(|it| self.section(it)));
        if !self.closing().is_empty() {
            let questions: Vec<Value> = self.closing().iter().map(|it| self.question(it)).collect();
            items.push(json!({
                "type": "group", "name": "closing",
                "label": {"zh": "访问员填写", "en": "For the interviewer to fill in"},
                "relevant": "mode() = 'interviewer' or mode() = 'paper_entry'",
                "items": questions,
            }));
        }
        items.into()
    }

    fn section(&self, section: &'s Value) -> Value {
        let id = text(&section["id"]);
        let mut items = Vec::new();
        if let Some(lead) = section.get("lead") {
            items.push(json!({"type": "note", "name": format!("lead_{id}"), "label": words(lead)}));
        }
        for question in self.questions(section) {
            if let Some(lead) = question.get("lead") {
                let name = format!("lead_{}", text(&question["id"]));
                let mut note = json!({"type": "note", "name": name, "label": words(lead)});
                copy(question, "pack", &mut note, "pack");
                items.push(note);
            }
            items.push(self.question(question));
        }
        let mut group = json!({
            "type": "group", "name": format!("sec_{id}"), "label": words(&section["title"]),
            "items": items,
        });
        copy(section, "note", &mut group, "note");
        group
    }

    fn scale(&self, question: &Value) -> Option<&'s Value> {
        question.get("scale").map(|it| &self.scales[text(it)])
    }

    fn question(&self, question: &Value) -> Value {
        let mut item = json!({
            "name": question["id"], "label": words(question), "missing": self.missing(question),
        });
        for key in ["construct", "goal", "grid", "pack"] {
            copy(question, key, &mut item, key);
        }
        copy(question, "note_en", &mut item, "note");
        for key in ["required", "core", "sensitive"] {
            if question[key] == true {
                item[key] = true.into();
            }
        }
        if let Some(card) = question.get("card") {
            item["card"] = text(card).into();
        }
        if let Some(it) = question.get("indicator") {
            item["indicator"] = if it.is_array() {
                it.clone()
            } else {
                json!([it])
            };
        }
        if let Some(ask_if) = question.get("ask_if") {
            item["relevant"] = relevant(&text(ask_if)).into();
        }
        self.kind(question, &mut item);
        item
    }

    fn kind(&self, question: &Value, item: &mut Value) {
        let scale = self.scale(question);
        match question["type"].as_str().expect("a type") {
            kind @ ("single" | "multi") => {
                let one = kind == "single";
                item["type"] = if one { "select_one" } else { "select_multiple" }.into();
                item["choices"] = question.get("scale").unwrap_or(&question["id"]).clone();
                let mut parameters = json!({});
                copy(question, "max", &mut parameters, "max");
                copy(question, "randomise", &mut parameters, "randomize");
                if parameters != json!({}) {
                    item["parameters"] = parameters;
                }
            }
            "nrs" => {
                let scale = scale.expect("a scale");
                item["type"] = "range".into();
                item["parameters"] = json!({"start": scale["min"], "end": scale["max"], "step": 1});
                item["start_label"] = json!({"zh": scale["min_zh"], "en": scale["min_en"]});
                item["end_label"] = json!({"zh": scale["max_zh"], "en": scale["max_en"]});
                item["score"] = text(&scale["score"]).replace("x*10", "10 * .").into();
                if scale["score"] == "100-x*10" {
                    item["score"] = "100 - 10 * .".into();
                }
            }
            "text" => {
                item["type"] = "text".into();
                item["parameters"] = json!({"max_length": question["max"], "rows": 4});
                item["hint"] = words(&self.conventions["no_pii"]);
            }
            other => panic!("type {other}"),
        }
    }

    fn missing(&self, question: &Value) -> Vec<Value> {
        let nothing = Value::Null;
        let scale = self.scale(question).unwrap_or(&nothing);
        let codes = question.get("missing").unwrap_or(&scale["missing"]);
        let offered = list(codes).iter().map(|code| {
            let code = text(code);
            let key = match code.as_str() {
                "NA" => "na_label",
                "DK" => "dk_label",
                _ => return reason(&code).into(),
            };
            match question.get(key).or(scale.get(key)) {
                Some(label) => json!({"reason": reason(&code), "label": words(label)}),
                None => reason(&code).into(),
            }
        });
        offered.collect()
    }

    /// Every choice list by name.
    pub(super) fn choices(&self) -> Value {
        let mut lists = Map::new();
        lists.insert("consent".into(), choices("consent", self.consent()));
        let sections = self.sections().iter().flat_map(|it| self.questions(it));
        for question in sections.chain(self.closing()) {
            if question.get("options").is_some() {
                let name = text(&question["id"]);
                lists.insert(name.clone(), choices(&name, question));
            } else if let Some(scale) = self.scale(question).filter(|it| it["type"] != "nrs") {
                let name = text(&question["scale"]);
                lists.insert(name.clone(), choices(&name, scale));
            }
        }
        // A text has neither options nor a scale.
        lists.remove("null");
        lists.into()
    }
}

fn copy(from: &Value, key: &str, to: &mut Value, new_key: &str) {
    if let Some(value) = from.get(key) {
        to[new_key] = value.clone();
    }
}

/// The options of a question or scale, which has the scores.
fn choices(name: &str, source: &Value) -> Value {
    let options = list(&source["options"]).iter().map(|option| {
        let code = text(&option[0]);
        let mut choice = json!({"name": code, "label": {"zh": option[1], "en": option[2]}});
        for (flag, value) in option
            .get(3)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            choice[flag] = value.clone();
        }
        if let Some(scores) = source.get("score") {
            choice["score"] = scores[&code].clone();
        }
        if let Some(scores) = source.get("score_alt_cn") {
            choice["properties"] = json!({"score_alt_cn": text(&scores[&code])});
        }
        if let Some(it) = disposition(name, &code) {
            choice["disposition"] = it.into();
        }
        choice
    });
    options.collect()
}
