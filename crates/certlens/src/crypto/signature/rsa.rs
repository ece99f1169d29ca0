//! RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 8017 §8).

use rsa::pss::Pss;
use rsa::{BoxedUint, Pkcs1v15Sign, PublicKey};
use sha1::Sha1;
use sha2::digest::FixedOutputReset;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};
use sha3::{Sha3_224, Sha3_256, Sha3_384, Sha3_512};

use super::{Reason, SignatureCheck};
use crate::crypto::digest::digest;
use crate::x509::algorithm::{AlgorithmIdentifier, Hash, PssParameters};
use crate::x509::public_key::RsaKey;

/// The smallest modulus that has ever been common in certificates; below it SHA-512 does not fit into a signature.
pub(super) const MIN_BITS: usize = 512;
/// The largest modulus that OpenSSL computes with (`OPENSSL_RSA_MAX_MODULUS_BITS`).
pub(super) const MAX_BITS: usize = 16384;

pub(super) fn pkcs1(hash: Hash, key: &RsaKey, message: &[u8], signature: &[u8]) -> SignatureCheck {
    let (Some(scheme), Some(digest)) = (pkcs1_scheme(hash), digest(hash, message)) else {
        return SignatureCheck::Undetermined(Reason::Hash(hash));
    };
    match usable(key) {
        Ok(key) => SignatureCheck::from_bool(key.verify(scheme, &digest, signature).is_ok()),
        Err(reason) => SignatureCheck::Undetermined(reason),
    }
}

fn pkcs1_scheme(hash: Hash) -> Option<Pkcs1v15Sign> {
    Some(match hash {
        Hash::Sha1 => Pkcs1v15Sign::new::<Sha1>(),
        Hash::Sha224 => Pkcs1v15Sign::new::<Sha224>(),
        Hash::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
        Hash::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
        Hash::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
        Hash::Sha512Truncated224 => Pkcs1v15Sign::new::<Sha512_224>(),
        Hash::Sha512Truncated256 => Pkcs1v15Sign::new::<Sha512_256>(),
        Hash::Sha3With224 => Pkcs1v15Sign::new::<Sha3_224>(),
        Hash::Sha3With256 => Pkcs1v15Sign::new::<Sha3_256>(),
        Hash::Sha3With384 => Pkcs1v15Sign::new::<Sha3_384>(),
        Hash::Sha3With512 => Pkcs1v15Sign::new::<Sha3_512>(),
        Hash::Md2 | Hash::Md4 | Hash::Md5 | Hash::Shake128 | Hash::Shake256 => return None,
    })
}

/// `restricted` is the algorithm of an id-RSASSA-PSS key; its parameters, if any, bind the signature's.
pub(super) fn pss(
    parameters: Option<PssParameters>,
    restricted: Option<&AlgorithmIdentifier>,
    key: &RsaKey,
    message: &[u8],
    signature: &[u8],
) -> SignatureCheck {
    let Some(PssParameters {
        hash: Some(hash),
        mask_hash: Some(mask),
        salt_length: Some(salt),
        trailer: Some(1),
    }) = parameters
    else {
        return SignatureCheck::Undetermined(Reason::PssParameters);
    };
    if let Some(algorithm) = restricted.filter(|algorithm| algorithm.parameters.is_some()) {
        match algorithm.pss_parameters() {
            None => return SignatureCheck::Undetermined(Reason::PssParameters),
            Some(limits) if !permits(limits, hash, mask, salt) => return SignatureCheck::Invalid,
            Some(_) => {}
        }
    }
    if hash != mask {
        return SignatureCheck::Undetermined(Reason::PssMask(hash, mask));
    }
    let Some(verify) = pss_scheme(hash) else {
        return SignatureCheck::Undetermined(Reason::Hash(hash));
    };
    let Ok(salt) = usize::try_from(salt) else { return SignatureCheck::Invalid };
    match usable(key) {
        Ok(key) => SignatureCheck::from_bool(verify(&key, salt, message, signature)),
        Err(reason) => SignatureCheck::Undetermined(reason),
    }
}

/// RFC 4055 §3.3: the same hash function, the same mask, and a salt no shorter than the key's.
fn permits(limits: PssParameters, hash: Hash, mask: Hash, salt: u64) -> bool {
    limits.hash == Some(hash)
        && limits.mask_hash == Some(mask)
        && limits.salt_length.is_some_and(|shortest| shortest <= salt)
        && limits.trailer == Some(1)
}

type PssVerify = fn(&PublicKey, usize, &[u8], &[u8]) -> bool;

fn pss_scheme(hash: Hash) -> Option<PssVerify> {
    Some(match hash {
        Hash::Sha1 => pss_with::<Sha1>,
        Hash::Sha224 => pss_with::<Sha224>,
        Hash::Sha256 => pss_with::<Sha256>,
        Hash::Sha384 => pss_with::<Sha384>,
        Hash::Sha512 => pss_with::<Sha512>,
        Hash::Sha512Truncated224 => pss_with::<Sha512_224>,
        Hash::Sha512Truncated256 => pss_with::<Sha512_256>,
        Hash::Sha3With224 => pss_with::<Sha3_224>,
        Hash::Sha3With256 => pss_with::<Sha3_256>,
        Hash::Sha3With384 => pss_with::<Sha3_384>,
        Hash::Sha3With512 => pss_with::<Sha3_512>,
        Hash::Md2 | Hash::Md4 | Hash::Md5 | Hash::Shake128 | Hash::Shake256 => return None,
    })
}

fn pss_with<D: Digest + FixedOutputReset>(
    key: &PublicKey,
    salt: usize,
    message: &[u8],
    signature: &[u8],
) -> bool {
    key.verify(Pss::<D>::new_with_salt(salt), &D::digest(message), signature).is_ok()
}

fn usable(key: &RsaKey) -> Result<PublicKey, Reason> {
    if !(MIN_BITS..=MAX_BITS).contains(&key.bits) {
        return Err(Reason::RsaSize(key.bits));
    }
    let modulus = BoxedUint::from_be_slice_vartime(&key.modulus);
    let exponent = BoxedUint::from_be_slice_vartime(&key.exponent);
    PublicKey::new_with_size_limits(modulus, exponent, MIN_BITS..=MAX_BITS).map_err(|_| Reason::RsaNumbers)
}

#[cfg(test)]
mod tests {
    use super::permits;
    use crate::x509::algorithm::{Hash, PssParameters};

    /// Hash, mask, salt of a signature, and whether a key for SHA-256, MGF1 with SHA-256, 32 octets permits it.
    #[test]
    fn a_restricted_key_permits_what_rfc_4055_says() {
        let limits = PssParameters {
            hash: Some(Hash::Sha256),
            mask_hash: Some(Hash::Sha256),
            salt_length: Some(32),
            trailer: Some(1),
        };
        let cases = [
            (Hash::Sha256, Hash::Sha256, 32, true),
            (Hash::Sha256, Hash::Sha256, 478, true),
            (Hash::Sha256, Hash::Sha256, 20, false),
            (Hash::Sha512, Hash::Sha256, 32, false),
            (Hash::Sha256, Hash::Sha1, 32, false),
        ];
        for (hash, mask, salt, expected) in cases {
            assert_eq!(permits(limits, hash, mask, salt), expected, "{hash:?} {mask:?} {salt}");
        }
    }
}
