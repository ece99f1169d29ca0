//! What stands between `BEGIN` and the dashes, RFC 7468 and its neighbours.

use core::fmt;

use serde::Serialize;

/// The label of a PEM block.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub enum Label {
    /// `CERTIFICATE`, RFC 7468 §5.
    Certificate,
    /// `X509 CERTIFICATE`, read by OpenSSL and Java only.
    X509Certificate,
    /// `TRUSTED CERTIFICATE`, a certificate and OpenSSL's own trust settings after it.
    TrustedCertificate,
    /// `CERTIFICATE REQUEST`, RFC 7468 §7.
    CertificateRequest,
    /// `NEW CERTIFICATE REQUEST`, an older spelling.
    NewCertificateRequest,
    /// `X509 CRL`, RFC 7468 §6.
    CertificateList,
    /// `PKCS7`, RFC 7468 §8.
    Pkcs7,
    /// `CMS`, RFC 7468 §9.
    Cms,
    /// `PKCS #7 SIGNED DATA`, an older spelling.
    Pkcs7SignedData,
    /// `PUBLIC KEY`, RFC 7468 §13.
    PublicKey,
    /// `RSA PUBLIC KEY`, RFC 8017 appendix A.1.1.
    RsaPublicKey,
    /// `PRIVATE KEY`, RFC 7468 §10.
    PrivateKey,
    /// `ENCRYPTED PRIVATE KEY`, RFC 7468 §11.
    EncryptedPrivateKey,
    /// `RSA PRIVATE KEY`, RFC 8017 appendix A.1.2.
    RsaPrivateKey,
    /// `EC PRIVATE KEY`, RFC 5915.
    EcPrivateKey,
    /// `DSA PRIVATE KEY`, OpenSSL's own.
    DsaPrivateKey,
    /// `OPENSSH PRIVATE KEY`.
    OpensshPrivateKey,
    /// `EC PARAMETERS`, RFC 5480 §2.1.1.
    EcParameters,
    /// `DH PARAMETERS`, PKCS #3.
    DhParameters,
    /// `ATTRIBUTE CERTIFICATE`, RFC 7468 §12.
    AttributeCertificate,
    /// `OCSP RESPONSE`, RFC 6960.
    OcspResponse,
    /// Any other, as it was written.
    Other(String),
}

const NAMES: &[(&str, Label)] = &[
    ("CERTIFICATE", Label::Certificate),
    ("X509 CERTIFICATE", Label::X509Certificate),
    ("X.509 CERTIFICATE", Label::X509Certificate),
    ("TRUSTED CERTIFICATE", Label::TrustedCertificate),
    ("CERTIFICATE REQUEST", Label::CertificateRequest),
    ("NEW CERTIFICATE REQUEST", Label::NewCertificateRequest),
    ("X509 CRL", Label::CertificateList),
    ("PKCS7", Label::Pkcs7),
    ("CMS", Label::Cms),
    ("PKCS #7 SIGNED DATA", Label::Pkcs7SignedData),
    ("PUBLIC KEY", Label::PublicKey),
    ("RSA PUBLIC KEY", Label::RsaPublicKey),
    ("PRIVATE KEY", Label::PrivateKey),
    ("ENCRYPTED PRIVATE KEY", Label::EncryptedPrivateKey),
    ("RSA PRIVATE KEY", Label::RsaPrivateKey),
    ("EC PRIVATE KEY", Label::EcPrivateKey),
    ("DSA PRIVATE KEY", Label::DsaPrivateKey),
    ("OPENSSH PRIVATE KEY", Label::OpensshPrivateKey),
    ("EC PARAMETERS", Label::EcParameters),
    ("DH PARAMETERS", Label::DhParameters),
    ("ATTRIBUTE CERTIFICATE", Label::AttributeCertificate),
    ("OCSP RESPONSE", Label::OcspResponse),
];

impl Label {
    /// The label that text is meant to be, in any case.
    pub(super) fn read(text: &str) -> Self {
        let known = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
        known.map_or_else(|| Self::Other(text.to_owned()), |(_, label)| label.clone())
    }

    /// True if a certificate follows.
    #[must_use]
    pub const fn is_certificate(&self) -> bool {
        matches!(self, Self::Certificate | Self::X509Certificate | Self::TrustedCertificate)
    }

    /// True if what follows must not be shown, encrypted or not.
    #[must_use]
    pub fn is_private(&self) -> bool {
        match self {
            Self::PrivateKey
            | Self::EncryptedPrivateKey
            | Self::RsaPrivateKey
            | Self::EcPrivateKey
            | Self::DsaPrivateKey
            | Self::OpensshPrivateKey => true,
            Self::Other(text) => text.to_ascii_uppercase().contains("PRIVATE"),
            _ => false,
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = NAMES.iter().find(|(_, label)| label == self).map(|(name, _)| *name);
        match (self, known) {
            (Self::Other(text), _) => f.write_str(text),
            (_, name) => f.write_str(name.unwrap_or_default()),
        }
    }
}
