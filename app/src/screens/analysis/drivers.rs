//! What goes with a question.

use yew::prelude::*;

use super::PartProps;
use super::card::ChartCard;
use super::cross::VariableChoice;
use crate::desk::{Action, Place};
use crate::figures::drivers;
use crate::locale::analysis::Analysis as Say;
use crate::locale::responses::Responses;
use crate::locale::use_locale;
use crate::screens::parts::Waiting;
use crate::store::use_desk;

/// Drivers of an outcome.
#[component]
pub(super) fn DriversTab(props: &PartProps) -> Html {
    let locale = use_locale();
    let slot = &props.view().drivers;
    let about = props.about(locale);
    let send = use_desk();
    let found = match (slot.value(), slot.failure()) {
        (_, Some(why)) => {
            return html! { <p class="complaint" role="alert">{ locale.say(Responses::Failed { why: why.to_owned() }) }</p> };
        }
        (None, None) => return html! { <Waiting /> },
        (Some(it), None) => it,
    };
    if found.outcome.is_empty() {
        return html! { <p class="nothing">{ locale.say(Say::NoDrivers) }</p> };
    }
    let content = match drivers(&about, found) {
        Some(drawn) => html! {
            <ChartCard {drawn} stale={slot.is_waiting()} simulated={about.simulated} />
        },
        None => html! {
            <p class="nothing" role="status">{ locale.say(Say::DriversFew { complete: found.complete }) }</p>
        },
    };
    let (outcome, battery) = (found.outcome.clone(), found.battery.clone());
    let look = send.reform(|(outcome, battery): (String, String)| {
        Action::Look(Place::Drivers(outcome, battery))
    });
    let on_outcome = look.reform(move |outcome: String| (outcome, battery.clone()));
    let on_battery = look.reform(move |battery: String| (outcome.clone(), battery));
    html! {
        <div class="study">
            <div class="choice-row">
                <VariableChoice words={locale.say(Say::DriversOutcome)} variables={found.outcomes.clone()} chosen={found.outcome.clone()} on_choose={on_outcome} about={about.clone()} />
                <VariableChoice words={locale.say(Say::DriversBattery)} variables={found.batteries.clone()} chosen={found.battery.clone()} on_choose={on_battery} {about} />
            </div>
            <p class="hint" data-caution="">{ locale.say(Say::DriversCaution) }</p>
            { content }
        </div>
    }
}
