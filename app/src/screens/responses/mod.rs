//! Responses: what is loaded, from where, and each of them.

mod export;
mod filters;
mod list;
mod notices;
mod opened;
mod sources;
mod table;

use std::rc::Rc;

use yew::prelude::*;

use super::parts::{Empty, Waiting};
use super::pick::{PickButton, drop_handlers, veil};
use crate::desk::{Action, Desk};
use crate::locale::responses::Responses as Say;
use crate::locale::use_locale;
use crate::state::Route;
use crate::store::use_desk;
use crate::widgets::{Icon, icon};
use export::ExportMenu;
use filters::Filters;
use list::List;
use notices::Simulated;
pub(super) use notices::Troubles;
use opened::OpenedResponse;
pub(super) use sources::Sources;
use table::TablePanel;

/// The seed of the campaign that one click makes: the same on every device, so that people can
/// talk about what they see.
const SEED: u64 = 2026;

/// What the screens of responses and analysis look at. Compared by identity: every change of the
/// desk makes a new one.
#[derive(Clone, Properties)]
pub(super) struct DeskProps {
    pub(super) desk: Rc<Desk>,
}

impl PartialEq for DeskProps {
    fn eq(&self, other: &DeskProps) -> bool {
        Rc::ptr_eq(&self.desk, &other.desk)
    }
}

/// Responses.
#[component]
pub(super) fn ResponsesScreen(props: &DeskProps) -> Html {
    let locale = use_locale();
    let desk = &props.desk;
    let is_over = use_state_eq(|| false);
    let send = use_desk();
    let on_files = send.reform(Action::Import);
    let (ondragover, ondragleave, ondrop) = drop_handlers(&is_over, &on_files);
    let content = if desk.holdings.count > 0 {
        html! { <Loaded desk={desk.clone()} /> }
    } else if desk.data.is_some() {
        Html::default()
    } else if desk.is_settled() {
        html! { <Nothing /> }
    } else if desk.is_reading() {
        Html::default()
    } else {
        html! { <Waiting /> }
    };
    html! {
        <section class="screen wide" data-screen="responses" {ondragover} {ondragleave} {ondrop}>
            <header class="screen-head with-tools">
                <h1 tabindex="-1" data-heading="">{ locale.say(Say::Title) }</h1>
                <Counts desk={desk.clone()} />
                <Tools desk={desk.clone()} />
            </header>
            <Simulated desk={desk.clone()} />
            <Troubles desk={desk.clone()} />
            // A place of its own: what stands below goes in the same moment, and yew 0.23 would look
            // for it as the next sibling.
            <div>
                if let Some(data) = &desk.data {
                    <TablePanel data={data.clone()} />
                }
            </div>
            <Sources desk={desk.clone()} />
            { content }
            if let Some((_, slot)) = &desk.list.open {
                <OpenedResponse slot={slot.clone()} desk={desk.clone()} />
            }
            if *is_over {
                { veil(locale.say(Say::DropHere)) }
            }
        </section>
    }
}

#[component]
fn Counts(props: &DeskProps) -> Html {
    let locale = use_locale();
    let holdings = &props.desk.holdings;
    if holdings.count == 0 {
        return html! { <p class="lead" data-count="0"></p> };
    }
    let more = [
        (
            holdings.simulated,
            Say::CountSimulated {
                n: holdings.simulated,
            },
        ),
        (
            holdings.conflicts,
            Say::CountConflicts {
                n: holdings.conflicts,
            },
        ),
    ];
    let more = more
        .into_iter()
        .filter(|it| it.0 > 0)
        .map(|it| locale.say(it.1));
    html! {
        <p class="lead" data-count={holdings.count.to_string()}>
            { locale.say(Say::Count { n: holdings.count }) }
            { for more.map(|it| html! { <>{ " · " }{ it }</> }) }
        </p>
    }
}

#[component]
fn Tools(props: &DeskProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let on_files = send.reform(Action::Import);
    let desk = &props.desk;
    let can_export = desk.holdings.count > 0;
    html! {
        <div class="desk-tools">
            <PickButton id="import-files" label={locale.say(Say::Import)} accept=".json,.ndjson,.jsonl,.gz,.zip,.csv,.tsv,.txt,.xlsx,.xls,.ods"
                primary={!can_export} {on_files} />
            if can_export {
                <ExportMenu desk={desk.clone()} />
            }
        </div>
    }
}

/// Nothing is loaded: what to do.
#[component]
fn Nothing() -> Html {
    let locale = use_locale();
    html! {
        <Empty icon={Icon::Responses} title={locale.say(Say::Empty)} help={locale.say(Say::EmptyHelp)}>
            <div class="buttons">
                <a class="button secondary" href={Route::Library.href()}>{ locale.say(Say::GoInterview) }</a>
                <SimulateButton />
            </div>
            <p class="hint">{ locale.say(Say::SimulateHelp) }</p>
            <p class="hint for-mouse">{ locale.say(Say::ImportHelp) }</p>
        </Empty>
    }
}

/// Makes the simulated campaign.
#[component]
pub(super) fn SimulateButton() -> Html {
    let locale = use_locale();
    let send = use_desk();
    let onclick = Callback::from(move |_: MouseEvent| send.emit(Action::Simulate(SEED)));
    html! {
        <button type="button" class="secondary" data-do="simulate" {onclick}>
            { icon(Icon::Analysis) }<span>{ locale.say(Say::Simulate) }</span>
        </button>
    }
}

/// The list with its filter.
#[component]
fn Loaded(props: &DeskProps) -> Html {
    let locale = use_locale();
    let page = &props.desk.list.page;
    let content = match (page.value(), page.failure()) {
        (_, Some(why)) => html! {
            <p class="complaint" role="alert">{ locale.say(Say::Failed { why: why.to_owned() }) }</p>
        },
        (Some(listed), None) => html! {
            <List listed={listed.clone()} desk={props.desk.clone()} waiting={page.is_waiting()} />
        },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <>
            <Filters desk={props.desk.clone()} />
            { content }
        </>
    }
}
