//! Files: the only module that knows serde.

pub mod areas;
pub mod canonical;
pub mod journal;
pub mod json;
mod record;
pub mod response;
pub mod shape;
pub mod survey;
mod survey_shape;
