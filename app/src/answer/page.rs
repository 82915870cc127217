//! What a resident sees.

use survey_core::base::AreaTree;
use survey_core::interview::Stage;

use crate::dom::{Node, el, el_of};
use crate::interview::{button_of, locale_of, screen, screen_name, tools, trouble_bar};
use crate::locale::Locale;
use crate::locale::fill::Fill;
use crate::questions::{Ink, Said, Scene};
use crate::session::Session;
use crate::settings::TextSize;
use crate::shell::page::in_wechat;
use crate::widgets::{Icon, drawing};

/// What the page around the interview shows.
pub(super) struct Around<'a> {
    /// What is spoken here where the interview's language is not.
    pub(super) locale: Locale,
    pub(super) text: TextSize,
    /// Whether what is stored lasts.
    pub(super) durable: bool,
    pub(super) areas: Option<&'a AreaTree>,
    /// The name of the place.
    pub(super) place: Option<&'a str>,
    pub(super) sought: (&'a str, &'a str),
}

/// An interview without an interviewer.
pub(super) fn interview(session: &Session, around: &Around) -> Ink {
    let view = &**session.view();
    let scene = Scene {
        locale: locale_of(view, around.locale),
        interviewer: false,
        wide: false,
        alone: false,
        files: None,
        areas: around.areas,
        sought: around.sought,
    };
    let after = match view.stage {
        Stage::Asking | Stage::Review => Vec::new(),
        Stage::Finished | Stage::BrokenOff => after(scene.locale, around.durable, view.stage),
    };
    let tools = el_of("div", "tools").with_all(tools(scene.locale, view, around.text));
    let head = el_of("header", "interview-head")
        .with(el_of("p", "interview-title").words(view.title.clone()))
        .with(tools);
    let trouble = session.trouble().map(|it| trouble_bar(scene.locale, it));
    let content = el_of("section", "interview")
        .set("data-screen", screen_name(view))
        .attr("lang", view.language.clone())
        .with(head)
        .with_some(trouble)
        .with(screen(
            scene,
            view,
            session.review(),
            session.is_slow(),
            after,
        ));
    let place = around.place.map(|name| place_line(around.locale, name));
    el_of("main", "resident").with(content).with_some(place)
}

fn place_line(locale: Locale, name: &str) -> Ink {
    let name = name.to_owned();
    el_of("p", "place hint")
        .with(drawing(Icon::Place))
        .words(locale.words(Fill::Place { name }))
}

/// The way back for the answers, and another form.
fn after(locale: Locale, durable: bool, stage: Stage) -> Vec<Node<Said>> {
    let kept = stage == Stage::Finished;
    let help = match (in_wechat(), durable) {
        (true, _) => Fill::InWechat,
        (false, true) => Fill::SaveFileHelp,
        (false, false) => Fill::KeptNot,
    };
    let again = button_of("secondary", "again", Said::StartOver);
    let mut buttons = el_of("div", "buttons").with(again.words(locale.words(Fill::StartAgain)));
    let mut nodes = Vec::new();
    if kept {
        nodes.push(Node::Element(el_of("p", "hint").words(locale.words(help))));
        if !in_wechat() {
            let save = button_of("primary", "save-file", Said::SaveFile)
                .with(drawing(Icon::Save))
                .with(el("span").words(locale.words(Fill::SaveFile)));
            buttons = buttons.with(save);
        }
    }
    nodes.push(Node::Element(buttons));
    nodes
}

/// The survey is on its way.
pub(super) fn opening(locale: Locale) -> Ink {
    let words = el_of("h1", "opening").set("role", "status");
    el_of("main", "resident").with(words.words(locale.words(Fill::Opening)))
}

/// The survey cannot be opened.
pub(super) fn trouble(locale: Locale, words: &Fill) -> Ink {
    let again = matches!(words, Fill::CannotLoad)
        .then(|| button_of("secondary", "retry", Said::Reload).words(locale.words(Fill::TryAgain)));
    let content = el_of("section", "empty")
        .set("role", "alert")
        .set("data-screen", "trouble")
        .with(drawing(Icon::Info))
        .with(el_of("h1", "empty-title").words(locale.words(words.clone())))
        .with_some(again);
    el_of("main", "resident").with(content)
}
