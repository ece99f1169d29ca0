//! tlsFeature, "must staple" (RFC 7633).

use crate::defect::{Defect, DefectKind};
use crate::der::{self, Reader, integer};

/// `Features ::= SEQUENCE OF INTEGER`: numbers of TLS extensions; 5 is status_request.
pub(super) fn read(reader: &mut Reader<'_>, defects: &mut Vec<Defect>) -> Option<Vec<u16>> {
    let whole = reader.whole();
    let sequence = reader.required(der::tag::SEQUENCE, "Features", defects)?;
    let mut members = Reader::inside(whole, sequence);
    let mut features = Vec::new();
    while let Some(member) = members.next(defects) {
        let feature = (member.tag == der::tag::INTEGER)
            .then(|| integer::small(whole, member, defects))
            .flatten()
            .and_then(|feature| u16::try_from(feature).ok());
        match feature {
            Some(feature) => features.push(feature),
            None => defects.push(Defect::new(DefectKind::OutOfRange("Features"), member.range)),
        }
    }
    Some(features)
}
