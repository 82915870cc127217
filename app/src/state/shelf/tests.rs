use std::rc::Rc;
use std::sync::Arc;

use survey_core::format::survey;

use super::{Action as OfShelf, Batch, Shelved, key};
use crate::settings::Settings;
use crate::state::{Action, Device, Effect, Entry, Library, Remote, Route, Screen, State, update};
use crate::worker::protocol::Card;

const SURVEY: &str = include_str!("../../../../surveys/resident-qr-short.json");

fn entry() -> Entry {
    let read = survey::read(SURVEY).expect("the survey is sound");
    Entry {
        purpose: read.purpose(),
        form: Arc::new(read.questionnaire),
        document: SURVEY.into(),
    }
}

/// A survey of the site and an imported one, which have the same id.
fn state(route: Route) -> State {
    let (mut state, _) = State::new(Settings::default(), Device::default(), route);
    let library = Library {
        surveys: vec![entry()],
        broken: Vec::new(),
    };
    update(&mut state, Action::Library(Ok(Rc::new(library))), 0);
    act(&mut state, OfShelf::Listed(Ok(vec![shelved()])));
    state
}

fn shelved() -> Shelved {
    let entry = entry();
    Shelved {
        card: Card::of(&entry.form, &entry.purpose),
        file: "short.xlsx".to_owned(),
        missing: Vec::new(),
        warnings: 0,
    }
}

fn act(state: &mut State, action: OfShelf) -> Vec<Effect> {
    update(state, Action::Shelf(action), 0)
}

#[test]
fn an_imported_survey_is_read_before_it_is_set_up_and_needs_no_community() {
    let id = "resident-qr-short";
    let mut state = state(Route::Setup(key(id)));
    assert!(matches!(&state.screen, Screen::Reading(it) if it == id));
    act(
        &mut state,
        OfShelf::Opened(id.into(), Ok(Some(Rc::new(entry())))),
    );
    let Screen::Setup(setup) = &state.screen else {
        panic!("it is set up")
    };
    assert_eq!(
        (setup.survey.as_str(), setup.needs_area),
        ("own/resident-qr-short", false)
    );
    assert!(matches!(
        update(&mut state, Action::Begin, 0)[..],
        [Effect::Draw]
    ));
    // Once it is read, it is there at once.
    update(&mut state, Action::Routed(Route::Library), 0);
    update(&mut state, Action::Routed(Route::Setup(key(id))), 0);
    assert!(matches!(state.screen, Screen::Setup(_)));
}

#[test]
fn an_import_forgets_the_version_that_was_open() {
    let id = "resident-qr-short";
    let mut state = state(Route::Setup(key(id)));
    act(
        &mut state,
        OfShelf::Opened(id.into(), Ok(Some(Rc::new(entry())))),
    );
    update(&mut state, Action::Routed(Route::Library), 0);
    act(&mut state, OfShelf::Imported(0, Ok(Batch::default())));
    let effects = update(&mut state, Action::Routed(Route::Setup(key(id))), 0);
    assert!(matches!(state.screen, Screen::Reading(_)));
    assert!(
        effects
            .iter()
            .any(|it| matches!(it, Effect::OpenShelved(it) if it == id))
    );
}

#[test]
fn a_survey_that_is_no_longer_here_says_so() {
    let mut state = state(Route::Setup(key("gone")));
    act(&mut state, OfShelf::Opened("gone".into(), Ok(None)));
    assert!(matches!(state.screen, Screen::Lost));
    let mut state = self::state(Route::Setup(key("broken")));
    act(
        &mut state,
        OfShelf::Opened("broken".into(), Err("why".into())),
    );
    assert!(matches!(&state.screen, Screen::Gone(Some(why)) if why == "why"));
}

#[test]
fn a_removal_is_taken_back_until_something_new_comes() {
    let mut state = state(Route::Library);
    let id = shelved().card.id;
    let effects = act(&mut state, OfShelf::Remove(id.clone()));
    assert!(matches!(&effects[..], [Effect::Unshelve(it)] if *it == id));
    assert_eq!(state.shelf.surveys, Remote::Ready(Rc::default()));
    let effects = act(&mut state, OfShelf::PutBack);
    assert!(matches!(&effects[..], [Effect::PutBack(it)] if *it == shelved()));
    assert!(act(&mut state, OfShelf::PutBack).is_empty());
}

#[test]
fn the_last_import_stands_until_it_is_dismissed() {
    let mut state = state(Route::Library);
    assert!(act(&mut state, OfShelf::Pick(Vec::new())).is_empty());
    assert!(state.shelf.imports.is_empty());
    act(&mut state, OfShelf::Imported(9, Err("late".into())));
    assert!(state.shelf.imports.is_empty());
}
