//! The strength of keys and signatures (Baseline Requirements §6.1.5, §7.1.3; what TLS stacks enforce).

use crate::path::member::Member;
use crate::path::profile::Judgement;
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::settings::Settings;
use crate::span::{ByteRange, Location};
use crate::x509::algorithm::{Hash, SignatureAlgorithm};
use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

pub(super) const KEY_PERMITTED: Rule = Rule {
    code: "key-permitted",
    title: "the key is of a permitted kind and size",
    severity: Severity::Error,
    citation: Citation::Baseline("6.1.5, 7.1.3.1"),
    explanation: "Public certificates have RSA keys of at least 2048 bits, a multiple of 8, or EC keys on P-256, P-384 or P-521, the curve named.",
    remedy: "Make a new key, such as `openssl ecparam -genkey -name prime256v1`, and have the certificate issued for it.",
    kind: RuleKind::Requirement,
};

pub(super) const KEY_STRENGTH: Rule = Rule {
    code: "key-strength",
    title: "an RSA key has at least 1024 bits",
    severity: Severity::Error,
    citation: Citation::Practice(
        "Go 1.24, BoringSSL and OpenSSL at security level 1 refuse RSA keys below 1024 bits",
    ),
    explanation: "RSA keys below 1024 bits can be broken by one person with rented computers. Every TLS stack refuses them; many refuse less than 2048.",
    remedy: "Make a new key of at least 2048 bits, or an EC key, and have the certificate issued for it.",
    kind: RuleKind::Requirement,
};

pub(super) const SIGNATURE_HASH: Rule = Rule {
    code: "signature-hash",
    title: "the signature is not made with a broken hash function",
    severity: Severity::Error,
    citation: Citation::Practice(
        "Go, OpenSSL at its default security level, rustls, Java and browsers refuse certificates signed with MD5 or SHA-1",
    ),
    explanation: "Two different certificates with one MD5 or SHA-1 digest can be made, so that a signature over one is a signature over the other. The \
                  signature of an anchor is not looked at.",
    remedy: "Have the certificate issued with SHA-256 or better: `default_md = sha256`.",
    kind: RuleKind::Requirement,
};

fn range(key: Option<&PublicKey>) -> ByteRange {
    key.map_or_else(ByteRange::default, |key| key.range)
}

pub(super) fn key_permitted(member: &Member<'_>, _: &Settings) -> Judgement {
    let key = member.certificate.public_key.as_ref();
    let permitted = match key.map(|key| &key.kind) {
        Some(KeyKind::Rsa(rsa)) => rsa.bits >= 2048 && rsa.bits % 8 == 0,
        Some(KeyKind::Ec(Curve::Named(curve))) => {
            matches!(curve, NamedCurve::P256 | NamedCurve::P384 | NamedCurve::P521)
        }
        _ => false,
    };
    if permitted {
        return Judgement::Holds;
    }
    let found = key.map_or_else(|| "none".to_owned(), PublicKey::describe);
    let message = format!(
        "The key of {} is {found}; RSA from 2048 bits in multiples of 8, P-256, P-384 and P-521 are permitted. Have it issued for another key.",
        member.label
    );
    Judgement::Broken(member.at(range(key)), message)
}

pub(super) fn key_strength(member: &Member<'_>, _: &Settings) -> Judgement {
    let key = member.certificate.public_key.as_ref();
    match key.map(|key| &key.kind) {
        Some(KeyKind::Rsa(rsa) | KeyKind::RsaPss(rsa)) if rsa.bits < 1024 => {
            let message = format!(
                "The RSA key of {} has {} bits, of at least 1024 needed. Have it issued for another key.",
                member.label, rsa.bits
            );
            Judgement::Broken(member.at(range(key)), message)
        }
        Some(KeyKind::Rsa(_) | KeyKind::RsaPss(_)) => Judgement::Holds,
        _ => Judgement::NotConcerned,
    }
}

pub(super) fn signature_hash(member: &Member<'_>, _: &Settings) -> Judgement {
    let hash = match member.certificate.signature_algorithm.signature() {
        SignatureAlgorithm::RsaPkcs1(hash)
        | SignatureAlgorithm::Ecdsa(hash)
        | SignatureAlgorithm::Dsa(hash) => Some(hash),
        SignatureAlgorithm::RsaPss(parameters) => parameters.and_then(|parameters| parameters.hash),
        _ => None,
    };
    match hash {
        Some(hash @ (Hash::Md2 | Hash::Md4 | Hash::Md5 | Hash::Sha1)) => {
            let at: Location = member.at(member.certificate.signature_algorithm.range);
            let message = format!(
                "{} is signed with {}, which is broken. Have it issued with SHA-256.",
                member.label,
                hash.name()
            );
            Judgement::Broken(at, message)
        }
        Some(_) => Judgement::Holds,
        None => Judgement::NotConcerned,
    }
}
