//! What is always at hand in an interview: languages, text size, and the rest behind a button.

use std::rc::Rc;

use survey_core::interview::{Event as Happens, Stage, View};
use yew::prelude::*;

use crate::locale::fill::Fill;
use crate::locale::use_locale;
use crate::questions::use_ask;
use crate::settings::TextSize;
use crate::widgets::{Icon, Segments, icon};

/// What the tools need.
#[derive(PartialEq, Properties)]
pub struct ToolsProps {
    /// What is shown.
    pub view: Rc<View>,
    /// The text size now.
    pub text: TextSize,
    /// Told another text size.
    pub on_text: Callback<TextSize>,
    /// More, at the end.
    #[prop_or_default]
    pub children: Html,
}

/// Languages and text size.
#[component]
pub fn Tools(props: &ToolsProps) -> Html {
    let ask = use_ask();
    let locale = use_locale();
    let view = &props.view;
    let languages = view.languages.iter().map(|it| {
        (
            AttrValue::from(it.clone()),
            AttrValue::from(language_name(it).to_owned()),
        )
    });
    let on_language = Callback::from(move |it: AttrValue| {
        ask.event(Happens::Language(it.to_string()));
    });
    let larger = match props.text {
        TextSize::Normal => TextSize::Large,
        TextSize::Large => TextSize::Elder,
        TextSize::Elder => TextSize::Normal,
    };
    let on_text = props.on_text.reform(move |_: MouseEvent| larger);
    let size = match props.text {
        TextSize::Normal => Fill::TextNormal,
        TextSize::Large => Fill::TextLarge,
        TextSize::Elder => Fill::TextElder,
    };
    let asking = matches!(view.stage, Stage::Asking | Stage::Review);
    html! {
        <div class="tools">
            if view.languages.len() > 1 && asking {
                <Segments label={locale.say(Fill::Language)} name="interview-language"
                    choices={languages.collect::<Vec<_>>()} chosen={view.language.clone()}
                    on_choose={on_language} />
            }
            <button type="button" class="tool" data-do="text-size" onclick={on_text}>
                { icon(Icon::Text) }
                <span class="spoken">{ locale.say(Fill::TextSize) }</span>
                <span>{ locale.say(size) }</span>
            </button>
            { props.children.clone() }
        </div>
    }
}

/// A language's name in itself; its tag if it is not known here.
pub fn language_name(tag: &str) -> &str {
    match tag.split('-').next() {
        Some("zh") => "中文",
        Some("en") => "English",
        Some(_) | None => tag,
    }
}
