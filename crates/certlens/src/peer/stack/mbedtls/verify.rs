//! Mbed TLS's verification of a chain (`x509_crt.c`).

use std::rc::Rc;

use crate::crypto::signature::SignatureCheck;
use crate::der::content;
use crate::der::string::StringType;
use crate::peer::encounter::Encounter;
use crate::peer::refusal::Stop;
use crate::peer::shelf::Parsed;
use crate::x509::algorithm::{Hash, SignatureAlgorithm};
use crate::x509::certificate::{Certificate, Version};
use crate::x509::extension::basic_constraints::PathLen;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::general_name::GeneralNameValue;
use crate::x509::name::{Attribute, Name};
use crate::x509::oids;
use crate::x509::public_key::KeyKind;

use super::flags::Flags;

/// `MBEDTLS_X509_MAX_INTERMEDIATE_CA`
const MAX_INTERMEDIATES: usize = 8;

/// `rsa_min_bitlen` of `mbedtls_x509_crt_profile_default`.
const LEAST_RSA_BITS: usize = 2048;

/// A chain with more intermediates than are followed.
pub(super) struct TooLong;

/// `x509_name_cmp`: letter case does not count in, and between, UTF8String and PrintableString
/// (recorded: ca-name-case-differs, ca-name-encoding-differs).
fn same_name(one: &Name, other: &Name) -> bool {
    let folds = |attribute: &Attribute| {
        matches!(attribute.string_type, Some(StringType::Utf8 | StringType::Printable))
    };
    let same = |one: &Attribute, other: &Attribute| {
        one.oid == other.oid
            && (one.value == other.value
                || (folds(one) && folds(other) && one.text.eq_ignore_ascii_case(&other.text)))
    };
    one.rdns.len() == other.rdns.len()
        && one.rdns.iter().zip(&other.rdns).all(|(one, other)| {
            one.attributes.len() == other.attributes.len()
                && one.attributes.iter().zip(&other.attributes).all(|(one, other)| same(one, other))
        })
}

/// `mbedtls_x509_crt_check_key_usage`
pub(super) fn allows(certificate: &Certificate, usage: KeyUsage) -> bool {
    certificate.key_usage().is_none_or(|found| {
        found.has(usage) && !found.has_any(KeyUsage::ENCIPHER_ONLY.with(KeyUsage::DECIPHER_ONLY))
    })
}

/// `x509_profile_check_key` with the default profile: the bits of an RSA key, rounded up to octets (recorded: key-rsa2047-client).
fn is_key_strong(certificate: &Certificate) -> bool {
    match certificate.public_key.as_ref().map(|key| &key.kind) {
        Some(KeyKind::Rsa(key)) => key.modulus.len() * 8 >= LEAST_RSA_BITS,
        Some(KeyKind::Ec(_)) => true,
        _ => false,
    }
}

/// `x509_profile_check_md_alg` with the default profile.
fn is_hash_strong(algorithm: &SignatureAlgorithm) -> bool {
    let hash = match algorithm {
        SignatureAlgorithm::RsaPkcs1(hash) | SignatureAlgorithm::Ecdsa(hash) => Some(*hash),
        SignatureAlgorithm::RsaPss(parameters) => parameters.and_then(|parameters| parameters.hash),
        _ => None,
    };
    matches!(hash, Some(Hash::Sha224 | Hash::Sha256 | Hash::Sha384 | Hash::Sha512))
}

/// `x509_crt_verify_name`: any subjectAltName rules the common name out; addresses are not compared
/// (recorded: san-empty-seq-server, ref-ip-other-server).
pub(super) fn has_name(certificate: &Certificate, name: &str) -> bool {
    if certificate.extension("subjectAltName").is_some() {
        let names = certificate.subject_alternative_names().unwrap_or_default();
        return names.iter().any(|found| match &found.value {
            GeneralNameValue::Dns(octets) => is_name(octets, name),
            _ => false,
        });
    }
    let mut attributes = certificate.subject.attributes();
    attributes.any(|attribute| {
        attribute.oid.octets() == oids::COMMON_NAME && is_name(content(&attribute.value), name)
    })
}

/// `x509_crt_check_cn`
fn is_name(found: &[u8], name: &str) -> bool {
    if found.eq_ignore_ascii_case(name.as_bytes()) {
        return true;
    }
    let suffix = found.strip_prefix(b"*").filter(|suffix| suffix.len() > 1 && suffix.starts_with(b"."));
    let parent = name.find('.').filter(|dot| *dot > 0).and_then(|dot| name.as_bytes().get(dot..));
    suffix.is_some() && suffix.zip(parent).is_some_and(|(suffix, parent)| suffix.eq_ignore_ascii_case(parent))
}

/// `mbedtls_x509_crt_verify_with_profile`: all flags, or an error.
pub(super) fn chain(encounter: &Encounter<'_>, peer: &[Rc<Parsed>]) -> Result<Result<Flags, TooLong>, Stop> {
    let anchors = &encounter.loaded.anchors;
    let mut flags = Flags::default();
    let Some(first) = peer.first() else { return Ok(Ok(flags)) };
    if !is_key_strong(&first.certificate) {
        flags.raise(Flags::BAD_KEY);
    }
    let (mut child, mut is_trusted, mut self_issued) = (Rc::clone(first), false, 0usize);
    // What comes after the child in the message.
    let mut rest = peer.get(1..).unwrap_or_default();
    for depth in 0..=peer.len() {
        flags.raise(time(encounter, &child.certificate));
        if is_trusted {
            break;
        }
        if !is_hash_strong(&child.certificate.signature_algorithm.signature()) {
            flags.raise(Flags::BAD_MD);
        }
        let is_known = anchors.iter().any(|anchor| anchor.certificate.der == child.certificate.der);
        if depth == 0 && is_known && same_name(&child.certificate.issuer, &child.certificate.subject) {
            break;
        }
        let Some(parent) = find_parent(encounter, &child, rest, depth.saturating_sub(self_issued))? else {
            flags.raise(Flags::NOT_TRUSTED);
            break;
        };
        if depth > 0 && same_name(&child.certificate.issuer, &child.certificate.subject) {
            self_issued += 1;
        }
        if !parent.is_trusted && depth + 1 > MAX_INTERMEDIATES {
            return Ok(Err(TooLong));
        }
        if !parent.signature_is_good {
            flags.raise(Flags::NOT_TRUSTED);
        }
        if !is_key_strong(&parent.certificate.certificate) {
            flags.raise(Flags::BAD_KEY);
        }
        (child, is_trusted, rest) = (parent.certificate, parent.is_trusted, parent.rest);
    }
    Ok(Ok(flags))
}

/// Both ends of the validity period (`x509_crt_verify_chain`; recorded: validity-reversed-server).
fn time(encounter: &Encounter<'_>, certificate: &Certificate) -> Flags {
    let mut flags = Flags::default();
    if certificate.validity.not_after.instant.is_some_and(|end| encounter.time > end) {
        flags.raise(Flags::EXPIRED);
    }
    if certificate.validity.not_before.instant.is_some_and(|start| encounter.time < start) {
        flags.raise(Flags::FUTURE);
    }
    flags
}

struct Parent<'a> {
    certificate: Rc<Parsed>,
    signature_is_good: bool,
    is_trusted: bool,
    rest: &'a [Rc<Parsed>],
}

/// `x509_crt_find_parent`: among the trusted certificates, then among those sent behind the child. One that is not valid now
/// serves where there is no other.
fn find_parent<'a>(
    encounter: &Encounter<'_>,
    child: &Parsed,
    sent: &'a [Rc<Parsed>],
    intermediates: usize,
) -> Result<Option<Parent<'a>>, Stop> {
    for (is_trusted, candidates) in [(true, encounter.loaded.anchors.as_slice()), (false, sent)] {
        let mut fallback = None;
        for (index, candidate) in candidates.iter().enumerate() {
            if !may_sign(child, candidate, is_trusted, intermediates) {
                continue;
            }
            let signature_is_good = match encounter.shelf.signature(candidate, child) {
                SignatureCheck::Valid => true,
                SignatureCheck::Invalid => false,
                // The hash is refused already.
                SignatureCheck::Undetermined(_)
                    if !is_hash_strong(&child.certificate.signature_algorithm.signature()) =>
                {
                    true
                }
                SignatureCheck::Undetermined(reason) => return Err(Stop::Unknown(reason.to_string())),
            };
            if is_trusted && !signature_is_good {
                continue;
            }
            let rest = if is_trusted { &[] } else { sent.get(index + 1..).unwrap_or_default() };
            let parent = Parent { certificate: Rc::clone(candidate), signature_is_good, is_trusted, rest };
            if time(encounter, &candidate.certificate) == Flags::default() {
                return Ok(Some(parent));
            }
            fallback = fallback.or(Some(parent));
        }
        if fallback.is_some() {
            return Ok(fallback);
        }
    }
    Ok(None)
}

/// `x509_crt_check_parent`, and the length of the path. A trusted certificate of version 1 or 2 needs no flag.
fn may_sign(child: &Parsed, parent: &Parsed, is_trusted: bool, intermediates: usize) -> bool {
    let certificate = &parent.certificate;
    let is_old = matches!(certificate.version, Version::V1 | Version::V2);
    let is_ca = certificate.is_ca() && allows(certificate, KeyUsage::KEY_CERT_SIGN);
    let is_short = match certificate.basic_constraints().and_then(|constraints| constraints.path_len) {
        Some(PathLen::AtMost(most)) => usize::try_from(most).is_ok_and(|most| intermediates > most),
        _ => false,
    };
    same_name(&child.certificate.issuer, &certificate.subject)
        && ((is_trusted && is_old) || is_ca)
        && !is_short
}
