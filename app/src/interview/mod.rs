//! An interview on the screen, for the workspace and for the resident's page.

mod done;
mod fill;
mod keys;
mod listbox;
mod review;
mod tools;

use survey_core::interview::{ReviewSection, Stage, View};

pub use keys::Keys;
pub use tools::{language_name, tools};

use crate::dom::{Node, el, el_of};
use crate::locale::fill::Fill;
use crate::locale::{Locale, Tongue};
use crate::questions::{Ink, Said, Scene};
use crate::session::Trouble;
use crate::widgets::{Icon, drawing};

/// The language that the interview is in, where the interface speaks it.
pub fn locale_of(view: &View, around: Locale) -> Locale {
    Locale(Tongue::from_tag(&view.language).unwrap_or(around.0))
}

/// What is shown, for style sheets and tests.
pub fn screen_name(view: &View) -> &'static str {
    match view.stage {
        Stage::Asking => "fill",
        Stage::Review => "review",
        Stage::Finished | Stage::BrokenOff => "done",
    }
}

/// The questions, all answers, or thanks with what comes `after`.
pub fn screen(
    scene: Scene,
    view: &View,
    review: &[ReviewSection],
    slow: bool,
    after: Vec<Node<Said>>,
) -> Ink {
    match view.stage {
        Stage::Asking => fill::fill(scene, view, slow),
        Stage::Review => review::review(scene.locale, view, review),
        Stage::Finished | Stage::BrokenOff => done::done(scene.locale, view, after),
    }
}

/// Why storing does not go on, and what may help.
pub fn trouble_bar(locale: Locale, trouble: Trouble) -> Ink {
    let (words, button) = match trouble {
        Trouble::Failed => (Fill::SaveFailed, Fill::TryAgain),
        Trouble::Elsewhere => (Fill::OpenElsewhere, Fill::LoadHere),
    };
    el_of("div", "banner banner-bad")
        .set("role", "alert")
        .with(drawing(Icon::Info))
        .with(el("p").words(locale.words(words)))
        .with(button_of("secondary", "retry", Said::Again(trouble)).words(locale.words(button)))
}

/// A button that tells something.
pub fn button_of(class: &'static str, does: &'static str, said: Said) -> Ink {
    el_of("button", class)
        .set("type", "button")
        .set("data-do", does)
        .press(said)
}
