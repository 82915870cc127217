//! Preferences in local storage: read before the first frame, so nothing flickers.

use serde_json::{Value as Json, json};
use survey_core::interview::Layout;
use survey_core::response::Mode;
use web_sys::Storage;

use crate::locale::Tongue;
use crate::settings::{LastSetup, Settings, TextSize, Theme};

const KEY: &str = "minyi-settings";

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The preferences of this device; what nobody chose yet is as usual.
pub fn read() -> Settings {
    let text = storage().and_then(|it| it.get_item(KEY).ok()?);
    let saved: Json = text
        .and_then(|it| serde_json::from_str(&it).ok())
        .unwrap_or(Json::Null);
    let word = |key: &str| saved[key].as_str();
    let setup = &saved["setup"];
    let words = |key: &str| setup[key].as_str().unwrap_or_default().to_owned();
    let packs = setup["packs"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    Settings {
        tongue: word("tongue").and_then(Tongue::from_tag),
        theme: word("theme").and_then(Theme::from_name).unwrap_or_default(),
        text: word("text")
            .and_then(TextSize::from_name)
            .unwrap_or_default(),
        layout: match word("layout") {
            Some("question") => Some(Layout::Question),
            Some("section") => Some(Layout::Section),
            Some(_) | None => None,
        },
        device: word("device").unwrap_or_default().to_owned(),
        setup: LastSetup {
            mode: setup["mode"].as_str().and_then(Mode::from_name),
            area: words("area"),
            wave: words("wave"),
            interviewer: words("interviewer"),
            language: words("language"),
            packs: packs
                .iter()
                .filter_map(Json::as_str)
                .map(str::to_owned)
                .collect(),
        },
    }
}

/// Keeps a word under a key of its own.
pub fn remember(key: &str, word: &str) {
    if let Some(storage) = storage() {
        // Full or forbidden: the page works, it only cannot be reopened.
        let _ = storage.set_item(key, word);
    }
}

/// The word kept under a key.
pub fn remembered(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Keeps the preferences. Where the browser refuses, they last as long as the page.
pub fn write(settings: &Settings) {
    let layout = settings.layout.map(|it| match it {
        Layout::Question => "question",
        Layout::Section => "section",
    });
    let setup = &settings.setup;
    let saved = json!({
        "tongue": settings.tongue.map(Tongue::tag),
        "theme": settings.theme.name(),
        "text": settings.text.name(),
        "layout": layout,
        "device": settings.device,
        "setup": {
            "mode": setup.mode.map(Mode::name),
            "area": setup.area,
            "wave": setup.wave,
            "interviewer": setup.interviewer,
            "language": setup.language,
            "packs": setup.packs,
        },
    });
    if let Some(storage) = storage() {
        // Full or forbidden: the choice holds for this page at least.
        let _ = storage.set_item(KEY, &saved.to_string());
    }
}
