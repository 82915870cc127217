//! Reasons for giving no value: last, smaller, and in an interview not read aloud.

use survey_core::interview::{Control, QuestionView};

use super::{Ink, Said, Scene};
use crate::dom::{el, el_of};
use crate::locale::fill::Fill;

/// The reasons that are offered, and taking the answer back.
pub(super) fn reasons(scene: Scene, view: &QuestionView) -> Option<Ink> {
    // In a row of radios, a reason is one of them; beside ticks and fields it is a switch.
    let is_radio = matches!(view.control, Control::SelectOne(_) | Control::Range(_));
    let may_clear = is_radio && !view.required && is_answered(view);
    if view.missing.is_empty() && !may_clear {
        return None;
    }
    let mut block = el_of("div", "reasons");
    if scene.interviewer && !view.missing.is_empty() {
        block = block.with(el_of("p", "reasons-note").words(scene.locale.words(Fill::NotRead)));
    }
    for it in &view.missing {
        let said = if it.chosen && !is_radio {
            Said::clear(&view.place)
        } else {
            Said::missing(&view.place, it.reason)
        };
        let input = el("input")
            .set("type", if is_radio { "radio" } else { "checkbox" })
            .attr("name", view.place.clone())
            .set("value", it.reason.name())
            .checked(it.chosen)
            .flag("disabled", view.read_only)
            .choose(said);
        block = block.with(
            el_of("label", "reason")
                .class_if("chosen", it.chosen)
                .set("data-missing", it.reason.name())
                .with(input)
                .with(el("span").words(it.label.clone())),
        );
    }
    if may_clear {
        let clear = el_of("button", "plain clear")
            .set("type", "button")
            .set("data-do", "clear")
            .press(Said::clear(&view.place));
        block = block.with(clear.words(scene.locale.words(Fill::Clear)));
    }
    Some(block)
}

fn is_answered(view: &QuestionView) -> bool {
    let chosen = match &view.control {
        Control::SelectOne(choices) | Control::Consent(choices) => {
            choices.iter().any(|it| it.chosen)
        }
        Control::Range(it) => it.answer().is_some(),
        Control::Note
        | Control::SelectMultiple { .. }
        | Control::Seek(_)
        | Control::Number { .. }
        | Control::Text { .. }
        | Control::Date(_)
        | Control::Time(_)
        | Control::Area { .. }
        | Control::Rank { .. }
        | Control::DateTime(_)
        | Control::Geo { .. }
        | Control::File { .. }
        | Control::Barcode(_)
        | Control::Acknowledge(_)
        | Control::Repeat(_) => false,
    };
    chosen || view.missing.iter().any(|it| it.chosen)
}
