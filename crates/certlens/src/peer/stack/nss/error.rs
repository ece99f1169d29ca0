//! NSS's errors as its tools print them (`SECerrs.h`, `SSLerrs.h`), and the alerts they turn into.

use crate::peer::alert::Alert;
use crate::peer::cause::Cause;
use crate::peer::encounter::Role;

/// An error: its number, its name, which a few lack in the table, its text, and what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Error {
    number: i32,
    name: &'static str,
    text: &'static str,
    pub(super) cause: Cause,
}

const fn error(number: i32, name: &'static str, text: &'static str, cause: Cause) -> Error {
    Error { number, name, text, cause }
}

impl Error {
    /// As selfserv prints it, or tstclnt after what it was doing.
    pub(super) fn words(self, role: Role, doing: &str) -> String {
        let Self { number, name, text, .. } = self;
        match role {
            Role::Server => format!("{number} {name}: {text}"),
            Role::Client => format!("tstclnt: {doing} failed: {name}: {text}"),
        }
    }

    /// `ssl3_SendAlertForCertError`
    pub(super) fn alert(self) -> Alert {
        match self {
            LIBRARY_FAILURE => Alert::UNSUPPORTED_CERTIFICATE,
            EXPIRED => Alert::CERTIFICATE_EXPIRED,
            INADEQUATE_KEY_USAGE | INADEQUATE_CERT_TYPE => Alert::CERTIFICATE_UNKNOWN,
            UNKNOWN_ISSUER | UNTRUSTED_ISSUER | EXPIRED_ISSUER => Alert::UNKNOWN_CA,
            _ => Alert::BAD_CERTIFICATE,
        }
    }
}

macro_rules! errors {
    ($($constant:ident = $number:literal $name:literal $text:literal $cause:ident;)*) => {
        $(pub(super) const $constant: Error = error($number, $name, $text, Cause::$cause);)*
    };
}

errors! {
    LIBRARY_FAILURE = -8191 "SEC_ERROR_LIBRARY_FAILURE" "security library failure." Encoding;
    OUTPUT_LEN = -8189 "SEC_ERROR_OUTPUT_LEN" "security library: output length error." KeyStrength;
    INVALID_ARGS = -8187 "SEC_ERROR_INVALID_ARGS" "security library: invalid arguments." Encoding;
    INVALID_TIME = -8184 "SEC_ERROR_INVALID_TIME" "Improperly formatted time string." ValidityFormat;
    BAD_DER = -8183 "SEC_ERROR_BAD_DER" "security library: improperly formatted DER-encoded message." KeyType;
    BAD_SIGNATURE = -8182 "SEC_ERROR_BAD_SIGNATURE" "Peer's certificate has an invalid signature." Signature;
    EXPIRED = -8181 "SEC_ERROR_EXPIRED_CERTIFICATE" "Peer's Certificate has expired." Expired;
    UNKNOWN_ISSUER = -8179 "SEC_ERROR_UNKNOWN_ISSUER" "Peer's Certificate issuer is not recognized." Issuer;
    NO_MEMORY = -8173 "SEC_ERROR_NO_MEMORY" "security library: memory allocation failure." KeyType;
    UNTRUSTED_ISSUER = -8172 "SEC_ERROR_UNTRUSTED_ISSUER"
        "Peer's certificate issuer has been marked as not trusted by the user." Issuer;
    EXPIRED_ISSUER = -8162 "SEC_ERROR_EXPIRED_ISSUER_CERTIFICATE"
        "The certificate issuer's certificate has expired. Check your system date and time." Expired;
    CA_CERT_INVALID = -8156 "SEC_ERROR_CA_CERT_INVALID" "Issuer certificate is invalid." CaFlag;
    PATH_LEN = -8155 "SEC_ERROR_PATH_LEN_CONSTRAINT_INVALID" "Certificate path length constraint is invalid." PathLength;
    UNKNOWN_CRITICAL = -8151 "SEC_ERROR_UNKNOWN_CRITICAL_EXTENSION"
        "Certificate contains unknown critical extension." CriticalExtension;
    INADEQUATE_KEY_USAGE = -8102 "SEC_ERROR_INADEQUATE_KEY_USAGE"
        "Certificate key usage inadequate for attempted operation." KeyUsage;
    INADEQUATE_CERT_TYPE = -8101 "SEC_ERROR_INADEQUATE_CERT_TYPE"
        "Certificate type not approved for application." KeyPurpose;
    NOT_IN_NAME_SPACE = -8080 "SEC_ERROR_CERT_NOT_IN_NAME_SPACE"
        "The Certifying Authority for this certificate is not permitted to issue a certificate with this name." NameConstraints;
    REUSED = -8054 "SEC_ERROR_REUSED_ISSUER_AND_SERIAL"
        "You are attempting to import a cert with the same issuer/serial as an existing cert, but that is not the same cert."
        Encoding;
    UNRECOGNIZED_OID = -8049 "SEC_ERROR_UNRECOGNIZED_OID" "Unrecognized Object Identifier." KeyType;
    SIGNATURE_DISABLED = -8016 "SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED"
        "The certificate was signed using a signature algorithm that is disabled because it is not secure." SignatureAlgorithm;
    ALGORITHM_MISMATCH = -8010 "SEC_ERROR_ALGORITHM_MISMATCH"
        "The signature algorithm in the signature field of the certificate does not match the algorithm in its signatureAlgorithm field."
        Encoding;
    INVALID_KEY = -8152 "SEC_ERROR_INVALID_KEY" "The key does not support the requested operation." KeyType;
    NO_CYPHER_OVERLAP = -12286 "SSL_ERROR_NO_CYPHER_OVERLAP"
        "Cannot communicate securely with peer: no common encryption algorithm(s)." Suites;
    NO_CERTIFICATE = -12285 "" "Unable to find the certificate or key necessary for authentication." NoCertificate;
    BAD_CERTIFICATE = -12284 "SSL_ERROR_BAD_CERTIFICATE"
        "Unable to communicate securely with peer: peers's certificate was rejected." KeyType;
    BAD_CERT_DOMAIN = -12276 "SSL_ERROR_BAD_CERT_DOMAIN"
        "Unable to communicate securely with peer: requested domain name does not match the server's certificate." Name;
    EXTRACT_PUBLIC_KEY = -12236 "SSL_ERROR_EXTRACT_PUBLIC_KEY_FAILURE"
        "SSL was unable to extract the public key from the peer's certificate." KeyType;
    HANDSHAKE_FAILURE_ALERT = -12227 "SSL_ERROR_HANDSHAKE_FAILURE_ALERT"
        "SSL peer was unable to negotiate an acceptable set of security parameters." KeyType;
    ILLEGAL_PARAMETER_ALERT = -12226 "SSL_ERROR_ILLEGAL_PARAMETER_ALERT"
        "SSL peer rejected a handshake message for unacceptable content." KeyType;
    DECODE_ERROR_ALERT = -12218 "SSL_ERROR_DECODE_ERROR_ALERT" "Peer could not decode an SSL handshake message." Name;
    PROTOCOL_VERSION_ALERT = -12190 "SSL_ERROR_PROTOCOL_VERSION_ALERT"
        "Peer reports incompatible or unsupported protocol version." KeyType;
    INCORRECT_SIGNATURE_ALGORITHM = -12160 "SSL_ERROR_INCORRECT_SIGNATURE_ALGORITHM"
        "Incorrect signature algorithm specified in a digitally-signed element." PeerKey;
    NO_SIGNATURE_ALGORITHM = -12154 "SSL_ERROR_NO_SUPPORTED_SIGNATURE_ALGORITHM"
        "No supported TLS signature algorithm was configured." KeyUsage;
    UNSUPPORTED_SIGNATURE_ALGORITHM = -12153 "SSL_ERROR_UNSUPPORTED_SIGNATURE_ALGORITHM"
        "The peer used an unsupported combination of signature and hash algorithm." KeyType;
    WEAK_SERVER_CERT_KEY = -12132 "SSL_ERROR_WEAK_SERVER_CERT_KEY"
        "The server certificate included a public key that was too weak." KeyStrength;
}
