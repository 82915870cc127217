//! Functions of nodes, lists of choices and missing answers.

use crate::base::Missing;

use super::call::Call;
use super::eval::Evaluated;
use super::value::{XValue, node_text};
use super::world::NodeId;

impl Call<'_> {
    /// Why the question has no answer. No question at all is one that nobody was asked.
    pub(super) fn missing(&self) -> Evaluated<Option<Missing>> {
        let nodes = self.nodes(0)?;
        Ok(match nodes.first() {
            Some(node) => self.eval.world.missing(*node),
            None => Some(Missing::NotAsked),
        })
    }

    pub(super) fn answered(&self) -> Evaluated<XValue> {
        let world = self.eval.world;
        let nodes = self.nodes(0)?;
        let answered = nodes
            .first()
            .is_some_and(|it| world.missing(*it).is_none() && !node_text(world, *it).is_empty());
        Ok(answered.into())
    }

    pub(super) fn count_non_empty(&self) -> Evaluated<XValue> {
        let world = self.eval.world;
        let nodes = self.nodes(0)?;
        let count = nodes.iter().filter(|it| !node_text(world, **it).is_empty());
        Ok((count.count() as f64).into())
    }

    pub(super) fn position(&self) -> Evaluated<XValue> {
        if self.len() == 0 {
            return Ok((self.focus.position as f64).into());
        }
        let Some(node) = self.nodes(0)?.first().copied() else {
            return Ok(f64::NAN.into());
        };
        let place = self.namesakes(node).iter().position(|it| *it == node);
        Ok((place.map_or(1, |idx| idx + 1) as f64).into())
    }

    /// A node and its siblings of the same name: the instances of a repeat.
    pub(super) fn namesakes(&self, node: NodeId) -> Vec<NodeId> {
        let world = self.eval.world;
        let Some(parent) = world.parent(node) else {
            return vec![node];
        };
        let name = world.name(node);
        let all = world.children(parent).iter().copied();
        all.filter(|it| world.name(*it) == name).collect()
    }

    /// The root element of a secondary instance; see [`super::World::instance`].
    pub(super) fn instance(&self) -> Evaluated<Vec<NodeId>> {
        let id = self.text(0)?;
        match self.eval.world.instance(&id) {
            Some(root) => Ok(vec![root]),
            None => self.refuse(0, format!("there is no list `{id}`")),
        }
    }

    pub(super) fn choice_name(&self) -> Evaluated<XValue> {
        let value = self.text(0)?;
        let label = self
            .nodes(1)?
            .first()
            .and_then(|node| self.eval.world.choice_label(*node, &value));
        Ok(label.unwrap_or_default().into())
    }
}
