//! Screens: what stands together, and how to get from one to the next. Computed from the path,
//! never part of what an interview is.

use std::sync::Arc;

use super::event::Effect;
use super::screens::{Part, Screen, Screens};
use super::tree::ROOT;
use super::{Interview, Layout, Stage};
use crate::expr::NodeId;
use crate::questionnaire::{Appearance, ItemId, Kind};

/// What a group or an instance holds.
enum Inside {
    /// A node.
    Child(NodeId),
    /// The end of a repeat that people lengthen, behind its instances.
    End(ItemId),
}

impl Interview {
    /// All screens on the path, in order.
    pub(super) fn screens(&self) -> Arc<Screens> {
        if let Some(kept) = self.screens.get() {
            debug_assert_eq!(*kept, self.new_screens(), "somebody forgot to forget them");
            return kept;
        }
        let screens = Arc::new(self.new_screens());
        self.screens.keep(&screens);
        screens
    }

    fn new_screens(&self) -> Screens {
        let mut screens = Screens::default();
        match self.layout {
            Layout::Question => {
                self.collect(ROOT, &mut screens, true);
                screens.flush();
            }
            Layout::Section => self.split_sections(&mut screens),
        }
        screens
    }

    fn split_sections(&self, screens: &mut Screens) {
        self.for_inside(ROOT, screens, &mut |screens, inside| match inside {
            Inside::Child(child) => {
                self.collect(child, screens, false);
                screens.end();
            }
            Inside::End(repeat) => {
                // It stands with the last instance, if there is one.
                let begun = !self.tree.instances(ROOT, repeat).is_empty();
                let end = Part::More {
                    parent: ROOT,
                    repeat,
                };
                match begun {
                    true => screens.join(end),
                    false => screens.push(end),
                }
            }
        });
    }

    /// The parts at and below a node, in document order; `split` into screens of one question, or
    /// for the screen that is not ended yet.
    fn collect(&self, id: NodeId, screens: &mut Screens, split: bool) {
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
            Kind::Group | Kind::Repeat(_) if split && field_list() => {
                screens.flush();
                self.collect_inside(id, screens, false);
                screens.end();
            }
            Kind::Group | Kind::Repeat(_) => self.collect_inside(id, screens, split),
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
            | Kind::Acknowledge => match split {
                true => self.put(id, screens),
                false => screens.parts.push(Part::Node(id)),
            },
        }
    }

    fn collect_inside(&self, id: NodeId, screens: &mut Screens, split: bool) {
        self.for_inside(id, screens, &mut |screens, inside| {
            let end = match inside {
                Inside::Child(child) => return self.collect(child, screens, split),
                Inside::End(repeat) => Part::More { parent: id, repeat },
            };
            match split {
                true => screens.push(end),
                false => screens.parts.push(end),
            }
        });
    }

    /// Whether a repeat without an instance would be asked in `parent` if it had one.
    fn may_begin(&self, parent: NodeId, repeat: ItemId, screens: &mut Screens) -> bool {
        let Some(relevant) = &self.form.item(repeat).relevant else {
            return true;
        };
        // Nobody says when this changes.
        screens.is_fleeting = true;
        self.holds(parent, &relevant.clone().from_above())
    }

    /// What a node holds, in the order of the questionnaire.
    fn for_inside(
        &self,
        id: NodeId,
        screens: &mut Screens,
        each: &mut dyn FnMut(&mut Screens, Inside),
    ) {
        let mut children = self.tree.node(id).children.iter().copied().peekable();
        for item in &self.form.item(self.tree.node(id).item).children {
            let mut last = None;
            while let Some(child) = children.next_if(|it| self.tree.node(*it).item == *item) {
                each(screens, Inside::Child(child));
                last = Some(child);
            }
            if !self.form.item(*item).kind.is_open() {
                continue;
            }
            let is_asked = match last {
                Some(last) => self.tree.node(last).on_path,
                None => self.may_begin(id, *item, screens),
            };
            if is_asked {
                each(screens, Inside::End(*item));
            }
        }
    }

    /// Puts a question on a screen of its own. A note goes with the question after it in the same
    /// group, and the text that explains "other" with its select.
    fn put(&self, id: NodeId, screens: &mut Screens) {
        let node = self.tree.node(id);
        let item = self.form.item(node.item);
        let part = Part::Node(id);
        if let Some(first) = screens.open().first()
            && self.parent_of(*first) != node.parent
        {
            screens.flush();
        }
        if matches!(item.kind, Kind::Note) {
            screens.parts.push(part);
        } else if item.other_of.is_some() && screens.len() > 0 {
            screens.join(part);
        } else {
            screens.parts.push(part);
            screens.end();
        }
    }

    fn parent_of(&self, part: Part) -> Option<NodeId> {
        match part {
            Part::Node(node) => self.tree.node(node).parent,
            Part::More { parent, .. } => Some(parent),
        }
    }

    pub(super) fn first_cursor(&self) -> Part {
        let screens = self.screens();
        screens.get(0).map_or(Part::Node(ROOT), Screen::start)
    }

    /// The start of the screen that holds a node, or anything inside it.
    pub(super) fn screen_start(&self, id: NodeId) -> Part {
        let inside = |it: NodeId| self.tree.ancestors(it).any(|above| above == id);
        let start = |screens: &Screens| {
            let found = screens.iter().find(|it| it.nodes().any(inside));
            found.map(Screen::start)
        };
        // Long repeats are for interviewers; the resident's page is small without.
        let is_full = cfg!(feature = "authoring");
        let near = is_full.then(|| self.screens_of_instance(id)).flatten();
        let near = near.and_then(|it| start(&it));
        debug_assert!(near.is_none() || near == start(&self.screens()));
        let found = near.or_else(|| start(&self.screens()));
        found.unwrap_or(self.cursor)
    }

    /// The screens inside an instance of a repeat, where they are the same whatever stands around
    /// it: so a repeat is as quick to lengthen when it is long.
    fn screens_of_instance(&self, id: NodeId) -> Option<Screens> {
        let item = |id: NodeId| self.form.item(self.tree.node(id).item);
        if !matches!(item(id).kind, Kind::Repeat(_)) {
            return None;
        }
        let split = self.layout == Layout::Question;
        let parent = self.tree.node(id).parent;
        let is_whole = |it: NodeId| {
            let item = item(it);
            let look = Appearance::read(&item.kind, &item.appearance);
            look.group.field_list
        };
        let stands_alone = match self.layout {
            Layout::Question => !self.tree.ancestors(id).skip(1).any(is_whole),
            Layout::Section => parent == Some(ROOT),
        };
        if !stands_alone {
            return None;
        }
        let mut screens = Screens::default();
        self.collect(id, &mut screens, split);
        match split {
            true => screens.flush(),
            false => screens.end(),
        }
        // Without its select, the text for "other" goes with what stands before the instance.
        let first = screens.parts.first().map(|it| self.item_of(*it));
        let joins = first.is_some_and(|it| self.form.item(it).other_of.is_some());
        Some(screens).filter(|_| !joins)
    }

    /// The number of the screen that is shown. Where the cursor's node went off the path, the
    /// last screen that begins before it.
    pub(super) fn current(&self, screens: &Screens) -> usize {
        let exact = screens.iter().position(|it| it.start() == self.cursor);
        let holding = || {
            let holds = |it: Screen| it.parts.contains(&self.cursor);
            screens.iter().position(holds)
        };
        let before = || {
            let item = self.item_of(self.cursor);
            let begins_before = |it: Screen| self.item_of(it.start()) <= item;
            let n = screens.iter().rev().position(begins_before)?;
            Some(screens.len() - 1 - n)
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
            Stage::Review => screens.get(screens.len().wrapping_sub(1)),
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

    /// How many questions with an answer or a reason are on these screens, and how many there are.
    pub(super) fn count_answered(&self, screens: &Screens) -> (usize, usize) {
        let mut counts = (0, 0);
        for part in &screens.parts {
            let Part::Node(id) = *part else {
                continue;
            };
            let node = self.tree.node(id);
            let item = self.form.item(node.item);
            if item.kind.is_question() && item.other_of.is_none() {
                counts.0 += usize::from(node.answer.is_some());
                counts.1 += 1;
            }
        }
        counts
    }
}
