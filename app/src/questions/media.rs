//! Pictures, sounds and films that a form shows with its words.

use survey_core::base::Map;

use super::{IN_FULL, Ink, Scene};
use crate::dom::{el, el_of};
use crate::locale::special::Special;

/// The files that came with a form: by name, the address that the page may load it from, and the
/// text of those that are drawings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// Addresses by file name.
    pub urls: Map<String, String>,
    /// SVG documents by file name.
    pub drawings: Map<String, String>,
}

impl Scene<'_> {
    /// Where a file of the form can be loaded from.
    pub fn media_url(&self, name: &str) -> Option<String> {
        self.files?.urls.get(name).cloned()
    }
}

/// What a label shows and plays: a picture, which opens larger where there is a larger one, a
/// sound and a film.
pub(super) fn of_label(scene: Scene, media: &Map<String, String>, autoplay: &str) -> Vec<Ink> {
    let mut shown = Vec::new();
    if !IN_FULL {
        return shown;
    }
    if let Some(name) = media.get("image").or_else(|| media.get("big-image")) {
        shown.push(picture(scene, name, media.get("big-image")));
    }
    for (kind, tag) in [("audio", "audio"), ("video", "video")] {
        if let Some(name) = media.get(kind) {
            shown.push(player(scene, tag, name, autoplay == kind));
        }
    }
    shown
}

/// What a choice shows and plays.
pub(super) fn of_choice(scene: Scene, media: &Map<String, String>) -> Vec<Ink> {
    let mut shown = Vec::new();
    if !IN_FULL {
        return shown;
    }
    if let Some(name) = media.get("image").or_else(|| media.get("big-image")) {
        shown.push(match scene.media_url(name) {
            // The words beside it say what it shows.
            Some(url) => image("choice-image", url),
            None => absent(scene, name),
        });
    }
    for tag in ["audio", "video"] {
        if let Some(name) = media.get(tag) {
            shown.push(player(scene, tag, name, false));
        }
    }
    shown
}

fn picture(scene: Scene, name: &str, large: Option<&String>) -> Ink {
    let Some(url) = scene.media_url(name) else {
        return absent(scene, name);
    };
    let small = image("label-image", url);
    let Some(large) = large.filter(|it| *it != name) else {
        return small;
    };
    let enlarged = match scene.media_url(large) {
        Some(url) => image("label-image-large", url),
        None => absent(scene, large),
    };
    let words = el_of("span", "enlarge").words(scene.locale.words(Special::Enlarge));
    let summary = el("summary").with(small).with(words);
    el_of("details", "label-media").with(summary).with(enlarged)
}

fn image(class: &'static str, url: String) -> Ink {
    el_of("img", class).attr("src", url).set("alt", "")
}

fn player(scene: Scene, tag: &'static str, name: &str, autoplay: bool) -> Ink {
    let Some(url) = scene.media_url(name) else {
        return absent(scene, name);
    };
    el_of(tag, "player")
        .key(name)
        .attr("src", url)
        .set("controls", "")
        .set("preload", "metadata")
        .flag("playsinline", tag == "video")
        .flag("autoplay", autoplay)
        .attr("aria-label", name.to_owned())
}

/// Says which file is not here, so that somebody can add it.
fn absent(scene: Scene, name: &str) -> Ink {
    let name = name.to_owned();
    el_of("p", "absent hint").words(scene.locale.words(Special::NoSuchFile { name }))
}
