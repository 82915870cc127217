//! What is typed: numbers, words, dates and times.

use std::rc::Rc;

use survey_core::base::Value;
use survey_core::expr::number_to_text;
use survey_core::interview::QuestionView;

use super::{Ink, Said, described_by, id_of};
use crate::dom::{Typed, el_of};
use crate::locale::Locale;
use crate::locale::fill::Fill;

/// A number, at least the first bound and at most the second.
pub(super) fn number(
    block: Ink,
    locale: Locale,
    view: &QuestionView,
    text: &str,
    whole: bool,
    bounds: (Option<f64>, Option<f64>),
) -> Ink {
    let (min, max) = bounds;
    let (min, max) = (min.map(number_to_text), max.map(number_to_text));
    let bounds = match (min, max) {
        (Some(min), Some(max)) => Some(Fill::NumberBetween { min, max }),
        (Some(min), None) => Some(Fill::NumberFrom { min }),
        (None, Some(max)) => Some(Fill::NumberTo { max }),
        (None, None) => None,
    };
    let invalid = if view.complaint.is_some() {
        "true"
    } else {
        "false"
    };
    let field = el_of("input", "field field-number")
        .set("type", "text")
        .set("autocomplete", "off")
        .set("inputmode", if whole { "numeric" } else { "decimal" })
        .attr("aria-labelledby", id_of(view, "label"))
        .set("aria-invalid", invalid);
    let hint = bounds.map(|it| el_of("p", "hint").words(locale.words(it)));
    block.with_some(hint).with(typed(field, view, text))
}

/// Words, on one line or several, and how many there may be.
pub(super) fn words(
    block: Ink,
    locale: Locale,
    view: &QuestionView,
    text: &str,
    max_length: Option<u32>,
    rows: u32,
) -> Ink {
    let field = if rows <= 1 {
        let name = view.is_other.then(|| view.label.clone());
        el_of("input", "field")
            .set("type", "text")
            .set("autocomplete", "off")
            .maybe("placeholder", name.clone())
            .maybe("aria-label", name)
    } else {
        el_of("textarea", "field").attr("rows", rows.clamp(2, 12).to_string())
    };
    let labelled_by = (!view.is_other).then(|| id_of(view, "label"));
    let field = field.maybe("aria-labelledby", labelled_by);
    let counter = max_length.map(|max| {
        let n = text.chars().count();
        el_of("p", "hint counter")
            .class_if("over", n > max as usize)
            .words(locale.words(Fill::Characters { n, max }))
    });
    block.with(typed(field, view, text)).with_some(counter)
}

/// A date or a time, as `kind` says, with the browser's own picker.
pub(super) fn moment(view: &QuestionView, kind: &'static str, text: &str) -> Ink {
    el_of("input", "field field-moment")
        .set("type", kind)
        .value(text)
        .flag("readonly", view.read_only)
        .attr("aria-labelledby", id_of(view, "label"))
        .maybe("aria-describedby", described_by(view))
        .typed(None, Some(telling(view, answered)))
}

/// The words of a field that is typed into.
fn typed(field: Ink, view: &QuestionView, text: &str) -> Ink {
    field
        .maybe("aria-describedby", described_by(view))
        .flag("readonly", view.read_only)
        .value(text)
        .typed(
            Some(telling(view, Said::Typing)),
            Some(telling(view, answered)),
        )
}

fn answered(place: String, text: String) -> Said {
    Said::value(&place, Value::Text(text))
}

/// A function pointer, so that there is one closure for all fields.
pub(super) fn telling(view: &QuestionView, said: fn(String, String) -> Said) -> Typed<Said> {
    let place = view.place.clone();
    Rc::new(move |text| said(place.clone(), text))
}
