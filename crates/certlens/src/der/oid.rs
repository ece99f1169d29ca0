//! OBJECT IDENTIFIER (X.690 §8.19).

use core::fmt;

use crate::defect::{Defect, DefectKind};
use crate::der::Element;

/// An object identifier, as its content octets; arcs may be of any size.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Oid(Vec<u8>);

impl Oid {
    /// The identifier with these content octets, which need not be well-formed.
    #[must_use]
    pub fn from_octets(octets: &[u8]) -> Self {
        Self(octets.to_vec())
    }

    /// The content octets.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.0
    }
}

/// Dotted decimal; an arc that has no end is followed by `?`, an arc above 2^128 is written as hexadecimal.
impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("(empty)");
        }
        for (index, arc) in self.0.split_inclusive(|octet| octet & 0x80 == 0).enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            let value = arc.iter().try_fold(0u128, |value, octet| {
                (value >> 121 == 0).then(|| value << 7 | u128::from(octet & 0x7f))
            });
            match value {
                Some(value) if index == 0 => {
                    let first = (value / 40).min(2);
                    write!(f, "{first}.{}", value - first * 40)?;
                }
                Some(value) => write!(f, "{value}")?,
                None => write!(f, "0x{}", data_encoding::HEXLOWER.encode(arc))?,
            }
            if arc.last().is_some_and(|octet| octet & 0x80 != 0) {
                f.write_str("?")?;
            }
        }
        Ok(())
    }
}

/// The identifier in `element`.
pub(crate) fn read(whole: &[u8], element: Element, defects: &mut Vec<Defect>) -> Oid {
    let octets = element.content.of(whole);
    if octets.is_empty() {
        defects.push(Defect::new(DefectKind::OidEmpty, element.range));
    }
    let mut arcs = octets.split_inclusive(|octet| octet & 0x80 == 0);
    if arcs.any(|arc| arc.first() == Some(&0x80)) {
        defects.push(Defect::new(DefectKind::OidNotMinimal, element.range));
    }
    if octets.last().is_some_and(|octet| octet & 0x80 != 0) {
        defects.push(Defect::new(DefectKind::OidTruncated, element.range));
    }
    Oid(octets.to_vec())
}
