//! A JSON object of answers as the tree that expressions see.

use std::borrow::Cow;

use serde_json::Value;
use survey_core::base::{DateTime, Missing};
use survey_core::expr::{NodeId, World, number_to_text};

/// The most nodes of one line.
const MAX_NODES: usize = 100_000;
const MAX_DEPTH: usize = 64;

/// Answers by name, with groups and repeats.
pub(super) struct AnswerWorld {
    nodes: Vec<Node>,
    now: DateTime,
    mode: String,
    context: NodeId,
}

struct Node {
    name: String,
    parent: Option<NodeId>,
    children: Vec<NodeId>,
    text: String,
    missing: Option<Missing>,
}

const ROOT: NodeId = NodeId(0);

impl AnswerWorld {
    /// The world of a line.
    ///
    /// # Errors
    /// What cannot be read as answers, or that there is no such context.
    pub(super) fn new(line: &Value, now: DateTime) -> Result<AnswerWorld, String> {
        let mode = line.get("mode").and_then(Value::as_str).unwrap_or("self");
        let mut world = AnswerWorld {
            nodes: Vec::new(),
            now,
            mode: mode.to_owned(),
            context: ROOT,
        };
        world.push("data", None)?;
        match line.get("answers") {
            Some(Value::Object(_)) => world.fill(ROOT, &line["answers"], 0)?,
            None | Some(Value::Null) => {}
            Some(other) => return Err(format!("found answers `{other}`, expected an object")),
        }
        if let Some(path) = line.get("context").and_then(Value::as_str) {
            let found = world.find(path);
            world.context = found.ok_or_else(|| format!("there is no node `{path}`"))?;
        }
        Ok(world)
    }

    pub(super) fn context(&self) -> NodeId {
        self.context
    }

    fn push(&mut self, name: &str, parent: Option<NodeId>) -> Result<NodeId, String> {
        if self.nodes.len() >= MAX_NODES {
            return Err(format!("there are more than {MAX_NODES} answers"));
        }
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node {
            name: name.to_owned(),
            parent,
            children: Vec::new(),
            text: String::new(),
            missing: None,
        });
        if let Some(parent) = parent {
            self.nodes[parent.0 as usize].children.push(id);
        }
        Ok(id)
    }

    fn fill(&mut self, at: NodeId, answers: &Value, depth: usize) -> Result<(), String> {
        if depth > MAX_DEPTH {
            return Err(format!("answers are nested deeper than {MAX_DEPTH} levels"));
        }
        let members = answers.as_object().into_iter().flatten();
        for (name, value) in members {
            match value {
                Value::Array(all) if all.iter().any(Value::is_object) => {
                    for instance in all {
                        let id = self.push(name, Some(at))?;
                        self.fill(id, instance, depth + 1)?;
                    }
                }
                Value::Object(it) if !it.contains_key("missing") => {
                    let id = self.push(name, Some(at))?;
                    self.fill(id, value, depth + 1)?;
                }
                _ => self.answer(at, name, value)?,
            }
        }
        Ok(())
    }

    fn answer(&mut self, at: NodeId, name: &str, value: &Value) -> Result<(), String> {
        let id = self.push(name, Some(at))?;
        let node = &mut self.nodes[id.0 as usize];
        node.text = match value {
            Value::Null => String::new(),
            Value::Bool(it) => it.to_string(),
            Value::Number(it) => number_to_text(it.as_f64().unwrap_or(f64::NAN)),
            Value::String(it) => it.clone(),
            Value::Array(all) => all
                .iter()
                .map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned))
                .collect::<Vec<_>>()
                .join(" "),
            Value::Object(it) => {
                let reason = it["missing"].as_str().unwrap_or_default();
                let unknown = || format!("there is no reason `{reason}`");
                node.missing = Some(Missing::from_name(reason).ok_or_else(unknown)?);
                String::new()
            }
        };
        if node.text.is_empty() && node.missing.is_none() {
            node.missing = Some(Missing::Skipped);
        }
        Ok(())
    }

    /// The node at an absolute path of names with numbers: `/data/kids[2]/age`.
    fn find(&self, path: &str) -> Option<NodeId> {
        let mut steps = path.strip_prefix('/')?.split('/');
        if steps.next()? != "data" {
            return None;
        }
        steps.try_fold(ROOT, |at, step| {
            let (name, number) = match step.strip_suffix(']') {
                Some(step) => {
                    let (name, number) = step.split_once('[')?;
                    (name, number.parse::<usize>().ok()?)
                }
                None => (step, 1),
            };
            let named = self
                .children(at)
                .iter()
                .filter(|it| self.name(**it) == name);
            named.copied().nth(number.checked_sub(1)?)
        })
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    fn above(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(id), |it| self.node(*it).parent)
    }
}

impl World for AnswerWorld {
    fn root(&self) -> NodeId {
        ROOT
    }

    fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.node(node).parent
    }

    fn children(&self, node: NodeId) -> &[NodeId] {
        &self.node(node).children
    }

    fn name(&self, node: NodeId) -> &str {
        &self.node(node).name
    }

    fn value(&self, node: NodeId) -> Cow<'_, str> {
        Cow::Borrowed(&self.node(node).text)
    }

    fn named(&self, name: &str, from: NodeId) -> Vec<NodeId> {
        let ids = (0..self.nodes.len() as u32).map(NodeId);
        let all: Vec<NodeId> = ids.filter(|it| self.name(*it) == name).collect();
        if all.len() < 2 {
            return all;
        }
        // Those in the nearest instance around: further out there are only more of them.
        let inside = |around: NodeId| -> Vec<NodeId> {
            let within = |it: &NodeId| self.above(*it).any(|up| up == around);
            all.iter().copied().filter(within).collect()
        };
        let nearest = self.above(from).map(inside).find(|it| !it.is_empty());
        nearest.unwrap_or(all)
    }

    fn missing(&self, node: NodeId) -> Option<Missing> {
        self.node(node).missing
    }

    fn mode(&self) -> &str {
        &self.mode
    }

    fn now(&self) -> DateTime {
        self.now
    }

    fn random(&self) -> f64 {
        0.5
    }

    fn choice_label(&self, _node: NodeId, _value: &str) -> Option<String> {
        None
    }

    fn instance(&self, _id: &str) -> Option<NodeId> {
        None
    }
}
