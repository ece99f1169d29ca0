//! Times as Java reads them (`DerValue.getUTCTime`, `getGeneralizedTime`, `getTimeInternal`): the 30th of February is the 2nd of
//! March, seconds may be missing, and an offset stand in place of `Z`. Recorded: date-invalid-server, utctime-offset-server,
//! utctime-no-seconds-server, gentime-fraction-server.

use crate::der::time::{Time, TimeEncoding};
use crate::peer::cause::Cause;
use crate::peer::stack::java::thrown::{CERTIFICATE_PARSING, IO, Thrown};
use crate::time::{CivilTime, Timestamp};

/// The instant of a time.
pub(super) fn instant(time: &Time) -> Result<Timestamp, Thrown> {
    let read = match time.encoding {
        Some(TimeEncoding::Utc) if !(11..=17).contains(&time.text.len()) => {
            Err("DER UTC Time length error".to_owned())
        }
        Some(TimeEncoding::Generalized) if time.text.len() < 13 => {
            Err("DER Generalized Time length error".to_owned())
        }
        Some(encoding) => {
            let kind = if encoding == TimeEncoding::Utc { "UTC" } else { "Generalized" };
            parse(time.text.as_bytes(), encoding).map_err(|why| format!("Parse {kind} time, {why}"))
        }
        None => Err("Invalid encoding for CertificateValidity".to_owned()),
    };
    read.map_err(|why| Thrown::new(Cause::ValidityFormat, IO, why).within(CERTIFICATE_PARSING, ""))
}

const INVALID_FORMAT: &str = "invalid format";
const INVALID_OFFSET: &str = "invalid offset";

fn parse(text: &[u8], encoding: TimeEncoding) -> Result<Timestamp, &'static str> {
    let mut rest = text;
    let year = match encoding {
        TimeEncoding::Generalized => pair(&mut rest)? * 100 + pair(&mut rest)?,
        TimeEncoding::Utc => match pair(&mut rest)? {
            year @ 0..50 => 2000 + year,
            year => 1900 + year,
        },
    };
    let (month, day) = (pair(&mut rest)?, pair(&mut rest)?);
    let (hour, minute) = (pair(&mut rest)?, pair(&mut rest)?);
    let mut second = 0;
    if rest.len() > 2 {
        second = pair(&mut rest)?;
        if encoding == TimeEncoding::Generalized {
            skip_fraction(&mut rest)?;
        }
    }
    let is_possible = (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..60).contains(&second);
    if !is_possible {
        return Err(INVALID_FORMAT);
    }
    let civil = CivilTime { year, month, day, hour, minute, second };
    Ok(Timestamp(civil.timestamp().0 - offset(rest)?))
}

/// Two digits.
fn pair(rest: &mut &[u8]) -> Result<i64, &'static str> {
    match rest {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9', after @ ..] => {
            *rest = after;
            Ok(i64::from(tens - b'0') * 10 + i64::from(ones - b'0'))
        }
        _ => Err(INVALID_FORMAT),
    }
}

/// Digits after a point or comma.
fn skip_fraction(rest: &mut &[u8]) -> Result<(), &'static str> {
    let [b'.' | b',', after @ ..] = *rest else { return Ok(()) };
    let end = after.iter().position(|octet| matches!(octet, b'Z' | b'+' | b'-'));
    let (digits, after) = after.split_at_checked(end.unwrap_or(after.len())).unwrap_or_default();
    if !digits.iter().all(u8::is_ascii_digit) {
        return Err(INVALID_FORMAT);
    }
    match (digits, after) {
        ([], _) => Err("empty fractional part"),
        (_, []) => Err("invalid fractional part"),
        _ => {
            *rest = after;
            Ok(())
        }
    }
}

/// The seconds that a time at the end of whose text this stands is ahead of UTC.
fn offset(text: &[u8]) -> Result<i64, &'static str> {
    if !matches!(text.len(), 1 | 5) {
        return Err(INVALID_OFFSET);
    }
    let (sign, out_of_range, mut rest) = match text {
        [b'Z'] => return Ok(0),
        [b'Z', ..] => return Err(INVALID_FORMAT),
        [b'+', rest @ ..] => (1, "+hhmm", rest),
        [b'-', rest @ ..] => (-1, "-hhmm", rest),
        _ => return Err("garbage offset"),
    };
    if rest.is_empty() {
        return Err(INVALID_OFFSET);
    }
    let (hours, minutes) = (pair(&mut rest)?, pair(&mut rest)?);
    if hours >= 24 || minutes >= 60 { Err(out_of_range) } else { Ok(sign * (hours * 60 + minutes) * 60) }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::der::time::TimeEncoding::{Generalized, Utc};

    #[test]
    fn what_java_says_of_odd_times() {
        let cases = [
            (Utc, "260101000000", Err("invalid offset")),
            (Utc, "2601010000Z", Ok("2026-01-01T00:00:00Z")),
            (Utc, "260101020000+0200", Ok("2026-01-01T00:00:00Z")),
            (Utc, "260101020000+0260", Err("+hhmm")),
            (Utc, "260101020000X", Err("garbage offset")),
            (Utc, "261301000000Z", Err("invalid format")),
            (Utc, "260230000000Z", Ok("2026-03-02T00:00:00Z")),
            (Utc, "260101240000Z", Err("invalid format")),
            (Generalized, "20260101000000.5Z", Ok("2026-01-01T00:00:00Z")),
            (Generalized, "20260101000000.Z", Err("empty fractional part")),
            (Generalized, "20260101000000.5", Err("invalid fractional part")),
            (Generalized, "20260101000000-0100", Ok("2026-01-01T01:00:00Z")),
        ];
        for (encoding, text, expected) in cases {
            let found = parse(text.as_bytes(), encoding).map(|time| time.to_string());
            assert_eq!(found, expected.map(str::to_owned), "{text}");
        }
    }
}
