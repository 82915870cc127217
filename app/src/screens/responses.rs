//! Responses on this device.

use yew::prelude::*;

use super::parts::{Empty, Waiting};
use crate::locale::responses::Responses as Say;
use crate::locale::use_locale;
use crate::state::Remote;
use crate::widgets::Icon;

#[derive(PartialEq, Properties)]
pub(super) struct ResponsesProps {
    pub(super) n_stored: Remote<usize>,
}

/// Responses.
#[component]
pub(super) fn ResponsesScreen(props: &ResponsesProps) -> Html {
    let locale = use_locale();
    let content = match &props.n_stored {
        Remote::Waiting => html! { <Waiting /> },
        Remote::Failed(why) => html! { <Waiting failed={why.clone()} /> },
        Remote::Ready(0) => html! {
            <Empty icon={Icon::Responses} title={locale.say(Say::Empty)} help={locale.say(Say::EmptyHelp)} />
        },
        Remote::Ready(n) => html! { <p class="lead">{ locale.say(Say::Count { n: *n }) }</p> },
    };
    html! {
        <section class="screen" data-screen="responses">
            <header class="screen-head">
                <h1 tabindex="-1" data-heading="">{ locale.say(Say::Title) }</h1>
            </header>
            { content }
        </section>
    }
}
