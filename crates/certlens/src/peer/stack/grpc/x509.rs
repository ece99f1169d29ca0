//! A certificate as BoringSSL reads it: strict DER (`crypto/x509/x_x509.cc` over `CBS`), and a key that is parsed with it.

use super::error::{
    BAD_E_VALUE, BAD_RSA_PARAMETERS, CURVE_DECODE, DECODE, INTEGER_ENCODING, INVALID_INTEGER,
    INVALID_VERSION, KEY_DECODE, KEY_UNSUPPORTED, NEGATIVE_NUMBER, OBJECT_ENCODING, OFF_CURVE,
    RSA_BAD_ENCODING, Raised,
};
use crate::crypto::public_key;
use crate::defect::{Defect, DefectKind, TimeDefect};
use crate::der::time::{Time, TimeEncoding};
use crate::der::{Reader, tag};
use crate::peer::shelf::Parsed;
use crate::peer::stack::openssl::x509::{Dialect, is_in_extension};
use crate::x509::certificate::{Certificate, Version};
use crate::x509::extension::basic_constraints::PathLen;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::name::Name;
use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

/// BoringSSL's `crypto/x509/v3_purp.cc`: a path length without cA is an error (recorded: `ca-leaf-pathlen-server`), an empty
/// keyUsage is none (`ku-empty-bits-server`), nsCertType is not looked at (`ext-nscerttype-wrong-server`).
pub(super) static BORINGSSL: Dialect = Dialect {
    cached: &[
        "basicConstraints",
        "keyUsage",
        "extKeyUsage",
        "subjectKeyIdentifier",
        "authorityKeyIdentifier",
        "subjectAltName",
        "nameConstraints",
        "cRLDistributionPoints",
    ],
    supported: &[
        "keyUsage",
        "subjectAltName",
        "basicConstraints",
        "certificatePolicies",
        "extKeyUsage",
        "policyConstraints",
        "nameConstraints",
        "policyMappings",
        "inhibitAnyPolicy",
    ],
    is_fatal,
    is_inconsistent: |certificate| {
        let basic = certificate.basic_constraints();
        basic.is_some_and(|basic| basic.path_len.is_some_and(|most| !basic.ca || most == PathLen::Unusable))
    },
    is_self_signed: |x509| !x509.key_usage_rejects(KeyUsage::KEY_CERT_SIGN),
};

/// What is no DER: `CBS_get_asn1` and the readers of `crypto/asn1`. Recorded: der-trailing-in-tbs-server, utctime-no-seconds-server,
/// gentime-fraction-server, date-invalid-server.
fn is_fatal(kind: &DefectKind) -> bool {
    match kind {
        DefectKind::Truncated { .. }
        | DefectKind::IndefiniteLength
        | DefectKind::LengthNotMinimal
        | DefectKind::TagNotMinimal
        | DefectKind::ConstructedString
        | DefectKind::IntegerEmpty
        | DefectKind::IntegerNotMinimal
        | DefectKind::UnusedBitsInvalid
        | DefectKind::UnusedBitsSet
        | DefectKind::OidEmpty
        | DefectKind::OidNotMinimal
        | DefectKind::OidTruncated
        | DefectKind::Unexpected { .. }
        | DefectKind::ExtraField(_) => true,
        DefectKind::Missing(field) => !field.starts_with("authorityCert"),
        DefectKind::Time(defect) => *defect != TimeDefect::Offset,
        _ => false,
    }
}

/// What keeps `ssl_cert_skip_to_spki` from the key: lengths and tags that are not minimal, a whole that is cut off, and bytes that
/// follow (recorded: `der-nonminimal-length-server`, `der-trailing-bytes-server`).
pub(super) fn is_skippable(parsed: &Parsed) -> bool {
    let is_length = |defect: &&Defect| match defect.kind {
        DefectKind::LengthNotMinimal | DefectKind::IndefiniteLength | DefectKind::TagNotMinimal => true,
        DefectKind::Truncated { .. } => defect.at.start == 0,
        _ => false,
    };
    parsed.der.len() == parsed.certificate.der.len() && !outside(parsed).any(|defect| is_length(&defect))
}

/// What stands neither in an extension nor in the key.
fn outside(parsed: &Parsed) -> impl Iterator<Item = &Defect> {
    let certificate = &parsed.certificate;
    parsed.defects.iter().filter(|defect| {
        let in_key =
            |key: &PublicKey| key.algorithm.range.end <= defect.at.start && defect.at.end <= key.range.end;
        !is_in_extension(certificate, defect.at) && !certificate.public_key.as_ref().is_some_and(in_key)
    })
}

/// What `x509_parse` raises, if anything (recorded: `der-v4-server`, `serial-nonminimal-server`, `gentime-fraction-server`).
pub(super) fn parse(parsed: &Parsed) -> Option<Raised> {
    let certificate = &parsed.certificate;
    let is_v3_only = certificate.has_extensions_field && certificate.version != Version::V3;
    let is_in_version = |defect: &Defect| defect.at.end <= certificate.serial.range.start;
    let first =
        outside(parsed).find(|defect| is_fatal(&defect.kind) || is_generalized_offset(parsed, defect));
    match first.map(|defect| &defect.kind) {
        Some(_) if first.is_some_and(is_in_version) => Some(DECODE),
        Some(DefectKind::IntegerNotMinimal | DefectKind::IntegerEmpty) => Some(INVALID_INTEGER),
        Some(DefectKind::OidEmpty | DefectKind::OidNotMinimal | DefectKind::OidTruncated) => {
            Some(OBJECT_ENCODING)
        }
        Some(_) => Some(DECODE),
        None if has_empty_rdn(&certificate.issuer) || has_empty_rdn(&certificate.subject) => Some(DECODE),
        None if certificate.version == Version::Other(None) => Some(DECODE),
        None if has_bad_version(parsed) => Some(INVALID_VERSION),
        None if is_v3_only => Some(DECODE),
        None => None,
    }
}

/// An offset from UTC in a GeneralizedTime: `x509_parse` of `crypto/x509/x_x509.cc` allows one in a UTCTime alone
/// (`asn1_parse_time` with `allow_utc_timezone_offset`).
fn is_generalized_offset(parsed: &Parsed, defect: &Defect) -> bool {
    let validity = &parsed.certificate.validity;
    let is_here = |time: &Time| {
        time.encoding == Some(TimeEncoding::Generalized)
            && time.range.start <= defect.at.start
            && defect.at.end <= time.range.end
    };
    defect.kind == DefectKind::Time(TimeDefect::Offset)
        && (is_here(&validity.not_before) || is_here(&validity.not_after))
}

/// A version that is none; v1 may be written out.
const fn has_bad_version(parsed: &Parsed) -> bool {
    matches!(parsed.certificate.version, Version::Other(_))
}

/// `x509_parse_name` of `crypto/x509/x509_name.cc`: every SET has a member.
fn has_empty_rdn(name: &Name) -> bool {
    name.rdns.iter().any(|rdn| rdn.attributes.is_empty())
}

/// What `EVP_parse_public_key` raises: it knows RSA, four curves and Ed25519 (recorded: `key-k256-client`, `key-pss2048-client`,
/// `key-rsa-spki-no-null-server`, `key-e2-server`, `key-explicit-ec-server`, `key-point-off-curve-server`).
pub(super) fn parse_key(certificate: &Certificate) -> Option<Raised> {
    let Some(key) = certificate.public_key.as_ref() else { return Some(KEY_DECODE) };
    match &key.kind {
        KeyKind::Rsa(_) if key.has_expected_parameters() != Some(true) => Some(KEY_DECODE),
        KeyKind::Rsa(_) if bad_numbers(&key.key).is_some() => bad_numbers(&key.key),
        KeyKind::Rsa(numbers) if !has_odd_exponent(&numbers.exponent) => Some(BAD_E_VALUE),
        KeyKind::Ec(Curve::Named(NamedCurve::P256 | NamedCurve::P384 | NamedCurve::P521)) => {
            (!public_key::is_sound(key)).then_some(OFF_CURVE)
        }
        KeyKind::Ec(Curve::Explicit { .. } | Curve::Missing) => Some(CURVE_DECODE),
        KeyKind::Ed25519 if key.algorithm.parameters.is_some() => Some(KEY_DECODE),
        KeyKind::Rsa(_) | KeyKind::Ed25519 => None,
        KeyKind::Unreadable => Some(KEY_DECODE),
        _ => Some(KEY_UNSUPPORTED),
    }
}

/// `RSA_parse_public_key` of `crypto/rsa/rsa_asn1.cc`, `BN_parse_asn1_unsigned`, `rsa_check_public_key`: two positive numbers in
/// DER and nothing else, the modulus odd.
fn bad_numbers(octets: &[u8]) -> Option<Raised> {
    let unused = &mut Vec::new();
    let sequence = Reader::new(octets).next(unused).filter(|sequence| sequence.tag == tag::SEQUENCE)?;
    let mut fields = Reader::inside(octets, sequence);
    let mut is_even = false;
    for number in 0..2 {
        let integer = fields.next(unused).filter(|integer| integer.tag == tag::INTEGER)?;
        let digits = integer.content.of(octets);
        match digits {
            [0, second, ..] if second & 0x80 == 0 => return Some(INTEGER_ENCODING),
            [first, ..] if first & 0x80 != 0 => return Some(NEGATIVE_NUMBER),
            _ => {}
        }
        is_even |= number == 0 && digits.last().is_some_and(|last| last & 1 == 0);
    }
    if !fields.is_empty() || sequence.range.end < octets.len() {
        return Some(RSA_BAD_ENCODING);
    }
    is_even.then_some(BAD_RSA_PARAMETERS)
}

/// Odd, above 1 and of no more than 33 bits (`rsa_check_public_key`).
fn has_odd_exponent(exponent: &[u8]) -> bool {
    let is_small = exponent.len() < 5 || exponent.len() == 5 && exponent.first() == Some(&1);
    is_small && exponent != [1] && exponent.last().is_some_and(|last| last & 1 == 1)
}

/// True of EC keys, whose certificate has to allow signing before it is used at all (`ssl_check_leaf_cert_and_privkey`).
pub(super) fn is_ec(key: Option<&PublicKey>) -> bool {
    key.is_some_and(|key| matches!(key.kind, KeyKind::Ec(_)))
}
