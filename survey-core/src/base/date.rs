use std::fmt;
use std::str::FromStr;

/// A civil date in the proleptic Gregorian calendar, years 0 to 9999. It has no time zone, so no
/// time zone can move it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// The date, if there is such a day.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Date> {
        let fits = (0..=9999).contains(&year)
            && (1..=12).contains(&month)
            && day >= 1
            && day <= days_in_month(year, month);
        fits.then_some(Date { year, month, day })
    }

    /// The date that many days after 1970-01-01.
    ///
    /// Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
    pub fn from_days(days: i64) -> Option<Date> {
        if !(-800_000..=3_000_000).contains(&days) {
            return None;
        }
        let z = days + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = (doy - (153 * mp + 2) / 5 + 1) as u8;
        let month = if mp < 10 { mp + 3 } else { mp - 9 } as u8;
        let year = (yoe + era * 400 + i64::from(month <= 2)) as i32;
        Date::new(year, month, day)
    }

    /// Days since 1970-01-01 (Hinnant's `days_from_civil`).
    pub fn days(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let yoe = year.rem_euclid(400);
        let month = i64::from(self.month);
        let doy = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5
            + i64::from(self.day)
            - 1;
        era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
    }

    /// 0 to 9999.
    pub fn year(self) -> i32 {
        self.year
    }

    /// 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// 1 to 31.
    pub fn day(self) -> u8 {
        self.day
    }

    /// 0 for Monday to 6 for Sunday.
    pub fn weekday(self) -> u8 {
        (self.days() + 3).rem_euclid(7) as u8
    }
}

fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = ();

    /// `YYYY-MM-DD`, exactly.
    fn from_str(text: &str) -> Result<Date, ()> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(());
        }
        let year = digits(&bytes[..4])? as i32;
        Date::new(
            year,
            digits(&bytes[5..7])? as u8,
            digits(&bytes[8..])? as u8,
        )
        .ok_or(())
    }
}

/// A time of day to the millisecond, without a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time {
    millis: u32,
}

impl Time {
    /// The time, if the clock shows it.
    pub fn new(hour: u8, minute: u8, second: u8) -> Option<Time> {
        let fits = hour < 24 && minute < 60 && second < 60;
        let seconds = u32::from(hour) * 3600 + u32::from(minute) * 60 + u32::from(second);
        fits.then_some(Time {
            millis: seconds * 1000,
        })
    }

    /// The time that many milliseconds after midnight.
    pub const fn from_millis(millis: u32) -> Option<Time> {
        if millis < 86_400_000 {
            Some(Time { millis })
        } else {
            None
        }
    }

    /// Milliseconds since midnight.
    pub fn millis(self) -> u32 {
        self.millis
    }

    /// 0 to 23.
    pub fn hour(self) -> u8 {
        (self.millis / 3_600_000) as u8
    }

    /// 0 to 59.
    pub fn minute(self) -> u8 {
        (self.millis / 60_000 % 60) as u8
    }

    /// 0 to 59.
    pub fn second(self) -> u8 {
        (self.millis / 1000 % 60) as u8
    }
}

impl fmt::Display for Time {
    /// `HH:MM`, with seconds and milliseconds only where there are any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour(), self.minute())?;
        let rest = self.millis % 60_000;
        if rest == 0 {
            return Ok(());
        }
        write!(f, ":{:02}", rest / 1000)?;
        if rest.is_multiple_of(1000) {
            Ok(())
        } else {
            write!(f, ".{:03}", rest % 1000)
        }
    }
}

impl FromStr for Time {
    type Err = ();

    /// `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fff`.
    fn from_str(text: &str) -> Result<Time, ()> {
        let bytes = text.as_bytes();
        let shape = matches!(bytes.len(), 5 | 8 | 12)
            && bytes[2] == b':'
            && (bytes.len() < 8 || bytes[5] == b':')
            && (bytes.len() < 12 || bytes[8] == b'.');
        if !shape {
            return Err(());
        }
        let part = |from: usize| digits(&bytes[from..from + 2]).map(|n| n as u8);
        let second = if bytes.len() >= 8 { part(6)? } else { 0 };
        let fraction = if bytes.len() == 12 {
            digits(&bytes[9..])?
        } else {
            0
        };
        let time = Time::new(part(0)?, part(3)?, second).ok_or(())?;
        Ok(Time {
            millis: time.millis + fraction,
        })
    }
}

/// A moment as a clock on the wall shows it, with the zone's offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateTime {
    /// The day.
    pub date: Date,
    /// The time of day.
    pub time: Time,
    /// Minutes east of UTC.
    pub offset: i16,
}

impl DateTime {
    /// The moment as seen at `offset` minutes east of UTC.
    pub fn from_unix_millis(millis: i64, offset: i16) -> Option<DateTime> {
        let local = millis.checked_add(i64::from(offset) * 60_000)?;
        let date = Date::from_days(local.div_euclid(86_400_000))?;
        let time = Time::from_millis(local.rem_euclid(86_400_000) as u32)?;
        Some(DateTime { date, time, offset })
    }

    /// Milliseconds since 1970-01-01T00:00Z.
    pub fn unix_millis(self) -> i64 {
        self.date.days() * 86_400_000 + i64::from(self.time.millis())
            - i64::from(self.offset) * 60_000
    }
}

impl fmt::Display for DateTime {
    /// `YYYY-MM-DDTHH:MM:SS.fff±HH:MM`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (time, sign) = (self.time, if self.offset < 0 { '-' } else { '+' });
        let (date, zone) = (self.date, self.offset.unsigned_abs());
        write!(
            f,
            "{date}T{:02}:{:02}:{:02}",
            time.hour(),
            time.minute(),
            time.second()
        )?;
        write!(
            f,
            ".{:03}{sign}{:02}:{:02}",
            time.millis() % 1000,
            zone / 60,
            zone % 60
        )
    }
}

impl FromStr for DateTime {
    type Err = ();

    /// ISO 8601 with `T`, and `Z` or an offset.
    fn from_str(text: &str) -> Result<DateTime, ()> {
        let (date, rest) = text.split_once('T').ok_or(())?;
        let (time, offset) = match rest.strip_suffix('Z') {
            Some(time) => (time, 0),
            None => {
                let at = rest.rfind(['+', '-']).ok_or(())?;
                let (time, zone) = rest.split_at(at);
                let zone = zone.as_bytes();
                if zone.len() != 6 || zone[3] != b':' {
                    return Err(());
                }
                let minutes = digits(&zone[1..3])? * 60 + digits(&zone[4..])?;
                if minutes > 18 * 60 {
                    return Err(());
                }
                (
                    time,
                    if zone[0] == b'-' {
                        -(minutes as i16)
                    } else {
                        minutes as i16
                    },
                )
            }
        };
        Ok(DateTime {
            date: date.parse()?,
            time: time.parse()?,
            offset,
        })
    }
}

fn digits(bytes: &[u8]) -> Result<u32, ()> {
    bytes.iter().try_fold(0, |number, byte| match byte {
        b'0'..=b'9' => Ok(number * 10 + u32::from(byte - b'0')),
        _ => Err(()),
    })
}

#[cfg(test)]
mod tests {
    use super::{Date, DateTime, Time};

    #[test]
    fn days_and_dates_agree() {
        for days in (-719_000..2_900_000).step_by(97) {
            let date = Date::from_days(days).expect("in range");
            assert_eq!(date.days(), days);
            assert_eq!(date.to_string().parse(), Ok(date));
        }
        assert_eq!(Date::new(2024, 2, 29).map(Date::days), Some(19_782));
        assert_eq!(Date::new(2023, 2, 29), None);
        assert_eq!("2024-02-30".parse::<Date>(), Err(()));
        assert_eq!(Date::new(2026, 11, 22).map(Date::weekday), Some(6));
    }

    #[test]
    fn moments_round_trip() {
        let text = "2026-11-22T23:04:05.006+08:00";
        let moment: DateTime = text.parse().expect("valid");
        assert_eq!(moment.to_string(), text);
        assert_eq!(
            DateTime::from_unix_millis(moment.unix_millis(), 480),
            Some(moment)
        );
        assert_eq!("24:00".parse::<Time>(), Err(()));
        assert_eq!(
            "09:30".parse::<Time>().map(|it| it.to_string()),
            Ok("09:30".into())
        );
    }
}
