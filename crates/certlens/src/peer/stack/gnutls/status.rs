//! What GnuTLS's verification has found: an OR of `gnutls_certificate_status_t`.

use crate::peer::cause::Cause;

/// The flags raised so far; none means trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Status(u16);

impl Status {
    /// Invalid, for a reason that has no flag of its own.
    pub(super) const INVALID: Self = Self(1);
    pub(super) const SIGNER_NOT_FOUND: Self = Self(1 | 1 << 1);
    pub(super) const SIGNER_NOT_CA: Self = Self(1 | 1 << 2);
    pub(super) const INSECURE_ALGORITHM: Self = Self(1 | 1 << 3);
    pub(super) const SIGNER_CONSTRAINTS_FAILURE: Self = Self(1 | 1 << 4);
    pub(super) const PURPOSE_MISMATCH: Self = Self(1 | 1 << 5);
    pub(super) const NOT_ACTIVATED: Self = Self(1 | 1 << 6);
    pub(super) const EXPIRED: Self = Self(1 | 1 << 7);
    pub(super) const SIGNATURE_FAILURE: Self = Self(1 | 1 << 8);
    pub(super) const UNEXPECTED_OWNER: Self = Self(1 | 1 << 9);
    pub(super) const MISSING_OCSP_STATUS: Self = Self(1 | 1 << 10);
    pub(super) const UNKNOWN_CRIT_EXTENSIONS: Self = Self(1 | 1 << 11);

    pub(super) const fn is_trusted(self) -> bool {
        self.0 == 0
    }

    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(super) const fn raise(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// `gnutls_certificate_verification_status_print`
    pub(super) fn sentences(self) -> String {
        let raised = SENTENCES.iter().filter(|(flag, ..)| self.has(*flag));
        raised.fold("The certificate is NOT trusted.".to_owned(), |text, (_, sentence, _)| {
            format!("{text} {sentence}")
        })
    }

    /// What the first of the sentences is about.
    pub(super) fn cause(self) -> Cause {
        let first = SENTENCES.iter().find(|(flag, ..)| self.has(*flag));
        first.map_or(Cause::SignatureAlgorithm, |(.., cause)| *cause)
    }
}

/// In the order in which they are printed.
const SENTENCES: &[(Status, &str, Cause)] = &[
    (Status::SIGNER_NOT_FOUND, "The certificate issuer is unknown.", Cause::Issuer),
    (Status::SIGNER_NOT_CA, "The certificate issuer is not a CA.", Cause::CaFlag),
    (Status::INSECURE_ALGORITHM, "The certificate chain uses insecure algorithm.", Cause::SignatureAlgorithm),
    (
        Status::SIGNER_CONSTRAINTS_FAILURE,
        "The certificate chain violates the signer's constraints.",
        Cause::NameConstraints,
    ),
    (
        Status::PURPOSE_MISMATCH,
        "The certificate chain does not match the intended purpose.",
        Cause::KeyPurpose,
    ),
    (Status::NOT_ACTIVATED, "The certificate chain uses not yet valid certificate.", Cause::NotYetValid),
    (Status::EXPIRED, "The certificate chain uses expired certificate.", Cause::Expired),
    (Status::SIGNATURE_FAILURE, "The signature in the certificate is invalid.", Cause::Signature),
    (Status::UNEXPECTED_OWNER, "The name in the certificate does not match the expected.", Cause::Name),
    (
        Status::MISSING_OCSP_STATUS,
        "The certificate requires the server to include an OCSP status in its response, but the OCSP status is missing.",
        Cause::Revocation,
    ),
    (
        Status::UNKNOWN_CRIT_EXTENSIONS,
        "The certificate contains an unknown critical extension.",
        Cause::CriticalExtension,
    ),
];
