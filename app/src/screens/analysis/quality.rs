//! How good the responses look: signs to look at, interviewers, missing answers.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::PartProps;
use super::flagged::FlaggedList;
use super::interviewers::{InterviewerEffects, MissingAnswers};
use crate::charts::figure::Numbers;
use crate::desk::{Action, Place, sign_key};
use crate::figures::{count, value};
use crate::locale::quality::Quality as Say;
use crate::locale::responses::Responses;
use crate::locale::{Locale, use_locale};
use crate::screens::parts::Waiting;
use crate::store::use_desk;
use crate::worker::protocol::{Limits, Looked, Quality, Shown, Sign};

/// Quality.
#[component]
pub(super) fn QualityTab(props: &PartProps) -> Html {
    let locale = use_locale();
    let slot = &props.view().quality;
    let found = match (slot.value(), slot.failure()) {
        (_, Some(why)) => {
            return html! { <p class="complaint" role="alert">{ locale.say(Responses::Failed { why: why.to_owned() }) }</p> };
        }
        (None, None) => return html! { <Waiting /> },
        (Some(it), None) => it.clone(),
    };
    let about = props.about(locale);
    html! {
        <div class={classes!("study", "quality", slot.is_waiting().then_some("stale"))}>
            <p class="banner" data-supervisor="">{ locale.say(Say::Supervisor) }</p>
            <section aria-labelledby="quality-signs">
                <h2 id="quality-signs">{ locale.say(Say::Signs) }</h2>
                <p class="hint">{ locale.say(Say::Caution) }</p>
                <p data-counts="">{ counts(locale, &found) }</p>
                <ul class="signs">{ for Sign::ALL.into_iter().map(|sign| html! {
                    <SignCard key={sign_key(sign)} {sign} assessed={found.signs[sign as usize]} items={found.items} compared={found.compared} looked={found.looked.clone()} />
                }) }</ul>
            </section>
            <FlaggedList found={found.clone()} />
            <InterviewerEffects found={found.clone()} {about} />
            <MissingAnswers {found} />
        </div>
    }
}

fn counts(locale: Locale, it: &Quality) -> AttrValue {
    locale.say(Say::Counts {
        n: count(it.n),
        none: count(it.counts[0]),
        one: count(it.counts[1]),
        more: count(it.counts[2..].iter().sum()),
    })
}

/// The name of a sign.
pub(super) fn sign_name(sign: Sign) -> Say {
    match sign {
        Sign::Fast => Say::Fast,
        Sign::Run => Say::Run,
        Sign::Against => Say::Against,
        Sign::Unlikely => Say::Unlikely,
        Sign::Match => Say::Match,
    }
}

#[derive(PartialEq, Properties)]
struct SignProps {
    sign: Sign,
    /// Judged, and with the sign.
    assessed: (u64, u64),
    items: u32,
    compared: u32,
    looked: Looked,
}

/// One sign: what it is, its limit, how many have it, the way to them.
#[component]
fn SignCard(props: &SignProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let (sign, looked) = (props.sign, &props.looked);
    let help = match sign {
        Sign::Fast => Say::FastHelp,
        Sign::Run => Say::RunHelp,
        Sign::Against => Say::AgainstHelp { items: props.items },
        Sign::Unlikely => Say::UnlikelyHelp { items: props.items },
        Sign::Match => Say::MatchHelp {
            items: props.compared,
        },
    };
    let (assessed, flagged) = props.assessed;
    let onchange = {
        let (send, looked) = (send.clone(), looked.clone());
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let Ok(chosen) = select.value().parse() else {
                return;
            };
            let mut limits = looked.limits;
            limits.0[sign as usize] = chosen;
            let looked = Looked {
                limits,
                from: 0,
                ..looked.clone()
            };
            send.emit(Action::Look(Place::Quality(looked)));
        })
    };
    let chosen = looked.limits.0[sign as usize];
    let options = Limits::offered(sign).iter().map(|it| {
        html! { <option value={it.to_string()} selected={*it == chosen}>{ limit(locale, sign, *it) }</option> }
    });
    let onclick = {
        let looked = Looked {
            shown: Shown::With(sign),
            interviewer: None,
            from: 0,
            ..looked.clone()
        };
        send.reform(move |_: MouseEvent| Action::Look(Place::Quality(looked.clone())))
    };
    let percent = Numbers {
        decimals: 1,
        ..Numbers::percent()
    };
    let told = if assessed == 0 {
        html! { <p class="hint">{ locale.say(Say::NotAssessed) }</p> }
    } else {
        let share = value(flagged as f64 / assessed as f64, &percent);
        let of = Say::OfAssessed {
            share,
            n: count(assessed),
        };
        html! { <p class="sign-count"><b>{ count(flagged) }</b>{ " " }<span>{ locale.say(of) }</span></p> }
    };
    html! {
        <li class="sign" data-sign={sign_key(sign)} data-flagged={flagged.to_string()}>
            <h3>{ locale.say(sign_name(sign)) }</h3>
            { told }
            <p class="hint">{ locale.say(help) }</p>
            <label class="labelled"><span>{ locale.say(Say::Limit) }</span>
                <select class="field" {onchange}>{ for options }</select>
            </label>
            <button type="button" class="secondary" data-do="show-sign" disabled={flagged == 0} {onclick}>{ locale.say(Say::ShowList) }</button>
        </li>
    }
}

fn limit(locale: Locale, sign: Sign, it: f64) -> AttrValue {
    let plain = it.to_string().replace('-', "\u{2212}");
    match sign {
        Sign::Fast => locale.say(Say::LimitFast { value: plain }),
        Sign::Run => locale.say(Say::LimitRun { n: plain }),
        Sign::Against | Sign::Unlikely => plain.into(),
        Sign::Match => value(it, &Numbers::percent()).into(),
    }
}
