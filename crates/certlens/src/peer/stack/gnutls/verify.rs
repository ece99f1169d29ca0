//! GnuTLS's verification of a chain (`verify-high.c`, `verify.c`).

use std::rc::Rc;

use crate::crypto::signature::SignatureCheck;
use crate::der::oid::Oid;
use crate::peer::encounter::{Encounter, Role};
use crate::peer::refusal::Stop;
use crate::peer::rules::{Link, Rules};
use crate::peer::shelf::Parsed;
use crate::time::Timestamp;
use crate::x509::algorithm::{Hash, SignatureAlgorithm};
use crate::x509::certificate::{Certificate, Version};
use crate::x509::extension::basic_constraints::PathLen;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::extension::name_constraints::NameConstraints;
use crate::x509::extension::{Extension, ExtensionContent};
use crate::x509::oids;
use crate::x509::public_key::KeyKind;

use super::arrange::{Chain, arranged, is_issuer, is_self_issued, shortened, without_self_issued_end};
use super::import::{instant, is_unknown, public_key};
use super::names::{are_kept, are_readable};
use super::status::Status;

/// Fewest bits of an RSA or DSA key with the profile LOW.
const LEAST_BITS: usize = 1024;

/// TLS's status_request, as the feature that a certificate may demand (RFC 7633).
const STATUS_REQUEST: u16 = 5;

/// `gnutls_x509_crt_get_basic_constraints`: a path length beyond 32 bits, or anything after the structure, makes the extension
/// unreadable.
fn is_ca(certificate: &Certificate) -> bool {
    let is_whole = |extension: &Extension| extension.is_short_element(&certificate.der);
    let constraints = certificate.basic_constraints();
    constraints.filter(|_| certificate.extension("basicConstraints").is_some_and(is_whole)).is_some_and(
        |constraints| {
            let is_read =
                !matches!(constraints.path_len, Some(PathLen::AtMost(most)) if u32::try_from(most).is_err());
            constraints.ca && is_read
        },
    )
}

/// `_gnutls_check_key_purpose`; a list that cannot be read does not do.
pub(super) fn has_purpose(rules: &Rules, holder: Role, at: Link, certificate: &Certificate) -> bool {
    match certificate.extension("extKeyUsage").map(|extension| &extension.content) {
        Some(ExtensionContent::ExtendedKeyUsage(listed)) => {
            // Of a CA the old purposes of Netscape and VeriSign stand for that of a server.
            let is_old = |own: &Oid| matches!(own.octets(), oids::NETSCAPE_GATED | oids::VERISIGN_GATED);
            let is_gated = holder == Role::Server && is_ca(certificate) && listed.iter().any(is_old);
            is_gated || rules.allows_purpose(holder, at, Some(listed))
        }
        Some(_) => !rules.asks_purpose(holder, at),
        None => true,
    }
}

/// The same of a certificate on the peer's path.
pub(super) fn suits(encounter: &Encounter<'_>, certificate: &Certificate, at: Link) -> bool {
    has_purpose(encounter.rules, encounter.role.other(), at, certificate)
}

/// `gnutls_x509_trust_list_verify_crt2`, up to the checks of the end entity's name and purpose.
pub(super) fn chain(encounter: &Encounter<'_>, peer: &[Rc<Parsed>]) -> Result<Status, Stop> {
    let chain = shortened(arranged(peer, &encounter.loaded.anchors), &encounter.loaded.anchors);
    let Some(last) = chain.last() else { return Ok(Status::INVALID) };
    let (issuer, subject) = (&last.certificate.issuer.der, &last.certificate.subject.der);
    // The trust list is hashed by subject: only anchors of this name are looked at.
    let named = |name: &[u8]| -> Chain {
        let anchors = encounter.loaded.anchors.iter().filter(|anchor| anchor.certificate.subject.der == name);
        anchors.cloned().collect()
    };
    let first = crt_status(encounter, &chain, &named(issuer))?;
    let is_old_or_unknown = [Status::SIGNER_NOT_FOUND, Status::EXPIRED, Status::INSECURE_ALGORITHM]
        .iter()
        .any(|flag| first.has(*flag));
    if !is_old_or_unknown || issuer == subject {
        return Ok(first);
    }
    let second = crt_status(encounter, &chain, &named(subject))?;
    Ok(if second.is_trusted() || first.has(Status::SIGNER_NOT_FOUND) { second } else { first })
}

/// `_gnutls_check_if_same_key`: the same certificate, or of an issuer the same name and key.
fn is_same(index: usize, member: &Parsed, anchor: &Parsed) -> bool {
    let spki = |parsed: &Parsed| parsed.certificate.public_key.as_ref().map(|key| key.der.clone());
    if index == 0 {
        return member.certificate.der == anchor.certificate.der;
    }
    member.certificate.subject.der == anchor.certificate.subject.der && spki(member) == spki(anchor)
}

/// `_gnutls_verify_crt_status`: from the top down, and no further than the first certificate that fails.
fn crt_status(
    encounter: &Encounter<'_>,
    chain: &[Rc<Parsed>],
    trusted: &[Rc<Parsed>],
) -> Result<Status, Stop> {
    let mut chain = chain.to_vec();
    without_self_issued_end(&mut chain);
    let known = |(index, member): (usize, &Rc<Parsed>)| {
        trusted.iter().find(|anchor| is_same(index, member, anchor)).map(|anchor| (index, Rc::clone(anchor)))
    };
    if let Some((index, anchor)) = chain.iter().enumerate().find_map(known) {
        let status = anchor_sanity(&anchor.certificate, encounter);
        if index == 0 || !status.is_trusted() {
            return Ok(status);
        }
        chain.truncate(index);
    }
    let mut walk = Walk { encounter, path_len: u64::MAX, constraints: Vec::new(), features: Vec::new() };
    for index in (0..chain.len()).rev() {
        let (Some(member), issuer) = (chain.get(index), chain.get(index + 1)) else { break };
        if issuer.is_some_and(|issuer| !suits(encounter, &issuer.certificate, Link::Intermediate)) {
            return Ok(Status::PURPOSE_MISMATCH);
        }
        // What is sent above is taken for the issuer only where it is (recorded: chain-cross-signed-wrong-path-first).
        let signer = match issuer {
            Some(issuer) => Some(issuer).filter(|issuer| is_issuer(member, issuer)),
            None => find_issuer(member, trusted, encounter.time),
        };
        let status = walk.step(member, signer, issuer.is_some(), index == 0)?;
        if !status.is_trusted() {
            return Ok(status);
        }
    }
    Ok(Status::default())
}

/// `find_issuer`: the first; of several, the last that is valid now (recorded: rotated-ca-bundle-new-old-without-aki).
fn find_issuer<'a>(member: &Parsed, trusted: &'a [Rc<Parsed>], now: Timestamp) -> Option<&'a Rc<Parsed>> {
    let is_current = |anchor: &&Rc<Parsed>| {
        let validity = &anchor.certificate.validity;
        instant(&validity.not_after).is_some_and(|end| now < end)
            && instant(&validity.not_before).is_some_and(|start| now >= start)
    };
    let mut issuers = trusted.iter().filter(|anchor| is_issuer(member, anchor));
    let first = issuers.next();
    issuers.rfind(is_current).or(first)
}

/// `check_ca_sanity`
fn anchor_sanity(anchor: &Certificate, encounter: &Encounter<'_>) -> Status {
    let mut status = time_status(anchor, encounter.time);
    if !is_key_acceptable(anchor) {
        status.raise(Status::INSECURE_ALGORITHM);
    }
    status
}

/// `check_time_status`
fn time_status(certificate: &Certificate, now: Timestamp) -> Status {
    let validity = &certificate.validity;
    if instant(&validity.not_before).is_none_or(|start| now < start) {
        Status::NOT_ACTIVATED
    } else if instant(&validity.not_after).is_none_or(|end| now > end) {
        Status::EXPIRED
    } else {
        Status::default()
    }
}

/// `is_level_acceptable` with the profile LOW, as far as it is about keys.
fn is_key_acceptable(certificate: &Certificate) -> bool {
    certificate.public_key.as_ref().is_some_and(|key| match &key.kind {
        KeyKind::Rsa(key) | KeyKind::RsaPss(key) => key.bits >= LEAST_BITS,
        KeyKind::Dsa { bits } => bits.is_some_and(|bits| bits >= LEAST_BITS),
        KeyKind::Ec(_) => public_key(certificate).is_ok(),
        _ => true,
    })
}

/// What the certificates above have said: `verify_state_st`.
struct Walk<'a> {
    encounter: &'a Encounter<'a>,
    path_len: u64,
    constraints: Vec<NameConstraints>,
    features: Vec<u16>,
}

impl Walk<'_> {
    /// `verify_crt`
    fn step(
        &mut self,
        member: &Parsed,
        issuer: Option<&Rc<Parsed>>,
        issuer_is_sent: bool,
        is_end: bool,
    ) -> Result<Status, Stop> {
        let mut status = Status::default();
        if self.path_len == 0 {
            return Ok(Status::SIGNER_CONSTRAINTS_FAILURE);
        }
        self.path_len -= 1;
        let certificate = &member.certificate;
        match issuer {
            None => status.raise(Status::SIGNER_NOT_FOUND),
            Some(issuer) => {
                status.raise(self.constraints_of(&issuer.certificate, certificate, is_end));
                status.raise(self.authority(member, issuer, issuer_is_sent));
                status.raise(self.signature(member, issuer)?);
            }
        }
        let is_critical = |certificate: &Certificate| {
            certificate.extensions.iter().any(|extension| extension.critical && is_unknown(extension))
        };
        if issuer.is_some_and(|issuer| is_critical(&issuer.certificate))
            || (is_end && is_critical(certificate))
        {
            status.raise(Status::UNKNOWN_CRIT_EXTENSIONS);
        }
        let are_strong = is_key_acceptable(certificate)
            && issuer.is_none_or(|issuer| is_key_acceptable(&issuer.certificate));
        match strength(&certificate.signature_algorithm.signature()) {
            Strength::Unknown => status.raise(Status::INVALID),
            Strength::Broken => status.raise(Status::INSECURE_ALGORITHM),
            Strength::Sound if !are_strong => status.raise(Status::INSECURE_ALGORITHM),
            Strength::Sound => {}
        }
        if let Some(issuer) = issuer {
            status.raise(time_status(&issuer.certificate, self.encounter.time));
        }
        status.raise(time_status(certificate, self.encounter.time));
        Ok(status)
    }

    /// Name constraints and TLS features of the issuer, and whether what is below keeps to them
    /// (`gnutls_x509_name_constraints_check_crt`, `gnutls_x509_tlsfeatures_check_crt`).
    fn constraints_of(&mut self, issuer: &Certificate, subject: &Certificate, is_end: bool) -> Status {
        let mut status = Status::default();
        match issuer.extension("nameConstraints").map(|extension| &extension.content) {
            Some(ExtensionContent::NameConstraints(constraints)) if are_readable(constraints) => {
                self.constraints.push(constraints.clone());
            }
            Some(_) => status.raise(Status::SIGNER_CONSTRAINTS_FAILURE),
            None => {}
        }
        let all: Vec<&NameConstraints> = self.constraints.iter().collect();
        if is_end && !are_kept(subject, &all) {
            status.raise(Status::SIGNER_CONSTRAINTS_FAILURE);
        }
        self.features.extend(features(issuer));
        let own = features(subject);
        if self.features.iter().any(|feature| !own.contains(feature)) {
            status.raise(Status::SIGNER_CONSTRAINTS_FAILURE);
        }
        status
    }

    /// `check_if_ca` and keyCertSign. Of a version 1 anchor neither is asked (recorded: ca-v1-inter; lab: v1-root).
    fn authority(&mut self, subject: &Parsed, issuer: &Parsed, issuer_is_sent: bool) -> Status {
        let mut status = Status::default();
        let certificate = &issuer.certificate;
        if certificate.version == Version::V1 && !issuer_is_sent {
            return status;
        }
        let constraints = certificate.basic_constraints();
        let is_ca = is_ca(certificate) && subject.certificate.has_whole_signature();
        let has_none = certificate.extension("basicConstraints").is_none();
        let is_same = subject.certificate.der == certificate.der;
        if let Some(PathLen::AtMost(limit)) = constraints.and_then(|constraints| constraints.path_len)
            && is_ca
            && !is_same
        {
            self.path_len = self.path_len.min(limit);
        }
        let is_old_root = has_none && !issuer_is_sent && is_self_issued(issuer);
        if !(is_same || is_ca || is_old_root) {
            status.raise(Status::SIGNER_NOT_CA);
        }
        match (certificate.extension("keyUsage"), certificate.key_usage()) {
            (Some(_), None) => status.raise(Status::INVALID),
            (Some(_), Some(usage)) if !usage.has(KeyUsage::KEY_CERT_SIGN) => {
                status.raise(Status::SIGNER_CONSTRAINTS_FAILURE);
            }
            _ => {}
        }
        status
    }

    /// `_gnutls_x509_verify_data`
    fn signature(&self, member: &Parsed, issuer: &Parsed) -> Result<Status, Stop> {
        let algorithm = member.certificate.signature_algorithm.signature();
        let has_kind = is_of_kind(&algorithm, issuer.certificate.public_key.as_ref().map(|key| &key.kind));
        if has_kind == Some(false) {
            return Ok(Status::SIGNER_CONSTRAINTS_FAILURE);
        }
        if public_key(&issuer.certificate).is_err()
            || !member.certificate.has_whole_signature()
            || strength(&algorithm) != Strength::Sound
        {
            return Ok(Status::INVALID);
        }
        if !has_usual_salt(&algorithm) {
            return Ok(Status::SIGNATURE_FAILURE);
        }
        match self.encounter.shelf.signature(issuer, member) {
            SignatureCheck::Valid => Ok(Status::default()),
            SignatureCheck::Invalid => Ok(Status::SIGNATURE_FAILURE),
            SignatureCheck::Undetermined(reason) => Err(Stop::Unknown(reason.to_string())),
        }
    }
}

/// Whether the signature is of the kind of the key; `None` where that is not asked.
fn is_of_kind(algorithm: &SignatureAlgorithm, key: Option<&KeyKind>) -> Option<bool> {
    use SignatureAlgorithm as A;
    match (algorithm, key?) {
        (A::RsaPkcs1(_) | A::RsaPss(Some(_)), KeyKind::Rsa(_)) | (A::Ecdsa(_), KeyKind::Ec(_)) => Some(true),
        (A::RsaPkcs1(_) | A::RsaPss(Some(_)), KeyKind::Ec(_)) | (A::Ecdsa(_), KeyKind::Rsa(_)) => Some(false),
        _ => None,
    }
}

/// `fixup_spki_params` takes the salt for as long as the hash, whatever the certificate says.
fn has_usual_salt(algorithm: &SignatureAlgorithm) -> bool {
    let SignatureAlgorithm::RsaPss(Some(parameters)) = algorithm else { return true };
    let octets = match parameters.hash {
        Some(Hash::Sha256) => 32,
        Some(Hash::Sha384) => 48,
        _ => 64,
    };
    parameters.salt_length == Some(octets)
}

/// What GnuTLS makes of a signature algorithm (`lib/algorithms/sign.c`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strength {
    /// It does not know it (recorded: sig-pss-sha1-server).
    Unknown,
    /// It does not trust it for certificates.
    Broken,
    Sound,
}

fn strength(algorithm: &SignatureAlgorithm) -> Strength {
    use SignatureAlgorithm as A;
    match algorithm {
        A::RsaPkcs1(Hash::Md2 | Hash::Md5 | Hash::Sha1) | A::Ecdsa(Hash::Sha1) | A::Dsa(Hash::Sha1) => {
            Strength::Broken
        }
        A::RsaPkcs1(Hash::Md4) | A::MlDsa(_) | A::SlhDsa(_) | A::Unknown(_) | A::RsaPss(None) => {
            Strength::Unknown
        }
        A::RsaPss(Some(parameters)) => match (parameters.hash, parameters.mask_hash) {
            (Some(hash @ (Hash::Sha256 | Hash::Sha384 | Hash::Sha512)), Some(mask)) if hash == mask => {
                Strength::Sound
            }
            _ => Strength::Unknown,
        },
        _ => Strength::Sound,
    }
}

fn features(certificate: &Certificate) -> Vec<u16> {
    match certificate.extension("tlsFeature").map(|extension| &extension.content) {
        Some(ExtensionContent::TlsFeature(features)) => features.clone(),
        _ => Vec::new(),
    }
}

/// `_gnutls_ocsp_verify_mandatory_stapling`, of every certificate that is sent; no status comes with it.
pub(super) fn staples_missing(peer: &[Rc<Parsed>]) -> Status {
    let demands = peer.iter().any(|member| features(&member.certificate).contains(&STATUS_REQUEST));
    if demands { Status::MISSING_OCSP_STATUS } else { Status::default() }
}
