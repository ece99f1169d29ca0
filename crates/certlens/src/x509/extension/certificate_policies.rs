//! certificatePolicies (RFC 5280 §4.2.1.4).

use crate::defect::{Defect, DefectKind};
use crate::der::oid::{self, Oid};
use crate::der::string::{self, StringType};
use crate::der::{self, Element, Reader};
use crate::span::ByteRange;
use crate::x509::oids;

/// `PolicyInformation` as defined in RFC 5280 §4.2.1.4.
///
/// ```text
/// PolicyInformation ::= SEQUENCE {
///      policyIdentifier   CertPolicyId,
///      policyQualifiers   SEQUENCE SIZE (1..MAX) OF PolicyQualifierInfo OPTIONAL }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyInformation {
    /// `policyIdentifier`
    pub policy: Oid,
    /// `policyQualifiers`
    pub qualifiers: Vec<PolicyQualifier>,
    /// Where it stands.
    pub range: ByteRange,
}

/// `PolicyQualifierInfo`
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicyQualifier {
    /// `cPSuri`
    Cps(String),
    /// `userNotice`
    UserNotice {
        /// `explicitText` and its string type
        explicit_text: Option<(String, StringType)>,
        /// The octets of `noticeRef.organization`, as text
        organization: Option<String>,
    },
    /// Another qualifier, or one that cannot be read.
    Other(Oid),
}

pub(super) fn read(reader: &mut Reader<'_>, defects: &mut Vec<Defect>) -> Option<Vec<PolicyInformation>> {
    let whole = reader.whole();
    let sequence = reader.required(der::tag::SEQUENCE, "CertificatePolicies", defects)?;
    let mut members = Reader::inside(whole, sequence);
    let mut policies = Vec::new();
    while let Some(member) = members.next(defects) {
        let mut fields = Reader::inside(whole, member);
        let policy = fields.required(der::tag::OID, "policyIdentifier", defects);
        let policy = policy.map_or_else(Oid::default, |element| oid::read(whole, element, defects));
        let list = fields.optional(der::tag::SEQUENCE, defects);
        let qualifiers = list.map_or_else(Vec::new, |list| qualifiers(whole, list, defects));
        fields.finish("PolicyInformation", defects);
        policies.push(PolicyInformation { policy, qualifiers, range: member.range });
    }
    if policies.is_empty() {
        defects.push(Defect::new(DefectKind::Empty("CertificatePolicies"), sequence.range));
    }
    Some(policies)
}

fn qualifiers(whole: &[u8], list: Element, defects: &mut Vec<Defect>) -> Vec<PolicyQualifier> {
    let mut members = Reader::inside(whole, list);
    let mut qualifiers = Vec::new();
    while let Some(member) = members.next(defects) {
        let mut fields = Reader::inside(whole, member);
        let id = fields.required(der::tag::OID, "policyQualifierId", defects);
        let id = id.map_or_else(Oid::default, |element| oid::read(whole, element, defects));
        let qualifier = fields.next(defects);
        let read = qualifier.and_then(|qualifier| match id.octets() {
            oids::CPS_POINTER => {
                let string_type = StringType::from_tag(qualifier.tag)?;
                Some(PolicyQualifier::Cps(string::read(whole, qualifier, string_type, defects)))
            }
            oids::USER_NOTICE => Some(user_notice(whole, qualifier, defects)),
            _ => None,
        });
        qualifiers.push(read.unwrap_or(PolicyQualifier::Other(id)));
    }
    if qualifiers.is_empty() {
        defects.push(Defect::new(DefectKind::Empty("policyQualifiers"), list.range));
    }
    qualifiers
}

fn user_notice(whole: &[u8], notice: Element, defects: &mut Vec<Defect>) -> PolicyQualifier {
    let mut fields = Reader::inside(whole, notice);
    let reference = fields.optional(der::tag::SEQUENCE, defects);
    let organization = reference.and_then(|reference| text(&mut Reader::inside(whole, reference), defects));
    let explicit_text = text(&mut fields, defects);
    fields.finish("UserNotice", defects);
    PolicyQualifier::UserNotice { explicit_text, organization: organization.map(|(text, _)| text) }
}

fn text(fields: &mut Reader<'_>, defects: &mut Vec<Defect>) -> Option<(String, StringType)> {
    let string_type = StringType::from_tag(fields.peek()?)?;
    let element = fields.next(defects)?;
    Some((string::read(fields.whole(), element, string_type, defects), string_type))
}
