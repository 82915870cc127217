//! Questions with the same answers, as one table where there is room.

use survey_core::base::{Missing, Value};
use survey_core::interview::{ChoiceView, Control, QuestionView};
use yew::prelude::*;

use super::{Complaint, Ids, markup, use_ask};

/// What a table is drawn from.
#[derive(PartialEq, Properties)]
pub struct GridProps {
    /// The questions, a row each.
    pub rows: Vec<QuestionView>,
}

/// Questions as rows, answers as columns.
#[component]
pub fn Grid(props: &GridProps) -> Html {
    let choices = props.rows.first().map(choices_of).unwrap_or_default();
    let reasons = reasons_of(&props.rows);
    let name = props
        .rows
        .first()
        .map(|it| it.place.clone())
        .unwrap_or_default();
    let columns = choices.iter().map(|it| {
        html! { <th scope="col" id={format!("g-{name}-{}", it.name)}>{ &it.label }</th> }
    });
    let more = reasons.iter().map(|(reason, label)| {
        html! { <th scope="col" class="reason-column" id={format!("g-{name}-{reason}")}>{ label }</th> }
    });
    html! {
        <table class="grid">
            <thead><tr><td></td>{ for columns }{ for more }</tr></thead>
            <tbody>
                { for props.rows.iter().map(|view| html! {
                    <GridRow key={view.place.clone()} view={view.clone()} table={name.clone()}
                        reasons={reasons.iter().map(|it| it.0).collect::<Vec<_>>()} />
                }) }
            </tbody>
        </table>
    }
}

/// Whether questions may stand in one table: choices with the same names and words.
pub(crate) fn fit_together(one: &QuestionView, other: &QuestionView) -> bool {
    let names = |view: &QuestionView| -> Vec<(String, String)> {
        choices_of(view)
            .iter()
            .map(|it| (it.name.clone(), it.label.clone()))
            .collect()
    };
    one.grid.is_some()
        && one.grid == other.grid
        && !names(one).is_empty()
        && names(one) == names(other)
}

fn choices_of(view: &QuestionView) -> &[ChoiceView] {
    match &view.control {
        Control::SelectOne(choices) => choices,
        Control::Note
        | Control::Consent(_)
        | Control::SelectMultiple { .. }
        | Control::Number { .. }
        | Control::Range { .. }
        | Control::Text { .. }
        | Control::Date(_)
        | Control::Time(_)
        | Control::Area { .. }
        | Control::Repeat(_) => &[],
    }
}

/// Every reason that a row offers, in the order of [`Missing`].
fn reasons_of(rows: &[QuestionView]) -> Vec<(Missing, String)> {
    let mut reasons: Vec<(Missing, String)> = Vec::new();
    for it in rows.iter().flat_map(|it| &it.missing) {
        if reasons.iter().all(|known| known.0 != it.reason) {
            reasons.push((it.reason, it.label.clone()));
        }
    }
    reasons.sort_by_key(|it| it.0);
    reasons
}

#[derive(PartialEq, Properties)]
struct GridRowProps {
    view: QuestionView,
    table: String,
    reasons: Vec<Missing>,
}

#[component]
fn GridRow(props: &GridRowProps) -> Html {
    let ask = use_ask();
    let view = &props.view;
    let ids = Ids::of(&view.place);
    let cell = |column: &str, chosen: bool, answer: Callback<Event>| {
        let labelled_by = format!("{} g-{}-{column}", ids.label, props.table);
        html! {
            <label class={classes!("cell", chosen.then_some("chosen"))}>
                <input type="radio" name={view.place.clone()} value={column.to_owned()}
                    checked={chosen} disabled={view.read_only}
                    aria-labelledby={labelled_by} onchange={answer} />
            </label>
        }
    };
    let choices = choices_of(view).iter().map(|it| {
        let (ask, place, name) = (ask.clone(), view.place.clone(), it.name.clone());
        let answer = Callback::from(move |_| ask.value(&place, Value::Text(name.clone())));
        html! { <td data-choice={it.name.clone()}>{ cell(&it.name, it.chosen, answer) }</td> }
    });
    let reasons = props.reasons.iter().map(|reason| {
        let Some(it) = view.missing.iter().find(|it| it.reason == *reason) else {
            return html! { <td class="reason-column"></td> };
        };
        let (ask, place, reason) = (ask.clone(), view.place.clone(), *reason);
        let answer = Callback::from(move |_| ask.missing(&place, reason));
        html! {
            <td class="reason-column" data-missing={reason.name()}>
                { cell(reason.name(), it.chosen, answer) }
            </td>
        }
    });
    html! {
        <tr class={classes!("question", view.complaint.is_some().then_some("has-complaint"))}
            data-place={view.place.clone()} aria-describedby={ids.described_by(view)}>
            <th scope="row">
                <span id={ids.label.clone()}>{ markup(&view.label) }</span>
                if let Some(hint) = &view.hint {
                    <p class="hint" id={ids.hint.clone()}>{ markup(hint) }</p>
                }
                <Complaint view={view.clone()} />
            </th>
            { for choices }
            { for reasons }
        </tr>
    }
}
