//! Compiled forms, `minyi-form/2` and `minyi-area-form/1`: what the resident's page reads, which
//! carries no compiler.
//!
//! A form is made from a document when a site is built. It is text, so that it can be stored as
//! such; the rest of it is for [`read`] and no one else. Its first line names format and version,
//! and a form of another version is refused.

use std::fmt;

use crate::base::AreaTree;
use crate::questionnaire::{Questionnaire, compiled};

/// The first line of a questionnaire's form.
const FORM: &str = "minyi-form/2\n";
/// The first line of the form of a tree of areas.
const AREAS: &str = "minyi-area-form/1\n";

/// Why a text is not a compiled form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It begins otherwise: another format or another version.
    Version,
    /// It is damaged.
    Damaged,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refusal::Version => "not a compiled form of this version",
            Refusal::Damaged => "a damaged compiled form",
        })
    }
}

impl std::error::Error for Refusal {}

/// The compiled form of a questionnaire.
pub fn write(form: &Questionnaire) -> String {
    let mut out = FORM.to_owned();
    compiled::put(form, &mut out);
    out
}

/// Reads the compiled form of a questionnaire.
///
/// # Errors
/// If it is none of this version, or one that [`write`] never wrote. Forms that nest deeper than
/// 500 levels are refused too.
pub fn read(text: &str) -> Result<Questionnaire, Refusal> {
    let rest = text.strip_prefix(FORM).ok_or(Refusal::Version)?;
    compiled::take(rest).ok_or(Refusal::Damaged)
}

/// The compiled form of a tree of areas.
pub fn write_areas(tree: &AreaTree) -> String {
    let mut out = AREAS.to_owned();
    tree.put_form(&mut out);
    out
}

/// Reads the compiled form of a tree of areas.
///
/// # Errors
/// As [`read`].
pub fn read_areas(text: &str) -> Result<AreaTree, Refusal> {
    let rest = text.strip_prefix(AREAS).ok_or(Refusal::Version)?;
    AreaTree::take_form(rest).ok_or(Refusal::Damaged)
}
