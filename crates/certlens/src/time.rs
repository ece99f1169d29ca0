//! Instants and civil dates. There is no "now" here: the validation time is always given.

use core::fmt;
use core::str::FromStr;

/// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted; may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub i64);

/// A date and time of day in UTC, years 0 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilTime {
    /// Year of the proleptic Gregorian calendar.
    pub year: i64,
    /// Month, 1 to 12.
    pub month: i64,
    /// Day of the month, from 1.
    pub day: i64,
    /// Hour, 0 to 23.
    pub hour: i64,
    /// Minute, 0 to 59.
    pub minute: i64,
    /// Second, 0 to 59.
    pub second: i64,
}

/// Seconds in a day.
pub const DAY: i64 = 86_400;

impl CivilTime {
    /// True if the month has that day and the clock that time.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        self.month >= 1
            && self.month <= 12
            && self.day >= 1
            && self.day <= days_in_month(self.year, self.month)
            && self.hour >= 0
            && self.hour <= 23
            && self.minute >= 0
            && self.minute <= 59
            && self.second >= 0
            && self.second <= 59
    }

    /// The instant; days and seconds beyond their month or minute carry over.
    #[must_use]
    pub const fn timestamp(&self) -> Timestamp {
        let days = days_before(self.year, self.month) + self.day - 1;
        Timestamp(days * DAY + self.hour * 3600 + self.minute * 60 + self.second)
    }
}

impl Timestamp {
    /// The date and time of day in UTC.
    #[must_use]
    pub const fn civil(self) -> CivilTime {
        let days = self.0.div_euclid(DAY);
        let seconds = self.0.rem_euclid(DAY);
        // Days are counted from 0000-03-01, so that the leap day ends a year.
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
        CivilTime {
            year,
            month,
            day: day_of_year - (153 * shifted_month + 2) / 5 + 1,
            hour: seconds / 3600,
            minute: seconds / 60 % 60,
            second: seconds % 60,
        }
    }

    /// The distance to `other` in the largest whole unit: "41 days", "3 hours", "1 second".
    #[must_use]
    pub fn distance(self, other: Self) -> String {
        let seconds = self.0.abs_diff(other.0);
        let (count, unit) = match seconds {
            0..60 => (seconds, "second"),
            60..3600 => (seconds / 60, "minute"),
            3600..172_800 => (seconds / 3600, "hour"),
            _ => (seconds / 86_400, "day"),
        };
        if count == 1 { format!("{count} {unit}") } else { format!("{count} {unit}s") }
    }
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to the first of the month.
const fn days_before(year: i64, month: i64) -> i64 {
    let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + (153 * month + 2) / 5;
    era * 146_097 + day_of_era - 719_468
}

/// `2026-11-24T02:17:55Z`
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CivilTime { year, month, day, hour, minute, second } = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// Why a text is not a point in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseTimestampError(String);

impl fmt::Display for ParseTimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a time as RFC 3339 writes it, such as 2026-11-24T02:17:55Z", self.0)
    }
}

impl core::error::Error for ParseTimestampError {}

/// RFC 3339 §5.6 with `Z` or an offset; a bare date is midnight UTC. Fractions of a second are dropped.
impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text.trim()).ok_or_else(|| ParseTimestampError(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Timestamp> {
    let (date, time) = match text.split_once(['T', 't', ' ']) {
        Some((date, time)) => (date, time),
        None => (text, "00:00:00Z"),
    };
    let mut date = date.splitn(3, '-').map(digits);
    let zone = time.find(['Z', 'z', '+', '-'])?;
    let (clock, zone) = time.split_at_checked(zone)?;
    let mut clock = clock.split('.').next()?.splitn(3, ':').map(digits);
    let civil = CivilTime {
        year: date.next()??,
        month: date.next()??,
        day: date.next()??,
        hour: clock.next()??,
        minute: clock.next()??,
        second: clock.next()??,
    };
    let offset = match zone.strip_prefix(['+', '-']) {
        Some(offset) => {
            let (hours, minutes) = offset.split_once(':')?;
            let seconds = digits(hours)? * 3600 + digits(minutes)? * 60;
            if zone.starts_with('-') { -seconds } else { seconds }
        }
        None if zone.eq_ignore_ascii_case("z") => 0,
        None => return None,
    };
    civil.is_valid().then(|| Timestamp(civil.timestamp().0 - offset))
}

fn digits(text: &str) -> Option<i64> {
    let plain = !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn civil_and_back() {
        const CASES: &[(&str, i64)] = &[
            ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59Z", -1),
            ("2000-02-29T12:00:00Z", 951_825_600),
            ("2038-01-19T03:14:08Z", 2_147_483_648),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
            ("0000-01-01T00:00:00Z", -62_167_219_200),
        ];
        for (text, seconds) in CASES {
            assert_eq!(text.parse(), Ok(Timestamp(*seconds)), "{text}");
            assert_eq!(Timestamp(*seconds).to_string(), *text);
        }
    }

    #[test]
    fn other_spellings() {
        const CASES: &[(&str, Option<i64>)] = &[
            ("1970-01-01", Some(0)),
            ("1970-01-01t01:00:00+01:00", Some(0)),
            ("1970-01-01 00:00:00.999-00:01", Some(60)),
            ("1970-02-30T00:00:00Z", None),
            ("1970-01-01T00:00:00", None),
            ("now", None),
            ("", None),
        ];
        for (text, seconds) in CASES {
            assert_eq!(text.parse().ok(), seconds.map(Timestamp), "{text}");
        }
    }
}
