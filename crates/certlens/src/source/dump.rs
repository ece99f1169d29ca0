//! Bytes as programs print them for people: dumps with addresses beside them, and lists of decimal numbers.

use core::ops::Range;

use zeroize::Zeroizing;

use super::bare::{self, Bare, FEWEST};
use super::base64::{Decoded, make_room};
use super::map::{Manner, Runs, SourceMap};
use super::repair::Mended;
use super::shape;
use crate::span::ByteRange;

/// Bytes read from a text, each with its place.
#[derive(Default)]
struct Octets {
    bytes: Zeroizing<Vec<u8>>,
    runs: Runs,
    end: usize,
}

impl Octets {
    fn push(&mut self, byte: u8, at: Range<usize>) {
        make_room(&mut self.bytes, 1);
        self.bytes.push(byte);
        self.end = at.end;
        let manner = if at.len() == 2 { Manner::Times(2) } else { Manner::Whole(at.len()) };
        self.runs.push(1, ByteRange::new(at.start, at.end), manner);
    }

    /// What they are, if that is known by its beginning.
    fn finish(self, start: usize, map: &SourceMap) -> Option<Bare> {
        let shape = shape::recognise(&self.bytes).filter(|_| self.bytes.len() * 2 >= FEWEST)?;
        let map = map.decoded(self.runs.finish(), self.bytes.len());
        let decoded = Decoded { bytes: self.bytes, map };
        Some(Bare { range: start..self.end, decoded, shape, mended: Mended::default(), is_hexadecimal: true })
    }
}

/// Everything between `start` and `end` that is printed so and recognised.
pub(super) fn find(text: &[u8], start: usize, end: usize, map: &SourceMap) -> Vec<Bare> {
    let mut found = Vec::new();
    let mut dump: Vec<Line> = Vec::new();
    for range in bare::lines(text, start, end) {
        match Line::read(text, range) {
            Some(line) => dump.push(line),
            None => found.extend(addressed(text, &core::mem::take(&mut dump), map)),
        }
    }
    found.extend(addressed(text, &dump, map));
    let mut at = start;
    while let Some(opening) =
        text.get(at..end).and_then(|rest| rest.iter().position(|b| matches!(b, b'[' | b'{')))
    {
        at += opening + 1;
        if let Some(bare) = decimal(text, at, end, map) {
            at = bare.range.end;
            found.push(bare);
        }
    }
    found
}

/// One line of a dump: `000001d0: 29e5 03aa  )...`, `000001d0  29 e5 03 aa  |)...|`, `0000720 29 e5 03 aa`.
struct Line {
    start: usize,
    /// What its address is in hexadecimal, and in octal.
    addresses: [Option<usize>; 2],
    /// What follows the address.
    rest: Range<usize>,
}

impl Line {
    fn read(text: &[u8], range: Range<usize>) -> Option<Self> {
        const ADDRESS: core::ops::RangeInclusive<usize> = 5..=16;
        let line = text.get(range.clone())?;
        let blanks = line.len() - line.trim_ascii_start().len();
        let rest = line.get(blanks..)?;
        let len = rest.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        let digits = core::str::from_utf8(rest.get(..len)?).ok().filter(|_| ADDRESS.contains(&len))?;
        let rest = rest.get(len..)?;
        let is_address = matches!(rest.first(), None | Some(b':' | b' ' | b'\t'));
        let colon = usize::from(rest.first() == Some(&b':'));
        let start = range.start + blanks;
        let address = |radix| usize::from_str_radix(digits, radix).ok();
        is_address.then(|| Self {
            start,
            addresses: [address(16), address(8)],
            rest: start + len + colon..range.end,
        })
    }
}

/// Most bytes on a line: `xxd -c 256`.
const WIDEST: usize = 256;

/// The bytes of lines whose addresses count them, in one radix or the other.
fn addressed(text: &[u8], lines: &[Line], map: &SourceMap) -> Option<Bare> {
    let first = lines.first()?;
    [0, 1].iter().find_map(|radix| {
        let address = |line: &Line| line.addresses.get(*radix).copied().flatten();
        let mut octets = Octets::default();
        let mut width = 16;
        for (line, next) in lines.iter().zip(lines.iter().skip(1).map(Some).chain([None])) {
            let count = match next {
                Some(next) => address(next)?.checked_sub(address(line)?)?,
                // The last line may be the length alone.
                None => width,
            };
            if count > WIDEST {
                return None;
            }
            let read = columns(text, line.rest.clone(), count, &mut octets);
            if next.is_some() && read != count {
                return None;
            }
            width = count;
        }
        octets.finish(first.start, map)
    })
}

/// Reads at most `most` bytes in hexadecimal digits, up to where the same bytes stand as characters; how many there were.
fn columns(text: &[u8], range: Range<usize>, most: usize, octets: &mut Octets) -> usize {
    /// The columns have one or two blanks between them; where there are more, bytes are lacking.
    const GAP: usize = 2;
    let mut at = range.start;
    let mut count = 0;
    while count < most {
        let rest = text.get(at..range.end).unwrap_or_default();
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let group = rest.iter().skip(blanks).take_while(|byte| byte.is_ascii_hexdigit()).count();
        let after = rest.get(blanks + group);
        let ends = after.is_none_or(|byte| byte.is_ascii_whitespace());
        let is_first = count == 0;
        if group == 0 || !group.is_multiple_of(2) || !ends || (blanks > GAP && !is_first) {
            break;
        }
        at += blanks;
        for pair in 0..(group / 2).min(most - count) {
            let start = at + 2 * pair;
            let digits = text.get(start..start + 2).and_then(|pair| core::str::from_utf8(pair).ok());
            let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) else {
                return count;
            };
            octets.push(byte, start..start + 2);
            count += 1;
        }
        at += group;
    }
    count
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
        // Nothing that is looked for begins with anything but a SEQUENCE.
        if octets.bytes.is_empty() && byte != 0x30 {
            return None;
        }
        octets.push(byte, at + blanks..at + blanks + len);
        at += blanks + len;
    }
    octets.finish(start, map)
}
