//! The compiled form: a whole questionnaire as text, for a page that cannot compile one itself.
//!
//! What follows from something else is not written but made again, so that it cannot disagree:
//! the children of a group, the choices of a select, the names, the lists as nodes.

use super::construct::contains_itself;
use super::depend::{Dependents, Node};
use super::lists::ListNodes;
use super::{Item, ItemId, Kind, MAX_ITEMS, Questionnaire, Range};
use crate::base::{Compact, Reader, compact_struct};

/// How deep groups may lie in one another: as deep as documents may nest.
const MAX_DEPTH: usize = 64;

compact_struct!(Questionnaire {
    id,
    version,
    digest,
    title,
    end,
    languages,
    default_language,
    modes,
    minutes,
    packs,
    constructs,
    lists,
    items,
    instances,
    outputs,
    instance_name,
} made { list_nodes, by_name, dependents });

/// Writes a questionnaire to the end of `out`.
pub(crate) fn put(form: &Questionnaire, out: &mut String) {
    form.put(out);
    form.dependents.nodes().put(out);
}

/// Reads what [`put`] wrote; none if anything is wrong with it.
pub(crate) fn take(text: &str) -> Option<Questionnaire> {
    let mut from = Reader::new(text);
    let mut form = Questionnaire::take(&mut from);
    let nodes = Vec::take(&mut from);
    if !from.is_sound() {
        return None;
    }
    form.link()?;
    let is_known = |it: &ItemId| (it.0 as usize) < form.items.len();
    let is_sound = |node: &Node| {
        is_known(&node.item)
            && node
                .reads
                .iter()
                .all(|it| is_known(&it.item) && it.scope.as_ref().is_none_or(is_known))
            && form.item(node.item).aspects().any(|it| it.0 == node.aspect)
    };
    if !nodes.iter().all(is_sound) {
        return None;
    }
    form.dependents = Dependents::of_nodes(form.items.len(), &nodes);
    Some(form)
}

impl Questionnaire {
    /// Makes what is not written; none if something written does not allow it.
    fn link(&mut self) -> Option<()> {
        self.link_items()?;
        // The root has no name of its own.
        let named = self.iter().skip(1);
        self.by_name = named.map(|(id, item)| (item.name.clone(), id)).collect();
        let n_items = self.items.len();
        for item in &mut self.items {
            if let Kind::Consent(select)
            | Kind::SelectOne(select)
            | Kind::SelectMultiple(select)
            | Kind::Rank(select) = &mut item.kind
            {
                match (self.lists.get(&select.list), &select.from) {
                    (Some(choices), _) => select.choices = choices.clone(),
                    (None, Some(_)) => {}
                    (None, None) => return None,
                }
            }
            if let Kind::Range(range) = &item.kind
                && !Range::is_usable(range.start, range.end, range.step)
            {
                return None;
            }
            let n_items = u32::try_from(n_items).ok()?;
            if item.triggers.iter().any(|it| it.0 >= n_items) {
                return None;
            }
        }
        let circles = |it: &String| contains_itself(it, &self.constructs);
        let is_sound = self.by_name.len() + 1 == self.items.len()
            && !self.modes.is_empty()
            && self.languages.contains(&self.default_language)
            && !self.constructs.keys().any(circles);
        self.list_nodes = ListNodes::new(&self.lists, &self.instances);
        is_sound.then_some(())
    }

    /// Makes the children from the parents. A group must stand before what it holds, with nothing
    /// else between.
    fn link_items(&mut self) -> Option<()> {
        let (root, rest) = self.items.split_first()?;
        let is_root = matches!(root.kind, Kind::Group) && root.parent.is_none();
        if !is_root || rest.len() > MAX_ITEMS {
            return None;
        }
        let mut open = vec![ItemId(0)];
        for idx in 1..self.items.len() {
            let Item {
                parent, other_of, ..
            } = self.items[idx];
            let parent = parent?;
            while *open.last()? != parent {
                open.pop();
            }
            let holder = &mut self.items[parent.0 as usize];
            let is_sound = holder.kind.is_container()
                && other_of.is_none_or(|it| (it.0 as usize) < idx)
                && open.len() <= MAX_DEPTH;
            if !is_sound {
                return None;
            }
            let id = ItemId(idx as u32);
            holder.children.push(id);
            open.push(id);
        }
        Some(())
    }
}
