//! The surveys that are at hand.

use std::rc::Rc;

use survey_core::questionnaire::Mode;
use yew::prelude::*;

use super::imports::Imports;
use super::parts::{Empty, Waiting};
use super::pick::{PickButton, drop_handlers, veil};
use crate::desk::Picked;
use crate::interview::language_name;
use crate::locale::frame::Frame as Say;
use crate::locale::shelf::Shelf as SayShelf;
use crate::locale::{Locale, use_locale};
use crate::state::shelf::{Action as OfShelf, key};
use crate::state::{Action, Library, Remote, Route, Shelf, Shelved};
use crate::store::use_dispatch;
use crate::widgets::{Icon, icon};
use crate::worker::protocol::Card;

/// What the browser offers to choose; what a file is, its bytes say.
const ACCEPT: &str = ".xlsx,.xlsm,.xls,.ods,.csv,.md,.xml,.json,.geojson,image/*,audio/*,video/*";

#[derive(Properties)]
pub(super) struct LibraryProps {
    pub(super) library: Remote<Rc<Library>>,
    pub(super) shelf: Shelf,
}

impl PartialEq for LibraryProps {
    fn eq(&self, other: &LibraryProps) -> bool {
        let same_site = match (&self.library, &other.library) {
            (Remote::Ready(one), Remote::Ready(other)) => Rc::ptr_eq(one, other),
            (Remote::Waiting, Remote::Waiting) => true,
            (Remote::Failed(one), Remote::Failed(other)) => one == other,
            (Remote::Ready(_) | Remote::Waiting | Remote::Failed(_), _) => false,
        };
        same_site && self.shelf == other.shelf
    }
}

/// The surveys.
#[component]
pub(super) fn LibraryScreen(props: &LibraryProps) -> Html {
    let locale = use_locale();
    let dispatch = use_dispatch();
    let is_over = use_state_eq(|| false);
    let on_files = Callback::from(move |files: Vec<Picked>| {
        dispatch.send(Action::Shelf(OfShelf::Pick(files)));
    });
    let (ondragover, ondragleave, ondrop) = drop_handlers(&is_over, &on_files);
    html! {
        <section class="screen" data-screen="library" {ondragover} {ondragleave} {ondrop}>
            <header class="screen-head with-tools">
                <h1 tabindex="-1" data-heading="">{ locale.say(Say::Surveys) }</h1>
                <p class="lead">{ locale.say(Say::LibraryLead) }</p>
                <div class="desk-tools">
                    <PickButton id="import-forms" label={locale.say(SayShelf::ImportForm)} accept={ACCEPT}
                        primary=false {on_files} />
                </div>
            </header>
            <p class="hint import-hint">{ locale.say(SayShelf::ImportHint) }</p>
            <Imports shelf={props.shelf.clone()} />
            { own(locale, &props.shelf) }
            { site(locale, &props.library, has_own(&props.shelf)) }
            if *is_over {
                { veil(locale.say(SayShelf::DropHere)) }
            }
        </section>
    }
}

fn has_own(shelf: &Shelf) -> bool {
    shelf.surveys.ready().is_some_and(|it| !it.is_empty())
}

/// Surveys that came from files.
fn own(locale: Locale, shelf: &Shelf) -> Html {
    match &shelf.surveys {
        Remote::Waiting => Html::default(),
        Remote::Failed(why) => html! { <Waiting failed={why.clone()} /> },
        Remote::Ready(surveys) if surveys.is_empty() => Html::default(),
        Remote::Ready(surveys) => html! {
            <section class="shelf" data-shelf="own">
                <h2>{ locale.say(SayShelf::OwnSurveys) }</h2>
                <div class="cards">
                    { for surveys.iter().map(|it| html! { <OwnCard key={it.card.id.clone()} shelved={it.clone()} /> }) }
                </div>
            </section>
        },
    }
}

/// Surveys that came with the site.
fn site(locale: Locale, library: &Remote<Rc<Library>>, under_own: bool) -> Html {
    let library = match library {
        Remote::Waiting => return html! { <Waiting /> },
        Remote::Failed(why) => return html! { <Waiting failed={why.clone()} /> },
        Remote::Ready(library) => library,
    };
    let broken = library.broken.iter().map(|file| {
        let file = file.clone();
        html! { <p class="warning">{ locale.say(Say::SurveyBroken { file }) }</p> }
    });
    let cards = library.surveys.iter().map(|it| {
        let card = Card::of(&it.form, &it.purpose);
        let start = Route::Setup(card.id.clone());
        html! {
            <article class="card" data-survey={card.id.clone()}>
                { facts(locale, &card) }
                { start_link(locale, &start) }
                <div class="buttons card-tools"><SaveWorkbook survey={card.id.clone()} /></div>
            </article>
        }
    });
    html! {
        <section class="shelf" data-shelf="site">
            <h2 class={(!under_own).then_some("spoken")}>{ locale.say(SayShelf::SiteSurveys) }</h2>
            if library.surveys.is_empty() {
                <Empty icon={Icon::Surveys} title={locale.say(Say::LibraryEmpty)}
                    help={locale.say(Say::LibraryEmptyHelp)} />
            } else {
                <div class="cards">{ for cards }</div>
            }
            { for broken }
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct OwnCardProps {
    shelved: Shelved,
}

/// A survey that came from a file.
#[component]
fn OwnCard(props: &OwnCardProps) -> Html {
    let locale = use_locale();
    let dispatch = use_dispatch();
    let Shelved {
        card,
        file,
        missing,
        ..
    } = &props.shelved;
    let act = |action: OfShelf| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.send(Action::Shelf(action.clone())))
    };
    html! {
        <article class="card" data-survey={key(&card.id)}>
            { facts(locale, card) }
            <p class="hint">{ locale.say(SayShelf::From { file: file.clone() }) }</p>
            if !missing.is_empty() {
                <p class="warning">{ locale.say(SayShelf::MissingFiles) }{ " " }{ missing.join(", ") }</p>
            }
            { start_link(locale, &Route::Setup(key(&card.id))) }
            <div class="buttons card-tools">
                <SaveWorkbook survey={key(&card.id)} />
                <button type="button" class="plain" data-do="save-survey" onclick={act(OfShelf::Save(card.id.clone()))}>
                    { icon(Icon::Save) }<span>{ locale.say(SayShelf::SaveDocument) }</span>
                </button>
                <button type="button" class="plain" data-do="remove-survey" onclick={act(OfShelf::Remove(card.id.clone()))}>
                    { icon(Icon::Trash) }<span>{ locale.say(SayShelf::Remove) }</span>
                </button>
            </div>
        </article>
    }
}

#[derive(PartialEq, Properties)]
struct SaveWorkbookProps {
    /// As routes name it.
    survey: AttrValue,
}

/// Saves a survey for programs that read XLSForms.
#[component]
fn SaveWorkbook(props: &SaveWorkbookProps) -> Html {
    let locale = use_locale();
    let dispatch = use_dispatch();
    let survey = props.survey.to_string();
    let onclick = Callback::from(move |_: MouseEvent| {
        dispatch.send(Action::Shelf(OfShelf::SaveWorkbook(survey.clone())));
    });
    html! {
        <button type="button" class="plain" data-do="save-workbook" {onclick}>
            { icon(Icon::Save) }<span>{ locale.say(SayShelf::SaveWorkbook) }</span>
        </button>
    }
}

fn start_link(locale: Locale, to: &Route) -> Html {
    html! {
        <a class="button primary" data-do="start" href={to.href()}>
            <span>{ locale.say(Say::StartInterview) }</span>{ icon(Icon::Right) }
        </a>
    }
}

/// What a survey is.
fn facts(locale: Locale, card: &Card) -> Html {
    let language = locale.0.tag();
    // A form from elsewhere may not say what language it is in.
    let named = card.languages.iter().filter(|it| *it != "und");
    let languages: Vec<&str> = named.map(|it| language_name(it)).collect();
    let n = card.questions as usize;
    let facts = [
        card.minutes
            .map(|it| locale.say(Say::Minutes { n: it.to_string() })),
        Some(locale.say(Say::Questions { n })),
        Some(AttrValue::from(languages.join(" · "))).filter(|it| !it.is_empty()),
        Some(&card.version).filter(|it| !it.is_empty()).map(|it| {
            locale.say(Say::Version {
                version: it.clone(),
            })
        }),
    ];
    let modes = card
        .modes()
        .map(|it| html! { <li>{ locale.say(mode_name(it)) }</li> });
    html! {
        <>
            <h3>{ card.title_in(language) }</h3>
            <p class="card-purpose">{ card.purpose_in(language) }</p>
            <ul class="facts">
                { for facts.into_iter().flatten().map(|it| html! { <li>{ it }</li> }) }
            </ul>
            <ul class="tags">{ for modes }</ul>
        </>
    }
}

/// What a mode is called.
pub(super) fn mode_name(mode: Mode) -> Say {
    match mode {
        Mode::Interviewer => Say::ModeInterviewer,
        Mode::SelfCompletion => Say::ModeSelf,
        Mode::Kiosk => Say::ModeKiosk,
        Mode::PaperEntry => Say::ModePaper,
    }
}
