//! Ed25519 and Ed448 (RFC 8032).

use ed448_goldilocks::CompressedEdwardsY;
use signature::Verifier;

use super::SignatureCheck;

/// The equation of RFC 8032 §5.1.7 without the cofactor, with s below the group order: what OpenSSL, Go and ring check.
/// Keys and commitments of small order, which only stricter libraries refuse, are let through.
pub(super) fn ed25519(key: &[u8], message: &[u8], signature: &[u8]) -> SignatureCheck {
    let key = ed25519_dalek::VerifyingKey::try_from(key);
    let signature = ed25519_dalek::Signature::from_slice(signature);
    let (Ok(key), Ok(signature)) = (key, signature) else { return SignatureCheck::Invalid };
    SignatureCheck::from_bool(key.verify(message, &signature).is_ok())
}

pub(super) fn ed448(key: &[u8], message: &[u8], signature: &[u8]) -> SignatureCheck {
    let Some(key) = canonical(key) else { return SignatureCheck::Invalid };
    let key = ed448_goldilocks::VerifyingKey::from_bytes(&key);
    let signature = ed448_goldilocks::Signature::try_from(signature);
    let (Ok(key), Ok(signature)) = (key, signature) else { return SignatureCheck::Invalid };
    let verified = canonical(signature.r_bytes()).is_some() && key.verify_raw(&signature, message).is_ok();
    SignatureCheck::from_bool(verified)
}

/// The encoded point, if it is one and this is its encoding (RFC 8032 §5.2.3); the library reduces what is out of range.
fn canonical(point: &[u8]) -> Option<[u8; 57]> {
    let encoded = <[u8; 57]>::try_from(point).ok()?;
    let decoded = CompressedEdwardsY(encoded).decompress_unchecked().into_option()?;
    (decoded.compress().to_bytes() == encoded).then_some(encoded)
}
