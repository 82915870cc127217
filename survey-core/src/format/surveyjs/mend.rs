//! Where what was made breaks a rule of questionnaires that SurveyJS's forms do not have, the
//! expression that breaks it is left out, and said to be: one circle must not cost the form.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::super::import::{Finding, Place};
use super::super::{survey, xform};
use crate::base::Problem;
use crate::expr::Expr;

/// How often a form is mended before it is refused.
const MAX_ROUNDS: usize = 60;

/// Expressions of items, with what follows where one is left out.
const FIELDS: &[(&str, &str)] = &[
    ("calculation", "the question gets no value by itself"),
    ("relevant", "the question is always asked"),
    ("choice_filter", "all choices are offered"),
    ("repeat_count", "people add what is repeated themselves"),
    ("required", "the question may be left blank"),
    ("read_only", "it can always be answered"),
    ("constraint", "the answer is not checked by it"),
    ("default", "the question begins blank"),
];

/// Those that others wait for.
const WAITING: &[&str] = &["calculation", "relevant", "choice_filter", "repeat_count"];

/// Holds what was made to the rules of questionnaires.
pub(super) fn mend(document: &mut Value, findings: &mut Vec<Finding>) {
    for round in 0.. {
        let Err(problems) = survey::from_value(document.clone()) else {
            return;
        };
        let mut mended = false;
        for problem in problems.iter().filter(|_| round < MAX_ROUNDS) {
            mended |= left_out(document, problem, findings);
        }
        if mended {
            continue;
        }
        for problem in problems.iter() {
            let help = problem.help.as_ref().map(|it| format!(" ({it})"));
            let place = Place::path(&xform::named_place(document, &problem.at));
            let text = format!("{}{}", problem.text, help.unwrap_or_default());
            findings.push(Finding::error("questionnaire", place, text));
        }
        return;
    }
}

/// Leaves out the expressions that a problem is about; whether there was one.
fn left_out(document: &mut Value, problem: &Problem, findings: &mut Vec<Finding>) -> bool {
    let found = match problem.text.contains("in a circle") {
        true => circles(document),
        false => {
            let at = problem.at.split(' ').next().unwrap_or_default();
            let split = at.rsplit_once('/');
            split
                .map(|it| (it.0.to_owned(), it.1.to_owned()))
                .into_iter()
                .collect()
        }
    };
    let mut any = false;
    for (at, field) in found {
        any |= take_away(document, &at, &field, problem, findings);
    }
    any
}

fn take_away(
    document: &mut Value,
    at: &str,
    field: &str,
    problem: &Problem,
    findings: &mut Vec<Finding>,
) -> bool {
    let Some(row) = FIELDS.iter().find(|it| it.0 == field) else {
        return false;
    };
    let place = Place::path(&xform::named_place(document, at));
    let Some(item) = document.pointer_mut(at).and_then(Value::as_object_mut) else {
        return false;
    };
    let Some(removed) = item.remove(field) else {
        return false;
    };
    if field == "calculation" {
        item.remove("trigger");
    }
    let source = short(removed.as_str().unwrap_or_default());
    let what = short(&problem.text);
    let text = format!("{what}: `{source}` is left out: {}", row.1);
    findings.push(Finding::warning("expression", place, text));
    true
}

/// The beginning of what is too long for a message.
fn short(text: &str) -> String {
    const MAX_CHARS: usize = 200;
    let mut short: String = text.chars().take(MAX_CHARS).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// An item, what it waits for by field, and what holds it.
struct Node {
    at: String,
    reads: Vec<(&'static str, Vec<String>)>,
    parent: Option<String>,
}

/// Items that wait for themselves, and the fields by which they do; without those, none does.
fn circles(document: &Value) -> Vec<(String, String)> {
    let mut order = Vec::new();
    let mut nodes = BTreeMap::new();
    collect(document, "", None, &mut order, &mut nodes);
    let mut found = Vec::new();
    for name in &order {
        for idx in 0..WAITING.len() {
            let node = &nodes[name];
            let Some((field, reads)) = node.reads.get(idx) else {
                break;
            };
            if !reaches(&nodes, reads, name) {
                continue;
            }
            found.push((node.at.clone(), (*field).to_owned()));
            if let Some(node) = nodes.get_mut(name) {
                node.reads[idx].1.clear();
            }
        }
    }
    found
}

fn collect(
    of: &Value,
    at: &str,
    parent: Option<&str>,
    order: &mut Vec<String>,
    nodes: &mut BTreeMap<String, Node>,
) {
    for (idx, item) in super::read::list(of, "items").iter().enumerate() {
        let at = format!("{at}/items/{idx}");
        let Some(name) = super::read::string(item, "name") else {
            continue;
        };
        let triggered = item.get("trigger").is_some();
        let mut reads = Vec::new();
        for field in WAITING
            .iter()
            .filter(|it| !(triggered && **it == "calculation"))
        {
            let source = item.get(*field).and_then(Value::as_str).unwrap_or("1");
            if let Ok(expr) = Expr::parse(source) {
                let names = expr.names().map(|it| it.0.to_owned());
                // How many instances there are may be asked while they are counted.
                let names = names.filter(|it| *field != "repeat_count" || it != name);
                let names = names.collect();
                reads.push((*field, names));
            }
        }
        order.push(name.to_owned());
        collect(item, &at, Some(name), order, nodes);
        let parent = parent.map(str::to_owned);
        nodes.insert(name.to_owned(), Node { at, reads, parent });
    }
}

fn reaches(nodes: &BTreeMap<String, Node>, from: &[String], wanted: &str) -> bool {
    let mut open: Vec<&str> = from.iter().map(String::as_str).collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        if name == wanted {
            return true;
        }
        if !seen.insert(name) {
            continue;
        }
        if let Some(node) = nodes.get(name) {
            open.extend(node.reads.iter().flat_map(|it| &it.1).map(String::as_str));
            open.extend(node.parent.as_deref());
        }
    }
    false
}
