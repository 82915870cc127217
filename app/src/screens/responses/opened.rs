//! One response in full.

use std::rc::Rc;

use web_sys::HtmlElement;
use yew::prelude::*;

use super::list::{disposition, marks, mode};
use crate::capture::Files;
use crate::desk::{Action, Desk, Slot};
use crate::locale::responses::{self, Responses as Say};
use crate::locale::{Locale, use_locale};
use crate::screens::parts::Waiting;
use crate::store::use_desk;
use crate::worker::protocol::{Opened, Told};

#[derive(Properties)]
pub(super) struct OpenedProps {
    pub(super) slot: Slot<Opened>,
    pub(super) desk: Rc<Desk>,
}

impl PartialEq for OpenedProps {
    fn eq(&self, other: &OpenedProps) -> bool {
        Rc::ptr_eq(&self.desk, &other.desk)
    }
}

/// A response over the list. Escape closes it.
#[component]
pub(super) fn OpenedResponse(props: &OpenedProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let sheet = use_node_ref();
    use_effect_with(sheet.clone(), |sheet| {
        if let Some(sheet) = sheet.cast::<HtmlElement>() {
            // Fails for elements that are gone only.
            let _ = sheet.focus();
        }
    });
    let close = send.reform(|_: MouseEvent| Action::Close);
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            send.emit(Action::Close);
        }
    });
    let content = match (props.slot.value(), props.slot.failure()) {
        (_, Some(why)) => html! { <p class="complaint" role="alert">{ why.to_owned() }</p> },
        (Some(opened), None) => html! { <Response opened={opened.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <div class="veil veil-side" {onkeydown}>
            <div class="drawer" role="dialog" aria-modal="true" aria-label={locale.say(Say::OpenTitle)}
                tabindex="-1" ref={sheet} data-opened="">
                <header>
                    <h2>{ locale.say(Say::OpenTitle) }</h2>
                    <button type="button" class="secondary" data-do="close" onclick={close}>{ locale.say(Say::Close) }</button>
                </header>
                { content }
            </div>
        </div>
    }
}

#[derive(Properties)]
struct ResponseProps {
    opened: Rc<Opened>,
}

impl PartialEq for ResponseProps {
    fn eq(&self, other: &ResponseProps) -> bool {
        Rc::ptr_eq(&self.opened, &other.opened)
    }
}

#[component]
fn Response(props: &ResponseProps) -> Html {
    let locale = use_locale();
    let opened = &*props.opened;
    html! {
        <>
            <p class="stamps">{ marks(locale, &opened.row) }</p>
            { facts(locale, opened) }
            if !opened.has_survey {
                <p class="warning">{ locale.say(Say::NoSurvey) }</p>
            }
            <h3>{ locale.say(Say::Answers) }</h3>
            { for sections(&opened.answers).map(|it| section(locale, it)) }
            <Files {locale} response={opened.row.id.clone()} />
            <h3>{ locale.say(Say::Paradata) }</h3>
            { paradata(locale, opened) }
            <details class="raw">
                <summary>{ locale.say(Say::RawJson) }</summary>
                <pre tabindex="0">{ &opened.json }</pre>
            </details>
        </>
    }
}

fn facts(locale: Locale, opened: &Opened) -> Html {
    let row = &opened.row;
    let (_, version, _) = &opened.survey;
    let optional = |it: &Option<String>| it.clone().unwrap_or_default();
    let facts = [
        (Say::Survey, format!("{} {version}", row.survey)),
        (Say::Area, row.area.join(" · ")),
        (Say::Mode, mode(locale, &row.mode).to_string()),
        (Say::Disposition, disposition(locale, &row.disposition)),
        (Say::Started, readable(&opened.started)),
        (Say::Ended, readable(&opened.ended)),
        (Say::Wave, optional(&opened.wave)),
        (Say::Interviewer, optional(&opened.interviewer)),
        (Say::Device, optional(&opened.device)),
        (Say::Receipt, opened.receipt.clone()),
        (Say::Id, row.id.clone()),
    ];
    let check = if opened.digest_holds {
        Say::DigestHolds
    } else {
        Say::DigestBroken
    };
    let class = if opened.digest_holds {
        "good"
    } else {
        "complaint"
    };
    html! {
        <dl class="facts-grid">
            { for facts.into_iter().filter(|it| !it.1.is_empty()).map(|(name, value)| html! {
                <div><dt>{ locale.say(name) }</dt><dd>{ value }</dd></div>
            }) }
            <div data-digest={opened.digest_holds.to_string()}>
                <dt>{ locale.say(Say::Digest) }</dt>
                <dd><code>{ opened.digest.chars().take(16).collect::<String>() }{ "…" }</code>{ " " }<span {class}>{ locale.say(check) }</span></dd>
            </div>
        </dl>
    }
}

/// `2026-11-23T02:33:04.782+08:00` as people write it, to the second.
fn readable(moment: &str) -> String {
    let Some((date, rest)) = moment.split_once('T') else {
        return moment.to_owned();
    };
    let time = rest.get(..8).unwrap_or(rest);
    let offset = rest.trim_start_matches(|it: char| it.is_ascii_digit() || ".:".contains(it));
    format!("{date} {time} {offset}")
}

/// The answers, cut where a new section begins.
fn sections(answers: &[Told]) -> impl Iterator<Item = &[Told]> {
    answers.chunk_by(|_, next| next.section.is_none())
}

fn section(locale: Locale, answers: &[Told]) -> Html {
    let title = answers.first().and_then(|it| it.section.as_ref());
    html! {
        <>
            { for title.map(|it| html! { <h4 class="told-section">{ it }</h4> }) }
            <dl class="told">{ for answers.iter().map(|it| answer(locale, it)) }</dl>
        </>
    }
}

fn answer(locale: Locale, told: &Told) -> Html {
    let words = match &told.answer {
        Ok(words) => html! { <dd>{ words }</dd> },
        Err(reason) => {
            let words = responses::missing(reason)
                .map_or_else(|| AttrValue::from(reason.clone()), |it| locale.say(it));
            html! { <dd class="missing">{ words }</dd> }
        }
    };
    // A number says everything itself; a choice has a code behind its words.
    let code = (told.answer.as_ref().ok() != Some(&told.code) && !told.code.is_empty())
        .then(|| html! { <dd class="told-code"><code>{ &told.code }</code></dd> });
    html! {
        <div class={classes!((told.depth > 0).then_some("inner"))} data-answer={told.name.clone()}>
            <dt><b>{ &told.name }</b>{ " " }{ &told.label }</dt>
            { words }
            { for code }
        </div>
    }
}

fn paradata(locale: Locale, opened: &Opened) -> Html {
    let all: f64 = opened.answers.iter().filter_map(|it| it.seconds).sum();
    let slow = opened
        .answers
        .iter()
        .filter_map(|it| Some((it.seconds?, it)));
    let mut slow: Vec<(f64, &Told)> = slow.collect();
    slow.sort_by(|a, b| b.0.total_cmp(&a.0));
    let facts = [
        (Say::Seconds, format!("{all:.0}")),
        (Say::BackSteps, opened.back_steps.to_string()),
        (Say::Changes, opened.changes.to_string()),
        (Say::Pauses, opened.pauses.to_string()),
    ];
    html! {
        <>
            <dl class="facts-grid">
                { for facts.map(|(name, value)| html! { <div><dt>{ locale.say(name) }</dt><dd>{ value }</dd></div> }) }
            </dl>
            if !slow.is_empty() {
                <ul class="slowest">
                    { for slow.iter().take(5).map(|(seconds, it)| html! {
                        <li><b>{ &it.name }</b>{ format!(" {seconds:.1} s") }</li>
                    }) }
                </ul>
            }
        </>
    }
}
