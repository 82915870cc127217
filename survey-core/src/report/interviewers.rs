//! What differs between interviewers who work in the same communities, beyond chance.

use super::quality::Screened;
use super::{Base, Frame};
use crate::base::{Missing, Text};
use crate::dataset::{Group, Groups, Plan, Var};
use crate::stats::Interval;
use crate::stats::components::Nested;
use crate::stats::exchange::Exchange;
use crate::stats::multiplicity::{Adjust, adjust};

/// What interviewers are compared on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// The share of responses with a sign of carelessness.
    Signs,
    /// The share of what was asked that got no answer.
    Missing,
    /// Minutes, compared on their logarithms; the mean is the geometric one.
    Minutes,
    /// The mean score of a person's answers.
    Score,
}

impl Aspect {
    /// Every aspect, in the order of columns.
    pub const ALL: [Aspect; 4] = [
        Aspect::Signs,
        Aspect::Missing,
        Aspect::Minutes,
        Aspect::Score,
    ];
}

/// How much answers depend on who asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The item; empty for the mean score over all items.
    pub name: String,
    /// Its words.
    pub label: Text,
    /// The intraclass correlation inside communities.
    pub icc: f64,
    /// Its interval.
    pub bounds: Interval,
    /// What it does to variances: `1 + (m - 1) icc`, `m` the interviews of a typical interviewer;
    /// at least 1.
    pub deff: f64,
    /// The p value of no effect, after Holm over all items.
    pub p: f64,
    /// Answers behind it.
    pub n: u64,
}

/// One interviewer beside colleagues in the same communities.
#[derive(Clone, Debug, PartialEq)]
pub struct Interviewer {
    /// The code.
    pub code: String,
    /// Interviews.
    pub n: u64,
    /// The aspects, in the order of [`Aspect::ALL`]; none where there is nobody to compare with.
    pub aspects: [Option<Beside>; 4],
}

/// One figure beside that of colleagues.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beside {
    /// The interviewer's own.
    pub own: f64,
    /// That of colleagues in the same communities.
    pub others: f64,
    /// The p value of no difference, after Holm over all interviewers and aspects.
    pub p: f64,
}

/// Why answers are missing, by who asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Silence {
    /// The interviewer; without a key, interviews that nobody held.
    pub group: Group,
    /// Interviews.
    pub n: u64,
    /// All questions together: a row is a question of an interview.
    pub base: Base,
}

/// Interviewers compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Interviewers {
    /// The mean score over all items; none where no two interviewers work in one community.
    pub whole: Option<Effect>,
    /// The items, largest effect first.
    pub items: Vec<Effect>,
    /// Everybody who held interviews, in the order of codes.
    pub people: Vec<Interviewer>,
    /// Interviews of the interviewer of a typical interview.
    pub typical: f64,
}

/// Compares interviewers: the scores of answers they took down, and responses as they were judged.
/// Those who work in one community (`level`) are compared with each other; without a level, all.
///
/// # Errors
/// If an item or the level is not there.
pub fn interviewers(
    frame: &Frame,
    screened: &Screened,
    items: &[&str],
    level: Option<&str>,
) -> Result<Interviewers, String> {
    let field = Field::of(frame, screened, level)?;
    let scores: Result<Vec<Vec<f64>>, String> =
        items.iter().map(|it| frame.data.scores(it)).collect();
    let scores = scores?;
    let mean: Vec<f64> = (0..frame.data.len())
        .map(|row| mean(&scores, row))
        .collect();
    let mut effects = Vec::new();
    for (name, scores) in items.iter().zip(&scores) {
        let label = &frame.data.variables()[frame.data.expect(name)?].label;
        effects.extend(field.effect(name, label, scores, frame.level));
    }
    effects.sort_by(|a, b| b.icc.total_cmp(&a.icc));
    let p: Vec<f64> = effects.iter().map(|it| it.p).collect();
    for (effect, p) in effects.iter_mut().zip(adjust(&p, Adjust::Holm)) {
        effect.p = p;
    }
    Ok(Interviewers {
        whole: field.effect("", &Text::default(), &mean, frame.level),
        items: effects,
        people: field.people(frame, screened, &mean),
        typical: field.typical,
    })
}

/// Why answers to an item are missing, by interviewer; without an item, to all of them, where words
/// and what is worked out count for nothing.
///
/// # Errors
/// If the item is not there.
pub fn silences(frame: &Frame, item: Option<&str>) -> Result<Vec<Silence>, String> {
    let data = frame.data;
    let columns: Vec<usize> = match item {
        Some(item) => vec![data.expect(item)?],
        None => asked(frame).collect(),
    };
    let who = data.groups(&Var::Interviewer)?;
    let mut out: Vec<Silence> = who
        .groups
        .iter()
        .cloned()
        .chain([Group::everybody()])
        .map(|group| Silence {
            group,
            n: 0,
            base: Base::default(),
        })
        .collect();
    for row in frame.rows.iter() {
        out[who.get(row).unwrap_or(who.len())].n += 1;
    }
    for at in columns {
        let bases = frame.bases(data.column(at), &who);
        for (it, base) in out.iter_mut().zip(&bases) {
            it.base = it.base.plus(base);
        }
    }
    out.retain(|it| it.n > 0);
    Ok(out)
}

/// Questions that call for an answer.
fn asked<'a>(frame: &'a Frame<'_>) -> impl Iterator<Item = usize> + use<'a> {
    let variables = frame.data.variables().iter().enumerate();
    variables
        .filter(|(_, it)| !it.derived && it.plan != Plan::Words)
        .map(|it| it.0)
}

fn mean(scores: &[Vec<f64>], row: usize) -> f64 {
    let given = scores.iter().map(|it| it[row]).filter(|it| !it.is_nan());
    let (n, sum) = given.fold((0.0, 0.0), |all, it| (all.0 + 1.0, all.1 + it));
    sum / n
}

/// Interviews that somebody held.
struct Field {
    interviews: Vec<Interview>,
    who: Groups,
    typical: f64,
}

struct Interview {
    /// Place among the judged.
    at: usize,
    row: usize,
    place: usize,
    who: usize,
}

impl Field {
    fn of(frame: &Frame, screened: &Screened, level: Option<&str>) -> Result<Field, String> {
        let data = frame.data;
        let who = data.groups(&Var::Interviewer)?;
        let areas = match level {
            Some(level) => data.groups(&Var::Area(level.to_owned()))?,
            None => Groups::none(data.len()),
        };
        let judged = screened.judged.iter().enumerate();
        let interviews: Vec<Interview> = judged
            .filter_map(|(at, it)| {
                Some(Interview {
                    at,
                    row: it.row,
                    place: areas.get(it.row).unwrap_or(areas.len()),
                    who: who.get(it.row)?,
                })
            })
            .collect();
        let mut counts = vec![0.0; who.len()];
        interviews.iter().for_each(|it| counts[it.who] += 1.0);
        let squares: f64 = counts.iter().map(|it| it * it).sum();
        Ok(Field {
            typical: squares / interviews.len().max(1) as f64,
            interviews,
            who,
        })
    }

    /// By row of the data set; what is not a number is left out.
    fn effect(&self, name: &str, label: &Text, values: &[f64], level: f64) -> Option<Effect> {
        let values: Vec<(f64, usize, usize)> = self
            .interviews
            .iter()
            .map(|it| (values[it.row], it.place, it.who))
            .filter(|it| !it.0.is_nan())
            .collect();
        let found = Nested::of(&values).filter(|it| it.within > 0.0 && it.size > 1.0)?;
        let (low, high) = found.interval(level);
        Some(Effect {
            name: name.to_owned(),
            label: label.clone(),
            icc: found.icc(),
            bounds: Interval { low, high },
            deff: (1.0 + (self.typical - 1.0) * found.icc()).max(1.0),
            p: found.f().1,
            n: values.len() as u64,
        })
    }

    fn people(&self, frame: &Frame, screened: &Screened, scores: &[f64]) -> Vec<Interviewer> {
        let values = self.values(frame, screened, scores);
        let mut people: Vec<Interviewer> = Vec::new();
        for (number, group) in self.who.groups.iter().enumerate() {
            let n = self.interviews.iter().filter(|it| it.who == number);
            let n = n.count() as u64;
            if n > 0 {
                people.push(Interviewer {
                    code: group.key.clone(),
                    n,
                    aspects: std::array::from_fn(|at| self.beside(number, &values[at])),
                });
            }
        }
        let all = || people.iter().flat_map(|it| it.aspects).flatten();
        let p: Vec<f64> = all().map(|it| it.p).collect();
        let mut adjusted = adjust(&p, Adjust::Holm).into_iter();
        for it in people.iter_mut().flat_map(|it| &mut it.aspects).flatten() {
            it.p = adjusted.next().unwrap_or(1.0);
        }
        for it in &mut people {
            let minutes = &mut it.aspects[Aspect::Minutes as usize];
            if let Some(it) = minutes {
                (it.own, it.others) = (libm::exp(it.own), libm::exp(it.others));
            }
        }
        people
    }

    /// What is compared, for every interview in the order of [`Aspect::ALL`].
    fn values(&self, frame: &Frame, screened: &Screened, scores: &[f64]) -> [Vec<f64>; 4] {
        let columns: Vec<usize> = asked(frame).collect();
        let silent = |row: usize| {
            let mut base = Base::default();
            for at in &columns {
                base.count(frame.data.column(*at).missing(row));
            }
            let asked = base.rows - base.of(Missing::NotAsked);
            let open = asked - base.valid - base.of(Missing::NotApplicable);
            open as f64 / asked as f64
        };
        let minutes = |row: usize| {
            let minutes = frame.data.minutes(row);
            if minutes > 0.0 {
                libm::log(minutes)
            } else {
                f64::NAN
            }
        };
        let of = |aspect: Aspect, it: &Interview| match aspect {
            Aspect::Signs => f64::from(u8::from(screened.judged[it.at].count() > 0)),
            Aspect::Missing => silent(it.row),
            Aspect::Minutes => minutes(it.row),
            Aspect::Score => scores[it.row],
        };
        Aspect::ALL.map(|aspect| self.interviews.iter().map(|it| of(aspect, it)).collect())
    }

    fn beside(&self, number: usize, values: &[f64]) -> Option<Beside> {
        let pairs = self.interviews.iter().zip(values);
        let values: Vec<(f64, usize, bool)> = pairs
            .filter(|it| !it.1.is_nan())
            .map(|(it, value)| (*value, it.place, it.who == number))
            .collect();
        let found = Exchange::of(&values)?;
        Some(Beside {
            own: found.own,
            others: found.others,
            p: found.p,
        })
    }
}
