//! Preferences of this device.

use survey_core::interview::Layout;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::locale::check::Check;
use crate::locale::fill::Fill;
use crate::locale::frame::Frame as Say;
use crate::locale::gallery::Gallery;
use crate::locale::{Locale, Tongue, use_locale};
use crate::settings::{Settings, TextSize, Theme};
use crate::state::{Action, Route};
use crate::store::use_dispatch;
use crate::widgets::Segments;

#[derive(PartialEq, Properties)]
pub(super) struct SettingsProps {
    pub(super) settings: Settings,
}

/// Preferences.
#[component]
pub(super) fn SettingsScreen(props: &SettingsProps) -> Html {
    let locale = use_locale();
    let tongues = vec![
        (Tongue::Zh.tag().into(), "中文".into()),
        (Tongue::En.tag().into(), "English".into()),
    ];
    let themes = vec![
        (Theme::Auto.name().into(), locale.say(Say::ThemeAuto)),
        (Theme::Light.name().into(), locale.say(Say::ThemeLight)),
        (Theme::Dark.name().into(), locale.say(Say::ThemeDark)),
    ];
    let sizes = vec![
        (TextSize::Normal.name().into(), locale.say(Fill::TextNormal)),
        (TextSize::Large.name().into(), locale.say(Fill::TextLarge)),
        (TextSize::Elder.name().into(), locale.say(Fill::TextElder)),
    ];
    let layouts = vec![
        ("auto".into(), locale.say(Say::LayoutAuto)),
        ("question".into(), locale.say(Say::OneByOne)),
        ("section".into(), locale.say(Say::BySection)),
    ];
    let settings = &props.settings;
    let layout = match settings.layout {
        None => "auto",
        Some(Layout::Question) => "question",
        Some(Layout::Section) => "section",
    };
    let part = |title: AttrValue, change: Change, choices, chosen: &'static str| {
        html! { <Part {title} {change} {choices} {chosen} settings={settings.clone()} /> }
    };
    html! {
        <section class="screen screen-narrow" data-screen="settings">
            <header class="screen-head">
                <h1 tabindex="-1" data-heading="">{ locale.say(Say::Settings) }</h1>
                <p class="lead">{ locale.say(Say::SettingsLead) }</p>
            </header>
            <div class="sheet">
                { part(locale.say(Say::SettingsLanguage), Change::Tongue, tongues, locale.0.tag()) }
                { part(locale.say(Say::SettingsTheme), Change::Theme, themes, settings.theme.name()) }
                { part(locale.say(Say::SettingsText), Change::Text, sizes, settings.text.name()) }
                { part(locale.say(Say::SettingsLayout), Change::Layout, layouts, layout) }
                <DevicePart settings={settings.clone()} />
                { check_part(locale) }
                { charts_part(locale) }
            </div>
        </section>
    }
}

/// What a part changes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Tongue,
    Theme,
    Text,
    Layout,
}

impl Change {
    fn name(self) -> &'static str {
        match self {
            Change::Tongue => "tongue",
            Change::Theme => "theme",
            Change::Text => "text",
            Change::Layout => "layout",
        }
    }

    fn apply(self, settings: &mut Settings, value: &str) {
        match self {
            Change::Tongue => settings.tongue = Tongue::from_tag(value),
            Change::Theme => settings.theme = Theme::from_name(value).unwrap_or_default(),
            Change::Text => settings.text = TextSize::from_name(value).unwrap_or_default(),
            Change::Layout => {
                settings.layout = match value {
                    "question" => Some(Layout::Question),
                    "section" => Some(Layout::Section),
                    _ => None,
                }
            }
        }
    }
}

#[derive(PartialEq, Properties)]
struct PartProps {
    title: AttrValue,
    change: Change,
    choices: Vec<(AttrValue, AttrValue)>,
    chosen: &'static str,
    settings: Settings,
}

#[component]
fn Part(props: &PartProps) -> Html {
    let dispatch = use_dispatch();
    let on_choose = {
        let (settings, change) = (props.settings.clone(), props.change);
        Callback::from(move |value: AttrValue| {
            let mut settings = settings.clone();
            change.apply(&mut settings, &value);
            dispatch.send(Action::Settings(settings));
        })
    };
    html! {
        <div class="part" data-part={props.change.name()}>
            <h2>{ &props.title }</h2>
            <Segments label={props.title.clone()} name={props.change.name()} choices={props.choices.clone()}
                chosen={props.chosen} {on_choose} />
        </div>
    }
}

/// The way to the check of the mathematics.
fn check_part(locale: Locale) -> Html {
    html! {
        <div class="part" data-part="check">
            <h2>{ locale.say(Check::Title) }</h2>
            <p class="hint">{ locale.say(Check::SettingsHelp) }</p>
            <a class="button secondary" data-do="open-check" href={Route::Check.href()}>{ locale.say(Check::Open) }</a>
        </div>
    }
}

/// The way to the charts.
fn charts_part(locale: Locale) -> Html {
    html! {
        <div class="part" data-part="charts">
            <h2>{ locale.say(Gallery::Heading) }</h2>
            <p class="hint">{ locale.say(Gallery::SettingsHelp) }</p>
            <a class="button secondary" data-do="open-charts" href={Route::Charts.href()}>{ locale.say(Gallery::Open) }</a>
        </div>
    }
}

/// The device's code.
#[component]
fn DevicePart(props: &SettingsProps) -> Html {
    let locale = use_locale();
    let dispatch = use_dispatch();
    let onchange = {
        let settings = props.settings.clone();
        Callback::from(move |event: Event| {
            let input = event
                .target()
                .and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
            let text = input.map(|it| it.value()).unwrap_or_default();
            let device = text
                .chars()
                .filter(|it| it.is_ascii_alphanumeric() || *it == '-')
                .collect();
            dispatch.send(Action::Settings(Settings {
                device,
                ..settings.clone()
            }));
        })
    };
    html! {
        <div class="part" data-part="device">
            <h2><label for="device">{ locale.say(Say::SettingsDevice) }</label></h2>
            <input class="field" id="device" type="text" autocomplete="off" maxlength="20"
                aria-describedby="device-help" value={props.settings.device.clone()} {onchange} />
            <p class="hint" id="device-help">{ locale.say(Say::SettingsDeviceHelp) }</p>
        </div>
    }
}
