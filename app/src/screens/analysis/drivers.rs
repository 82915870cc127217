//! What goes with a question.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::PartProps;
use super::card::ChartCard;
use super::cross::{VariableChoice, full_name};
use crate::desk::{Action, Place};
use crate::figures::{About, drivers, quadrants};
use crate::locale::analysis::Analysis as Say;
use crate::locale::responses::Responses;
use crate::locale::use_locale;
use crate::screens::parts::Waiting;
use crate::store::use_desk;
use crate::worker::protocol::Drivers;

/// Questions that can be compared with each other.
const LEAST: usize = 2;

/// Drivers of an outcome.
#[component]
pub(super) fn DriversTab(props: &PartProps) -> Html {
    let locale = use_locale();
    let slot = &props.view().drivers;
    let about = props.about(locale);
    let failure = slot.failure().map(|why| {
        html! { <p class="complaint" role="alert">{ locale.say(Responses::Failed { why: why.to_owned() }) }</p> }
    });
    let found = match (slot.value(), failure.is_some()) {
        (Some(it), _) => it,
        (None, true) => return html! { { for failure } },
        (None, false) => return html! { <Waiting /> },
    };
    if found.outcome.is_empty() {
        return html! { <p class="nothing">{ locale.say(Say::NoDrivers) }</p> };
    }
    let stale = slot.is_waiting();
    let cards = [quadrants(&about, found), drivers(&about, found)];
    let content = match failure {
        Some(it) => it,
        None if cards.iter().all(Option::is_some) => {
            let cards = cards.into_iter().flatten().map(|drawn| {
                let key = drawn.key.clone();
                html! { <ChartCard {key} {drawn} {stale} simulated={about.simulated} /> }
            });
            html! { <div class="figures figures-long">{ for cards }</div> }
        }
        None => html! {
            <p class="nothing" role="status">{ locale.say(Say::DriversFew { complete: found.complete }) }</p>
        },
    };
    html! {
        <div class="study">
            <Choices found={(**found).clone()} about={about.clone()} />
            <p class="hint" data-caution="">{ locale.say(Say::DriversCaution) }</p>
            { content }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct ChoicesProps {
    found: Drivers,
    about: About,
}

/// The outcome, the battery, and its questions one by one.
#[component]
fn Choices(props: &ChoicesProps) -> Html {
    let locale = props.about.locale;
    let (found, about) = (&props.found, &props.about);
    let look = use_desk().reform(|(outcome, battery, items): (String, String, Vec<String>)| {
        Action::Look(Place::Drivers(outcome, battery, items))
    });
    let on_outcome = {
        let (battery, items) = (found.battery.clone(), found.items.clone());
        look.reform(move |outcome: String| (outcome, battery.clone(), items.clone()))
    };
    let on_battery = {
        let outcome = found.outcome.clone();
        look.reform(move |battery: String| (outcome.clone(), battery, Vec::new()))
    };
    let others = found.outcomes.iter().filter(|it| it.0 != found.outcome);
    let chosen = found
        .items
        .iter()
        .filter(|it| **it != found.outcome)
        .count();
    let item = |it: &(String, String)| {
        let is_chosen = found.items.contains(&it.0);
        let (name, items) = (it.0.clone(), found.items.clone());
        let (outcome, battery) = (found.outcome.clone(), found.battery.clone());
        let look = look.clone();
        let onchange = Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let mut items = items.clone();
            items.retain(|it| *it != name);
            if input.checked() {
                items.push(name.clone());
            }
            look.emit((outcome.clone(), battery.clone(), items));
        });
        // The last two stay: there is nothing to compare one with.
        let disabled = is_chosen && chosen <= LEAST;
        html! {
            <li><label class="toggle" data-item={it.0.clone()}>
                <input type="checkbox" checked={is_chosen} {disabled} {onchange} />
                <span>{ full_name(about, it) }</span>
            </label></li>
        }
    };
    html! {
        <>
            <div class="choice-row">
                <VariableChoice words={locale.say(Say::DriversOutcome)} variables={found.outcomes.clone()} chosen={found.outcome.clone()} on_choose={on_outcome} about={about.clone()} />
                <VariableChoice words={locale.say(Say::DriversBattery)} variables={found.batteries.clone()} chosen={found.battery.clone()} on_choose={on_battery} about={about.clone()} />
            </div>
            <details class="driver-items">
                <summary>{ locale.say(Say::DriversItems { n: chosen }) }</summary>
                <p class="hint">{ locale.say(Say::DriversItemsHelp) }</p>
                <ul>{ for others.map(item) }</ul>
            </details>
        </>
    }
}
