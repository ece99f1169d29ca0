//! Private keys: what can be said of one without keeping any of it.
//!
//! The readers below lend slices of the caller's buffer to [`crypto::private_key`](crate::crypto::private_key), which
//! derives the public key; what is kept is [`PrivateKeyFacts`], which has no field that a secret byte could be put in.

use core::fmt;

use crate::x509::public_key::{Curve, PublicKey};

pub(crate) mod encryption;
pub(crate) mod openssh;
pub(crate) mod parts;

pub use encryption::{KeyDerivation, KeyEncryption};

/// What is known of a private key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateKeyFacts {
    /// The structure it is written in.
    pub encoding: KeyEncoding,
    /// What algorithm it is for, where that can be told: `RSA 2048 bits`, `EC P-256`.
    pub algorithm: Option<String>,
    /// The public key that belongs to it, as the `SubjectPublicKeyInfo` a certificate would have.
    pub public_key: Option<PublicKey>,
    /// Why the public key was not computed from the secret part. If there is a public key all the same, it is the one
    /// that the file states, unchecked. An RSA key has none: its modulus and exponent are what the file states, and that the
    /// modulus is the product of the primes is checked.
    pub obstacle: Option<Obstacle>,
    /// How it is encrypted, if it is.
    pub encryption: Option<KeyEncryption>,
    /// Parts of it that contradict each other.
    pub contradictions: Vec<Contradiction>,
}

/// The structure a private key is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyEncoding {
    /// `RSAPrivateKey` (RFC 8017 A.1.2)
    Pkcs1,
    /// `ECPrivateKey` (RFC 5915)
    Sec1,
    /// OpenSSL's structure of a DSA private key
    Dsa,
    /// `PrivateKeyInfo`, `OneAsymmetricKey` (RFC 5958)
    Pkcs8,
    /// `EncryptedPrivateKeyInfo` (RFC 5958)
    EncryptedPkcs8,
    /// `openssh-key-v1`
    OpenSsh,
    /// PEM with `Proc-Type: 4,ENCRYPTED` (RFC 1421): the structure within cannot be seen.
    EncryptedPem,
    /// None of these.
    Unknown,
}

impl fmt::Display for KeyEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pkcs1 => "PKCS #1",
            Self::Sec1 => "SEC 1",
            Self::Dsa => "traditional DSA",
            Self::Pkcs8 => "PKCS #8",
            Self::EncryptedPkcs8 => "encrypted PKCS #8",
            Self::OpenSsh => "OpenSSH",
            Self::EncryptedPem => "traditional encrypted PEM",
            Self::Unknown => "unknown",
        })
    }
}

/// Why the public key could not be computed from the private one. As text, a clause to be put after "because".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// It is encrypted.
    Encrypted,
    /// It is not one of the structures known, or damaged where the key is.
    Unreadable,
    /// Keys of this algorithm are not computed with; its name or number.
    Algorithm(String),
    /// The curve is not implemented or not known.
    Curve(Curve),
    /// The secret part has the wrong length or is outside its range.
    Secret,
    /// An ML-DSA key in its expanded form without the seed.
    NoSeed,
    /// OpenSSH keeps the secret part elsewhere: on a token, or in a form that is not read.
    Elsewhere,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encrypted => f.write_str("the private key is encrypted"),
            Self::Unreadable => f.write_str("the private key cannot be read"),
            Self::Algorithm(name) => write!(f, "{name} keys are not computed with here"),
            Self::Curve(Curve::Named(curve)) => {
                write!(f, "keys on the curve {} are not computed with here", curve.name())
            }
            Self::Curve(Curve::Unknown(oid)) => write!(f, "the curve {oid} is not known here"),
            Self::Curve(Curve::Explicit { .. }) => {
                f.write_str("the key writes out the parameters of its curve in place of naming it")
            }
            Self::Curve(Curve::Missing) => f.write_str("the key does not say which curve it is on"),
            Self::Secret => f.write_str("the secret part has the wrong length or is outside its range"),
            Self::NoSeed => f.write_str("the key is in its expanded form, without the seed"),
            Self::Elsewhere => f.write_str("the secret part is not read from this format"),
        }
    }
}

/// Two parts of a private key that do not belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Contradiction {
    /// The public key in the file is not the one that belongs to the secret part.
    PublicKey,
    /// The curve named beside the key is not the one named in it.
    Curve,
    /// The modulus is not the product of the primes.
    Modulus,
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PublicKey => "the public key in the file does not belong to the private key beside it",
            Self::Curve => "the curve named beside the key is not the one named in it",
            Self::Modulus => "the modulus of the RSA key is not the product of its primes",
        })
    }
}

impl PrivateKeyFacts {
    /// What it is, in a few words: `RSA 2048 bits private key`, `encrypted private key`.
    #[must_use]
    pub fn title(&self) -> String {
        let encrypted = if self.encryption.is_some() { "encrypted " } else { "" };
        match &self.algorithm {
            Some(algorithm) => format!("{encrypted}private key, {algorithm}"),
            None => format!("{encrypted}private key"),
        }
    }
}
