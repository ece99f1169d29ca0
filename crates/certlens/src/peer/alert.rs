//! What the other side sees of a refusal.

use crate::peer::encounter::{Role, TlsVersion};

/// A TLS alert, by its number (RFC 8446 §6, RFC 5246 §7.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Alert(pub u8);

/// Number, name of the RFC, and how Go words it (`crypto/tls/alert.go`).
const ALERTS: &[(u8, &str, &str)] = &[
    (0, "close_notify", "close notify"),
    (10, "unexpected_message", "unexpected message"),
    (20, "bad_record_mac", "bad record MAC"),
    (21, "decryption_failed", "decryption failed"),
    (22, "record_overflow", "record overflow"),
    (30, "decompression_failure", "decompression failure"),
    (40, "handshake_failure", "handshake failure"),
    (42, "bad_certificate", "bad certificate"),
    (43, "unsupported_certificate", "unsupported certificate"),
    (44, "certificate_revoked", "revoked certificate"),
    (45, "certificate_expired", "expired certificate"),
    (46, "certificate_unknown", "unknown certificate"),
    (47, "illegal_parameter", "illegal parameter"),
    (48, "unknown_ca", "unknown certificate authority"),
    (49, "access_denied", "access denied"),
    (50, "decode_error", "error decoding message"),
    (51, "decrypt_error", "error decrypting message"),
    (70, "protocol_version", "protocol version not supported"),
    (71, "insufficient_security", "insufficient security level"),
    (80, "internal_error", "internal error"),
    (86, "inappropriate_fallback", "inappropriate fallback"),
    (90, "user_canceled", "user canceled"),
    (100, "no_renegotiation", "no renegotiation"),
    (109, "missing_extension", "missing extension"),
    (110, "unsupported_extension", "unsupported extension"),
    (112, "unrecognized_name", "unrecognized name"),
    (116, "certificate_required", "certificate required"),
    (120, "no_application_protocol", "no application protocol"),
];

impl Alert {
    /// A message that should not come now.
    pub const UNEXPECTED_MESSAGE: Self = Self(10);
    /// No parameters that both sides accept.
    pub const HANDSHAKE_FAILURE: Self = Self(40);
    /// A certificate that is corrupt, or refused for a reason without an alert of its own.
    pub const BAD_CERTIFICATE: Self = Self(42);
    /// A certificate of a kind, or for a purpose, that is not accepted.
    pub const UNSUPPORTED_CERTIFICATE: Self = Self(43);
    /// A certificate outside its validity period.
    pub const CERTIFICATE_EXPIRED: Self = Self(45);
    /// A certificate refused for some other reason.
    pub const CERTIFICATE_UNKNOWN: Self = Self(46);
    /// A field out of range or inconsistent with others.
    pub const ILLEGAL_PARAMETER: Self = Self(47);
    /// No path to a trusted CA.
    pub const UNKNOWN_CA: Self = Self(48);
    /// A valid certificate that is not let in.
    pub const ACCESS_DENIED: Self = Self(49);
    /// A message that cannot be decoded.
    pub const DECODE_ERROR: Self = Self(50);
    /// A signature or another cryptographic check that fails.
    pub const DECRYPT_ERROR: Self = Self(51);
    /// A version of the protocol that is not supported.
    pub const PROTOCOL_VERSION: Self = Self(70);
    /// Parameters that are too weak.
    pub const INSUFFICIENT_SECURITY: Self = Self(71);
    /// A failure that has nothing to do with the peer.
    pub const INTERNAL_ERROR: Self = Self(80);
    /// No client certificate where one is required.
    pub const CERTIFICATE_REQUIRED: Self = Self(116);

    /// The name of the RFC: `bad_certificate`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().map_or("unknown alert", |(_, name, _)| name)
    }

    /// How Go words it when it receives it: `bad certificate`.
    #[must_use]
    pub fn in_go(self) -> &'static str {
        self.row().map_or("unknown alert", |(_, _, text)| text)
    }

    fn row(self) -> Option<(u8, &'static str, &'static str)> {
        ALERTS.iter().find(|(number, ..)| *number == self.0).copied()
    }
}

/// What the other side sees when a stack gives up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeerSees {
    /// Nothing: there was no connection yet, or the stack goes on.
    Nothing,
    /// A handshake that goes through; the stack ends the connection afterwards.
    Success,
    /// An alert.
    Alert(Alert),
    /// An alert in place of the server's first flight, so that a client of TLS 1.3 too learns of it in its handshake.
    EarlyAlert(Alert),
    /// An alert that the other side cannot decrypt: OpenSSL's clients send theirs in the clear where TLS 1.3 has keys already.
    Garbled,
    /// The connection ends without an alert.
    Closed,
    /// The other side gave up by itself first; its own words.
    Own(String),
}

impl PeerSees {
    /// What the recorded counterpart, a Go program, says of it, with the call in which it learns of it: in TLS 1.3 a client
    /// has finished its handshake before the server has judged its certificate, so that it learns of a refusal at its first read.
    #[must_use]
    pub fn in_go(&self, role: Role, version: TlsVersion) -> String {
        let call = match (role, version) {
            (Role::Server, TlsVersion::V13) => "read",
            _ => "handshake",
        };
        match self {
            Self::Nothing => String::new(),
            Self::Success => "ok".to_owned(),
            Self::EarlyAlert(alert) => format!("handshake: remote error: tls: {}", alert.in_go()),
            Self::Alert(alert) => format!("{call}: remote error: tls: {}", alert.in_go()),
            Self::Garbled => "handshake: local error: tls: bad record MAC".to_owned(),
            Self::Closed => format!("{call}: closed without alert"),
            Self::Own(words) => format!("handshake: {words}"),
        }
    }
}
