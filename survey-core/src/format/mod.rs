//! Files: the only module that knows serde.

pub mod canonical;
pub mod journal;
pub mod shape;
pub mod survey;
mod survey_shape;
