//! SurveyJS's forms in JSON.
//!
//! A form becomes a questionnaire document ([`super::survey`]). Whatever has no counterpart is
//! said in a finding with its JSON pointer and what follows for those who answer; nothing is
//! dropped in silence, and a condition that cannot be translated is left out, never guessed.
//!
//! After SurveyJS's documentation, <https://surveyjs.io/form-library/documentation/>.

mod actions;
mod checks;
mod choices;
mod compare;
mod dates;
mod declare;
mod express;
mod fields;
mod functions;
mod items;
mod kinds;
mod known;
mod leftout;
mod matrix;
mod mend;
mod parse;
mod read;
mod registry;
mod translate;
mod truth;
mod variables;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::import::{Finding, Place, Severity};
use items::Maker;
use words::{Languages, without_tags};

/// A questionnaire made of a form, with what there was to say.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The questionnaire's document; none if the form was refused.
    pub document: Option<Value>,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// The most questions, rows and choices together that a form may have.
const MAX_PARTS: usize = 200_000;

/// Whether a document is one of SurveyJS's forms.
pub fn is_form(document: &Value) -> bool {
    let Some(map) = document.as_object() else {
        return false;
    };
    let holds = ["pages", "elements", "questions"];
    let held = holds
        .iter()
        .any(|it| map.get(*it).is_some_and(Value::is_array));
    held && !map.contains_key("format") && !map.contains_key("items")
}

/// Makes a questionnaire of a form; `name` is that of its file and becomes the id.
pub fn import(form: &Value, name: &str) -> Imported {
    let mut findings = Vec::new();
    if n_parts(form) > MAX_PARTS {
        let text = format!("more than {MAX_PARTS} parts");
        findings.push(Finding::error("size", Place::default(), text));
        return Imported {
            document: None,
            findings,
        };
    }
    let mut maker = Maker {
        form,
        languages: Languages::read(form),
        registry: declare::declare(form),
        findings,
        lists: Map::new(),
        actions: actions::Actions::default(),
        hidden_reads: BTreeSet::new(),
        given_defaults: BTreeMap::new(),
    };
    maker.triggers();
    let items = maker.items();
    let mut document = head(&mut maker, items, name);
    leftout::report(form, &mut maker.findings);
    known::report(form, &mut maker.findings);
    hidden(&mut maker);
    let mut findings = maker.findings;
    mend::mend(&mut document, &mut findings);
    let refused = findings.iter().any(|it| it.severity == Severity::Error);
    Imported {
        document: Some(document).filter(|_| !refused),
        findings,
    }
}

fn n_parts(value: &Value) -> usize {
    match value {
        Value::Object(map) => 1 + map.values().map(n_parts).sum::<usize>(),
        Value::Array(list) => 1 + list.iter().map(n_parts).sum::<usize>(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

fn head(maker: &mut Maker, mut items: Vec<Value>, name: &str) -> Value {
    let form = maker.form;
    let scope = translate::Scope::default();
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = stem.rsplit_once('.').map_or(stem, |it| it.0);
    let id = registry::clean_name(if stem.is_empty() { "form" } else { stem });
    let mut title = words::words(form.get("title"), &maker.languages);
    if title.is_empty() {
        title = vec![(maker.languages.default.clone(), stem.to_owned())];
    }
    let about = maker.text(form, "description", "", &scope);
    if !about.is_empty() {
        let name = maker.registry.name("description", "");
        let note = json!({"type": "note", "name": name, "label": maker.said(about)});
        items.insert(0, note);
    }
    let end = maker.text(form, "completedHtml", "", &scope);
    let end: Vec<_> = end
        .into_iter()
        .map(|(code, it)| (code, without_tags(&it)))
        .collect();
    let mut document = Map::new();
    document.insert("format".into(), json!(super::survey_shape::FORMAT));
    document.insert("id".into(), json!(id));
    document.insert("version".into(), json!("1"));
    document.insert("title".into(), maker.said(title));
    document.insert("languages".into(), json!(maker.languages.codes));
    document.insert("default_language".into(), json!(maker.languages.first));
    document.insert("modes".into(), json!(["self", "interviewer"]));
    if end.iter().any(|it| !it.1.is_empty()) {
        document.insert("end".into(), maker.said(end));
    }
    document.insert(
        "choices".into(),
        Value::Object(std::mem::take(&mut maker.lists)),
    );
    document.insert("items".into(), Value::Array(items));
    Value::Object(document)
}

/// SurveyJS goes on counting what a hidden question held, unless the form says otherwise.
fn hidden(maker: &mut Maker) {
    let clears = read::string(maker.form, "clearInvisibleValues");
    if maker.hidden_reads.is_empty() || matches!(clears, Some("onHidden" | "onHiddenContainer")) {
        return;
    }
    let names: Vec<&str> = maker
        .hidden_reads
        .iter()
        .take(20)
        .map(String::as_str)
        .collect();
    let text = format!(
        "what a question held before it was hidden counts as blank at once, not only from the end of the interview: {}",
        names.join(", ")
    );
    maker.warn("hidden-values", "/clearInvisibleValues", text);
}

#[cfg(test)]
mod tests;
