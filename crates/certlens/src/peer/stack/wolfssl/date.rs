//! wolfSSL's dates (`asn.c`): they are compared field by field, whatever the fields hold (recorded: date-invalid-server).

use crate::der::time::{Time, TimeEncoding};
use crate::time::{CivilTime, Timestamp};

/// `MIN_DATE_SIZE` and `MAX_DATE_SIZE`, of either type of time: `GetDateInfo` reads no other (recorded: utctime-no-seconds-client).
pub(super) fn is_sized(time: &Time) -> bool {
    time.encoding.is_some() && (12..=32).contains(&time.text.len())
}

/// `wc_ValidateDate` of notBefore.
pub(super) fn has_begun(start: &Time, now: Timestamp) -> bool {
    fields(start, now).is_some_and(|(start, now)| now >= start)
}

/// `wc_ValidateDate` of notAfter.
pub(super) fn has_not_ended(end: &Time, now: Timestamp) -> bool {
    fields(end, now).is_some_and(|(end, now)| now <= end)
}

/// `ExtractDate`: the fields of `time`, and those of now where `time` is; `None` where seconds or the zone are missing or there is
/// a fraction (recorded: gentime-fraction-server, utctime-offset-server).
fn fields(time: &Time, now: Timestamp) -> Option<(CivilTime, CivilTime)> {
    let (century, rest) = match time.encoding? {
        TimeEncoding::Utc => {
            (if time.text.as_bytes().first()? >= &b'5' { 19 } else { 20 }, time.text.as_str())
        }
        TimeEncoding::Generalized => (number(&time.text, 0)?, time.text.get(2..)?),
    };
    let civil = CivilTime {
        year: century * 100 + number(rest, 0)?,
        month: number(rest, 2)?,
        day: number(rest, 4)?,
        hour: number(rest, 6)?,
        minute: number(rest, 8)?,
        second: number(rest, 10)?,
    };
    let sign = match rest.as_bytes().get(12)? {
        b'Z' => return Some((civil, now.civil())),
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let minutes = number(rest, 13)? * 60 + number(rest, 15)?;
    Some((civil, Timestamp(now.0 - sign * minutes * 60).civil()))
}

/// `GetTime`: two digits.
fn number(text: &str, at: usize) -> Option<i64> {
    let digits = text.get(at..at + 2)?;
    digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_compared_as_they_stand() {
        let now: Timestamp = "2026-11-24T12:00:00Z".parse().expect("a time");
        let cases = [
            (TimeEncoding::Utc, "260101000000Z", true, false),
            (TimeEncoding::Utc, "261324000000Z", false, true),
            (TimeEncoding::Utc, "261124120000Z", true, true),
            (TimeEncoding::Utc, "261124120000+0100", false, true),
            (TimeEncoding::Utc, "491231235959Z", false, true),
            (TimeEncoding::Utc, "500101000000Z", true, false),
            (TimeEncoding::Generalized, "20261124120000Z", true, true),
            (TimeEncoding::Generalized, "20360101000000.5Z", false, false),
            (TimeEncoding::Utc, "360101000000", false, false),
            (TimeEncoding::Utc, "3601010000Z", false, false),
        ];
        for (encoding, text, begun, not_ended) in cases {
            let time = Time { encoding: Some(encoding), text: text.to_owned(), ..Time::default() };
            assert_eq!((has_begun(&time, now), has_not_ended(&time, now)), (begun, not_ended), "{text}");
        }
    }
}
