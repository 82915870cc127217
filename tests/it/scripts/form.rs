//! Forms of cases: an XForm, an XLSForm in Markdown, or a line an item, indented under its group.
//!
//! ```text
//! survey {"modes": ["self"]}
//! list YN: y Yes | n No | dk Unsure {"missing": "dont_know"}
//! select_one q YN | required: true
//! group g | relevant: ${q} = 'y'
//!   integer age | parameters: min=0 max=120 | label: How old?
//! ```

use serde_json::{Map, Value, json};
use survey_core::format::xform::Attachments;
use survey_core::format::{foreign, survey};
use survey_core::questionnaire::Questionnaire;

/// Fields whose text is an expression, or words that are not JSON.
const TEXTS: [&str; 14] = [
    "relevant",
    "constraint",
    "calculation",
    "choice_filter",
    "default",
    "repeat_count",
    "score",
    "appearance",
    "label",
    "hint",
    "guidance_hint",
    "required_message",
    "constraint_message",
    "element",
];

/// The questionnaire that lines describe.
///
/// # Errors
/// All its problems, one behind the other.
pub(super) fn build(lines: &[(usize, String)]) -> Result<Questionnaire, String> {
    if lines.first().is_some_and(|it| it.1.starts_with(['<', '|'])) {
        return foreign(lines);
    }
    let document = document(lines)?;
    let found = survey::from_value(document);
    found.map(|it| it.questionnaire).map_err(|problems| {
        let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
        all.join("; ")
    })
}

/// An XForm, or an XLSForm in Markdown.
fn foreign(lines: &[(usize, String)]) -> Result<Questionnaire, String> {
    let lines: Vec<&str> = lines.iter().map(|it| it.1.as_str()).collect();
    let form = foreign::read(lines.join("\n").as_bytes(), "case", &Attachments::new());
    let errors: Vec<String> = form.errors().map(|it| it.message.clone()).collect();
    match form.survey {
        Some(survey) if errors.is_empty() => Ok(survey.questionnaire),
        Some(_) | None => Err(errors.join("; ")),
    }
}

fn document(lines: &[(usize, String)]) -> Result<Value, String> {
    let mut document = json!({
        "format": "minyi-survey/1", "id": "case", "version": "1", "title": "Case",
        "languages": ["en"], "default_language": "en", "modes": ["interviewer"],
        "items": [],
    });
    // The open groups with their indentation; the first is the document.
    let mut open: Vec<(usize, Value)> = Vec::new();
    for (number, line) in lines {
        let wrong = |why: &str| format!("line {number}: {why}: {line}");
        let indent = line.len() - line.trim_start().len();
        let line = line.trim();
        if let Some(more) = line.strip_prefix("survey ") {
            merge(&mut document, more).map_err(|it| wrong(&it))?;
            continue;
        }
        if let Some(list) = line.strip_prefix("list ") {
            let (name, choices) = list.split_once(':').ok_or_else(|| wrong("no colon"))?;
            let choices: Result<Vec<Value>, String> = choices.split(" | ").map(choice).collect();
            document["choices"][name.trim()] = choices.map_err(|it| wrong(&it))?.into();
            continue;
        }
        close(&mut open, &mut document, indent);
        open.push((indent, item(line).map_err(|it| wrong(&it))?));
    }
    close(&mut open, &mut document, 0);
    Ok(document)
}

/// Puts what is no longer open where it belongs.
fn close(open: &mut Vec<(usize, Value)>, document: &mut Value, indent: usize) {
    while open.last().is_some_and(|it| it.0 >= indent) {
        let Some((_, item)) = open.pop() else {
            return;
        };
        let holder = open.last_mut().map_or(&mut *document, |it| &mut it.1);
        match holder["items"].as_array_mut() {
            Some(items) => items.push(item),
            None => holder["items"] = json!([item]),
        }
    }
}

fn merge(into: &mut Value, json: &str) -> Result<(), String> {
    let more: Map<String, Value> = serde_json::from_str(json).map_err(|it| it.to_string())?;
    let into = into.as_object_mut().ok_or("no object")?;
    into.extend(more);
    Ok(())
}

/// `name Label {"score": 100}`
fn choice(text: &str) -> Result<Value, String> {
    let (text, more) = match text.find("{\"") {
        Some(at) => text.split_at(at),
        None => (text, "{}"),
    };
    let (name, label) = text
        .trim()
        .split_once(' ')
        .unwrap_or((text.trim(), text.trim()));
    let mut choice = json!({"name": name, "label": label.trim()});
    merge(&mut choice, more)?;
    Ok(choice)
}

/// `integer age | required: true | parameters: min=0 max=120 | {"media": {…}}`
fn item(line: &str) -> Result<Value, String> {
    let mut parts = line.split(" | ");
    let mut words = parts.next().unwrap_or_default().split_whitespace();
    let kind = words.next().ok_or("no type")?;
    let name = words.next().ok_or("no name")?;
    let mut item = json!({"type": kind, "name": name});
    let silent = [
        "group",
        "repeat",
        "calculate",
        "hidden",
        "start",
        "end",
        "today",
        "deviceid",
    ];
    if !silent.contains(&kind) && !["username", "email", "phonenumber", "audit"].contains(&kind) {
        item["label"] = name.into();
    }
    if let Some(list) = words.next() {
        item["choices"] = list.into();
    }
    for part in parts {
        if part.trim_start().starts_with('{') {
            merge(&mut item, part)?;
            continue;
        }
        let (key, text) = part.split_once(": ").ok_or("no colon")?;
        item[key.trim()] = field(key.trim(), text.trim());
    }
    Ok(item)
}

fn field(key: &str, text: &str) -> Value {
    match key {
        "parameters" => {
            let pairs = text.split_whitespace().filter_map(|it| it.split_once('='));
            let pairs = pairs.map(|(key, it)| (key.to_owned(), simple(it)));
            pairs.collect::<Map<String, Value>>().into()
        }
        "missing" | "trigger" => text.split_whitespace().collect::<Vec<_>>().into(),
        key if TEXTS.contains(&key) && !text.starts_with('{') => text.into(),
        _ => simple(text),
    }
}

fn simple(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}
