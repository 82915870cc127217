//! Bar codes and QR codes: seen by the camera or on a photograph. They can always be typed too.

use survey_core::base::Value;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use yew::prelude::*;

use super::camera::{Camera, Sight};
use super::keep::Work;
use super::parts::{Pick, Status};
use super::{Asked, Trouble};
use crate::locale::capture::Capture as Say;
use crate::questions::Said;
use crate::shell::codes;
use crate::shell::picture::Picture;
use crate::widgets::Icon;

#[derive(PartialEq, Properties)]
pub(super) struct CodeProps {
    pub(super) asked: Asked,
    /// Whether the camera on the person's side is meant.
    pub(super) front: bool,
    pub(super) say: Callback<Said>,
}

/// The ways to a code besides typing it.
#[component]
pub(super) fn CodeQuestion(props: &CodeProps) -> Html {
    let asked = &props.asked;
    let locale = asked.locale;
    let work = use_state_eq(Work::default);
    if asked.read_only {
        return Html::default();
    }
    let answer = {
        let (say, place, work) = (props.say.clone(), asked.place.clone(), work.setter());
        Callback::from(move |words: String| {
            work.set(Work::Idle);
            say.emit(Said::value(&place, Value::Text(words)));
        })
    };
    let on_file = {
        let (answer, work) = (answer.clone(), work.setter());
        Callback::from(move |file: File| {
            let (answer, work) = (answer.clone(), work.clone());
            work.set(Work::Busy);
            spawn_local(async move {
                let Some(picture) = Picture::decode(&file).await else {
                    return work.set(Work::Failed(Trouble::NoPicture));
                };
                match codes::read_picture(&picture).await {
                    Some(words) => answer.emit(words),
                    None => work.set(Work::Failed(Trouble::NoCode)),
                }
            });
        })
    };
    html! {
        <div class="capture" data-capture="barcode">
            if !codes::reads_bars() {
                <p class="hint">{ locale.say(Say::OnlyQr) }</p>
            }
            <div class="buttons">
                <Camera {locale} front={props.front} class="" words={locale.say(Say::ScanCode)} sight={Sight::Code(answer)} />
                <Pick does="choose" words={locale.say(Say::CodePhotograph)} icon={Icon::Plus} accept="image/*" {on_file} />
            </div>
            <Status {locale} work={*work} />
        </div>
    }
}
