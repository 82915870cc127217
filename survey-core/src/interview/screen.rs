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

/// What a group or an instance holds.
enum Inside {
    /// A node.
    Child(NodeId),
    /// The end of a repeat that people lengthen, behind its instances.
    End(ItemId),
}

impl Part {
    /// The node of a question, or the one that holds the instances.
    pub(super) fn node(self) -> NodeId {
        match self {
            Part::Node(node) => node,
            Part::More { parent, .. } => parent,
        }
    }
}

impl Screen {
    /// What stands for the screen: its first part. The cursor is such a part, so it survives a
    /// change of layout.
    pub(super) fn start(&self) -> Part {
        self.parts[0]
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
                for inside in self.inside(ROOT) {
                    let mut parts = Vec::new();
                    match inside {
                        Inside::Child(child) => self.collect(child, &mut parts, false),
                        Inside::End(repeat) => {
                            let end = Part::More {
                                parent: ROOT,
                                repeat,
                            };
                            // It stands with the last instance, if there is one.
                            let begun = !self.tree.instances(ROOT, repeat).is_empty();
                            match screens.last_mut().filter(|_| begun) {
                                Some(last) => last.parts.push(end),
                                None => parts.push(end),
                            }
                        }
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
            Kind::Group | Kind::Repeat(_) => self.collect_inside(id, parts, keep_groups),
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

    fn collect_inside(&self, id: NodeId, parts: &mut Vec<Part>, keep_groups: bool) {
        for inside in self.inside(id) {
            match inside {
                Inside::Child(child) => self.collect(child, parts, keep_groups),
                Inside::End(repeat) => parts.push(Part::More { parent: id, repeat }),
            }
        }
    }

    /// Whether a repeat without an instance would be asked in `parent` if it had one.
    fn may_begin(&self, parent: NodeId, repeat: ItemId) -> bool {
        let relevant = self.form.item(repeat).relevant.clone();
        relevant.is_none_or(|it| self.holds(parent, &it.from_above()))
    }

    /// What a node holds, in the order of the questionnaire.
    fn inside(&self, id: NodeId) -> Vec<Inside> {
        let mut children = self.tree.node(id).children.iter().copied().peekable();
        let mut inside = Vec::new();
        for item in &self.form.item(self.tree.node(id).item).children {
            let mut last = None;
            while let Some(child) = children.next_if(|it| self.tree.node(*it).item == *item) {
                inside.push(Inside::Child(child));
                last = Some(child);
            }
            let is_asked = || match last {
                Some(last) => self.tree.node(last).on_path,
                None => self.may_begin(id, *item),
            };
            if self.form.item(*item).kind.is_open() && is_asked() {
                inside.push(Inside::End(*item));
            }
        }
        inside
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
                self.collect_inside(id, &mut inside, false);
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

    pub(super) fn first_cursor(&self) -> Part {
        let screens = self.screens();
        screens.first().map_or(Part::Node(ROOT), Screen::start)
    }

    /// The start of the screen that holds a node, or anything inside it.
    pub(super) fn screen_start(&self, id: NodeId) -> Part {
        let inside = |it: NodeId| self.tree.ancestors(it).any(|above| above == id);
        let screens = self.screens();
        let found = screens.iter().find(|it| it.nodes().any(inside));
        found.map_or(self.cursor, Screen::start)
    }

    /// The number of the screen that is shown. Where the cursor's node went off the path, the
    /// last screen that begins before it.
    pub(super) fn current(&self, screens: &[Screen]) -> usize {
        let exact = screens.iter().position(|it| it.start() == self.cursor);
        let holding = || {
            let holds = |it: &Screen| it.parts.contains(&self.cursor);
            screens.iter().position(holds)
        };
        let before = || {
            let item = self.item_of(self.cursor);
            screens
                .iter()
                .rposition(|it| self.item_of(it.start()) <= item)
        };
        exact.or_else(holding).or_else(before).unwrap_or(0)
    }

    fn item_of(&self, part: Part) -> ItemId {
        match part {
            Part::Node(node) => self.tree.node(node).item,
            Part::More { repeat, .. } => repeat,
        }
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
