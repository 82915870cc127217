//! Small pieces that every kind of capture uses.

use survey_core::questionnaire::Medium;
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use super::keep::{Work, use_shown};
use super::size_words;
use crate::locale::Locale;
use crate::locale::capture::Capture as Say;
use crate::widgets::{Icon, icon};

#[derive(PartialEq, Properties)]
pub(super) struct PickProps {
    pub(super) does: &'static str,
    pub(super) words: AttrValue,
    pub(super) icon: Icon,
    #[prop_or("secondary")]
    pub(super) class: &'static str,
    pub(super) accept: AttrValue,
    /// The camera that phones open in place of their files.
    #[prop_or_default]
    pub(super) camera: Option<&'static str>,
    pub(super) on_file: Callback<File>,
}

/// A button that lets the person choose a file, or take one with the phone's own camera.
#[component]
pub(super) fn Pick(props: &PickProps) -> Html {
    let input = use_node_ref();
    let onclick = {
        let input = input.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                input.click();
            }
        })
    };
    let onchange = {
        let on_file = props.on_file.clone();
        Callback::from(move |event: Event| {
            // Not an answer of its own to whoever listens around the question.
            event.stop_propagation();
            let input: HtmlInputElement = event.target_unchecked_into();
            let file = input.files().and_then(|it| it.get(0));
            // The same file may be chosen again.
            input.set_value("");
            file.into_iter().for_each(|it| on_file.emit(it));
        })
    };
    html! {
        <>
            <input class="spoken" type="file" tabindex="-1" aria-hidden="true" data-pick={props.does}
                accept={props.accept.clone()} capture={props.camera} ref={input} {onchange} />
            <button type="button" class={props.class} data-do={props.does} {onclick}>
                { icon(props.icon) }<span>{ &props.words }</span>
            </button>
        </>
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct ActProps {
    pub(super) does: &'static str,
    pub(super) words: AttrValue,
    pub(super) icon: Icon,
    #[prop_or("secondary")]
    pub(super) class: &'static str,
    #[prop_or_default]
    pub(super) disabled: bool,
    pub(super) on: Callback<()>,
}

/// A button.
#[component]
pub(super) fn Act(props: &ActProps) -> Html {
    let onclick = props.on.reform(|_: MouseEvent| ());
    html! {
        <button type="button" class={props.class} data-do={props.does} disabled={props.disabled} {onclick}>
            { icon(props.icon) }<span>{ &props.words }</span>
        </button>
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct StatusProps {
    pub(super) locale: Locale,
    pub(super) work: Work,
}

/// What is under way, or why it did not work.
#[component]
pub(super) fn Status(props: &StatusProps) -> Html {
    let locale = props.locale;
    html! {
        <div class="capture-status">
            <div role="status">
                if props.work == Work::Busy {
                    <p class="hint" data-work="busy">{ locale.say(Say::Busy) }</p>
                }
            </div>
            <div role="alert">
                if let Work::Failed(trouble) = props.work {
                    <p class="complaint" data-work="failed">{ locale.say(trouble.words()) }</p>
                }
            </div>
        </div>
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct PreviewProps {
    pub(super) locale: Locale,
    pub(super) medium: Medium,
    pub(super) name: String,
    /// The question.
    pub(super) label: String,
}

/// The file that is the answer.
#[component]
pub(super) fn Preview(props: &PreviewProps) -> Html {
    let locale = props.locale;
    let (name, label) = (props.name.clone(), props.label.clone());
    let shown = match use_shown(&props.name) {
        None => return html! { <p class="hint">{ locale.say(Say::Busy) }</p> },
        Some(None) => {
            return html! {
                <p class="hint" data-file={name.clone()}>{ locale.say(Say::NotHere { name }) }</p>
            };
        }
        Some(Some(shown)) => shown,
    };
    let address = AttrValue::from(shown.address.clone());
    let size = size_words(shown.size);
    let drawn = match props.medium {
        Medium::Image => html! {
            <img class="capture-picture" src={address} alt={locale.say(Say::PictureOf { label })} />
        },
        Medium::Audio => html! {
            <audio controls=true src={address} aria-label={locale.say(Say::SoundOf { label })} />
        },
        Medium::Video => html! {
            <video class="capture-picture" controls=true playsinline=true src={address}
                aria-label={locale.say(Say::FilmOf { label })} />
        },
        Medium::Any => html! {
            <a class="button plain" href={address} download={name.clone()}>{ locale.say(Say::OpenFile) }</a>
        },
    };
    html! {
        <figure class="capture-kept" data-file={name.clone()}>
            { drawn }
            <figcaption class="hint">{ locale.say(Say::Kept { name, size }) }</figcaption>
        </figure>
    }
}
