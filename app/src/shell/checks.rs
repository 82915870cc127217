//! Case files for a check of the mathematics.

use js_sys::Array;
use survey_core::base::DateTime;
use wasm_bindgen::JsValue;
use web_sys::Blob;

use super::{clock, documents, page};
use crate::desk::{CaseFiles, Cases, Certificate, Picked};
use crate::worker::protocol::Checked;

/// Where the site keeps its case files; nothing else fetches them.
const CHECKS: &str = "checks";

/// The files, put together for the worker.
///
/// # Errors
/// Which of the site's could not be fetched, or that files cannot be read.
pub(super) async fn gather(cases: Cases) -> Result<CaseFiles, String> {
    match cases {
        Cases::Site => of_site().await,
        Cases::Files(picked) => together(&picked),
    }
}

async fn of_site() -> Result<CaseFiles, String> {
    let (mut names, parts) = (Vec::new(), Array::new());
    for address in documents::index(CHECKS).await? {
        let text = documents::text(&address).await?;
        let name = address.rsplit('/').next().unwrap_or(&address);
        names.push((name.to_owned(), text.len() as u64));
        parts.push(&JsValue::from_str(&text));
    }
    let blob = Blob::new_with_str_sequence(&parts).map_err(|_| "the files cannot be kept")?;
    Ok(CaseFiles {
        of_site: true,
        names,
        blob,
    })
}

fn together(picked: &[Picked]) -> Result<CaseFiles, String> {
    let parts: Array = picked.iter().map(|it| JsValue::from(&it.blob)).collect();
    let blob = Blob::new_with_blob_sequence(&parts).map_err(|_| "the files cannot be read")?;
    let size = |it: &Picked| (it.name.clone(), it.blob.size() as u64);
    Ok(CaseFiles {
        of_site: false,
        names: picked.iter().map(size).collect(),
        blob,
    })
}

/// What was computed, with the machine that did it and the moment.
pub(super) fn certify(checked: Checked) -> Certificate {
    let now = DateTime::from_unix_millis(clock::now(), clock::offset());
    Certificate {
        checked,
        machine: page::machine(),
        at: now.map_or_else(String::new, |it| it.to_string()),
        direct: false,
    }
}
