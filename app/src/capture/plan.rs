//! What is to be captured, how large, and under which name. Nothing here touches the browser.

use survey_core::base::Map;
use survey_core::questionnaire::Medium;

/// The longer side of photographs whose form does not say how large they may be.
const USUAL_PIXELS: u32 = 2048;

/// Why a file could not be had or kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no space for it on the device.
    Full,
    /// The browser would not keep it.
    NotKept,
    /// It is no picture that the browser can read.
    NoPicture,
    /// The person, or whoever set up the device, does not allow it.
    Denied,
    /// There is no such device.
    NoDevice,
    /// The browser cannot, or not at this address.
    Unsupported,
    /// The device does not know where it is.
    NoPlace,
    /// There is no code in the picture, or none that can be read.
    NoCode,
}

/// What is drawn by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sketch {
    /// A signature.
    Signature,
    /// A drawing.
    Draw,
    /// Marks on a photograph.
    Annotate,
}

/// How a file is to be had: what the author of the form asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What sort of file.
    pub medium: Medium,
    /// Whether it is drawn, and what.
    pub sketch: Option<Sketch>,
    /// Whether it must be made now, and not be chosen from what there is.
    pub only_new: bool,
    /// Whether the camera on the person's side is meant.
    pub front: bool,
    /// The longer side of a photograph at most, in pixels.
    pub max_pixels: u32,
    /// What may be chosen, for the browser's file picker.
    pub accept: String,
    /// Bits a second of a recording of sound.
    pub bits: u32,
}

impl Plan {
    /// Reads a question's appearance and parameters.
    pub fn read(medium: Medium, appearance: &[String], parameters: &Map<String, String>) -> Plan {
        let has = |word: &str| appearance.iter().any(|it| it.eq_ignore_ascii_case(word));
        let sketch = match medium {
            Medium::Image if has("signature") => Some(Sketch::Signature),
            Medium::Image if has("draw") => Some(Sketch::Draw),
            Medium::Image if has("annotate") => Some(Sketch::Annotate),
            Medium::Image | Medium::Audio | Medium::Video | Medium::Any => None,
        };
        let accept = match medium {
            Medium::Image => "image/*",
            Medium::Audio => "audio/*",
            Medium::Video => "video/*",
            Medium::Any => parameters.get("accept").map_or("", String::as_str),
        };
        let pixels = parameters.get("max_pixels").and_then(|it| it.parse().ok());
        let front = has("new-front") || has("selfie");
        Plan {
            medium,
            sketch,
            only_new: front || has("new"),
            front,
            max_pixels: pixels.filter(|it| *it > 0).unwrap_or(USUAL_PIXELS),
            accept: accept.to_owned(),
            bits: match parameters.get("quality").map(String::as_str) {
                Some("voice-only") => 12_000,
                Some("low") => 32_000,
                Some(_) | None => 64_000,
            },
        }
    }

    /// Which camera phones open at once: theirs on the back, or on the front.
    pub fn camera(&self) -> &'static str {
        if self.front { "user" } else { "environment" }
    }
}

/// The size of a picture whose longer side has at most `max` pixels: its shape stays, and small
/// pictures stay as they are.
pub fn fit((width, height): (u32, u32), max: u32) -> (u32, u32) {
    let longer = width.max(height);
    if longer <= max {
        return (width, height);
    }
    let scaled = |side: u32| {
        let side =
            (u64::from(side) * u64::from(max) * 2 + u64::from(longer)) / (2 * u64::from(longer));
        u32::try_from(side).unwrap_or(max).max(1)
    };
    (scaled(width), scaled(height))
}

/// A file's name as ODK's clients make them: milliseconds since 1970 and the ending.
pub fn file_name(at: i64, extension: &str) -> String {
    if extension.is_empty() {
        return at.to_string();
    }
    format!("{at}.{extension}")
}

/// The ending of a file: of its own name if that has a plain one, else by its kind.
pub fn extension(name: &str, kind: &str) -> String {
    let own = name.rsplit_once('.').map(|it| it.1.to_ascii_lowercase());
    let plain = |it: &String| {
        (1..=8).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphanumeric())
    };
    if let Some(own) = own.filter(plain) {
        return own;
    }
    // `audio/webm;codecs=opus`
    let kind = kind.split(';').next().unwrap_or_default().trim();
    match kind.split_once('/') {
        Some(("image", "jpeg")) => "jpg".to_owned(),
        Some(("audio", "mp4" | "x-m4a" | "aac")) => "m4a".to_owned(),
        Some(("audio", "mpeg")) => "mp3".to_owned(),
        Some(("video", "quicktime")) => "mov".to_owned(),
        Some(("text", "plain")) => "txt".to_owned(),
        Some((_, it)) if plain(&it.to_owned()) => it.to_owned(),
        Some(_) | None => "bin".to_owned(),
    }
}

/// A size for people: `812 kB`, `3.4 MB`.
pub fn size_words(bytes: f64) -> String {
    if bytes < 999_500.0 {
        format!("{} kB", (bytes / 1e3).ceil().max(1.0))
    } else {
        format!("{:.1} MB", bytes / 1e6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(medium: Medium, words: &[&str], parameters: &[(&str, &str)]) -> Plan {
        let words: Vec<String> = words.iter().map(|it| (*it).to_owned()).collect();
        let parameters = parameters
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect();
        Plan::read(medium, &words, &parameters)
    }

    #[test]
    fn authors_say_what_is_captured() {
        let photo = plan(
            Medium::Image,
            &["New-Front", "w1"],
            &[("max_pixels", "640")],
        );
        assert_eq!((photo.camera(), photo.only_new), ("user", true));
        assert_eq!((photo.max_pixels, photo.sketch), (640, None));
        let signature = plan(Medium::Image, &["signature"], &[("max_pixels", "0")]);
        assert_eq!(signature.sketch, Some(Sketch::Signature));
        assert_eq!(signature.max_pixels, 2048);
        assert_eq!(plan(Medium::Any, &["draw"], &[]).sketch, None);
        let paper = plan(Medium::Any, &[], &[("accept", ".pdf")]);
        assert_eq!(paper.accept, ".pdf");
        let voice = plan(Medium::Audio, &[], &[("quality", "voice-only")]);
        assert_eq!((voice.bits, voice.accept.as_str()), (12_000, "audio/*"));
    }

    #[test]
    fn pictures_keep_their_shape() {
        assert_eq!(fit((4000, 3000), 1024), (1024, 768));
        assert_eq!(fit((3000, 4000), 1024), (768, 1024));
        assert_eq!(fit((640, 480), 1024), (640, 480));
        assert_eq!(fit((10_000, 1), 100), (100, 1));
        assert_eq!(fit((1333, 1000), 1000), (1000, 750));
        assert_eq!(fit((u32::MAX, 7), 2048), (2048, 1));
    }

    #[test]
    fn files_are_named_by_time_and_kind() {
        assert_eq!(file_name(1_795_386_600_000, "jpg"), "1795386600000.jpg");
        assert_eq!(extension("Bericht.PDF", "application/pdf"), "pdf");
        assert_eq!(extension("a.b/../../x", "image/jpeg"), "jpg");
        assert_eq!(extension("", "audio/webm;codecs=opus"), "webm");
        assert_eq!(extension("README", "application/x-🙂"), "bin");
    }

    #[test]
    fn sizes_are_told_in_round_figures() {
        assert_eq!(size_words(1.0), "1 kB");
        assert_eq!(size_words(811_200.0), "812 kB");
        assert_eq!(size_words(3_400_000.0), "3.4 MB");
    }
}
