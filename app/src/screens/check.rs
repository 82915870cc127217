//! The mathematics, checked on this device: a certificate to read, keep and print.

use yew::prelude::*;

use super::pick::PickButton;
use super::responses::DeskProps;
use crate::desk::{Action, Cases, Certificate, CheckStage, VERSION};
use crate::locale::check::Check as Say;
use crate::locale::{Locale, use_locale};
use crate::state::Route;
use crate::store::use_desk;
use crate::widgets::{Icon, icon};
use crate::worker::protocol::{Checked, CheckedGroup, Progress};

/// The check and what came of it.
#[component]
pub(super) fn CheckScreen(props: &DeskProps) -> Html {
    let locale = use_locale();
    let stage = &props.desk.check.stage;
    let content = match stage {
        CheckStage::Idle => Html::default(),
        CheckStage::Gathering => html! {
            <div class="import"><p>{ locale.say(Say::Gathering) }</p><progress></progress></div>
        },
        CheckStage::Running(_, progress) => html! { <Running progress={*progress} /> },
        CheckStage::Unreachable(why) => trouble(locale, Say::Unreachable { why: why.clone() }),
        CheckStage::Failed(why) => trouble(locale, Say::Failed { why: why.clone() }),
        CheckStage::Done(certificate) => certified(locale, certificate),
    };
    html! {
        <section class="screen" data-screen="check">
            <header class="screen-head">
                <h1 tabindex="-1" data-heading="">{ locale.say(Say::Title) }</h1>
                <p class="lead">{ locale.say(Say::Lead) }</p>
            </header>
            <div aria-live="polite">{ content }</div>
            <Begin stage={stage.clone()} />
        </section>
    }
}

fn trouble(locale: Locale, words: Say) -> Html {
    html! { <p class="complaint" role="alert" data-trouble="">{ locale.say(words) }</p> }
}

#[derive(PartialEq, Properties)]
struct BeginProps {
    stage: CheckStage,
}

/// What can be done next.
#[component]
fn Begin(props: &BeginProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let start = send.reform(|_: MouseEvent| Action::Check(Cases::Site));
    let on_files = send.reform(|it| Action::Check(Cases::Files(it)));
    let (busy, done) = match &props.stage {
        CheckStage::Gathering | CheckStage::Running(..) => (true, false),
        CheckStage::Done(_) => (false, true),
        CheckStage::Idle | CheckStage::Unreachable(_) | CheckStage::Failed(_) => (false, false),
    };
    if busy {
        return Html::default();
    }
    let (class, words) = if done {
        ("secondary", Say::Again)
    } else {
        ("primary", Say::Start)
    };
    html! {
        <div class="check-begin">
            <div class="buttons">
                if done {
                    <button type="button" class="primary" data-do="save-check"
                        onclick={send.reform(|_: MouseEvent| Action::SaveCheck)}>
                        { icon(Icon::Save) }<span>{ locale.say(Say::Save) }</span>
                    </button>
                    <button type="button" class="secondary" data-do="print-check"
                        onclick={send.reform(|_: MouseEvent| Action::PrintCheck)}>{ locale.say(Say::Print) }</button>
                }
                <button type="button" {class} data-do="start-check" onclick={start}>{ locale.say(words) }</button>
                <PickButton id="check-files" label={locale.say(Say::Own)} accept=".json,.csv" primary=false {on_files} />
                <a class="button plain" href={Route::Settings.href()}>{ locale.say(Say::Back) }</a>
            </div>
            <p class="hint">{ locale.say(Say::OwnHelp) }</p>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct RunningProps {
    progress: Option<Progress>,
}

#[component]
fn Running(props: &RunningProps) -> Html {
    let locale = use_locale();
    let stop = use_desk().reform(|_: MouseEvent| Action::StopCheck);
    let (done, total) = props.progress.map_or((0, 0), |it| (it.done, it.total));
    html! {
        <div class="import" data-check="running">
            <p>{ locale.say(Say::Running { done, total }) }</p>
            <progress max={total.max(1).to_string()} value={done.to_string()}></progress>
            <button type="button" class="secondary" data-do="stop-check" onclick={stop}>{ locale.say(Say::Stop) }</button>
        </div>
    }
}

fn certified(locale: Locale, it: &Certificate) -> Html {
    let checked = &it.checked;
    let (passed, failed) = (checked.sum(|it| it.passed), checked.sum(|it| it.failed));
    let (verdict, words) = match (passed, failed) {
        (0, 0) => ("nothing", Say::NothingChecked),
        (n, 0) => ("holds", Say::Holds { n }),
        (_, n) => ("differs", Say::Differs { n }),
    };
    html! {
        <article class="certificate" data-check={verdict} data-digest={checked.digest.clone()}>
            <h2>{ icon(if it.holds() { Icon::Check } else { Icon::Info }) }{ locale.say(words) }</h2>
            { table(locale, checked) }
            { troubles(locale, checked) }
            <dl class="certificate-facts">
                <dt>{ locale.say(Say::Machine) }</dt>
                <dd lang="en">{ &it.machine }</dd>
                <dt>{ locale.say(Say::Version) }</dt>
                <dd>{ VERSION }</dd>
                <dt>{ locale.say(Say::At) }</dt>
                <dd>{ moment(&it.at) }{ " · " }{ locale.say(Say::Took { ms: checked.millis }) }</dd>
                <dt>{ locale.say(Say::Digest) }</dt>
                <dd><code class="digest">{ &checked.digest }</code></dd>
            </dl>
            <p class="hint">{ locale.say(Say::DigestHelp) }</p>
            if it.direct {
                <p class="hint">{ locale.say(Say::Direct) }</p>
            }
        </article>
    }
}

fn table(locale: Locale, checked: &Checked) -> Html {
    let computes = checked.sum(|it| it.computed) > 0;
    let row = |title: Html, of: &dyn Fn(fn(&CheckedGroup) -> u32) -> u32, largest: Option<f64>| {
        html! {
            <tr>
                <th scope="row">{ title }</th>
                <td class="number">{ of(|it| it.passed) }</td>
                <td class="number">{ of(|it| it.failed) }</td>
                <td class="number">{ of(|it| it.skipped) }</td>
                if computes {
                    <td class="number">{ of(|it| it.computed) }</td>
                }
                <td class="number">{ largest.map_or_else(|| "–".to_owned(), |it| format!("{it:.1e}")) }</td>
            </tr>
        }
    };
    let groups = checked.groups.iter().map(|it| {
        let title = match site_topic(&it.topic) {
            Some(words) => html! { { locale.say(words) } },
            None => html! { <span lang="en">{ &it.topic }</span> },
        };
        row(title, &|of| of(it), it.largest)
    });
    let largest = checked.groups.iter().filter_map(|it| it.largest);
    let all = row(
        html! { { locale.say(Say::All) } },
        &|of| checked.sum(of),
        largest.reduce(f64::max),
    );
    html! {
        <div class="findings-scroll" tabindex="0">
            <table class="findings">
                <thead><tr>
                    <th scope="col">{ locale.say(Say::Group) }</th>
                    <th scope="col" class="number">{ locale.say(Say::Passed) }</th>
                    <th scope="col" class="number">{ locale.say(Say::WasFailed) }</th>
                    <th scope="col" class="number">{ locale.say(Say::Skipped) }</th>
                    if computes {
                        <th scope="col" class="number">{ locale.say(Say::Computed) }</th>
                    }
                    <th scope="col" class="number">{ locale.say(Say::Largest) }</th>
                </tr></thead>
                <tbody>{ for groups }</tbody>
                <tfoot>{ all }</tfoot>
            </table>
        </div>
    }
}

/// The words for what the case files of the site are about; others speak for themselves.
fn site_topic(topic: &str) -> Option<Say> {
    match topic {
        "means, totals, shares, ratios, domains and contrasts" => Some(Say::TopicMeans),
        "intervals, quantiles, tables, tests and regressions" => Some(Say::TopicTests),
        _ => None,
    }
}

/// An RFC 3339 moment as people write it: the day, the minute, the zone.
fn moment(at: &str) -> String {
    match (at.get(..10), at.get(11..16), at.get(19..)) {
        (Some(day), Some(minute), Some(zone)) => {
            let zone = zone.trim_start_matches(|it: char| it == '.' || it.is_ascii_digit());
            let zone = if zone == "Z" { "+00:00" } else { zone };
            format!("{day} {minute} (UTC{zone})")
        }
        _ => at.to_owned(),
    }
}

fn troubles(locale: Locale, checked: &Checked) -> Html {
    let all: Vec<Html> = checked
        .groups
        .iter()
        .flat_map(|it| &it.troubles)
        .map(|it| {
            let words = if it.failed {
                Say::WasFailed
            } else {
                Say::Skipped
            };
            html! {
                <li data-case={it.id.clone()}>
                    <b>{ locale.say(words) }</b>{ " " }<code>{ &it.id }</code>{ " " }<span lang="en">{ &it.reason }</span>
                </li>
            }
        })
        .collect();
    let unread = checked.unread.iter();
    let unread: Vec<Html> = unread
        .map(|(name, why)| html! { <li><code>{ name }</code>{ " " }<span lang="en">{ why }</span></li> })
        .collect();
    html! {
        <>
            if !all.is_empty() {
                <h3>{ locale.say(Say::Troubles) }</h3>
                <ul class="files">{ for all }</ul>
            }
            if !unread.is_empty() {
                <p class="warning">{ locale.say(Say::Unread) }</p>
                <ul class="files">{ for unread }</ul>
            }
        </>
    }
}
