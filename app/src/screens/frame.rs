//! The frame: sections at the side or below, and the screen.

use yew::prelude::*;

use super::analysis::AnalysisScreen;
use super::areas::Areas;
use super::check::CheckScreen;
use super::drafts::DraftsScreen;
use super::gallery::GalleryScreen;
use super::library::LibraryScreen;
use super::parts::{Empty, Waiting};
use super::responses::ResponsesScreen;
use super::settings::SettingsScreen;
use super::setup::SetupScreen;
use super::workspace_interview::workspace_interview;
use crate::interview::language_name;
use crate::locale::frame::Frame as Say;
use crate::locale::{Locale, Tongue, use_locale};
use crate::settings::Settings;
use crate::state::{Action, Remote, Route, Screen, State, Storage};
use crate::store::use_dispatch;
use crate::widgets::{Drawing, Icon, icon};

/// The whole page.
pub fn frame(state: &State) -> Html {
    let locale = state.locale();
    let areas = Areas(state.areas.ready().cloned());
    let busy = matches!(state.screen, Screen::Interview(_));
    html! {
        <ContextProvider<Drawing> context={state.drawing()}>
        <ContextProvider<Areas> context={areas}>
            <div class={classes!("frame", busy.then_some("frame-interview"))}>
                <SkipLink />
                { rail(locale, state) }
                <main id="content" tabindex="-1">
                    { storage_banner(locale, &state.storage) }
                    { screen(state) }
                </main>
            </div>
        </ContextProvider<Areas>>
        </ContextProvider<Drawing>>
    }
}

fn n_drafts(state: &State) -> usize {
    state.drafts.ready().map_or(0, |it| it.len())
}

fn rail(locale: Locale, state: &State) -> Html {
    let n_drafts = n_drafts(state);
    let sections = [
        (Route::Library, Say::Surveys, Icon::Surveys),
        (Route::Drafts, Say::Interviews, Icon::Interviews),
        (
            Route::Responses(String::new()),
            Say::Responses,
            Icon::Responses,
        ),
        (
            Route::Analysis(String::new()),
            Say::Analysis,
            Icon::Analysis,
        ),
        (Route::Settings, Say::Settings, Icon::Settings),
    ];
    let links = sections.into_iter().map(|(to, name, drawing)| {
        let here = is_within(&state.route, &to);
        let badge = (to == Route::Drafts && n_drafts > 0).then(|| {
            html! { <span class="badge">{ n_drafts }</span> }
        });
        html! {
            <a href={to.href()} class="rail-link" aria-current={here.then_some("page")}>
                { icon(drawing) }<span>{ locale.say(name) }</span>{ badge }
            </a>
        }
    });
    html! {
        <nav class="rail" aria-label={locale.say(Say::Sections)}>
            <p class="product"><b>{ locale.say(Say::Product) }</b><span>{ locale.say(Say::Tagline) }</span></p>
            { for links }
            <OtherTongue settings={state.settings.clone()} />
        </nav>
    }
}

#[derive(PartialEq, Properties)]
struct OtherTongueProps {
    settings: Settings,
}

/// The other language, named in itself, for those who cannot read this one. Chosen once, it stays;
/// the language of an interview is the resident's and changes nothing here.
#[component]
fn OtherTongue(props: &OtherTongueProps) -> Html {
    let locale = use_locale();
    let dispatch = use_dispatch();
    let other = match locale.0 {
        Tongue::Zh => Tongue::En,
        Tongue::En => Tongue::Zh,
    };
    let settings = Settings {
        tongue: Some(other),
        ..props.settings.clone()
    };
    let onclick = Callback::from(move |_: MouseEvent| {
        dispatch.send(Action::Settings(settings.clone()));
    });
    html! {
        <button type="button" class="plain tongue" lang={other.tag()} data-do="other-tongue" {onclick}>
            { language_name(other.tag()).to_owned() }
        </button>
    }
}

/// What the browser's tab is called.
pub fn title(state: &State) -> String {
    let section = match &state.route {
        Route::Library | Route::Setup(_) | Route::Lost => Say::Surveys,
        Route::Drafts | Route::Interview(_) => Say::Interviews,
        Route::Responses(_) => Say::Responses,
        Route::Analysis(_) => Say::Analysis,
        Route::Settings | Route::Check | Route::Charts => Say::Settings,
    };
    let locale = state.locale();
    format!("{} · {}", locale.say(section), locale.say(Say::Product))
}

fn is_within(route: &Route, section: &Route) -> bool {
    match route {
        Route::Library | Route::Setup(_) => *section == Route::Library,
        Route::Drafts | Route::Interview(_) => *section == Route::Drafts,
        Route::Responses(_) => matches!(section, Route::Responses(_)),
        Route::Analysis(_) => matches!(section, Route::Analysis(_)),
        Route::Settings | Route::Check | Route::Charts => *section == Route::Settings,
        Route::Lost => false,
    }
}

fn storage_banner(locale: Locale, storage: &Storage) -> Html {
    let words = match storage {
        Storage::Opening | Storage::Durable => return Html::default(),
        Storage::MemoryOnly => Say::MemoryOnly,
        Storage::Failed(why) => Say::StorageTrouble { why: why.clone() },
    };
    html! {
        <div class="banner banner-bad" role="alert">{ icon(Icon::Info) }<p>{ locale.say(words) }</p></div>
    }
}

/// The one match over the screens.
fn screen(state: &State) -> Html {
    let locale = state.locale();
    match &state.screen {
        Screen::Library => html! {
            <LibraryScreen library={state.library.clone()} shelf={state.shelf.clone()} />
        },
        Screen::Setup(setup) => match state.entry(&setup.survey) {
            Some(entry) => html! {
                <SetupScreen setup={(**setup).clone()} form={entry.form.clone()} areas={has_areas(state)} />
            },
            None => html! { <Waiting /> },
        },
        Screen::Drafts => html! {
            <DraftsScreen drafts={state.drafts.clone()} deleted={state.deleted.is_some()}
                offset={state.device.offset} />
        },
        Screen::Opening(_) | Screen::Reading(_) => html! { <Waiting /> },
        Screen::Interview(session) => workspace_interview(state, session),
        Screen::Gone(why) => gone(locale, why.as_deref()),
        Screen::Responses => html! { <ResponsesScreen desk={state.desk.clone()} /> },
        Screen::Analysis => html! { <AnalysisScreen desk={state.desk.clone()} /> },
        Screen::Settings => html! { <SettingsScreen settings={state.settings.clone()} /> },
        Screen::Check => html! { <CheckScreen desk={state.desk.clone()} /> },
        Screen::Charts => html! { <GalleryScreen /> },
        Screen::Lost => html! {
            <section class="screen" data-screen="lost">
                <Empty icon={Icon::Info} title={locale.say(Say::LostTitle)}
                    help={locale.say(Say::LostHelp)} alone=true>
                    <a class="button primary" href={Route::Library.href()}>{ locale.say(Say::LostGo) }</a>
                </Empty>
            </section>
        },
    }
}

fn has_areas(state: &State) -> Remote<()> {
    match &state.areas {
        Remote::Waiting => Remote::Waiting,
        Remote::Ready(_) => Remote::Ready(()),
        Remote::Failed(why) => Remote::Failed(why.clone()),
    }
}

fn gone(locale: Locale, why: Option<&str>) -> Html {
    let help = match why {
        None => locale.say(Say::GoneHelp),
        Some(why) => locale.say(Say::CannotResume {
            why: why.to_owned(),
        }),
    };
    html! {
        <section class="screen" data-screen="gone">
            <Empty icon={Icon::Interviews} title={locale.say(Say::GoneTitle)} {help} alone=true>
                <a class="button secondary" href={Route::Drafts.href()}>{ locale.say(Say::Interviews) }</a>
            </Empty>
        </section>
    }
}

/// Past the navigation, for the keyboard. The address belongs to the route, so it does not change.
#[component]
fn SkipLink() -> Html {
    let locale = use_locale();
    let dispatch = use_dispatch();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.send(Action::SkipToContent));
    html! {
        <button type="button" class="skip" {onclick}>{ locale.say(Say::SkipToContent) }</button>
    }
}
