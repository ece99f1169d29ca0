//! Security levels: how many bits of security a key or a digest gives, and how many a level asks for.

use super::x509::X509;
use crate::x509::algorithm::{Hash, SignatureAlgorithm};
use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

/// `minbits_table` of `crypto/x509/x509_vfy.c`
const MIN_BITS: [u32; 5] = [80, 112, 128, 192, 256];

/// `check_key_level`, `check_sig_level`
fn wanted(level: usize) -> u32 {
    level.checked_sub(1).map_or(0, |at| MIN_BITS.get(at).or(MIN_BITS.last()).copied().unwrap_or_default())
}

/// `check_key_level`: a key that cannot be read is not strong.
pub(in crate::peer::stack) fn is_key_strong(certificate: &X509, level: usize) -> bool {
    level == 0 || certificate.usable_key().is_some_and(|key| key_bits(key) >= wanted(level))
}

/// `check_sig_level`
pub(in crate::peer::stack) fn is_digest_strong(certificate: &X509, level: usize) -> bool {
    level == 0 || signature_bits(&certificate.certificate().signature_algorithm.signature()) >= wanted(level)
}

/// `EVP_PKEY_get_security_bits`
fn key_bits(key: &PublicKey) -> u32 {
    match &key.kind {
        KeyKind::Rsa(key) | KeyKind::RsaPss(key) => factoring_bits(key.bits),
        KeyKind::Dsa { bits } => factoring_bits(bits.unwrap_or_default()),
        KeyKind::Ec(Curve::Named(curve)) => match curve {
            NamedCurve::P521 => 256,
            NamedCurve::P384 => 192,
            NamedCurve::P224 => 112,
            NamedCurve::P192 => 80,
            NamedCurve::P256 | NamedCurve::K256 | NamedCurve::Sm2 | NamedCurve::Other(_) => 128,
        },
        KeyKind::Ec(Curve::Explicit { field_bits }) => u32::try_from(field_bits / 2).unwrap_or_default(),
        KeyKind::Ed25519 | KeyKind::X25519 => 128,
        KeyKind::Ed448 | KeyKind::X448 => 224,
        KeyKind::Ec(_) | KeyKind::PostQuantum(_) | KeyKind::Other | KeyKind::Unreadable => 0,
    }
}

/// `ossl_ifc_ffc_compute_security_bits` of `crypto/rsa/rsa_lib.c`: the formula of NIST SP 800-56B appendix D, to the nearest
/// multiple of 8. So 2047 bits count as 112 (recorded: `key-rsa2047-server`), 1536 bits as 96.
fn factoring_bits(bits: usize) -> u32 {
    let Ok(bits) = u32::try_from(bits) else { return 0 };
    if bits < 8 {
        return 0;
    }
    let natural = f64::from(bits) * core::f64::consts::LN_2;
    let cube = natural * natural.ln().powi(2);
    let strength = (1.923 * cube.cbrt() - 4.69) / core::f64::consts::LN_2;
    (8u32..=1200).step_by(8).take_while(|step| f64::from(*step) - 4.0 <= strength).last().unwrap_or_default()
}

/// `OBJ_find_sigid_algs`: whether the algorithm is in the table of 3.0, which lacks ECDSA and DSA with SHA-3.
pub(super) const fn is_known(algorithm: &SignatureAlgorithm) -> bool {
    match algorithm {
        SignatureAlgorithm::Unknown(_) => false,
        SignatureAlgorithm::Ecdsa(hash) | SignatureAlgorithm::Dsa(hash) => !hash.is_sha3(),
        _ => true,
    }
}

/// Whether the parameters of RSASSA-PSS are there, and with the only trailer that is defined (`ossl_rsa_pss_get_param`).
pub(super) fn has_pss_parameters(algorithm: &SignatureAlgorithm) -> bool {
    match algorithm {
        SignatureAlgorithm::RsaPss(parameters) => {
            parameters.is_some_and(|parameters| parameters.trailer == Some(1))
        }
        _ => true,
    }
}

/// `ossl_x509_init_sig_info`: half the digest, except that MD5 and SHA-1 are below every level.
fn signature_bits(algorithm: &SignatureAlgorithm) -> u32 {
    let hash = match algorithm {
        _ if !is_known(algorithm) || !has_pss_parameters(algorithm) => return 0,
        SignatureAlgorithm::Ed25519 => return 128,
        SignatureAlgorithm::Ed448 => return 224,
        SignatureAlgorithm::RsaPss(parameters) => parameters.and_then(|parameters| parameters.hash),
        SignatureAlgorithm::RsaPkcs1(hash)
        | SignatureAlgorithm::Ecdsa(hash)
        | SignatureAlgorithm::Dsa(hash) => Some(*hash),
        SignatureAlgorithm::MlDsa(_) | SignatureAlgorithm::SlhDsa(_) | SignatureAlgorithm::Unknown(_) => None,
    };
    hash.map_or(0, digest_bits)
}

/// `ossl_x509_init_sig_info` (recorded: `sig-md5-rsa-server`, `sig-sha1-inter`).
const fn digest_bits(hash: Hash) -> u32 {
    match hash {
        Hash::Md2 | Hash::Md4 | Hash::Md5 => 39,
        Hash::Sha1 => 63,
        Hash::Sha224 | Hash::Sha512Truncated224 | Hash::Sha3With224 => 112,
        Hash::Sha256 | Hash::Sha512Truncated256 | Hash::Sha3With256 | Hash::Shake128 => 128,
        Hash::Sha384 | Hash::Sha3With384 => 192,
        Hash::Sha512 | Hash::Sha3With512 | Hash::Shake256 => 256,
    }
}
