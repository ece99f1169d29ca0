//! What `sun.security.x509.X509CertImpl` refuses to read, and what the rest of Java sees of a certificate: an extension that is
//! not critical and cannot be read is as good as absent.

use crate::crypto::key_match;
use crate::defect::{Defect, DefectKind};
use crate::der::tag;
use crate::peer::cause::Cause;
use crate::peer::shelf::Parsed;
use crate::peer::stack::java::fields::{unparsed, unreadable};
use crate::peer::stack::java::thrown::{CERTIFICATE, IO, Thrown, input_output};
use crate::peer::stack::java::value::{NOT_ENOUGH, Value};
use crate::peer::stack::java::{extension, fields, time};
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

/// What the form of the fields does not tell. Recorded: der-empty-issuer-server, der-v4-server, san-empty-subject-noncritical-server,
/// sig-inner-outer-mismatch-server, ext-duplicate-san-server.
fn check_fields(parsed: &Parsed, place: Place) -> Result<(), Thrown> {
    let certificate = &parsed.certificate;
    match place {
        Place::File => fields::check(&parsed.der)?,
        Place::Handshake => fields::check(first_element(&parsed.der)?)?,
    }
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

/// `X509Factory.readOneBlock`: in the handshake a certificate is taken off by its length.
fn first_element(der: &[u8]) -> Result<&[u8], Thrown> {
    const UNPARSED: &str = "Could not parse certificate: ";
    if der.first() != Some(&tag::SEQUENCE) {
        return Err(input_output("Empty input").within(CERTIFICATE, UNPARSED));
    }
    let mut rest = der;
    match Value::next(&mut rest) {
        Err(why) if why == NOT_ENOUGH => {
            Err(Thrown::new(Cause::Encoding, IO, "Incomplete BER/DER data").within(CERTIFICATE, UNPARSED))
        }
        Err(_) => Ok(der),
        Ok(_) => Ok(der.get(..der.len() - rest.len()).unwrap_or(der)),
    }
}

/// Why it cannot be said what Java makes of the encoding: damage outside of extensions, where its reader is not followed here.
pub(super) fn why_not_followed(parsed: &Parsed) -> Option<String> {
    let certificate = &parsed.certificate;
    let is_in_extension = |at: ByteRange| {
        let mut values = certificate.extensions.iter().map(|extension| extension.value);
        values.any(|value| value.start <= at.start && at.end <= value.end)
    };
    let is_damage = |defect: &&Defect| {
        let is_outermost = defect.at.start == 0;
        match defect.kind {
            // Of the whole it is mended alike, and the signature is over what is inside.
            DefectKind::IndefiniteLength => !is_outermost,
            DefectKind::Truncated { .. }
            | DefectKind::Unexpected { .. }
            | DefectKind::Missing(_)
            | DefectKind::ConstructedString
            | DefectKind::IntegerEmpty
            | DefectKind::OidEmpty
            | DefectKind::OidTruncated
            | DefectKind::UnusedBitsInvalid => !is_in_extension(defect.at),
            _ => false,
        }
    };
    let defect = parsed.defects.iter().find(is_damage)?;
    let (label, start) = (certificate.label(), defect.at.start);
    Some(format!(
        "the encoding of certificate `{label}` is damaged at byte {start}, and how Java reads on from there is not known here"
    ))
}

/// `CertificateX509Key`, `X509Key.parse`: keys of kinds that Java knows are taken apart. Recorded: key-explicit-ec-server,
/// key-e2-server; key-point-off-curve-client is read.
fn check_key(certificate: &Certificate) -> Result<(), Thrown> {
    const INVALID_KEY: &str = "java.security.InvalidKeyException";
    const INVALID_SPEC: &str = "java.security.spec.InvalidKeySpecException";
    let weak = |message: &str| {
        let quoted = format!("{INVALID_KEY}: {message}");
        unreadable(&format!("subject key, {quoted}"))
            .caused_by(INVALID_KEY, quoted.as_str())
            .caused_by(INVALID_SPEC, quoted.as_str())
            .caused_by(INVALID_KEY, message)
    };
    let Some(key) = &certificate.public_key else { return Err(unreadable("Too short")) };
    match &key.kind {
        KeyKind::Ec(Curve::Explicit { .. }) => Err(unreadable("Only named ECParameters supported")),
        KeyKind::Ec(Curve::Missing) => {
            Err(weak("EC domain parameters must be encoded in the algorithm identifier"))
        }
        KeyKind::Ec(Curve::Unknown(oid)) => Err(unreadable(&format!("Unknown named curve: {oid}"))),
        KeyKind::Ec(_) if key.key.first() != Some(&4) => {
            Err(weak("Invalid EC key").caused_by(IO, "Only uncompressed point format supported"))
        }
        KeyKind::Ed25519 if key.key.len() != 32 => Err(weak("key length must be 32")),
        KeyKind::Ed448 if key.key.len() != 57 => Err(weak("key length must be 57")),
        KeyKind::Rsa(rsa) | KeyKind::RsaPss(rsa) => match Value::whole(&key.key) {
            Err(why) => Err(weak("Invalid RSA public key").caused_by(IO, why)),
            Ok(_) if rsa.bits < 512 => Err(weak("RSA keys must be at least 512 bits long")),
            Ok(_) if matches!(rsa.exponent.as_slice(), [] | [0..=2]) => {
                Err(weak("exponent is smaller than 3"))
            }
            Ok(_) => Ok(()),
        },
        _ => Ok(()),
    }
}

/// `X509CertInfo.verifyCert`. Recorded: subject-empty-no-san-server, san-empty-subject-noncritical-client.
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

/// `AlgorithmId.equals`: a NULL parameter is none. Recorded: sig-inner-outer-null-params-server, sig-inner-outer-mismatch-client.
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
        (Some(one), Some(other)) => key_match::same(one, other),
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
