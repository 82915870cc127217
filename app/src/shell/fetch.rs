//! Files that came with the site.

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
