//! The interview that is open.

use survey_core::interview::Event;

use super::{Effect, Entry, Kept, Route, Screen, Setup, State, shelf};
use crate::session::{Need, Session, Trouble};

/// Begins the interview that was set up, with an id and a seed that were drawn.
pub(super) fn begin(state: &mut State, id: String, seed: u64, at: i64) -> Vec<Effect> {
    let Screen::Setup(setup) = &state.screen else {
        return Vec::new();
    };
    let Some(entry) = state.entry(&setup.survey) else {
        return Vec::new();
    };
    let mut start = setup.start(&entry.form, state.device.offset, state.layout());
    (start.id, start.seed) = (id.clone(), seed);
    let document = entry.document.clone();
    let (session, needs) = match Session::begin(entry.form.clone(), start, at) {
        Ok(begun) => begun,
        Err(why) => {
            state.screen = Screen::Gone(Some(why));
            return Vec::new();
        }
    };
    state.settings.setup = setup.remember(&state.settings.setup);
    state.route = Route::Interview(id);
    let survey = session.form().id.clone();
    state.screen = Screen::Interview(Box::new(session));
    let mut effects = vec![
        Effect::FindFiles(survey),
        Effect::Remember(state.settings.clone()),
        Effect::Go(state.route.clone()),
    ];
    effects.extend(needs.into_iter().map(|need| match need {
        Need::Write(write) => Effect::Pin(write, document.clone()),
        Need::Focus(focus) => Effect::Focus(focus),
        Need::AwaitPause => Effect::AwaitPause,
    }));
    effects
}

/// Opens an interview that was read from the device.
pub(super) fn open(
    state: &mut State,
    id: &str,
    loaded: Result<Option<Kept>, String>,
    at: i64,
) -> Vec<Effect> {
    if !matches!(&state.screen, Screen::Opening(waiting) if waiting == id) {
        return Vec::new();
    }
    let resumed = match loaded {
        Ok(Some((form, journal))) => Session::resume(form, journal, at),
        Ok(None) => {
            state.screen = Screen::Gone(None);
            return Vec::new();
        }
        Err(why) => Err(why),
    };
    match resumed {
        Ok((session, needs)) => {
            let survey = session.form().id.clone();
            state.screen = Screen::Interview(Box::new(session));
            let layout = state.layout();
            let mut effects = effects(needs);
            effects.push(Effect::FindFiles(survey));
            effects.extend(with(state, |it| it.lay_out(layout, at)));
            effects
        }
        Err(why) => {
            state.screen = Screen::Gone(Some(why));
            Vec::new()
        }
    }
}

/// Lets something happen in the interview that is open.
pub(super) fn ask(state: &mut State, event: Event, at: i64) -> Vec<Effect> {
    with(state, |it| it.ask(event, at))
}

/// Words are being typed.
pub(super) fn typing(state: &mut State, place: String, text: String, at: i64) -> Vec<Effect> {
    with(state, |it| it.typing(place, text, at))
}

/// Typed words become an answer.
pub(super) fn flush(state: &mut State, at: i64) -> Vec<Effect> {
    with(state, |it| it.paused(at))
}

/// An entry is stored, or not.
pub(super) fn written(
    state: &mut State,
    id: &str,
    seq: u32,
    result: Result<(), Trouble>,
) -> Vec<Effect> {
    let was_open = matches!(&state.screen, Screen::Interview(it) if it.id() == id);
    if !was_open {
        // Left before the last entry was stored: the list is older than the device.
        return if result.is_ok() {
            vec![Effect::ListDrafts]
        } else {
            Vec::new()
        };
    }
    with(state, |it| match result {
        Ok(()) => it.stored(seq),
        Err(trouble) => {
            it.failed(trouble);
            Vec::new()
        }
    })
}

/// Storing is tried once more; from the first entry on, the survey is pinned as well.
pub(super) fn retry(state: &mut State) -> Vec<Effect> {
    let entry = match &state.screen {
        Screen::Interview(it) => state.entry_of(&it.form().digest),
        _ => None,
    };
    let document = entry.map(|it| it.document.clone());
    let effects = with(state, Session::retry);
    let pinned = effects.into_iter().map(|effect| match (effect, &document) {
        (Effect::Write(write), Some(document)) if write.seq == 0 => {
            Effect::Pin(write, document.clone())
        }
        (effect, _) => effect,
    });
    pinned.collect()
}

/// The width or the preference changed.
pub(super) fn lay_out(state: &mut State, at: i64) -> Vec<Effect> {
    let layout = state.layout();
    with(state, |it| it.lay_out(layout, at))
}

fn with(state: &mut State, act: impl FnOnce(&mut Session) -> Vec<Need>) -> Vec<Effect> {
    match &mut state.screen {
        Screen::Interview(session) => effects(act(session)),
        Screen::Library
        | Screen::Reading(_)
        | Screen::Setup(_)
        | Screen::Drafts
        | Screen::Opening(_)
        | Screen::Gone(_)
        | Screen::Responses
        | Screen::Analysis
        | Screen::Settings
        | Screen::Check
        | Screen::Charts
        | Screen::Lost => Vec::new(),
    }
}

fn effects(needs: Vec<Need>) -> Vec<Effect> {
    needs
        .into_iter()
        .map(|need| match need {
            Need::Write(write) => Effect::Write(write),
            Need::Focus(focus) => Effect::Focus(focus),
            Need::AwaitPause => Effect::AwaitPause,
        })
        .collect()
}

/// The set-up of an interview with the survey of a route, once it is here.
pub(super) fn set_up(state: &State, key: &str) -> (Screen, Vec<Effect>) {
    if let Some(id) = shelf::id_of(key) {
        return shelf::set_up(state, id);
    }
    let screen = match state.library.ready() {
        None => Screen::Library,
        Some(library) => library
            .get(key)
            .map_or(Screen::Lost, |it| set_up_with(state, key, it)),
    };
    (screen, Vec::new())
}

/// The set-up of an interview with a survey that is here.
pub(super) fn set_up_with(state: &State, key: &str, entry: &Entry) -> Screen {
    let settings = &state.settings;
    let language = state.locale().0.tag();
    let setup = Setup::new(
        key,
        &entry.form,
        &settings.setup,
        &settings.device,
        language,
    );
    Screen::Setup(Box::new(setup))
}

/// Begins, if nothing is missing.
pub(super) fn try_begin(state: &mut State) -> Vec<Effect> {
    match &mut state.screen {
        Screen::Setup(setup) if setup.is_complete() => vec![Effect::Draw],
        Screen::Setup(setup) => {
            setup.tried = true;
            Vec::new()
        }
        Screen::Library
        | Screen::Reading(_)
        | Screen::Drafts
        | Screen::Opening(_)
        | Screen::Interview(_)
        | Screen::Gone(_)
        | Screen::Responses
        | Screen::Analysis
        | Screen::Settings
        | Screen::Check
        | Screen::Charts
        | Screen::Lost => Vec::new(),
    }
}

/// The set-up changed.
pub(super) fn change_setup(state: &mut State, change: super::SetupChange) -> Vec<Effect> {
    if let Screen::Setup(setup) = &mut state.screen {
        setup.change(change);
    }
    Vec::new()
}
