//! What a resident sees.

use std::rc::Rc;

use survey_core::interview::{ReviewSection, Stage, View};
use yew::prelude::*;

use super::Happened;
use crate::interview::{Interview, Tools};
use crate::locale::fill::Fill;
use crate::locale::{Locale, use_locale};
use crate::session::Trouble;
use crate::settings::TextSize;
use crate::shell::page::in_wechat;
use crate::widgets::{Icon, icon};

/// What the page is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct PageProps {
    pub(super) view: Rc<View>,
    pub(super) review: Rc<Vec<ReviewSection>>,
    pub(super) stored: bool,
    pub(super) trouble: Option<Trouble>,
    pub(super) durable: bool,
    pub(super) text: TextSize,
    /// The name of the place.
    pub(super) place: Option<String>,
    pub(super) act: Callback<Happened>,
}

/// An interview without an interviewer.
#[component]
pub(super) fn ResidentPage(props: &PageProps) -> Html {
    let on_text = props.act.reform(Happened::Text);
    let on_trouble = props.act.reform(|_: Trouble| Happened::Again);
    let tools = html! { <Tools view={props.view.clone()} text={props.text} {on_text} /> };
    let asked = props.view.stage == Stage::Finished;
    let after = html! {
        <After durable={props.durable} kept={asked} act={props.act.clone()} />
    };
    html! {
        <>
            <Interview view={props.view.clone()} review={props.review.clone()} interviewer={false}
                wide={false} stored={props.stored} trouble={props.trouble} {on_trouble} {tools} {after} />
            if let Some(name) = &props.place {
                <PlaceLine name={name.clone()} />
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct PlaceProps {
    name: String,
}

#[component]
fn PlaceLine(props: &PlaceProps) -> Html {
    let locale = use_locale();
    html! {
        <p class="place hint">
            { icon(Icon::Place) }{ locale.say(Fill::Place { name: props.name.clone() }) }
        </p>
    }
}

#[derive(PartialEq, Properties)]
struct AfterProps {
    durable: bool,
    /// Whether there are answers to hand over.
    kept: bool,
    act: Callback<Happened>,
}

/// The way back for the answers, and another form.
#[component]
fn After(props: &AfterProps) -> Html {
    let locale = use_locale();
    let save = props.act.reform(|_: MouseEvent| Happened::SaveFile);
    let again = props.act.reform(|_: MouseEvent| Happened::StartOver);
    let help = if !props.durable && !in_wechat() {
        Fill::KeptNot
    } else if in_wechat() {
        Fill::InWechat
    } else {
        Fill::SaveFileHelp
    };
    html! {
        <>
            if props.kept {
                <p class="hint">{ locale.say(help) }</p>
            }
            <div class="buttons">
                <button type="button" class="secondary" data-do="again" onclick={again}>
                    { locale.say(Fill::StartAgain) }
                </button>
                if props.kept && !in_wechat() {
                    <button type="button" class="primary" data-do="save-file" onclick={save}>
                        { icon(Icon::Save) }<span>{ locale.say(Fill::SaveFile) }</span>
                    </button>
                }
            </div>
        </>
    }
}

/// The survey cannot be opened.
pub(super) fn trouble(locale: Locale, words: &Fill, again: Callback<()>) -> Html {
    let may_help = matches!(words, Fill::CannotLoad);
    html! {
        <section class="empty" role="alert" data-screen="trouble">
            { icon(Icon::Info) }
            <h1 class="empty-title">{ locale.say(words.clone()) }</h1>
            if may_help {
                <button type="button" class="secondary" data-do="retry" onclick={again.reform(|_: MouseEvent| ())}>
                    { locale.say(Fill::TryAgain) }
                </button>
            }
        </section>
    }
}
