//! Mbed TLS 2.28, which speaks TLS 1.2 only. Names of functions are those of its source.

mod asn1;
mod error;
mod extension;
mod flags;
mod load;
mod parse;
mod verify;

use std::rc::Rc;

use crate::peer::alert::{Alert, PeerSees};
use crate::peer::cause::Cause;
use crate::peer::encounter::{Encounter, Possession, Role, TlsVersion};
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::rules::{Ask, KeyUsageRule, Link, Rules};
use crate::peer::shelf::Parsed;
use crate::peer::stack::Stack;
use crate::peer::stack::counterpart as recorded;
use crate::x509::certificate::Certificate;
use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

use error::{
    BAD_CERTIFICATE, BAD_VERIFY, Code, ECP_VERIFY, FATAL, FATAL_ALERT, FORMAT, KEY_TYPE, NO_CA_CHAIN,
    NO_CLIENT_CERTIFICATE, NO_SUITE, OID_NOT_FOUND, RSA_VERIFY, SIGNATURE_ALGORITHM, VERIFY_FAILED, VERSION,
    high,
};
use flags::Flags;

pub(super) const MBEDTLS: Stack = Stack {
    id: "mbedtls",
    name: "Mbed TLS",
    version: "2.28",
    recorded: "Mbed TLS 2.28.3 of Debian 12 with its default profile, MBEDTLS_SSL_VERIFY_REQUIRED and mbedtls_ssl_set_hostname",
    found_in: "embedded devices, OpenVPN, curl on some systems, Zephyr, ESP-IDF",
    versions: &[TlsVersion::V12],
    // `mbedtls_ssl_check_cert_usage`
    rules: Rules {
        server_key_usage: KeyUsageRule { tls13: Ask::Unknown, ecdhe: Ask::SIGN, static_rsa: Ask::Unknown },
        client_key_usage: KeyUsageRule { tls13: Ask::Unknown, ecdhe: Ask::SIGN, static_rsa: Ask::Unknown },
        server_purpose: Some(Link::EndEntity),
        client_purpose: Some(Link::EndEntity),
        any_purpose: Some(Link::EndEntity),
        gated_purpose: false,
        empty_is_none: false,
    },
    load: load::load,
    meet,
    answers: |leaf, name| verify::has_name(&leaf.certificate, name),
};

/// What a Go server says when the client offers it nothing that fits its certificate (recorded: suites-p256-cert-ecdhe-rsa).
const OFFERED: &str = "tls: no cipher suite supported by both client and server; client offered: [cca8 cca9 ccaa c02c c030 9f c0ad \
                       c09f c024 c028 6b c00a c014 39 c0af c0a3 c087 c08b c07d c073 c077 c4 88 c02b c02f 9e c0ac c09e c023 c027 67 \
                       c009 c013 33 c0ae c0a2 c086 c08a c07c c072 c076 be 45 9d c09d 3d 35 c032 c02a c00f c02e c026 c005 c0a1 c07b \
                       c0 84 c08d c079 c089 c075 9c c09c 3c 2f c031 c029 c00e c02d c025 c004 c0a0 c07a ba 41 c08c c078 c088 c074 ff]";

/// The steps of `ssl_cli.c` and `ssl_srv.c`; the key is proven last (`ssl_parse_server_key_exchange`,
/// `ssl_parse_certificate_verify`; recorded: key-mismatch-p256-server).
fn meet(encounter: &Encounter<'_>) -> Result<(), Stop> {
    match encounter.role {
        Role::Client => server_gives_up(encounter)?,
        Role::Server => pick_cert(encounter)?,
    }
    let peer = parsed(encounter)?;
    let Some(first) = peer.first() else {
        // Mbed TLS sends no alert here (recorded: key-pss2048-client).
        let text = format!("{} | {}", high(NO_CLIENT_CERTIFICATE), Flags::MISSING.text());
        return Err(Refusal::new(Cause::NoCertificate, text, PeerSees::Closed).into());
    };
    verified(encounter, &peer, first)?;
    proven(encounter, first)?;
    own_curve(encounter)
}

/// A client's key on a curve that OpenSSL, which is at the other end for a key on such a curve, takes from nobody.
fn own_curve(encounter: &Encounter<'_>) -> Result<(), Stop> {
    let is_odd = |key: Option<&PublicKey>| {
        let kind = key.map(|key| &key.kind);
        matches!(kind, Some(KeyKind::Ec(Curve::Named(curve))) if !matches!(curve, NamedCurve::P224 | NamedCurve::P256 | NamedCurve::P384 | NamedCurve::P521))
    };
    let own = encounter.loaded.chain.first().and_then(|first| first.certificate.public_key.as_ref());
    if encounter.role == Role::Server || !is_odd(own) || !is_odd(encounter.peer.key.as_ref()) {
        return Ok(());
    }
    let sees = PeerSees::Own(recorded::WRONG_CURVE.to_owned());
    Err(Refusal::new(Cause::KeyType, high(FATAL_ALERT).to_string(), sees).by_peer().into())
}

/// Whether the peer holds the key that it shows (`ssl_parse_server_key_exchange` of `ssl_cli.c`, `ssl_parse_certificate_verify` of
/// `ssl_srv.c`; recorded: key-mismatch-p256-client). Go gives up where Mbed TLS does not offer the kind of its key.
fn proven(encounter: &Encounter<'_>, first: &Parsed) -> Result<(), Stop> {
    let kind = |key: &Option<PublicKey>| key.as_ref().map(|key| key.kind.clone());
    let is_rsa = matches!(kind(&first.certificate.public_key), Some(KeyKind::Rsa(_)));
    let is_ed25519 = kind(&encounter.peer.key) == Some(KeyKind::Ed25519);
    let is_other = match encounter.peer.possession(&first.certificate) {
        None | Some(Possession::Own) => return Ok(()),
        Some(possession) => possession == Possession::OtherAlgorithm,
    };
    let (code, sees) = match encounter.role {
        _ if is_other && is_ed25519 => (FATAL_ALERT, PeerSees::Own(recorded::GO_LACKS_OFFER.to_owned())),
        Role::Client if is_other => (KEY_TYPE, PeerSees::Alert(Alert::HANDSHAKE_FAILURE)),
        Role::Server if is_other => (BAD_VERIFY, PeerSees::Closed),
        Role::Client => (if is_rsa { RSA_VERIFY } else { ECP_VERIFY }, PeerSees::Alert(Alert::DECRYPT_ERROR)),
        Role::Server => (if is_rsa { RSA_VERIFY } else { ECP_VERIFY }, PeerSees::Closed),
    };
    Err(Refusal::new(Cause::PeerKey, high(code).to_string(), sees).of(first).into())
}

/// `ssl_parse_certificate_chain` of `ssl_tls.c`: a certificate signed with an unknown algorithm is left out.
fn parsed(encounter: &Encounter<'_>) -> Result<Vec<Rc<Parsed>>, Stop> {
    let mut peer = Vec::new();
    for (index, der) in encounter.peer.chain.iter().enumerate() {
        let Some(parsed) = encounter.shelf.read(der) else {
            return Err(Refusal::new(
                Cause::Encoding,
                high(FORMAT).to_string(),
                PeerSees::Alert(Alert::BAD_CERTIFICATE),
            )
            .into());
        };
        // A client with such a key has no signature that Mbed TLS asks for, and sends no certificate.
        if index == 0 && encounter.role == Role::Server && is_unasked(parsed.certificate.public_key.as_ref())
        {
            return Ok(Vec::new());
        }
        match parse::certificate(&parsed) {
            Ok(()) => peer.push(parsed),
            Err(Code { high: SIGNATURE_ALGORITHM, low: OID_NOT_FOUND }) if index > 0 => {}
            Err(Code { high: SIGNATURE_ALGORITHM, low: OID_NOT_FOUND }) => {
                return Err(skipped(encounter, &parsed));
            }
            Err(code) => return Err(unread(&parsed, code)),
        }
    }
    Ok(peer)
}

/// Keys that OpenSSL signs with in other ways than Mbed TLS asks for (recorded: key-pss2048-client, key-pss2048-server).
fn is_unasked(key: Option<&PublicKey>) -> bool {
    key.is_some_and(|key| matches!(key.kind, KeyKind::RsaPss(_) | KeyKind::Ed448 | KeyKind::Dsa { .. }))
}

/// What `mbedtls_x509_crt_verify_restartable` finds of the empty certificate that stands for an end entity left out.
fn skipped(encounter: &Encounter<'_>, first: &Parsed) -> Stop {
    let mut flags = Flags::default();
    let found = [Flags::EXPIRED, Flags::NOT_TRUSTED, Flags::BAD_MD, Flags::BAD_PK, Flags::BAD_KEY];
    found.into_iter().for_each(|flag| flags.raise(flag));
    if encounter.role == Role::Client {
        flags.raise(Flags::CN_MISMATCH);
    }
    let text = format!("{} | {}", high(VERIFY_FAILED), flags.text());
    Refusal::new(Cause::SignatureAlgorithm, text, PeerSees::Alert(flags.alert())).of(first).into()
}

/// A Go peer with an Ed25519 key gives up by itself, since Mbed TLS does not offer that (recorded: key-ed25519-server).
fn unread(parsed: &Parsed, code: Code) -> Stop {
    let is_ed25519 =
        matches!(parsed.certificate.public_key.as_ref().map(|key| &key.kind), Some(KeyKind::Ed25519));
    let sees = match code.high {
        _ if is_ed25519 => PeerSees::Own(recorded::GO_LACKS_OFFER.to_owned()),
        VERSION => PeerSees::Alert(Alert::UNSUPPORTED_CERTIFICATE),
        _ => PeerSees::Alert(Alert::BAD_CERTIFICATE),
    };
    Refusal::new(code.cause(), code.to_string(), sees).of(parsed).into()
}

/// `ssl_parse_certificate_verify` of `ssl_tls.c`
fn verified(encounter: &Encounter<'_>, peer: &[Rc<Parsed>], first: &Rc<Parsed>) -> Result<(), Stop> {
    let Ok(mut flags) = verify::chain(encounter, peer)? else {
        let sees = PeerSees::Alert(Alert::ACCESS_DENIED);
        return Err(Refusal::new(Cause::ChainLength, high(FATAL).to_string(), sees).into());
    };
    if encounter.role == Role::Client && !verify::has_name(&first.certificate, encounter.name) {
        flags.raise(Flags::CN_MISMATCH);
    }
    let verdict = if flags.is_empty() { BAD_CERTIFICATE } else { VERIFY_FAILED };
    flags.raise(usage(encounter, &first.certificate, encounter.role.other()));
    if encounter.files.trust.is_none() {
        let sees = PeerSees::Alert(flags.alert());
        return Err(Refusal::new(Cause::Issuer, high(NO_CA_CHAIN).to_string(), sees).into());
    }
    if flags.is_empty() {
        return Ok(());
    }
    let text = format!("{} | {}", high(verdict), flags.text());
    Err(Refusal::new(flags.cause(), text, PeerSees::Alert(flags.alert())).of(first).into())
}

/// `mbedtls_ssl_check_cert_usage` of the certificate of the end `holder`.
fn usage(encounter: &Encounter<'_>, certificate: &Certificate, holder: Role) -> Flags {
    let mut flags = Flags::default();
    let asked = encounter.usage_asked(holder).bits(certificate.public_key.as_ref());
    if asked.is_some_and(|bits| !verify::allows(certificate, bits)) {
        flags.raise(Flags::KEY_USAGE);
    }
    let listed = certificate.extended_key_usage();
    if !encounter.rules.allows_purpose(holder, Link::EndEntity, listed) {
        flags.raise(Flags::EXT_KEY_USAGE);
    }
    flags
}

/// `ssl_pick_cert`: a server does not use a certificate that it would refuse itself (recorded: eku-unknown-server), nor one on a
/// curve that clients do not offer (recorded: key-p224-server).
fn pick_cert(encounter: &Encounter<'_>) -> Result<(), Stop> {
    let first = encounter.loaded.chain.first();
    let key = first.and_then(|first| first.certificate.public_key.as_ref());
    let is_offered = key.is_some_and(|key| match &key.kind {
        KeyKind::Ec(Curve::Named(curve)) => {
            encounter.suites.ecdhe_ecdsa
                && matches!(curve, NamedCurve::P256 | NamedCurve::P384 | NamedCurve::P521)
        }
        KeyKind::Rsa(_) => encounter.suites.ecdhe_rsa,
        _ => false,
    });
    let flags = first.map(|first| usage(encounter, &first.certificate, Role::Server)).unwrap_or_default();
    if is_offered && flags.is_empty() {
        return Ok(());
    }
    let cause = if flags.is_empty() { Cause::Suites } else { flags.cause() };
    let refusal = Refusal::new(cause, high(NO_SUITE).to_string(), PeerSees::Alert(Alert::HANDSHAKE_FAILURE));
    Err(first.map_or_else(|| refusal.clone(), |first| refusal.clone().of(first)).into())
}

/// What a server finds before it has sent its certificate (recorded: suites-p256-cert-ecdhe-rsa, key-pss2048-server). A Go server also refuses a name that ends in a dot, which Mbed TLS
/// sends as it is (recorded: ref-trailing-dot-server).
fn server_gives_up(encounter: &Encounter<'_>) -> Result<(), Stop> {
    let first = encounter.peer.chain.first().and_then(|der| encounter.shelf.read(der));
    let key: Option<&PublicKey> = first.as_ref().and_then(|first| first.certificate.public_key.as_ref());
    let fits = |key: &PublicKey| match &key.kind {
        KeyKind::Rsa(_) => encounter.suites.ecdhe_rsa,
        KeyKind::Ec(_) => encounter.suites.ecdhe_ecdsa,
        _ => true,
    };
    let (cause, own) = match key {
        _ if encounter.name.ends_with('.') => (Cause::Name, recorded::GO_REFUSES_NAME),
        Some(_) if is_unasked(key) => (Cause::KeyType, recorded::NO_SHARED_CIPHER),
        Some(key) if !fits(key) => (Cause::Suites, OFFERED),
        _ => return Ok(()),
    };
    let text = high(FATAL_ALERT).to_string();
    Err(Refusal::new(cause, text, PeerSees::Own(own.to_owned())).by_peer().into())
}
