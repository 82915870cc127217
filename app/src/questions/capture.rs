//! What a device captures. The resident's page has no room for it and says so.

use survey_core::interview::QuestionView;
use survey_core::questionnaire::Medium;

use super::Ink;
use crate::dom::el_of;
use crate::locale::Locale;
use crate::locale::fill::Fill;

/// A picture, a recording or another file.
pub(super) fn file(locale: Locale, view: &QuestionView, medium: Medium, name: &str) -> Ink {
    let words = if name.is_empty() {
        locale.words(Fill::NoFilesHere)
    } else {
        name.to_owned().into()
    };
    let sentence = el_of("p", "hint").words(words);
    #[cfg(feature = "workspace")]
    let sentence = sentence.live(crate::capture::file(locale, view, medium, name));
    #[cfg(not(feature = "workspace"))]
    let _ = (view, medium);
    sentence
}
