//! Questionnaires, interviews, responses and survey statistics.
//!
//! The crate is pure: no clock, no randomness, no I/O and no browser. Time, ids and seeds arrive
//! as values. Modules use only lower layers:
//! `base < expr, stats < questionnaire < response < interview < simulate, dataset < report <
//! format`.
//! `format` alone knows serde.
//!
//! Without the feature `authoring` the crate only takes interviews, with questionnaires that were
//! compiled before; see [`format::compiled`].

pub mod base;
#[cfg(feature = "authoring")]
pub mod dataset;
pub mod expr;
pub mod format;
pub mod interview;
pub mod questionnaire;
#[cfg(feature = "authoring")]
pub mod report;
pub mod response;
#[cfg(feature = "authoring")]
pub mod simulate;
#[cfg(feature = "authoring")]
pub mod stats;
