//! gRPC's C core, which C++, Python, Ruby, PHP and C# speak through, with its own BoringSSL. Envoy and Chrome verify with
//! BoringSSL too, but set it up otherwise: Envoy asks 2048 bits of its own RSA keys and sends alerts, Chrome builds its paths
//! itself.

mod error;
mod handshake;
mod host;
pub(in crate::peer::stack) mod policy;
mod verify;
mod x509;

use self::x509::{BORINGSSL, is_ec, is_skippable, parse, parse_key};
use std::rc::Rc;

use crate::crypto::key_match;
use crate::peer::alert::PeerSees;
use crate::peer::cause::Cause;
use crate::peer::encounter::{Encounter, Loaded, Own, Role};
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::rules::{Ask, KeyUsageRule, Link, Rules};
use crate::peer::stack::openssl::load::{self, Reading};
use crate::peer::stack::openssl::pem::Blocks;
use crate::peer::stack::openssl::x509::X509;
use crate::peer::stack::{BOTH, Stack};
use crate::x509::public_key::{Curve, KeyKind};

/// What the log says of an iPAddress that is neither of version 4 nor 6.
const INVALID_ADDRESS: &str = "SAN IP Address contained invalid IP";

pub(super) const GRPC: Stack = Stack {
    id: "grpc",
    name: "gRPC C core (BoringSSL)",
    version: "1.85",
    recorded: "grpcio: ssl_server_credentials(require_client_auth), ssl_channel_credentials with grpc.ssl_target_name_override",
    found_in: "gRPC for C++, Python, Ruby, PHP; much the same as Envoy and Istio",
    versions: BOTH,
    // `ssl_cert_check_key_usage`, `check_purpose_ssl_server`, and no question to what is trusted (recorded: ca-eku-client-root).
    rules: Rules {
        server_key_usage: KeyUsageRule { tls13: Ask::SIGN, ecdhe: Ask::SIGN, static_rsa: Ask::Unknown },
        client_key_usage: KeyUsageRule { tls13: Ask::SIGN, ecdhe: Ask::SIGN, static_rsa: Ask::Unknown },
        server_purpose: Some(Link::Intermediate),
        client_purpose: Some(Link::Intermediate),
        any_purpose: None,
        gated_purpose: false,
        empty_is_none: false,
    },
    load,
    meet: |encounter: &Encounter<'_>| handshake::meet(encounter),
    answers: |leaf, name| {
        let leaf = X509::new(Rc::clone(leaf), &BORINGSSL);
        host::has_sound_addresses(&leaf) && host::check(&leaf, name)
    },
};

const INVALID_ARGUMENT: &str = "TSI_INVALID_ARGUMENT";

/// `tsi_create_ssl_client_handshaker_factory_with_options`, `tsi_create_ssl_server_handshaker_factory_with_options`.
fn load(own: &Own<'_>) -> Result<Loaded, Stop> {
    let refuse = |cause, line: Option<&str>, status| {
        Stop::from(Refusal::new(cause, error::load(own.role, line, status), PeerSees::Nothing))
    };
    let words_of_abort = "the process is ended by SIGABRT";
    let is_empty = own.files.certificate.as_ref().is_some_and(|file| file.is_empty());
    // As it takes an empty key (below) grpcio's client takes an empty certificate; a server has a key for none.
    if is_empty && own.role == Role::Client {
        return Err(Refusal::new(Cause::CertificateFile, words_of_abort, PeerSees::Nothing).into());
    }
    if is_empty {
        return Err(refuse(Cause::CertificateFile, Some("Invalid private key."), INVALID_ARGUMENT));
    }
    let chain = match &own.files.certificate {
        None => Vec::new(),
        Some(file) => certificate_chain(file, own).ok_or_else(|| {
            refuse(Cause::CertificateFile, Some("Invalid cert chain file."), INVALID_ARGUMENT)
        })?,
    };
    if let Some(file) = own.files.key.as_deref().filter(|_| own.files.certificate.is_some()) {
        // grpcio's client takes an empty key for a mistake of the program and ends it (recorded: `key-empty`).
        if file.is_empty() && own.role == Role::Client {
            return Err(Refusal::new(Cause::KeyFile, words_of_abort, PeerSees::Nothing).into());
        }
        let cause = key_fault(file, chain.first());
        cause.map_or(Ok(()), |cause| Err(refuse(cause, Some("Invalid private key."), INVALID_ARGUMENT)))?;
    }
    let trust = own.files.trust.as_deref();
    let anchors = trust.map(|file| verification_certificates(file, own));
    // A file of no bytes is no file: nothing is loaded, and nothing is trusted.
    if anchors.as_ref().is_some_and(Vec::is_empty) && trust.is_some_and(|file| !file.is_empty()) {
        let line = (own.role == Role::Server).then_some("Invalid verification certs.");
        return Err(refuse(Cause::TrustFile, line, INVALID_ARGUMENT));
    }
    if let (Role::Server, Some(file)) = (own.role, &own.files.certificate) {
        match certificate(&mut Blocks::before_3(file), own, Reading::Plain) {
            None => {
                return Err(refuse(Cause::CertificateFile, Some("Invalid certificate"), INVALID_ARGUMENT));
            }
            Some(leaf) if !host::has_sound_addresses(&leaf) => {
                return Err(refuse(Cause::Encoding, Some(INVALID_ADDRESS), "TSI_INTERNAL_ERROR"));
            }
            Some(_) => {}
        }
    }
    Ok(load::loaded(&chain, &anchors.unwrap_or_default()))
}

/// The next certificate, if BoringSSL reads it.
/// Recorded: pem-bad-cert-last-ca, der-nonminimal-length-server.
fn certificate(blocks: &mut Blocks<'_>, own: &Own<'_>, reading: Reading) -> Option<X509> {
    let read = load::certificate(blocks, own.shelf, reading).ok()?;
    (parse(&read.parsed).is_none()).then(|| X509::new(read.parsed, &BORINGSSL))
}

/// `ssl_ctx_use_certificate_chain`: the first has to be usable (`ssl_check_leaf_cert_and_privkey`), the others go as far as they
/// can be read.
fn certificate_chain(file: &[u8], own: &Own<'_>) -> Option<Vec<X509>> {
    let mut blocks = Blocks::before_3(file);
    let leaf = certificate(&mut blocks, own, Reading::Aux)?;
    let parsed = &leaf.parsed;
    let key = leaf.certificate().public_key.as_ref();
    let asked = own.rules.key_usage(own.role).of(own.version);
    let may_sign = !is_ec(key) || verify::may_sign(&leaf, own.rules, asked) == Some(true);
    let is_usable = is_skippable(parsed) && parse_key(&parsed.certificate).is_none() && may_sign;
    let others = core::iter::from_fn(|| certificate(&mut blocks, own, Reading::Plain));
    is_usable.then(|| core::iter::once(leaf).chain(others).collect())
}

/// `ssl_ctx_use_pem_private_key`, `PEM_read_bio_PrivateKey` of `crypto/pem/pem_pkey.cc`: labels that it knows, and under one that
/// names an algorithm a key of that (recorded: `key-pkcs8-label-rsa`).
fn key_fault(file: &[u8], leaf: Option<&X509>) -> Option<Cause> {
    let Ok(Some(key)) = load::private_key(Blocks::before_3(file)) else { return Some(Cause::KeyFile) };
    let mut blocks = Blocks::before_3(file);
    let mut keys = core::iter::from_fn(|| blocks.read().ok());
    let block = keys.find(|block| block.label.ends_with(b"PRIVATE KEY"));
    let block = block.filter(|block| block.check_header().is_ok());
    let is_of_label = match block.map(|block| block.label) {
        Some(b"PRIVATE KEY") => true,
        Some(b"RSA PRIVATE KEY") => matches!(key.kind, KeyKind::Rsa(_)),
        Some(b"EC PRIVATE KEY") => matches!(key.kind, KeyKind::Ec(_)),
        Some(b"DSA PRIVATE KEY") => matches!(key.kind, KeyKind::Dsa { .. }),
        _ => false,
    };
    if !is_of_label || key.kind == KeyKind::Ec(Curve::Missing) {
        return Some(Cause::KeyFile);
    }
    let shown = leaf.and_then(|leaf| leaf.certificate().public_key.as_ref());
    let differ = shown.is_some_and(|shown| !key_match::same(&key, shown));
    differ.then_some(Cause::KeyMatch)
}

/// `x509_store_load_certs`: as many as can be read.
fn verification_certificates(file: &[u8], own: &Own<'_>) -> Vec<X509> {
    let mut blocks = Blocks::before_3(file);
    core::iter::from_fn(|| certificate(&mut blocks, own, Reading::Aux)).collect()
}
