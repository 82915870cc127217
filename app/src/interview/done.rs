//! Thanks, and the receipt code.

use std::rc::Rc;

use survey_core::interview::{Stage, View};
use yew::prelude::*;

use crate::locale::fill::Fill;
use crate::locale::use_locale;
use crate::questions::markup;
use crate::widgets::{Icon, icon};

#[derive(PartialEq, Properties)]
pub(super) struct DoneProps {
    pub(super) view: Rc<View>,
    pub(super) after: Html,
}

/// The end.
#[component]
pub(super) fn DoneScreen(props: &DoneProps) -> Html {
    let locale = use_locale();
    let view = &props.view;
    let whole = view.stage == Stage::Finished;
    let title = if whole { Fill::ThankYou } else { Fill::Stopped };
    let end = view.end.clone().filter(|_| whole);
    html! {
        <div class="done">
            <div class="done-mark">{ icon(Icon::Check) }</div>
            <h1 tabindex="-1" data-heading="">{ locale.say(title) }</h1>
            if let Some(end) = end {
                <p class="lead">{ markup(&end) }</p>
            } else if !whole {
                <p class="lead">{ locale.say(Fill::StoppedThanks) }</p>
            }
            <div class="receipt">
                <p>{ locale.say(Fill::Receipt) }</p>
                <output class="receipt-code" data-receipt="">{ spaced(&view.receipt) }</output>
                <p class="hint">{ locale.say(Fill::ReceiptHelp) }</p>
            </div>
            { props.after.clone() }
        </div>
    }
}

/// Two groups of four, which people read out without a slip.
fn spaced(code: &str) -> Html {
    let (first, second) = code.split_at(code.len() / 2);
    html! { <><span>{ first }</span><span>{ second }</span></> }
}
