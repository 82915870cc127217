//! What must be known before anything is read.

use yew::prelude::*;

use super::DeskProps;
use crate::desk::{Action, Trouble};
use crate::locale::responses::{Responses as Say, grouped};
use crate::locale::use_locale;
use crate::store::use_desk;
use crate::widgets::{Icon, icon};

/// Some responses are made up.
#[component]
pub(super) fn Simulated(props: &DeskProps) -> Html {
    let locale = use_locale();
    let n = props.desk.holdings.simulated;
    if n == 0 {
        return Html::default();
    }
    html! {
        <div class="banner banner-simulated" data-simulated="">
            { icon(Icon::Info) }<p>{ locale.say(Say::SimulatedBanner { n }) }</p>
        </div>
    }
}

/// What did not work, and what could not be used.
#[component]
pub(in crate::screens) fn Troubles(props: &DeskProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let desk = &props.desk;
    let dismiss = send.reform(|_: MouseEvent| Action::DismissTrouble);
    let trouble = desk.trouble.as_ref().map(|it| match it {
        Trouble::NotKept(name) => Say::NotKept { name: name.clone() },
        Trouble::Crashed => Say::Crashed,
        Trouble::Said(why) => Say::Failed { why: why.clone() },
    });
    html! {
        <>
            if desk.direct {
                <div class="banner" data-direct="">{ icon(Icon::Info) }<p>{ locale.say(Say::Direct) }</p></div>
            }
            if let Some(trouble) = trouble {
                <div class="banner banner-bad" role="alert" data-trouble="">
                    { icon(Icon::Info) }<p>{ locale.say(trouble) }</p>
                    <button type="button" class="plain" onclick={dismiss}>{ locale.say(Say::Dismiss) }</button>
                </div>
            }
            <Problems problems={desk.holdings.problems.clone()} />
        </>
    }
}

#[derive(PartialEq, Properties)]
struct ProblemsProps {
    problems: Vec<(String, u32)>,
}

/// Questionnaires, areas and responses that could not be used as they are.
#[component]
fn Problems(props: &ProblemsProps) -> Html {
    let locale = use_locale();
    let problems = &props.problems;
    if problems.is_empty() {
        return Html::default();
    }
    let n = problems.len() as u32;
    let rows = problems.iter().map(|(what, times)| {
        let times = (*times > 1).then(|| html! { <b>{ format!(" × {}", grouped(*times)) }</b> });
        html! { <li><code>{ what }</code>{ for times }</li> }
    });
    html! {
        <details class="problems" data-problems={n.to_string()}>
            <summary>{ locale.say(Say::Problems { n }) }</summary>
            <ul lang="en">{ for rows }</ul>
        </details>
    }
}
