//! Responses as they are stored: canonical JSON with their digest.

use survey_core::format::response;
use survey_core::response::Response;

/// The response as canonical JSON.
pub fn text(response: &Response) -> String {
    response::text(response)
}
