//! Mbed TLS's error codes and their texts (`error.c`).

use core::fmt;

use crate::peer::cause::Cause;

/// A negative error code, of which a high and a low part may be added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Code {
    pub(super) high: u16,
    pub(super) low: u16,
}

/// Low parts, of `asn1.h`, `base64.h` and `oid.h`.
pub(super) const OUT_OF_DATA: u16 = 0x60;
pub(super) const UNEXPECTED_TAG: u16 = 0x62;
pub(super) const INVALID_LENGTH: u16 = 0x64;
pub(super) const LENGTH_MISMATCH: u16 = 0x66;
pub(super) const INVALID_DATA: u16 = 0x68;
pub(super) const INVALID_CHARACTER: u16 = 0x2c;
pub(super) const OID_NOT_FOUND: u16 = 0x2e;

/// High parts, of `x509.h`, `pk.h`, `pem.h`, `ecp.h`, `rsa.h` and `ssl.h`.
pub(super) const PEM_DATA: u16 = 0x1100;
pub(super) const FEATURE: u16 = 0x2080;
pub(super) const FORMAT: u16 = 0x2180;
pub(super) const VERSION_ELEMENT: u16 = 0x2200;
pub(super) const SERIAL: u16 = 0x2280;
pub(super) const ALGORITHM: u16 = 0x2300;
pub(super) const NAME: u16 = 0x2380;
pub(super) const DATE: u16 = 0x2400;
pub(super) const SIGNATURE: u16 = 0x2480;
pub(super) const EXTENSIONS: u16 = 0x2500;
pub(super) const VERSION: u16 = 0x2580;
pub(super) const SIGNATURE_ALGORITHM: u16 = 0x2600;
pub(super) const SIGNATURE_MISMATCH: u16 = 0x2680;
pub(super) const VERIFY_FAILED: u16 = 0x2700;
pub(super) const UNKNOWN_FORMAT: u16 = 0x2780;
pub(super) const FATAL: u16 = 0x3000;
pub(super) const CURVE: u16 = 0x3a00;
pub(super) const KEY_ALGORITHM: u16 = 0x3a80;
pub(super) const PUBLIC_KEY: u16 = 0x3b00;
pub(super) const PASSWORD: u16 = 0x3c00;
pub(super) const UNKNOWN_KEY: u16 = 0x3c80;
pub(super) const KEY_FORMAT: u16 = 0x3d00;
pub(super) const KEY_VERSION: u16 = 0x3d80;
pub(super) const TYPE_MISMATCH: u16 = 0x3f00;
pub(super) const RSA_CHECK: u16 = 0x4200;
pub(super) const RSA_VERIFY: u16 = 0x4380;
pub(super) const ECP_KEY: u16 = 0x4c80;
pub(super) const ECP_VERIFY: u16 = 0x4e00;
pub(super) const ECP_FEATURE: u16 = 0x4e80;
pub(super) const ECP_INPUT: u16 = 0x4f80;
pub(super) const NO_SUITE: u16 = 0x6980;
pub(super) const KEY_TYPE: u16 = 0x6d00;
pub(super) const NO_CLIENT_CERTIFICATE: u16 = 0x7480;
pub(super) const NO_CA_CHAIN: u16 = 0x7680;
pub(super) const FATAL_ALERT: u16 = 0x7780;
pub(super) const BAD_CERTIFICATE: u16 = 0x7a00;
pub(super) const BAD_VERIFY: u16 = 0x7d80;

const TEXTS: &[(u16, &str)] = &[
    (OUT_OF_DATA, "ASN1 - Out of data when parsing an ASN1 data structure"),
    (UNEXPECTED_TAG, "ASN1 - ASN1 tag was of an unexpected value"),
    (INVALID_LENGTH, "ASN1 - Error when trying to determine the length or invalid length"),
    (LENGTH_MISMATCH, "ASN1 - Actual length differs from expected length"),
    (INVALID_DATA, "ASN1 - Data is invalid"),
    (INVALID_CHARACTER, "BASE64 - Invalid character in input"),
    (OID_NOT_FOUND, "OID - OID is not found"),
    (PEM_DATA, "PEM - PEM string is not as expected"),
    (FEATURE, "X509 - Unavailable feature, e.g. RSA hashing/encryption combination"),
    (FORMAT, "X509 - The CRT/CRL/CSR format is invalid, e.g. different type expected"),
    (VERSION_ELEMENT, "X509 - The CRT/CRL/CSR version element is invalid"),
    (SERIAL, "X509 - The serial tag or value is invalid"),
    (ALGORITHM, "X509 - The algorithm tag or value is invalid"),
    (NAME, "X509 - The name tag or value is invalid"),
    (DATE, "X509 - The date tag or value is invalid"),
    (SIGNATURE, "X509 - The signature tag or value invalid"),
    (EXTENSIONS, "X509 - The extension tag or value is invalid"),
    (VERSION, "X509 - CRT/CRL/CSR has an unsupported version number"),
    (SIGNATURE_ALGORITHM, "X509 - Signature algorithm (oid) is unsupported"),
    (SIGNATURE_MISMATCH, "X509 - Signature algorithms do not match. (see \\c ::mbedtls_x509_crt sig_oid)"),
    (VERIFY_FAILED, "X509 - Certificate verification failed, e.g. CRL, CA or signature check failed"),
    (UNKNOWN_FORMAT, "X509 - Format not recognized as DER or PEM"),
    (FATAL, "X509 - A fatal error occurred, eg the chain is too long or the vrfy callback failed"),
    (CURVE, "PK - Elliptic curve is unsupported (only NIST curves are supported)"),
    (KEY_ALGORITHM, "PK - The algorithm tag or value is invalid"),
    (PUBLIC_KEY, "PK - The pubkey tag or value is invalid (only RSA and EC are supported)"),
    (PASSWORD, "PK - Private key password can't be empty"),
    (UNKNOWN_KEY, "PK - Key algorithm is unsupported (only RSA and EC are supported)"),
    (KEY_FORMAT, "PK - Invalid key tag or value"),
    (KEY_VERSION, "PK - Unsupported key version"),
    (TYPE_MISMATCH, "PK - Type mismatch, eg attempt to encrypt with an ECDSA key"),
    (RSA_CHECK, "RSA - Key failed to pass the validity check of the library"),
    (RSA_VERIFY, "RSA - The PKCS#1 verification failed"),
    (ECP_KEY, "ECP - Invalid private or public key"),
    (ECP_VERIFY, "ECP - The signature is not valid"),
    (
        ECP_FEATURE,
        "ECP - The requested feature is not available, for example, the requested curve is not supported",
    ),
    (ECP_INPUT, "ECP - Bad input parameters to function"),
    (
        NO_SUITE,
        "SSL - None of the common ciphersuites is usable (eg, no suitable certificate, see debug messages)",
    ),
    (KEY_TYPE, "SSL - Public key type mismatch (eg, asked for RSA key exchange and presented EC key)"),
    (
        NO_CLIENT_CERTIFICATE,
        "SSL - No client certification received from the client, but required by the authentication mode",
    ),
    (NO_CA_CHAIN, "SSL - No CA Chain is set, but required to operate"),
    (FATAL_ALERT, "SSL - A fatal alert message was received from our peer"),
    (BAD_CERTIFICATE, "SSL - Processing of the Certificate handshake message failed"),
    (BAD_VERIFY, "SSL - Processing of the CertificateVerify handshake message failed"),
];

pub(super) const fn high(high: u16) -> Code {
    Code { high, low: 0 }
}

impl Code {
    /// What the error is about; anything else is the encoding.
    pub(super) const fn cause(self) -> Cause {
        match self.high {
            DATE => Cause::ValidityFormat,
            SIGNATURE_ALGORITHM => Cause::SignatureAlgorithm,
            CURVE | UNKNOWN_KEY | ECP_KEY | ECP_FEATURE | PUBLIC_KEY => Cause::KeyType,
            _ => Cause::Encoding,
        }
    }
}

/// `-0x2562: X509 - … : ASN1 - …`
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |code: u16| {
            TEXTS.iter().find(|(number, _)| *number == code).map_or("UNKNOWN ERROR CODE", |(_, text)| text)
        };
        write!(f, "-0x{:04x}: {}", self.high + self.low, text(self.high))?;
        if self.low != 0 {
            write!(f, " : {}", text(self.low))?;
        }
        Ok(())
    }
}
