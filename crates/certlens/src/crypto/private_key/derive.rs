//! From the secret part of a key to the public one. Everything secret is borrowed, or wiped when it is dropped.

use k256::elliptic_curve::sec1::ToSec1Point;
use ml_dsa::{MlDsa44, MlDsa65, MlDsa87, MlDsaParams, Seed};
use rsa::BoxedUint;
use zeroize::Zeroizing;

use crate::der;
use crate::x509::algorithm::{AlgorithmIdentifier, SignatureAlgorithm};
use crate::x509::oids;
use crate::x509::private_key::Obstacle;
use crate::x509::private_key::parts::Secret;
use crate::x509::public_key::{self, Curve, NamedCurve};

/// The octets of the public key as `subjectPublicKey` has them.
pub(super) fn public(algorithm: &AlgorithmIdentifier, secret: &Secret<'_>) -> Result<Vec<u8>, Obstacle> {
    match secret {
        Secret::Rsa { modulus, exponent, .. } => {
            let numbers = [unsigned(modulus), unsigned(exponent)].concat();
            Ok(der::write(der::tag::SEQUENCE, &numbers))
        }
        Secret::Octets(octets) => from_octets(algorithm, octets),
        Secret::Expanded => Err(Obstacle::NoSeed),
        Secret::None if algorithm.oid.octets().is_empty() => Err(Obstacle::Unreadable),
        Secret::None => Err(Obstacle::Algorithm(algorithm.to_string())),
    }
}

fn from_octets(algorithm: &AlgorithmIdentifier, octets: &[u8]) -> Result<Vec<u8>, Obstacle> {
    match algorithm.oid.octets() {
        oids::EC_PUBLIC_KEY => point(public_key::curve(algorithm.parameters.as_deref()), octets),
        oids::ED25519 => {
            let seed = octets.try_into().map_err(|_| Obstacle::Secret)?;
            Ok(ed25519_dalek::SigningKey::from_bytes(seed).verifying_key().to_bytes().to_vec())
        }
        oids::ED448 => {
            let key = ed448_goldilocks::SigningKey::try_from(octets).map_err(|_| Obstacle::Secret)?;
            Ok(key.verifying_key().to_bytes().to_vec())
        }
        oids::X25519 => {
            let scalar = Zeroizing::new(<[u8; 32]>::try_from(octets).map_err(|_| Obstacle::Secret)?);
            let key = x25519_dalek::StaticSecret::from(*scalar);
            Ok(x25519_dalek::PublicKey::from(&key).to_bytes().to_vec())
        }
        _ => match algorithm.signature() {
            SignatureAlgorithm::MlDsa(44) => from_seed::<MlDsa44>(octets),
            SignatureAlgorithm::MlDsa(65) => from_seed::<MlDsa65>(octets),
            SignatureAlgorithm::MlDsa(87) => from_seed::<MlDsa87>(octets),
            _ => Err(Obstacle::Algorithm(algorithm.to_string())),
        },
    }
}

/// The uncompressed point, as RFC 5480 §2.2 has every certificate carry it.
fn point(curve: Curve, scalar: &[u8]) -> Result<Vec<u8>, Obstacle> {
    let point = match &curve {
        Curve::Named(NamedCurve::P256) => p256::SecretKey::from_slice(scalar)
            .map(|key| key.public_key().to_sec1_point(false).as_bytes().to_vec()),
        Curve::Named(NamedCurve::P384) => p384::SecretKey::from_slice(scalar)
            .map(|key| key.public_key().to_sec1_point(false).as_bytes().to_vec()),
        Curve::Named(NamedCurve::P521) => p521::SecretKey::from_slice(scalar)
            .map(|key| key.public_key().to_sec1_point(false).as_bytes().to_vec()),
        Curve::Named(NamedCurve::K256) => k256::SecretKey::from_slice(scalar)
            .map(|key| key.public_key().to_sec1_point(false).as_bytes().to_vec()),
        _ => return Err(Obstacle::Curve(curve)),
    };
    point.map_err(|_| Obstacle::Secret)
}

fn from_seed<P: MlDsaParams>(octets: &[u8]) -> Result<Vec<u8>, Obstacle> {
    let seed = <&Seed>::try_from(octets).map_err(|_| Obstacle::Secret)?;
    Ok(ml_dsa::SigningKey::<P>::from_seed(seed).expanded_key().verifying_key().encode().to_vec())
}

/// An INTEGER that is not negative.
fn unsigned(magnitude: &[u8]) -> Vec<u8> {
    let sign: &[u8] = if magnitude.first().is_none_or(|first| first & 0x80 != 0) { &[0] } else { &[] };
    der::write(der::tag::INTEGER, &[sign, magnitude].concat())
}

/// Larger RSA keys (in octets of the modulus) are not multiplied out: OpenSSL computes with none.
const MOST_OCTETS: usize = 16384 / 8;

/// False only if the two primes of an RSA key have another product than its modulus.
pub(super) fn is_product_of_primes(secret: &Secret<'_>) -> bool {
    let Secret::Rsa { modulus, primes: Some((p, q)), .. } = secret else { return true };
    let octets = modulus.len().max(p.len().saturating_add(q.len()));
    let Some(bits) = u32::try_from(octets).ok().filter(|_| octets <= MOST_OCTETS).map(|octets| octets * 8)
    else {
        return true;
    };
    let number = |octets| BoxedUint::from_be_slice(octets, bits).map(Zeroizing::new);
    match (number(modulus), number(p), number(q)) {
        (Ok(modulus), Ok(p), Ok(q)) => *Zeroizing::new(p.wrapping_mul(&*q)) == *modulus,
        _ => true,
    }
}
