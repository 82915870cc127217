//! Expectations: `expect age = 5`, `expect age is not relevant`, `expect age fails required`.

use survey_core::interview::Interview;

use super::ask::Question;
use super::session::Session;
use super::words::{Line, compare, cut, faults_in_words, read, words};

/// Checks one expectation.
///
/// # Errors
/// What was found in place of what was expected, or that the line cannot be read.
pub(super) fn check(session: &mut Session, rest: &str, line: Line<'_>) -> Result<(), String> {
    let (first, behind) = cut(rest);
    if first == "instance:" {
        return compare(session, line.block);
    }
    if first == "instance" && !behind.starts_with(['=', '!']) && !behind.is_empty() {
        return compare(session, &read(behind, line.folder)?);
    }
    if rest == "valid" {
        let faults = faults_in_words(session)?;
        return if faults.is_empty() {
            Ok(())
        } else {
            Err(format!("found faults at {faults}, expected none"))
        };
    }
    if let Some((asked, expected)) = sides(rest, "!=") {
        let (found, expected) = (ask(session, asked)?, expected?);
        return differ(&found, &expected);
    }
    if let Some((asked, expected)) = sides(rest, "=") {
        let (found, expected) = (ask(session, asked)?, expected?);
        return same(&found, &expected);
    }
    if let Some((reference, complaint)) = around(rest, " fails") {
        let found = one(session, "complaint", reference)?;
        return same_complaint(&found, complaint);
    }
    match around(rest, " is") {
        Some((reference, state)) => is(session, reference, state),
        None => Err("expected `… = VALUE`, `… is STATE`, `… fails KIND` or `valid`".to_owned()),
    }
}

/// What stands before and behind an operator that has spaces around it or ends the line.
pub(super) fn sides<'t>(
    text: &'t str,
    operator: &str,
) -> Option<(&'t str, Result<String, String>)> {
    let mut depth = 0usize;
    let mut quote = None;
    for (at, it) in text.char_indices() {
        match (quote, it) {
            (Some(open), it) if open == it => quote = None,
            (None, '"' | '\'') => quote = Some(it),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, ' ') if depth == 0 => {
                let rest = text[at + 1..].strip_prefix(operator);
                if let Some(rest) = rest.filter(|it| it.is_empty() || it.starts_with(' ')) {
                    return Some((text[..at].trim(), unquoted(rest.trim())));
                }
            }
            _ => {}
        }
    }
    None
}

fn around<'t>(text: &'t str, middle: &str) -> Option<(&'t str, &'t str)> {
    let (before, behind) = text.split_once(middle)?;
    behind
        .starts_with([' '])
        .then(|| (before.trim(), behind.trim()))
}

/// Text as it stands, or what stands in double quotes, where `\n` and the like have JSON's meaning.
fn unquoted(text: &str) -> Result<String, String> {
    if text.starts_with('"') {
        serde_json::from_str(text).map_err(|it| format!("{text}: {it}"))
    } else {
        Ok(text.to_owned())
    }
}

/// The answer to a question, or the value at a reference.
fn ask(session: &mut Session, asked: &str) -> Result<String, String> {
    let words = words(asked)?;
    let is_question = words.first().is_some_and(|it| Question::knows(it));
    match words.as_slice() {
        // An item may be called `label`, too.
        [reference] if !is_question || is_place(session.interview()?, reference) => {
            one(session, "value", reference)
        }
        all => {
            let question = Question::read(all)?;
            Ok(question.answer(session.interview()?)?.to_text())
        }
    }
}

fn is_place(interview: &Interview, reference: &str) -> bool {
    interview.place_of(reference).is_ok()
}

fn one(session: &mut Session, word: &str, reference: &str) -> Result<String, String> {
    let question = Question::read(&[word.to_owned(), reference.to_owned()])?;
    Ok(question.answer(session.interview()?)?.to_text())
}

fn same(found: &str, expected: &str) -> Result<(), String> {
    if found == expected {
        Ok(())
    } else {
        Err(format!("found `{found}`, expected `{expected}`"))
    }
}

fn differ(found: &str, unexpected: &str) -> Result<(), String> {
    if found == unexpected {
        Err(format!("found `{found}`, expected something else"))
    } else {
        Ok(())
    }
}

/// The kind alone, or with the message in quotes.
fn same_complaint(found: &str, expected: &str) -> Result<(), String> {
    let (kind, message) = cut(expected);
    if message.is_empty() {
        let kind_found = found.split(':').next().unwrap_or_default();
        return match kind_found == kind {
            true => Ok(()),
            false => Err(format!("found `{found}`, expected `{kind}`")),
        };
    }
    same(found, &format!("{kind}: {}", unquoted(message)?))
}

fn is(session: &mut Session, reference: &str, state: &str) -> Result<(), String> {
    let (wanted, state) = match state.strip_prefix("not ") {
        Some(state) => (false, state.trim()),
        None => (true, state),
    };
    let found = match state {
        "there" => is_place(session.interview()?, reference),
        "relevant" | "required" | "read-only" => one(session, state, reference)? == "true",
        "blank" => one(session, "value", reference)?.is_empty(),
        "valid" => one(session, "complaint", reference)?.is_empty(),
        other => {
            return Err(format!(
                "there is no state `{other}`, expected there, relevant, required, read-only, \
                 blank or valid"
            ));
        }
    };
    if found == wanted {
        return Ok(());
    }
    let detail = match state {
        "blank" => format!(": it holds `{}`", one(session, "value", reference)?),
        "valid" => format!(": {}", one(session, "complaint", reference)?),
        _ => String::new(),
    };
    let not = if found { "" } else { "not " };
    Err(format!("`{reference}` is {not}{state}{detail}"))
}
