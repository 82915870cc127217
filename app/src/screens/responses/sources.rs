//! Where responses came from, and what merging each file did.

use yew::prelude::*;

use super::DeskProps;
use crate::desk::{Action, Source, SourceState};
use crate::locale::responses::{Responses as Say, grouped};
use crate::locale::{Locale, use_locale};
use crate::store::use_desk;
use crate::widgets::{Icon, icon};
use crate::worker::protocol::{Harm, Merged, Origin, Progress, Stage};

/// Every source with how far it is, and the last removal with its way back.
#[component]
pub(in crate::screens) fn Sources(props: &DeskProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let desk = &props.desk;
    let removed = desk.removed.as_ref().map(|it| {
        let (undo, dismiss, id) = (send.clone(), send.clone(), it.id);
        html! {
            <div class="banner" role="status" data-undo="">
                <p>{ locale.say(Say::Removed { name: name(locale, &it.origin) }) }</p>
                <button type="button" class="plain" data-do="undo"
                    onclick={undo.reform(|_: MouseEvent| Action::BringBack)}>{ locale.say(Say::Undo) }</button>
                <button type="button" class="plain"
                    onclick={dismiss.reform(move |_: MouseEvent| Action::Dismiss(id))}>{ locale.say(Say::Dismiss) }</button>
            </div>
        }
    });
    let shown = desk.sources.iter().filter(|it| is_shown(it));
    html! {
        <>
            { for removed }
            if !desk.sources.is_empty() {
                <section class="sources" aria-label={locale.say(Say::Sources)}>
                    { for shown.map(|it| html! { <SourceCard key={it.id} source={it.clone()} /> }) }
                </section>
            }
        </>
    }
}

/// This device's interviews go without saying, unless something is to be said about them.
fn is_shown(source: &Source) -> bool {
    source.origin != Origin::Device
        || !matches!(&source.state, SourceState::Read(merged) if merged.damaged + merged.conflicting == 0)
}

#[derive(PartialEq, Properties)]
struct SourceProps {
    source: Source,
}

#[component]
fn SourceCard(props: &SourceProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let source = &props.source;
    let (id, title) = (source.id, name(locale, &source.origin));
    let content = match &source.state {
        SourceState::Reading(_, progress) => reading(locale, *progress),
        SourceState::Failed(why) => html! {
            <p class="complaint" role="alert">{ locale.say(Say::Failed { why: why.clone() }) }</p>
        },
        SourceState::Read(merged) if source.dismissed => tally(locale, merged),
        SourceState::Read(merged) => report(locale, merged),
    };
    let (action, words, what) = if source.is_reading() {
        (Action::StopSource(id), Say::Stop, "stop")
    } else if matches!(source.state, SourceState::Failed(_)) {
        (Action::Dismiss(id), Say::Dismiss, "dismiss")
    } else {
        (Action::Remove(id), Say::Remove, "remove")
    };
    let onclick = send.reform(move |_: MouseEvent| action.clone());
    let can_dismiss = source.merged().is_some() && !source.dismissed;
    let dismiss = send.reform(move |_: MouseEvent| Action::Dismiss(id));
    let label = locale.say(Say::RemoveNamed {
        name: title.clone(),
    });
    html! {
        <article class={classes!("source", source.dismissed.then_some("source-brief"))} data-source={title.clone()}>
            <header>
                { icon(origin_icon(&source.origin)) }
                <h2>{ title }</h2>
                if matches!(source.origin, Origin::Simulated(_)) {
                    <span class="stamp">{ locale.say(Say::Simulated) }</span>
                }
                if can_dismiss {
                    <button type="button" class="plain" data-do="dismiss" onclick={dismiss}>{ locale.say(Say::Dismiss) }</button>
                }
                if source.origin != Origin::Device {
                    <button type="button" class="plain" data-do={what} {onclick}
                        aria-label={(what == "remove").then_some(label)}>{ locale.say(words) }</button>
                }
            </header>
            { content }
        </article>
    }
}

fn origin_icon(origin: &Origin) -> Icon {
    match origin {
        Origin::Device => Icon::Interviews,
        Origin::File(_) => Icon::Responses,
        Origin::Simulated(_) => Icon::Analysis,
    }
}

/// What a source is called.
pub(super) fn name(locale: Locale, origin: &Origin) -> String {
    match origin {
        Origin::Device => locale.say(Say::OriginDevice).to_string(),
        Origin::File(name) => name.clone(),
        Origin::Simulated(_) => locale.say(Say::OriginSimulated).to_string(),
    }
}

fn reading(locale: Locale, progress: Option<Progress>) -> Html {
    let Some(progress) = progress else {
        return html! { <p class="hint" role="status">{ locale.say(Say::Waiting) }</p> };
    };
    html! {
        <div class="reading" role="status">
            <progress value={progress.done.to_string()} max={progress.total.max(1).to_string()}></progress>
            <p class="hint">{ locale.say(stage(progress)) }</p>
        </div>
    }
}

/// How far a long request is, in words.
pub(super) fn stage(progress: Progress) -> Say {
    let Progress { stage, done, total } = progress;
    let percent = (done * 100 / total.max(1)) as u32;
    let count = |it: u64| grouped(u32::try_from(it).unwrap_or(u32::MAX));
    match stage {
        Stage::Reading | Stage::Checking => Say::Reading { percent },
        Stage::Simulating => Say::Simulating {
            done: count(done),
            total: count(total),
        },
        Stage::Arranging => Say::Arranging {
            done: count(done),
            total: count(total),
        },
        Stage::Writing => Say::Writing { percent },
    }
}

fn counts(merged: &Merged) -> [(Say, u32, &'static str); 6] {
    [
        (Say::ReportNew, merged.new, "new"),
        (Say::ReportIdentical, merged.identical, "identical"),
        (Say::ReportNewer, merged.newer, "newer"),
        (Say::ReportOlder, merged.older, "older"),
        (Say::ReportConflicting, merged.conflicting, "conflicting"),
        (Say::ReportDamaged, merged.damaged, "damaged"),
    ]
}

/// What merging did, in one line.
fn tally(locale: Locale, merged: &Merged) -> Html {
    let parts: Vec<String> = counts(merged)
        .into_iter()
        .filter(|it| it.1 > 0)
        .map(|(words, n, _)| format!("{} {}", locale.say(words), grouped(n)))
        .collect();
    attributed(merged, html! { <p class="hint">{ parts.join(" · ") }</p> })
}

/// The counts for those who read markup.
fn attributed(merged: &Merged, content: Html) -> Html {
    let text = |n: u32| n.to_string();
    html! {
        <div data-report="" data-new={text(merged.new)} data-identical={text(merged.identical)}
            data-newer={text(merged.newer)} data-older={text(merged.older)}
            data-conflicting={text(merged.conflicting)} data-damaged={text(merged.damaged)}
            data-millis={text(merged.millis)}>
            { content }
        </div>
    }
}

/// What merging did, in full.
fn report(locale: Locale, merged: &Merged) -> Html {
    // Older revisions are rare; their column would only be read as a riddle.
    let shown = counts(merged)
        .into_iter()
        .filter(|it| it.2 != "older" || it.1 > 0);
    let tiles = shown.map(|(words, n, kind)| {
        let class = classes!(
            "tile",
            (n == 0).then_some("tile-none"),
            (n > 0).then(|| format!("tile-{kind}"))
        );
        html! { <div {class}><dt>{ locale.say(words) }</dt><dd>{ grouped(n) }</dd></div> }
    });
    let nothing =
        merged.new + merged.newer + merged.older + merged.conflicting == 0 && merged.damaged == 0;
    let content = html! {
        <>
            <dl class="tiles">{ for tiles }</dl>
            if nothing && merged.identical > 0 {
                <p class="hint">{ locale.say(Say::NothingNew) }</p>
            }
            if merged.conflicting > 0 {
                <p class="hint">{ locale.say(Say::ConflictHelp) }</p>
            }
            if merged.damaged > 0 {
                { damages(locale, merged) }
            }
        </>
    };
    attributed(merged, content)
}

fn harm(harm: Harm) -> Say {
    match harm {
        Harm::Cut => Say::HarmCut,
        Harm::Altered => Say::HarmAltered,
        Harm::Unreadable => Say::HarmUnreadable,
        Harm::Missing => Say::HarmMissing,
    }
}

fn damages(locale: Locale, merged: &Merged) -> Html {
    let rows = merged.damages.iter().map(|it| {
        html! {
            <tr data-harm={format!("{:?}", it.harm)}>
                <td><code>{ &it.place }</code></td>
                <td>{ locale.say(harm(it.harm)) }<br /><small lang="en">{ &it.text }</small></td>
            </tr>
        }
    });
    let more = merged.damaged.saturating_sub(merged.damages.len() as u32);
    html! {
        <details class="damages" open={merged.damaged <= 5}>
            <summary>{ locale.say(Say::DamagedHelp { n: merged.damaged }) }</summary>
            <div class="scroll">
                <table>
                    <thead><tr><th>{ locale.say(Say::DamagedWhere) }</th><th>{ locale.say(Say::DamagedWhy) }</th></tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
            if more > 0 {
                <p class="hint">{ locale.say(Say::DamagedMore { n: more }) }</p>
            }
        </details>
    }
}
