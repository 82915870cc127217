//! Field work: who asks, and when.

use super::{Options, Site};
use crate::base::{Date, Seed};
use crate::questionnaire::Mode;

/// Interviewers in each street.
const N_INTERVIEWERS: usize = 5;

/// One of the interviewers who work around the site, by a code that says where.
pub(super) fn interviewer(site: &Site, seed: &mut Seed) -> String {
    let street = site.around.get(1).or(site.around.first());
    let number = seed.below(N_INTERVIEWERS) + 1;
    let street = street.map_or("", String::as_str);
    format!("{street}-i{number}")
}

/// A moment of the field work, in Unix milliseconds: weekends count for more, and on working days
/// people are at home in the evening. Those who fill it in themselves do so at any waking hour.
pub(super) fn begin(options: &Options, mode: Mode, seed: &mut Seed) -> i64 {
    let first = options.first_day.days();
    let days: Vec<i64> = (0..i64::from(options.n_days.max(1)))
        .map(|it| first + it)
        .collect();
    let is_weekend = |day: i64| Date::from_days(day).is_some_and(|it| it.weekday() >= 5);
    let shares: Vec<f64> = days
        .iter()
        .map(|it| if is_weekend(*it) { 2.6 } else { 1.0 })
        .collect();
    let day = days[super::person::pick(&shares, seed)];
    let interviewed = mode == Mode::Interviewer;
    let (from, to) = match (interviewed, is_weekend(day)) {
        (true, true) => (9.0, 20.0),
        (true, false) => (17.5, 20.75),
        (false, _) => (7.5, 22.5),
    };
    let hour = from + (to - from) * seed.unit();
    day * 86_400_000 + (hour * 3_600_000.0) as i64 - i64::from(options.offset) * 60_000
}
