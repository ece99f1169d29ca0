//! `crypto/tls`, what comes before and after the certificate is verified: suites, signature schemes, proof of the key.

use super::{Release, key, signature};
use crate::peer::alert::{Alert, PeerSees};
use crate::peer::cause::Cause;
use crate::peer::encounter::{Encounter, Role, TlsVersion};
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::shelf::Parsed;
use crate::peer::stack::counterpart as recorded;
use crate::x509::public_key::{KeyKind, NamedCurve, PublicKey};

/// Whether the two ends find a suite and a signature scheme for the keys of both.
pub(super) fn negotiate(encounter: &Encounter<'_>, release: Release) -> Result<(), Stop> {
    let own = encounter.loaded.chain.first();
    let peer = encounter.peer.chain.first().and_then(|der| encounter.shelf.read(der));
    let own_key = own.and_then(|own| own.certificate.public_key.as_ref());
    // It is its private key that the peer uses, whatever its certificate says.
    let shown = || peer.as_ref().and_then(|peer| peer.certificate.public_key.as_ref());
    let peer_key = encounter.peer.key.as_ref().or_else(shown);
    match encounter.role {
        Role::Client => peer_key.map_or(Ok(()), |key| server_key(encounter, key, release)),
        Role::Server => {
            own_key.map_or(Ok(()), |key| own_server_key(encounter, key, release))?;
            peer_key.map_or(Ok(()), |key| client_key(encounter, key, release))
        }
    }
}

/// Go's own words where it cannot serve TLS 1.3 with a key that TLS 1.2 can use. `signatureSchemesForPublicKey`,
/// `unsupportedCertificateError` of auth.go (recorded: `key-p224-server`, `key-rsa512-server`).
fn unfit_for_1_3(key: &PublicKey) -> Option<String> {
    recorded::why_go_cannot_sign(TlsVersion::V13, key).map(str::to_owned)
}

/// The suites of TLS 1.2 that Go's client offers, which a Go server that shares none prints. 3DES went after 1.22.
/// (`cipherSuitesPreferenceOrder`; recorded: `suites-ed25519-cert-ecdhe-rsa`.)
const fn offer(release: Release) -> &'static str {
    match release {
        Release::V1_22 => "c02b c02f c02c c030 cca9 cca8 c009 c013 c00a c014 c012",
        Release::V1_27 => "c02b c02f c02c c030 cca9 cca8 c009 c013 c00a c014",
    }
}

/// As the client: whether a server can use its key with us. If not, it gives up first. (Recorded: `key-bp256-server`, `key-
/// pss2048-server`, `suites-p256-cert-ecdhe-rsa`.)
fn server_key(encounter: &Encounter<'_>, key: &PublicKey, release: Release) -> Result<(), Stop> {
    let failure = |cause, sees: String| -> Result<(), Stop> {
        let text = "remote error: tls: handshake failure";
        Err(Refusal::new(cause, text, PeerSees::Own(sees)).by_peer().into())
    };
    match encounter.version {
        // The encoding is refused before it comes to that.
        _ if has_explicit_curve(key) => Ok(()),
        TlsVersion::V12 if !key::is_usable(key) => {
            failure(Cause::KeyType, recorded::NO_SHARED_CIPHER.to_owned())
        }
        TlsVersion::V12 if !encounter.suites.fit(key) => failure(
            Cause::Suites,
            format!(
                "tls: no cipher suite supported by both client and server; client offered: [{} 1301 1302 1303]",
                offer(release)
            ),
        ),
        TlsVersion::V13 if matches!(key.kind, KeyKind::RsaPss(_) | KeyKind::Ed448) => {
            failure(Cause::KeyType, recorded::NO_SUITABLE_SIGNATURE_ALGORITHM.to_owned())
        }
        TlsVersion::V13 if !key::is_usable(key) => {
            let text = "remote error: tls: protocol version not supported";
            let sees = recorded::UNSUPPORTED_PROTOCOL;
            Err(Refusal::new(Cause::KeyType, text, PeerSees::Own(sees.to_owned())).by_peer().into())
        }
        TlsVersion::V13 => unfit_for_1_3(key).map_or(Ok(()), |sees| failure(Cause::KeyStrength, sees)),
        TlsVersion::V12 => Ok(()),
    }
}

/// As the server: whether our key serves. `selectCipherSuite`, `generateServerKeyExchange` of key_agreement.go,
/// `pickCertificate` of handshake_server_tls13.go.
fn own_server_key(encounter: &Encounter<'_>, key: &PublicKey, release: Release) -> Result<(), Stop> {
    let refused = |cause, text: String| -> Result<(), Stop> {
        Err(Refusal::new(cause, text, PeerSees::EarlyAlert(Alert::HANDSHAKE_FAILURE)).into())
    };
    match encounter.version {
        TlsVersion::V12 if !encounter.suites.fit(key) => {
            let text = "tls: no cipher suite supported by both client and server";
            refused(
                Cause::Suites,
                match release {
                    Release::V1_22 => text.to_owned(),
                    // The recorded counterpart was the same Go without TLS 1.3.
                    Release::V1_27 => format!("{text}; client offered: [{}]", offer(release)),
                },
            )
        }
        TlsVersion::V12 => match signature::rsa_refused(key, release) {
            Some((cause, text)) => refused(cause, format!("tls: failed to sign ECDHE parameters: {text}")),
            None => Ok(()),
        },
        TlsVersion::V13 => match (unfit_for_1_3(key), signature::rsa_refused(key, release)) {
            (Some(text), _) => refused(Cause::KeyStrength, text),
            (None, Some((cause, text))) => {
                let sees = PeerSees::EarlyAlert(Alert::INTERNAL_ERROR);
                Err(Refusal::new(cause, format!("tls: failed to sign handshake: {text}"), sees).into())
            }
            (None, None) => Ok(()),
        },
    }
}

/// As the client, after the server is verified: whether our key can sign (`doFullHandshake` of handshake_client.go,
/// `sendClientCertificate` of handshake_client_tls13.go). In TLS 1.3 a client without a scheme sends no certificate.
pub(super) fn own_signature(encounter: &Encounter<'_>, release: Release) -> Result<(), Stop> {
    let own = encounter.loaded.chain.first().filter(|_| encounter.role == Role::Client);
    let key = own.and_then(|own| own.certificate.public_key.as_ref());
    let Some((cause, text)) = key.and_then(|key| signature::rsa_refused(key, release)) else { return Ok(()) };
    let text = match encounter.version {
        TlsVersion::V12 => text,
        TlsVersion::V13 if key.is_some_and(|key| recorded::is_short(&key.kind)) => return Ok(()),
        TlsVersion::V13 => format!("tls: failed to sign handshake: {text}"),
    };
    Err(Refusal::new(cause, text, PeerSees::Alert(Alert::INTERNAL_ERROR)).into())
}

/// As the server: whether a client can use its key with us. If not, it gives up, or sends no certificate. (Recorded: `key-
/// pss2048-client`, `key-k256-client`.)
fn client_key(encounter: &Encounter<'_>, key: &PublicKey, release: Release) -> Result<(), Stop> {
    if encounter.version == TlsVersion::V13
        && let Some(sees) = unfit_for_1_3(key)
    {
        let text = "remote error: tls: handshake failure";
        return Err(Refusal::new(Cause::KeyStrength, text, PeerSees::Own(sees)).by_peer().into());
    }
    let shows_none = match encounter.version {
        TlsVersion::V12 => matches!(key.kind, KeyKind::RsaPss(_) | KeyKind::Ed448 | KeyKind::Dsa { .. }),
        TlsVersion::V13 => !key::is_usable(key) && !has_explicit_curve(key),
    };
    if shows_none { Err(no_certificate(encounter, release).by_peer().into()) } else { Ok(()) }
}

const fn has_explicit_curve(key: &PublicKey) -> bool {
    matches!(key.kind, KeyKind::Ec(crate::x509::public_key::Curve::Explicit { .. }))
}

/// What Go says where the peer sends no certificate. `processCertsFromClient` of handshake_server.go, `readServerCertificate`
/// of handshake_client_tls13.go.
pub(super) fn no_certificate(encounter: &Encounter<'_>, release: Release) -> Refusal {
    match encounter.role {
        Role::Client => Refusal::new(
            Cause::NoCertificate,
            "tls: received empty certificates message",
            PeerSees::Alert(Alert::UNEXPECTED_MESSAGE),
        ),
        Role::Server => {
            let alert = match (encounter.version, release) {
                (TlsVersion::V12, Release::V1_22) => Alert::BAD_CERTIFICATE,
                (TlsVersion::V12, Release::V1_27) => Alert::HANDSHAKE_FAILURE,
                (TlsVersion::V13, _) => Alert::CERTIFICATE_REQUIRED,
            };
            let text = "tls: client didn't provide a certificate";
            Refusal::new(Cause::NoCertificate, text, PeerSees::Alert(alert))
        }
    }
}

/// How Go calls a key that signs in a handshake, and its type: with an article, as `verifyHandshakeSignature` has it.
const fn go_type(key: &PublicKey) -> Option<(&'static str, &'static str)> {
    match key.kind {
        KeyKind::Rsa(_) => Some(("an RSA", "*rsa.PublicKey")),
        KeyKind::Ec(_) => Some(("an ECDSA", "*ecdsa.PublicKey")),
        KeyKind::Ed25519 => Some(("an Ed25519", "ed25519.PublicKey")),
        _ => None,
    }
}

/// What tells the signature schemes of TLS 1.3 for two keys apart (`signatureSchemesForPublicKey`).
fn scheme(key: &PublicKey, release: Release) -> (Option<&'static str>, Option<NamedCurve>) {
    let curve = signature::named_curve(key).filter(|_| release >= Release::V1_27);
    (go_type(key).map(|(_, go_type)| go_type), curve)
}

/// `verifyServerCertificate`, `processCertsFromClient`: after the certificate is verified, its key has to be of a known type.
fn known_type(
    encounter: &Encounter<'_>,
    leaf: &Parsed,
    key: &PublicKey,
    release: Release,
) -> Result<(), Stop> {
    if go_type(key).is_some() {
        return Ok(());
    }
    if matches!(key.kind, KeyKind::PostQuantum(_)) && signature::is_known(key, release) {
        return Err(Stop::Unknown("Handshakes of Go with ML-DSA keys were not recorded.".to_owned()));
    }
    let go_type = match key.kind {
        KeyKind::Dsa { .. } => "*dsa.PublicKey",
        KeyKind::X25519 => "*ecdh.PublicKey",
        _ => "<nil>",
    };
    let text = match encounter.role {
        Role::Client => {
            format!("tls: server's certificate contains an unsupported type of public key: {go_type}")
        }
        Role::Server => {
            format!("tls: client certificate contains an unsupported public key of type {go_type}")
        }
    };
    let sees = PeerSees::Alert(Alert::UNSUPPORTED_CERTIFICATE);
    Err(Refusal::new(Cause::KeyType, text, sees).of(leaf).into())
}

/// `verifyHandshakeSignature` of auth.go: the scheme is for another type of key than that of the certificate.
fn other_type(peer: &PublicKey, key: &PublicKey) -> Option<(Cause, String)> {
    let ((wanted, own), (_, found)) = (go_type(peer)?, go_type(key)?);
    (own != found).then(|| (Cause::PeerKey, format!("expected {wanted} public key, got {found}")))
}

/// Whether the peer's signature over the handshake verifies: it has the key, and the key computes. `processServerKeyExchange`
/// of key_agreement.go, `doFullHandshake` of handshake_server.go, `readServerCertificate`, `readClientCertificate` (recorded:
/// `key-mismatch-p256-server`, `key-e2-client`).
pub(super) fn possession(encounter: &Encounter<'_>, leaf: &Parsed, release: Release) -> Result<(), Stop> {
    let Some(key) = leaf.certificate.public_key.as_ref() else { return Ok(()) };
    known_type(encounter, leaf, key, release)?;
    let peer = encounter.peer.key.as_ref();
    let is_other_scheme = peer.is_some_and(|peer| scheme(peer, release) != scheme(key, release));
    if is_other_scheme && release >= Release::V1_27 && encounter.version == TlsVersion::V13 {
        // `readServerCertificate`, `readClientCertificate`: since 1.24 the scheme has to be one for the key.
        let whose = if encounter.role == Role::Client { "" } else { "client " };
        let text = format!("tls: {whose}certificate used with invalid signature algorithm");
        let sees = PeerSees::Alert(Alert::ILLEGAL_PARAMETER);
        return Err(Refusal::new(Cause::PeerKey, text, sees).of(leaf).into());
    }
    let problem = peer.and_then(|peer| other_type(peer, key)).or_else(|| {
        signature::rsa_refused(key, release).or_else(|| {
            let differs = encounter.peer.has_key_of(&leaf.certificate) == Some(false);
            let text = signature::failure(key);
            // Without the prefix of package x509: it is crypto/tls that verifies.
            differs.then(|| (Cause::PeerKey, text.trim_start_matches("x509: ").to_owned()))
        })
    });
    let Some((cause, text)) = problem else { return Ok(()) };
    let whose = match encounter.role {
        Role::Client => "server",
        Role::Server => "client",
    };
    // handshake_server_tls12: processServerKeyExchange fails with another alert than CertificateVerify.
    let alert = match (encounter.role, encounter.version, release) {
        (Role::Client, TlsVersion::V12, Release::V1_22) => Alert::UNEXPECTED_MESSAGE,
        (Role::Client, TlsVersion::V12, _) => Alert::ILLEGAL_PARAMETER,
        _ => Alert::DECRYPT_ERROR,
    };
    let text = format!("tls: invalid signature by the {whose} certificate: {text}");
    Err(Refusal::new(cause, text, PeerSees::Alert(alert)).of(leaf).into())
}
