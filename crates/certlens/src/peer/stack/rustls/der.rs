//! DER as webpki reads it (`der.rs`): tags below 31, the shortest length, values below 65535 octets; nothing is mended.

use crate::peer::stack::rustls::error::{BAD_DER, Error, TRAILING_DATA};

/// Values of this many octets and more are refused.
const TOO_LONG: usize = 0xffff;

/// What is left of the elements of one level.
#[derive(Debug, Clone, Copy)]
pub(super) struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    pub(super) const fn new(octets: &'a [u8]) -> Self {
        Self(octets)
    }

    pub(super) const fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// True if the next element has this tag.
    pub(super) fn peek(self, tag: u8) -> bool {
        self.0.first() == Some(&tag)
    }

    /// The next element: its tag and its content.
    pub(super) fn any(&mut self) -> Result<(u8, &'a [u8]), Error> {
        let (tag, content, rest) = element(self.0).ok_or(BAD_DER)?;
        self.0 = rest;
        Ok((tag, content))
    }

    /// The content of the next element, which must have this tag.
    pub(super) fn expect(&mut self, tag: u8) -> Result<&'a [u8], Error> {
        self.any().and_then(|(found, content)| if found == tag { Ok(content) } else { Err(BAD_DER) })
    }

    /// The next element whole, with its tag and length.
    pub(super) fn whole(&mut self, tag: u8) -> Result<(&'a [u8], &'a [u8]), Error> {
        let before = self.0;
        let content = self.expect(tag)?;
        let whole = before.get(..before.len() - self.0.len()).unwrap_or_default();
        Ok((whole, content))
    }

    /// The elements inside the next one, which must have this tag, all of which `read` must take.
    pub(super) fn nested<T>(
        &mut self,
        tag: u8,
        otherwise: Error,
        read: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        match self.expect(tag) {
            Ok(content) => all(content, otherwise, read),
            Err(_) => Err(otherwise),
        }
    }

    /// A BIT STRING of whole octets.
    pub(super) fn bits(&mut self) -> Result<&'a [u8], Error> {
        match self.expect(crate::der::tag::BIT_STRING).map_err(|_| TRAILING_DATA)?.split_first() {
            Some((0, octets)) => Ok(octets),
            _ => Err(BAD_DER),
        }
    }

    /// A BOOLEAN that is false where it is absent.
    pub(super) fn boolean(&mut self) -> Result<bool, Error> {
        if !self.peek(crate::der::tag::BOOLEAN) {
            return Ok(false);
        }
        match self.expect(crate::der::tag::BOOLEAN).map_err(|_| TRAILING_DATA)? {
            [0xff] => Ok(true),
            [0] => Ok(false),
            [0xff | 0, ..] => Err(TRAILING_DATA),
            _ => Err(BAD_DER),
        }
    }

    /// An INTEGER from 0 to 255.
    pub(super) fn octet(&mut self) -> Result<u8, Error> {
        match self.expect(crate::der::tag::INTEGER)? {
            [value @ 0..=0x7f] | [0, value @ 0x80..=0xff] => Ok(*value),
            _ => Err(BAD_DER),
        }
    }
}

/// What `read` makes of all of `octets`; what it leaves is an error.
pub(super) fn all<'a, T>(
    octets: &'a [u8],
    otherwise: Error,
    read: impl FnOnce(&mut Input<'a>) -> Result<T, Error>,
) -> Result<T, Error> {
    let mut input = Input(octets);
    let value = read(&mut input)?;
    if input.is_empty() { Ok(value) } else { Err(otherwise) }
}

/// Tag, content, and what follows.
fn element(octets: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = octets.split_first()?;
    let (first, rest) = rest.split_first()?;
    if tag & 0x1f == 0x1f {
        return None;
    }
    let (length, rest) = match first {
        0..=0x7f => (usize::from(*first), rest),
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            let length = digits.iter().try_fold(0usize, |length, digit| {
                length.checked_mul(256).map(|length| length + usize::from(*digit))
            })?;
            let is_shortest = digits.first() != Some(&0) && length >= 0x80;
            (is_shortest.then_some(length)?, rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length).filter(|_| length < TOO_LONG)?;
    Some((*tag, content, rest))
}
