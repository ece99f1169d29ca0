//! extKeyUsage (RFC 5280 §4.2.1.12).

use crate::defect::{Defect, DefectKind};
use crate::der::oid::{self, Oid};
use crate::der::{self, Reader};

/// `ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF KeyPurposeId`
pub(super) fn read(reader: &mut Reader<'_>, defects: &mut Vec<Defect>) -> Option<Vec<Oid>> {
    let whole = reader.whole();
    let sequence = reader.required(der::tag::SEQUENCE, "ExtKeyUsageSyntax", defects)?;
    let mut members = Reader::inside(whole, sequence);
    let mut purposes = Vec::new();
    while let Some(member) = members.next(defects) {
        if member.tag == der::tag::OID {
            purposes.push(oid::read(whole, member, defects));
        } else {
            let kind = DefectKind::Unexpected { field: "KeyPurposeId", tag: member.tag };
            defects.push(Defect::new(kind, member.range));
        }
    }
    if sequence.content.is_empty() {
        defects.push(Defect::new(DefectKind::Empty("ExtKeyUsageSyntax"), sequence.range));
    }
    Some(purposes)
}
