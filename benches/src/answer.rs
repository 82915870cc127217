use survey_core::base::Value;
use survey_core::interview::{Event, Input, JournalEntry, Layout, Start};
use survey_core::questionnaire::{Mode, Questionnaire};
use survey_core::response::SurveyRef;

use crate::form::{Body, Form};

/// The first entry of a journal.
pub fn start(form: &Questionnaire, layout: Layout) -> JournalEntry {
    let start = Start {
        id: "bench".into(),
        survey: SurveyRef {
            id: form.id.clone(),
            version: form.version.clone(),
            digest: form.digest.clone(),
        },
        mode: Mode::SelfCompletion,
        language: form.default_language.clone(),
        area: None,
        wave: None,
        interviewer: None,
        device: None,
        packs: Vec::new(),
        seed: 1,
        offset: 0,
        layout,
        simulated: true,
    };
    JournalEntry {
        at: 0,
        event: Event::Start(Box::new(start)),
    }
}

/// An answer to every question of a form without repeats, in order; the questions that decide
/// about others are answered yes and no by turns, so that parts of the form come and go.
pub fn answers(form: &Form, round: usize) -> Vec<JournalEntry> {
    let mut made = Vec::new();
    for (idx, item) in form.all().into_iter().enumerate() {
        let value = match &item.body {
            Body::Text => Value::Text(format!("words {idx} {round}")),
            Body::Integer => Value::Number(((idx + round) % 40) as f64),
            Body::Decimal => Value::Number((idx + round) as f64 / 4.0),
            Body::Date => Value::Text(format!("2026-03-{:02}", (idx + round) % 28 + 1)),
            Body::One { list, .. } => {
                let found = form.lists.iter().find(|it| it.name == *list);
                let choices = &found.expect("lists are there").choices;
                // The first of a list is offered under the first of the list above it.
                let which = if choices.len() == 3 { round % 2 } else { 0 };
                Value::Text(choices[which].name.clone())
            }
            Body::Many(_) => Value::Many(vec!["water".into(), "road".into()]),
            Body::Calculate(_) | Body::Group(_) | Body::Repeat { .. } => continue,
        };
        made.push(JournalEntry {
            at: made.len() as i64 * 1_000,
            event: Event::Answer {
                place: item.name.clone(),
                input: Input::Value(value),
            },
        });
    }
    made
}
