//! wolfSSL 5.5 as Debian builds it. Names of functions are those of its source.

mod error;
mod load;
mod names;
mod parse;
mod verify;

use std::rc::Rc;

use crate::peer::alert::{Alert, PeerSees};
use crate::peer::encounter::{Encounter, Role, TlsVersion};
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::rules::{Ask, KeyUsageRule, Link, Rules};
use crate::peer::shelf::Parsed;
use crate::peer::stack::counterpart as recorded;
use crate::peer::stack::{BOTH, Stack};
use crate::x509::certificate::Certificate;
use crate::x509::public_key::{Curve, KeyKind, NamedCurve};

use error::Error;

pub(super) const WOLFSSL: Stack = Stack {
    id: "wolfssl",
    name: "wolfSSL",
    version: "5.5",
    recorded: "wolfSSL 5.5.4 of Debian 12 (--enable-distro), with WOLFSSL_VERIFY_PEER, FAIL_IF_NO_PEER_CERT and wolfSSL_check_domain_name",
    found_in: "embedded devices, routers, some builds of curl, nginx and stunnel",
    versions: BOTH,
    // `ProcessPeerCerts`; keyUsage goes with the suite, and those of TLS 1.3 name no kind of key (recorded: ku-ke-only-p256-server).
    rules: Rules {
        server_key_usage: KeyUsageRule { tls13: Ask::Nothing, ecdhe: Ask::SIGN, static_rsa: Ask::Unknown },
        client_key_usage: KeyUsageRule { tls13: Ask::Nothing, ecdhe: Ask::SIGN, static_rsa: Ask::Unknown },
        server_purpose: Some(Link::EndEntity),
        client_purpose: Some(Link::EndEntity),
        any_purpose: Some(Link::EndEntity),
        gated_purpose: false,
        empty_is_none: false,
    },
    load: load::load,
    meet,
};

/// Fewest bits of an RSA key (`WOLFSSL_MIN_RSA_BITS`).
const LEAST_RSA_BITS: usize = 1024;

/// What a Go server says when the client offers it nothing that fits its certificate.
const OFFERED: &str = "tls: no cipher suite supported by both client and server; client offered: [1301 1302 1303 1304 1305 c0b4 c0b5 \
                       c02c c02b c030 c02f 9f 9e ab 34 a7 aa cca9 cca8 ccaa c027 c023 c028 c024 c00a c009 c007 c008 c014 c013 c011 c012 \
                       c0ac c0ae c0af 6b 67 39 33 16 cc14 cc13 cc15 c006 b3 b2 c0a6 c0a7 ccab ccac ccad c037 d001 b5 c03a b4 45 88 be c4]";

fn meet(encounter: &Encounter<'_>) -> Result<(), Stop> {
    if encounter.role == Role::Server {
        own_suites(encounter)?;
    }
    peer_gives_up(encounter)?;
    let peer = imported(encounter)?;
    let Some(first) = peer.first() else { return Err(no_certificate(encounter)) };
    key_fits(encounter, first)?;
    verified(encounter, &peer, first)?;
    proven(encounter, first)?;
    own_signature(encounter)
}

fn kind(parsed: &Parsed) -> Option<&KeyKind> {
    parsed.certificate.public_key.as_ref().map(|key| &key.kind)
}

fn own_kind<'a>(encounter: &'a Encounter<'_>) -> Option<&'a KeyKind> {
    encounter.loaded.chain.first().and_then(|own| kind(own))
}

fn stop(error: Error, sees: PeerSees) -> Stop {
    Refusal::new(error.cause, error.to_string(), sees).into()
}

fn by_peer(error: Error, own: &str) -> Stop {
    Refusal::new(error.cause, error.to_string(), PeerSees::Own(own.to_owned())).by_peer().into()
}

fn no_certificate(encounter: &Encounter<'_>) -> Stop {
    let sees = match encounter.version {
        TlsVersion::V12 => PeerSees::Closed,
        TlsVersion::V13 => PeerSees::Alert(Alert::CERTIFICATE_REQUIRED),
    };
    let error = error::NO_PEER_CERTIFICATE;
    Refusal::new(error.cause, error.to_string(), sees).by_peer().into()
}

/// Everything that is sent has to be read. In TLS 1.2 what is no ASN.1 at all is answered (recorded: ext-san-garbage-server).
fn imported(encounter: &Encounter<'_>) -> Result<Vec<Rc<Parsed>>, Stop> {
    let sees = |error: Error| match encounter.version {
        TlsVersion::V12 if error == error::PARSE => PeerSees::Alert(Alert::DECODE_ERROR),
        _ => PeerSees::Closed,
    };
    let mut peer = Vec::new();
    for der in &encounter.peer.chain {
        let parsed = encounter.shelf.read(der).ok_or_else(|| stop(error::PARSE, sees(error::PARSE)))?;
        let read = parse::to_key(&parsed).and_then(|()| parse::after_key(&parsed));
        read.map_err(|error| {
            Stop::from(Refusal::new(error.cause, error.to_string(), sees(error)).of(&parsed))
        })?;
        peer.push(parsed);
    }
    Ok(peer)
}

/// The chain, then keyUsage, extKeyUsage and the name: the last error counts, and the first sends its alert
/// (recorded: chain-wrong-order-server).
fn verified(encounter: &Encounter<'_>, peer: &[Rc<Parsed>], first: &Parsed) -> Result<(), Stop> {
    let outcome = verify::chain(encounter, peer)?;
    let own = own_checks(encounter, &first.certificate);
    let Some(error) = own.or(outcome.end).or(outcome.first) else { return Ok(()) };
    let told = outcome.first.unwrap_or(error);
    let sees = if told == error::CRITICAL { PeerSees::Closed } else { PeerSees::Alert(told.alert()) };
    Err(Refusal::new(error.cause, error.to_string(), sees).of(first).into())
}

/// The last of the end entity's own checks that fails.
fn own_checks(encounter: &Encounter<'_>, certificate: &Certificate) -> Option<Error> {
    let (holder, rules) = (encounter.role.other(), encounter.rules);
    let key = certificate.public_key.as_ref();
    let is_small = matches!(
        key.map(|key| &key.kind),
        Some(KeyKind::Rsa(key) | KeyKind::RsaPss(key)) if key.bits < LEAST_RSA_BITS
    );
    let signs = rules.allows_use(encounter.usage_asked(holder), key, certificate.key_usage());
    let is_for = rules.allows_purpose(holder, Link::EndEntity, certificate.extended_key_usage());
    let checks = [
        (holder == Role::Server && !names::has_name(certificate, encounter.name), error::DOMAIN_NAME),
        (is_small, error::RSA_KEY_SIZE),
        (!is_for, error::EXT_KEY_USAGE),
        (!signs, error::KEY_USAGE),
    ];
    checks.into_iter().find(|(fails, _)| *fails).map(|(_, error)| error)
}

/// A key of a kind that wolfSSL does not use here (recorded: key-pss2048-server, key-k256-client).
fn key_fits(encounter: &Encounter<'_>, first: &Parsed) -> Result<(), Stop> {
    let illegal = || PeerSees::Alert(Alert::ILLEGAL_PARAMETER);
    match (kind(first), encounter.version, encounter.role) {
        (Some(KeyKind::RsaPss(_)), TlsVersion::V12, Role::Client) => {
            Err(stop(error::ALGORITHM_ID, PeerSees::Closed))
        }
        (Some(KeyKind::RsaPss(_)), TlsVersion::V12, Role::Server) => Err(no_certificate(encounter)),
        (Some(KeyKind::RsaPss(_)), TlsVersion::V13, _) => Err(stop(error::INVALID_PARAMETER, illegal())),
        (Some(KeyKind::Ec(curve)), TlsVersion::V13, Role::Server) if is_foreign(curve) => {
            Err(no_certificate(encounter))
        }
        _ => Ok(()),
    }
}

/// Whether the peer holds its key.
fn proven(encounter: &Encounter<'_>, first: &Parsed) -> Result<(), Stop> {
    let is_rsa = matches!(kind(first), Some(KeyKind::Rsa(_) | KeyKind::RsaPss(_)));
    let is_wrong = encounter.peer.has_key_of(&first.certificate) == Some(false) || !parse::is_on_curve(first);
    let is_long = parse::is_too_long(first);
    if !is_wrong && !is_long {
        return Ok(());
    }
    let (error, sees) = match (encounter.version, encounter.role) {
        (TlsVersion::V12, Role::Server) => (error::SIGNATURE_VERIFY, PeerSees::Alert(Alert::DECRYPT_ERROR)),
        (version, _) => {
            let error = match () {
                () if is_long => error::EXPTMOD,
                () if is_rsa => error::PADDING,
                () => error::VERIFY_SIGN,
            };
            let told = version == TlsVersion::V13;
            (error, if told { PeerSees::Alert(Alert::DECRYPT_ERROR) } else { PeerSees::Closed })
        }
    };
    Err(Refusal::new(error.cause, error.to_string(), sees).of(first).into())
}

/// Curves that TLS 1.3 has no signature for, and whose holders therefore send nothing.
const fn is_foreign(curve: &Curve) -> bool {
    use NamedCurve as C;
    !matches!(curve, Curve::Named(C::P224 | C::P256 | C::P384 | C::P521))
}

const fn is_p224(kind: Option<&KeyKind>) -> bool {
    matches!(kind, Some(KeyKind::Ec(Curve::Named(NamedCurve::P192 | NamedCurve::P224))))
}

/// Whether a server has a suite for its own key.
fn own_suites(encounter: &Encounter<'_>) -> Result<(), Stop> {
    let fits = match (own_kind(encounter), encounter.version) {
        (None, _) => false,
        (Some(KeyKind::Rsa(_) | KeyKind::RsaPss(_)), TlsVersion::V12) => encounter.suites.ecdhe_rsa,
        (Some(_), TlsVersion::V12) => encounter.suites.ecdhe_ecdsa,
        (kind, TlsVersion::V13) => !is_p224(kind),
    };
    if fits { Ok(()) } else { Err(stop(error::MATCH_SUITE, PeerSees::EarlyAlert(Alert::HANDSHAKE_FAILURE))) }
}

/// What comes of the own key as a client in TLS 1.3 (recorded: key-p224-client, key-rsa-spki-no-null-client).
fn own_signature(encounter: &Encounter<'_>) -> Result<(), Stop> {
    if encounter.role == Role::Server || encounter.version == TlsVersion::V12 {
        return Ok(());
    }
    if is_p224(own_kind(encounter)) {
        return Err(stop(error::INVALID_PARAMETER, PeerSees::Alert(Alert::ILLEGAL_PARAMETER)));
    }
    let own = encounter.loaded.chain.first().and_then(|own| own.certificate.public_key.as_ref());
    if own.is_some_and(|own| !recorded::reads(own)) {
        return Err(by_peer(error::FATAL_ALERT, recorded::invalid_algorithm(Role::Client)));
    }
    Ok(())
}

/// What the peer finds before it has shown its certificate, or while it should prove its key.
fn peer_gives_up(encounter: &Encounter<'_>) -> Result<(), Stop> {
    let first = encounter.peer.chain.first().and_then(|der| encounter.shelf.read(der));
    let kind = first.as_deref().and_then(kind);
    let is_short = kind.is_some_and(recorded::is_short);
    let is_rsa = matches!(kind, Some(KeyKind::Rsa(_)));
    let is_13 = encounter.version == TlsVersion::V13;
    let foreign = matches!(kind, Some(KeyKind::Ec(curve)) if is_foreign(curve) && !matches!(curve, Curve::Explicit { .. } | Curve::Missing));
    match encounter.role {
        Role::Client => {
            let fits = match kind {
                Some(KeyKind::Rsa(_)) => encounter.suites.ecdhe_rsa,
                Some(KeyKind::RsaPss(_)) | None => true,
                Some(_) => encounter.suites.ecdhe_ecdsa,
            };
            match () {
                () if !is_13 && !fits => Err(by_peer(error::FATAL_ALERT, OFFERED)),
                () if is_13 && foreign => Err(by_peer(error::FATAL_ALERT, recorded::UNSUPPORTED_PROTOCOL)),
                () if is_13 && is_p224(kind) => Err(by_peer(error::FATAL_ALERT, recorded::GO_LACKS_P224)),
                () if is_13 && is_short => Err(by_peer(error::FATAL_ALERT, recorded::GO_LACKS_ROOM)),
                () => Ok(()),
            }
        }
        Role::Server => {
            let own = encounter.loaded.chain.first().and_then(|own| own.certificate.public_key.as_ref());
            // In TLS 1.2 a server asks for signatures of the kind of its own key (recorded: key-rsa3072-client).
            let asks_rsa = matches!(own.map(|own| &own.kind), Some(KeyKind::Rsa(_) | KeyKind::RsaPss(_)));
            match () {
                () if is_13 && own.is_some_and(|own| !recorded::reads(own)) => {
                    Err(by_peer(error::FATAL_ALERT, recorded::invalid_algorithm(Role::Server)))
                }
                () if is_13 && is_p224(kind) => Err(by_peer(error::FATAL_ALERT, recorded::GO_LACKS_P224)),
                () if is_13 && is_short => {
                    Err(stop(error::RSA_KEY_SIZE, PeerSees::Own(recorded::GO_LACKS_ROOM.to_owned())))
                }
                () if !is_13 && is_short && !asks_rsa => {
                    Err(stop(error::RSA_KEY_SIZE, PeerSees::Own(recorded::GO_LACKS_OFFER.to_owned())))
                }
                () if !is_13 && is_rsa && !asks_rsa => {
                    Err(by_peer(error::FATAL_ALERT, recorded::GO_LACKS_OFFER))
                }
                () => Ok(()),
            }
        }
    }
}
