//! Documents that came with the site, compiled here.

use std::rc::Rc;
use std::sync::Arc;

use serde_json::Value as Json;
use survey_core::base::{AreaTree, Text};
use survey_core::format::{areas, survey};
use survey_core::questionnaire::Questionnaire;

use super::fetch;

/// A file's text, or a sentence that says why there is none.
///
/// # Errors
/// As [`fetch::text`].
pub async fn text(address: &str) -> Result<String, String> {
    fetch::text(address).await.map_err(|failure| match failure {
        fetch::Failure::Absent => format!("there is no {address}"),
        fetch::Failure::Unreachable => format!("{address} could not be fetched"),
    })
}

/// A survey with what the questionnaire does not keep.
pub struct Fetched {
    /// The questionnaire.
    pub form: Arc<Questionnaire>,
    /// What it is for.
    pub purpose: Text,
    /// Its document.
    pub document: Rc<str>,
}

/// Reads a survey's document.
///
/// # Errors
/// What is wrong with it.
pub fn read_survey(document: &str) -> Result<Fetched, String> {
    let read = survey::read(document).map_err(|problems| problems.to_string())?;
    Ok(Fetched {
        purpose: read.purpose(),
        form: Arc::new(read.questionnaire),
        document: document.into(),
    })
}

/// The files that the index of surveys names.
///
/// # Errors
/// That the index could not be fetched or read.
pub async fn index(folder: &str) -> Result<Vec<String>, String> {
    let text = text(&format!("{folder}/index.json")).await?;
    let index: Json = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let files = index
        .as_array()
        .ok_or("the index of surveys is not a list")?
        .iter();
    // A file's name, not an address that leads elsewhere.
    let files = files
        .filter_map(|it| it["file"].as_str())
        .filter(|it| !it.contains(['/', ':', '\\']));
    Ok(files.map(|it| format!("{folder}/{it}")).collect())
}

/// The tree of areas.
///
/// # Errors
/// That it could not be fetched, or what is wrong with it.
pub async fn areas(folder: &str) -> Result<Rc<AreaTree>, String> {
    let text = text(&format!("{folder}/areas-example.json")).await?;
    areas::read(&text)
        .map(Rc::new)
        .map_err(|problems| problems.to_string())
}
