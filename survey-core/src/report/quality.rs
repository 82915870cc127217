//! Signs that a response was given carelessly or copied. Each is a reason to look, never a verdict.

use std::collections::BTreeMap;

use super::Frame;
use crate::dataset::{Column, Var};
use crate::stats::correlation::{covariances, mean, median};
use crate::stats::quality::{Gaps, longstring, mahalanobis, percent_match, person_total};
use crate::stats::special::chi_square_upper;

/// Fewer answers than this say nothing about a pattern.
pub const LEAST_ANSWERS: usize = 10;
/// Responses are compared with at most so many others, since pairs grow with the square.
const MOST_COMPARED: usize = 2000;

/// A sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// Over in a small part of the median time of its mode. The value is that part.
    Fast,
    /// One answer many times in a row in a battery. The value is the longest run.
    Run,
    /// Answers run against everybody else's. The value is the person-total correlation.
    Against,
    /// An unlikely combination of answers. The value is the tail probability of the Mahalanobis
    /// distance, chi-squared with as many degrees of freedom as answers.
    Unlikely,
    /// Nearly the same answers as another response of the same interviewer, or, without one, of
    /// the same community. The value is the share that is the same.
    Match,
}

impl Sign {
    /// Every sign, in the order of lists.
    pub const ALL: [Sign; 5] = [
        Sign::Fast,
        Sign::Run,
        Sign::Against,
        Sign::Unlikely,
        Sign::Match,
    ];

    /// Its place in [`Sign::ALL`].
    pub fn number(self) -> usize {
        self as usize
    }
}

/// From where on a value is a sign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Part of the median time, below which it was fast (Greszki et al. 2015 try 0.5 to 0.7).
    pub fast: f64,
    /// Answers in a row.
    pub run: f64,
    /// Correlation below which answers run against everybody's.
    pub against: f64,
    /// Tail probability below which a combination is unlikely.
    pub unlikely: f64,
    /// Share of the same answers (Kuriakose & Robbins 2016 use 0.85).
    pub matched: f64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            fast: 0.5,
            run: 10.0,
            against: -0.1,
            unlikely: 0.001,
            matched: 0.85,
        }
    }
}

impl Limits {
    /// Whether a value is a sign.
    pub fn hit(&self, sign: Sign, value: f64) -> bool {
        match sign {
            Sign::Fast => value < self.fast,
            Sign::Run => value >= self.run,
            Sign::Against => value < self.against,
            Sign::Unlikely => value < self.unlikely,
            Sign::Match => value >= self.matched,
        }
    }
}

/// What is known of one response; values in the order of [`Sign::ALL`], none where the sign cannot
/// be judged: too few answers, no time, nobody to compare with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judged {
    /// Its row.
    pub row: usize,
    /// The values.
    pub values: [Option<f64>; 5],
    /// Which are signs.
    pub signs: [bool; 5],
    /// The row whose answers are most like it.
    pub twin: Option<usize>,
}

impl Judged {
    /// How many signs it has.
    pub fn count(&self) -> usize {
        self.signs.iter().filter(|it| **it).count()
    }
}

/// Every response of interest, judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Screened {
    /// In the order of rows.
    pub judged: Vec<Judged>,
    /// Responses each sign could be judged of.
    pub assessed: [u64; 5],
    /// Responses with each sign.
    pub flagged: [u64; 5],
    /// Scored questions that patterns are of.
    pub items: usize,
    /// Questions that are compared between responses.
    pub compared: usize,
}

/// Judges every response of interest. `sets` are batteries, questions in the order asked; `level`
/// is that of communities, if there are any.
///
/// # Errors
/// If an item is not there.
pub fn screen(
    frame: &Frame,
    sets: &[Vec<&str>],
    level: Option<&str>,
    limits: &Limits,
) -> Result<Screened, String> {
    let rows: Vec<usize> = frame.rows.iter().collect();
    let mut judged: Vec<Judged> = rows
        .iter()
        .map(|row| Judged {
            row: *row,
            ..Judged::default()
        })
        .collect();
    times(frame, &mut judged)?;
    runs(frame, sets, &mut judged)?;
    let items = patterns(frame, sets, &mut judged)?;
    let compared = matches(frame, level, &mut judged)?;
    let (mut assessed, mut flagged) = ([0; 5], [0; 5]);
    for it in &mut judged {
        for sign in Sign::ALL {
            let at = sign.number();
            assessed[at] += u64::from(it.values[at].is_some());
            it.signs[at] = it.values[at].is_some_and(|value| limits.hit(sign, value));
            flagged[at] += u64::from(it.signs[at]);
        }
    }
    Ok(Screened {
        judged,
        assessed,
        flagged,
        items,
        compared,
    })
}

/// Times against the median of those who answered in the same mode.
fn times(frame: &Frame, judged: &mut [Judged]) -> Result<(), String> {
    let modes = frame.data.groups(&Var::Mode)?;
    let minutes = |it: &Judged| frame.data.minutes(it.row);
    for mode in 0..=modes.len() {
        let of_mode = |it: &Judged| modes.get(it.row).unwrap_or(modes.len()) == mode;
        let times: Vec<f64> = judged
            .iter()
            .filter(|it| of_mode(it) && minutes(it) > 0.0)
            .map(minutes)
            .collect();
        if times.len() < LEAST_ANSWERS {
            continue;
        }
        let middle = median(&times);
        for it in judged.iter_mut().filter(|it| of_mode(it)) {
            let minutes = minutes(it);
            it.values[Sign::Fast.number()] = (minutes > 0.0).then(|| minutes / middle);
        }
    }
    Ok(())
}

fn runs(frame: &Frame, sets: &[Vec<&str>], judged: &mut [Judged]) -> Result<(), String> {
    for set in sets {
        let columns: Result<Vec<usize>, String> =
            set.iter().map(|it| frame.data.expect(it)).collect();
        let columns = columns?;
        for it in judged.iter_mut() {
            let answers: Vec<f64> = columns
                .iter()
                .map(|at| code(frame.data.column(*at), it.row))
                .collect();
            let run = longstring(&answers, Gaps::Removed).map(|it| it as f64);
            let value = &mut it.values[Sign::Run.number()];
            *value = match (*value, run) {
                (Some(a), Some(b)) => Some(a.max(b)),
                (a, b) => a.or(b),
            };
        }
    }
    Ok(())
}

fn code(column: &Column, row: usize) -> f64 {
    match column {
        Column::Codes(codes) => codes.get(row).map_or(f64::NAN, f64::from),
        Column::Ticks(_) | Column::Numbers(_) | Column::Words(_) | Column::Moments(_) => f64::NAN,
    }
}

/// Person-total correlations and distances, over scored questions that at least half answered;
/// gives their number.
fn patterns(frame: &Frame, sets: &[Vec<&str>], judged: &mut [Judged]) -> Result<usize, String> {
    let mut columns: Vec<Vec<f64>> = Vec::new();
    for name in sets.iter().flatten() {
        let all = frame.data.scores(name)?;
        let column: Vec<f64> = judged.iter().map(|it| all[it.row]).collect();
        let valid = column.iter().filter(|it| !it.is_nan()).count();
        let varies = column.iter().any(|it| *it < mean(&column));
        if 2 * valid >= judged.len() && varies {
            columns.push(column);
        }
    }
    let k = columns.len();
    if k < LEAST_ANSWERS || judged.len() < LEAST_ANSWERS {
        return Ok(k);
    }
    let rows: Vec<Vec<f64>> = (0..judged.len())
        .map(|row| columns.iter().map(|it| it[row]).collect())
        .collect();
    let answers = |row: usize| rows[row].iter().filter(|it| !it.is_nan()).count();
    let totals = person_total(&rows);
    let centre: Vec<f64> = columns.iter().map(|it| mean(it)).collect();
    let known = judged.len() >= 5 * k;
    let distances = known
        .then(|| mahalanobis(&rows, &centre, &covariances(&columns)))
        .flatten();
    for (at, it) in judged.iter_mut().enumerate() {
        let n = answers(at);
        if n < LEAST_ANSWERS {
            continue;
        }
        it.values[Sign::Against.number()] = totals[at];
        // A covariance made of pairs may be of no people at all: its distances may be negative.
        let distance = distances.as_ref().map(|it| it[at]);
        it.values[Sign::Unlikely.number()] = distance
            .filter(|it| *it >= 0.0)
            .map(|it| chi_square_upper(it, n as f64));
    }
    Ok(k)
}

/// The likest other response of the same interviewer or community; gives the questions compared.
fn matches(frame: &Frame, level: Option<&str>, judged: &mut [Judged]) -> Result<usize, String> {
    let data = frame.data;
    let columns: Vec<&Column> = (0..data.variables().len())
        .filter(|at| !data.variables()[*at].derived)
        .map(|at| data.column(at))
        .filter(|column| {
            let valid = judged.iter().filter(|it| !code(column, it.row).is_nan());
            2 * valid.count() >= judged.len().max(1)
        })
        .collect();
    let least = (columns.len() / 2).max(LEAST_ANSWERS);
    if columns.len() < LEAST_ANSWERS {
        return Ok(columns.len());
    }
    let interviewers = data.groups(&Var::Interviewer)?;
    let areas = level
        .map(|it| data.groups(&Var::Area(it.to_owned())))
        .transpose()?;
    let mut together: BTreeMap<(Option<usize>, Option<usize>), Vec<usize>> = BTreeMap::new();
    for (at, it) in judged.iter().enumerate() {
        let who = interviewers.get(it.row);
        let place = areas.as_ref().and_then(|areas| areas.get(it.row));
        let place = place.filter(|_| who.is_none());
        together.entry((who, place)).or_default().push(at);
    }
    for members in together.values().filter(|it| it.len() <= MOST_COMPARED) {
        let answers: Vec<Vec<f64>> = members
            .iter()
            .map(|at| columns.iter().map(|it| code(it, judged[*at].row)).collect())
            .collect();
        for (at, found) in members.iter().zip(percent_match(&answers, least)) {
            let Some((share, twin)) = found else { continue };
            judged[*at].values[Sign::Match.number()] = Some(share);
            judged[*at].twin = Some(judged[members[twin]].row);
        }
    }
    Ok(columns.len())
}
