//! Whether two keys are the same, however they are written down.

use crate::x509::private_key::PrivateKeyFacts;
use crate::x509::public_key::{KeyKind, PublicKey, RsaKey};

/// Bytes that two public keys have in common if and only if they are the same key.
///
/// An RSA key is its modulus and exponent, whether or not it is restricted to RSASSA-PSS; an EC key is its point,
/// compressed or not; parameters, which some leave out and some write as NULL, do not count.
#[must_use]
pub fn identity(key: &PublicKey) -> Vec<u8> {
    match &key.kind {
        KeyKind::Rsa(RsaKey { modulus, exponent, .. })
        | KeyKind::RsaPss(RsaKey { modulus, exponent, .. }) => {
            [b"RSA", modulus.as_slice(), b"/", exponent].concat()
        }
        KeyKind::Ec(_) => [b"EC", compressed(&key.key).as_slice()].concat(),
        _ => [key.algorithm.oid.octets(), b"/", &key.key].concat(),
    }
}

/// The point in the compressed form of SEC 1 §2.3.3; anything else as it is.
fn compressed(point: &[u8]) -> Vec<u8> {
    match point {
        [4 | 6 | 7, coordinates @ ..] if coordinates.len() % 2 == 0 => {
            let (x, y) = coordinates.split_at(coordinates.len() / 2);
            let parity = y.last().map_or(0, |last| last & 1);
            [&[2 | parity], x].concat()
        }
        _ => point.to_vec(),
    }
}

/// True if the public key of `private` is known and is `public`.
#[must_use]
pub fn matches(private: &PrivateKeyFacts, public: &PublicKey) -> bool {
    private.public_key.as_ref().is_some_and(|key| identity(key) == identity(public))
}
