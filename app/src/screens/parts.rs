//! Pieces that several screens share.

use yew::prelude::*;

use crate::locale::frame::Frame as Say;
use crate::locale::use_locale;
use crate::state::Action;
use crate::store::use_dispatch;
use crate::widgets::{Icon, icon};

/// What an empty state says.
#[derive(PartialEq, Properties)]
pub struct EmptyProps {
    /// What stands above the words.
    pub icon: Icon,
    /// What there is not.
    pub title: AttrValue,
    /// What to do next.
    pub help: AttrValue,
    /// Whether this is all there is on the screen, so that its title is the screen's.
    #[prop_or_default]
    pub alone: bool,
    /// The way there.
    #[prop_or_default]
    pub children: Html,
}

/// A list with nothing in it says what to do next.
#[component]
pub fn Empty(props: &EmptyProps) -> Html {
    html! {
        <div class="empty">
            { icon(props.icon) }
            if props.alone {
                <h1 class="empty-title" tabindex="-1" data-heading="">{ &props.title }</h1>
            } else {
                <p class="empty-title">{ &props.title }</p>
            }
            <p class="hint">{ &props.help }</p>
            { props.children.clone() }
        </div>
    }
}

/// What is shown while something comes, or when it did not.
#[derive(PartialEq, Properties)]
pub struct WaitingProps {
    /// Why it did not come; `None` while it is on its way.
    #[prop_or_default]
    pub failed: Option<AttrValue>,
}

/// Something is on its way, or did not come.
#[component]
pub fn Waiting(props: &WaitingProps) -> Html {
    let locale = use_locale();
    let dispatch = use_dispatch();
    let retry = Callback::from(move |_: MouseEvent| dispatch.send(Action::Reload));
    match &props.failed {
        None => html! {
            <div class="waiting" role="status">
                <div class="bone"></div><div class="bone"></div><div class="bone"></div>
                <span class="spoken">{ locale.say(Say::Loading) }</span>
            </div>
        },
        Some(why) => html! {
            <div class="empty" role="alert">
                { icon(Icon::Info) }
                <p class="empty-title">{ locale.say(Say::LibraryFailed) }</p>
                <p class="hint">{ why }</p>
                <button type="button" class="secondary" data-do="retry" onclick={retry}>
                    { locale.say(Say::Retry) }
                </button>
            </div>
        },
    }
}
