//! Bytes as programming languages write them: lists of numbers, and strings with escapes.

use super::Octets;
use super::notation::escape;
use crate::source::bare::Bare;
use crate::source::map::SourceMap;

/// Everything between `start` and `end` that is written so and recognised.
pub(super) fn find(text: &[u8], start: usize, end: usize, map: &SourceMap, found: &mut Vec<Bare>) {
    let mut at = start;
    let is_opening = |byte: &u8| matches!(byte, b'[' | b'{' | b'\\');
    while let Some(next) = text.get(at..end).and_then(|rest| rest.iter().position(is_opening)) {
        let opening = at + next;
        at = opening + 1;
        let bare = if text.get(opening) == Some(&b'\\') {
            let Some(first) = first_escape(text, start, opening) else { continue };
            let (bare, read) = escaped(text, first, end, map);
            at = at.max(read);
            bare
        } else {
            decimal(text, at, end, map)
        };
        if let Some(bare) = bare {
            at = at.max(bare.range.end);
            found.push(bare);
        }
    }
}

/// Where a SEQUENCE begins whose first escape is at `at`: `0\x82`, `\x30\x82`, `\060\202`.
fn first_escape(text: &[u8], start: usize, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let before = || at.checked_sub(1).filter(|before| *before >= start);
    let is_sequence = [b"\\x30".as_slice(), b"\\060", b"\\60"].iter().any(|first| rest.starts_with(first));
    let is_length = [b"\\x8".as_slice(), b"\\20"].iter().any(|first| rest.starts_with(first));
    match () {
        () if is_sequence => Some(at),
        () if is_length => before().filter(|before| text.get(*before) == Some(&b'0')),
        () => None,
    }
}

/// A string as C, Go, Python, Ruby or a shell has it, and where it ends: `b'0\x82\x01\xe2'`. Strings that follow one another are one.
fn escaped(text: &[u8], start: usize, end: usize, map: &SourceMap) -> (Option<Bare>, usize) {
    let quote = start.checked_sub(1).and_then(|before| text.get(before)).filter(|byte| is_quote(**byte));
    let mut octets = Octets::default();
    let mut at = start;
    while let Some(first) = text.get(..end).and_then(|text| text.get(at)) {
        if Some(first) == quote {
            match next_string(text.get(at + 1..end).unwrap_or_default(), *first) {
                Some(gap) => at += 1 + gap,
                None => break,
            }
            continue;
        }
        let Some((byte, len)) = character(text.get(at..end).unwrap_or_default()) else { break };
        octets.push(byte, at..at + len);
        at += len;
    }
    (octets.finish(start, map), at)
}

const fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'')
}

/// How far it is behind a closing quotation mark to what the next string begins with, if nothing else stands between them.
fn next_string(rest: &[u8], quote: u8) -> Option<usize> {
    /// An indented line of a program, and what joins it to the one before.
    const FARTHEST: usize = 80;
    let at = rest.iter().take(FARTHEST).position(|byte| *byte == quote)?;
    let between = rest.get(..at)?;
    let joins = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'+' | b'\\' | b'b' | b'.' | b'&');
    between.iter().all(joins).then_some(at + 1)
}

/// One byte of a string and how much of it stands for it; `None` at its end.
fn character(rest: &[u8]) -> Option<(u8, usize)> {
    let [b'\\', escaped, ..] = rest else {
        return rest.first().copied().filter(|byte| matches!(byte, b' '..=b'~')).map(|byte| (byte, 1));
    };
    let number = |from: usize, most: usize, radix: u32| {
        let digits = rest.iter().skip(from).take(most).map_while(|byte| char::from(*byte).to_digit(radix));
        let (value, len) = digits.fold((0, 0), |(value, len), digit| (value * radix + digit, len + 1));
        let byte = u8::try_from(value).ok().filter(|_| len > 0)?;
        Some((byte, from + len))
    };
    match escaped {
        b'x' => number(2, 2, 16),
        b'0'..=b'7' => number(1, 3, 8),
        letter => escape(*letter).map(|byte| (byte, 2)),
    }
}

/// `[48, 130, 1, 226, …]`, `{48, -126, …}`, `[48 130 1 226 …]`: bytes as Go, Java, Node.js and JSON have them.
fn decimal(text: &[u8], start: usize, end: usize, map: &SourceMap) -> Option<Bare> {
    let mut octets = Octets::default();
    let mut at = start;
    loop {
        let rest = text.get(at..end)?;
        let blanks = rest.iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b',').count();
        let number = rest.get(blanks..)?;
        let sign = usize::from(number.first() == Some(&b'-'));
        let len = sign + number.iter().skip(sign).take(4).take_while(|byte| byte.is_ascii_digit()).count();
        let value =
            core::str::from_utf8(number.get(..len)?).ok().and_then(|digits| digits.parse::<i16>().ok());
        let byte = value.and_then(|value| {
            u8::try_from(value).ok().or_else(|| i8::try_from(value).ok().map(i8::cast_unsigned))
        });
        let Some(byte) = byte else { break };
        // Nothing that is looked for begins with anything but a SEQUENCE or the armour of PEM.
        if octets.bytes.is_empty() && !matches!(byte, 0x30 | b'-') {
            return None;
        }
        octets.push(byte, at + blanks..at + blanks + len);
        at += blanks + len;
    }
    octets.finish(start, map)
}
