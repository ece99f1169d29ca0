//! NSS's classic verification (`certvfy.c`), in which the certificates of the peer and the own ones stand in one database with the
//! trusted ones.

use std::rc::Rc;

use crate::crypto::signature::SignatureCheck;
use crate::der::oid::Oid;
use crate::der::time::{Time, TimeEncoding};
use crate::peer::encounter::{Encounter, Role};
use crate::peer::refusal::Stop;
use crate::peer::rules::{Link, Rules};
use crate::peer::shelf::Parsed;
use crate::time::Timestamp;
use crate::x509::algorithm::{AlgorithmIdentifier, Hash, SignatureAlgorithm};
use crate::x509::certificate::Certificate;
use crate::x509::extension::ExtensionContent;
use crate::x509::extension::basic_constraints::{BasicConstraints, PathLen};
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::extension::netscape::NetscapeCertType;
use crate::x509::oids;
use crate::x509::public_key::KeyKind;

use super::error::{
    ALGORITHM_MISMATCH, BAD_CERT_DOMAIN, BAD_DER, BAD_SIGNATURE, CA_CERT_INVALID, EXPIRED, EXPIRED_ISSUER,
    Error, INADEQUATE_CERT_TYPE, INADEQUATE_KEY_USAGE, INVALID_TIME, NOT_IN_NAME_SPACE, PATH_LEN,
    SIGNATURE_DISABLED, UNKNOWN_CRITICAL, UNKNOWN_ISSUER, UNTRUSTED_ISSUER,
};
use super::names::{self, Constrained};

/// `CERT_MAX_CERT_CHAIN`
const MAX_CHAIN: usize = 20;

/// Bits of nsCertType: SSL client, SSL server, SSL CA.
const SSL_CLIENT: u8 = 0x80;
const SSL_SERVER: u8 = 0x40;
const SSL_CA: u8 = 0x04;
/// Any of the bits of a CA (`NS_CERT_TYPE_CA`).
const ANY_CA: u8 = 0x07;

/// What came of it: `Err(Ok(…))` is NSS's error.
type Verdict = Result<(), Result<Error, Stop>>;

const fn fail(error: Error) -> Verdict {
    Err(Ok(error))
}

/// `SSL_AuthCertificate`
pub(super) fn authenticate(encounter: &Encounter<'_>, peer: &[Rc<Parsed>]) -> Verdict {
    let Some(first) = peer.first() else { return Ok(()) };
    let certificate = &first.certificate;
    if [&certificate.validity.not_before, &certificate.validity.not_after]
        .into_iter()
        .any(|time| !is_time(time))
    {
        return fail(INVALID_TIME);
    }
    if !is_valid(certificate, encounter.time) {
        return fail(EXPIRED);
    }
    let (holder, rules) = (encounter.role.other(), encounter.rules);
    // `CERT_CheckKeyUsage`: what cannot be read allows everything (recorded: ext-ku-garbage-server).
    let (key, usage) = (certificate.public_key.as_ref(), certificate.key_usage());
    if !rules.allows_use(encounter.usage_asked(holder), key, usage) {
        return fail(INADEQUATE_KEY_USAGE);
    }
    let kind = match holder {
        Role::Server => SSL_SERVER,
        Role::Client => SSL_CLIENT,
    };
    if cert_type(rules, certificate) & kind == 0 {
        return fail(INADEQUATE_CERT_TYPE);
    }
    chain(encounter, peer, first)?;
    if encounter.role == Role::Client && !names::has_name(certificate, encounter.name) {
        return fail(BAD_CERT_DOMAIN);
    }
    Ok(())
}

/// `der_TimeStringToTime` (`dertime.c`): seconds may be missing, a `Z` or an offset may not (recorded: utctime-no-seconds-server,
/// gentime-fraction-server, utctime-offset-server).
fn is_time(time: &Time) -> bool {
    let year = match time.encoding {
        Some(TimeEncoding::Utc) => 2,
        Some(TimeEncoding::Generalized) => 4,
        None => return false,
    };
    let digits = time.text.bytes().take_while(u8::is_ascii_digit).count();
    let field = |index: usize| time.text.get(year + 2 * index..year + 2 * index + 2)?.parse::<u32>().ok();
    let is_in = |index: usize, least: u32, most: u32| {
        field(index).is_some_and(|value| (least..=most).contains(&value))
    };
    let has_seconds = digits == year + 10;
    let zone = time.text.get(digits..).unwrap_or_default();
    let is_offset = zone
        .strip_prefix(['+', '-'])
        .is_some_and(|offset| offset.len() == 4 && offset.bytes().all(|octet| octet.is_ascii_digit()));
    (has_seconds || digits == year + 8)
        && is_in(0, 1, 12)
        && is_in(1, 1, 31)
        && is_in(2, 0, 23)
        && is_in(3, 0, 59)
        && (!has_seconds || is_in(4, 0, 59))
        && (zone == "Z" || is_offset)
}

/// Both ends; a day that no month has carries over into the next (recorded: date-invalid-server).
fn is_valid(certificate: &Certificate, now: Timestamp) -> bool {
    let validity = &certificate.validity;
    validity.not_before.instant.is_none_or(|start| now >= start)
        && validity.not_after.instant.is_none_or(|end| now <= end)
}

/// Whether a CA may sign certificates.
fn may_sign(certificate: &Certificate) -> bool {
    certificate.key_usage().is_none_or(|found| found.has(KeyUsage::KEY_CERT_SIGN))
}

/// `cert_ComputeCertType`, as far as it is about TLS. A CA is never an end entity where extKeyUsage speaks (recorded:
/// ca-true-leaf-server); anyExtendedKeyUsage counts for nothing (recorded: eku-any-server).
fn cert_type(rules: &Rules, certificate: &Certificate) -> u8 {
    let netscape = certificate.extension("netscapeCertType").map(|extension| &extension.content);
    let purposes = certificate.extension("extKeyUsage").map(|extension| &extension.content);
    let is_ca = is_ca(certificate);
    let stated = match netscape {
        Some(ExtensionContent::NetscapeCertType(NetscapeCertType(bits))) => {
            u8::try_from(bits & 0xff).ok().map(u8::reverse_bits)
        }
        _ => None,
    };
    let purposes = match purposes {
        Some(ExtensionContent::ExtendedKeyUsage(purposes)) => Some(purposes.as_slice()),
        _ => None,
    };
    if stated.is_none() && purposes.is_none() {
        return SSL_CLIENT | SSL_SERVER | if is_ca { SSL_CA } else { 0 };
    }
    // Netscape's old purpose stands for that of a server (`cert_ComputeCertType`).
    let is_gated = |own: &Oid| own.octets() == oids::NETSCAPE_GATED;
    let has = |holder| {
        purposes.is_some_and(|listed| {
            rules.allows_purpose(holder, Link::EndEntity, purposes)
                || (holder == Role::Server && listed.iter().any(is_gated))
        })
    };
    let kind = |holder, bit: u8| match has(holder) {
        true if is_ca => SSL_CA,
        true => bit,
        false => 0,
    };
    stated.unwrap_or(0) | kind(Role::Server, SSL_SERVER) | kind(Role::Client, SSL_CLIENT)
}

/// `cert_VerifyCertChainOld`
fn chain(encounter: &Encounter<'_>, peer: &[Rc<Parsed>], first: &Rc<Parsed>) -> Verdict {
    let mut names: Vec<Constrained> = Vec::new();
    let (mut subject, mut self_issued, mut path_len) = (Rc::clone(first), false, 0u64);
    for count in 0..MAX_CHAIN {
        let certificate = &subject.certificate;
        if !self_issued {
            let with_common_name = count == 0 && encounter.role == Role::Client;
            names.extend(names::constrained(certificate, with_common_name));
        }
        if certificate.extensions.iter().any(|extension| extension.critical && is_unsupported(&extension.oid))
        {
            return fail(UNKNOWN_CRITICAL);
        }
        if !same_algorithm(&certificate.inner_algorithm, &certificate.signature_algorithm) {
            return fail(ALGORITHM_MISMATCH);
        }
        let Some((issuer, is_trusted)) = find_issuer(encounter, peer, &subject) else {
            return fail(UNKNOWN_ISSUER);
        };
        signed(encounter, &subject, &issuer)?;
        may_issue(&issuer.certificate, &names, path_len)?;
        if is_trusted {
            return Ok(());
        }
        let kind = cert_type(encounter.rules, &issuer.certificate);
        let is_confined = kind & ANY_CA != 0 || is_for_others(&issuer.certificate);
        if (is_confined || !is_ca(&issuer.certificate)) && kind & SSL_CA == 0 {
            return fail(CA_CERT_INVALID);
        }
        if !may_sign(&issuer.certificate) {
            return fail(INADEQUATE_KEY_USAGE);
        }
        if is_root(&issuer.certificate) {
            return fail(UNTRUSTED_ISSUER);
        }
        self_issued = issuer.certificate.issuer.der == issuer.certificate.subject.der;
        path_len += 1;
        subject = issuer;
    }
    fail(UNKNOWN_ISSUER)
}

/// Whether extKeyUsage makes it a CA of another kind: for e-mail, code, OCSP or IPsec, as any purpose does. What NSS has no kind for confines
/// nobody (`cert_ComputeCertType`; recorded: ca-eku-codesigning-inter).
fn is_for_others(certificate: &Certificate) -> bool {
    const OTHERS: &[&str] = &[
        "codeSigning",
        "emailProtection",
        "OCSPSigning",
        "ipsecEndSystem",
        "ipsecTunnel",
        "ipsecUser",
        "ipsecIKE",
        "ikeIntermediate",
        "anyExtendedKeyUsage",
    ];
    let is_other = |purpose: &Oid| oids::key_purpose(purpose).is_some_and(|name| OTHERS.contains(&name));
    certificate.extended_key_usage().is_some_and(|purposes| purposes.iter().any(is_other))
}

/// `SECOID_CompareAlgorithmID` (recorded: sig-inner-outer-null-params-server)
fn same_algorithm(inner: &AlgorithmIdentifier, outer: &AlgorithmIdentifier) -> bool {
    inner.oid == outer.oid && inner.parameters == outer.parameters
}

/// `CERT_VerifySignedData`
fn signed(encounter: &Encounter<'_>, subject: &Parsed, issuer: &Parsed) -> Verdict {
    // `CERT_CheckCertValidTimes` sets no error where a time cannot be read.
    let validity = &issuer.certificate.validity;
    if !is_time(&validity.not_before) || !is_time(&validity.not_after) {
        return fail(BAD_SIGNATURE);
    }
    if !is_valid(&issuer.certificate, encounter.time) {
        return fail(EXPIRED_ISSUER);
    }
    let algorithm = subject.certificate.signature_algorithm.signature();
    if matches!(algorithm, SignatureAlgorithm::RsaPkcs1(Hash::Md2 | Hash::Md4 | Hash::Md5)) {
        return fail(SIGNATURE_DISABLED);
    }
    // SHA-3 and whatever else it has no name for (`secoid.c`).
    match algorithm {
        SignatureAlgorithm::Unknown(_) => return fail(BAD_SIGNATURE),
        SignatureAlgorithm::RsaPkcs1(hash) | SignatureAlgorithm::Ecdsa(hash) if hash.is_sha3() => {
            return fail(BAD_SIGNATURE);
        }
        _ => {}
    }
    match issuer.certificate.public_key.as_ref().map(|key| &key.kind) {
        Some(KeyKind::Rsa(key)) if key.bits < super::LEAST_RSA_BITS => return fail(SIGNATURE_DISABLED),
        // No signature of these can be checked (`VFY_VerifyDataWithAlgorithmID`), and of Brainpool's curves nothing is known.
        Some(KeyKind::Ed25519 | KeyKind::Ed448) => return fail(BAD_SIGNATURE),
        Some(KeyKind::Ec(curve)) if super::is_brainpool(curve) => return fail(SIGNATURE_DISABLED),
        Some(KeyKind::Ec(curve)) if super::is_foreign(curve) => return fail(BAD_SIGNATURE),
        Some(KeyKind::Ec(_)) if matches!(algorithm, SignatureAlgorithm::RsaPkcs1(_)) => {
            return fail(SIGNATURE_DISABLED);
        }
        _ => {}
    }
    match encounter.shelf.signature(issuer, subject) {
        SignatureCheck::Valid => Ok(()),
        SignatureCheck::Invalid => fail(BAD_SIGNATURE),
        SignatureCheck::Undetermined(reason) => Err(Err(Stop::Unknown(reason.to_string()))),
    }
}

/// `CERT_DecodeBasicConstraintValue`
fn basic_constraints(certificate: &Certificate) -> Result<Option<&BasicConstraints>, Error> {
    let Some(extension) = certificate.extension("basicConstraints") else { return Ok(None) };
    // `SEC_QuickDERDecodeItem` wants nothing after the structure.
    if !extension.is_short_element(&certificate.der) {
        return Err(BAD_DER);
    }
    match &extension.content {
        ExtensionContent::BasicConstraints(constraints) => match constraints.path_len {
            Some(PathLen::Unusable) => Err(BAD_DER),
            Some(PathLen::AtMost(most)) if !constraints.ca || i64::try_from(most).is_err() => Err(BAD_DER),
            _ => Ok(Some(constraints)),
        },
        _ => Err(BAD_DER),
    }
}

/// Whether it says that it is a CA, in a way that is read.
fn is_ca(certificate: &Certificate) -> bool {
    matches!(basic_constraints(certificate), Ok(Some(constraints)) if constraints.ca)
}

/// What is asked of every issuer, the trusted one included (recorded: ca-false-root, ca-pathlen-root-0, nc-root-dns-permit-miss).
fn may_issue(issuer: &Certificate, names: &[Constrained], path_len: u64) -> Verdict {
    match basic_constraints(issuer) {
        Err(error) => return fail(error),
        Ok(Some(constraints)) if !constraints.ca => return fail(CA_CERT_INVALID),
        Ok(Some(BasicConstraints { path_len: Some(PathLen::AtMost(most)), .. })) if path_len > *most => {
            return fail(PATH_LEN);
        }
        Ok(_) => {}
    }
    match issuer.extension("nameConstraints").map(|extension| &extension.content) {
        Some(ExtensionContent::NameConstraints(constraints)) if !names::are_within(names, constraints) => {
            fail(NOT_IN_NAME_SPACE)
        }
        Some(ExtensionContent::Unreadable) => fail(NOT_IN_NAME_SPACE),
        _ => Ok(()),
    }
}

/// `cert_IsRootCert`: self-issued, and what it says of its issuer's key is true of its own.
fn is_root(certificate: &Certificate) -> bool {
    let authority = certificate.authority_key_identifier();
    let key_id = authority.and_then(|authority| authority.key_identifier.as_deref());
    certificate.issuer.der == certificate.subject.der
        && key_id.is_none_or(|key_id| certificate.subject_key_identifier() == Some(key_id))
}

/// `CERT_FindCertIssuer`: of those with the name and, where it can be read, the key identifier, the best; whether it is trusted
/// (recorded: ext-aki-garbage-server).
fn find_issuer(
    encounter: &Encounter<'_>,
    peer: &[Rc<Parsed>],
    subject: &Rc<Parsed>,
) -> Option<(Rc<Parsed>, bool)> {
    let anchors = &encounter.loaded.anchors;
    let is_trusted = |candidate: &Parsed| anchors.iter().any(|anchor| anchor.id == candidate.id);
    if is_root(&subject.certificate) {
        return Some((Rc::clone(subject), is_trusted(subject)));
    }
    let is_named = |candidate: &&Rc<Parsed>| {
        let authority = subject.certificate.extension("authorityKeyIdentifier");
        let wanted = authority
            .filter(|extension| !extension.damaged)
            .and_then(|_| subject.certificate.authority_key_identifier()?.key_identifier.as_deref());
        let agree = match (wanted, candidate.certificate.subject_key_identifier()) {
            (Some(wanted), Some(found)) => wanted == found,
            _ => true,
        };
        candidate.certificate.subject.der == subject.certificate.issuer.der && agree
    };
    // What is neither trusted nor says that it is a CA is not looked at (recorded: ca-v1-inter, ca-bc-missing-inter).
    let is_candidate = |candidate: &&Rc<Parsed>| is_trusted(candidate) || is_ca(&candidate.certificate);
    let rank = |candidate: &&Rc<Parsed>| {
        let certificate = &candidate.certificate;
        let fits = is_trusted(candidate)
            || (may_sign(certificate) && cert_type(encounter.rules, certificate) & SSL_CA != 0);
        let (start, end) = (certificate.validity.not_before.instant, certificate.validity.not_after.instant);
        (fits, is_valid(certificate, encounter.time), start, end)
    };
    // Of equals the last: what the peer sends comes before what stands in the database already.
    let is_sent = |candidate: &&Rc<Parsed>| peer.iter().any(|sent| sent.id == candidate.id);
    let stored = encounter.loaded.chain.iter().chain(anchors).filter(|candidate| !is_sent(candidate));
    let best = peer.iter().chain(stored).filter(is_named).filter(is_candidate).max_by_key(rank)?;
    Some((Rc::clone(best), is_trusted(best)))
}

/// Extensions that NSS does not process (`secoid.c`; recorded: ext-crldp-critical-server).
fn is_unsupported(oid: &Oid) -> bool {
    const SUPPORTED: &[&str] = &[
        "subjectKeyIdentifier",
        "keyUsage",
        "subjectAltName",
        "basicConstraints",
        "nameConstraints",
        "authorityKeyIdentifier",
        "extKeyUsage",
        "authorityInfoAccess",
        "ocspNoCheck",
        "netscapeCertType",
        "netscapeBaseUrl",
        "netscapeRevocationUrl",
        "netscapeCaRevocationUrl",
        "netscapeRenewalUrl",
        "netscapeCaPolicyUrl",
        "netscapeComment",
    ];
    oids::extension(oid).is_none_or(|name| !SUPPORTED.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_needs_a_zone_and_fields_in_their_range() {
        let cases = [
            (TimeEncoding::Utc, "260101000000Z", true),
            (TimeEncoding::Utc, "2601010000Z", true),
            (TimeEncoding::Utc, "260231000000Z", true),
            (TimeEncoding::Utc, "260101000000+0100", true),
            (TimeEncoding::Generalized, "20260101000000Z", true),
            (TimeEncoding::Utc, "261301000000Z", false),
            (TimeEncoding::Utc, "260101240000Z", false),
            (TimeEncoding::Utc, "260101000060Z", false),
            (TimeEncoding::Utc, "260101000000", false),
            (TimeEncoding::Generalized, "20260101000000.5Z", false),
        ];
        for (encoding, text, is_read) in cases {
            let time = Time { encoding: Some(encoding), text: text.to_owned(), ..Time::default() };
            assert_eq!(is_time(&time), is_read, "{text}");
        }
    }
}
