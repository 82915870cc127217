//! Tables: items side by side, and two variables crossed.

use super::question::{Part, parts};
use super::{Figure, Frame, Question, question, withheld};
use crate::dataset::{Group, Plan, Var};
use crate::stats::Tally;
use crate::stats::crosstab::Independence;

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

/// Two variables crossed.
#[derive(Clone, Debug, PartialEq)]
pub struct TwoWay {
    /// The groups of the first variable.
    pub rows: Vec<Group>,
    /// The groups of the second variable.
    pub columns: Vec<Group>,
    /// People by row and column; none where the row is withheld.
    pub counts: Vec<Option<Vec<u64>>>,
    /// The share of each column in a row; none where the row is withheld.
    pub shares: Vec<Option<Vec<Figure>>>,
    /// People in each row.
    pub bases: Vec<u64>,
    /// Rows of interest that are in no row or in no column.
    pub outside: u64,
    /// Rao and Scott's test that rows and columns have nothing to do with each other, where there
    /// is enough to test.
    pub test: Option<Independence>,
}

/// Crosses two variables.
///
/// # Errors
/// If one of them makes no groups.
pub fn two_way(frame: &Frame, rows: &Var, columns: &Var) -> Result<TwoWay, String> {
    let (by_row, by_column) = (frame.data.groups(rows)?, frame.data.groups(columns)?);
    let both = |row| Some((by_row.get(row)?, by_column.get(row)?));
    let tally = Tally::of(
        &frame.design,
        (by_row.len(), by_column.len()),
        |row| frame.rows.has(row).then(|| by_row.get(row)).flatten(),
        |row| by_column.get(row),
    );
    let mut counts: Vec<Vec<u64>> = (0..by_row.len()).map(|it| tally.counts(it)).collect();
    counts
        .iter_mut()
        .for_each(|it| it.truncate(by_column.len()));
    let bases: Vec<u64> = counts.iter().map(|it| it.iter().sum()).collect();
    let hidden = withheld(&bases, frame.smallest);
    let set = tally.row_shares();
    let share = |row: usize| {
        let cells = (0..by_column.len()).map(|column| row * by_column.len() + column);
        cells
            .map(|it| Figure::share(&set, it, frame.level))
            .collect::<Vec<_>>()
    };
    let outside = frame.rows.iter().filter(|it| both(*it).is_none()).count();
    Ok(TwoWay {
        shares: (0..by_row.len())
            .map(|row| (!hidden[row]).then(|| share(row)))
            .collect(),
        counts: counts
            .into_iter()
            .zip(&hidden)
            .map(|(counts, hidden)| (!hidden).then_some(counts))
            .collect(),
        bases,
        outside: outside as u64,
        test: tally.independence(),
        rows: by_row.groups,
        columns: by_column.groups,
    })
}
