//! One character as it was meant: behind escapes, entities, percent signs and typographers' dashes.

use super::repair::RepairKind;

/// A character of armour or of base64.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    /// What was meant, in ASCII; NUL for anything that PEM has no use for.
    pub(super) meant: u8,
    /// How many bytes it takes.
    pub(super) len: usize,
    /// What is unusual about it.
    pub(super) repair: Option<RepairKind>,
}

const fn glyph(meant: u8, len: usize, repair: RepairKind) -> Glyph {
    Glyph { meant, len, repair: Some(repair) }
}

/// The characters that programs put in place of others, as UTF-8.
const LOOKALIKES: &[(&[u8], u8, RepairKind)] = &[
    (b"\xc2\xa0", b' ', RepairKind::InvisibleCharacter),
    (b"\xc2\xad", b' ', RepairKind::InvisibleCharacter),
    (b"\xc2\x85", b'\n', RepairKind::InvisibleCharacter),
    (b"\xe2\x80\x80", b' ', RepairKind::InvisibleCharacter),
    (b"\xe2\x80\x82", b' ', RepairKind::InvisibleCharacter),
    (b"\xe2\x80\x83", b' ', RepairKind::InvisibleCharacter),
    (b"\xe2\x80\x87", b' ', RepairKind::InvisibleCharacter),
    (b"\xe2\x80\x89", b' ', RepairKind::InvisibleCharacter),
    (b"\xe2\x80\x8a", b' ', RepairKind::InvisibleCharacter),
    (b"\xe2\x80\x8b", b' ', RepairKind::InvisibleCharacter),
    (b"\xe2\x80\x8c", b' ', RepairKind::InvisibleCharacter),
    (b"\xe2\x80\x8d", b' ', RepairKind::InvisibleCharacter),
    (b"\xe2\x80\x8e", b' ', RepairKind::InvisibleCharacter),
    (b"\xe2\x80\x8f", b' ', RepairKind::InvisibleCharacter),
    (b"\xe2\x80\xa8", b'\n', RepairKind::InvisibleCharacter),
    (b"\xe2\x80\xa9", b'\n', RepairKind::InvisibleCharacter),
    (b"\xe2\x80\xaa", b' ', RepairKind::InvisibleCharacter),
    (b"\xe2\x80\xac", b' ', RepairKind::InvisibleCharacter),
    (b"\xe2\x80\xaf", b' ', RepairKind::InvisibleCharacter),
    (b"\xe2\x81\xa0", b' ', RepairKind::InvisibleCharacter),
    (b"\xe3\x80\x80", b' ', RepairKind::InvisibleCharacter),
    (b"\xef\xbb\xbf", b' ', RepairKind::ByteOrderMark),
    (b"\xe2\x80\x90", b'-', RepairKind::Dashes),
    (b"\xe2\x80\x91", b'-', RepairKind::Dashes),
    (b"\xe2\x80\x92", b'-', RepairKind::Dashes),
    (b"\xe2\x80\x93", b'-', RepairKind::Dashes),
    (b"\xe2\x80\x94", b'-', RepairKind::Dashes),
    (b"\xe2\x80\x95", b'-', RepairKind::Dashes),
    (b"\xe2\x88\x92", b'-', RepairKind::Dashes),
    (b"\xe2\x94\x80", b'-', RepairKind::Dashes),
    (b"\xef\xb9\xa3", b'-', RepairKind::Dashes),
    (b"\xef\xbc\x8d", b'-', RepairKind::Dashes),
    (b"\xe2\x80\x98", b'\'', RepairKind::Quotes),
    (b"\xe2\x80\x99", b'\'', RepairKind::Quotes),
    (b"\xe2\x80\x9c", b'"', RepairKind::Quotes),
    (b"\xe2\x80\x9d", b'"', RepairKind::Quotes),
    (b"\xc2\xab", b'"', RepairKind::Quotes),
    (b"\xc2\xbb", b'"', RepairKind::Quotes),
];

const ENTITIES: &[(&[u8], u8)] = &[
    (b"&plus;", b'+'),
    (b"&sol;", b'/'),
    (b"&equals;", b'='),
    (b"&nbsp;", b' '),
    (b"&quot;", b'"'),
    (b"&apos;", b'\''),
    (b"&dash;", b'-'),
    (b"&ndash;", b'-'),
    (b"&mdash;", b'-'),
    (b"&NewLine;", b'\n'),
    (b"&Tab;", b' '),
    (b"&gt;", b'>'),
    (b"<br>", b'\n'),
    (b"<br/>", b'\n'),
    (b"<br />", b'\n'),
];

/// The character at the beginning of `text`, which is not empty.
pub(super) fn first(text: &[u8]) -> Glyph {
    let plain = |byte: u8| Glyph { meant: byte, len: 1, repair: None };
    match text {
        [b'\\', ..] => escape(text).unwrap_or_else(|| plain(b'\\')),
        [b'%', ..] => percent(text).unwrap_or_else(|| plain(b'%')),
        [b'&' | b'<', ..] => entity(text).unwrap_or_else(|| plain(0)),
        [byte @ 0..0x80, ..] => plain(*byte),
        _ => LOOKALIKES
            .iter()
            .find(|(bytes, _, _)| text.starts_with(bytes))
            .map_or_else(|| other(text), |(bytes, meant, repair)| glyph(*meant, bytes.len(), *repair)),
    }
}

/// A character beyond ASCII that nothing here stands for.
fn other(text: &[u8]) -> Glyph {
    let len = 1 + text.iter().skip(1).take(3).take_while(|byte| (0x80..0xc0).contains(*byte)).count();
    Glyph { meant: 0, len, repair: None }
}

/// `\n`, `\\n`, `\/`, `\u002b`, `\x2B`; a lone backslash before a line end continues the line in C and shells.
fn escape(text: &[u8]) -> Option<Glyph> {
    const MOST: usize = 8;
    let slashes = text.iter().take(MOST).take_while(|byte| **byte == b'\\').count();
    let rest = text.get(slashes..)?;
    let (meant, len) = match rest {
        [b'n', ..] => (b'\n', 1),
        [b'r', ..] => (b'\r', 1),
        [b't', ..] => (b' ', 1),
        // What Markdown would take for marks of its own.
        [mark @ (b'+' | b'=' | b'-'), ..] => return Some(glyph(*mark, slashes + 1, RepairKind::Backslashes)),
        [mark @ (b'/' | b'"' | b'\''), ..] => (*mark, 1),
        [b'u', digits @ ..] => (u8::try_from(hex(digits, 4)?).ok()?, 5),
        [b'x', digits @ ..] => (u8::try_from(hex(digits, 2)?).ok()?, 3),
        [] | [b'\r' | b'\n', ..] => (b' ', 0),
        _ => return None,
    };
    let is_line_end = matches!(meant, b'\n' | b'\r');
    let repair = if is_line_end { RepairKind::LiteralNewline } else { RepairKind::EscapedCharacter };
    Some(glyph(meant, slashes + len, repair))
}

fn percent(text: &[u8]) -> Option<Glyph> {
    // `%250A` is `%0A`, encoded twice.
    let twice = text.starts_with(b"%25");
    let at = if twice { 3 } else { 1 };
    let meant = u8::try_from(hex(text.get(at..)?, 2)?).ok()?;
    (meant < 0x80).then(|| glyph(meant, at + 2, RepairKind::PercentEncoding))
}

fn entity(text: &[u8]) -> Option<Glyph> {
    let (amp, text) = match text.strip_prefix(b"&amp;".as_slice()) {
        Some(_) => (4, text.get(4..)?),
        None => (0, text),
    };
    let same = |name: &[u8]| {
        if amp > 0 { text.get(1..name.len()) == name.get(1..) } else { text.starts_with(name) }
    };
    if let Some((name, meant)) = ENTITIES.iter().find(|(name, _)| same(name)) {
        return Some(glyph(*meant, amp + name.len(), RepairKind::HtmlEntity));
    }
    let end = text.iter().take(9).position(|byte| *byte == b';')?;
    let number = match text.get(1..end)? {
        [b'#', b'x' | b'X', digits @ ..] => hex(digits, digits.len())?,
        [b'#', digits @ ..] => core::str::from_utf8(digits).ok()?.parse().ok()?,
        _ => return None,
    };
    Some(glyph(u8::try_from(number).ok().filter(u8::is_ascii)?, amp + end + 1, RepairKind::HtmlEntity))
}

fn hex(digits: &[u8], count: usize) -> Option<u32> {
    let digits = digits.get(..count).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
    u32::from_str_radix(core::str::from_utf8(digits).ok()?, 16).ok()
}
