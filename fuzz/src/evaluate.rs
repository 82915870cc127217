use std::cell::OnceCell;
use std::sync::Arc;

use survey_core::base::Value;
use survey_core::expr::Expr;
use survey_core::format::survey;
use survey_core::interview::{Event, Input, Interview, JournalEntry, Layout};

use crate::play;

/// Any expression has a value or an error with a place inside it, wherever it is asked.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(source) = std::str::from_utf8(bytes) else {
        return;
    };
    let Ok(expr) = Expr::parse(source) else {
        return;
    };
    thread_local! {
        static INTERVIEW: OnceCell<Interview> = const { OnceCell::new() };
    }
    INTERVIEW.with(|interview| {
        let interview = interview.get_or_init(household);
        let places = ["age", "member[2]/m_age", "member[3]/pet[1]/pet_name"];
        let place = places[bytes.len() % places.len()];
        if let Ok(value) = interview.evaluate(&expr, place) {
            assert!(value.len() < 1 << 24, "`{source}` is very long");
        }
    });
}

/// A household of three with some answers.
fn household() -> Interview {
    let form = survey::read(include_str!("household.json"));
    let form = form.unwrap_or_else(|it| panic!("{it}")).questionnaire;
    let mut interview = play::begin(&Arc::new(form), Layout::Question);
    let add = |place: &str| Event::AddRepeat {
        place: place.into(),
    };
    let tell = |place: &str, value: Value| Event::Answer {
        place: place.into(),
        input: Input::Value(value),
    };
    let many = |names: &[&str]| Value::Many(names.iter().map(|it| (*it).to_owned()).collect());
    let events = [
        add("member"),
        add("member"),
        tell("age", Value::Number(41.0)),
        tell("services", many(&["water", "road"])),
        tell("member[1]/m_age", Value::Number(39.5)),
        tell("member[2]/m_age", Value::Number(7.0)),
        tell("member[2]/m_born", Value::Text("2019-02-28".into())),
        tell("member[3]/pet[1]/pet_name", Value::Text("小白".into())),
        tell("place", Value::Text("39.9 116.4 0 5".into())),
    ];
    for (at, event) in events.into_iter().enumerate() {
        interview.apply(JournalEntry {
            at: at as i64,
            event,
        });
    }
    interview
}
