//! The questions of one screen, and the way on.

use survey_core::interview::{Control, Event as Happens, Heading, Layout, QuestionView, View};

use super::button_of;
use crate::dom::{el, el_of};
use crate::locale::Locale;
use crate::locale::fill::Fill;
use crate::questions::{Ink, Said, Scene, fit_together, grid, heads, markup, own_words, question};
use crate::widgets::{Icon, drawing};

/// The questions of one screen.
pub(super) fn fill(scene: Scene, view: &View, slow: bool) -> Ink {
    let in_sections = view.layout == Layout::Section;
    let section = view.screen.section.iter();
    let section: Vec<String> = section.map(|it| name_of(scene.locale, it)).collect();
    let heading = section.join(" · ");
    let titled = in_sections && !heading.is_empty();
    let mut body = el_of("div", "fill-body").key(&view.screen.key);
    if titled {
        let title = el_of("h1", "section-title")
            .key("/title")
            .set("tabindex", "-1");
        body = body.with(title.set("data-heading", "").words(heading));
    } else if !heading.is_empty() {
        body = body.with(el_of("p", "section-name").key("/title").words(heading));
    }
    el_of("form", "fill")
        .class_if("by-section", in_sections)
        .set("novalidate", "")
        .set("tabindex", "-1")
        .submit(Said::Event(Happens::Next))
        .with(progress_line(scene.locale, view))
        .with(blocks(body, scene, view, !titled))
        .with(ways(scene.locale, view, slow))
}

/// Questions one below the other; rows of the same grid in one table where there is room; the
/// text for "other" inside its question.
fn blocks(mut body: Ink, scene: Scene, view: &View, leads: bool) -> Ink {
    let questions = &view.screen.questions;
    let asked = |it: &&QuestionView| it.control != Control::Note && !it.is_other;
    let in_tenths = questions.iter().any(|it| it.look.width.is_some());
    body = body.class_if("in-tenths", in_tenths);
    let scene = Scene {
        alone: questions.iter().filter(asked).count() == 1,
        ..scene
    };
    let mut idx = 0;
    while let Some(first) = questions.get(idx) {
        let rest = &questions[idx..];
        body = body.with_all(
            first
                .headings
                .iter()
                .map(|it| part_title(scene.locale, first, it)),
        );
        let row = |(at, it): &(usize, &QuestionView)| {
            fit_together(first, it) && (*at == 0 || it.headings.is_empty())
        };
        let same = rest.iter().enumerate().take_while(row).count();
        if cfg!(feature = "workspace") && scene.wide && same > 1 {
            body = body.with(grid(scene, &rest[..same]));
            idx += same;
            continue;
        }
        if heads(first) && same > 1 {
            body = body.with_some(words_over(first));
            idx += 1;
            continue;
        }
        let other = rest.get(1).filter(|it| it.is_other);
        body = body.with(question(scene, first, other, leads && idx == 0));
        idx += if other.is_some() { 2 } else { 1 };
    }
    body
}

/// What a group or an instance is called.
fn name_of(locale: Locale, heading: &Heading) -> String {
    let label = heading.label.clone();
    match heading.instance {
        Some((n, of)) => {
            let words = locale.words(Fill::Instance { label, n, of });
            words.trim_start().to_owned()
        }
        None => label,
    }
}

/// The name of a group that begins inside the screen.
fn part_title(locale: Locale, first: &QuestionView, heading: &Heading) -> Ink {
    let name = name_of(locale, heading);
    el_of("h2", "part-title")
        .key(&["/", &first.place, "/", &name].concat())
        .words(name)
}

/// The labels over columns where there are none: what they say stands in every question.
fn words_over(head: &QuestionView) -> Option<Ink> {
    let title = el_of("h2", "part-title")
        .key(&head.place)
        .attr("data-place", head.place.clone())
        .nodes(markup(own_words(head)));
    (!own_words(head).is_empty()).then_some(title)
}

fn progress_line(locale: Locale, view: &View) -> Ink {
    let progress = view.progress;
    let (screen, of) = (progress.screen, progress.n_screens);
    let far = locale.words(Fill::Progress { screen, of });
    let answered = locale.words(Fill::Answered {
        n: progress.answered,
        of: progress.n_questions,
    });
    let bar = el("progress")
        .attr("max", of.to_string())
        .attr("value", screen.to_string())
        .attr("aria-label", far.clone());
    let words = el("p")
        .with(el("span").words(far))
        .with(el("span").words(answered));
    el_of("div", "progress").with(bar).with(words)
}

/// Back and on, and the ways around.
fn ways(locale: Locale, view: &View, slow: bool) -> Ink {
    let is_last = view.progress.screen >= view.progress.n_screens;
    let on = match (is_last, view.layout) {
        (true, _) => Fill::ToReview,
        (false, Layout::Question) => Fill::Next,
        (false, Layout::Section) => Fill::NextSection,
    };
    let next = el_of("button", "primary")
        .set("type", "submit")
        .set("data-do", "next")
        .with(el("span").words(locale.words(on)))
        .with(drawing(Icon::Right));
    let plain = |does, happens, words| {
        button_of("plain", does, Said::Event(happens)).words(locale.words(words))
    };
    let mut saving = el_of("span", "saving").set("aria-live", "off");
    if slow {
        saving = saving.words(locale.words(Fill::Saving));
    }
    el_of("footer", "ways")
        .with(
            el_of("div", "ways-main")
                .with(back(locale, view))
                .with(next),
        )
        .with(
            el_of("div", "ways-more")
                .with(plain("first-open", Happens::FirstOpen, Fill::FirstOpen))
                .with(plain("review", Happens::Review, Fill::Review))
                .with(saving),
        )
}

/// The way back.
pub(super) fn back(locale: Locale, view: &View) -> Ink {
    button_of("secondary", "back", Said::Event(Happens::Back))
        .flag("disabled", !view.can_go_back)
        .with(drawing(Icon::Left))
        .with(el("span").words(locale.words(Fill::Back)))
}
