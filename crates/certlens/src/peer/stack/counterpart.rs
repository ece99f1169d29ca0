//! The programs at the other end of the recorded handshakes: Go's `crypto/tls` made blind, and OpenSSL for keys that Go lacks.
//! What they cannot do with their own key, no stack gets to judge.

use crate::peer::encounter::{Encounter, TlsVersion};
use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey, RsaKey};

/// Fewest bits of an RSA key that makes a signature of RSASSA-PSS with SHA-256 (RFC 8017 §9.1.1).
const PSS_BITS: usize = 528;

/// Go has no signature scheme of TLS 1.3 for the curve.
pub(super) const GO_LACKS_P224: &str = "tls: unsupported certificate curve (P-224)";
/// Go finds no room for RSASSA-PSS in the key.
pub(super) const GO_LACKS_ROOM: &str =
    "tls: certificate RSA key size too small for supported signature algorithms";
/// CPython's `ssl` has no suite of TLS 1.2 in common with the peer.
pub(super) const NO_SHARED_CIPHER: &str = "SSLError: [SSL: NO_SHARED_CIPHER] no shared cipher (_ssl.c:1006)";
/// CPython's `ssl` has nothing in TLS 1.3 for its key.
pub(super) const UNSUPPORTED_PROTOCOL: &str =
    "SSLError: [SSL: UNSUPPORTED_PROTOCOL] unsupported protocol (_ssl.c:1006)";

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
    let is_13 = version == TlsVersion::V13;
    match key.map(|key| &key.kind) {
        Some(KeyKind::Rsa(RsaKey { bits, .. })) if is_13 && *bits < PSS_BITS => {
            Standing::Fails(GO_LACKS_ROOM)
        }
        Some(KeyKind::Ec(Curve::Named(NamedCurve::P256 | NamedCurve::P384 | NamedCurve::P521))) => {
            Standing::Signs
        }
        Some(KeyKind::Ec(Curve::Named(NamedCurve::P224))) if is_13 => Standing::Fails(GO_LACKS_P224),
        Some(KeyKind::Ec(Curve::Named(NamedCurve::P224) | Curve::Explicit { .. } | Curve::Missing)) => {
            Standing::Signs
        }
        Some(KeyKind::Ec(_) | KeyKind::Dsa { .. }) => Standing::HasNoScheme,
        _ => Standing::Signs,
    }
}

/// Whether the counterpart for this key is OpenSSL because Go has no such keys at all.
pub(super) fn is_unknown_to_go(key: Option<&PublicKey>) -> bool {
    key.is_some_and(|key| matches!(key.kind, KeyKind::RsaPss(_) | KeyKind::Ed448))
}

/// Whether Go reads `key` in a certificate: it lacks id-RSASSA-PSS, and asks for the NULL of rsaEncryption.
pub(super) fn reads(key: &PublicKey) -> bool {
    match key.kind {
        KeyKind::Rsa(_) => key.has_expected_parameters() == Some(true),
        KeyKind::RsaPss(_) => false,
        _ => true,
    }
}

/// Whether a server with this key has one of the suites of the conversation: TLS 1.3 has suites for every key.
pub(super) fn has_suite(encounter: &Encounter<'_>, key: Option<&PublicKey>) -> bool {
    let allowed = key.map_or(encounter.suites.ecdhe_ecdsa, |key| encounter.suites.fit(key));
    encounter.version == TlsVersion::V13 || allowed
}
