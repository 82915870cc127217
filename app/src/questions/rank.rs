//! Choices put in order: those that are come first, each with its number. They are moved by
//! buttons or dragged by their handle; the order is read aloud when it changes.

use survey_core::base::Value;
use survey_core::interview::{ChoiceView, QuestionView};

use super::{Ink, Said, Scene, media};
use crate::dom::{el, el_of};
use crate::locale::fill::Fill;

/// The choices; the first `n_ranked` have their place, the others get the next when pressed.
pub(super) fn ranking(
    scene: Scene,
    view: &QuestionView,
    choices: &[ChoiceView],
    n_ranked: usize,
) -> Ink {
    let ranked: Vec<&str> = choices[..n_ranked].iter().map(|it| &*it.name).collect();
    let mut list = el_of("ol", "choices ranking").attr("data-rank", view.place.clone());
    for (idx, choice) in choices.iter().enumerate() {
        let row = el_of("li", "choice")
            .key(&choice.name)
            .class_if("chosen", idx < n_ranked)
            .attr("data-choice", choice.name.clone());
        let row = if idx < n_ranked {
            ranked_row(row, scene, view, choice, &ranked, idx)
        } else {
            row.with(next_row(scene, view, choice, &ranked))
        };
        list = list.with(row);
    }
    let order = choices[..n_ranked].iter().enumerate();
    let order: Vec<String> = order
        .map(|(idx, it)| format!("{}. {}", idx + 1, it.label))
        .collect();
    let told = el_of("p", "spoken")
        .set("role", "status")
        .words(order.join("; "));
    el_of("div", "rank").with(told).with(list)
}

/// A choice without its place: it gets the next one when it is pressed.
fn next_row(scene: Scene, view: &QuestionView, choice: &ChoiceView, ranked: &[&str]) -> Ink {
    let mut with = ranked.to_vec();
    with.push(&choice.name);
    button(view, "rank", &with)
        .with_all(media::of_choice(scene, &choice.media))
        .with(el_of("span", "choice-label").words(choice.label.clone()))
}

/// A choice with its place: up, down, or out of the order again.
fn ranked_row(
    row: Ink,
    scene: Scene,
    view: &QuestionView,
    choice: &ChoiceView,
    ranked: &[&str],
    idx: usize,
) -> Ink {
    let locale = scene.locale;
    let name = || choice.label.clone();
    let swapped = |other: usize| {
        let mut order = ranked.to_vec();
        order.swap(idx, other.min(ranked.len() - 1));
        order
    };
    let mut out = ranked.to_vec();
    out.remove(idx);
    let up = button(view, "rank-up", &swapped(idx.saturating_sub(1)))
        .attr("aria-label", locale.words(Fill::RankUp { name: name() }))
        .flag("disabled", view.read_only || idx == 0)
        .words("↑");
    let down = button(view, "rank-down", &swapped(idx + 1))
        .attr("aria-label", locale.words(Fill::RankDown { name: name() }))
        .flag("disabled", view.read_only || idx + 1 == ranked.len())
        .words("↓");
    let out = button(view, "rank-out", &out)
        .attr("aria-label", locale.words(Fill::RankOut { name: name() }))
        .flag("disabled", view.read_only)
        .words("×");
    let handle = el_of("span", "rank-handle")
        .set("data-rank-handle", "")
        .set("aria-hidden", "true")
        .with(el_of("b", "rank-number").words((idx + 1).to_string()));
    row.with(if view.read_only {
        handle
    } else {
        handle.words("⠿")
    })
    .with_all(media::of_choice(scene, &choice.media))
    .with(el_of("span", "choice-label").words(name()))
    .with(up)
    .with(down)
    .with(out)
}

/// A button after which the order is this.
fn button(view: &QuestionView, does: &'static str, order: &[&str]) -> Ink {
    let names = order.iter().map(|it| (*it).to_owned()).collect();
    el("button")
        .set("type", "button")
        .set("class", "plain")
        .set("data-do", does)
        .press(Said::value(&view.place, Value::Many(names)))
}
