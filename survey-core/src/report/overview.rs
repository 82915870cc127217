//! Who answered.

use super::{Base, Frame};
use crate::base::Text;
use crate::dataset::{Group, Groups, Var};

/// The responses at a glance. Counts are of rows, whatever their weight; where some are in no
/// group, they stand last, with an empty key.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// Responses of all dispositions.
    pub rows: u64,
    /// Rows of interest; the rest of the overview is about these, dispositions aside.
    pub n: u64,
    /// Rows of interest that a simulation made.
    pub simulated: u64,
    /// All responses by disposition.
    pub dispositions: Vec<Count>,
    /// By the day they began.
    pub days: Vec<Count>,
    /// By area of the level that was asked for, in the order of the tree.
    pub areas: Vec<Count>,
    /// By mode.
    pub modes: Vec<Count>,
    /// By interviewer.
    pub interviewers: Vec<Count>,
    /// By wave.
    pub waves: Vec<Count>,
    /// By language at the end.
    pub languages: Vec<Count>,
    /// Median minutes from beginning to end; none without rows.
    pub minutes: Option<f64>,
    /// Every item's base.
    pub items: Vec<ItemBase>,
}

/// How many rows are in a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    /// The group.
    pub group: Group,
    /// Rows in it.
    pub n: u64,
}

/// Who answered an item.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemBase {
    /// The item's name.
    pub name: String,
    /// The question as asked.
    pub label: Text,
    /// Who answered, and why others did not.
    pub base: Base,
}

/// Looks at who answered, with areas of a level.
///
/// # Errors
/// If the tree has no such level.
pub fn overview(frame: &Frame, level: &str) -> Result<Overview, String> {
    let data = frame.data;
    let count = |var: &Var| Ok::<_, String>(counts(frame, data.groups(var)?));
    let everything = Frame {
        rows: crate::dataset::Bitmap::all(data.len()),
        ..frame.clone()
    };
    let items = data.variables().iter().enumerate();
    let items = items.map(|(at, variable)| ItemBase {
        name: variable.name.clone(),
        label: variable.label.clone(),
        base: frame.bases(data.column(at), &Groups::none(data.len()))[0],
    });
    Ok(Overview {
        rows: data.len() as u64,
        n: frame.rows.count() as u64,
        simulated: frame.rows.clone().and(data.simulated()).count() as u64,
        dispositions: counts(&everything, data.groups(&Var::Disposition)?),
        days: count(&Var::Day)?,
        areas: count(&Var::Area(level.to_owned()))?,
        modes: count(&Var::Mode)?,
        interviewers: count(&Var::Interviewer)?,
        waves: count(&Var::Wave)?,
        languages: count(&Var::Language)?,
        minutes: median_minutes(frame),
        items: items.collect(),
    })
}

fn counts(frame: &Frame, groups: Groups) -> Vec<Count> {
    let mut n = vec![0; groups.len() + 1];
    for row in frame.rows.iter() {
        n[groups.get(row).unwrap_or(groups.len())] += 1;
    }
    let nowhere = n.pop().filter(|it| *it > 0);
    let counts = groups.groups.into_iter().zip(n);
    let nowhere = nowhere.map(|n| (Group::everybody(), n));
    counts
        .chain(nowhere)
        .map(|(group, n)| Count { group, n })
        .collect()
}

fn median_minutes(frame: &Frame) -> Option<f64> {
    let mut minutes: Vec<f64> = frame.rows.iter().map(|it| frame.data.minutes(it)).collect();
    minutes.sort_by(f64::total_cmp);
    let middle = minutes.len() / 2;
    let upper = *minutes.get(middle)?;
    let lower = if minutes.len().is_multiple_of(2) {
        minutes[middle - 1]
    } else {
        upper
    };
    Some((lower + upper) / 2.0)
}
