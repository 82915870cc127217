//! Screens: what stands together, and how to get from one to the next. Computed from the path,
//! never stored.

use super::event::Effect;
use super::tree::ROOT;
use super::{Interview, Layout, Stage};
use crate::base::Answer;
use crate::expr::NodeId;
use crate::questionnaire::{Appearance, ItemId, Kind};

/// What stands on one screen, in order. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Screen {
    pub(super) parts: Vec<Part>,
}

/// One thing on a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A question or a note.
    Node(NodeId),
    /// The end of a repeat that people lengthen themselves: another one, or on.
    More {
        /// What holds the instances.
        parent: NodeId,
        /// The repeat.
        repeat: ItemId,
    },
}

impl Screen {
    /// The node that stands for the screen: its first question, or else its first note. The
    /// cursor is such a node, so it survives a change of layout.
    pub(super) fn start(&self) -> NodeId {
        match self.parts[0] {
            Part::Node(node) => node,
            Part::More { parent, .. } => parent,
        }
    }

    fn holds(&self, id: NodeId) -> bool {
        self.parts.iter().any(|it| match it {
            Part::Node(node) => *node == id,
            Part::More { .. } => false,
        })
    }

    pub(super) fn nodes(&self) -> impl Iterator<Item = NodeId> {
        self.parts.iter().filter_map(|it| match it {
            Part::Node(node) => Some(*node),
            Part::More { .. } => None,
        })
    }
}

impl Interview {
    /// All screens on the path, in order.
    pub(super) fn screens(&self) -> Vec<Screen> {
        let mut screens = Vec::new();
        match self.layout {
            Layout::Question => {
                let mut parts = Vec::new();
                self.collect(ROOT, &mut parts, true);
                self.split_questions(parts, &mut screens);
            }
            Layout::Section => {
                for (child, last) in self.children_with_ends(ROOT) {
                    let mut parts = Vec::new();
                    self.collect(child, &mut parts, false);
                    if let Some(repeat) = last {
                        parts.push(Part::More {
                            parent: ROOT,
                            repeat,
                        });
                    }
                    if !parts.is_empty() {
                        screens.push(Screen { parts });
                    }
                }
            }
        }
        screens
    }

    /// The parts at and below a node, in document order.
    fn collect(&self, id: NodeId, parts: &mut Vec<Part>, keep_groups: bool) {
        let node = self.tree.node(id);
        if !node.on_path {
            return;
        }
        let item = self.form.item(node.item);
        let field_list = || {
            Appearance::read(&item.kind, &item.appearance)
                .group
                .field_list
        };
        match &item.kind {
            Kind::Calculate | Kind::Hidden | Kind::Metadata(_) => {}
            Kind::Group | Kind::Repeat(_) if keep_groups && field_list() => {
                parts.push(Part::Node(id));
            }
            Kind::Group | Kind::Repeat(_) => {
                for (child_id, last) in self.children_with_ends(id) {
                    self.collect(child_id, parts, keep_groups);
                    if let Some(repeat) = last {
                        parts.push(Part::More { parent: id, repeat });
                    }
                }
                for child in &item.children {
                    let open = self.form.item(*child).kind.is_open();
                    if open
                        && self.tree.instances(id, *child).is_empty()
                        && self.may_begin(id, *child)
                    {
                        parts.push(Part::More {
                            parent: id,
                            repeat: *child,
                        });
                    }
                }
            }
            Kind::Note
            | Kind::Consent(_)
            | Kind::SelectOne(_)
            | Kind::SelectMultiple(_)
            | Kind::Integer(_)
            | Kind::Decimal(_)
            | Kind::Range(_)
            | Kind::Text(_)
            | Kind::Date
            | Kind::Time
            | Kind::Area(_)
            | Kind::Rank(_)
            | Kind::DateTime
            | Kind::Geo(_)
            | Kind::File(_)
            | Kind::Barcode
            | Kind::Acknowledge => parts.push(Part::Node(id)),
        }
    }

    /// Whether a repeat without an instance would be asked in `parent` if it had one.
    fn may_begin(&self, parent: NodeId, repeat: ItemId) -> bool {
        let relevant = self.form.item(repeat).relevant.clone();
        relevant.is_none_or(|it| self.holds(parent, &it.from_above()))
    }

    /// Children; with the repeat, if the child is the last instance of one that people lengthen.
    fn children_with_ends(&self, id: NodeId) -> Vec<(NodeId, Option<ItemId>)> {
        let children = &self.tree.node(id).children;
        let ends = |idx: usize| {
            let item = self.tree.node(children[idx]).item;
            let open = self.form.item(item).kind.is_open();
            let next = children.get(idx + 1).map(|it| self.tree.node(*it).item);
            (open && next != Some(item) && self.tree.node(children[idx]).on_path).then_some(item)
        };
        children
            .iter()
            .enumerate()
            .map(|(idx, it)| (*it, ends(idx)))
            .collect()
    }

    /// One question a screen. A note goes with the question after it in the same group; the text
    /// that explains "other" goes with its select; a field-list group stays whole.
    fn split_questions(&self, parts: Vec<Part>, screens: &mut Vec<Screen>) {
        let mut notes: Vec<Part> = Vec::new();
        for part in parts {
            let Part::Node(id) = part else {
                self.flush(&mut notes, screens);
                screens.push(Screen { parts: vec![part] });
                continue;
            };
            let node = self.tree.node(id);
            let item = self.form.item(node.item);
            if let Some(first) = notes.first()
                && self.parent_of(*first) != node.parent
            {
                self.flush(&mut notes, screens);
            }
            if matches!(item.kind, Kind::Note) {
                notes.push(part);
            } else if item.kind.is_container() {
                self.flush(&mut notes, screens);
                let mut inside = Vec::new();
                for child in &node.children {
                    self.collect(*child, &mut inside, false);
                }
                if !inside.is_empty() {
                    screens.push(Screen { parts: inside });
                }
            } else if item.other_of.is_some()
                && let Some(screen) = screens.last_mut()
            {
                screen.parts.push(part);
            } else {
                let mut parts = std::mem::take(&mut notes);
                parts.push(part);
                screens.push(Screen { parts });
            }
        }
        self.flush(&mut notes, screens);
    }

    fn flush(&self, notes: &mut Vec<Part>, screens: &mut Vec<Screen>) {
        screens.extend(notes.drain(..).map(|it| Screen { parts: vec![it] }));
    }

    fn parent_of(&self, part: Part) -> Option<NodeId> {
        match part {
            Part::Node(node) => self.tree.node(node).parent,
            Part::More { parent, .. } => Some(parent),
        }
    }

    pub(super) fn first_cursor(&self) -> NodeId {
        self.screens().first().map_or(ROOT, Screen::start)
    }

    /// The start of the screen that holds a node, or anything inside it.
    pub(super) fn screen_start(&self, id: NodeId) -> NodeId {
        let inside = |it: NodeId| self.tree.ancestors(it).any(|above| above == id);
        let screens = self.screens();
        let found = screens.iter().find(|it| it.nodes().any(inside));
        found.map_or(self.cursor, Screen::start)
    }

    /// The number of the screen that is shown. Where the cursor's node went off the path, the
    /// last screen that begins before it.
    pub(super) fn current(&self, screens: &[Screen]) -> usize {
        let exact = screens.iter().position(|it| it.start() == self.cursor);
        let holding = || screens.iter().position(|it| it.holds(self.cursor));
        let before = || {
            let item = self.tree.node(self.cursor).item;
            screens
                .iter()
                .rposition(|it| self.tree.node(it.start()).item <= item)
        };
        exact.or_else(holding).or_else(before).unwrap_or(0)
    }

    pub(super) fn next(&mut self) -> Vec<Effect> {
        if self.stage == Stage::Review {
            return Vec::new();
        }
        let screens = self.screens();
        let current = self.current(&screens);
        if let Some(screen) = screens.get(current) {
            for node in screen.nodes() {
                self.tree.node_mut(node).tried = true;
                self.recheck(node);
            }
            let bad = screen.nodes().find(|it| self.complaint(*it).is_some());
            if let Some(bad) = bad {
                return vec![Effect::Focus(self.tree.place(&self.form, bad))];
            }
        }
        self.leave_screen();
        match screens.get(current + 1) {
            Some(screen) => self.cursor = screen.start(),
            None => self.stage = Stage::Review,
        }
        vec![Effect::Moved]
    }

    pub(super) fn back(&mut self) -> Vec<Effect> {
        let screens = self.screens();
        let target = match self.stage {
            Stage::Review => screens.last(),
            Stage::Asking | Stage::Finished | Stage::BrokenOff => self
                .current(&screens)
                .checked_sub(1)
                .and_then(|it| screens.get(it)),
        };
        let Some(target) = target.map(Screen::start) else {
            return Vec::new();
        };
        self.leave_screen();
        self.paradata.back_steps += 1;
        self.stage = Stage::Asking;
        self.cursor = target;
        vec![Effect::Moved]
    }

    pub(super) fn go_to(&mut self, place: &str) -> Result<Vec<Effect>, String> {
        let id = self.find(place)?;
        if !self.tree.node(id).on_path {
            return Err(format!("`{place}` is not asked"));
        }
        self.leave_screen();
        self.stage = Stage::Asking;
        self.cursor = self.screen_start(id);
        Ok(vec![Effect::Moved, Effect::Focus(place.to_owned())])
    }

    pub(super) fn first_open(&mut self) -> Vec<Effect> {
        let open = self.tree.subtree(ROOT).into_iter().find(|id| {
            let node = self.tree.node(*id);
            let question = self.form.item(node.item).kind.is_question();
            node.on_path && question && (node.answer.is_none() || self.complaint(*id).is_some())
        });
        match open {
            Some(id) => {
                let place = self.tree.place(&self.form, id);
                self.go_to(&place).unwrap_or_default()
            }
            None => self.review(),
        }
    }

    pub(super) fn review(&mut self) -> Vec<Effect> {
        self.leave_screen();
        self.stage = Stage::Review;
        vec![Effect::Moved]
    }

    pub(super) fn finish(&mut self) -> Vec<Effect> {
        for node in self.tree.subtree(ROOT) {
            self.recheck(node);
        }
        let bad = self
            .tree
            .subtree(ROOT)
            .into_iter()
            .find(|it| self.complaint(*it).is_some());
        if let Some(bad) = bad {
            self.tree.node_mut(bad).tried = true;
            self.leave_screen();
            self.stage = Stage::Asking;
            self.cursor = self.screen_start(bad);
            return vec![
                Effect::Moved,
                Effect::Focus(self.tree.place(&self.form, bad)),
            ];
        }
        self.leave_screen();
        self.stage = Stage::Finished;
        vec![Effect::Finished(Box::new(self.response()))]
    }

    /// Books the time the screen was shown, shared equally by its questions.
    pub(super) fn leave_screen(&mut self) {
        let shown = (self.now - self.shown_at).max(0) as f64 / 1000.0;
        self.shown_at = self.now;
        if self.paused || self.stage != Stage::Asking {
            return;
        }
        let screens = self.screens();
        let Some(screen) = screens.get(self.current(&screens)) else {
            return;
        };
        let items: Vec<ItemId> = screen
            .nodes()
            .map(|it| self.tree.node(it).item)
            .filter(|it| self.form.item(*it).kind.is_question())
            .collect();
        for item in &items {
            let name = self.form.item(*item).name.clone();
            let seconds = self.paradata.seconds.get(&name).copied().unwrap_or(0.0);
            let seconds = seconds + shown / items.len() as f64;
            self.paradata.seconds.insert(name, seconds);
        }
    }

    /// How many questions are on the path, and how many of them have an answer or a reason.
    pub(super) fn count_answered(&self) -> (usize, usize) {
        let mut counts = (0, 0);
        for id in self.tree.subtree(ROOT) {
            let node = self.tree.node(id);
            let item = self.form.item(node.item);
            if node.on_path && item.kind.is_question() && item.other_of.is_none() {
                counts.0 += usize::from(matches!(
                    node.answer,
                    Some(Answer::Given(_) | Answer::Missing(_))
                ));
                counts.1 += 1;
            }
        }
        counts
    }
}
