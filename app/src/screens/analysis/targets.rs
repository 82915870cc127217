//! What the interviews are to match: a table for every variable, entered or filled from a file.

use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::weights::{Choose, named};
use crate::charts::csv;
use crate::charts::figure::Numbers;
use crate::desk::{Action, SaveAs};
use crate::figures::{About, value, variable_name};
use crate::locale::use_locale;
use crate::locale::weights::Weights as Say;
use crate::screens::pick::PickButton;
use crate::store::use_desk;
use crate::worker::protocol::{Margin, MarginRow, Recipe, Target, Weights};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct TargetsProps {
    pub(super) draft: Recipe,
    pub(super) found: Weights,
    pub(super) about: About,
    /// The table that was pasted and could not be used.
    pub(super) table: Option<String>,
}

/// The targets, and ways to have more of them.
#[component]
pub(super) fn Targets(props: &TargetsProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let (draft, about) = (&props.draft, &props.about);
    let margins = props.found.margins.iter();
    let margins = margins.map(|it| {
        html! { <MarginTable key={it.var.clone()} margin={it.clone()} draft={draft.clone()} about={about.clone()} /> }
    });
    let free = |it: &&(String, String)| !draft.targets.iter().any(|target| target.var == it.0);
    let known: Vec<(String, String)> = props.found.variables.iter().filter(free).cloned().collect();
    let add = {
        let draft = draft.clone();
        Callback::from(move |name: Option<String>| {
            if let Some(var) = name {
                let mut recipe = draft.clone();
                // The worker fills in what there is.
                let counts = Vec::new();
                recipe.targets.push(Target { var, counts });
                send.emit(Action::Draft(recipe));
            }
        })
    };
    html! {
        <section class="panel">
            <h2>{ locale.say(Say::Targets) }</h2>
            <p class="hint">{ locale.say(Say::TargetsHelp) }</p>
            if draft.targets.is_empty() {
                <p class="nothing">{ locale.say(Say::NoTarget) }</p>
            }
            { for margins }
            <Choose words={locale.say(Say::AddTarget)} key_name="add-target" known={named(about, &known)} none={locale.say(Say::Choose)} chosen={None::<String>} on_choose={add} />
            <TableBox draft={draft.clone()} table={props.table.clone()} />
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct MarginProps {
    margin: Margin,
    draft: Recipe,
    about: About,
}

/// One variable: its categories with what is there, what is wanted and what comes of it.
#[component]
fn MarginTable(props: &MarginProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let margin = &props.margin;
    let name = variable_name(&props.about, &(margin.var.clone(), margin.label.clone()));
    let remove = {
        let (draft, var) = (props.draft.clone(), margin.var.clone());
        send.reform(move |_: MouseEvent| {
            let mut recipe = draft.clone();
            recipe.targets.retain(|it| it.var != var);
            Action::Draft(recipe)
        })
    };
    let rows = margin.rows.iter().map(|row| {
        html! { <MarginLine key={row.code.clone()} var={margin.var.clone()} row={row.clone()} draft={props.draft.clone()} /> }
    });
    let head = |words: Say| html! { <th scope="col">{ locale.say(words) }</th> };
    html! {
        <div class="figure-table margin" data-margin={margin.var.clone()}>
            <div class="margin-head">
                <h3 class="figure-title">{ &name }</h3>
                <button type="button" class="plain" data-do="remove-target" aria-label={locale.say(Say::Remove { what: name.clone() })} onclick={remove}>{ "×" }</button>
            </div>
            <div class="scroll" tabindex="0">
                <table>
                    <thead><tr>
                        { head(Say::Category) }{ head(Say::Target) }{ head(Say::N) }{ head(Say::Before) }{ head(Say::TargetShare) }{ head(Say::After) }
                    </tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
            if margin.unknown > 0 {
                <p class="hint">{ locale.say(Say::Unknown { n: margin.unknown.to_string() }) }</p>
            }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct LineProps {
    var: String,
    row: MarginRow,
    draft: Recipe,
}

#[component]
fn MarginLine(props: &LineProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let row = &props.row;
    let onchange = {
        let (draft, var, code) = (props.draft.clone(), props.var.clone(), row.code.clone());
        send.reform(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let mut recipe = draft.clone();
            let target = recipe.targets.iter_mut().find(|it| it.var == var);
            if let Some(target) = target {
                set(target, &code, input.value().parse().ok());
            }
            Action::Draft(recipe)
        })
    };
    let percent = Numbers {
        decimals: 1,
        ..Numbers::percent()
    };
    let share = |it: f64| value(it, &percent);
    let (target, after) = match row.after {
        Some((target, after)) => (share(target), share(after)),
        None => ("–".to_owned(), "–".to_owned()),
    };
    let is_off = row
        .after
        .is_some_and(|(target, after)| (target - after).abs() > 5e-4);
    html! {
        <tr data-code={row.code.clone()}>
            <th scope="row">{ &row.label }</th>
            <td><input class="field" type="number" inputmode="decimal" min="0" step="any" aria-label={locale.say(Say::TargetOf { what: row.label.clone() })}
                value={row.count.map(|it| it.to_string()).unwrap_or_default()} {onchange} /></td>
            <td>{ row.n }</td>
            <td>{ share(row.before) }</td>
            <td>{ target }</td>
            <td class={classes!(is_off.then_some("off"))}>{ after }{ if is_off { " ≠" } else { "" } }</td>
        </tr>
    }
}

/// Puts a count in its place; an empty field is no target.
fn set(target: &mut Target, code: &str, count: Option<f64>) {
    let at = target.counts.iter().position(|it| it.0 == code);
    match (at, count) {
        (Some(at), Some(count)) => target.counts[at].1 = count,
        (Some(at), None) => drop(target.counts.remove(at)),
        (None, Some(count)) => target.counts.push((code.to_owned(), count)),
        (None, None) => {}
    }
}

#[derive(PartialEq, Properties)]
struct TableProps {
    draft: Recipe,
    table: Option<String>,
}

/// Targets as a table, in and out.
#[component]
fn TableBox(props: &TableProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let area = use_node_ref();
    let use_it = {
        let (send, area) = (send.clone(), area.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(area) = area.cast::<HtmlTextAreaElement>() {
                send.emit(Action::Table(area.value()));
            }
        })
    };
    let on_files = {
        let send = send.clone();
        Callback::from(move |files: Vec<crate::desk::Picked>| {
            if let Some(file) = files.into_iter().next() {
                send.emit(Action::PickTable(file.blob));
            }
        })
    };
    let save = {
        let table = table(&props.draft);
        send.reform(move |_: MouseEvent| {
            Action::Save("minyi-targets.csv".to_owned(), SaveAs::Csv(csv(&table)))
        })
    };
    html! {
        <details class="table-box" open={props.table.is_some()}>
            <summary>{ locale.say(Say::Table) }</summary>
            <p class="hint">{ locale.say(Say::TableHelp) }</p>
            <textarea class="field" rows="6" spellcheck="false" aria-label={locale.say(Say::Table)} ref={area} value={props.table.clone().unwrap_or_default()} placeholder={"variable,category,count\nG1,1,48\nG1,2,52"} />
            <div class="buttons">
                <button type="button" class="secondary" data-do="use-table" onclick={use_it}>{ locale.say(Say::UseTable) }</button>
                <PickButton id="targets-file" label={locale.say(Say::ChooseTable)} accept=".csv,text/csv" primary=false {on_files} />
                if !props.draft.targets.is_empty() {
                    <button type="button" class="plain" data-do="save-targets" onclick={save}>{ locale.say(Say::SaveTable) }</button>
                }
            </div>
        </details>
    }
}

fn table(draft: &Recipe) -> Vec<Vec<String>> {
    let head = ["variable", "category", "count"]
        .map(str::to_owned)
        .to_vec();
    let rows = draft.targets.iter().flat_map(|target| {
        let row = |it: &(String, f64)| vec![target.var.clone(), it.0.clone(), it.1.to_string()];
        target.counts.iter().map(row)
    });
    std::iter::once(head).chain(rows).collect()
}
