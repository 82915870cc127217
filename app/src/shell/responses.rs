//! What the screens of responses ask of the browser.

use yew::Callback;

use super::db::Store;
use super::opening::Opening;
use crate::state::Action as AppAction;
use crate::state::responses::{Action, Effect};

/// Does one thing.
pub(super) fn perform(effect: Effect, db: &Opening, send: Callback<AppAction>) {
    match effect {
        Effect::Count => db.with(async move |db| {
            let counted = db.count(Store::Responses).await;
            send.emit(AppAction::Responses(Action::Counted(counted)));
        }),
    }
}
