//! Base64 whose characters were gathered from anywhere in a text.

use data_encoding::{BASE64_NOPAD, DecodeKind};
use zeroize::Zeroizing;

use super::map::{Manner, Run, Runs, SourceMap};
use super::repair::{Mended, RepairKind};
use crate::span::ByteRange;

/// Characters of the alphabet of RFC 4648 §4, each with its place in the text.
#[derive(Debug, Default)]
pub(super) struct Characters {
    bytes: Zeroizing<Vec<u8>>,
    runs: Runs,
    /// Those written as `-` or `_`: the number of each, and where it is.
    url_safe: Vec<(usize, ByteRange)>,
    /// Where the first `=` is, and how many.
    padding: Option<(usize, usize)>,
    /// Where the last character or `=` ends.
    pub(super) end: usize,
}

/// What characters decode to, with the way back to the text they stood in.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) bytes: Zeroizing<Vec<u8>>,
    pub(super) map: SourceMap,
}

/// True for the alphabets of RFC 4648 §4 and §5.
pub(super) const fn is_digit(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_')
}

/// Why Kubernetes refuses `text` as base64: its decoder, Go's `base64.StdEncoding`, skips CR and LF and nothing else, and wants
/// every `=`.
pub(super) fn refusal(text: &[u8]) -> Option<&'static str> {
    let kept = || text.iter().filter(|byte| !matches!(byte, b'\r' | b'\n'));
    let is_foreign = |byte: &u8| !is_digit(*byte) && *byte != b'=' && !byte.is_ascii_whitespace();
    let pads = kept().rev().take_while(|byte| **byte == b'=').count();
    let has = |test: fn(&u8) -> bool| kept().any(test);
    if text.iter().any(is_foreign) {
        Some("has characters that are not base64")
    } else if has(u8::is_ascii_whitespace) {
        Some("has blanks in its base64, as YAML puts them where it folds lines")
    } else if has(|byte| matches!(byte, b'-' | b'_')) {
        Some("has the base64 of URLs, with `-` and `_` for `+` and `/`")
    } else if pads > 2 || kept().filter(|byte| **byte == b'=').count() > pads {
        Some("has `=` where none belongs in base64")
    } else {
        (!kept().count().is_multiple_of(4)).then_some("has base64 without the `=` at its end, or cut off")
    }
}

impl Characters {
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self { bytes: Zeroizing::new(Vec::with_capacity(capacity)), ..Self::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn is_padded(&self) -> bool {
        self.padding.is_some()
    }

    /// One character, written as `len` bytes from `at`.
    pub(super) fn push(&mut self, byte: u8, at: usize, len: usize) {
        let range = ByteRange::new(at, at + len);
        let plain = match byte {
            b'-' => b'+',
            b'_' => b'/',
            byte => byte,
        };
        if plain != byte {
            self.url_safe.push((self.bytes.len(), range));
        }
        make_room(&mut self.bytes, 1);
        self.bytes.push(plain);
        // A run of its own can be taken out again.
        let manner = if len == 1 && plain == byte { Manner::Copy } else { Manner::Whole(len) };
        self.runs.push(1, range, manner);
        self.end = at + len;
    }

    /// The characters that `text` has from `at` on, without a gap; where they end.
    pub(super) fn extend(&mut self, text: &[u8], at: usize, end: usize) -> usize {
        let rest = text.get(at..end).unwrap_or_default();
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
        let len = rest.iter().position(|byte| !plain(byte)).unwrap_or(rest.len());
        if len == 0 {
            match rest.first() {
                Some(byte) if is_digit(*byte) => {
                    self.push(*byte, at, 1);
                    return at + 1;
                }
                _ => return at,
            }
        }
        make_room(&mut self.bytes, len);
        self.bytes.extend(rest.iter().take(len));
        self.runs.push(len, ByteRange::new(at, at + len), Manner::Copy);
        self.end = at + len;
        self.end
    }

    pub(super) fn pad(&mut self, at: usize, len: usize) {
        let (first, count) = self.padding.unwrap_or((at, 0));
        self.padding = Some((first, count + 1));
        self.end = at + len;
    }

    /// How many `=` there are.
    pub(super) fn pads(&self) -> usize {
        self.padding.map_or(0, |(_, count)| count)
    }

    /// Forgets the characters from number `len` on, and the padding.
    pub(super) fn truncate(&mut self, len: usize) {
        self.bytes.truncate(len);
        self.url_safe.retain(|(number, _)| *number < len);
        self.padding = None;
    }

    /// Decides what `-` and `_` are: the alphabet of RFC 4648 §5 has neither `+` nor `/`, so beside those they are
    /// strays, unless the length is right only with them. Gives the numbers of the characters that were left out.
    pub(super) fn settle_alphabet(&mut self, mended: &mut Mended) -> Vec<usize> {
        let url_safe = core::mem::take(&mut self.url_safe);
        if url_safe.is_empty() {
            return Vec::new();
        }
        let of_either = self.bytes.iter().filter(|byte| matches!(byte, b'+' | b'/')).count();
        let present = self.bytes.len() + self.pads();
        let is_whole = |length: usize| length.is_multiple_of(4);
        let are_strays =
            of_either > url_safe.len() && (is_whole(present - url_safe.len()) || !is_whole(present));
        let kind = if are_strays { RepairKind::StrayCharacter } else { RepairKind::UrlSafeAlphabet };
        for (_, range) in &url_safe {
            mended.note(kind, range.start, range.end);
        }
        if !are_strays {
            return Vec::new();
        }
        let strays: Vec<usize> = url_safe.into_iter().map(|(number, _)| number).collect();
        let mut number = 0;
        self.bytes.retain(|_| {
            number += 1;
            strays.binary_search(&(number - 1)).is_err()
        });
        self.runs.remove(&strays);
        strays
    }

    /// Decodes what is there; nothing is refused, everything unusual is noted.
    pub(super) fn decode(mut self, map: &SourceMap, mended: &mut Mended) -> Decoded {
        self.settle_alphabet(mended);
        let end = self.end;
        let (pad_at, pads) = self.padding.unwrap_or((end, 0));
        let needed = match self.bytes.len() % 4 {
            0 => 0,
            1 => {
                mended.note(RepairKind::LoneCharacter, pad_at.saturating_sub(1), pad_at);
                self.bytes.pop();
                0
            }
            2 => 2,
            _ => 1,
        };
        if pads < needed {
            mended.note(RepairKind::MissingPadding, end.saturating_sub(1), end);
        } else if pads > needed {
            mended.note(RepairKind::ExcessPadding, pad_at, end);
        }
        let bytes = match decoded(&self.bytes) {
            Err(DecodeKind::Trailing) => {
                mended.note(RepairKind::TrailingBits, pad_at.saturating_sub(1), pad_at);
                clear_trailing_bits(&mut self.bytes);
                decoded(&self.bytes)
            }
            decoded => decoded,
        };
        let bytes = bytes.unwrap_or_default();
        let characters = map.decoded(self.runs.finish(), self.bytes.len());
        let map =
            characters.decoded(vec![Run { decoded: 0, encoded: 0, manner: Manner::Base64 }], bytes.len());
        Decoded { bytes, map }
    }
}

/// Room for `more` bytes. A vector that grows by itself leaves what it held where it was; this wipes it.
pub(super) fn make_room(bytes: &mut Zeroizing<Vec<u8>>, more: usize) {
    let needed = bytes.len().saturating_add(more);
    if needed > bytes.capacity() {
        let mut larger = Zeroizing::new(Vec::with_capacity(needed.saturating_mul(2)));
        larger.extend_from_slice(bytes);
        *bytes = larger;
    }
}

/// What `characters` decode to; wiped where they do not decode.
fn decoded(characters: &[u8]) -> Result<Zeroizing<Vec<u8>>, DecodeKind> {
    let length = BASE64_NOPAD.decode_len(characters.len()).map_err(|error| error.kind)?;
    let mut bytes = Zeroizing::new(vec![0; length]);
    BASE64_NOPAD.decode_mut(characters, &mut bytes).map_err(|partial| partial.error.kind)?;
    Ok(bytes)
}

/// The last character without the bits that no byte takes.
fn clear_trailing_bits(characters: &mut [u8]) {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mask = if characters.len() % 4 == 2 { 0b11_0000 } else { 0b11_1100 };
    if let Some(last) = characters.last_mut() {
        let value = ALPHABET.iter().position(|byte| byte == last).unwrap_or_default();
        *last = ALPHABET.get(value & mask).copied().unwrap_or(b'A');
    }
}
