//! Interviews on the device: what is stored for each, and how it is read back.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use survey_core::base::Text;
use survey_core::format::{journal, survey};
use survey_core::interview::{Event, JournalEntry};
use survey_core::questionnaire::Questionnaire;
use survey_core::response::{Mode, Response, SurveyRef};

use super::db::{Db, Failure, Op, Store};
use crate::session::{Draft, Trouble, Write};

/// Stores an entry with all that belongs to it; the first one pins the survey's document.
///
/// # Errors
/// That the entry's number is taken by another window, or that the browser could not.
pub async fn store(db: &Db, write: &Write, document: Option<&str>) -> Result<(), Trouble> {
    let id = &write.draft.id;
    let mut ops = vec![Op::Add(
        Store::Journal,
        key(id, write.seq),
        line(&write.entry),
    )];
    if let Some(document) = document {
        ops.push(Op::Put(
            Store::Surveys,
            write.draft.survey.digest.clone(),
            document.to_owned(),
        ));
    }
    match &write.finished {
        None => ops.push(Op::Put(
            Store::Interviews,
            id.clone(),
            draft_text(&write.draft),
        )),
        Some(response) => ops.extend(close(response)?),
    }
    db.run(&ops).await.map_err(|failure| match failure {
        Failure::Taken => Trouble::Elsewhere,
        Failure::Other(_) => Trouble::Failed,
    })
}

/// Closes a draft for its response. The journal stays: another window that still has the
/// interview open finds its next number taken and cannot bring it back to life, and a reload
/// shows the receipt again. Whoever deletes the response deletes the journal with it.
fn close(response: &Response) -> Result<Vec<Op>, Trouble> {
    let key = format!("{}/{:04}", response.id, response.revision);
    Ok(vec![
        Op::Add(
            Store::Responses,
            key,
            super::record::text(response).ok_or(Trouble::Failed)?,
        ),
        Op::Delete(Store::Interviews, response.id.clone()),
    ])
}

/// An interview with the questionnaire it was begun with, finished or not.
pub type Kept = (Arc<Questionnaire>, Vec<JournalEntry>);

/// Reads an interview; `None` if there is none.
///
/// # Errors
/// What is wrong with what is stored, or why it could not be read.
pub async fn load(db: &Db, id: &str) -> Result<Option<Kept>, String> {
    let entries = entries(&db.all(Store::Journal, &format!("{id}/")).await?)?;
    let Some(first) = entries.first() else {
        return Ok(None);
    };
    let Event::Start(start) = &first.event else {
        return Err("its beginning is not on this device".to_owned());
    };
    let document = db.get(Store::Surveys, &start.survey.digest).await?;
    let document = document.ok_or("its survey is not on this device")?;
    let form = survey::read(&document)
        .map_err(|problems| problems.to_string())?
        .questionnaire;
    Ok(Some((Arc::new(form), entries)))
}

/// Every unfinished interview.
///
/// # Errors
/// The browser's own words.
pub async fn drafts(db: &Db) -> Result<Vec<Draft>, String> {
    let drafts = db.all(Store::Interviews, "").await?;
    Ok(drafts.iter().filter_map(|it| draft_from(it)).collect())
}

/// Removes an unfinished interview and returns what is needed to put it back.
///
/// # Errors
/// The browser's own words.
pub async fn delete(db: &Db, id: &str) -> Result<Option<(Draft, Vec<JournalEntry>)>, String> {
    let draft = db
        .get(Store::Interviews, id)
        .await?
        .and_then(|it| draft_from(&it));
    let lines = db.all(Store::Journal, &format!("{id}/")).await?;
    let ops = [
        Op::Delete(Store::Interviews, id.to_owned()),
        Op::DeleteWithin(Store::Journal, format!("{id}/")),
    ];
    db.run(&ops).await.map_err(reason)?;
    Ok(draft.zip(entries(&lines).ok()))
}

/// Puts a deleted interview back.
///
/// # Errors
/// The browser's own words.
pub async fn restore(db: &Db, draft: &Draft, entries: &[JournalEntry]) -> Result<(), String> {
    let numbered = (0..).zip(entries);
    let mut ops: Vec<Op> = numbered
        .map(|(seq, entry)| Op::Add(Store::Journal, key(&draft.id, seq), line(entry)))
        .collect();
    ops.push(Op::Put(
        Store::Interviews,
        draft.id.clone(),
        draft_text(draft),
    ));
    db.run(&ops).await.map_err(reason)
}

fn reason(failure: Failure) -> String {
    match failure {
        Failure::Taken => "it is there already".to_owned(),
        Failure::Other(why) => why,
    }
}

fn key(id: &str, seq: u32) -> String {
    format!("{id}/{seq:08}")
}

fn line(entry: &JournalEntry) -> String {
    journal::write(entry).to_string()
}

fn entries(lines: &[String]) -> Result<Vec<JournalEntry>, String> {
    let read = |line: &String| {
        let line: Json = serde_json::from_str(line).map_err(|error| error.to_string())?;
        journal::read(&line)
    };
    lines.iter().map(read).collect()
}

fn draft_text(draft: &Draft) -> String {
    let title: serde_json::Map<String, Json> = draft
        .title
        .pairs()
        .map(|(lang, words)| (lang.to_owned(), words.into()))
        .collect();
    json!({
        "id": draft.id,
        "survey": draft.survey.id,
        "version": draft.survey.version,
        "digest": draft.survey.digest,
        "title": title,
        "mode": draft.mode.name(),
        "language": draft.language,
        "area": draft.area,
        "started": draft.started,
        "updated": draft.updated,
        "answered": draft.answered,
        "questions": draft.n_questions,
    })
    .to_string()
}

fn draft_from(text: &str) -> Option<Draft> {
    let draft: Json = serde_json::from_str(text).ok()?;
    let words = |key: &str| draft[key].as_str().map(str::to_owned);
    let count = |key: &str| draft[key].as_u64().unwrap_or(0) as usize;
    let title = draft["title"].as_object()?.iter();
    Some(Draft {
        id: words("id")?,
        survey: SurveyRef {
            id: words("survey")?,
            version: words("version")?,
            digest: words("digest")?,
        },
        title: Text::from_pairs(
            title.map(|(lang, it)| (lang.clone(), it.as_str().unwrap_or_default().to_owned())),
        ),
        mode: Mode::from_name(&words("mode")?)?,
        language: words("language")?,
        area: words("area"),
        started: draft["started"].as_i64()?,
        updated: draft["updated"].as_i64()?,
        answered: count("answered"),
        n_questions: count("questions"),
    })
}
