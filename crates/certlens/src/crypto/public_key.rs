//! Whether a public key is one that can be computed with.

use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

/// False if the key cannot be read, or is a point that is not on its curve. Of curves that are not implemented it is true.
#[must_use]
pub fn is_sound(key: &PublicKey) -> bool {
    match &key.kind {
        KeyKind::Unreadable => false,
        KeyKind::Ec(Curve::Named(curve)) => is_on_curve(*curve, &key.key).unwrap_or(true),
        _ => true,
    }
}

/// Whether `point`, in the forms of SEC 1 §2.3.3, is on the curve and not its neutral element; `None` of curves that are not
/// implemented.
#[must_use]
pub fn is_on_curve(curve: NamedCurve, point: &[u8]) -> Option<bool> {
    Some(match curve {
        NamedCurve::P256 => p256::PublicKey::from_sec1_bytes(point).is_ok(),
        NamedCurve::P384 => p384::PublicKey::from_sec1_bytes(point).is_ok(),
        NamedCurve::P521 => p521::PublicKey::from_sec1_bytes(point).is_ok(),
        NamedCurve::K256 => k256::PublicKey::from_sec1_bytes(point).is_ok(),
        _ => return None,
    })
}
