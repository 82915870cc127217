//! The filter: one menu a facet with the values that exist, a chip for everything chosen.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::PartProps;
use crate::desk::{Action, AnalysisView};
use crate::figures::variable;
use crate::locale::analysis::Analysis as Say;
use crate::locale::responses::{self, grouped};
use crate::locale::weights::Weights;
use crate::locale::{Locale, use_locale};
use crate::store::use_desk;
use crate::widgets::{Icon, icon};
use crate::worker::protocol::{Facet, FacetValue, Outline};

/// The filter.
#[component]
pub(super) fn FilterBar(props: &PartProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let (view, outline) = (props.view(), &props.outline);
    let menus = outline.facets.iter().map(|it| {
        let chosen = view.chosen(&it.key).to_vec();
        html! { <FacetMenu key={it.key.clone()} facet={it.clone()} {chosen} /> }
    });
    let chips = outline.facets.iter().flat_map(|facet| {
        let chosen = view.chosen(&facet.key);
        let values = facet.values.iter().filter(|it| chosen.contains(&it.key));
        values.map(|it| (facet, it)).collect::<Vec<_>>()
    });
    let chips = chips.map(|(facet, value)| {
        let what = value_words(locale, facet, value);
        let mut left = view.chosen(&facet.key).to_vec();
        left.retain(|it| *it != value.key);
        let key = facet.key.clone();
        let onclick = send.reform(move |_: MouseEvent| Action::Choose(key.clone(), left.clone()));
        html! {
            <button type="button" class="chip" data-chip={value.key.clone()} {onclick}
                aria-label={locale.say(Say::Without { what: what.clone() })}>{ what }<span aria-hidden="true">{ "×" }</span></button>
        }
    });
    let clear = send.reform(|_: MouseEvent| Action::ClearFilter);
    let undo = send.reform(|_: MouseEvent| Action::Undo);
    let unweigh = send.reform(|_: MouseEvent| Action::Unweigh);
    html! {
        <div class={classes!("filter-bar", view.outline.is_waiting().then_some("stale"))} role="group" aria-label={locale.say(Say::Filter)}>
            <div class="facets">{ for menus }</div>
            if !view.scope.chosen.is_empty() || !view.scope.recipe.is_plain() || view.can_undo() {
                <div class="chips">
                    { weights_chip(locale, view, &unweigh) }
                    { for chips }
                    if !view.scope.chosen.is_empty() {
                        <button type="button" class="plain" data-do="clear-filter" onclick={clear}>{ locale.say(Say::ClearAll) }</button>
                    }
                    if view.can_undo() {
                        <button type="button" class="plain" data-do="undo" onclick={undo}>{ locale.say(Weights::Undo) }</button>
                    }
                </div>
            }
        </div>
    }
}

/// That people are weighted, or that a design is told, and a way to do without.
fn weights_chip(locale: Locale, view: &AnalysisView, unweigh: &Callback<MouseEvent>) -> Html {
    let recipe = &view.scope.recipe;
    if recipe.is_plain() {
        return Html::default();
    }
    let words = if recipe.weighs() {
        Weights::Chip
    } else {
        Weights::ChipDesign
    };
    let what = locale.say(words).to_string();
    html! {
        <button type="button" class="chip" data-do="unweigh" onclick={unweigh.clone()}
            aria-label={locale.say(Say::Without { what: what.clone() })}>{ what }<span aria-hidden="true">{ "×" }</span></button>
    }
}

#[derive(PartialEq, Properties)]
struct MenuProps {
    facet: Facet,
    chosen: Vec<String>,
}

/// The values of one facet, to be ticked.
#[component]
fn FacetMenu(props: &MenuProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let (facet, chosen) = (&props.facet, &props.chosen);
    let options = facet.values.iter().map(|value| {
        let (send, key, code, before) = (send.clone(), facet.key.clone(), value.key.clone(), chosen.clone());
        let onchange = Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let mut values = before.clone();
            values.retain(|it| *it != code);
            if input.checked() {
                values.push(code.clone());
            }
            send.emit(Action::Choose(key.clone(), values));
        });
        html! {
            <label class="tick">
                <input type="checkbox" checked={chosen.contains(&value.key)} {onchange} data-value={value.key.clone()} />
                <span>{ value_words(locale, facet, value) }</span><em>{ grouped(value.count) }</em>
            </label>
        }
    });
    let name = facet_words(locale, facet);
    let n = chosen.len();
    html! {
        <details class="facet" data-facet={facet.key.clone()}>
            <summary class={classes!((n > 0).then_some("chosen"))}>
                { name }{ for (n > 0).then(|| html! { <b>{ n }</b> }) }{ icon(Icon::Down) }
            </summary>
            <div class="facet-values">{ for options }</div>
        </details>
    }
}

fn facet_words(locale: Locale, facet: &Facet) -> String {
    match variable(&facet.key) {
        Some(words) => locale.say(words).to_string(),
        None => {
            // A question is long; the attribute it asks for is not.
            let of = |words: &[&str]| {
                words
                    .iter()
                    .any(|it| facet.label.to_lowercase().contains(it))
            };
            if of(&["年龄", "age"]) {
                locale.say(Say::FacetAge).to_string()
            } else if of(&["性别", "sex", "gender"]) {
                locale.say(Say::FacetSex).to_string()
            } else {
                facet.label.clone()
            }
        }
    }
}

fn value_words(locale: Locale, facet: &Facet, value: &FacetValue) -> String {
    let mode = responses::mode(&value.key).filter(|_| facet.key == "mode");
    match mode {
        Some(words) => locale.say(words).to_string(),
        None if value.label.is_empty() => value.key.clone(),
        None => value.label.clone(),
    }
}

/// The chosen filter in words, for captions.
pub(super) fn words(locale: Locale, view: &AnalysisView, outline: &Outline) -> String {
    let facets = outline
        .facets
        .iter()
        .filter(|it| !view.chosen(&it.key).is_empty());
    let parts: Vec<String> = facets
        .map(|facet| {
            let chosen = view.chosen(&facet.key);
            let values = facet.values.iter().filter(|it| chosen.contains(&it.key));
            let values: Vec<String> = values.map(|it| value_words(locale, facet, it)).collect();
            format!("{} = {}", facet_words(locale, facet), values.join(" / "))
        })
        .collect();
    parts.join("; ")
}
