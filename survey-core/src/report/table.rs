//! Items side by side.

use super::question::{Part, parts};
use super::{Frame, Question, question};
use crate::dataset::Plan;

/// Items on one scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Battery {
    /// The codes they share, in the order of the questionnaire.
    pub parts: Vec<Part>,
    /// The items, in the order they were named.
    pub items: Vec<Question>,
}

/// Looks at items that share their codes.
///
/// # Errors
/// If an item is not there, is not a choice of one, or has other codes than the first.
pub fn battery(frame: &Frame, names: &[&str]) -> Result<Battery, String> {
    let mut shared: Option<(&str, Vec<Part>)> = None;
    let mut items = Vec::new();
    for name in names {
        let variable = &frame.data.variables()[frame.data.expect(name)?];
        if variable.plan != Plan::Choice {
            return Err(format!("`{name}` is not a choice of one"));
        }
        let own = parts(variable);
        let codes = |of: &[Part]| of.iter().map(|it| it.code.clone()).collect::<Vec<_>>();
        match &shared {
            Some((first, parts)) if codes(parts) != codes(&own) => {
                return Err(format!("`{name}` has other choices than `{first}`"));
            }
            Some(_) => {}
            None => shared = Some((name, own)),
        }
        items.push(question(frame, name, None)?);
    }
    Ok(Battery {
        parts: shared.map(|it| it.1).unwrap_or_default(),
        items,
    })
}
