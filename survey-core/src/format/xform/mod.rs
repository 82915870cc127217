//! XForms: what ODK's servers hand out and its converter makes of workbooks.
//!
//! An XForm becomes a questionnaire document ([`super::survey`]). Whatever has no counterpart is
//! said in a finding; nothing is dropped in silence.
//!
//! After the ODK XForms specification, <https://getodk.github.io/xforms-spec/>.

mod choices;
mod entities;
mod expressions;
mod external;
mod items;
mod languages;
mod model;
mod names;
mod types;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::import::{Finding, Place, Severity};
pub(super) use expressions::literal;
pub use external::ITEMSETS;
use model::Model;

/// A questionnaire made of a foreign form, with what there was to say.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The questionnaire's document; none if the form was refused.
    pub document: Option<Value>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Files that the form reads and that were not given.
    pub missing: Vec<String>,
}

/// Files beside a form, by name.
pub type Attachments = BTreeMap<String, Vec<u8>>;

/// The nesting and the size of documents that are read.
const MAX_NODES: u32 = 2_000_000;

/// Reads an XForm.
pub fn import(xml: &str, attachments: &Attachments) -> Imported {
    let mut findings = Vec::new();
    let options = roxmltree::ParsingOptions {
        allow_dtd: false,
        nodes_limit: MAX_NODES,
        ..roxmltree::ParsingOptions::default()
    };
    let made = match roxmltree::Document::parse_with_options(xml, options) {
        Ok(document) => made(&document, attachments, &mut findings),
        Err(error) => {
            let pos = error.pos();
            let place = Place {
                row: Some(pos.row as usize),
                column: Some(pos.col.to_string()),
                ..Place::default()
            };
            let text = format!("not XML that can be read: {error}");
            findings.push(Finding::error("xml-broken", place, text));
            None
        }
    };
    let (document, missing) = made.unzip();
    let refused = findings.iter().any(|it| it.severity == Severity::Error);
    Imported {
        document: document.filter(|_| !refused),
        findings,
        missing: missing.unwrap_or_default(),
    }
}

fn made(
    xml: &roxmltree::Document,
    attachments: &Attachments,
    findings: &mut Vec<Finding>,
) -> Option<(Value, Vec<String>)> {
    let model = match Model::read(xml) {
        Ok(model) => model,
        Err(finding) => {
            findings.push(finding);
            return None;
        }
    };
    let made = items::Maker::new(&model, attachments, findings).make();
    let mut document = Map::new();
    document.insert("format".into(), json!(super::survey_shape::FORMAT));
    document.insert("id".into(), json!(id_of(&model)));
    let version = model.version.as_deref().unwrap_or("1");
    document.insert("version".into(), json!(version));
    let title = if model.title.is_empty() {
        &model.id
    } else {
        &model.title
    };
    document.insert("title".into(), json!(title));
    document.insert("languages".into(), json!(model.languages.codes()));
    document.insert(
        "default_language".into(),
        json!(model.languages.default_code()),
    );
    document.insert("modes".into(), json!(["interviewer", "self"]));
    if model.root_name != "data" {
        document.insert("root".into(), json!(model.root_name));
    }
    if let Some(name) = made.instance_name {
        document.insert("instance_name".into(), json!(name));
    }
    if !made.choices.is_empty() {
        document.insert("choices".into(), Value::Object(made.choices));
    }
    if !made.instances.is_empty() {
        document.insert("instances".into(), Value::Object(made.instances));
    }
    document.insert("items".into(), Value::Array(made.items));
    if !made.entities.is_empty() {
        document.insert("entities".into(), Value::Array(made.entities));
    }
    let settings = settings(&model);
    if !settings.is_empty() {
        document.insert("settings".into(), Value::Object(settings));
    }
    let document = Value::Object(document);
    match super::survey::from_value(document.clone()) {
        Ok(_) => {}
        Err(problems) => {
            for problem in problems.iter() {
                let help = problem
                    .help
                    .as_ref()
                    .map(|it| format!(" ({it})"))
                    .unwrap_or_default();
                let place = Place::path(&named_place(&document, &problem.at));
                let text = format!("{}{help}", problem.text);
                findings.push(Finding::error("questionnaire", place, text));
            }
        }
    }
    Some((document, made.missing))
}

/// The pointer with the item's name behind it, for people.
pub(super) fn named_place(document: &Value, pointer: &str) -> String {
    let mut at = pointer;
    while let Some((outer, _)) = at.rsplit_once('/') {
        if let Some(name) = document
            .pointer(at)
            .and_then(|it| it.get("name"))
            .and_then(Value::as_str)
        {
            return format!("{pointer} ({name})");
        }
        at = outer;
    }
    pointer.to_owned()
}

/// What submissions say of the form and a questionnaire has no field for, by XLSForm's names.
fn settings(model: &Model) -> Map<String, Value> {
    const XFORMS: &str = "http://www.w3.org/2002/xforms";
    let mut settings = Map::new();
    if id_of(model) != model.id {
        settings.insert("form_id".into(), json!(model.id));
    }
    if model.version.is_none() {
        settings.insert("version".into(), json!(""));
    }
    let namespace = model.root.tag_name().namespace();
    if let Some(uri) = namespace.filter(|it| *it != XFORMS) {
        settings.insert("instance_xmlns".into(), json!(uri));
    }
    for attribute in model.root.attributes() {
        let own = matches!(attribute.name(), "id" | "version");
        if attribute.namespace().is_none() && !own {
            let key = format!("attribute::{}", attribute.name());
            settings.insert(key, json!(attribute.value()));
        }
    }
    settings
}

/// The form's id as a name: what a name cannot hold becomes `_`.
fn id_of(model: &Model) -> String {
    let clean: String = model
        .id
        .chars()
        .map(|it| {
            if it.is_alphanumeric() || matches!(it, '_' | '-' | '.') {
                it
            } else {
                '_'
            }
        })
        .collect();
    match clean.chars().next() {
        Some(first) if first.is_alphabetic() || first == '_' => clean,
        _ => format!("_{clean}"),
    }
}
