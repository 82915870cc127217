//! Every chart in every case that could break it, for looking at.

use std::rc::Rc;

use yew::prelude::*;

use crate::figures::gallery;
use crate::locale::gallery::Gallery as Say;
use crate::locale::use_locale;
use crate::state::Route;
use crate::widgets::Chart;

/// The gallery.
#[component]
pub(super) fn GalleryScreen() -> Html {
    let locale = use_locale();
    let samples = use_memo(locale, |locale| gallery(*locale));
    let cards = samples.iter().map(|it| {
        html! {
            <article class="figure" key={it.key.clone()} data-sample={it.key.clone()} data-kind={it.kind}>
                <Chart figure={Rc::new(it.figure.clone())} />
            </article>
        }
    });
    html! {
        <section class="screen wide" data-screen="charts" data-samples={samples.len().to_string()}>
            <header class="screen-head">
                <h1 tabindex="-1" data-heading="">{ locale.say(Say::Heading) }</h1>
                <p class="lead">{ locale.say(Say::Lead) }</p>
                <p><a href={Route::Settings.href()}>{ locale.say(Say::Back) }</a></p>
            </header>
            <div class="figures figures-long">{ for cards }</div>
        </section>
    }
}
