//! Interviews on the device: what is stored for each, and how it is read back.

use std::rc::Rc;

use survey_core::format::canonical::Object;
use survey_core::format::journal;
use survey_core::interview::{Event, JournalEntry};
use survey_core::response::Response;

use super::db::{Db, Failure, Op, Store};
use crate::session::{Draft, Trouble, Write};

/// Stores an entry with all that belongs to it; the first one pins the survey, as a document or
/// as a compiled form.
///
/// # Errors
/// That the entry's number is taken by another window, or that the browser could not.
pub async fn store(db: &Db, write: &Write, pin: Option<(Store, Rc<str>)>) -> Result<(), Trouble> {
    let id = &write.draft.id;
    let mut ops = vec![Op::Add(
        Store::Journal,
        key(id, write.seq),
        journal::write(&write.entry),
    )];
    if let Some((store, survey)) = pin {
        let digest = write.draft.survey.digest.clone();
        ops.push(Op::Put(store, digest, survey.to_string()));
    }
    match &write.finished {
        None => ops.push(Op::Put(
            Store::Interviews,
            id.clone(),
            draft_text(&write.draft),
        )),
        Some(response) => ops.extend(close(response)),
    }
    db.run(&ops).await.map_err(|failure| match failure {
        Failure::Taken => Trouble::Elsewhere,
        Failure::Other(_) => Trouble::Failed,
    })
}

/// Closes a draft for its response. The journal stays: another window that still has the
/// interview open finds its next number taken and cannot bring it back to life, and a reload
/// shows the receipt again. Whoever deletes the response deletes the journal with it.
fn close(response: &Response) -> Vec<Op> {
    let key = format!("{}/{:04}", response.id, response.revision);
    vec![
        Op::Add(Store::Responses, key, super::record::text(response)),
        Op::Delete(Store::Interviews, response.id.clone()),
    ]
}

/// Reads the journal of an interview, finished or not, and the digest of its survey; `None` if
/// there is none.
///
/// # Errors
/// What is wrong with what is stored, or why it could not be read.
pub async fn load(db: &Db, id: &str) -> Result<Option<(String, Vec<JournalEntry>)>, String> {
    let entries = entries(&db.all(Store::Journal, &format!("{id}/")).await?)?;
    let Some(first) = entries.first() else {
        return Ok(None);
    };
    let Event::Start(start) = &first.event else {
        return Err("its beginning is not on this device".to_owned());
    };
    Ok(Some((start.survey.digest.clone(), entries)))
}

pub(super) fn key(id: &str, seq: u32) -> String {
    format!("{id}/{seq:08}")
}

pub(super) fn entries(lines: &[String]) -> Result<Vec<JournalEntry>, String> {
    lines.iter().map(|line| journal::read(line)).collect()
}

pub(super) fn draft_text(draft: &Draft) -> String {
    let mut title = Object::default();
    for (lang, words) in draft.title.pairs() {
        title.words(lang, words);
    }
    let mut object = Object::default();
    object.words("id", &draft.id);
    object.words("survey", &draft.survey.id);
    object.words("version", &draft.survey.version);
    object.words("digest", &draft.survey.digest);
    object.object("title", &title);
    object.words("mode", draft.mode.name());
    object.words("language", &draft.language);
    object.maybe("area", draft.area.as_deref());
    object.number("started", draft.started as f64);
    object.number("updated", draft.updated as f64);
    object.number("answered", draft.answered as f64);
    object.number("questions", draft.n_questions as f64);
    object.to_string()
}
