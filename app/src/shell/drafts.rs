//! Unfinished interviews on the device, as the workspace lists them.

use std::sync::Arc;

use serde_json::Value as Json;
use survey_core::base::Text;
use survey_core::format::{self, survey};
use survey_core::interview::JournalEntry;
use survey_core::questionnaire::Questionnaire;
use survey_core::response::{Mode, SurveyRef};

use super::db::{Db, Failure, Op, Store};
use super::journal::{self, draft_text, entries, key};
use crate::session::Draft;

/// An interview with the questionnaire it was begun with, finished or not.
pub type Kept = (Arc<Questionnaire>, Vec<JournalEntry>);

/// Reads an interview; `None` if there is none.
///
/// # Errors
/// What is wrong with what is stored, or why it could not be read.
pub async fn load(db: &Db, id: &str) -> Result<Option<Kept>, String> {
    let Some((digest, entries)) = journal::load(db, id).await? else {
        return Ok(None);
    };
    let document = db.get(Store::Surveys, &digest).await?;
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
pub async fn all(db: &Db) -> Result<Vec<Draft>, String> {
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
        .map(|(seq, entry)| {
            Op::Add(
                Store::Journal,
                key(&draft.id, seq),
                format::journal::write(entry),
            )
        })
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
