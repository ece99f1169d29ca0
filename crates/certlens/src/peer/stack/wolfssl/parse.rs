//! What wolfSSL's parser refuses, and at which of its two stages (`asn.c`: `DecodeToKey`, and what comes after the key).

use crate::crypto::public_key;
use crate::defect::DefectKind;
use crate::der::time::{Time, TimeEncoding};
use crate::peer::shelf::Parsed;
use crate::span::ByteRange;
use crate::x509::extension::{Extension, ExtensionContent};
use crate::x509::general_name::{GeneralNameValue, ip_address};
use crate::x509::oids;
use crate::x509::public_key::{Curve, KeyKind};

use super::LEAST_RSA_BITS;
use super::error::{CRITICAL, Error, MEMORY, OBJECT_ID, PARSE, SIGNATURE_OID};

/// `EXTERNAL_SERIAL_SIZE`
const LONGEST_SERIAL: usize = 32;
/// Bits of an RSA key that is computed with.
const MOST_RSA_BITS: usize = 4096;

/// `DecodeToKey`: version, serial number, names, dates and key (recorded: serial-33-octets-client, utctime-no-seconds-client).
pub(super) fn to_key(parsed: &Parsed) -> Result<(), Error> {
    let certificate = &parsed.certificate;
    let key = certificate.public_key.as_ref().ok_or(PARSE)?;
    let is_early = |at: ByteRange| at.start < key.range.end;
    let is_refused =
        parsed.defects.iter().filter(|defect| !is_in_extension(parsed, defect.at)).any(|defect| match defect
            .kind
        {
            DefectKind::LengthNotMinimal | DefectKind::IndefiniteLength | DefectKind::Truncated { .. } => {
                true
            }
            DefectKind::IntegerNotMinimal
            | DefectKind::IntegerEmpty
            | DefectKind::Missing(_)
            | DefectKind::Unexpected { .. } => is_early(defect.at),
            _ => false,
        });
    let validity = &certificate.validity;
    let are_times = [&validity.not_before, &validity.not_after].into_iter().all(is_time);
    let is_key =
        !matches!(key.kind, KeyKind::Ec(Curve::Explicit { .. } | Curve::Missing) | KeyKind::Unreadable);
    let is_short = certificate.serial.octets.len() <= LONGEST_SERIAL;
    if is_refused || !are_times || !is_key || !is_short { Err(PARSE) } else { Ok(()) }
}

fn is_in_extension(parsed: &Parsed, at: ByteRange) -> bool {
    let mut values = parsed.certificate.extensions.iter().map(|extension| extension.value);
    values.any(|value| at.start >= value.start && at.end <= value.end)
}

/// Long enough for seconds; more is only read when it is compared (recorded: utctime-offset-client, gentime-fraction-server).
fn is_time(time: &Time) -> bool {
    match time.encoding {
        Some(TimeEncoding::Utc) => time.text.len() >= 13,
        Some(TimeEncoding::Generalized) => time.text.len() >= 15,
        None => false,
    }
}

/// What comes after the key: unique identifiers are not known, every extension that is known must be readable
/// (recorded: ext-unique-ids-server, ext-aki-garbage-server, ext-duplicate-san-server, sig-inner-outer-mismatch-server).
pub(super) fn after_key(parsed: &Parsed) -> Result<(), Error> {
    let certificate = &parsed.certificate;
    let outside = parsed.defects.iter().filter(|defect| !is_in_extension(parsed, defect.at));
    let is_odd = outside.map(|defect| &defect.kind).any(is_broken);
    if is_odd || certificate.issuer_unique_id.is_some() || certificate.subject_unique_id.is_some() {
        return Err(PARSE);
    }
    let mut seen: Vec<&str> = Vec::new();
    for extension in &certificate.extensions {
        let Some(name) = oids::extension(&extension.oid) else { continue };
        if READ.contains(&name) {
            if seen.contains(&name) {
                return Err(OBJECT_ID);
            }
            seen.push(name);
            let value = extension.value;
            let inside = parsed.defects.iter().filter(|d| d.at.start >= value.start && d.at.end <= value.end);
            if inside.map(|defect| &defect.kind).any(is_broken) {
                return Err(PARSE);
            }
            readable(extension)?;
        }
    }
    if certificate.inner_algorithm.oid == certificate.signature_algorithm.oid {
        Ok(())
    } else {
        Err(SIGNATURE_OID)
    }
}

/// A structure that is not the one expected.
const fn is_broken(kind: &DefectKind) -> bool {
    matches!(
        kind,
        DefectKind::Truncated { .. }
            | DefectKind::ExtraField(_)
            | DefectKind::Missing(_)
            | DefectKind::Unexpected { .. }
    )
}

/// The extensions that are decoded.
const READ: &[&str] = &[
    "basicConstraints",
    "cRLDistributionPoints",
    "authorityInfoAccess",
    "subjectAltName",
    "authorityKeyIdentifier",
    "subjectKeyIdentifier",
    "keyUsage",
    "extKeyUsage",
    "nameConstraints",
];

/// Extensions that may be critical without being decoded.
const PASSED: &[&str] = &["certificatePolicies", "inhibitAnyPolicy", "policyConstraints", "netscapeCertType"];

fn readable(extension: &Extension) -> Result<(), Error> {
    match &extension.content {
        ExtensionContent::Unreadable => Err(PARSE),
        ExtensionContent::SubjectAltName(names) if names.is_empty() => Err(PARSE),
        ExtensionContent::SubjectAltName(names) => {
            let is_address = |value: &GeneralNameValue| match value {
                GeneralNameValue::Ip(octets) => ip_address(octets).is_some(),
                _ => true,
            };
            if names.iter().all(|name| is_address(&name.value)) { Ok(()) } else { Err(MEMORY) }
        }
        ExtensionContent::KeyUsage(usage) if usage.0 == 0 => Err(PARSE),
        _ => Ok(()),
    }
}

/// A critical extension that is not known, or a critical subjectKeyIdentifier (recorded: ext-ski-critical-server).
pub(super) fn critical(parsed: &Parsed) -> Result<(), Error> {
    let is_refused = |extension: &Extension| {
        let name = oids::extension(&extension.oid).unwrap_or_default();
        extension.critical
            && (matches!(name, "subjectKeyIdentifier" | "authorityKeyIdentifier" | "authorityInfoAccess")
                || !(READ.contains(&name) || PASSED.contains(&name)))
    };
    if parsed.certificate.extensions.iter().any(is_refused) { Err(CRITICAL) } else { Ok(()) }
}

/// Whether the own key can be made use of: neither too short nor too long (recorded: key-rsa512-client, key-rsa8192-client).
pub(super) fn is_usable(parsed: &Parsed) -> bool {
    match parsed.certificate.public_key.as_ref().map(|key| &key.kind) {
        Some(KeyKind::Rsa(key) | KeyKind::RsaPss(key)) => {
            (LEAST_RSA_BITS..=MOST_RSA_BITS).contains(&key.bits)
        }
        _ => true,
    }
}

/// Whether the peer's RSA key is longer than can be computed with (recorded: key-rsa8192-server).
pub(super) fn is_too_long(parsed: &Parsed) -> bool {
    match parsed.certificate.public_key.as_ref().map(|key| &key.kind) {
        Some(KeyKind::Rsa(key) | KeyKind::RsaPss(key)) => key.bits > MOST_RSA_BITS,
        _ => false,
    }
}

/// False of a point that is not on its curve.
pub(super) fn is_on_curve(parsed: &Parsed) -> bool {
    parsed.certificate.public_key.as_ref().is_some_and(public_key::is_sound)
}
