//! An interview on the screen, for the workspace and for the resident's page.

mod done;
mod fill;
mod review;
mod tools;

use std::rc::Rc;

use survey_core::interview::{ReviewSection, Stage, View};
use yew::prelude::*;

pub use tools::{Tools, language_name};

use crate::locale::fill::Fill;
use crate::locale::{Locale, Tongue, use_locale};
use crate::session::Trouble;
use crate::widgets::{Icon, icon};

/// What an interview is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub struct InterviewProps {
    /// What is shown.
    pub view: Rc<View>,
    /// All answers.
    pub review: Rc<Vec<ReviewSection>>,
    /// Whether an interviewer holds the pen.
    pub interviewer: bool,
    /// Whether there is room for tables.
    pub wide: bool,
    /// Whether everything is stored.
    pub stored: bool,
    /// Why storing does not go on.
    pub trouble: Option<Trouble>,
    /// Try to store once more, or open the interview again.
    pub on_trouble: Callback<Trouble>,
    /// What stands at the top, such as languages and text size.
    pub tools: Html,
    /// What stands at the end.
    pub after: Html,
}

/// An interview, in its own language.
#[component]
pub fn Interview(props: &InterviewProps) -> Html {
    let around = use_locale();
    let view = &props.view;
    let own = Locale(Tongue::from_tag(&view.language).unwrap_or(around.0));
    let screen = match view.stage {
        Stage::Asking => html! {
            <fill::FillScreen view={view.clone()} interviewer={props.interviewer} wide={props.wide}
                stored={props.stored} />
        },
        Stage::Review => html! {
            <review::ReviewScreen view={view.clone()} sections={props.review.clone()} />
        },
        Stage::Finished | Stage::BrokenOff => html! {
            <done::DoneScreen view={view.clone()} after={props.after.clone()} />
        },
    };
    let name = match view.stage {
        Stage::Asking => "fill",
        Stage::Review => "review",
        Stage::Finished | Stage::BrokenOff => "done",
    };
    html! {
        <ContextProvider<Locale> context={own}>
            <section class="interview" data-screen={name} lang={view.language.clone()}>
                <header class="interview-head">
                    <p class="interview-title">{ &view.title }</p>
                    { props.tools.clone() }
                </header>
                <TroubleBar trouble={props.trouble} on_trouble={props.on_trouble.clone()} />
                { screen }
            </section>
        </ContextProvider<Locale>>
    }
}

#[derive(PartialEq, Properties)]
struct TroubleProps {
    trouble: Option<Trouble>,
    on_trouble: Callback<Trouble>,
}

#[component]
fn TroubleBar(props: &TroubleProps) -> Html {
    let locale = use_locale();
    let Some(trouble) = props.trouble else {
        return Html::default();
    };
    let (words, button) = match trouble {
        Trouble::Failed => (Fill::SaveFailed, Fill::TryAgain),
        Trouble::Elsewhere => (Fill::OpenElsewhere, Fill::LoadHere),
    };
    let onclick = props.on_trouble.reform(move |_: MouseEvent| trouble);
    html! {
        <div class="banner banner-bad" role="alert">
            { icon(Icon::Info) }
            <p>{ locale.say(words) }</p>
            <button type="button" class="secondary" data-do="retry" {onclick}>
                { locale.say(button) }
            </button>
        </div>
    }
}
