//! Choices of a long list, found by typing: a search field and the best matches below it.

use survey_core::interview::{ChoiceView, QuestionView, SeekView};

use super::fields::telling;
use super::{Ink, Said, Scene, id_of};
use crate::dom::{el, el_of};
use crate::locale::Locale;
use crate::locale::fill::Fill;
use crate::locale::special::Special;
use crate::widgets::{Icon, drawing};

/// The most matches that are drawn: some screens of a phone, and few enough to change with a key.
const N_SHOWN: usize = 20;
/// Lists of up to so many choices can also be looked through whole.
const BROWSED: usize = 60;

/// What is chosen, and a search among the others.
pub(super) fn seek(block: Ink, scene: Scene, view: &QuestionView, seek: &SeekView) -> Ink {
    let locale = scene.locale;
    let hint = seek.many.then(|| {
        let n = seek.chosen.len() as u32;
        let words = match seek.max {
            Some(max) => Fill::AtMost { max, n },
            None => Fill::AnyNumber,
        };
        el_of("p", "hint")
            .set("aria-live", "polite")
            .words(locale.words(words))
    });
    let block = block.with_some(hint).with(chosen(locale, view, seek));
    if view.read_only {
        return block;
    }
    let sought = scene.sought_in(&view.place);
    let is_browsed = seek.finder.len() <= BROWSED;
    let found = seek
        .finder
        .find(sought, if is_browsed { BROWSED } else { N_SHOWN });
    let is_full = seek.many
        && seek
            .max
            .is_some_and(|max| seek.chosen.len() >= max as usize);
    let mut list = el_of("div", "seek-list")
        .set("role", "listbox")
        .attr("id", id_of(view, "list"))
        .attr("aria-labelledby", id_of(view, "label"))
        .maybe("aria-multiselectable", seek.many.then(|| "true".to_owned()));
    for row in &found.rows {
        list = list.with(option(view, seek, *row, is_full));
    }
    block.with(
        el_of("div", "seek")
            .set("data-seek", "")
            .with(field(locale, view, sought))
            .with(count(locale, sought, found.rows.len(), found.n))
            .with(list),
    )
}

fn field(locale: Locale, view: &QuestionView, sought: &str) -> Ink {
    let search = locale.words(Fill::AreaSearch);
    el_of("input", "field")
        .set("type", "search")
        .set("autocomplete", "off")
        .set("autocapitalize", "off")
        .set("spellcheck", "false")
        .set("enterkeyhint", "search")
        .attr("placeholder", search.clone())
        .attr("aria-label", search)
        .attr("aria-controls", id_of(view, "list"))
        .value(sought)
        .typed(Some(telling(view, Said::Sought)), None)
}

/// How many there are, read aloud when the person stops typing.
fn count(locale: Locale, sought: &str, shown: usize, n: usize) -> Ink {
    let grouped = |n: usize| super::fields::in_groups(&n.to_string());
    let words = match (n, n - shown, sought.trim().is_empty()) {
        (0, _, _) => locale.words(Fill::AreaNone),
        (n, 0, _) => locale.words(Special::SeekAll { n }),
        (n, _, true) => locale.words(Special::SeekType { n: grouped(n) }),
        (_, more, false) => locale.words(Special::SeekMore {
            shown,
            more: grouped(more),
        }),
    };
    el_of("p", "hint seek-count")
        .set("role", "status")
        .words(words)
}

fn option(view: &QuestionView, seek: &SeekView, row: usize, is_full: bool) -> Ink {
    let name = seek.finder.name(row);
    let chosen = seek.chosen.iter().any(|it| it.name == name);
    // No key: a row that stays where it is changes its words, which costs less than a new one.
    let option = el_of("button", "seek-row")
        .set("type", "button")
        .set("role", "option")
        .set("tabindex", "-1")
        .set("aria-selected", if chosen { "true" } else { "false" })
        .class_if("chosen", chosen)
        .flag("disabled", is_full && !chosen)
        .attr("data-choice", name.to_owned())
        .press(Said::picked(&view.place, seek.answer_with(name)))
        .with(el("span").words(seek.finder.label(row).to_owned()));
    if chosen {
        option.with(drawing(Icon::Check))
    } else {
        option
    }
}

/// What is chosen so far, each with a way to take it back.
fn chosen(locale: Locale, view: &QuestionView, seek: &SeekView) -> Ink {
    let mut list = el_of("div", "seek-chosen").set("aria-live", "polite");
    for it in &seek.chosen {
        list = list.with(chip(locale, view, seek, it));
    }
    list
}

fn chip(locale: Locale, view: &QuestionView, seek: &SeekView, choice: &ChoiceView) -> Ink {
    let said = if seek.many {
        Said::picked(&view.place, seek.answer_with(&choice.name))
    } else {
        Said::clear(&view.place)
    };
    let label = choice.label.clone();
    let chip = el_of("span", "seek-chip")
        .key(&choice.name)
        .attr("data-chosen", choice.name.clone())
        .with(drawing(Icon::Check))
        .with(el("span").words(label.clone()));
    if view.read_only {
        return chip;
    }
    let name = locale.words(Special::TakeBack { name: label });
    chip.with(
        el_of("button", "plain")
            .set("type", "button")
            .set("data-do", "take-back")
            .attr("aria-label", name)
            .press(said)
            .words("×"),
    )
}
