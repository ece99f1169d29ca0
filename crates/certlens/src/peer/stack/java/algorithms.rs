//! Algorithms and keys that Java has disabled (`AlgorithmChecker`, `jdk.certpath.disabledAlgorithms` of `java.security`): MD2,
//! MD5, RSA and DSA below 1024 bits, elliptic curves below 224. SHA-1 is only refused from the CAs that Java comes with.

use crate::der::{Reader, oid};
use crate::peer::alert::Alert;
use crate::peer::cause::Cause;
use crate::peer::stack::java::extension;
use crate::peer::stack::java::path::subject;
use crate::peer::stack::java::thrown::Thrown;
use crate::peer::stack::java::validate::check_failed;
use crate::x509::algorithm::{Hash, SignatureAlgorithm};
use crate::x509::certificate::Certificate;
use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

/// `AlgorithmChecker.check` with the constraints of paths; of the signer only the anchor's key is looked at, as every other one
/// was checked before. Recorded: sig-md5-rsa-server, key-rsa512-server.
pub(super) fn check(
    signer: &Certificate,
    certificate: &Certificate,
    is_below_anchor: bool,
) -> Result<(), Thrown> {
    let constrained = |cause, why: String| {
        Err(check_failed(cause, &format!("Algorithm constraints check failed on {why}"))
            .alerting(Alert::UNSUPPORTED_CERTIFICATE))
    };
    // The key of the anchor is weighed with the signature that it made.
    let anchor = signer.public_key.as_ref().filter(|_| is_below_anchor);
    if anchor.and_then(weak_key).is_some()
        && let Some(name) = signature_name(certificate)
    {
        return constrained(Cause::KeyStrength, format!("signature algorithm: {name}"));
    }
    if let Some(key) = anchor.into_iter().chain(certificate.public_key.as_ref()).find_map(weak_key) {
        let used = subject(certificate);
        return constrained(
            Cause::KeyStrength,
            format!("keysize limits: {key} bit key used with certificate: {used}"),
        );
    }
    match broken(certificate) {
        Some(name) => constrained(Cause::SignatureAlgorithm, format!("signature algorithm: {name}")),
        None => Ok(()),
    }
}

/// Whether Java offers a certificate of its own at all (`X509KeyManagerImpl.conformsToAlgorithmConstraints`).
/// Recorded: sig-md5-rsa-server, key-rsa512-server, ku-empty-bits-server, each as the server itself.
pub(super) fn conforms(certificate: &Certificate, for_openssl: bool) -> bool {
    let is_weak = certificate.public_key.as_ref().is_some_and(|key| weak_key(key).is_some());
    !is_weak && is_offered(certificate, for_openssl) && check_key_usage(certificate).is_ok()
}

/// Whether a client of Go, or of OpenSSL, offers the algorithm of its signature (`SSLAlgorithmConstraints.SupportedSignatureAlgorithmConstraints`).
fn is_offered(certificate: &Certificate, for_openssl: bool) -> bool {
    const OFFERED: [Hash; 4] = [Hash::Sha1, Hash::Sha256, Hash::Sha384, Hash::Sha512];
    match certificate.signature_algorithm.signature() {
        SignatureAlgorithm::RsaPkcs1(hash) | SignatureAlgorithm::Ecdsa(hash) => OFFERED.contains(&hash),
        SignatureAlgorithm::RsaPss(_) | SignatureAlgorithm::Ed25519 => true,
        SignatureAlgorithm::Ed448 => for_openssl,
        _ => false,
    }
}

/// Algorithm and bits, where they are too few: the `keySize` limits of `jdk.certpath.disabledAlgorithms` and
/// `jdk.tls.disabledAlgorithms`. Recorded: key-rsa512-server, key-ca-rsa1024.
fn weak_key(key: &PublicKey) -> Option<String> {
    match &key.kind {
        KeyKind::Rsa(rsa) if rsa.bits < 1024 => Some(format!("RSA {}", rsa.bits)),
        KeyKind::RsaPss(rsa) if rsa.bits < 1024 => Some(format!("RSASSA-PSS {}", rsa.bits)),
        KeyKind::Dsa { bits: Some(bits) } if *bits < 1024 => Some(format!("DSA {bits}")),
        KeyKind::Ec(Curve::Named(NamedCurve::P192)) => Some("EC 192".to_owned()),
        _ => None,
    }
}

/// `AlgorithmId.getName`
fn signature_name(certificate: &Certificate) -> Option<String> {
    let named =
        |hash: Hash, algorithm: &str| Some(format!("{}with{algorithm}", hash.name().replace('-', "")));
    match certificate.signature_algorithm.signature() {
        SignatureAlgorithm::RsaPkcs1(hash) => named(hash, "RSA"),
        SignatureAlgorithm::Ecdsa(hash) => named(hash, "ECDSA"),
        _ => None,
    }
}

/// The name of a signature algorithm that is disabled, or has no scheme in Java's TLS (`SSLAlgorithmConstraints`).
fn broken(certificate: &Certificate) -> Option<&'static str> {
    match certificate.signature_algorithm.signature() {
        SignatureAlgorithm::RsaPkcs1(Hash::Md2) => Some("MD2withRSA"),
        SignatureAlgorithm::RsaPkcs1(Hash::Md5) => Some("MD5withRSA"),
        SignatureAlgorithm::RsaPkcs1(Hash::Sha3With256) => Some("SHA3-256withRSA"),
        SignatureAlgorithm::RsaPkcs1(Hash::Sha3With384) => Some("SHA3-384withRSA"),
        SignatureAlgorithm::RsaPkcs1(Hash::Sha3With512) => Some("SHA3-512withRSA"),
        SignatureAlgorithm::Ecdsa(Hash::Sha3With256) => Some("SHA3-256withECDSA"),
        SignatureAlgorithm::Ecdsa(Hash::Sha3With384) => Some("SHA3-384withECDSA"),
        SignatureAlgorithm::Ecdsa(Hash::Sha3With512) => Some("SHA3-512withECDSA"),
        _ => None,
    }
}

/// `AlgorithmChecker.check` with the constraints of TLS: keyUsage must allow something. Recorded: ku-empty-bits-server.
pub(super) fn check_key_usage(certificate: &Certificate) -> Result<(), Thrown> {
    const BITS_OF_A_USE: u64 = 0b0111_1111;
    match extension::key_usage(certificate) {
        Some(usage) if usage.0 & BITS_OF_A_USE == 0 => {
            Err(check_failed(Cause::KeyUsage, "incorrect KeyUsage extension bits"))
        }
        _ => Ok(()),
    }
}

/// The name of a curve that SunEC has no mathematics for since Java 16. Recorded: key-p224-server, key-k256-client.
pub(super) fn unsupported_curve(key: &PublicKey) -> Option<String> {
    let KeyKind::Ec(Curve::Named(curve)) = &key.kind else { return None };
    let whole = key.algorithm.parameters.as_deref().unwrap_or_default();
    let element = Reader::new(whole).next(&mut Vec::new())?;
    let number = oid::read(whole, element, &mut Vec::new());
    match curve {
        NamedCurve::P256 | NamedCurve::P384 | NamedCurve::P521 => None,
        NamedCurve::P224 => Some(format!("secp224r1 [NIST P-224] ({number})")),
        NamedCurve::P192 => Some(format!("secp192r1 [NIST P-192, X9.62 prime192v1] ({number})")),
        other => Some(format!("{} ({number})", other.name())),
    }
}
