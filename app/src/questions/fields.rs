//! What is typed: numbers, words, dates and times.

use std::rc::Rc;

use survey_core::base::Value;
use survey_core::expr::number_to_text;
use survey_core::interview::QuestionView;
use survey_core::questionnaire::Outside;

use super::{IN_FULL, Ink, Said, described_by, id_of};
use crate::dom::{Typed, el_of};
use crate::locale::Locale;
use crate::locale::fill::Fill;
use crate::locale::special::Special;

/// A number, at least the first bound and at most the second.
pub(super) fn number(
    block: Ink,
    locale: Locale,
    view: &QuestionView,
    text: &str,
    whole: bool,
    bounds: (Option<f64>, Option<f64>),
) -> Ink {
    let (min, max) = (bounds.0.map(number_to_text), bounds.1.map(number_to_text));
    let bearing = IN_FULL && view.look.number.bearing;
    let words = match (min, max) {
        (Some(min), Some(max)) => Some(locale.words(Fill::NumberBetween { min, max })),
        (Some(min), None) => Some(locale.words(Fill::NumberFrom { min })),
        (None, Some(max)) => Some(locale.words(Fill::NumberTo { max })),
        (None, None) => bearing.then(|| locale.words(Special::Bearing)),
    };
    let hint = words.map(|it| el_of("p", "hint").words(it));
    let field = el_of("input", "field field-number")
        .set("type", "text")
        .set("autocomplete", "off")
        .set("inputmode", if whole { "numeric" } else { "decimal" })
        .attr("aria-labelledby", id_of(view, "label"))
        .set("aria-invalid", invalid(view));
    let field = if IN_FULL && view.look.number.thousands {
        grouped(field, view, text)
    } else {
        typed(field, view, text)
    };
    let block = block.with_some(outside(locale, view)).with_some(hint);
    if IN_FULL && view.look.number.counter {
        block.with(counter(locale, view, text, bounds, field))
    } else {
        block.with(field)
    }
}

fn invalid(view: &QuestionView) -> &'static str {
    if view.complaint.is_some() {
        "true"
    } else {
        "false"
    }
}

/// The field between buttons for one less and one more. A blank counts as 0.
fn counter(
    locale: Locale,
    view: &QuestionView,
    text: &str,
    (min, max): (Option<f64>, Option<f64>),
    field: Ink,
) -> Ink {
    let now = text.trim().parse::<f64>().ok();
    let button = |by: f64, name, does, sign: &'static str| {
        let mut to = now.unwrap_or(0.0) + by;
        if now.is_none() {
            // From nothing, one goes to the nearest number there may be.
            to = to.max(min.unwrap_or(0.0));
        }
        let beyond = min.is_some_and(|it| to < it) || max.is_some_and(|it| to > it);
        el_of("button", "secondary step")
            .set("type", "button")
            .set("data-do", does)
            .attr("aria-label", locale.words(name))
            .flag("disabled", view.read_only || beyond)
            .press(Said::value(&view.place, Value::Number(to)))
            .words(sign)
    };
    el_of("div", "counting")
        .with(button(-1.0, Special::OneLess, "step-down", "−"))
        .with(field)
        .with(button(1.0, Special::OneMore, "step-up", "+"))
}

/// What would be needed to answer as the author meant it.
fn outside(locale: Locale, view: &QuestionView) -> Option<Ink> {
    let words = match view.look.outside.filter(|_| IN_FULL)? {
        Outside::App => Special::NeedsApp,
        Outside::Printer => Special::NeedsPrinter,
    };
    Some(el_of("p", "hint").words(locale.words(words)))
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
    let look = view.look.text;
    let secret = look.masked || look.hidden;
    let rows = if look.multiline { rows.max(4) } else { rows };
    let field = if rows <= 1 || secret {
        let name = view.is_other.then(|| view.label.clone());
        let mode = if look.numbers || look.thousands {
            Some("numeric")
        } else {
            look.url.then_some("url")
        };
        el_of("input", "field")
            .set("type", if secret { "password" } else { "text" })
            .set("autocomplete", if secret { "new-password" } else { "off" })
            .maybe("inputmode", mode.map(str::to_owned))
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
    let field = if IN_FULL && look.thousands {
        grouped(field, view, text)
    } else {
        typed(field, view, text)
    };
    block
        .with_some(outside(locale, view))
        .with(field)
        .with_some(counter)
        .with_some((IN_FULL && look.url).then(|| link(locale, text)).flatten())
}

/// The way to an address that was given. Only addresses of the web lead anywhere.
fn link(locale: Locale, text: &str) -> Option<Ink> {
    let start = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let leads = start.starts_with("https://") || start.starts_with("http://");
    let link = el_of("a", "button secondary")
        .attr("href", text.to_owned())
        .set("target", "_blank")
        .set("rel", "noopener noreferrer");
    leads.then(|| el_of("p", "link-row").with(link.words(locale.words(Special::OpenLink))))
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

/// A field whose number stands in groups of three digits while nobody types in it.
fn grouped(field: Ink, view: &QuestionView, text: &str) -> Ink {
    let plain = |place: String, text: String, said: fn(String, String) -> Said| {
        said(place, text.replace([',', '，', ' ', '\u{a0}'], ""))
    };
    let (each, whole) = (view.place.clone(), view.place.clone());
    field
        .maybe("aria-describedby", described_by(view))
        .flag("readonly", view.read_only)
        .value(&in_groups(text))
        .typed(
            Some(Rc::new(move |it| plain(each.clone(), it, Said::Typing))),
            Some(Rc::new(move |it| plain(whole.clone(), it, answered))),
        )
}

/// `1234567.5` as `1,234,567.5`; what is no number as it is.
pub(super) fn in_groups(text: &str) -> String {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    if whole.is_empty() || !whole.bytes().all(|it| it.is_ascii_digit()) {
        return text.to_owned();
    }
    let mut grouped = sign.to_owned();
    for (idx, digit) in whole.chars().enumerate() {
        if idx > 0 && (whole.len() - idx) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}

fn answered(place: String, text: String) -> Said {
    Said::value(&place, Value::Text(text))
}

/// A function pointer, so that there is one closure for all fields.
pub(super) fn telling(view: &QuestionView, said: fn(String, String) -> Said) -> Typed<Said> {
    let place = view.place.clone();
    Rc::new(move |text| said(place.clone(), text))
}

#[cfg(test)]
mod tests {
    use super::in_groups;

    #[test]
    fn digits_stand_in_groups_of_three() {
        for (text, grouped) in [
            ("1234567.5", "1,234,567.5"),
            ("-1000", "-1,000"),
            ("999", "999"),
            ("", ""),
            ("12a4", "12a4"),
            (".5", ".5"),
        ] {
            assert_eq!(in_groups(text), grouped);
        }
    }
}
