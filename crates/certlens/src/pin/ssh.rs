//! A public key as SSH sends it, which is what its fingerprint is of (RFC 4253 §6.6).

use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

/// The blob; none for keys that OpenSSH does not know.
pub(crate) fn blob(key: &PublicKey) -> Option<Vec<u8>> {
    let fields: Vec<Vec<u8>> = match &key.kind {
        KeyKind::Rsa(rsa) => vec![b"ssh-rsa".to_vec(), mpint(&rsa.exponent), mpint(&rsa.modulus)],
        // RFC 5656 §3.1
        KeyKind::Ec(Curve::Named(curve)) => {
            let curve: &[u8] = match curve {
                NamedCurve::P256 => b"nistp256",
                NamedCurve::P384 => b"nistp384",
                NamedCurve::P521 => b"nistp521",
                _ => return None,
            };
            key.key.strip_prefix(&[4])?;
            vec![[b"ecdsa-sha2-", curve].concat(), curve.to_vec(), key.key.clone()]
        }
        // RFC 8709 §4
        KeyKind::Ed25519 => vec![b"ssh-ed25519".to_vec(), key.key.clone()],
        _ => return None,
    };
    let mut blob = Vec::new();
    for field in fields {
        blob.extend(u32::try_from(field.len()).ok()?.to_be_bytes());
        blob.extend(field);
    }
    Some(blob)
}

/// `mpint` of a positive number (RFC 4251 §5).
fn mpint(magnitude: &[u8]) -> Vec<u8> {
    let sign = magnitude.first().filter(|first| **first >= 0x80).map(|_| 0);
    sign.into_iter().chain(magnitude.iter().copied()).collect()
}
