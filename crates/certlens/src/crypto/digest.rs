//! Fingerprints.

use sha1::Digest as _;

/// SHA-256 of `message`.
pub(crate) fn sha256(message: &[u8]) -> [u8; 32] {
    sha2::Sha256::digest(message).into()
}

/// SHA-1 of `message`: for fingerprints and key identifiers only.
pub(crate) fn sha1(message: &[u8]) -> [u8; 20] {
    sha1::Sha1::digest(message).into()
}
