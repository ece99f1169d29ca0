//! keyUsage (RFC 5280 §4.2.1.3).

use crate::defect::{Defect, DefectKind};
use crate::der::{self, Reader, bits};

/// `KeyUsage` as defined in RFC 5280 §4.2.1.3: bit n of the integer is bit n of the BIT STRING.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct KeyUsage(pub u64);

/// Names of the bits, in their order.
const NAMES: [&str; 9] = [
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
];

impl KeyUsage {
    /// digitalSignature (0)
    pub const DIGITAL_SIGNATURE: Self = Self(1);
    /// nonRepudiation (1), now called contentCommitment
    pub const NON_REPUDIATION: Self = Self(1 << 1);
    /// keyEncipherment (2)
    pub const KEY_ENCIPHERMENT: Self = Self(1 << 2);
    /// dataEncipherment (3)
    pub const DATA_ENCIPHERMENT: Self = Self(1 << 3);
    /// keyAgreement (4)
    pub const KEY_AGREEMENT: Self = Self(1 << 4);
    /// keyCertSign (5)
    pub const KEY_CERT_SIGN: Self = Self(1 << 5);
    /// cRLSign (6)
    pub const CRL_SIGN: Self = Self(1 << 6);
    /// encipherOnly (7)
    pub const ENCIPHER_ONLY: Self = Self(1 << 7);
    /// decipherOnly (8)
    pub const DECIPHER_ONLY: Self = Self(1 << 8);

    /// True if it has every bit of `other`.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// True if it has a bit of `other`.
    #[must_use]
    pub const fn has_any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The bits of both.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Names of the bits set, in their order; bits without a name are left out.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES.iter().enumerate().filter(move |(bit, _)| self.0 >> bit & 1 == 1).map(|(_, name)| *name)
    }

    /// True if a bit is set that has no name.
    #[must_use]
    pub const fn has_unknown(self) -> bool {
        self.0 >> NAMES.len() != 0
    }
}

pub(super) fn read(reader: &mut Reader<'_>, defects: &mut Vec<Defect>) -> Option<KeyUsage> {
    let element = reader.required(der::tag::BIT_STRING, "KeyUsage", defects)?;
    let usage = KeyUsage(bits::named(reader.whole(), element, defects));
    if usage.0 == 0 {
        defects.push(Defect::new(DefectKind::Empty("KeyUsage"), element.range));
    }
    if usage.has_unknown() {
        defects.push(Defect::new(DefectKind::OutOfRange("KeyUsage"), element.range));
    }
    Some(usage)
}
