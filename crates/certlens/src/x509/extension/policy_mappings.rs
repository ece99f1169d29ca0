//! policyMappings (RFC 5280 §4.2.1.5).

use crate::defect::{Defect, DefectKind};
use crate::der::oid::{self, Oid};
use crate::der::{self, Reader};

/// One pair of `PolicyMappings` as defined in RFC 5280 §4.2.1.5.
///
/// ```text
/// PolicyMappings ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE {
///      issuerDomainPolicy      CertPolicyId,
///      subjectDomainPolicy     CertPolicyId }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyMapping {
    /// `issuerDomainPolicy`
    pub issuer_domain: Oid,
    /// `subjectDomainPolicy`
    pub subject_domain: Oid,
}

pub(super) fn read(reader: &mut Reader<'_>, defects: &mut Vec<Defect>) -> Option<Vec<PolicyMapping>> {
    let whole = reader.whole();
    let sequence = reader.required(der::tag::SEQUENCE, "PolicyMappings", defects)?;
    let mut members = Reader::inside(whole, sequence);
    let mut mappings = Vec::new();
    while let Some(member) = members.next(defects) {
        let mut fields = Reader::inside(whole, member);
        let mut policy = |field| {
            let element = fields.required(der::tag::OID, field, defects);
            element.map_or_else(Oid::default, |element| oid::read(whole, element, defects))
        };
        let (issuer_domain, subject_domain) = (policy("issuerDomainPolicy"), policy("subjectDomainPolicy"));
        fields.finish("PolicyMapping", defects);
        mappings.push(PolicyMapping { issuer_domain, subject_domain });
    }
    if mappings.is_empty() {
        defects.push(Defect::new(DefectKind::Empty("PolicyMappings"), sequence.range));
    }
    Some(mappings)
}
