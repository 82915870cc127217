use std::rc::Rc;

use crate::worker::protocol::Ticket;

/// A piece of the screen that the worker fills. What was there stays until the new one comes.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot<T> {
    value: Option<Rc<T>>,
    failure: Option<String>,
    /// What the piece that is here or on its way depends on.
    stamp: Option<String>,
    waiting: Option<Ticket>,
}

impl<T> Default for Slot<T> {
    fn default() -> Slot<T> {
        Slot {
            value: None,
            failure: None,
            stamp: None,
            waiting: None,
        }
    }
}

impl<T> Slot<T> {
    /// The newest value.
    pub fn value(&self) -> Option<&Rc<T>> {
        self.value.as_ref()
    }

    /// Why there is none.
    pub fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    /// Whether a newer one is on its way.
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// Whether something must be asked for to have what `stamp` says.
    pub(super) fn is_stale(&self, stamp: &str) -> bool {
        self.stamp.as_deref() != Some(stamp)
    }

    pub(super) fn ask(&mut self, stamp: String, ticket: Ticket) {
        self.stamp = Some(stamp);
        self.waiting = Some(ticket);
    }

    pub(super) fn waits_for(&self, ticket: Ticket) -> bool {
        self.waiting == Some(ticket)
    }

    pub(super) fn settle(&mut self, value: Result<T, String>) {
        self.waiting = None;
        match value {
            Ok(value) => {
                self.value = Some(Rc::new(value));
                self.failure = None;
            }
            Err(failure) => {
                self.value = None;
                self.failure = Some(failure);
            }
        }
    }
}
