//! Ed25519 and Ed448 (RFC 8032).

use signature::Verifier;

use super::SignatureCheck;

/// The equation of RFC 8032 §5.1.7 without the cofactor, with s below the group order: what OpenSSL, Go and ring check.
/// Keys and commitments of small order, which only stricter libraries refuse, are let through.
pub(super) fn ed25519(key: &[u8], message: &[u8], signature: &[u8]) -> SignatureCheck {
    let key = ed25519_dalek::VerifyingKey::try_from(key);
    let signature = ed25519_dalek::Signature::from_slice(signature);
    SignatureCheck::from_bool(
        matches!((key, signature), (Ok(key), Ok(signature)) if key.verify(message, &signature).is_ok()),
    )
}

pub(super) fn ed448(key: &[u8], message: &[u8], signature: &[u8]) -> SignatureCheck {
    let key = <&[u8; 57]>::try_from(key).ok();
    let key = key.and_then(|key| ed448_goldilocks::VerifyingKey::from_bytes(key).ok());
    let signature = ed448_goldilocks::Signature::try_from(signature);
    SignatureCheck::from_bool(
        matches!((key, signature), (Some(key), Ok(signature)) if key.verify_raw(&signature, message).is_ok()),
    )
}
