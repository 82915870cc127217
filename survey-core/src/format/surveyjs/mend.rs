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

/// Leaves out the expression that a problem is about; whether there was one.
fn left_out(document: &mut Value, problem: &Problem, findings: &mut Vec<Finding>) -> bool {
    let found = match problem.text.contains("in a circle") {
        true => in_circle(document),
        false => {
            let at = problem.at.split(' ').next().unwrap_or_default();
            at.rsplit_once('/')
                .map(|it| (it.0.to_owned(), it.1.to_owned()))
        }
    };
    let Some((at, field)) = found else {
        return false;
    };
    let Some(row) = FIELDS.iter().find(|it| it.0 == field) else {
        return false;
    };
    let place = Place::path(&xform::named_place(document, &at));
    let item = document.pointer_mut(&at).and_then(Value::as_object_mut);
    let Some(removed) = item.and_then(|it| {
        if field == "calculation" {
            it.remove("trigger");
        }
        it.remove(&field)
    }) else {
        return false;
    };
    let source = removed.as_str().unwrap_or_default();
    let text = format!("{}: `{source}` is left out: {}", problem.text, row.1);
    findings.push(Finding::warning("expression", place, text));
    true
}

/// An item, what it waits for by field, and what holds it.
struct Node {
    at: String,
    reads: Vec<(&'static str, Vec<String>)>,
    parent: Option<String>,
}

/// The first item that waits for itself, and the field by which it does.
fn in_circle(document: &Value) -> Option<(String, String)> {
    let mut order = Vec::new();
    let mut nodes = BTreeMap::new();
    collect(document, "", None, &mut order, &mut nodes);
    for name in &order {
        let node = &nodes[name];
        for (field, reads) in &node.reads {
            if reaches(&nodes, reads, name) {
                return Some((node.at.clone(), (*field).to_owned()));
            }
        }
    }
    None
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
                let names = expr.names().map(|it| it.0.to_owned()).collect();
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
