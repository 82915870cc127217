//! A figure on a card: as a chart or as a table, and as files.

use std::rc::Rc;

use yew::prelude::*;

use crate::charts::{Figure, csv};
use crate::desk::{Action, SaveAs};
use crate::figures::{Drawn, Raw};
use crate::locale::analysis::Analysis as Say;
use crate::locale::use_locale;
use crate::store::use_desk;
use crate::widgets::{Chart, on_paper};
use crate::worker::protocol::FigureOf;

#[derive(PartialEq, Properties)]
pub(super) struct CardProps {
    /// The figure.
    pub(super) drawn: Drawn,
    /// A newer one is on its way.
    #[prop_or_default]
    pub(super) stale: bool,
    /// Simulated responses are in it.
    pub(super) simulated: bool,
    /// What R can be asked for, where the figure is one of estimates.
    #[prop_or_default]
    pub(super) of: Option<FigureOf>,
}

/// A figure with its ways out.
#[component]
pub(super) fn ChartCard(props: &CardProps) -> Html {
    let locale = use_locale();
    let as_table = use_state_eq(|| false);
    let figure = use_memo(props.drawn.figure.clone(), Figure::clone);
    let toggle = {
        let as_table = as_table.clone();
        Callback::from(move |_: MouseEvent| as_table.set(!*as_table))
    };
    let words = if *as_table {
        Say::ShowChart
    } else {
        Say::ShowTable
    };
    let content = if *as_table {
        html! { <FigureTable drawn={props.drawn.clone()} /> }
    } else {
        html! { <Chart figure={figure.clone()} /> }
    };
    html! {
        <article class={classes!("figure", props.stale.then_some("stale"))} data-chart={props.drawn.key.clone()}>
            { content }
            <footer>
                <button type="button" class="plain" data-do="as-table" aria-pressed={as_table.to_string()} onclick={toggle}>
                    { locale.say(words) }
                </button>
                <SaveButtons {figure} name={file_name(&props.drawn.key)} />
                if let Some(of) = &props.of {
                    <ReproduceButton of={of.clone()} />
                }
                if props.simulated {
                    <span class="stamp">{ locale.say(Say::SimulatedStamp) }</span>
                }
            </footer>
        </article>
    }
}

pub(super) fn file_name(key: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '.' {
            c
        } else {
            '-'
        }
    };
    format!("minyi-{}", key.chars().map(plain).collect::<String>())
}

#[derive(PartialEq, Properties)]
pub(super) struct ReproduceProps {
    pub(super) of: FigureOf,
}

/// What R needs to come to the same numbers.
#[component]
pub(super) fn ReproduceButton(props: &ReproduceProps) -> Html {
    let locale = use_locale();
    let of = props.of.clone();
    let onclick = use_desk().reform(move |_: MouseEvent| Action::Reproduce(of.clone()));
    html! {
        <button type="button" class="plain" data-do="reproduce" title={locale.say(Say::ReproduceHelp)} {onclick}>{ locale.say(Say::Reproduce) }</button>
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct SaveProps {
    pub(super) figure: Rc<Figure>,
    pub(super) name: String,
}

#[component]
pub(super) fn SaveButtons(props: &SaveProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let button = |kind: &'static str, words: Say, save: fn(&Figure) -> SaveAs| {
        let (figure, name) = (props.figure.clone(), format!("{}.{kind}", props.name));
        let onclick = send.reform(move |_: MouseEvent| Action::Save(name.clone(), save(&figure)));
        html! { <button type="button" class="plain" data-do={kind} {onclick}>{ locale.say(words) }</button> }
    };
    html! {
        <>
            { button("svg", Say::SaveSvg, |it| SaveAs::Svg(on_paper(it))) }
            { button("png", Say::SavePng, |it| SaveAs::Png(on_paper(it))) }
            { button("csv", Say::SaveCsv, |it| SaveAs::Csv(csv(&it.table()))) }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct TableProps {
    drawn: Drawn,
}

/// The figure's numbers as a table; cells carry the numbers before rounding as well.
#[component]
fn FigureTable(props: &TableProps) -> Html {
    let drawn = &props.drawn;
    let caption = drawn.figure.caption();
    let table = drawn.figure.table();
    let Some((heads, rows)) = table.split_first() else {
        return Html::default();
    };
    let rows = rows
        .iter()
        .enumerate()
        .map(|(at, row)| table_row(row, drawn.raw.get(at)));
    html! {
        <div class="figure-table">
            <p class="figure-title">{ &caption.title }</p>
            <p class="hint">{ &caption.subtitle }</p>
            <div class="scroll" tabindex="0">
                <table data-table={drawn.key.clone()}>
                    <thead><tr>{ for heads.iter().map(|it| html! { <th scope="col">{ it }</th> }) }</tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
            { for caption.notes.iter().map(|it| html! { <p class="hint">{ it }</p> }) }
        </div>
    }
}

fn table_row(row: &[String], raw: Option<&Raw>) -> Html {
    let estimate = raw.and_then(|it| it.estimate);
    let text = |number: f64| number.to_string();
    let cells = row.iter().enumerate().map(|(at, cell)| match at {
        0 => html! { <th scope="row">{ cell }</th> },
        _ => html! { <td>{ cell }</td> },
    });
    html! {
        <tr data-key={raw.map(|it| it.key.clone())}
            data-value={estimate.map(|it| text(it.value))}
            data-low={estimate.and_then(|it| it.interval).map(|it| text(it.0))}
            data-high={estimate.and_then(|it| it.interval).map(|it| text(it.1))}
            data-n={estimate.map(|it| it.n.to_string())}>
            { for cells }
        </tr>
    }
}
