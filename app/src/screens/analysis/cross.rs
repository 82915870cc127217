//! Variables against each other.

use web_sys::{DragEvent, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::PartProps;
use super::crosstab::CrossCard;
use crate::desk::{Action, Place};
use crate::figures::{About, variable_name};
use crate::locale::analysis::Analysis as Say;
use crate::locale::cross::Cross as Words;
use crate::locale::responses::Responses;
use crate::locale::use_locale;
use crate::screens::parts::Waiting;
use crate::store::use_desk;
use crate::widgets::Segments;
use crate::worker::protocol::{CrossShow, CrossSlot, Crossing};

/// The cross-table.
#[component]
pub(super) fn CrossTab(props: &PartProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let intervals = use_state_eq(|| false);
    let marks = use_state_eq(|| true);
    let slot = &props.view().cross;
    let about = props.about(locale);
    let content = match (slot.value(), slot.failure()) {
        (_, Some(why)) => {
            html! { <p class="complaint" role="alert">{ locale.say(Responses::Failed { why: why.to_owned() }) }</p> }
        }
        (None, None) => html! { <Waiting /> },
        (Some(it), None) => html! {
            <CrossCard table={it.clone()} about={about.clone()} stale={slot.is_waiting()}
                intervals={*intervals} marks={*marks} />
        },
    };
    let crossing = props.view().crossed().unwrap_or_default();
    let look = send.reform(|it: Crossing| Action::Look(Place::Cross(it)));
    let on_show = {
        let (look, crossing) = (look.clone(), crossing.clone());
        Callback::from(move |name: AttrValue| {
            let show = CrossShow::from_name(&name).unwrap_or_default();
            look.emit(Crossing {
                show,
                ..crossing.clone()
            });
        })
    };
    let shows = CrossShow::ALL.map(|it| (it.name().into(), locale.say(show_words(it))));
    html! {
        <div class="study">
            <Slots variables={props.outline.variables.clone()} crossing={crossing.clone()} {look} {about} />
            <div class="cross-tools">
                <Segments label={locale.say(Words::Shows)} name="cross-show" choices={shows.to_vec()}
                    chosen={crossing.show.name()} on_choose={on_show} />
                <Toggle name="intervals" words={locale.say(Words::Intervals)} on={intervals} />
                <Toggle name="marks" words={locale.say(Words::Marks)} on={marks} />
            </div>
            { content }
        </div>
    }
}

fn show_words(show: CrossShow) -> Words {
    match show {
        CrossShow::Row => Words::ShowRow,
        CrossShow::Column => Words::ShowColumn,
        CrossShow::Table => Words::ShowTable,
        CrossShow::Count => Words::ShowCount,
    }
}

#[derive(PartialEq, Properties)]
struct ToggleProps {
    name: &'static str,
    words: AttrValue,
    on: UseStateHandle<bool>,
}

#[component]
fn Toggle(props: &ToggleProps) -> Html {
    let on = props.on.clone();
    let onchange = Callback::from(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        on.set(input.checked());
    });
    html! {
        <label class="toggle" data-toggle={props.name}>
            <input type="checkbox" checked={*props.on} {onchange} />
            <span>{ &props.words }</span>
        </label>
    }
}

#[derive(PartialEq, Properties)]
struct SlotsProps {
    variables: Vec<(String, String)>,
    crossing: Crossing,
    look: Callback<Crossing>,
    about: About,
}

/// The places of a table's variables, each a choice and a place to drop on; and all variables to
/// drag from.
#[component]
fn Slots(props: &SlotsProps) -> Html {
    let locale = props.about.locale;
    let put = {
        let (look, crossing) = (props.look.clone(), props.crossing.clone());
        Callback::from(move |(slot, name): (CrossSlot, String)| {
            look.emit(crossing.clone().with(slot, &name));
        })
    };
    let slot = |slot: CrossSlot, words: AttrValue| {
        html! {
            <Slot {slot} {words} variables={props.variables.clone()} put={put.clone()}
                chosen={props.crossing.at(slot).to_owned()} about={props.about.clone()} />
        }
    };
    let swap = {
        let (put, columns) = (put.clone(), props.crossing.columns.clone());
        Callback::from(move |_: MouseEvent| put.emit((CrossSlot::Rows, columns.clone())))
    };
    let chips = props.variables.iter().map(|it| {
        let chosen = [CrossSlot::Rows, CrossSlot::Nest, CrossSlot::Columns];
        let is_used = chosen.iter().any(|slot| props.crossing.at(*slot) == it.0);
        html! {
            <li class={classes!("chip", is_used.then_some("used"))} draggable="true" data-variable={it.0.clone()}
                ondragstart={carry(it.0.clone())}>{ full_name(&props.about, it) }</li>
        }
    });
    html! {
        <div class="cross-slots">
            <div class="choice-row">
                { slot(CrossSlot::Rows, locale.say(Say::CrossDown)) }
                { slot(CrossSlot::Nest, locale.say(Words::Nest)) }
                { slot(CrossSlot::Columns, locale.say(Say::CrossAcross)) }
                <button type="button" class="secondary" data-do="swap" onclick={swap}>{ locale.say(Say::CrossSwap) }</button>
            </div>
            <details class="cross-variables">
                <summary>{ locale.say(Words::Variables) }</summary>
                <ul>{ for chips }</ul>
            </details>
        </div>
    }
}

/// Takes a variable along while it is dragged.
fn carry(name: String) -> Callback<DragEvent> {
    Callback::from(move |event: DragEvent| {
        if let Some(carried) = event.data_transfer() {
            // A browser that takes no data drops nothing; the choice beside it still works.
            let _ = carried.set_data("text/plain", &name);
        }
    })
}

#[derive(PartialEq, Properties)]
struct SlotProps {
    slot: CrossSlot,
    words: AttrValue,
    variables: Vec<(String, String)>,
    chosen: String,
    put: Callback<(CrossSlot, String)>,
    about: About,
}

#[component]
fn Slot(props: &SlotProps) -> Html {
    let over = use_state_eq(|| false);
    let locale = props.about.locale;
    let slot = props.slot;
    let on_choose = props.put.reform(move |name: String| (slot, name));
    let lit = |value: bool, over: &UseStateHandle<bool>| {
        let over = over.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(value);
        })
    };
    let ondrop = {
        let (over, put, variables) = (over.clone(), props.put.clone(), props.variables.clone());
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            let name = event
                .data_transfer()
                .and_then(|it| it.get_data("text/plain").ok());
            // Anything can be dropped; only variables are taken.
            if let Some(name) = name.filter(|name| variables.iter().any(|it| it.0 == *name)) {
                put.emit((slot, name));
            }
        })
    };
    let mut variables = props.variables.clone();
    if slot == CrossSlot::Nest {
        variables.insert(0, (String::new(), locale.say(Words::NoNest).to_string()));
    }
    let name = match slot {
        CrossSlot::Rows => "rows",
        CrossSlot::Nest => "nest",
        CrossSlot::Columns => "columns",
    };
    let grip = (!props.chosen.is_empty()).then(|| {
        html! {
            <span class="grip" draggable="true" aria-hidden="true" title={locale.say(Words::DragHint)}
                ondragstart={carry(props.chosen.clone())}>{ "⠿" }</span>
        }
    });
    html! {
        <div class={classes!("slot", over.then_some("over"))} data-slot={name}
            ondragover={lit(true, &over)} ondragenter={lit(true, &over)} ondragleave={lit(false, &over)} {ondrop}>
            { for grip }
            <VariableChoice words={props.words.clone()} {variables} chosen={props.chosen.clone()} {on_choose} about={props.about.clone()} />
        </div>
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct VariableProps {
    pub(super) words: AttrValue,
    pub(super) variables: Vec<(String, String)>,
    pub(super) chosen: String,
    pub(super) on_choose: Callback<String>,
    pub(super) about: About,
}

/// One variable of several.
#[component]
pub(super) fn VariableChoice(props: &VariableProps) -> Html {
    let onchange = props.on_choose.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        select.value()
    });
    let options = props.variables.iter().map(|it| {
        html! { <option value={it.0.clone()} selected={it.0 == props.chosen}>{ full_name(&props.about, it) }</option> }
    });
    html! {
        <label class="labelled"><span>{ &props.words }</span>
            <select class="field" {onchange}>{ for options }</select>
        </label>
    }
}

/// A variable by its name and its words.
pub(super) fn full_name(about: &About, it: &(String, String)) -> String {
    let words = variable_name(about, it);
    if it.0.is_empty() || it.1.is_empty() {
        words
    } else {
        format!("{} {words}", it.0)
    }
}
