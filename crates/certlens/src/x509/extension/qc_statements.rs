//! qcStatements (RFC 3739 §3.2.6) and subjectDirectoryAttributes (RFC 5280 §4.2.1.8): what kinds of statement there are.

use crate::defect::{Defect, DefectKind};
use crate::der::oid::{self, Oid};
use crate::der::{self, Reader};

/// The identifier that begins each member of a SEQUENCE OF SEQUENCE.
pub(super) fn read(reader: &mut Reader<'_>, defects: &mut Vec<Defect>) -> Option<Vec<Oid>> {
    let whole = reader.whole();
    let sequence = reader.required(der::tag::SEQUENCE, "QCStatements", defects)?;
    let mut members = Reader::inside(whole, sequence);
    let mut statements = Vec::new();
    while let Some(member) = members.next(defects) {
        let id = Reader::inside(whole, member).required(der::tag::OID, "statementId", defects);
        statements.extend(id.map(|element| oid::read(whole, element, defects)));
    }
    if sequence.content.is_empty() {
        defects.push(Defect::new(DefectKind::Empty("QCStatements"), sequence.range));
    }
    Some(statements)
}
