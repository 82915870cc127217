//! Analysis: who answered and what they said, with how far to trust it.

mod area;
mod card;
mod communities;
mod cross;
mod crosstab;
mod drivers;
mod filter;
mod flagged;
mod interviewers;
mod overview;
mod quality;
mod questions;
mod targets;
mod weights;

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::parts::{Empty, Waiting};
use super::responses::{DeskProps, SimulateButton, Troubles};
use crate::desk::{Action, AnalysisView, Desk, Tab};
use crate::figures::About;
use crate::locale::analysis::Analysis as Say;
use crate::locale::responses::Responses;
use crate::locale::weights::Weights;
use crate::locale::{Locale, use_locale};
use crate::state::Route;
use crate::store::use_desk;
use crate::widgets::{Icon, icon};
use crate::worker::protocol::{Outline, Recipe};
use communities::{BatteriesTab, CommunitiesTab};
use cross::CrossTab;
use drivers::DriversTab;
use filter::FilterBar;
use overview::OverviewTab;
use quality::QualityTab;
use questions::QuestionsTab;
use weights::WeightsTab;

/// Analysis.
#[component]
pub(super) fn AnalysisScreen(props: &DeskProps) -> Html {
    let locale = use_locale();
    let desk = &props.desk;
    let send = use_desk();
    let unweigh = send.reform(|_: MouseEvent| Action::Unweigh);
    let outline = desk.analysis.outline.value();
    let content = match (outline, desk.analysis.outline.failure()) {
        _ if desk.holdings.count == 0 && desk.is_settled() => html! { <Nothing /> },
        _ if desk.holdings.count == 0 => html! { <StillReading desk={desk.clone()} /> },
        (_, Some(why)) => html! {
            <>
                <p class="complaint" role="alert">{ locale.say(Responses::Failed { why: why.to_owned() }) }</p>
                if !desk.analysis.scope.recipe.is_plain() {
                    <button type="button" class="secondary" data-do="unweigh" onclick={unweigh}>{ locale.say(Weights::Stop) }</button>
                }
            </>
        },
        (None, None) => html! { <Waiting /> },
        (Some(outline), None) => {
            html! { <Analysed desk={desk.clone()} outline={outline.clone()} /> }
        }
    };
    html! {
        <section class="screen wide" data-screen="analysis">
            <header class="screen-head with-tools">
                <h1 tabindex="-1" data-heading="">{ locale.say(Say::Title) }</h1>
                if let Some(outline) = outline {
                    <p class="lead" data-n={outline.n.to_string()}>{ locale.say(Say::N { n: outline.n, of: outline.of }) }</p>
                    <SurveyChoice outline={outline.clone()} />
                }
            </header>
            <Troubles desk={desk.clone()} />
            { content }
        </section>
    }
}

/// What every part of the analysis gets.
#[derive(Clone, Properties)]
pub(super) struct PartProps {
    pub(super) desk: Rc<Desk>,
    pub(super) outline: Rc<Outline>,
}

impl PartialEq for PartProps {
    fn eq(&self, other: &PartProps) -> bool {
        Rc::ptr_eq(&self.desk, &other.desk)
    }
}

impl PartProps {
    /// What the figures of this part have in common.
    pub(super) fn about(&self, locale: Locale) -> About {
        About {
            locale,
            filter: filter::words(locale, &self.desk.analysis, &self.outline),
            simulated: self.outline.simulated > 0,
            recipe: self.named_recipe(),
        }
    }

    /// The recipe of the figures, with the words of its variables in place of their names.
    fn named_recipe(&self) -> Recipe {
        let mut recipe = self.desk.analysis.scope.recipe.clone();
        let known = &self.outline.variables;
        let targets = recipe.targets.iter_mut().map(|it| &mut it.var);
        let drawn = [&mut recipe.clusters, &mut recipe.strata];
        for name in targets.chain(drawn.into_iter().flatten()) {
            if let Some((_, label)) = known.iter().find(|it| it.0 == *name && !it.1.is_empty()) {
                name.clone_from(label);
            }
        }
        recipe
    }

    pub(super) fn view(&self) -> &AnalysisView {
        &self.desk.analysis
    }
}

#[component]
fn Nothing() -> Html {
    let locale = use_locale();
    html! {
        <Empty icon={Icon::Analysis} title={locale.say(Say::Empty)} help={locale.say(Say::EmptyHelp)}>
            <div class="buttons">
                <a class="button secondary" href={Route::Responses(String::new()).href()}>{ locale.say(Say::GoResponses) }</a>
                <SimulateButton />
            </div>
            <p class="hint">{ locale.say(Responses::SimulateHelp) }</p>
        </Empty>
    }
}

/// Something is being read: how far it is.
#[component]
fn StillReading(props: &DeskProps) -> Html {
    html! {
        <>
            <super::responses::Sources desk={props.desk.clone()} />
            <Waiting />
        </>
    }
}

#[derive(PartialEq, Properties)]
struct SurveyChoiceProps {
    outline: Rc<Outline>,
}

/// Which survey, where there are several.
#[component]
fn SurveyChoice(props: &SurveyChoiceProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let outline = &props.outline;
    if outline.surveys.len() < 2 {
        let title = outline.surveys.first().map(|it| it.title.clone());
        return html! { <p class="lead survey-title">{ title.unwrap_or_default() }</p> };
    }
    let onchange = Callback::from(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        send.emit(Action::Survey(select.value()));
    });
    let options = outline.surveys.iter().map(|it| html! {
        <option value={it.id.clone()} selected={it.id == outline.survey}>{ format!("{} ({})", it.title, it.count) }</option>
    });
    html! {
        <select class="field survey-choice" aria-label={locale.say(Say::Survey)} {onchange}>{ for options }</select>
    }
}

#[component]
fn Analysed(props: &PartProps) -> Html {
    let locale = use_locale();
    let (desk, outline) = (&props.desk, &props.outline);
    let tab = desk.analysis.tab;
    let links = Tab::ALL.into_iter().map(|it| {
        let href = Route::Analysis(desk.analysis.rest_of(it)).href();
        html! {
            <a {href} class="tab" data-tab={it.name()} aria-current={(it == tab).then_some("page")}>{ locale.say(tab_name(it)) }</a>
        }
    });
    let content = match tab {
        Tab::Weights => html! { <WeightsTab ..props.clone() /> },
        _ if outline.n == 0 => {
            html! { <p class="nothing" role="status">{ locale.say(Say::NobodyLeft) }</p> }
        }
        Tab::Overview => html! { <OverviewTab ..props.clone() /> },
        Tab::Questions => html! { <QuestionsTab ..props.clone() /> },
        Tab::Communities if desk.analysis.here.is_some() => {
            html! { <area::AreaTab ..props.clone() /> }
        }
        Tab::Communities => html! { <CommunitiesTab ..props.clone() /> },
        Tab::Batteries => html! { <BatteriesTab ..props.clone() /> },
        Tab::Cross => html! { <CrossTab ..props.clone() /> },
        Tab::Drivers => html! { <DriversTab ..props.clone() /> },
        Tab::Quality => html! { <QualityTab ..props.clone() /> },
    };
    let simulated = Say::SimulatedBanner {
        n: outline.simulated,
        of: outline.n,
    };
    html! {
        <>
            if outline.simulated > 0 {
                <div class="banner banner-simulated" data-simulated="">{ icon(Icon::Info) }<p>{ locale.say(simulated) }</p></div>
            }
            <nav class="tabs" aria-label={locale.say(Say::Title)}>{ for links }</nav>
            // Weights are made for everybody, whatever is looked at.
            if tab != Tab::Weights {
                <FilterBar ..props.clone() />
            }
            { content }
        </>
    }
}

fn tab_name(tab: Tab) -> Say {
    match tab {
        Tab::Overview => Say::TabOverview,
        Tab::Questions => Say::TabQuestions,
        Tab::Communities => Say::TabCommunities,
        Tab::Batteries => Say::TabBatteries,
        Tab::Cross => Say::TabCross,
        Tab::Drivers => Say::TabDrivers,
        Tab::Weights => Say::TabWeights,
        Tab::Quality => Say::TabQuality,
    }
}
