//! Go's `crypto/tls` with `crypto/x509`, loaded as the guide's code loads them.

mod certificate;
mod constraints;
mod cryptobyte;
mod extension;
mod handshake;
mod hostname;
mod key;
mod pem;
mod signature;
mod verify;

use std::rc::Rc;

use crate::peer::alert::{Alert, PeerSees};
use crate::peer::cause::Cause;
use crate::peer::encounter::{Encounter, Loaded, Own, Role};
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::rules::{KeyUsageRule, Link, Rules};
use crate::peer::shelf::Parsed;
use crate::peer::stack::{BOTH, Stack};

/// The releases told apart. Behaviour that changed between them is asked for as `release >= V1_27`, although most of it
/// changed earlier: only these two were recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Release {
    V1_22,
    V1_27,
}

/// `checkChainForKeyUsage` of crypto/x509 goes through the whole chain; keyUsage of the peer's own certificate is not looked at. (Recorded: the
/// families `ku` and `eku`.)
const RULES: Rules = Rules {
    server_key_usage: KeyUsageRule::IGNORED,
    client_key_usage: KeyUsageRule::IGNORED,
    server_purpose: Some(Link::Anchor),
    client_purpose: Some(Link::Anchor),
    any_purpose: Some(Link::Anchor),
    gated_purpose: false,
    // Recorded: eku-empty-server.
    empty_is_none: true,
};

pub(super) const GO: Stack = Stack {
    id: "go",
    name: "Go crypto/tls",
    version: "1.27",
    recorded: "go1.27.3 with `go 1.27` in go.mod, configured as the guide's code does",
    found_in: "gRPC-Go, the Kubernetes API server, controllers, Prometheus, Traefik, Caddy",
    versions: BOTH,
    rules: RULES,
    load: |own| load(own, Release::V1_27),
    meet: |encounter| meet(encounter, Release::V1_27),
    answers: |leaf, name| answers(leaf, name, Release::V1_27),
};

pub(super) const GO_1_22: Stack = Stack {
    id: "go-1.22",
    name: "Go crypto/tls",
    version: "1.22",
    recorded: "go1.22.10, configured as the guide's code does",
    found_in: "programs built with a Go of 2024, or with `go 1.22` in go.mod",
    versions: BOTH,
    rules: RULES,
    load: |own| load(own, Release::V1_22),
    meet: |encounter| meet(encounter, Release::V1_22),
    answers: |leaf, name| answers(leaf, name, Release::V1_22),
};

/// `tls.LoadX509KeyPair` and `x509.CertPool.AppendCertsFromPEM`, with what the guide's code says when they fail.
fn load(own: &Own<'_>, release: Release) -> Result<Loaded, Stop> {
    let (pair, pool) = match own.role {
        Role::Client => ("failed to load client certificates", "failed to parse CA certificate"),
        Role::Server => ("Failed to load server certificates", "Failed to parse CA certificate"),
    };
    let chain = key::pair(own, release)
        .map_err(|(cause, text)| Refusal::new(cause, format!("{pair}: {text}"), PeerSees::Nothing))?;
    let trust = own.files.trust.as_ref().map(|bytes| bytes.as_slice()).unwrap_or_default();
    let mut anchors = Vec::new();
    for block in pem::blocks(trust) {
        if block.label != "CERTIFICATE" || block.has_headers {
            continue;
        }
        // One that does not parse is left out without a word (cert_pool.go, AppendCertsFromPEM).
        if certificate::parse(&block.bytes, release).is_ok() {
            anchors.extend(own.shelf.read(&block.bytes).map(certificate::held));
        }
    }
    if anchors.is_empty() {
        return Err(Refusal::new(Cause::TrustFile, pool, PeerSees::Nothing).into());
    }
    Ok(Loaded { chain, anchors })
}

/// The part of the handshake that certificates decide: both ends find a suite and a signature scheme, the peer's certificates
/// parse and verify, and the peer proves that it has the key. `clientHandshakeState.handshake` and
/// `serverHandshakeState.handshake` of crypto/tls, and their like for TLS 1.3.
fn meet(encounter: &Encounter<'_>, release: Release) -> Result<(), Stop> {
    handshake::negotiate(encounter, release)?;
    let parsed = parse_all(encounter, release)?;
    let Some(leaf) = parsed.first() else {
        return Err(handshake::no_certificate(encounter, release).into());
    };
    if let Err(refused) = verify::verify(encounter, &parsed, release) {
        if let Some(reason) = refused.unknown {
            return Err(Stop::Unknown(reason));
        }
        let alert = match (encounter.role, refused.cause) {
            // handshake_client.go, verifyServerCertificate: one alert for all.
            (Role::Client, _) => Alert::BAD_CERTIFICATE,
            // handshake_server.go, processCertsFromClient.
            (Role::Server, Cause::Expired | Cause::NotYetValid) => Alert::CERTIFICATE_EXPIRED,
            (Role::Server, _) if refused.is_unknown_authority => Alert::UNKNOWN_CA,
            (Role::Server, _) => Alert::BAD_CERTIFICATE,
        };
        let text = format!("tls: failed to verify certificate: {}", refused.text);
        let refusal = Refusal::new(refused.cause, text, PeerSees::Alert(alert));
        return Err(refusal.of(refused.certificate.as_deref().unwrap_or(leaf)).into());
    }
    handshake::possession(encounter, leaf, release)?;
    handshake::own_signature(encounter, release)
}

/// `Certificate.VerifyHostname`
fn answers(leaf: &Rc<Parsed>, name: &str, release: Release) -> bool {
    hostname::verify(&certificate::held(Rc::clone(leaf)), name, release).is_none()
}

/// Every certificate that the peer sends is parsed before any is verified. `verifyServerCertificate` of handshake_client.go,
/// `processCertsFromClient` of handshake_server.go.
fn parse_all(encounter: &Encounter<'_>, release: Release) -> Result<Vec<Rc<Parsed>>, Stop> {
    let whose = match encounter.role {
        Role::Client => "certificate from server",
        Role::Server => "client certificate",
    };
    let mut parsed = Vec::new();
    for der in &encounter.peer.chain {
        if let Err(text) = certificate::parse(der, release) {
            let text = format!("tls: failed to parse {whose}: {text}");
            let alert = match release {
                Release::V1_22 => Alert::BAD_CERTIFICATE,
                Release::V1_27 => Alert::DECODE_ERROR,
            };
            let refusal = Refusal::new(Cause::Encoding, text, PeerSees::Alert(alert));
            return Err(Refusal { certificate: Some(der.clone()), ..refusal }.into());
        }
        parsed.extend(encounter.shelf.read(der).map(certificate::held));
    }
    Ok(parsed)
}
