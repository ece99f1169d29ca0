//! What depends on the keys of both sides rather than on the path: whether the two find a suite and a signature scheme, and whether
//! the peer's signature over the handshake holds. The peer is taken to be Go, or OpenSSL where Go has no such keys, as in the
//! recordings.

use crate::crypto::private_key;
use crate::crypto::signature::is_made_by;
use crate::peer::alert::{Alert, PeerSees};
use crate::peer::cause::Cause;
use crate::peer::encounter::{Encounter, Possession, Role, TlsVersion};
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::shelf::Parsed;
use crate::peer::stack::counterpart::{self as recorded, why_go_cannot_sign};
use crate::peer::stack::java::algorithms;
use crate::peer::stack::java::pem;
use crate::peer::stack::java::validate::why_unsupported;
use crate::x509::algorithm::{Hash, SignatureAlgorithm};
use crate::x509::form;
use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

const HANDSHAKE_FAILURE: PeerSees = PeerSees::Alert(Alert::HANDSHAKE_FAILURE);

/// Whether Java as a server has anything to answer with: a suite for its key in TLS 1.2
/// (`ServerHello.T12ServerHelloProducer.chooseCipherSuite`), a scheme in TLS 1.3 (`CertificateMessage.T13CertificateProducer`).
/// Recorded: suites-p256-cert-ecdhe-rsa, key-p224-server, key-rsa512-server, ku-empty-bits-server.
pub(super) fn answers(encounter: &Encounter<'_>) -> Result<(), Stop> {
    let chain = &encounter.loaded.chain;
    let Some(own) = chain.first().and_then(|own| own.certificate.public_key.as_ref()) else { return Ok(()) };
    // `X509KeyManagerImpl` looks for a certificate whose private key is of the kind wanted.
    let is_own = possession(encounter, own) != Some(Possession::OtherAlgorithm);
    let is_openssl = recorded::is_openssl(encounter);
    let conforms = is_own && chain.iter().all(|own| algorithms::conforms(&own.certificate, is_openssl));
    if encounter.version == TlsVersion::V12 {
        let has_suite = encounter.suites.fit(own) && algorithms::unsupported_curve(own).is_none();
        if conforms && has_suite && own.kind == KeyKind::Ed448 && !is_openssl {
            let text = "SSLException: No supported signature algorithm for EdDSA  key";
            let sees = PeerSees::EarlyAlert(Alert::INTERNAL_ERROR);
            return Err(Refusal::new(Cause::KeyType, text, sees).into());
        }
        if conforms && has_suite {
            return Ok(());
        }
        let text = "SSLHandshakeException: no cipher suites in common";
        return Err(Refusal::new(Cause::Suites, text, PeerSees::EarlyAlert(Alert::HANDSHAKE_FAILURE)).into());
    }
    if !conforms {
        let text = "SSLHandshakeException: No available authentication scheme";
        return Err(
            Refusal::new(Cause::KeyStrength, text, PeerSees::EarlyAlert(Alert::HANDSHAKE_FAILURE)).into()
        );
    }
    signs(encounter)
}

/// Whether Java can sign with its own key, and the peer takes the signature: Go has RSASSA-PSS only with keys that are for any
/// use of RSA, and written as RFC 3279 has them. Recorded: key-p224-client, key-pss2048-client, key-rsa-spki-no-null-client.
pub(super) fn signs(encounter: &Encounter<'_>) -> Result<(), Stop> {
    let own = encounter.loaded.chain.first().and_then(|own| own.certificate.public_key.as_ref());
    let Some(own) = own else { return Ok(()) };
    let is_lacking = own.kind == KeyKind::Ed448 && !recorded::is_openssl(encounter);
    if algorithms::unsupported_curve(own).is_some() || is_lacking {
        let kind = if is_lacking { "EdDSA" } else { "EC" };
        let text =
            format!("SSLException: No supported CertificateVerify signature algorithm for {kind}  key");
        let sees = PeerSees::EarlyAlert(Alert::INTERNAL_ERROR);
        return Err(Refusal::new(Cause::KeyType, text, sees).into());
    }
    // It signs as its key wants it, and Go wants what fits the certificate.
    let is_on_curve = possession(encounter, own) != Some(Possession::OtherCurve);
    if encounter.version == TlsVersion::V12 || is_on_curve && recorded::takes(encounter, own) {
        return Ok(());
    }
    let words = recorded::invalid_algorithm(encounter.role).to_owned();
    let text = "SSLHandshakeException: Received fatal alert: illegal_parameter";
    Err(Refusal::new(Cause::KeyType, text, PeerSees::Own(words)).by_peer().into())
}

/// How the own private key stands to that of the own certificate, which is not asked before.
fn possession(encounter: &Encounter<'_>, shown: &PublicKey) -> Option<Possession> {
    let der = pem::private_key(encounter.files.key.as_deref()?)?;
    let key = private_key::read(&der, form::of(&der), None, &mut Vec::new()).public_key;
    key.map(|own| Possession::of(&own, shown))
}

/// The key that the peer signs with: its own, or else that of its certificate.
fn key_of<'a>(encounter: &'a Encounter<'_>, shown: Option<&'a Parsed>) -> Option<&'a PublicKey> {
    encounter.peer.key.as_ref().or_else(|| shown?.certificate.public_key.as_ref())
}

/// Whether the peer gets as far as to show a certificate.
/// Recorded: suites-rsa2048-cert-ecdhe-ecdsa, key-k256-server, key-bp256-client, key-pss2048-client.
pub(super) fn shows_certificate(encounter: &Encounter<'_>, shown: Option<&Parsed>) -> Result<(), Stop> {
    let is_old = encounter.version == TlsVersion::V12;
    let key = key_of(encounter, shown);
    let is_for_openssl = key.is_some_and(|key| {
        algorithms::unsupported_curve(key).is_some()
            && !matches!(key.kind, KeyKind::Ec(Curve::Named(NamedCurve::P224)))
    });
    if encounter.role == Role::Server {
        if encounter.peer.chain.is_empty() || (is_for_openssl && !is_old) {
            let text = "SSLHandshakeException: Empty client certificate chain";
            let sees = PeerSees::Alert(Alert::BAD_CERTIFICATE);
            return Err(Refusal::new(Cause::NoCertificate, text, sees).by_peer().into());
        }
        return Ok(());
    }
    let gives_up = |cause, alert: &str, words: &str| {
        let text = format!("SSLHandshakeException: Received fatal alert: {alert}");
        Err(Refusal::new(cause, text, PeerSees::Own(words.to_owned())).by_peer().into())
    };
    match key {
        Some(key) if is_old && !encounter.suites.fit(key) => {
            let words = "tls: no cipher suite supported by both client and server; client offered: [1302 1301 1303 c02c c02b \
                         cca9 c030 cca8 c02f 9f ccaa a3 9e a2 c024 c028 c023 c027 6b 6a 67 40 c00a c014 c009 c013 39 38 33 32 \
                         9d 9c 3d 3c 35 2f ff]";
            gives_up(Cause::Suites, "handshake_failure", words)
        }
        Some(_) if is_for_openssl && is_old => {
            let words = recorded::NO_SHARED_CIPHER;
            gives_up(Cause::KeyType, "handshake_failure", words)
        }
        Some(_) if is_for_openssl => {
            let words = recorded::UNSUPPORTED_PROTOCOL;
            gives_up(Cause::KeyType, "protocol_version", words)
        }
        Some(key) => match why_go_cannot_sign(encounter.version, key) {
            Some(words) => gives_up(Cause::KeyType, "handshake_failure", words),
            None => Ok(()),
        },
        None => Ok(()),
    }
}

/// What the peer sees of a refusal of its certificate: nothing, where it has given up by then.
/// Recorded: key-rsa512-client.
pub(super) fn sight(encounter: &Encounter<'_>, shown: &Parsed, alert: Alert) -> PeerSees {
    let words = key_of(encounter, Some(shown)).and_then(|key| why_go_cannot_sign(encounter.version, key));
    words.map_or(PeerSees::Alert(alert), |words| PeerSees::Own(words.to_owned()))
}

/// The scheme that the peer signs with and what its verifier says of the key in the certificate, where that is of another kind.
fn unsupported_scheme(encounter: &Encounter<'_>, shown: &PublicKey) -> Option<(&'static str, String)> {
    let (scheme, algorithm) = match encounter.peer.key.as_ref()?.kind {
        KeyKind::Rsa(_) => ("rsa_pss_rsae_sha256", SignatureAlgorithm::RsaPss(None)),
        KeyKind::Ec(_) => ("ecdsa_secp256r1_sha256", SignatureAlgorithm::Ecdsa(Hash::Sha256)),
        KeyKind::Ed25519 => ("ed25519", SignatureAlgorithm::Ed25519),
        _ => return None,
    };
    (!is_made_by(&algorithm, shown)).then(|| (scheme, why_unsupported(&algorithm, shown)))
}

/// Whether the peer's signature over the handshake holds: of a server in TLS 1.2 that over its key exchange.
/// (`ECDHServerKeyExchange`, `CertificateVerify`). Recorded: key-mismatch-p256-server, key-mismatch-ed25519-client, key-k256-client.
pub(super) fn verify_signature(encounter: &Encounter<'_>, shown: &Parsed) -> Result<(), Stop> {
    let Some(key) = shown.certificate.public_key.as_ref() else { return Ok(()) };
    if let Some(words) = why_go_cannot_sign(encounter.version, key) {
        let text = "SSLHandshakeException: Received fatal alert: handshake_failure";
        return Err(Refusal::new(Cause::KeyType, text, PeerSees::Own(words.to_owned())).by_peer().into());
    }
    let what = match (encounter.role, encounter.version) {
        (Role::Client, TlsVersion::V12) => "ECDH ServerKeyExchange signature",
        _ => "CertificateVerify signature",
    };
    let (cause, text) = if let Some(curve) = algorithms::unsupported_curve(key) {
        let why = format!("SignatureException: Curve not supported: {curve}");
        (Cause::KeyType, format!("SSLHandshakeException: Cannot verify {what} <- {why}"))
    } else if let Some((scheme, why)) = unsupported_scheme(encounter, key) {
        if what.starts_with("ECDH") {
            let text = format!(
                "SSLException: Unsupported signature algorithm: {scheme} <- InvalidKeyException: {why}"
            );
            let sees = PeerSees::Alert(Alert::INTERNAL_ERROR);
            return Err(Refusal::new(Cause::PeerKey, text, sees).of(shown).into());
        }
        (Cause::PeerKey, format!("SSLHandshakeException: Cannot verify {what} <- InvalidKeyException: {why}"))
    } else if encounter.peer.has_key_of(&shown.certificate) == Some(false) {
        (Cause::PeerKey, format!("SSLHandshakeException: Invalid {what}"))
    } else {
        return Ok(());
    };
    Err(Refusal::new(cause, text, HANDSHAKE_FAILURE).of(shown).into())
}
