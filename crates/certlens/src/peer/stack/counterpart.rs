//! The programs at the other end of the recorded handshakes: Go's `crypto/tls` made blind, and OpenSSL for keys that Go lacks.
//! What they cannot do with their own key, no stack gets to judge.

use crate::peer::encounter::{Encounter, Role, TlsVersion};
use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

/// Fewest octets of an RSA key that makes a signature of RSASSA-PSS with SHA-256, which TLS 1.3 asks for (RFC 8017 §9.1.1).
const PSS_OCTETS: usize = 2 * 32 + 2;

/// Go has no signature scheme of TLS 1.3 for the curve.
pub(super) const GO_LACKS_P224: &str = "tls: unsupported certificate curve (P-224)";
/// Go finds no room for RSASSA-PSS in the key.
pub(super) const GO_LACKS_ROOM: &str =
    "tls: certificate RSA key size too small for supported signature algorithms";
/// Go is offered no signature scheme for its key.
pub(super) const GO_LACKS_OFFER: &str =
    "tls: peer doesn't support any of the certificate's signature algorithms";
/// Go as a server takes no server name that ends in a dot (recorded: ref-trailing-dot-server).
pub(super) const GO_REFUSES_NAME: &str = "local error: tls: error decoding message";
/// CPython's `ssl` has no suite of TLS 1.2 in common with the peer.
pub(super) const NO_SHARED_CIPHER: &str = "SSLError: [SSL: NO_SHARED_CIPHER] no shared cipher (_ssl.c:1006)";
/// CPython's `ssl` has nothing in TLS 1.3 for its key.
pub(super) const UNSUPPORTED_PROTOCOL: &str =
    "SSLError: [SSL: UNSUPPORTED_PROTOCOL] unsupported protocol (_ssl.c:1006)";

/// CPython's `ssl` does not take a certificate on a curve for which its OpenSSL has no group on.
pub(super) const WRONG_CURVE: &str = "SSLError: [SSL: WRONG_CURVE] wrong curve (_ssl.c:1006)";

/// CPython's `ssl` is offered no signature scheme for its key.
pub(super) const NO_SUITABLE_SIGNATURE_ALGORITHM: &str =
    "SSLError: [SSL: NO_SUITABLE_SIGNATURE_ALGORITHM] no suitable signature algorithm (_ssl.c:1006)";

/// How a counterpart fares with its own key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It shows its certificate and signs.
    Signs,
    /// Go gives up when it should sign, with these words.
    Fails(&'static str),
    /// OpenSSL has no signature scheme of TLS for the key.
    HasNoScheme,
}

/// How the recorded counterpart fares with this key in this version.
pub(super) fn standing(key: Option<&PublicKey>, version: TlsVersion) -> Standing {
    use NamedCurve::{P224, P256, P384, P521};
    if let Some(words) = key.and_then(|key| why_go_cannot_sign(version, key)) {
        return Standing::Fails(words);
    }
    match key.map(|key| &key.kind) {
        Some(KeyKind::Ec(
            Curve::Named(P224 | P256 | P384 | P521) | Curve::Explicit { .. } | Curve::Missing,
        )) => Standing::Signs,
        Some(KeyKind::Ec(_) | KeyKind::Dsa { .. }) => Standing::HasNoScheme,
        _ => Standing::Signs,
    }
}

/// Go's `selectSignatureScheme`, whose own key it is: TLS 1.3 has no scheme for P-224, and needs room for RSASSA-PSS. A client
/// shows its certificate all the same (recorded: key-rsa512-client, key-p224-client).
pub(super) fn why_go_cannot_sign(version: TlsVersion, key: &PublicKey) -> Option<&'static str> {
    match &key.kind {
        _ if version == TlsVersion::V12 => None,
        KeyKind::Ec(Curve::Named(NamedCurve::P224)) => Some(GO_LACKS_P224),
        KeyKind::Rsa(_) if is_short(&key.kind) => Some(GO_LACKS_ROOM),
        _ => None,
    }
}

/// Whether an RSA key is too short for the signatures of TLS 1.3.
pub(super) fn is_short(kind: &KeyKind) -> bool {
    matches!(kind, KeyKind::Rsa(key) | KeyKind::RsaPss(key) if key.modulus.len() < PSS_OCTETS)
}

/// Whether the counterpart for this key is OpenSSL because Go has no such keys at all.
pub(super) fn is_unknown_to_go(key: Option<&PublicKey>) -> bool {
    key.is_some_and(|key| matches!(key.kind, KeyKind::RsaPss(_) | KeyKind::Ed448))
}

/// What Go says of a signature by `signer` with a key that it does not read in the certificate.
pub(super) const fn invalid_algorithm(signer: Role) -> &'static str {
    match signer {
        Role::Client => "tls: client certificate used with invalid signature algorithm",
        Role::Server => "tls: certificate used with invalid signature algorithm",
    }
}

/// Whether Go reads `key` in a certificate: it lacks id-RSASSA-PSS, and asks for the NULL of rsaEncryption.
fn reads(key: &PublicKey) -> bool {
    match key.kind {
        KeyKind::Rsa(_) => key.has_expected_parameters() == Some(true),
        KeyKind::RsaPss(_) => false,
        _ => true,
    }
}

/// Whether the other end is OpenSSL, which has the keys that Go lacks.
pub(super) fn is_openssl(encounter: &Encounter<'_>) -> bool {
    is_unknown_to_go(encounter.peer.key.as_ref())
}

/// Whether the other end reads `key` in a certificate.
pub(super) fn takes(encounter: &Encounter<'_>, key: &PublicKey) -> bool {
    is_openssl(encounter) || reads(key)
}

/// Whether a server with this key has one of the suites of the conversation: TLS 1.3 has suites for every key.
pub(super) fn has_suite(encounter: &Encounter<'_>, key: Option<&PublicKey>) -> bool {
    let allowed = key.map_or(encounter.suites.ecdhe_ecdsa, |key| encounter.suites.fit(key));
    encounter.version == TlsVersion::V13 || allowed
}
