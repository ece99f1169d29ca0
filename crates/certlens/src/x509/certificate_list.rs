//! CertificateList, the revocation list (RFC 5280 §5.1).

use crate::defect::{Defect, DefectKind};
use crate::der::time::{self, Time};
use crate::der::{self, Element, Reader, bits, integer};
use crate::span::ByteRange;
use crate::x509::algorithm::{self, AlgorithmIdentifier};
use crate::x509::certificate::{self, SerialNumber};
use crate::x509::extension::{self, Extension};
use crate::x509::name::Name;

/// `CertificateList` as defined in RFC 5280 §5.1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateList {
    /// Its encoding, byte for byte.
    pub der: Vec<u8>,
    /// `tbsCertList`: the bytes that are signed.
    pub tbs: ByteRange,
    /// `version` as encoded: absent is v1, 1 is v2.
    pub version: Option<u64>,
    /// `signature`: the algorithm as the signed part names it.
    pub inner_algorithm: AlgorithmIdentifier,
    /// `issuer`
    pub issuer: Name,
    /// `thisUpdate`
    pub this_update: Time,
    /// `nextUpdate`
    pub next_update: Option<Time>,
    /// `revokedCertificates`
    pub revoked: Vec<RevokedCertificate>,
    /// `crlExtensions`
    pub extensions: Vec<Extension>,
    /// `signatureAlgorithm`
    pub signature_algorithm: AlgorithmIdentifier,
    /// `signatureValue`: where its octets stand.
    pub signature: ByteRange,
}

/// One member of `revokedCertificates`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevokedCertificate {
    /// `userCertificate`
    pub serial: SerialNumber,
    /// `revocationDate`
    pub date: Time,
    /// `crlEntryExtensions`
    pub extensions: Vec<Extension>,
}

/// The list at the beginning of `whole`; `None` if no SEQUENCE begins there.
pub(crate) fn read(whole: &[u8], defects: &mut Vec<Defect>) -> Option<CertificateList> {
    let mut outer = Reader::new(whole);
    let sequence = outer.required(der::tag::SEQUENCE, "CertificateList", defects)?;
    if !outer.is_empty() {
        let kind = DefectKind::TrailingBytes { count: outer.rest().len() };
        defects.push(Defect::new(kind, outer.rest()));
    }
    let mut fields = Reader::inside(whole, sequence);
    let tbs = fields.required(der::tag::SEQUENCE, "tbsCertList", defects)?;
    let mut list = read_tbs(whole, tbs, defects);
    list.der = sequence.range.of(whole).to_vec();
    list.signature_algorithm = algorithm::required(&mut fields, "signatureAlgorithm", defects);
    let signature = fields.required(der::tag::BIT_STRING, "signatureValue", defects);
    list.signature =
        signature.map_or_else(ByteRange::default, |element| bits::read(whole, element, defects).octets);
    fields.finish("CertificateList", defects);
    algorithm::compare(&list.inner_algorithm, &list.signature_algorithm, defects);
    Some(list)
}

fn read_tbs(whole: &[u8], tbs: Element, defects: &mut Vec<Defect>) -> CertificateList {
    let mut fields = Reader::inside(whole, tbs);
    let version = fields.optional(der::tag::INTEGER, defects);
    let version = version.and_then(|element| integer::small(whole, element, defects));
    let inner_algorithm = algorithm::required(&mut fields, "signature", defects);
    let issuer = certificate::read_name(&mut fields, "issuer", defects);
    let this_update = required_time(&mut fields, "thisUpdate", defects);
    let next_update = matches!(fields.peek(), Some(der::tag::UTC_TIME | der::tag::GENERALIZED_TIME))
        .then(|| fields.next(defects))
        .flatten()
        .map(|element| time::read(whole, element, defects));
    let revoked = fields.optional(der::tag::SEQUENCE, defects);
    let revoked = revoked.map_or_else(Vec::new, |list| read_revoked(whole, list, defects));
    let explicit = fields.optional(der::tag::context_constructed(0), defects);
    let sequence = explicit.and_then(|explicit| {
        Reader::inside(whole, explicit).required(der::tag::SEQUENCE, "crlExtensions", defects)
    });
    let extensions = sequence.map_or_else(Vec::new, |sequence| extension::read_all(whole, sequence, defects));
    fields.finish("TBSCertList", defects);
    CertificateList {
        der: Vec::new(),
        tbs: tbs.range,
        version,
        inner_algorithm,
        issuer,
        this_update,
        next_update,
        revoked,
        extensions,
        signature_algorithm: AlgorithmIdentifier::default(),
        signature: ByteRange::default(),
    }
}

/// The next field, which should be a `Time`.
pub(crate) fn required_time(fields: &mut Reader<'_>, field: &'static str, defects: &mut Vec<Defect>) -> Time {
    match fields.peek() {
        Some(der::tag::UTC_TIME | der::tag::GENERALIZED_TIME) => {
            let element = fields.next(defects);
            element.map_or_else(Time::default, |element| time::read(fields.whole(), element, defects))
        }
        _ => {
            fields.required(der::tag::UTC_TIME, field, defects);
            Time::default()
        }
    }
}

fn read_revoked(whole: &[u8], list: Element, defects: &mut Vec<Defect>) -> Vec<RevokedCertificate> {
    let mut members = Reader::inside(whole, list);
    let mut revoked = Vec::new();
    while let Some(member) = members.next(defects) {
        let mut fields = Reader::inside(whole, member);
        let serial = certificate::read_serial(&mut fields, "userCertificate", defects);
        let date = required_time(&mut fields, "revocationDate", defects);
        let extensions = fields.optional(der::tag::SEQUENCE, defects);
        let extensions =
            extensions.map_or_else(Vec::new, |sequence| extension::read_all(whole, sequence, defects));
        fields.finish("revokedCertificates", defects);
        revoked.push(RevokedCertificate { serial, date, extensions });
    }
    if revoked.is_empty() {
        defects.push(Defect::new(DefectKind::Empty("revokedCertificates"), list.range));
    }
    revoked
}

/// Name of a reason for revocation, `CRLReason` (RFC 5280 §5.3.1).
#[must_use]
pub const fn reason_name(reason: u64) -> &'static str {
    match reason {
        0 => "unspecified",
        1 => "keyCompromise",
        2 => "cACompromise",
        3 => "affiliationChanged",
        4 => "superseded",
        5 => "cessationOfOperation",
        6 => "certificateHold",
        8 => "removeFromCRL",
        9 => "privilegeWithdrawn",
        10 => "aACompromise",
        _ => "a reason that RFC 5280 does not define",
    }
}
