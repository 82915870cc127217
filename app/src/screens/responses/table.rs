//! A table of another program: what its columns are, to be looked over before it is brought in.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::desk::{Action, DataFile, DataStage};
use crate::locale::table::Table as Say;
use crate::locale::{Locale, use_locale};
use crate::store::use_desk;
use crate::worker::protocol::{TableCells, TableColumn, TablePlan, TableShown};

#[derive(PartialEq, Properties)]
pub(super) struct PanelProps {
    pub(super) data: DataFile,
}

/// The panel of a table.
#[component]
pub(super) fn TablePanel(props: &PanelProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let data = &props.data;
    let close = send.reform(|_: MouseEvent| Action::CloseTable);
    let make = send.reform(|_: MouseEvent| Action::MakeOfTable);
    let (words, content) = match &data.stage {
        DataStage::Reading => (
            Say::Cancel,
            html! { <p role="status">{ locale.say(Say::Reading) }</p> },
        ),
        DataStage::Making => (
            Say::Cancel,
            html! { <p role="status">{ locale.say(Say::Making) }</p> },
        ),
        DataStage::Made(troubles, more) => (
            Say::Close,
            html! { <TroubleList troubles={troubles.clone()} more={*more} /> },
        ),
        DataStage::Failed(why) => (
            Say::Cancel,
            html! { <p class="complaint" role="alert">{ why }</p> },
        ),
        DataStage::Shown => (Say::Cancel, Html::default()),
    };
    let can_make = matches!(data.stage, DataStage::Shown | DataStage::Failed(_));
    html! {
        <section class="panel table-panel" data-table-panel={stage_name(&data.stage)}>
            <h2>{ locale.say(Say::Title { file: data.file.name.clone() }) }</h2>
            if let Some(shown) = data.shown.as_ref().filter(|_| can_make) {
                <TableForm shown={shown.clone()} />
            }
            { content }
            <div class="buttons">
                if can_make && data.shown.is_some() {
                    <button type="button" class="primary" data-do="make-of-table" onclick={make}>{ locale.say(Say::Bring) }</button>
                }
                <button type="button" class="secondary" data-do="close-table" onclick={close}>{ locale.say(words) }</button>
            </div>
        </section>
    }
}

fn stage_name(stage: &DataStage) -> &'static str {
    match stage {
        DataStage::Reading => "reading",
        DataStage::Shown => "shown",
        DataStage::Making => "making",
        DataStage::Made(..) => "made",
        DataStage::Failed(_) => "failed",
    }
}

#[derive(PartialEq, Properties)]
struct TroubleProps {
    troubles: Vec<String>,
    more: u32,
}

#[component]
fn TroubleList(props: &TroubleProps) -> Html {
    let locale = use_locale();
    let n = props.troubles.len() + props.more as usize;
    html! {
        <div role="status">
            <p>{ locale.say(Say::MadeWith { n }) }</p>
            <ul class="problems">
                { for props.troubles.iter().map(|it| html! { <li>{ it }</li> }) }
                if props.more > 0 {
                    <li>{ locale.say(Say::More { n: props.more }) }</li>
                }
            </ul>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct FormProps {
    shown: TableShown,
}

/// What the table is, and what its columns are.
#[component]
fn TableForm(props: &FormProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let shown = &props.shown;
    let plan = &shown.plan;
    let is_new = plan.survey.is_none();
    let rows = u32::try_from(shown.rows).unwrap_or(u32::MAX);
    let columns = plan.columns.iter().zip(&shown.cells).enumerate();
    let columns = columns.map(|(at, (column, cells))| html! {
        <ColumnRow key={at} {at} plan={plan.clone()} column={column.clone()} cells={cells.clone()} questions={shown.questions.clone()} />
    });
    let head = |words: Say| html! { <th scope="col">{ locale.say(words) }</th> };
    let change = |set: fn(&mut TablePlan, String)| {
        let plan = plan.clone();
        send.reform(move |value: String| {
            let mut plan = plan.clone();
            set(&mut plan, value);
            Action::PlanTable(Box::new(plan))
        })
    };
    html! {
        <>
            <p class="hint">{ locale.say(Say::Rows { rows, columns: plan.columns.len() }) }</p>
            <div class="choice-row choice-wrap">
                <IntoChoice shown={shown.clone()} />
                if is_new {
                    <PlanField words={locale.say(Say::SurveyTitle)} value={plan.title.clone()} kind="text" on_value={change(|it, title| it.title = title)} />
                }
                <PlanField words={locale.say(Say::Day)} value={plan.day.clone()} kind="date" on_value={change(|it, day| it.day = day)} />
            </div>
            <div class="figure-table margin columns">
                <div class="scroll" tabindex="0">
                    <table>
                        <thead><tr>
                            { head(Say::Column) }
                            if is_new { { head(Say::Is) }{ head(Say::Words) } } else { { head(Say::Answers) } }
                            { head(Say::Values) }
                        </tr></thead>
                        <tbody>{ for columns }</tbody>
                    </table>
                </div>
            </div>
            <p class="hint">{ locale.say(Say::Missing) }</p>
        </>
    }
}

#[derive(PartialEq, Properties)]
struct FieldProps {
    words: AttrValue,
    value: String,
    kind: AttrValue,
    on_value: Callback<String>,
}

#[component]
fn PlanField(props: &FieldProps) -> Html {
    let onchange = props.on_value.reform(|event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        input.value()
    });
    html! {
        <label class="labelled"><span>{ &props.words }</span>
            <input class="field" type={props.kind.clone()} value={props.value.clone()} {onchange} />
        </label>
    }
}

#[component]
fn IntoChoice(props: &FormProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let shown = &props.shown;
    let plan = shown.plan.clone();
    let onchange = send.reform(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        let survey = Some(select.value()).filter(|it| !it.is_empty());
        Action::PlanTable(Box::new(TablePlan {
            survey,
            ..plan.clone()
        }))
    });
    let chosen = &shown.plan.survey;
    let options = shown.surveys.iter().map(|(digest, title, fit)| {
        let words = Say::Survey {
            title: title.clone(),
            fit: *fit,
        };
        html! { <option value={digest.clone()} selected={chosen.as_ref() == Some(digest)}>{ locale.say(words) }</option> }
    });
    html! {
        <label class="labelled"><span>{ locale.say(Say::Into) }</span>
            <select class="field" data-do="table-into" {onchange}>
                <option value="" selected={chosen.is_none()}>{ locale.say(Say::New) }</option>
                { for options }
            </select>
        </label>
    }
}

#[derive(PartialEq, Properties)]
struct RowProps {
    at: usize,
    plan: TablePlan,
    column: TableColumn,
    cells: TableCells,
    questions: Vec<(String, String)>,
}

/// One column: what it is, and what stands in it.
#[component]
fn ColumnRow(props: &RowProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let (column, cells) = (&props.column, &props.cells);
    let change = |set: fn(&mut TableColumn, String)| {
        let (plan, at) = (props.plan.clone(), props.at);
        let send = send.clone();
        Callback::from(move |value: String| {
            let mut plan = plan.clone();
            set(&mut plan.columns[at], value);
            send.emit(Action::PlanTable(Box::new(plan)));
        })
    };
    let of_select = |it: Callback<String>| {
        it.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value())
    };
    let head = column.head.clone();
    let choices = if props.plan.survey.is_none() {
        let on_kind = of_select(change(|it, kind| it.kind = kind));
        let on_words = change(|it, words| it.label = words);
        let on_words = on_words.reform(|event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            input.value()
        });
        let kinds = kinds(locale, column, cells)
            .into_iter()
            .map(|(kind, words)| {
                let selected = kind == column.kind;
                html! { <option value={kind} {selected}>{ words }</option> }
            });
        html! {
            <>
                <td><select class="field" data-kind="" aria-label={locale.say(Say::IsOf { head: head.clone() })} onchange={on_kind}>{ for kinds }</select></td>
                <td><input class="field words" type="text" aria-label={locale.say(Say::WordsOf { head })} value={column.label.clone()} onchange={on_words} /></td>
            </>
        }
    } else {
        let on_answers = of_select(change(|it, name| {
            it.answers = Some(name).filter(|it| !it.is_empty());
        }));
        let questions = props.questions.iter().map(|(name, words)| {
            let selected = column.answers.as_ref() == Some(name);
            html! { <option value={name.clone()} {selected}>{ format!("{name} {words}") }</option> }
        });
        html! {
            <td><select class="field words" data-answers="" aria-label={locale.say(Say::AnswersOf { head })} onchange={on_answers}>
                <option value="" selected={column.answers.is_none()}>{ locale.say(Say::Out) }</option>
                { for questions }
            </select></td>
        }
    };
    let more = if cells.distinct as usize > cells.values.len() {
        ", …"
    } else {
        ""
    };
    html! {
        <tr data-column={column.head.clone()}>
            <th scope="row">{ &column.head }</th>
            { choices }
            <td class="values">{ cells.values.join(", ") }{ more }<span class="hint">{ locale.say(Say::Filled { filled: cells.filled, distinct: cells.distinct }) }</span></td>
        </tr>
    }
}

/// What a column may be, with the words for it.
fn kinds(locale: Locale, column: &TableColumn, cells: &TableCells) -> Vec<(String, AttrValue)> {
    let plain = [
        ("out", Say::Out),
        ("category", Say::Category),
        ("number", Say::Number),
        ("text", Say::Text),
        ("date", Say::Date),
        ("area", Say::Area),
        ("interviewer", Say::Interviewer),
    ];
    let mut all: Vec<(String, AttrValue)> = plain
        .into_iter()
        .map(|it| (it.0.to_owned(), locale.say(it.1)))
        .collect();
    let guessed = column
        .kind
        .strip_prefix("scale:")
        .and_then(|it| it.split_once(':'));
    let guessed = guessed.and_then(|(low, high)| Some((low.parse().ok()?, high.parse().ok()?)));
    let fits = |(low, high): &(i64, i64)| (1..=100).contains(&high.saturating_sub(*low));
    let mut ranges: Vec<(i64, i64)> = cells
        .whole
        .into_iter()
        .filter(fits)
        .chain(guessed)
        .collect();
    ranges.dedup();
    for (low, high) in ranges {
        let words = locale.say(Say::Scale { low, high });
        all.insert(2, (format!("scale:{low}:{high}"), words));
    }
    all
}
