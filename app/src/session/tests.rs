//! The test is the world around a session: it stores what is asked for, or does not.

use std::sync::Arc;

use survey_core::base::Value;
use survey_core::format::survey;
use survey_core::interview::{Event, Input, Layout, Stage, Start};
use survey_core::questionnaire::{Mode, Questionnaire};
use survey_core::response::SurveyRef;

use super::{Focus, Need, Session, Trouble};

const SURVEY: &str = r#"{
  "format": "minyi-survey/1", "id": "tiny", "version": "1", "title": "Tiny",
  "languages": ["en"], "default_language": "en", "modes": ["self"],
  "choices": { "yn": [{ "name": "1", "label": "Yes" }, { "name": "2", "label": "No" }] },
  "items": [
    { "type": "select_one", "name": "a", "label": "A?", "choices": "yn", "required": true },
    { "type": "text", "name": "b", "label": "B?" }
  ]
}"#;

fn form() -> Arc<Questionnaire> {
    Arc::new(
        survey::read(SURVEY)
            .expect("the survey is sound")
            .questionnaire,
    )
}

fn start(form: &Questionnaire) -> Start {
    Start {
        id: "id".into(),
        survey: SurveyRef {
            id: form.id.clone(),
            version: form.version.clone(),
            digest: form.digest.clone(),
        },
        mode: Mode::SelfCompletion,
        language: "en".into(),
        area: None,
        wave: None,
        interviewer: None,
        device: None,
        packs: Default::default(),
        seed: 1,
        offset: 0,
        layout: Layout::Question,
        simulated: false,
    }
}

fn begun() -> Session {
    let form = form();
    let begin = start(&form);
    let (mut session, needs) = Session::begin(form, begin, 0).expect("it begins");
    assert!(matches!(
        &needs[..],
        [
            Need::Write(_),
            Need::AwaitPause,
            Need::Focus(Focus::Heading)
        ]
    ));
    session.stored(0);
    session
}

fn yes() -> Event {
    Event::Answer {
        place: "a".into(),
        input: Input::Value(Value::Text("1".into())),
    }
}

fn writes(needs: &[Need]) -> Vec<u32> {
    let seq = |need: &Need| match need {
        Need::Write(write) => Some(write.seq),
        Need::Focus(_) | Need::AwaitPause => None,
    };
    needs.iter().filter_map(seq).collect()
}

fn asked(session: &Session) -> &str {
    session
        .view()
        .screen
        .questions
        .first()
        .map_or("", |it| it.place.as_str())
}

#[test]
fn an_answer_shows_at_once_and_the_next_screen_only_when_all_is_stored() {
    let mut session = begun();
    assert_eq!(writes(&session.ask(yes(), 1)), [1]);
    assert_eq!(session.view().progress.answered, 1);
    assert_eq!(writes(&session.ask(Event::Next, 2)), [2]);
    assert_eq!(asked(&session), "a");
    assert!(session.stored(1).is_empty());
    assert_eq!(asked(&session), "a");
    assert_eq!(session.stored(2), [Need::Focus(Focus::Heading)]);
    assert_eq!(asked(&session), "b");
}

#[test]
fn nothing_is_drawn_again_when_an_answer_is_stored_soon() {
    let mut session = begun();
    session.ask(yes(), 1);
    let look = session.look();
    assert!(session.stored(1).is_empty());
    assert_eq!(session.look(), look);
}

#[test]
fn storing_that_takes_its_time_is_told() {
    let mut session = begun();
    session.ask(yes(), 1);
    assert!(!session.is_slow());
    session.paused(500);
    assert!(session.is_slow());
    session.stored(1);
    assert!(!session.is_slow());
}

#[test]
fn a_complaint_takes_the_focus() {
    let mut session = begun();
    let needs = session.ask(Event::Next, 1);
    assert!(needs.contains(&Need::Focus(Focus::Question("a".into()))));
    assert!(session.view().screen.questions[0].complaint.is_some());
}

#[test]
fn what_is_being_typed_is_an_answer_before_anything_else_happens() {
    let mut session = begun();
    session.ask(yes(), 1);
    session.ask(Event::Next, 2);
    session.stored(2);
    assert_eq!(
        session.typing("b".into(), "wo".into(), 3),
        [Need::AwaitPause]
    );
    session.typing("b".into(), "words".into(), 4);
    assert_eq!(writes(&session.ask(Event::Next, 5)), [3, 4]);
    session.stored(4);
    assert_eq!(session.view().stage, Stage::Review);
    assert_eq!(session.review()[0].rows[1].answer, "words");
}

#[test]
fn what_could_not_be_stored_is_tried_again_in_order() {
    let mut session = begun();
    session.ask(yes(), 1);
    session.ask(Event::Next, 2);
    session.failed(Trouble::Failed);
    assert_eq!(session.trouble(), Some(Trouble::Failed));
    assert_eq!(writes(&session.retry()), [1, 2]);
    session.stored(2);
    assert_eq!(asked(&session), "b");
}

#[test]
fn a_session_that_went_on_elsewhere_writes_nothing_more() {
    let mut session = begun();
    session.ask(yes(), 1);
    session.failed(Trouble::Elsewhere);
    assert!(session.ask(Event::Next, 2).is_empty());
}

#[test]
fn a_replayed_session_is_where_it_was() {
    let form = form();
    let (mut session, first) = Session::begin(form.clone(), start(&form), 0).expect("it begins");
    let mut needs = first;
    needs.extend(session.ask(yes(), 1));
    needs.extend(session.ask(Event::Next, 2));
    let entry = |need: Need| match need {
        Need::Write(write) => Some(write.entry),
        Need::Focus(_) | Need::AwaitPause => None,
    };
    let journal = needs.into_iter().filter_map(entry).collect();
    let (again, needs) = Session::resume(form, journal, 60_000).expect("it goes on");
    assert_eq!(asked(&again), "b");
    assert_eq!(writes(&needs), [3, 4]);
    assert_eq!(again.response().paradata.pauses, 1);
}

#[test]
fn finishing_stores_the_response_with_the_last_entry() {
    let mut session = begun();
    session.ask(yes(), 1);
    session.ask(Event::Review, 2);
    let needs = session.ask(Event::Finish, 3);
    let Some(Need::Write(write)) = needs.first() else {
        panic!("nothing is written")
    };
    assert_eq!(
        write.finished.as_ref().map(|it| it.disposition.as_str()),
        Some("1.1")
    );
    session.stored(write.seq);
    assert_eq!(session.view().stage, Stage::Finished);
}
