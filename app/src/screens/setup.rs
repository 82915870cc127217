//! Setting up an interview.

use std::sync::Arc;

use survey_core::questionnaire::{Mode, Questionnaire};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::areas::AreaPicker;
use super::library::mode_name;
use super::parts::Waiting;
use crate::capture::notes;
use crate::interview::language_name;
use crate::locale::frame::Frame as Say;
use crate::locale::shelf::Shelf as SayShelf;
use crate::locale::{Locale, use_locale};
use crate::state::{Action, Remote, Route, Setup, SetupChange};
use crate::store::use_dispatch;
use crate::widgets::{Icon, Segments, icon};

#[derive(Properties)]
pub(super) struct SetupProps {
    pub(super) setup: Setup,
    pub(super) form: Arc<Questionnaire>,
    /// Whether the areas are here.
    pub(super) areas: Remote<()>,
}

impl PartialEq for SetupProps {
    fn eq(&self, other: &SetupProps) -> bool {
        self.setup == other.setup
            && Arc::ptr_eq(&self.form, &other.form)
            && self.areas == other.areas
    }
}

/// What an interview begins with.
#[component]
pub(super) fn SetupScreen(props: &SetupProps) -> Html {
    let locale = use_locale();
    let dispatch = use_dispatch();
    let setup = &props.setup;
    let form = &props.form;
    let begin = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        dispatch.send(Action::Begin);
    });
    let asks = matches!(setup.mode, Mode::Interviewer | Mode::PaperEntry);
    html! {
        <section class="screen screen-narrow" data-screen="setup">
            <header class="screen-head">
                <p class="section-name">{ locale.say(Say::SetupTitle) }</p>
                <h1 tabindex="-1" data-heading="">{ form.title_in(locale.0.tag()).to_owned() }</h1>
            </header>
            <form class="sheet" onsubmit={begin}>
                <ChoosePart name="mode" title={locale.say(Say::SetupMode)} choices={modes(locale, form)}
                    chosen={setup.mode.name()}
                    change={Callback::from(|it: AttrValue| Mode::from_name(&it).map(SetupChange::Mode))} />
                <AreaPart setup={setup.clone()} areas={props.areas.clone()} />
                <TextPart name="wave" label={locale.say(Say::SetupWave)} help={locale.say(Say::SetupWaveHelp)}
                    value={setup.wave.clone()} change={Callback::from(SetupChange::Wave)} />
                if asks {
                    <TextPart name="interviewer" label={locale.say(Say::SetupInterviewer)}
                        help={locale.say(Say::SetupInterviewerHelp)} value={setup.interviewer.clone()}
                        change={Callback::from(SetupChange::Interviewer)} />
                }
                if form.languages.len() > 1 {
                    <ChoosePart name="language" title={locale.say(Say::SetupLanguage)}
                        choices={languages(form)} chosen={setup.language.clone()}
                        change={Callback::from(|it: AttrValue| Some(SetupChange::Language(it.to_string())))} />
                }
                { for notes(form).into_iter().map(|it| html! { <p class="hint" data-note="">{ locale.say(it) }</p> }) }
                <Packs setup={setup.clone()} packs={packs(form, locale.0.tag())} />
                <footer class="sheet-foot">
                    <p class="hint">{ locale.say(Say::SetupRemembered) }</p>
                    <div class="buttons">
                        <a class="button secondary" href={Route::Library.href()}>{ locale.say(Say::Cancel) }</a>
                        <button type="submit" class="primary" data-do="begin">
                            <span>{ locale.say(Say::SetupGo) }</span>{ icon(Icon::Right) }
                        </button>
                    </div>
                </footer>
            </form>
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct ChoosePartProps {
    name: AttrValue,
    title: AttrValue,
    choices: Vec<(AttrValue, AttrValue)>,
    chosen: AttrValue,
    change: Callback<AttrValue, Option<SetupChange>>,
}

/// One of a few.
#[component]
fn ChoosePart(props: &ChoosePartProps) -> Html {
    let dispatch = use_dispatch();
    let on_choose = {
        let change = props.change.clone();
        Callback::from(move |value: AttrValue| {
            if let Some(change) = change.emit(value) {
                dispatch.send(Action::Setup(change));
            }
        })
    };
    html! {
        <div class="part" data-part={props.name.clone()}>
            <h2>{ &props.title }</h2>
            <Segments label={props.title.clone()} name={props.name.clone()}
                choices={props.choices.clone()} chosen={props.chosen.clone()} {on_choose} />
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct AreaPartProps {
    setup: Setup,
    areas: Remote<()>,
}

/// The community.
#[component]
fn AreaPart(props: &AreaPartProps) -> Html {
    let locale = use_locale();
    let dispatch = use_dispatch();
    let setup = &props.setup;
    let on_pick = Callback::from(move |code: String| {
        dispatch.send(Action::Setup(SetupChange::Area(code)));
    });
    let picker = match &props.areas {
        Remote::Waiting => html! { <Waiting /> },
        Remote::Failed(why) => html! { <Waiting failed={why.clone()} /> },
        Remote::Ready(()) => html! {
            <AreaPicker code={setup.area.clone()} level="community" {on_pick} />
        },
    };
    let missing = setup.tried && !setup.is_complete();
    let help = if setup.needs_area {
        locale.say(Say::SetupAreaHelp)
    } else {
        locale.say(SayShelf::OptionalHelp)
    };
    html! {
        <div class={classes!("part", missing.then_some("has-complaint"))} data-part="area">
            <h2>{ locale.say(Say::SetupArea) }</h2>
            <p class="hint">{ help }</p>
            { picker }
            <div role="alert">
                if missing {
                    <p class="complaint">{ locale.say(Say::SetupAreaMissing) }</p>
                }
            </div>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct TextPartProps {
    name: AttrValue,
    label: AttrValue,
    help: AttrValue,
    value: AttrValue,
    change: Callback<String, SetupChange>,
}

/// A code that is typed.
#[component]
fn TextPart(props: &TextPartProps) -> Html {
    let dispatch = use_dispatch();
    let oninput = {
        let change = props.change.clone();
        Callback::from(move |event: InputEvent| {
            let input = event
                .target()
                .and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
            let text = input.map(|it| it.value()).unwrap_or_default();
            dispatch.send(Action::Setup(change.emit(text)));
        })
    };
    let (label, help) = (
        format!("setup-{}", props.name),
        format!("setup-{}-help", props.name),
    );
    html! {
        <div class="part" data-part={props.name.clone()}>
            <h2><label for={label.clone()}>{ &props.label }</label></h2>
            <input class="field" id={label} type="text" autocomplete="off" maxlength="40"
                aria-describedby={help.clone()} value={props.value.clone()} {oninput} />
            <p class="hint" id={help}>{ &props.help }</p>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct PacksProps {
    setup: Setup,
    /// Names and titles.
    packs: Vec<(String, String)>,
}

/// Sets of questions that may be added.
#[component]
fn Packs(props: &PacksProps) -> Html {
    let locale = use_locale();
    let dispatch = use_dispatch();
    if props.packs.is_empty() {
        return Html::default();
    }
    let rows = props.packs.iter().map(|(name, title)| {
        let (dispatch, pack) = (dispatch.clone(), name.clone());
        let onchange = Callback::from(move |_: Event| {
            dispatch.send(Action::Setup(SetupChange::Pack(pack.clone())));
        });
        let on = props.setup.packs.contains(name);
        html! {
            <label class={classes!("choice", on.then_some("chosen"))} data-pack={name.clone()}>
                <input type="checkbox" checked={on} {onchange} />
                <span class="choice-label">{ title }</span>
            </label>
        }
    });
    html! {
        <div class="part" data-part="packs">
            <h2>{ locale.say(Say::SetupPacks) }</h2>
            <div class="choices">{ for rows }</div>
        </div>
    }
}

fn modes(locale: Locale, form: &Questionnaire) -> Vec<(AttrValue, AttrValue)> {
    let modes = form.modes.iter();
    modes
        .map(|it| (AttrValue::Static(it.name()), locale.say(mode_name(*it))))
        .collect()
}

fn languages(form: &Questionnaire) -> Vec<(AttrValue, AttrValue)> {
    let languages = form.languages.iter();
    languages
        .map(|it| (it.clone().into(), language_name(it).to_owned().into()))
        .collect()
}

fn packs(form: &Questionnaire, language: &str) -> Vec<(String, String)> {
    let packs = form.packs.iter();
    packs
        .map(|(name, it)| (name.clone(), form.words(&it.title, language).to_owned()))
        .collect()
}
