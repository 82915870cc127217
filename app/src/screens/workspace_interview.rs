//! An interview in the workspace.

use std::rc::Rc;

use survey_core::interview::{Event as Happens, Layout, ReviewSection, Stage, View};
use survey_core::questionnaire::Mode;
use yew::prelude::*;

use crate::interview::{Interview, Tools};
use crate::locale::fill::Fill;
use crate::locale::use_locale;
use crate::questions::{Ask, Said};
use crate::session::{Session, Trouble};
use crate::settings::{Settings, TextSize};
use crate::state::{Action, Route, State, Storage};
use crate::store::use_dispatch;
use crate::widgets::{Confirm, Icon, Segments, icon};

/// The interview that is open.
pub(super) fn workspace_interview(state: &State, session: &Session) -> Html {
    html! {
        <Open view={session.view().clone()} review={session.review().clone()} mode={session.begun().mode}
            survey={session.form().id.clone()} wide={state.device.wide} stored={session.is_stored()}
            trouble={session.trouble()} settings={state.settings.clone()}
            durable={state.storage == Storage::Durable} />
    }
}

#[derive(PartialEq, Properties)]
struct OpenProps {
    view: Rc<View>,
    review: Rc<Vec<ReviewSection>>,
    mode: Mode,
    survey: String,
    wide: bool,
    stored: bool,
    trouble: Option<Trouble>,
    settings: Settings,
    durable: bool,
}

#[component]
fn Open(props: &OpenProps) -> Html {
    let dispatch = use_dispatch();
    let ask = use_callback(dispatch.clone(), |said: Said, dispatch| {
        dispatch.send(match said {
            Said::Event(event) => Action::Ask(event),
            Said::Typing(place, text) => Action::Typing(place, text),
        });
    });
    let on_trouble = use_callback(dispatch.clone(), |trouble: Trouble, dispatch| {
        dispatch.send(match trouble {
            Trouble::Failed => Action::RetryWrites,
            Trouble::Elsewhere => Action::Reload,
        });
    });
    let on_text = {
        let settings = props.settings.clone();
        Callback::from(move |text: TextSize| {
            dispatch.send(Action::Settings(Settings {
                text,
                ..settings.clone()
            }));
        })
    };
    let interviewer = match props.mode {
        Mode::Interviewer | Mode::PaperEntry => true,
        Mode::SelfCompletion | Mode::Kiosk => false,
    };
    let view = &props.view;
    let asking = matches!(view.stage, Stage::Asking | Stage::Review);
    let tools = html! {
        <Tools view={view.clone()} text={props.settings.text} {on_text}>
            if asking {
                <More settings={props.settings.clone()} />
            }
        </Tools>
    };
    let after = html! { <After survey={props.survey.clone()} durable={props.durable} /> };
    html! {
        <ContextProvider<Ask> context={Ask(ask)}>
            <Interview view={view.clone()} review={props.review.clone()} {interviewer} wide={props.wide}
                stored={props.stored} trouble={props.trouble} {on_trouble} {tools} {after} />
        </ContextProvider<Ask>>
    }
}

#[derive(PartialEq, Properties)]
struct MoreProps {
    settings: Settings,
}

/// What is seldom needed: the layout, and the end before the end.
#[component]
fn More(props: &MoreProps) -> Html {
    let locale = use_locale();
    let dispatch = use_dispatch();
    let open = use_state_eq(|| false);
    let leaving = use_state_eq(|| false);
    let flip = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let leave = {
        let leaving = leaving.clone();
        Callback::from(move |_: MouseEvent| leaving.set(true))
    };
    let on_no = {
        let leaving = leaving.clone();
        Callback::from(move |()| leaving.set(false))
    };
    let on_yes = {
        let (leaving, dispatch) = (leaving.clone(), dispatch.clone());
        Callback::from(move |()| {
            leaving.set(false);
            dispatch.send(Action::Ask(Happens::BreakOff { disposition: None }));
        })
    };
    html! {
        <div class="more">
            <button type="button" class="tool" data-do="more" aria-expanded={open.to_string()} onclick={flip}>
                { icon(Icon::More) }<span class="spoken">{ locale.say(Fill::Menu) }</span>
            </button>
            if *open {
                <div class="menu">
                    <LayoutPart settings={props.settings.clone()} />
                    <a class="button secondary" data-do="leave" href={Route::Drafts.href()}>
                        { icon(Icon::Left) }<span>{ locale.say(Fill::ToDrafts) }</span>
                    </a>
                    <button type="button" class="secondary" data-do="break-off" onclick={leave}>
                        { locale.say(Fill::BreakOff) }
                    </button>
                </div>
            }
            if *leaving {
                <Confirm text={locale.say(Fill::BreakOffSure)} yes={locale.say(Fill::BreakOffDo)}
                    no={locale.say(Fill::KeepGoing)} {on_yes} {on_no} />
            }
        </div>
    }
}

/// How much stands on a screen.
#[component]
fn LayoutPart(props: &MoreProps) -> Html {
    let locale = use_locale();
    let dispatch = use_dispatch();
    let choices = vec![
        ("auto".into(), locale.say(Fill::LayoutAuto)),
        ("question".into(), locale.say(Fill::OneByOne)),
        ("section".into(), locale.say(Fill::BySection)),
    ];
    let chosen = match props.settings.layout {
        None => "auto",
        Some(Layout::Question) => "question",
        Some(Layout::Section) => "section",
    };
    let on_choose = {
        let settings = props.settings.clone();
        Callback::from(move |value: AttrValue| {
            let layout = match value.as_str() {
                "question" => Some(Layout::Question),
                "section" => Some(Layout::Section),
                _ => None,
            };
            dispatch.send(Action::Settings(Settings {
                layout,
                ..settings.clone()
            }));
        })
    };
    html! {
        <div class="menu-part">
            <p>{ locale.say(Fill::Layout) }</p>
            <Segments label={locale.say(Fill::Layout)} name="layout" {choices} {chosen} {on_choose} />
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct AfterProps {
    survey: String,
    durable: bool,
}

/// Where to go from the end.
#[component]
fn After(props: &AfterProps) -> Html {
    let locale = use_locale();
    let kept = if props.durable {
        Fill::KeptHere
    } else {
        Fill::KeptNot
    };
    html! {
        <>
            <p class="hint">{ locale.say(kept) }</p>
            <div class="buttons">
                <a class="button secondary" href={Route::Drafts.href()}>{ locale.say(Fill::ToDrafts) }</a>
                <a class="button primary" data-do="next-interview" href={Route::Setup(props.survey.clone()).href()}>
                    <span>{ locale.say(Fill::NextInterview) }</span>{ icon(Icon::Right) }
                </a>
            </div>
        </>
    }
}
