//! One community beside all others, and the way to it.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::PartProps;
use super::card::ChartCard;
use crate::desk::{Action, Place};
use crate::figures::area_page;
use crate::locale::areas::Areas as Say;
use crate::locale::responses::Responses;
use crate::locale::use_locale;
use crate::screens::parts::Waiting;
use crate::state::Route;
use crate::store::use_desk;

/// One community's own page.
#[component]
pub(super) fn AreaTab(props: &PartProps) -> Html {
    let locale = use_locale();
    let slot = &props.view().area;
    let found = match (slot.value(), slot.failure()) {
        (_, Some(why)) => {
            return html! { <p class="complaint" role="alert">{ locale.say(Responses::Failed { why: why.to_owned() }) }</p> };
        }
        (None, None) => return html! { <Waiting /> },
        (Some(it), None) => it,
    };
    let about = props.about(locale);
    let simulated = about.simulated;
    let content = match area_page(&about, found).filter(|_| found.n > 0) {
        Some(drawn) => html! { <ChartCard {drawn} stale={slot.is_waiting()} {simulated} /> },
        None => html! { <p class="nothing" role="status">{ locale.say(Say::Nobody) }</p> },
    };
    let back = props.view().measured().map(|it| {
        let (kind, name) = crate::desk::measure_key(it);
        Route::Analysis(format!("communities/{kind}/{name}")).href()
    });
    html! {
        <div class="study">
            <div class="choice-row">
                <AreaChoice areas={found.areas.clone()} chosen={found.code.clone()} />
                { for back.map(|href| html! { <a class="button secondary" data-do="all-areas" {href}>{ locale.say(Say::Back) }</a> }) }
            </div>
            { content }
        </div>
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct AreaChoiceProps {
    /// Code and name.
    pub(super) areas: Vec<(String, String)>,
    pub(super) chosen: String,
}

/// The way to a community's page.
#[component]
pub(super) fn AreaChoice(props: &AreaChoiceProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let onchange = Callback::from(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        if !select.value().is_empty() {
            send.emit(Action::Look(Place::Area(select.value())));
        }
    });
    let options = props.areas.iter().map(|(code, label)| {
        html! { <option value={code.clone()} selected={*code == props.chosen}>{ label }</option> }
    });
    let known = props.areas.iter().any(|it| it.0 == props.chosen);
    html! {
        <label class="labelled"><span>{ locale.say(Say::Open) }</span>
            <select class="field" data-do="open-area" {onchange}>
                if !known { <option value="" selected={true}>{ locale.say(Say::Choose) }</option> }
                { for options }
            </select>
        </label>
    }
}
