//! A public key as the JSON Web Key over which its thumbprint is computed (RFC 7638 §3).

use data_encoding::BASE64URL_NOPAD;

use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

/// The required members in the order and spelling of RFC 7638 §3.3; none for keys that JOSE does not know.
pub(crate) fn required_members(key: &PublicKey) -> Option<String> {
    let text = |octets: &[u8]| BASE64URL_NOPAD.encode(octets);
    Some(match &key.kind {
        // RFC 7518 §6.3.1
        KeyKind::Rsa(rsa) | KeyKind::RsaPss(rsa) => {
            format!(r#"{{"e":"{}","kty":"RSA","n":"{}"}}"#, text(&rsa.exponent), text(&rsa.modulus))
        }
        // RFC 7518 §6.2.1, RFC 8812 §3.1
        KeyKind::Ec(Curve::Named(curve)) => {
            let size = match curve {
                NamedCurve::P256 | NamedCurve::K256 => 32,
                NamedCurve::P384 => 48,
                NamedCurve::P521 => 66,
                _ => return None,
            };
            let coordinates = key.key.strip_prefix(&[4]).filter(|octets| octets.len() == 2 * size)?;
            let (x, y) = coordinates.split_at_checked(size)?;
            format!(r#"{{"crv":"{}","kty":"EC","x":"{}","y":"{}"}}"#, curve.name(), text(x), text(y))
        }
        // RFC 8037 §2
        KeyKind::Ed25519 | KeyKind::Ed448 | KeyKind::X25519 | KeyKind::X448 => {
            format!(r#"{{"crv":"{}","kty":"OKP","x":"{}"}}"#, key.describe(), text(&key.key))
        }
        _ => return None,
    })
}
