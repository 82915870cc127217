//! Laws of the interview machine, on the real questionnaires.

use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use survey_core::base::{Missing, Value};
use survey_core::format::{compiled, survey};
use survey_core::interview::{Effect, Event, Input, Interview, JournalEntry, Layout, Stage, Start};
use survey_core::questionnaire::{Item, Kind, Mode, Questionnaire};
use survey_core::response::SurveyRef;

static ANNUAL: LazyLock<Arc<Questionnaire>> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../surveys/annual-resident.json");
    let text = fs::read_to_string(path).expect("the questionnaire is there");
    Arc::new(survey::read(&text).expect("it compiles").questionnaire)
});

/// The same questionnaire as the resident's page has it.
static COMPILED: LazyLock<Arc<Questionnaire>> = LazyLock::new(|| {
    let form = compiled::write(&ANNUAL);
    Arc::new(compiled::read(&form).expect("it was written"))
});

fn begin() -> JournalEntry {
    let form = &ANNUAL;
    let start = Start {
        id: "law".into(),
        survey: SurveyRef {
            id: form.id.clone(),
            version: form.version.clone(),
            digest: form.digest.clone(),
        },
        mode: Mode::Interviewer,
        language: "zh".into(),
        area: None,
        wave: None,
        interviewer: None,
        device: None,
        packs: form.packs.keys().cloned().collect(),
        seed: 5,
        offset: 480,
        layout: Layout::Question,
        simulated: false,
    };
    JournalEntry {
        at: 0,
        event: Event::Start(Box::new(start)),
    }
}

fn run(events: &[Event]) -> (Interview, Vec<JournalEntry>) {
    let mut interview = Interview::start(ANNUAL.clone(), begin()).expect("it starts");
    let mut kept = vec![begin()];
    for (idx, event) in events.iter().enumerate() {
        let entry = JournalEntry {
            at: idx as i64 * 700,
            event: event.clone(),
        };
        for effect in interview.apply(entry) {
            if let Effect::Store(entry) = effect {
                kept.push(entry);
            }
        }
    }
    (interview, kept)
}

/// Some input for an item, honest or not, picked by a number.
fn input_for(item: &Item, pick: usize) -> Input {
    if pick.is_multiple_of(11) {
        return Input::Clear;
    }
    if pick.is_multiple_of(7) {
        return Input::Missing(Missing::ALL[pick % Missing::ALL.len()]);
    }
    let name = |pick: usize| {
        let select = item.kind.select().expect("a select");
        select.choices[pick % select.choices.len()].name.clone()
    };
    let value = match &item.kind {
        Kind::Consent(_) | Kind::SelectOne(_) => Value::Text(name(pick)),
        Kind::SelectMultiple(_) => Value::Many(vec![name(pick), name(pick / 3)]),
        Kind::Integer(_) | Kind::Decimal(_) | Kind::Range(_) => Value::Number((pick % 13) as f64),
        Kind::Note
        | Kind::Text(_)
        | Kind::Date
        | Kind::Time
        | Kind::Area(_)
        | Kind::Calculate
        | Kind::Group
        | Kind::Repeat(_)
        | Kind::Rank(_)
        | Kind::DateTime
        | Kind::Geo(_)
        | Kind::File(_)
        | Kind::Barcode
        | Kind::Acknowledge
        | Kind::Hidden
        | Kind::Metadata(_) => Value::Text(format!("{pick}")),
    };
    Input::Value(value)
}

fn answer(item: &Item, pick: usize) -> Event {
    Event::Answer {
        place: item.name.clone(),
        input: input_for(item, pick),
    }
}

/// Any event at all, on any item.
fn any_event() -> impl Strategy<Value = Event> {
    let n_items = ANNUAL.items().len();
    let place = (0..n_items).prop_map(|idx| ANNUAL.items()[idx].name.clone());
    prop_oneof![
        12 => (0..n_items, 0_usize..1000).prop_map(|(idx, pick)| answer(&ANNUAL.items()[idx], pick)),
        4 => Just(Event::Next),
        2 => Just(Event::Back),
        1 => Just(Event::FirstOpen),
        1 => Just(Event::Review),
        1 => place.clone().prop_map(|place| Event::GoTo { place }),
        1 => place.clone().prop_map(|place| Event::AddRepeat { place }),
        1 => ".{0,12}".prop_map(|place| Event::RemoveRepeat { place }),
        1 => Just(Event::Language("en".into())),
        1 => Just(Event::Layout(Layout::Section)),
        1 => Just(Event::Pause),
        1 => Just(Event::Resume),
    ]
}

fn one_answer_each() -> impl Strategy<Value = Vec<Event>> {
    let questions = || ANNUAL.items().iter().filter(|it| it.kind.is_question());
    let n_questions = questions().count();
    prop::collection::vec(1_usize..1000, n_questions).prop_map(move |picks| {
        questions()
            .zip(picks)
            .map(|(item, pick)| answer(item, pick))
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_path_does_not_depend_on_the_order_of_answers(
        (ordered, shuffled) in one_answer_each()
            .prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle()))
    ) {
        let (one, _) = run(&ordered);
        let (other, _) = run(&shuffled);
        prop_assert_eq!(one.response().answers, other.response().answers);
        prop_assert_eq!(one.view().progress.n_screens, other.view().progress.n_screens);
    }

    #[test]
    fn any_journal_replays_to_the_same_interview(
        events in prop::collection::vec(any_event(), 0..80)
    ) {
        let (interview, kept) = run(&events);
        let again = Interview::replay(ANNUAL.clone(), kept).expect("it replays");
        prop_assert_eq!(interview.view(), again.view());
        prop_assert_eq!(interview.response().answers, again.response().answers);
    }

    #[test]
    fn the_compiled_form_gives_the_same_interview(
        events in prop::collection::vec(any_event(), 0..80)
    ) {
        let (_, kept) = run(&events);
        let interview = Interview::replay(ANNUAL.clone(), kept.clone()).expect("it replays");
        let again = Interview::replay(COMPILED.clone(), kept).expect("it replays");
        prop_assert_eq!(interview.view(), again.view());
        prop_assert_eq!(interview.answers_for_review(), again.answers_for_review());
        prop_assert_eq!(interview.response(), again.response());
    }

    #[test]
    fn going_back_and_forth_changes_no_answer(
        events in prop::collection::vec(any_event(), 0..60), steps in 1_usize..8
    ) {
        let (mut interview, _) = run(&events);
        let before = interview.response().answers;
        for event in std::iter::repeat_n(Event::Back, steps)
            .chain(std::iter::repeat_n(Event::Next, steps))
        {
            interview.apply(JournalEntry { at: 1_000_000, event });
        }
        prop_assert_eq!(before, interview.response().answers);
    }

    #[test]
    fn off_path_answers_are_in_no_response(events in one_answer_each()) {
        let (interview, _) = run(&events);
        for name in interview.response().answers.keys() {
            prop_assert!(interview.is_relevant(name), "{} is off the path", name);
        }
    }

    #[test]
    fn every_walk_ends(events in one_answer_each()) {
        let (mut interview, _) = run(&events);
        let n_screens = interview.view().progress.n_screens;
        for _ in 0..=n_screens {
            let effects = interview.apply(JournalEntry { at: 2_000_000, event: Event::Next });
            if let Some(Effect::Focus(place)) = effects.last() {
                // What is complained about can always be taken back or refused, or must be given.
                let item = ANNUAL.item(ANNUAL.named(place).expect("it is an item"));
                let reason = item.missing.first().map(|it| it.reason);
                let input = match (reason, interview.answer_at(place)) {
                    (Some(reason), _) => Input::Missing(reason),
                    (None, Some(_)) => Input::Clear,
                    (None, None) => input_for(item, 1),
                };
                let event = Event::Answer { place: place.clone(), input };
                interview.apply(JournalEntry { at: 2_000_000, event });
                interview.apply(JournalEntry { at: 2_000_000, event: Event::Next });
            }
        }
        prop_assert_eq!(interview.stage(), Stage::Review);
    }
}
