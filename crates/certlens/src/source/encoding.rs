//! Character encodings: everything after this is UTF-8.

use zeroize::Zeroizing;

use super::base64::Decoded;
use super::map::{Manner, Runs};
use crate::span::ByteRange;

/// The same text as UTF-8, if it is UTF-16 with or without a byte order mark.
pub(super) fn from_utf16(text: &Decoded) -> Option<Decoded> {
    let (skip, is_big) = order(&text.bytes)?;
    let body = text.bytes.get(skip..)?;
    let units = body.chunks(2).map(|pair| match (pair, is_big) {
        ([a, b], true) => u16::from_be_bytes([*a, *b]),
        ([a, b], false) => u16::from_le_bytes([*a, *b]),
        _ => 0xfffd,
    });
    // Three bytes for a unit are the most; what grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(body.len().div_ceil(2) * 3));
    let mut runs = Runs::default();
    let mut at = skip;
    for unit in char::decode_utf16(units) {
        let character = unit.unwrap_or(char::REPLACEMENT_CHARACTER);
        let width = character.len_utf16() * 2;
        let end = (at + width).min(text.bytes.len());
        let mut buffer = [0; 4];
        let encoded = character.encode_utf8(&mut buffer).as_bytes();
        bytes.extend(encoded);
        let manner = if encoded.len() == 1 { Manner::Times(2) } else { Manner::Whole(end - at) };
        runs.push(encoded.len(), ByteRange::new(at, end), manner);
        at = end;
    }
    let map = text.map.decoded(runs.finish(), bytes.len());
    Some(Decoded { bytes, map })
}

/// Length of the byte order mark, and whether the first byte of a unit is the higher one.
fn order(bytes: &[u8]) -> Option<(usize, bool)> {
    match bytes {
        [0xff, 0xfe, ..] => return Some((2, false)),
        [0xfe, 0xff, ..] => return Some((2, true)),
        _ => {}
    }
    // Without a mark: ASCII has a zero in every second byte, and binary formats do not.
    const SAMPLE: usize = 256;
    let sample = bytes.get(..bytes.len().min(SAMPLE))?;
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let texts = |parity: usize| {
        sample
            .iter()
            .skip(parity)
            .step_by(2)
            .filter(|byte| matches!(**byte, b'\t'..=b'\r' | b' '..=b'~'))
            .count()
    };
    let half = sample.len() / 2;
    if half < 8 {
        return None;
    }
    match (zeros(0), zeros(1)) {
        (even, _) if even == sample.len() - half && texts(1) == half => Some((0, true)),
        (_, odd) if odd == half && texts(0) == sample.len() - half => Some((0, false)),
        _ => None,
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
