//! Why a select has nothing to choose from.

use super::tree::ROOT;
use super::{Control, Interview};
use crate::expr::NodeId;
use crate::questionnaire::{Aspect, ItemId};

/// Why a select, or a ranking, offers nothing now.
#[derive(Clone, Debug, PartialEq)]
pub enum NoChoices {
    /// The choices depend on an answer that is not there yet.
    Unanswered {
        /// The question that comes first, in the Markdown subset that labels allow.
        label: String,
    },
    /// The list itself is empty, most often since the file it comes in is not here.
    Empty {
        /// The name of the list.
        list: String,
    },
    /// There are choices, and none goes with what was answered.
    Filtered,
}

impl Interview {
    /// Why this control offers nothing; none if it offers something, or is of another kind.
    pub(super) fn no_choices(&self, id: NodeId, control: &Control) -> Option<NoChoices> {
        let (Control::SelectOne(choices)
        | Control::SelectMultiple { choices, .. }
        | Control::Rank { choices, .. }) = control
        else {
            return None;
        };
        if !choices.is_empty() {
            return None;
        }
        let select = self.form.item(self.tree.node(id).item).kind.select()?;
        if select.from.is_none() && select.choices.is_empty() {
            let list = select.list.clone();
            return Some(NoChoices::Empty { list });
        }
        let first = self.tree.subtree(ROOT).into_iter();
        let first = first.filter(|it| *it != id && self.is_wanting(*it));
        let label = first
            .filter(|it| self.decides_choices(*it, id))
            .map(|it| self.words_at(it, &self.form.item(self.tree.node(it).item).label))
            .find(|it| !it.is_empty());
        Some(label.map_or(NoChoices::Filtered, |label| NoChoices::Unanswered { label }))
    }

    /// Whether it is asked and has no answer.
    fn is_wanting(&self, id: NodeId) -> bool {
        let node = self.tree.node(id);
        node.on_path && node.answer.is_none() && self.form.item(node.item).kind.is_question()
    }

    /// Whether the choices at `of` are chosen by what is answered at `by`.
    fn decides_choices(&self, by: NodeId, of: NodeId) -> bool {
        let around = |id: NodeId, scope: ItemId| {
            let mut around = self.tree.ancestors(id);
            around.find(|it| self.tree.node(*it).item == scope)
        };
        let item = self.tree.node(of).item;
        let all = self.form.dependents(self.tree.node(by).item);
        all.iter()
            .filter(|it| it.item == item && it.aspect == Aspect::Filter)
            .any(|it| {
                it.scope
                    .is_none_or(|scope| around(by, scope) == around(of, scope))
            })
    }
}
