//! Large forms for benches: the same form for this engine (`minyi-survey/1`), for the engines of
//! ODK (XForm XML) and for SurveyJS, made from one description. And [`studies`] of whether the
//! statistics do what they promise.
//!
//! Everything follows from a seed that is fixed here, so two runs measure the same form.

mod answer;
mod form;
mod make;
mod minyi;
pub mod studies;
mod surveyjs;
mod xform;

#[cfg(test)]
mod tests;

pub use answer::{answers, start};
pub use form::{Body, Calculation, Choice, Condition, Form, Item, List};
pub use make::{
    N_CALCULATIONS, N_INSTANCES, N_QUESTIONS, N_RELEVANT, growing, large, long_list, repeat,
};
pub use minyi::minyi;
pub use surveyjs::surveyjs;
pub use xform::xform;
