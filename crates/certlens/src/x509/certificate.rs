//! Certificate (RFC 5280 §4.1).

use crate::defect::{Defect, DefectKind};
use crate::der::oid::Oid;
use crate::der::time::{self, Time};
use crate::der::{self, Element, Reader, bits, integer};
use crate::span::ByteRange;
use crate::x509::algorithm::{self, AlgorithmIdentifier};
use crate::x509::extension::basic_constraints::BasicConstraints;
use crate::x509::extension::certificate_policies::PolicyInformation;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::extension::name_constraints::NameConstraints;
use crate::x509::extension::policy_mappings::PolicyMapping;
use crate::x509::extension::{self, Extension, ExtensionContent, lookup};
use crate::x509::general_name::GeneralName;
use crate::x509::name::{self, Name};
use crate::x509::public_key::{self, PublicKey};
pub use crate::x509::serial_number::SerialNumber;

/// `Certificate` as defined in RFC 5280 §4.1, as far as it can be read.
///
/// A field that is missing or of the wrong type is left at its empty value; [`Defect`]s say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Its encoding, byte for byte, without what may follow it.
    pub der: Vec<u8>,
    /// `tbsCertificate`: the bytes that are signed.
    pub tbs: ByteRange,
    /// `version` as encoded: 0 is v1, 2 is v3.
    pub version: Version,
    /// `serialNumber`
    pub serial: SerialNumber,
    /// `signature`: the algorithm as the signed part names it.
    pub inner_algorithm: AlgorithmIdentifier,
    /// `issuer`
    pub issuer: Name,
    /// `validity`
    pub validity: Validity,
    /// `subject`
    pub subject: Name,
    /// `subjectPublicKeyInfo`; `None` where there is nothing of its form.
    pub public_key: Option<PublicKey>,
    /// `issuerUniqueID`, where it stands.
    pub issuer_unique_id: Option<ByteRange>,
    /// `subjectUniqueID`, where it stands.
    pub subject_unique_id: Option<ByteRange>,
    /// `extensions`, in their order, duplicates included.
    pub extensions: Vec<Extension>,
    /// True if there is an `extensions` field, be it empty.
    pub has_extensions_field: bool,
    /// `signatureAlgorithm`: the algorithm as it stands beside the signature.
    pub signature_algorithm: AlgorithmIdentifier,
    /// `signature`: where its octets stand.
    pub signature: ByteRange,
}

/// `Version`: the number encoded is one less than the version's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Version {
    /// v1, by default or written out
    V1,
    /// v2
    V2,
    /// v3
    V3,
    /// A number that names no version; `None` if it is not even a small number.
    Other(Option<u64>),
}

impl Version {
    /// The version's name: 1, 2, 3 and so on.
    #[must_use]
    pub const fn number(self) -> Option<u64> {
        match self {
            Self::V1 => Some(1),
            Self::V2 => Some(2),
            Self::V3 => Some(3),
            Self::Other(Some(encoded)) => encoded.checked_add(1),
            Self::Other(None) => None,
        }
    }
}

/// `Validity`
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Validity {
    /// Where it stands in the encoding.
    pub range: ByteRange,
    /// `notBefore`
    pub not_before: Time,
    /// `notAfter`
    pub not_after: Time,
}

impl Certificate {
    /// How sentences name it: its most specific attribute (`CN=provider-service`), else its first alternative name, else
    /// its serial number.
    #[must_use]
    pub fn label(&self) -> String {
        if let Some(rdn) = self.subject.rdns.iter().rev().find(|rdn| !rdn.attributes.is_empty()) {
            let attributes = rdn.attributes.iter().map(|a| format!("{}={}", a.label(), a.text));
            return attributes.collect::<Vec<_>>().join("+");
        }
        match self.subject_alternative_names().and_then(<[GeneralName]>::first) {
            Some(name) => format!("{}:{}", name.value.label(), name.value.text()),
            None => format!("serial number {}", self.serial.hex()),
        }
    }

    /// The bytes that are signed.
    #[must_use]
    pub fn tbs_octets(&self) -> &[u8] {
        self.tbs.of(&self.der)
    }

    /// Whether the signature is whole octets, and at least one (`signatureValue` of RFC 5280 §4.1.1.3).
    #[must_use]
    pub fn has_whole_signature(&self) -> bool {
        let unused = self.signature.start.checked_sub(1).and_then(|at| self.der.get(at));
        unused == Some(&0) && !self.signature_octets().is_empty()
    }

    /// The octets of the signature.
    #[must_use]
    pub fn signature_octets(&self) -> &[u8] {
        self.signature.of(&self.der)
    }

    /// True if subject and issuer are the same name (RFC 5280 §6.1: self-issued).
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.subject.matches(&self.issuer)
    }

    /// The first extension for which `select` gives something, and what it gives.
    fn first<'a, T>(&'a self, select: impl Fn(&'a ExtensionContent) -> Option<T>) -> Option<T> {
        lookup::first(&self.extensions, select)
    }

    /// The first extension with this name (that of RFC 5280), whatever its content.
    #[must_use]
    pub fn extension(&self, name: &str) -> Option<&Extension> {
        self.extensions.iter().find(|e| super::oids::extension(&e.oid) == Some(name))
    }

    /// basicConstraints
    #[must_use]
    pub fn basic_constraints(&self) -> Option<BasicConstraints> {
        lookup::basic_constraints(&self.extensions)
    }

    /// True if basicConstraints says cA.
    #[must_use]
    pub fn is_ca(&self) -> bool {
        self.basic_constraints().is_some_and(|constraints| constraints.ca)
    }

    /// keyUsage
    #[must_use]
    pub fn key_usage(&self) -> Option<KeyUsage> {
        lookup::key_usage(&self.extensions)
    }

    /// extKeyUsage
    #[must_use]
    pub fn extended_key_usage(&self) -> Option<&[Oid]> {
        lookup::extended_key_usage(&self.extensions)
    }

    /// subjectAltName
    #[must_use]
    pub fn subject_alternative_names(&self) -> Option<&[GeneralName]> {
        lookup::subject_alternative_names(&self.extensions)
    }

    /// certificatePolicies
    #[must_use]
    pub fn certificate_policies(&self) -> Option<&[PolicyInformation]> {
        self.first(|content| match content {
            ExtensionContent::CertificatePolicies(policies) => Some(policies.as_slice()),
            _ => None,
        })
    }

    /// policyMappings; none where the extension is not there.
    #[must_use]
    pub fn policy_mappings(&self) -> &[PolicyMapping] {
        let mappings = self.first(|content| match content {
            ExtensionContent::PolicyMappings(mappings) => Some(mappings.as_slice()),
            _ => None,
        });
        mappings.unwrap_or_default()
    }

    /// subjectKeyIdentifier
    #[must_use]
    pub fn subject_key_identifier(&self) -> Option<&[u8]> {
        self.first(|content| match content {
            ExtensionContent::SubjectKeyIdentifier(identifier) => Some(identifier.as_slice()),
            _ => None,
        })
    }

    /// authorityKeyIdentifier
    #[must_use]
    pub fn authority_key_identifier(
        &self,
    ) -> Option<&extension::authority_key_identifier::AuthorityKeyIdentifier> {
        self.first(|content| match content {
            ExtensionContent::AuthorityKeyIdentifier(identifier) => Some(identifier),
            _ => None,
        })
    }

    /// nameConstraints
    #[must_use]
    pub fn name_constraints(&self) -> Option<&NameConstraints> {
        self.first(|content| match content {
            ExtensionContent::NameConstraints(constraints) => Some(constraints),
            _ => None,
        })
    }
}

/// The certificate at the beginning of `whole`; `None` if no SEQUENCE begins there.
pub(crate) fn read(whole: &[u8], defects: &mut Vec<Defect>) -> Option<Certificate> {
    let mut outer = Reader::new(whole);
    let sequence = outer.required(der::tag::SEQUENCE, "Certificate", defects)?;
    if !outer.is_empty() {
        let kind = DefectKind::TrailingBytes { count: outer.rest().len() };
        defects.push(Defect::new(kind, outer.rest()));
    }
    let mut fields = Reader::inside(whole, sequence);
    let tbs = fields.required(der::tag::SEQUENCE, "tbsCertificate", defects)?;
    let mut certificate = read_tbs(whole, tbs, defects);
    certificate.der = sequence.range.of(whole).to_vec();
    certificate.signature_algorithm = algorithm::required(&mut fields, "signatureAlgorithm", defects);
    let signature = fields.required(der::tag::BIT_STRING, "signature", defects);
    certificate.signature =
        signature.map_or_else(ByteRange::default, |element| bits::read(whole, element, defects).octets);
    fields.finish("Certificate", defects);
    algorithm::compare(&certificate.inner_algorithm, &certificate.signature_algorithm, defects);
    Some(certificate)
}

fn read_tbs(whole: &[u8], tbs: Element, defects: &mut Vec<Defect>) -> Certificate {
    let mut fields = Reader::inside(whole, tbs);
    let version = read_version(&mut fields, defects);
    let serial = read_serial(&mut fields, "serialNumber", defects);
    let inner_algorithm = algorithm::required(&mut fields, "signature", defects);
    let issuer = read_name(&mut fields, "issuer", defects);
    let validity = fields.required(der::tag::SEQUENCE, "validity", defects);
    let validity = validity.map_or_else(Validity::default, |element| read_validity(whole, element, defects));
    let subject = read_name(&mut fields, "subject", defects);
    let public_key = fields.required(der::tag::SEQUENCE, "subjectPublicKeyInfo", defects);
    let public_key = public_key.map(|element| public_key::read(whole, element, defects));
    let issuer_unique_id = fields.optional(der::tag::context(1), defects).map(|element| element.range);
    let subject_unique_id = fields.optional(der::tag::context(2), defects).map(|element| element.range);
    let explicit = fields.optional(der::tag::context_constructed(3), defects);
    let sequence = explicit.and_then(|explicit| {
        let mut inner = Reader::inside(whole, explicit);
        let sequence = inner.required(der::tag::SEQUENCE, "extensions", defects);
        inner.finish("extensions", defects);
        sequence
    });
    let extensions = sequence.map_or_else(Vec::new, |sequence| extension::read_all(whole, sequence, defects));
    fields.finish("TBSCertificate", defects);
    Certificate {
        der: Vec::new(),
        tbs: tbs.range,
        version,
        serial,
        inner_algorithm,
        issuer,
        validity,
        subject,
        public_key,
        issuer_unique_id,
        subject_unique_id,
        extensions,
        has_extensions_field: explicit.is_some(),
        signature_algorithm: AlgorithmIdentifier::default(),
        signature: ByteRange::default(),
    }
}

fn read_version(fields: &mut Reader<'_>, defects: &mut Vec<Defect>) -> Version {
    let Some(explicit) = fields.optional(der::tag::context_constructed(0), defects) else {
        return Version::V1;
    };
    let mut inner = Reader::inside(fields.whole(), explicit);
    let number = inner.required(der::tag::INTEGER, "version", defects);
    let number = number.and_then(|element| integer::small(inner.whole(), element, defects));
    let version = match number {
        Some(0) => {
            defects.push(Defect::new(DefectKind::DefaultEncoded("version"), explicit.range));
            Version::V1
        }
        Some(1) => Version::V2,
        Some(2) => Version::V3,
        other => {
            defects.push(Defect::new(DefectKind::OutOfRange("version"), explicit.range));
            Version::Other(other)
        }
    };
    inner.finish("version", defects);
    version
}

/// The next field, which should be a `CertificateSerialNumber`.
pub(crate) fn read_serial(
    fields: &mut Reader<'_>,
    field: &'static str,
    defects: &mut Vec<Defect>,
) -> SerialNumber {
    let element = fields.required(der::tag::INTEGER, field, defects);
    element.map_or_else(SerialNumber::default, |element| {
        integer::check(fields.whole(), element, defects);
        SerialNumber { octets: element.content.of(fields.whole()).to_vec(), range: element.range }
    })
}

/// The next field, which should be a `Name`.
pub(crate) fn read_name(fields: &mut Reader<'_>, field: &'static str, defects: &mut Vec<Defect>) -> Name {
    let element = fields.required(der::tag::SEQUENCE, field, defects);
    element.map_or_else(Name::default, |element| name::read(fields.whole(), element, defects))
}

fn read_validity(whole: &[u8], element: Element, defects: &mut Vec<Defect>) -> Validity {
    let mut fields = Reader::inside(whole, element);
    let mut read = |field| match fields.next(defects) {
        Some(element) => time::read(whole, element, defects),
        None => {
            defects.push(Defect::new(DefectKind::Missing(field), element.range));
            Time::default()
        }
    };
    let validity =
        Validity { range: element.range, not_before: read("notBefore"), not_after: read("notAfter") };
    fields.finish("Validity", defects);
    validity
}
