//! What is always at hand in an interview: languages and text size.

use survey_core::base::own_name;
use survey_core::interview::{Event as Happens, Stage, View};

use super::button_of;
use crate::dom::{el, el_of};
use crate::locale::Locale;
use crate::locale::fill::Fill;
use crate::questions::{Ink, Said};
use crate::settings::TextSize;
use crate::widgets::{Icon, drawing, segments};

/// Languages, where there is a choice, and text size.
pub fn tools(locale: Locale, view: &View, text: TextSize) -> Vec<Ink> {
    let asking = matches!(view.stage, Stage::Asking | Stage::Review);
    let mut tools = Vec::new();
    if view.languages.len() > 1 && asking {
        let label = locale.words(Fill::Language);
        let languages: Vec<(&str, &str)> = view
            .languages
            .iter()
            .map(|it| (it.as_str(), language_name(it)))
            .collect();
        tools.push(segments(
            label,
            "interview-language",
            &languages,
            &view.language,
            |it| Said::Event(Happens::Language(it.to_owned())),
        ));
    }
    let larger = match text {
        TextSize::Normal => TextSize::Large,
        TextSize::Large => TextSize::Elder,
        TextSize::Elder => TextSize::Normal,
    };
    let size = match text {
        TextSize::Normal => Fill::TextNormal,
        TextSize::Large => Fill::TextLarge,
        TextSize::Elder => Fill::TextElder,
    };
    tools.push(
        button_of("tool", "text-size", Said::Text(larger))
            .with(drawing(Icon::Text))
            .with(el_of("span", "spoken").words(locale.words(Fill::TextSize)))
            .with(el("span").words(locale.words(size))),
    );
    tools
}

/// A language's name in itself; its tag if it is not known here.
pub fn language_name(tag: &str) -> &str {
    own_name(tag).unwrap_or(tag)
}
