//! Reasons for giving no value: last, smaller, and in an interview not read aloud.

use survey_core::interview::{Control, QuestionView};
use yew::prelude::*;

use super::use_ask;
use crate::locale::fill::Fill;
use crate::locale::use_locale;

#[derive(PartialEq, Properties)]
pub(super) struct ReasonsProps {
    pub(super) view: QuestionView,
    pub(super) interviewer: bool,
}

/// The reasons that are offered, and taking the answer back.
#[component]
pub(super) fn Reasons(props: &ReasonsProps) -> Html {
    let ask = use_ask();
    let locale = use_locale();
    let view = &props.view;
    // In a row of radios, a reason is one of them; beside ticks and fields it is a switch.
    let is_radio = matches!(view.control, Control::SelectOne(_) | Control::Range { .. });
    let reasons = view.missing.iter().map(|it| {
        let (ask, place) = (ask.clone(), view.place.clone());
        let (reason, chosen) = (it.reason, it.chosen);
        let onchange = Callback::from(move |_: Event| {
            if chosen && !is_radio {
                ask.clear(&place);
            } else {
                ask.missing(&place, reason);
            }
        });
        html! {
            <label class={classes!("reason", chosen.then_some("chosen"))} data-missing={reason.name()}>
                <input type={if is_radio { "radio" } else { "checkbox" }} name={view.place.clone()}
                    value={reason.name()} checked={chosen} disabled={view.read_only} {onchange} />
                <span>{ &it.label }</span>
            </label>
        }
    });
    let may_clear = is_radio && !view.required && is_answered(view);
    if view.missing.is_empty() && !may_clear {
        return Html::default();
    }
    let place = view.place.clone();
    let clear = {
        let ask = ask.clone();
        Callback::from(move |_: MouseEvent| ask.clear(&place))
    };
    html! {
        <div class="reasons">
            if props.interviewer && !view.missing.is_empty() {
                <p class="reasons-note">{ locale.say(Fill::NotRead) }</p>
            }
            { for reasons }
            if may_clear {
                <button type="button" class="plain clear" data-do="clear" onclick={clear}>
                    { locale.say(Fill::Clear) }
                </button>
            }
        </div>
    }
}

fn is_answered(view: &QuestionView) -> bool {
    let chosen = match &view.control {
        Control::SelectOne(choices) | Control::Consent(choices) => {
            choices.iter().any(|it| it.chosen)
        }
        Control::Range { points, .. } => points.iter().any(|it| it.1),
        Control::Note
        | Control::SelectMultiple { .. }
        | Control::Number { .. }
        | Control::Text { .. }
        | Control::Date(_)
        | Control::Time(_)
        | Control::Area { .. }
        | Control::Repeat(_) => false,
    };
    chosen || view.missing.iter().any(|it| it.chosen)
}
