use std::sync::Arc;

use survey_core::base::Value;
use survey_core::interview::{
    Control, Event, Input, Interview, JournalEntry, Layout, Stage, Start,
};
use survey_core::questionnaire::{Mode, Questionnaire};
use survey_core::response::SurveyRef;

/// How many screens are looked at.
const MAX_SCREENS: i64 = 12;

/// The beginning of an interview.
pub(crate) fn begin(form: &Arc<Questionnaire>, layout: Layout) -> Interview {
    let start = Start {
        id: "fuzz".into(),
        survey: SurveyRef {
            id: form.id.clone(),
            version: form.version.clone(),
            digest: form.digest.clone(),
        },
        mode: Mode::Interviewer,
        language: form.default_language.clone(),
        area: None,
        wave: None,
        interviewer: None,
        device: None,
        packs: form.packs.keys().cloned().collect(),
        seed: 7,
        offset: 480,
        layout,
        simulated: true,
    };
    let event = Event::Start(Box::new(start));
    let entry = JournalEntry { at: 0, event };
    Interview::start(form.clone(), entry).expect("the start belongs to the form")
}

/// Answers the first screens of a form somehow, and ends the interview. Its journal replayed gives
/// the same view.
pub(crate) fn play(form: &Arc<Questionnaire>) {
    let mut interview = begin(form, Layout::Question);
    let mut journal = vec![JournalEntry {
        at: 0,
        event: Event::Start(Box::new(interview.begun().clone())),
    }];
    let mut tell = |interview: &mut Interview, event: Event| {
        let entry = JournalEntry {
            at: journal.len() as i64,
            event,
        };
        journal.push(entry.clone());
        interview.apply(entry);
    };
    for round in 0..MAX_SCREENS {
        if interview.stage() != Stage::Asking {
            break;
        }
        for question in interview.view().screen.questions.into_iter().take(8) {
            let place = question.place;
            let input = Input::Value(answer(&question.control, round));
            let event = match question.control {
                Control::Repeat(_) => Event::AddRepeat { place },
                _ => Event::Answer { place, input },
            };
            tell(&mut interview, event);
        }
        tell(&mut interview, Event::Next);
    }
    tell(&mut interview, Event::Review);
    interview.answers_for_review();
    tell(&mut interview, Event::Finish);
    let view = interview.view();
    let again = Interview::replay(form.clone(), journal).expect("it was played");
    assert_eq!(view, again.view(), "a replay gives another view");
}

/// A value that the control may take.
fn answer(control: &Control, round: i64) -> Value {
    match control {
        Control::Consent(choices) | Control::SelectOne(choices) => {
            let name = choices.first().map(|it| it.name.clone());
            Value::Text(name.unwrap_or_default())
        }
        Control::SelectMultiple { choices, .. } => {
            Value::Many(choices.iter().take(3).map(|it| it.name.clone()).collect())
        }
        Control::Seek(it) if !it.finder.is_empty() => it.answer_with(it.finder.name(0)),
        Control::Number { .. } | Control::Range(_) => Value::Number(round as f64),
        Control::Date(_) => Value::Text("2026-02-28".into()),
        Control::Time(_) => Value::Text("23:59".into()),
        _ => Value::Text("words".into()),
    }
}
