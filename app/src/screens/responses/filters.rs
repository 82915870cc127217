//! The filter of the list: only values that some response has.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::DeskProps;
use crate::desk::Action;
use crate::locale::responses::{self, Responses as Say, grouped};
use crate::locale::{Locale, use_locale};
use crate::store::use_desk;
use crate::worker::protocol::{Facet, FacetValue, RowFilter};

/// The filter.
#[component]
pub(super) fn Filters(props: &DeskProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let list = &props.desk.list;
    let filter = &list.filter;
    let facets = list
        .page
        .value()
        .map(|it| it.facets.clone())
        .unwrap_or_default();
    let selects = facets
        .into_iter()
        .filter(|it| it.values.len() > 1 || chosen(filter, &it.key).is_some());
    let oninput = {
        let (send, filter) = (send.clone(), filter.clone());
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            send.emit(Action::Filter(RowFilter {
                text: input.value(),
                ..filter.clone()
            }));
        })
    };
    let clear = send.reform(|_: MouseEvent| Action::Filter(RowFilter::default()));
    html! {
        <div class="filters" role="search" aria-label={locale.say(Say::Filter)}>
            { for selects.map(|it| {
                let value = chosen(filter, &it.key).cloned();
                html! { <FacetSelect key={it.key.clone()} facet={it.clone()} {value} filter={filter.clone()} /> }
            }) }
            <input class="field" type="search" placeholder={locale.say(Say::FilterText)}
                aria-label={locale.say(Say::FilterText)} value={filter.text.clone()} {oninput} />
            if *filter != RowFilter::default() {
                <button type="button" class="plain" data-do="clear-filter" onclick={clear}>{ locale.say(Say::Clear) }</button>
            }
        </div>
    }
}

fn chosen<'a>(filter: &'a RowFilter, key: &str) -> Option<&'a String> {
    match key {
        "survey" => filter.survey.as_ref(),
        "area" => filter.area.as_ref(),
        "mode" => filter.mode.as_ref(),
        "wave" => filter.wave.as_ref(),
        _ => filter.day.as_ref(),
    }
}

fn with(mut filter: RowFilter, key: &str, value: Option<String>) -> RowFilter {
    match key {
        "survey" => filter.survey = value,
        "area" => filter.area = value,
        "mode" => filter.mode = value,
        "wave" => filter.wave = value,
        _ => filter.day = value,
    }
    filter
}

#[derive(PartialEq, Properties)]
struct FacetProps {
    facet: Facet,
    value: Option<String>,
    filter: RowFilter,
}

#[component]
fn FacetSelect(props: &FacetProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let (facet, filter) = (&props.facet, props.filter.clone());
    let what = match facet.key.as_str() {
        "survey" => Say::FilterSurvey,
        "area" => Say::FilterArea,
        "mode" => Say::FilterMode,
        "wave" => Say::FilterWave,
        _ => Say::FilterDay,
    };
    let all = locale.say(Say::AllOf {
        what: locale.say(what).to_string(),
    });
    let key = facet.key.clone();
    let onchange = Callback::from(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        let value = Some(select.value()).filter(|it| !it.is_empty());
        send.emit(Action::Filter(with(filter.clone(), &key, value)));
    });
    let options = facet
        .values
        .iter()
        .map(|it| option(locale, &facet.key, it, props.value.as_deref()));
    html! {
        <select class="field" aria-label={all.clone()} data-facet={facet.key.clone()} {onchange}>
            <option value="" selected={props.value.is_none()}>{ all }</option>
            { for options }
        </select>
    }
}

fn option(locale: Locale, key: &str, value: &FacetValue, chosen: Option<&str>) -> Html {
    let name = match key {
        "mode" => responses::mode(&value.key).map(|it| locale.say(it).to_string()),
        _ => None,
    };
    let name = name.unwrap_or_else(|| {
        let label = if value.label.is_empty() {
            &value.key
        } else {
            &value.label
        };
        // Communities stand below their street.
        let indent = if value.parent.is_some() {
            "\u{2003}"
        } else {
            ""
        };
        format!("{indent}{label}")
    });
    html! {
        <option value={value.key.clone()} selected={chosen == Some(value.key.as_str())}>
            { format!("{name} ({})", grouped(value.count)) }
        </option>
    }
}
