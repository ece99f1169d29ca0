//! Whether a signature was made over some bytes by the holder of a key.
//!
//! The bytes are those that were pasted; nothing is encoded again. What a relying party thinks of an algorithm (that
//! SHA-1 is broken, that 512 bits are few) is not asked here.

use core::fmt;

use crate::x509::algorithm::{AlgorithmIdentifier, Hash, SignatureAlgorithm};
use crate::x509::public_key::{Curve, KeyKind, PublicKey};

mod dsa;
mod ecdsa;
mod edwards;
mod lattice;
mod rsa;

/// What came of checking a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureCheck {
    /// It was made over these bytes with the private key that belongs to this public key.
    Valid,
    /// It was not; or it is not encoded as its algorithm demands; or no key of this kind makes such signatures.
    Invalid,
    /// It could not be checked.
    Undetermined(Reason),
}

impl SignatureCheck {
    const fn from_bool(valid: bool) -> Self {
        if valid { Self::Valid } else { Self::Invalid }
    }
}

/// Why a signature could not be checked. As text, a clause to be put after "because".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The algorithm is not known or not implemented; its name or number.
    Algorithm(String),
    /// The hash function is not implemented.
    Hash(Hash),
    /// The curve is not implemented or not known.
    Curve(Curve),
    /// `RSASSA-PSS-params` are absent, or name something unknown.
    PssParameters,
    /// RSASSA-PSS with two hash functions, of which the second is that of MGF1.
    PssMask(Hash, Hash),
    /// The public key cannot be read.
    KeyUnreadable,
    /// The modulus is of a size (in bits) that is not computed with.
    RsaSize(usize),
    /// The modulus is even, or the exponent is even, 1, or above 2^33 - 1.
    RsaNumbers,
    /// A DSA key without its domain parameters, which it inherits from the certificate of its issuer (RFC 3279 §2.3.2).
    DsaParameters,
    /// DSA parameters of sizes that FIPS 186-4 does not have: bits of `p` and of `q`.
    DsaSize(usize, usize),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Algorithm(name) => write!(f, "signatures with {name} are not verified here"),
            Self::Hash(hash) => write!(f, "{} is not computed here", hash.name()),
            Self::Curve(Curve::Named(curve)) => {
                write!(f, "signatures on the curve {} are not verified here", curve.name())
            }
            Self::Curve(Curve::Unknown(oid)) => write!(f, "the curve {oid} is not known here"),
            Self::Curve(Curve::Explicit { .. }) => {
                f.write_str("the key writes out the parameters of its curve in place of naming it")
            }
            Self::Curve(Curve::Missing) => f.write_str("the key does not say which curve it is on"),
            Self::PssParameters => f.write_str("the RSASSA-PSS parameters are missing or cannot be read"),
            Self::PssMask(hash, mask) => write!(
                f,
                "RSASSA-PSS with {} and a mask made with {} is not verified here",
                hash.name(),
                mask.name()
            ),
            Self::KeyUnreadable => f.write_str("the public key cannot be read"),
            Self::RsaSize(bits) => write!(
                f,
                "the RSA key has {bits} bits, and only those from {} to {} are computed with",
                rsa::MIN_BITS,
                rsa::MAX_BITS
            ),
            Self::RsaNumbers => {
                f.write_str("the modulus or the exponent of the RSA key is not a usable number")
            }
            Self::DsaParameters => f.write_str("the DSA key has no domain parameters of its own"),
            Self::DsaSize(p, q) => {
                write!(f, "DSA with p of {p} bits and q of {q} bits is not verified here")
            }
        }
    }
}

/// Checks `signature` over `message`.
///
/// The parameters of `algorithm` matter only to RSASSA-PSS (RFC 4055 §3.1); see
/// [`has_expected_parameters`] for the others. A DSA key that inherits its domain parameters has to be given with
/// them in `key.algorithm.parameters`.
#[must_use]
pub fn verify(
    algorithm: &AlgorithmIdentifier,
    key: &PublicKey,
    message: &[u8],
    signature: &[u8],
) -> SignatureCheck {
    let named = algorithm.signature();
    if key.kind == KeyKind::Unreadable {
        return SignatureCheck::Undetermined(Reason::KeyUnreadable);
    }
    if !is_made_by(&named, key) {
        return SignatureCheck::Invalid;
    }
    match (&named, &key.kind) {
        (SignatureAlgorithm::RsaPkcs1(hash), KeyKind::Rsa(numbers)) => {
            rsa::pkcs1(*hash, numbers, message, signature)
        }
        (SignatureAlgorithm::RsaPss(parameters), KeyKind::Rsa(numbers)) => {
            rsa::pss(*parameters, None, numbers, message, signature)
        }
        (SignatureAlgorithm::RsaPss(parameters), KeyKind::RsaPss(numbers)) => {
            rsa::pss(*parameters, Some(&key.algorithm), numbers, message, signature)
        }
        (SignatureAlgorithm::Ecdsa(hash), KeyKind::Ec(curve)) => {
            ecdsa::verify(*hash, curve, &key.key, message, signature)
        }
        (SignatureAlgorithm::Ed25519, _) => edwards::ed25519(&key.key, message, signature),
        (SignatureAlgorithm::Ed448, _) => edwards::ed448(&key.key, message, signature),
        (SignatureAlgorithm::Dsa(hash), _) => dsa::verify(*hash, key, message, signature),
        (SignatureAlgorithm::MlDsa(44), _) => {
            lattice::verify::<ml_dsa::MlDsa44>(&key.key, message, signature)
        }
        (SignatureAlgorithm::MlDsa(65), _) => {
            lattice::verify::<ml_dsa::MlDsa65>(&key.key, message, signature)
        }
        (SignatureAlgorithm::MlDsa(87), _) => {
            lattice::verify::<ml_dsa::MlDsa87>(&key.key, message, signature)
        }
        _ => SignatureCheck::Undetermined(Reason::Algorithm(algorithm.to_string())),
    }
}

/// True unless a key of this kind cannot make signatures with this algorithm: an EC key none of RSA, an RSASSA-PSS key
/// none of PKCS #1 v1.5 (RFC 4055 §1.2). Of an unknown algorithm or kind of key it is true.
#[must_use]
pub fn is_made_by(algorithm: &SignatureAlgorithm, key: &PublicKey) -> bool {
    match (algorithm, &key.kind) {
        (SignatureAlgorithm::Unknown(_), _) | (_, KeyKind::Other | KeyKind::Unreadable) => true,
        (SignatureAlgorithm::RsaPkcs1(_), kind) => matches!(kind, KeyKind::Rsa(_)),
        (SignatureAlgorithm::RsaPss(_), kind) => matches!(kind, KeyKind::Rsa(_) | KeyKind::RsaPss(_)),
        (SignatureAlgorithm::Ecdsa(_), kind) => matches!(kind, KeyKind::Ec(_)),
        (SignatureAlgorithm::Ed25519, kind) => matches!(kind, KeyKind::Ed25519),
        (SignatureAlgorithm::Ed448, kind) => matches!(kind, KeyKind::Ed448),
        (SignatureAlgorithm::Dsa(_), kind) => matches!(kind, KeyKind::Dsa { .. }),
        (SignatureAlgorithm::MlDsa(set), kind) => {
            matches!(kind, KeyKind::PostQuantum(name) if *name == format!("ML-DSA-{set}"))
        }
        (SignatureAlgorithm::SlhDsa(name), kind) => {
            matches!(kind, KeyKind::PostQuantum(other) if name == other)
        }
    }
}

/// Whether the parameters are as the algorithm's RFC demands: NULL, or absent as all accept, for PKCS #1 v1.5 (RFC 4055
/// §5), readable ones for RSASSA-PSS (RFC 4055 §3.1), none for ECDSA, DSA, EdDSA, ML-DSA and SLH-DSA (RFC 5758 §3.2,
/// RFC 3279 §2.2.2, RFC 8410 §3, RFC 9881 §3, RFC 9909 §3). Of an unknown algorithm it is `None`.
///
/// Except for RSASSA-PSS they say nothing about the signature, so [`verify`] does not read them.
#[must_use]
pub fn has_expected_parameters(algorithm: &AlgorithmIdentifier) -> Option<bool> {
    let parameters = algorithm.parameters.as_deref();
    match algorithm.signature() {
        SignatureAlgorithm::RsaPkcs1(_) => Some(matches!(parameters, None | Some([5, 0]))),
        SignatureAlgorithm::RsaPss(parameters) => Some(parameters.is_some()),
        SignatureAlgorithm::Unknown(_) => None,
        _ => Some(parameters.is_none()),
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::{Reason, SignatureCheck, has_expected_parameters, verify};
    use crate::der::oid::Oid;
    use crate::x509::algorithm::{AlgorithmIdentifier, Hash};
    use crate::x509::public_key;

    const RSA: &str = "301a300d06092a864886f70d01010105000309003006020107020103";
    const PSS: &str = "3018300b06092a864886f70d01010a0309003006020107020103";
    const EC: &str = "3017301306072a8648ce3d020106082a8648ce3d0301070300";

    fn algorithm(oid: &[u8], parameters: Option<&[u8]>) -> AlgorithmIdentifier {
        let parameters = parameters.map(<[u8]>::to_vec);
        AlgorithmIdentifier { oid: Oid::from_octets(oid), parameters, ..AlgorithmIdentifier::default() }
    }

    const MD5_WITH_RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x04];
    const SHA256_WITH_RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b];
    const ECDSA_WITH_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
    const UNKNOWN: &[u8] = &[0x2a, 0x03];

    /// Algorithm, key, and what comes of any signature.
    #[test]
    fn what_is_not_computed_is_undetermined_and_what_cannot_be_is_invalid() {
        let undetermined = SignatureCheck::Undetermined;
        let cases = [
            (MD5_WITH_RSA, RSA, undetermined(Reason::Hash(Hash::Md5))),
            (SHA256_WITH_RSA, RSA, undetermined(Reason::RsaSize(3))),
            (SHA256_WITH_RSA, PSS, SignatureCheck::Invalid),
            (SHA256_WITH_RSA, EC, SignatureCheck::Invalid),
            (ECDSA_WITH_SHA256, RSA, SignatureCheck::Invalid),
            (ECDSA_WITH_SHA256, EC, SignatureCheck::Invalid),
            (UNKNOWN, EC, undetermined(Reason::Algorithm("1.2.3".to_owned()))),
        ];
        for (oid, key, expected) in cases {
            let der = HEXLOWER.decode(key.as_bytes()).expect("hexadecimal");
            let key = public_key::read_whole(&der, &mut Vec::new()).expect("key");
            assert_eq!(verify(&algorithm(oid, None), &key, b"", b""), expected, "{oid:?} {}", key.describe());
        }
    }

    #[test]
    fn parameters_are_those_of_the_rfc() {
        let cases = [
            (SHA256_WITH_RSA, None, Some(true)),
            (SHA256_WITH_RSA, Some(&[5, 0][..]), Some(true)),
            (SHA256_WITH_RSA, Some(&[0x30, 0][..]), Some(false)),
            (ECDSA_WITH_SHA256, None, Some(true)),
            (ECDSA_WITH_SHA256, Some(&[5, 0][..]), Some(false)),
            (UNKNOWN, None, None),
        ];
        for (oid, parameters, expected) in cases {
            assert_eq!(
                has_expected_parameters(&algorithm(oid, parameters)),
                expected,
                "{oid:?} {parameters:?}"
            );
        }
    }
}
