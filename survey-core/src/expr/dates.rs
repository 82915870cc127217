//! Functions of dates and times.

use crate::base::{Date, DateTime, Time};

use super::call::Call;
use super::eval::Evaluated;
use super::moment::Moment;
use super::value::{XValue, number_from_text};

const DAY: f64 = 86_400_000.0;
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

impl Call<'_> {
    /// An argument as a date or time: none where blank, an error where it is neither.
    pub(super) fn moment(&self, idx: usize) -> Evaluated<Option<Moment>> {
        let text = self.text(idx)?;
        if text.is_empty() {
            return Ok(None);
        }
        let number = number_from_text(&text);
        let moment = Moment::read(&text).or_else(|| self.moment_at(number));
        match moment {
            Some(moment) => Ok(Some(moment)),
            None => self.refuse(idx, format!("`{text}` is not a date or time")),
        }
    }

    /// Days since 1970-01-01: a whole number is a date, any other an instant.
    fn moment_at(&self, days: f64) -> Option<Moment> {
        if !days.is_finite() {
            return None;
        }
        if days.fract() == 0.0 {
            return Date::from_days(days as i64).map(Moment::of_date);
        }
        // To the millisecond: a fraction of a day is rarely an exact number.
        let millis = (days * DAY).round() as i64;
        DateTime::from_unix_millis(millis, self.eval.world.now().offset).map(Moment::of_datetime)
    }

    /// The same, and it must have a date.
    fn day(&self, idx: usize) -> Evaluated<Option<(Date, Moment)>> {
        match self.moment(idx)? {
            None => Ok(None),
            Some(moment) => match moment.date {
                Some(date) => Ok(Some((date, moment))),
                None => self.refuse(idx, "expected a date, found a time of day".to_owned()),
            },
        }
    }

    pub(super) fn date(&self) -> Evaluated<XValue> {
        let date = self.day(0)?.map(|it| it.0.to_string());
        Ok(date.unwrap_or_default().into())
    }

    pub(super) fn date_time(&self) -> Evaluated<XValue> {
        let Some((date, moment)) = self.day(0)? else {
            return Ok(String::new().into());
        };
        let offset = moment.offset.unwrap_or(self.eval.world.now().offset);
        let time = moment.time.unwrap_or(MIDNIGHT);
        Ok(DateTime { date, time, offset }.to_string().into())
    }

    pub(super) fn decimal_time(&self) -> Evaluated<XValue> {
        let moment = Moment::read(&self.text(0)?);
        let fraction = moment.map(|it| f64::from(it.time.unwrap_or(MIDNIGHT).millis()) / DAY);
        Ok(fraction.unwrap_or(f64::NAN).into())
    }

    /// Both formatting functions: a date has a time (midnight) when a format asks for one.
    pub(super) fn format_date(&self) -> Evaluated<XValue> {
        let Some(moment) = self.moment(0)? else {
            return Ok(String::new().into());
        };
        let format = self.text(1)?;
        let mut out = String::new();
        let mut chars = format.chars();
        while let Some(c) = chars.next() {
            if c != '%' {
                out.push(c);
                continue;
            }
            let code = chars.next().unwrap_or('%');
            match field(moment, code) {
                Some(text) => out.push_str(&text),
                None => {
                    let known = "%Y %y %m %n %b %d %e %a %H %h %M %S %3";
                    return self.refuse(1, format!("expected {known}, found `%{code}`"));
                }
            }
        }
        Ok(out.into())
    }
}

const MIDNIGHT: Time = match Time::from_millis(0) {
    Some(time) => time,
    None => unreachable!(),
};

/// One field of a date or time; none if there is no such field.
fn field(moment: Moment, code: char) -> Option<String> {
    let date = moment.date.or(Date::from_days(0))?;
    let time = moment.time.unwrap_or(MIDNIGHT);
    Some(match code {
        'Y' => padded(date.year() as u32, 4),
        'y' => padded(date.year() as u32 % 100, 2),
        'm' => padded(date.month().into(), 2),
        'n' => date.month().to_string(),
        'b' => MONTHS[usize::from(date.month()) - 1].to_owned(),
        'd' => padded(date.day().into(), 2),
        'e' => date.day().to_string(),
        'a' => DAYS[usize::from(date.weekday())].to_owned(),
        'H' => padded(time.hour().into(), 2),
        'h' => time.hour().to_string(),
        'M' => padded(time.minute().into(), 2),
        'S' => padded(time.second().into(), 2),
        '3' => padded(time.millis() % 1000, 3),
        '%' => "%".to_owned(),
        _ => return None,
    })
}

fn padded(number: u32, width: usize) -> String {
    format!("{number:0width$}")
}
