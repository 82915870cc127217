//! What a person likes on this device, and what the next interview begins with.

use survey_core::interview::Layout;
use survey_core::response::Mode;

use crate::locale::Tongue;

/// Preferences; kept on the device only.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// The language of the interface; as the browser unless chosen.
    pub tongue: Option<Tongue>,
    /// Light or dark.
    pub theme: Theme,
    /// How large words are.
    pub text: TextSize,
    /// What stands on a screen; by the width unless chosen.
    pub layout: Option<Layout>,
    /// The device's code.
    pub device: String,
    /// What the last interview was set up with.
    pub setup: LastSetup,
}

/// What the last interview was set up with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LastSetup {
    /// Who held the pen.
    pub mode: Option<Mode>,
    /// The code of the area.
    pub area: String,
    /// The wave.
    pub wave: String,
    /// The interviewer's code.
    pub interviewer: String,
    /// The language.
    pub language: String,
    /// Packs, each as `survey/pack`.
    pub packs: Vec<String>,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// Every theme.
    pub const ALL: [Theme; 3] = [Theme::Auto, Theme::Light, Theme::Dark];

    /// The theme's name in the settings and in style sheets.
    pub fn name(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The inverse of [`Theme::name`].
    pub fn from_name(name: &str) -> Option<Theme> {
        Theme::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// How large words are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextSize {
    /// As the browser.
    #[default]
    Normal,
    /// A little larger.
    Large,
    /// Much larger, with targets to match.
    Elder,
}

impl TextSize {
    /// Every size, smallest first.
    pub const ALL: [TextSize; 3] = [TextSize::Normal, TextSize::Large, TextSize::Elder];

    /// The size's name in the settings and in style sheets.
    pub fn name(self) -> &'static str {
        match self {
            TextSize::Normal => "normal",
            TextSize::Large => "large",
            TextSize::Elder => "elder",
        }
    }

    /// The inverse of [`TextSize::name`].
    pub fn from_name(name: &str) -> Option<TextSize> {
        TextSize::ALL.into_iter().find(|it| it.name() == name)
    }
}
