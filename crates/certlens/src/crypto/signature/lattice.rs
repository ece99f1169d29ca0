//! ML-DSA (FIPS 204) with an empty context string, as RFC 9881 §3 uses it in certificates.

use ml_dsa::{EncodedVerifyingKey, MlDsaParams, Signature, VerifyingKey};

use super::SignatureCheck;

pub(super) fn verify<P: MlDsaParams>(key: &[u8], message: &[u8], signature: &[u8]) -> SignatureCheck {
    let key = EncodedVerifyingKey::<P>::try_from(key);
    let signature = Signature::<P>::try_from(signature);
    let (Ok(key), Ok(signature)) = (key, signature) else { return SignatureCheck::Invalid };
    SignatureCheck::from_bool(VerifyingKey::decode(&key).verify_with_context(message, &[], &signature))
}
