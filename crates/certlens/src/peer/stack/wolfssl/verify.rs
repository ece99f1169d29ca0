//! wolfSSL's verification of a chain (`ProcessPeerCerts`, `ParseCertRelative`): from the last certificate that is sent to the first, each
//! CA that holds becoming a signer for the next.

use std::rc::Rc;

use crate::crypto::digest;
use crate::crypto::signature::SignatureCheck;
use crate::peer::encounter::Encounter;
use crate::peer::refusal::Stop;
use crate::peer::shelf::Parsed;
use crate::peer::substring::find;
use crate::x509::algorithm::{AlgorithmIdentifier, Hash, SignatureAlgorithm};
use crate::x509::certificate::Certificate;
use crate::x509::extension::basic_constraints::PathLen;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::public_key::KeyKind;

use super::error::{
    AFTER_DATE, BEFORE_DATE, Error, NAME, NO_SIGNER, NOT_CA, PARSE, PATH_LENGTH, SELF_SIGNED, SIGNATURE,
    SIGNATURE_OID,
};
use super::{date, names, parse};

/// `MAX_CHAIN_DEPTH`: what is sent beyond is not looked at (recorded: chain-depth-12).
pub(super) const MAX_CHAIN_DEPTH: usize = 9;
/// `MIN_RSAKEY_SZ` in octets.
const MIN_RSA_OCTETS: usize = 128;
/// `WOLFSSL_MAX_PATH_LEN`
const MAX_PATH_LEN: u64 = 127;
/// `CA_TABLE_SIZE`
const CA_TABLE_SIZE: u32 = 11;

/// One that may sign: its certificate, its key's identifier, and how many CAs may follow.
pub(super) struct Signer {
    certificate: Rc<Parsed>,
    key_id: Vec<u8>,
    path_len: u64,
}

/// The errors of a chain: the first, which sends its alert, and that of the end entity.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Outcome {
    pub(super) first: Option<Error>,
    pub(super) end: Option<Error>,
}

/// subjectKeyIdentifier, or the SHA-1 of the key as wolfSSL keeps it: all of an EC key's SubjectPublicKeyInfo, of others the bits
/// (`CalcHashId`).
fn key_id(certificate: &Certificate) -> Vec<u8> {
    let kept = || match &certificate.public_key {
        Some(key) if matches!(key.kind, KeyKind::Ec(_)) => key.der.clone(),
        Some(key) => key.key.clone(),
        None => Vec::new(),
    };
    certificate.subject_key_identifier().map_or_else(|| digest::sha1(&kept()).to_vec(), <[u8]>::to_vec)
}

/// The trusted certificates, all of which may sign, whatever they say (recorded: ca-false-root, ca-pathlen-root-0).
fn trusted(encounter: &Encounter<'_>) -> Vec<Signer> {
    let mut signers = Vec::new();
    for anchor in &encounter.loaded.anchors {
        add(&mut signers, anchor, MAX_PATH_LEN);
    }
    signers
}

/// `AddCA`: of those with one key identifier the first stays (`AlreadySigner`).
fn add(signers: &mut Vec<Signer>, certificate: &Rc<Parsed>, path_len: u64) {
    // `cm->minRsaKeySz`, of the encoded key.
    let is_short = certificate.certificate.public_key.as_ref().is_some_and(|key| {
        matches!(key.kind, KeyKind::Rsa(_) | KeyKind::RsaPss(_)) && key.key.len() < MIN_RSA_OCTETS
    });
    let key_id = key_id(&certificate.certificate);
    if !is_short && signers.iter().all(|signer| signer.key_id != key_id) {
        signers.push(Signer { certificate: Rc::clone(certificate), key_id, path_len });
    }
}

/// `ParseCertRelative`: `GetCA` by the identifier of the issuer's key, or else by that of the own one; what is found must have the name.
/// `GetCAByName` where the certificate does not say whose key signed it: the signers stand in a table by their identifiers, the latest
/// first.
fn find_signer<'a>(signers: &'a [Signer], subject: &Certificate) -> Option<&'a Signer> {
    let wanted = subject.authority_key_identifier().and_then(|authority| authority.key_identifier.as_deref());
    let is_named = |signer: &&Signer| signer.certificate.certificate.subject.der == subject.issuer.der;
    let with = |key_id: &[u8]| signers.iter().find(|signer| signer.key_id == key_id);
    let found = wanted.and_then(with).or_else(|| subject.subject_key_identifier().and_then(with));
    let row = |signer: &&Signer| {
        let word = signer.key_id.iter().take(4).fold(0u32, |word, octet| word << 8 | u32::from(*octet));
        word % CA_TABLE_SIZE
    };
    found.filter(is_named).or_else(|| {
        let by_name = signers.iter().rev().filter(is_named).min_by_key(row);
        by_name.filter(|_| wanted.is_none())
    })
}

/// `GetValidity`: of both ends the later error counts (recorded: validity-reversed-server).
fn date(encounter: &Encounter<'_>, certificate: &Certificate) -> Option<Error> {
    let validity = &certificate.validity;
    if !date::has_not_ended(&validity.not_after, encounter.time) {
        return Some(AFTER_DATE);
    }
    (!date::has_begun(&validity.not_before, encounter.time)).then_some(BEFORE_DATE)
}

/// `ParseCertRelative` with a signer: signature, name constraints and the length of the path; how many CAs may follow.
fn confirm(
    encounter: &Encounter<'_>,
    subject: &Parsed,
    signers: &[Signer],
) -> Result<Result<u64, Error>, Stop> {
    let certificate = &subject.certificate;
    let Some(signer) = find_signer(signers, certificate) else {
        let is_self_signed = certificate.issuer.der == certificate.subject.der;
        return Ok(Err(if is_self_signed { SELF_SIGNED } else { NO_SIGNER }));
    };
    let mut path_len = signer.path_len;
    if certificate.is_ca() && certificate.issuer.der != certificate.subject.der {
        let own = certificate.basic_constraints().and_then(|constraints| constraints.path_len);
        path_len = match (own, signer.path_len.checked_sub(1)) {
            (Some(PathLen::AtMost(own)), _) if own < signer.path_len => own,
            (_, Some(less)) => less,
            (_, None) => return Ok(Err(PATH_LENGTH)),
        };
    }
    if !is_of_kind(&certificate.signature_algorithm.signature(), signer) {
        return Ok(Err(SIGNATURE_OID));
    }
    if names_unknown_hash(&certificate.signature_algorithm) {
        return Ok(Err(PARSE));
    }
    match encounter.shelf.signature(&signer.certificate, subject) {
        SignatureCheck::Valid => {}
        SignatureCheck::Invalid => return Ok(Err(SIGNATURE)),
        // MD5 is accepted, and not computed here (recorded: sig-md5-rsa-server).
        SignatureCheck::Undetermined(_)
            if certificate.signature_algorithm.signature() == SignatureAlgorithm::RsaPkcs1(Hash::Md5) => {}
        SignatureCheck::Undetermined(reason) => return Err(Stop::Unknown(reason.to_string())),
    }
    let constraints = signer.certificate.certificate.name_constraints();
    if constraints.is_some_and(|constraints| !names::are_kept(certificate, constraints)) {
        return Ok(Err(NAME));
    }
    Ok(match date(encounter, certificate) {
        Some(error) => Err(error),
        None => parse::critical(subject).map(|()| path_len),
    })
}

/// `SigOidMatchesKeyOid`
fn is_of_kind(algorithm: &SignatureAlgorithm, signer: &Signer) -> bool {
    use SignatureAlgorithm as A;
    let key = signer.certificate.certificate.public_key.as_ref().map(|key| &key.kind);
    matches!(
        (algorithm, key),
        (A::RsaPkcs1(_) | A::RsaPss(_), Some(KeyKind::Rsa(_)))
            | (A::RsaPss(_), Some(KeyKind::RsaPss(_)))
            | (A::Ecdsa(_), Some(KeyKind::Ec(_)))
            | (A::Dsa(_), Some(KeyKind::Dsa { .. }))
            | (A::Ed25519, Some(KeyKind::Ed25519))
            | (A::Ed448, Some(KeyKind::Ed448))
    )
}

/// `DecodeRsaPssParams`: SHA-1, which is the default, must not be named, and no hash but those of SHA-2 (recorded: sig-pss-sha1-server).
/// What is not named is SHA-1.
fn names_unknown_hash(algorithm: &AlgorithmIdentifier) -> bool {
    const SHA1: &[u8] = &[0x06, 5, 0x2b, 0x0e, 3, 2, 0x1a];
    let SignatureAlgorithm::RsaPss(parameters) = algorithm.signature() else { return false };
    let names_sha1 = algorithm.parameters.as_deref().is_some_and(|der| find(der, SHA1).is_some());
    let is_known = |hash: Option<Hash>| {
        matches!(hash, Some(Hash::Sha1 | Hash::Sha224 | Hash::Sha256 | Hash::Sha384 | Hash::Sha512))
    };
    names_sha1 || parameters.is_none_or(|named| !is_known(named.hash) || !is_known(named.mask_hash))
}

/// `AddCA` of what is sent: it must be a CA with keyCertSign (recorded: ca-leaf-ku-inter, ca-no-ku).
fn may_be_signer(certificate: &Certificate) -> bool {
    let is_self_signed = certificate.issuer.der == certificate.subject.der;
    is_self_signed || certificate.key_usage().is_some_and(|usage| usage.has(KeyUsage::KEY_CERT_SIGN))
}

/// `ProcessPeerCerts`, as far as it is about the chain.
pub(super) fn chain(encounter: &Encounter<'_>, peer: &[Rc<Parsed>]) -> Result<Outcome, Stop> {
    let mut outcome = Outcome::default();
    let Some(first) = peer.first() else { return Ok(outcome) };
    let anchors = &encounter.loaded.anchors;
    // A trusted certificate may be the peer's own (recorded: anchor-leaf).
    if anchors.iter().any(|anchor| anchor.certificate.der == first.certificate.der) {
        return Ok(outcome);
    }
    let mut signers = trusted(encounter);
    for member in peer.iter().take(MAX_CHAIN_DEPTH).skip(1).rev() {
        let certificate = &member.certificate;
        let read = parse::to_key(member).and_then(|()| parse::after_key(member));
        let confirmed = match read {
            Ok(()) => confirm(encounter, member, &signers)?,
            Err(error) => Err(error),
        };
        let error = match confirmed {
            Ok(_) if !certificate.is_ca() => continue,
            Ok(_) if !may_be_signer(certificate) => NOT_CA,
            Ok(path_len) => {
                add(&mut signers, member, path_len);
                continue;
            }
            // A CA above which nobody is known may still be one too many (`WOLFSSL_ALT_CERT_CHAINS`; recorded: chain-extra-unrelated-server).
            Err(NO_SIGNER | SELF_SIGNED) if certificate.is_ca() => continue,
            Err(error) => error,
        };
        outcome.first = outcome.first.or(Some(error));
    }
    outcome.end = confirm(encounter, first, &signers)?.err();
    outcome.first = outcome.first.or(outcome.end);
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::der::oid::Oid;
    use crate::span::ByteRange;
    use crate::x509::oids;

    #[test]
    fn sha_1_is_a_default_and_no_name() {
        // hashAlgorithm [0] with and without its AlgorithmIdentifier's name of SHA-1 or SHA-256.
        let sha1: &[u8] = &[0x30, 0x0d, 0xa0, 0x0b, 0x30, 9, 6, 5, 0x2b, 0x0e, 3, 2, 0x1a, 5, 0];
        let sha256: &[u8] =
            &[0x30, 0x11, 0xa0, 0x0f, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0];
        for (parameters, is_unknown) in [(&[0x30, 0][..], false), (sha256, false), (sha1, true)] {
            let algorithm = AlgorithmIdentifier {
                oid: Oid::from_octets(oids::RSASSA_PSS),
                parameters: Some(parameters.to_vec()),
                der: Vec::new(),
                range: ByteRange::new(0, 0),
            };
            assert_eq!(names_unknown_hash(&algorithm), is_unknown, "{parameters:02x?}");
        }
    }
}
