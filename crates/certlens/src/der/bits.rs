//! BIT STRING (X.690 §8.6, §11.2).

use crate::defect::{Defect, DefectKind};
use crate::der::{self, Element, Reader};
use crate::span::ByteRange;

/// The bits of a BIT STRING, where they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bits {
    /// The octets after the first, which counts the unused bits.
    pub(crate) octets: ByteRange,
    /// How many bits of the last octet do not count, 0 to 7.
    pub(crate) unused: u8,
}

/// The bits of `element`. Of a constructed string only the first piece is read.
pub(crate) fn read(whole: &[u8], element: Element, defects: &mut Vec<Defect>) -> Bits {
    if element.is_constructed() {
        defects.push(Defect::new(DefectKind::ConstructedString, element.range));
        let mut pieces = Reader::inside(whole, element);
        let piece = pieces.next(defects).filter(|piece| piece.tag == der::tag::BIT_STRING);
        return piece.map_or_else(
            || Bits { octets: element.content, unused: 0 },
            |piece| primitive(whole, piece, defects),
        );
    }
    primitive(whole, element, defects)
}

fn primitive(whole: &[u8], element: Element, defects: &mut Vec<Defect>) -> Bits {
    let (unused, octets) = match element.content.of(whole).split_first() {
        Some((unused @ 0..=7, octets)) if *unused == 0 || !octets.is_empty() => (*unused, octets),
        Some((_, octets)) => {
            defects.push(Defect::new(DefectKind::UnusedBitsInvalid, element.range));
            (0, octets)
        }
        None => {
            defects.push(Defect::new(DefectKind::UnusedBitsInvalid, element.range));
            return Bits { octets: element.content, unused: 0 };
        }
    };
    let mask = (1u8 << unused) - 1;
    if octets.last().is_some_and(|last| last & mask != 0) {
        defects.push(Defect::new(DefectKind::UnusedBitsSet, element.range));
    }
    Bits { octets: ByteRange::new(element.content.end - octets.len(), element.content.end), unused }
}

/// A named bit list: bit 0 is the first of the first octet. Bits from 64 on do not fit and are dropped.
pub(crate) fn named(whole: &[u8], element: Element, defects: &mut Vec<Defect>) -> u64 {
    let bits = read(whole, element, defects);
    let octets = bits.octets.of(whole);
    let last_used = octets.last().map(|last| last >> bits.unused & 1);
    if last_used == Some(0) {
        defects.push(Defect::new(DefectKind::TrailingZeroBits, element.range));
    }
    let count = octets.len();
    octets.iter().take(8).enumerate().fold(0, |set, (index, octet)| {
        let octet = if index + 1 == count { octet >> bits.unused << bits.unused } else { *octet };
        set | u64::from(octet.reverse_bits()) << (8 * index)
    })
}
