//! The ways in which programs write the bytes of a line.

use core::ops::Range;

use super::Octets;

/// What stands in the columns of a dump.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// `3082 01e2`, `30 82 01 e2`, `0x30 0x82`: the bytes in their order.
    Pairs,
    /// `8230 e201`: numbers of two bytes or four, as little-endian machines hold them: `hexdump`, `od -x`, `xxd -e`.
    Words,
    /// `101060`: such numbers of two bytes in octal: `od`.
    OctalWords,
    /// `33328`: in decimal: `od -d`.
    DecimalWords,
    /// `060 202`: `od -b`, `hexdump -b`.
    Octal,
    /// `48 130`, `48 -126`: `od -t u1`, `od -t d1`.
    Decimal,
    /// `00110000 10000010`: `xxd -b`.
    Bits,
    /// `0 202 \n`, four characters for each byte: `od -c`.
    Characters,
}

/// Digits, if they are as many as may stand for one number.
fn number(token: &[u8], digits: Range<usize>, radix: u32) -> Option<u32> {
    let text = core::str::from_utf8(token).ok().filter(|text| digits.contains(&text.len()))?;
    let is_plain = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_plain.then(|| u32::from_str_radix(text, radix).ok()).flatten()
}

/// The bytes of one column; no number has more.
type Column = ([u8; 4], usize);

fn byte(number: u32) -> Option<Column> {
    Some(([u8::try_from(number).ok()?, 0, 0, 0], 1))
}

fn word(number: u32) -> Option<Column> {
    let [low, high] = u16::try_from(number).ok()?.to_le_bytes();
    Some(([low, high, 0, 0], 2))
}

impl Notation {
    /// The one that is met most comes first.
    pub(super) const ALL: [Self; 8] = [
        Self::Pairs,
        Self::Words,
        Self::OctalWords,
        Self::DecimalWords,
        Self::Octal,
        Self::Decimal,
        Self::Bits,
        Self::Characters,
    ];

    /// Most blanks between columns; where there are more, bytes are lacking.
    const fn gap(self) -> usize {
        match self {
            Self::Pairs => 2,
            Self::Octal | Self::Bits | Self::Characters => 3,
            Self::Words | Self::OctalWords | Self::DecimalWords | Self::Decimal => 5,
        }
    }

    /// The bytes of one column; `None` if it is none.
    fn read(self, token: &[u8]) -> Option<Column> {
        match self {
            // Each of its pairs has a place of its own.
            Self::Pairs => None,
            Self::Words => {
                let bytes = number(token, 2..9, 16)?.to_le_bytes();
                token.len().is_multiple_of(2).then_some((bytes, token.len() / 2))
            }
            Self::OctalWords => word(number(token, 6..7, 8)?),
            Self::DecimalWords => word(number(token, 1..6, 10)?),
            Self::Octal => byte(number(token, 3..4, 8)?),
            Self::Decimal => match token.strip_prefix(b"-") {
                Some(digits) => byte(256_u32.checked_sub(number(digits, 1..4, 10)?)?),
                None => byte(number(token, 1..4, 10)?),
            },
            Self::Bits => byte(number(token, 8..9, 2)?),
            Self::Characters => match token {
                [] => byte(u32::from(b' ')),
                [b'\\', escaped] => byte(u32::from(escape(*escaped)?)),
                [only] => byte(u32::from(*only)),
                _ => byte(number(token, 3..4, 8)?),
            },
        }
    }

    /// Reads at most `most` bytes, up to where the same bytes stand as characters; how many there were.
    pub(super) fn columns(self, text: &[u8], range: Range<usize>, most: usize, octets: &mut Octets) -> usize {
        let mut at = range.start;
        let mut count = 0;
        while count < most {
            let rest = text.get(at..range.end).unwrap_or_default();
            let (start, len) = match self {
                Self::Characters => (at, rest.len().min(4)),
                _ => {
                    let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
                    if blanks > self.gap() && count > 0 {
                        break;
                    }
                    let token = rest.iter().skip(blanks).take_while(|byte| !byte.is_ascii_whitespace());
                    (at + blanks, token.count())
                }
            };
            let token = text.get(start..start + len).unwrap_or_default();
            let read = match self {
                Self::Pairs => pairs(token, start, most - count, octets),
                _ => {
                    let (bytes, size) = self.read(token.trim_ascii()).filter(|_| len > 0).unwrap_or_default();
                    let bytes = bytes.iter().take(size.min(most - count));
                    bytes.map(|byte| octets.push(*byte, start..start + len)).count()
                }
            };
            if read == 0 {
                break;
            }
            count += read;
            at = start + len;
        }
        count
    }
}

/// Pairs of digits, each with its place; how many there were.
fn pairs(token: &[u8], start: usize, most: usize, octets: &mut Octets) -> usize {
    let mark = if token.starts_with(b"0x") { 2 } else { 0 };
    let digits = token.get(mark..).unwrap_or_default();
    if !digits.len().is_multiple_of(2) || !digits.iter().all(u8::is_ascii_hexdigit) {
        return 0;
    }
    let bytes = digits.chunks(2).map_while(|pair| u8::try_from(number(pair, 2..3, 16)?).ok());
    let places = (start + mark..).step_by(2);
    bytes.zip(places).take(most).map(|(byte, at)| octets.push(byte, at..at + 2)).count()
}

/// What a letter stands for behind a backslash, in C and in what took after it.
pub(super) const fn escape(letter: u8) -> Option<u8> {
    Some(match letter {
        b'0' => 0,
        b'a' => 7,
        b'b' => 8,
        b't' => b'\t',
        b'n' => b'\n',
        b'v' => 11,
        b'f' => 12,
        b'r' => b'\r',
        b'e' => 27,
        b'\\' | b'"' | b'\'' => letter,
        _ => return None,
    })
}
