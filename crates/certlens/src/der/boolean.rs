//! BOOLEAN (X.690 §8.2, §11.1).

use crate::defect::{Defect, DefectKind};
use crate::der::Element;

/// True for every content octet but 00.
pub(crate) fn read(whole: &[u8], element: Element, defects: &mut Vec<Defect>) -> bool {
    match element.content.of(whole) {
        [0] => false,
        [0xff] => true,
        [other] => {
            defects.push(Defect::new(DefectKind::BooleanNotDer(*other), element.range));
            true
        }
        octets => {
            defects.push(Defect::new(DefectKind::OutOfRange("BOOLEAN"), element.range));
            octets.iter().any(|octet| *octet != 0)
        }
    }
}
