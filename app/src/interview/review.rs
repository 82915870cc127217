//! All answers before the end, each a way back.

use std::rc::Rc;

use survey_core::interview::{Event as Happens, ReviewRow, ReviewSection, View};
use yew::prelude::*;

use crate::locale::fill::Fill;
use crate::locale::use_locale;
use crate::questions::{complaint_words, markup, use_ask};
use crate::widgets::{Icon, icon};

#[derive(PartialEq, Properties)]
pub(super) struct ReviewProps {
    pub(super) view: Rc<View>,
    pub(super) sections: Rc<Vec<ReviewSection>>,
}

/// All answers.
#[component]
pub(super) fn ReviewScreen(props: &ReviewProps) -> Html {
    let ask = use_ask();
    let locale = use_locale();
    let go = |happens: Happens| {
        let ask = ask.clone();
        Callback::from(move |_: MouseEvent| ask.event(happens.clone()))
    };
    let rows = props.sections.iter().flat_map(|it| &it.rows);
    let n = rows.filter(|it| is_open(it)).count();
    let sections = props.sections.iter().map(|section| {
        html! {
            <section class="review-section">
                if !section.title.is_empty() {
                    <h2>{ &section.title }</h2>
                }
                <ul>{ for section.rows.iter().map(|row| html! { <Row row={row.clone()} /> }) }</ul>
            </section>
        }
    });
    html! {
        <div class="review">
            <h1 tabindex="-1" data-heading="">{ locale.say(Fill::ReviewTitle) }</h1>
            <p class="lead">{ locale.say(Fill::ReviewLead) }</p>
            if n > 0 {
                <p class="review-count open">
                    <span>{ locale.say(Fill::ReviewOpen { n }) }</span>
                    <button type="button" class="secondary" data-do="first-open" onclick={go(Happens::FirstOpen)}>
                        { icon(Icon::Skip) }{ locale.say(Fill::FirstOpen) }
                    </button>
                </p>
            } else {
                <p class="review-count">{ icon(Icon::Check) }{ locale.say(Fill::ReviewAll) }</p>
            }
            { for sections }
            <footer class="ways">
                <div class="ways-main">
                    <button type="button" class="secondary" data-do="back" disabled={!props.view.can_go_back}
                        onclick={go(Happens::Back)}>
                        { icon(Icon::Left) }<span>{ locale.say(Fill::Back) }</span>
                    </button>
                    <button type="button" class="primary" data-do="finish" onclick={go(Happens::Finish)}>
                        <span>{ locale.say(Fill::FinishHere) }</span>{ icon(Icon::Check) }
                    </button>
                </div>
            </footer>
        </div>
    }
}

/// Whether nothing was said, not even why.
fn is_open(row: &ReviewRow) -> bool {
    row.complaint.is_some() || row.answer.is_empty()
}

#[derive(PartialEq, Properties)]
struct RowProps {
    row: ReviewRow,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let ask = use_ask();
    let locale = use_locale();
    let row = &props.row;
    let place = row.place.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        ask.event(Happens::GoTo {
            place: place.clone(),
        });
    });
    let answer = if row.answer.is_empty() {
        locale.say(Fill::NotAnswered)
    } else {
        AttrValue::from(row.answer.clone())
    };
    html! {
        <li>
            <button type="button" class={classes!("review-row", is_open(row).then_some("open"))}
                data-place={row.place.clone()} {onclick}>
                <span class="review-question">{ markup(&row.label) }</span>
                <span class={classes!("review-answer", row.missing.is_some().then_some("missing"))}>
                    { answer }
                </span>
                if let Some(complaint) = &row.complaint {
                    <span class="complaint">{ complaint_words(locale, complaint, false) }</span>
                }
                { icon(Icon::Right) }
            </button>
        </li>
    }
}
