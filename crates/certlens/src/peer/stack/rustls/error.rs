//! The errors of webpki (`error.rs`), as rustls words them, and the alert it sends for each (`error.rs` there).

use std::borrow::Cow;

use crate::peer::alert::{Alert, PeerSees};
use crate::peer::cause::Cause;
use crate::peer::refusal::{Refusal, Stop};

/// One error.
#[derive(Debug, Clone)]
pub(super) struct Error {
    /// Of two errors the one with the higher rank is reported.
    rank: u32,
    cause: Cause,
    alert: Alert,
    text: Cow<'static, str>,
    /// The encoding of the certificate at fault.
    certificate: Option<Vec<u8>>,
    /// What becomes of the search for a path.
    consequence: Consequence,
}

/// What an error does to the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Consequence {
    /// Another path is tried.
    Next,
    /// The search ends with it.
    End,
    /// It is not the stack's: what the stack would do cannot be told, for this reason.
    Unknown,
}

impl Error {
    const fn new(rank: u32, cause: Cause, alert: Alert, text: &'static str) -> Self {
        let consequence = Consequence::Next;
        Self { rank, cause, alert, text: Cow::Borrowed(text), certificate: None, consequence }
    }

    /// One that rustls has no name for.
    const fn other(rank: u32, cause: Cause, text: &'static str) -> Self {
        Self::new(rank, cause, Alert::CERTIFICATE_UNKNOWN, text)
    }

    const fn end(text: &'static str) -> Self {
        let text = Cow::Borrowed(text);
        let (cause, alert) = (Cause::ChainLength, Alert::CERTIFICATE_UNKNOWN);
        Self { rank: 0, cause, alert, text, certificate: None, consequence: Consequence::End }
    }

    fn with(self, text: String) -> Self {
        Self { text: Cow::Owned(text), ..self }
    }

    /// Not an error of the stack: why it cannot be said what the stack does.
    pub(super) fn unknown(reason: String) -> Self {
        Self { consequence: Consequence::Unknown, ..UNKNOWN_ISSUER.with(reason) }
    }

    /// The certificate at fault, where no other is named yet.
    pub(super) fn of(self, certificate: &[u8]) -> Self {
        let named = self.certificate;
        Self { certificate: named.or_else(|| Some(certificate.to_vec())), ..self }
    }

    pub(super) fn ends_the_search(&self) -> bool {
        self.consequence != Consequence::Next
    }

    /// The more specific of the two; of equals the earlier.
    /// (`Error::rank`) Recorded: ca-name-case-differs.
    pub(super) fn most_specific(self, later: Self) -> Self {
        if self.rank >= later.rank { self } else { later }
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        if error.consequence == Consequence::Unknown {
            return Self::Unknown(error.text.into_owned());
        }
        let text = format!("invalid peer certificate: {}", error.text);
        let refusal = Refusal::new(error.cause, text, PeerSees::Alert(error.alert));
        Refusal { certificate: error.certificate, ..refusal }.into()
    }
}

pub(super) const BAD_DER: Error = Error::new(10, Cause::Encoding, Alert::BAD_CERTIFICATE, "BadEncoding");
pub(super) const BAD_DER_TIME: Error =
    Error::new(20, Cause::ValidityFormat, Alert::BAD_CERTIFICATE, "BadEncoding");
pub(super) const TRAILING_DATA: Error =
    Error::new(40, Cause::Encoding, Alert::BAD_CERTIFICATE, "BadEncoding");
pub(super) const EXTENSION_VALUE_INVALID: Error =
    Error::other(30, Cause::Encoding, "Other(OtherError(ExtensionValueInvalid))");
pub(super) const MALFORMED_NAME_CONSTRAINT: Error =
    Error::other(50, Cause::NameConstraints, "Other(OtherError(MalformedNameConstraint))");
pub(super) const MALFORMED_DNS_IDENTIFIER: Error =
    Error::other(60, Cause::NameConstraints, "Other(OtherError(MalformedDnsIdentifier))");
pub(super) const MAXIMUM_PATH_DEPTH_EXCEEDED: Error =
    Error::other(61, Cause::ChainLength, "Other(OtherError(MaximumPathDepthExceeded))");
pub(super) const UNSUPPORTED_CERT_VERSION: Error =
    Error::other(130, Cause::Encoding, "Other(OtherError(UnsupportedCertVersion))");
pub(super) const UNSUPPORTED_CRITICAL_EXTENSION: Error =
    Error::other(130, Cause::CriticalExtension, "Other(OtherError(UnsupportedCriticalExtension))");
pub(super) const INVALID_NETWORK_MASK_CONSTRAINT: Error =
    Error::other(180, Cause::NameConstraints, "Other(OtherError(InvalidNetworkMaskConstraint))");
pub(super) const INVALID_CERT_VALIDITY: Error =
    Error::new(190, Cause::Expired, Alert::CERTIFICATE_EXPIRED, "Expired");
pub(super) const CA_USED_AS_END_ENTITY: Error =
    Error::other(210, Cause::CaAsEndEntity, "Other(OtherError(CaUsedAsEndEntity))");
pub(super) const END_ENTITY_USED_AS_CA: Error =
    Error::other(210, Cause::CaFlag, "Other(OtherError(EndEntityUsedAsCa))");
pub(super) const PATH_LEN_CONSTRAINT_VIOLATED: Error =
    Error::other(220, Cause::PathLength, "Other(OtherError(PathLenConstraintViolated))");
pub(super) const NAME_CONSTRAINT_VIOLATION: Error =
    Error::other(230, Cause::NameConstraints, "Other(OtherError(NameConstraintViolation))");
pub(super) const EMPTY_EKU_EXTENSION: Error =
    Error::other(245, Cause::KeyPurpose, "Other(OtherError(EmptyEkuExtension))");
pub(super) const SIGNATURE_ALGORITHM_MISMATCH: Error =
    Error::other(250, Cause::SignatureAlgorithm, "Other(OtherError(SignatureAlgorithmMismatch))");
pub(super) const BAD_SIGNATURE: Error =
    Error::new(260, Cause::Signature, Alert::DECRYPT_ERROR, "BadSignature");
pub(super) const UNKNOWN_ISSUER: Error = Error::new(0, Cause::Issuer, Alert::UNKNOWN_CA, "UnknownIssuer");
pub(super) const MAXIMUM_SIGNATURE_CHECKS_EXCEEDED: Error =
    Error::end("Other(OtherError(MaximumSignatureChecksExceeded))");
pub(super) const MAXIMUM_PATH_BUILD_CALLS_EXCEEDED: Error =
    Error::end("Other(OtherError(MaximumPathBuildCallsExceeded))");
pub(super) const MAXIMUM_NAME_CONSTRAINT_COMPARISONS_EXCEEDED: Error =
    Error::end("Other(OtherError(MaximumNameConstraintComparisonsExceeded))");

/// The key is too small, too large or has an odd exponent for *ring*, which says no more than that the signature is bad.
/// Recorded: key-rsa1536-server.
pub(super) fn bad_key() -> Error {
    Error { cause: Cause::KeyStrength, ..BAD_SIGNATURE }
}

/// The peer signed with another key than that of its certificate.
/// Recorded: key-mismatch-p256-server.
pub(super) fn wrong_key() -> Error {
    Error { cause: Cause::PeerKey, ..BAD_SIGNATURE }
}

pub(super) fn expired(now: i64, not_after: i64) -> Error {
    Error::new(290, Cause::Expired, Alert::CERTIFICATE_EXPIRED, "").with(format!(
        "certificate expired: verification time {now} (UNIX), but certificate is not valid after {not_after} ({} seconds ago)",
        now.saturating_sub(not_after)
    ))
}

pub(super) fn not_valid_yet(now: i64, not_before: i64) -> Error {
    Error::new(290, Cause::NotYetValid, Alert::CERTIFICATE_EXPIRED, "").with(format!(
        "certificate not valid yet: verification time {now} (UNIX), but certificate is not valid before {not_before} ({} seconds in future)",
        not_before.saturating_sub(now)
    ))
}

pub(super) fn not_valid_for_name(expected: &str, presented: &[String]) -> Error {
    let names = match presented {
        [] => "is not valid for any names (according to its subjectAltName extension)".to_owned(),
        [one] => format!("is only valid for {one}"),
        [most @ .., last] => format!("is only valid for {} or {last}", most.join(", ")),
    };
    Error::new(280, Cause::Name, Alert::BAD_CERTIFICATE, "")
        .with(format!("certificate not valid for name {expected:?}; certificate {names}"))
}

pub(super) fn wrong_purpose(required: &str, present: &[String]) -> Error {
    Error::new(240, Cause::KeyPurpose, Alert::UNSUPPORTED_CERTIFICATE, "").with(format!(
        "certificate does not allow extended key usage for {required}, allows {}",
        present.join(", ")
    ))
}

pub(super) fn unsupported_signature_algorithm(id: &[u8], supported: &[String]) -> Error {
    Error::new(140, Cause::SignatureAlgorithm, Alert::DECRYPT_ERROR, "").with(format!(
        "UnsupportedSignatureAlgorithmContext {{ signature_algorithm_id: {id:?}, supported_algorithms: [{}] }}",
        supported.join(", ")
    ))
}

pub(super) fn unsupported_for_key(id: &[u8], key: &[u8]) -> Error {
    Error::new(150, Cause::KeyType, Alert::DECRYPT_ERROR, "").with(format!(
        "UnsupportedSignatureAlgorithmForPublicKeyContext {{ signature_algorithm_id: {id:?}, public_key_algorithm_id: {key:?} }}"
    ))
}
