//! Imported surveys on the device, with the files that belong to them.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use js_sys::{Array, Uint8Array};
use survey_core::format::survey;
use survey_core::format::xlsform::write;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::analyst::Analyst;
use super::blobs::Table;
use super::db::{Db, Failure, Op, Store};
use super::{drafts, page};
use crate::desk::Picked;
use crate::questions::Files;
use crate::state::shelf::id_of;
use crate::state::{Batch, Entry, Shelved, Workbook};
use crate::worker::protocol::{Ask, Finding, Imported, Said};

/// Every imported survey.
///
/// # Errors
/// The browser's own words.
pub(super) async fn all(db: &Db) -> Result<Vec<Shelved>, String> {
    let texts = db.all(Store::Shelf, "").await?;
    // A row of a newer version of this page is left alone.
    let rows = texts.iter().filter_map(|it| serde_json::from_str(it).ok());
    Ok(rows.collect())
}

/// Removes files of surveys that are neither on the list nor in the middle of an interview.
///
/// # Errors
/// The browser's own words.
pub(super) async fn tidy(db: &Db) -> Result<(), String> {
    let keys = Table::Attachments.keys().await.unwrap_or_default();
    let ids: BTreeSet<&str> = keys
        .iter()
        .filter_map(|it| Some(it.rsplit_once('/')?.0))
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    let (listed, drafts) = (all(db).await?, drafts::all(db).await?);
    for id in ids {
        let is_listed = listed.iter().any(|it| it.card.id == id);
        if !is_listed && drafts.iter().all(|it| it.survey.id != id) {
            // What cannot be removed now is removed another time.
            let _ = Table::Attachments.remove_within(&format!("{id}/")).await;
        }
    }
    Ok(())
}

/// Reads the forms among the files and keeps those that can be read, together with their files.
/// Forms that waited for one of the files are read again with it.
///
/// # Errors
/// Why nothing could be read or kept.
pub(super) async fn import(
    db: &Db,
    analyst: &Analyst,
    mut files: Vec<Picked>,
) -> Result<Batch, String> {
    for shelved in all(db).await? {
        let waits = |it: &Picked| shelved.missing.contains(&it.name);
        if files.iter().any(waits) {
            add(&mut files, attachments(&shelved.card.id).await);
        }
    }
    let mut batch = read(analyst, &files).await?;
    // Files that came with an earlier version of a form.
    let n_files = files.len();
    for form in &batch.forms {
        let Some(card) = form.card.as_ref().filter(|_| !form.missing.is_empty()) else {
            continue;
        };
        let kept = attachments(&card.id).await;
        let wanted = kept
            .into_iter()
            .filter(|it| form.missing.contains(&it.name));
        add(&mut files, wanted.collect());
    }
    if files.len() > n_files {
        batch = read(analyst, &files).await?;
    }
    for form in &batch.forms {
        batch.files_are_kept &= keep(db, form, &files).await?;
    }
    Ok(batch)
}

/// Adds files whose names are new.
fn add(files: &mut Vec<Picked>, more: Vec<Picked>) {
    for file in more {
        if files.iter().all(|it| it.name != file.name) {
            files.push(file);
        }
    }
}

async fn read(analyst: &Analyst, files: &[Picked]) -> Result<Batch, String> {
    let parts: Array = files.iter().map(|it| JsValue::from(&it.blob)).collect();
    let blob = Blob::new_with_blob_sequence(&parts).map_err(|_| "the files cannot be read")?;
    let sizes = files
        .iter()
        .map(|it| (it.name.clone(), it.blob.size() as u64));
    let ask = Ask::Import {
        files: sizes.collect(),
    };
    match analyst.answer(ask, Some(blob)).await? {
        Said::Imported { forms, unused } => Ok(Batch {
            forms,
            unused,
            files_are_kept: true,
        }),
        _ => Err("the worker answered something else".to_owned()),
    }
}

/// Keeps a form that was not refused; whether its files are kept as well.
async fn keep(db: &Db, form: &Imported, files: &[Picked]) -> Result<bool, String> {
    let Some(card) = &form.card else {
        return Ok(true);
    };
    let belongs = |it: &&Picked| it.name == form.file || form.attachments.contains(&it.name);
    let pairs: Vec<(JsValue, JsValue)> = files
        .iter()
        .filter(belongs)
        .map(|it| {
            let key = format!("{}/{}", card.id, it.name);
            (key.into(), JsValue::from(&it.blob))
        })
        .collect();
    // The list comes last: what it names is there.
    let are_kept = Table::Attachments.put(&pairs).await.is_some();
    let shelved = Shelved::of(form, card);
    let row = serde_json::to_string(&shelved).map_err(|error| error.to_string())?;
    let ops = [
        Op::Put(Store::Surveys, card.digest.clone(), form.document.clone()),
        Op::Put(Store::Shelf, card.id.clone(), row),
    ];
    db.run(&ops).await.map_err(reason)?;
    Ok(are_kept)
}

/// The files that belong to a survey, its source among them.
async fn attachments(id: &str) -> Vec<Picked> {
    let prefix = format!("{id}/");
    let all = Table::Attachments.within(&prefix).await.unwrap_or_default();
    let files = all.into_iter().filter_map(|(key, value)| {
        Some(Picked {
            name: key.strip_prefix(&prefix)?.to_owned(),
            blob: value.dyn_into().ok()?,
        })
    });
    files.collect()
}

/// The files that belong to a survey; [`page::forget`] ends an address.
pub(super) async fn files(id: &str) -> Files {
    let mut files = Files::default();
    for Picked { name, blob } in attachments(id).await {
        if name.to_lowercase().ends_with(".svg")
            && let Ok(text) = JsFuture::from(blob.text()).await
            && let Some(text) = text.as_string()
        {
            files.drawings.insert(name.clone(), text);
        }
        if let Some(address) = page::address(&blob) {
            files.urls.insert(name, address);
        }
    }
    files
}

/// An imported survey, ready for interviews; none if there is none with this id.
///
/// # Errors
/// Why it cannot be read.
pub(super) async fn open(db: &Db, id: &str) -> Result<Option<Entry>, String> {
    let Some(row) = db.get(Store::Shelf, id).await? else {
        return Ok(None);
    };
    let shelved: Shelved = serde_json::from_str(&row).map_err(|error| error.to_string())?;
    let document = db.get(Store::Surveys, &shelved.card.digest).await?;
    let document = document.ok_or("its document is not on this device")?;
    let read = survey::read(&document).map_err(|problems| problems.to_string())?;
    Ok(Some(Entry {
        purpose: read.purpose(),
        form: Arc::new(read.questionnaire),
        document: Rc::from(document),
    }))
}

/// Takes a survey off the list. Its files stay, so that it can be brought back and interviews that
/// were begun go on.
///
/// # Errors
/// The browser's own words.
pub(super) async fn remove(db: &Db, id: &str) -> Result<(), String> {
    let ops = [Op::Delete(Store::Shelf, id.to_owned())];
    db.run(&ops).await.map_err(reason)
}

/// Puts a survey back on the list.
///
/// # Errors
/// The browser's own words.
pub(super) async fn put_back(db: &Db, shelved: &Shelved) -> Result<(), String> {
    let row = serde_json::to_string(shelved).map_err(|error| error.to_string())?;
    let ops = [Op::Put(Store::Shelf, shelved.card.id.clone(), row)];
    db.run(&ops).await.map_err(reason)
}

/// Offers the document of an imported survey as a file, for other devices.
///
/// # Errors
/// Why it cannot.
pub(super) async fn save(db: &Db, id: &str) -> Result<(), String> {
    let entry = open(db, id).await?.ok_or("it is not on this device")?;
    let saved = page::save_file(&format!("{id}.json"), &entry.document);
    saved.ok_or_else(|| "the browser did not save it".to_owned())
}

/// Offers a survey as a workbook, with its tables beside it.
///
/// # Errors
/// Why it cannot.
pub(super) async fn save_workbook(
    db: &Db,
    key: &str,
    document: Option<Rc<str>>,
) -> Result<Workbook, String> {
    let document = match (document, id_of(key)) {
        (Some(document), _) => document,
        (None, Some(id)) => {
            open(db, id)
                .await?
                .ok_or("it is not on this device")?
                .document
        }
        (None, None) => return Err("it is not here".to_owned()),
    };
    let read = survey::read(&document).map_err(|problems| problems.to_string())?;
    let exported = write::write(&read);
    let file = format!("{}.xlsx", read.questionnaire.id);
    let tables = exported.files.iter().map(|it| (it.0.clone(), it.1.clone()));
    for (name, bytes) in std::iter::once((file.clone(), exported.xlsx()?)).chain(tables) {
        let parts = Array::of1(&Uint8Array::from(bytes.as_slice()));
        let blob = Blob::new_with_u8_array_sequence(&parts);
        let saved = blob.ok().and_then(|it| page::save_blob(&name, &it));
        saved.ok_or("the browser did not save it")?;
    }
    Ok(Workbook {
        file,
        findings: exported.findings.iter().map(Finding::from).collect(),
    })
}

fn reason(failure: Failure) -> String {
    match failure {
        Failure::Taken => "it is there already".to_owned(),
        Failure::Other(why) => why,
    }
}
