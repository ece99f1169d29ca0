//! What a reader found odd, and where: raw facts, without words and without judgement.

use crate::span::ByteRange;

/// One oddity of an encoding, at the bytes where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// What is odd.
    pub kind: DefectKind,
    /// The bytes, counted from the first byte of the object.
    pub at: ByteRange,
}

impl Defect {
    pub(crate) const fn new(kind: DefectKind, at: ByteRange) -> Self {
        Self { kind, at }
    }
}

/// What is odd. Names of fields are those of the ASN.1 module that defines them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DefectKind {
    /// An element says it is longer than what is there.
    Truncated {
        /// Content octets its length announces.
        announced: usize,
        /// Content octets that are there.
        available: usize,
    },
    /// Bytes follow the end of the structure.
    TrailingBytes {
        /// How many.
        count: usize,
    },
    /// A length of unknown size closed by end-of-contents octets: BER, not DER (X.690 §10.1).
    IndefiniteLength,
    /// A length written in more octets than needed (X.690 §10.1).
    LengthNotMinimal,
    /// A tag number below 31 in the long form (X.690 §8.1.2.2).
    TagNotMinimal,
    /// A string cut into pieces: BER, not DER (X.690 §10.2).
    ConstructedString,
    /// A BOOLEAN that is neither 00 nor FF (X.690 §11.1).
    BooleanNotDer(u8),
    /// An INTEGER without content octets.
    IntegerEmpty,
    /// An INTEGER with a leading octet that says nothing (X.690 §8.3.2).
    IntegerNotMinimal,
    /// A BIT STRING without its first octet, or with one above 7.
    UnusedBitsInvalid,
    /// Unused bits of a BIT STRING that are not zero (X.690 §11.2.1).
    UnusedBitsSet,
    /// A named bit list with trailing zero bits (X.690 §11.2.2).
    TrailingZeroBits,
    /// An OBJECT IDENTIFIER without content octets.
    OidEmpty,
    /// An arc of an OBJECT IDENTIFIER with a leading 80 octet (X.690 §8.19.2).
    OidNotMinimal,
    /// An OBJECT IDENTIFIER that ends within an arc.
    OidTruncated,
    /// Octets that are not characters of the string type.
    Characters {
        /// The string type, as ASN.1 names it.
        string_type: &'static str,
    },
    /// A BMPString or UniversalString whose length is not a multiple of its character size.
    OddLength {
        /// The string type, as ASN.1 names it.
        string_type: &'static str,
    },
    /// A time that is not written as RFC 5280 §4.1.2.5 asks.
    Time(TimeDefect),
    /// A DEFAULT value that is written out (X.690 §11.5).
    DefaultEncoded(&'static str),
    /// A SET OF whose elements are not in ascending order (X.690 §11.6).
    SetNotSorted,
    /// A required field is not there.
    Missing(&'static str),
    /// Another element stands where a field should.
    Unexpected {
        /// The field.
        field: &'static str,
        /// The identifier octet found.
        tag: u8,
    },
    /// An element that the structure does not define.
    ExtraField(&'static str),
    /// A SEQUENCE OF or SET OF that must have elements has none.
    Empty(&'static str),
    /// A value outside the range that the field allows.
    OutOfRange(&'static str),
    /// A second extension of the same type (RFC 5280 §4.2).
    DuplicateExtension,
    /// An iPAddress that has neither 4 nor 16 octets (8 or 32 in name constraints).
    IpAddressLength(usize),
    /// The two signature algorithms of a certificate or list differ (RFC 5280 §4.1.1.2).
    AlgorithmMismatch,
}

/// How a time departs from `YYMMDDHHMMSSZ` or `YYYYMMDDHHMMSSZ`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeDefect {
    /// Not digits in the right places.
    Malformed,
    /// No seconds.
    NoSeconds,
    /// No `Z` at the end.
    NoZone,
    /// An offset from UTC in place of `Z`.
    Offset,
    /// A fraction of a second.
    Fraction,
    /// A day, hour, minute or second that no calendar or clock has.
    Impossible,
}
