//! Questionnaires, interviews, responses and survey statistics.
//!
//! The crate is pure: no clock, no randomness, no I/O and no browser. Time, ids and seeds arrive
//! as values. Modules use only lower layers:
//! `base < expr, stats < questionnaire < response < interview < simulate, dataset < report <
//! format`.
//! `format` alone knows serde.

pub mod base;
pub mod dataset;
pub mod expr;
pub mod format;
pub mod interview;
pub mod questionnaire;
pub mod report;
pub mod response;
pub mod simulate;
pub mod stats;
