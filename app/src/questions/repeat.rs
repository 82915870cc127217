//! The instances of a repeat that people lengthen themselves.

use survey_core::interview::{Event, RepeatView};

use super::{Ink, Said};
use crate::dom::{el, el_of};
use crate::locale::Locale;
use crate::locale::fill::Fill;
use crate::widgets::{Icon, drawing};

/// The instances there are, to be removed, and another one.
pub(super) fn instances(locale: Locale, repeat: &RepeatView) -> Ink {
    let button = |does, event, icon, words| {
        el_of("button", "secondary")
            .set("type", "button")
            .set("data-do", does)
            .press(Said::Event(event))
            .with(drawing(icon))
            .words(locale.words(words))
    };
    let mut rows = el("ul");
    for (idx, place) in repeat.instances.iter().enumerate() {
        let place = place.clone();
        let (remove, words) = (Event::RemoveRepeat { place }, Fill::Remove { n: idx + 1 });
        rows = rows.with(el("li").with(button("remove-repeat", remove, Icon::Trash, words)));
    }
    if repeat.instances.is_empty() {
        rows = el_of("p", "hint").words(locale.words(Fill::NoInstances));
    }
    let place = repeat.place.clone();
    let add = Event::AddRepeat { place };
    el_of("div", "instances").with(rows).with(button(
        "add-repeat",
        add,
        Icon::Plus,
        Fill::AddAnother,
    ))
}
