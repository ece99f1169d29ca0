//! authorityInfoAccess and subjectInfoAccess (RFC 5280 §4.2.2).

use crate::defect::{Defect, DefectKind};
use crate::der::oid::{self, Oid};
use crate::der::{self, Reader};
use crate::x509::general_name::{self, GeneralName};
use crate::x509::oids;

/// `AccessDescription` as defined in RFC 5280 §4.2.2.1.
///
/// ```text
/// AccessDescription  ::=  SEQUENCE {
///      accessMethod          OBJECT IDENTIFIER,
///      accessLocation        GeneralName  }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessDescription {
    /// `accessMethod`
    pub method: Oid,
    /// `accessLocation`
    pub location: GeneralName,
}

impl AccessDescription {
    /// Name of the access method (`OCSP`, `caIssuers`), or dotted decimal.
    #[must_use]
    pub fn method_name(&self) -> String {
        oids::access_method(&self.method).map_or_else(|| self.method.to_string(), str::to_owned)
    }
}

pub(super) fn read(reader: &mut Reader<'_>, defects: &mut Vec<Defect>) -> Option<Vec<AccessDescription>> {
    let whole = reader.whole();
    let sequence = reader.required(der::tag::SEQUENCE, "AuthorityInfoAccessSyntax", defects)?;
    let mut members = Reader::inside(whole, sequence);
    let mut descriptions = Vec::new();
    while let Some(member) = members.next(defects) {
        let mut fields = Reader::inside(whole, member);
        let method = fields.required(der::tag::OID, "accessMethod", defects);
        let method = method.map_or_else(Oid::default, |element| oid::read(whole, element, defects));
        let Some(location) = fields.next(defects) else {
            defects.push(Defect::new(DefectKind::Missing("accessLocation"), member.range));
            continue;
        };
        let location = general_name::read(whole, location, defects);
        fields.finish("AccessDescription", defects);
        descriptions.push(AccessDescription { method, location });
    }
    if sequence.content.is_empty() {
        defects.push(Defect::new(DefectKind::Empty("AuthorityInfoAccessSyntax"), sequence.range));
    }
    Some(descriptions)
}
