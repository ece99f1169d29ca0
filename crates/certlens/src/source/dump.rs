//! Bytes as programs print them for people: dumps with addresses beside them, lists of decimal numbers, and strings with escapes.

mod literal;
mod notation;

use core::ops::Range;

use zeroize::Zeroizing;

use super::bare::{self, Bare, FEWEST};
use super::base64::{Decoded, make_room};
use super::map::{Manner, Runs, SourceMap};
use super::repair::Mended;
use super::shape;
use crate::span::ByteRange;
use notation::Notation;

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

    /// Whether they begin like anything that is known: a SEQUENCE, a store or a text; most notations of most dumps do not.
    fn may_be_known(&self) -> bool {
        matches!(self.bytes.first(), Some(0x30 | 0xfe | 0xce | 0x1f | b'\t'..=b'\r' | b' '..=b'~'))
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
    literal::find(text, start, end, map, &mut found);
    found
}

/// One line of a dump: `000001d0: 29e5 03aa  )...`, `000001d0  29 e5 03 aa  |)...|`, `0000720 29 e5 03 aa`,
/// `0x7ffe01d0 <der+464>: 0x29 0xe5`.
struct Line {
    start: usize,
    /// What its address is in hexadecimal, and in octal.
    addresses: [Option<u64>; 2],
    /// What follows the address.
    rest: Range<usize>,
}

impl Line {
    fn read(text: &[u8], range: Range<usize>) -> Option<Self> {
        const ADDRESS: core::ops::RangeInclusive<usize> = 5..=16;
        let line = text.get(range.clone())?;
        let blanks = line.len() - line.trim_ascii_start().len();
        let mark = if line.get(blanks..)?.starts_with(b"0x") { 2 } else { 0 };
        let rest = line.get(blanks + mark..)?;
        let len = rest.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        let digits = core::str::from_utf8(rest.get(..len)?).ok().filter(|_| ADDRESS.contains(&len))?;
        let after = rest.get(len..)?;
        // A debugger names what stands there.
        let name =
            if after.starts_with(b" <") { after.iter().position(|byte| *byte == b'>')? + 1 } else { 0 };
        let after = after.get(name..)?;
        let is_address = matches!(after.first(), None | Some(b':' | b' ' | b'\t'));
        let colon = usize::from(after.first() == Some(&b':'));
        let start = range.start + blanks;
        let address = |radix| u64::from_str_radix(digits, radix).ok();
        is_address.then(|| Self {
            start,
            addresses: [address(16), address(8)],
            rest: start + mark + len + name + colon..range.end,
        })
    }
}

/// Most bytes on a line: `xxd -c 256`.
const WIDEST: usize = 256;

/// The bytes of lines whose addresses count them, in one radix or the other, in whatever notation gives something known.
fn addressed(text: &[u8], lines: &[Line], map: &SourceMap) -> Option<Bare> {
    let ways = Notation::ALL.into_iter().flat_map(|notation| [0, 1].map(|radix| (notation, radix)));
    ways.into_iter().find_map(|(notation, radix)| {
        let address = |line: &Line| line.addresses.get(radix).copied().flatten();
        let mut octets = Octets::default();
        let mut width = 16;
        for (line, next) in lines.iter().zip(lines.iter().skip(1).map(Some).chain([None])) {
            let count = match next {
                Some(next) => usize::try_from(address(next)?.checked_sub(address(line)?)?).ok()?,
                // The last line may be the length alone.
                None => width,
            };
            if count > WIDEST {
                return None;
            }
            let read = notation.columns(text, line.rest.clone(), count, &mut octets);
            if next.is_some() && read != count || !octets.may_be_known() {
                return None;
            }
            width = count;
        }
        octets.finish(lines.first()?.start, map)
    })
}
