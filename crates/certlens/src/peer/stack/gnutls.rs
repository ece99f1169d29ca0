//! GnuTLS 3.7 as gnutls-cli and gnutls-serv use it. Names of functions are those of its source.

mod arrange;
mod error;
mod import;
mod load;
mod names;
mod pem;
mod status;
mod verify;

use std::net::IpAddr;
use std::rc::Rc;

use crate::identity::ReferenceIdentifier;
use crate::peer::alert::{Alert, PeerSees};
use crate::peer::cause::Cause;
use crate::peer::encounter::{Encounter, Possession, Role, TlsVersion};
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::rules::{Ask, KeyUsageRule, Link, Rules};
use crate::peer::shelf::Parsed;
use crate::peer::stack::counterpart as recorded;
use crate::peer::stack::{BOTH, Stack};
use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

use error::{CERTIFICATE, Code};

pub(super) const GNUTLS: Stack = Stack {
    id: "gnutls",
    name: "GnuTLS",
    version: "3.7",
    recorded: "gnutls-cli and gnutls-serv 3.7.9 of Debian 12, with --verify-hostname and --require-client-cert --verify-client-cert",
    found_in: "rsyslog, Exim, CUPS, wget, GNOME, libvirt, QEMU",
    versions: BOTH,
    // `_gnutls_check_key_usage_for_sig`, `_gnutls_check_key_purpose`
    rules: Rules {
        server_key_usage: KeyUsageRule { tls13: Ask::SIGN, ecdhe: Ask::SIGN, static_rsa: Ask::ENCRYPT },
        client_key_usage: KeyUsageRule { tls13: Ask::SIGN, ecdhe: Ask::SIGN, static_rsa: Ask::SIGN },
        server_purpose: Some(Link::Intermediate),
        // gnutls-serv asks for none (recorded: eku-unknown-client).
        client_purpose: None,
        // `_gnutls_verify_crt_status` calls `_gnutls_check_key_purpose` with `no_any` for what is above.
        any_purpose: Some(Link::EndEntity),
        gated_purpose: false,
        // Recorded: ku-empty-bits-server, eku-empty-server.
        empty_is_none: true,
    },
    load: load::load,
    meet,
    answers: |leaf, name| {
        let ascii = name.parse::<ReferenceIdentifier>().ok().map(|reference| reference.to_string());
        names::is_owner(&leaf.certificate, name, ascii.as_deref())
    },
};

/// What a Go server says when gnutls-cli offers it nothing that fits its certificate (recorded: suites-p256-cert-ecdhe-rsa).
const OFFERED: &str = "tls: no cipher suite supported by both client and server; client offered: [1302 1303 1301 1304 c02c cca9 c0ad \
                       c00a c02b c0ac c009 c030 cca8 c014 c02f c013 9d c09d 35 9c c09c 2f 9f ccaa c09f 39 9e c09e 33]";

fn meet(encounter: &Encounter<'_>) -> Result<(), Stop> {
    match encounter.role {
        Role::Client => as_client(encounter),
        Role::Server => as_server(encounter),
    }
}

/// The order of the steps is that of `handshake_client` (`handshake.c`) and `_gnutls13_handshake_client` (`handshake-tls13.c`).
fn as_client(encounter: &Encounter<'_>) -> Result<(), Stop> {
    let peer = read_peer(encounter)?;
    if let Some(first) = peer.first().and_then(|first| first.certificate.public_key.as_ref()) {
        server_gives_up(encounter, first)?;
    }
    let peer = imported(encounter, peer)?;
    let Some(first) = peer.first() else { return Err(fail(encounter, error::NO_CERTIFICATE)) };
    if encounter.version == TlsVersion::V12 {
        suits(encounter, first)?;
        verified(encounter, &peer)?;
    }
    proven(encounter, first)?;
    if encounter.version == TlsVersion::V13 {
        verified(encounter, &peer)?;
    }
    own_certificate(encounter)
}

/// gnutls-serv verifies the chain after the proof of the key in TLS 1.3, before it in TLS 1.2 (`_gnutls13_handshake_server`,
/// `handshake_server`).
fn as_server(encounter: &Encounter<'_>) -> Result<(), Stop> {
    // `_gnutls_dnsname_is_valid` of the name that the client sends, as far as Go sends one.
    let is_fit = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'.');
    if encounter.name.parse::<IpAddr>().is_err() && !encounter.name.bytes().all(is_fit) {
        let refusal = refusal(encounter, error::DISALLOWED_NAME);
        return Err(
            Refusal { peer_sees: PeerSees::EarlyAlert(error::DISALLOWED_NAME.alert), ..refusal }.into()
        );
    }
    own_certificate(encounter)?;
    let peer = read_peer(encounter)?;
    if let Some(first) = peer.first().and_then(|first| first.certificate.public_key.as_ref()) {
        client_gives_up(encounter, first)?;
    }
    let peer = imported(encounter, peer)?;
    let Some(first) = peer.first() else {
        let code = match encounter.version {
            TlsVersion::V12 => error::NO_CERTIFICATE,
            TlsVersion::V13 => error::CERTIFICATE_REQUIRED,
        };
        return Err(fail(encounter, code));
    };
    if encounter.version == TlsVersion::V12 {
        verified(encounter, &peer)?;
    }
    proven(encounter, first)?;
    if encounter.version == TlsVersion::V13 {
        verified(encounter, &peer)?;
    }
    Ok(())
}

/// What is printed of an error in the handshake (`src/cli.c`, `src/serv.c`).
fn words(role: Role, code: Code) -> String {
    match role {
        Role::Client => format!("*** Fatal error: {}", code.text),
        Role::Server => format!("Error in handshake: {}", code.text),
    }
}

fn refusal(encounter: &Encounter<'_>, code: Code) -> Refusal {
    Refusal::new(code.cause, words(encounter.role, code), PeerSees::Alert(code.alert))
}

fn fail(encounter: &Encounter<'_>, code: Code) -> Stop {
    refusal(encounter, code).into()
}

fn read_peer(encounter: &Encounter<'_>) -> Result<Vec<Rc<Parsed>>, Stop> {
    let read =
        |der: &Vec<u8>| encounter.shelf.read(der).ok_or_else(|| parse_error(encounter, error::TAG, None));
    encounter.peer.chain.iter().map(read).collect()
}

/// In TLS 1.2 any error of the parser becomes one (`_gnutls_proc_x509_crt`).
fn parse_error(encounter: &Encounter<'_>, code: Code, certificate: Option<&Parsed>) -> Stop {
    let told = match encounter.version {
        TlsVersion::V12 => CERTIFICATE,
        TlsVersion::V13 => code,
    };
    let refusal = Refusal { cause: code.cause, ..refusal(encounter, told) };
    certificate.map_or_else(|| refusal.clone(), |certificate| refusal.clone().of(certificate)).into()
}

fn imported(encounter: &Encounter<'_>, peer: Vec<Rc<Parsed>>) -> Result<Vec<Rc<Parsed>>, Stop> {
    for parsed in &peer {
        import::certificate(parsed)
            .and_then(|()| import::public_key(&parsed.certificate).map(|_| ()))
            .map_err(|code| parse_error(encounter, code, Some(parsed)))?;
    }
    Ok(peer)
}

/// `cert_verify` of the tools: the chain, the purpose and the name.
fn verified(encounter: &Encounter<'_>, peer: &[Rc<Parsed>]) -> Result<(), Stop> {
    let Some(first) = peer.first() else { return Ok(()) };
    let sentence = if peer.len() > arrange::MAX_VERIFY_DEPTH {
        "- Could not verify certificate (err: Some constraint limits were reached.)".to_owned()
    } else {
        let status = status(encounter, peer, first)?;
        if status.is_trusted() {
            return Ok(());
        }
        return Err(untrusted(
            encounter,
            first,
            status.cause(),
            &format!("- Status: {}", status.sentences()),
        ));
    };
    Err(untrusted(encounter, first, Cause::ChainLength, &sentence))
}

fn status(encounter: &Encounter<'_>, peer: &[Rc<Parsed>], first: &Parsed) -> Result<status::Status, Stop> {
    let mut status = verify::chain(encounter, peer)?;
    if !verify::suits(encounter, &first.certificate, Link::EndEntity) {
        status.raise(status::Status::PURPOSE_MISMATCH);
    }
    let ascii = encounter.reference.as_ref().map(ToString::to_string);
    if encounter.role == Role::Client
        && !names::is_owner(&first.certificate, encounter.name, ascii.as_deref())
    {
        status.raise(status::Status::UNEXPECTED_OWNER);
    }
    status.raise(verify::staples_missing(peer));
    Ok(status)
}

fn untrusted(encounter: &Encounter<'_>, first: &Parsed, cause: Cause, sentence: &str) -> Stop {
    let (text, alert) = match encounter.role {
        Role::Client => {
            let words = words(Role::Client, CERTIFICATE);
            let text = format!("{words} | {sentence} | *** PKI verification of server certificate failed...");
            (text, Alert::BAD_CERTIFICATE)
        }
        Role::Server => (words(Role::Server, CERTIFICATE), Alert::ACCESS_DENIED),
    };
    Refusal::new(cause, text, PeerSees::Alert(alert)).of(first).into()
}

/// Whether the certificate is of the kind that the suite asks for, which a server chooses by its private key
/// (`check_pk_compat` of `auth/cert.c`).
fn suits(encounter: &Encounter<'_>, first: &Parsed) -> Result<(), Stop> {
    let is_edwards = matches!(encounter.peer.key.as_ref().map(|key| &key.kind), Some(KeyKind::Ed25519));
    let is_other = encounter.peer.possession(&first.certificate) == Some(Possession::OtherAlgorithm);
    if !is_other || is_edwards {
        return Ok(());
    }
    Err(Refusal { cause: Cause::PeerKey, ..refusal(encounter, CERTIFICATE) }.of(first).into())
}

/// Whether the peer's certificate may sign, and whether it holds the key (`_gnutls_check_key_usage_for_sig` of `tls-sig.c`;
/// recorded: key-mismatch-p256-server). A signature of another algorithm, or in TLS 1.3 on another curve, does not fit the key
/// (`_gnutls13_handshake_verify_data`, `_gnutls_session_sign_algo_enabled`, `sign_supports_cert_pk_algorithm`).
fn proven(encounter: &Encounter<'_>, first: &Parsed) -> Result<(), Stop> {
    if !may_sign(encounter, encounter.role.other(), first) {
        let refusal = refusal(encounter, error::KEY_USAGE).of(first);
        let error = match encounter.role {
            Role::Client => refusal.error.clone(),
            Role::Server => format!(
                "Peer's certificate does not allow digital signatures. Key usage violation detected. | {}",
                refusal.error
            ),
        };
        return Err(Refusal { error, ..refusal }.into());
    }
    let Some(possession) = encounter.peer.possession(&first.certificate) else { return Ok(()) };
    let code = match (possession, encounter.version, encounter.role) {
        (Possession::Own, ..) => return Ok(()),
        (Possession::OtherAlgorithm | Possession::OtherCurve, TlsVersion::V13, _) => error::INCOMPATIBLE,
        (Possession::OtherAlgorithm, TlsVersion::V12, Role::Server) => error::ILLEGAL_PARAMETER,
        (Possession::OtherAlgorithm, TlsVersion::V12, Role::Client) => error::INCOMPATIBLE,
        (Possession::Another | Possession::OtherCurve, ..) => error::SIGNATURE,
    };
    Err(Refusal { cause: Cause::PeerKey, ..refusal(encounter, code) }.of(first).into())
}

/// Whether the certificate of the end `holder` allows what its key does.
fn may_sign(encounter: &Encounter<'_>, holder: Role, parsed: &Parsed) -> bool {
    let certificate = &parsed.certificate;
    let (key, usage) = (certificate.public_key.as_ref(), certificate.key_usage());
    encounter.rules.allows_use(encounter.usage_asked(holder), key, usage)
}

/// Whether the own certificate can be used in this handshake (`_gnutls_select_server_cert` and `_gnutls_select_client_cert` of
/// `auth/cert.c`; recorded: key-p224-server, suites-p256-cert-ecdhe-rsa).
fn own_certificate(encounter: &Encounter<'_>) -> Result<(), Stop> {
    let server = encounter.role == Role::Server;
    let early = |code: Code| {
        let refusal = refusal(encounter, code);
        if server { Refusal { peer_sees: PeerSees::EarlyAlert(code.alert), ..refusal } } else { refusal }
    };
    let Some(first) = encounter.loaded.chain.first() else {
        return if server { Err(early(error::NO_CIPHER_SUITES).into()) } else { Ok(()) };
    };
    let Some(key) = &first.certificate.public_key else { return Ok(()) };
    let no_suite = match encounter.version {
        TlsVersion::V12 => !encounter.suites.fit(key),
        TlsVersion::V13 => matches!(key.kind, KeyKind::Ec(Curve::Named(NamedCurve::P192 | NamedCurve::P224))),
    };
    let is_unused = match key.kind {
        KeyKind::Ed448 => !recorded::is_openssl(encounter),
        KeyKind::Dsa { .. } => true,
        _ => false,
    };
    let may_sign = may_sign(encounter, encounter.role, first);
    if server && (no_suite || is_unused || !may_sign) {
        return Err(early(error::NO_CIPHER_SUITES).of(first).into());
    }
    // A client looks at its own keyUsage in TLS 1.2 alone (recorded: ku-ke-only-p256-client).
    if !server && encounter.version == TlsVersion::V12 && !may_sign {
        return Err(early(error::KEY_USAGE).of(first).into());
    }
    // In TLS 1.2 a client must show what it has, with a signature that Go asks for.
    if is_unused && encounter.version == TlsVersion::V12 {
        return Err(early(error::NOT_ENABLED).of(first).into());
    }
    // The signature of a key for another algorithm is none that was agreed on; a server has refused such a key before.
    let read = load::own_key(encounter.files);
    let possession = read.map(|own| Possession::of(&own, key));
    if !server && encounter.version == TlsVersion::V12 && possession == Some(Possession::OtherAlgorithm) {
        let refusal = Refusal { cause: Cause::KeyMatch, ..early(error::NOT_ENABLED) };
        return Err(refusal.of(first).into());
    }
    // Recorded: key-rsa512-client.
    if encounter.version == TlsVersion::V13 && recorded::is_short(&key.kind) {
        return Err(early(error::CONSTRAINT).of(first).into());
    }
    Ok(())
}

/// A curve that gnutls-cli does not offer, so that a server with such a key finds nothing in common (recorded: key-k256-server).
fn is_foreign(key: &PublicKey) -> bool {
    match &key.kind {
        KeyKind::Ec(Curve::Named(curve)) => !import::is_supported(*curve) || *curve == NamedCurve::P192,
        KeyKind::Ec(Curve::Unknown(_)) | KeyKind::Dsa { .. } => true,
        _ => false,
    }
}

/// What a server finds before it has sent its certificate (recorded: suites-rsa2048-cert-ecdhe-ecdsa, key-p224-server,
/// key-rsa512-server).
fn server_gives_up(encounter: &Encounter<'_>, key: &PublicKey) -> Result<(), Stop> {
    let p224 = matches!(key.kind, KeyKind::Ec(Curve::Named(NamedCurve::P224)));
    let (alert, cause, own) = match encounter.version {
        TlsVersion::V12 if is_foreign(key) => (40, Cause::KeyType, recorded::NO_SHARED_CIPHER),
        TlsVersion::V13 if is_foreign(key) => (70, Cause::KeyType, recorded::UNSUPPORTED_PROTOCOL),
        TlsVersion::V12 if !encounter.suites.fit(key) => (40, Cause::Suites, OFFERED),
        TlsVersion::V13 if p224 => (40, Cause::KeyType, recorded::GO_LACKS_P224),
        TlsVersion::V13 if recorded::is_short(&key.kind) => (40, Cause::KeyStrength, recorded::GO_LACKS_ROOM),
        _ => return Ok(()),
    };
    let name = match alert {
        70 => "Error in protocol version",
        _ => "Handshake failed",
    };
    let text = format!("{} | *** Received alert [{alert}]: {name}", words(Role::Client, error::FATAL_ALERT));
    Err(Refusal::new(cause, text, PeerSees::Own(own.to_owned())).by_peer().into())
}

/// What a client finds in TLS 1.3: that it cannot sign with its own key, or that the server's does not fit the signature
/// (recorded: key-p224-client, key-k256-client, key-rsa-spki-no-null-server).
fn client_gives_up(encounter: &Encounter<'_>, key: &PublicKey) -> Result<(), Stop> {
    if encounter.version == TlsVersion::V12 {
        return Ok(());
    }
    let own = encounter.loaded.chain.first().and_then(|first| first.certificate.public_key.as_ref());
    let is_odd = own.is_some_and(|own| !recorded::takes(encounter, own));
    let p224 = matches!(key.kind, KeyKind::Ec(Curve::Named(NamedCurve::P224)));
    let (cause, own) = match () {
        () if is_foreign(key) => return Err(fail(encounter, error::CERTIFICATE_REQUIRED)),
        () if is_odd => (Cause::KeyType, recorded::invalid_algorithm(Role::Server)),
        () if p224 => (Cause::KeyType, recorded::GO_LACKS_P224),
        () if recorded::is_short(&key.kind) => (Cause::KeyStrength, recorded::GO_LACKS_ROOM),
        () => return Ok(()),
    };
    let text = words(Role::Server, error::FATAL_ALERT);
    Err(Refusal::new(cause, text, PeerSees::Own(own.to_owned())).by_peer().into())
}
