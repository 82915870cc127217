//! What is typed: numbers, words, dates and times.

use survey_core::base::Value;
use survey_core::interview::QuestionView;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::{Ids, use_ask};
use crate::locale::fill::Fill;
use crate::locale::use_locale;

#[derive(PartialEq, Properties)]
pub(super) struct NumberProps {
    pub(super) view: QuestionView,
    pub(super) text: String,
    pub(super) whole: bool,
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
}

/// A number.
#[component]
pub(super) fn Number(props: &NumberProps) -> Html {
    let locale = use_locale();
    let typing = use_typing(&props.view.place, &props.text);
    let ids = Ids::of(&props.view.place);
    let show = |it: f64| it.to_string();
    let bounds = match (props.min, props.max) {
        (Some(min), Some(max)) => Some(Fill::NumberBetween {
            min: show(min),
            max: show(max),
        }),
        (Some(min), None) => Some(Fill::NumberFrom { min: show(min) }),
        (None, Some(max)) => Some(Fill::NumberTo { max: show(max) }),
        (None, None) => None,
    };
    html! {
        <>
            if let Some(bounds) = bounds {
                <p class="hint">{ locale.say(bounds) }</p>
            }
            <input class="field field-number" type="text" autocomplete="off"
                inputmode={if props.whole { "numeric" } else { "decimal" }}
                aria-labelledby={ids.label.clone()} aria-describedby={ids.described_by(&props.view)}
                aria-invalid={props.view.complaint.is_some().to_string()}
                value={typing.text} readonly={props.view.read_only}
                oninput={typing.oninput} onchange={typing.onchange} onblur={typing.onblur} />
        </>
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct WordsProps {
    pub(super) view: QuestionView,
    pub(super) text: String,
    pub(super) max_length: Option<u32>,
    pub(super) rows: u32,
}

/// Words, on one line or several.
#[component]
pub(super) fn Words(props: &WordsProps) -> Html {
    let locale = use_locale();
    let typing = use_typing(&props.view.place, &props.text);
    let ids = Ids::of(&props.view.place);
    let n = typing.text.chars().count();
    let is_other = props.view.is_other;
    let name = is_other.then(|| props.view.label.clone());
    let described_by = ids.described_by(&props.view);
    let labelled_by = (!is_other).then_some(ids.label);
    let (text, readonly) = (typing.text, props.view.read_only);
    let (oninput, onchange, onblur) = (typing.oninput, typing.onchange, typing.onblur);
    let field = if props.rows <= 1 {
        html! {
            <input class="field" type="text" autocomplete="off" value={text} {readonly}
                placeholder={name.clone()} aria-label={name} aria-labelledby={labelled_by}
                aria-describedby={described_by} {oninput} {onchange} {onblur} />
        }
    } else {
        html! {
            <textarea class="field" rows={props.rows.clamp(2, 12).to_string()} value={text} {readonly}
                aria-labelledby={labelled_by} aria-describedby={described_by}
                {oninput} {onchange} {onblur} />
        }
    };
    let over = props.max_length.is_some_and(|max| n > max as usize);
    html! {
        <>
            { field }
            if let Some(max) = props.max_length {
                <p class={classes!("hint", "counter", over.then_some("over"))}>
                    { locale.say(Fill::Characters { n, max }) }
                </p>
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct MomentProps {
    pub(super) view: QuestionView,
    /// `date` or `time`.
    pub(super) kind: &'static str,
    pub(super) text: String,
}

/// A date or a time, with the browser's own picker.
#[component]
pub(super) fn Moment(props: &MomentProps) -> Html {
    let ask = use_ask();
    let ids = Ids::of(&props.view.place);
    let place = props.view.place.clone();
    let onchange = Callback::from(move |event: Event| {
        ask.value(&place, Value::Text(text_of(&event)));
    });
    html! {
        <input class="field field-moment" type={props.kind} value={props.text.clone()}
            readonly={props.view.read_only} aria-labelledby={ids.label.clone()}
            aria-describedby={ids.described_by(&props.view)} {onchange} />
    }
}

struct Typing {
    text: String,
    oninput: Callback<InputEvent>,
    onchange: Callback<Event>,
    onblur: Callback<FocusEvent>,
}

/// A field that belongs to the person while it has the focus, and to the interview otherwise: a
/// number is put in order only after the person went on.
#[hook]
fn use_typing(place: &str, stored: &str) -> Typing {
    let ask = use_ask();
    let own = use_state_eq(|| None::<String>);
    let oninput = {
        let (ask, own, place) = (ask.clone(), own.clone(), place.to_owned());
        Callback::from(move |event: InputEvent| {
            let text = text_of(&event);
            own.set(Some(text.clone()));
            ask.typing(&place, text);
        })
    };
    let onchange = {
        let (ask, place) = (ask.clone(), place.to_owned());
        Callback::from(move |event: Event| ask.value(&place, Value::Text(text_of(&event))))
    };
    let onblur = {
        let own = own.clone();
        Callback::from(move |_: FocusEvent| own.set(None))
    };
    let text = (*own).clone().unwrap_or_else(|| stored.to_owned());
    Typing {
        text,
        oninput,
        onchange,
        onblur,
    }
}

fn text_of(event: &web_sys::Event) -> String {
    let target = event.target();
    let area = target
        .as_ref()
        .and_then(|it| it.dyn_ref::<HtmlTextAreaElement>());
    let input = target
        .as_ref()
        .and_then(|it| it.dyn_ref::<HtmlInputElement>());
    area.map(HtmlTextAreaElement::value)
        .or_else(|| input.map(HtmlInputElement::value))
        .unwrap_or_default()
}
