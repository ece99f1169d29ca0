//! OCSPResponse (RFC 6960 §4.2).

use crate::defect::{Defect, DefectKind};
use crate::der::oid::{self, Oid};
use crate::der::time::Time;
use crate::der::{self, Element, Reader, bits, integer};
use crate::span::ByteRange;
use crate::x509::algorithm::{self, AlgorithmIdentifier};
use crate::x509::certificate::{self, Certificate, SerialNumber};
use crate::x509::certificate_list::required_time;
use crate::x509::extension::{self, Extension};
use crate::x509::name::{self, Name};
use crate::x509::oids;

/// `OCSPResponse` as defined in RFC 6960 §4.2.1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OcspResponse {
    /// Its encoding, byte for byte.
    pub der: Vec<u8>,
    /// `responseStatus`: 0 is successful.
    pub status: Option<u64>,
    /// `responseBytes`, if they are a `BasicOCSPResponse`.
    pub basic: Option<BasicOcspResponse>,
}

/// `BasicOCSPResponse`. All places count from the first byte of the `OCSPResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasicOcspResponse {
    /// `tbsResponseData`: the bytes that are signed.
    pub tbs: ByteRange,
    /// `version` as encoded: 0 is v1.
    pub version: Option<u64>,
    /// `responderID`
    pub responder: ResponderId,
    /// `producedAt`
    pub produced_at: Time,
    /// `responses`
    pub responses: Vec<SingleResponse>,
    /// `responseExtensions`
    pub extensions: Vec<Extension>,
    /// `signatureAlgorithm`
    pub signature_algorithm: AlgorithmIdentifier,
    /// `signature`: where its octets stand.
    pub signature: ByteRange,
    /// `certs`, each with the oddities of its own encoding.
    pub certificates: Vec<(Certificate, Vec<Defect>)>,
}

/// `ResponderID`
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResponderId {
    /// `byName`
    Name(Name),
    /// `byKey`: SHA-1 of the responder's key
    Key(Vec<u8>),
    /// Neither.
    Unreadable,
}

/// `SingleResponse`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SingleResponse {
    /// `certID.hashAlgorithm`
    pub hash_algorithm: AlgorithmIdentifier,
    /// `certID.issuerNameHash`
    pub issuer_name_hash: Vec<u8>,
    /// `certID.issuerKeyHash`
    pub issuer_key_hash: Vec<u8>,
    /// `certID.serialNumber`
    pub serial: SerialNumber,
    /// `certStatus`
    pub status: CertificateStatus,
    /// `thisUpdate`
    pub this_update: Time,
    /// `nextUpdate`
    pub next_update: Option<Time>,
    /// `singleExtensions`
    pub extensions: Vec<Extension>,
}

/// `CertStatus`
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CertificateStatus {
    /// `good`
    Good,
    /// `revoked`
    Revoked {
        /// `revocationTime`
        time: Time,
        /// `revocationReason`
        reason: Option<u64>,
    },
    /// `unknown`
    Unknown,
    /// None of the three.
    Unreadable,
}

/// The response at the beginning of `whole`; `None` if no SEQUENCE begins there.
pub(crate) fn read(whole: &[u8], defects: &mut Vec<Defect>) -> Option<OcspResponse> {
    let mut outer = Reader::new(whole);
    let sequence = outer.required(der::tag::SEQUENCE, "OCSPResponse", defects)?;
    if !outer.is_empty() {
        let kind = DefectKind::TrailingBytes { count: outer.rest().len() };
        defects.push(Defect::new(kind, outer.rest()));
    }
    let mut fields = Reader::inside(whole, sequence);
    let status = fields.required(der::tag::ENUMERATED, "responseStatus", defects);
    let status = status.and_then(|element| integer::small(whole, element, defects));
    let explicit = fields.optional(der::tag::context_constructed(0), defects);
    let basic = explicit.and_then(|explicit| {
        let bytes = Reader::inside(whole, explicit).required(der::tag::SEQUENCE, "responseBytes", defects)?;
        let mut fields = Reader::inside(whole, bytes);
        let kind = fields.required(der::tag::OID, "responseType", defects)?;
        let kind = oid::read(whole, kind, defects);
        let octets = fields.required(der::tag::OCTET_STRING, "response", defects)?;
        (kind.octets() == oids::BASIC_OCSP_RESPONSE).then(|| read_basic(whole, octets, defects)).flatten()
    });
    fields.finish("OCSPResponse", defects);
    Some(OcspResponse { der: sequence.range.of(whole).to_vec(), status, basic })
}

fn read_basic(whole: &[u8], octets: Element, defects: &mut Vec<Defect>) -> Option<BasicOcspResponse> {
    let mut inner = Reader::inside(whole, octets);
    let sequence = inner.required(der::tag::SEQUENCE, "BasicOCSPResponse", defects)?;
    let mut fields = Reader::inside(whole, sequence);
    let tbs = fields.required(der::tag::SEQUENCE, "tbsResponseData", defects)?;
    let mut basic = read_data(whole, tbs, defects);
    basic.signature_algorithm = algorithm::required(&mut fields, "signatureAlgorithm", defects);
    let signature = fields.required(der::tag::BIT_STRING, "signature", defects);
    basic.signature =
        signature.map_or_else(ByteRange::default, |element| bits::read(whole, element, defects).octets);
    if let Some(explicit) = fields.optional(der::tag::context_constructed(0), defects) {
        let list = Reader::inside(whole, explicit).required(der::tag::SEQUENCE, "certs", defects);
        let mut members = list.map_or_else(|| Reader::new(&[]), |list| Reader::inside(whole, list));
        while let Some(member) = members.next(defects) {
            let mut own = Vec::new();
            let certificate = certificate::read(member.range.of(whole), &mut own);
            basic.certificates.extend(certificate.map(|certificate| (certificate, own)));
        }
    }
    fields.finish("BasicOCSPResponse", defects);
    Some(basic)
}

fn read_data(whole: &[u8], tbs: Element, defects: &mut Vec<Defect>) -> BasicOcspResponse {
    let mut fields = Reader::inside(whole, tbs);
    let version = fields.optional(der::tag::context_constructed(0), defects).and_then(|explicit| {
        let number = Reader::inside(whole, explicit).required(der::tag::INTEGER, "version", defects)?;
        integer::small(whole, number, defects)
    });
    let responder = read_responder(&mut fields, defects);
    let produced_at = required_time(&mut fields, "producedAt", defects);
    let list = fields.required(der::tag::SEQUENCE, "responses", defects);
    let mut responses = Vec::new();
    let mut members = list.map_or_else(|| Reader::new(&[]), |list| Reader::inside(whole, list));
    while let Some(member) = members.next(defects) {
        responses.push(read_single(whole, member, defects));
    }
    let extensions = read_extensions(&mut fields, 1, defects);
    fields.finish("ResponseData", defects);
    BasicOcspResponse {
        tbs: tbs.range,
        version,
        responder,
        produced_at,
        responses,
        extensions,
        signature_algorithm: AlgorithmIdentifier::default(),
        signature: ByteRange::default(),
        certificates: Vec::new(),
    }
}

fn read_responder(fields: &mut Reader<'_>, defects: &mut Vec<Defect>) -> ResponderId {
    let whole = fields.whole();
    if let Some(explicit) = fields.optional(der::tag::context_constructed(1), defects) {
        let name = Reader::inside(whole, explicit).required(der::tag::SEQUENCE, "byName", defects);
        return name
            .map_or(ResponderId::Unreadable, |name| ResponderId::Name(name::read(whole, name, defects)));
    }
    let explicit = fields.required(der::tag::context_constructed(2), "responderID", defects);
    let key = explicit.and_then(|explicit| {
        Reader::inside(whole, explicit).required(der::tag::OCTET_STRING, "byKey", defects)
    });
    key.map_or(ResponderId::Unreadable, |key| ResponderId::Key(key.content.of(whole).to_vec()))
}

fn read_single(whole: &[u8], element: Element, defects: &mut Vec<Defect>) -> SingleResponse {
    let mut fields = Reader::inside(whole, element);
    let id = fields.required(der::tag::SEQUENCE, "certID", defects);
    let mut id = id.map_or_else(|| Reader::new(&[]), |id| Reader::inside(whole, id));
    let hash_algorithm = algorithm::required(&mut id, "hashAlgorithm", defects);
    let mut hash = |field| {
        let element = id.required(der::tag::OCTET_STRING, field, defects);
        element.map_or_else(Vec::new, |element| element.content.of(whole).to_vec())
    };
    let (issuer_name_hash, issuer_key_hash) = (hash("issuerNameHash"), hash("issuerKeyHash"));
    let serial = certificate::read_serial(&mut id, "serialNumber", defects);
    let status = fields.next(defects);
    let status = status.map_or(CertificateStatus::Unreadable, |status| read_status(whole, status, defects));
    let this_update = required_time(&mut fields, "thisUpdate", defects);
    let next_update = fields
        .optional(der::tag::context_constructed(0), defects)
        .map(|explicit| required_time(&mut Reader::inside(whole, explicit), "nextUpdate", defects));
    let extensions = read_extensions(&mut fields, 1, defects);
    fields.finish("SingleResponse", defects);
    SingleResponse {
        hash_algorithm,
        issuer_name_hash,
        issuer_key_hash,
        serial,
        status,
        this_update,
        next_update,
        extensions,
    }
}

fn read_status(whole: &[u8], element: Element, defects: &mut Vec<Defect>) -> CertificateStatus {
    match element.tag {
        0x80 => CertificateStatus::Good,
        0x82 => CertificateStatus::Unknown,
        0xa1 => {
            let mut fields = Reader::inside(whole, element);
            let time = required_time(&mut fields, "revocationTime", defects);
            let reason = fields.optional(der::tag::context_constructed(0), defects).and_then(|explicit| {
                let reason = Reader::inside(whole, explicit).next(defects)?;
                integer::small(whole, reason, defects)
            });
            CertificateStatus::Revoked { time, reason }
        }
        tag => {
            let kind = DefectKind::Unexpected { field: "certStatus", tag };
            defects.push(Defect::new(kind, element.range));
            CertificateStatus::Unreadable
        }
    }
}

fn read_extensions(fields: &mut Reader<'_>, number: u8, defects: &mut Vec<Defect>) -> Vec<Extension> {
    let whole = fields.whole();
    let explicit = fields.optional(der::tag::context_constructed(number), defects);
    let sequence = explicit.and_then(|explicit| {
        Reader::inside(whole, explicit).required(der::tag::SEQUENCE, "extensions", defects)
    });
    sequence.map_or_else(Vec::new, |sequence| extension::read_all(whole, sequence, defects))
}

impl BasicOcspResponse {
    /// The types of the extensions that are critical, in the response as a whole.
    pub fn critical_extensions(&self) -> impl Iterator<Item = &Oid> {
        self.extensions.iter().filter(|extension| extension.critical).map(|extension| &extension.oid)
    }
}
