//! Texts that look like dates and times. Nothing here moves a date by a time zone.

use crate::base::{Date, DateTime, Time};

const DAY: f64 = 86_400_000.0;

/// A date, a date with a time, or a time of day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moment {
    pub(super) date: Option<Date>,
    pub(super) time: Option<Time>,
    /// Minutes east of UTC.
    pub(super) offset: Option<i16>,
}

impl Moment {
    /// ISO 8601: `2026-11-22`, `2026-11-22T09:30[:15[.123]][Z|+08:00]`, `09:30[…]`.
    pub(super) fn read(text: &str) -> Option<Moment> {
        let text = text.trim();
        if let Ok(date) = text.parse() {
            return Some(Moment::of_date(date));
        }
        let (date, clock) = match text.split_once('T') {
            Some((date, clock)) => (Some(date.parse().ok()?), clock),
            None => (None, text),
        };
        let (clock, offset) = zone(clock)?;
        Some(Moment {
            date,
            time: Some(clock_time(clock)?),
            offset,
        })
    }

    pub(super) fn of_date(date: Date) -> Moment {
        Moment {
            date: Some(date),
            time: None,
            offset: None,
        }
    }

    #[cfg(feature = "rare-functions")]
    pub(super) fn of_datetime(it: DateTime) -> Moment {
        Moment {
            date: Some(it.date),
            time: Some(it.time),
            offset: Some(it.offset),
        }
    }

    /// Days since 1970-01-01 on the clock it was written by.
    fn wall_days(self) -> f64 {
        let days = self.date.map_or(0, Date::days) as f64;
        days + self.time.map_or(0.0, |it| f64::from(it.millis()) / DAY)
    }

    /// Days since 1970-01-01: in UTC where there is an offset, else by the clock it was written
    /// by. NaN for a time without a date.
    pub(super) fn days(self) -> f64 {
        match (self.date, self.time, self.offset) {
            (None, ..) => f64::NAN,
            (Some(date), Some(time), Some(offset)) => {
                DateTime { date, time, offset }.unix_millis() as f64 / DAY
            }
            (Some(_), ..) => self.wall_days(),
        }
    }

    /// Both as numbers that can be compared and subtracted: as instants if both have an offset,
    /// else by the clocks they were written by. None if only one has a date.
    pub(super) fn pair(left: Moment, right: Moment) -> Option<(f64, f64)> {
        if left.date.is_some() != right.date.is_some() {
            return None;
        }
        let instants = left.date.is_some() && left.offset.is_some() && right.offset.is_some();
        Some(if instants {
            (left.days(), right.days())
        } else {
            (left.wall_days(), right.wall_days())
        })
    }
}

/// A clock reading and its offset: `09:30+08:00`, `09:30Z`, `09:30`.
fn zone(text: &str) -> Option<(&str, Option<i16>)> {
    if let Some(clock) = text.strip_suffix('Z') {
        return Some((clock, Some(0)));
    }
    let Some(at) = text.rfind(['+', '-']) else {
        return Some((text, None));
    };
    let (clock, zone) = text.split_at(at);
    let (sign, zone) = zone.split_at(1);
    let minutes = match zone.len() {
        2 => number(zone)? * 60,
        4 => number(zone.get(..2)?)? * 60 + number(zone.get(2..)?)?,
        5 => number(zone.get(..2)?)? * 60 + number(zone.get(2..)?.strip_prefix(':')?)?,
        _ => return None,
    };
    let minutes = if sign == "-" { -minutes } else { minutes };
    (minutes.abs() <= 18 * 60).then_some((clock, Some(minutes)))
}

fn number(text: &str) -> Option<i16> {
    text.bytes()
        .all(|it| it.is_ascii_digit())
        .then(|| text.parse().ok())?
}

/// As [`Time`] reads it, with any number of decimals.
fn clock_time(text: &str) -> Option<Time> {
    let Some((whole, decimals)) = text.split_once('.') else {
        return text.parse().ok();
    };
    if decimals.is_empty() || !decimals.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let millis: String = decimals.chars().chain("000".chars()).take(3).collect();
    format!("{whole}.{millis}").parse().ok()
}
