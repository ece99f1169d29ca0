//! Whether two keys are the same, however they are written down.

use crate::der;
use crate::x509::private_key::PrivateKeyFacts;
use crate::x509::public_key::{Curve, KeyKind, PublicKey, RsaKey};

/// Bytes that two public keys have in common if they are [the same](same) key, and else only if they are points of two curves.
///
/// An RSA key is its modulus and exponent, whether or not it is restricted to RSASSA-PSS; an EC key is its point,
/// compressed or not; parameters, which some leave out and some write as NULL, do not count.
#[must_use]
pub fn identity(key: &PublicKey) -> Vec<u8> {
    match &key.kind {
        KeyKind::Rsa(RsaKey { modulus, exponent, .. })
        | KeyKind::RsaPss(RsaKey { modulus, exponent, .. }) => {
            [b"RSA", modulus.as_slice(), exponent, &exponent.len().to_be_bytes()].concat()
        }
        KeyKind::Ec(_) => [b"EC", compressed(&key.key).as_slice()].concat(),
        _ => [der::write(der::tag::OID, key.algorithm.oid.octets()).as_slice(), &key.key].concat(),
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

/// True if two public keys are one.
#[must_use]
pub fn same(one: &PublicKey, other: &PublicKey) -> bool {
    let on_one_curve = match (&one.kind, &other.kind) {
        (KeyKind::Ec(one), KeyKind::Ec(other)) => may_be_one(one, other),
        _ => true,
    };
    on_one_curve && identity(one) == identity(other)
}

/// A curve that is not said may be any, and one whose parameters are written out may be one that has a name.
fn may_be_one(one: &Curve, other: &Curve) -> bool {
    matches!(
        (one, other),
        (Curve::Missing | Curve::Explicit { .. }, _) | (_, Curve::Missing | Curve::Explicit { .. })
    ) || one == other
}

/// True if the public key of `private` is known and is `public`.
#[must_use]
pub fn matches(private: &PrivateKeyFacts, public: &PublicKey) -> bool {
    private.public_key.as_ref().is_some_and(|key| same(key, public))
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::{identity, same};
    use crate::x509::public_key::{self, PublicKey};

    const POINT: &str = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
    const Y: &str = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

    fn of(hex: &str) -> PublicKey {
        let der = HEXLOWER.decode(hex.as_bytes()).expect("hexadecimal");
        public_key::read_whole(&der, &mut Vec::new()).expect("key")
    }

    /// Two encodings, and whether they are those of one key.
    #[test]
    fn keys_are_the_same_however_they_are_written() {
        let null = "301a300d06092a864886f70d01010105000309003006020107020103";
        let no_null = "3018300b06092a864886f70d0101010309003006020107020103";
        let pss = "3018300b06092a864886f70d01010a0309003006020107020103";
        let other = "301a300d06092a864886f70d01010105000309003006020107020105";
        let curve = "301306072a8648ce3d020106082a8648ce3d030107";
        let uncompressed = format!("3059{curve}03420004{POINT}{Y}");
        let compressed = format!("3039{curve}03220003{POINT}");
        let negative = format!("3039{curve}03220002{POINT}");
        // prime239v1 in place of P-256, no parameters, and a SEQUENCE in which they would be written out.
        let other_curve = format!("3059{}03420004{POINT}{Y}", curve.replace("030107", "030104"));
        let no_curve = format!("304f300906072a8648ce3d020103420004{POINT}{Y}");
        let explicit = format!("3051300b06072a8648ce3d0201300003420004{POINT}{Y}");
        let cases = [
            (null, no_null, true),
            (null, pss, true),
            (null, other, false),
            (uncompressed.as_str(), compressed.as_str(), true),
            (uncompressed.as_str(), negative.as_str(), false),
            (null, compressed.as_str(), false),
            (uncompressed.as_str(), other_curve.as_str(), false),
            (uncompressed.as_str(), no_curve.as_str(), true),
            (no_curve.as_str(), other_curve.as_str(), true),
            (uncompressed.as_str(), explicit.as_str(), true),
        ];
        for (one, two, is_same) in cases {
            let (one, two) = (of(one), of(two));
            assert_eq!(same(&one, &two), is_same, "{one:?} {two:?}");
            assert!(!is_same || identity(&one) == identity(&two), "{one:?} {two:?}");
        }
    }
}
