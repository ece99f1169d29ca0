//! Hash functions (FIPS 180-4, FIPS 202).

use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};
use sha3::{Sha3_224, Sha3_256, Sha3_384, Sha3_512};

use crate::x509::algorithm::Hash;

/// SHA-256, as fingerprints and pins use it.
#[must_use]
pub fn sha256(message: &[u8]) -> [u8; 32] {
    Sha256::digest(message).into()
}

/// SHA-1, as old fingerprints and key identifiers use it.
#[must_use]
pub fn sha1(message: &[u8]) -> [u8; 20] {
    Sha1::digest(message).into()
}

/// SHA-512, as TLSA records and some fingerprints use it.
#[must_use]
pub fn sha512(message: &[u8]) -> [u8; 64] {
    Sha512::digest(message).into()
}

/// The digest of `message`; `None` for the hash functions that are not computed here: MD2, MD4, MD5 and SHAKE.
#[must_use]
pub fn digest(hash: Hash, message: &[u8]) -> Option<Vec<u8>> {
    Some(match hash {
        Hash::Sha1 => Sha1::digest(message).to_vec(),
        Hash::Sha224 => Sha224::digest(message).to_vec(),
        Hash::Sha256 => Sha256::digest(message).to_vec(),
        Hash::Sha384 => Sha384::digest(message).to_vec(),
        Hash::Sha512 => Sha512::digest(message).to_vec(),
        Hash::Sha512Truncated224 => Sha512_224::digest(message).to_vec(),
        Hash::Sha512Truncated256 => Sha512_256::digest(message).to_vec(),
        Hash::Sha3With224 => Sha3_224::digest(message).to_vec(),
        Hash::Sha3With256 => Sha3_256::digest(message).to_vec(),
        Hash::Sha3With384 => Sha3_384::digest(message).to_vec(),
        Hash::Sha3With512 => Sha3_512::digest(message).to_vec(),
        Hash::Md2 | Hash::Md4 | Hash::Md5 | Hash::Shake128 | Hash::Shake256 => return None,
    })
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::digest;
    use crate::x509::algorithm::Hash;

    /// Digests of `abc` as NIST publishes them, by their first octets.
    const OF_ABC: &[(Hash, usize, &str)] = &[
        (Hash::Sha1, 20, "a9993e36"),
        (Hash::Sha224, 28, "23097d22"),
        (Hash::Sha256, 32, "ba7816bf"),
        (Hash::Sha384, 48, "cb00753f"),
        (Hash::Sha512, 64, "ddaf35a1"),
        (Hash::Sha512Truncated224, 28, "4634270f"),
        (Hash::Sha512Truncated256, 32, "53048e26"),
        (Hash::Sha3With224, 28, "e642824c"),
        (Hash::Sha3With256, 32, "3a985da7"),
        (Hash::Sha3With384, 48, "ec014982"),
        (Hash::Sha3With512, 64, "b751850b"),
    ];

    #[test]
    fn every_hash_function_is_the_one_it_is_called() {
        for (hash, length, start) in OF_ABC {
            let digest = digest(*hash, b"abc").expect("implemented");
            assert_eq!(digest.len(), *length, "{}", hash.name());
            assert_eq!(&HEXLOWER.encode(&digest)[..8], *start, "{}", hash.name());
        }
        for hash in [Hash::Md2, Hash::Md4, Hash::Md5, Hash::Shake128, Hash::Shake256] {
            assert_eq!(digest(hash, b"abc"), None, "{}", hash.name());
        }
    }
}
