//! wolfSSL 5.5 as Debian builds it. Names of functions are those of its source.

mod date;
mod error;
mod extension;
mod load;
mod names;
mod parse;
mod verify;

use std::rc::Rc;

use crate::peer::alert::{Alert, PeerSees};
use crate::peer::encounter::{Encounter, Possession, Role, TlsVersion};
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::rules::{Ask, KeyUsageRule, Link, Rules};
use crate::peer::shelf::Parsed;
use crate::peer::stack::counterpart as recorded;
use crate::peer::stack::{BOTH, Stack};
use crate::x509::algorithm::SignatureAlgorithm;
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
    answers: |leaf, name| names::has_name(&leaf.certificate, name),
};

/// Fewest bits of an RSA key (`WOLFSSL_MIN_RSA_BITS`).
const LEAST_RSA_BITS: usize = 1024;

/// What a Go server says when the client offers it nothing that fits its certificate (recorded: suites-p256-cert-ecdhe-rsa).
const OFFERED: &str = "tls: no cipher suite supported by both client and server; client offered: [1301 1302 1303 1304 1305 c0b4 c0b5 \
                       c02c c02b c030 c02f 9f 9e ab 34 a7 aa cca9 cca8 ccaa c027 c023 c028 c024 c00a c009 c007 c008 c014 c013 c011 c012 \
                       c0ac c0ae c0af 6b 67 39 33 16 cc14 cc13 cc15 c006 b3 b2 c0a6 c0a7 ccab ccac ccad c037 d001 b5 c03a b4 45 88 be c4]";

/// `MAX_HANDSHAKE_SZ`: nine certificates of 2048 octets (`internal.h`).
const MAX_HANDSHAKE: usize = 3 + 9 * (2048 + 3);

fn meet(encounter: &Encounter<'_>) -> Result<(), Stop> {
    if encounter.role == Role::Server {
        own_suites(encounter)?;
    }
    peer_gives_up(encounter)?;
    let shown = judged(encounter);
    if let Some(words) = client_fails_to_sign(encounter) {
        // Its certificate comes first, so that a fault of it is found all the same.
        let Err(Stop::Refused(refusal)) = shown else { return Err(by_peer(error::FATAL_ALERT, words)) };
        return Err(Refusal { peer_sees: PeerSees::Own(words.to_owned()), ..*refusal }.into());
    }
    proven(encounter, shown?.as_ref())?;
    own_signature(encounter)
}

/// Judges the certificates that the peer shows; the end entity.
fn judged(encounter: &Encounter<'_>) -> Result<Rc<Parsed>, Stop> {
    let peer = imported(encounter)?;
    let Some(first) = peer.first() else { return Err(no_certificate(encounter)) };
    key_fits(encounter, first)?;
    verified(encounter, &peer, first)?;
    Ok(Rc::clone(first))
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

/// The end entity has to be readable (`ProcessPeerCerts`). In TLS 1.2 what is no ASN.1 at all is answered (recorded: ext-san-garbage-server).
fn imported(encounter: &Encounter<'_>) -> Result<Vec<Rc<Parsed>>, Stop> {
    let sees = |error: Error| match encounter.version {
        TlsVersion::V12 if error == error::PARSE => PeerSees::Alert(Alert::DECODE_ERROR),
        _ => PeerSees::Closed,
    };
    let octets: usize = encounter.peer.chain.iter().map(|der| der.len() + 3).sum();
    if octets + 3 > MAX_HANDSHAKE {
        return Err(stop(error::HANDSHAKE_SIZE, PeerSees::Closed));
    }
    let mut peer = Vec::new();
    for (index, der) in encounter.peer.chain.iter().enumerate() {
        let parsed = encounter.shelf.read(der).ok_or_else(|| stop(error::PARSE, sees(error::PARSE)))?;
        let read = parse::to_key(&parsed)
            .and_then(|()| parse::after_key(&parsed))
            .and_then(|()| parse::critical(&parsed));
        if let Some(error) = read.err().filter(|_| index == 0) {
            return Err(Refusal::new(error.cause, error.to_string(), sees(error)).of(&parsed).into());
        }
        peer.push(parsed);
    }
    Ok(peer)
}

/// The chain, and keyUsage, extKeyUsage and the name where the end entity holds: the last error counts, and the first sends its alert
/// (`ProcessPeerCerts`; recorded: chain-wrong-order-server).
fn verified(encounter: &Encounter<'_>, peer: &[Rc<Parsed>], first: &Parsed) -> Result<(), Stop> {
    let outcome = verify::chain(encounter, peer)?;
    let own = || own_checks(encounter, &first.certificate);
    if let Some(error) = outcome.end.or_else(own).or(outcome.first) {
        let told = outcome.first.unwrap_or(error);
        let sees = PeerSees::Alert(told.alert());
        return Err(Refusal::new(error.cause, error.to_string(), sees).of(first).into());
    }
    // What is left of the message is taken for the next one.
    match encounter.version {
        _ if peer.len() <= verify::MAX_CHAIN_DEPTH => Ok(()),
        TlsVersion::V12 => Err(stop(error::DECODE, PeerSees::Alert(Alert::DECODE_ERROR))),
        TlsVersion::V13 => Err(stop(error::HANDSHAKE_SIZE, PeerSees::Closed)),
    }
}

/// The last of the end entity's own checks that fails (`ProcessPeerCerts` of `internal.c`; recorded: ku-ke-only-p256-server,
/// eku-unknown-server, key-rsa512-server).
fn own_checks(encounter: &Encounter<'_>, certificate: &Certificate) -> Option<Error> {
    let (holder, rules) = (encounter.role.other(), encounter.rules);
    let key = certificate.public_key.as_ref();
    let is_small = matches!(
        key.map(|key| &key.kind),
        Some(KeyKind::Rsa(key) | KeyKind::RsaPss(key)) if key.modulus.len() < LEAST_RSA_BITS / 8
    );
    let signs = rules.allows_use(encounter.usage_asked(holder), key, certificate.key_usage());
    let is_for = rules.allows_purpose(holder, Link::EndEntity, certificate.extended_key_usage());
    let checks = [
        (!parse::is_decodable(certificate), error::PEER_KEY),
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
        (Some(KeyKind::Dsa { .. }), _, Role::Server) => Err(no_certificate(encounter)),
        (Some(KeyKind::Ec(curve)), TlsVersion::V13, Role::Server) if is_foreign(curve) => {
            Err(no_certificate(encounter))
        }
        _ => Ok(()),
    }
}

/// Whether the peer holds its key (`DoCertificateVerify`, `DoServerKeyExchange`, `DoTls13CertificateVerify`; recorded:
/// key-mismatch-p256-client, key-mismatch-rsa2048-server, key-rsa8192-server).
fn proven(encounter: &Encounter<'_>, first: &Parsed) -> Result<(), Stop> {
    let is_rsa = matches!(kind(first), Some(KeyKind::Rsa(_) | KeyKind::RsaPss(_)));
    let possession = encounter.peer.possession(&first.certificate).unwrap_or(Possession::Own);
    let is_wrong = possession != Possession::Own || !parse::is_on_curve(first);
    let is_long = parse::is_too_long(first);
    if !is_wrong && !is_long {
        return Ok(());
    }
    let (error, sees) = match (encounter.version, encounter.role) {
        (TlsVersion::V12, Role::Server) => (error::SIGNATURE_VERIFY, PeerSees::Alert(Alert::DECRYPT_ERROR)),
        (version, _) => {
            let error = match (possession, version) {
                (Possession::OtherAlgorithm, TlsVersion::V12) => error::NO_PEER_KEY,
                (Possession::OtherAlgorithm, TlsVersion::V13) => error::SIGNATURE_VERIFY,
                // Numbers that are none on that curve (`wc_ecc_verify_hash`).
                (Possession::OtherCurve, _) if encounter.peer.signs_longer_than(&first.certificate) => {
                    error::INVALID_NUMBER
                }
                _ if is_long => error::EXPTMOD,
                _ if is_rsa => error::PADDING,
                _ => error::VERIFY_SIGN,
            };
            let told = version == TlsVersion::V13;
            (error, if told { PeerSees::Alert(Alert::DECRYPT_ERROR) } else { PeerSees::Closed })
        }
    };
    Err(Refusal::new(error.cause, error.to_string(), sees).of(first).into())
}

/// Curves that TLS 1.3 has no signature for, and whose holders therefore send nothing (recorded: key-k256-client).
const fn is_foreign(curve: &Curve) -> bool {
    use NamedCurve as C;
    !matches!(curve, Curve::Named(C::P224 | C::P256 | C::P384 | C::P521))
}

const fn is_p224(kind: Option<&KeyKind>) -> bool {
    matches!(kind, Some(KeyKind::Ec(Curve::Named(NamedCurve::P192 | NamedCurve::P224))))
}

/// Whether a server has a suite for its own key (`MatchSuite`; recorded: suites-p256-cert-ecdhe-rsa, key-p224-server).
fn own_suites(encounter: &Encounter<'_>) -> Result<(), Stop> {
    let fits = match (own_kind(encounter), encounter.version) {
        (None, _) => false,
        (Some(KeyKind::Ed448), _) if !recorded::is_openssl(encounter) => false,
        (Some(KeyKind::Rsa(_) | KeyKind::RsaPss(_)), TlsVersion::V12) => encounter.suites.ecdhe_rsa,
        (Some(_), TlsVersion::V12) => encounter.suites.ecdhe_ecdsa,
        (kind, TlsVersion::V13) => !is_p224(kind),
    };
    if fits { Ok(()) } else { Err(stop(error::MATCH_SUITE, PeerSees::EarlyAlert(Alert::HANDSHAKE_FAILURE))) }
}

/// What comes of the own key as a client in TLS 1.3 (recorded: key-p224-client, key-rsa-spki-no-null-client).
fn own_signature(encounter: &Encounter<'_>) -> Result<(), Stop> {
    if encounter.role == Role::Server {
        return Ok(());
    }
    if matches!(own_kind(encounter), Some(KeyKind::Ed448)) && !recorded::is_openssl(encounter) {
        let sees = match encounter.version {
            TlsVersion::V12 => PeerSees::Closed,
            TlsVersion::V13 => PeerSees::Alert(Alert::ILLEGAL_PARAMETER),
        };
        return Err(stop(error::INVALID_PARAMETER, sees));
    }
    if encounter.version == TlsVersion::V12 {
        return Ok(());
    }
    if is_p224(own_kind(encounter)) {
        return Err(stop(error::INVALID_PARAMETER, PeerSees::Alert(Alert::ILLEGAL_PARAMETER)));
    }
    let own = encounter.loaded.chain.first().and_then(|own| own.certificate.public_key.as_ref());
    if own.is_some_and(|own| !recorded::takes(encounter, own)) {
        return Err(by_peer(error::FATAL_ALERT, recorded::invalid_algorithm(Role::Client)));
    }
    Ok(())
}

/// What the peer finds before it has shown its certificate (recorded: suites-p256-cert-ecdhe-rsa, key-k256-server, key-p224-server,
/// key-rsa512-server, key-pss2048-server).
fn peer_gives_up(encounter: &Encounter<'_>) -> Result<(), Stop> {
    let first = encounter.peer.chain.first().and_then(|der| encounter.shelf.read(der));
    let kind = first.as_deref().and_then(kind);
    let is_short = kind.is_some_and(recorded::is_short);
    let is_13 = encounter.version == TlsVersion::V13;
    let foreign = matches!(kind, Some(KeyKind::Ec(curve)) if is_foreign(curve) && !matches!(curve, Curve::Explicit { .. } | Curve::Missing));
    let own = encounter.loaded.chain.first().and_then(|own| own.certificate.public_key.as_ref());
    // What no suite is offered for, to OpenSSL which has such keys.
    let is_lacking = matches!(kind, Some(KeyKind::Dsa { .. } | KeyKind::Ec(Curve::Named(NamedCurve::P192))));
    let fits = match kind {
        Some(KeyKind::Rsa(_)) => encounter.suites.ecdhe_rsa,
        Some(KeyKind::RsaPss(_)) | None => true,
        Some(_) => encounter.suites.ecdhe_ecdsa,
    };
    // OpenSSL is at the other end for its own key, and takes no such key from others.
    let is_refused =
        foreign && matches!(own.map(|own| &own.kind), Some(KeyKind::Ec(curve)) if is_foreign(curve));
    match encounter.role {
        _ if is_refused && !is_13 => Err(by_peer(error::FATAL_ALERT, recorded::WRONG_CURVE)),
        Role::Server if is_refused => Err(by_peer(error::HEADER, recorded::WRONG_CURVE)),
        Role::Client if !is_13 && is_lacking => Err(by_peer(error::FATAL_ALERT, recorded::NO_SHARED_CIPHER)),
        Role::Client if !is_13 && !fits => Err(by_peer(error::FATAL_ALERT, OFFERED)),
        Role::Client if is_13 && (foreign || is_lacking) => {
            Err(by_peer(error::FATAL_ALERT, recorded::UNSUPPORTED_PROTOCOL))
        }
        Role::Client if is_13 && is_p224(kind) => Err(by_peer(error::FATAL_ALERT, recorded::GO_LACKS_P224)),
        Role::Client if is_13 && is_short => Err(by_peer(error::FATAL_ALERT, recorded::GO_LACKS_ROOM)),
        Role::Server if is_13 && own.is_some_and(|own| !recorded::takes(encounter, own)) => {
            Err(by_peer(error::FATAL_ALERT, recorded::invalid_algorithm(Role::Server)))
        }
        _ => Ok(()),
    }
}

/// What a client finds when it should sign. In TLS 1.2 a server whose certificate is signed with an EC key asks for signatures of such
/// keys, and for none with RSA where its own key is an EC key too (`InitSuites`, `ProcessBuffer`; recorded: key-rsa3072-client,
/// key-rsa3072-server).
fn client_fails_to_sign(encounter: &Encounter<'_>) -> Option<&'static str> {
    let first = encounter.peer.chain.first().and_then(|der| encounter.shelf.read(der));
    let signs = encounter.peer.key.as_ref().map(|key| &key.kind);
    let kind = signs.or_else(|| first.as_deref().and_then(kind));
    let is_rsa = |kind: Option<&KeyKind>| matches!(kind, Some(KeyKind::Rsa(_) | KeyKind::RsaPss(_)));
    let own = own_kind(encounter);
    let is_signed_by_ec = encounter.loaded.chain.first().is_some_and(|own| {
        let signature = own.certificate.signature_algorithm.signature();
        matches!(
            signature,
            SignatureAlgorithm::Ecdsa(_) | SignatureAlgorithm::Ed25519 | SignatureAlgorithm::Ed448
        )
    });
    let is_asked_for = match (is_rsa(kind), own) {
        (true, Some(KeyKind::Ec(_))) => !is_signed_by_ec,
        (true, _) => true,
        (false, own) => !is_rsa(own) || is_signed_by_ec,
    };
    // OpenSSL, with the keys that Go lacks, shows no certificate then.
    let is_go = match kind {
        Some(KeyKind::Ec(curve)) => !is_foreign(curve),
        kind => !matches!(kind, None | Some(KeyKind::RsaPss(_))),
    };
    match encounter.version {
        _ if encounter.role == Role::Client || !is_go => None,
        TlsVersion::V13 if is_p224(kind) => Some(recorded::GO_LACKS_P224),
        TlsVersion::V13 if kind.is_some_and(recorded::is_short) => Some(recorded::GO_LACKS_ROOM),
        TlsVersion::V12 if !is_asked_for => Some(recorded::GO_LACKS_OFFER),
        _ => None,
    }
}
