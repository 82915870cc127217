//! One item: what the plan of its variable asks for.

use super::{Base, Figure, Frame, withheld};
use crate::base::{Missing, Text};
use crate::dataset::{
    Bitmap, Column, Group, Groups, Moments as Times, Numbers, Plan, Var, Variable,
};
use crate::stats::{EstimateSet, Moments, Tally};

/// Everything there is to say about one item.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The item's name.
    pub name: String,
    /// The question as asked.
    pub label: Text,
    /// How it was analysed.
    pub plan: Plan,
    /// The codes or points that [`Finding`]s count, in the order of the questionnaire.
    pub parts: Vec<Part>,
    /// The words of the reasons for giving no answer that were offered.
    pub reasons: Vec<(Missing, Text)>,
    /// Everybody.
    pub all: Slice,
    /// The groups, in the order of their variable; empty without one.
    pub groups: Vec<Slice>,
}

/// What one entry of a distribution is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The code.
    pub code: String,
    /// Its words; empty for the points of a scale between its ends.
    pub label: Text,
    /// 0 to 100, if it is scored.
    pub score: Option<f64>,
}

/// What is found in one group.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice {
    /// The group; key and label are empty for everybody.
    pub group: Group,
    /// Who answered.
    pub base: Base,
    /// What they said.
    pub finding: Finding,
}

/// What people said.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// Too few people answered; see [`Frame::smallest`].
    Withheld,
    /// One code each.
    Choice(Box<Choice>),
    /// Several codes each: shares of those who answered, which add up to more than 1.
    Choices {
        /// People by part.
        counts: Vec<u64>,
        /// Shares of those who answered, by part.
        shares: Vec<Figure>,
    },
    /// Numbers.
    Number {
        /// The mean.
        mean: Figure,
        /// The standard deviation.
        sd: f64,
        /// Least, lower quartile, median, upper quartile, greatest (weighted; the smallest value
        /// with so much of the distribution at or below it); none if nobody answered.
        quantiles: Option<[f64; 5]>,
        /// The mean score, if numbers are scored.
        score: Option<Box<Figure>>,
    },
    /// Rows with words, in order.
    Words {
        /// The rows.
        rows: Vec<usize>,
    },
    /// People by day since 1970-01-01, or by hour of the day.
    Moments {
        /// Days or hours that came up, with people.
        counts: Vec<(i32, u64)>,
    },
}

/// Shares whose covariance is worked out at once: nobody asks for it, and it grows with the square.
const AT_ONCE: usize = 32;

/// What people said who chose one code each.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// People by part.
    pub counts: Vec<u64>,
    /// Shares of valid answers by part.
    pub shares: Vec<Figure>,
    /// The share of codes with a score of 75 and above, if all codes are scored.
    pub top: Option<Figure>,
    /// The share of codes with a score of 50 and above: the lenient rate.
    pub lenient: Option<Figure>,
    /// The share of codes with a score of 25 and below.
    pub bottom: Option<Figure>,
    /// The mean score, 0 to 100.
    pub score: Option<Figure>,
    /// The mean point, for scales.
    pub mean: Option<Figure>,
}

/// Looks at one item, for everybody and in the groups of a variable.
///
/// # Errors
/// If there is no such item, or the variable makes no groups.
pub fn question(frame: &Frame, name: &str, by: Option<&Var>) -> Result<Question, String> {
    let at = frame.data.expect(name)?;
    let (variable, column) = (&frame.data.variables()[at], frame.data.column(at));
    let groups = match by {
        Some(var) => frame.data.groups(var)?,
        None => Groups::none(frame.data.len()),
    };
    let bases = frame.bases(column, &groups);
    let valid: Vec<u64> = bases[..groups.len()].iter().map(|it| it.valid).collect();
    let hidden = withheld(&valid, frame.smallest);
    let asked = Asked {
        frame,
        variable,
        groups: &groups,
    };
    let mut findings = asked.findings(column)?;
    let everybody = findings.pop().expect("everybody is always there");
    let whole = bases.iter().fold(Base::default(), |sum, it| sum.plus(it));
    let all = Slice {
        group: Group::everybody(),
        finding: if (1..frame.smallest).contains(&whole.valid) {
            Finding::Withheld
        } else {
            everybody
        },
        base: whole,
    };
    let slices = groups.groups.iter().zip(findings).enumerate();
    let groups = slices.map(|(at, (group, finding))| Slice {
        group: group.clone(),
        base: bases[at],
        finding: if hidden[at] {
            Finding::Withheld
        } else {
            finding
        },
    });
    let groups = groups.collect();
    Ok(Question {
        name: variable.name.clone(),
        label: variable.label.clone(),
        plan: variable.plan.clone(),
        parts: parts(variable),
        reasons: variable.reasons.clone(),
        all,
        groups,
    })
}

pub(super) fn parts(variable: &Variable) -> Vec<Part> {
    let ends = match &variable.plan {
        Plan::Scale(start, end) => Some((start, end)),
        Plan::Choice
        | Plan::Choices
        | Plan::Place(_)
        | Plan::Number
        | Plan::Words
        | Plan::Day
        | Plan::Time => None,
    };
    let last = variable.codes.len().saturating_sub(1);
    let label = |at: usize, own: &Text| match ends {
        Some((start, _)) if at == 0 => start.clone(),
        Some((_, end)) if at == last => end.clone(),
        Some(_) | None => own.clone(),
    };
    let codes = variable.codes.iter().enumerate();
    codes
        .map(|(at, it)| Part {
            code: it.name.clone(),
            label: label(at, &it.label),
            score: it.score,
        })
        .collect()
}

/// An item in the groups it is looked at.
struct Asked<'a> {
    frame: &'a Frame<'a>,
    variable: &'a Variable,
    groups: &'a Groups,
}

impl Asked<'_> {
    /// One finding a group, and last everybody's.
    fn findings(&self, column: &Column) -> Result<Vec<Finding>, String> {
        Ok(match column {
            Column::Codes(codes) => {
                let tally = self.tally(self.variable.codes.len(), |row| {
                    codes.get(row).ok().map(usize::from)
                });
                self.choice(&tally)
            }
            Column::Ticks(ticks) => {
                let answered = |row| ticks.missing(row).is_none();
                let tallies: Vec<Tally> = (0..self.variable.codes.len())
                    .map(|code| {
                        self.tally(2, |row| {
                            answered(row).then(|| usize::from(ticks.has(row, code)))
                        })
                    })
                    .collect();
                self.choices(&tallies)
            }
            Column::Numbers(numbers) => self.numbers(numbers)?,
            Column::Words(words) => self.each(|rows| Finding::Words {
                rows: rows.iter().filter(|it| words.get(*it).is_ok()).collect(),
            }),
            Column::Moments(times) => self.each(|rows| self.moments(times, rows)),
        })
    }

    fn domain(&self, row: usize) -> Option<usize> {
        self.frame.domain(self.groups, row)
    }

    fn tally(&self, n_codes: usize, code: impl Fn(usize) -> Option<usize>) -> Tally {
        let shape = (self.groups.len() + 1, n_codes);
        Tally::of(&self.frame.design, shape, |row| self.domain(row), code)
    }

    fn choice(&self, tally: &Tally) -> Vec<Finding> {
        let boxes = Boxes::of(self.variable);
        let figures = |tally: &Tally| {
            let level = self.frame.level;
            let shares = |codes: &[usize]| tally.share_of(codes);
            let top = boxes.as_ref().map(|it| it.each(shares));
            let scored = self.variable.is_scored();
            let score = scored.then(|| tally.score(&self.points(|it| it.score)));
            let is_scale = matches!(self.variable.plan, Plan::Scale(..));
            let mean = is_scale.then(|| tally.score(&self.points(|it| it.point)));
            let finding = |at: usize| {
                let share = |set: &EstimateSet| Figure::share(set, at, level);
                let [top, lenient, bottom] = match &top {
                    Some(sets) => sets.each_ref().map(|it| Some(share(it))),
                    None => [None; 3],
                };
                let mut counts = tally.counts(at);
                counts.pop();
                let shares = (0..tally.codes()).step_by(AT_ONCE).flat_map(|first| {
                    let some = first..(first + AT_ONCE).min(tally.codes());
                    let some = tally.shares_of(at, some);
                    (0..some.len()).map(move |it| Figure::share(&some, it, level))
                });
                Finding::Choice(Box::new(Choice {
                    counts,
                    shares: shares.collect(),
                    top,
                    lenient,
                    bottom,
                    score: score.as_ref().map(|it| Figure::mean(it, at, level)),
                    mean: mean.as_ref().map(|it| Figure::mean(it, at, level)),
                }))
            };
            (0..tally.domains()).map(finding).collect::<Vec<_>>()
        };
        let mut findings = figures(tally);
        findings.truncate(self.groups.len());
        findings.extend(figures(&tally.pooled()));
        findings
    }

    fn points(&self, of: impl Fn(&crate::dataset::Code) -> Option<f64>) -> Vec<Option<f64>> {
        self.variable.codes.iter().map(of).collect()
    }

    fn choices(&self, tallies: &[Tally]) -> Vec<Finding> {
        let level = self.frame.level;
        let figures = |tallies: &[Tally], n: usize| {
            let sets: Vec<EstimateSet> = tallies.iter().map(|it| it.share_of(&[1])).collect();
            let counts: Vec<Vec<Vec<u64>>> = tallies
                .iter()
                .map(|tally| (0..n).map(|it| tally.counts(it)).collect())
                .collect();
            let finding = |at: usize| Finding::Choices {
                counts: counts.iter().map(|it| it[at][1]).collect(),
                shares: sets.iter().map(|it| Figure::share(it, at, level)).collect(),
            };
            (0..n).map(finding).collect::<Vec<_>>()
        };
        let mut findings = figures(tallies, self.groups.len());
        let pooled: Vec<Tally> = tallies.iter().map(Tally::pooled).collect();
        findings.extend(figures(&pooled, 1));
        findings
    }

    fn numbers(&self, numbers: &Numbers) -> Result<Vec<Finding>, String> {
        let level = self.frame.level;
        let moments = self.moments_of(|row| numbers.get(row).ok());
        let scores = match &self.variable.score {
            Some(_) => {
                let scores = self.frame.data.scores(&self.variable.name)?;
                let value = |row: usize| Some(scores[row]).filter(|it| !it.is_nan());
                Some(self.moments_of(value))
            }
            None => None,
        };
        let quantiles = self.each(|rows| self.quantiles(numbers, rows));
        let figures = |of: &dyn Fn(&Moments) -> Moments| {
            let moments = of(&moments);
            let (means, sds) = (moments.means(), moments.sds());
            let scores = scores.as_ref().map(|it| of(it).means());
            let figure = |at: usize| {
                let score = scores.as_ref().map(|it| Figure::mean(it, at, level));
                (Figure::mean(&means, at, level), sds.est[at], score)
            };
            (0..means.len()).map(figure).collect::<Vec<_>>()
        };
        let mut all = figures(&Moments::clone);
        all.truncate(self.groups.len());
        all.extend(figures(&Moments::pooled));
        let findings = all.into_iter().zip(quantiles);
        Ok(findings
            .map(|((mean, sd, score), quantiles)| Finding::Number {
                mean,
                sd,
                quantiles,
                score: score.map(Box::new),
            })
            .collect())
    }

    fn moments_of(&self, value: impl Fn(usize) -> Option<f64>) -> Moments {
        let n = self.groups.len() + 1;
        Moments::of(&self.frame.design, n, |row| self.domain(row), value)
    }

    /// Something about the rows of each group, and last about all rows.
    fn each<T>(&self, of: impl Fn(&Bitmap) -> T) -> Vec<T> {
        let rows = &self.frame.rows;
        let mut all: Vec<T> = (0..self.groups.len())
            .map(|group| {
                let inside = |row| rows.has(row) && self.groups.get(row) == Some(group);
                of(&Bitmap::of(rows.len(), inside))
            })
            .collect();
        all.push(of(rows));
        all
    }

    fn quantiles(&self, numbers: &Numbers, rows: &Bitmap) -> Option<[f64; 5]> {
        let design = &self.frame.design;
        let mut values: Vec<(f64, f64)> = rows
            .iter()
            .filter_map(|row| Some((numbers.get(row).ok()?, design.unit(row).weight)))
            .filter(|it| it.1 > 0.0)
            .collect();
        values.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (first, last) = (values.first()?.0, values.last()?.0);
        let total: f64 = values.iter().map(|it| it.1).sum();
        let at = |share: f64| {
            let mut below = 0.0;
            let found = values.iter().find(|it| {
                below += it.1;
                // A hair less, so that half of an even count is found in spite of rounding.
                below >= share * total * (1.0 - 1e-12)
            });
            found.map_or(last, |it| it.0)
        };
        Some([first, at(0.25), at(0.5), at(0.75), last])
    }

    fn moments(&self, times: &Times, rows: &Bitmap) -> Finding {
        let is_time = self.variable.plan == Plan::Time;
        let mut counts = std::collections::BTreeMap::new();
        for moment in rows.iter().filter_map(|row| times.get(row).ok()) {
            let unit = if is_time { moment / 3_600_000 } else { moment };
            *counts.entry(unit).or_insert(0) += 1;
        }
        let counts = counts.into_iter().collect();
        Finding::Moments { counts }
    }
}

/// Codes by how good they are.
pub(super) struct Boxes {
    pub(super) top: Vec<usize>,
    pub(super) lenient: Vec<usize>,
    pub(super) bottom: Vec<usize>,
}

impl Boxes {
    /// None unless one of several codes is chosen and all are scored: a rate without one of the
    /// codes would mean something else.
    pub(super) fn of(variable: &Variable) -> Option<Boxes> {
        let scores: Option<Vec<f64>> = variable.codes.iter().map(|it| it.score).collect();
        let scores = scores.filter(|it| variable.plan == Plan::Choice && it.len() > 1)?;
        let codes = |holds: &dyn Fn(f64) -> bool| {
            let found = scores.iter().enumerate().filter(|it| holds(*it.1));
            found.map(|it| it.0).collect()
        };
        Some(Boxes {
            top: codes(&|it| it >= 75.0),
            lenient: codes(&|it| it >= 50.0),
            bottom: codes(&|it| it <= 25.0),
        })
    }

    pub(super) fn each<T>(&self, of: impl Fn(&[usize]) -> T) -> [T; 3] {
        [of(&self.top), of(&self.lenient), of(&self.bottom)]
    }
}
