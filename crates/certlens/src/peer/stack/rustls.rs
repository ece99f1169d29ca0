//! rustls with *ring* and webpki, and what speaks through it: hyper, reqwest, tonic, Linkerd, kube-rs …

mod certificate;
mod chain;
mod constraints;
mod counterpart;
mod der;
mod dns;
mod error;
mod key;
mod names;
mod pem;
mod signature;

use std::rc::Rc;

use crate::peer::alert::{Alert, PeerSees};
use crate::peer::cause::Cause;
use crate::peer::encounter::{Encounter, Loaded, Own, Role};
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::rules::{Ask, KeyUsageRule, Link, Rules};
use crate::peer::shelf::{Parsed, Shelf};
use crate::peer::stack::rustls::certificate::{Anchor, Cert};
use crate::peer::stack::rustls::error::{BAD_DER, Error};
use crate::peer::stack::rustls::pem::Kind;
use crate::peer::stack::{BOTH, Stack};

pub(super) const RUSTLS: Stack = Stack {
    id: "rustls",
    name: "rustls",
    version: "0.23",
    recorded: "rustls 0.23 with ring and rustls-webpki 0.103, WebPkiServerVerifier and WebPkiClientVerifier over a \
               RootCertStore filled by add_parsable_certificates",
    found_in: "hyper, reqwest, tonic, Linkerd's proxy, kube-rs",
    versions: BOTH,
    // webpki looks at extKeyUsage alone, and of an anchor it keeps only the name, the key and the name constraints.
    rules: Rules {
        server_key_usage: KeyUsageRule { tls13: Ask::Nothing, ecdhe: Ask::Nothing, static_rsa: Ask::Unknown },
        client_key_usage: KeyUsageRule { tls13: Ask::Nothing, ecdhe: Ask::Nothing, static_rsa: Ask::Unknown },
        server_purpose: Some(Link::Intermediate),
        client_purpose: Some(Link::Intermediate),
        any_purpose: None,
        gated_purpose: false,
        empty_is_none: false,
    },
    load,
    meet,
    answers: |leaf, name| {
        let is_name = dns::is_dialled(name) || name.parse::<core::net::IpAddr>().is_ok();
        is_name && Cert::read(leaf).is_ok_and(|cert| names::verify(&cert, name).is_ok())
    },
};

/// Where the recording cuts a text; rustls lists every octet of a line that it cannot read.
const LONGEST: usize = 1200;

/// `ConfigBuilder::with_single_cert`, `with_client_auth_cert`: of one's own certificates only the first is read.
fn load(own: &Own<'_>) -> Result<Loaded, Stop> {
    let files = own.files;
    let chain = certificates(own.shelf, "tls.crt", Cause::CertificateFile, files.certificate.as_deref())?;
    if chain.is_empty() && files.certificate.is_some() {
        return Err(refused(Cause::CertificateFile, "tls.crt: no certificates found"));
    }
    let key = files.key.as_deref().map(|file| private_key(file)).transpose()?;
    let trusted = certificates(own.shelf, "ca.crt", Cause::TrustFile, files.trust.as_deref())?;
    let found = trusted.len();
    let anchors: Vec<Rc<Parsed>> =
        trusted.into_iter().flatten().filter(|parsed| Anchor::read(parsed).is_some()).collect();
    if anchors.is_empty() {
        let text = format!("ca.crt: no usable trust anchor ({found} ignored)");
        return Err(refused(Cause::TrustFile, text));
    }
    if let Some(first) = chain.first() {
        match_key(first.as_ref(), key)?;
    }
    Ok(Loaded { chain: chain.into_iter().flatten().collect(), anchors })
}

fn refused(cause: Cause, text: impl Into<String>) -> Stop {
    let text: String = text.into();
    let text = if text.len() > LONGEST { text.chars().take(LONGEST).collect() } else { text };
    Refusal::new(cause, text, PeerSees::Nothing).into()
}

/// `CertificateDer::pem_slice_iter`; `None` for what is not even a SEQUENCE.
fn certificates(
    shelf: &Shelf,
    name: &str,
    cause: Cause,
    file: Option<&Vec<u8>>,
) -> Result<Vec<Option<Rc<Parsed>>>, Stop> {
    let mut found = Vec::new();
    for section in pem::sections(file.map_or(&[], Vec::as_slice)) {
        let (kind, der) = section.map_err(|error| refused(cause, format!("{name}: {error}")))?;
        if kind == Kind::Certificate {
            found.push(shelf.read(&der));
        }
    }
    Ok(found)
}

/// `PrivateKeyDer::from_pem_slice`: the first private key of the file; the public one that belongs to it.
fn private_key(file: &[u8]) -> Result<crate::x509::public_key::PublicKey, Stop> {
    for section in pem::sections(file) {
        let (kind, der) = section.map_err(|error| refused(Cause::KeyFile, format!("tls.key: {error}")))?;
        if matches!(kind, Kind::Pkcs1Key | Kind::Sec1Key | Kind::Pkcs8Key) {
            let text = "unexpected error: failed to parse private key as RSA, ECDSA, or EdDSA";
            return key::public(kind, &der).ok_or_else(|| refused(Cause::KeyFile, text));
        }
    }
    Err(refused(Cause::KeyFile, "tls.key: no items found"))
}

/// `CertifiedKey::keys_match`: the two public keys are compared byte for byte, with their algorithms.
fn match_key(own: Option<&Rc<Parsed>>, key: Option<crate::x509::public_key::PublicKey>) -> Result<(), Stop> {
    let cert = own.ok_or(BAD_DER).and_then(Cert::read)?;
    match key {
        Some(key) if key.der != cert.spki.der => {
            Err(refused(Cause::KeyMatch, "keys may not be consistent: KeyMismatch"))
        }
        _ => Ok(()),
    }
}

/// `verify_server_cert`, `verify_client_cert`, and the signature over the handshake.
fn meet(encounter: &Encounter<'_>) -> Result<(), Stop> {
    if encounter.role == Role::Client
        && !dns::is_dialled(encounter.name)
        && encounter.name.parse::<core::net::IpAddr>().is_err()
    {
        return Err(Refusal::new(Cause::Name, "invalid dns name", PeerSees::Closed).into());
    }
    if encounter.role == Role::Server {
        check_server_name(encounter.name)?;
    }
    counterpart::shows_certificate(encounter)?;
    let shown: Vec<Option<Rc<Parsed>>> =
        encounter.peer.chain.iter().map(|der| encounter.shelf.read(der)).collect();
    let mut certs = shown.iter().map(|parsed| {
        let parsed = parsed.as_ref().ok_or(BAD_DER)?;
        Cert::read(parsed).map_err(|error| error.of(&parsed.der))
    });
    let end_entity = certs.next().unwrap_or(Err(BAD_DER))?;
    chain::verify_for_usage(encounter, &end_entity, certs.collect())?;
    if encounter.role == Role::Client {
        names::verify(&end_entity, encounter.name)
            .map_err(|error: Error| error.of(&end_entity.parsed.der))?;
    }
    if encounter.role == Role::Server {
        counterpart::client_signs(encounter, &end_entity)?;
    }
    let signed = counterpart::verify_handshake_signature(encounter, &end_entity);
    Ok(signed.map_err(|error| error.of(&end_entity.parsed.der))?)
}

/// What the client says of whom it dials (RFC 6066 §3), which is no address and ends in no dot: rustls refuses a name that it would
/// not dial itself (`HostNamePayload::read` of its `msgs/handshake.rs`, `process_client_hello` of its `server/hs.rs`).
fn check_server_name(dialled: &str) -> Result<(), Stop> {
    let name = dialled.trim_end_matches('.');
    if name.is_empty() || dns::is_dialled(name) || name.parse::<core::net::IpAddr>().is_ok() {
        return Ok(());
    }
    let text = "peer misbehaved: ServerNameMustContainOneHostName";
    Err(Refusal::new(Cause::Name, text, PeerSees::EarlyAlert(Alert::ILLEGAL_PARAMETER)).into())
}
