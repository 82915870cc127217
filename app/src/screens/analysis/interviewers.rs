//! What differs between interviewers, and why answers are missing.

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::card::ChartCard;
use super::flagged::FoundProps;
use crate::charts::figure::Numbers;
use crate::desk::{Action, Place};
use crate::figures::{About, count, effects, value};
use crate::locale::quality::Quality as Say;
use crate::locale::{Locale, use_locale};
use crate::store::use_desk;
use crate::worker::protocol::{Interviewers, Looked, Person, Quality, Shown, Silence};

/// Beyond this p value nobody stands out.
const ERROR: f64 = 0.05;

#[derive(Properties)]
pub(super) struct EffectProps {
    pub(super) found: Rc<Quality>,
    pub(super) about: About,
}

impl PartialEq for EffectProps {
    fn eq(&self, other: &EffectProps) -> bool {
        Rc::ptr_eq(&self.found, &other.found) && self.about == other.about
    }
}

/// What answers and interviews owe to who held them.
#[component]
pub(super) fn InterviewerEffects(props: &EffectProps) -> Html {
    let locale = use_locale();
    let about = &props.about;
    let content = match &props.found.interviewers {
        None => html! { <p class="hint">{ locale.say(Say::NoInterviewers) }</p> },
        Some(it) => html! {
            <>
                <p data-icc="">{ locale.say(whole(it)) }</p>
                { for effects(about, it).map(|drawn| html! { <ChartCard {drawn} simulated={about.simulated} /> }) }
                <People found={props.found.clone()} />
            </>
        },
    };
    html! {
        <section aria-labelledby="quality-interviewers">
            <h2 id="quality-interviewers">{ locale.say(Say::Interviewers) }</h2>
            { content }
        </section>
    }
}

fn whole(it: &Interviewers) -> Say {
    let Some(effect) = &it.whole else {
        return Say::NoIcc;
    };
    let two = |it: f64| value(it, &Numbers::plain(2));
    Say::WholeIcc {
        icc: two(effect.icc),
        low: two(effect.interval.0),
        high: two(effect.interval.1),
        deff: two(effect.deff),
        m: value(it.typical, &Numbers::plain(0)),
    }
}

/// Every interviewer beside colleagues.
#[component]
fn People(props: &FoundProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let Some(it) = &props.found.interviewers else {
        return Html::default();
    };
    let stands = |it: &&Person| it.aspects.iter().flatten().any(|it| it.2 < ERROR);
    let heads = [
        Say::Who,
        Say::HeadInterviews,
        Say::AspectSigns,
        Say::AspectMissing,
        Say::AspectMinutes,
        Say::AspectScore,
    ];
    let rows = it.people.iter().map(|person| {
        let looked = Looked {
            shown: Shown::Any,
            interviewer: Some(person.code.clone()),
            from: 0,
            ..props.found.looked.clone()
        };
        let onclick =
            send.reform(move |_: MouseEvent| Action::Look(Place::Quality(looked.clone())));
        let cells = person.aspects.iter().enumerate();
        html! {
            <tr data-person={person.code.clone()}>
                <th scope="row"><button type="button" class="plain" data-do="show-person" {onclick}>{ &person.code }</button></th>
                <td>{ count(person.n) }</td>
                { for cells.map(|(at, it)| aspect(locale, at, *it)) }
            </tr>
        }
    });
    let summary = Say::People {
        k: it.people.iter().filter(stands).count(),
        of: it.people.len(),
    };
    html! {
        <div class="figure figure-table">
            <p class="figure-title" data-people="">{ locale.say(summary) }</p>
            <div class="scroll" tabindex="0">
                <table>
                    <thead><tr>{ for heads.map(|it| html! { <th scope="col">{ locale.say(it) }</th> }) }</tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
            <p class="hint">{ locale.say(Say::PeopleNote) }</p>
            <p class="hint">{ locale.say(if it.by_area { Say::ByArea } else { Say::NotByArea }) }</p>
        </div>
    }
}

fn aspect(locale: Locale, at: usize, it: Option<(f64, f64, f64)>) -> Html {
    let Some((own, others, p)) = it else {
        return html! { <td>{ locale.say(Say::NotEstimable) }</td> };
    };
    let numbers = if at < 2 {
        Numbers::percent()
    } else {
        Numbers::plain(1)
    };
    let differs = (p < ERROR).then(|| {
        let words = if p < 0.001 {
            Say::DiffersSmall
        } else {
            let p = value(p, &Numbers::plain(3));
            Say::Differs { p }
        };
        html! { <strong class="differs">{ locale.say(words) }</strong> }
    });
    html! {
        <td>{ format!("{} / {}", value(own, &numbers), value(others, &numbers)) }{ for differs }</td>
    }
}

/// Why answers are missing, by question and by interviewer.
#[component]
pub(super) fn MissingAnswers(props: &FoundProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let found = &props.found;
    let looked = found.looked.clone();
    let onchange = Callback::from(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        let question = Some(select.value()).filter(|it| !it.is_empty());
        let looked = Looked {
            question,
            ..looked.clone()
        };
        send.emit(Action::Look(Place::Quality(looked)));
    });
    let chosen = found.looked.question.as_deref();
    let named = |name: &str, label: &str| format!("{name} {label}");
    let options = found.questions.iter().map(|(name, label, _)| {
        html! { <option value={name.clone()} selected={chosen == Some(name)}>{ named(name, label) }</option> }
    });
    let questions = found
        .questions
        .iter()
        .map(|(name, label, it)| silence(locale, name, &named(name, label), it));
    let people = found.silences.iter().map(|(code, it)| {
        let words = if code.is_empty() {
            locale.say(Say::NoInterviewer)
        } else {
            code.clone().into()
        };
        silence(locale, code, &words, it)
    });
    html! {
        <section aria-labelledby="quality-missing">
            <h2 id="quality-missing">{ locale.say(Say::Missing) }</h2>
            <p class="hint">{ locale.say(Say::MissingNote) }</p>
            { table(locale, "missing-questions", Say::MissingByQuestion, Say::HeadQuestion, questions.collect()) }
            <label class="labelled"><span>{ locale.say(Say::OfQuestion) }</span>
                <select class="field" data-do="missing-of" {onchange}>
                    <option value="" selected={chosen.is_none()}>{ locale.say(Say::AllQuestions) }</option>
                    { for options }
                </select>
            </label>
            { table(locale, "missing-people", Say::MissingByInterviewer, Say::Who, people.collect()) }
        </section>
    }
}

fn table(locale: Locale, name: &'static str, title: Say, first: Say, rows: Html) -> Html {
    let heads = [
        first,
        Say::HeadAsked,
        Say::HeadOpen,
        Say::HeadDontKnow,
        Say::HeadRefused,
        Say::HeadBlank,
        Say::HeadNotApplicable,
        Say::HeadNotAsked,
    ];
    html! {
        <div class="figure figure-table">
            <p class="figure-title">{ locale.say(title) }</p>
            <div class="scroll" tabindex="0">
                <table data-table={name}>
                    <thead><tr>{ for heads.map(|it| html! { <th scope="col">{ locale.say(it) }</th> }) }</tr></thead>
                    <tbody>{ rows }</tbody>
                </table>
            </div>
        </div>
    }
}

fn silence(locale: Locale, key: &str, words: &str, it: &Silence) -> Html {
    let percent = Numbers {
        decimals: 1,
        ..Numbers::percent()
    };
    let open = if it.asked == 0 {
        locale.say(Say::NotEstimable)
    } else {
        value(it.open(), &percent).into()
    };
    let counts = [
        it.dont_know,
        it.refused,
        it.skipped,
        it.not_applicable,
        it.not_asked,
    ];
    html! {
        <tr data-key={key.to_owned()}>
            <th scope="row">{ words }</th>
            <td>{ count(it.asked) }</td>
            <td>{ open }</td>
            { for counts.map(|it| html! { <td>{ count(it) }</td> }) }
        </tr>
    }
}
