//! The moment and the zone that a line gives.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use serde_json::Value;
use survey_core::base::DateTime;

/// The moment of asking: `now`, else midnight of `today`, else the clock, in the zone `tz`.
///
/// # Errors
/// What is no moment, day or zone.
pub(super) fn moment(line: &Value) -> Result<DateTime, String> {
    let word = |key: &str| line.get(key).and_then(Value::as_str);
    let zone = word("tz").map(zone).transpose()?;
    if let Some(now) = word("now") {
        return match (now.parse::<DateTime>(), zone) {
            (Ok(now), None) => Ok(now),
            (Ok(now), Some(zone)) => at(now.unix_millis(), &zone),
            (Err(()), zone) => local(now, &zone.unwrap_or(TimeZone::UTC))
                .ok_or_else(|| format!("found moment `{now}`, expected ISO 8601")),
        };
    }
    let zone = zone.unwrap_or(TimeZone::UTC);
    match word("today") {
        Some(today) => local(&format!("{today}T00:00:00"), &zone)
            .ok_or_else(|| format!("found today `{today}`, expected a date such as 2026-11-22")),
        None => at(Timestamp::now().as_millisecond(), &zone),
    }
}

/// What the clocks of the zone show at an instant.
fn at(millis: i64, zone: &TimeZone) -> Result<DateTime, String> {
    let instant = Timestamp::from_millisecond(millis).ok();
    let offset = instant.map(|it| zone.to_offset(it).seconds() / 60);
    offset
        .and_then(|it| DateTime::from_unix_millis(millis, it as i16))
        .ok_or_else(|| "the moment is out of range".to_owned())
}

/// The moment at which the clocks of the zone show `text`.
fn local(text: &str, zone: &TimeZone) -> Option<DateTime> {
    let clock: jiff::civil::DateTime = text.parse().ok()?;
    let instant = zone.to_timestamp(clock).ok()?;
    at(instant.as_millisecond(), zone).ok()
}

/// A name such as `Asia/Shanghai`, or an offset such as `+08:00`.
fn zone(name: &str) -> Result<TimeZone, String> {
    if name == "Z" {
        return Ok(TimeZone::UTC);
    }
    let offset = format!("1970-01-01T00:00:00{name}").parse::<DateTime>();
    if let Ok(it) = offset {
        let seconds = Offset::from_seconds(i32::from(it.offset) * 60);
        return seconds.map(TimeZone::fixed).map_err(|it| it.to_string());
    }
    let expected = "expected a name such as `Asia/Shanghai` or an offset such as `+08:00`";
    TimeZone::get(name).map_err(|_| format!("there is no time zone `{name}`, {expected}"))
}
