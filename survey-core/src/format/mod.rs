//! Files: the only module that knows serde.

pub mod areas;
pub mod canonical;
pub mod dataset;
pub mod export;
#[cfg(feature = "gzip")]
pub mod gzip;
pub mod journal;
pub mod json;
pub mod profile;
mod record;
pub mod response;
mod scan;
#[cfg(feature = "authoring")]
mod schema;
pub mod shape;
pub mod sniff;
pub mod survey;
mod survey_shape;
