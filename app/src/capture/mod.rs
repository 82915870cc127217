//! What a device captures: pictures, drawings, recordings, files, codes and places.
//!
//! `plan`, `strokes` and their like are plain data and tested natively; the components here are
//! drawn inside a question through [`crate::dom::Live`], and whatever needs the browser is in
//! `shell`. A file is stored under the response's id before its name becomes the answer.

mod file;
mod keep;
mod pad;
mod parts;
mod plan;
mod strokes;

use std::rc::Rc;

use survey_core::interview::QuestionView;
use survey_core::questionnaire::Medium;
use yew::prelude::*;

pub use plan::{Plan, Sketch, Trouble, extension, file_name, fit, size_words};
pub use strokes::{Point, Stroke, Strokes};

use crate::dom::Live;
use crate::locale::Locale;
use crate::questions::Said;
use file::FileQuestion;

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
