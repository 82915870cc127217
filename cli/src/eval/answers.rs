//! JSON answers and lists as the tree that expressions see.

use serde_json::Value;
use survey_core::base::Missing;
use survey_core::expr::{NodeId, NodeKind, number_to_text};

use super::tree::{Node, Tree};

/// The most nodes of one line.
const MAX_NODES: usize = 100_000;
const MAX_DEPTH: usize = 64;

/// Adds an object of answers below a root element of the given name.
///
/// # Errors
/// What cannot be read as answers.
pub(super) fn add(tree: &mut Tree, name: &str, answers: &Value) -> Result<NodeId, String> {
    let root = tree.push(Node::new(NodeKind::Question, name), None);
    match answers {
        Value::Object(_) => fill(tree, root, answers, 0)?,
        Value::Null => {}
        other => return Err(format!("found answers `{other}`, expected an object")),
    }
    Ok(root)
}

/// Adds a list of rows, as `instance('…')/root/item` reaches them.
///
/// # Errors
/// What is no row.
pub(super) fn add_rows(tree: &mut Tree, rows: &[Value]) -> Result<NodeId, String> {
    let root = tree.push(Node::new(NodeKind::Question, "root"), None);
    for row in rows {
        if !row.is_object() {
            return Err(format!("found row `{row}`, expected an object"));
        }
        let item = tree.push(Node::new(NodeKind::Question, "item"), Some(root));
        fill(tree, item, row, 1)?;
    }
    Ok(root)
}

fn fill(tree: &mut Tree, at: NodeId, answers: &Value, depth: usize) -> Result<(), String> {
    if depth > MAX_DEPTH {
        return Err(format!("answers are nested deeper than {MAX_DEPTH} levels"));
    }
    for (name, value) in answers.as_object().into_iter().flatten() {
        if tree.len() >= MAX_NODES {
            return Err(format!("there are more than {MAX_NODES} answers"));
        }
        let mut group = |value: &Value| {
            let id = tree.push(Node::new(NodeKind::Question, name), Some(at));
            fill(tree, id, value, depth + 1)
        };
        match value {
            Value::Array(all) if all.iter().any(Value::is_object) => {
                for instance in all {
                    group(instance)?;
                }
            }
            Value::Object(it) if !it.contains_key("missing") => group(value)?,
            Value::Null | Value::Bool(_) | Value::Number(_) => answer(tree, at, name, value)?,
            Value::String(_) | Value::Array(_) | Value::Object(_) => {
                answer(tree, at, name, value)?;
            }
        }
    }
    Ok(())
}

fn answer(tree: &mut Tree, at: NodeId, name: &str, value: &Value) -> Result<(), String> {
    let mut node = Node::with_text(NodeKind::Question, name, &text_of(value));
    if let Value::Object(it) = value {
        let reason = it["missing"].as_str().unwrap_or_default();
        let unknown = || format!("there is no reason `{reason}`");
        node.missing = Some(Missing::from_name(reason).ok_or_else(unknown)?);
    }
    tree.push(node, Some(at));
    Ok(())
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Null | Value::Object(_) => String::new(),
        Value::Bool(it) => it.to_string(),
        Value::Number(it) => number_to_text(it.as_f64().unwrap_or(f64::NAN)),
        Value::String(it) => it.clone(),
        Value::Array(all) => all
            .iter()
            .map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned))
            .collect::<Vec<_>>()
            .join(" "),
    }
}
