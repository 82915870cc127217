//! Preferences in local storage: read before the first frame, so nothing flickers.

use survey_core::format::canonical::Object;
use survey_core::format::fields::Fields;
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
    let text = text.unwrap_or_else(|| "{}".to_owned());
    let Ok(saved) = Fields::read(&text) else {
        return Settings::default();
    };
    let word = |key: &str| saved.words(key);
    let setup = saved.object("setup");
    let of_setup = |key: &str| setup.as_ref()?.words(key);
    let words = |key: &str| of_setup(key).unwrap_or_default();
    let packs = setup.as_ref().and_then(|it| it.list("packs"));
    Settings {
        tongue: word("tongue").and_then(|it| Tongue::from_tag(&it)),
        theme: word("theme")
            .and_then(|it| Theme::from_name(&it))
            .unwrap_or_default(),
        text: word("text")
            .and_then(|it| TextSize::from_name(&it))
            .unwrap_or_default(),
        layout: match word("layout").as_deref() {
            Some("question") => Some(Layout::Question),
            Some("section") => Some(Layout::Section),
            Some(_) | None => None,
        },
        device: word("device").unwrap_or_default(),
        setup: LastSetup {
            mode: of_setup("mode").and_then(|it| Mode::from_name(&it)),
            area: words("area"),
            wave: words("wave"),
            interviewer: words("interviewer"),
            language: words("language"),
            packs: packs.unwrap_or_default(),
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
    let mut last = Object::default();
    last.maybe("mode", setup.mode.map(Mode::name));
    last.words("area", &setup.area);
    last.words("wave", &setup.wave);
    last.words("interviewer", &setup.interviewer);
    last.words("language", &setup.language);
    last.list("packs", &setup.packs);
    let mut saved = Object::default();
    saved.maybe("tongue", settings.tongue.map(Tongue::tag));
    saved.words("theme", settings.theme.name());
    saved.words("text", settings.text.name());
    saved.maybe("layout", layout);
    saved.words("device", &settings.device);
    saved.object("setup", &last);
    if let Some(storage) = storage() {
        // Full or forbidden: the choice holds for this page at least.
        let _ = storage.set_item(KEY, &saved.to_string());
    }
}
