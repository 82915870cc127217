//! Questions on a screen: what core says is shown, as plain data, one function a kind of control.

mod area;
mod capture;
mod choices;
mod complaint;
mod dates;
mod fields;
mod grid;
mod image_map;
mod keys;
#[cfg(feature = "workspace")]
mod markdown;
#[cfg(any(test, not(feature = "workspace")))]
mod markup;
mod media;
mod missing;
mod range;
mod rank;
mod repeat;
mod scale;
mod seek;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use survey_core::base::{AreaTree, Missing, Value};
#[cfg(feature = "workspace")]
use survey_core::interview::NoChoices;
use survey_core::interview::{Control, Event, Input, QuestionView};
use survey_core::questionnaire::SelectLayout;

pub use area::area_picker;
pub use complaint::words as complaint_words;
pub(crate) use grid::fit_together;
pub use grid::grid;
pub(crate) use grid::{heads, own_words};
pub use keys::choose_by_digit;
#[cfg(feature = "workspace")]
pub(crate) use markdown::markup;
#[cfg(not(feature = "workspace"))]
pub(crate) use markup::markup;
pub use media::Files;

use crate::dom::{Element, el, el_of};
use crate::locale::Locale;
use crate::locale::fill::Fill;
#[cfg(feature = "workspace")]
use crate::locale::special::Special;
use crate::session::Trouble;
use crate::settings::TextSize;
use choices::{List, acknowledge};
use fields::{moment, number, words};

/// What a person does on the page of an interview.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// Something happened in the interview.
    Event(Event),
    /// These words stand in the field of this place; more may come.
    Typing(String, String),
    /// At this place these words are sought, or stand in a field that is not an answer yet.
    Sought(String, String),
    /// Another text size.
    Text(TextSize),
    /// What did not work is tried again.
    Again(Trouble),
    /// The survey is fetched once more.
    Reload,
    /// An answer after which the interview goes on.
    Quick(Event),
    /// An answer that was sought: the words stay, since another one may follow.
    Picked(Event),
    /// The answers as a file.
    SaveFile,
    /// Another person answers.
    StartOver,
}

impl Said {
    fn answer(place: &str, input: Input) -> Said {
        Said::Event(Event::Answer {
            place: place.to_owned(),
            input,
        })
    }

    /// A value was sought and given.
    fn picked(place: &str, value: Value) -> Said {
        Said::Picked(Event::Answer {
            place: place.to_owned(),
            input: Input::Value(value),
        })
    }

    /// A value was given.
    pub fn value(place: &str, value: Value) -> Said {
        Said::answer(place, Input::Value(value))
    }

    /// A reason for giving no value was given.
    pub fn missing(place: &str, reason: Missing) -> Said {
        Said::answer(place, Input::Missing(reason))
    }

    /// The answer was taken back.
    pub fn clear(place: &str) -> Said {
        Said::answer(place, Input::Clear)
    }
}

/// What is drawn on the page of an interview.
pub type Ink = Element<Said>;

/// Whether everything is drawn that a form may ask for. The resident's page is built without, to
/// be small: points of a scale are buttons there, dates are the browser's, and choices are rows.
const IN_FULL: bool = cfg!(feature = "workspace");

/// What questions are drawn in.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The language of the words around questions.
    pub locale: Locale,
    /// Whether an interviewer holds the pen.
    pub interviewer: bool,
    /// Whether there is room for tables.
    pub wide: bool,
    /// Whether there is one question only, so that its answer may lead on.
    pub alone: bool,
    /// The files that came with the form, once they are here.
    pub files: Option<&'a Files>,
    /// The places to choose from, once they are here.
    pub areas: Option<&'a AreaTree>,
    /// The place of a question, and the words that are sought there, or are no answer yet.
    pub sought: (&'a str, &'a str),
}

impl<'a> Scene<'a> {
    /// The words that are sought at a place.
    fn sought_in(&self, place: &str) -> &'a str {
        let (asked, words) = self.sought;
        if asked == place { words } else { "" }
    }
}

/// One question or note. `other` is the text that explains its "other" choice, if that is asked;
/// the first thing of a new screen `leads`: the focus goes there.
pub fn question(
    scene: Scene,
    view: &QuestionView,
    other: Option<&QuestionView>,
    leads: bool,
) -> Ink {
    if view.control == Control::Note {
        return el_of("div", "note")
            .key(&view.place)
            .class_if(
                width_class(view).unwrap_or_default(),
                view.look.width.is_some(),
            )
            .attr("data-place", view.place.clone())
            .set("tabindex", "-1")
            .flag("data-heading", leads)
            .with(note_words(view, leads))
            .with_all(label_media(scene, view))
            .with_some(hint(view))
            // A note that is required stops the interview, with the author's reason.
            .with_some(
                view.complaint
                    .is_some()
                    .then(|| complaint(scene.locale, view)),
            );
    }
    let (role, kind) = match &view.control {
        Control::Consent(_) => ("radiogroup", Some("consent")),
        Control::SelectOne(_) if view.look.select.layout != SelectLayout::Minimal => {
            ("radiogroup", None)
        }
        Control::Range(it) if !IN_FULL || scale::is_buttons(view, it) => ("radiogroup", None),
        Control::SelectOne(_)
        | Control::Range(_)
        | Control::Note
        | Control::SelectMultiple { .. }
        | Control::Seek(_)
        | Control::Number { .. }
        | Control::Text { .. }
        | Control::Date(_)
        | Control::Time(_)
        | Control::Area { .. }
        | Control::Rank { .. }
        | Control::DateTime(_)
        | Control::Geo { .. }
        | Control::File { .. }
        | Control::Barcode(_)
        | Control::Acknowledge(_)
        | Control::Repeat(_) => ("group", None),
    };
    let block = el_of("div", "question")
        .key(&view.place)
        .class_if("has-complaint", view.complaint.is_some())
        .class_if(
            width_class(view).unwrap_or_default(),
            view.look.width.is_some(),
        )
        .attr("data-place", view.place.clone())
        .set("role", role)
        .maybe("data-kind", kind.map(str::to_owned))
        .attr("aria-labelledby", id_of(view, "label"))
        .maybe("aria-describedby", described_by(view));
    let block = heading(block, scene, view, leads).with(complaint(scene.locale, view));
    control(block, scene, view, other).with_some(missing::reasons(scene, view))
}

/// The words of a note, which are the heading of an interviewer's screen that begins with them.
fn note_words(view: &QuestionView, leads: bool) -> Ink {
    let words = el("div").nodes(markup(&view.label));
    if !leads || !IN_FULL {
        return words;
    }
    words.set("role", "heading").set("aria-level", "1")
}

/// The class for its tenths of the width.
fn width_class(view: &QuestionView) -> Option<&'static str> {
    const WIDTHS: [&str; 10] = [
        "w-1", "w-2", "w-3", "w-4", "w-5", "w-6", "w-7", "w-8", "w-9", "w-10",
    ];
    WIDTHS
        .get(usize::from(view.look.width?).checked_sub(1)?)
        .copied()
}

/// The id of a part of a question, for readers aloud.
fn id_of(view: &QuestionView, part: &str) -> String {
    ["q-", &view.place, "-", part].concat()
}

/// The ids of what explains a question.
fn described_by(view: &QuestionView) -> Option<String> {
    let hint = view.hint.as_ref().map(|_| id_of(view, "hint"));
    let complaint = view.complaint.as_ref().map(|_| id_of(view, "complaint"));
    match (hint, complaint) {
        (Some(hint), Some(complaint)) => Some([hint, complaint].join(" ")),
        (hint, complaint) => hint.or(complaint),
    }
}

fn hint(view: &QuestionView) -> Option<Ink> {
    let hint = view.hint.as_ref()?;
    let line = el_of("p", "hint").attr("id", id_of(view, "hint"));
    Some(line.nodes(markup(hint)))
}

fn label_media(scene: Scene, view: &QuestionView) -> Vec<Ink> {
    let autoplay = view.parameters.get("autoplay").map_or("", String::as_str);
    if view.look.select.layout == SelectLayout::ImageMap {
        // The picture is how the question is answered.
        let mut media = view.media.clone();
        media.remove("image");
        return media::of_label(scene, &media, autoplay);
    }
    media::of_label(scene, &view.media, autoplay)
}

fn heading(block: Ink, scene: Scene, view: &QuestionView, leads: bool) -> Ink {
    let locale = scene.locale;
    let mut label = el_of(if leads { "h1" } else { "h2" }, "label")
        .attr("id", id_of(view, "label"))
        .set("tabindex", "-1")
        .flag("data-heading", leads)
        .nodes(markup(&view.label));
    if view.required {
        label = label.with(el_of("span", "required").words(locale.words(Fill::Required)));
    }
    let card = view
        .card
        .clone()
        .map(|card| el_of("p", "card-badge").words(locale.words(Fill::Card { card })));
    let guidance = view.guidance.as_ref().map(|it| {
        el_of("p", "guidance")
            .with(el("b").words(locale.words(Fill::Guidance)))
            .nodes(markup(it))
    });
    block
        .with(label)
        .with_all(label_media(scene, view))
        .with_some(hint(view))
        .with_some(card)
        .with_some(guidance)
}

/// The one match over the kinds of control, into the block of the question.
fn control(block: Ink, scene: Scene, view: &QuestionView, other: Option<&QuestionView>) -> Ink {
    let locale = scene.locale;
    #[cfg(feature = "workspace")]
    if let Some(why) = &view.no_choices {
        return block.with(nothing(locale, why));
    }
    match &view.control {
        Control::Note => block,
        Control::Consent(choices) | Control::SelectOne(choices) => {
            let list = List {
                scene,
                view,
                choices,
                other,
                many: false,
                is_full: false,
            };
            block.with(list.ink())
        }
        Control::SelectMultiple {
            choices,
            max,
            n_ticks,
        } => {
            let hint = match *max {
                Some(max) => Fill::AtMost { max, n: *n_ticks },
                None => Fill::AnyNumber,
            };
            let hint = el_of("p", "hint")
                .set("aria-live", "polite")
                .words(locale.words(hint));
            let list = List {
                scene,
                view,
                choices,
                other,
                many: true,
                is_full: max.is_some_and(|max| *n_ticks >= max),
            };
            block.with(hint).with(list.ink())
        }
        Control::Seek(it) if IN_FULL => seek::seek(block, scene, view, it),
        Control::Seek(_) => block,
        Control::Number {
            text,
            whole,
            min,
            max,
        } => number(block, locale, view, text, *whole, (*min, *max)),
        Control::Range(range) if IN_FULL => block.with(scale::scale(scene, view, range)),
        Control::Range(range) => {
            let ends = [range.start_label.as_str(), range.end_label.as_str()];
            block.with(range::points(view, &range.points, ends))
        }
        Control::Text {
            text,
            max_length,
            rows,
        } => words(block, locale, view, text, *max_length, *rows),
        Control::Date(text) if IN_FULL => dates::date(block, scene, view, text),
        Control::Date(text) => block.with(moment(view, "date", text)),
        Control::Time(text) => block.with(moment(view, "time", text)),
        Control::Area { code, level } => {
            block.with_some(area::area(scene, view, code, level.as_deref()))
        }
        Control::Repeat(repeat) => block.with(repeat::instances(locale, repeat)),
        Control::Rank { choices, n_ranked } => {
            let hint = el_of("p", "hint").words(locale.words(Fill::RankHint));
            let list = rank::ranking(scene, view, choices, *n_ranked as usize);
            block.with(hint).with(list)
        }
        // The browser's picker knows no time zones, and neither does the person.
        Control::DateTime(text) => {
            let civil = text.get(..16).unwrap_or(text);
            let block = match IN_FULL {
                true => block.with_some(dates::calendar(scene, view)),
                false => block,
            };
            block.with(moment(view, "datetime-local", civil))
        }
        Control::Geo { geo, text } => capture::places(block, locale, view, *geo, text),
        Control::File { medium, name } => block.with(capture::file(locale, view, *medium, name)),
        Control::Barcode(text) => capture::code(block, locale, view, text),
        Control::Acknowledge(ticked) => block.with(acknowledge(locale, view, *ticked)),
    }
}

/// What stands where choices would.
#[cfg(feature = "workspace")]
fn nothing(locale: Locale, why: &NoChoices) -> Ink {
    let words = match why.clone() {
        NoChoices::Unanswered { label } => Special::AnswerFirst { label },
        NoChoices::Empty { list } => Special::EmptyList { list },
        NoChoices::Filtered => Special::NoneFits,
    };
    el_of("p", "absent hint")
        .set("role", "status")
        .nodes(markup(&locale.words(words)))
}

/// The place for a complaint, which is there before the complaint so that it is read aloud.
fn complaint(locale: Locale, view: &QuestionView) -> Ink {
    let complaint = view.complaint.as_ref().map(|it| {
        el_of("p", "complaint")
            .attr("id", id_of(view, "complaint"))
            .words(complaint_words(locale, it, !view.missing.is_empty()))
    });
    let mut place = el_of("div", "complaint-place")
        .set("role", "alert")
        .with_some(complaint);
    if view.looks_personal {
        place = place.with(el_of("p", "warning").words(locale.words(Fill::LooksPersonal)));
    }
    place
}
