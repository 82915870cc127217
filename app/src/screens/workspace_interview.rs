//! An interview in the workspace.

use std::rc::Rc;

use survey_core::base::is_rtl;
use survey_core::interview::{Event as Happens, Layout, ReviewSection, Stage, View};
use survey_core::questionnaire::Mode;
use yew::prelude::*;

use super::areas::Areas;
use crate::capture::Holder;
use crate::dom::mirror::mirror;
use crate::dom::{Node, el, el_of};
use crate::interview::{Keys, locale_of, screen, screen_name, tools, trouble_bar};
use crate::locale::fill::Fill;
use crate::locale::frame::Frame;
use crate::locale::{Locale, use_locale};
use crate::questions::{Files, Said, Scene};
use crate::session::{Session, Trouble};
use crate::settings::Settings;
use crate::shell::drag;
use crate::state::{Action, Route, State, Storage};
use crate::store::use_dispatch;
use crate::widgets::{Confirm, Icon, Segments, drawing, icon};

/// The interview that is open.
pub(super) fn workspace_interview(state: &State, session: &Session) -> Html {
    html! {
        <Open id={session.id().to_owned()} view={session.view().clone()} review={session.review().clone()} mode={session.begun().mode}
            survey={state.key_of(session.form())} wide={state.device.wide} slow={session.is_slow()}
            trouble={session.trouble()} settings={state.settings.clone()}
            durable={state.storage == Storage::Durable} files={state.files.clone()} />
    }
}

#[derive(PartialEq, Properties)]
struct OpenProps {
    id: AttrValue,
    view: Rc<View>,
    review: Rc<Vec<ReviewSection>>,
    mode: Mode,
    survey: String,
    wide: bool,
    slow: bool,
    trouble: Option<Trouble>,
    settings: Settings,
    durable: bool,
    files: Rc<Files>,
}

#[component]
fn Open(props: &OpenProps) -> Html {
    let around = use_locale();
    let areas = use_context::<Areas>().unwrap_or_default();
    let sought = use_state_eq(<(String, String)>::default);
    let say = use_said(props, sought.setter());
    let onkeydown = use_keys(&props.view);
    use_drag();
    let view = &props.view;
    let locale = locale_of(view, around);
    let scene = Scene {
        locale,
        interviewer: matches!(props.mode, Mode::Interviewer | Mode::PaperEntry),
        wide: props.wide,
        alone: false,
        areas: areas.0.as_deref(),
        sought: (&sought.0, &sought.1),
        files: Some(&props.files),
    };
    let asking = matches!(view.stage, Stage::Asking | Stage::Review);
    let tools = tools(locale, view, props.settings.text);
    let trouble = props.trouble.map(|it| trouble_bar(locale, it));
    let after = after(locale, props);
    let screen = screen(scene, view, &props.review, props.slow, after);
    html! {
        <ContextProvider<Locale> context={locale}>
            <section class="interview" data-screen={screen_name(view)} lang={view.language.clone()}
                dir={is_rtl(&view.language).then_some("rtl")} {onkeydown}>
                <header class="interview-head">
                    <p class="interview-title">{ &view.title }</p>
                    <div class="tools">
                        { for tools.iter().map(|it| mirror(it, &say)) }
                        if asking {
                            <More settings={props.settings.clone()} />
                        }
                    </div>
                </header>
                { for trouble.iter().map(|it| mirror(it, &say)) }
                <ContextProvider<Holder> context={Holder(props.id.clone())}>
                    { mirror(&screen, &say) }
                </ContextProvider<Holder>>
            </section>
        </ContextProvider<Locale>>
    }
}

/// What people do in an interview, as actions.
#[hook]
fn use_said(props: &OpenProps, sought: UseStateSetter<(String, String)>) -> Callback<Said> {
    let dispatch = use_dispatch();
    let settings = props.settings.clone();
    Callback::from(move |said: Said| {
        let action = match said {
            Said::Event(event) => {
                sought.set(Default::default());
                Action::Ask(event)
            }
            Said::Picked(event) => Action::Ask(event),
            Said::Quick(event) => {
                dispatch.send(Action::Ask(event));
                Action::Ask(Happens::Next)
            }
            Said::Typing(place, text) => Action::Typing(place, text),
            Said::Sought(place, words) => return sought.set((place, words)),
            Said::Text(text) => Action::Settings(Settings {
                text,
                ..settings.clone()
            }),
            Said::Again(Trouble::Failed) => Action::RetryWrites,
            Said::Again(Trouble::Elsewhere) | Said::Reload => Action::Reload,
            // Of the resident's page.
            Said::SaveFile | Said::StartOver => return,
        };
        dispatch.send(action);
    })
}

/// Dragging among the questions.
#[hook]
fn use_drag() {
    let dispatch = use_dispatch();
    use_effect_with((), move |()| {
        let listeners = drag::listen(move |happens| dispatch.send(Action::Ask(happens)));
        move || drop(listeners)
    });
}

/// Keys among the questions.
#[hook]
fn use_keys(view: &Rc<View>) -> Callback<KeyboardEvent> {
    let dispatch = use_dispatch();
    let keys = use_mut_ref(Keys::default);
    let view = view.clone();
    Callback::from(move |event: KeyboardEvent| {
        let meant = keys.borrow_mut().pressed(&event, &view);
        if let Some(happens) = meant {
            dispatch.send(Action::Ask(happens));
        }
    })
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
                { icon(Icon::More) }<span class="spoken">{ locale.say(Frame::Menu) }</span>
            </button>
            if *open {
                <div class="menu">
                    <LayoutPart settings={props.settings.clone()} />
                    <a class="button secondary" data-do="leave" href={Route::Drafts.href()}>
                        { icon(Icon::Left) }<span>{ locale.say(Frame::ToDrafts) }</span>
                    </a>
                    <button type="button" class="secondary" data-do="break-off" onclick={leave}>
                        { locale.say(Frame::BreakOff) }
                    </button>
                </div>
            }
            if *leaving {
                <Confirm text={locale.say(Frame::BreakOffSure)} yes={locale.say(Frame::BreakOffDo)}
                    no={locale.say(Frame::KeepGoing)} {on_yes} {on_no} />
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
        ("auto".into(), locale.say(Frame::LayoutAuto)),
        ("question".into(), locale.say(Frame::OneByOne)),
        ("section".into(), locale.say(Frame::BySection)),
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
            <p>{ locale.say(Frame::Layout) }</p>
            <Segments label={locale.say(Frame::Layout)} name="layout" {choices} {chosen} {on_choose} />
        </div>
    }
}

/// Where to go from the end.
fn after(locale: Locale, props: &OpenProps) -> Vec<Node<Said>> {
    let kept = if props.durable {
        Fill::KeptHere
    } else {
        Fill::KeptNot
    };
    let drafts = el_of("a", "button secondary")
        .attr("href", Route::Drafts.href())
        .words(locale.words(Frame::ToDrafts));
    let next = el_of("a", "button primary")
        .set("data-do", "next-interview")
        .attr("href", Route::Setup(props.survey.clone()).href())
        .with(el("span").words(locale.words(Frame::NextInterview)))
        .with(drawing(Icon::Right));
    vec![
        Node::Element(el_of("p", "hint").words(locale.words(kept))),
        Node::Element(el_of("div", "buttons").with(drafts).with(next)),
    ]
}
