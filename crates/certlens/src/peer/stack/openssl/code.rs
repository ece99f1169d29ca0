//! What `X509_verify_cert` can report (`include/openssl/x509_vfy.h.in`), with the alert that follows (`ssl_x509err2alert` of
//! `ssl/statem/statem_lib.c`) and the name that Node knows for it (`X509ErrorCode` of `src/crypto/crypto_common.cc`).

use crate::peer::alert::Alert;
use crate::peer::cause::Cause;

/// One error of a verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::peer::stack) struct Code {
    pub(in crate::peer::stack) number: u8,
    /// `X509_verify_cert_error_string`
    pub(in crate::peer::stack) text: &'static str,
    /// The name that Node has for it; it calls the others `UNSPECIFIED`.
    pub(in crate::peer::stack) node: &'static str,
    pub(in crate::peer::stack) alert: Alert,
    pub(in crate::peer::stack) cause: Cause,
}

macro_rules! codes {
    ($($name:ident = $number:literal $text:literal $node:literal $alert:ident $cause:ident;)*) => {
        $(pub(in crate::peer::stack) const $name: Code = Code {
            number: $number, text: $text, node: $node, alert: Alert::$alert, cause: Cause::$cause,
        };)*
    };
}

codes! {
    ISSUER_CERT = 2 "unable to get issuer certificate" "UNABLE_TO_GET_ISSUER_CERT" UNKNOWN_CA Issuer;
    DECODE_ISSUER_KEY = 6 "unable to decode issuer public key" "UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY" BAD_CERTIFICATE KeyType;
    SIGNATURE_FAILURE = 7 "certificate signature failure" "CERT_SIGNATURE_FAILURE" DECRYPT_ERROR Signature;
    NOT_YET_VALID = 9 "certificate is not yet valid" "CERT_NOT_YET_VALID" BAD_CERTIFICATE NotYetValid;
    HAS_EXPIRED = 10 "certificate has expired" "CERT_HAS_EXPIRED" CERTIFICATE_EXPIRED Expired;
    NOT_BEFORE_FIELD = 13 "format error in certificate's notBefore field" "ERROR_IN_CERT_NOT_BEFORE_FIELD" BAD_CERTIFICATE ValidityFormat;
    NOT_AFTER_FIELD = 14 "format error in certificate's notAfter field" "ERROR_IN_CERT_NOT_AFTER_FIELD" BAD_CERTIFICATE ValidityFormat;
    SELF_SIGNED = 18 "self-signed certificate" "DEPTH_ZERO_SELF_SIGNED_CERT" UNKNOWN_CA Issuer;
    SELF_SIGNED_IN_CHAIN = 19 "self-signed certificate in certificate chain" "SELF_SIGNED_CERT_IN_CHAIN" UNKNOWN_CA Issuer;
    LOCAL_ISSUER = 20 "unable to get local issuer certificate" "UNABLE_TO_GET_ISSUER_CERT_LOCALLY" UNKNOWN_CA Issuer;
    LEAF_SIGNATURE = 21 "unable to verify the first certificate" "UNABLE_TO_VERIFY_LEAF_SIGNATURE" UNKNOWN_CA Issuer;
    CHAIN_TOO_LONG = 22 "certificate chain too long" "CERT_CHAIN_TOO_LONG" UNKNOWN_CA ChainLength;
    PATH_LENGTH = 25 "path length constraint exceeded" "PATH_LENGTH_EXCEEDED" UNKNOWN_CA PathLength;
    INVALID_PURPOSE = 26 "unsuitable certificate purpose" "INVALID_PURPOSE" UNSUPPORTED_CERTIFICATE KeyPurpose;
    NO_CERT_SIGN = 32 "key usage does not include certificate signing" "UNSPECIFIED" CERTIFICATE_UNKNOWN KeyCertSign;
    CRITICAL_EXTENSION = 34 "unhandled critical extension" "UNSPECIFIED" CERTIFICATE_UNKNOWN CriticalExtension;
    PROXY_NOT_ALLOWED = 40 "proxy certificates not allowed, please set the appropriate flag" "UNSPECIFIED" CERTIFICATE_UNKNOWN CriticalExtension;
    PERMITTED = 47 "permitted subtree violation" "UNSPECIFIED" CERTIFICATE_UNKNOWN NameConstraints;
    EXCLUDED = 48 "excluded subtree violation" "UNSPECIFIED" CERTIFICATE_UNKNOWN NameConstraints;
    SUBTREE_MINMAX = 49 "name constraints minimum and maximum not supported" "UNSPECIFIED" CERTIFICATE_UNKNOWN NameConstraints;
    CONSTRAINT_TYPE = 51 "unsupported name constraint type" "UNSPECIFIED" CERTIFICATE_UNKNOWN NameConstraints;
    NAME_SYNTAX = 53 "unsupported or invalid name syntax" "UNSPECIFIED" CERTIFICATE_UNKNOWN NameConstraints;
    HOSTNAME = 62 "hostname mismatch" "HOSTNAME_MISMATCH" BAD_CERTIFICATE Name;
    IP_ADDRESS = 64 "IP address mismatch" "UNSPECIFIED" BAD_CERTIFICATE Name;
    EE_KEY = 66 "EE certificate key too weak" "UNSPECIFIED" BAD_CERTIFICATE KeyStrength;
    CA_KEY = 67 "CA certificate key too weak" "UNSPECIFIED" BAD_CERTIFICATE KeyStrength;
    PROXY_NAME = 67 "proxy subject name violation" "UNSPECIFIED" CERTIFICATE_UNKNOWN CriticalExtension;
    CA_DIGEST = 68 "CA signature digest algorithm too weak" "UNSPECIFIED" BAD_CERTIFICATE SignatureAlgorithm;
    INVALID_CA = 79 "invalid CA certificate" "INVALID_CA" UNKNOWN_CA CaFlag;
    PATHLEN_NON_CA = 80 "Path length invalid for non-CA cert" "UNSPECIFIED" CERTIFICATE_UNKNOWN PathLength;
    PATHLEN_NO_CERT_SIGN = 81 "Path length given without key usage keyCertSign" "UNSPECIFIED" CERTIFICATE_UNKNOWN KeyCertSign;
    CERT_SIGN_NON_CA = 82 "Key usage keyCertSign invalid for non-CA cert" "UNSPECIFIED" CERTIFICATE_UNKNOWN KeyUsage;
    ISSUER_EMPTY = 83 "Issuer name empty" "UNSPECIFIED" CERTIFICATE_UNKNOWN Encoding;
    SUBJECT_EMPTY = 84 "Subject name empty" "UNSPECIFIED" CERTIFICATE_UNKNOWN Encoding;
    MISSING_AKI = 85 "Missing Authority Key Identifier" "UNSPECIFIED" CERTIFICATE_UNKNOWN KeyIdentifiers;
    MISSING_SKI = 86 "Missing Subject Key Identifier" "UNSPECIFIED" CERTIFICATE_UNKNOWN KeyIdentifiers;
    EMPTY_SAN = 87 "Empty Subject Alternative Name extension" "UNSPECIFIED" CERTIFICATE_UNKNOWN Encoding;
    SAN_NOT_CRITICAL = 88 "Subject empty and Subject Alt Name extension not critical" "UNSPECIFIED" CERTIFICATE_UNKNOWN Criticality;
    BASIC_NOT_CRITICAL = 89 "Basic Constraints of CA cert not marked critical" "UNSPECIFIED" CERTIFICATE_UNKNOWN Criticality;
    AKI_CRITICAL = 90 "Authority Key Identifier marked critical" "UNSPECIFIED" CERTIFICATE_UNKNOWN Criticality;
    SKI_CRITICAL = 91 "Subject Key Identifier marked critical" "UNSPECIFIED" CERTIFICATE_UNKNOWN Criticality;
    CA_WITHOUT_KEY_USAGE = 92 "CA cert does not include key usage extension" "UNSPECIFIED" CERTIFICATE_UNKNOWN CaKeyUsage;
    EXTENSIONS_NEED_V3 = 93 "Using cert extension requires at least X509v3" "UNSPECIFIED" CERTIFICATE_UNKNOWN Encoding;
    EXPLICIT_CURVE = 94 "Certificate public key has explicit ECC parameters" "UNSPECIFIED" BAD_CERTIFICATE KeyType;
    ALGORITHMS_DIFFER = 78 "cert info signature and signature algorithm mismatch" "UNSPECIFIED" CERTIFICATE_UNKNOWN SignatureAlgorithm;
}
