//! How the sample was drawn, what its weights are to meet, and what that costs.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::PartProps;
use super::card::ChartCard;
use super::targets::Targets;
use crate::charts::figure::Numbers;
use crate::desk::Action;
use crate::figures::{About, value, variable_name, weights};
use crate::locale::responses::{Responses, grouped};
use crate::locale::use_locale;
use crate::locale::weights::Weights as Say;
use crate::screens::parts::Waiting;
use crate::store::use_desk;
use crate::worker::protocol::{Recipe, Weighed, Weights};

/// The largest weights that are offered, in multiples of the mean.
const CAPS: [f64; 6] = [1.5, 2.0, 3.0, 4.0, 5.0, 8.0];

/// Weights.
#[component]
pub(super) fn WeightsTab(props: &PartProps) -> Html {
    let locale = use_locale();
    let view = props.view();
    let slot = &view.weights;
    let found = match (slot.value(), slot.failure()) {
        (_, Some(why)) => {
            return html! { <p class="complaint" role="alert">{ locale.say(Responses::Failed { why: why.to_owned() }) }</p> };
        }
        (None, None) => return html! { <Waiting /> },
        (Some(it), None) => it,
    };
    let about = About {
        recipe: Recipe::default(),
        filter: String::new(),
        ..props.about(locale)
    };
    let draft = &view.draft;
    html! {
        <div class={classes!("study", "weights", slot.is_waiting().then_some("stale"))}>
            <DesignChoice draft={draft.clone()} found={(**found).clone()} about={about.clone()} />
            <Targets draft={draft.clone()} found={(**found).clone()} about={about.clone()} table={view.table.clone()} />
            <CapChoice draft={draft.clone()} />
            <Outcome found={(**found).clone()} {about} in_use={*draft == view.scope.recipe} used={!view.scope.recipe.is_plain()} />
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct DesignProps {
    draft: Recipe,
    found: Weights,
    about: About,
}

/// What people were drawn in, and weights that came along.
#[component]
fn DesignChoice(props: &DesignProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let (found, about) = (&props.found, &props.about);
    let choice = |words: Say,
                  key: &'static str,
                  known: &[(String, String)],
                  chosen: &Option<String>,
                  set: fn(&mut Recipe, Option<String>)| {
        let draft = props.draft.clone();
        let on_choose = send.reform(move |name: Option<String>| {
            let mut recipe = draft.clone();
            set(&mut recipe, name);
            Action::Draft(recipe)
        });
        html! {
            <Choose words={locale.say(words)} key_name={key} known={named(about, known)} none={locale.say(Say::None)} chosen={chosen.clone()} {on_choose} />
        }
    };
    html! {
        <section class="panel">
            <h2>{ locale.say(Say::Design) }</h2>
            <p class="hint">{ locale.say(Say::DesignHelp) }</p>
            <div class="choice-row choice-wrap">
                { choice(Say::Cluster, "cluster", &found.variables, &props.draft.clusters, |it, name| it.clusters = name) }
                { choice(Say::Strata, "strata", &found.variables, &props.draft.strata, |it, name| it.strata = name) }
                if !found.numbers.is_empty() {
                    { choice(Say::Weight, "weight", &found.numbers, &props.draft.weight, |it, name| it.weight = name) }
                }
            </div>
        </section>
    }
}

/// Variables with the words they are offered by.
pub(super) fn named(about: &About, known: &[(String, String)]) -> Vec<(String, String)> {
    let words = |it: &(String, String)| match it.1.is_empty() {
        true => variable_name(about, it),
        false => format!("{} {}", it.0, variable_name(about, it)),
    };
    known.iter().map(|it| (it.0.clone(), words(it))).collect()
}

#[derive(PartialEq, Properties)]
pub(super) struct ChooseProps {
    pub(super) words: AttrValue,
    /// Its name in markup.
    pub(super) key_name: AttrValue,
    pub(super) known: Vec<(String, String)>,
    /// What stands for none of them.
    pub(super) none: AttrValue,
    pub(super) chosen: Option<String>,
    pub(super) on_choose: Callback<Option<String>>,
}

/// One variable, or none.
#[component]
pub(super) fn Choose(props: &ChooseProps) -> Html {
    let onchange = props.on_choose.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        Some(select.value()).filter(|it| !it.is_empty())
    });
    let options = props.known.iter().map(|(name, words)| {
        html! { <option value={name.clone()} selected={props.chosen.as_ref() == Some(name)}>{ words }</option> }
    });
    html! {
        <label class="labelled"><span>{ &props.words }</span>
            <select class="field" data-do={props.key_name.clone()} {onchange}>
                <option value="" selected={props.chosen.is_none()}>{ &props.none }</option>
                { for options }
            </select>
        </label>
    }
}

#[derive(PartialEq, Properties)]
struct CapProps {
    draft: Recipe,
}

/// The largest weight.
#[component]
fn CapChoice(props: &CapProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let draft = props.draft.clone();
    let on_choose = send.reform(move |times: Option<String>| {
        Action::Draft(Recipe {
            cap: times.and_then(|it| it.parse().ok()),
            ..draft.clone()
        })
    });
    let mut caps = CAPS.to_vec();
    // One that came by an address.
    caps.extend(props.draft.cap.filter(|it| !CAPS.contains(it)));
    let known = caps.into_iter().map(|times| {
        let words = locale.say(Say::CapTimes { times });
        (times.to_string(), words.to_string())
    });
    html! {
        <section class="panel">
            <Choose words={locale.say(Say::Cap)} key_name="cap" known={known.collect::<Vec<_>>()} none={locale.say(Say::CapNone)}
                chosen={props.draft.cap.map(|it| it.to_string())} {on_choose} />
            <p class="hint">{ locale.say(Say::CapHelp) }</p>
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct OutcomeProps {
    found: Weights,
    about: About,
    /// The draft is what figures use.
    in_use: bool,
    /// Figures use weights or a design.
    used: bool,
}

/// What the draft comes to, and whether it is to be used.
#[component]
fn Outcome(props: &OutcomeProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let plain = props.found.recipe.is_plain();
    let content = match &props.found.weighed {
        Ok(it) => html! {
            <>
                <Tiles weighed={it.clone()} />
                if props.found.recipe.weighs() {
                    <ChartCard drawn={weights(&props.about, it)} simulated={props.about.simulated} />
                }
            </>
        },
        Err(why) => html! { <p class="complaint" role="alert">{ why }</p> },
    };
    let apply = send.reform(|_: MouseEvent| Action::Weigh);
    let stop = send.reform(|_: MouseEvent| Action::Unweigh);
    html! {
        <section class="panel">
            <h2>{ locale.say(Say::Outcome) }</h2>
            { content }
            <div class="buttons">
                if !plain && !props.in_use {
                    <button type="button" class="primary" data-do="weigh" disabled={props.found.weighed.is_err()} onclick={apply}>{ locale.say(Say::Use) }</button>
                }
                if props.used {
                    <button type="button" class="secondary" data-do="unweigh" onclick={stop}>{ locale.say(Say::Stop) }</button>
                }
            </div>
            if !plain {
                <p class="hint" role="status">{ locale.say(if props.in_use { Say::InUse } else { Say::NotInUse }) }</p>
            }
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct TilesProps {
    weighed: Weighed,
}

#[component]
fn Tiles(props: &TilesProps) -> Html {
    let locale = use_locale();
    let it = &props.weighed;
    let count = |n: u64| grouped(u32::try_from(n).unwrap_or(u32::MAX));
    let number = |it: f64, decimals: u8| value(it, &Numbers::plain(decimals));
    let tile = |words: Say, number: String, more: Option<Say>| {
        html! {
            <div class="tile">
                <dt>{ locale.say(words) }</dt><dd>{ number }</dd>
                { for more.map(|it| html! { <dd class="hint">{ locale.say(it) }</dd> }) }
            </div>
        }
    };
    let dropped = (it.without > 0).then(|| Say::Dropped {
        n: count(it.without),
    });
    let effective = count(it.n_eff.round() as u64);
    let deff = Some(Say::EffectiveOf {
        deff: number(it.deff, 2),
    });
    let range = format!("{}–{}", number(it.range.0, 2), number(it.range.1, 2));
    let raking = it.rounds.map(|(n, gap)| {
        let met = if gap < 1e-6 {
            Say::Met
        } else {
            let percent = Numbers {
                decimals: 1,
                ..Numbers::percent()
            };
            Say::Missed {
                gap: value(gap, &percent),
            }
        };
        tile(
            Say::Rounds,
            locale.say(Say::RoundsOf { n }).to_string(),
            Some(met),
        )
    });
    let parts = |it: Option<u32>| it.map_or_else(|| "–".to_owned(), |it| it.to_string());
    let drawn = (it.clusters.is_some() || it.strata.is_some()).then(|| {
        let number = format!("{} / {}", parts(it.clusters), parts(it.strata));
        tile(Say::Clusters, number, None)
    });
    html! {
        <dl class="tiles" data-neff={it.n_eff.to_string()}>
            { tile(Say::People, count(it.n), dropped) }
            { tile(Say::Effective, effective, deff) }
            { tile(Say::Range, range, Some(Say::RangeOf)) }
            { for raking }
            { for drawn }
        </dl>
    }
}
