//! A whole interview in a terminal: proof that the core needs no browser.
//!
//! `cargo run -p survey-core --example interview -- surveys/resident-qr-short.json en`

use std::io::{self, BufRead, Write};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use survey_core::base::{Missing, Value};
use survey_core::format::survey;
use survey_core::interview::{
    Control, Effect, Event, Input, Interview, JournalEntry, Layout, QuestionView, Stage, Start,
};
use survey_core::questionnaire::Mode;
use survey_core::response::SurveyRef;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let path = args
        .next()
        .ok_or("which questionnaire? give the path of a JSON file")?;
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    let form = Arc::new(survey::read(&text)?.questionnaire);
    let language = args.next().unwrap_or_else(|| form.default_language.clone());
    let start = Start {
        id: format!("terminal-{}", now()),
        survey: SurveyRef {
            id: form.id.clone(),
            version: form.version.clone(),
            digest: form.digest.clone(),
        },
        mode: Mode::SelfCompletion,
        language,
        area: None,
        wave: None,
        interviewer: None,
        device: None,
        packs: Default::default(),
        seed: now() as u64,
        offset: 0,
        layout: Layout::Question,
        simulated: false,
    };
    let first = JournalEntry {
        at: now(),
        event: Event::Start(Box::new(start)),
    };
    let mut interview = Interview::start(form, first)?;
    let mut lines = io::stdin().lock().lines();
    while interview.stage() == Stage::Asking {
        for question in interview.view().screen.questions {
            if !ask(&mut interview, &question, &mut lines)? {
                return Ok(());
            }
        }
        report(&interview.apply(JournalEntry {
            at: now(),
            event: Event::Next,
        }));
    }
    let finished = interview.apply(JournalEntry {
        at: now(),
        event: Event::Finish,
    });
    report(&finished);
    println!("{}", interview.view().end.unwrap_or_default());
    Ok(())
}

/// Asks one question; false when the input is at its end.
fn ask(
    interview: &mut Interview,
    question: &QuestionView,
    lines: &mut impl Iterator<Item = io::Result<String>>,
) -> io::Result<bool> {
    println!("\n{}", question.label);
    let choices = match &question.control {
        Control::Note | Control::Repeat(_) => return Ok(true),
        Control::Consent(choices)
        | Control::SelectOne(choices)
        | Control::SelectMultiple { choices, .. }
        | Control::Rank { choices, .. } => choices.as_slice(),
        Control::Range(it) => {
            println!(
                "  {} {} … {} {}",
                it.points[0].0,
                it.start_label,
                it.points.len() - 1,
                it.end_label
            );
            &[]
        }
        Control::Seek(it) => &it.choices(),
        Control::Number { .. }
        | Control::Text { .. }
        | Control::Date(_)
        | Control::Time(_)
        | Control::Area { .. }
        | Control::DateTime(_)
        | Control::Geo { .. }
        | Control::File { .. }
        | Control::Barcode(_)
        | Control::Acknowledge(_) => &[],
    };
    choices
        .iter()
        .for_each(|it| println!("  {} {}", it.name, it.label));
    question
        .missing
        .iter()
        .for_each(|it| println!("  {} {}", it.reason, it.label));
    print!("> ");
    io::stdout().flush()?;
    let Some(line) = lines.next().transpose()? else {
        return Ok(false);
    };
    let line = line.trim();
    let names = || line.split_whitespace().map(str::to_owned).collect();
    let input = match (&question.control, Missing::from_name(line)) {
        (_, Some(reason)) => Input::Missing(reason),
        (Control::SelectMultiple { .. } | Control::Rank { .. }, None) => {
            Input::Value(Value::Many(names()))
        }
        (_, None) => Input::Value(Value::Text(line.to_owned())),
    };
    let event = Event::Answer {
        place: question.place.clone(),
        input,
    };
    report(&interview.apply(JournalEntry { at: now(), event }));
    Ok(true)
}

fn report(effects: &[Effect]) {
    for effect in effects {
        match effect {
            Effect::Refused(why) => println!("! {why}"),
            Effect::Focus(place) => println!("! please look at {place} again"),
            Effect::Finished(response) => println!("{} {:#?}", response.id, response.answers),
            Effect::Store(_) | Effect::Moved => {}
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the terminal has the clock that the core has not"
)]
fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |it| it.as_millis() as i64)
}
