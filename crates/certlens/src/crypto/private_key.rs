//! The public key that belongs to a private one, computed so that what a file merely states can be checked.

use crate::crypto::key_match;
use crate::defect::Defect;
use crate::der;
use crate::x509::algorithm::AlgorithmIdentifier;
use crate::x509::form::Form;
use crate::x509::oids;
use crate::x509::private_key::parts::{self, Parts};
use crate::x509::private_key::{
    Contradiction, KeyEncoding, KeyEncryption, Obstacle, PrivateKeyFacts, encryption, openssh,
};
use crate::x509::public_key::{self, KeyKind, PublicKey};

mod derive;

/// What is known of the private key in `bytes`, which has this form, or OpenSSH's.
///
/// `cipher` is that of the `DEK-Info` header of a PEM block with `Proc-Type: 4,ENCRYPTED`; `bytes` are then not looked
/// at. The caller keeps `bytes` in a buffer that is wiped; what is returned holds none of them that is secret.
#[must_use]
pub fn read(
    bytes: &[u8],
    form: Option<Form>,
    cipher: Option<&str>,
    defects: &mut Vec<Defect>,
) -> PrivateKeyFacts {
    if let Some(cipher) = cipher {
        return encrypted_pem(cipher);
    }
    if bytes.starts_with(openssh::MAGIC) {
        return openssh(bytes);
    }
    if form == Some(Form::EncryptedPrivateKeyInfo) {
        let encryption = encryption::read(bytes, defects);
        return PrivateKeyFacts {
            encryption,
            obstacle: Some(Obstacle::Encrypted),
            ..unreadable(KeyEncoding::EncryptedPkcs8)
        };
    }
    let encoding = match form {
        Some(Form::RsaPrivateKey) => KeyEncoding::Pkcs1,
        Some(Form::EcPrivateKey) => KeyEncoding::Sec1,
        Some(Form::DsaPrivateKey) => KeyEncoding::Dsa,
        Some(Form::PrivateKeyInfo) => KeyEncoding::Pkcs8,
        _ => return unreadable(KeyEncoding::Unknown),
    };
    let parts = form.and_then(|form| parts::read(form, bytes, defects));
    parts.map_or_else(|| unreadable(encoding), |parts| facts(encoding, &parts))
}

const fn unreadable(encoding: KeyEncoding) -> PrivateKeyFacts {
    PrivateKeyFacts {
        encoding,
        algorithm: None,
        public_key: None,
        obstacle: Some(Obstacle::Unreadable),
        encryption: None,
        contradictions: Vec::new(),
    }
}

fn encrypted_pem(cipher: &str) -> PrivateKeyFacts {
    PrivateKeyFacts {
        obstacle: Some(Obstacle::Encrypted),
        encryption: Some(KeyEncryption {
            scheme: "Proc-Type: 4,ENCRYPTED".to_owned(),
            derivation: None,
            cipher: (!cipher.is_empty()).then(|| cipher.to_owned()),
        }),
        ..unreadable(KeyEncoding::EncryptedPem)
    }
}

fn openssh(bytes: &[u8]) -> PrivateKeyFacts {
    let Some(header) = openssh::read(bytes) else { return unreadable(KeyEncoding::OpenSsh) };
    let public_key = header.public.and_then(|(algorithm, key)| spki(&algorithm, &key));
    PrivateKeyFacts {
        algorithm: Some(public_key.as_ref().map_or(header.key_type, PublicKey::describe)),
        public_key,
        obstacle: Some(if header.encryption.is_some() { Obstacle::Encrypted } else { Obstacle::Elsewhere }),
        encryption: header.encryption,
        ..unreadable(KeyEncoding::OpenSsh)
    }
}

fn facts(encoding: KeyEncoding, parts: &Parts<'_>) -> PrivateKeyFacts {
    let algorithm = public_algorithm(&parts.algorithm);
    let stated = parts.public.and_then(|key| spki(&algorithm, key));
    let mut contradictions = Vec::new();
    if parts.has_two_curves {
        contradictions.push(Contradiction::Curve);
    }
    let (public_key, obstacle) = match derive::public(&algorithm, &parts.secret) {
        Ok(key) => (spki(&algorithm, &key), None),
        Err(obstacle) => (stated.clone(), Some(obstacle)),
    };
    if let (Some(stated), Some(derived), None) = (&stated, &public_key, &obstacle)
        && !key_match::same(stated, derived)
    {
        contradictions.push(Contradiction::PublicKey);
    }
    if !derive::is_product_of_primes(&parts.secret) {
        contradictions.push(Contradiction::Modulus);
    }
    let algorithm = public_key.as_ref().map_or_else(|| describe(&algorithm), PublicKey::describe);
    PrivateKeyFacts {
        algorithm: Some(algorithm),
        public_key,
        obstacle,
        contradictions,
        ..unreadable(encoding)
    }
}

/// The `AlgorithmIdentifier` of the public key: only what belongs into one, so that bytes of a damaged private key do
/// not come along as its parameters.
fn public_algorithm(algorithm: &AlgorithmIdentifier) -> AlgorithmIdentifier {
    let oid = algorithm.oid.octets();
    let parameters = algorithm.parameters.as_deref().unwrap_or_default();
    let belongs = match parameters.first().copied() {
        Some(der::tag::OID) => oid == oids::EC_PUBLIC_KEY,
        Some(der::tag::SEQUENCE) => [oids::EC_PUBLIC_KEY, oids::DSA, oids::RSASSA_PSS].contains(&oid),
        Some(der::tag::NULL) => oid == oids::RSA_ENCRYPTION,
        _ => false,
    };
    match parameters {
        _ if oid == oids::RSA_ENCRYPTION => parts::identifier(oid, &[der::tag::NULL, 0]),
        parameters if belongs => parts::identifier(oid, parameters),
        _ => parts::identifier(oid, &[]),
    }
}

fn spki(algorithm: &AlgorithmIdentifier, key: &[u8]) -> Option<PublicKey> {
    let bits = der::write(der::tag::BIT_STRING, &[&[0], key].concat());
    let info = der::write(der::tag::SEQUENCE, &[algorithm.der.as_slice(), &bits].concat());
    public_key::read_whole(&info, &mut Vec::new()).filter(|key| key.kind != KeyKind::Unreadable)
}

/// What can be said of a key whose public key is not known.
fn describe(algorithm: &AlgorithmIdentifier) -> String {
    match spki(algorithm, &[]) {
        Some(key @ PublicKey { kind: KeyKind::Ec(_) | KeyKind::Dsa { .. }, .. }) => key.describe(),
        _ => algorithm.to_string(),
    }
}
