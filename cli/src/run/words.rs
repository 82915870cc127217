//! Lines of words: `set age = 5`, `expect age is relevant`.

use std::path::Path;

use survey_core::base::{Missing, nearest};
use survey_core::format::instance::{self, Element};
use survey_core::interview::{Effect, Event, Input, Layout};

use super::ask::{Question, faults};
use super::expect;
use super::session::Session;

const VERBS: [&str; 31] = [
    "set", "clear", "missing", "add", "remove", "next", "previous", "back", "go", "first",
    "review", "finish", "break", "pause", "resume", "replay", "restore", "save", "language",
    "layout", "now", "today", "mode", "seed", "device", "user", "area", "packs", "show", "expect",
    "fails",
];

/// A line and the indented lines under it, if it ends with a colon.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    pub(super) block: &'a str,
    /// Where the files it names are.
    pub(super) folder: &'a Path,
}

/// Does what a line says; gives what it prints.
///
/// # Errors
/// That it cannot be read or done, or that an expectation was not met.
pub(super) fn line(session: &mut Session, line: Line<'_>) -> Result<Option<String>, String> {
    if let Some(rest) = line.text.strip_prefix("fails")
        && rest.starts_with([':', ' '])
    {
        return fails(session, rest.trim_start(), line).map(|()| None);
    }
    let (verb, rest) = cut(line.text);
    match verb {
        "expect" => expect::check(session, rest, line).map(|()| None),
        "show" => {
            let question = Question::read(&words(rest)?)?;
            let found = question.answer(session.interview()?)?;
            Ok(Some(found.to_text()))
        }
        "save" => save(session, rest, line.folder).map(|()| None),
        "restore" | "restore:" => restore(session, rest, line),
        "replay" => match session.replay()? {
            true => Ok(None),
            false => Err("the replayed interview differs".to_owned()),
        },
        "now" | "today" | "mode" | "seed" | "device" | "user" | "area" | "packs" => {
            settle(session, verb, rest).map(|()| None)
        }
        "language" if !session.has_begun() => {
            session.prepare("language", rest.into()).map(|()| None)
        }
        _ => act(session, verb, rest).map(|()| None),
    }
}

/// The first word and the rest.
pub(super) fn cut(text: &str) -> (&str, &str) {
    let text = text.trim();
    match text.split_once(char::is_whitespace) {
        Some((first, rest)) => (first, rest.trim_start()),
        None => (text, ""),
    }
}

/// What is set before the beginning, and the clock.
fn settle(session: &mut Session, verb: &str, rest: &str) -> Result<(), String> {
    let moment = || format!("found `{rest}`, expected ISO 8601 with a zone");
    match verb {
        "now" => session.set_now(rest.parse().map_err(|()| moment())?),
        "today" => {
            let mut now = session.moment();
            let date = rest.parse();
            now.date = date.map_err(|_| format!("found `{rest}`, expected a date"))?;
            session.set_now(now);
        }
        "user" => session.prepare("interviewer", rest.into())?,
        "packs" => {
            let packs: Vec<&str> = rest.split_whitespace().collect();
            session.prepare("packs", packs.into())?;
        }
        other => session.prepare(other, rest.into())?,
    }
    Ok(())
}

fn act(session: &mut Session, verb: &str, rest: &str) -> Result<(), String> {
    let event = match (verb, rest) {
        ("set", _) => return set(session, rest),
        ("clear", _) => Event::Answer {
            place: session.place(rest)?,
            input: Input::Clear,
        },
        ("missing", _) => {
            let (reference, reason) = cut(rest);
            let found = Missing::from_name(reason);
            let reason = found.ok_or_else(|| format!("there is no reason `{reason}`"))?;
            Event::Answer {
                place: session.place(reference)?,
                input: Input::Missing(reason),
            }
        }
        ("add", _) => Event::AddRepeat {
            place: session.interview()?.repeat_of(rest)?.0,
        },
        ("remove", _) => Event::RemoveRepeat {
            place: session.place(rest)?,
        },
        ("next", "") => Event::Next,
        ("previous" | "back", "") => Event::Back,
        ("go", _) => Event::GoTo {
            place: session.place(rest.trim_start_matches("to "))?,
        },
        ("first", "open") => Event::FirstOpen,
        ("review", "") => Event::Review,
        ("finish", "") => Event::Finish,
        ("break", _) if rest.starts_with("off") => Event::BreakOff {
            disposition: Some(rest[3..].trim().to_owned()).filter(|it| !it.is_empty()),
        },
        ("pause", "") => Event::Pause,
        ("resume", "") => Event::Resume,
        ("language", _) => Event::Language(rest.to_owned()),
        ("layout", "question") => Event::Layout(Layout::Question),
        ("layout", "section") => Event::Layout(Layout::Section),
        _ => return Err(unknown(verb, rest)),
    };
    let held = matches!(event, Event::Next | Event::Finish);
    let effects = session.apply(event, None)?;
    let focus = effects.into_iter().find_map(|it| match it {
        Effect::Focus(place) => Some(place),
        Effect::Store(_) | Effect::Refused(_) | Effect::Moved | Effect::Finished(_) => None,
    });
    match focus.filter(|_| held) {
        Some(place) => Err(held_up(session, &place)),
        None => Ok(()),
    }
}

/// Why one cannot go on.
fn held_up(session: &mut Session, place: &str) -> String {
    let question = Question {
        word: "complaint".to_owned(),
        reference: place.to_owned(),
        name: String::new(),
        language: None,
    };
    let interview = session.interview().map(|it| question.answer(it));
    match interview {
        Ok(Ok(complaint)) => format!("held up at `{place}`: {}", complaint.to_text()),
        Ok(Err(why)) | Err(why) => why,
    }
}

fn unknown(verb: &str, rest: &str) -> String {
    if VERBS.contains(&verb) {
        return format!("`{verb}` does not take `{rest}`");
    }
    let near = nearest(verb, VERBS);
    let help = near.map_or_else(String::new, |it| format!(", did you mean `{it}`?"));
    format!("there is no verb `{verb}`{help}")
}

fn set(session: &mut Session, rest: &str) -> Result<(), String> {
    let (reference, text) =
        expect::sides(rest, "=").ok_or_else(|| "expected `set REFERENCE = VALUE`".to_owned())?;
    let place = session.place_made(reference)?;
    let value = session.interview()?.input_at(&place, &text?)?;
    let input = Input::Value(value);
    session.apply(Event::Answer { place, input }, None)?;
    Ok(())
}

/// `fails: LINE`, or `fails "part of the message": LINE`.
fn fails(session: &mut Session, rest: &str, outer: Line<'_>) -> Result<(), String> {
    let (message, inner) = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split_once("\":"),
        None => rest.strip_prefix(':').map(|it| ("", it)),
    }
    .ok_or("expected `fails: LINE` or `fails \"MESSAGE\": LINE`")?;
    let inner = Line {
        text: inner.trim(),
        ..outer
    };
    match line(session, inner) {
        Ok(_) => Err(format!("`{}` did not fail", inner.text)),
        Err(found) if found.contains(message) => Ok(()),
        Err(found) => Err(format!("failed with `{found}`, expected `{message}`")),
    }
}

fn save(session: &mut Session, name: &str, folder: &Path) -> Result<(), String> {
    if name.is_empty() {
        return Err("expected `save FILE`".to_owned());
    }
    let document = instance::of_interview(session.interview()?).document();
    let path = folder.join(name);
    std::fs::write(&path, document).map_err(|it| format!("{}: {it}", path.display()))
}

/// From a file, from the lines below, or from what would be written now.
fn restore(session: &mut Session, rest: &str, line: Line<'_>) -> Result<Option<String>, String> {
    let xml = match rest {
        "" if line.text.ends_with(':') => line.block.to_owned(),
        "" => instance::of_interview(session.interview()?).document(),
        name => read(name, line.folder)?,
    };
    let unknown = session.restore(&xml)?;
    Ok((!unknown.is_empty()).then(|| format!("unknown: {}", unknown.join(" "))))
}

/// A file beside the script.
pub(super) fn read(name: &str, folder: &Path) -> Result<String, String> {
    let path = folder.join(name);
    std::fs::read_to_string(&path).map_err(|it| format!("{}: {it}", path.display()))
}

/// Compares the instance as it would be sent with a document.
pub(super) fn compare(session: &mut Session, xml: &str) -> Result<(), String> {
    let mut expected = Element::read(xml)?;
    let mut found = instance::of_interview(session.interview()?);
    // Who it is among all instances is seldom what a script is about.
    if expected.child("meta").is_none() {
        found.children.retain(|it| it.name != "meta");
    }
    trim(&mut expected);
    found.difference(&expected).map_or(Ok(()), Err)
}

/// Documents in scripts are laid out for people.
fn trim(element: &mut Element) {
    element.text = element.text.trim().to_owned();
    element.children.iter_mut().for_each(trim);
}

/// Words with spaces between them; brackets and quotes hold theirs together.
pub(super) fn words(text: &str) -> Result<Vec<String>, String> {
    let mut words = vec![String::new()];
    let mut depth = 0usize;
    let mut quote = None;
    for it in text.chars() {
        match (quote, it) {
            (Some(open), it) if open == it => quote = None,
            (None, '"' | '\'') => quote = Some(it),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        match words.last_mut() {
            Some(last) if !it.is_whitespace() || quote.is_some() || depth > 0 => last.push(it),
            Some(last) if last.is_empty() => {}
            Some(_) | None => words.push(String::new()),
        }
    }
    if quote.is_some() {
        return Err("a quotation is not closed".to_owned());
    }
    words.retain(|it| !it.is_empty());
    Ok(words)
}

/// The faults as one text, for messages.
pub(super) fn faults_in_words(session: &mut Session) -> Result<String, String> {
    Ok(faults(session.interview()?).join(" "))
}
