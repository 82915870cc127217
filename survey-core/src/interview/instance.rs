//! The instance as XML has it: a tree of named elements, with references into it.

use super::tree::{ROOT, split_step};
use super::{Interview, QuestionView};
use crate::base::{Answer, Value};
use crate::expr::NodeId;
use crate::questionnaire::{ItemId, Kind};

/// An element of the instance: a question, a group, or one instance of a repeat.
#[derive(Clone, Debug, PartialEq)]
pub struct InstanceNode {
    /// The item it stands for.
    pub item: ItemId,
    /// Where it is: `D0`, `kids[2]/age`. Blank for the root.
    pub place: String,
    /// What it holds, as text; blank where it holds nothing and for groups. A reason for having
    /// no value is not a value.
    pub text: String,
    /// Whether it is on the path. What is not keeps its value here.
    pub relevant: bool,
    /// What stands in it, in document order.
    pub children: Vec<InstanceNode>,
}

impl Interview {
    /// The whole instance: what is off the path too.
    pub fn instance(&self) -> InstanceNode {
        self.instance_at(ROOT)
    }

    fn instance_at(&self, id: NodeId) -> InstanceNode {
        let node = self.tree.node(id);
        InstanceNode {
            item: node.item,
            place: match node.parent {
                Some(_) => self.tree.place(&self.form, id),
                None => String::new(),
            },
            text: match (&node.answer, &node.typed) {
                (Some(Answer::Given(value)), _) => value.to_xpath(),
                (_, Some(typed)) => typed.clone(),
                (Some(Answer::Missing(_)) | None, None) => String::new(),
            },
            relevant: node.on_path,
            children: node
                .children
                .iter()
                .map(|it| self.instance_at(*it))
                .collect(),
        }
    }

    /// What the response is called now, if the questionnaire says how.
    pub fn instance_name(&self) -> Option<String> {
        let name = self.form.instance_name.as_ref()?;
        name.eval_string(&self.sight(ROOT), ROOT).ok()
    }

    /// The place that a reference means: an absolute path such as `/data/kids[2]/age`, a
    /// `${name}`, or a place as it is. A repeat without a number means its first instance.
    ///
    /// # Errors
    /// The part of the reference for which there is nothing.
    pub fn place_of(&self, reference: &str) -> Result<String, String> {
        let id = self.resolve(reference)?;
        if id == ROOT {
            return Err(format!("`{reference}` is the root, which has no value"));
        }
        Ok(self.tree.place(&self.form, id))
    }

    /// The place of a repeat's row, such as `homes[2]/kids`, and how many of its instances are on
    /// the path. A number behind the repeat's own name is left out of account.
    ///
    /// # Errors
    /// The part of the reference for which there is nothing, or that it names no repeat.
    pub fn repeat_of(&self, reference: &str) -> Result<(String, usize), String> {
        let (parent, repeat) = self.row(reference)?;
        let item = self.form.item(repeat);
        let instances = self.tree.instances(parent, repeat);
        let on_path = instances.iter().filter(|it| self.tree.node(**it).on_path);
        let place = match parent {
            ROOT => item.name.clone(),
            parent => format!("{}/{}", self.tree.place(&self.form, parent), item.name),
        };
        Ok((place, on_path.count()))
    }

    /// What is drawn of the question or group at a place, on the screen or not.
    ///
    /// # Errors
    /// If there is no such place.
    pub fn question_at(&self, place: &str) -> Result<QuestionView, String> {
        Ok(self.question_view(self.find(place)?))
    }

    /// What text means as an answer at a place: names of choices with spaces between them for
    /// those who tick, and text for the rest.
    ///
    /// # Errors
    /// If there is no such place.
    pub fn input_at(&self, place: &str, text: &str) -> Result<Value, String> {
        let item = self.form.item(self.tree.node(self.find(place)?).item);
        let value = Value::Text(text.to_owned());
        Ok(super::evaluate::as_input(&item.kind, value))
    }

    /// What holds the instances of the repeat that a reference ends with, and the repeat.
    fn row(&self, reference: &str) -> Result<(NodeId, ItemId), String> {
        let (outer, last) = match reference.rsplit_once('/') {
            Some((outer, last)) => (Some(outer), last),
            None => (None, reference),
        };
        let name = plain_step(last, reference)?.0;
        let absolute = outer.is_some_and(|it| it.starts_with('/'));
        let (parent, repeat) = if absolute {
            let parent = self.resolve(outer.unwrap_or_default())?;
            let children = &self.form.item(self.tree.node(parent).item).children;
            let named = |it: &&ItemId| self.form.item(**it).element() == name;
            (parent, children.iter().find(named).copied())
        } else {
            let around = outer.map_or(Ok(ROOT), |it| self.find(it))?;
            let repeat = self.form.named(name);
            let holder = repeat.and_then(|it| self.form.item(it).parent);
            let holder = holder.unwrap_or(self.form.root());
            let parents = self.tree.of_item_within(&self.form, holder, around);
            (parents.first().copied().unwrap_or(around), repeat)
        };
        match repeat {
            Some(it) if matches!(self.form.item(it).kind, Kind::Repeat(_)) => Ok((parent, it)),
            Some(_) => Err(format!("`{reference}` is not a repeat")),
            None => Err(format!("there is no place `{reference}`")),
        }
    }

    fn resolve(&self, reference: &str) -> Result<NodeId, String> {
        if let Some(path) = reference.strip_prefix('/') {
            return self.walk(path, reference);
        }
        let name = reference
            .strip_prefix("${")
            .and_then(|it| it.strip_suffix('}'));
        self.find(name.unwrap_or(reference))
    }

    /// The node at the steps of an absolute path.
    fn walk(&self, path: &str, reference: &str) -> Result<NodeId, String> {
        let mut steps = path.split('/');
        let root = steps.next().unwrap_or_default();
        let own = self.form.item(self.form.root()).element();
        if root != own {
            return Err(format!(
                "`{reference}` begins with `/{root}`, expected `/{own}`"
            ));
        }
        let mut at = ROOT;
        for step in steps {
            let (name, number) = plain_step(step, reference)?;
            let children = self.tree.node(at).children.iter().copied();
            let named = |it: &NodeId| self.form.item(self.tree.node(*it).item).element() == name;
            let found: Vec<NodeId> = children.filter(named).collect();
            let Some(next) = number.checked_sub(1).and_then(|it| found.get(it)) else {
                let n = found.len();
                return Err(format!("`{reference}` is not there: found {n} `{name}`"));
            };
            at = *next;
        }
        Ok(at)
    }
}

fn plain_step<'s>(step: &'s str, reference: &str) -> Result<(&'s str, usize), String> {
    split_step(step).ok_or_else(|| {
        format!("`{step}` in `{reference}` is no step, expected a name such as `x` or `x[2]`")
    })
}
