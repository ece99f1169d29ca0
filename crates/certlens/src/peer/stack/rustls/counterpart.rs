//! What depends on how the peer goes about it: whether it finds a suite and a signature scheme that rustls offers, and which
//! scheme it signs with. The peer is taken to be Go, or OpenSSL where Go has no such keys, as in the recordings.

use crate::peer::alert::{Alert, PeerSees};
use crate::peer::cause::Cause;
use crate::peer::encounter::{Encounter, Role, TlsVersion};
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::stack::counterpart as recorded;
use crate::peer::stack::rustls::certificate::Cert;
use crate::peer::stack::rustls::error::{Error, bad_key, unsupported_for_key, wrong_key};
use crate::peer::stack::rustls::signature::{
    ECDSA_SHA256, ECDSA_SHA384, ED25519, P256, P384, RSA_ENCRYPTION, algorithm_of, is_usable, rsa_pss,
};
use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

/// Whether the peer gets as far as to show a certificate.
/// Recorded: suites-p256-cert-ecdhe-rsa, chain-no-ca-match-empty-server-chain.
pub(super) fn shows_certificate(encounter: &Encounter<'_>) -> Result<(), Stop> {
    let own = encounter.loaded.chain.first().and_then(|own| own.certificate.public_key.as_ref());
    if encounter.role == Role::Server
        && encounter.version == TlsVersion::V12
        && own.is_some_and(|own| !encounter.suites.fit(own))
    {
        let text = "peer is incompatible: NoCipherSuitesInCommon";
        return Err(Refusal::new(Cause::Suites, text, PeerSees::EarlyAlert(Alert::HANDSHAKE_FAILURE)).into());
    }
    let certificate = encounter.peer.chain.first().and_then(|der| encounter.shelf.read(der));
    let shown = certificate.as_ref().and_then(|certificate| certificate.certificate.public_key.as_ref());
    match (encounter.peer.key.as_ref().or(shown), encounter.role) {
        _ if encounter.peer.chain.is_empty() && encounter.role == Role::Server => Err(no_certificate()),
        (Some(key), Role::Client) => server_answers(encounter, key),
        (Some(key), Role::Server) => client_answers(encounter, key),
        (None, _) => Ok(()),
    }
}

/// Go's crypto/tls has no such keys, and the peer is OpenSSL.
const fn is_for_openssl(key: &PublicKey) -> bool {
    !matches!(
        &key.kind,
        KeyKind::Ec(
            Curve::Named(NamedCurve::P224 | NamedCurve::P256 | NamedCurve::P384 | NamedCurve::P521)
                | Curve::Explicit { .. }
        ) | KeyKind::Rsa(_)
            | KeyKind::Ed25519
    )
}

/// Recorded: suites-rsa2048-cert-ecdhe-ecdsa, key-k256-server, key-pss2048-server.
fn server_answers(encounter: &Encounter<'_>, key: &PublicKey) -> Result<(), Stop> {
    let gives_up = |cause, words: &str| Err(by_peer(cause, "HandshakeFailure", words));
    let is_old = encounter.version == TlsVersion::V12;
    if is_old && !encounter.suites.fit(key) {
        let words = "tls: no cipher suite supported by both client and server; client offered: \
                     [1302 1301 1303 c02c c02b cca9 c030 c02f cca8 ff]";
        return gives_up(Cause::Suites, words);
    }
    match &key.kind {
        _ if !is_for_openssl(key) => go_finds_scheme(encounter, key),
        _ if is_old => gives_up(Cause::KeyType, recorded::NO_SHARED_CIPHER),
        KeyKind::RsaPss(_) | KeyKind::Ed448 => {
            gives_up(Cause::KeyType, recorded::NO_SUITABLE_SIGNATURE_ALGORITHM)
        }
        _ => {
            let words = recorded::UNSUPPORTED_PROTOCOL;
            Err(by_peer(Cause::KeyType, "ProtocolVersion", words))
        }
    }
}

/// OpenSSL as a client sends no certificate where it finds no scheme for it; in TLS 1.2 any curve will do. Go sends it all the
/// same, and finds out when it has to sign.
/// Recorded: key-bp256-client, key-pss2048-client.
fn client_answers(encounter: &Encounter<'_>, key: &PublicKey) -> Result<(), Stop> {
    let is_sent = encounter.version == TlsVersion::V12 && matches!(key.kind, KeyKind::Ec(_));
    if is_for_openssl(key) && !is_sent { Err(no_certificate()) } else { Ok(()) }
}

/// Whether a client whose certificate was accepted goes on to sign.
/// Recorded: key-p224-client, key-p521-client.
pub(super) fn client_signs(encounter: &Encounter<'_>, cert: &Cert<'_>) -> Result<(), Stop> {
    let key = encounter.peer.key.as_ref().or(cert.parsed.certificate.public_key.as_ref());
    key.map_or(Ok(()), |key| go_finds_scheme(encounter, key))
}

fn no_certificate() -> Stop {
    let sees = PeerSees::Alert(Alert::CERTIFICATE_REQUIRED);
    Refusal::new(Cause::NoCertificate, "peer sent no certificates", sees).into()
}

/// Whether Go can sign in TLS 1.3, with a scheme that rustls offers: it has none for P-521.
fn go_finds_scheme(encounter: &Encounter<'_>, key: &PublicKey) -> Result<(), Stop> {
    let is_offered = encounter.version == TlsVersion::V12
        || !matches!(key.kind, KeyKind::Ec(Curve::Named(NamedCurve::P521)));
    let why = recorded::why_go_cannot_sign(encounter.version, key);
    match why.or_else(|| (!is_offered).then_some(recorded::GO_LACKS_OFFER)) {
        Some(words) => Err(by_peer(Cause::KeyType, "HandshakeFailure", words)),
        None => Ok(()),
    }
}

fn by_peer(cause: Cause, alert: &str, words: &str) -> Stop {
    let text = format!("received fatal alert: {alert}");
    Refusal::new(cause, text, PeerSees::Own(words.to_owned())).by_peer().into()
}

/// `verify_tls12_signature`, `verify_tls13_signature`: whether the peer's signature over the handshake holds.
pub(super) fn verify_handshake_signature(encounter: &Encounter<'_>, cert: &Cert<'_>) -> Result<(), Error> {
    let Some(shown) = cert.parsed.certificate.public_key.as_ref() else { return Err(wrong_key()) };
    let (scheme, keys) = scheme(encounter.version, encounter.peer.key.as_ref().unwrap_or(shown));
    let algorithm = algorithm_of(cert.spki)?;
    if !keys.contains(&algorithm) {
        return Err(unsupported_for_key(&scheme, algorithm));
    }
    if !is_usable(shown) {
        return Err(bad_key());
    }
    if encounter.peer.has_key_of(&cert.parsed.certificate) == Some(false) { Err(wrong_key()) } else { Ok(()) }
}

/// The algorithm of the scheme that the peer signs with, and those of the keys that rustls takes it from: of what rustls offers
/// Go picks the first that suits the key, OpenSSL the one with SHA-256.
/// Recorded: key-p384-server, key-k256-client.
fn scheme(version: TlsVersion, key: &PublicKey) -> (Vec<u8>, &'static [&'static [u8]]) {
    match (&key.kind, version) {
        (KeyKind::Ec(_), TlsVersion::V12) if is_for_openssl(key) => (ECDSA_SHA256.to_vec(), &[P256, P384]),
        (KeyKind::Ec(_), TlsVersion::V12) => (ECDSA_SHA384.to_vec(), &[P384, P256]),
        (KeyKind::Ec(Curve::Named(NamedCurve::P384)), TlsVersion::V13) => (ECDSA_SHA384.to_vec(), &[P384]),
        (KeyKind::Ec(_), TlsVersion::V13) => (ECDSA_SHA256.to_vec(), &[P256]),
        (KeyKind::Ed25519, _) => (ED25519.to_vec(), &[ED25519]),
        _ => (rsa_pss((3, 64)), &[RSA_ENCRYPTION]),
    }
}
