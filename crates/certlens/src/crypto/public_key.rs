//! Whether a public key is one that can be computed with.

use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

/// False if the key cannot be read, or is a point that is not on its curve. Of curves that are not implemented it is true.
#[must_use]
pub fn is_sound(key: &PublicKey) -> bool {
    match &key.kind {
        KeyKind::Unreadable => false,
        KeyKind::Ec(Curve::Named(NamedCurve::P256)) => p256::PublicKey::from_sec1_bytes(&key.key).is_ok(),
        KeyKind::Ec(Curve::Named(NamedCurve::P384)) => p384::PublicKey::from_sec1_bytes(&key.key).is_ok(),
        KeyKind::Ec(Curve::Named(NamedCurve::P521)) => p521::PublicKey::from_sec1_bytes(&key.key).is_ok(),
        KeyKind::Ec(Curve::Named(NamedCurve::K256)) => k256::PublicKey::from_sec1_bytes(&key.key).is_ok(),
        _ => true,
    }
}
