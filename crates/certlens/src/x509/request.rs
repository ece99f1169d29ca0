//! CertificationRequest (RFC 2986 §4).

use crate::defect::{Defect, DefectKind};
use crate::der::oid::{self, Oid};
use crate::der::string::{self, StringType};
use crate::der::{self, Element, Reader, bits, integer};
use crate::span::ByteRange;
use crate::x509::algorithm::{self, AlgorithmIdentifier};
use crate::x509::certificate;
use crate::x509::extension::{self, Extension};
use crate::x509::name::Name;
use crate::x509::oids;
use crate::x509::public_key::{self, PublicKey};

/// `CertificationRequest` as defined in RFC 2986 §4 (PKCS #10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificationRequest {
    /// Its encoding, byte for byte.
    pub der: Vec<u8>,
    /// `certificationRequestInfo`: the bytes that are signed.
    pub info: ByteRange,
    /// `version` as encoded: 0 is v1.
    pub version: Option<u64>,
    /// `subject`
    pub subject: Name,
    /// `subjectPKInfo`
    pub public_key: Option<PublicKey>,
    /// Types of `attributes`.
    pub attributes: Vec<Oid>,
    /// The extensions asked for (RFC 2985 §5.4.2).
    pub extensions: Vec<Extension>,
    /// `challengePassword`: that there is one. RFC 2985 §5.4.1 has it prove who asks for a revocation; in a request that is not encrypted
    /// it is no secret, and stands in `der` as it does there.
    pub has_challenge_password: bool,
    /// `signatureAlgorithm`
    pub signature_algorithm: AlgorithmIdentifier,
    /// `signature`: where its octets stand.
    pub signature: ByteRange,
}

/// The request at the beginning of `whole`; `None` if no SEQUENCE begins there.
pub(crate) fn read(whole: &[u8], defects: &mut Vec<Defect>) -> Option<CertificationRequest> {
    let mut outer = Reader::new(whole);
    let sequence = outer.required(der::tag::SEQUENCE, "CertificationRequest", defects)?;
    if !outer.is_empty() {
        let kind = DefectKind::TrailingBytes { count: outer.rest().len() };
        defects.push(Defect::new(kind, outer.rest()));
    }
    let mut fields = Reader::inside(whole, sequence);
    let info = fields.required(der::tag::SEQUENCE, "certificationRequestInfo", defects)?;
    let mut inner = Reader::inside(whole, info);
    let version = inner.required(der::tag::INTEGER, "version", defects);
    let version = version.and_then(|element| integer::small(whole, element, defects));
    let subject = certificate::read_name(&mut inner, "subject", defects);
    let public_key = inner.required(der::tag::SEQUENCE, "subjectPKInfo", defects);
    let public_key = public_key.map(|element| public_key::read(whole, element, defects));
    let attributes = inner.optional(der::tag::context_constructed(0), defects);
    inner.finish("CertificationRequestInfo", defects);
    let signature_algorithm = algorithm::required(&mut fields, "signatureAlgorithm", defects);
    let signature = fields.required(der::tag::BIT_STRING, "signature", defects);
    let signature =
        signature.map_or_else(ByteRange::default, |element| bits::read(whole, element, defects).octets);
    fields.finish("CertificationRequest", defects);
    let mut request = CertificationRequest {
        der: sequence.range.of(whole).to_vec(),
        info: info.range,
        version,
        subject,
        public_key,
        attributes: Vec::new(),
        extensions: Vec::new(),
        has_challenge_password: false,
        signature_algorithm,
        signature,
    };
    if let Some(attributes) = attributes {
        read_attributes(whole, attributes, &mut request, defects);
    }
    Some(request)
}

fn read_attributes(
    whole: &[u8],
    set: Element,
    request: &mut CertificationRequest,
    defects: &mut Vec<Defect>,
) {
    let mut members = Reader::inside(whole, set);
    while let Some(member) = members.next(defects) {
        let mut fields = Reader::inside(whole, member);
        let oid = fields.required(der::tag::OID, "type", defects);
        let oid = oid.map_or_else(Oid::default, |element| oid::read(whole, element, defects));
        let values = fields.required(der::tag::SET, "values", defects);
        let value = values.and_then(|values| Reader::inside(whole, values).next(defects));
        match (oid.octets(), value) {
            (oids::EXTENSION_REQUEST | oids::MICROSOFT_EXTENSION_REQUEST, Some(value)) => {
                request.extensions.extend(extension::read_all(whole, value, defects));
            }
            (oids::CHALLENGE_PASSWORD, Some(value)) => {
                request.has_challenge_password = true;
                if let Some(string_type) = StringType::from_tag(value.tag) {
                    string::read(whole, value, string_type, defects);
                }
            }
            _ => {}
        }
        request.attributes.push(oid);
    }
}
