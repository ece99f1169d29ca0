//! wolfSSL's error codes and their texts (`error.c`, `internal.c`).

use core::fmt;

use crate::peer::alert::Alert;
use crate::peer::cause::Cause;

/// An error code, its text, and what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Error {
    number: i32,
    text: &'static str,
    pub(super) cause: Cause,
}

/// `-188: certificate verify failed`
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.number, self.text)
    }
}

impl Error {
    /// `DoCertFatalAlert`
    pub(super) fn alert(self) -> Alert {
        match self {
            BEFORE_DATE | AFTER_DATE => Alert::CERTIFICATE_EXPIRED,
            NO_SIGNER => Alert::UNKNOWN_CA,
            _ => Alert::BAD_CERTIFICATE,
        }
    }
}

const fn error(number: i32, text: &'static str, cause: Cause) -> Error {
    Error { number, text, cause }
}

/// `MP_VAL`, for which wolfSSL has no words.
pub(super) const INVALID_NUMBER: Error = error(-3, "unknown error number", Cause::PeerKey);
pub(super) const NO_PEER_KEY: Error = error(-316, "need peer's key", Cause::PeerKey);
pub(super) const EXPTMOD: Error = error(-112, "mp_exptmod error state", Cause::PeerKey);
pub(super) const MEMORY: Error = error(-125, "out of memory error", Cause::Encoding);
pub(super) const ALGORITHM_ID: Error = error(-133, "Setting Cert AlgoID error", Cause::KeyType);
pub(super) const PARSE: Error = error(-140, "ASN parsing error, invalid input", Cause::Encoding);
pub(super) const EXPECT_0: Error = error(-146, "ASN expect error, not zero", Cause::Encoding);
pub(super) const VERSION: Error = error(-141, "ASN version error, invalid number", Cause::Encoding);
pub(super) const OBJECT_ID: Error = error(-144, "ASN object id error, invalid id", Cause::Encoding);
pub(super) const BEFORE_DATE: Error = error(-150, "ASN date error, current date before", Cause::NotYetValid);
pub(super) const AFTER_DATE: Error = error(-151, "ASN date error, current date after", Cause::Expired);
pub(super) const SIGNATURE_OID: Error = error(-152, "ASN signature error, mismatched oid", Cause::Encoding);
pub(super) const SIGNATURE: Error = error(-155, "ASN sig error, confirm failure", Cause::Signature);
pub(super) const CRITICAL: Error =
    error(-160, "X.509 Critical extension ignored or invalid", Cause::CriticalExtension);
pub(super) const NO_SIGNER: Error = error(-188, "certificate verify failed", Cause::Issuer);
pub(super) const PADDING: Error = error(-193, "Bad padding, message wrong length", Cause::PeerKey);
pub(super) const NAME: Error = error(-198, "Name Constraint error", Cause::NameConstraints);
pub(super) const CURVE: Error = error(-172, "ECC curve sum OID unsupported, invalid input", Cause::KeyType);
pub(super) const PEER_KEY: Error = error(-342, "cant decode peer key", Cause::KeyType);
pub(super) const SIGNATURE_VERIFY: Error = error(-229, "Signature verify error", Cause::PeerKey);
pub(super) const PATH_LENGTH: Error = error(-237, "ASN CA path length value error", Cause::PathLength);
pub(super) const SELF_SIGNED: Error = error(-275, "ASN self-signed certificate error", Cause::Issuer);
pub(super) const HEADER: Error = error(-306, "parse error on header", Cause::KeyType);
pub(super) const FATAL_ALERT: Error = error(-313, "received alert fatal error", Cause::KeyType);
pub(super) const DOMAIN_NAME: Error = error(-322, "peer subject name mismatch", Cause::Name);
pub(super) const VERIFY_SIGN: Error = error(-330, "verify problem based on signature", Cause::PeerKey);
pub(super) const NO_PEER_CERTIFICATE: Error =
    error(-345, "peer did not return a certificate", Cause::NoCertificate);
pub(super) const NOT_CA: Error = error(-357, "Not a CA by basic constraint error", Cause::KeyCertSign);
pub(super) const KEY_USAGE: Error = error(-383, "Key Use digitalSignature not set Error", Cause::KeyUsage);
pub(super) const EXT_KEY_USAGE: Error =
    error(-386, "Ext Key Use server/client auth not set Error", Cause::KeyPurpose);
pub(super) const HANDSHAKE_SIZE: Error = error(-404, "Handshake message too large Error", Cause::ChainLength);
pub(super) const DECODE: Error = error(-416, "Decode handshake message error", Cause::ChainLength);
pub(super) const RSA_KEY_SIZE: Error = error(-409, "RSA key too small", Cause::KeyStrength);
pub(super) const INVALID_PARAMETER: Error = error(-425, "The security parameter is invalid", Cause::KeyType);
pub(super) const MATCH_SUITE: Error = error(-501, "can't match cipher suite", Cause::Suites);
