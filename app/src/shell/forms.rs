//! What the site compiled for the resident's page, and where an interview keeps it.

use std::rc::Rc;
use std::sync::Arc;

use survey_core::base::AreaTree;
use survey_core::format::compiled;
use survey_core::interview::JournalEntry;
use survey_core::questionnaire::Questionnaire;

use super::db::{Db, Op, Store};
use super::{fetch, journal};

/// Why something of the site cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It did not come.
    Fetch(fetch::Failure),
    /// It is no compiled form that this page can read.
    Strange,
}

/// A compiled survey.
#[derive(Clone)]
pub struct Fetched {
    /// The questionnaire.
    pub form: Arc<Questionnaire>,
    /// Its compiled form, which is pinned with the first answer.
    pub text: Rc<str>,
}

/// A survey of the site.
///
/// # Errors
/// Why there is none.
pub async fn survey(folder: &str, name: &str) -> Result<Fetched, Failure> {
    let text = fetch::text(&format!("{folder}/{name}.form")).await;
    let text = text.map_err(Failure::Fetch)?;
    let form = compiled::read(&text).map_err(|_| Failure::Strange)?;
    Ok(Fetched {
        form: Arc::new(form),
        text: text.into(),
    })
}

/// The tree of areas.
///
/// # Errors
/// Why there is none.
pub async fn areas(folder: &str) -> Result<Rc<AreaTree>, Failure> {
    let text = fetch::text(&format!("{folder}/areas-example.form")).await;
    let text = text.map_err(Failure::Fetch)?;
    let tree = compiled::read_areas(&text).map_err(|_| Failure::Strange)?;
    Ok(Rc::new(tree))
}

/// An interview that was begun here, with the survey it was begun with, even if the site has
/// another one now. None if it cannot be gone on with.
pub async fn kept(
    db: &Db,
    id: &str,
    fetched: &Fetched,
) -> Option<(Arc<Questionnaire>, Vec<JournalEntry>)> {
    let (digest, entries) = journal::load(db, id).await.ok()??;
    if digest == fetched.form.digest {
        return Some((fetched.form.clone(), entries));
    }
    let pinned = db.get(Store::Forms, &digest).await.ok()??;
    Some((Arc::new(compiled::read(&pinned).ok()?), entries))
}

/// Keeps the document of a survey beside its answers: whoever opens the workspace on this device
/// reads them by it. The site has it under its digest, so that it is the right one. Whether it is
/// kept now.
pub async fn keep_document(db: &Db, folder: &str, digest: &str) -> bool {
    if let Ok(Some(_)) = db.get(Store::Surveys, digest).await {
        return true;
    }
    match fetch::text(&format!("{folder}/{digest}.json")).await {
        Ok(document) => {
            let put = Op::Put(Store::Surveys, digest.to_owned(), document);
            db.run(&[put]).await.is_ok()
        }
        Err(_) => false,
    }
}
