//! What a device captures. The resident's page has no room for it and says so.

use survey_core::interview::QuestionView;
use survey_core::questionnaire::{Geo, Medium};

use super::Ink;
use super::fields::words;
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

/// Places on earth: measured in the workspace, typed elsewhere.
pub(super) fn places(block: Ink, locale: Locale, view: &QuestionView, geo: Geo, text: &str) -> Ink {
    let hint = match geo {
        Geo::Point => Fill::GeoPoint,
        Geo::Trace | Geo::Shape => Fill::GeoLine,
    };
    let hint = el_of("p", "hint").words(locale.words(hint));
    let rows = if geo == Geo::Point { 1 } else { 4 };
    let typed = words(
        el_of("div", "places-typed").with(hint),
        locale,
        view,
        text,
        None,
        rows,
    );
    #[cfg(feature = "workspace")]
    let typed = typed.live(crate::capture::geo(locale, view, geo, text));
    block.with(typed)
}

/// What a code says: typed, and in the workspace seen by the camera as well.
pub(super) fn code(block: Ink, locale: Locale, view: &QuestionView, text: &str) -> Ink {
    let hint = el_of("p", "hint").words(locale.words(Fill::TypeCode));
    let block = words(block.with(hint), locale, view, text, None, 1);
    #[cfg(feature = "workspace")]
    let block = block.with(el_of("div", "capture").live(crate::capture::code(locale, view)));
    block
}
