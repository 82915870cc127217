//! A cross-table on a card: the table itself, its test, and its ways out.

use std::rc::Rc;

use yew::prelude::*;

use super::card::{ReproduceButton, SaveButtons, file_name};
use crate::desk::{Action, SaveAs};
use crate::figures::{About, CrossSheet, SheetCell, SheetRow, cross, cross_book, cross_sheet};
use crate::locale::analysis::Analysis as Say;
use crate::locale::cross::Cross as Words;
use crate::locale::use_locale;
use crate::store::use_desk;
use crate::worker::protocol::{Cross, FigureOf};

#[derive(Properties)]
pub(super) struct CrossCardProps {
    pub(super) table: Rc<Cross>,
    pub(super) about: About,
    /// A newer one is on its way.
    pub(super) stale: bool,
    /// Whether cells show their intervals.
    pub(super) intervals: bool,
    /// Whether deviations are marked.
    pub(super) marks: bool,
}

impl PartialEq for CrossCardProps {
    fn eq(&self, other: &CrossCardProps) -> bool {
        Rc::ptr_eq(&self.table, &other.table)
            && self.about == other.about
            && (self.stale, self.intervals, self.marks)
                == (other.stale, other.intervals, other.marks)
    }
}

/// The table with what there is to say of it.
#[component]
pub(super) fn CrossCard(props: &CrossCardProps) -> Html {
    let locale = use_locale();
    let (table, about) = (&props.table, &props.about);
    let sheet = cross_sheet(about, table);
    let drawn = cross(about, table);
    let figure = Rc::new(drawn.figure);
    let name = file_name(&drawn.key);
    html! {
        <article class={classes!("figure", props.stale.then_some("stale"))} data-cross={drawn.key.clone()}
            data-n={table.n.to_string()} data-show={table.of.show.name()}>
            <div class="figure-table">
                <p class="figure-title">{ &sheet.title }</p>
                <p class="hint">{ &sheet.subtitle }</p>
                <SheetTable sheet={Rc::new(sheet.clone())} intervals={props.intervals} marks={props.marks} />
                <p class="cross-test" data-test="">{ &sheet.test }</p>
                if !sheet.layers.is_empty() {
                    <ul class="cross-list">{ for sheet.layers.iter().map(|it| html! { <li>{ it }</li> }) }</ul>
                }
                <p class="cross-test" data-outside="">{ &sheet.outside }</p>
                if !sheet.reasons.is_empty() {
                    <ul class="cross-list">{ for sheet.reasons.iter().map(|it| html! { <li>{ it }</li> }) }</ul>
                }
                { for sheet.notes.iter().map(|it| html! { <p class="hint">{ it }</p> }) }
            </div>
            <footer>
                <SaveXlsx table={props.table.clone()} about={about.clone()} name={name.clone()} />
                <SaveButtons {figure} {name} />
                <ReproduceButton of={FigureOf::Cross(props.table.of.clone())} />
                if about.simulated {
                    <span class="stamp">{ locale.say(Say::SimulatedStamp) }</span>
                }
            </footer>
        </article>
    }
}

#[derive(Properties)]
struct SaveProps {
    table: Rc<Cross>,
    about: About,
    name: String,
}

impl PartialEq for SaveProps {
    fn eq(&self, other: &SaveProps) -> bool {
        Rc::ptr_eq(&self.table, &other.table) && self.about == other.about
    }
}

#[component]
fn SaveXlsx(props: &SaveProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let (table, about) = (props.table.clone(), props.about.clone());
    let name = format!("{}.xlsx", props.name);
    let onclick = send.reform(move |_: MouseEvent| {
        match crate::workbook::write(&cross_book(&about, &table)) {
            Ok(bytes) => Action::Save(name.clone(), SaveAs::Xlsx(bytes)),
            Err(why) => Action::Failed(why),
        }
    });
    html! { <button type="button" class="plain" data-do="xlsx" {onclick}>{ locale.say(Words::SaveXlsx) }</button> }
}

#[derive(PartialEq, Properties)]
struct TableProps {
    sheet: Rc<CrossSheet>,
    intervals: bool,
    marks: bool,
}

/// The table: it scrolls by itself, and its first column and its head stay in sight.
#[component]
fn SheetTable(props: &TableProps) -> Html {
    let locale = use_locale();
    let sheet = &props.sheet;
    let cell = |it: &SheetCell| cell(it, props.intervals, props.marks, |it| locale.say(it));
    let width = (sheet.heads.len() + 2).to_string();
    let row = |it: &SheetRow| {
        let begins = it.begins.as_ref().map(|it| {
            html! { <tr class="begins"><th scope="rowgroup" colspan={width.clone()}><span>{ it }</span></th></tr> }
        });
        html! {
            <>
                { for begins }
                <tr><th scope="row">{ &it.label }</th>{ for it.cells.iter().map(cell) }<td class="n">{ &it.n }</td></tr>
            </>
        }
    };
    let columns = sheet.heads.len().saturating_sub(1).to_string();
    html! {
        <div class="scroll cross-scroll" tabindex="0" role="region" aria-label={locale.say(Words::Table)}>
            <table class="cross">
                <thead>
                    <tr>
                        <th class="corner" scope="col" rowspan="2">{ &sheet.corner }</th>
                        <th class="over" scope="colgroup" colspan={columns}><span>{ &sheet.across }</span></th>
                        <td colspan="2"></td>
                    </tr>
                    <tr>
                        { for sheet.heads.iter().map(|it| html! { <th scope="col">{ it }</th> }) }
                        <th scope="col">{ locale.say(Words::N) }</th>
                    </tr>
                </thead>
                <tbody>{ for sheet.rows.iter().map(row) }</tbody>
                <tfoot>
                    <tr><th scope="row">{ locale.say(Words::All) }</th>{ for sheet.foot.iter().map(cell) }<td class="n">{ &sheet.n }</td></tr>
                    <tr class="n"><th scope="row">{ locale.say(Words::N) }</th>
                        { for sheet.column_n.iter().map(|it| html! { <td class="n">{ it }</td> }) }
                        <td class="n">{ &sheet.n }</td><td></td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
}

fn cell(it: &SheetCell, intervals: bool, marks: bool, say: impl Fn(Words) -> AttrValue) -> Html {
    let mark = it.mark.words().filter(|_| marks).map(|words| {
        html! {
            <span class="mark"><span aria-hidden="true">{ it.mark.sign() }</span><span class="spoken">{ say(words) }</span></span>
        }
    });
    let name = if marks { it.mark.name() } else { "none" };
    let interval = intervals && !it.interval.is_empty();
    html! {
        <td class={classes!((!it.is_shown).then_some("withheld"))} data-mark={name}>
            <span class="value">{ &it.text }{ for mark }</span>
            if interval { <span class="interval">{ &it.interval }</span> }
        </td>
    }
}
