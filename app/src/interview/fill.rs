//! The questions of one screen, and the way on.

use std::rc::Rc;

use survey_core::interview::{Event as Happens, Layout, QuestionView, View};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use crate::locale::fill::Fill;
use crate::locale::use_locale;
use crate::questions::{Grid, Question, choose_by_digit, fit_together, use_ask};
use crate::widgets::{Icon, icon};

/// Within this time, a second digit belongs to the first.
const SOON_MILLIS: f64 = 800.0;

#[derive(PartialEq, Properties)]
pub(super) struct FillProps {
    pub(super) view: Rc<View>,
    pub(super) interviewer: bool,
    pub(super) wide: bool,
    pub(super) stored: bool,
}

/// The questions of one screen.
#[component]
pub(super) fn FillScreen(props: &FillProps) -> Html {
    let ask = use_ask();
    let last_digit = use_mut_ref(|| f64::NEG_INFINITY);
    let view = &props.view;
    let onsubmit = {
        let ask = ask.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            ask.event(Happens::Next);
        })
    };
    let onkeydown = {
        let (ask, view) = (ask.clone(), view.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing() {
                return;
            }
            if event.key() == "Enter" && takes_enter(&event) {
                event.prevent_default();
                ask.event(Happens::Next);
            }
            let soon = event.time_stamp() - *last_digit.borrow() < SOON_MILLIS;
            if let Some(happens) = digit(&event, &view, soon) {
                event.prevent_default();
                *last_digit.borrow_mut() = event.time_stamp();
                ask.event(happens);
            }
        })
    };
    let in_sections = view.layout == Layout::Section;
    let heading = view.screen.section.join(" · ");
    let titled = in_sections && !heading.is_empty();
    html! {
        <form class={classes!("fill", in_sections.then_some("by-section"))} novalidate=true tabindex="-1"
            {onsubmit} {onkeydown}>
            <ProgressLine view={view.clone()} />
            <div class="fill-body" key={view.screen.key.clone()}>
                if titled {
                    <h1 class="section-title" tabindex="-1" data-heading="">{ heading.clone() }</h1>
                } else if !heading.is_empty() {
                    <p class="section-name">{ heading.clone() }</p>
                }
                { blocks(view, props.interviewer, props.wide && in_sections, !titled) }
            </div>
            <Ways view={view.clone()} stored={props.stored} />
        </form>
    }
}

/// Questions one below the other; rows of the same grid in one table where there is room; the
/// text for "other" inside its question.
fn blocks(view: &View, interviewer: bool, tables: bool, leads: bool) -> Html {
    let questions = &view.screen.questions;
    let mut blocks = Vec::new();
    let mut idx = 0;
    while idx < questions.len() {
        let question = &questions[idx];
        let same = questions[idx..]
            .iter()
            .take_while(|it| fit_together(question, it))
            .count();
        if tables && same > 1 {
            let rows = questions[idx..idx + same].to_vec();
            blocks.push(html! { <Grid key={question.place.clone()} {rows} /> });
            idx += same;
            continue;
        }
        let other = questions.get(idx + 1).filter(|it| it.is_other).cloned();
        let step = if other.is_some() { 2 } else { 1 };
        blocks.push(html! {
            <Question key={question.place.clone()} question={question.clone()} {other} {interviewer}
                leads={leads && idx == 0} />
        });
        idx += step;
    }
    blocks.into_iter().collect()
}

/// Whether Enter goes on here: everywhere but where it means something else.
fn takes_enter(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    target.is_none_or(|it| {
        !matches!(
            it.tag_name().as_str(),
            "BUTTON" | "TEXTAREA" | "A" | "SELECT" | "SUMMARY"
        )
    })
}

fn digit(event: &KeyboardEvent, view: &View, soon: bool) -> Option<Happens> {
    let digit = event.key().parse::<u32>().ok().filter(|it| *it < 10)?;
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let typed = target
        .dyn_ref::<HtmlInputElement>()
        .map(HtmlInputElement::type_);
    let types = typed.is_some_and(|it| !matches!(it.as_str(), "radio" | "checkbox"));
    if types || matches!(target.tag_name().as_str(), "TEXTAREA" | "SELECT") {
        return None;
    }
    let questions = &view.screen.questions;
    let around = target.closest("[data-place]").ok().flatten();
    let place = around.and_then(|it| it.get_attribute("data-place"));
    let meant = place.and_then(|place| questions.iter().find(|it| it.place == place));
    let fits = |it: &&QuestionView| choose_by_digit(it, digit, soon).is_some();
    let question = meant.filter(fits).or_else(|| questions.iter().find(fits))?;
    choose_by_digit(question, digit, soon)
}

#[derive(PartialEq, Properties)]
struct ProgressProps {
    view: Rc<View>,
}

#[component]
fn ProgressLine(props: &ProgressProps) -> Html {
    let locale = use_locale();
    let progress = props.view.progress;
    let (screen, of) = (progress.screen, progress.n_screens);
    let (answered, n_questions) = (progress.answered, progress.n_questions);
    html! {
        <div class="progress">
            <progress max={of.to_string()} value={screen.to_string()}
                aria-label={locale.say(Fill::Progress { screen, of })} />
            <p>
                <span>{ locale.say(Fill::Progress { screen, of }) }</span>
                <span>{ locale.say(Fill::Answered { n: answered, of: n_questions }) }</span>
            </p>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct WaysProps {
    view: Rc<View>,
    stored: bool,
}

/// Back and on, and the ways around.
#[component]
fn Ways(props: &WaysProps) -> Html {
    let ask = use_ask();
    let locale = use_locale();
    let view = &props.view;
    let go = |happens: Happens| {
        let ask = ask.clone();
        Callback::from(move |_: MouseEvent| ask.event(happens.clone()))
    };
    let is_last = view.progress.screen >= view.progress.n_screens;
    let on = match (is_last, view.layout) {
        (true, _) => Fill::ToReview,
        (false, Layout::Question) => Fill::Next,
        (false, Layout::Section) => Fill::NextSection,
    };
    let busy = (!props.stored).then(|| locale.say(Fill::Saving));
    html! {
        <footer class="ways">
            <div class="ways-main">
                <button type="button" class="secondary" data-do="back" disabled={!view.can_go_back}
                    onclick={go(Happens::Back)}>
                    { icon(Icon::Left) }<span>{ locale.say(Fill::Back) }</span>
                </button>
                <button type="submit" class="primary" data-do="next">
                    <span>{ locale.say(on) }</span>{ icon(Icon::Right) }
                </button>
            </div>
            <div class="ways-more">
                <button type="button" class="plain" data-do="first-open" onclick={go(Happens::FirstOpen)}>
                    { locale.say(Fill::FirstOpen) }
                </button>
                <button type="button" class="plain" data-do="review" onclick={go(Happens::Review)}>
                    { locale.say(Fill::Review) }
                </button>
                <span class="saving" aria-live="off">{ busy }</span>
            </div>
        </footer>
    }
}
