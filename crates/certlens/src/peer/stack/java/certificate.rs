//! What `sun.security.x509.X509CertImpl` refuses to read, and what the rest of Java sees of a certificate: an extension that is
//! not critical and cannot be read is as good as absent.

use crate::crypto::key_match;
use crate::defect::{Defect, DefectKind};
use crate::der::tag;
use crate::peer::cause::Cause;
use crate::peer::shelf::Parsed;
use crate::peer::stack::java::extension;
use crate::peer::stack::java::thrown::{CERTIFICATE, CERTIFICATE_PARSING, END_OF_FILE, IO, Thrown};
use crate::peer::stack::java::time;
use crate::peer::stack::java::value::{NOT_ENOUGH, OPEN_LENGTH, Value, Why};
use crate::span::ByteRange;
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
        time::instant(time)?;
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

/// Why it cannot be said what Java makes of the encoding: damage outside of extensions, where its reader is not followed here.
pub(super) fn why_not_followed(parsed: &Parsed) -> Option<String> {
    let certificate = &parsed.certificate;
    let is_in_extension = |at: ByteRange| {
        let mut values = certificate.extensions.iter().map(|extension| extension.value);
        values.any(|value| value.start <= at.start && at.end <= value.end)
    };
    let is_damage = |defect: &&Defect| {
        matches!(
            defect.kind,
            DefectKind::Truncated { .. }
                | DefectKind::Unexpected { .. }
                | DefectKind::Missing(_)
                | DefectKind::IndefiniteLength
                | DefectKind::ConstructedString
                | DefectKind::IntegerEmpty
                | DefectKind::OidEmpty
                | DefectKind::OidTruncated
                | DefectKind::UnusedBitsInvalid
        ) && !is_in_extension(defect.at)
    };
    let defect = parsed.defects.iter().find(is_damage)?;
    let (label, start) = (certificate.label(), defect.at.start);
    Some(format!(
        "the encoding of certificate `{label}` is damaged at byte {start}, and how Java reads on from there is not known here"
    ))
}

/// A `CertificateParsingException` of its own.
pub(super) fn unparsed(message: &str) -> Thrown {
    Thrown::new(Cause::Encoding, CERTIFICATE_PARSING, message)
}

/// An `IOException` while a field was read; the end of the file is one of its own.
pub(super) fn unreadable(message: &str) -> Thrown {
    let class = if message == NOT_ENOUGH { END_OF_FILE } else { IO };
    Thrown::new(Cause::Encoding, class, message).within(CERTIFICATE_PARSING, "")
}

/// An `IOException` while the outline was read.
fn uninitialized(message: &str) -> Thrown {
    let class = if message == NOT_ENOUGH { END_OF_FILE } else { IO };
    Thrown::new(Cause::Encoding, class, message).within(CERTIFICATE, "Unable to initialize, ")
}

/// Three elements, of which the first is a SEQUENCE. How Java mends a length that is left open is not followed here.
pub(super) fn check_outline(der: &[u8]) -> Result<(), Thrown> {
    let (outer, first, left) = match outline(der) {
        Err(why) if why == OPEN_LENGTH => return Ok(()),
        read => read.map_err(|why| uninitialized(&why))?,
    };
    if outer != tag::SEQUENCE {
        Err(unparsed("invalid DER-encoded certificate data"))
    } else if left > 0 {
        Err(unparsed(&format!("signed overrun, bytes = {left}")))
    } else if first != tag::SEQUENCE {
        Err(unparsed("signed fields invalid"))
    } else {
        Ok(())
    }
}

/// The tag of the whole, that of its first element, and how many octets follow the third.
fn outline(der: &[u8]) -> Result<(u8, u8, usize), Why> {
    let outer = Value::whole(der)?;
    let mut rest = outer.content;
    if outer.tag != tag::SEQUENCE {
        return Ok((outer.tag, 0, 0));
    }
    let first = Value::next(&mut rest)?;
    Value::next(&mut rest)?;
    Value::next(&mut rest)?;
    Ok((outer.tag, first.tag, rest.len()))
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
