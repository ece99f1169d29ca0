//! The private keys that *ring* takes (`crypto/ring/sign.rs` of rustls, `pkcs8.rs`, `rsa/keypair.rs` and `ec/suite_b.rs` of *ring*).

use zeroize::Zeroizing;

use crate::crypto::private_key;
use crate::der::{self, tag};
use crate::peer::stack::rustls::der::{Input, all};
use crate::peer::stack::rustls::error::{BAD_DER, TRAILING_DATA};
use crate::peer::stack::rustls::pem::Kind;
use crate::peer::stack::rustls::signature::{ED25519, P256, P384, RSA_ENCRYPTION};
use crate::x509::form::Form;
use crate::x509::private_key::parts;
use crate::x509::public_key::{KeyKind, PublicKey};

/// `any_supported_type`: the public key of a private one that rustls can sign with; `None` where it has no use for it.
pub(super) fn public(kind: Kind, key: &[u8]) -> Option<PublicKey> {
    match kind {
        Kind::Pkcs1Key => usable(Form::RsaPrivateKey, key),
        Kind::Sec1Key => [P256, P384].into_iter().find_map(|curve| pkcs8(&wrapped(curve, key))),
        Kind::Pkcs8Key => pkcs8(key),
        Kind::Certificate | Kind::Other => None,
    }
}

/// `convert_sec1_to_pkcs8`
fn wrapped(curve: &[u8], key: &[u8]) -> Zeroizing<Vec<u8>> {
    let header = [der::write(tag::INTEGER, &[0]), der::write(tag::SEQUENCE, curve)].concat();
    let key = Zeroizing::new(der::write(tag::OCTET_STRING, key));
    let fields = Zeroizing::new([header.as_slice(), key.as_slice()].concat());
    Zeroizing::new(der::write(tag::SEQUENCE, &fields))
}

/// `unwrap_key_`: the algorithm is compared byte for byte. A public key may be stated beside an Ed25519 key only.
fn pkcs8(key: &[u8]) -> Option<PublicKey> {
    let read = |fields: &mut Input<'_>| -> Result<bool, _> {
        let version = fields.octet()?;
        let algorithm = fields.expect(tag::SEQUENCE)?;
        fields.expect(tag::OCTET_STRING)?;
        if fields.peek(tag::context_constructed(0)) {
            fields.expect(tag::context_constructed(0))?;
        }
        let has_public = !fields.is_empty();
        if has_public {
            fields.any()?;
        }
        Ok(match version {
            0 => !has_public && [RSA_ENCRYPTION, P256, P384, ED25519].contains(&algorithm),
            1 => has_public && algorithm == ED25519,
            _ => false,
        })
    };
    let is_known = all(key, TRAILING_DATA, |outer| outer.nested(tag::SEQUENCE, BAD_DER, read));
    if is_known.unwrap_or(false) { usable(Form::PrivateKeyInfo, key) } else { None }
}

/// RSA of 2048, 3072 or 4096 bits (the primes must be multiples of 512 bits) with an exponent of 65537 or more; an EC key only
/// with its public key, uncompressed (`rsa/keypair.rs`, `ec/suite_b/ecdsa/signing.rs` of *ring*). Recorded:
/// key-rsa2047-server, key-rsa2048-e3-server, key-rsa8192-server.
fn usable(form: Form, key: &[u8]) -> Option<PublicKey> {
    let stated = parts::read(form, key, &mut Vec::new())?.public;
    let facts = private_key::read(key, Some(form), None, &mut Vec::new());
    let public = facts.public_key.filter(|_| facts.contradictions.is_empty() && facts.obstacle.is_none())?;
    let is_usable = match &public.kind {
        KeyKind::Rsa(rsa) => {
            let is_large = !matches!(rsa.exponent.as_slice(), [] | [_] | [_, _] | [1, 0, 0]);
            matches!(rsa.bits, 2048 | 3072 | 4096) && is_large && rsa.exponent.len() <= 5
        }
        KeyKind::Ec(_) => stated.is_some_and(|point| point.first() == Some(&4)),
        _ => true,
    };
    is_usable.then_some(public)
}
