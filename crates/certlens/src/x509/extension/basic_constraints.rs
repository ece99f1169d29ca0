//! basicConstraints (RFC 5280 §4.2.1.9).

use crate::defect::{Defect, DefectKind};
use crate::der::{self, Reader, boolean, integer};

/// `BasicConstraints` as defined in RFC 5280 §4.2.1.9.
///
/// ```text
/// BasicConstraints ::= SEQUENCE {
///      cA                      BOOLEAN DEFAULT FALSE,
///      pathLenConstraint       INTEGER (0..MAX) OPTIONAL }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BasicConstraints {
    /// `cA`
    pub ca: bool,
    /// `pathLenConstraint`
    pub path_len: Option<PathLen>,
}

/// `pathLenConstraint`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathLen {
    /// The most non-self-issued intermediates that may follow.
    AtMost(u64),
    /// Negative, empty, or above 2^64.
    Unusable,
}

pub(super) fn read(reader: &mut Reader<'_>, defects: &mut Vec<Defect>) -> Option<BasicConstraints> {
    let whole = reader.whole();
    let sequence = reader.required(der::tag::SEQUENCE, "BasicConstraints", defects)?;
    let mut fields = Reader::inside(whole, sequence);
    let ca = fields.optional(der::tag::BOOLEAN, defects).is_some_and(|element| {
        let ca = boolean::read(whole, element, defects);
        if !ca {
            defects.push(Defect::new(DefectKind::DefaultEncoded("cA"), element.range));
        }
        ca
    });
    let path_len = fields.optional(der::tag::INTEGER, defects).map(|element| {
        integer::small(whole, element, defects).map_or_else(
            || {
                defects.push(Defect::new(DefectKind::OutOfRange("pathLenConstraint"), element.range));
                PathLen::Unusable
            },
            PathLen::AtMost,
        )
    });
    fields.finish("BasicConstraints", defects);
    Some(BasicConstraints { ca, path_len })
}
