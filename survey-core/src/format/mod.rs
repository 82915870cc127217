//! Files: the only module that knows serde.

#[cfg(feature = "authoring")]
pub mod areas;
pub mod canonical;
#[cfg(feature = "authoring")]
pub mod cases;
pub mod compiled;
#[cfg(feature = "authoring")]
pub mod data_file;
#[cfg(feature = "authoring")]
pub mod dataset;
#[cfg(feature = "authoring")]
pub mod export;
pub mod fields;
#[cfg(feature = "authoring")]
pub mod foreign;
#[cfg(feature = "gzip")]
pub mod gzip;
#[cfg(feature = "authoring")]
pub mod import;
#[cfg(feature = "authoring")]
pub mod instance;
pub mod journal;
pub mod json;
#[cfg(feature = "authoring")]
pub mod profile;
#[cfg(feature = "authoring")]
mod record;
pub mod response;
#[cfg(feature = "authoring")]
mod scan;
#[cfg(feature = "authoring")]
mod schema;
#[cfg(feature = "authoring")]
pub mod shape;
#[cfg(feature = "authoring")]
pub mod sniff;
#[cfg(feature = "authoring")]
pub mod submission;
#[cfg(feature = "authoring")]
pub mod survey;
#[cfg(feature = "authoring")]
mod survey_shape;
#[cfg(feature = "authoring")]
pub mod surveyjs;
#[cfg(feature = "authoring")]
pub mod svg;
#[cfg(feature = "authoring")]
pub mod tables;
#[cfg(feature = "authoring")]
pub mod targets;
#[cfg(feature = "authoring")]
pub mod xform;
#[cfg(feature = "authoring")]
pub mod xlsform;
#[cfg(feature = "authoring")]
mod xml;
