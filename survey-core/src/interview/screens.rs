//! Screens as they follow one another: parts in order, and where each screen ends.

use std::cell::RefCell;
use std::sync::Arc;

use crate::expr::NodeId;
use crate::questionnaire::ItemId;

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

/// What stands on one screen, in order. Never empty.
#[derive(Clone, Copy, Debug)]
pub(super) struct Screen<'s> {
    pub(super) parts: &'s [Part],
}

/// All screens, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Screens {
    /// What stands on them; in the end behind the last, what has no screen yet.
    pub(super) parts: Vec<Part>,
    ends: Vec<u32>,
    /// Whether they may be others though no node came, went, or changed its being asked.
    pub(super) is_fleeting: bool,
}

/// The screens as long as they hold. Never part of what an interview is.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept(RefCell<Option<Arc<Screens>>>);

impl Part {
    /// The node of a question, or the one that holds the instances.
    pub(super) fn node(self) -> NodeId {
        match self {
            Part::Node(node) => node,
            Part::More { parent, .. } => parent,
        }
    }
}

impl Screen<'_> {
    /// What stands for the screen: its first part. The cursor is such a part, so it survives a
    /// change of layout.
    pub(super) fn start(self) -> Part {
        self.parts[0]
    }

    pub(super) fn nodes(self) -> impl Iterator<Item = NodeId> {
        self.parts.iter().filter_map(|it| match it {
            Part::Node(node) => Some(*node),
            Part::More { .. } => None,
        })
    }
}

impl Screens {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, idx: usize) -> Option<Screen<'_>> {
        let end = *self.ends.get(idx)? as usize;
        let start = idx.checked_sub(1).map_or(0, |it| self.ends[it] as usize);
        Some(Screen {
            parts: &self.parts[start..end],
        })
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = Screen<'_>> {
        (0..self.len()).filter_map(|it| self.get(it))
    }

    /// What has no screen yet.
    pub(super) fn open(&self) -> &[Part] {
        &self.parts[self.last_end()..]
    }

    fn last_end(&self) -> usize {
        self.ends.last().map_or(0, |it| *it as usize)
    }

    /// Makes a screen of what has none yet, if there is anything.
    pub(super) fn end(&mut self) {
        if self.parts.len() > self.last_end() {
            self.ends.push(self.parts.len() as u32);
        }
    }

    /// Makes a screen of each part that has none yet.
    pub(super) fn flush(&mut self) {
        let open = self.last_end() + 1..=self.parts.len();
        self.ends.extend(open.map(|it| it as u32));
    }

    /// A part on a screen of its own.
    pub(super) fn push(&mut self, part: Part) {
        self.flush();
        self.parts.push(part);
        self.end();
    }

    /// A part on the last screen; on one of its own if there is none.
    pub(super) fn join(&mut self, part: Part) {
        let at = self.last_end();
        self.parts.insert(at, part);
        match self.ends.last_mut() {
            Some(end) => *end += 1,
            None => self.ends.push(1),
        }
    }
}

impl Kept {
    pub(super) fn get(&self) -> Option<Arc<Screens>> {
        self.0.borrow().clone()
    }

    pub(super) fn keep(&self, screens: &Arc<Screens>) {
        if !screens.is_fleeting {
            *self.0.borrow_mut() = Some(screens.clone());
        }
    }

    /// A node came, went, or changed its being asked; or the layout is another one.
    pub(super) fn forget(&self) {
        *self.0.borrow_mut() = None;
    }
}
