//! What wolfSSL's parser refuses, and at which of its two stages (`asn.c`: `DecodeToKey`, and what comes after the key).

use crate::crypto::public_key;
use crate::defect::DefectKind;
use crate::peer::shelf::Parsed;
use crate::span::ByteRange;
use crate::x509::certificate::{Certificate, Version};
use crate::x509::extension::Extension;
use crate::x509::name::Name;
use crate::x509::oids;
use crate::x509::public_key::{Curve, KeyKind, NamedCurve};

use super::LEAST_RSA_BITS;
use super::date;
use super::error::{CRITICAL, CURVE, EXPECT_0, Error, PARSE, SIGNATURE_OID, VERSION};
use super::extension;

/// `EXTERNAL_SERIAL_SIZE`
const LONGEST_SERIAL: usize = 32;
/// `FP_MAX_BITS`: bits of an RSA key that is read.
const MOST_READ_BITS: usize = 8192;
/// `WC_MAX_NAME_ENTRIES`
const MOST_ENTRIES: usize = 16;
/// Bits of an RSA key that is computed with.
const MOST_RSA_BITS: usize = 4096;

/// `DecodeToKey`: version, serial number, names, dates and key (recorded: serial-33-octets-client, utctime-no-seconds-client).
pub(super) fn to_key(parsed: &Parsed) -> Result<(), Error> {
    let certificate = &parsed.certificate;
    // `GetExplicitVersion`: up to 3, which would be version 4 (recorded: der-v4-server).
    if matches!(certificate.version, Version::Other(number) if number != Some(3)) {
        return Err(VERSION);
    }
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
    let are_times = [&validity.not_before, &validity.not_after].into_iter().all(date::is_sized);
    let is_key =
        !matches!(key.kind, KeyKind::Ec(Curve::Explicit { .. } | Curve::Missing) | KeyKind::Unreadable);
    let is_short = certificate.serial.octets.len() <= LONGEST_SERIAL;
    // `GetCertName`
    let has_empty = |name: &Name| name.rdns.iter().any(|rdn| rdn.attributes.is_empty());
    let is_odd = |name: &Name| has_empty(name) || kept(name) > MOST_ENTRIES;
    let is_refused = is_refused || is_odd(&certificate.issuer) || is_odd(&certificate.subject);
    if matches!(key.kind, KeyKind::Ec(Curve::Named(NamedCurve::P192))) {
        return Err(CURVE);
    }
    if is_refused || !are_times || !is_key || !is_short { Err(PARSE) } else { Ok(()) }
}

/// How many attributes of a name become entries (`wolfSSL_X509_NAME_add_entry_by_NID`).
fn kept(name: &Name) -> usize {
    const KINDS: [&[u8]; 3] = [&[0x55, 0x04], &[0x2a, 0x86], &[0x09, 0x92]];
    let has_kind = |oid: &[u8]| KINDS.iter().any(|kind| oid.starts_with(kind));
    name.attributes().filter(|attribute| has_kind(attribute.oid.octets())).count()
}

fn is_in_extension(parsed: &Parsed, at: ByteRange) -> bool {
    let mut values = parsed.certificate.extensions.iter().map(|extension| extension.value);
    values.any(|value| at.start >= value.start && at.end <= value.end)
}

/// What comes after the key: unique identifiers are not known, and the extensions must be readable
/// (recorded: ext-unique-ids-server, sig-inner-outer-mismatch-server).
pub(super) fn after_key(parsed: &Parsed) -> Result<(), Error> {
    let certificate = &parsed.certificate;
    let outside = parsed.defects.iter().filter(|defect| !is_in_extension(parsed, defect.at));
    let is_odd = outside.map(|defect| &defect.kind).any(is_broken);
    if is_odd || certificate.issuer_unique_id.is_some() || certificate.subject_unique_id.is_some() {
        return Err(PARSE);
    }
    if matches!(certificate.version, Version::V1 | Version::V2) && certificate.has_extensions_field {
        return Err(VERSION);
    }
    extension::read(parsed)?;
    // `CheckBitString` of `GetSignature`
    let unused = certificate.signature.start.checked_sub(1).and_then(|at| certificate.der.get(at));
    if unused.is_some_and(|unused| *unused != 0) {
        return Err(EXPECT_0);
    }
    if certificate.inner_algorithm.oid == certificate.signature_algorithm.oid {
        Ok(())
    } else {
        Err(SIGNATURE_OID)
    }
}

/// A structure that is not the one expected (recorded: der-trailing-in-tbs-client).
const fn is_broken(kind: &DefectKind) -> bool {
    matches!(
        kind,
        DefectKind::Truncated { .. }
            | DefectKind::ExtraField(_)
            | DefectKind::Missing(_)
            | DefectKind::Unexpected { .. }
    )
}

/// `DecodeExtensionType`: a critical extension that is not known, or a critical key identifier (recorded: ext-ski-critical-server).
pub(super) fn critical(parsed: &Parsed) -> Result<(), Error> {
    let is_refused = |extension: &Extension| {
        let name = oids::extension(&extension.oid).unwrap_or_default();
        extension.critical
            && (matches!(name, "subjectKeyIdentifier" | "authorityKeyIdentifier")
                || !extension::is_known(name))
    };
    if parsed.certificate.extensions.iter().any(is_refused) { Err(CRITICAL) } else { Ok(()) }
}

/// Whether the own key can be made use of: neither too short nor too long (recorded: key-rsa512-client, key-rsa8192-client).
pub(super) fn is_usable(parsed: &Parsed) -> bool {
    match parsed.certificate.public_key.as_ref().map(|key| &key.kind) {
        Some(KeyKind::Rsa(key) | KeyKind::RsaPss(key)) => {
            (LEAST_RSA_BITS / 8..=MOST_RSA_BITS / 8).contains(&key.modulus.len())
        }
        _ => true,
    }
}

/// Whether the peer's key is read at all (`wc_RsaPublicKeyDecode`, `wc_ecc_import_x963`).
pub(super) fn is_decodable(certificate: &Certificate) -> bool {
    certificate.public_key.as_ref().is_some_and(|key| match &key.kind {
        KeyKind::Rsa(rsa) | KeyKind::RsaPss(rsa) => rsa.bits <= MOST_READ_BITS,
        KeyKind::Ec(_) => key.key.first() != Some(&0),
        _ => true,
    })
}

/// Whether the peer's RSA key is longer than can be computed with (recorded: key-rsa8192-server).
pub(super) fn is_too_long(parsed: &Parsed) -> bool {
    match parsed.certificate.public_key.as_ref().map(|key| &key.kind) {
        Some(KeyKind::Rsa(key) | KeyKind::RsaPss(key)) => key.bits > MOST_RSA_BITS,
        _ => false,
    }
}

/// False of a point that is not on its curve (recorded: key-point-off-curve-client).
pub(super) fn is_on_curve(parsed: &Parsed) -> bool {
    parsed.certificate.public_key.as_ref().is_some_and(public_key::is_sound)
}
