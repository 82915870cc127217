//! All answers before the end, each a way back.

use survey_core::interview::{Event as Happens, ReviewRow, ReviewSection, View};

use super::button_of;
use super::fill::back;
use crate::dom::{el, el_of};
use crate::locale::Locale;
use crate::locale::fill::Fill;
use crate::questions::{Ink, Said, complaint_words, markup};
use crate::widgets::{Icon, drawing};

/// All answers.
pub(super) fn review(locale: Locale, view: &View, sections: &[ReviewSection]) -> Ink {
    let rows = sections.iter().flat_map(|it| &it.rows);
    let n = rows.filter(|it| is_open(it)).count();
    let title = el("h1").set("tabindex", "-1").set("data-heading", "");
    let finish = button_of("primary", "finish", Said::Event(Happens::Finish))
        .with(el("span").words(locale.words(Fill::FinishHere)))
        .with(drawing(Icon::Check));
    let ways = el_of("div", "ways-main")
        .with(back(locale, view))
        .with(finish);
    el_of("div", "review")
        .with(title.words(locale.words(Fill::ReviewTitle)))
        .with(el_of("p", "lead").words(locale.words(Fill::ReviewLead)))
        .with(count(locale, n))
        .with_all(sections.iter().map(|it| section(locale, it)))
        .with(el_of("footer", "ways").with(ways))
}

/// How many questions are open.
fn count(locale: Locale, n: usize) -> Ink {
    let line = el_of("p", "review-count").class_if("open", n > 0);
    if n == 0 {
        return line
            .with(drawing(Icon::Check))
            .words(locale.words(Fill::ReviewAll));
    }
    let first = button_of("secondary", "first-open", Said::Event(Happens::FirstOpen))
        .with(drawing(Icon::Skip))
        .words(locale.words(Fill::FirstOpen));
    line.with(el("span").words(locale.words(Fill::ReviewOpen { n })))
        .with(first)
}

fn section(locale: Locale, section: &ReviewSection) -> Ink {
    let mut part = el_of("section", "review-section");
    if !section.title.is_empty() {
        part = part.with(el("h2").words(section.title.clone()));
    }
    part.with(el("ul").with_all(section.rows.iter().map(|it| row(locale, it))))
}

/// Whether nothing was said, not even why.
fn is_open(row: &ReviewRow) -> bool {
    row.complaint.is_some() || row.answer.is_empty()
}

fn row(locale: Locale, row: &ReviewRow) -> Ink {
    let answer = if row.answer.is_empty() {
        locale.words(Fill::NotAnswered)
    } else {
        row.answer.clone().into()
    };
    let answer = el_of("span", "review-answer")
        .class_if("missing", row.missing.is_some())
        .words(answer);
    let complaint = row
        .complaint
        .as_ref()
        .map(|it| el_of("span", "complaint").words(complaint_words(locale, it, false)));
    let go = Said::Event(Happens::GoTo {
        place: row.place.clone(),
    });
    let button = el_of("button", "review-row")
        .set("type", "button")
        .class_if("open", is_open(row))
        .attr("data-place", row.place.clone())
        .press(go)
        .with(el_of("span", "review-question").nodes(markup(&row.label)))
        .with(answer)
        .with_some(complaint)
        .with(drawing(Icon::Right));
    el("li").with(button)
}
