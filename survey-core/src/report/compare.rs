//! One figure in all groups, beside the whole.

use super::question::Boxes;
use super::{Base, Figure, Frame, withheld};
use crate::base::Text;
use crate::dataset::{Column, Group, Groups, Plan, Var, unknown};
use crate::questionnaire::Score;
use crate::stats::{EstimateSet, Moments, Status, Tally};

/// What is compared.
#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    /// The mean score of an item or a construct; of a construct that is a rate, the rate.
    Score(String),
    /// The share of an item's codes with a score of 75 and above.
    Top(String),
    /// The share of an item's codes with a score of 50 and above.
    Lenient(String),
    /// The share of an item's codes with a score of 25 and below.
    Bottom(String),
    /// The mean of an item's numbers or points.
    Mean(String),
    /// The share of those who chose one of some codes, among those who answered.
    Share {
        /// The item.
        item: String,
        /// The codes.
        codes: Vec<String>,
    },
}

impl Measure {
    /// The item or construct it is of.
    pub fn name(&self) -> &str {
        match self {
            Measure::Score(name)
            | Measure::Top(name)
            | Measure::Lenient(name)
            | Measure::Bottom(name)
            | Measure::Mean(name)
            | Measure::Share { item: name, .. } => name,
        }
    }
}

/// What the figures count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 0 to 1.
    Share,
    /// 0 to 100.
    Score,
    /// The item's own.
    Own,
}

/// One figure in all groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The words of the item or construct.
    pub label: Text,
    /// What the figures count.
    pub unit: Unit,
    /// The whole.
    pub all: Standing,
    /// The groups, best first; those without a figure last, in the order of their variable.
    pub groups: Vec<Standing>,
}

/// A group with its figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The group; key and label are empty for the whole.
    pub group: Group,
    /// Who is in it. For constructs a response without a score counts as skipped, or as not asked
    /// where the construct is a rate among some.
    pub base: Base,
    /// The figure; [`Figure::status`] says whether it may be shown.
    pub figure: Figure,
}

/// Compares the groups of a variable.
///
/// # Errors
/// If the measure does not fit its item, or the variable makes no groups.
pub fn compare(frame: &Frame, measure: &Measure, by: &Var) -> Result<Comparison, String> {
    compare_in(frame, measure, &frame.data.groups(by)?)
}

/// The measure of the whole, without groups.
///
/// # Errors
/// If the measure does not fit its item.
pub fn total(frame: &Frame, measure: &Measure) -> Result<Comparison, String> {
    compare_in(frame, measure, &Groups::none(frame.data.len()))
}

fn compare_in(frame: &Frame, measure: &Measure, groups: &Groups) -> Result<Comparison, String> {
    let values = Values::of(frame, measure)?;
    let (of_groups, of_all) = values.figures(frame, groups);
    let bases = values.bases(frame, groups);
    let whole = bases.iter().fold(Base::default(), |sum, it| sum.plus(it));
    let valid: Vec<u64> = bases[..groups.len()].iter().map(|it| it.valid).collect();
    let hidden = withheld(&valid, frame.smallest);
    let standings = groups.groups.iter().enumerate();
    let mut standings: Vec<Standing> = standings
        .map(|(at, group)| Standing {
            group: group.clone(),
            base: bases[at],
            figure: of_groups[at].shown(hidden[at]),
        })
        .collect();
    let rank = |it: &Standing| {
        let est = it.figure.est;
        if est.is_nan() { f64::NEG_INFINITY } else { est }
    };
    standings.sort_by(|a, b| rank(b).total_cmp(&rank(a)));
    Ok(Comparison {
        label: values.label,
        unit: values.unit,
        all: Standing {
            group: Group::everybody(),
            base: whole,
            figure: of_all.shown((1..frame.smallest).contains(&whole.valid)),
        },
        groups: standings,
    })
}

impl Figure {
    /// The figure, unless it is withheld.
    fn shown(self, withheld: bool) -> Figure {
        if withheld {
            Figure {
                est: f64::NAN,
                se: f64::NAN,
                bounds: None,
                n: self.n,
                n_weighted: f64::NAN,
                n_eff: f64::NAN,
                deff: f64::NAN,
                df: f64::NAN,
                status: Status::Suppressed,
            }
        } else {
            self
        }
    }
}

/// A value for every row that has one; 0 or 1 for shares.
pub(super) struct Values {
    label: Text,
    pub(super) unit: Unit,
    values: Vec<f64>,
    /// The column that says why a value is missing; none for constructs.
    column: Option<usize>,
    /// Why it is missing otherwise.
    otherwise: crate::base::Missing,
}

impl Values {
    pub(super) fn of(frame: &Frame, measure: &Measure) -> Result<Values, String> {
        let data = frame.data;
        if let Measure::Score(name) = measure {
            return Values::scores(frame, name);
        }
        let at = data.expect(measure.name())?;
        let variable = &data.variables()[at];
        let boxes = || {
            let none = || {
                format!(
                    "`{}` is not a choice of which all are scored",
                    variable.name
                )
            };
            Boxes::of(variable).ok_or_else(none)
        };
        let (unit, values) = match measure {
            Measure::Score(_) | Measure::Mean(_) => (Unit::Own, means(frame, at)?),
            Measure::Top(_) => (Unit::Share, shares(frame, at, &boxes()?.top)?),
            Measure::Lenient(_) => (Unit::Share, shares(frame, at, &boxes()?.lenient)?),
            Measure::Bottom(_) => (Unit::Share, shares(frame, at, &boxes()?.bottom)?),
            Measure::Share { codes, .. } => {
                let number = |name: &String| {
                    let known = || variable.codes.iter().map(|it| it.name.as_str());
                    let code = variable.code(name);
                    code.ok_or_else(|| unknown("choice", name, known()))
                };
                let codes: Vec<usize> = codes.iter().map(number).collect::<Result<_, _>>()?;
                (Unit::Share, shares(frame, at, &codes)?)
            }
        };
        Ok(Values {
            label: variable.label.clone(),
            unit,
            values,
            column: Some(at),
            otherwise: crate::base::Missing::Skipped,
        })
    }

    fn scores(frame: &Frame, name: &str) -> Result<Values, String> {
        let data = frame.data;
        let mut values = data.scores(name)?;
        let construct = data.constructs().get(name);
        let is_rate = construct.is_some_and(|it| matches!(it.score, Score::Share { .. }));
        if is_rate {
            values.iter_mut().for_each(|it| *it /= 100.0);
        }
        let column = data.find(name).filter(|_| construct.is_none());
        let label = match (construct, column) {
            (Some(construct), _) => construct.label.clone(),
            (None, Some(at)) => data.variables()[at].label.clone(),
            (None, None) => Text::default(),
        };
        Ok(Values {
            label,
            unit: if is_rate { Unit::Share } else { Unit::Score },
            values,
            column,
            otherwise: if is_rate {
                crate::base::Missing::NotAsked
            } else {
                crate::base::Missing::Skipped
            },
        })
    }

    pub(super) fn value(&self, row: usize) -> Option<f64> {
        Some(self.values[row]).filter(|it| !it.is_nan())
    }

    fn bases(&self, frame: &Frame, groups: &Groups) -> Vec<Base> {
        let mut bases = vec![Base::default(); groups.len() + 1];
        for row in frame.rows.iter() {
            let base = &mut bases[groups.get(row).unwrap_or(groups.len())];
            let reason = || {
                let known = self
                    .column
                    .and_then(|it| frame.data.column(it).missing(row));
                known.unwrap_or(self.otherwise)
            };
            base.count(self.value(row).is_none().then(reason));
        }
        bases
    }

    /// The estimates of the groups and last of those in none, and that of the whole.
    pub(super) fn sets(&self, frame: &Frame, groups: &Groups) -> (EstimateSet, EstimateSet) {
        let n = groups.len() + 1;
        let domain = |row| frame.domain(groups, row);
        match self.unit {
            Unit::Share => {
                let code = |row| self.value(row).map(|it| usize::from(it > 0.5));
                let tally = Tally::of(&frame.design, (n, 2), domain, code);
                (tally.share_of(&[1]), tally.pooled().share_of(&[1]))
            }
            Unit::Score | Unit::Own => {
                let moments = Moments::of(&frame.design, n, domain, |row| self.value(row));
                (moments.means(), moments.pooled().means())
            }
        }
    }

    /// The figures of the groups, and that of the whole.
    fn figures(&self, frame: &Frame, groups: &Groups) -> (Vec<Figure>, Figure) {
        let level = frame.level;
        let (each, pooled) = self.sets(frame, groups);
        let figure = |set, at| match self.unit {
            Unit::Share => Figure::share(set, at, level),
            Unit::Score | Unit::Own => Figure::mean(set, at, level),
        };
        let of_groups = (0..groups.len()).map(|at| figure(&each, at)).collect();
        (of_groups, figure(&pooled, 0))
    }
}

fn means(frame: &Frame, at: usize) -> Result<Vec<f64>, String> {
    let data = frame.data;
    let variable = &data.variables()[at];
    match variable.plan {
        Plan::Number | Plan::Scale(..) => Ok((0..data.len())
            .map(|row| data.number(at, row).unwrap_or(f64::NAN))
            .collect()),
        Plan::Choice | Plan::Choices | Plan::Place(_) | Plan::Words | Plan::Day | Plan::Time => {
            Err(format!("`{}` holds no numbers", variable.name))
        }
    }
}

fn shares(frame: &Frame, at: usize, codes: &[usize]) -> Result<Vec<f64>, String> {
    let flag = |it: bool| f64::from(u8::from(it));
    let rows = 0..frame.data.len();
    match frame.data.column(at) {
        Column::Codes(all) => Ok(rows
            .map(|row| {
                let cell = all.get(row);
                cell.map_or(f64::NAN, |it| flag(codes.contains(&usize::from(it))))
            })
            .collect()),
        Column::Ticks(all) => Ok(rows
            .map(|row| match all.missing(row) {
                Some(_) => f64::NAN,
                None => flag(codes.iter().any(|it| all.has(row, *it))),
            })
            .collect()),
        Column::Numbers(_) | Column::Words(_) | Column::Moments(_) => Err(format!(
            "`{}` has no choices",
            frame.data.variables()[at].name
        )),
    }
}
