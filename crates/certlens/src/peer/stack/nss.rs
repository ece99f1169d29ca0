//! NSS's tools tstclnt and selfserv with the classic verification of `certvfy.c`, as programs use it that are not Firefox, which
//! has mozilla::pkix. Names of functions are those of its source.

mod error;
mod load;
mod names;
mod verify;

use std::rc::Rc;

use crate::defect::DefectKind;
use crate::peer::alert::{Alert, PeerSees};
use crate::peer::cause::Cause;
use crate::peer::encounter::{Encounter, Possession, Role, TlsVersion};
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::rules::{Ask, KeyUsageRule, Link, Rules};
use crate::peer::shelf::Parsed;
use crate::peer::stack::counterpart::{self as recorded, is_short};
use crate::peer::stack::{BOTH, Stack};
use crate::span::ByteRange;
use crate::x509::certificate::Certificate;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::public_key::{Curve, KeyKind, NamedCurve};

use error::Error;

/// An RSA key must encipher, whatever the key exchange (recorded: key-rsa3072-server); an EC key may sign or agree
/// (`KU_KEY_AGREEMENT_OR_ENCIPHERMENT` of `CERT_CheckKeyUsage`).
const SERVER_USE: Ask = Ask::OneOf {
    rsa: KeyUsage::KEY_ENCIPHERMENT,
    other: KeyUsage::DIGITAL_SIGNATURE.with(KeyUsage::KEY_AGREEMENT),
};

pub(super) const NSS: Stack = Stack {
    id: "nss",
    name: "NSS",
    version: "3.87",
    recorded: "tstclnt and selfserv -r -r of NSS 3.87.1 (Debian 12), with a database filled by openssl pkcs12, pk12util and certutil",
    found_in: "LibreOffice, Evolution, 389 Directory Server, Apache mod_nss",
    versions: BOTH,
    // `SSL_AuthCertificate`; of a CA it asks only for some purpose of TLS (`cert_ComputeCertType`).
    rules: Rules {
        server_key_usage: KeyUsageRule { tls13: SERVER_USE, ecdhe: SERVER_USE, static_rsa: Ask::Unknown },
        client_key_usage: KeyUsageRule { tls13: Ask::SIGN, ecdhe: Ask::SIGN, static_rsa: Ask::Unknown },
        server_purpose: Some(Link::EndEntity),
        client_purpose: Some(Link::EndEntity),
        any_purpose: None,
        gated_purpose: false,
        empty_is_none: false,
    },
    load: load::load,
    meet,
    answers: |leaf, name| names::has_name(&leaf.certificate, name),
};

/// What a Go server says when the client offers it nothing that fits its certificate (recorded: suites-p256-cert-ecdhe-rsa).
const OFFERED: &str = "tls: no cipher suite supported by both client and server; client offered: [1301 1303 1302 c02b c02f cca9 cca8 \
                       c02c c030 c00a c009 c013 c023 c027 c014 9e ccaa 9f 33 32 67 39 38 6b 16 13 9c 9d 2f 3c 35 3d a 5 4]";

/// Fewest bits of a server's RSA key (`SSL_RSA_MIN_MODULUS_BITS`).
const LEAST_RSA_BITS: usize = 1023;

const READ: &str = "read from socket";
const AUTHENTICATE: &str = "authentication of server cert";

fn meet(encounter: &Encounter<'_>) -> Result<(), Stop> {
    match encounter.role {
        Role::Client => as_client(encounter),
        Role::Server => as_server(encounter),
    }
}

/// tstclnt learns whether the server holds its key before it has judged the chain (`ssl3_AuthCertificate` of `ssl3con.c`; recorded:
/// chain-wrong-order-server, key-rsa512-server, key-explicit-ec-server).
fn as_client(encounter: &Encounter<'_>) -> Result<(), Stop> {
    server_gives_up(encounter)?;
    let peer = imported(encounter)?;
    let Some(first) = peer.first() else { return Ok(()) };
    let is_weak = matches!(key(first), Some(KeyKind::Rsa(key)) if key.bits < LEAST_RSA_BITS);
    match key(first) {
        Some(KeyKind::Ed25519 | KeyKind::Ed448) => {
            return Err(stop(
                encounter,
                error::EXTRACT_PUBLIC_KEY,
                PeerSees::Own(recorded::GO_LACKS_OFFER.to_owned()),
            ));
        }
        Some(KeyKind::Ec(Curve::Explicit { .. } | Curve::Missing) | KeyKind::Unreadable) => {
            return Err(stop(encounter, error::EXTRACT_PUBLIC_KEY, PeerSees::Closed));
        }
        _ if is_weak => {
            let sees = PeerSees::Alert(Alert::INSUFFICIENT_SECURITY);
            return Err(stop(encounter, error::WEAK_SERVER_CERT_KEY, sees));
        }
        _ => {}
    }
    proven(encounter, first)?;
    authenticated(encounter, &peer, first)?;
    own_signature(encounter)
}

/// `ssl3_HandleCertificate`, then `ssl3_HandleCertificateVerify` (recorded: key-pss2048-client, key-k256-client,
/// key-explicit-ec-client, key-bp256-client).
fn as_server(encounter: &Encounter<'_>) -> Result<(), Stop> {
    own_certificate(encounter)?;
    client_gives_up(encounter)?;
    let peer = imported(encounter)?;
    let Some(first) = peer.first() else {
        return Err(stop(encounter, error::NO_CERTIFICATE, PeerSees::Closed));
    };
    let decrypt = || PeerSees::Alert(Alert::DECRYPT_ERROR);
    match (key(first), encounter.version) {
        (Some(KeyKind::RsaPss(_) | KeyKind::Ed448 | KeyKind::Dsa { .. }), _) => {
            return Err(stop(encounter, error::NO_CERTIFICATE, PeerSees::Closed));
        }
        (Some(KeyKind::Ec(curve)), TlsVersion::V13) if is_foreign(curve) => {
            return Err(stop(encounter, error::NO_CERTIFICATE, PeerSees::Closed));
        }
        (Some(KeyKind::Ec(Curve::Explicit { .. } | Curve::Missing)), TlsVersion::V13) => {
            let sees = PeerSees::Alert(Alert::ILLEGAL_PARAMETER);
            return Err(stop(encounter, error::BAD_CERTIFICATE, sees));
        }
        _ => {}
    }
    authenticated(encounter, &peer, first)?;
    match key(first) {
        Some(KeyKind::Ec(Curve::Explicit { .. } | Curve::Missing)) => {
            Err(stop(encounter, error::BAD_DER, decrypt()))
        }
        Some(KeyKind::Ec(curve)) if is_brainpool(curve) => {
            Err(stop(encounter, error::UNRECOGNIZED_OID, decrypt()))
        }
        _ => proven(encounter, first),
    }
}

fn key(parsed: &Parsed) -> Option<&KeyKind> {
    parsed.certificate.public_key.as_ref().map(|key| &key.kind)
}

fn stop(encounter: &Encounter<'_>, error: Error, sees: PeerSees) -> Stop {
    Refusal::new(error.cause, error.words(encounter.role, READ), sees).into()
}

/// `CERT_NewTempCertificate` of all that is sent. An end entity whose frame is not DER is refused with another error by a client
/// (recorded: der-nonminimal-length-server, der-trailing-in-tbs-server). Of one issuer and serial number there is one certificate, the
/// own one if both sides have the same number (`SEC_ERROR_REUSED_ISSUER_AND_SERIAL`).
fn imported(encounter: &Encounter<'_>) -> Result<Vec<Rc<Parsed>>, Stop> {
    let library = || stop(encounter, error::LIBRARY_FAILURE, PeerSees::Alert(Alert::UNSUPPORTED_CERTIFICATE));
    let bad = |error: Error| stop(encounter, error, PeerSees::Alert(Alert::BAD_CERTIFICATE));
    let mut peer: Vec<Rc<Parsed>> = Vec::new();
    for (index, der) in encounter.peer.chain.iter().enumerate() {
        let parsed = encounter.shelf.read(der).ok_or_else(library)?;
        match misread(&parsed) {
            Some(
                DefectKind::LengthNotMinimal
                | DefectKind::IndefiniteLength
                | DefectKind::TrailingBytes { .. }
                | DefectKind::Truncated { .. }
                | DefectKind::ExtraField("Certificate"),
            ) if encounter.role == Role::Client && index == 0 => return Err(bad(error::INVALID_ARGS)),
            Some(_) => return Err(library()),
            None => {}
        }
        if peer.iter().chain(&encounter.loaded.chain).any(|other| load::have_one_number(other, &parsed)) {
            return Err(bad(error::REUSED));
        }
        peer.push(parsed);
    }
    Ok(peer)
}

/// What `CERT_DecodeDERCertificate` does not read; the values of extensions and keys are opaque to it.
fn misread(parsed: &Parsed) -> Option<&DefectKind> {
    let ranges = parsed.certificate.extensions.iter().map(|extension| extension.value);
    let opaque: Vec<_> = ranges.chain(parsed.certificate.public_key.iter().map(|key| key.range)).collect();
    let is_opaque = |at: ByteRange| opaque.iter().any(|range| at.start >= range.start && at.end <= range.end);
    let read = parsed.defects.iter().filter(|defect| !is_opaque(defect.at)).map(|defect| &defect.kind);
    read.into_iter().find(|kind| {
        matches!(
            kind,
            DefectKind::LengthNotMinimal
                | DefectKind::IndefiniteLength
                | DefectKind::IntegerEmpty
                | DefectKind::TrailingBytes { .. }
                | DefectKind::Truncated { .. }
                | DefectKind::ExtraField(_)
                | DefectKind::Missing(_)
                | DefectKind::Unexpected { .. }
        )
    })
}

fn authenticated(encounter: &Encounter<'_>, peer: &[Rc<Parsed>], first: &Parsed) -> Result<(), Stop> {
    match verify::authenticate(encounter, peer) {
        Ok(()) => Ok(()),
        Err(Err(unknown)) => Err(unknown),
        Err(Ok(error)) => {
            let words = error.words(encounter.role, AUTHENTICATE);
            Err(Refusal::new(error.cause, words, PeerSees::Alert(error.alert())).of(first).into())
        }
    }
}

/// Whether the peer holds the key; a signature on a curve that NSS lacks cannot be checked and fails (recorded: key-p224-server).
fn proven(encounter: &Encounter<'_>, first: &Parsed) -> Result<(), Stop> {
    let is_compressed =
        first.certificate.public_key.as_ref().is_some_and(|key| key.key.first() != Some(&0x04));
    let is_lacking = matches!(key(first), Some(KeyKind::Ec(curve)) if is_foreign(curve) || is_compressed);
    let possession = encounter.peer.possession(&first.certificate).unwrap_or(Possession::Own);
    let (error, alert) = match (possession, encounter.version) {
        // `ssl_CheckSignatureSchemeConsistency`
        (Possession::OtherAlgorithm, _) | (Possession::OtherCurve, TlsVersion::V13) if !is_lacking => {
            (error::INCORRECT_SIGNATURE_ALGORITHM, Alert::ILLEGAL_PARAMETER)
        }
        // Numbers that are too long for the curve.
        (Possession::OtherCurve, TlsVersion::V12)
            if !is_lacking && encounter.peer.signs_longer_than(&first.certificate) =>
        {
            (error::BAD_DER, Alert::DECRYPT_ERROR)
        }
        (Possession::Own, _) if !is_lacking => return Ok(()),
        _ => (error::BAD_SIGNATURE, Alert::DECRYPT_ERROR),
    };
    let words = error.words(encounter.role, READ);
    Err(Refusal::new(Cause::PeerKey, words, PeerSees::Alert(alert)).of(first).into())
}

/// A curve that NSS does not compute with (`ecl-curve.h`; recorded: key-k256-server, key-p224-server).
fn is_foreign(curve: &Curve) -> bool {
    match curve {
        Curve::Named(curve) => !matches!(curve, NamedCurve::P256 | NamedCurve::P384 | NamedCurve::P521),
        Curve::Unknown(_) => true,
        _ => false,
    }
}

fn is_brainpool(curve: &Curve) -> bool {
    matches!(curve, Curve::Named(curve) if curve.name().starts_with("brainpool"))
}

/// Whether a server can be configured with it: some use must be left to its key (`ssl_GetCertificateAuthTypes` of `sslcert.c`; recorded: ku-certsign-only-server).
fn is_configurable(certificate: &Certificate) -> bool {
    let uses = KeyUsage::DIGITAL_SIGNATURE.with(KeyUsage::KEY_ENCIPHERMENT);
    certificate.key_usage().is_none_or(|usage| usage.has_any(uses))
}

/// What a server finds of its own certificate when a client has come (`ssl_PickSignatureScheme`; recorded: ku-ke-only-p256-server, key-k256-server).
fn own_certificate(encounter: &Encounter<'_>) -> Result<(), Stop> {
    let Some(own) = encounter.loaded.chain.first() else { return Ok(()) };
    let signs = own.certificate.key_usage().is_none_or(|usage| usage.has(KeyUsage::DIGITAL_SIGNATURE));
    let error = match (key(own), encounter.version) {
        _ if !signs => error::NO_SIGNATURE_ALGORITHM,
        (Some(KeyKind::Ec(curve)), TlsVersion::V12) if is_foreign(curve) => error::NO_CYPHER_OVERLAP,
        (Some(KeyKind::Ec(curve)), TlsVersion::V13) if is_foreign(curve) => {
            error::UNSUPPORTED_SIGNATURE_ALGORITHM
        }
        (Some(KeyKind::RsaPss(_) | KeyKind::Dsa { .. }), _) => error::UNSUPPORTED_SIGNATURE_ALGORITHM,
        (Some(key), _) if is_short(key) => error::OUTPUT_LEN,
        _ => return Ok(()),
    };
    let words = error.words(Role::Server, READ);
    Err(Refusal::new(error.cause, words, PeerSees::EarlyAlert(Alert::HANDSHAKE_FAILURE)).of(own).into())
}

/// A client that cannot sign with its own key (recorded: key-rsa512-client, key-p224-client); in TLS 1.3 it leaves the certificate out
/// where the key is on a curve that it lacks.
fn own_signature(encounter: &Encounter<'_>) -> Result<(), Stop> {
    let Some(own) = encounter.loaded.chain.first() else { return Ok(()) };
    let (error, sees) = match (key(own), encounter.version) {
        (Some(key), TlsVersion::V12) if is_short(key) => (error::OUTPUT_LEN, PeerSees::Closed),
        (Some(key), TlsVersion::V13) if is_short(key) => {
            (error::OUTPUT_LEN, PeerSees::Alert(Alert::INTERNAL_ERROR))
        }
        (Some(KeyKind::Ec(curve)), TlsVersion::V12) if is_brainpool(curve) => {
            (error::INVALID_KEY, PeerSees::Closed)
        }
        (Some(KeyKind::Ec(curve)), TlsVersion::V12) if is_foreign(curve) => {
            (error::NO_MEMORY, PeerSees::Closed)
        }
        (Some(KeyKind::Rsa(_)), TlsVersion::V13) if !is_taken(encounter, own) => {
            let own = PeerSees::Own(recorded::invalid_algorithm(Role::Client).to_owned());
            let words = error::ILLEGAL_PARAMETER_ALERT.words(Role::Client, READ);
            return Err(Refusal::new(Cause::KeyType, words, own).by_peer().into());
        }
        _ => return Ok(()),
    };
    Err(Refusal::new(error.cause, error.words(Role::Client, AUTHENTICATE), sees).of(own).into())
}

/// Whether the other end takes the key for one of RSA (recorded: key-rsa-spki-no-null-client).
fn is_taken(encounter: &Encounter<'_>, parsed: &Parsed) -> bool {
    let key = parsed.certificate.public_key.as_ref();
    key.is_none_or(|key| recorded::takes(encounter, key))
}

/// What a server finds before it has sent its certificate (recorded: suites-p256-cert-ecdhe-rsa, key-k256-server,
/// key-pss2048-server, ref-trailing-dot-server).
fn server_gives_up(encounter: &Encounter<'_>) -> Result<(), Stop> {
    let first = encounter.peer.chain.first().and_then(|der| encounter.shelf.read(der));
    let kind = first.as_deref().and_then(key);
    let fits = match kind {
        Some(KeyKind::Rsa(_)) => encounter.suites.ecdhe_rsa,
        Some(KeyKind::Ec(_)) => encounter.suites.ecdhe_ecdsa,
        _ => true,
    };
    let p224 = matches!(kind, Some(KeyKind::Ec(Curve::Named(NamedCurve::P224))));
    let foreign = match kind {
        Some(KeyKind::Ec(curve)) => is_foreign(curve) && !p224,
        kind => matches!(kind, Some(KeyKind::Dsa { .. })),
    };
    // OpenSSL has a signature for the key, which NSS does not offer.
    let pss = matches!(kind, Some(KeyKind::RsaPss(_) | KeyKind::Ed448));
    let signs = encounter.peer.key.as_ref().map(|key| &key.kind);
    let signs_ed25519 = matches!(signs.or(kind), Some(KeyKind::Ed25519));
    let (error, own) = match encounter.version {
        _ if encounter.name.ends_with('.') => (error::DECODE_ERROR_ALERT, recorded::GO_REFUSES_NAME),
        TlsVersion::V12 if foreign || pss => (error::NO_CYPHER_OVERLAP, recorded::NO_SHARED_CIPHER),
        TlsVersion::V12 if !fits => (error::NO_CYPHER_OVERLAP, OFFERED),
        TlsVersion::V12 if signs_ed25519 && !matches!(kind, Some(KeyKind::Ed25519)) => {
            (error::HANDSHAKE_FAILURE_ALERT, recorded::GO_LACKS_OFFER)
        }
        TlsVersion::V12 => return Ok(()),
        TlsVersion::V13 if foreign => (error::PROTOCOL_VERSION_ALERT, recorded::UNSUPPORTED_PROTOCOL),
        TlsVersion::V13 if pss => (error::NO_CYPHER_OVERLAP, recorded::NO_SUITABLE_SIGNATURE_ALGORITHM),
        TlsVersion::V13 if p224 => (error::NO_CYPHER_OVERLAP, recorded::GO_LACKS_P224),
        TlsVersion::V13 if kind.is_some_and(is_short) => (error::NO_CYPHER_OVERLAP, recorded::GO_LACKS_ROOM),
        TlsVersion::V13 if signs_ed25519 => (error::NO_CYPHER_OVERLAP, recorded::GO_LACKS_OFFER),
        TlsVersion::V13 => return Ok(()),
    };
    let words = error.words(Role::Client, READ);
    Err(Refusal::new(error.cause, words, PeerSees::Own(own.to_owned())).by_peer().into())
}

/// What a client finds: that it cannot sign for NSS, or that the server's key does not fit its signature
/// (recorded: key-ed25519-client, key-p224-client, key-rsa-spki-no-null-server).
fn client_gives_up(encounter: &Encounter<'_>) -> Result<(), Stop> {
    let first = encounter.peer.chain.first().and_then(|der| encounter.shelf.read(der));
    let signs = encounter.peer.key.as_ref().map(|key| &key.kind);
    let kind = signs.or_else(|| first.as_deref().and_then(key));
    let is_13 = encounter.version == TlsVersion::V13;
    let (error, own) = match kind {
        _ if is_13 && encounter.loaded.chain.first().is_some_and(|own| !is_taken(encounter, own)) => {
            (error::ILLEGAL_PARAMETER_ALERT, recorded::invalid_algorithm(Role::Server))
        }
        Some(KeyKind::Ed25519) => (error::HANDSHAKE_FAILURE_ALERT, recorded::GO_LACKS_OFFER),
        Some(KeyKind::Ec(Curve::Named(NamedCurve::P224))) if is_13 => {
            (error::HANDSHAKE_FAILURE_ALERT, recorded::GO_LACKS_P224)
        }
        Some(key) if is_13 && is_short(key) => (error::HANDSHAKE_FAILURE_ALERT, recorded::GO_LACKS_ROOM),
        _ => return Ok(()),
    };
    let words = error.words(Role::Server, READ);
    Err(Refusal::new(error.cause, words, PeerSees::Own(own.to_owned())).by_peer().into())
}
