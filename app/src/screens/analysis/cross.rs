//! Two variables against each other.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::PartProps;
use super::card::ChartCard;
use crate::desk::{Action, Place};
use crate::figures::{About, cross, variable_name};
use crate::locale::analysis::Analysis as Say;
use crate::locale::responses::Responses;
use crate::locale::use_locale;
use crate::screens::parts::Waiting;
use crate::store::use_desk;

/// The two-way table.
#[component]
pub(super) fn CrossTab(props: &PartProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let slot = &props.view().cross;
    let about = props.about(locale);
    let content = match (slot.value(), slot.failure()) {
        (_, Some(why)) => {
            html! { <p class="complaint" role="alert">{ locale.say(Responses::Failed { why: why.to_owned() }) }</p> }
        }
        (None, None) => html! { <Waiting /> },
        (Some(it), None) => html! {
            <ChartCard drawn={cross(&about, it)} stale={slot.is_waiting()} simulated={about.simulated} />
        },
    };
    let (down, across) = props.view().crossed().unwrap_or_default();
    let (down, across) = (down.to_owned(), across.to_owned());
    let look = |place: fn(String, String) -> Place| {
        send.reform(move |(down, across): (String, String)| Action::Look(place(down, across)))
    };
    let look = look(Place::Cross);
    let on_down = {
        let across = across.clone();
        look.reform(move |down: String| (down, across.clone()))
    };
    let on_across = {
        let down = down.clone();
        look.reform(move |across: String| (down.clone(), across))
    };
    let swap = {
        let pair = (across.clone(), down.clone());
        look.reform(move |_: MouseEvent| pair.clone())
    };
    let variables = &props.outline.variables;
    html! {
        <div class="study">
            <div class="choice-row">
                <VariableChoice words={locale.say(Say::CrossDown)} variables={variables.clone()} chosen={down} on_choose={on_down} about={about.clone()} />
                <VariableChoice words={locale.say(Say::CrossAcross)} variables={variables.clone()} chosen={across} on_choose={on_across} {about} />
                <button type="button" class="secondary" data-do="swap" onclick={swap}>{ locale.say(Say::CrossSwap) }</button>
            </div>
            { content }
        </div>
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct VariableProps {
    pub(super) words: AttrValue,
    pub(super) variables: Vec<(String, String)>,
    pub(super) chosen: String,
    pub(super) on_choose: Callback<String>,
    pub(super) about: About,
}

/// One variable of several.
#[component]
pub(super) fn VariableChoice(props: &VariableProps) -> Html {
    let onchange = props.on_choose.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        select.value()
    });
    let options = props.variables.iter().map(|it| {
        let words = variable_name(&props.about, it);
        let words = if it.1.is_empty() {
            words
        } else {
            format!("{} {words}", it.0)
        };
        html! { <option value={it.0.clone()} selected={it.0 == props.chosen}>{ words }</option> }
    });
    html! {
        <label class="labelled"><span>{ &props.words }</span>
            <select class="field" {onchange}>{ for options }</select>
        </label>
    }
}
