//! Character encodings: everything after this is UTF-8.

use zeroize::Zeroizing;

use super::base64::Decoded;
use super::map::{Manner, Runs};
use crate::span::ByteRange;

/// The same text as UTF-8, if it is UTF-16 or UTF-32, with or without a byte order mark.
pub(super) fn from_wide(text: &Decoded) -> Option<Decoded> {
    // The mark of UTF-32 begins like that of UTF-16.
    if let Some((skip, is_big)) = order::<4>(&text.bytes, &[0xff, 0xfe, 0, 0], &[0, 0, 0xfe, 0xff]) {
        let units = text.bytes.get(skip..)?.chunks(4).map(|unit| {
            let unit = <[u8; 4]>::try_from(unit).ok()?;
            char::from_u32(if is_big { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) })
        });
        return Some(collect(text, skip, units.map(|unit| (unit, 4))));
    }
    let (skip, is_big) = order::<2>(&text.bytes, &[0xff, 0xfe], &[0xfe, 0xff])?;
    let units = text.bytes.get(skip..)?.chunks(2).map(|pair| match (pair, is_big) {
        ([a, b], true) => u16::from_be_bytes([*a, *b]),
        ([a, b], false) => u16::from_le_bytes([*a, *b]),
        _ => 0xfffd,
    });
    let characters = char::decode_utf16(units).map(|unit| unit.ok());
    Some(collect(text, skip, characters.map(|unit| (unit, unit.map_or(2, |unit| unit.len_utf16() * 2)))))
}

/// The characters, each with how many bytes of `text` it takes, from `skip` on; none where it is no character.
fn collect(text: &Decoded, skip: usize, characters: impl Iterator<Item = (Option<char>, usize)>) -> Decoded {
    // Three bytes for two are the most; what grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.bytes.len().div_ceil(2) * 3));
    let mut runs = Runs::default();
    let mut at = skip;
    for (character, width) in characters {
        let end = (at + width).min(text.bytes.len());
        let mut buffer = [0; 4];
        let encoded = character.unwrap_or(char::REPLACEMENT_CHARACTER).encode_utf8(&mut buffer).as_bytes();
        bytes.extend(encoded);
        let manner = if encoded.len() == 1 { Manner::Times(width) } else { Manner::Whole(end - at) };
        runs.push(encoded.len(), ByteRange::new(at, end), manner);
        at = end;
    }
    let map = text.map.decoded(runs.finish(), bytes.len());
    Decoded { bytes, map }
}

/// Length of the byte order mark, and whether the first byte of a unit of `WIDTH` bytes is the highest one.
fn order<const WIDTH: usize>(bytes: &[u8], little: &[u8], big: &[u8]) -> Option<(usize, bool)> {
    if bytes.starts_with(little) {
        return Some((WIDTH, false));
    }
    if bytes.starts_with(big) {
        return Some((WIDTH, true));
    }
    // Without a mark: ASCII has zeros in all bytes of a unit but one, and binary formats do not.
    const SAMPLE: usize = 256;
    const FEWEST: usize = 8;
    let (units, _) = bytes.get(..bytes.len().min(SAMPLE))?.as_chunks::<WIDTH>();
    let is_text = |byte: u8| matches!(byte, b'\t'..=b'\r' | b' '..=b'~');
    let is_little = |unit: &[u8; WIDTH]| {
        unit.split_first().is_some_and(|(first, rest)| is_text(*first) && rest.iter().all(|byte| *byte == 0))
    };
    let is_big = |unit: &[u8; WIDTH]| {
        unit.split_last().is_some_and(|(last, rest)| is_text(*last) && rest.iter().all(|byte| *byte == 0))
    };
    match () {
        () if units.len() < FEWEST => None,
        () if units.iter().all(is_little) => Some((0, false)),
        () if units.iter().all(is_big) => Some((0, true)),
        () => None,
    }
}

/// As UTF-8 with one question mark for each byte that is not, so that offsets stay what they are.
pub(crate) fn lossless_utf8(bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(bytes.len()));
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}

/// True if this is no text in any encoding that is known here.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    const SAMPLE: usize = 4096;
    let sample = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or_default();
    let control = sample.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127)).count();
    control * 20 > sample.len()
}
