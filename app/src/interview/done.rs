//! Thanks, and the receipt code.

use survey_core::interview::{Stage, View};

use crate::dom::{Node, el, el_of};
use crate::locale::Locale;
use crate::locale::fill::Fill;
use crate::questions::{Ink, Said, markup};
use crate::widgets::{Icon, drawing};

/// The end.
pub(super) fn done(locale: Locale, view: &View, after: Vec<Node<Said>>) -> Ink {
    let whole = view.stage == Stage::Finished;
    let title = if whole { Fill::ThankYou } else { Fill::Stopped };
    let lead = match &view.end {
        Some(end) if whole => Some(el_of("p", "lead").nodes(markup(end))),
        None if whole => None,
        Some(_) | None => Some(el_of("p", "lead").words(locale.words(Fill::StoppedThanks))),
    };
    let heading = el("h1").set("tabindex", "-1").set("data-heading", "");
    // Two groups of four, which people read out without a slip.
    let (first, second) = view.receipt.split_at(view.receipt.len() / 2);
    let code = el_of("output", "receipt-code")
        .set("data-receipt", "")
        .with(el("span").words(first.to_owned()))
        .with(el("span").words(second.to_owned()));
    let receipt = el_of("div", "receipt")
        .with(el("p").words(locale.words(Fill::Receipt)))
        .with(code)
        .with(el_of("p", "hint").words(locale.words(Fill::ReceiptHelp)));
    el_of("div", "done")
        .with(el_of("div", "done-mark").with(drawing(Icon::Check)))
        .with(heading.words(locale.words(title)))
        .with_some(lead)
        .with(receipt)
        .nodes(after)
}
