use std::rc::Rc;

use super::{Action, Deleted, Effect, Remote, Route, Screen, State, Storage, fill, shelf};
use crate::desk::{self, Showing};
use crate::session::{Draft, Focus};

/// Lets something happen at the time `at` (milliseconds since 1970); answers with what the
/// browser is to do.
pub fn update(state: &mut State, action: Action, at: i64) -> Vec<Effect> {
    let mut effects = react(state, action, at);
    let tag = state.locale().0.tag();
    if state.desk.lang != tag {
        effects.extend(desk(state, desk::Action::Speak(tag.to_owned())));
    }
    effects
}

fn react(state: &mut State, action: Action, at: i64) -> Vec<Effect> {
    match action {
        Action::Routed(route) => routed(state, route, at),
        Action::Device(device) => {
            state.device = device;
            fill::lay_out(state, at)
        }
        Action::Storage(storage) => {
            state.storage = storage;
            Vec::new()
        }
        Action::Library(library) => library_came(state, library.into()),
        Action::Shelf(action) => shelf::update(state, action),
        Action::Files(files) => {
            state.files = files;
            Vec::new()
        }
        Action::Areas(areas) => {
            state.areas = areas.into();
            Vec::new()
        }
        Action::Drafts(drafts) => drafts_came(state, drafts),
        Action::Setup(change) => fill::change_setup(state, change),
        Action::Begin => fill::try_begin(state),
        Action::Drawn { id, seed } => fill::begin(state, id, seed, at),
        Action::Loaded(id, loaded) => fill::open(state, &id, loaded, at),
        Action::Ask(event) => fill::ask(state, event, at),
        Action::Typing(place, text) => fill::typing(state, place, text, at),
        Action::TypingPaused => fill::flush(state, at),
        Action::Written(id, seq, result) => fill::written(state, &id, seq, result),
        Action::RetryWrites => fill::retry(state),
        Action::Delete(id) => delete(state, id),
        Action::Deleted(deleted) => was_deleted(state, deleted),
        Action::Undelete => undelete(state),
        Action::ForgetDeleted => {
            state.deleted = None;
            Vec::new()
        }
        Action::SkipToContent => vec![Effect::Focus(Focus::Heading)],
        Action::Settings(settings) => {
            state.settings = settings;
            let mut effects = vec![Effect::Remember(state.settings.clone())];
            effects.extend(fill::lay_out(state, at));
            effects
        }
        Action::Reload => reload(state),
        Action::Desk(action) => desk(state, action),
    }
}

fn routed(state: &mut State, route: Route, at: i64) -> Vec<Effect> {
    if state.route == route && !matches!(state.screen, Screen::Lost) {
        return Vec::new();
    }
    // Words in a field that is about to go away.
    let mut effects = fill::flush(state, at);
    let (screen, more) = match &route {
        Route::Library => (Screen::Library, Vec::new()),
        Route::Setup(key) => fill::set_up(state, key),
        Route::Drafts => (Screen::Drafts, vec![Effect::ListDrafts]),
        Route::Interview(id) => (Screen::Opening(id.clone()), vec![Effect::Load(id.clone())]),
        Route::Responses(rest) => (Screen::Responses, show(state, Showing::Responses, rest)),
        Route::Analysis(rest) => (Screen::Analysis, show(state, Showing::Analysis, rest)),
        Route::Settings => (Screen::Settings, Vec::new()),
        Route::Check => (Screen::Check, Vec::new()),
        Route::Charts => (Screen::Charts, Vec::new()),
        Route::Lost => (Screen::Lost, Vec::new()),
    };
    // Another question of the analysis, say, is the same screen: the focus stays where it is.
    let is_same = std::mem::discriminant(&state.route) == std::mem::discriminant(&route)
        && matches!(screen, Screen::Responses | Screen::Analysis);
    state.screen = screen;
    state.route = route;
    effects.extend(more);
    if !is_same {
        effects.push(Effect::Focus(Focus::Heading));
    }
    if !matches!(state.screen, Screen::Responses | Screen::Analysis) {
        effects.extend(desk(state, desk::Action::Hide));
    }
    effects
}

fn desk(state: &mut State, action: desk::Action) -> Vec<Effect> {
    if action == desk::Action::Hide && state.desk.showing.is_none() {
        return Vec::new();
    }
    let effects = Rc::make_mut(&mut state.desk).update(action);
    effects.into_iter().map(Effect::Desk).collect()
}

fn show(state: &mut State, showing: Showing, rest: &str) -> Vec<Effect> {
    desk(state, desk::Action::Show(showing, rest.to_owned()))
}

fn library_came(state: &mut State, library: Remote<Rc<super::Library>>) -> Vec<Effect> {
    state.library = library;
    if let (Route::Setup(key), Screen::Library) = (&state.route, &state.screen)
        && state.library.ready().is_some()
    {
        let (screen, effects) = fill::set_up(state, key);
        state.screen = screen;
        return effects;
    }
    Vec::new()
}

fn drafts_came(state: &mut State, drafts: Result<Vec<Draft>, String>) -> Vec<Effect> {
    let newest_first = drafts.map(|mut it| {
        it.sort_by_key(|it| std::cmp::Reverse(it.updated));
        Rc::new(it)
    });
    state.drafts = newest_first.into();
    Vec::new()
}

fn delete(state: &mut State, id: String) -> Vec<Effect> {
    // The list answers at once; the device follows.
    if let Remote::Ready(drafts) = &mut state.drafts {
        Rc::make_mut(drafts).retain(|it| it.id != id);
    }
    vec![Effect::Delete(id)]
}

fn was_deleted(state: &mut State, deleted: Result<Option<Deleted>, String>) -> Vec<Effect> {
    match deleted {
        Ok(deleted) => state.deleted = deleted.map(Rc::new),
        Err(why) => state.storage = Storage::Failed(why),
    }
    vec![Effect::ListDrafts]
}

fn undelete(state: &mut State) -> Vec<Effect> {
    state
        .deleted
        .take()
        .map(Effect::Undelete)
        .into_iter()
        .collect()
}

fn reload(state: &mut State) -> Vec<Effect> {
    let mut effects = Vec::new();
    if let Remote::Failed(_) = state.library {
        state.library = Remote::Waiting;
        effects.push(Effect::FetchLibrary);
    }
    if let Remote::Failed(_) = state.shelf.surveys {
        state.shelf.surveys = Remote::Waiting;
        effects.push(Effect::ListShelf);
    }
    if let Remote::Failed(_) = state.areas {
        state.areas = Remote::Waiting;
        effects.push(Effect::FetchAreas);
    }
    if let Remote::Failed(_) = state.drafts {
        state.drafts = Remote::Waiting;
        effects.push(Effect::ListDrafts);
    }
    if let Route::Interview(id) = &state.route {
        state.screen = Screen::Opening(id.clone());
        effects.push(Effect::Load(id.clone()));
    }
    effects
}
