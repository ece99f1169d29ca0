//! GnuTLS's error codes, their texts (`lib/errors.c`) and the alerts they turn into (`lib/alert.c`, `gnutls_error_to_alert`).

use crate::peer::alert::Alert;
use crate::peer::cause::Cause;

/// An error code: its text, and what becomes of it on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Code {
    pub(super) text: &'static str,
    pub(super) alert: Alert,
    pub(super) cause: Cause,
}

const fn code(text: &'static str, alert: Alert, cause: Cause) -> Code {
    Code { text, alert, cause }
}

pub(super) const DER: Code =
    code("ASN1 parser: Error in DER parsing.", Alert::BAD_CERTIFICATE, Cause::Encoding);
pub(super) const TAG: Code = code("ASN1 parser: Error in TAG.", Alert::BAD_CERTIFICATE, Cause::Encoding);
pub(super) const ELEMENT_NOT_FOUND: Code =
    code("ASN1 parser: Element was not found.", Alert::BAD_CERTIFICATE, Cause::KeyType);
pub(super) const TIME_ENCODING: Code =
    code("The DER time encoding is invalid.", Alert::INTERNAL_ERROR, Cause::ValidityFormat);
pub(super) const TIME: Code =
    code("Error in the time fields of certificate.", Alert::INTERNAL_ERROR, Cause::ValidityFormat);
pub(super) const CERTIFICATE: Code =
    code("Error in the certificate.", Alert::BAD_CERTIFICATE, Cause::Encoding);
pub(super) const DUPLICATE_EXTENSION: Code =
    code("Duplicate extension in X.509 certificate.", Alert::INTERNAL_ERROR, Cause::Encoding);
pub(super) const UNKNOWN_SAN: Code =
    code("Unknown Subject Alternative name in X.509 certificate.", Alert::INTERNAL_ERROR, Cause::Encoding);
pub(super) const BASE64_HEADER: Code =
    code("Base64 unexpected header error.", Alert::INTERNAL_ERROR, Cause::Encoding);
pub(super) const BASE64: Code = code("Base64 decoding error.", Alert::INTERNAL_ERROR, Cause::Encoding);
pub(super) const NO_CERTIFICATE: Code =
    code("No certificate was found.", Alert::DECODE_ERROR, Cause::NoCertificate);
pub(super) const CERTIFICATE_REQUIRED: Code =
    code("Certificate is required.", Alert::CERTIFICATE_REQUIRED, Cause::NoCertificate);
pub(super) const NOT_AVAILABLE: Code =
    code("The requested data were not available.", Alert::INTERNAL_ERROR, Cause::KeyFile);
pub(super) const KEY_MISMATCH: Code =
    code("The certificate and the given key do not match.", Alert::INTERNAL_ERROR, Cause::KeyMatch);
pub(super) const CURVE: Code = code("The curve is unsupported", Alert::HANDSHAKE_FAILURE, Cause::KeyType);
pub(super) const UNKNOWN_KEY: Code =
    code("An unknown public key algorithm was encountered.", Alert::HANDSHAKE_FAILURE, Cause::KeyType);
pub(super) const KEY_USAGE: Code =
    code("Key usage violation in certificate has been detected.", Alert::INTERNAL_ERROR, Cause::KeyUsage);
pub(super) const SIGNATURE: Code =
    code("Public key signature verification has failed.", Alert::DECRYPT_ERROR, Cause::PeerKey);
pub(super) const INCOMPATIBLE: Code =
    code("The signature is incompatible with the public key.", Alert::ILLEGAL_PARAMETER, Cause::PeerKey);
pub(super) const ILLEGAL_PARAMETER: Code =
    code("An illegal parameter has been received.", Alert::ILLEGAL_PARAMETER, Cause::PeerKey);
pub(super) const CONSTRAINT: Code =
    code("Some constraint limits were reached.", Alert::INTERNAL_ERROR, Cause::KeyStrength);
pub(super) const PARSING: Code = code("Error in parsing.", Alert::INTERNAL_ERROR, Cause::KeyType);
pub(super) const DISALLOWED_NAME: Code =
    code("A disallowed SNI server name has been received.", Alert::ILLEGAL_PARAMETER, Cause::Name);
pub(super) const NOT_ENABLED: Code =
    code("An algorithm that is not enabled was negotiated.", Alert::HANDSHAKE_FAILURE, Cause::KeyType);
pub(super) const NO_CIPHER_SUITES: Code =
    code("No supported cipher suites have been found.", Alert::HANDSHAKE_FAILURE, Cause::Suites);
pub(super) const FATAL_ALERT: Code =
    code("A TLS fatal alert has been received.", Alert::INTERNAL_ERROR, Cause::Suites);
