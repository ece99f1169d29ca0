//! The signatures that webpki checks with *ring* (`signed_data.rs`, `ring_algs.rs`).

use std::rc::Rc;

use crate::crypto::signature::SignatureCheck;
use crate::der::tag;
use crate::peer::shelf::{Parsed, Shelf};
use crate::peer::stack::rustls::certificate::{Cert, Spki};
use crate::peer::stack::rustls::der::all;
use crate::peer::stack::rustls::error::{
    BAD_SIGNATURE, Error, TRAILING_DATA, bad_key, unsupported_for_key, unsupported_signature_algorithm,
};
use crate::x509::public_key::{KeyKind, PublicKey, RsaKey};

/// Contents of `AlgorithmIdentifier`: they are compared byte for byte, parameters included.
pub(super) const ECDSA_SHA256: &[u8] = &[6, 8, 42, 134, 72, 206, 61, 4, 3, 2];
pub(super) const ECDSA_SHA384: &[u8] = &[6, 8, 42, 134, 72, 206, 61, 4, 3, 3];
pub(super) const ED25519: &[u8] = &[6, 3, 43, 101, 112];
pub(super) const RSA_ENCRYPTION: &[u8] = &[6, 9, 42, 134, 72, 134, 247, 13, 1, 1, 1, 5, 0];
pub(super) const P256: &[u8] = &[6, 7, 42, 134, 72, 206, 61, 2, 1, 6, 8, 42, 134, 72, 206, 61, 3, 1, 7];
pub(super) const P384: &[u8] = &[6, 7, 42, 134, 72, 206, 61, 2, 1, 6, 5, 43, 129, 4, 0, 34];

/// sha256WithRSAEncryption, sha384… and sha512…, the last arc each.
const RSA_PKCS1: [u8; 3] = [11, 12, 13];
/// SHA-256, SHA-384 and SHA-512: the last arc of each, and its length in octets.
const RSA_PSS: [(u8, u8); 3] = [(1, 32), (2, 48), (3, 64)];

fn rsa_pkcs1(arc: u8, parameters: &[u8]) -> Vec<u8> {
    [&[6, 9, 42, 134, 72, 134, 247, 13, 1, 1, arc], parameters].concat()
}

/// RSASSA-PSS with one hash function throughout and a salt of its length.
pub(super) fn rsa_pss((hash, salt): (u8, u8)) -> Vec<u8> {
    let function = [48, 13, 6, 9, 96, 134, 72, 1, 101, 3, 4, 2, hash, 5, 0];
    let identifier: &[u8] = &[6, 9, 42, 134, 72, 134, 247, 13, 1, 1, 10, 48, 52, 160, 15];
    let mask: &[u8] = &[161, 28, 48, 26, 6, 9, 42, 134, 72, 134, 247, 13, 1, 1, 8];
    [identifier, &function, mask, &function, &[162, 3, 2, 1, salt]].concat()
}

/// What rustls offers with *ring*, in its order: the signature algorithm, and the algorithm of the key.
/// (`SUPPORTED_SIG_ALGS` of `crypto/ring/mod.rs`) Recorded: sig-md5-rsa-server, sig-rsa-no-params-server, sig-ecdsa-null-params-server,
/// sig-sha1-inter, key-p521-client.
fn supported() -> Vec<(Vec<u8>, &'static [u8])> {
    let ecdsa = [(ECDSA_SHA256, P256), (ECDSA_SHA384, P256), (ECDSA_SHA256, P384), (ECDSA_SHA384, P384)];
    let edwards = ecdsa.into_iter().chain([(ED25519, ED25519)]).map(|(id, key)| (id.to_vec(), key));
    let rsa = |id| (id, RSA_ENCRYPTION);
    edwards
        .chain(RSA_PSS.map(|hash| rsa(rsa_pss(hash))))
        .chain(RSA_PKCS1.map(|arc| rsa(rsa_pkcs1(arc, &[5, 0]))))
        .chain(RSA_PKCS1.map(|arc| rsa(rsa_pkcs1(arc, &[]))))
        .collect()
}

/// `verify_signed_data`
pub(super) fn verify_signed_data(
    shelf: &Shelf,
    signer: &Rc<Parsed>,
    key: Spki<'_>,
    cert: &Cert<'_>,
) -> Result<(), Error> {
    let supported = supported();
    let keys: Vec<&[u8]> =
        supported.iter().filter(|(id, _)| id == cert.algorithm).map(|(_, key)| *key).collect();
    if keys.is_empty() {
        let hex = |id: &Vec<u8>| format!("0x{}", data_encoding::HEXLOWER.encode(id));
        let listed: Vec<String> = supported.iter().map(|(id, _)| hex(id)).collect();
        return Err(unsupported_signature_algorithm(cert.algorithm, &listed));
    }
    let algorithm = algorithm_of(key)?;
    if !keys.contains(&algorithm) {
        return Err(unsupported_for_key(cert.algorithm, algorithm));
    }
    if !signer.certificate.public_key.as_ref().is_some_and(is_usable) {
        return Err(bad_key());
    }
    match shelf.signature(signer, cert.parsed) {
        SignatureCheck::Valid => Ok(()),
        SignatureCheck::Invalid => Err(BAD_SIGNATURE),
        SignatureCheck::Undetermined(reason) => {
            let label = cert.parsed.certificate.label();
            Err(Error::unknown(format!(
                "the signature of certificate `{label}` was not checked, because {reason}"
            )))
        }
    }
}

/// The content of `algorithm` of a `SubjectPublicKeyInfo`.
pub(super) fn algorithm_of(key: Spki<'_>) -> Result<&[u8], Error> {
    all(key.content, TRAILING_DATA, |fields| {
        let algorithm = fields.expect(tag::SEQUENCE)?;
        fields.bits()?;
        Ok(algorithm)
    })
}

/// Whether *ring* verifies with such a key: RSA of 2048 to 8192 bits, where 2041 bits fill as many octets as 2048, with an
/// exponent from 3 to 2^33 - 1, both in DER (`rsa/public_key.rs`, `rsa/public_exponent.rs`, `io/positive.rs`); uncompressed
/// points only. Recorded: key-rsa2047-server, key-rsa1536-server, key-e2-server.
pub(super) fn is_usable(key: &PublicKey) -> bool {
    match &key.kind {
        KeyKind::Rsa(RsaKey { bits, exponent, .. }) => {
            let is_odd = exponent.last().is_some_and(|last| last & 1 == 1);
            let is_in_range = match exponent.as_slice() {
                [value] => *value >= 3,
                [1, ..] => exponent.len() <= 5,
                _ => (2..=4).contains(&exponent.len()),
            };
            (2041..=8192).contains(bits) && is_odd && is_in_range && is_strict(&key.key)
        }
        KeyKind::Ec(_) => key.key.first() == Some(&4),
        _ => true,
    }
}

/// Two positive integers, written as short as can be, and nothing else.
fn is_strict(numbers: &[u8]) -> bool {
    let is_positive = |number: &[u8]| match number {
        [0, next, ..] => next & 0x80 != 0,
        [first, ..] => *first != 0 && first & 0x80 == 0,
        [] => false,
    };
    let read = all(numbers, TRAILING_DATA, |outer| {
        outer.nested(tag::SEQUENCE, TRAILING_DATA, |fields| {
            Ok(is_positive(fields.expect(tag::INTEGER)?) && is_positive(fields.expect(tag::INTEGER)?))
        })
    });
    read.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::is_strict;

    #[test]
    fn numbers_of_a_key_are_strict_der() {
        let cases: [(&[u8], bool); 6] = [
            (&[0x30, 6, 2, 1, 5, 2, 1, 3], true),
            (&[0x30, 7, 2, 2, 0, 0x85, 2, 1, 3], true),
            (&[0x30, 7, 2, 2, 0, 5, 2, 1, 3], false),
            (&[0x30, 6, 2, 1, 0x85, 2, 1, 3], false),
            (&[0x30, 6, 2, 1, 5, 2, 1, 3, 0], false),
            (&[0x30, 8, 2, 1, 5, 2, 1, 3, 5, 0], false),
        ];
        for (numbers, expected) in cases {
            assert_eq!(is_strict(numbers), expected, "{numbers:02x?}");
        }
    }
}
