//! DSA (FIPS 186-4 §4), signatures as `Dss-Sig-Value` in DER (RFC 3279 §2.2.2).

use dsa::{BoxedUint, Components, Signature, VerifyingKey};
use signature::hazmat::PrehashVerifier;

use super::{Reason, SignatureCheck};
use crate::crypto::digest::digest;
use crate::der::{self, Reader, integer};
use crate::x509::algorithm::Hash;
use crate::x509::public_key::PublicKey;

/// Bits of p and q in FIPS 186-4 §4.2.
const SIZES: &[(usize, usize)] = &[(1024, 160), (2048, 224), (2048, 256), (3072, 256)];

pub(super) fn verify(hash: Hash, key: &PublicKey, message: &[u8], signature: &[u8]) -> SignatureCheck {
    let Some(digest) = digest(hash, message) else {
        return SignatureCheck::Undetermined(Reason::Hash(hash));
    };
    let Some(parameters) = key.algorithm.parameters.as_deref() else {
        return SignatureCheck::Undetermined(Reason::DsaParameters);
    };
    let ([Some(p), Some(q), Some(g)], Some(y)) = (integers(parameters), integer_alone(&key.key)) else {
        return SignatureCheck::Undetermined(Reason::DsaParameters);
    };
    let size = (integer::bit_length(p), integer::bit_length(q));
    if !SIZES.contains(&size) {
        return SignatureCheck::Undetermined(Reason::DsaSize(size.0, size.1));
    }
    let Some(key) = verifying_key(p, q, g, y, size) else { return SignatureCheck::Invalid };
    let verified =
        Signature::try_from(signature).and_then(|signature| key.verify_prehash(&digest, &signature));
    SignatureCheck::from_bool(verified.is_ok())
}

/// All numbers modulo p are given p's precision: the library takes no others.
fn verifying_key(p: &[u8], q: &[u8], g: &[u8], y: &[u8], size: (usize, usize)) -> Option<VerifyingKey> {
    let (p_bits, q_bits) = (u32::try_from(size.0).ok()?, u32::try_from(size.1).ok()?);
    let number = |octets, bits| BoxedUint::from_be_slice(octets, bits).ok();
    let (p, q) = (number(p, p_bits)?, number(q, q_bits)?);
    let (g, y) = (number(g, p_bits)?, number(y, p_bits)?);
    if y >= p {
        return None;
    }
    VerifyingKey::from_components(Components::from_components(p, q, g).ok()?, y).ok()
}

/// The first three INTEGERs of the SEQUENCE in `encoded`.
fn integers(encoded: &[u8]) -> [Option<&[u8]>; 3] {
    let mut unused = Vec::new();
    let sequence = Reader::new(encoded).required(der::tag::SEQUENCE, "Dss-Parms", &mut unused);
    let mut fields = sequence.map_or(Reader::new(&[]), |sequence| Reader::inside(encoded, sequence));
    core::array::from_fn(|_| integer_of(&mut fields))
}

fn integer_alone(encoded: &[u8]) -> Option<&[u8]> {
    integer_of(&mut Reader::new(encoded))
}

fn integer_of<'a>(fields: &mut Reader<'a>) -> Option<&'a [u8]> {
    let element = fields.required(der::tag::INTEGER, "INTEGER", &mut Vec::new())?;
    let content = element.content.of(fields.whole());
    (!integer::is_negative(content)).then(|| integer::magnitude(content))
}
