//! Where responses come from: this device, files, the simulated campaign.

use survey_core::format::data_file::is_data_file;

use super::{
    Action, Ask, Desk, Effect, Holdings, Merged, Origin, Progress, Request, Restored, SourceId,
    Ticket, Trouble, Which,
};

/// One origin of responses.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its number.
    pub id: SourceId,
    /// What it is.
    pub origin: Origin,
    /// How far it is.
    pub state: SourceState,
    /// Whether its report has been read.
    pub dismissed: bool,
    /// What was read; none for the simulated campaign, which can be made again.
    pub(super) blob: Option<web_sys::Blob>,
    /// How many interviews of this device it has.
    pub(super) count: u32,
}

/// How far a source is.
#[derive(Clone, Debug, PartialEq)]
pub enum SourceState {
    /// It is being read.
    Reading(Ticket, Option<Progress>),
    /// It was read.
    Read(Merged),
    /// It could not be read.
    Failed(String),
}

/// A source as it is kept for later visits.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Its number; it gets the same one again.
    pub id: SourceId,
    /// What it is.
    pub origin: Origin,
    /// Its bytes.
    pub blob: Option<web_sys::Blob>,
}

/// A file somebody chose.
#[derive(Clone, Debug, PartialEq)]
pub struct Picked {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub blob: web_sys::Blob,
}

impl Source {
    /// Whether it is being read.
    pub fn is_reading(&self) -> bool {
        matches!(self.state, SourceState::Reading(..))
    }

    /// What merging it did, once it is read.
    pub fn merged(&self) -> Option<&Merged> {
        match &self.state {
            SourceState::Read(merged) => Some(merged),
            SourceState::Reading(..) | SourceState::Failed(_) => None,
        }
    }

    fn kept(&self) -> Kept {
        Kept {
            id: self.id,
            origin: self.origin.clone(),
            blob: self.blob.clone(),
        }
    }
}

impl Desk {
    pub(super) fn restore(&mut self, kept: Vec<Kept>) -> Vec<Effect> {
        self.restored = Restored::Yes;
        let last = kept.iter().map(|it| it.id).max().unwrap_or(0);
        self.last_source = self.last_source.max(last);
        let mut effects: Vec<Effect> = Vec::new();
        for it in kept {
            effects.extend(self.read(it, true));
        }
        effects.push(Effect::ReadDevice);
        effects
    }

    /// Reads this device's interviews, unless they are the ones that are here.
    pub(super) fn device(&mut self, kept: Kept, count: u32) -> Vec<Effect> {
        let old = self
            .sources
            .iter()
            .position(|it| it.origin == Origin::Device);
        let mut effects = Vec::new();
        if let Some(old) = old {
            if self.sources[old].count == count {
                return effects;
            }
            let old = self.sources.remove(old);
            effects.push(self.request(Ask::Forget(old.id)).1);
        }
        if count > 0 {
            let id = self.next_source();
            effects.extend(self.read(Kept { id, ..kept }, true));
            if let Some(source) = self.sources.last_mut() {
                source.count = count;
            }
        }
        effects
    }

    pub(super) fn import(&mut self, picked: Vec<Picked>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for it in picked {
            if it.name.to_ascii_lowercase().ends_with(".zip") {
                effects.push(Effect::Unpack(it));
            } else if is_data_file(&it.name) {
                effects.push(Effect::AskDay(it));
            } else {
                effects.extend(self.take_in(it));
            }
        }
        effects
    }

    /// Reads a file with responses.
    pub(super) fn take_in(&mut self, file: Picked) -> Vec<Effect> {
        let id = self.next_source();
        let kept = Kept {
            id,
            origin: Origin::File(file.name),
            blob: Some(file.blob),
        };
        self.read(kept, false)
    }

    /// Makes a simulated campaign; there is one at most.
    pub(super) fn simulate(&mut self, seed: u64) -> Vec<Effect> {
        if self
            .sources
            .iter()
            .any(|it| matches!(it.origin, Origin::Simulated(_)))
        {
            return Vec::new();
        }
        let id = self.next_source();
        let kept = Kept {
            id,
            origin: Origin::Simulated(seed),
            blob: None,
        };
        self.read(kept, false)
    }

    fn next_source(&mut self) -> SourceId {
        self.last_source += 1;
        self.last_source
    }

    fn read(&mut self, kept: Kept, dismissed: bool) -> Vec<Effect> {
        let Kept { id, origin, blob } = kept;
        let ask = match &origin {
            Origin::Simulated(seed) => Ask::Simulate {
                source: id,
                seed: *seed,
            },
            Origin::Device | Origin::File(_) => Ask::Load {
                source: id,
                origin: origin.clone(),
            },
        };
        let ticket = self.ticket();
        let source = Source {
            id,
            origin,
            state: SourceState::Reading(ticket, None),
            dismissed,
            blob: blob.clone(),
            count: 0,
        };
        self.sources.push(source);
        vec![Effect::Ask(Request { ticket, ask }, blob)]
    }

    pub(super) fn remove(&mut self, id: SourceId) -> Vec<Effect> {
        let Some(at) = self.sources.iter().position(|it| it.id == id) else {
            return Vec::new();
        };
        let mut effects = self.stop_source(id);
        if let Some(at) = self.sources.get(at).filter(|it| it.id == id).map(|_| at) {
            self.removed = Some(self.sources.remove(at));
            effects.push(self.request(Ask::Forget(id)).1);
            effects.push(Effect::Unkeep(id));
        }
        effects
    }

    pub(super) fn bring_back(&mut self) -> Vec<Effect> {
        let kept = self.removed.take().map(|it| it.kept());
        kept.map_or_else(Vec::new, |it| self.read(it, false))
    }

    pub(super) fn dismiss(&mut self, id: SourceId) {
        if let Some(source) = self.sources.iter_mut().find(|it| it.id == id) {
            source.dismissed = true;
            if matches!(source.state, SourceState::Failed(_)) {
                self.sources.retain(|it| it.id != id);
            }
        } else if self.removed.as_ref().is_some_and(|it| it.id == id) {
            self.removed = None;
        }
    }

    /// Stops reading a source; what it brought so far goes.
    pub(super) fn stop_source(&mut self, id: SourceId) -> Vec<Effect> {
        let ticket = self.sources.iter().find_map(|it| match it.state {
            SourceState::Reading(ticket, _) if it.id == id => Some(ticket),
            SourceState::Reading(..) | SourceState::Read(_) | SourceState::Failed(_) => None,
        });
        let Some(ticket) = ticket else {
            return Vec::new();
        };
        self.sources.retain(|it| it.id != id);
        vec![self.request(Ask::Stop(ticket)).1]
    }

    pub(super) fn not_kept(&mut self, id: SourceId) {
        let name = self.source(id).map(|it| match &it.origin {
            Origin::File(name) => name.clone(),
            Origin::Device | Origin::Simulated(_) => String::new(),
        });
        self.trouble = name.map(Trouble::NotKept);
    }

    /// A source was read: it is kept from now on, and every view is stale.
    pub(super) fn loaded(
        &mut self,
        id: SourceId,
        report: Merged,
        holdings: Holdings,
    ) -> Vec<Effect> {
        self.hold(holdings);
        let Some(source) = self.sources.iter_mut().find(|it| it.id == id) else {
            return Vec::new();
        };
        source.state = SourceState::Read(report);
        match source.origin {
            // Interviews of this device are stored already.
            Origin::Device => Vec::new(),
            Origin::File(_) | Origin::Simulated(_) => vec![Effect::Keep(source.kept())],
        }
    }

    /// The holdings changed: every view is stale, and rows have other numbers.
    pub(super) fn hold(&mut self, holdings: Holdings) {
        self.holdings = holdings;
        self.generation += 1;
        self.list.selected.clear();
        if self
            .list
            .open
            .as_ref()
            .is_some_and(|it| matches!(it.0, Which::Row(_)))
        {
            self.list.open = None;
        }
    }

    pub(super) fn reading(&mut self, ticket: Ticket) -> Option<&mut Source> {
        let reads =
            |it: &&mut Source| matches!(it.state, SourceState::Reading(at, _) if at == ticket);
        self.sources.iter_mut().find(reads)
    }

    /// What a screen that offers to undo the last removal sends.
    pub fn undo(&self) -> Option<Action> {
        self.removed.as_ref().map(|_| Action::BringBack)
    }
}
