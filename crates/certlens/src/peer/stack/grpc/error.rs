//! BoringSSL's errors, and how gRPC's core words them.

use crate::peer::encounter::Role;

/// An entry of the error queue: the number, the library, the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Raised(&'static str, &'static str, &'static str);

/// What a verification says of a connection before it has run.
pub(super) const NOT_VERIFIED: &str = "Invalid certificate verification context";

/// How gRPC's core begins what it says of a channel that does not come about.
const CHANNEL: &str = "failed to connect to all addresses; last error: UNKNOWN: ipv4:127.0.0.1:PORT:";

macro_rules! raised {
    ($($name:ident = $code:literal $library:literal $reason:literal;)*) => {
        $(pub(super) const $name: Raised = Raised($code, $library, $reason);)*
    };
}

raised! {
    INTEGER_ENCODING = "03000075" "bignum" "BAD_ENCODING";
    NEGATIVE_NUMBER = "0300006d" "bignum" "NEGATIVE_NUMBER";
    RSA_BAD_ENCODING = "04000064" "RSA" "BAD_ENCODING";
    BAD_E_VALUE = "04000065" "RSA" "BAD_E_VALUE";
    BAD_RSA_PARAMETERS = "04000068" "RSA" "BAD_RSA_PARAMETERS";
    SIGNATURE_LENGTH = "04000070" "RSA" "DATA_LEN_NOT_EQUAL_TO_MOD_LEN";
    BLOCK_TYPE = "0400006b" "RSA" "BLOCK_TYPE_IS_NOT_01";
    LAST_OCTET = "0400007f" "RSA" "LAST_OCTET_INVALID";
    KEY_DECODE = "06000066" "public key" "DECODE_ERROR";
    KEY_UNSUPPORTED = "06000080" "public key" "UNSUPPORTED_ALGORITHM";
    INVALID_SIGNATURE = "06000083" "public key" "INVALID_SIGNATURE";
    UNUSED_BITS = "0b00006d" "X.509 certificate" "INVALID_BIT_STRING_BITS_LEFT";
    PSS_PARAMETERS = "0b000070" "X.509 certificate" "INVALID_PSS_PARAMETERS";
    ISSUER_KEY = "0b00007d" "X.509 certificate" "PUBLIC_KEY_DECODE_ERROR";
    ALGORITHMS_DIFFER = "0b000089" "X.509 certificate" "SIGNATURE_ALGORITHM_MISMATCH";
    INVALID_VERSION = "0b00008c" "X.509 certificate" "INVALID_VERSION";
    POLICY_EXTENSION = "0b000090" "X.509 certificate" "INVALID_POLICY_EXTENSION";
    DECODE = "0c00006d" "ASN.1 encoding" "DECODE_ERROR";
    NO_DIGEST = "0c00006f" "ASN.1 encoding" "DIGEST_AND_KEY_TYPE_NOT_SUPPORTED";
    UNKNOWN_SIGNATURE = "0c0000b8" "ASN.1 encoding" "UNKNOWN_SIGNATURE_ALGORITHM";
    KEY_TYPE = "0c0000bd" "ASN.1 encoding" "WRONG_PUBLIC_KEY_TYPE";
    OBJECT_ENCODING = "0c000092" "ASN.1 encoding" "INVALID_OBJECT_ENCODING";
    INVALID_INTEGER = "0c0000c4" "ASN.1 encoding" "INVALID_INTEGER";
    OFF_CURVE = "0f000078" "elliptic curve" "POINT_IS_NOT_ON_CURVE";
    CURVE_DECODE = "0f000080" "elliptic curve" "DECODE_ERROR";
    VERIFY_FAILED = "1000007d" "SSL" "CERTIFICATE_VERIFY_FAILED";
    NO_SHARED_CIPHER = "100000b8" "SSL" "NO_SHARED_CIPHER";
    NO_CERTIFICATE = "100000c0" "SSL" "PEER_DID_NOT_RETURN_A_CERTIFICATE";
    WRONG_CERTIFICATE_TYPE = "100000f1" "SSL" "WRONG_CERTIFICATE_TYPE";
    WRONG_SIGNATURE_TYPE = "100000f5" "SSL" "WRONG_SIGNATURE_TYPE";
    NO_COMMON_SCHEME = "100000fd" "SSL" "NO_COMMON_SIGNATURE_ALGORITHMS";
    CANNOT_PARSE_LEAF = "10000110" "SSL" "CANNOT_PARSE_LEAF_CERT";
    KEY_USAGE_BIT = "1000012e" "SSL" "KEY_USAGE_BIT_INCORRECT";
    HANDSHAKE_FAILURE_ALERT = "10000410" "SSL" "SSLV3_ALERT_HANDSHAKE_FAILURE";
    DECODE_ERROR_ALERT = "1000041a" "SSL" "TLSV1_ALERT_DECODE_ERROR";
    PROTOCOL_VERSION_ALERT = "1000042e" "SSL" "TLSV1_ALERT_PROTOCOL_VERSION";
    TRAILING_DATA = "140000a4" "X509 V3" "TRAILING_DATA_IN_EXTENSION";
    ECDSA_SIGNATURE = "1a000064" "ECDSA" "BAD_SIGNATURE";
}

/// A handshake that failed (`DoHandshake` of `ssl_transport_security.cc`): what the caller of a client is told, with what the
/// log has; a server has its log only. `verified` is what the verification says, nothing where it is content.
pub(super) fn handshake(role: Role, raised: Raised, verified: Option<&str>) -> String {
    let Raised(code, library, reason) = raised;
    let verified = verified.map(|text| format!(": {text}")).unwrap_or_default();
    let error = format!("SSL_ERROR_SSL: error:{code}:{library} routines:OPENSSL_internal:{reason}{verified}");
    let log = format!("Handshake failed with error {error}");
    match role {
        Role::Client => {
            format!("{CHANNEL} Tls handshake failed (TSI_PROTOCOL_FAILURE): {error}: OK || log: {log}")
        }
        Role::Server => log,
    }
}

/// Files that gRPC does not load; `first` is the line of the log that says which.
pub(super) fn load(role: Role, first: Option<&str>, status: &str) -> String {
    let first = first.map(|line| format!("{line} | ")).unwrap_or_default();
    let failed = format!("{first}Handshaker factory creation failed with {status}");
    match role {
        Role::Client => format!(
            "{CHANNEL} Failed to create security handshaker. || log: {failed} | Update handshaker factory failed."
        ),
        Role::Server => failed,
    }
}

/// A peer whose names cannot be extracted after the handshake.
/// (`ssl_check_peer`) Recorded: san-ip-len5-server.
pub(super) fn extraction(role: Role, line: &str) -> String {
    match role {
        Role::Client => format!("{CHANNEL} Peer extraction failed (TSI_INTERNAL_ERROR) || log: {line}"),
        Role::Server => line.to_owned(),
    }
}

/// `HostNameCertificateVerifier`
pub(super) fn host() -> String {
    format!(
        "{CHANNEL} Custom verification check failed with error: UNAUTHENTICATED: Hostname Verification Check failed."
    )
}
