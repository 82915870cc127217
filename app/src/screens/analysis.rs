//! Analysis of the responses on this device.

use yew::prelude::*;

use super::parts::Empty;
use crate::locale::analysis::Analysis as Say;
use crate::locale::use_locale;
use crate::widgets::Icon;

/// Analysis.
#[component]
pub(super) fn AnalysisScreen() -> Html {
    let locale = use_locale();
    html! {
        <section class="screen" data-screen="analysis">
            <header class="screen-head">
                <h1 tabindex="-1" data-heading="">{ locale.say(Say::Title) }</h1>
            </header>
            <Empty icon={Icon::Analysis} title={locale.say(Say::Empty)} help="" />
        </section>
    }
}
