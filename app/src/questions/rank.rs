//! Choices put in order: those that are come first, each with its number.

use survey_core::base::Value;
use survey_core::interview::{ChoiceView, QuestionView};

use super::{Ink, Said};
use crate::dom::{el, el_of};
use crate::locale::Locale;
use crate::locale::fill::Fill;

/// The choices; the first `n_ranked` have their place, the others get the next when pressed.
pub(super) fn ranking(
    locale: Locale,
    view: &QuestionView,
    choices: &[ChoiceView],
    n_ranked: usize,
) -> Ink {
    let ranked: Vec<&str> = choices[..n_ranked].iter().map(|it| &*it.name).collect();
    let mut list = el_of("ol", "choices ranking");
    for (idx, choice) in choices.iter().enumerate() {
        let row = el_of("li", "choice")
            .key(&choice.name)
            .class_if("chosen", idx < n_ranked)
            .attr("data-choice", choice.name.clone());
        let row = if idx < n_ranked {
            ranked_row(row, locale, view, choice, &ranked, idx)
        } else {
            let mut with = ranked.clone();
            with.push(&choice.name);
            let words = el_of("span", "choice-label").words(choice.label.clone());
            row.with(button(view, "rank", &with).with(words))
        };
        list = list.with(row);
    }
    list
}

/// A choice with its place: one up, or out of the order again.
fn ranked_row(
    row: Ink,
    locale: Locale,
    view: &QuestionView,
    choice: &ChoiceView,
    ranked: &[&str],
    idx: usize,
) -> Ink {
    let name = choice.label.clone();
    let mut up = ranked.to_vec();
    up.swap(idx, idx.saturating_sub(1));
    let mut out = ranked.to_vec();
    out.remove(idx);
    let up = button(view, "rank-up", &up)
        .attr(
            "aria-label",
            locale.words(Fill::RankUp { name: name.clone() }),
        )
        .flag("hidden", idx == 0)
        .words("↑");
    let out = button(view, "rank-out", &out)
        .attr(
            "aria-label",
            locale.words(Fill::RankOut { name: name.clone() }),
        )
        .words("×");
    row.with(el_of("b", "rank-number").words((idx + 1).to_string()))
        .with(el_of("span", "choice-label").words(name))
        .with(up)
        .with(out)
}

/// A button after which the order is this.
fn button(view: &QuestionView, does: &'static str, order: &[&str]) -> Ink {
    let names = order.iter().map(|it| (*it).to_owned()).collect();
    el("button")
        .set("type", "button")
        .set("class", "plain")
        .set("data-do", does)
        .flag("disabled", view.read_only)
        .press(Said::value(&view.place, Value::Many(names)))
}
