//! Cameras and microphones.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AnalyserNode, AudioContext, Blob, BlobEvent, BlobPropertyBag, DomException, HtmlVideoElement,
    MediaDevices, MediaRecorder, MediaRecorderOptions, MediaStream, MediaStreamConstraints,
    MediaStreamTrack, window,
};

use crate::capture::Trouble;

/// Milliseconds after which what was recorded is handed over, so that little is held in buffers.
const SLICE: i32 = 1000;

/// What a camera or a microphone gives, until this is dropped.
pub struct Stream(MediaStream);

impl Stream {
    /// Asks for the microphone.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn microphone() -> Result<Stream, Trouble> {
        let wanted = MediaStreamConstraints::new();
        wanted.set_audio(&true.into());
        ask(&wanted).await
    }

    /// Asks for the camera on the person's side, or for the other one, where there are two.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn camera(front: bool) -> Result<Stream, Trouble> {
        let wanted = MediaStreamConstraints::new();
        let video = Object::new();
        let facing = if front { "user" } else { "environment" };
        let wishes = [
            ("facingMode", JsValue::from(facing)),
            ("width", wish(1920)),
            ("height", wish(1080)),
        ];
        for (name, wish) in wishes {
            // Fails for frozen objects only.
            let _ = Reflect::set(&video, &name.into(), &wish);
        }
        wanted.set_video(&video);
        ask(&wanted).await
    }

    /// Shows what the camera sees.
    pub fn show(&self, video: &HtmlVideoElement) {
        video.set_src_object(Some(&self.0));
        // Browsers that do not play by themselves; they refuse only without a person's tap, or
        // when the camera is closed before its first picture.
        if let Ok(playing) = video.play() {
            ignore(playing);
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        for track in self.0.get_tracks().iter() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
    }
}

/// Waits for what may fail without harm; nobody is told.
fn ignore(promise: Promise) {
    spawn_local(async move {
        let _ = JsFuture::from(promise).await;
    });
}

fn wish(pixels: u32) -> JsValue {
    let wish = Object::new();
    let _ = Reflect::set(&wish, &"ideal".into(), &pixels.into());
    wish.into()
}

/// Whether the browser knows cameras and microphones here: old ones, and pages that came over
/// plain HTTP, do not.
fn devices() -> Option<MediaDevices> {
    let navigator: JsValue = window()?.navigator().into();
    let devices = Reflect::get(&navigator, &"mediaDevices".into()).ok()?;
    (!devices.is_undefined()).then(|| devices.unchecked_into())
}

async fn ask(wanted: &MediaStreamConstraints) -> Result<Stream, Trouble> {
    let devices = devices().ok_or(Trouble::Unsupported)?;
    let promise = devices
        .get_user_media_with_constraints(wanted)
        .map_err(|_| Trouble::Unsupported)?;
    match JsFuture::from(promise).await {
        Ok(stream) => Ok(Stream(stream.unchecked_into())),
        Err(error) => Err(trouble(&error)),
    }
}

fn trouble(error: &JsValue) -> Trouble {
    let name = error.dyn_ref::<DomException>().map(DomException::name);
    match name.as_deref() {
        Some("NotAllowedError" | "SecurityError") => Trouble::Denied,
        Some("NotFoundError" | "OverconstrainedError" | "NotReadableError" | "AbortError") => {
            Trouble::NoDevice
        }
        Some(_) | None => Trouble::Unsupported,
    }
}

/// A recording of sound while it is made.
pub struct Recorder {
    recorder: MediaRecorder,
    parts: Rc<RefCell<Vec<Blob>>>,
    meter: Option<(AudioContext, AnalyserNode)>,
    _taken: Closure<dyn FnMut(BlobEvent)>,
    /// Let go of last, so that the microphone's light goes out when the recording is whole.
    _stream: Stream,
}

impl Recorder {
    /// Begins to record with so many bits a second.
    ///
    /// # Errors
    /// That the browser cannot.
    pub fn start(stream: Stream, bits: u32) -> Result<Recorder, Trouble> {
        let options = MediaRecorderOptions::new();
        options.set_audio_bits_per_second(bits);
        let recorder =
            MediaRecorder::new_with_media_stream_and_media_recorder_options(&stream.0, &options)
                .map_err(|_| Trouble::Unsupported)?;
        let parts = Rc::<RefCell<Vec<Blob>>>::default();
        let taken = {
            let parts = parts.clone();
            Closure::<dyn FnMut(BlobEvent)>::new(move |event: BlobEvent| {
                parts.borrow_mut().extend(event.data());
            })
        };
        recorder.set_ondataavailable(Some(taken.as_ref().unchecked_ref()));
        recorder
            .start_with_time_slice(SLICE)
            .map_err(|_| Trouble::Unsupported)?;
        let meter = meter(&stream);
        Ok(Recorder {
            recorder,
            parts,
            meter,
            _taken: taken,
            _stream: stream,
        })
    }

    /// Pauses.
    pub fn pause(&self) {
        // Fails for a recording that has ended by itself only.
        let _ = self.recorder.pause();
    }

    /// Goes on.
    pub fn resume(&self) {
        let _ = self.recorder.resume();
    }

    /// The sound right now, as samples around 128; none where the browser has no meter.
    pub fn samples(&self) -> Vec<u8> {
        let Some((_, analyser)) = &self.meter else {
            return Vec::new();
        };
        let mut samples = vec![128; 512];
        analyser.get_byte_time_domain_data(&mut samples);
        samples
    }

    /// Ends the recording and gives all of it.
    ///
    /// # Errors
    /// That nothing was recorded.
    pub async fn stop(self) -> Result<Blob, Trouble> {
        let ended = Promise::new(&mut |resolve, _| {
            self.recorder.set_onstop(Some(&resolve));
            if self.recorder.stop().is_err() {
                // It has ended by itself, as when the microphone was pulled out.
                let _ = resolve.call0(&JsValue::NULL);
            }
        });
        // Never rejected.
        let _ = JsFuture::from(ended).await;
        if let Some(Ok(closing)) = self.meter.as_ref().map(|it| it.0.close()) {
            ignore(closing);
        }
        let parts: Array = self.parts.borrow().iter().collect();
        let options = BlobPropertyBag::new();
        options.set_type(&self.recorder.mime_type());
        let whole = Blob::new_with_blob_sequence_and_options(&parts, &options).ok();
        whole.filter(|it| it.size() > 0.0).ok_or(Trouble::NoDevice)
    }
}

fn meter(stream: &Stream) -> Option<(AudioContext, AnalyserNode)> {
    let context = AudioContext::new().ok()?;
    let analyser = context.create_analyser().ok()?;
    let source = context.create_media_stream_source(&stream.0).ok()?;
    source.connect_with_audio_node(&analyser).ok()?;
    Some((context, analyser))
}
