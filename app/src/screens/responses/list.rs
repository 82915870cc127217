//! A stretch of the list: a table where there is room, cards on a phone.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::sources::name;
use crate::desk::{Action, Desk, PAGE};
use crate::locale::responses::{self, Responses as Say};
use crate::locale::{Locale, use_locale};
use crate::store::use_desk;
use crate::widgets::{Icon, icon};
use crate::worker::protocol::{Listed, Row, Which};

#[derive(Properties)]
pub(super) struct ListProps {
    pub(super) listed: Rc<Listed>,
    pub(super) desk: Rc<Desk>,
    pub(super) waiting: bool,
}

impl PartialEq for ListProps {
    fn eq(&self, other: &ListProps) -> bool {
        Rc::ptr_eq(&self.desk, &other.desk)
    }
}

/// The stretch that is shown.
#[component]
pub(super) fn List(props: &ListProps) -> Html {
    let locale = use_locale();
    let (listed, desk) = (&props.listed, &props.desk);
    if listed.total == 0 {
        return html! { <p class="nothing" role="status">{ locale.say(Say::NothingMatches) }</p> };
    }
    let heads = [
        Say::When,
        Say::Survey,
        Say::Area,
        Say::Mode,
        Say::Language,
        Say::Disposition,
        Say::Source,
        Say::Marks,
    ];
    let rows = listed.rows.iter().map(|row| {
        let selected = desk.list.selected.contains(&row.row);
        let source = desk
            .source(row.source)
            .map(|it| name(locale, &it.origin))
            .unwrap_or_default();
        html! { <ListRow key={row.row} row={row.clone()} {selected} {source} /> }
    });
    html! {
        <div class={classes!("list", props.waiting.then_some("stale"))}>
            <SelectionBar listed={listed.clone()} desk={desk.clone()} waiting={props.waiting} />
            <table class="rows" aria-label={locale.say(Say::ListLabel)}>
                <thead><tr><td></td>{ for heads.map(|it| html! { <th scope="col">{ locale.say(it) }</th> }) }</tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
            <Pager listed={listed.clone()} />
        </div>
    }
}

#[component]
fn SelectionBar(props: &ListProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let n = props.desk.list.selected.len() as u32;
    let rows: Vec<u32> = props.listed.rows.iter().map(|it| it.row).collect();
    let all = rows.iter().all(|it| props.desk.list.selected.contains(it));
    let onchange = {
        let send = send.clone();
        Callback::from(move |_: Event| {
            rows.iter()
                .for_each(|it| send.emit(Action::Select(*it, !all)));
        })
    };
    let none = send.reform(|_: MouseEvent| Action::SelectNone);
    html! {
        <div class="selection">
            <label class="tick"><input type="checkbox" checked={all} {onchange} /><span>{ locale.say(Say::SelectPage) }</span></label>
            if n > 0 {
                <span role="status" data-selected={n.to_string()}>{ locale.say(Say::Selected { n }) }</span>
                <button type="button" class="plain" onclick={none}>{ locale.say(Say::SelectNone) }</button>
            }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct RowProps {
    row: Row,
    selected: bool,
    source: String,
}

#[component]
fn ListRow(props: &RowProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let row = &props.row;
    let number = row.row;
    let onchange = {
        let send = send.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            send.emit(Action::Select(number, input.checked()));
        })
    };
    let onclick = send.reform(move |_: MouseEvent| Action::Open(Which::Row(number)));
    let area = if row.area.is_empty() {
        locale.say(Say::NoArea)
    } else {
        AttrValue::from(row.area.join(" · "))
    };
    let label = locale.say(Say::SelectRow { id: row.id.clone() });
    html! {
        <tr class={classes!(props.selected.then_some("chosen"))} data-row={row.id.clone()}>
            <td class="cell-tick"><label class="tick"><input type="checkbox" checked={props.selected} {onchange} aria-label={label} /></label></td>
            <td class="cell-when"><button type="button" class="plain" data-do="open" {onclick}>{ &row.ended }</button></td>
            <td class="cell-survey">{ &row.survey }</td>
            <td class="cell-area">{ area }</td>
            <td>{ mode(locale, &row.mode) }</td>
            <td>{ language(&row.language) }</td>
            <td>{ disposition(locale, &row.disposition) }</td>
            <td class="cell-source">{ &props.source }</td>
            <td class="cell-marks">{ marks(locale, row) }</td>
        </tr>
    }
}

/// What marks a response.
pub(super) fn marks(locale: Locale, row: &Row) -> Html {
    html! {
        <>
            if row.simulated { <span class="stamp">{ locale.say(Say::Simulated) }</span> }
            if row.conflict { <span class="stamp stamp-bad">{ locale.say(Say::Conflict) }</span> }
            if row.revision > 1 { <span class="stamp stamp-quiet">{ locale.say(Say::Revision { n: row.revision }) }</span> }
        </>
    }
}

pub(super) fn mode(locale: Locale, name: &str) -> AttrValue {
    responses::mode(name).map_or_else(|| AttrValue::from(name.to_owned()), |it| locale.say(it))
}

pub(super) fn disposition(locale: Locale, code: &str) -> String {
    match responses::disposition(code) {
        Some(words) => format!("{} {code}", locale.say(words)),
        None => code.to_owned(),
    }
}

fn language(tag: &str) -> String {
    crate::interview::language_name(tag).to_owned()
}

#[derive(Properties)]
struct PagerProps {
    listed: Rc<Listed>,
}

impl PartialEq for PagerProps {
    fn eq(&self, other: &PagerProps) -> bool {
        Rc::ptr_eq(&self.listed, &other.listed)
    }
}

#[component]
fn Pager(props: &PagerProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let listed = &props.listed;
    let last = listed.from + listed.rows.len() as u32;
    let page = |from: u32| send.reform(move |_: MouseEvent| Action::Page(from));
    let words = Say::Showing {
        from: listed.from + 1,
        to: last,
        total: listed.total,
    };
    html! {
        <nav class="pager">
            <button type="button" class="secondary" data-do="newer" disabled={listed.from == 0}
                onclick={page(listed.from.saturating_sub(PAGE))}>{ icon(Icon::Left) }<span>{ locale.say(Say::Newer) }</span></button>
            <span role="status">{ locale.say(words) }</span>
            <button type="button" class="secondary" data-do="older" disabled={last >= listed.total}
                onclick={page(listed.from + PAGE)}><span>{ locale.say(Say::Older) }</span>{ icon(Icon::Right) }</button>
        </nav>
    }
}
