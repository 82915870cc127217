//! The files of a finished response, for those who read it.

use survey_core::questionnaire::Medium;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::Holder;
use super::parts::Preview;
use crate::locale::Locale;
use crate::locale::capture::Capture as Say;
use crate::shell::media;

#[derive(PartialEq, Properties)]
pub(crate) struct FilesProps {
    pub(crate) locale: Locale,
    /// The response's id.
    pub(crate) response: AttrValue,
}

/// The files of a response that are on this device; nothing if there are none.
#[component]
pub(crate) fn Files(props: &FilesProps) -> Html {
    let locale = props.locale;
    let files = use_state_eq(Vec::<(String, Medium)>::new);
    use_effect_with(props.response.clone(), {
        let files = files.setter();
        move |response| {
            let response = response.clone();
            spawn_local(async move {
                let found = media::all(&response).await.into_iter();
                files.set(
                    found
                        .map(|(name, it)| (name, medium(&it.type_())))
                        .collect(),
                );
            });
        }
    });
    if files.is_empty() {
        return Html::default();
    }
    html! {
        <ContextProvider<Holder> context={Holder(props.response.clone())}>
            <h3>{ locale.say(Say::Files) }</h3>
            { for files.iter().map(|(name, medium)| html! {
                <Preview key={name.clone()} {locale} medium={*medium} name={name.clone()} label={name.clone()} />
            }) }
        </ContextProvider<Holder>>
    }
}

fn medium(kind: &str) -> Medium {
    match kind.split('/').next() {
        Some("image") => Medium::Image,
        Some("audio") => Medium::Audio,
        Some("video") => Medium::Video,
        Some(_) | None => Medium::Any,
    }
}
