//! An encoding element by element, for readers who want to see the bytes.

use crate::der::oid::Oid;
use crate::der::string::{self, StringType};
use crate::der::{Element, Reader, integer, tag};
use crate::span::ByteRange;
use crate::x509::oids;

/// Most elements that are listed. A revocation list of a megabyte has about half as many.
const MOST_ELEMENTS: usize = 200_000;
/// Deepest nesting that is followed; certificates reach about fifteen.
const DEEPEST: usize = 64;
/// Most characters of a value.
const LONGEST_VALUE: usize = 80;
/// Most octets of a value that is written in hexadecimal.
const MOST_OCTETS: usize = 24;

/// An encoding and its elements, in the order in which they begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Encoding {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The elements, each before those inside of it.
    pub parts: Vec<Part>,
    /// True if there are more elements than are listed.
    pub is_cut: bool,
}

/// One element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Identifier, length and content octets.
    pub range: ByteRange,
    /// The content octets.
    pub content: ByteRange,
    /// How many elements it is inside of.
    pub depth: usize,
    /// The element around it, as an index of [`Encoding::parts`].
    pub parent: Option<usize>,
    /// The identifier octet; for tag numbers above 30 its low five bits are set.
    pub tag: u8,
}

/// What kind of value an element holds, for those who draw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Other elements
    Elements,
    /// An object identifier
    Identifier,
    /// Characters
    Text,
    /// A time
    Time,
    /// A number or a truth value
    Number,
    /// Octets or bits without a meaning of their own
    Octets,
}

impl Encoding {
    /// The elements of `bytes`. What an OCTET STRING or a BIT STRING encloses is listed where it is whole elements.
    #[must_use]
    pub fn read(bytes: Vec<u8>) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        let mut open = vec![(Reader::new(&bytes), None, false)];
        let mut is_cut = false;
        // What is odd about the encoding was said when it was read.
        let mut unused = Vec::new();
        while let Some((reader, parent, is_named)) = open.last_mut() {
            unused.clear();
            let Some(element) = reader.next(&mut unused) else {
                open.pop();
                continue;
            };
            if parts.len() == MOST_ELEMENTS {
                is_cut = true;
                break;
            }
            // The value of an extension follows its identifier, and is known to hold an element.
            let inside = inside(&bytes, element, *is_named);
            *is_named |= element.tag == tag::OID;
            let Element { tag, range, content } = element;
            let parent = *parent;
            parts.push(Part { range, content, depth: open.len() - 1, parent, tag });
            if let Some(inside) = inside.filter(|_| open.len() < DEEPEST) {
                open.push((Reader::over(&bytes, inside), Some(parts.len() - 1), false));
            }
        }
        Self { bytes, parts, is_cut }
    }

    /// The smallest element that has all of `bytes` in it, as an index of [`Encoding::parts`].
    #[must_use]
    pub fn innermost(&self, bytes: ByteRange) -> Option<usize> {
        let after = self.parts.partition_point(|part| part.range.start <= bytes.start);
        let mut at = after.checked_sub(1);
        while let Some(index) = at {
            let part = self.parts.get(index)?;
            if part.range.end >= bytes.end {
                return at;
            }
            at = part.parent;
        }
        None
    }

    /// What ASN.1 calls the type of an element: `SEQUENCE`, `[0]`.
    #[must_use]
    pub fn type_name(&self, part: &Part) -> String {
        let number = match part.tag & 0x1f {
            0x1f => long_number(part.range.of(&self.bytes)),
            number => usize::from(number),
        };
        match (part.tag >> 6, universal(part.tag)) {
            (0, Some(name)) => name.to_owned(),
            (0, None) => format!("universal {number}"),
            (1, _) => format!("[APPLICATION {number}]"),
            (2, _) => format!("[{number}]"),
            _ => format!("[PRIVATE {number}]"),
        }
    }

    /// The value of an element in a few characters; empty for one that holds others.
    #[must_use]
    pub fn value(&self, part: &Part) -> String {
        let octets = part.content.of(&self.bytes);
        let text = match part.kind() {
            Value::Elements => String::new(),
            Value::Identifier => identifier(octets),
            Value::Time => String::from_utf8_lossy(octets).into_owned(),
            Value::Text => self.text(part),
            Value::Number if part.tag == tag::BOOLEAN => {
                if octets.iter().any(|octet| *octet != 0) { "TRUE" } else { "FALSE" }.to_owned()
            }
            Value::Number => number(octets),
            Value::Octets if part.tag == tag::NULL && octets.is_empty() => String::new(),
            Value::Octets => match core::str::from_utf8(octets) {
                // GeneralNames are strings under a tag of their context.
                Ok(text) if part.tag >> 6 == 2 && !text.is_empty() && text.chars().all(is_graphic) => {
                    quoted(text)
                }
                _ => hexadecimal(octets),
            },
        };
        cut(text)
    }

    fn text(&self, part: &Part) -> String {
        let element = Element { tag: part.tag, range: part.range, content: part.content };
        match StringType::from_tag(part.tag) {
            Some(string_type) => quoted(&string::read(&self.bytes, element, string_type, &mut Vec::new())),
            None => String::new(),
        }
    }
}

impl Part {
    /// What kind of value it holds.
    #[must_use]
    pub const fn kind(&self) -> Value {
        if self.tag & 0x20 != 0 {
            return Value::Elements;
        }
        match self.tag {
            tag::OID => Value::Identifier,
            tag::UTC_TIME | tag::GENERALIZED_TIME => Value::Time,
            tag::BOOLEAN | tag::INTEGER | tag::ENUMERATED => Value::Number,
            tag if StringType::from_tag(tag).is_some() => Value::Text,
            _ => Value::Octets,
        }
    }
}

/// The octets of `element` that are elements themselves.
fn inside(bytes: &[u8], element: Element, is_named: bool) -> Option<ByteRange> {
    let content = element.content;
    match element.tag {
        _ if element.is_constructed() => Some(content),
        tag::OCTET_STRING => is_whole(bytes, content, is_named).then_some(content),
        tag::BIT_STRING => {
            let inner = ByteRange::new(content.start + 1, content.end);
            (content.of(bytes).first() == Some(&0) && is_whole(bytes, inner, false)).then_some(inner)
        }
        _ => None,
    }
}

/// True if `range` is one element without a fault. Digests and keys are hardly ever a constructed one by chance.
fn is_whole(bytes: &[u8], range: ByteRange, may_be_primitive: bool) -> bool {
    let mut defects = Vec::new();
    let Some(element) = Reader::over(bytes, range).next(&mut defects) else { return false };
    let is_known = universal(element.tag).is_some() && element.tag != 0;
    defects.is_empty() && element.range == range && is_known && (may_be_primitive || element.is_constructed())
}

const fn universal(tag: u8) -> Option<&'static str> {
    Some(match tag {
        0 => "end of contents",
        tag::BOOLEAN => "BOOLEAN",
        tag::INTEGER => "INTEGER",
        tag::BIT_STRING | 0x23 => "BIT STRING",
        tag::OCTET_STRING | 0x24 => "OCTET STRING",
        tag::NULL => "NULL",
        tag::OID => "OBJECT IDENTIFIER",
        tag::ENUMERATED => "ENUMERATED",
        tag::UTC_TIME => "UTCTime",
        tag::GENERALIZED_TIME => "GeneralizedTime",
        tag::SEQUENCE => "SEQUENCE",
        tag::SET => "SET",
        tag => match StringType::from_tag(tag) {
            Some(string_type) => string_type.name(),
            None => return None,
        },
    })
}

/// The tag number in the octets after the first, seven bits each.
fn long_number(octets: &[u8]) -> usize {
    let mut number = 0_usize;
    for octet in octets.iter().skip(1) {
        number = number.saturating_mul(128).saturating_add(usize::from(octet & 0x7f));
        if octet & 0x80 == 0 {
            break;
        }
    }
    number
}

fn identifier(octets: &[u8]) -> String {
    let oid = Oid::from_octets(octets);
    let name = oids::attribute(&oid)
        .or_else(|| oids::extension(&oid))
        .or_else(|| oids::key_purpose(&oid))
        .or_else(|| oids::algorithm(&oid))
        .or_else(|| oids::policy(&oid))
        .or_else(|| oids::access_method(&oid))
        .or_else(|| oids::other_name(&oid));
    name.map_or_else(|| oid.to_string(), |name| format!("{oid} {name}"))
}

fn number(octets: &[u8]) -> String {
    match integer::magnitude(octets) {
        short if short.len() <= 7 && octets.first().is_some_and(|first| first & 0x80 == 0) => {
            short.iter().fold(0_u64, |value, octet| value << 8 | u64::from(*octet)).to_string()
        }
        _ => hexadecimal(octets),
    }
}

fn hexadecimal(octets: &[u8]) -> String {
    let shown = octets.get(..MOST_OCTETS).unwrap_or(octets);
    let more = if shown.len() < octets.len() { "…" } else { "" };
    format!("{}{more}", data_encoding::HEXLOWER.encode(shown))
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn is_graphic(character: char) -> bool {
    character == ' ' || character.is_ascii_graphic()
}

fn cut(text: String) -> String {
    match text.char_indices().nth(LONGEST_VALUE) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(hex: &str) -> Vec<String> {
        let encoding = Encoding::read(data_encoding::HEXLOWER.decode(hex.as_bytes()).unwrap());
        let line = |part: &Part| {
            let indent = "  ".repeat(part.depth);
            format!("{indent}{} {}", encoding.type_name(part), encoding.value(part)).trim_end().to_owned()
        };
        encoding.parts.iter().map(line).collect()
    }

    #[test]
    fn elements_are_listed_with_their_values() {
        let rows: &[(&str, &[&str])] = &[
            ("", &[]),
            ("0500", &["NULL"]),
            ("020105", &["INTEGER 5"]),
            ("0201ff", &["INTEGER ff"]),
            ("0101ff", &["BOOLEAN TRUE"]),
            (
                "300c0603551d0f0101ff0402",
                &["SEQUENCE", "  OBJECT IDENTIFIER 2.5.29.15 keyUsage", "  BOOLEAN TRUE", "  OCTET STRING"],
            ),
            // The value of an extension: a BIT STRING in an OCTET STRING.
            (
                "300b0603551d0f0404030205a0",
                &[
                    "SEQUENCE",
                    "  OBJECT IDENTIFIER 2.5.29.15 keyUsage",
                    "  OCTET STRING 030205a0",
                    "    BIT STRING 05a0",
                ],
            ),
            // The same octets where no identifier says that they are an element.
            ("3006040403020500", &["SEQUENCE", "  OCTET STRING 03020500"]),
            ("0303003000", &["BIT STRING 003000", "  SEQUENCE"]),
            ("8203612e62", &["[2] \"a.b\""]),
            ("9f8a0100", &["[1281]"]),
            ("170439393132", &["UTCTime 9912"]),
        ];
        for (hex, expected) in rows {
            assert_eq!(lines(hex), *expected, "{hex}");
        }
    }

    #[test]
    fn the_innermost_element_of_some_bytes_is_found() {
        let bytes = data_encoding::HEXLOWER.decode(b"30080201053003020106").unwrap();
        let encoding = Encoding::read(bytes);
        for (start, end, expected) in
            [(0, 1, 0), (2, 5, 1), (4, 5, 1), (5, 6, 2), (7, 10, 3), (4, 6, 0), (9, 10, 3)]
        {
            assert_eq!(encoding.innermost(ByteRange::new(start, end)), Some(expected), "{start}..{end}");
        }
        assert_eq!(encoding.innermost(ByteRange::new(9, 11)), None);
    }

    #[test]
    fn nesting_and_number_are_bounded() {
        let deep = Encoding::read([0x30, 0x80].repeat(50_000));
        assert_eq!(deep.parts.iter().map(|part| part.depth).max(), Some(DEEPEST - 1));
        let many = Encoding::read([5, 0].repeat(MOST_ELEMENTS + 1));
        assert!(many.is_cut);
        assert_eq!(many.parts.len(), MOST_ELEMENTS);
    }
}
