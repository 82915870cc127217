//! Analysis of the responses on this device. The slice of the state, what can happen, what the
//! browser is to do.

use super::Effect as AppEffect;

/// What is known about the analysis.
#[derive(Clone, Debug, Default)]
pub struct Analysis {}

/// What can happen on the screens of analysis.
#[derive(Clone, Debug)]
pub enum Action {}

/// What the screens of analysis ask of the browser.
#[derive(Clone, Debug)]
pub enum Effect {}

/// The screen is being opened; `rest` is the rest of the address.
pub(super) fn open(_slice: &mut Analysis, _rest: &str) -> Vec<AppEffect> {
    Vec::new()
}

/// Lets something happen.
pub(super) fn update(_slice: &mut Analysis, action: Action) -> Vec<AppEffect> {
    match action {}
}
