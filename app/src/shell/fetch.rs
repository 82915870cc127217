//! Files that came with the site.

use std::rc::Rc;
use std::sync::Arc;

use serde_json::Value as Json;
use survey_core::base::{AreaTree, Text};
use survey_core::format::{areas, survey};
use survey_core::questionnaire::Questionnaire;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// Why a file did not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The server answered that there is none.
    Absent,
    /// No whole answer came.
    Unreachable,
}

/// A file's text.
///
/// # Errors
/// That the network or the server did not give it.
pub async fn text(address: &str) -> Result<String, Failure> {
    let lost = |_| Failure::Unreachable;
    let window = web_sys::window().ok_or(Failure::Unreachable)?;
    let response = JsFuture::from(window.fetch_with_str(address))
        .await
        .map_err(lost)?;
    let response: Response = response.dyn_into().map_err(lost)?;
    match (response.ok(), response.status()) {
        (true, _) => {}
        (false, 404 | 410) => return Err(Failure::Absent),
        (false, _) => return Err(Failure::Unreachable),
    }
    let text = JsFuture::from(response.text().map_err(lost)?)
        .await
        .map_err(lost)?;
    text.as_string().ok_or(Failure::Unreachable)
}

/// A file's text, or a sentence that says why there is none.
///
/// # Errors
/// As [`text`].
pub async fn text_or_words(address: &str) -> Result<String, String> {
    text(address).await.map_err(|failure| match failure {
        Failure::Absent => format!("there is no {address}"),
        Failure::Unreachable => format!("{address} could not be fetched"),
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
    let default = &read.questionnaire.default_language;
    Ok(Fetched {
        purpose: words(&read.document["purpose"], default),
        form: Arc::new(read.questionnaire),
        document: document.into(),
    })
}

/// The files that the index of surveys names.
///
/// # Errors
/// That the index could not be fetched or read.
pub async fn index(folder: &str) -> Result<Vec<String>, String> {
    let text = text_or_words(&format!("{folder}/index.json")).await?;
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
    let text = text_or_words(&format!("{folder}/areas-example.json")).await?;
    areas::read(&text)
        .map(Rc::new)
        .map_err(|problems| problems.to_string())
}

fn words(words: &Json, default: &str) -> Text {
    match words {
        Json::String(text) => Text::new(default, text.clone()),
        Json::Object(map) => Text::from_pairs(
            map.iter()
                .map(|(lang, it)| (lang.clone(), it.as_str().unwrap_or_default().to_owned())),
        ),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Array(_) => Text::default(),
    }
}
