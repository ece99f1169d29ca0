//! Base64 and hexadecimal digits without armour.

use core::ops::Range;

use zeroize::Zeroizing;

use super::base64::{self, Characters, Decoded};
use super::map::{Manner, Runs, SourceMap};
use super::repair::{Mended, RepairKind};
use super::shape::{self, Shape};
use super::{dump, glyph};
use crate::sort;
use crate::span::ByteRange;

/// Digits that decode to something recognised.
#[derive(Debug)]
pub(super) struct Bare {
    pub(super) range: Range<usize>,
    pub(super) decoded: Decoded,
    pub(super) shape: Shape,
    pub(super) mended: Mended,
    pub(super) is_hexadecimal: bool,
}

/// Fewest characters worth decoding: the shortest key there is takes more.
pub(super) const FEWEST: usize = 24;

/// Everything between `start` and `end` that decodes to something recognised.
pub(super) fn find(text: &[u8], start: usize, end: usize, map: &SourceMap) -> Vec<Bare> {
    let mut found = dump::find(text, start, end, map);
    let mut base64 = Run::default();
    let mut hexadecimal: Option<Range<usize>> = None;
    for line in lines(text, start, end) {
        let hex_start = hex_start(text, &line, hexadecimal.is_some());
        match (hexadecimal.as_mut(), hex_start) {
            (Some(range), Some(_)) => range.end = line.end,
            (None, Some(at)) => hexadecimal = Some(at..line.end),
            (_, None) => found.extend(hexadecimal.take().and_then(|range| read_hex(text, range, map))),
        }
        base64.line(text, &line, map, &mut found);
    }
    found.extend(hexadecimal.and_then(|range| read_hex(text, range, map)));
    base64.finish(map, &mut found);
    sort::by_key(&mut found, |bare| bare.range.start);
    let mut covered = 0;
    found.retain(|bare| {
        let is_new = bare.range.start >= covered;
        covered = covered.max(bare.range.end);
        is_new
    });
    found
}

/// The whole of `text` as base64, whatever it decodes to; none if anything else is in it.
///
/// PEM is something else, though in the alphabet of RFC 4648 §5 the dashes of its armour are digits like its letters.
pub(super) fn whole(text: &[u8], map: &SourceMap) -> Option<(Decoded, Mended)> {
    if shape::recognise(text) == Some(Shape::Pem) {
        return None;
    }
    let mut mended = Mended::default();
    let mut characters = Characters::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let next = characters.extend(text, at, text.len());
        if next > at && characters.pads() == 0 {
            at = next;
            continue;
        }
        match text.get(at)? {
            b'=' => characters.pad(at, 1),
            byte if byte.is_ascii_whitespace() => {}
            _ => return None,
        }
        at += 1;
    }
    characters.settle_alphabet(&mut mended);
    let complete = characters.len() % 4 != 1;
    complete.then(|| {
        let decoded = characters.decode(map, &mut mended);
        (decoded, mended)
    })
}

pub(super) fn lines(text: &[u8], start: usize, end: usize) -> impl Iterator<Item = Range<usize>> {
    let whole = text.get(start..end).unwrap_or_default();
    let mut at = start;
    whole.split(|byte| matches!(byte, b'\n' | b'\r')).map(move |line| {
        let range = at..at + line.len();
        at = range.end + 1;
        range
    })
}

/// Base64 that goes on from line to line.
#[derive(Debug, Default)]
struct Run {
    characters: Characters,
    mended: Mended,
    start: usize,
    /// Characters on its first line.
    width: usize,
    is_open: bool,
}

impl Run {
    fn line(&mut self, text: &[u8], line: &Range<usize>, map: &SourceMap, found: &mut Vec<Bare>) {
        let content = text.get(line.clone()).unwrap_or_default();
        let trimmed = content.trim_ascii();
        if trimmed.is_empty() {
            return;
        }
        let continues = self.is_open && trimmed.iter().all(|byte| base64::is_digit(*byte) || *byte == b'=');
        if !continues {
            self.finish(map, found);
        }
        let mut at = line.start;
        let end = line.start + content.trim_ascii_end().len();
        while at < end {
            let before = self.characters.len();
            let token = at;
            at = self.token(text, at, end);
            let digits = self.characters.len() - before;
            if digits == 0 {
                at = at.max(token + 1);
                continue;
            }
            if before == 0 {
                self.start = token;
                self.width = digits;
            }
            self.is_open = at >= end && digits >= self.width && !self.characters.is_padded();
            if !self.is_open {
                self.finish(map, found);
            }
        }
    }

    /// Takes the characters from `at` on, escapes included; where they end.
    fn token(&mut self, text: &[u8], start: usize, end: usize) -> usize {
        let mut at = start;
        while at < end {
            if self.characters.is_padded() && text.get(at) != Some(&b'=') {
                return at;
            }
            let next = self.characters.extend(text, at, end);
            if next > at {
                at = next;
                continue;
            }
            let glyph = glyph::first(text.get(at..end).unwrap_or_default());
            match glyph.meant {
                b'=' if self.characters.len() > 0 => self.characters.pad(at, glyph.len),
                _ if self.characters.len() == 0 || self.characters.is_padded() || glyph.repair.is_none() => {
                    return at;
                }
                meant if base64::is_digit(meant) => {
                    self.characters.push(meant, at, glyph.len);
                }
                b'\r' | b'\n' => {}
                _ => return at,
            }
            if let Some(repair) = glyph.repair {
                self.mended.note(repair, at, at + glyph.len);
            }
            at += glyph.len.max(1);
        }
        at
    }

    fn finish(&mut self, map: &SourceMap, found: &mut Vec<Bare>) {
        let Self { characters, mut mended, start, .. } = core::mem::take(self);
        if characters.len() < FEWEST {
            return;
        }
        let range = start..characters.end;
        let decoded = characters.decode(map, &mut mended);
        // Base64 of base64 is a text in which something will be found.
        let shape = shape::recognise(&decoded.bytes).or_else(|| is_wrapped(&decoded).then_some(Shape::Pem));
        if let Some(shape) = shape {
            found.push(Bare { range, decoded, shape, mended, is_hexadecimal: false });
        }
    }
}

/// True if this is base64 of something recognised, some layers further in.
fn is_wrapped(outer: &Decoded) -> bool {
    const MOST_LAYERS: usize = 4;
    let mut inner = whole(&outer.bytes, &outer.map);
    for _ in 0..MOST_LAYERS {
        let Some((decoded, _)) = inner.filter(|(decoded, _)| decoded.bytes.len() >= FEWEST / 2) else {
            return false;
        };
        if shape::recognise(&decoded.bytes).is_some() {
            return true;
        }
        inner = whole(&decoded.bytes, &decoded.map);
    }
    false
}

/// Where hexadecimal digits begin on this line, if nothing else follows them.
fn hex_start(text: &[u8], line: &Range<usize>, continues: bool) -> Option<usize> {
    let content = text.get(line.clone()).unwrap_or_default();
    // A SEQUENCE begins 30 8x, a Java key store FE ED or CE CE, and the armour of PEM with dashes.
    const OPENINGS: &[&[u8]] = &[
        b"308",
        b"30:8",
        b"30 8",
        b"0x308",
        b"0x30, 0x8",
        b"0x30,0x8",
        b"0x30 0x8",
        b"\\x30\\x8",
        b"\\x308",
        b"30-8",
        b"FEEDFEED",
        b"feedfeed",
        b"2d2d2d2d2d42",
        b"2D2D2D2D2D42",
        b"2d 2d 2d",
        b"2D 2D 2D",
        b"2d:2d:2d",
        b"2D:2D:2D",
        b"0x2d, 0x2d",
        b"0x2D, 0x2D",
        b"0x2d,0x2d",
        b"\\x2d\\x2d",
    ];
    let at = if continues {
        0
    } else {
        let first = content.iter().take(256).enumerate();
        first.map(|(at, _)| at).find(|at| {
            let rest = content.get(*at..).unwrap_or_default();
            let fresh = at
                .checked_sub(1)
                .and_then(|at| content.get(at))
                .is_none_or(|byte| !byte.is_ascii_alphanumeric());
            fresh && OPENINGS.iter().any(|opening| rest.starts_with(opening))
        })?
    };
    let rest = content.get(at..)?;
    let digits = rest.iter().filter(|byte| byte.is_ascii_hexdigit()).count();
    let only = rest.iter().all(|byte| {
        byte.is_ascii_hexdigit()
            || matches!(
                byte,
                b':' | b' '
                    | b'\t'
                    | b','
                    | b'-'
                    | b'x'
                    | b'X'
                    | b'\\'
                    | b'"'
                    | b'\''
                    | b'}'
                    | b';'
                    | b')'
                    | b'>'
            )
    });
    (only && digits >= 2).then_some(line.start + at)
}

fn read_hex(text: &[u8], range: Range<usize>, map: &SourceMap) -> Option<Bare> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(range.len() / 2));
    let mut runs = Runs::default();
    let mut high: Option<(usize, u8)> = None;
    let mut end = range.start;
    let mut at = range.start;
    while at < range.end {
        let rest = text.get(at..range.end)?;
        if rest.starts_with(b"0x") || rest.starts_with(b"0X") || rest.starts_with(b"\\x") {
            at += 2;
            continue;
        }
        let digit = rest
            .first()
            .and_then(|byte| char::from(*byte).to_digit(16))
            .and_then(|digit| u8::try_from(digit).ok());
        match (digit, high) {
            (Some(low), Some((start, digit))) => {
                bytes.push(digit << 4 | low);
                end = at + 1;
                let manner = if end - start == 2 { Manner::Times(2) } else { Manner::Whole(end - start) };
                runs.push(1, ByteRange::new(start, end), manner);
                high = None;
            }
            (Some(digit), None) => high = Some((at, digit)),
            (None, _) => {}
        }
        at += 1;
    }
    let shape = shape::recognise(&bytes).filter(|_| bytes.len() * 2 >= FEWEST)?;
    let map = map.decoded(runs.finish(), bytes.len());
    let decoded = Decoded { bytes, map };
    Some(Bare { range: range.start..end, decoded, shape, mended: Mended::default(), is_hexadecimal: true })
}

/// The repair that names this way of writing bytes.
impl Bare {
    pub(super) fn kind(&self) -> RepairKind {
        match (self.is_hexadecimal, self.shape) {
            (true, _) => RepairKind::Hexadecimal,
            (false, Shape::Pem) => RepairKind::DoubleBase64,
            (false, _) => RepairKind::NoArmour,
        }
    }
}
