//! ASN.1 as `crypto/asn1/tasn_dec.c` reads it, by templates, BER included, and what that leaves in the error queue, entry for
//! entry.

use super::raised::{self, Queue, Raised};
use crate::der::tag;

const UTF8_STRING: u8 = 12;

/// What a template describes; names are those that errors give.
pub(super) enum Item {
    Sequence(&'static str, &'static [Field]),
    /// SEQUENCE OF or SET OF, by its tag.
    Of(u8, &'static Self),
    /// `X509_NAME`, whose strings are brought into the form in which they are compared.
    Name(&'static Self),
    Primitive(u8),
    /// One of several string types, by their tags.
    Strings(&'static str, &'static [u8]),
    Any,
}

pub(super) struct Field {
    name: &'static str,
    item: &'static Item,
    tagging: Tagging,
}

#[derive(Clone, Copy)]
pub(super) enum Tagging {
    Plain,
    Optional,
    /// `[n] IMPLICIT … OPTIONAL`
    Implicit(u8),
    /// `[n] EXPLICIT … OPTIONAL`
    Explicit(u8),
}

pub(super) const fn field(name: &'static str, item: &'static Item) -> Field {
    Field { name, item, tagging: Tagging::Plain }
}

impl Field {
    pub(super) const fn tagged(self, tagging: Tagging) -> Self {
        Self { tagging, ..self }
    }
}

/// What reading `item` at the beginning of these bytes raises; an empty queue where it can be read.
pub(super) fn raised(item: &Item, der: &[u8]) -> Queue {
    let mut decoder = Decoder { der, raised: Queue::new() };
    match decoder.item(item, None, false, 0..der.len()) {
        Ok(_) => Queue::new(),
        Err(Failed) => decoder.raised,
    }
}

/// The reason is in the queue.
struct Failed;

/// Where an element ends; `None` where an optional one is absent.
type End = Result<Option<usize>, Failed>;
type Bytes = core::ops::Range<usize>;

struct Decoder<'a> {
    der: &'a [u8],
    raised: Queue,
}

/// Class and number of a tag.
type Identifier = (u8, u8);

struct Header {
    identifier: Identifier,
    is_constructed: bool,
    is_indefinite: bool,
    content: Bytes,
}

impl Decoder<'_> {
    fn fail<T>(&mut self, raised: Raised) -> Result<T, Failed> {
        self.raised.push(raised);
        Err(Failed)
    }

    fn at(&self, at: usize) -> u8 {
        self.der.get(at).copied().unwrap_or_default()
    }

    /// `ASN1_get_object`
    fn object(&mut self, within: &Bytes) -> Result<Header, Failed> {
        let first = self.at(within.start);
        let (mut at, mut number) = (within.start + 1, usize::from(first & 0x1f));
        if number == 0x1f {
            number = 0;
            while at < within.end && self.at(at) & 0x80 != 0 {
                number = number << 7 | usize::from(self.at(at) & 0x7f);
                at += 1;
            }
            number = number << 7 | usize::from(self.at(at));
            at += 1;
        }
        if at >= within.end {
            return self.fail(raised::HEADER_TOO_LONG);
        }
        let count = usize::from(self.at(at) & 0x7f);
        let is_long = self.at(at) & 0x80 != 0;
        at += 1;
        let is_indefinite = is_long && count == 0;
        let mut length = if is_long { 0 } else { count };
        if is_long && !is_indefinite {
            let octets = self.der.get(at..within.end.min(at + count)).unwrap_or_default();
            let digits = octets.iter().skip_while(|octet| **octet == 0);
            if octets.len() < count || digits.clone().count() > size_of::<usize>() {
                return self.fail(raised::HEADER_TOO_LONG);
            }
            length = digits.fold(0usize, |length, octet| length << 8 | usize::from(*octet));
            at += count;
        }
        let is_constructed = first & 0x20 != 0;
        if is_indefinite && !is_constructed {
            return self.fail(raised::HEADER_TOO_LONG);
        }
        if length > within.end - at {
            return self.fail(raised::OBJECT_TOO_LONG);
        }
        let end = if is_indefinite { within.end } else { at + length };
        // No template has a number that does not fit an octet.
        let identifier = (first & 0xc0, u8::try_from(number).unwrap_or(u8::MAX));
        Ok(Header { identifier, is_constructed, is_indefinite, content: at..end })
    }

    /// `asn1_check_tlen`
    fn header(
        &mut self,
        within: &Bytes,
        wanted: Option<Identifier>,
        optional: bool,
    ) -> Result<Option<Header>, Failed> {
        if within.is_empty() {
            return self.fail(raised::TOO_SMALL);
        }
        let Ok(header) = self.object(within) else { return self.fail(raised::BAD_OBJECT_HEADER) };
        match wanted {
            Some(wanted) if wanted != header.identifier && optional => Ok(None),
            Some(wanted) if wanted != header.identifier => self.fail(raised::WRONG_TAG),
            _ => Ok(Some(header)),
        }
    }

    /// `asn1_check_eoc`
    fn is_end_of_content(&self, within: &Bytes) -> bool {
        self.der.get(within.clone()).is_some_and(|rest| rest.starts_with(&[0, 0]))
    }

    /// `asn1_item_embed_d2i`, with the tag that stands for the item's own.
    fn item(&mut self, item: &Item, implicit: Option<Identifier>, optional: bool, within: Bytes) -> End {
        match item {
            Item::Sequence(name, fields) => self.sequence(name, fields, optional, within),
            Item::Of(tag, of) => self.list(*tag, of, optional, within),
            Item::Name(list) => {
                let start = within.start;
                let end = self.item(list, None, optional, within)?;
                match end {
                    Some(end) if !self.is_text(start..end) => {
                        self.raised.push(raised::INVALID_UTF8);
                        self.fail(raised::NESTED_NAME)
                    }
                    end => Ok(end),
                }
            }
            Item::Primitive(tag) => self.primitive(*tag, implicit.unwrap_or((0, *tag)), optional, within),
            Item::Strings(name, tags) => {
                if within.is_empty() {
                    return self.fail(raised::ITEM_TOO_SMALL);
                }
                let Ok(Some(header)) = self.header(&within, None, optional) else {
                    return self.fail(raised::NESTED_STRINGS.of(name));
                };
                match header.identifier {
                    (0, tag) if tags.contains(&tag) => self.primitive(tag, (0, tag), false, within),
                    (0, _) => self.fail(raised::STRING_TAG.of(name)),
                    _ => self.fail(raised::STRING_CLASS.of(name)),
                }
            }
            Item::Any => {
                let Ok(Some(header)) = self.header(&within, None, false) else {
                    return self.fail(raised::NESTED_ANY);
                };
                match header.identifier {
                    (0, tag) => self.primitive(tag, (0, tag), false, within),
                    _ => Ok(Some(self.end(&header))),
                }
            }
        }
    }

    fn sequence(&mut self, name: &'static str, fields: &[Field], optional: bool, within: Bytes) -> End {
        if within.is_empty() {
            return self.fail(raised::ITEM_TOO_SMALL);
        }
        let header = match self.header(&within, Some((0, tag::SEQUENCE & 0x1f)), optional) {
            Err(Failed) => return self.fail(raised::NESTED_ITEM.of(name)),
            Ok(None) => return Ok(None),
            Ok(Some(header)) if !header.is_constructed => {
                return self.fail(raised::NOT_CONSTRUCTED.of(name));
            }
            Ok(Some(header)) => header,
        };
        let mut left = header.content;
        let mut is_open = header.is_indefinite;
        let mut rest = fields;
        while let ([next, after @ ..], false) = (rest, left.is_empty()) {
            if self.is_end_of_content(&left) {
                if !is_open {
                    return self.fail(raised::UNEXPECTED_END.of(name));
                }
                left.start += 2;
                is_open = false;
                break;
            }
            let may_miss = !after.is_empty() && !matches!(next.tagging, Tagging::Plain);
            match self.template(next, may_miss, left.clone()) {
                Ok(end) => left.start = end.unwrap_or(left.start),
                Err(Failed) => {
                    // `ERR_add_error_data`, to the entry that was raised last.
                    let last = self.raised.pop().map(|raised| raised.field(next.name, name));
                    self.raised.extend(last);
                    return Err(Failed);
                }
            }
            rest = after;
        }
        if is_open {
            if !self.is_end_of_content(&left) {
                return self.fail(raised::MISSING_END.of(name));
            }
            left.start += 2;
        }
        if !header.is_indefinite && !left.is_empty() {
            return self.fail(raised::SEQUENCE_LENGTH.of(name));
        }
        match rest.iter().find(|field| matches!(field.tagging, Tagging::Plain)) {
            Some(missing) => self.fail(raised::FIELD_MISSING.field(missing.name, name)),
            None => Ok(Some(left.start)),
        }
    }

    /// `asn1_template_ex_d2i` and `asn1_template_noexp_d2i`
    fn template(&mut self, field: &Field, optional: bool, within: Bytes) -> End {
        match field.tagging {
            Tagging::Explicit(number) => {
                let header = match self.header(&within, Some((0x80, number)), optional) {
                    Err(Failed) => return self.fail(raised::NESTED_EXPLICIT_TAG),
                    Ok(None) => return Ok(None),
                    Ok(Some(header)) if !header.is_constructed => {
                        return self.fail(raised::EXPLICIT_NOT_CONSTRUCTED);
                    }
                    Ok(Some(header)) => header,
                };
                let Ok(Some(end)) = self.untagged(field.item, None, false, header.content.clone()) else {
                    return self.fail(raised::NESTED_EXPLICIT);
                };
                let left = end..header.content.end;
                match (header.is_indefinite, self.is_end_of_content(&left)) {
                    (true, true) => Ok(Some(end + 2)),
                    (true, false) => self.fail(raised::EXPLICIT_MISSING_END),
                    (false, _) if !left.is_empty() => self.fail(raised::EXPLICIT_LENGTH),
                    (false, _) => Ok(Some(end)),
                }
            }
            Tagging::Implicit(number) => self.untagged(field.item, Some((0x80, number)), optional, within),
            Tagging::Plain | Tagging::Optional => self.untagged(field.item, None, optional, within),
        }
    }

    fn untagged(&mut self, item: &Item, implicit: Option<Identifier>, optional: bool, within: Bytes) -> End {
        // Lists of a template are read in place, without an entry of their own.
        if let Item::Of(tag, of) = item {
            return self.list(*tag, of, optional, within);
        }
        let nested = if implicit.is_some() { raised::NESTED_IMPLICIT } else { raised::NESTED_TEMPLATE };
        self.item(item, implicit, optional, within).or_else(|Failed| self.fail(nested))
    }

    fn list(&mut self, tag: u8, of: &Item, optional: bool, within: Bytes) -> End {
        let header = match self.header(&within, Some((0, tag & 0x1f)), optional) {
            Err(Failed) => return self.fail(raised::NESTED_LIST_TAG),
            Ok(None) => return Ok(None),
            Ok(Some(header)) => header,
        };
        let mut left = header.content;
        while !left.is_empty() {
            if self.is_end_of_content(&left) {
                let end = left.start + 2;
                return if header.is_indefinite {
                    Ok(Some(end))
                } else {
                    self.fail(raised::LIST_UNEXPECTED_END)
                };
            }
            match self.item(of, None, false, left.clone()) {
                Ok(Some(end)) => left.start = end,
                _ => return self.fail(raised::NESTED_ELEMENT),
            }
        }
        if header.is_indefinite { self.fail(raised::LIST_MISSING_END) } else { Ok(Some(left.start)) }
    }

    /// `asn1_d2i_ex_primitive`, `asn1_ex_c2i`
    fn primitive(&mut self, kind: u8, wanted: Identifier, optional: bool, within: Bytes) -> End {
        let header = match self.header(&within, Some(wanted), optional) {
            Err(Failed) => return self.fail(raised::NESTED_PRIMITIVE),
            Ok(None) => return Ok(None),
            Ok(Some(header)) => header,
        };
        let is_left_encoded = matches!(kind, 16 | 17);
        if is_left_encoded || header.is_constructed {
            let refused = match kind {
                16 | 17 if !header.is_constructed => Some(raised::TYPE_NOT_CONSTRUCTED),
                1 | 2 | 5 | 6 | 10 => Some(raised::TYPE_NOT_PRIMITIVE),
                _ => None,
            };
            let end = self.end(&header);
            return refused.map_or(Ok(Some(end)), |raised| self.fail(raised));
        }
        let octets = self.der.get(header.content.clone()).unwrap_or_default();
        let refused = match (kind, octets) {
            (1, octets) if octets.len() != 1 => Some(raised::BOOLEAN_LENGTH),
            (2 | 10, []) => Some(raised::ZERO_CONTENT),
            (2 | 10, octets) if is_padded(octets) => Some(raised::ILLEGAL_PADDING),
            (3, []) => Some(raised::STRING_TOO_SHORT),
            (3, [8..=255, ..]) => Some(raised::BITS_INVALID),
            (5, [_, ..]) => Some(raised::NULL_LENGTH),
            (6, [] | [.., 0x80..=0xff]) => Some(raised::OBJECT_ENDS),
            (6, octets) if has_leading_zeros(octets) => Some(raised::OBJECT_ENCODING),
            (28, octets) if !octets.len().is_multiple_of(4) => Some(raised::UNIVERSAL_LENGTH),
            (30, octets) if !octets.len().is_multiple_of(2) => Some(raised::BMP_LENGTH),
            _ => None,
        };
        refused.map_or(Ok(Some(header.content.end)), |raised| self.fail(raised))
    }

    /// Where an element ends that is not looked into (`asn1_find_end`).
    fn end(&self, header: &Header) -> usize {
        if !header.is_indefinite {
            return header.content.end;
        }
        let mut unread = Decoder { der: self.der, raised: Queue::new() };
        let (mut left, mut open) = (header.content.clone(), 1usize);
        while open > 0 && !left.is_empty() {
            if unread.is_end_of_content(&left) {
                left.start += 2;
                open -= 1;
                continue;
            }
            let Ok(inner) = unread.object(&left) else { break };
            if inner.is_indefinite {
                open += 1;
                left.start = inner.content.start;
            } else {
                left.start = inner.content.end;
            }
        }
        left.start
    }

    /// `x509_name_canon`: whether every UTF8String of a name is one.
    fn is_text(&self, name: Bytes) -> bool {
        let mut inside = Decoder { der: self.der, raised: Queue::new() };
        let mut left = name;
        while !left.is_empty() {
            let Ok(header) = inside.object(&left) else { break };
            let octets = self.der.get(header.content.clone()).unwrap_or_default();
            if header.identifier == (0, UTF8_STRING) && core::str::from_utf8(octets).is_err() {
                return false;
            }
            left.start = if header.is_constructed { header.content.start } else { header.content.end };
        }
        true
    }
}

/// `c2i_ibuf`: the first two octets say the same.
fn is_padded(octets: &[u8]) -> bool {
    match octets {
        [0, second, ..] => *second < 0x80,
        [0xff, second, ..] => *second >= 0x80 && octets.iter().skip(1).any(|octet| *octet != 0),
        _ => false,
    }
}

/// `ossl_c2i_ASN1_OBJECT`: an arc that begins with 0x80.
fn has_leading_zeros(octets: &[u8]) -> bool {
    let before = core::iter::once(&0).chain(octets);
    octets.iter().zip(before).any(|(octet, before)| *octet == 0x80 && *before < 0x80)
}
