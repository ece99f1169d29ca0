//! UTCTime and GeneralizedTime (RFC 5280 §4.1.2.5).

use crate::defect::{Defect, DefectKind, TimeDefect};
use crate::der::{self, Element};
use crate::span::ByteRange;
use crate::time::{CivilTime, Timestamp};

/// A time as it is written, and the instant it means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Time {
    /// How it is encoded; `None` if the element is neither.
    pub encoding: Option<TimeEncoding>,
    /// Its characters.
    pub text: String,
    /// The instant, where one can be made out; fractions are dropped.
    pub instant: Option<Timestamp>,
    /// Where it stands.
    pub range: ByteRange,
}

/// The two types of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeEncoding {
    /// UTCTime: two digits of the year; 50 to 99 mean 1950 to 1999.
    Utc,
    /// GeneralizedTime: four digits of the year.
    Generalized,
}

impl TimeEncoding {
    /// The name ASN.1 gives it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utc => "UTCTime",
            Self::Generalized => "GeneralizedTime",
        }
    }
}

/// The time in `element`, which may be of any type.
pub(crate) fn read(whole: &[u8], element: Element, defects: &mut Vec<Defect>) -> Time {
    let octets = element.content.of(whole);
    let encoding = match element.tag {
        der::tag::UTC_TIME => Some(TimeEncoding::Utc),
        der::tag::GENERALIZED_TIME => Some(TimeEncoding::Generalized),
        _ => None,
    };
    let mut note = |defect| defects.push(Defect::new(DefectKind::Time(defect), element.range));
    let instant = encoding.and_then(|encoding| instant(octets, encoding, &mut note));
    if instant.is_none() && encoding.is_none() {
        note(TimeDefect::Malformed);
    }
    let text = String::from_utf8_lossy(octets).into_owned();
    Time { encoding, text, instant, range: element.range }
}

fn instant(octets: &[u8], encoding: TimeEncoding, note: &mut impl FnMut(TimeDefect)) -> Option<Timestamp> {
    let digits = octets.iter().take_while(|octet| octet.is_ascii_digit()).count();
    let year_digits = match encoding {
        TimeEncoding::Utc => 2,
        TimeEncoding::Generalized => 4,
    };
    let (civil, rest) = octets.split_at_checked(digits)?;
    let (year, fields) = civil.split_at_checked(year_digits).unwrap_or_default();
    let pairs: Vec<i64> = fields.chunks(2).map(number).collect();
    let (month, day, hour, minute, second) = match pairs.as_slice() {
        [month, day, hour, minute, second] if fields.len() == 10 => (*month, *day, *hour, *minute, *second),
        [month, day, hour, minute] if fields.len() == 8 => {
            note(TimeDefect::NoSeconds);
            (*month, *day, *hour, *minute, 0)
        }
        _ => {
            note(TimeDefect::Malformed);
            return None;
        }
    };
    let year = match (encoding, number(year)) {
        (TimeEncoding::Utc, year @ 50..) => 1900 + year,
        (TimeEncoding::Utc, year) => 2000 + year,
        (TimeEncoding::Generalized, year) => year,
    };
    let time = CivilTime { year, month, day, hour, minute, second };
    if !time.is_valid() {
        note(TimeDefect::Impossible);
        return None;
    }
    Some(Timestamp(time.timestamp().0 - zone(rest, note)?))
}

/// Seconds to take off for what follows the digits.
fn zone(rest: &[u8], note: &mut impl FnMut(TimeDefect)) -> Option<i64> {
    let rest = match rest {
        [b'.' | b',', fraction @ ..] => {
            note(TimeDefect::Fraction);
            let digits = fraction.iter().take_while(|octet| octet.is_ascii_digit()).count();
            fraction.get(digits..).unwrap_or_default()
        }
        rest => rest,
    };
    match rest {
        b"Z" => Some(0),
        [] => {
            note(TimeDefect::NoZone);
            Some(0)
        }
        [sign @ (b'+' | b'-'), offset @ ..] if offset.len() == 4 && offset.iter().all(u8::is_ascii_digit) => {
            note(TimeDefect::Offset);
            let offset = number(offset);
            let seconds = offset / 100 * 3600 + offset % 100 * 60;
            Some(if *sign == b'-' { -seconds } else { seconds })
        }
        _ => {
            note(TimeDefect::Malformed);
            None
        }
    }
}

/// The value of at most four ASCII digits.
fn number(digits: &[u8]) -> i64 {
    digits.iter().fold(0, |value, digit| value * 10 + i64::from(digit.wrapping_sub(b'0')))
}
