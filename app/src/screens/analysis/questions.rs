//! Question by question: a list with the main figure of each, and one in full.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlSelectElement};
use yew::prelude::*;

use super::PartProps;
use super::card::ChartCard;
use crate::charts::figure::Numbers;
use crate::desk::{Action, Place};
use crate::figures::{About, key_figures, question};
use crate::locale::analysis::Analysis as Say;
use crate::locale::responses::Responses;
use crate::locale::use_locale;
use crate::screens::parts::Waiting;
use crate::state::Route;
use crate::store::use_desk;
use crate::widgets::{Icon, icon};
use crate::worker::protocol::{FigureOf, Question, QuestionLine, Questions, Scale};

/// The questions.
#[component]
pub(super) fn QuestionsTab(props: &PartProps) -> Html {
    let locale = use_locale();
    let view = props.view();
    let failure = view.questions.failure().or(view.question.failure());
    if let Some(why) = failure {
        return html! { <p class="complaint" role="alert">{ locale.say(Responses::Failed { why: why.to_owned() }) }</p> };
    }
    let Some(questions) = view.questions.value() else {
        return html! { <Waiting /> };
    };
    let about = props.about(locale);
    let chosen = AttrValue::from(view.asked().unwrap_or_default().to_owned());
    let slot = &view.question;
    let full = slot.value().map(|it| {
        html! {
            <InFull question={it.clone()} about={about.clone()} stale={slot.is_waiting()} />
        }
    });
    html! {
        <div class="study two-panes">
            <QuestionList questions={questions.clone()} chosen={chosen.clone()} {about} />
            <div class="pane-main">
                <QuestionChoice questions={questions.clone()} {chosen} />
                { full.unwrap_or_else(|| html! { <Waiting /> }) }
            </div>
        </div>
    }
}

#[derive(Properties)]
struct ListProps {
    questions: Rc<Questions>,
    chosen: AttrValue,
    about: About,
}

impl PartialEq for ListProps {
    fn eq(&self, other: &ListProps) -> bool {
        Rc::ptr_eq(&self.questions, &other.questions)
            && self.chosen == other.chosen
            && self.about == other.about
    }
}

/// Every question with its main figure; beside the question where there is room.
#[component]
fn QuestionList(props: &ListProps) -> Html {
    let locale = use_locale();
    let nav = use_node_ref();
    use_effect_with((nav.clone(), props.chosen.clone()), |(nav, _)| {
        if let Some(nav) = nav.cast::<HtmlElement>() {
            show_chosen(&nav);
        }
    });
    let mut section = "";
    let lines = props.questions.lines.iter().map(|it| {
        let head =
            (it.section != section).then(|| html! { <li class="list-head">{ &it.section }</li> });
        section = &it.section;
        html! { <>{ for head }{ line(&props.about, it, it.name == *props.chosen) }</> }
    });
    html! {
        <nav class="pane-list" ref={nav} aria-label={locale.say(Say::ChooseQuestion)}><ul>{ for lines }</ul></nav>
    }
}

/// Brings the chosen question into sight within the list; the page itself stays where it is.
fn show_chosen(nav: &HtmlElement) {
    let found = nav.query_selector("[aria-current]").ok().flatten();
    let Some(chosen) = found.and_then(|it| it.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    let (top, bottom) = (
        chosen.offset_top(),
        chosen.offset_top() + chosen.offset_height(),
    );
    if top < nav.scroll_top() || bottom > nav.scroll_top() + nav.client_height() {
        nav.set_scroll_top(top - nav.client_height() / 2);
    }
}

fn line(about: &About, it: &QuestionLine, here: bool) -> Html {
    let numbers = match it.scale {
        Scale::Points(..) | Scale::Number => Numbers::plain(1),
        Scale::Choice | Scale::Ordered | Scale::Choices | Scale::Moments | Scale::Words => {
            Numbers::percent()
        }
    };
    let main = it.main.as_ref().map(|shape| match shape {
        Ok(it) => crate::figures::value(it.value, &numbers),
        Err(why) => about.withheld(*why),
    });
    html! {
        <li>
            <a href={Route::Analysis(format!("questions/{}", it.name)).href()} aria-current={here.then_some("true")} data-question={it.name.clone()}>
                <b>{ &it.name }</b><span>{ &it.label }</span>{ for main.map(|it| html! { <em>{ it }</em> }) }
            </a>
        </li>
    }
}

#[derive(Properties)]
struct ChoiceProps {
    questions: Rc<Questions>,
    chosen: AttrValue,
}

impl PartialEq for ChoiceProps {
    fn eq(&self, other: &ChoiceProps) -> bool {
        Rc::ptr_eq(&self.questions, &other.questions) && self.chosen == other.chosen
    }
}

/// The same choice on a phone, and the way to the neighbours.
#[component]
fn QuestionChoice(props: &ChoiceProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let lines = &props.questions.lines;
    let at = lines
        .iter()
        .position(|it| it.name == *props.chosen)
        .unwrap_or(0);
    let near = |step: Option<usize>, words: Say, drawing: Icon, what: &'static str| {
        let name = step.and_then(|it| lines.get(it)).map(|it| it.name.clone());
        let disabled = name.is_none();
        let onclick = send.reform(move |_: MouseEvent| {
            Action::Look(Place::Question(name.clone().unwrap_or_default()))
        });
        html! {
            <button type="button" class="secondary square" data-do={what} {disabled} {onclick} aria-label={locale.say(words)}>{ icon(drawing) }</button>
        }
    };
    let choose = send.clone();
    let onchange = Callback::from(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        choose.emit(Action::Look(Place::Question(select.value())));
    });
    html! {
        <div class="choice-row">
            { near(at.checked_sub(1), Say::Previous, Icon::Left, "previous") }
            <select class="field" aria-label={locale.say(Say::ChooseQuestion)} data-do="choose-question" {onchange}>
                { for lines.iter().map(|it| html! {
                    <option value={it.name.clone()} selected={it.name == *props.chosen}>{ format!("{} {}", it.name, it.label) }</option>
                }) }
            </select>
            { near(Some(at + 1), Say::Next, Icon::Right, "next") }
        </div>
    }
}

#[derive(Properties)]
struct FullProps {
    question: Rc<Question>,
    about: About,
    stale: bool,
}

impl PartialEq for FullProps {
    fn eq(&self, other: &FullProps) -> bool {
        Rc::ptr_eq(&self.question, &other.question)
            && self.about == other.about
            && self.stale == other.stale
    }
}

/// One question: its chart, its key figures, and what people said.
#[component]
fn InFull(props: &FullProps) -> Html {
    let locale = use_locale();
    let (it, about) = (&*props.question, &props.about);
    let figures = key_figures(it).into_iter().map(|figure| {
        let key = format!("{:?}", figure.name);
        let key = key.split([' ', '{']).next().unwrap_or_default().to_owned();
        let raw = figure.shape.ok();
        html! {
            <div class="tile" data-figure={key} data-value={raw.map(|it| it.value.to_string())}>
                <dt>{ locale.say(figure.name) }</dt><dd>{ about.words(&figure.shape, &figure.numbers) }</dd>
            </div>
        }
    });
    let quantiles = it
        .quantiles
        .map(|it| format!("{:.1} ({:.1}–{:.1})", it.median, it.q1, it.q3));
    let can_estimate = it.answers.iter().any(|it| it.share.is_ok());
    let has_chart = !it.answers.is_empty() || !it.missing.is_empty();
    let words = it
        .words
        .iter()
        .map(|it| html! { <li><q>{ &it.words }</q><span class="hint">{ &it.area }</span></li> });
    html! {
        <>
            if has_chart {
                <ChartCard key={it.name.clone()} drawn={question(about, it)} stale={props.stale} simulated={about.simulated} of={can_estimate.then(|| FigureOf::Questions(vec![it.name.clone()]))} />
            }
            <dl class="tiles" aria-label={locale.say(Say::KeyFigures)}>
                { for figures }
                { for quantiles.map(|it| html! { <div class="tile"><dt>{ locale.say(Say::Median) }</dt><dd>{ it }</dd></div> }) }
            </dl>
            if !it.words.is_empty() {
                <h2>{ locale.say(Say::Said) }</h2>
                <ul class="said">{ for words }</ul>
            }
        </>
    }
}
