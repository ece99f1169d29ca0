//! DER, read leniently: every departure from X.690 is noted, none stops the reader.
//!
//! A [`Reader`] walks the elements of one level of a buffer. All positions count from the first byte of the buffer, at
//! every depth, so that a finding about a field inside an extension points at the same bytes as one about the whole.

use crate::defect::{Defect, DefectKind};
use crate::span::ByteRange;

pub(crate) mod bits;
pub(crate) mod boolean;
pub(crate) mod integer;
pub mod oid;
pub mod string;
pub mod time;

/// Identifier octets of the universal types that certificates use.
pub(crate) mod tag {
    pub(crate) const BOOLEAN: u8 = 0x01;
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const NULL: u8 = 0x05;
    pub(crate) const OID: u8 = 0x06;
    pub(crate) const ENUMERATED: u8 = 0x0a;
    pub(crate) const UTC_TIME: u8 = 0x17;
    pub(crate) const GENERALIZED_TIME: u8 = 0x18;
    pub(crate) const SEQUENCE: u8 = 0x30;
    pub(crate) const SET: u8 = 0x31;

    /// Context-specific, primitive.
    pub(crate) const fn context(number: u8) -> u8 {
        0x80 | number
    }

    /// Context-specific, constructed.
    pub(crate) const fn context_constructed(number: u8) -> u8 {
        0xa0 | number
    }
}

/// One element: identifier, length and content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Element {
    /// The identifier octet; for tag numbers above 30 its low five bits are set.
    pub(crate) tag: u8,
    /// Identifier, length and content octets (and the end-of-contents octets of an indefinite length).
    pub(crate) range: ByteRange,
    /// The content octets.
    pub(crate) content: ByteRange,
}

impl Element {
    pub(crate) const fn is_constructed(self) -> bool {
        self.tag & 0x20 != 0
    }
}

/// Walks the elements of one level.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a> {
    whole: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(whole: &'a [u8]) -> Self {
        Self { whole, at: 0, end: whole.len() }
    }

    /// The level inside `element`.
    pub(crate) fn inside(whole: &'a [u8], element: Element) -> Self {
        Self::over(whole, element.content)
    }

    /// The level made of the bytes `range`.
    pub(crate) fn over(whole: &'a [u8], range: ByteRange) -> Self {
        let end = range.end.min(whole.len());
        Self { whole, at: range.start.min(end), end }
    }

    pub(crate) const fn whole(&self) -> &'a [u8] {
        self.whole
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.at >= self.end
    }

    /// What has not been read yet.
    pub(crate) const fn rest(&self) -> ByteRange {
        ByteRange::new(self.at, self.end)
    }

    /// The identifier octet of the next element.
    pub(crate) fn peek(&self) -> Option<u8> {
        (!self.is_empty()).then(|| identifier(self.rest().of(self.whole)).0)
    }

    /// The next element, whatever it is. `None` at the end.
    pub(crate) fn next(&mut self, defects: &mut Vec<Defect>) -> Option<Element> {
        if self.is_empty() {
            return None;
        }
        let element = read(self.whole, self.at, self.end, defects);
        self.at = element.range.end.max(self.at.saturating_add(1)).min(self.end);
        Some(element)
    }

    /// The next element if it has this identifier octet, or its constructed form; otherwise nothing is read.
    pub(crate) fn optional(&mut self, tag: u8, defects: &mut Vec<Defect>) -> Option<Element> {
        let found = self.peek()?;
        if found == tag || (found == tag | 0x20 && is_string(tag)) { self.next(defects) } else { None }
    }

    /// The next element, which should have this identifier octet. Where it has another, that is a defect and nothing is read.
    pub(crate) fn required(
        &mut self,
        tag: u8,
        field: &'static str,
        defects: &mut Vec<Defect>,
    ) -> Option<Element> {
        let element = self.optional(tag, defects);
        if element.is_none() {
            let kind = match self.peek() {
                Some(tag) => DefectKind::Unexpected { field, tag },
                None => DefectKind::Missing(field),
            };
            let end = if self.is_empty() { self.at } else { self.at + 1 };
            defects.push(Defect::new(kind, ByteRange::new(self.at, end)));
        }
        element
    }

    /// Nothing more belongs to `structure`: what is left is a defect.
    pub(crate) fn finish(&self, structure: &'static str, defects: &mut Vec<Defect>) {
        if !self.is_empty() {
            defects.push(Defect::new(DefectKind::ExtraField(structure), self.rest()));
        }
    }
}

/// What the first element of `encoding` holds.
pub(crate) fn content(encoding: &[u8]) -> &[u8] {
    Reader::new(encoding)
        .next(&mut Vec::new())
        .map(|element| element.content.of(encoding))
        .unwrap_or_default()
}

/// An element with this identifier octet and content, in DER.
pub(crate) fn write(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut element = vec![tag];
    let octets = content.len().to_be_bytes();
    match integer::magnitude(&octets) {
        [] => element.push(0),
        [length] if *length < 0x80 => element.push(*length),
        octets => {
            element.push(0x80 | u8::try_from(octets.len()).unwrap_or_default());
            element.extend(octets);
        }
    }
    element.extend(content);
    element
}

/// Primitive string types, which BER may cut into a constructed form.
const fn is_string(tag: u8) -> bool {
    matches!(tag, tag::BIT_STRING | tag::OCTET_STRING)
}

/// The identifier octet of the element that `bytes` begin with, and how many octets it takes. A number below 31 in the long
/// form gives the octet of the short form.
fn identifier(bytes: &[u8]) -> (u8, usize) {
    match bytes {
        [first, number @ 0..31, ..] if first & 0x1f == 0x1f => (first & 0xe0 | number, 2),
        [first, rest @ ..] if first & 0x1f == 0x1f => {
            (*first, rest.iter().take_while(|octet| **octet & 0x80 != 0).count() + 2)
        }
        [first, ..] => (*first, 1),
        [] => (0, 1),
    }
}

/// Reads the element at `at`, which is before `end`.
fn read(whole: &[u8], at: usize, end: usize, defects: &mut Vec<Defect>) -> Element {
    let bytes = ByteRange::new(at, end).of(whole);
    let (tag, mut header) = identifier(bytes);
    if let [first, second, ..] = bytes
        && first & 0x1f == 0x1f
        && (*second == 0x80 || tag & 0x1f != 0x1f)
    {
        defects.push(Defect::new(DefectKind::TagNotMinimal, ByteRange::new(at, (at + header).min(end))));
    }
    let Some(length) = bytes.get(header).copied() else {
        defects
            .push(Defect::new(DefectKind::Truncated { announced: 1, available: 0 }, ByteRange::new(at, end)));
        return Element { tag, range: ByteRange::new(at, end), content: ByteRange::new(end, end) };
    };
    header += 1;
    if length == 0x80 && tag & 0x20 != 0 {
        return indefinite(
            whole,
            Element { tag, range: ByteRange::new(at, end), content: ByteRange::new(at + header, end) },
            defects,
        );
    }
    let announced = if length < 0x80 {
        usize::from(length)
    } else {
        let octets = bytes.get(header..).unwrap_or_default();
        let octets = octets.get(..usize::from(length & 0x7f)).unwrap_or(octets);
        header += octets.len();
        let value = octets.iter().fold(0usize, |value, octet| {
            value.checked_mul(256).map_or(usize::MAX, |value| value.saturating_add(usize::from(*octet)))
        });
        if octets.first() == Some(&0) || value < 0x80 {
            defects
                .push(Defect::new(DefectKind::LengthNotMinimal, ByteRange::new(at, (at + header).min(end))));
        }
        value
    };
    let start = (at + header).min(end);
    let available = end - start;
    if announced > available {
        defects.push(Defect::new(DefectKind::Truncated { announced, available }, ByteRange::new(at, end)));
    }
    let stop = start + announced.min(available);
    Element { tag, range: ByteRange::new(at, stop), content: ByteRange::new(start, stop) }
}

/// Finds the end-of-contents octets that close `open`, counting the indefinite lengths within.
fn indefinite(whole: &[u8], open: Element, defects: &mut Vec<Defect>) -> Element {
    let header = ByteRange::new(open.range.start, open.content.start);
    defects.push(Defect::new(DefectKind::IndefiniteLength, header));
    let mut depth = 1usize;
    let mut at = open.content.start;
    while let Some(rest) = whole.get(at..open.range.end).filter(|rest| !rest.is_empty()) {
        match rest {
            [0, 0, ..] => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    let content = ByteRange::new(open.content.start, at - 2);
                    return Element { tag: open.tag, range: ByteRange::new(open.range.start, at), content };
                }
            }
            [tag, 0x80, ..] if tag & 0x20 != 0 && tag & 0x1f != 0x1f => {
                depth += 1;
                at += 2;
            }
            _ => at = read_definite_end(whole, at, open.range.end),
        }
    }
    defects.push(Defect::new(DefectKind::Truncated { announced: 2, available: 0 }, header));
    open
}

/// End of the element at `at`, whose length is not indefinite (or whose tag has the long form).
fn read_definite_end(whole: &[u8], at: usize, end: usize) -> usize {
    let bytes = ByteRange::new(at, end).of(whole);
    let (_, tag) = identifier(bytes);
    let (header, length) = match bytes.get(tag).copied() {
        None => return end,
        Some(length) if length < 0x80 => (tag + 1, usize::from(length)),
        Some(length) => {
            let octets = bytes.iter().skip(tag + 1).take(usize::from(length & 0x7f));
            let value = octets.fold(0usize, |value, octet| {
                value.checked_mul(256).map_or(usize::MAX, |value| value.saturating_add(usize::from(*octet)))
            });
            (tag + 1 + usize::from(length & 0x7f), value)
        }
    };
    at.saturating_add(header).saturating_add(length).clamp(at + 1, end)
}
