//! What a device captures: pictures, drawings, recordings, files, codes and places.
//!
//! `plan`, `strokes` and their like are plain data and tested natively; the components here are
//! drawn inside a question through [`crate::dom::Live`], and whatever needs the browser is in
//! `shell`. A file is stored under the response's id before its name becomes the answer.

mod camera;
mod code;
mod codes;
mod file;
mod files;
mod geo;
mod keep;
mod notes;
mod pad;
mod parts;
mod places;
mod plan;
mod recording;
mod sound;
mod strokes;
mod zip;

use std::rc::Rc;

use survey_core::interview::QuestionView;
use survey_core::questionnaire::{Geo, Medium};
use yew::prelude::*;

pub use codes::qr_words;
pub use places::{Aim, Fix, Places};
pub use plan::{Plan, Sketch, Trouble, extension, file_name, fit, size_words};
pub use recording::{Recording, length_words, loudness};
pub use strokes::{Point, Stroke, Strokes};
pub use zip::{Crc, Member, TAIL, Writer, directory, head_length, media_place, members};

pub(crate) use files::Files;
pub(crate) use notes::notes;

use crate::dom::Live;
use crate::locale::Locale;
use crate::questions::Said;
use code::CodeQuestion;
use file::FileQuestion;
use geo::GeoQuestion;

/// The id of the response that files are kept for; a context.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Holder(pub AttrValue);

/// The question's words for readers aloud, and whether its answer can be changed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    pub(crate) locale: Locale,
    pub(crate) place: String,
    pub(crate) label: String,
    pub(crate) read_only: bool,
}

impl Asked {
    fn of(locale: Locale, view: &QuestionView) -> Asked {
        Asked {
            locale,
            place: view.place.clone(),
            label: view.label.clone(),
            read_only: view.read_only,
        }
    }
}

/// A file as an answer.
pub(crate) fn file(locale: Locale, view: &QuestionView, medium: Medium, name: &str) -> Live<Said> {
    let asked = Asked::of(locale, view);
    let plan = Plan::read(medium, &view.appearance, &view.parameters);
    let name = name.to_owned();
    Rc::new(move |say: &Callback<Said>| {
        html! {
            <FileQuestion key={asked.place.clone()} asked={asked.clone()} plan={plan.clone()}
                name={name.clone()} say={say.clone()} />
        }
    })
}

/// Places as an answer.
pub(crate) fn geo(locale: Locale, view: &QuestionView, geo: Geo, text: &str) -> Live<Said> {
    let asked = Asked::of(locale, view);
    let aim = Aim::read(&view.appearance, &view.parameters);
    let text = text.to_owned();
    Rc::new(move |say: &Callback<Said>| {
        html! {
            <GeoQuestion key={asked.place.clone()} asked={asked.clone()} {geo} {aim} text={text.clone()}
                say={say.clone()} />
        }
    })
}

/// The ways to a code besides typing it.
pub(crate) fn code(locale: Locale, view: &QuestionView) -> Live<Said> {
    let asked = Asked::of(locale, view);
    let front = view
        .appearance
        .iter()
        .any(|it| it.eq_ignore_ascii_case("front"));
    Rc::new(move |say: &Callback<Said>| {
        html! { <CodeQuestion key={asked.place.clone()} asked={asked.clone()} {front} say={say.clone()} /> }
    })
}
