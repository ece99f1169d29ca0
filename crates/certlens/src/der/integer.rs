//! INTEGER (X.690 §8.3).

use crate::defect::{Defect, DefectKind};
use crate::der::Element;

/// Notes an INTEGER that is empty or longer than it need be.
pub(crate) fn check(whole: &[u8], element: Element, defects: &mut Vec<Defect>) {
    match element.content.of(whole) {
        [] => defects.push(Defect::new(DefectKind::IntegerEmpty, element.range)),
        [0, next, ..] if next & 0x80 == 0 => {
            defects.push(Defect::new(DefectKind::IntegerNotMinimal, element.range));
        }
        [0xff, next, ..] if next & 0x80 != 0 => {
            defects.push(Defect::new(DefectKind::IntegerNotMinimal, element.range));
        }
        _ => {}
    }
}

/// The value, where it fits; a negative or a larger one is `None`.
pub(crate) fn small(whole: &[u8], element: Element, defects: &mut Vec<Defect>) -> Option<u64> {
    check(whole, element, defects);
    match magnitude(element.content.of(whole)) {
        [] if element.content.is_empty() => None,
        octets if is_negative(element.content.of(whole)) || octets.len() > 8 => None,
        octets => Some(octets.iter().fold(0, |value, octet| value << 8 | u64::from(*octet))),
    }
}

/// True if the content octets of an INTEGER are those of a negative number.
pub(crate) fn is_negative(content: &[u8]) -> bool {
    content.first().is_some_and(|first| first & 0x80 != 0)
}

/// The content octets of a non-negative INTEGER without leading zeros.
pub(crate) fn magnitude(content: &[u8]) -> &[u8] {
    let zeros = content.iter().take_while(|octet| **octet == 0).count();
    content.get(zeros..).unwrap_or_default()
}

/// Length in bits of an unsigned big-endian number.
pub(crate) fn bit_length(content: &[u8]) -> usize {
    match magnitude(content) {
        [] => 0,
        octets @ [first, ..] => octets.len() * 8 - usize::try_from(first.leading_zeros()).unwrap_or(0),
    }
}
