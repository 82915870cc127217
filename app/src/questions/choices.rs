//! One of several, any of several: big rows, with the "other" text under its choice.

use survey_core::base::Value;
use survey_core::interview::{ChoiceView, QuestionView};
use yew::prelude::*;

use super::fields::Words;
use super::{Complaint, use_ask};
use crate::locale::fill::Fill;
use crate::locale::use_locale;
use survey_core::interview::Control;

#[derive(PartialEq, Properties)]
pub(super) struct SingleProps {
    pub(super) view: QuestionView,
    pub(super) choices: Vec<ChoiceView>,
    pub(super) other: Option<QuestionView>,
}

/// One of several.
#[component]
pub(super) fn Single(props: &SingleProps) -> Html {
    let ask = use_ask();
    let rows = props.choices.iter().enumerate().map(|(idx, choice)| {
        let (ask, place, name) = (ask.clone(), props.view.place.clone(), choice.name.clone());
        let onchange = Callback::from(move |_: Event| ask.value(&place, Value::Text(name.clone())));
        html! {
            <>
                <Row kind="radio" {idx} choice={choice.clone()} view={props.view.clone()}
                    disabled={props.view.read_only} {onchange} />
                { other_text(choice, props.other.as_ref()) }
            </>
        }
    });
    html! { <div class="choices">{ for rows }</div> }
}

#[derive(PartialEq, Properties)]
pub(super) struct MultipleProps {
    pub(super) view: QuestionView,
    pub(super) choices: Vec<ChoiceView>,
    pub(super) max: Option<u32>,
    pub(super) n_ticks: u32,
    pub(super) other: Option<QuestionView>,
}

/// Any of several.
#[component]
pub(super) fn Multiple(props: &MultipleProps) -> Html {
    let ask = use_ask();
    let locale = use_locale();
    let is_full = props.max.is_some_and(|max| props.n_ticks >= max);
    let rows = props.choices.iter().enumerate().map(|(idx, choice)| {
        let (ask, place) = (ask.clone(), props.view.place.clone());
        let names = toggled(&props.choices, &choice.name);
        let onchange =
            Callback::from(move |_: Event| ask.value(&place, Value::Many(names.clone())));
        let disabled = props.view.read_only || is_full && !choice.chosen && !choice.exclusive;
        html! {
            <>
                <Row kind="checkbox" {idx} choice={choice.clone()} view={props.view.clone()}
                    {disabled} {onchange} />
                { other_text(choice, props.other.as_ref()) }
            </>
        }
    });
    let hint = match props.max {
        Some(max) => locale.say(Fill::AtMost {
            max,
            n: props.n_ticks,
        }),
        None => locale.say(Fill::AnyNumber),
    };
    html! {
        <>
            <p class="hint" aria-live="polite">{ hint }</p>
            <div class="choices">{ for rows }</div>
        </>
    }
}

/// What is ticked when `name` is ticked or unticked. Exclusive choices are core's business.
fn toggled(choices: &[ChoiceView], name: &str) -> Vec<String> {
    let ticked = choices.iter().filter(|it| it.chosen != (it.name == name));
    ticked.map(|it| it.name.clone()).collect()
}

#[derive(PartialEq, Properties)]
struct RowProps {
    kind: &'static str,
    idx: usize,
    choice: ChoiceView,
    view: QuestionView,
    disabled: bool,
    onchange: Callback<Event>,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let choice = &props.choice;
    let disabled = props.disabled;
    let digit = (props.idx < 10).then_some((props.idx + 1) % 10);
    html! {
        <label class={classes!("choice", choice.chosen.then_some("chosen"), disabled.then_some("disabled"))}
            data-choice={choice.name.clone()}>
            <input type={props.kind} name={props.view.place.clone()} value={choice.name.clone()}
                checked={choice.chosen} {disabled} onchange={props.onchange.clone()} />
            <span class="choice-label">{ &choice.label }</span>
            if let Some(digit) = digit {
                <span class="digit" aria-hidden="true">{ digit }</span>
            }
        </label>
    }
}

/// The field beneath the choice it explains.
fn other_text(choice: &ChoiceView, other: Option<&QuestionView>) -> Html {
    let Some(view) = other.filter(|_| choice.other && choice.chosen) else {
        return Html::default();
    };
    let Control::Text {
        text, max_length, ..
    } = &view.control
    else {
        return Html::default();
    };
    html! {
        <div class="other" data-place={view.place.clone()} role="group">
            <Words text={text.clone()} max_length={*max_length} rows={1} view={view.clone()} />
            <Complaint view={view.clone()} />
        </div>
    }
}
