//! `golang.org/x/crypto/cryptobyte`: DER as strictly as Go reads it. Every method gives `None` where Go's gives `false`.

use crate::der::tag;

/// `cryptobyte.String`: what is left to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Input<'a>(pub(super) &'a [u8]);

impl<'a> Input<'a> {
    pub(super) const fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// `PeekASN1Tag`
    pub(super) fn has(self, tag: u8) -> bool {
        self.0.first() == Some(&tag)
    }

    /// `ReadAnyASN1Element`: tag, whole element and content.
    pub(super) fn any(&mut self) -> Option<(u8, &'a [u8], Self)> {
        let [tag, first, rest @ ..] = self.0 else { return None };
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (header, length) = if *first < 0x80 {
            (2, usize::from(*first))
        } else {
            let octets =
                rest.get(..usize::from(first & 0x7f)).filter(|octets| matches!(octets.len(), 1..=4))?;
            let length = octets.iter().fold(0usize, |length, octet| length << 8 | usize::from(*octet));
            // The short form where it fits, and no leading zeros.
            if length < 0x80 || octets.first() == Some(&0) {
                return None;
            }
            (2 + octets.len(), length)
        };
        let end = header.checked_add(length)?;
        let (element, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        Some((*tag, element, Self(element.get(header..)?)))
    }

    /// `ReadASN1`
    pub(super) fn read(&mut self, tag: u8) -> Option<Self> {
        self.has(tag).then(|| self.any())?.map(|(_, _, content)| content)
    }

    /// `ReadOptionalASN1`
    pub(super) fn optional(&mut self, tag: u8) -> Option<Option<Self>> {
        if self.has(tag) { self.read(tag).map(Some) } else { Some(None) }
    }

    /// `ReadASN1Integer`: the content octets.
    pub(super) fn integer(&mut self) -> Option<&'a [u8]> {
        let octets = self.read(tag::INTEGER)?.0;
        match octets {
            [] | [0, 0..=0x7f, ..] | [0xff, 0x80..=0xff, ..] => None,
            octets => Some(octets),
        }
    }

    /// `ReadASN1BitString`: the octets without the first.
    pub(super) fn bits(&mut self) -> Option<&'a [u8]> {
        let (unused, octets) = self.read(tag::BIT_STRING)?.0.split_first()?;
        let padding = 1u8.checked_shl(u32::from(*unused)).filter(|_| *unused <= 7)?.wrapping_sub(1);
        match octets.last() {
            None => (*unused == 0).then_some(octets),
            Some(last) => (last & padding == 0).then_some(octets),
        }
    }

    /// `ReadASN1Boolean`
    pub(super) fn boolean(&mut self) -> Option<bool> {
        match self.read(tag::BOOLEAN)?.0 {
            [0] => Some(false),
            [0xff] => Some(true),
            _ => None,
        }
    }

    /// `ReadASN1ObjectIdentifier`: the content octets.
    pub(super) fn oid(&mut self) -> Option<&'a [u8]> {
        let octets = self.read(tag::OID)?.0;
        let mut starts = true;
        for octet in octets {
            if starts && *octet == 0x80 {
                return None;
            }
            starts = octet & 0x80 == 0;
        }
        (starts && !octets.is_empty()).then_some(octets)
    }
}
