//! One of several, any of several: big rows, with the "other" text under its choice.

use survey_core::base::Value;
use survey_core::interview::{ChoiceView, Control, QuestionView};

use super::{Ink, Said, complaint, words};
use crate::dom::{el, el_of};
use crate::locale::Locale;
use crate::locale::fill::Fill;

/// One of several.
pub(super) fn single(
    locale: Locale,
    view: &QuestionView,
    choices: &[ChoiceView],
    other: Option<&QuestionView>,
) -> Ink {
    let mut list = el_of("div", "choices");
    for (idx, choice) in choices.iter().enumerate() {
        let value = Value::Text(choice.name.clone());
        list = list
            .with(row("radio", idx, choice, view, view.read_only, value))
            .with_some(other_text(locale, choice, other));
    }
    list
}

/// Any of several; none more if that `is_full`.
pub(super) fn multiple(
    locale: Locale,
    view: &QuestionView,
    choices: &[ChoiceView],
    is_full: bool,
    other: Option<&QuestionView>,
) -> Ink {
    let mut list = el_of("div", "choices");
    for (idx, choice) in choices.iter().enumerate() {
        let disabled = view.read_only || is_full && !choice.chosen && !choice.exclusive;
        let value = Value::Many(toggled(choices, &choice.name));
        list = list
            .with(row("checkbox", idx, choice, view, disabled, value))
            .with_some(other_text(locale, choice, other));
    }
    list
}

/// A box that confirms.
pub(super) fn acknowledge(locale: Locale, view: &QuestionView, ticked: bool) -> Ink {
    let said = if ticked {
        Said::clear(&view.place)
    } else {
        Said::value(&view.place, Value::Text("OK".to_owned()))
    };
    let input = el("input")
        .set("type", "checkbox")
        .attr("name", view.place.clone())
        .checked(ticked)
        .flag("disabled", view.read_only)
        .choose(said);
    let words = el_of("span", "choice-label").words(locale.words(Fill::Confirm));
    let row = el_of("label", "choice")
        .class_if("chosen", ticked)
        .with(input)
        .with(words);
    el_of("div", "choices").with(row)
}

/// What is ticked when `name` is ticked or unticked. Exclusive choices are core's business.
fn toggled(choices: &[ChoiceView], name: &str) -> Vec<String> {
    let ticked = choices.iter().filter(|it| it.chosen != (it.name == name));
    ticked.map(|it| it.name.clone()).collect()
}

/// A choice; `value` is the answer after it is picked or ticked.
fn row(
    kind: &'static str,
    idx: usize,
    choice: &ChoiceView,
    view: &QuestionView,
    disabled: bool,
    value: Value,
) -> Ink {
    let input = el("input")
        .set("type", kind)
        .attr("name", view.place.clone())
        .attr("value", choice.name.clone())
        .checked(choice.chosen)
        .flag("disabled", disabled)
        .choose(Said::value(&view.place, value));
    let row = el_of("label", "choice")
        .key(&choice.name)
        .class_if("chosen", choice.chosen)
        .class_if("disabled", disabled)
        .attr("data-choice", choice.name.clone())
        .with(input)
        .with(el_of("span", "choice-label").words(choice.label.clone()));
    if idx >= 10 {
        return row;
    }
    let digit = el_of("span", "digit").set("aria-hidden", "true");
    row.with(digit.words(((idx + 1) % 10).to_string()))
}

/// The field beneath the choice it explains.
fn other_text(locale: Locale, choice: &ChoiceView, other: Option<&QuestionView>) -> Option<Ink> {
    let view = other.filter(|_| choice.other && choice.chosen)?;
    let Control::Text {
        text, max_length, ..
    } = &view.control
    else {
        return None;
    };
    let block = el_of("div", "other")
        .key(&["/", &choice.name].concat())
        .attr("data-place", view.place.clone())
        .set("role", "group");
    Some(words(block, locale, view, text, *max_length, 1).with(complaint(locale, view)))
}
