//! Community by community on one measure; and questions that share a scale.

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::PartProps;
use super::area::AreaChoice;
use super::card::ChartCard;
use crate::desk::{Action, Place, measure_key};
use crate::figures::{areas, battery, ranks, shrunk};
use crate::locale::analysis::Analysis as Say;
use crate::locale::responses::Responses;
use crate::locale::{Locale, use_locale};
use crate::screens::parts::Waiting;
use crate::store::use_desk;
use crate::worker::protocol::{FigureOf, Measure, MeasureGroup, Outline};

/// Communities.
#[component]
pub(super) fn CommunitiesTab(props: &PartProps) -> Html {
    let locale = use_locale();
    let view = props.view();
    let slot = &view.areas;
    let about = props.about(locale);
    let content = match (slot.value(), slot.failure()) {
        (_, Some(why)) => {
            html! { <p class="complaint" role="alert">{ locale.say(Responses::Failed { why: why.to_owned() }) }</p> }
        }
        (None, None) => html! { <Waiting /> },
        (Some(it), None) if it.rows.is_empty() => {
            html! { <p class="nothing">{ locale.say(Say::NoAreas) }</p> }
        }
        (Some(it), None) => {
            let (stale, simulated) = (slot.is_waiting(), about.simulated);
            let more = [ranks(&about, it), shrunk(&about, it)];
            html! {
                <>
                    <ChartCard drawn={areas(&about, it)} {stale} {simulated} of={FigureOf::Areas(it.measure.clone())} />
                    { for more.into_iter().flatten().map(|drawn| {
                        let key = drawn.key.clone();
                        html! { <ChartCard {key} {drawn} {stale} {simulated} /> }
                    }) }
                </>
            }
        }
    };
    let names = slot.value().map(|it| {
        let rows = it.rows.iter();
        rows.map(|it| (it.code.clone(), it.label.clone()))
            .collect::<Vec<_>>()
    });
    html! {
        <div class="study">
            <div class="choice-row choice-wrap">
                <MeasureChoice outline={props.outline.clone()} chosen={view.measured().cloned()} />
                { for names.map(|areas| html! { <AreaChoice {areas} chosen="" /> }) }
            </div>
            { content }
        </div>
    }
}

#[derive(Properties)]
struct MeasureProps {
    outline: Rc<Outline>,
    chosen: Option<Measure>,
}

impl PartialEq for MeasureProps {
    fn eq(&self, other: &MeasureProps) -> bool {
        Rc::ptr_eq(&self.outline, &other.outline) && self.chosen == other.chosen
    }
}

fn text(measure: &Measure) -> String {
    let (kind, name) = measure_key(measure);
    format!("{kind}/{name}")
}

#[component]
fn MeasureChoice(props: &MeasureProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let outline = props.outline.clone();
    let onchange = Callback::from(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        let known = outline.measures.iter().flat_map(|it| &it.measures);
        let chosen = known.map(|it| &it.0).find(|it| text(it) == select.value());
        if let Some(measure) = chosen {
            send.emit(Action::Look(Place::Measure(measure.clone())));
        }
    });
    let groups = props
        .outline
        .measures
        .iter()
        .map(|it| group(locale, it, props.chosen.as_ref()));
    html! {
        <label class="labelled"><span>{ locale.say(Say::ChooseMeasure) }</span>
            <select class="field" data-do="choose-measure" {onchange}>{ for groups }</select>
        </label>
    }
}

fn group(locale: Locale, it: &MeasureGroup, chosen: Option<&Measure>) -> Html {
    let label = if it.constructs {
        Say::MeasureConstructs
    } else {
        Say::MeasureQuestions
    };
    let options = it.measures.iter().map(|(measure, label)| {
        html! {
            <option value={text(measure)} selected={Some(measure) == chosen}>{ label }</option>
        }
    });
    html! { <optgroup label={locale.say(label)}>{ for options }</optgroup> }
}

/// Batteries.
#[component]
pub(super) fn BatteriesTab(props: &PartProps) -> Html {
    let locale = use_locale();
    let slot = &props.view().batteries;
    let about = props.about(locale);
    match (slot.value(), slot.failure()) {
        (_, Some(why)) => {
            html! { <p class="complaint" role="alert">{ locale.say(Responses::Failed { why: why.to_owned() }) }</p> }
        }
        (None, None) => html! { <Waiting /> },
        (Some(it), None) if it.batteries.is_empty() => {
            html! { <p class="nothing">{ locale.say(Say::NoBatteries) }</p> }
        }
        (Some(it), None) => html! {
            <div class="study figures figures-long">
                { for it.batteries.iter().map(|it| html! {
                    <ChartCard key={it.key.clone()} drawn={battery(&about, it)} stale={slot.is_waiting()} simulated={about.simulated} of={FigureOf::Questions(it.rows.iter().map(|it| it.name.clone()).collect())} />
                }) }
            </div>
        },
    }
}
