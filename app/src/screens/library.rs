//! The surveys that are at hand.

use std::rc::Rc;

use survey_core::questionnaire::{Mode, Questionnaire};
use yew::prelude::*;

use super::parts::{Empty, Waiting};
use crate::interview::language_name;
use crate::locale::frame::Frame as Say;
use crate::locale::{Locale, use_locale};
use crate::state::{Library, Remote, Route};
use crate::widgets::{Icon, icon};

#[derive(Properties)]
pub(super) struct LibraryProps {
    pub(super) library: Remote<Rc<Library>>,
}

impl PartialEq for LibraryProps {
    fn eq(&self, other: &LibraryProps) -> bool {
        match (&self.library, &other.library) {
            (Remote::Ready(one), Remote::Ready(other)) => Rc::ptr_eq(one, other),
            (Remote::Waiting, Remote::Waiting) => true,
            (Remote::Failed(one), Remote::Failed(other)) => one == other,
            (Remote::Ready(_) | Remote::Waiting | Remote::Failed(_), _) => false,
        }
    }
}

/// The surveys.
#[component]
pub(super) fn LibraryScreen(props: &LibraryProps) -> Html {
    let locale = use_locale();
    let content = match &props.library {
        Remote::Waiting => html! { <Waiting /> },
        Remote::Failed(why) => html! { <Waiting failed={why.clone()} /> },
        Remote::Ready(library) if library.surveys.is_empty() => html! {
            <Empty icon={Icon::Surveys} title={locale.say(Say::LibraryEmpty)}
                help={locale.say(Say::LibraryEmptyHelp)} />
        },
        Remote::Ready(library) => {
            let cards = library
                .surveys
                .iter()
                .map(|it| card(locale, &it.form, &it.purpose));
            html! { <div class="cards">{ for cards }</div> }
        }
    };
    let broken = props
        .library
        .ready()
        .map(|it| it.broken.clone())
        .unwrap_or_default();
    html! {
        <section class="screen" data-screen="library">
            <header class="screen-head">
                <h1 tabindex="-1" data-heading="">{ locale.say(Say::Surveys) }</h1>
                <p class="lead">{ locale.say(Say::LibraryLead) }</p>
            </header>
            { content }
            { for broken.into_iter().map(|file| html! {
                <p class="warning">{ locale.say(Say::SurveyBroken { file }) }</p>
            }) }
        </section>
    }
}

fn card(locale: Locale, form: &Questionnaire, purpose: &survey_core::base::Text) -> Html {
    let language = locale.0.tag();
    let title = form.title_in(language).to_owned();
    let n = form
        .items()
        .iter()
        .filter(|it| it.kind.is_question() && it.pack.is_none())
        .count();
    let languages: Vec<&str> = form.languages.iter().map(|it| language_name(it)).collect();
    let facts = [
        form.minutes
            .map(|it| locale.say(Say::Minutes { n: it.to_string() })),
        Some(locale.say(Say::Questions { n })),
        Some(AttrValue::from(languages.join(" · "))),
        Some(locale.say(Say::Version {
            version: form.version.clone(),
        })),
    ];
    let modes = form
        .modes
        .iter()
        .map(|it| html! { <li>{ locale.say(mode_name(*it)) }</li> });
    html! {
        <article class="card" data-survey={form.id.clone()}>
            <h2>{ title }</h2>
            <p class="card-purpose">{ form.words(purpose, language) }</p>
            <ul class="facts">
                { for facts.into_iter().flatten().map(|it| html! { <li>{ it }</li> }) }
            </ul>
            <ul class="tags">{ for modes }</ul>
            <a class="button primary" data-do="start" href={Route::Setup(form.id.clone()).href()}>
                <span>{ locale.say(Say::StartInterview) }</span>{ icon(Icon::Right) }
            </a>
        </article>
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
