//! Responses as they are stored: canonical JSON with their digest.

use survey_core::format::response;
use survey_core::response::Response;

/// The response as canonical JSON; `None` if it breaks a rule of the format.
pub fn text(response: &Response) -> Option<String> {
    Some(response::record(response).ok()?.text().to_owned())
}
