//! A recorder of sound.

use gloo_timers::callback::Interval;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::keep::{Keeper, Made, Work};
use super::parts::{Act, Status};
use super::{Recording, extension, length_words, loudness};
use crate::locale::Locale;
use crate::locale::capture::Capture as Say;
use crate::shell::clock;
use crate::shell::stream::{Recorder, Stream};
use crate::widgets::Icon;

/// Milliseconds between two looks at the meter.
const TICK_MILLIS: u32 = 150;

#[derive(PartialEq, Properties)]
pub(super) struct SoundProps {
    pub(super) locale: Locale,
    /// Bits a second.
    pub(super) bits: u32,
    pub(super) keeper: Keeper,
}

/// A recorder of sound: begin, pause, go on, end. Whoever leaves while it runs keeps what there is.
#[component]
pub(super) fn Sound(props: &SoundProps) -> Html {
    let locale = props.locale;
    let recording = use_state_eq(Recording::default);
    let (level, now) = (use_state_eq(|| 0.0), use_state_eq(|| 0.0));
    let work = use_state_eq(Work::default);
    let recorder = use_mut_ref(|| None::<Recorder>);
    use_effect_with((), {
        let (recorder, keeper) = (recorder.clone(), props.keeper.clone());
        move |()| {
            move || {
                if let Some(recorder) = recorder.borrow_mut().take() {
                    keeper.keep(whole(recorder));
                }
            }
        }
    });
    use_effect_with(recording.is_on(), {
        let (recorder, level, now) = (recorder.clone(), level.setter(), now.setter());
        move |on| {
            let ticking = on.then(|| {
                Interval::new(TICK_MILLIS, move || {
                    let samples = recorder.borrow().as_ref().map(Recorder::samples);
                    level.set(loudness(&samples.unwrap_or_default()));
                    now.set(clock::now() as f64);
                })
            });
            move || drop(ticking)
        }
    });
    let begin = {
        let (recording, recorder, work) = (recording.setter(), recorder.clone(), work.setter());
        let bits = props.bits;
        Callback::from(move |()| {
            let (recording, recorder, work) = (recording.clone(), recorder.clone(), work.clone());
            recording.set(Recording::Asking);
            work.set(Work::Idle);
            spawn_local(async move {
                let stream = Stream::microphone().await;
                match stream.and_then(|it| Recorder::start(it, bits)) {
                    Ok(started) => {
                        *recorder.borrow_mut() = Some(started);
                        recording.set(Recording::Asking.started(clock::now() as f64));
                    }
                    Err(trouble) => {
                        recording.set(Recording::Off);
                        work.set(Work::Failed(trouble));
                    }
                }
            });
        })
    };
    let flip = {
        let (recording, recorder) = (recording.clone(), recorder.clone());
        Callback::from(move |()| {
            let flipped = recording.flipped(clock::now() as f64);
            if let Some(recorder) = &*recorder.borrow() {
                match flipped {
                    Recording::Paused { .. } => recorder.pause(),
                    Recording::Running { .. } => recorder.resume(),
                    Recording::Off | Recording::Asking => {}
                }
            }
            recording.set(flipped);
        })
    };
    let end = {
        let (recording, keeper) = (recording.setter(), props.keeper.clone());
        Callback::from(move |()| {
            if let Some(recorder) = recorder.borrow_mut().take() {
                recording.set(Recording::Off);
                keeper.keep(whole(recorder));
            }
        })
    };
    let paused = matches!(*recording, Recording::Paused { .. });
    html! {
        <div class="sound">
            if recording.is_on() {
                <p class="sound-state" role="timer" data-recording={if paused { "paused" } else { "running" }}>
                    <span>{ locale.say(if paused { Say::RecordingPaused } else { Say::RecordingRuns }) }</span>
                    <strong>{ length_words(recording.millis((*now).max(since(*recording)))) }</strong>
                </p>
                <meter class="sound-level" min="0" max="1" value={level.to_string()} aria-hidden="true" />
                <div class="buttons">
                    <Act does="end-recording" words={locale.say(Say::EndRecording)} icon={Icon::Check} class="primary" on={end} />
                    <Act does="pause-recording" words={locale.say(if paused { Say::GoOnRecording } else { Say::PauseRecording })}
                        icon={if paused { Icon::Right } else { Icon::Clock }} on={flip} />
                </div>
            } else {
                <Act does="record" words={locale.say(Say::RecordSound)} icon={Icon::Microphone} class="primary"
                    disabled={*recording == Recording::Asking} on={begin} />
            }
            <Status {locale} work={*work} />
        </div>
    }
}

fn since(recording: Recording) -> f64 {
    match recording {
        Recording::Running { since, .. } => since,
        Recording::Off | Recording::Asking | Recording::Paused { .. } => 0.0,
    }
}

/// The whole recording as a file.
async fn whole(recorder: Recorder) -> Made {
    let blob = recorder.stop().await?;
    let extension = extension("", &blob.type_());
    Ok((blob, extension))
}
