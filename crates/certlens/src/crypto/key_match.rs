//! Whether two keys are the same, however they are written down.

use crate::der;
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

/// True if the public key of `private` is known and is `public`.
#[must_use]
pub fn matches(private: &PrivateKeyFacts, public: &PublicKey) -> bool {
    private.public_key.as_ref().is_some_and(|key| identity(key) == identity(public))
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::identity;
    use crate::x509::public_key;

    const POINT: &str = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
    const Y: &str = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

    fn of(hex: &str) -> Vec<u8> {
        let der = HEXLOWER.decode(hex.as_bytes()).expect("hexadecimal");
        identity(&public_key::read_whole(&der, &mut Vec::new()).expect("key"))
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
        let cases = [
            (null, no_null, true),
            (null, pss, true),
            (null, other, false),
            (uncompressed.as_str(), compressed.as_str(), true),
            (uncompressed.as_str(), negative.as_str(), false),
            (null, compressed.as_str(), false),
        ];
        for (one, two, same) in cases {
            assert_eq!(of(one) == of(two), same, "{one} {two}");
        }
    }
}
