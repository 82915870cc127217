//! The instances of a repeat that people lengthen themselves.

use survey_core::interview::{Event, RepeatView};

use super::{Ink, Said};
use crate::dom::{el, el_of};
use crate::locale::Locale;
use crate::locale::fill::Fill;
use crate::widgets::{Icon, drawing};

/// The instances there are, to be removed after a second thought, and another one.
pub(super) fn instances(locale: Locale, repeat: &RepeatView) -> Ink {
    let mut rows = el("ul");
    for (idx, place) in repeat.instances.iter().enumerate() {
        rows = rows.with(el("li").key(place).with(removal(locale, place, idx + 1)));
    }
    if repeat.instances.is_empty() {
        rows = el_of("p", "hint").words(locale.words(Fill::NoInstances));
    }
    let place = repeat.place.clone();
    let add = button("add-repeat", Event::AddRepeat { place })
        .with(drawing(Icon::Plus))
        .words(locale.words(Fill::AddAnother));
    el_of("div", "instances").with(rows).with(add)
}

/// A part that opens, with the button that removes.
fn removal(locale: Locale, place: &str, n: usize) -> Ink {
    let place = place.to_owned();
    let remove = button("remove-repeat", Event::RemoveRepeat { place })
        .with(drawing(Icon::Trash))
        .words(locale.words(Fill::RemoveSure { n }));
    let ask = el_of("summary", "button secondary")
        .set("data-do", "ask-remove")
        .with(drawing(Icon::Trash))
        .words(locale.words(Fill::Remove { n }));
    el_of("details", "removal")
        .with(ask)
        .with(el_of("p", "hint").words(locale.words(Fill::RemoveLead)))
        .with(remove)
}

fn button(does: &'static str, event: Event) -> Ink {
    el_of("button", "secondary")
        .set("type", "button")
        .set("data-do", does)
        .press(Said::Event(event))
}
