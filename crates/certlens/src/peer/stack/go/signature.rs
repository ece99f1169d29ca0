//! `crypto/x509/x509.go`, `CheckSignatureFrom`.

use super::Release;
use crate::crypto::signature::SignatureCheck;
use crate::peer::cause::Cause;
use crate::peer::shelf::{Parsed, Shelf};
use crate::x509::algorithm::{Hash, PssParameters, SignatureAlgorithm};
use crate::x509::certificate::Version;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

/// Why a certificate was not signed by its supposed parent, in Go's words. An error of ours is what no source decides.
pub(super) type Refused = Option<(Cause, String)>;

/// `parent.CheckSignatureFrom`
pub(super) fn check(
    shelf: &Shelf,
    child: &Parsed,
    parent: &Parsed,
    release: Release,
) -> Result<Refused, String> {
    let cannot_sign = |cause| {
        Ok(Some((
            cause,
            "x509: invalid signature: parent certificate cannot sign this kind of certificate".to_owned(),
        )))
    };
    let constraints = parent.certificate.basic_constraints();
    let is_v3 = parent.certificate.version == Version::V3;
    if constraints.map_or(is_v3, |constraints| !constraints.ca) {
        return cannot_sign(Cause::CaFlag);
    }
    let usage = parent.certificate.key_usage();
    if usage.is_some_and(|usage| usage.0 != 0 && !usage.has(KeyUsage::KEY_CERT_SIGN)) {
        return cannot_sign(Cause::KeyCertSign);
    }
    let unimplemented = || {
        Ok(Some((
            Cause::SignatureAlgorithm,
            "x509: cannot verify signature: algorithm unimplemented".to_owned(),
        )))
    };
    let Some(key) = parent.certificate.public_key.as_ref().filter(|key| is_known(key, release)) else {
        return unimplemented();
    };
    let Some(algorithm) = Algorithm::of(child, release) else { return unimplemented() };
    if matches!(algorithm.hash, Some(Hash::Md2 | Hash::Md5 | Hash::Sha1)) {
        let hint = " (temporarily override with GODEBUG=x509sha1=1)";
        let hint = if release == Release::V1_22 && algorithm.hash == Some(Hash::Sha1) { hint } else { "" };
        let text = format!("x509: cannot verify signature: insecure algorithm {}{hint}", algorithm.name);
        return Ok(Some((Cause::SignatureAlgorithm, text)));
    }
    if let Some(text) = key_refused(key, &algorithm, release) {
        return Ok(Some(text));
    }
    match shelf.signature(parent, child) {
        // `asn1.BitString.RightAlign` moves the octets.
        _ if child.has_partial_signature() => Ok(Some((Cause::Signature, failure(key)))),
        SignatureCheck::Valid => Ok(None),
        SignatureCheck::Invalid => Ok(Some((Cause::Signature, failure(key)))),
        SignatureCheck::Undetermined(reason) => {
            let label = child.certificate.label();
            Err(format!("The signature of {label} was not checked, because {reason}."))
        }
    }
}

/// Keys of which Go knows the algorithm (`getPublicKeyAlgorithmFromOID`); ML-DSA since 1.27.
pub(super) fn is_known(key: &PublicKey, release: Release) -> bool {
    match key.kind {
        KeyKind::Rsa(_) | KeyKind::Ec(_) | KeyKind::Ed25519 | KeyKind::X25519 | KeyKind::Dsa { .. } => true,
        KeyKind::PostQuantum(name) => release >= Release::V1_27 && name.starts_with("ML-DSA-"),
        _ => false,
    }
}

/// What a signature that does not verify is called. `checkSignature` of crypto/x509/x509.go (recorded: `sig-corrupt-server`,
/// `sig-corrupt-rsa-server`).
pub(super) fn failure(key: &PublicKey) -> String {
    match &key.kind {
        KeyKind::Ec(_) => "x509: ECDSA verification failure",
        KeyKind::Ed25519 => "x509: Ed25519 verification failure",
        _ => "crypto/rsa: verification error",
    }
    .to_owned()
}

/// What `crypto/rsa` says of a key with which it does not compute.
pub(super) fn rsa_refused(key: &PublicKey, release: Release) -> Option<(Cause, String)> {
    let KeyKind::Rsa(numbers) = &key.kind else { return None };
    if release < Release::V1_27 {
        return None;
    }
    let is_odd = |octets: &[u8]| octets.last().is_some_and(|last| last & 1 == 1);
    if numbers.bits < 1024 {
        let bits = numbers.bits;
        let text = format!(
            "crypto/rsa: {bits}-bit keys are insecure (see https://go.dev/pkg/crypto/rsa#hdr-Minimum_key_size)"
        );
        return Some((Cause::KeyStrength, text));
    }
    // `checkPublicKey` of crypto/internal/fips140/rsa.
    let exponent = numbers.exponent.iter().skip_while(|octet| **octet == 0).copied().collect::<Vec<_>>();
    let text = match exponent.as_slice() {
        _ if !is_odd(&numbers.modulus) => "crypto/rsa: public modulus is even",
        [] | [1] => "crypto/rsa: public exponent too small or negative",
        exponent if !is_odd(exponent) => "crypto/rsa: public exponent is even",
        [0x80..=0xff, _, _, _] | [_, _, _, _, _, ..] => "crypto/rsa: public exponent too large",
        _ => return None,
    };
    Some((Cause::KeyType, text.to_owned()))
}

/// `checkSignature`, `signaturePublicKeyAlgoMismatchError`
fn key_refused(key: &PublicKey, algorithm: &Algorithm, release: Release) -> Option<(Cause, String)> {
    let (kind, go_type) = match &key.kind {
        KeyKind::Rsa(_) => ("RSA", "*rsa.PublicKey"),
        KeyKind::Ec(_) => ("ECDSA", "*ecdsa.PublicKey"),
        KeyKind::Ed25519 => ("Ed25519", "ed25519.PublicKey"),
        KeyKind::PostQuantum(_) => ("ML-DSA", "*mldsa.PublicKey"),
        _ => {
            return Some((
                Cause::KeyType,
                "x509: cannot verify signature: algorithm unimplemented".to_owned(),
            ));
        }
    };
    if kind != algorithm.key {
        let text = format!(
            "x509: signature algorithm specifies an {} public key, but have public key of type {go_type}",
            algorithm.key
        );
        return Some((Cause::Signature, text));
    }
    rsa_refused(key, release)
}

/// A signature algorithm that Go knows (`signatureAlgorithmDetails`).
struct Algorithm {
    name: &'static str,
    key: &'static str,
    hash: Option<Hash>,
}

impl Algorithm {
    /// `getSignatureAlgorithmFromAI`
    fn of(child: &Parsed, release: Release) -> Option<Self> {
        let identifier = &child.certificate.signature_algorithm;
        let named = identifier.signature();
        let (name, key, hash) = match named {
            SignatureAlgorithm::RsaPkcs1(hash) => (rsa_name(hash)?, "RSA", Some(hash)),
            SignatureAlgorithm::RsaPss(parameters) => {
                let (name, hash) = pss_name(parameters?)?;
                (name, "RSA", Some(hash))
            }
            SignatureAlgorithm::Ecdsa(hash) => (ecdsa_name(hash)?, "ECDSA", Some(hash)),
            SignatureAlgorithm::Ed25519 if identifier.parameters.is_none() => ("Ed25519", "Ed25519", None),
            SignatureAlgorithm::MlDsa(set)
                if identifier.parameters.is_none() && release >= Release::V1_27 =>
            {
                let name = match set {
                    44 => "ML-DSA-44",
                    65 => "ML-DSA-65",
                    _ => "ML-DSA-87",
                };
                (name, "ML-DSA", None)
            }
            _ => return None,
        };
        Some(Self { name, key, hash })
    }
}

/// `signatureAlgorithmDetails`; SHA-224 is not in it.
const fn rsa_name(hash: Hash) -> Option<&'static str> {
    Some(match hash {
        Hash::Md2 => "MD2-RSA",
        Hash::Md5 => "MD5-RSA",
        Hash::Sha1 => "SHA1-RSA",
        Hash::Sha256 => "SHA256-RSA",
        Hash::Sha384 => "SHA384-RSA",
        Hash::Sha512 => "SHA512-RSA",
        _ => return None,
    })
}

/// `signatureAlgorithmDetails`
const fn ecdsa_name(hash: Hash) -> Option<&'static str> {
    Some(match hash {
        Hash::Sha1 => "ECDSA-SHA1",
        Hash::Sha256 => "ECDSA-SHA256",
        Hash::Sha384 => "ECDSA-SHA384",
        Hash::Sha512 => "ECDSA-SHA512",
        _ => return None,
    })
}

/// The three forms of RSASSA-PSS that TLS uses, with a salt as long as the hash. `getSignatureAlgorithmFromAI` (recorded: `sig-
/// pss-sha1-server`).
fn pss_name(parameters: PssParameters) -> Option<(&'static str, Hash)> {
    let hash = parameters.hash.filter(|hash| parameters.mask_hash == Some(*hash))?;
    if parameters.trailer != Some(1) {
        return None;
    }
    match (hash, parameters.salt_length?) {
        (Hash::Sha256, 32) => Some(("SHA256-RSAPSS", hash)),
        (Hash::Sha384, 48) => Some(("SHA384-RSAPSS", hash)),
        (Hash::Sha512, 64) => Some(("SHA512-RSAPSS", hash)),
        _ => None,
    }
}

/// The curve of an EC key that Go reads.
pub(super) const fn named_curve(key: &PublicKey) -> Option<NamedCurve> {
    match key.kind {
        KeyKind::Ec(Curve::Named(curve)) => Some(curve),
        _ => None,
    }
}
