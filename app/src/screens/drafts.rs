//! Unfinished interviews.

use std::rc::Rc;

use yew::prelude::*;

use super::areas::Areas;
use super::library::mode_name;
use super::parts::{Empty, Waiting};
use crate::locale::fill::Fill;
use crate::locale::frame::Frame as Say;
use crate::locale::use_locale;
use crate::session::Draft;
use crate::state::{Action, Remote, Route, area_name};
use crate::store::use_dispatch;
use crate::widgets::{Confirm, Icon, icon};

#[derive(PartialEq, Properties)]
pub(super) struct DraftsProps {
    pub(super) drafts: Remote<Rc<Vec<Draft>>>,
    /// Whether a deletion can be taken back.
    pub(super) deleted: bool,
    /// Minutes east of UTC.
    pub(super) offset: i16,
}

/// Unfinished interviews, newest first.
#[component]
pub(super) fn DraftsScreen(props: &DraftsProps) -> Html {
    let locale = use_locale();
    let content = match &props.drafts {
        Remote::Waiting => html! { <Waiting /> },
        Remote::Failed(why) => html! { <Waiting failed={why.clone()} /> },
        Remote::Ready(drafts) if drafts.is_empty() => html! {
            <Empty icon={Icon::Interviews} title={locale.say(Say::DraftsEmpty)}
                help={locale.say(Say::DraftsEmptyHelp)}>
                <a class="button primary" href={Route::Library.href()}>{ locale.say(Say::DraftsGo) }</a>
            </Empty>
        },
        Remote::Ready(drafts) => html! {
            <ul class="drafts">
                { for drafts.iter().map(|it| html! {
                    <DraftRow key={it.id.clone()} draft={it.clone()} offset={props.offset} />
                }) }
            </ul>
        },
    };
    html! {
        <section class="screen" data-screen="drafts">
            <header class="screen-head">
                <h1 tabindex="-1" data-heading="">{ locale.say(Say::Interviews) }</h1>
                <p class="lead">{ locale.say(Say::DraftsLead) }</p>
            </header>
            if props.deleted {
                <UndoBar />
            }
            { content }
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct DraftRowProps {
    draft: Draft,
    offset: i16,
}

#[component]
fn DraftRow(props: &DraftRowProps) -> Html {
    let locale = use_locale();
    let dispatch = use_dispatch();
    let areas = use_context::<Areas>().unwrap_or_default();
    let asking = use_state_eq(|| false);
    let draft = &props.draft;
    let language = locale.0.tag();
    let area = draft
        .area
        .as_deref()
        .map(|it| area_name(areas.0.as_deref(), it, language));
    let facts = [
        area.map(AttrValue::from),
        Some(locale.say(mode_name(draft.mode))),
        Some(locale.say(Fill::Answered {
            n: draft.answered,
            of: draft.n_questions,
        })),
        Some(locale.say(Say::TouchedAt {
            at: locale.moment(draft.updated, props.offset),
        })),
    ];
    let set = |to: bool| {
        let asking = asking.clone();
        move || asking.set(to)
    };
    let (open, close) = (set(true), set(false));
    let on_yes = {
        let (id, close) = (draft.id.clone(), set(false));
        Callback::from(move |()| {
            close();
            dispatch.send(Action::Delete(id.clone()));
        })
    };
    html! {
        <li class="draft" data-draft={draft.id.clone()}>
            <div class="draft-words">
                <h2>{ draft.title.get(language, "zh").to_owned() }</h2>
                <ul class="facts">
                    { for facts.into_iter().flatten().map(|it| html! { <li>{ it }</li> }) }
                </ul>
                <progress max={draft.n_questions.max(1).to_string()} value={draft.answered.to_string()}
                    aria-hidden="true" />
            </div>
            <div class="buttons">
                <button type="button" class="secondary" data-do="delete" onclick={move |_| open()}>
                    { icon(Icon::Trash) }<span>{ locale.say(Say::Delete) }</span>
                </button>
                <a class="button primary" data-do="resume" href={Route::Interview(draft.id.clone()).href()}>
                    <span>{ locale.say(Say::Resume) }</span>{ icon(Icon::Right) }
                </a>
            </div>
            if *asking {
                <Confirm text={locale.say(Say::DeleteSure)} yes={locale.say(Say::DeleteDo)}
                    no={locale.say(Say::Cancel)} {on_yes} on_no={move |()| close()} />
            }
        </li>
    }
}

/// A deletion can be taken back.
#[component]
fn UndoBar() -> Html {
    let locale = use_locale();
    let dispatch = use_dispatch();
    let act = |action: Action| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.send(action.clone()))
    };
    html! {
        <div class="banner" role="status">
            { icon(Icon::Trash) }
            <p>{ locale.say(Say::Deleted) }</p>
            <button type="button" class="secondary" data-do="undo" onclick={act(Action::Undelete)}>
                { locale.say(Say::Undo) }
            </button>
            <button type="button" class="plain" data-do="close" onclick={act(Action::ForgetDeleted)}>
                { locale.say(Say::Close) }
            </button>
        </div>
    }
}
