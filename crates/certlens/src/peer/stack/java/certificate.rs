//! What `sun.security.x509.X509CertImpl` refuses to read, and what the rest of Java sees of a certificate: an extension that is
//! not critical and cannot be read is as good as absent.

use crate::crypto::key_match;
use crate::defect::DefectKind;
use crate::der::time::Time;
use crate::der::{Reader, tag};
use crate::peer::cause::Cause;
use crate::peer::shelf::Parsed;
use crate::peer::stack::java::extension;
use crate::peer::stack::java::thrown::{CERTIFICATE, CERTIFICATE_PARSING, IO, Thrown};
use crate::time::{CivilTime, Timestamp};
use crate::x509::certificate::{Certificate, Version};
use crate::x509::extension::ExtensionContent;
use crate::x509::public_key::{Curve, KeyKind};

/// Where a certificate was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a file, where nothing may follow it.
    File,
    /// In the handshake, where only its first element is read.
    Handshake,
}

/// `X509CertImpl.parse`, `X509CertInfo.parse`
pub(super) fn check(parsed: &Parsed, place: Place) -> Result<(), Thrown> {
    check_fields(parsed, place).map_err(|thrown| thrown.of(parsed))
}

fn check_fields(parsed: &Parsed, place: Place) -> Result<(), Thrown> {
    let certificate = &parsed.certificate;
    if place == Place::File && certificate.der.len() != parsed.der.len() {
        return Err(uninitialized("extra data at the end"));
    }
    check_outline(&certificate.der)?;
    if certificate.issuer.is_empty() {
        return Err(unparsed("Empty issuer DN not allowed in X509Certificates"));
    }
    for time in [&certificate.validity.not_before, &certificate.validity.not_after] {
        instant(time)?;
    }
    let is_first = matches!(certificate.version, Version::V1);
    if is_first && certificate.subject.is_empty() {
        return Err(unparsed("Empty subject DN not allowed in v1 certificate"));
    }
    check_key(certificate)?;
    let has_more = certificate.has_extensions_field
        || certificate.issuer_unique_id.is_some()
        || certificate.subject_unique_id.is_some();
    if is_first && has_more {
        return Err(unparsed("no more data allowed for version 1 certificate"));
    }
    if certificate.has_extensions_field && !matches!(certificate.version, Version::V3) {
        return Err(unparsed("Extensions not allowed in v2 certificate"));
    }
    extension::check_all(certificate)?;
    if has_more {
        check_subject(certificate)?;
    }
    if !is_same_algorithm(certificate) {
        let message = "Signature algorithm mismatch";
        return Err(Thrown::new(Cause::SignatureAlgorithm, CERTIFICATE, message));
    }
    Ok(())
}

/// A `CertificateParsingException` of its own.
pub(super) fn unparsed(message: &str) -> Thrown {
    Thrown::new(Cause::Encoding, CERTIFICATE_PARSING, message)
}

/// An `IOException` while a field was read.
pub(super) fn unreadable(message: &str) -> Thrown {
    Thrown::new(Cause::Encoding, IO, message).within(CERTIFICATE_PARSING, "")
}

/// An `IOException` while the outline was read.
fn uninitialized(message: &str) -> Thrown {
    Thrown::new(Cause::Encoding, IO, message).within(CERTIFICATE, "Unable to initialize, ")
}

/// Three elements, of which the first is a SEQUENCE.
pub(super) fn check_outline(der: &[u8]) -> Result<(), Thrown> {
    let mut unused = Vec::new();
    let outer = Reader::new(der).next(&mut unused).filter(|outer| outer.tag == tag::SEQUENCE);
    let outer = outer.ok_or_else(|| unparsed("invalid DER-encoded certificate data"))?;
    let mut fields = Reader::inside(der, outer);
    let first = fields.next(&mut unused);
    let third = fields.next(&mut unused).and_then(|_| fields.next(&mut unused));
    let is_cut = unused.iter().any(|defect| matches!(defect.kind, DefectKind::Truncated { .. }));
    match (first, third) {
        (Some(_), Some(_)) if !fields.is_empty() => {
            Err(unparsed(&format!("signed overrun, bytes = {}", fields.rest().len())))
        }
        (Some(first), Some(_)) if !is_cut => match first.tag {
            tag::SEQUENCE => Ok(()),
            _ => Err(unparsed("signed fields invalid")),
        },
        _ => Err(uninitialized("Too short")),
    }
}

/// `CertificateX509Key`: keys of kinds that Java knows are taken apart.
fn check_key(certificate: &Certificate) -> Result<(), Thrown> {
    const INVALID_KEY: &str = "java.security.InvalidKeyException";
    let weak = |message: &str| {
        let quoted = format!("{INVALID_KEY}: {message}");
        Err(unreadable(&format!("subject key, {quoted}"))
            .caused_by(INVALID_KEY, quoted.as_str())
            .caused_by("java.security.spec.InvalidKeySpecException", quoted.as_str())
            .caused_by(INVALID_KEY, message))
    };
    match certificate.public_key.as_ref().map(|key| &key.kind) {
        Some(KeyKind::Ec(Curve::Explicit { .. })) => Err(unreadable("Only named ECParameters supported")),
        Some(KeyKind::Ec(Curve::Unknown(oid))) => Err(unreadable(&format!("Unknown named curve: {oid}"))),
        Some(KeyKind::Rsa(rsa) | KeyKind::RsaPss(rsa)) if rsa.bits < 512 => {
            weak("RSA keys must be at least 512 bits long")
        }
        Some(KeyKind::Rsa(rsa) | KeyKind::RsaPss(rsa)) if matches!(rsa.exponent.as_slice(), [] | [0..=2]) => {
            weak("exponent is smaller than 3")
        }
        Some(_) => Ok(()),
        None => Err(unreadable("Too short")),
    }
}

/// `X509CertInfo.verifyCert`
fn check_subject(certificate: &Certificate) -> Result<(), Thrown> {
    const INCOMPLETE: &str = "X.509 Certificate is incomplete: ";
    if !certificate.subject.is_empty() {
        return Ok(());
    }
    let why = match extension::alternative_names(certificate) {
        _ if !certificate.has_extensions_field => "subject field is empty, and certificate has no extensions",
        None => "subject field is empty, and SubjectAlternativeName extension is absent",
        Some([]) => "subject field is empty, and SubjectAlternativeName extension is empty",
        Some(_) if !certificate.extension("subjectAltName").is_some_and(|names| names.critical) => {
            "SubjectAlternativeName extension MUST be marked critical when subject field is empty"
        }
        Some(_) => return Ok(()),
    };
    Err(unparsed(&format!("{INCOMPLETE}{why}")))
}

/// `AlgorithmId.equals`: a NULL parameter is none.
fn is_same_algorithm(certificate: &Certificate) -> bool {
    let (inner, outer) = (&certificate.inner_algorithm, &certificate.signature_algorithm);
    let parameters = |parameters: &Option<Vec<u8>>| parameters.clone().filter(|der| der.as_slice() != [5, 0]);
    inner.oid == outer.oid && parameters(&inner.parameters) == parameters(&outer.parameters)
}

/// The instant of a time, where the 30th of February is the 2nd of March (`DerValue.getTimeInternal`). Recorded: date-invalid-server.
pub(super) fn instant(time: &Time) -> Result<Timestamp, Thrown> {
    if let Some(instant) = time.instant {
        return Ok(instant);
    }
    let kind = time.encoding.map_or("UTC", |encoding| match encoding {
        crate::der::time::TimeEncoding::Utc => "UTC",
        crate::der::time::TimeEncoding::Generalized => "Generalized",
    });
    let invalid = || {
        let message = format!("Parse {kind} time, invalid format");
        Thrown::new(Cause::ValidityFormat, IO, message).within(CERTIFICATE_PARSING, "")
    };
    let digits: String = time.text.chars().take_while(char::is_ascii_digit).collect();
    let full = match (kind, digits.len()) {
        ("UTC", 12) if digits.as_str() < "50" => format!("20{digits}"),
        ("UTC", 12) => format!("19{digits}"),
        (_, 14) => digits,
        _ => return Err(invalid()),
    };
    let field =
        |from: usize, to: usize| full.get(from..to).and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
    let civil = CivilTime {
        year: field(0, 4),
        month: field(4, 6),
        day: field(6, 8),
        hour: field(8, 10),
        minute: field(10, 12),
        second: field(12, 14),
    };
    let is_possible = (1..=12).contains(&civil.month)
        && (1..=31).contains(&civil.day)
        && civil.hour < 24
        && civil.minute < 60
        && civil.second < 60;
    if is_possible { Ok(civil.timestamp()) } else { Err(invalid()) }
}

/// `X509Certificate.equals`
pub(super) fn is_same(one: &Parsed, other: &Parsed) -> bool {
    one.certificate.der == other.certificate.der
}

/// `PublicKey.equals`
pub(super) fn has_same_key(one: &Certificate, other: &Certificate) -> bool {
    match (&one.public_key, &other.public_key) {
        (Some(one), Some(other)) => key_match::identity(one) == key_match::identity(other),
        _ => false,
    }
}

/// `getBasicConstraints`: how many CAs may follow; `None` of what is no CA.
pub(super) fn path_length(certificate: &Certificate) -> Option<u64> {
    use crate::x509::extension::basic_constraints::PathLen;
    match extension::read(certificate, "basicConstraints")? {
        ExtensionContent::BasicConstraints(constraints) if constraints.ca => match constraints.path_len {
            None => Some(u64::MAX),
            Some(PathLen::AtMost(most)) => Some(most),
            Some(PathLen::Unusable) => None,
        },
        _ => None,
    }
}
