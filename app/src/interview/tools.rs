//! What is always at hand in an interview: languages and text size.

use std::rc::Rc;

use survey_core::base::own_name;
use survey_core::interview::{Event as Happens, Stage, View};

use super::button_of;
use crate::dom::{el, el_of};
use crate::locale::Locale;
use crate::locale::fill::Fill;
use crate::questions::{Ink, Said};
use crate::settings::TextSize;
use crate::widgets::{Icon, drawing, segments};

/// The most languages that stand beside each other on a phone.
const MOST_ABREAST: usize = 3;

/// Languages, where there is a choice, and text size.
pub fn tools(locale: Locale, view: &View, text: TextSize) -> Vec<Ink> {
    let asking = matches!(view.stage, Stage::Asking | Stage::Review);
    let mut tools = Vec::new();
    if view.languages.len() > 1 && asking {
        tools.push(languages(locale, view));
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

/// The languages side by side, or, where those would not fit beside each other, in a list.
fn languages(locale: Locale, view: &View) -> Ink {
    let label = locale.words(Fill::Language);
    let said = |it: &str| Said::Event(Happens::Language(it.to_owned()));
    let names = view
        .languages
        .iter()
        .map(|it| (it.as_str(), language_name(it)));
    if view.languages.len() <= MOST_ABREAST {
        let names: Vec<(&str, &str)> = names.collect();
        return segments(label, "interview-language", &names, &view.language, said);
    }
    let option = |(tag, name): (&str, &str)| {
        let option = el("option").attr("value", tag.to_owned());
        option.attr("lang", tag.to_owned()).words(name.to_owned())
    };
    el_of("select", "field tool-list")
        .set("data-do", "language")
        .attr("aria-label", label)
        .with_all(names.map(option))
        .value(&view.language)
        .typed(None, Some(Rc::new(move |it| said(&it))))
}

/// A language's name in itself; its tag if it is not known here.
pub fn language_name(tag: &str) -> &str {
    own_name(tag).unwrap_or(tag)
}
