//! Responses on this device. The slice of the state, what can happen, what the browser is to do.

use super::{Effect as AppEffect, Remote};

/// What is known about responses.
#[derive(Clone, Debug, Default)]
pub struct Responses {
    /// How many finished responses are on this device.
    pub n_stored: Remote<usize>,
}

/// What can happen on the screens of responses.
#[derive(Clone, Debug)]
pub enum Action {
    /// Responses were counted.
    Counted(Result<usize, String>),
}

/// What the screens of responses ask of the browser.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Count what is stored.
    Count,
}

/// The screen is being opened; `rest` is the rest of the address.
pub(super) fn open(_slice: &mut Responses, _rest: &str) -> Vec<AppEffect> {
    vec![AppEffect::Responses(Effect::Count)]
}

/// Lets something happen.
pub(super) fn update(slice: &mut Responses, action: Action) -> Vec<AppEffect> {
    match action {
        Action::Counted(counted) => {
            slice.n_stored = counted.into();
            Vec::new()
        }
    }
}
