//! Actions to state and effects; the test is the browser.

use std::rc::Rc;
use std::sync::Arc;

use survey_core::base::Text;
use survey_core::format::survey;
use survey_core::interview::{Event, Stage};

use super::{Action, Device, Effect, Entry, Library, Route, Screen, SetupChange, State, update};
use crate::session::Trouble;
use crate::settings::Settings;

const SURVEY: &str = include_str!("../../../surveys/resident-qr-short.json");

fn library() -> Rc<Library> {
    let form = survey::read(SURVEY)
        .expect("the survey is sound")
        .questionnaire;
    let entry = Entry {
        form: Arc::new(form),
        purpose: Text::default(),
        document: SURVEY.into(),
    };
    Rc::new(Library {
        surveys: vec![entry],
        broken: Vec::new(),
    })
}

fn at(route: Route) -> State {
    let (mut state, _) = State::new(Settings::default(), Device::default(), route);
    update(&mut state, Action::Library(Ok(library())), 0);
    state
}

fn interviewing() -> (State, Vec<Effect>) {
    let mut state = at(Route::Setup("resident-qr-short".into()));
    let area = SetupChange::Area("90-01-001".into());
    update(&mut state, Action::Setup(area), 0);
    let effects = update(&mut state, Action::Begin, 0);
    assert!(matches!(effects[..], [Effect::Draw]));
    let effects = update(
        &mut state,
        Action::Drawn {
            id: "id".into(),
            seed: 7,
        },
        0,
    );
    (state, effects)
}

#[test]
fn addresses_and_routes_are_the_same() {
    let routes = [
        Route::Library,
        Route::Setup("annual-resident".into()),
        Route::Drafts,
        Route::Interview("01a".into()),
        Route::Responses(String::new()),
        Route::Responses("01a/2".into()),
        Route::Analysis("question/D0".into()),
        Route::Settings,
        Route::Check,
        Route::Charts,
    ];
    for route in routes {
        assert_eq!(Route::parse(&route.href()), route);
    }
    assert_eq!(Route::parse(""), Route::Library);
    assert_eq!(Route::parse("#/nowhere/at/all"), Route::Lost);
}

#[test]
fn an_interview_needs_a_community() {
    let mut state = at(Route::Setup("resident-qr-short".into()));
    assert!(update(&mut state, Action::Begin, 0).is_empty());
    let Screen::Setup(setup) = &state.screen else {
        panic!("the set-up stays")
    };
    assert!(setup.tried);
}

#[test]
fn an_interview_begins_with_its_survey_pinned_and_its_address_told() {
    let (state, effects) = interviewing();
    assert!(matches!(&state.screen, Screen::Interview(it) if it.id() == "id"));
    assert!(
        effects
            .iter()
            .any(|it| matches!(it, Effect::Pin(write, _) if write.seq == 0))
    );
    let goes = |it: &Effect| matches!(it, Effect::Go(Route::Interview(id)) if id == "id");
    assert!(effects.iter().any(goes));
    assert_eq!(state.settings.setup.area, "90-01-001");
}

#[test]
fn the_set_up_waits_for_the_surveys() {
    let route = Route::Setup("resident-qr-short".into());
    let (mut state, _) = State::new(Settings::default(), Device::default(), route);
    assert!(matches!(state.screen, Screen::Library));
    update(&mut state, Action::Library(Ok(library())), 0);
    assert!(matches!(state.screen, Screen::Setup(_)));
    let nowhere = at(Route::Setup("no-such-survey".into()));
    assert!(matches!(nowhere.screen, Screen::Lost));
}

#[test]
fn another_window_stops_this_one() {
    let (mut state, _) = interviewing();
    let taken = Action::Written("id".into(), 0, Err(Trouble::Elsewhere));
    update(&mut state, taken, 1);
    let Screen::Interview(session) = &state.screen else {
        panic!("the interview stays")
    };
    assert_eq!(session.trouble(), Some(Trouble::Elsewhere));
    assert!(update(&mut state, Action::Ask(Event::Next), 2).is_empty());
    let effects = update(&mut state, Action::Reload, 3);
    assert!(
        effects
            .iter()
            .any(|it| matches!(it, Effect::Load(id) if id == "id"))
    );
}

#[test]
fn a_late_answer_for_an_interview_that_was_left_changes_nothing() {
    let mut state = at(Route::Interview("one".into()));
    update(&mut state, Action::Routed(Route::Library), 0);
    update(&mut state, Action::Loaded("one".into(), Ok(None)), 0);
    assert!(matches!(state.screen, Screen::Library));
}

#[test]
fn width_decides_the_layout_unless_a_person_does() {
    let (mut state, _) = interviewing();
    update(&mut state, Action::Written("id".into(), 0, Ok(())), 0);
    let wide = Device {
        wide: true,
        ..Device::default()
    };
    let effects = update(&mut state, Action::Device(wide), 1);
    assert!(effects.iter().any(|it| matches!(it, Effect::Write(_))));
    let Screen::Interview(session) = &state.screen else {
        panic!("the interview stays")
    };
    assert_eq!(session.view().stage, Stage::Asking);
}
