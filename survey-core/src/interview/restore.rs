//! Opening a saved instance.

use super::check::{self, Accepted};
use super::evaluate::{MAX_INSTANCES, as_input};
use super::event::Effect;
use super::tree::{ROOT, Tree, split_step};
use super::{Interview, Stage};
use crate::base::{Map, Value};
use crate::expr::NodeId;
use crate::questionnaire::{Item, Kind, Questionnaire};

impl Interview {
    /// Puts what was written down in place of all answers. Defaults are not given again;
    /// calculations are made again, and answers that are not offered any more go.
    pub(super) fn restore(&mut self, answers: &Map<String, String>) -> Result<Vec<Effect>, String> {
        let form = self.form.clone();
        let mut tree = Tree::new(&form);
        let mut kept = Vec::with_capacity(answers.len());
        for (place, text) in answers {
            let id = ensure(&mut tree, &form, place)?;
            kept.push(id);
            let item = form.item(tree.node(id).item);
            if !text.is_empty() && !item.kind.is_container() {
                fill(&mut tree, id, item, text).map_err(|why| format!("`{place}`: {why}"))?;
            }
        }
        drop_unnamed(&mut tree, &form, &kept);
        self.tree = tree;
        self.screens.forget();
        self.stage = Stage::Asking;
        self.ended_by = None;
        self.begun_late.clear();
        self.evaluate_restored();
        self.cursor = self.first_cursor();
        Ok(vec![Effect::Moved])
    }
}

/// The node at a place, with as many instances of repeats as it takes.
fn ensure(tree: &mut Tree, form: &Questionnaire, place: &str) -> Result<NodeId, String> {
    let absent = || format!("there is no place `{place}`");
    let mut within = ROOT;
    for step in place.split('/') {
        let (name, number) = split_step(step).ok_or_else(absent)?;
        let item = form.named(name).ok_or_else(absent)?;
        if matches!(form.item(item).kind, Kind::Repeat(_)) {
            let holder = form.item(item).parent.unwrap_or(form.root());
            let holders = tree.of_item_within(form, holder, within);
            let parent = *holders.first().ok_or_else(absent)?;
            if !(1..=MAX_INSTANCES).contains(&number) {
                return Err(format!(
                    "`{place}`: found {number}, expected 1 to {MAX_INSTANCES}"
                ));
            }
            while tree.instances(parent, item).len() < number {
                tree.add_instance(form, item, parent);
            }
            within = tree.instances(parent, item)[number - 1];
        } else {
            let found = tree.of_item_within(form, item, within);
            within = *found.first().ok_or_else(absent)?;
        }
    }
    Ok(within)
}

fn fill(tree: &mut Tree, id: NodeId, item: &Item, text: &str) -> Result<(), String> {
    let value = as_input(&item.kind, Value::Text(text.to_owned()));
    if item.kind.is_silent() {
        tree.node_mut(id).answer = Some(crate::base::Answer::Given(value));
        return Ok(());
    }
    match check::accept(item, None, value) {
        Accepted::Answer(answer) => tree.node_mut(id).answer = answer,
        Accepted::Typed(typed) => tree.node_mut(id).typed = Some(typed),
        // Notes hold a place in XML and nothing else.
        Accepted::Refused(_) if !item.kind.is_question() => {}
        Accepted::Refused(why) => return Err(why),
    }
    Ok(())
}

/// Takes away the instances that a new tree begins with, where nothing was written down of them.
fn drop_unnamed(tree: &mut Tree, form: &Questionnaire, kept: &[NodeId]) {
    let mut named: Vec<NodeId> = kept.iter().flat_map(|it| tree.ancestors(*it)).collect();
    named.sort_unstable();
    named.dedup();
    for id in tree.subtree(ROOT) {
        let open = form.item(tree.node(id).item).kind.is_open();
        if open && named.binary_search(&id).is_err() {
            tree.remove(id);
        }
    }
}
