//! Single responses with their signs, and the way to each.

use std::rc::Rc;

use web_sys::{HtmlElement, HtmlSelectElement};
use yew::prelude::*;

use super::quality::sign_name;
use crate::charts::figure::Numbers;
use crate::desk::{Action, Place, shown, shown_key, sign_key};
use crate::figures::value;
use crate::locale::quality::Quality as Say;
use crate::locale::responses::Responses;
use crate::locale::{Locale, use_locale};
use crate::state::Route;
use crate::store::use_desk;
use crate::widgets::{Icon, icon};
use crate::worker::protocol::{FlaggedRow, Looked, Quality, Shown, Sign};

/// Single responses of a stretch, as the worker gives them.
const STRETCH: u32 = 25;

#[derive(Properties)]
pub(super) struct FoundProps {
    pub(super) found: Rc<Quality>,
}

impl PartialEq for FoundProps {
    fn eq(&self, other: &FoundProps) -> bool {
        Rc::ptr_eq(&self.found, &other.found)
    }
}

/// The list with what chooses it.
#[component]
pub(super) fn FlaggedList(props: &FoundProps) -> Html {
    let locale = use_locale();
    let (list, looked) = (&props.found.list, &props.found.looked);
    let heading = use_node_ref();
    let before = use_mut_ref(|| None);
    use_effect_with((looked.shown, looked.interviewer.clone(), looked.from), {
        let heading = heading.clone();
        move |now| {
            let was = before.replace(Some(now.clone()));
            // Chosen elsewhere on the page: the list comes to whoever chose.
            if was.is_some_and(|was| was != *now)
                && let Some(heading) = heading.cast::<HtmlElement>()
            {
                heading.scroll_into_view();
                let _ = heading.focus();
            }
        }
    });
    let content = if list.rows.is_empty() {
        html! { <p class="nothing" role="status">{ locale.say(Say::Nothing) }</p> }
    } else {
        html! { <ul class="flagged">{ for list.rows.iter().map(|it| row(locale, it)) }</ul> }
    };
    html! {
        <section aria-labelledby="quality-list">
            <h2 id="quality-list" tabindex="-1" ref={heading}>{ locale.say(Say::Single) }</h2>
            <Choices found={props.found.clone()} />
            <p role="status" data-total={list.total.to_string()}>{ locale.say(Say::Total { n: list.total }) }</p>
            { content }
            if list.total > STRETCH {
                <Pager found={props.found.clone()} />
            }
        </section>
    }
}

#[component]
fn Choices(props: &FoundProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let looked = &props.found.looked;
    let change = |with: fn(&mut Looked, String)| {
        let (send, looked) = (send.clone(), looked.clone());
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let mut looked = looked.clone();
            with(&mut looked, select.value());
            looked.from = 0;
            send.emit(Action::Look(Place::Quality(looked)));
        })
    };
    let on_which = change(|looked, name| looked.shown = shown(&name));
    let on_who = change(|looked, code| {
        looked.interviewer = Some(code).filter(|it| !it.is_empty());
    });
    let kinds = [Shown::Any]
        .into_iter()
        .chain(Sign::ALL.map(Shown::With))
        .chain([Shown::All]);
    let kinds = kinds.map(|it| {
        let words = match it {
            Shown::Any => Say::WithAny,
            Shown::With(sign) => sign_name(sign),
            Shown::All => Say::All,
        };
        html! { <option value={shown_key(it)} selected={it == looked.shown}>{ locale.say(words) }</option> }
    });
    let people = props.found.interviewers.iter().flat_map(|it| &it.people);
    let mut codes: Vec<&str> = people.map(|it| it.code.as_str()).collect();
    codes.sort_unstable();
    let people = codes.into_iter().map(|it| {
        html! { <option value={it.to_owned()} selected={looked.interviewer.as_deref() == Some(it)}>{ it }</option> }
    });
    html! {
        <div class="choice-row">
            <label class="labelled"><span>{ locale.say(Say::Which) }</span>
                <select class="field" data-do="which" onchange={on_which}>{ for kinds }</select>
            </label>
            <label class="labelled"><span>{ locale.say(Say::Who) }</span>
                <select class="field" data-do="who" onchange={on_who}>
                    <option value="" selected={looked.interviewer.is_none()}>{ locale.say(Say::Everybody) }</option>
                    { for people }
                </select>
            </label>
        </div>
    }
}

fn row(locale: Locale, it: &FlaggedRow) -> Html {
    let href = Route::Responses(it.row.id.clone()).href();
    let who = if it.interviewer.is_empty() {
        Say::NoInterviewer
    } else {
        Say::By {
            code: it.interviewer.clone(),
        }
    };
    let facts = [
        AttrValue::from(it.row.area.join(" · ")),
        locale.say(who),
        locale.say(Say::Minutes {
            n: value(it.minutes, &Numbers::plain(1)),
        }),
    ];
    let facts = facts.into_iter().filter(|it| !it.is_empty());
    let facts: Vec<String> = facts.map(|it| it.to_string()).collect();
    let signs = Sign::ALL.into_iter().zip(&it.values).filter(|it| it.1.1);
    let signs = signs.map(|(sign, (value, _))| {
        let words = value.map(|it| locale.say(told(sign, it)));
        html! {
            <li data-has={sign_key(sign)}><b>{ locale.say(sign_name(sign)) }</b>{ for words.map(|it| html! { <span>{ it }</span> }) }</li>
        }
    });
    let twin = it.twin.clone().map(|id| {
        let href = Route::Responses(id).href();
        html! { <a class="plain" {href} data-do="open-twin">{ locale.say(Say::Twin) }</a> }
    });
    html! {
        <li data-row={it.row.id.clone()}>
            <div class="flagged-head">
                <a {href} class="plain" data-do="open">{ &it.row.ended }</a>
                if it.row.simulated { <span class="stamp">{ locale.say(Responses::Simulated) }</span> }
                { for twin }
            </div>
            <p class="hint">{ facts.join(" · ") }</p>
            <ul class="sign-values">{ for signs }</ul>
        </li>
    }
}

/// A value in words.
fn told(sign: Sign, it: f64) -> Say {
    let plain = |decimals| value(it, &Numbers::plain(decimals));
    match sign {
        Sign::Fast => Say::ValueFast { x: plain(2) },
        Sign::Run => Say::ValueRun { x: plain(0) },
        Sign::Against => Say::ValueAgainst { x: plain(2) },
        Sign::Unlikely if it < 1e-4 => Say::ValueUnlikely {
            x: "< 0.0001".to_owned(),
        },
        Sign::Unlikely => Say::ValueUnlikely { x: plain(4) },
        Sign::Match => Say::ValueMatch {
            x: value(it, &Numbers::percent()),
        },
    }
}

#[component]
fn Pager(props: &FoundProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let (list, looked) = (&props.found.list, &props.found.looked);
    let last = looked.from + list.rows.len() as u32;
    let go = |from: u32| {
        let looked = Looked {
            from,
            ..looked.clone()
        };
        send.reform(move |_: MouseEvent| Action::Look(Place::Quality(looked.clone())))
    };
    let words = Say::Range {
        from: looked.from + 1,
        to: last,
        total: list.total,
    };
    html! {
        <nav class="pager" aria-label={locale.say(Say::Single)}>
            <button type="button" class="secondary" disabled={looked.from == 0}
                onclick={go(looked.from.saturating_sub(STRETCH))}>{ icon(Icon::Left) }<span>{ locale.say(Say::Previous) }</span></button>
            <span role="status">{ locale.say(words) }</span>
            <button type="button" class="secondary" disabled={last >= list.total}
                onclick={go(looked.from + STRETCH)}><span>{ locale.say(Say::Next) }</span>{ icon(Icon::Right) }</button>
        </nav>
    }
}
