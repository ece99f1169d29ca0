//! Elements of DER as `sun.security.util.DerValue` reads them: lengths and integers may be longer than they need be.

/// What it says where there is less than the length promises.
pub(super) const NOT_ENOUGH: &str = "not enough content";

/// What is said here where the length is left open, which Java mends.
pub(super) const OPEN_LENGTH: &str = "Indefinite length encoding not supported";

const BOOLEAN: u8 = 0x01;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OID: u8 = 0x06;

/// The message of an `IOException`.
pub(super) type Why = String;

/// An element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'a> {
    pub(super) tag: u8,
    pub(super) content: &'a [u8],
}

impl<'a> Value<'a> {
    /// `new DerValue(byte[])`: all of `octets`.
    pub(super) fn whole(octets: &'a [u8]) -> Result<Self, Why> {
        let mut rest = octets;
        let value = Self::next(&mut rest)?;
        if rest.is_empty() { Ok(value) } else { Err("extra data at the end".to_owned()) }
    }

    /// `DerInputStream.getDerValue`: the first of `rest`, which then begins after it. A length that is left open is not
    /// followed here.
    pub(super) fn next(rest: &mut &'a [u8]) -> Result<Self, Why> {
        let [tag, length, after @ ..] = *rest else { return Err("Too short".to_owned()) };
        if tag & 0x1f == 0x1f {
            return Err("Tag number over 30 at 0 is not supported".to_owned());
        }
        let (length, after) = match length {
            0x80 => return Err(OPEN_LENGTH.to_owned()),
            0..0x80 => (usize::from(*length), after),
            0x81..=0x84 => {
                let digits = after.split_at_checked(usize::from(length & 0x7f));
                let (digits, after) = digits.ok_or("Not enough length bytes")?;
                (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), after)
            }
            _ => return Err("Invalid lenByte".to_owned()),
        };
        let (content, after) = after.split_at_checked(length).ok_or(NOT_ENOUGH)?;
        *rest = after;
        Ok(Self { tag: *tag, content })
    }

    /// The elements in it, one after the other, until one cannot be read.
    pub(super) fn members(self) -> impl Iterator<Item = Result<Self, Why>> + use<'a> {
        let mut rest = self.content;
        core::iter::from_fn(move || {
            let member = (!rest.is_empty()).then(|| Self::next(&mut rest))?;
            if member.is_err() {
                rest = &[];
            }
            Some(member)
        })
    }

    /// It, if it has this tag.
    pub(super) fn tagged(self, tag: u8, otherwise: &str) -> Result<Self, Why> {
        if self.tag == tag { Ok(self) } else { Err(otherwise.to_owned()) }
    }

    fn expected(self, tag: u8, otherwise: &str) -> Result<Self, Why> {
        self.tagged(tag, &format!("{otherwise} {}", self.tag.cast_signed()))
    }

    /// `getBoolean`
    pub(super) fn boolean(self) -> Result<(), Why> {
        match self.expected(BOOLEAN, "DerValue.getBoolean, not a BOOLEAN")?.content.len() {
            1 => Ok(()),
            length => Err(format!("DerValue.getBoolean, invalid length {length}")),
        }
    }

    /// `getInteger`
    pub(super) fn integer(self) -> Result<(), Why> {
        let mut digits = self.big_integer()?;
        let is_negative = digits.first().is_some_and(|first| first & 0x80 != 0);
        let filler = if is_negative { 0xff } else { 0 };
        while let [first, next, ..] = digits
            && *first == filler
            && (next & 0x80 != 0) == is_negative
        {
            digits = digits.get(1..).unwrap_or_default();
        }
        match (digits.len(), is_negative) {
            (..=4, _) => Ok(()),
            (_, true) => Err("Integer below minimum valid value".to_owned()),
            (_, false) => Err("Integer exceeds maximum valid value".to_owned()),
        }
    }

    /// `getBigInteger`
    pub(super) fn big_integer(self) -> Result<&'a [u8], Why> {
        match self.expected(INTEGER, "DerValue.getBigIntegerInternal, not expected")?.content {
            [] => Err("Invalid encoding: zero length Int value".to_owned()),
            digits => Ok(digits),
        }
    }

    /// `getUnalignedBitString`
    pub(super) fn bits(self) -> Result<(), Why> {
        match self.expected(BIT_STRING, "DerValue.getBitString, not a bit string")?.content {
            [] => Err("Invalid encoding: zero length bit string".to_owned()),
            [8..=255, ..] => Err("Invalid number of padding bits".to_owned()),
            [1..=7] => Err("Not enough bytes in BitString".to_owned()),
            _ => Ok(()),
        }
    }

    /// `getOctetString`
    pub(super) fn octets(self) -> Result<&'a [u8], Why> {
        Ok(self.expected(OCTET_STRING, "DerValue.getOctetString, not an Octet String:")?.content)
    }

    /// `getOID`, `ObjectIdentifier.check`
    pub(super) fn oid(self) -> Result<(), Why> {
        const INVALID: &str = "ObjectIdentifier() -- Invalid DER encoding";
        let octets = self.expected(OID, "DerValue.getOID, not an OID")?.content;
        if octets.last().is_none_or(|last| last & 0x80 != 0) {
            return Err(format!("{INVALID}, not ended"));
        }
        let begins = |at: usize| {
            at.checked_sub(1).and_then(|before| octets.get(before)).is_none_or(|before| before & 0x80 == 0)
        };
        let is_useless = octets.iter().enumerate().any(|(at, octet)| *octet == 0x80 && begins(at));
        if is_useless { Err(format!("{INVALID}, useless extra octet detected")) } else { Ok(()) }
    }
}
