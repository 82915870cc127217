//! Who answered.

use yew::prelude::*;

use super::PartProps;
use super::card::ChartCard;
use crate::charts::figure::Numbers;
use crate::figures::{by_area, by_day, dispositions, missing, value};
use crate::locale::analysis::Analysis as Say;
use crate::locale::responses::{Responses, grouped};
use crate::locale::{Locale, use_locale};
use crate::screens::parts::Waiting;
use crate::worker::protocol::Overview;

/// The overview.
#[component]
pub(super) fn OverviewTab(props: &PartProps) -> Html {
    let locale = use_locale();
    let slot = &props.view().overview;
    let Some(overview) = slot.value() else {
        return match slot.failure() {
            Some(why) => {
                html! { <p class="complaint" role="alert">{ locale.say(Responses::Failed { why: why.to_owned() }) }</p> }
            }
            None => html! { <Waiting /> },
        };
    };
    let about = props.about(locale);
    let (stale, simulated) = (slot.is_waiting(), about.simulated);
    let has_areas = overview.areas.iter().any(|it| it.count > 0);
    html! {
        <div class="study">
            { numbers(locale, overview) }
            <div class="figures">
                <ChartCard drawn={by_day(&about, overview)} {stale} {simulated} />
                <ChartCard drawn={dispositions(&about, overview)} {stale} {simulated} />
                <ChartCard drawn={missing(&about, overview)} {stale} {simulated} />
            </div>
            if has_areas {
                <ChartCard drawn={by_area(&about, overview)} {stale} {simulated} />
            }
        </div>
    }
}

fn numbers(locale: Locale, it: &Overview) -> Html {
    let count = |n: u64| grouped(u32::try_from(n).unwrap_or(u32::MAX));
    let plain = Numbers::plain(0);
    let minutes = it.minutes.map(|it| {
        let (q1, q3) = (value(it.q1, &plain), value(it.q3, &plain));
        (
            value(it.median, &Numbers::plain(1)),
            locale.say(Say::CardQuartiles { q1, q3 }),
        )
    });
    let tile = |words: Say, number: String, more: Option<AttrValue>| {
        html! {
            <div class="tile">
                <dt>{ locale.say(words) }</dt><dd>{ number }</dd>
                { for more.map(|it| html! { <dd class="hint">{ it }</dd> }) }
            </div>
        }
    };
    html! {
        <dl class="tiles">
            { tile(Say::CardResponses, count(it.n), None) }
            { tile(Say::CardInterviews, count(it.interviews), None) }
            { for minutes.map(|(median, more)| tile(Say::CardMinutes, median, Some(more))) }
            { tile(Say::CardMissing, value(it.missing_share, &Numbers { decimals: 1, ..Numbers::percent() }), Some(locale.say(Say::CardOfAsked))) }
        </dl>
    }
}
