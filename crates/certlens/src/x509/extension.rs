//! Extensions (RFC 5280 §4.1.2.9, §4.2, §5.2, §5.3).

use crate::defect::{Defect, DefectKind};
use crate::der::oid::{self, Oid};
use crate::der::time::Time;
use crate::der::{self, Element, Reader, boolean, integer};
use crate::span::ByteRange;
use crate::x509::general_name::{self, GeneralName};
use crate::x509::oids;

pub mod access_description;
pub mod authority_key_identifier;
pub mod basic_constraints;
pub mod certificate_policies;
pub mod distribution_points;
pub mod extended_key_usage;
pub mod issuing_distribution_point;
pub mod key_usage;
pub(crate) mod lookup;
pub mod name_constraints;
pub mod netscape;
pub mod policy_constraints;
pub mod policy_mappings;
pub mod private_key_usage_period;
pub mod qc_statements;
pub mod signed_certificate_timestamps;
pub mod tls_feature;

/// `Extension`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// `extnID`
    pub oid: Oid,
    /// `critical`
    pub critical: bool,
    /// `extnValue`: the octets in it, which are DER themselves.
    pub value: ByteRange,
    /// The whole extension.
    pub range: ByteRange,
    /// What it says.
    pub content: ExtensionContent,
    /// True if its value has a defect, so that `content` is what could be made out.
    pub damaged: bool,
}

impl Extension {
    /// Whether the value in this certificate is one element, its length of one octet, and nothing after it.
    pub(crate) fn is_short_element(&self, certificate: &[u8]) -> bool {
        matches!(self.value.of(certificate), [_, length, rest @ ..] if rest.len() == usize::from(*length))
    }
}

/// What an extension says. Names are those of RFC 5280 §4.2, §5.2 and §5.3, and of the RFCs cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExtensionContent {
    /// RFC 5280 §4.2.1.1
    AuthorityKeyIdentifier(authority_key_identifier::AuthorityKeyIdentifier),
    /// RFC 5280 §4.2.1.2
    SubjectKeyIdentifier(Vec<u8>),
    /// RFC 5280 §4.2.1.3
    KeyUsage(key_usage::KeyUsage),
    /// RFC 5280 §4.2.1.4
    CertificatePolicies(Vec<certificate_policies::PolicyInformation>),
    /// RFC 5280 §4.2.1.5
    PolicyMappings(Vec<policy_mappings::PolicyMapping>),
    /// RFC 5280 §4.2.1.6
    SubjectAltName(Vec<GeneralName>),
    /// RFC 5280 §4.2.1.7
    IssuerAltName(Vec<GeneralName>),
    /// RFC 5280 §4.2.1.8: the types of the attributes
    SubjectDirectoryAttributes(Vec<Oid>),
    /// RFC 5280 §4.2.1.9
    BasicConstraints(basic_constraints::BasicConstraints),
    /// RFC 5280 §4.2.1.10
    NameConstraints(name_constraints::NameConstraints),
    /// RFC 5280 §4.2.1.11
    PolicyConstraints(policy_constraints::PolicyConstraints),
    /// RFC 5280 §4.2.1.12: the key purposes
    ExtendedKeyUsage(Vec<Oid>),
    /// RFC 5280 §4.2.1.13
    CrlDistributionPoints(Vec<distribution_points::DistributionPoint>),
    /// RFC 5280 §4.2.1.14; `None` where the number cannot be read or is above 2^64
    InhibitAnyPolicy(Option<u64>),
    /// RFC 5280 §4.2.1.15
    FreshestCrl(Vec<distribution_points::DistributionPoint>),
    /// RFC 5280 §4.2.2.1
    AuthorityInfoAccess(Vec<access_description::AccessDescription>),
    /// RFC 5280 §4.2.2.2
    SubjectInfoAccess(Vec<access_description::AccessDescription>),
    /// RFC 3280 §4.2.1.4
    PrivateKeyUsagePeriod(private_key_usage_period::PrivateKeyUsagePeriod),
    /// RFC 5280 §5.2.3: the number, big-endian
    CrlNumber(Vec<u8>),
    /// RFC 5280 §5.2.4: the number of the base list, big-endian
    DeltaCrlIndicator(Vec<u8>),
    /// RFC 5280 §5.2.5
    IssuingDistributionPoint(issuing_distribution_point::IssuingDistributionPoint),
    /// RFC 5280 §5.3.1
    ReasonCode(u8),
    /// RFC 5280 §5.3.2
    InvalidityDate(Time),
    /// RFC 5280 §5.3.3
    CertificateIssuer(Vec<GeneralName>),
    /// RFC 6962 §3.3
    SignedCertificateTimestamps(Vec<signed_certificate_timestamps::SignedCertificateTimestamp>),
    /// RFC 6962 §3.1
    CtPoison,
    /// RFC 7633: the TLS extensions that the server must answer
    TlsFeature(Vec<u16>),
    /// RFC 6960 §4.2.2.2.1
    OcspNoCheck,
    /// RFC 6960 §4.4.1: the octets
    OcspNonce(Vec<u8>),
    /// RFC 9608
    NoRevocationAvailable,
    /// RFC 3739 §3.2.6: the statement identifiers
    QcStatements(Vec<Oid>),
    /// `nsCertType`
    NetscapeCertType(netscape::NetscapeCertType),
    /// `nsComment` and the other Netscape extensions that are one IA5String
    NetscapeText(String),
    /// A known type whose value is not read further, or an unknown one.
    Other,
    /// A known type whose value cannot be read.
    Unreadable,
}

/// `Extensions` in `element`.
pub(crate) fn read_all(whole: &[u8], element: Element, defects: &mut Vec<Defect>) -> Vec<Extension> {
    let mut extensions: Vec<Extension> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut sequence = Reader::inside(whole, element);
    while let Some(element) = sequence.next(defects) {
        let extension = read(whole, element, defects);
        if !seen.insert(extension.oid.clone()) {
            defects.push(Defect::new(DefectKind::DuplicateExtension, extension.range));
        }
        extensions.push(extension);
    }
    if extensions.is_empty() {
        defects.push(Defect::new(DefectKind::Empty("Extensions"), element.range));
    }
    extensions
}

fn read(whole: &[u8], element: Element, defects: &mut Vec<Defect>) -> Extension {
    let before = defects.len();
    let mut fields = Reader::inside(whole, element);
    let oid = fields.required(der::tag::OID, "extnID", defects);
    let oid = oid.map_or_else(Oid::default, |element| oid::read(whole, element, defects));
    let critical = fields.optional(der::tag::BOOLEAN, defects).is_some_and(|element| {
        let critical = boolean::read(whole, element, defects);
        if !critical {
            defects.push(Defect::new(DefectKind::DefaultEncoded("critical"), element.range));
        }
        critical
    });
    let value = fields.required(der::tag::OCTET_STRING, "extnValue", defects);
    fields.finish("Extension", defects);
    let (value, content) = match value {
        Some(value) => (value.content, content(&oid, whole, value.content, defects)),
        None => (ByteRange::new(element.range.end, element.range.end), Some(ExtensionContent::Unreadable)),
    };
    let content = content.unwrap_or(ExtensionContent::Unreadable);
    let damaged = defects.len() > before;
    Extension { oid, critical, value, range: element.range, content, damaged }
}

/// The one table of what is read: `None` where the value has not even the outer form.
fn content(oid: &Oid, whole: &[u8], value: ByteRange, defects: &mut Vec<Defect>) -> Option<ExtensionContent> {
    use ExtensionContent as C;
    let Some(name) = oids::extension(oid) else { return Some(C::Other) };
    let mut reader = Reader::over(whole, value);
    let content = match name {
        "authorityKeyIdentifier" => {
            C::AuthorityKeyIdentifier(authority_key_identifier::read(&mut reader, defects)?)
        }
        "subjectKeyIdentifier" => C::SubjectKeyIdentifier(octets(&mut reader, "KeyIdentifier", defects)?),
        "keyUsage" => C::KeyUsage(key_usage::read(&mut reader, defects)?),
        "certificatePolicies" => C::CertificatePolicies(certificate_policies::read(&mut reader, defects)?),
        "policyMappings" => C::PolicyMappings(policy_mappings::read(&mut reader, defects)?),
        "subjectAltName" => C::SubjectAltName(names(&mut reader, "SubjectAltName", defects)?),
        "issuerAltName" => C::IssuerAltName(names(&mut reader, "IssuerAltName", defects)?),
        "subjectDirectoryAttributes" => {
            C::SubjectDirectoryAttributes(qc_statements::read(&mut reader, defects)?)
        }
        "basicConstraints" => C::BasicConstraints(basic_constraints::read(&mut reader, defects)?),
        "nameConstraints" => C::NameConstraints(name_constraints::read(&mut reader, defects)?),
        "policyConstraints" => C::PolicyConstraints(policy_constraints::read(&mut reader, defects)?),
        "extKeyUsage" => C::ExtendedKeyUsage(extended_key_usage::read(&mut reader, defects)?),
        "cRLDistributionPoints" => C::CrlDistributionPoints(distribution_points::read(&mut reader, defects)?),
        "freshestCRL" => C::FreshestCrl(distribution_points::read(&mut reader, defects)?),
        "inhibitAnyPolicy" => C::InhibitAnyPolicy(small_integer(&mut reader, "InhibitAnyPolicy", defects)?),
        "authorityInfoAccess" => C::AuthorityInfoAccess(access_description::read(&mut reader, defects)?),
        "subjectInfoAccess" => C::SubjectInfoAccess(access_description::read(&mut reader, defects)?),
        "privateKeyUsagePeriod" => {
            C::PrivateKeyUsagePeriod(private_key_usage_period::read(&mut reader, defects)?)
        }
        "signedCertificateTimestampList" | "ocspSignedCertificateTimestampList" => {
            C::SignedCertificateTimestamps(signed_certificate_timestamps::read(&mut reader, defects)?)
        }
        "tlsFeature" => C::TlsFeature(tls_feature::read(&mut reader, defects)?),
        "qcStatements" => C::QcStatements(qc_statements::read(&mut reader, defects)?),
        "netscapeCertType" => C::NetscapeCertType(netscape::read_type(&mut reader, defects)?),
        _ => return list_or_marker(name, reader, defects),
    };
    reader.finish("extnValue", defects);
    Some(content)
}

/// Extensions of revocation lists and their entries, markers without content, and plain texts.
fn list_or_marker(name: &str, mut reader: Reader<'_>, defects: &mut Vec<Defect>) -> Option<ExtensionContent> {
    use ExtensionContent as C;
    let whole = reader.whole();
    let content = match name {
        "cRLNumber" => C::CrlNumber(large_integer(&mut reader, "CRLNumber", defects)?),
        "deltaCRLIndicator" => C::DeltaCrlIndicator(large_integer(&mut reader, "BaseCRLNumber", defects)?),
        "issuingDistributionPoint" => {
            C::IssuingDistributionPoint(issuing_distribution_point::read(&mut reader, defects)?)
        }
        "reasonCode" => {
            let element = reader.required(der::tag::ENUMERATED, "CRLReason", defects)?;
            let reason = integer::small(whole, element, defects).and_then(|reason| u8::try_from(reason).ok());
            C::ReasonCode(reason?)
        }
        "invalidityDate" => {
            let element = reader.required(der::tag::GENERALIZED_TIME, "InvalidityDate", defects)?;
            C::InvalidityDate(der::time::read(whole, element, defects))
        }
        "certificateIssuer" => C::CertificateIssuer(names(&mut reader, "CertificateIssuer", defects)?),
        "ocspNonce" => C::OcspNonce(reader.rest().of(whole).to_vec()),
        "ctPoison" | "ocspNoCheck" | "noRevAvail" => {
            reader.required(der::tag::NULL, "NULL", defects)?;
            reader.finish("extnValue", defects);
            return Some(match name {
                "ctPoison" => C::CtPoison,
                "ocspNoCheck" => C::OcspNoCheck,
                _ => C::NoRevocationAvailable,
            });
        }
        name if name.starts_with("netscape") => C::NetscapeText(netscape::read_text(&mut reader, defects)?),
        _ => return Some(C::Other),
    };
    if !matches!(content, C::OcspNonce(_)) {
        reader.finish("extnValue", defects);
    }
    Some(content)
}

fn names(
    reader: &mut Reader<'_>,
    structure: &'static str,
    defects: &mut Vec<Defect>,
) -> Option<Vec<GeneralName>> {
    let sequence = reader.required(der::tag::SEQUENCE, structure, defects)?;
    let names = general_name::read_all(reader.whole(), sequence.content, defects);
    if names.is_empty() {
        defects.push(Defect::new(DefectKind::Empty(structure), sequence.range));
    }
    for name in &names {
        if let general_name::GeneralNameValue::Ip(octets) = &name.value
            && !matches!(octets.len(), 4 | 16)
        {
            defects.push(Defect::new(DefectKind::IpAddressLength(octets.len()), name.range));
        }
    }
    Some(names)
}

fn octets(reader: &mut Reader<'_>, field: &'static str, defects: &mut Vec<Defect>) -> Option<Vec<u8>> {
    let element = reader.required(der::tag::OCTET_STRING, field, defects)?;
    Some(element.content.of(reader.whole()).to_vec())
}

fn small_integer(
    reader: &mut Reader<'_>,
    field: &'static str,
    defects: &mut Vec<Defect>,
) -> Option<Option<u64>> {
    let element = reader.required(der::tag::INTEGER, field, defects)?;
    let value = integer::small(reader.whole(), element, defects);
    if value.is_none() {
        defects.push(Defect::new(DefectKind::OutOfRange(field), element.range));
    }
    Some(value)
}

fn large_integer(reader: &mut Reader<'_>, field: &'static str, defects: &mut Vec<Defect>) -> Option<Vec<u8>> {
    let element = reader.required(der::tag::INTEGER, field, defects)?;
    integer::check(reader.whole(), element, defects);
    Some(element.content.of(reader.whole()).to_vec())
}
