//! What Mbed TLS's verification has found: an OR of `MBEDTLS_X509_BADCERT_…`.

use crate::peer::alert::Alert;
use crate::peer::cause::Cause;

/// The flags raised so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Flags(u16);

impl Flags {
    pub(super) const EXPIRED: Self = Self(1);
    pub(super) const CN_MISMATCH: Self = Self(1 << 1);
    pub(super) const NOT_TRUSTED: Self = Self(1 << 2);
    pub(super) const MISSING: Self = Self(1 << 3);
    pub(super) const FUTURE: Self = Self(1 << 4);
    pub(super) const KEY_USAGE: Self = Self(1 << 5);
    pub(super) const EXT_KEY_USAGE: Self = Self(1 << 6);
    pub(super) const BAD_MD: Self = Self(1 << 7);
    pub(super) const BAD_KEY: Self = Self(1 << 8);
    pub(super) const BAD_PK: Self = Self(1 << 9);

    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(super) const fn raise(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// `mbedtls_x509_crt_verify_info`, its lines joined.
    pub(super) fn text(self) -> String {
        let raised = SENTENCES.iter().filter(|(flag, ..)| self.has(*flag));
        raised.map(|(_, sentence, _)| *sentence).collect::<Vec<_>>().join("  | ")
    }

    /// What the first of the lines is about.
    pub(super) fn cause(self) -> Cause {
        SENTENCES.iter().find(|(flag, ..)| self.has(*flag)).map_or(Cause::Issuer, |(.., cause)| *cause)
    }

    /// `ssl_parse_certificate_verify`
    pub(super) fn alert(self) -> Alert {
        let first = ALERTS.iter().find(|(flag, _)| self.has(*flag));
        first.map_or(Alert::CERTIFICATE_UNKNOWN, |(_, alert)| *alert)
    }
}

/// In the order in which they are printed.
const SENTENCES: &[(Flags, &str, Cause)] = &[
    (Flags::EXPIRED, "The certificate validity has expired", Cause::Expired),
    (Flags::CN_MISMATCH, "The certificate Common Name (CN) does not match with the expected CN", Cause::Name),
    (Flags::NOT_TRUSTED, "The certificate is not correctly signed by the trusted CA", Cause::Issuer),
    (Flags::MISSING, "Certificate was missing", Cause::NoCertificate),
    (Flags::FUTURE, "The certificate validity starts in the future", Cause::NotYetValid),
    (Flags::KEY_USAGE, "Usage does not match the keyUsage extension", Cause::KeyUsage),
    (Flags::EXT_KEY_USAGE, "Usage does not match the extendedKeyUsage extension", Cause::KeyPurpose),
    (Flags::BAD_MD, "The certificate is signed with an unacceptable hash.", Cause::SignatureAlgorithm),
    (
        Flags::BAD_PK,
        "The certificate is signed with an unacceptable PK alg (eg RSA vs ECDSA).",
        Cause::SignatureAlgorithm,
    ),
    (
        Flags::BAD_KEY,
        "The certificate is signed with an unacceptable key (eg bad curve, RSA too short).",
        Cause::KeyStrength,
    ),
];

/// In the order in which they are looked for.
const ALERTS: &[(Flags, Alert)] = &[
    (Flags::CN_MISMATCH, Alert::BAD_CERTIFICATE),
    (Flags::KEY_USAGE, Alert::UNSUPPORTED_CERTIFICATE),
    (Flags::EXT_KEY_USAGE, Alert::UNSUPPORTED_CERTIFICATE),
    (Flags::BAD_PK, Alert::UNSUPPORTED_CERTIFICATE),
    (Flags::BAD_KEY, Alert::UNSUPPORTED_CERTIFICATE),
    (Flags::EXPIRED, Alert::CERTIFICATE_EXPIRED),
    (Flags::NOT_TRUSTED, Alert::UNKNOWN_CA),
];
