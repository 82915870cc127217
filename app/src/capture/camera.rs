//! The device's own camera on the page: for photographs where no phone has a better one, and for
//! codes.

use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlVideoElement;
use yew::prelude::*;

use super::Trouble;
use super::keep::{Made, Work};
use super::parts::{Act, Status};
use crate::locale::Locale;
use crate::locale::capture::Capture as Say;
use crate::shell::stream::Stream;
use crate::shell::{codes, picture};
use crate::widgets::Icon;

/// Milliseconds between two looks for a code.
const LOOK_MILLIS: u32 = 200;

/// What the camera is for.
#[derive(Clone, PartialEq)]
pub(super) enum Sight {
    /// A photograph whose longer side has at most so many pixels.
    Photograph(u32, Callback<Made>),
    /// What a code says.
    Code(Callback<String>),
}

#[derive(PartialEq, Properties)]
pub(super) struct CameraProps {
    pub(super) locale: Locale,
    /// Whether the camera on the person's side is meant.
    pub(super) front: bool,
    pub(super) class: &'static str,
    pub(super) words: AttrValue,
    pub(super) sight: Sight,
}

/// A button that opens the camera, and what it sees until something came of it.
#[component]
pub(super) fn Camera(props: &CameraProps) -> Html {
    let locale = props.locale;
    let stream = use_state(|| None::<Rc<Stream>>);
    let work = use_state_eq(Work::default);
    let video = use_node_ref();
    use_effect_with((*stream).clone().map(Shown), {
        let (video, sight, close) = (video.clone(), props.sight.clone(), stream.setter());
        move |shown: &Option<Shown>| {
            let shown = shown.clone();
            if let (Some(Shown(stream)), Some(video)) = (&shown, video.cast::<HtmlVideoElement>()) {
                stream.show(&video);
                if let Sight::Code(told) = sight {
                    spawn_local(look(Rc::downgrade(stream), video, told, close));
                }
            }
        }
    });
    let open = {
        let (stream, work, front) = (stream.setter(), work.setter(), props.front);
        Callback::from(move |()| {
            let (stream, work) = (stream.clone(), work.clone());
            work.set(Work::Busy);
            spawn_local(async move {
                match Stream::camera(front).await {
                    Ok(opened) => {
                        work.set(Work::Idle);
                        stream.set(Some(Rc::new(opened)));
                    }
                    Err(trouble) => work.set(Work::Failed(trouble)),
                }
            });
        })
    };
    let close = {
        let stream = stream.setter();
        Callback::from(move |()| stream.set(None))
    };
    let snap = match &props.sight {
        Sight::Code(_) => None,
        Sight::Photograph(max, told) => Some({
            let (max, told, video, stream) = (*max, told.clone(), video.clone(), stream.setter());
            Callback::from(move |()| {
                let (told, stream) = (told.clone(), stream.clone());
                let Some(video) = video.cast::<HtmlVideoElement>() else {
                    return;
                };
                spawn_local(async move {
                    let taken = picture::snap(&video, max).await;
                    stream.set(None);
                    let taken = taken.map(|it| (it, "jpg".to_owned()));
                    told.emit(taken.ok_or(Trouble::NoPicture));
                });
            })
        }),
    };
    html! {
        <div class={classes!("camera", props.class)}>
            if stream.is_some() {
                <video class="capture-picture" data-camera="" autoplay=true muted=true playsinline=true ref={video}
                    aria-label={locale.say(Say::CameraSees)} />
                <div class="buttons">
                    if let Some(on) = snap {
                        <Act does="snap" words={locale.say(Say::TakePicture)} icon={Icon::Camera} class="primary" {on} />
                    } else {
                        <p class="hint" role="status">{ locale.say(Say::HoldCode) }</p>
                    }
                    <Act does="close-camera" words={locale.say(Say::CloseCamera)} icon={Icon::Left} on={close} />
                </div>
            } else {
                <Act does="camera" words={props.words.clone()} icon={Icon::Camera} disabled={*work == Work::Busy} on={open} />
            }
            <Status {locale} work={*work} />
        </div>
    }
}

/// The same stream is the same.
#[derive(Clone)]
struct Shown(Rc<Stream>);

impl PartialEq for Shown {
    fn eq(&self, other: &Shown) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Looks for a code until one is there or the camera is closed.
async fn look(
    stream: std::rc::Weak<Stream>,
    video: HtmlVideoElement,
    told: Callback<String>,
    close: UseStateSetter<Option<Rc<Stream>>>,
) {
    // The component holds the stream; when it is gone, so is whoever would be told.
    while stream.strong_count() > 0 {
        TimeoutFuture::new(LOOK_MILLIS).await;
        if stream.strong_count() == 0 {
            return;
        }
        if let Some(words) = codes::read_video(&video).await {
            close.set(None);
            return told.emit(words);
        }
    }
}
