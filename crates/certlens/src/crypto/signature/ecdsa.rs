//! ECDSA (FIPS 186-5 §6), signatures as `Ecdsa-Sig-Value` in DER (RFC 3279 §2.2.3).

use signature::hazmat::PrehashVerifier;

use super::{Reason, SignatureCheck};
use crate::crypto::digest::digest;
use crate::x509::algorithm::Hash;
use crate::x509::public_key::{Curve, NamedCurve};

pub(super) fn verify(
    hash: Hash,
    curve: &Curve,
    point: &[u8],
    message: &[u8],
    signature: &[u8],
) -> SignatureCheck {
    let Some(digest) = digest(hash, message) else {
        return SignatureCheck::Undetermined(Reason::Hash(hash));
    };
    let Curve::Named(named) = curve else {
        return SignatureCheck::Undetermined(Reason::Curve(curve.clone()));
    };
    match named {
        NamedCurve::P256 => check(
            p256::ecdsa::VerifyingKey::from_sec1_bytes(point),
            p256::ecdsa::Signature::from_der(signature),
            &digest,
        ),
        NamedCurve::P384 => check(
            p384::ecdsa::VerifyingKey::from_sec1_bytes(point),
            p384::ecdsa::Signature::from_der(signature),
            &digest,
        ),
        NamedCurve::P521 => check(
            p521::ecdsa::VerifyingKey::from_sec1_bytes(point),
            p521::ecdsa::Signature::from_der(signature),
            &digest,
        ),
        // Blockchains, for which k256 is made, refuse the larger of the two values of s; certificates do not.
        NamedCurve::K256 => check(
            k256::ecdsa::VerifyingKey::from_sec1_bytes(point),
            k256::ecdsa::Signature::from_der(signature).map(|signature| signature.normalize_s()),
            &digest,
        ),
        _ => SignatureCheck::Undetermined(Reason::Curve(curve.clone())),
    }
}

/// A point that is not on the curve, like a signature that is not DER, makes the signature invalid.
fn check<K: PrehashVerifier<S>, S>(
    key: signature::Result<K>,
    signature: signature::Result<S>,
    digest: &[u8],
) -> SignatureCheck {
    let verified = key.and_then(|key| key.verify_prehash(digest, &signature?));
    SignatureCheck::from_bool(verified.is_ok())
}
