//! What GnuTLS's parser refuses (`gnutls_x509_crt_import`): libtasn1 with its strict flag, and a few sanity checks.

use super::error::{
    CERTIFICATE, CURVE, Code, DER, DUPLICATE_EXTENSION, ELEMENT_NOT_FOUND, PARSING, TAG, TIME, TIME_ENCODING,
    UNKNOWN_KEY, UNKNOWN_SAN,
};
use crate::defect::{Defect, DefectKind};
use crate::der::time::{Time, TimeEncoding};
use crate::peer::shelf::Parsed;
use crate::span::ByteRange;
use crate::time::{CivilTime, Timestamp};
use crate::x509::algorithm::AlgorithmIdentifier;
use crate::x509::certificate::{Certificate, Version};
use crate::x509::extension::{Extension, ExtensionContent};
use crate::x509::general_name::GeneralNameValue;
use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

/// `gnutls_x509_crt_import`
pub(super) fn certificate(parsed: &Parsed) -> Result<(), Code> {
    let certificate = &parsed.certificate;
    structure(parsed)?;
    same_algorithms(&certificate.inner_algorithm, &certificate.signature_algorithm)?;
    alternative_names(parsed, "subjectAltName")?;
    alternative_names(parsed, "issuerAltName")?;
    sanity(parsed)
}

/// `_asn1_strict_der_decode` of the certificate itself; the values of extensions and keys are opaque to it.
fn structure(parsed: &Parsed) -> Result<(), Code> {
    let certificate = &parsed.certificate;
    let key = certificate.public_key.as_ref().map(|key| key.range).into_iter();
    let opaque: Vec<ByteRange> =
        certificate.extensions.iter().map(|extension| extension.value).chain(key).collect();
    let within = |at: ByteRange| opaque.iter().any(|range| at.start >= range.start && at.end <= range.end);
    for defect in parsed.defects.iter().filter(|defect| !within(defect.at)) {
        refused(defect)?;
    }
    let validity = &certificate.validity;
    [&validity.not_before, &validity.not_after].into_iter().try_for_each(time_encoding)
}

/// What libtasn1 makes of one defect (`asn1_der_decoding2`; recorded: der-trailing-bytes-server, ext-san-garbage-server).
fn refused(defect: &Defect) -> Result<(), Code> {
    match defect.kind {
        DefectKind::Truncated { .. }
        | DefectKind::TrailingBytes { .. }
        | DefectKind::IndefiniteLength
        | DefectKind::ExtraField(_)
        | DefectKind::Missing(_)
        | DefectKind::OidEmpty
        | DefectKind::OidNotMinimal
        | DefectKind::OidTruncated
        | DefectKind::UnusedBitsInvalid => Err(DER),
        DefectKind::Unexpected { .. } => Err(TAG),
        _ => Ok(()),
    }
}

/// libtasn1's `_asn1_get_time_der`: digits and a `Z`; a GeneralizedTime may have one `.` (recorded: utctime-offset-server).
fn time_encoding(time: &Time) -> Result<(), Code> {
    let Some((last, digits)) = time.text.as_bytes().split_last() else { return Err(DER) };
    let dots = digits.iter().filter(|octet| **octet == b'.').count();
    let dots_allowed = usize::from(time.encoding == Some(TimeEncoding::Generalized));
    let is_fit = |octet: &u8| octet.is_ascii_digit() || *octet == b'.';
    match time.encoding {
        None => Err(TAG),
        Some(_) if *last == b'Z' && dots <= dots_allowed && digits.iter().all(is_fit) => Ok(()),
        Some(_) => Err(TIME_ENCODING),
    }
}

/// `compare_sig_algorithm`: parameters of NULL are as good as none (recorded: sig-inner-outer-null-params-server).
fn same_algorithms(inner: &AlgorithmIdentifier, outer: &AlgorithmIdentifier) -> Result<(), Code> {
    fn parameters(algorithm: &AlgorithmIdentifier) -> Option<&[u8]> {
        algorithm.parameters.as_deref().filter(|parameters| *parameters != [5, 0])
    }
    let same = inner.oid == outer.oid && parameters(inner) == parameters(outer);
    if same { Ok(()) } else { Err(CERTIFICATE) }
}

/// `cache_alt_names`: the only extensions that are read at import (recorded: ext-san-garbage-server, san-empty-dns-server).
fn alternative_names(parsed: &Parsed, extension: &str) -> Result<(), Code> {
    let Some(extension) = parsed.certificate.extension(extension) else { return Ok(()) };
    let (ExtensionContent::SubjectAltName(names) | ExtensionContent::IssuerAltName(names)) =
        &extension.content
    else {
        let first = parsed.der.get(extension.value.start).copied();
        return Err(if first == Some(crate::der::tag::SEQUENCE) { DER } else { TAG });
    };
    let inside = |at: ByteRange| at.start >= extension.value.start && at.end <= extension.value.end;
    for defect in parsed.defects.iter().filter(|defect| inside(defect.at)) {
        refused(defect)?;
    }
    let is_unknown = |value: &GeneralNameValue| match value {
        GeneralNameValue::Rfc822(octets) | GeneralNameValue::Dns(octets) | GeneralNameValue::Uri(octets) => {
            octets.is_empty()
        }
        GeneralNameValue::Ip(octets) => octets.is_empty(),
        GeneralNameValue::X400(_) | GeneralNameValue::EdiParty(_) => true,
        _ => false,
    };
    if names.iter().any(|name| is_unknown(&name.value)) { Err(UNKNOWN_SAN) } else { Ok(()) }
}

/// `_gnutls_check_cert_sanity`
fn sanity(parsed: &Parsed) -> Result<(), Code> {
    let certificate = &parsed.certificate;
    let has_unique_id = certificate.issuer_unique_id.is_some() || certificate.subject_unique_id.is_some();
    match certificate.version {
        Version::V1 | Version::V2 if certificate.has_extensions_field => return Err(CERTIFICATE),
        Version::V1 if has_unique_id => return Err(CERTIFICATE),
        _ => {}
    }
    if parsed.defects.iter().any(|defect| defect.kind == DefectKind::DuplicateExtension) {
        return Err(DUPLICATE_EXTENSION);
    }
    let times = [&certificate.validity.not_before, &certificate.validity.not_after];
    if times.into_iter().all(|time| instant(time).is_some()) { Ok(()) } else { Err(TIME) }
}

/// `_gnutls_x509_get_time`: seconds may be missing, a 31st of February is the 3rd of March, and years before 1970 are the epoch
/// (recorded: date-invalid-server, utctime-no-seconds-server, gentime-fraction-server).
pub(super) fn instant(time: &Time) -> Option<Timestamp> {
    let text = time.text.as_str();
    let (year_digits, shortest) = match time.encoding? {
        TimeEncoding::Utc => (2, 10),
        TimeEncoding::Generalized => (4, 12),
    };
    if text.len() < shortest || (year_digits == 4 && (!text.contains('Z') || text.contains('.'))) {
        return None;
    }
    let number = |start: usize, len: usize| text.get(start..start + len)?.parse::<i64>().ok();
    let year = match (time.encoding?, number(0, year_digits)?) {
        (TimeEncoding::Utc, year @ 50..) => 1900 + year,
        (TimeEncoding::Utc, year) => 2000 + year,
        (TimeEncoding::Generalized, year) => year,
    };
    if year < 1970 {
        return Some(Timestamp(0));
    }
    let field = |index: usize| number(year_digits + 2 * index, 2);
    let civil = CivilTime {
        year,
        month: field(0)?,
        day: field(1)?,
        hour: field(2)?,
        minute: field(3)?,
        second: field(4).unwrap_or(0),
    };
    let is_sane = (1..=12).contains(&civil.month)
        && (1..=31).contains(&civil.day)
        && civil.hour <= 23
        && civil.minute <= 59
        && civil.second <= 60;
    is_sane.then(|| civil.timestamp())
}

/// `gnutls_pcert_import_x509`: the public key, as far as it is read; a point is not checked to be on its curve
/// (recorded: key-k256-client, key-explicit-ec-client, key-point-off-curve-server).
pub(super) fn public_key(certificate: &Certificate) -> Result<&PublicKey, Code> {
    let key = certificate.public_key.as_ref().ok_or(DER)?;
    match &key.kind {
        // `_gnutls_ecc_ansi_x962_import` reads no compressed point.
        KeyKind::Ec(Curve::Named(curve)) if is_supported(*curve) => {
            if key.key.first() == Some(&0x04) {
                Ok(key)
            } else {
                Err(PARSING)
            }
        }
        KeyKind::Ec(Curve::Missing) => Err(ELEMENT_NOT_FOUND),
        KeyKind::Ec(Curve::Named(_) | Curve::Unknown(_)) => Err(CURVE),
        KeyKind::Ec(_) | KeyKind::Unreadable => Err(DER),
        KeyKind::PostQuantum(_) | KeyKind::Other => Err(UNKNOWN_KEY),
        _ => Ok(key),
    }
}

/// `lib/algorithms/ecc.c`
pub(super) const fn is_supported(curve: NamedCurve) -> bool {
    use NamedCurve as C;
    matches!(curve, C::P192 | C::P224 | C::P256 | C::P384 | C::P521)
}

/// An extension that GnuTLS does not process (`lib/x509/supported_exts.gperf`).
pub(super) fn is_unknown(extension: &Extension) -> bool {
    const KNOWN: &[&str] = &[
        "subjectKeyIdentifier",
        "keyUsage",
        "subjectAltName",
        "issuerAltName",
        "basicConstraints",
        "nameConstraints",
        "cRLDistributionPoints",
        "authorityKeyIdentifier",
        "extKeyUsage",
        "authorityInfoAccess",
        "proxyCertInfo",
        "tlsFeature",
        "certificatePolicies",
        "inhibitAnyPolicy",
    ];
    crate::x509::oids::extension(&extension.oid).is_none_or(|name| !KNOWN.contains(&name))
}
