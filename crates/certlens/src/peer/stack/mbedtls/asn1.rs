//! Mbed TLS's reader of DER (`asn1parse.c`), which takes lengths of up to four octets, minimal or not.

use super::error::{Code, INVALID_DATA, INVALID_LENGTH, LENGTH_MISMATCH, OUT_OF_DATA, UNEXPECTED_TAG};

/// What is left of one level.
#[derive(Debug, Clone, Copy)]
pub(super) struct Input<'a>(pub(super) &'a [u8]);

/// The identifier of an algorithm, and its parameters with their tag.
pub(super) type Algorithm<'a> = (&'a [u8], Option<(u8, &'a [u8])>);

/// A low error code.
pub(super) type Low<T> = Result<T, u16>;

/// Adds the high part to an error.
pub(super) fn at<T>(high: u16, read: Low<T>) -> Result<T, Code> {
    read.map_err(|low| Code { high, low })
}

impl<'a> Input<'a> {
    pub(super) const fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn peek(self) -> Option<u8> {
        self.0.first().copied()
    }

    /// Nothing may be left.
    pub(super) const fn end(self) -> Low<()> {
        if self.is_empty() { Ok(()) } else { Err(LENGTH_MISMATCH) }
    }

    /// `mbedtls_asn1_get_tag`, and what it holds.
    pub(super) fn take(&mut self, tag: u8) -> Low<Self> {
        match self.peek() {
            None => Err(OUT_OF_DATA),
            Some(found) if found != tag => Err(UNEXPECTED_TAG),
            Some(_) => self.any().map(|(_, content)| content),
        }
    }

    /// The next element, whatever it is.
    pub(super) fn any(&mut self) -> Low<(u8, Self)> {
        let (tag, rest) = self.0.split_first().ok_or(OUT_OF_DATA)?;
        let (length, rest) = length(rest)?;
        let (content, rest) = rest.split_at_checked(length).ok_or(OUT_OF_DATA)?;
        self.0 = rest;
        Ok((*tag, Self(content)))
    }

    /// Everything behind the header of the next element.
    pub(super) fn inside(self) -> Low<Self> {
        let (_, rest) = self.0.split_first().ok_or(OUT_OF_DATA)?;
        length(rest).map(|(_, rest)| Self(rest))
    }

    /// `mbedtls_asn1_get_bool`
    pub(super) fn boolean(&mut self) -> Low<bool> {
        match self.take(0x01)?.0 {
            [value] => Ok(*value != 0),
            _ => Err(INVALID_LENGTH),
        }
    }

    /// `mbedtls_asn1_get_int`: not negative, and of 31 bits.
    pub(super) fn int(&mut self) -> Low<u32> {
        let octets = self.take(0x02)?.0;
        if octets.first().is_none_or(|first| first & 0x80 != 0) {
            return Err(INVALID_LENGTH);
        }
        let value = octets
            .iter()
            .try_fold(0u32, |value, octet| value.checked_mul(256)?.checked_add(u32::from(*octet)));
        value.filter(|value| *value <= 0x7fff_ffff).ok_or(INVALID_LENGTH)
    }

    /// `mbedtls_asn1_get_bitstring`: its octets; it must be all there is.
    pub(super) fn bits(&mut self) -> Low<&'a [u8]> {
        let (unused, octets) = self.take(0x03)?.0.split_first().ok_or(OUT_OF_DATA)?;
        if *unused > 7 {
            return Err(INVALID_LENGTH);
        }
        self.end().map(|()| octets)
    }

    /// `mbedtls_asn1_get_bitstring_null`: its octets; no bit is unused.
    pub(super) fn whole_bits(&mut self) -> Low<Self> {
        match self.take(0x03)?.0 {
            [0, octets @ ..] => Ok(Self(octets)),
            _ => Err(INVALID_DATA),
        }
    }

    /// `mbedtls_asn1_get_alg`: the identifier, and the parameters with their tag.
    pub(super) fn algorithm(&mut self) -> Low<Algorithm<'a>> {
        let mut fields = self.take(0x30)?;
        let oid = fields.take(0x06)?.0;
        if fields.is_empty() {
            return Ok((oid, None));
        }
        let (tag, parameters) = fields.any()?;
        fields.end()?;
        Ok((oid, Some((tag, parameters.0))))
    }
}

/// `mbedtls_asn1_get_len`
fn length(bytes: &[u8]) -> Low<(usize, &[u8])> {
    match bytes {
        [] => Err(OUT_OF_DATA),
        [short @ 0..=0x7f, rest @ ..] => Ok((usize::from(*short), rest)),
        [long @ 0x81..=0x84, rest @ ..] => {
            let (octets, rest) = rest.split_at_checked(usize::from(long & 0x7f)).ok_or(OUT_OF_DATA)?;
            Ok((octets.iter().fold(0, |length, octet| length * 256 + usize::from(*octet)), rest))
        }
        _ => Err(INVALID_LENGTH),
    }
}
