//! Points of elliptic curves.

use crate::x509::public_key::NamedCurve;

/// Whether `point`, in the forms of SEC 1 §2.3.3, is on the curve and not its neutral element; `None` of curves that are
/// not computed with.
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
